"""Determines the owner of each line of a table: the unit or level that its figures belong to."""
