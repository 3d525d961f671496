"""The domain model: units, indicators, documents, targets, results, tasks.

Entities are frozen objects. Observations (targets, results) are pandas tables with one row per stated figure; `tables`
defines their columns.
"""

from generator.model.codes import (
    KINDS,
    PARENT_LEVELS,
    Aggregate,
    Assessment,
    Comparison,
    Direction,
    Level,
    LevelAggregate,
    LineageKind,
    Measure,
    Reading,
    ResultStatus,
    Rhythm,
    TargetOrigin,
    TargetStatus,
    TaskStatus,
    UnitKind,
)
from generator.model.documents import (
    Acceptance,
    Correction,
    Source,
    Task,
    corrected_by,
    corrected_documents,
    corrections_within_a_day,
    day_named,
    document_named,
    document_order,
    replacing_documents,
)
from generator.model.indicators import SERVICE_INDEX, Formula, IndexGroup, IndexScheme, Indicator
from generator.model.periods import Period, Schedule
from generator.model.portal import NAMED_UNIT, SKIPPED, Portal, Settings, WorkbookMapping
from generator.model.units import (
    Body,
    Lineage,
    Point,
    Unit,
    ancestors,
    comparison_unit_id,
    country_of,
    higher_units,
    province_id_of,
)

__all__ = [
    "KINDS",
    "NAMED_UNIT",
    "PARENT_LEVELS",
    "SCALE",
    "SERVICE_INDEX",
    "SKIPPED",
    "Acceptance",
    "Aggregate",
    "Assessment",
    "Body",
    "Comparison",
    "Correction",
    "Direction",
    "Formula",
    "IndexGroup",
    "IndexScheme",
    "Indicator",
    "Level",
    "LevelAggregate",
    "Lineage",
    "LineageKind",
    "Measure",
    "Period",
    "Point",
    "Portal",
    "Reading",
    "ResultStatus",
    "Rhythm",
    "Schedule",
    "Settings",
    "Source",
    "TargetOrigin",
    "TargetStatus",
    "Task",
    "TaskStatus",
    "Unit",
    "UnitKind",
    "WorkbookMapping",
    "ancestors",
    "comparison_unit_id",
    "corrected_by",
    "corrected_documents",
    "corrections_within_a_day",
    "country_of",
    "day_named",
    "document_named",
    "document_order",
    "higher_units",
    "province_id_of",
    "replacing_documents",
]

SCALE = 1_000_000
"""Figures are stored in whole millionths, so that comparisons are exact: 58.73 is stored as 58_730_000."""
