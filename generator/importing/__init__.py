"""Figures of workbooks, Word tables and CSV files → rows of `data/`; and the workbooks to fill in.

What these modules read was made by others: a text of a file becomes a remark or a message, never a path, a formula or a
command to the terminal. A figure that can be read in two ways is asked for, never guessed.
"""
