"""Tests the served assets: one stylesheet joined from many files, and scripts."""

from pathlib import Path

import pytest

from generator.assets import assets, condensed


def written(portal: Path, files: dict[str, str]) -> dict[str, str]:
    """Returns the assets of a portal with these theme files."""
    for path, text in files.items():
        (portal / "theme" / path).parent.mkdir(parents=True, exist_ok=True)
        (portal / "theme" / path).write_text(text, encoding="utf-8")
    return {asset.path: asset.content.decode() for asset in assets(portal)}


def test_the_stylesheet_holds_each_file_once_in_the_order_of_the_list(tmp_path: Path) -> None:
    """The order is that of the imports in `portal.css`, not that of the file names. Comments and indentation are
    removed."""
    files = {
        "styles/portal.css": '/* Of\n   two */\n@import url("tokens.css");\n\n@import url("card.css"); /* last */\n',
        "styles/card.css": "/* A card. */\n\n.cmb-card {\n  margin: 0;\n}\n",
        "styles/tokens.css": ":root {\n  color-scheme: light;\n}\n",
    }
    stylesheet = ":root {\ncolor-scheme: light;\n}\n.cmb-card {\nmargin: 0;\n}\n"
    assert written(tmp_path, files) == {"assets/portal.css": stylesheet}


def test_dark_colours_also_hold_without_scripts(tmp_path: Path) -> None:
    """No script can set the dark scheme then: the device's own setting decides, on screens only."""
    light = '[data-md-color-scheme="default"] {\n  --ink: black;\n}\n'
    dark = '[data-md-color-scheme="slate"] {\n  --ink: white;\n}\n'
    files = {"styles/portal.css": '@import url("tokens.css");\n', "styles/tokens.css": light + dark}
    stylesheet = (
        '[data-md-color-scheme="default"] {\n--ink: black;\n}\n'
        '[data-md-color-scheme="slate"] {\n--ink: white;\n}\n'
        "@media screen and (scripting: none) and (prefers-color-scheme: dark) {\n"
        '[data-md-color-scheme="default"] {\n--ink: white;\n}\n}\n'
    )
    assert written(tmp_path, files) == {"assets/portal.css": stylesheet}


def test_scripts_are_served_unchanged(tmp_path: Path) -> None:
    script = "/* why */\n  go();\n"
    assert written(tmp_path, {"scripts/portal.js": script})["assets/js/portal.js"] == script


def test_a_portal_without_a_theme_has_no_stylesheet(tmp_path: Path) -> None:
    assert list(assets(tmp_path)) == []


@pytest.mark.parametrize(
    ("css", "short"),
    [
        (".a /* x */ .b { }", ".a .b { }"),
        (".a/* x */.b { }", ".a/* x */.b { }"),
        (".a/* x\ny */.b { }", ".a/* x\ny */.b { }"),
        ("a {\n\n\t/* x */\n  b: c;\n}\n", "a {\nb: c;\n}"),
        ("/* it's */ a { b: 'c' } /* it's */", "a { b: 'c' }"),
        ("a { content: '/* no  comment */' }", "a { content: '/* no  comment */' }"),
        ('a { content: "\\"  /*" } /* x */', 'a { content: "\\"  /*" }'),
        ("a { content: 'two\\\n  lines' }", "a { content: 'two\\\n  lines' }"),
        ("a { b: url(/*  x.png) } /* x */", "a { b: url(/*  x.png) }"),
        ('a { b: url("/*  x.png") }', 'a { b: url("/*  x.png") }'),
        (".a\\'b { }  /* ' */ c { }", ".a\\'b { } c { }"),
        ("a { width: calc(1px  +\n  2px) }", "a { width: calc(1px +\n2px) }"),
    ],
)
def test_removing_comments_changes_no_rule(css: str, short: str) -> None:
    """Strings, URLs and escapes stay unchanged. White space is never removed completely, and none is added where
    there was none."""
    assert condensed(css) == short
