"""Tests the embeds of this portal."""

from datetime import date

from generator.build import site_of
from generator.validation import load_valid_portal
from tests.pages.test_embeds import SITE, files
from tests.support.folders import ROOT

BUDGET = 30_000


def test_every_embed_is_small() -> None:
    """Only the page itself is weighed, because it loads no other file."""
    site = site_of(ROOT, load_valid_portal(ROOT), date(2026, 11, 24), SITE)
    weights = {embed.address: len(files(embed)["index.html"].encode()) for embed in site.embeds}
    assert len(weights) > 400
    assert {address: weight for address, weight in weights.items() if weight > BUDGET} == {}
