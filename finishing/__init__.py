"""What `finish_site.py` removes from a built site: from pages, styles and fonts."""
