"""`python -m generator new-portal`: creates a repository for another province from this one and an open gazetteer.

Only this package reads the gazetteer. Reading its files needs no library. The package writes ordinary data files.
"""
