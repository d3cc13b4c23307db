"""The commands, by who uses them; each imports what it needs, late."""
