"""The tests follow the rooms; every folder here is a package, so that none shadows a room."""
