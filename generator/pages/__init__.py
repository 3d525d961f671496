"""Frozen view-models, one module for each kind of page. Pages say what is shown; templates say how."""
