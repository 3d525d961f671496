"""Tests the JSON-LD of pages: breadcrumb trails and data sets in the vocabulary of schema.org."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib

from generator.build import Site, site_of
from generator.model import Period
from generator.pages.linked import linked_data, span
from generator.pages.links import SITE
from generator.rendering import make_environment, render_page
from generator.validation import load_valid_portal
from tests.support.folders import MINI
from tests.support.portals import facts_of

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

VOCABULARY = {"@vocab": "https://schema.org/", "@base": SITE}
"""Replaces the context of schema.org, which would need the network."""

PERIODS = (("2022", None), ("2023", 1), ("2024-05", 2), ("2024-Q2", 3))


@pytest.fixture(scope="module")
def site() -> Site:
    """The pages of the mini portal."""
    root = MINI
    return site_of(root, load_valid_portal(root), date(2024, 8, 1))


@pytest.fixture(scope="module")
def json_ld(site: Site) -> Mapping[str, Any]:
    """The JSON-LD of each page by address."""
    return {page.address: json.loads(text) for page in site.pages if (text := linked_data(page))}


def graph_of(content: Mapping[str, Any]) -> rdflib.Graph:
    assert content["@context"] == "https://schema.org"
    return rdflib.Graph().parse(data=json.dumps({**content, "@context": VOCABULARY}), format="json-ld")


def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(Path(__file__).parent / "schema-org.ttl")


def part(content: Mapping[str, Any], kind: str) -> Any:  # noqa: ANN401 - JSON
    (found,) = [item for item in content["@graph"] if item["@type"] == kind]
    return found


def test_every_page_except_the_home_page_has_a_trail(site: Site, json_ld: Mapping[str, Any]) -> None:
    assert set(json_ld) == {page.address for page in site.pages} - {"/"}
    for address, content in json_ld.items():
        items = part(content, "BreadcrumbList")["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert items[-1]["item"] == f"{SITE}{address[1:]}"


def test_trails_and_data_sets_have_what_search_engines_require(json_ld: Mapping[str, Any]) -> None:
    graph = rdflib.Graph()
    for content in json_ld.values():
        graph += graph_of(content)
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes())
    assert conforms, report


@pytest.mark.parametrize("lost", ["name", "description", "license", "url"])
def test_the_shapes_report_a_missing_property(json_ld: Mapping[str, Any], lost: str) -> None:
    content = json.loads(json.dumps(json_ld["/don-vi/so-a/"]))
    part(content, "Dataset").pop(lost)
    assert not pyshacl.validate(graph_of(content), shacl_graph=shapes())[0]


def test_only_units_indicators_and_the_downloads_page_are_data_sets(json_ld: Mapping[str, Any]) -> None:
    """A ranking, for example, repeats what an indicator's page has."""
    kinds = {
        address for address, content in json_ld.items() for item in content["@graph"] if item["@type"] == "Dataset"
    }
    assert kinds == {
        "/du-lieu/", "/don-vi/tinh-demo/", "/don-vi/so-a/", "/don-vi/so-b/", "/chi-tieu/so-dich-vu/",
        "/chi-tieu/so-dich-vu-toan-trinh/", "/chi-tieu/thoi-gian-cho/", "/chi-tieu/ty-le-toan-trinh/",
    }  # fmt: skip


def test_a_units_data_set_has_its_files_its_period_and_the_whole_data_set(json_ld: Mapping[str, Any]) -> None:
    """The unit has figures of December 2022 and of June 2024."""
    data = part(json_ld["/don-vi/so-a/"], "Dataset")
    assert data["temporalCoverage"] == "2022-12/2024-06"
    assert [file["contentUrl"] for file in data["distribution"]] == [
        f"{SITE}data/don-vi/so-a.json", f"{SITE}data/don-vi/so-a.csv", f"{SITE}data/don-vi/so-a.xlsx",
    ]  # fmt: skip
    assert data["isPartOf"] == {"@id": part(json_ld["/du-lieu/"], "Dataset")["@id"]}


def test_a_text_cannot_end_the_script_element_of_the_json_ld(site: Site) -> None:
    evil = "</script><script>alert(1)</script>"
    page = next(replace(page, title=evil) for page in site.pages if page.address == "/du-lieu/")
    front = render_page(make_environment(), page).split("---\n")[1]
    (line,) = [line for line in front.splitlines() if line.startswith("linked: ")]
    assert "</script" not in line
    text = json.loads(line.removeprefix("linked: "))
    assert part(json.loads(text), "BreadcrumbList")["itemListElement"][-1]["name"] == evil


def test_the_period_of_figures_is_given_in_months_or_years() -> None:
    """A quarter begins with its first month and ends with its last one. A missing figure does not count."""
    row = facts_of(MINI).assessed[0]
    rows = [row._replace(period=Period.parse(text), amount=amount) for text, amount in PERIODS]
    assert span(rows) == ("2023", "2024-06")
    assert span(rows[3:]) == ("2024-04", "2024-06")
    assert span([*rows, rows[3]._replace(period=Period.parse("2024"))]) == ("2023", "2024")
    assert span([rows[3]._replace(period=Period.parse(text)) for text in ("2023-Q4", "2023")]) == ("2023", "2023")
    assert span(rows[:1]) == ("", "")
