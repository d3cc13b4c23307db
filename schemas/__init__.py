"""Every column, project file, finding and amount of money, defined once."""
