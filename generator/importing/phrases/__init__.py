"""Recognises what a text of a file names or states: units, kinds of units, offices, totals, months and other periods.

These modules know nothing of tables. All of them compare texts by the keys of `text_keys`.
"""
