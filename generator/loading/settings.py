"""Loads `data/portal.yml` and `data/redirects.csv`: the settings of the portal, and the targets of former addresses."""

import re
from pathlib import Path

from generator import data_files
from generator.loading.entities import optional_rows, web_address
from generator.loading.fields import Fields, choice_hint, entry
from generator.model import Level, Settings
from generator.problems import Problem
from generator.reading.yaml_tree import YamlMap, read_yaml

PORTAL_KEYS = ("title", "province_ids", "repository", "contact", "id", "sharing_levels")
REDIRECT_COLUMNS = ("from", "to")


def load_settings(root: Path, faults: list[Problem]) -> Settings:
    """Returns the settings of `data/portal.yml`."""
    path = data_files.SETTINGS
    node = read_yaml(root, path, faults)
    if node is not None and not isinstance(node, YamlMap):
        hint = "viết mỗi cặp trên một dòng"
        faults.append(Problem(path, node.line, "", "", "tệp phải gồm các cặp khóa: giá trị", hint))
    if not isinstance(node, YamlMap):
        return Settings("", ())
    fields = entry(path, node, PORTAL_KEYS, faults)
    if not fields.texts("province_ids"):
        fields.fault("province_ids", "còn trống", "ghi mã các tỉnh trong data/units.csv")
    return Settings(
        title=fields.text("title"),
        province_ids=fields.texts("province_ids"),
        repository=web_address(fields, "repository"),
        contact=fields.optional("contact"),
        id=_portal_id(fields),
        sharing_levels=_sharing_levels(fields),
        line=fields.lines.get("province_ids", fields.line),
    )


def _portal_id(fields: Fields) -> str:
    found = fields.optional("id")
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found or Settings.id):
        fields.fault("id", "không phải mã UUID", "giữ nguyên mã đã có từ khi lập cổng; cổng chưa có mã thì bỏ dòng này")
    return found or Settings.id


def _sharing_levels(fields: Fields) -> tuple[Level, ...]:
    """Returns the levels that are listed; all levels if none is listed."""
    named = fields.texts("sharing_levels")
    for text in named:
        if text not in tuple(Level):
            fields.fault("sharing_levels", "có mục không phải cấp nào", choice_hint(text, map(str, Level)))
    return tuple(level for level in Level if level in named) or tuple(Level)


def load_redirects(root: Path, faults: list[Problem]) -> dict[str, str]:
    """Returns `data/redirects.csv`: former addresses and their targets. The file may be missing."""
    redirects: dict[str, str] = {}
    for fields in optional_rows(root, data_files.REDIRECTS, REDIRECT_COLUMNS, faults):
        former = fields.text("from")
        if former in redirects:
            fields.fault("from", "địa chỉ này đã có ở dòng trên", "mỗi địa chỉ cũ chỉ chuyển đến một nơi; xóa một dòng")
        redirects[former] = fields.text("to")
    return redirects
