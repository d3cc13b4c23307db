"""Worked examples: the specification of the rules, in YAML that a controller can read."""
