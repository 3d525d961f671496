"""Tests what the finishing step removes from the built site, and what it keeps."""

import base64
import io
import re
from pathlib import Path

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from engine.finish import finish
from engine.fonts import _codes, _ranges
from engine.pages import _letters, without_gaps
from engine.styles import _selectors
from generator.assets import fonts
from tests.support.folders import ROOT

SITE = ROOT / "build" / "site"


def write(site: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


def test_only_files_that_a_page_leads_to_are_kept(tmp_path: Path) -> None:
    """A style names a picture, and a script imports a script. The worker is named only by a script that no page
    uses."""
    site = write(
        tmp_path / "site",
        {
            "index.html": '<link href="assets/main.css"><script src="assets/js/portal.js"></script>',
            "assets/main.css": 'a{background:url("img/mark.svg")}\n/*# sourceMappingURL=main.css.map */',
            "assets/main.css.map": "{}",
            "assets/img/mark.svg": "<svg/>",
            "assets/img/old.png": "x",
            "assets/js/portal.js": 'import "./tables.js"\n//# sourceMappingURL=portal.js.map\n',
            "assets/js/tables.js": "export {}",
            "assets/js/portal.js.map": "{}",
            "assets/lunr/search.js": 'importScripts("worker.js")',
            "assets/lunr/worker.js": "",
            "data/units.csv": "id\n",
            "vendor/plotly.js": "1",
        },
    )
    saved = finish(site)
    assert sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()) == [
        "assets/img/mark.svg",
        "assets/js/portal.js",
        "assets/js/tables.js",
        "assets/main.css",
        "data/units.csv",
        "index.html",
        "vendor/plotly.js",
    ]
    assert (site / "assets/main.css").read_text(encoding="utf-8") == 'a{background:url("img/mark.svg")}\n'
    assert (site / "assets/js/portal.js").read_text(encoding="utf-8") == 'import "./tables.js"\n'
    assert saved > 0
    assert not (site / "assets/lunr").exists()


def test_what_any_of_many_pages_names_is_kept(tmp_path: Path) -> None:
    """More than seven times 32 pages are read by several processes."""
    pages = {f"{number}/index.html": f'<img src="../assets/img/{number}.svg">' for number in range(225)}
    pictures = {f"assets/img/{number}.svg": "<svg/>" for number in range(226)}
    site = write(tmp_path / "site", {**pages, **pictures})
    finish(site)
    assert {file.name for file in (site / "assets/img").iterdir()} == {f"{number}.svg" for number in range(225)}


def test_scripts_lose_only_comments_and_indentation(tmp_path: Path) -> None:
    """A comment mark inside a string is kept. A script with a string of several lines is not changed."""
    plain = '/*\n * Why.\n */\nconst a = "/* b */";\n\n// More.\nfunction c() {\n  return "//"; // end\n}\n'
    long = "// Why.\nconst a = `\n  b`;\n"
    pages = '<script src="assets/js/plain.js"></script><script src="assets/js/long.js"></script>'
    site = write(tmp_path / "site", {"index.html": pages, "assets/js/plain.js": plain, "assets/js/long.js": long})
    finish(site)
    shortened = 'const a = "/* b */";\nfunction c() {\nreturn "//"; // end\n}\n'
    assert (site / "assets/js/plain.js").read_text(encoding="utf-8") == shortened
    assert (site / "assets/js/long.js").read_text(encoding="utf-8") == long


def test_the_built_site_has_no_source_maps_and_no_unused_files() -> None:
    """Of the engine's files, only the two styles and the one script that pages use are kept."""
    assert list(SITE.rglob("*.map")) == []
    scripts = [*SITE.rglob("*.js"), *SITE.rglob("*.css")]
    assert [path.name for path in scripts if re.search(rb"sourceMappingURL=\S+\.map", path.read_bytes())] == []
    folders = {path.parent.relative_to(SITE / "assets").as_posix() for path in (SITE / "assets").rglob("*.*")}
    assert folders == {".", "img", "javascripts", "js"}


PAGE = """<html><head>
<link rel="stylesheet" href="assets/engine.css">
<link rel="stylesheet" href="assets/portal.css">
</head><body class="md" data-md-color-scheme="default"><button data-scheme="slate"></button>
<p class="md-header cmb-lead" role="note">Đơn vị</p><script src="assets/js/own.js"></script></body></html>"""
ENGINE = """:root{--used:1;--idle:2;--only-for-idle:3;--md-mermaid-edge:4}
.md-header{color:var(--used)}.md-header--shadow,.md-search{top:0}
.md-search .md-header{top:1}kbd{top:2}p:not(.md-gone)>a,button:hover{top:3}
[data-md-color-primary=red]{top:4}[data-md-color-scheme=slate]{top:5}[dir=rtl] p{top:6}
p[role=note]{top:20}p[role=status]{top:21}p[role=cell]{top:22}
@media print{.md-search{top:7}}@media print{.md-header{top:8;--idle-too:var(--only-for-idle)}}"""


def test_rules_that_match_nothing_are_removed_and_styles_become_one_file(tmp_path: Path) -> None:
    """Rules for states of existing elements are kept, and so are rules for elements, classes and roles that our own
    scripts create."""
    script = (
        'const row = document.createElement("tr"); row.className = "cmb-row"; header.classList.add("md-header--shadow")'
        '; row.role = "status"; draw("var(--md-mermaid-edge)")'
    )
    site = write(
        tmp_path / "site",
        {
            "index.html": PAGE,
            "don-vi/index.html": PAGE.replace("assets/", "../assets/"),
            "assets/engine.css": ENGINE,
            "assets/portal.css": '.cmb-row{top:9}.cmb-gone{top:10}tr{top:11}a{background:url("img/a.svg")}',
            "assets/js/own.js": script,
            "assets/img/a.svg": "<svg/>",
        },
    )
    finish(site)
    css = (site / "assets/portal.css").read_text(encoding="utf-8")
    assert re.findall(r"top:(\d+)", css) == ["0", "3", "5", "20", "21", "8", "9", "11"]
    assert "--used:1" in css
    assert "idle" not in css
    assert "mermaid" not in css
    assert ".md-search" not in css
    assert "\n" not in css
    assert "button:hover{top:3}" in css
    assert not (site / "assets/engine.css").exists()
    links = re.findall(r'href="([^"]+css)"', (site / "don-vi/index.html").read_text(encoding="utf-8"))
    assert links == ["../assets/portal.css"]


def test_an_embed_with_its_own_styles_keeps_only_the_files_it_names(tmp_path: Path) -> None:
    """An embed uses neither the portal's rules nor its font, but it may use one of the portal's pictures."""
    chart = '<style>kbd{top:1}</style><kbd class="cmb-row">–</kbd><img src="../assets/img/a.svg">'
    site = write(
        tmp_path / "site",
        {
            "index.html": PAGE,
            "nhung/index.html": chart,
            "assets/engine.css": ENGINE,
            "assets/portal.css": ".cmb-lead{top:12}.cmb-row{top:9}",
            "assets/js/own.js": "export {}",
            "assets/img/a.svg": "<svg/>",
        },
    )
    finish(site)
    css = (site / "assets/portal.css").read_text(encoding="utf-8")
    assert re.findall(r"top:(\d+)", css) == ["3", "5", "20", "8", "12"]
    assert (site / "assets/img/a.svg").exists()
    assert (site / "nhung/index.html").read_text(encoding="utf-8") == chart


@given(st.text())
def test_the_letters_of_a_text_are_its_characters(text: str) -> None:
    assert _letters(text) == set(text)


def test_commas_inside_a_selector_do_not_split_it() -> None:
    assert _selectors('a:is(b, c), [title="x,y"], d') == ["a:is(b, c)", '[title="x,y"]', "d"]


@given(st.sets(st.integers(0x20, 0x1EFF), min_size=1))
def test_unicode_ranges_name_the_same_characters(codes: set[int]) -> None:
    assert _codes(_ranges(sorted(codes))) == codes


def test_the_font_has_the_letters_of_every_texts_script(tmp_path: Path) -> None:
    """These are the letters that scripts write into a page. The opening quotation mark of a citation is in no page
    and in no other texts script. Strings of other scripts are never shown."""
    (latin,) = (font for font in fonts(ROOT) if 0x201C in TTFont(io.BytesIO(font)).getBestCmap())
    face = '@font-face{src:url("../vendor/latin.woff2");unicode-range:U+0020-00FF, U+2000-206F}'
    early = '<link rel="preload" href="vendor/latin.woff2" as="font">'
    page = '<link rel="stylesheet" href="assets/portal.css"><script src="assets/js/portal.js"></script>'
    site = write(
        tmp_path / "site",
        {
            "index.html": early + page,
            "assets/portal.css": face,
            "assets/js/portal.js": 'import "./texts.js"; import "./texts-figure.js"; const between = "»"',
            "assets/js/texts.js": 'export const texts = { from: "§" }',
            "assets/js/texts-figure.js": 'export const figureTexts = { cited: "„", number: "số\\u00a0" }',
        },
    )
    (site / "vendor").mkdir()
    (site / "vendor/latin.woff2").write_bytes(latin)
    finish(site)
    drawn = set(TTFont(site / "vendor/latin.woff2").getBestCmap())
    assert {ord(letter) for letter in "§„\N{NO-BREAK SPACE}"} <= drawn
    assert not {ord(letter) for letter in "»”"} & drawn


def test_the_cut_fonts_have_all_letters_of_the_site() -> None:
    """The cut font has every letter in its range that a page uses, also if it is written as an entity (`&para;` of
    headings). The whole font is available for all other letters."""
    ranges = {source: _codes(listed) for source, listed in _faces(SITE)}
    page = (SITE / "don-vi/index.html").read_text(encoding="utf-8")
    assert "\N{PILCROW SIGN}" not in page
    assert 0xB6 in ranges["../vendor/source-sans-3-latin.woff2"]
    for source, kind in zip(ranges, ("vietnamese", "latin"), strict=False):
        whole = f"../vendor/source-sans-3-{kind}-whole.woff2"
        cut, entire = _font(SITE, source), _font(SITE, whole)
        drawn, everything = set(TTFont(io.BytesIO(cut)).getBestCmap()), set(TTFont(io.BytesIO(entire)).getBestCmap())
        assert ranges[source] & everything <= drawn
        assert not ranges[source] & ranges[whole]
        assert ranges[whole] & everything
        assert {ord(letter) for letter in page} & everything & (ranges[source] | ranges[whole]) <= drawn
        assert len(cut) < 0.7 * len(entire)


def test_only_the_small_vietnamese_font_is_inside_the_stylesheet() -> None:
    """The font of Vietnamese letters has no file of its own, so no page waits for it. The Latin font is a file that
    pages preload."""
    vietnamese, latin, *whole = (source for source, _ in _faces(SITE))
    assert vietnamese.startswith("data:font/woff2;base64,")
    assert latin == "../vendor/source-sans-3-latin.woff2"
    assert [source.removeprefix("../") for source in whole] == [
        "vendor/source-sans-3-vietnamese-whole.woff2",
        "vendor/source-sans-3-latin-whole.woff2",
    ]
    assert not (SITE / "vendor/source-sans-3-vietnamese.woff2").exists()
    assert 'href="../vendor/source-sans-3-latin.woff2" as="font"' in (SITE / "don-vi/index.html").read_text("utf-8")


def _faces(site: Path) -> list[tuple[str, str]]:
    """Returns the source of each font in the site's stylesheet, and its Unicode range."""
    css = (site / "assets/portal.css").read_text(encoding="utf-8")
    return re.findall(r'url\("([^"]+)"\) format\("woff2"\).*?unicode-range:\s*([^;}]+)', css, re.DOTALL)


def _font(site: Path, source: str) -> bytes:
    return (
        base64.b64decode(source.partition(",")[2])
        if source.startswith("data:")
        else (site / "assets" / source).read_bytes()
    )


def test_empty_lines_and_indentation_of_templates_are_removed() -> None:
    """Code and scripts keep their spaces. The page's security policy names the hashes of the scripts."""
    page = (
        "<ul>\n\n    <li>\n      Một  hai\n ba </li>\n</ul>\n  <pre>\n  a\n\n  b</pre>\n  <script>\n  c\n</script>\n\n"
    )
    expected = "<ul>\n<li>\nMột  hai\n ba </li>\n</ul>\n<pre>\n  a\n\n  b</pre>\n<script>\n  c\n</script>\n"
    assert without_gaps(page) == expected
    assert without_gaps(expected) == expected


@given(st.text(alphabet="ab<> \t\n", max_size=20))
def test_only_white_space_with_a_line_break_beside_a_tag_or_an_end_is_removed(text: str) -> None:
    def closed(white: re.Match[str]) -> str:
        beside = text[: white.start()][-1:] in {"", ">"} or text[white.end() :][:1] in {"", "<"}
        return "\n" if "\n" in white[0] and beside else white[0]

    assert without_gaps(text) == re.sub(r"[ \t\n]+", closed, text)
