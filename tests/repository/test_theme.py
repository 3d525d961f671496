"""Tests the theme of this repository: no style is unused, and the places that repeat its colours agree. Another portal
may have other colours, another logo and other forms."""

import re

import pytest
import yaml

from generator.pages.reports import FORM
from generator.pictures.painting import COLOURS
from tests.support.folders import ROOT

STYLES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "theme" / "styles").glob("*.css"))}

CLASS = re.compile(r"\.(cmb-[\w-]+)")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def palette(scheme: str) -> dict[str, str]:
    """Returns the colours of a palette (`default` is light, `slate` is dark) by name, without our prefix `--cmb-`."""
    (rules,) = re.findall(rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)\n}}', STYLES["tokens.css"], re.DOTALL)
    return dict(re.findall(r"--cmb-([\w-]+): (#[0-9a-f]{6});", rules))


def test_every_styled_class_is_used_by_a_template_or_a_script() -> None:
    """The part after two hyphens may come from the data, for example the code of an assessment."""
    places = [*(ROOT / "generator").rglob("*.j2"), *(ROOT / "theme").rglob("*.html"), *(ROOT / "theme").rglob("*.js")]
    used = "\n".join(path.read_text(encoding="utf-8").replace("${", "{") for path in places)
    styled = {name for css in STYLES.values() for name in CLASS.findall(COMMENT.sub("", css))}
    assert {name for name in styled if not _is_named(name, used)} == set()


def _is_named(name: str, text: str) -> bool:
    block, hyphens, _ = name.rpartition("--")
    return bool(re.search(rf"(?<![\w-]){name}(?![\w-])", text) or (hyphens and f"{block}--{{" in text))


def test_colours_are_defined_only_in_the_tokens_file() -> None:
    """Other style files refer to tokens, so that light mode, dark mode and print change each colour in one place."""
    named = {name: COLOUR.findall(COMMENT.sub("", css)) for name, css in STYLES.items() if name != "tokens.css"}
    assert {name: colours for name, colours in named.items() if colours} == {}


def test_the_colours_of_pictures_are_those_of_the_site() -> None:
    """Each colour has the same name in the light palette."""
    named = palette("default")
    renamed = {"track": "bar-track"}
    assert {name: named.get(renamed.get(name, name)) for name in COLOURS} == COLOURS


SHORT = dict(
    zip(
        ("p", "i", "j", "r", "q", "l", "m", "mf", "n", "nf", "o", "of", "b", "w", "e", "f"),
        (
            *("paper", "ink", "ink-2", "rule", "rule-strong", "link", "met", "met-fill", "not-met", "not-met-fill"),
            *("other", "other-fill", "bar-track", "own", "peer", "peer-strong"),
        ),
        strict=True,
    )
)
"""The stylesheet's colour names by their short names in an embed, which keep the file small."""


@pytest.mark.parametrize(("name", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_colours_of_embeds_are_those_of_the_site(name: str, scheme: str) -> None:
    template = (ROOT / "generator/pages/embed.html.j2").read_text(encoding="utf-8")
    (written,) = re.findall(rf'set {name} = "([^"]*)"', template)
    colours = palette(scheme)
    assert dict(re.findall(r"--([a-z]+):(#[0-9a-f]{6})", written)) == {
        short: colours[long] for short, long in SHORT.items()
    }


def test_the_form_has_the_fields_that_the_link_fills_in() -> None:
    """Fields are filled in by the page and by the script of a figure."""
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / FORM).read_text(encoding="utf-8"))
    fields = {part["id"] for part in form["body"] if "id" in part}
    assert fields == {"page", "figure", "shown", "right", "document"}
    script = (ROOT / "theme/scripts/references.js").read_text(encoding="utf-8")
    assert all(f"    {name}: " in script for name in fields - {"right"})
