"""Tests the feeds: valid Atom, stable ids, newest entry first."""

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from generator.artifacts import Artifact
from generator.feeds import Channel, feed, feeds
from generator.history import History, Release
from generator.history.replay import no_changes
from generator.loading import load_portal
from generator.model import Settings
from generator.pages.news import News
from tests.support.folders import MINI

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00\+07:00")
DAY = date(2024, 5, 31)
PORTAL = Settings("Cổng thử", ("demo",))


def _entry(key: str = "a", title: str = "Sở A: 58,73%", day: date = DAY) -> News:
    return News(key, title, "Trước đây 58,37%.", "/don-vi/so-a/#so-lieu", day)


def _parsed(artifact: Artifact) -> ET.Element:
    return ET.fromstring(artifact.content)  # noqa: S314 - written by ourselves a moment ago.


def _text(element: ET.Element, name: str) -> str:
    found = element.find(f"{ATOM}{name}")
    assert found is not None
    return found.text or ""


def test_a_feed_has_the_elements_that_rfc_4287_requires() -> None:
    """RFC 4287, 4.1.1 and 4.1.2: id, title and updated of feed and entry, an author, an alternate link."""
    root = _parsed(feed(Channel("data/don-vi/so-a.atom", "Sở A", "/don-vi/so-a/", PORTAL), [_entry()], DAY))
    assert root.tag == f"{ATOM}feed"
    assert [link.attrib for link in root.findall(f"{ATOM}link")] == [
        {"rel": "self", "type": "application/atom+xml", "href": "so-a.atom"},
        {"rel": "alternate", "type": "text/html", "href": "../../don-vi/so-a/"},
    ]
    assert _text(root, "title") == "Sở A"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Cổng thử"
    for part in (root, *root.findall(f"{ATOM}entry")):
        assert _text(part, "id").startswith("urn:uuid:")
        assert MOMENT.fullmatch(_text(part, "updated"))


def test_an_entry_links_to_its_place_and_summarises_the_change() -> None:
    """The link is relative to the feed and keeps the anchor."""
    root = _parsed(feed(Channel("data/cap-nhat.atom", "Cập nhật", "/cap-nhat/", PORTAL), [_entry()], DAY))
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "../don-vi/so-a/#so-lieu"
    assert _text(entry, "summary") == "Trước đây 58,37%."


def test_the_newest_entry_comes_first_and_dates_the_feed() -> None:
    """The order in which entries are given does not matter."""
    old, new = _entry("cu", "cũ", date(2023, 11, 14)), _entry("moi", "mới", date(2024, 10, 4))
    root = _parsed(feed(Channel("data/cap-nhat.atom", "Cập nhật", "/cap-nhat/", PORTAL), [old, new], DAY))
    assert [_text(entry, "title") for entry in root.findall(f"{ATOM}entry")] == ["mới", "cũ"]
    assert _text(root, "updated") == "2024-10-04T00:00:00+07:00"


def test_a_feed_without_entries_has_a_date() -> None:
    """RFC 4287 requires a date in every feed."""
    root = _parsed(feed(Channel("data/cap-nhat.atom", "Cập nhật", "/cap-nhat/", PORTAL), [], DAY))
    assert _text(root, "updated") == "2024-05-31T00:00:00+07:00"


def test_an_entry_keeps_its_id_when_its_text_is_corrected() -> None:
    """The id depends on the entry's key. Two keys have different ids, and so has the feed itself."""
    one = feed(Channel("data/cap-nhat.atom", "Cập nhật", "/cap-nhat/", PORTAL), [_entry("a", "một"), _entry("b")], DAY)
    two = feed(Channel("data/cap-nhat.atom", "Cập nhật", "/cap-nhat/", PORTAL), [_entry("a", "hai"), _entry("b")], DAY)
    ids = [[found.text for found in _parsed(made).iter(f"{ATOM}id")] for made in (one, two)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_feeds_of_two_portals_share_no_id() -> None:
    """Two provinces can have departments with the same name, and a feed reader treats entries with the same id as
    one entry."""
    other = replace(PORTAL, id="00000000-0000-4000-8000-000000000001")
    made = [
        feed(Channel("data/cap-nhat.atom", "Cập nhật", "/cap-nhat/", one), [_entry()], DAY) for one in (PORTAL, other)
    ]
    ids = [{found.text for found in _parsed(one).iter(f"{ATOM}id")} for one in made]
    assert ids[0].isdisjoint(ids[1])


def test_every_topic_has_a_feed() -> None:
    """Topics without changes have a feed too."""
    portal, _ = load_portal(MINI)
    made = [artifact.path for recipe in feeds(portal, History(())) for artifact in recipe.make()]
    assert made == [
        "data/cap-nhat.atom",
        *(f"data/don-vi/{unit.slug}.atom" for unit in portal.units.values()),
        *(f"data/chi-tieu/{indicator.slug}.atom" for indicator in portal.indicators.values()),
        *(f"data/van-ban/{source.slug}.atom" for source in portal.sources.values()),
        "data/cap/tinh-demo/so-ban-nganh.atom",
    ]


def test_releases_are_read_once_and_only_when_a_feed_is_made() -> None:
    """The names of feeds are known before, so that `make serve` does not wait for them."""
    portal, _ = load_portal(MINI)
    read: list[str] = []

    def read_new() -> pd.DataFrame:
        read.append("2024-06-10")
        return no_changes()

    release = Release("2024-06-10", DAY, first=True, changes=(), counts=(), read_new=read_new)
    waiting = feeds(portal, History((release,)))
    assert ("data/cap-nhat.atom",) in waiting.names
    assert read == []
    assert len(list(waiting)) == len(waiting.names)
    assert read == ["2024-06-10"]


@given(st.text(), st.text())
def test_any_text_makes_a_feed_that_parses(title: str, summary: str) -> None:
    """Markup is escaped, and characters that XML does not allow are replaced."""
    entry = News("a", title, summary, "/cap-nhat/", DAY)
    root = _parsed(feed(Channel("data/cap-nhat.atom", title, "/cap-nhat/", PORTAL), [entry], DAY))
    entry_title = root.findtext(f"{ATOM}entry/{ATOM}title")
    assert entry_title is not None
    assert [sign for sign in entry_title if sign.isalnum()] == [sign for sign in title if sign.isalnum()]
