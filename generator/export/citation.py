"""Writes `CITATION.cff` (Citation File Format 1.2): how to cite the data, at the top of the repository.

The file is written with each release, so that its version and date are always those of the newest release.
"""

import json

from generator import words
from generator.artifacts import Artifact
from generator.export.descriptor import DESCRIPTION
from generator.history import CITATION, Release, ReleaseEntry
from generator.model import Settings
from generator.tables import LICENCE

_HEAD = "# Written by `make release`: version and date are those of the newest release in data/history.\n"


def citation_file(settings: Settings, release: Release | ReleaseEntry) -> Artifact:
    """Returns the file for a release that has a day. Texts are written as JSON strings, which are valid YAML."""
    fields = {
        "cff-version": "1.2.0",
        "message": "Khi dùng dữ liệu, xin ghi nguồn như dưới đây, kèm số hiệu văn bản nêu số liệu.",
        "type": "dataset",
        "title": words.data_title(settings.title),
        "abstract": DESCRIPTION,
        "authors": [{"name": settings.title}],
        "license": LICENCE,
        "version": release.id,
        "date-released": release.on.isoformat() if release.on else "",
        **({"repository-code": settings.repository} if settings.repository else {}),
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return Artifact(CITATION, (_HEAD + "".join(lines)).encode())
