"""The doors of Eurocent: the command line first; they hold no knowledge of the rules."""
