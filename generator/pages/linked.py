"""Writes the JSON-LD of a page: its breadcrumb trail and its dataset, in the vocabulary of schema.org.

Addresses begin with the placeholder `links.SITE`, because the site's address is unknown while pages are generated.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from generator.model import Period
from generator.pages.facts import Assessed
from generator.pages.links import DATA, SITE, absolute_url
from generator.pages.parts import DataSet, Page
from generator.tables import LICENCE_ADDRESS

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | bool"

PORTAL_DATASET_ID = f"{absolute_url(DATA.address)}#dataset"
"""The globally unique id (IRI) of the dataset of the whole portal."""


MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""Media types as registered with IANA, by file extension."""


def span(rows: Iterable[Assessed]) -> tuple[str, str]:
    """Returns the first and the last period with a figure in the form of ISO 8601; empty if there is none.

    A year is `2024`, a month `2024-05`; a quarter is written as its first month if it comes first, as its last month if
    it comes last.
    """
    periods = {row.period for row in rows if row.period and row.amount is not None}
    if not periods:
        return "", ""
    first = min(periods, key=lambda one: (one.start, -one.length))
    last = max(periods, key=lambda one: one.order)
    return _iso_text(first, first.start), _iso_text(last, last.end)


def _iso_text(period: Period, day: date) -> str:
    return f"{day.year}-{day.month:02}" if period.quarter else str(period)


def linked_data(page: Page) -> str:
    """Returns the JSON-LD of a page; empty if the page has neither a trail nor a dataset."""
    items = [*_trail(page), *_data(page)]
    if not items:
        return ""
    return json.dumps({"@context": "https://schema.org", "@graph": items}, ensure_ascii=False, separators=(",", ":"))


def _trail(page: Page) -> Iterator[Json]:
    if not page.trail:
        return
    steps = [*((link.text, link.address) for link in page.trail), (page.title, page.address)]
    items: list[Json] = [
        {"@type": "ListItem", "position": at, "name": name, "item": absolute_url(address)}
        for at, (name, address) in enumerate(steps, 1)
    ]
    yield {"@type": "BreadcrumbList", "itemListElement": items}


def _data(page: Page) -> Iterator[Json]:
    data = page.data
    if data is None:
        return
    address = absolute_url(page.address)
    found: dict[str, Json] = {
        "@type": "Dataset",
        "@id": f"{address}#dataset",
        "name": data.name,
        "description": data.description,
        "url": address,
        "license": LICENCE_ADDRESS,
        "creator": {"@type": "Organization", "name": data.publisher, "url": SITE},
    }
    if data.whole:
        found |= {"isAccessibleForFree": True, "inLanguage": "vi"}
    yield {**found, **_content(data)}


def _content(data: DataSet) -> Mapping[str, Json]:
    """Returns the optional properties of a dataset, as far as they are known."""
    found: dict[str, Json] = {}
    if data.measures:
        found["variableMeasured"] = data.measures
    if data.first and data.last:
        found["temporalCoverage"] = f"{data.first}/{data.last}"
    if data.files:
        found["distribution"] = [
            {
                "@type": "DataDownload",
                "encodingFormat": MEDIA_TYPES[address.rpartition(".")[2]],
                "contentUrl": absolute_url(address),
            }
            for address in data.files
        ]
    if data.version:
        found["version"] = data.version
    if data.whole:
        found["includedInDataCatalog"] = {"@type": "DataCatalog", "name": data.name, "url": SITE}
    else:
        found["isPartOf"] = {"@id": PORTAL_DATASET_ID}
    return found
