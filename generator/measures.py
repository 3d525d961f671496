"""Assessments, ranks, progress and trends, for all units at once.

Pure functions of tables: nothing here reads a file, knows the date or works unit by unit. Figures are compared
as whole millionths, so a status never turns on a binary fraction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from generator.model import (
    SCALE,
    Assessment,
    Comparison,
    Direction,
    Level,
    Measure,
    Period,
    Portal,
    ResultStatus,
    TargetOrigin,
    TargetStatus,
    Unit,
    country_of,
)

KEY = ["unit_id", "indicator_id", "period"]


@dataclass(frozen=True)
class Measured:
    """What is computed from a portal: `assessments` and `stated`.

    `assessments` has a row for each unit, indicator and period, sorted by unit, indicator and period start. Its columns
    are those of `tables.ASSESSMENTS` but `unit_name`, and amount, target_amount, target_status, target_note;
    `within_id` is the unit within which it is ranked. Amounts, `gap`, `baseline` and `change` are millionths (Int64);
    `progress` is millionths of the way (1_000_000 is the whole way). `rank`, `ranked_of`, `peers` count units: `peers`
    all active units of that level and province (of a province, the country's), `ranked_of` those that have a rank.
    `country_value`, `country_source_id` and `country_locator` are the country's figure of the same indicator and
    period. Where there is nothing to say, texts are empty and numbers missing; `period` is empty for a unit that has a
    target but never had a result.

    `stated` holds the figures that documents state for whole levels or shared lists (their `aggregate` is set, or their
    `level`): the columns of results, with `start` and `end` of the period.
    """

    assessments: pd.DataFrame
    stated: pd.DataFrame


def measure(portal: Portal) -> Measured:
    """Assesses, ranks and compares every result of the portal."""
    results = dated(_one_per_figure(portal), "period")
    own = _of_units(results)
    stated = results[results["level"].ne("") | results["aggregate"].ne("")]
    units = unit_table(portal.units)
    rows = pd.concat([_keyed(own), _without_results(portal, own, units)], ignore_index=True)
    rows = rows.merge(units[["unit_id", "unit_level", "within_id"]], on="unit_id", how="left")
    rows = _with_targets(rows, portal)
    rows = _assessed(rows)
    rows = _with_progress(rows)
    rows = _ranked(rows, portal)
    rows = _with_trend(rows)
    rows = _with_country(rows)
    rows = rows.sort_values(["unit_id", "indicator_id", "start"], kind="stable", ignore_index=True)
    rows = rows.drop(columns="level").rename(columns={"unit_level": "level"})
    return Measured(rows, stated.reset_index(drop=True))


def plain_values(column: "pd.Series[Any]") -> list[Any]:
    """The cells of a column; None where one is missing."""
    return [None if value is pd.NA else value for value in column.tolist()]


def unit_figures(portal: Portal) -> pd.DataFrame:
    """The results of units, one row a unit, indicator and period: what is assessed and has dated rankings."""
    return _keyed(_of_units(_one_per_figure(portal)))


def _of_units(results: pd.DataFrame) -> pd.DataFrame:
    """The results of single units. A share or total that a document states for the unit as a whole is one of them."""
    return results[results["level"].eq("") & results["aggregate"].isin(["", "pooled", "total"])]


def unit_table(units: Mapping[str, Unit]) -> pd.DataFrame:
    """Units with what measures need: unit_id, unit_level, province_id, within_id, active_from, active_to (timestamps).

    `within_id` is the unit within which it is compared with its level (`compared_within`).
    """
    country = country_of(units)
    return pd.DataFrame(
        {
            "unit_id": pd.Series(list(units), dtype="str"),
            "unit_level": pd.Series([unit.level.value for unit in units.values()], dtype="str"),
            "province_id": pd.Series([province_of(unit, units) for unit in units.values()], dtype="str"),
            "within_id": pd.Series([compared_within(unit, units, country) for unit in units.values()], dtype="str"),
            "active_from": pd.to_datetime(pd.Series([unit.active_from for unit in units.values()], dtype="object")),
            "active_to": pd.to_datetime(pd.Series([unit.active_to for unit in units.values()], dtype="object")),
        }
    )


def ancestors(unit: Unit, units: Mapping[str, Unit]) -> list[Unit]:
    """The unit's parents, nearest first. A chain that returns to itself ends there; checks report it."""
    found: list[Unit] = []
    at = units.get(unit.parent_id)
    while at is not None and at not in found and at.id != unit.id:
        found.append(at)
        at = units.get(at.parent_id)
    return found


def province_of(unit: Unit, units: Mapping[str, Unit]) -> str:
    """The id of the unit's province; the unit's own id when it has no parent, as a province and the country."""
    return [unit, *ancestors(unit, units)][-1].id


def compared_within(unit: Unit, units: Mapping[str, Unit], country: Unit | None) -> str:
    """The id of the unit within which it has peers: its province; of a province, the country (itself where the data
    know no country, so that it has none)."""
    if unit.level is Level.PROVINCE and country:
        return country.id
    return province_of(unit, units)


def above(unit: Unit, units: Mapping[str, Unit], country: Unit | None) -> list[Unit]:
    """Its parents, nearest first, and the country, which is above all others."""
    return [*ancestors(unit, units), *([country] if country and unit is not country else [])]


def _one_per_figure(portal: Portal) -> pd.DataFrame:
    """One row a figure: where two documents state the same one, the later document's counts (the earlier stays
    published, and reconciliation compares them)."""
    issued = portal.results["source_id"].map({source.id: source.issued_on for source in portal.sources.values()})
    ordered = portal.results.assign(issued=pd.to_datetime(issued)).sort_values("issued", kind="stable")
    last = ordered.drop_duplicates(["unit_id", "level", "aggregate", "indicator_id", "period"], keep="last")
    return last.drop(columns="issued").sort_index()


def dated(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with `start` and `end` of the periods in `column`; each distinct period is parsed once."""
    periods = {text: Period.parse(text) for text in frame[column].unique() if text}
    return frame.assign(
        start=pd.to_datetime(frame[column].map({text: period.start for text, period in periods.items()})),
        end=pd.to_datetime(frame[column].map({text: period.end for text, period in periods.items()})),
    )


def _keyed(own: pd.DataFrame) -> pd.DataFrame:
    """One row a unit, indicator and period; the unit's plain figure goes before a pooled one."""
    ordered = own.sort_values("aggregate", kind="stable")
    return ordered.drop_duplicates(KEY).sort_index().drop(columns=["aggregate", "path", "line"])


def _without_results(portal: Portal, own: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """A row for each unit and indicator that should have a figure and has none.

    That is a unit with a target of its own and no result at all (empty period), and a unit that is missing from a
    period in which its level was reported to the same document (its peers have figures, and it has a target to meet).
    """
    direct = portal.targets[portal.targets["level"].eq("")][["unit_id", "indicator_id"]].drop_duplicates()
    known = own[["unit_id", "indicator_id"]].drop_duplicates()
    never = _anti_join(direct, known, ["unit_id", "indicator_id"]).assign(period="", source_id="")
    absent = _absent(own, units)
    missing = pd.concat([never, absent], ignore_index=True).drop_duplicates(["unit_id", "indicator_id", "period"])
    blank = {
        "level": "",
        "value": "",
        "status": ResultStatus.NOT_REPORTED.value,
        "reading": "",
        "locator": "",
        "note": "",
    }
    filled = missing.assign(**blank, amount=pd.Series(pd.NA, index=missing.index, dtype="Int64"))
    return dated(filled, "period")


def _absent(own: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Units of a level that most of their peers' report leaves out: unit_id, indicator_id, period, source_id."""
    reported = (
        own.merge(units, on="unit_id")
        .groupby(["within_id", "unit_level", "indicator_id", "period", "source_id"], as_index=False)
        .agg(start=("start", "first"), end=("end", "first"), reported=("unit_id", "nunique"))
    )
    peers = reported.merge(units, on=["within_id", "unit_level"])
    peers = peers[active(peers)]
    size = peers.groupby(["within_id", "unit_level", "indicator_id", "period", "source_id"])["unit_id"].transform(
        "size"
    )
    asked = peers[peers["reported"] * 2 > size][["unit_id", "indicator_id", "period", "source_id"]]
    return _anti_join(asked, own[KEY].drop_duplicates(), KEY)


def active(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the unit of a row existed within the row's period (`start` to `end`)."""
    begun = frame["active_from"].isna() | (frame["active_from"] <= frame["end"])
    return begun & (frame["active_to"].isna() | (frame["active_to"] >= frame["start"]))


def _anti_join(left: pd.DataFrame, right: pd.DataFrame, on: list[str]) -> pd.DataFrame:
    merged = left.merge(right, on=on, how="left", indicator=True)
    return merged[merged["_merge"].eq("left_only")].drop(columns="_merge")


def _with_targets(rows: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """The target in force beside each row: the unit's own, else that of its level, else the nearest ancestor's;
    among those of one kind, the earliest one due not before the period's end, and of two, the later document's."""
    candidates = _candidates(portal)
    wanted = rows[["unit_id", "indicator_id", "period", "end"]].merge(candidates, on=["unit_id", "indicator_id"])
    open_then = wanted[wanted["end"].isna() | (wanted["due_end"] >= wanted["end"])]
    ordered = open_then.sort_values(["precedence", "due_end", "issued"], ascending=[True, True, False], kind="stable")
    chosen = ordered.drop_duplicates(KEY).drop(columns=["end", "due_end", "issued", "precedence"])
    merged = rows.merge(chosen, on=KEY, how="left")
    texts = [name for name in chosen.columns if name.startswith("target_") and name != "target_amount"]
    return merged.assign(**{name: merged[name].fillna("") for name in texts})


def _candidates(portal: Portal) -> pd.DataFrame:
    """Every target that could bind a unit: one row a unit and target, with its origin and precedence."""
    issued = {source.id: pd.Timestamp(source.issued_on) for source in portal.sources.values()}
    readable = portal.targets[portal.targets["status"].ne(TargetStatus.UNREADABLE)]
    targets = dated(readable, "due").rename(columns={"end": "due_end", "unit_id": "target_unit_id"})
    targets = targets.assign(issued=targets["source_id"].map(issued))
    named = {
        name: f"target_{name}"
        for name in ("value", "amount", "comparison", "status", "due", "source_id", "locator", "note", "level")
    }
    chosen = targets.rename(columns=named)[["target_unit_id", "indicator_id", "due_end", "issued", *named.values()]]
    return chosen.merge(_reach(portal.units), on=["target_unit_id", "target_level"])


def _reach(units: Mapping[str, Unit]) -> pd.DataFrame:
    """Whose targets reach a unit: target_unit_id and target_level, with the origin and precedence they have for it.

    What the country itself must reach binds no other unit; what it asks of a level binds the units of the level.
    """
    rows = []
    country = country_of(units)
    for unit in units.values():
        rows.append((unit.id, unit.id, "", TargetOrigin.OWN.value, 0))
        for depth, higher in enumerate(above(unit, units, country), 1):
            rows.append((unit.id, higher.id, unit.level.value, TargetOrigin.LEVEL.value, depth))
            if higher is not country:
                rows.append((unit.id, higher.id, "", TargetOrigin.ANCESTOR.value, 100 + depth))
    columns = ["unit_id", "target_unit_id", "target_level", "target_origin", "precedence"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:4], "str"))


def _assessed(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `assessment` and `gap`, the result less the target."""
    gap = rows["amount"] - rows["target_amount"]
    comparison = rows["target_comparison"]
    reached = (
        (comparison.eq(Comparison.AT_LEAST) & gap.ge(0))
        | (comparison.eq(Comparison.AT_MOST) & gap.le(0))
        | (comparison.eq(Comparison.EXACTLY) & gap.eq(0))
    ).fillna(False)
    assessment = reached.astype("bool").map({True: Assessment.MET.value, False: Assessment.NOT_MET.value}).astype("str")
    for condition, value in _special(rows):
        assessment = assessment.mask(condition, value.value)
    binding = assessment.isin([Assessment.MET, Assessment.NOT_MET])
    return rows.assign(assessment=assessment, gap=gap.where(binding))


def _special(rows: pd.DataFrame) -> list[tuple["pd.Series[bool]", Assessment]]:
    """What overrides met and not met, the strongest last."""
    return [
        (rows["target_value"].eq(""), Assessment.NO_TARGET),
        (rows["status"].eq(ResultStatus.NOT_REPORTED), Assessment.NO_RESULT),
        (rows["target_status"].eq(TargetStatus.EXEMPT), Assessment.EXEMPT),
        (rows["status"].eq(ResultStatus.UNREADABLE), Assessment.UNREADABLE),
        (rows["status"].eq(ResultStatus.NOT_APPLICABLE), Assessment.NOT_APPLICABLE),
    ]


def _with_progress(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the baseline (the result that the target's own document states, else the first known) and the progress,
    (result − baseline) / (target − baseline), in millionths rounded down; missing where the baseline had already
    reached the target, for then there was no way to go."""
    known = rows[rows["amount"].notna()].sort_values("start", kind="stable")
    pair = ["unit_id", "indicator_id"]
    base = {"period": "baseline_period", "amount": "baseline"}
    first = known.drop_duplicates(pair)[[*pair, *base]].rename(columns=base)
    stated = known.drop_duplicates([*pair, "source_id"])[[*pair, "source_id", *base]]
    stated = stated.rename(columns={**base, "source_id": "target_source_id"})
    by_document = rows[[*pair, "target_source_id"]].merge(stated, on=[*pair, "target_source_id"], how="left")
    by_first = rows[pair].merge(first, on=pair, how="left")
    period = by_document["baseline_period"].fillna(by_first["baseline_period"]).fillna("")
    baseline = by_document["baseline"].fillna(by_first["baseline"])
    with_base = rows.assign(baseline_period=period.set_axis(rows.index), baseline=baseline.set_axis(rows.index))
    return with_base.assign(progress=_progress(with_base))


def _progress(rows: pd.DataFrame) -> "pd.Series[int]":
    way = (rows["target_amount"] - rows["baseline"]).where(rows["gap"].notna())
    comparison = rows["target_comparison"]
    ahead = (
        (comparison.eq(Comparison.AT_LEAST) & way.gt(0))
        | (comparison.eq(Comparison.AT_MOST) & way.lt(0))
        | (comparison.eq(Comparison.EXACTLY) & way.ne(0))
    ).fillna(False)
    done = rows["amount"] - rows["baseline"]
    return (done * SCALE).floordiv(way.where(ahead))


def _ranked(rows: pd.DataFrame, portal: Portal) -> pd.DataFrame:
    """Standard competition ranking ("1224") among active units of one level and province, one indicator and period;
    provinces among those of the country.

    Counts are not ranked: they follow a unit's size, not its work. Neither are units exempt from the target: a place
    says nothing of one that had nothing to reach. A figure that no peer has beside it has no rank, so the country has
    none.
    """
    lower = [item.id for item in portal.indicators.values() if item.direction is Direction.LOWER]
    counts = [item.id for item in portal.indicators.values() if item.measure is Measure.COUNT]
    spans = rows.merge(unit_table(portal.units)[["unit_id", "active_from", "active_to"]], on="unit_id", how="left")
    eligible = (
        active(spans).set_axis(rows.index)
        & rows["amount"].notna()
        & ~rows["indicator_id"].isin(counts)
        & rows["assessment"].ne(Assessment.EXEMPT)
    )
    group = [rows[name] for name in ("within_id", "unit_level", "indicator_id", "period")]
    figures = rows["amount"].where(eligible).groupby(group).transform("count")
    score = rows["amount"].where(~rows["indicator_id"].isin(lower), -rows["amount"]).where(eligible & figures.gt(1))
    alike = score.groupby([*group, score]).transform("size")
    return rows.assign(
        rank=score.groupby(group).rank(method="min", ascending=False).astype("Int64"),
        ranked_of=figures.astype("Int64").where(score.notna()),
        tied=alike.gt(1).fillna(False).astype("bool"),
        peers=_peers(rows, portal.units),
    )


def _peers(rows: pd.DataFrame, units: Mapping[str, Unit]) -> "pd.Series[int]":
    """How many units of that level and province (provinces: of the country) existed in the row's period."""
    spans = rows[["start", "end", "within_id", "unit_level"]].drop_duplicates().dropna(subset="start")
    pairs = spans.merge(unit_table(units), on=["within_id", "unit_level"])
    counted = pairs[active(pairs)].groupby(["start", "end", "within_id", "unit_level"], as_index=False).size()
    merged = rows.merge(counted, on=["start", "end", "within_id", "unit_level"], how="left")
    return merged["size"].astype("Int64").set_axis(rows.index)


def _with_trend(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the change since the previous period with a figure of the same unit and indicator, and the change since the
    same period a year before.

    A unit that followed another has an id of its own, and so has an indicator with a new definition: a trend never
    crosses a merger or a break in definition.
    """
    known = rows[rows["amount"].notna()].sort_values(["unit_id", "indicator_id", "start"], kind="stable")
    grouped = known.groupby(["unit_id", "indicator_id"])
    previous = grouped["period"].shift(1).reindex(rows.index)
    change = (known["amount"] - grouped["amount"].shift(1)).reindex(rows.index)
    return rows.assign(
        previous_period=previous.fillna(""),
        change=change.astype("Int64"),
        year_change=(rows["amount"] - _a_year_before(rows, known)).astype("Int64"),
    )


def _a_year_before(rows: pd.DataFrame, known: pd.DataFrame) -> "pd.Series[int]":
    """The figure of the same month, quarter or year one year earlier; missing where there is none."""
    earlier = {text: f"{int(text[:4]) - 1}{text[4:]}" for text in rows["period"].unique() if text}
    wanted = rows[["unit_id", "indicator_id"]].assign(period=rows["period"].map(earlier))
    return wanted.merge(known[[*KEY, "amount"]], on=KEY, how="left")["amount"].set_axis(rows.index)


def _with_country(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds the country's figure of the same indicator and period, as stated, and where it stands; empty for the country
    itself and where it has none. Nothing else is compared with it: another period would be another thing."""
    pair = ["indicator_id", "period"]
    named = {name: f"country_{name}" for name in ("value", "source_id", "locator")}
    own = rows["unit_level"].eq(Level.COUNTRY)
    country = rows[own & rows["amount"].notna()][[*pair, *named]].rename(columns=named)
    merged = rows[pair].merge(country, on=pair, how="left").set_axis(rows.index)
    return rows.assign(**{name: merged[name].where(~own, "").fillna("") for name in named.values()})
