"""The files and folders of the data, by their paths from the portal's root."""

ACCEPTANCES = "data/accepted.csv"
BODIES = "data/bodies.csv"
CORRECTIONS = "data/corrections.csv"
INDICATORS = "data/indicators.yml"
LEDGER = "data/addresses.txt"
LINEAGE = "data/lineage.csv"
POINTS = "data/points.csv"
REDIRECTS = "data/redirects.csv"
SERVICE_INDEX = "data/service-index.yml"
SETTINGS = "data/portal.yml"
SOURCES = "data/sources.yml"
UNITS = "data/units.csv"

HISTORY = "data/history"
MAPPINGS = "data/mappings"
RESULTS = "data/results"
TARGETS = "data/targets"
TASKS = "data/tasks"

COMPUTED_FROM = (INDICATORS, LINEAGE, RESULTS, SETTINGS, SOURCES, TARGETS, UNITS)
"""The files and folders that measures and findings are computed from."""
