"""Writes Atom feeds (RFC 4287) of what changed: one for all changes, and one for each unit, indicator, document and
level.

The address of the site is not known yet. So addresses are relative to the feed, which RFC 4287 allows, and ids contain
no address: an entry keeps its id wherever the site moves.
"""

import posixpath
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from xml.etree import ElementTree as ET

from generator import formats
from generator.artifacts import Artifact
from generator.cache import Recipe
from generator.deferred import Deferred, deferred, deferred_by_name
from generator.history import History
from generator.model import Portal, Settings
from generator.pages.news import News, Newsroom
from generator.pages.topics import Subject, Topic, topics, withdrawn_topic

_ATOM = "http://www.w3.org/2005/Atom"


def feeds(portal: Portal, history: History) -> Deferred[Recipe]:
    """Returns how to make the feed of everything and the feed of every unit, indicator, document and level. The feed of
    a withdrawn document stays: its last entry is the withdrawal. A feed without entries has the date of the newest
    document. The releases are read when the first feed is made."""
    followed = (*topics(portal), *map(withdrawn_topic, history.withdrawn))
    return deferred_by_name(lambda: _feeds(followed, portal, history), [(_path(topic),) for topic in followed])


def _feeds(followed: Sequence[Topic], portal: Portal, history: History) -> Deferred[Recipe]:
    """Feeds have no key and are made in every build: finding out whether the news of a topic changed would take
    longer."""
    newsroom = Newsroom(history, portal)
    updated = portal.newest_document

    def feed_files(topic: Topic) -> tuple[Artifact]:
        name = portal.settings.title if topic.subject is Subject.ALL else topic.name
        channel = Channel(_path(topic), f"{name}: cập nhật số liệu", topic.page, portal.settings)
        return (feed(channel, newsroom.news(topic), updated),)

    return deferred(lambda topic: Recipe((_path(topic),), "", partial(feed_files, topic)), followed, _path)


def _path(topic: Topic) -> str:
    return topic.feed.lstrip("/")


@dataclass(frozen=True)
class Channel:
    """What is common to all entries of a feed.

    - `path`: the path of the feed's file.
    - `title`: the title of the feed.
    - `page`: the address of the page that the feed is about.
    - `portal`: the settings of the portal that publishes it.
    """

    path: str
    title: str
    page: str
    portal: Settings

    def urn(self, key: str) -> str:
        """Returns the id of the feed or of an entry, in the portal's own UUID name space. If that name space changed,
        feed readers would show every entry again."""
        return uuid.uuid5(uuid.UUID(self.portal.id), key).urn

    def relative(self, page: str) -> str:
        """Returns the address of a page of the site, with or without an anchor, relative to the feed."""
        place, hash_, anchor = page.partition("#")
        return f"{posixpath.relpath(place, '/' + posixpath.dirname(self.path))}/{hash_}{anchor}"


def feed(channel: Channel, entries: Iterable[News], updated: date) -> Artifact:
    """Returns the feed of these entries, newest first. `updated` is the date of a feed without entries."""
    ordered = sorted(entries, key=lambda entry: (-entry.on.toordinal(), entry.key))
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "vi"})
    _add(root, "id", channel.urn(channel.path))
    _add(root, "title", channel.title)
    _add(root, "updated", _moment(max((entry.on for entry in ordered), default=updated)))
    _add(root, "link", rel="self", type="application/atom+xml", href=posixpath.basename(channel.path))
    _add(root, "link", rel="alternate", type="text/html", href=channel.relative(channel.page))
    _add(ET.SubElement(root, "author"), "name", channel.portal.title)
    for entry in ordered:
        _add_entry(root, entry, channel)
    return Artifact(channel.path, _xml(root))


def _add_entry(root: ET.Element, entry: News, channel: Channel) -> None:
    element = ET.SubElement(root, "entry")
    _add(element, "id", channel.urn(entry.key))
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.on))
    _add(element, "link", rel="alternate", type="text/html", href=channel.relative(entry.address))
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    """Adds an element with this text. XML cannot contain control characters, even escaped, so they become replacement
    characters."""
    element = ET.SubElement(parent, name, attributes)
    element.text = formats.xml_text(text) or None


def _moment(day: date) -> str:
    """Returns midnight in Vietnam on this day, in the form of RFC 3339."""
    return f"{day.isoformat()}T00:00:00+07:00"


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
