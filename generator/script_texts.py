"""Writes `texts-codes.js`: the words for codes, texts of charts and limits that scripts share with pages, so that no
script repeats them."""

import json

from generator import formats, words
from generator.artifacts import Artifact
from generator.model import Aggregate, Level, Measure
from generator.model.addresses import LEVEL_IDS
from generator.pages.curves import FEWEST, MONTH_TOLERANCE, SPARK_PERIODS
from generator.pages.unit import trend

PATH = "assets/js/texts-codes.js"
"""`engine.finish` looks for letters in each script with a name like this, so that fonts keep them."""


def codes_script() -> Artifact:
    """Returns the script. It exports one object, `codes`."""
    codes = {
        "measures": {measure: _measure(measure) for measure in Measure},
        "missing": words.MISSING,
        "caveats": words.CAVEATS,
        "comparisons": formats.COMPARISONS,
        "levels": {level: {"units": f"các {words.LEVEL_UNITS[level]}", "id": LEVEL_IDS[level]} for level in Level},
        "tables": formats.SPECIAL_TABLES,
        "rows": formats.SPECIAL_ROWS,
        "trend": {
            "names": trend.NAMES,
            "headings": trend.HEADINGS,
            "levelHeading": trend.LEVEL_HEADING,
            "parted": trend.REARRANGED,
            "noTarget": trend.NO_TARGET,
            "notCompared": trend.NOT_COMPARED,
        },
        "limits": {"fewest": FEWEST, "periods": SPARK_PERIODS, "monthTolerance": MONTH_TOLERANCE},
    }
    return Artifact(PATH, f"export const codes = {json.dumps(codes, ensure_ascii=False)};\n".encode())


def _measure(measure: Measure) -> dict[str, object]:
    """Returns how figures of a measure are written, and what figures of whole levels are called."""
    aggregates = {code: words.inline(words.aggregate(code, measure)) for code in Aggregate if code}
    affixes = {"prefix": formats.PREFIXES.get(measure, ""), "suffix": formats.SUFFIXES[measure]}
    return {**affixes, "aggregates": aggregates}
