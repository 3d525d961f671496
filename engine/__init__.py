"""Turns the tree of pages in `build/docs` into the site in `build/site`, with MkDocs and Material."""
