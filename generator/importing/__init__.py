"""Imports figures from workbooks, Word tables and CSV files as rows of `data/`, and writes workbooks to fill in.

The files come from other people, so their texts are not trusted: a text of a file may appear in a remark or a message,
but it is never used as a path, a formula or a command of the terminal. If a figure can be read in two ways, the user is
asked; the import never guesses.
"""
