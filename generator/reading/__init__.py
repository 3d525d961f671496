"""Bytes → strings with line numbers; nothing is converted, guessed or dropped.

A file that cannot be read exactly is a problem, not a best effort: `pd.read_csv` and `yaml.safe_load` both guess types
(`01` → 1, `no` → False, `NA` → missing) and keep the last of two equal keys, so neither decides anything here.

What a file says follows from its bytes alone and is remembered: whoever shows a site while it is edited reads only the
file that changed.
"""
