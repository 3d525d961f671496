"""Keeps published addresses working: the ledger of every address ever published, and the redirects of pages that moved.

- `ledger` checks that each address of the ledger has a page or a redirect; the faults contain the lines to add.
- `redirect_checks` checks the lines of `data/redirects.csv`, and `redirects` interprets them.
- `suggestions` finds where a lost address should lead.
- `redirect_pages` writes the pages at former addresses, `former_files` the files.

The dependent addresses of a page are all other addresses of the same unit, indicator, document or period. Examples are
the years of a unit (see `model.addresses`).
"""
