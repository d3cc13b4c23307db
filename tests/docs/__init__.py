"""The papers and the house itself: layers, wheel, lock and documents."""
