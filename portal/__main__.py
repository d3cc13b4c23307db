"""``python -m portal`` is the command ``eurocent``, where its script is not on the path."""

from portal.cli import main

main()
