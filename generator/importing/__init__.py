"""Turns figures of workbooks, Word tables and CSV files into rows of `data/`, and writes workbooks to fill in.

The files that these modules read come from outside. A text of such a file becomes only a remark or a message, never a
path, a formula or a terminal command. A figure that can be read in two ways becomes a question to the user; it is never
guessed.
"""
