"""Templates compiled to direct calls write what Jinja's own code writes."""

from datetime import date
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from generator.build import site_of
from generator.rendering import make_environment, render_page
from generator.soundness import sound
from generator.templates import DirectEnvironment

MINI = Path(__file__).parent / "mini"
MACROS = """{%- macro item(text, mark="-", strong=false) -%}
{{ mark }} {% if strong %}<b>{{ text }}</b>{% else %}{{ text }}{% endif %}
{%- if caller is defined %} ({{ caller() }}){% endif %}
{%- endmacro -%}
{%- set words = {"end": "&"} -%}"""
PAGE = """{% from "macros" import item with context %}{% from "macros" import words %}
{%- for text in texts %}{{ item(text, strong=loop.last) }}{{ words.end }}{% endfor -%}
{% call item("x", "*") %}{{ texts|length }}{{ 1.5 }}{% endcall %}{{ item(item("<i>")) }}
{%- set seen = namespace(last="") %}{% for text in texts %}{% set seen.last = text %}{% endfor %}{{ seen.last }}"""


def text_of(kind: type[Environment], page: str, **given: object) -> str:
    loader = DictLoader({"macros": MACROS, "page": page})
    return kind(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("page").render(**given)


def test_arguments_callers_and_escaping_are_those_of_jinja() -> None:
    """Named and missing arguments, a caller, a mapping's items, a namespace, text that is HTML already."""
    written = text_of(DirectEnvironment, PAGE, texts=["a", "<b>"])
    assert written == "- a&amp;- <b>&lt;b&gt;</b>&amp;* x (21.5)- - &lt;i&gt;&lt;b&gt;"
    assert written == text_of(Environment, PAGE, texts=["a", "<b>"])


@pytest.mark.parametrize(
    "page", ["{{ missing }}", "{{ texts.missing }}", "{% from 'macros' import absent %}{{ absent() }}"]
)
def test_what_is_missing_is_an_error(page: str) -> None:
    """A page never shows an empty place where a name is misspelt."""
    with pytest.raises((AttributeError, TypeError, UndefinedError)):
        text_of(DirectEnvironment, page, texts=[])


def test_every_page_is_the_one_that_jinja_writes() -> None:
    """The mini portal has a page of each kind."""
    site = site_of(MINI, sound(MINI, ledger=False), date(2024, 8, 1))
    direct = make_environment()
    plain = Environment(
        loader=direct.loader,
        autoescape=True,
        undefined=direct.undefined,
        trim_blocks=direct.trim_blocks,
        lstrip_blocks=direct.lstrip_blocks,
        keep_trailing_newline=direct.keep_trailing_newline,
    )
    plain.filters.update(direct.filters)
    pages = list(site.pages)
    assert len(pages) > 20
    assert [render_page(direct, page) for page in pages] == [render_page(plain, page) for page in pages]
