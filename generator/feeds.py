"""What changed → Atom feeds (RFC 4287): one of all changes, one a unit.

Nobody knows yet where the site will stand, so addresses are relative to the feed, which RFC 4287 allows, and ids do
not hold any: an entry keeps its id wherever the site moves.
"""

import posixpath
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree import ElementTree as ET

from generator.artifacts import Artifact
from generator.model import Portal
from generator.pages.changes import News

ALL_PATH = "data/cap-nhat.atom"
UNIT_FOLDER = "data/don-vi"
CHANGES_PAGE = "/cap-nhat/"

_ATOM = "http://www.w3.org/2005/Atom"
_IDS = uuid.UUID("e6aedc95-f10f-48d7-8ac9-08277a93daba")
"""The portal's own name space of ids; changing it would show every reader every entry again."""

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feeds(portal: Portal, news: Iterable[News]) -> Iterator[Artifact]:
    """The feed of all changes and one of every unit; the newest document dates a feed without entries."""
    updated = portal.newest_document
    by_unit: dict[str, list[News]] = {}
    for item in news:
        by_unit.setdefault(item.unit_id, []).append(item)
    yield feed(ALL_PATH, f"{portal.settings.title}: cập nhật số liệu", CHANGES_PAGE, by_unit.get("", ()), updated)
    for unit in portal.units.values():
        title = f"{unit.name}: cập nhật số liệu"
        yield feed(f"{UNIT_FOLDER}/{unit.slug}.atom", title, unit.address, by_unit.get(unit.id, ()), updated)


def feed(path: str, title: str, page: str, entries: Iterable[News], updated: date) -> Artifact:
    """The feed at `path` about the page at `page`, the newest entry first."""
    ordered = sorted(entries, key=lambda entry: (-entry.on.toordinal(), entry.key))
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _add(root, "id", _urn(path))
    _add(root, "title", title)
    _add(root, "updated", _moment(max((entry.on for entry in ordered), default=updated)))
    _add(root, "link", rel="self", type="application/atom+xml", href=posixpath.basename(path))
    _add(root, "link", rel="alternate", type="text/html", href=_relative(page, path))
    _add(ET.SubElement(root, "author"), "name", "Cổng Minh Bạch")
    for entry in ordered:
        _add_entry(root, entry, path)
    return Artifact(path, _xml(root))


def _add_entry(root: ET.Element, entry: News, path: str) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", _urn(entry.key))
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.on))
    _add(element, "link", rel="alternate", type="text/html", href=_relative(entry.address, path))
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    """XML has no control characters, not even escaped: such a one is shown as lost."""
    element = ET.SubElement(parent, name, attributes)
    element.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text) or None


def _urn(key: str) -> str:
    return uuid.uuid5(_IDS, key).urn


def _moment(day: date) -> str:
    """Midnight in Vietnam, as RFC 3339 writes it."""
    return f"{day.isoformat()}T00:00:00+07:00"


def _relative(page: str, path: str) -> str:
    """A page of the site, with or without an anchor, as seen from the feed."""
    place, hash_, anchor = page.partition("#")
    return f"{posixpath.relpath(place, '/' + posixpath.dirname(path))}/{hash_}{anchor}"


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
