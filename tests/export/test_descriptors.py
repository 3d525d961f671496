"""Tests what descriptors state: `datapackage.json` of the whole data, and the schema of a unit's JSON file."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.export.descriptor import descriptor
from generator.export.units import UNIT_LISTS, schema_file
from tests.support.folders import MINI
from tests.support.portals import portal_of, replace_in

Content = Mapping[str, Any]


def package_of(root: Path) -> Content:
    content: Content = json.loads(descriptor(portal_of(root), date(2026, 11, 27)).content)
    return content


@pytest.fixture(scope="module")
def package() -> Content:
    """The data package of the mini portal."""
    return package_of(MINI)


def resource(package: Content, name: str) -> Content:
    found: Content = next(entry for entry in package["resources"] if entry["name"] == name)
    return found


def without(content: Content, *names: str) -> Content:
    return {name: value for name, value in content.items() if name not in names}


def test_the_package_names_the_data_the_publisher_and_the_licence(package: Content) -> None:
    assert package["description"].startswith("Mức mà các văn bản giao cho từng đơn vị")
    assert "Ô trống là không có số liệu, không phải số 0." in package["description"]
    assert without(package, "description", "resources") == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cong-thu",
        "title": "Cổng thử: chỉ tiêu và kết quả cải cách hành chính, dịch vụ công trực tuyến",
        "created": "2026-11-27T00:00:00Z",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Ghi công 4.0 Quốc tế",
                "path": "https://creativecommons.org/licenses/by/4.0/deed.vi",
            }
        ],
        "contributors": [{"title": "Cổng thử", "roles": ["publisher"]}],
        "sources": [
            {"title": "Kế hoạch số 1/KH-UBND ngày 2023-01-15 của Ủy ban nhân dân tỉnh Thử"},
            {"title": "Báo cáo số 2/BC-UBND ngày 2024-07-01 của Ủy ban nhân dân tỉnh Thử"},
        ],
    }


def test_a_document_that_is_on_the_web_has_its_address(mini: Path) -> None:
    replace_in(mini / "data/sources.yml", "  kind: Kế hoạch", "  url: https://vn.example/1\n  kind: Kế hoạch")
    first, second = package_of(mini)["sources"]
    title = "Kế hoạch số 1/KH-UBND ngày 2023-01-15 của Ủy ban nhân dân tỉnh Thử"
    assert first == {"title": title, "path": "https://vn.example/1"}
    assert "path" not in second


def test_a_table_is_described_in_both_of_its_forms(package: Content) -> None:
    """Only the text form has an encoding. A file with all tables has no columns."""
    meaning = "Cả nước, tỉnh, sở, ban, ngành, huyện, xã có trong các văn bản, và các đơn vị kế tiếp sau khi sắp xếp."
    csv, parquet = resource(package, "units"), resource(package, "units-parquet")
    assert without(csv, "schema") == {
        "name": "units",
        "path": "units.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "title": "Đơn vị",
        "type": "table",
        "encoding": "utf-8",
        "description": meaning,
    }
    assert without(parquet, "schema") == {
        "name": "units-parquet",
        "path": "parquet/units.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "title": "Đơn vị, dạng Parquet",
        "type": "table",
        "description": meaning,
    }
    assert csv["schema"] == {**parquet["schema"], "missingValues": [""]}
    assert parquet["schema"]["missingValues"] == ["", "nan"]
    assert [resource(package, name)["path"] for name in ("tat-ca-xlsx", "cong-minh-bach-sqlite")] == [
        "tat-ca.xlsx",
        "cong-minh-bach.sqlite",
    ]
    assert not {"type", "schema"} & set(resource(package, "tat-ca-xlsx"))


def test_a_table_has_keys_and_references(package: Content) -> None:
    """The unit above a unit is in the same table. A part of the key of results, the level, may be empty, so it is no
    primary key."""
    units, results = (resource(package, name)["schema"] for name in ("units", "results"))
    assert without(units, "fields", "missingValues") == {
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["parent_id"], "reference": {"fields": ["id"]}}],
    }
    assert without(results, "fields", "missingValues") == {
        "uniqueKeys": [["source_id", "locator", "unit_id", "level", "aggregate", "indicator_id", "period"]],
        "foreignKeys": [
            {"fields": [column], "reference": {"resource": table, "fields": ["id"]}}
            for column, table in (("unit_id", "units"), ("indicator_id", "indicators"), ("source_id", "sources"))
        ],
    }
    assert "foreignKeys" not in resource(package, "sources")["schema"]


def test_a_column_has_its_type_its_codes_and_its_constraints(package: Content) -> None:
    fields = {
        (table, field["name"]): field
        for table in ("units", "assessments")
        for field in resource(package, table)["schema"]["fields"]
    }
    levels = {
        "country": "Cả nước",
        "province": "Cấp tỉnh",
        "department": "Sở, ban, ngành",
        "district": "Cấp huyện",
        "commune": "Cấp xã",
    }
    assert without(fields["units", "level"], "description") == {
        "name": "level",
        "type": "string",
        "title": "Cấp",
        "categories": [{"value": code, "label": label} for code, label in levels.items()],
        "constraints": {"required": True, "enum": list(levels)},
    }
    assert fields["units", "id"]["constraints"] == {"required": True}
    assert without(fields["units", "aliases"], "description") == {
        "name": "aliases",
        "type": "list",
        "title": "Tên gọi khác",
        "delimiter": ";",
        "itemType": "string",
    }
    columns = {"period": "string", "value": "number", "rank": "integer", "tied": "boolean"}
    assert {name: fields["assessments", name]["type"] for name in columns} == columns
    assert fields["units", "active_from"]["type"] == "date"
    assert fields["units", "id"]["description"].startswith("Mã riêng của cổng")


def test_the_schema_of_a_unit_has_the_type_and_the_codes_of_each_value() -> None:
    """A value that may be missing may be null. Figures are texts, as stated."""
    schema = json.loads(schema_file().content)
    assert schema["required"][:3] == ["schema_version", "licence", "unit"]
    assert set(schema["required"]) == set(schema["properties"])
    found = schema["properties"]
    lists = {name: found[name]["items"]["properties"] for name in ("assessments", "results", "tasks", "spreads")}
    assert all(found[name]["description"] for name in UNIT_LISTS)
    unit = schema["properties"]["unit"]
    assert set(unit["required"]) == set(unit["properties"])
    assert unit["additionalProperties"] is False
    shown = {
        "aliases": unit["properties"]["aliases"],
        "value": lists["assessments"]["value"],
        "rank": lists["assessments"]["rank"],
        "tied": lists["assessments"]["tied"],
        "reading": lists["results"]["reading"],
        "published_on": lists["results"]["published_on"],
        "part": lists["tasks"]["part"],
    }
    assert {name: without(value, "title", "description") for name, value in shown.items()} == {
        "aliases": {"type": ["array", "null"], "items": {"type": "string"}},
        "value": {"type": ["string", "null"]},
        "rank": {"type": ["integer", "null"]},
        "tied": {"type": ["boolean", "null"]},
        "reading": {"type": ["string", "null"], "enum": ["inferred", None]},
        "published_on": {"type": "string"},
        "part": {"type": "string", "enum": ["lead", "partner"]},
    }
    assert {name: value["type"] for name, value in lists["spreads"].items()} == {
        "indicator_id": "string",
        "period": "string",
        "units": "integer",
        "low": ["string", "null"],
        "median": ["string", "null"],
        "high": ["string", "null"],
        "parted": "boolean",
    }
    assert (shown["rank"]["title"], shown["part"]["title"]) == ("Hạng", "Vai trò")
    assert shown["part"]["description"].startswith("Đơn vị chủ trì hay phối hợp")
