"""Helpers for tests of releases: they edit figures of the mini portal, record a release, and read the history again."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.export import published_tables
from generator.export.versions import version_archives
from generator.history import History, Version, load_history, release, version_of
from generator.measures import measure
from generator.model import Portal, corrections_within_a_day
from generator.pages.news import Newsroom
from generator.pages.topics import Topic
from tests.support.headers import RESULT_HEADER
from tests.support.portals import append_to, plain_text, portal_of, replace_in

if TYPE_CHECKING:
    from generator.problems import Problem

CHANGE = ("demo.so-b,,,waiting-time,2024-06,35", "demo.so-b,,,waiting-time,2024-06,25")


def published(root: Path) -> tuple[Portal, Version]:
    portal = portal_of(root)
    return portal, version_of(
        published_tables(portal, measure(portal), ()), corrections_within_a_day(portal.sources.values())
    )


def edit(root: Path, path: str, *changes: tuple[str, str]) -> None:
    """Replaces texts in a file of a portal. Each change is an old text, which the file must contain, and a new one."""
    for old, new in changes:
        replace_in(root / path, old, new)


def add_later_document(root: Path, id_: str = "demo-later", issued_on: str = "2024-08-15", amends: str = "") -> None:
    """A document of August 2024 states Sở Đại Đồng's waiting time of June anew: 25 minutes, where the report of July
    states 35."""
    later = f"""
- id: {id_}
  slug: bao-cao-3
  number: 3/BC-UBND
  title: Báo cáo thử lần sau
  kind: Báo cáo
  issuer: Ủy ban nhân dân tỉnh Thử
  issued_on: "{issued_on}"
  about: Nêu lại kết quả sáu tháng đầu năm 2024.
"""
    amended = f'  amends: ["{amends}"]\n' if amends else ""
    append_to(root / "data/sources.yml", later + amended)
    row = "demo.so-b,,,waiting-time,2024-06,25,,,PL2:7,"
    (root / f"data/results/{id_}.csv").write_text(f"{RESULT_HEADER}{row}\n", encoding="utf-8")


def release_now(root: Path, on: date) -> Portal:
    portal, version = published(root)
    for artifact in release(root, version, on):
        (root / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        (root / artifact.path).write_bytes(artifact.content)
    return portal


def history_of(root: Path) -> History:
    faults: list[Problem] = []
    history = load_history(root, faults)
    assert faults == []
    return history


def archives_of(root: Path) -> dict[str, bytes]:
    """Returns the archive of each release, by its path."""
    return {file.path: file.content for recipe in version_archives(root) for file in recipe.make()}


def summaries(room: Newsroom, topic: Topic) -> list[tuple[str, str]]:
    """Returns the key and the text of each entry, the newest first."""
    return [(entry.key, plain_text(entry.summary)) for entry in room.news(topic)]
