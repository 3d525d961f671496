"""Reads files as sheets of cells, the same form for every format.

`files` determines the format from the bytes; each format has a reader of its own. The form that all of them return is
defined in `grid`.
"""
