"""Frozen view-models, one module for each kind of page. View-models decide what is shown, templates decide how."""
