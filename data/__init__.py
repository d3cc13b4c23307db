"""Project definitions with labelled synthetic extracts, and exchange rates; no state."""
