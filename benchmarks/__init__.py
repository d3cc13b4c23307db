"""How long things take, measured on rows of our own that anybody can make again."""
