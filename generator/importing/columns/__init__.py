"""Determines what the columns of a table hold: indicator, period, unit of measure."""
