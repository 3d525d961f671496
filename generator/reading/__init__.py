"""Reads the bytes of data files into strings with line numbers; nothing is converted, guessed or dropped.

A file that cannot be read exactly is a fault; there is no best effort. `pd.read_csv` and `yaml.safe_load` are not used.
They guess types (`01` → 1, `no` → False, `NA` → missing) and keep the last of two equal keys.

The result of reading depends only on the bytes of the file and is cached. So while a site is shown and edited, only the
file that changed is read again.
"""
