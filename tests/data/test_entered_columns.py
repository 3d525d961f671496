"""Each column that staff enter is read. A column that was only added to the tables would be published empty."""

import pytest

from generator.loading import load_portal
from generator.loading.fields import Fields
from generator.tables import BODIES, INDICATORS, LINEAGE, POINTS, SOURCES, TASKS, UNITS, DataTable
from tests.support.folders import MINI, PROVINCE


@pytest.mark.parametrize(
    "table", [UNITS, LINEAGE, INDICATORS, SOURCES, TASKS, BODIES, POINTS], ids=lambda table: table.name
)
def test_every_entered_column_is_read(table: DataTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """All other readers of `Fields` use these two."""
    read: set[str] = set()

    def recording(method: str) -> None:
        original = getattr(Fields, method)

        def record(fields: Fields, name: str) -> object:
            if fields.path.startswith(f"data/{table.name}"):
                read.add(name)
            return original(fields, name)

        monkeypatch.setattr(Fields, method, record)

    recording("optional")
    recording("texts")
    for root in (MINI, PROVINCE):
        load_portal(root)
    assert set(table.entered) - read == set()
