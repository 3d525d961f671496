"""Tests that templates escape texts for their context."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markdown import Markdown

from generator import rendering
from generator.rendering import json_in_html, make_environment, markdown_text, relative, with_blocks_apart
from generator.templating import DICTIONARIES


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        ("/don-vi/so-y-te/", "/don-vi/so-nong-nghiep/", "../so-y-te/"),
        ("/van-ban/kh/#pl2.3-64", "/don-vi/so-y-te/", "../../van-ban/kh/#pl2.3-64"),
        ("/don-vi/so-y-te/#a", "/don-vi/so-y-te/", "#a"),
        ("/don-vi/", "/", "don-vi/"),
        ("/", "/don-vi/so-y-te/", "../../"),
        ("/data/units.csv", "/du-lieu/", "../data/units.csv"),
        ("/don-vi/so-y-te/", "/don-vi/", "so-y-te/"),
        ("/don-vi/", "/don-vi/", "./"),
        ("/don-vi/so-y/", "/don-vi/so-y-te/", "../so-y/"),
        ("/don-vi/so-y-te-2/", "/don-vi/so-y-te/", "../so-y-te-2/"),
        ("https://chinhphu.vn/x", "/", "https://chinhphu.vn/x"),
    ],
)
def test_addresses_are_relative_to_their_page(address: str, base: str, expected: str) -> None:
    """Relative addresses let the site work in any folder."""
    assert relative(address, base) == expected


def test_no_line_of_a_heading_breaks_between_month_and_number() -> None:
    assert markdown_text("Thanh toán,\n tháng\N{NO-BREAK SPACE}5/2024 ") == "Thanh toán, tháng\N{NO-BREAK SPACE}5/2024"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40))
def test_text_is_shown_unchanged_in_markdown(text: str) -> None:
    """No text of the data can become markup of a heading, a link, a tag or an attribute list."""
    shown = re.sub("[^\\S\N{NO-BREAK SPACE}]+", " ", text.strip())
    html = Markdown(extensions=["attr_list", "tables", "toc"]).convert(f"# x {markdown_text(text)}")
    assert html.startswith("<h1")
    body = html.partition(">")[2].removesuffix("</h1>")
    assert "<" not in body
    assert (
        body.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&#39;", "'")
        .replace("&#124;", "|")
        .replace("&#126;", "~")
        .replace("&#34;", '"')
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
        == f"x {shown}".strip()
    )


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_json_cannot_end_its_script_element(value: object) -> None:
    """The JSON keeps its value and contains no character that HTML would interpret."""
    text = json_in_html(json.dumps(value, ensure_ascii=False))
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


def test_blank_lines_are_kept_only_between_blocks() -> None:
    """In CommonMark, a blank line ends an HTML block."""
    text = "# T\n\n<div>\n\n<p>a</p>\n\n</div>\n## U\n\n\nText\n"
    assert with_blocks_apart(text) == "# T\n\n<div>\n<p>a</p>\n</div>\n\n## U\n\nText\n"


def test_all_dictionaries_in_templates_are_listed() -> None:
    """For these names, `name.entry` is a dictionary entry. For all others it is an attribute."""
    templates = (Path(rendering.__file__).parent / "pages").rglob("*.j2")
    named = {name for file in templates for name in re.findall(r"set (\w+) = \{", file.read_text(encoding="utf-8"))}
    assert named == DICTIONARIES


def test_a_macro_refuses_an_unknown_or_missing_argument() -> None:
    macro = "{% macro one(text, mark='') %}{{ text }}{{ mark }}{% endmacro %}"
    environment = make_environment()
    assert environment.from_string(macro + "{{ one('<', mark='!') }}{{ one('&') }}").render() == "&lt;!&amp;"
    with pytest.raises(TypeError, match="other"):
        environment.from_string(macro + "{{ one('a', other='b') }}").render()
    with pytest.raises(UndefinedError, match="text"):
        environment.from_string(macro + "{{ one() }}").render()
