"""Converts the periods of rows to days."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from generator.bulk import Numbers, days_of
from generator.model import Period, Source, document_order

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Spans:
    """Periods in the order of their texts, with their first and last days (NaT for the empty text)."""

    texts: "pd.Index[str]"
    start: "NDArray[np.datetime64]"
    end: "NDArray[np.datetime64]"

    @cached_property
    def place(self) -> Numbers:
        """The place of each period in the order of time, as `Period.order` defines it; the empty text is last."""
        places = np.empty(len(self.texts), dtype=np.int64)
        places[np.lexsort((self.end - self.start, self.end))] = np.arange(len(self.texts))
        return places


def spans_of(column: "pd.Series[Any]") -> Spans:
    """Returns the periods of a column of categories. Raises ValueError for a text that is not a period."""
    texts = column.cat.categories
    periods = [Period.parse(text) if text else None for text in texts]
    start, end = (
        np.array([getattr(period, name) if period else "NaT" for period in periods], dtype="datetime64[s]")
        for name in ("start", "end")
    )
    return Spans(texts, start, end)


def with_period_days(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Returns the frame with `start` and `end` of the periods in `column` added; each distinct period is parsed
    once."""
    periods = {text: Period.parse(text) for text in frame[column].unique() if text}
    texts = frame[column].astype("category")
    return frame.assign(
        start=days_of(texts, {text: period.start for text, period in periods.items()}),
        end=days_of(texts, {text: period.end for text, period in periods.items()}),
    )


def document_positions(frame: pd.DataFrame, sources: Mapping[str, Source]) -> "pd.Series[int]":
    """Returns for each row the position of its document in the order of all documents (the latest is highest); -1 for
    an unknown document."""
    places = document_order(sources.values())
    return frame["source_id"].astype("str").map(places).fillna(-1).astype("int64")


def issue_days(frame: pd.DataFrame, sources: Mapping[str, Source]) -> "pd.Series[Any]":
    """Returns for each row the day on which its document was issued; missing for an unknown document."""
    return days_of(frame["source_id"], {source.id: source.issued_on for source in sources.values()})
