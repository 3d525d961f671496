"""Tests the embeds of this portal."""

from collections.abc import Mapping
from datetime import date

from generator import embeds
from generator.build import site_of
from generator.deferred import Deferred
from generator.pages.embeds import Embed
from generator.validation import load_valid_portal
from tests.support.folders import ROOT

SITE = "https://cong.example/"
NAME = "Cổng Minh Bạch"
BUDGET = 30_000


def files(embed: Embed, site: str = SITE) -> Mapping[str, str]:
    """Returns the files of an embed by file name."""
    (recipe,) = embeds.recipes(Deferred([lambda: embed], [(embed.address,)]), NAME, site)
    assert [artifact.path for artifact in recipe.make()] == list(recipe.paths)
    return {artifact.path.rpartition("/")[2]: artifact.content.decode() for artifact in recipe.make()}


def test_every_embed_is_small() -> None:
    """Only the page itself is weighed, because it loads no other file."""
    site = site_of(ROOT, load_valid_portal(ROOT), date(2026, 11, 24), SITE)
    weights = {embed.address: len(files(embed)["index.html"].encode()) for embed in site.embeds}
    assert len(weights) > 400
    assert {address: weight for address, weight in weights.items() if weight > BUDGET} == {}
