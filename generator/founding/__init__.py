"""`python -m generator new-portal`: a whole repository for another province, from this one and an open gazetteer.

Only this package reads the gazetteer, whose files need no library; what it writes is data like any other.
"""
