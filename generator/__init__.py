"""Cổng Minh Bạch: turns a province's published targets and results into a static portal."""
