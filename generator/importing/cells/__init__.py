"""Reads cells as values in the form of the data, or as the reason why there is none."""
