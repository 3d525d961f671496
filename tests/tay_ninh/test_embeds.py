"""The charts of this portal that other sites may hold."""

from collections.abc import Mapping
from datetime import date

from generator import embeds
from generator.build import site_of
from generator.pages.embeds import Embed
from generator.sharing import Deferred
from generator.soundness import sound
from tests.conftest import ROOT

SITE = "https://cong.example/"
NAME = "Cổng Minh Bạch"
BUDGET = 30_000


def files(embed: Embed, site: str = SITE) -> Mapping[str, str]:
    """What is written of a chart, by the name of the file."""
    (recipe,) = embeds.recipes(Deferred([lambda: embed], [(embed.address,)]), NAME, site)
    assert [artifact.path for artifact in recipe.make()] == list(recipe.paths)
    return {artifact.path.rpartition("/")[2]: artifact.content.decode() for artifact in recipe.make()}


def test_every_chart_is_light() -> None:
    """Of the real portal: the page alone, for it asks for no other file."""
    site = site_of(ROOT, sound(ROOT), date(2026, 11, 24), SITE)
    weights = {embed.address: len(files(embed)["index.html"].encode()) for embed in site.embeds}
    assert len(weights) > 400
    assert {address: weight for address, weight in weights.items() if weight > BUDGET} == {}
