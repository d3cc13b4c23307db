"""What Eurocent says, by language: one catalogue each, and the way to keep them complete."""
