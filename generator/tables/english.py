"""The meanings of tables, columns and codes in English, for researchers abroad: on `/en/` and in machine-readable
files.

A column that several tables share is explained once, under its name. If it has another meaning in one table, that
meaning is under `<table>.<column>`. Codes are explained in the same way, under the code or `<column>.<code>`.
"""

from collections.abc import Mapping

from generator.tables.columns import Choice, Column, DataTable

_TABLES: Mapping[str, str] = {
    "units": "The country, provinces, departments, districts and communes, and those that followed them.",
    "lineage": "Which unit followed which after a merger, a split, a change of name or an end.",
    "indicators": "What the documents set targets for and measure.",
    "sources": "The documents that every figure was read from.",
    "targets": "What documents ask a unit, or all units of a level, to reach.",
    "results": "Every result that documents state, copied as stated, contradictions included.",
    "assessments": "One row per unit, indicator and period: result against target, and rank; computed by the portal.",
    "discrepancies": "Where a stated figure differs from a recomputed one, or two statements differ.",
    "tasks": "Tasks that plans assign: who leads, who joins, until when, with what outcome.",
    "bodies": "Bodies that lead or join tasks but have no figures and no page.",
    "points": "One point per unit, used to lay out maps; it is not a boundary. Departments have none.",
    "service-index": "How the 100 points of the index of public service are divided into groups.",
}

_PERIODS = "2024 (a year), 2024-Q2 (a quarter) or 2024-05 (a month)"

_COLUMNS: Mapping[str, str] = {
    "id": "The portal's own identifier; never changed, never used again.",
    "slug": "Last part of the address of its page; never changed.",
    "name": "Full name.",
    "short_name": "Name used in charts and tables.",
    "note": "What else one should know, as stated by the document or by who entered the row.",
    "level": "Empty: the unit in unit_id itself. Otherwise: all units of that level within it.",
    "unit_id": "The unit that the row is about.",
    "unit_name": "Full name of the unit in unit_id.",
    "indicator_id": "The indicator measured.",
    "period": f"Period of the figure: {_PERIODS}.",
    "source_id": "The document that states the figure or the content of the row.",
    "locator": "Where in the document: table and row (PL2.3:64), its total or mean row (PL2.3:total, PL2.3:mean), its "
    "cell for all units (PL2.3:common), or running text (text:II.2.a).",
    "value": "As stated, trailing zeros included; decimal point, no percent sign.",
    "status": "Why there is no figure, or that it is provisional; empty for a plain figure.",
    "reading": "Empty: read clearly. inferred: faint or shifted print, the value was inferred; the note says how.",
    "aggregate": "Whether a level's figure is a total, a mean, a pooled share or a list common to all its units.",
    "comparison": "Whether the result must be at least, at most or exactly the target.",
    "kind": "Kind.",
    "parent_id": "The unit directly above; empty for a province and for the country.",
    "due": f"The target is to be reached by the end of this period: {_PERIODS}.",
    "title": "Name given by the portal.",
    "units.kind": "Kind of unit within its level.",
    "units.level": "Level of the unit.",
    "units.code": "Official code; codes are used again after mergers.",
    "units.active_from": "First day; empty if unknown.",
    "units.active_to": "Last day; empty while it exists, or if unknown.",
    "units.aliases": "Other names used when searching.",
    "lineage.predecessor_id": "The unit before.",
    "lineage.successor_id": "The unit after; empty if none. A divided unit has several rows.",
    "lineage.on": "Day on which it took effect.",
    "lineage.kind": "What happened.",
    "lineage.source_id": "The document that decided it.",
    "indicators.name_en": "English name.",
    "indicators.measure": "What the figures are.",
    "indicators.decimals": "Decimals shown on pages.",
    "indicators.direction": "Which values are better.",
    "indicators.definition": "What it measures, in plain Vietnamese.",
    "indicators.group": "Group of indicators.",
    "indicators.formula": "How it follows from other indicators, by their identifiers; empty if no document says so.",
    "indicators.aggregate": "How a level's figure follows from those of its units.",
    "indicators.sources": "Documents that use it.",
    "indicators.measured_by": "Another indicator that measures this objective, where it has no published figures.",
    "indicators.measured_by_reason": "Why measured_by may stand for it, and where the two differ.",
    "sources.number": "Number and sign of the document.",
    "sources.kind": "Plan, decision, letter, resolution or data set.",
    "sources.issuer": "Who issued it.",
    "sources.issued_on": "Day of signature.",
    "sources.about": "Summary written by the portal.",
    "sources.url": "Where it can be read; empty if unknown.",
    "sources.sha256": "Checksum of the copy that figures were read from; of several files, separated by blanks.",
    "sources.language": "Language of the document.",
    "sources.signer": "Who signed it.",
    "sources.replaces": "Documents that it replaces.",
    "sources.amends": "Documents that it amends.",
    "targets.status": "exempt: the document exempts the unit, the note says why. unreadable. Empty: to be reached.",
    "assessments.level": "Level of the unit.",
    "assessments.period": f"Period of the figure: {_PERIODS}; empty where there is no result yet.",
    "assessments.target_value": "The target in force, as stated; in a row without a period, the one due first.",
    "assessments.target_due": "When the target in force is due.",
    "assessments.target_origin": "Whether the target was set for the unit itself or for many units.",
    "assessments.assessment": "Result against target.",
    "assessments.gap": "Result minus target, in the indicator's own measure; empty if one is missing or the "
    "unit is exempt.",
    "assessments.progress": "Share of the way from baseline to target: 0.4213 is 42.13 %. Four decimals, rounded down; "
    "empty where the baseline already meets the target or one of the two is missing.",
    "assessments.rank": "Rank among units of the same level and province in the period (provinces: among those of the "
    "portal); equal figures share a rank.",
    "assessments.ranked_of": "How many units are ranked: those with a figure that are not exempt. Empty if this unit "
    "has no rank.",
    "assessments.tied": "true if another unit has the same rank; empty where there is no rank.",
    "assessments.peers": "Units of the same level and province (of a province: the portal's provinces) at the end of "
    "the period, with or without figures, and units that ended within it and are ranked. If the whole level ended "
    "within the period: units that existed within it.",
    "assessments.source_id": "The document that states the result, or that states those of more than half of the "
    "level's units but not this one; empty if the unit has no result at all.",
    "assessments.target_comparison": "Whether the result must be at least, at most or exactly the target.",
    "assessments.target_unit_id": "The unit that the target in force was set for.",
    "assessments.target_level": "The level that it was set for; empty if for the unit itself.",
    "assessments.target_source_id": "The document that set the target in force.",
    "assessments.target_locator": "Table and row of the target in force.",
    "assessments.baseline_period": "Period of the result taken as baseline for progress.",
    "assessments.baseline": "Result that the target's own document states; otherwise the first one known. Without "
    "trailing zeros.",
    "assessments.previous_period": "The last period of the same length with a figure of the same unit and indicator; "
    "empty if this period has no figure.",
    "assessments.change": "Result minus that of the period before; empty if one is missing.",
    "assessments.year_change": "Result minus that of the same period a year before; empty if one is missing.",
    "assessments.country_value": "The country's figure of the same indicator and period, as stated; or empty.",
    "assessments.country_source_id": "The document that states country_value.",
    "assessments.country_locator": "Table and row of country_value.",
    "points.lat": "Decimal degrees north, WGS 84.",
    "points.lon": "Decimal degrees east, WGS 84.",
    "points.source_id": "The data set or document that states where the unit lies.",
    "discrepancies.source_id": "The document whose figure is checked.",
    "discrepancies.period": f"Period of the figure or due date of the target: {_PERIODS}.",
    "discrepancies.kind": "The check that found it; explained on the page of reconciliation.",
    "discrepancies.stated": "As the document states it.",
    "discrepancies.recomputed": "Recomputed from other figures, or stated elsewhere.",
    "discrepancies.difference": "Stated minus recomputed.",
    "discrepancies.explanation": "A sentence in Vietnamese.",
    "discrepancies.effect": "Which assessment or rank would change with the recomputed figure.",
    "discrepancies.needs_check": "true if it is only a sign, and the original should be looked at again.",
    "discrepancies.cells": "The figures that it rests on: document, place and indicator of each.",
    "discrepancies.answer": "Answer of the responsible authority, if there is one.",
    "tasks.parent_id": "The section or larger task that it belongs to; empty at the top.",
    "tasks.product": "What has to come out of it.",
    "tasks.lead_ids": "Who leads; a province's id followed by :district stands for all its districts.",
    "tasks.partner_ids": "Who joins; written like lead_ids.",
    "tasks.due": "Period or day by which it must be done; 2021/2025 is a span, 2023/.. from then on; ongoing, annual, "
    "annual-Q1, quarterly, monthly; empty where the document says nothing.",
    "tasks.status": "Where it stands, as reported.",
    "tasks.progress_note": "What else one should know of its state or of how the document was read.",
    "bodies.parent_id": "The unit that it belongs to.",
    "service-index.scheme_id": "Identifier of the division.",
    "service-index.scheme_name": "Name of the division.",
    "service-index.group_number": "Place of the group within the division.",
    "service-index.group_name": "Name of the group.",
    "service-index.points": "Most points that the group can have.",
    "service-index.source_id": "The document that sets or cites the division.",
}

_CODES: Mapping[str, str] = {
    "country": "country",
    "province": "province",
    "city_province": "city governed centrally",
    "department": "department",
    "board": "management board",
    "inspectorate": "inspectorate",
    "city": "city of a province",
    "town": "town",
    "urban_district": "urban district",
    "district": "rural district",
    "ward": "ward",
    "commune": "commune",
    "township": "township",
    "special_zone": "special zone",
    "level.department": "departments and agencies of a province",
    "level.district": "districts, towns and cities of a province",
    "level.commune": "communes, wards and townships",
    "merged": "merged",
    "split": "split",
    "renamed": "renamed",
    "abolished": "ended",
    "percent": "per cent",
    "count": "count",
    "points": "points",
    "minutes": "minutes",
    "rank": "rank",
    "higher": "the higher the better",
    "lower": "the lower the better",
    "total": "total of the level's units",
    "mean": "mean of the shares of the level's units",
    "pooled": "share pooled over the level",
    "common": "list common to all units of the level",
    "at_least": "at least",
    "at_most": "at most",
    "exactly": "exactly",
    "exempt": "exempt",
    "unreadable": "cannot be read",
    "not_applicable": "does not apply",
    "not_reported": "the document states no figure",
    "provisional": "provisional figure",
    "not_started": "not begun",
    "in_progress": "under way",
    "done": "done",
    "unknown": "not reported",
    "inferred": "inferred; the note says how",
    "own": "set for the unit itself",
    "level": "set for all units of its level",
    "ancestor": "set for a unit above",
    "met": "met",
    "not_met": "not met",
    "no_target": "no target",
    "no_result": "no figure yet",
    "share": "a share that differs from the quotient of its two figures",
    "parts": "parts that do not add up to their total",
    "excess": "a part larger than its total",
    "kind.total": "a row of totals that differs from the sum of the rows",
    "kind.mean": "a row of means that differs from the mean of the rows",
    "grand_total": "a figure of the province that differs from the sum of its levels",
    "range": "a share of a level outside the range of its units",
    "result": "a result stated differently in two places",
    "target": "a target stated differently in two places",
    "due": "a target with several due dates",
    "below": "a target worse than what was already reached",
    "slipped": "two columns that agree for many units",
    "repeated": "one figure for all units of a level",
}


def table_in_english(table: DataTable) -> str:
    """Returns the meaning of a table."""
    return _TABLES[table.name]


def column_in_english(table: DataTable, column: Column) -> str:
    """Returns the meaning of a column of the table."""
    own = f"{table.name}.{column.name}"
    return _COLUMNS[own] if own in _COLUMNS else _COLUMNS[column.name]


def code_in_english(column: Column, choice: Choice) -> str:
    """Returns the meaning of a code of the column."""
    name = column.name.removeprefix("target_")
    own = f"{name}.{choice.code}"
    return _CODES[own] if own in _CODES else _CODES[choice.code]
