"""Finds the tables of a sheet with their titles, headings and rows, and the tables that cannot be read."""
