"""Interprets the headings above a column.

They state the indicator, the period, whether the figures are results or targets, and whether all rows share one figure.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from generator.importing.phrases.month_ranges import month_range_matches
from generator.importing.phrases.parts_of_months import part_of_month_matches
from generator.importing.phrases.periods import periods_in, without_periods
from generator.importing.phrases.text_keys import bare_key, begins_with, is_one_of, text_key
from generator.model import Indicator, Measure, Period, Portal

NUMBER_HEADINGS = ("stt", "tt", "số thứ tự", "số tt", "thứ tự")
"""Headings of the column of running numbers."""
UNIT_HEADINGS = (
    "đơn vị",
    "tên đơn vị",
    "đơn vị, địa phương",
    "cơ quan, đơn vị",
    "tên cơ quan, đơn vị",
    "cơ quan",
    "địa phương",
    "đơn vị thực hiện",
    "sở, ban, ngành",
    "sở, ban, ngành, địa phương",
    "huyện, thị xã, thành phố",
    "xã, phường, thị trấn",
    "tên xã, phường, thị trấn",
    "xã, phường",
    "tên xã",
    "đơn vị hành chính",
    "UBND cấp xã",
    "UBND xã, phường, thị trấn",
    "UBND huyện, thị xã, thành phố",
    "tên sở, ban, ngành",
    "các đơn vị",
    "nội dung",
)
"""Headings of the column that names the units."""
CODE_HEADINGS = (
    "mã đơn vị",
    "mã",
    "mã số",
    "mã ĐVHC",
    "mã đơn vị hành chính",
    "mã hành chính",
    "mã địa phương",
    "mã huyện",
    "mã cấp huyện",
    "mã xã",
    "mã cấp xã",
    "mã xã, phường",
    "mã phường, xã",
    "mã xã, phường, thị trấn",
)
"""Headings of columns of unit codes."""
DISTRICT_HEADINGS = (
    "huyện",
    "thuộc huyện",
    "tên huyện",
    "huyện, thị xã, thành phố",
    "huyện, thị xã, thành phố trực thuộc",
    "cấp huyện",
)
"""Headings of a column that names the district of each commune."""
STATUS_HEADINGS = ("tình trạng", "trạng thái", "lý do không có số", "tình trạng số liệu")
"""Headings of the column with the status of the figure to its left."""
NOTE_HEADINGS = ("ghi chú", "chú thích", "ghi chú của ô", "nhận xét")
"""Headings of the column with the note of the figure to its left."""
REMARK_HEADING_STARTS = (
    *NOTE_HEADINGS,
    "nguyên nhân",
    "lý do",
    "giải trình",
    "thuyết minh",
    "khó khăn",
    "vướng mắc",
    "tồn tại",
    "hạn chế",
    "giải pháp",
    "biện pháp",
    "đề xuất",
    "kiến nghị",
    "người lập",
    "người báo cáo",
    "người phụ trách",
    "cán bộ phụ trách",
    "cán bộ đầu mối",
)
"""Beginnings of headings of columns that hold words about a row and no figures."""

_TARGET_WORDS = re.compile(r"chỉ tiêu|phấn đấu|mục tiêu|kế hoạch giao|được giao|mức giao|phải đạt", re.IGNORECASE)
_RESULT_WORDS = re.compile(
    r"kết quả (?:đến|thực hiện|đạt|tháng|quý|năm|của)|thực hiện|đã đạt|đạt được|số liệu", re.IGNORECASE
)
_TARGET_ABBREVIATION = re.compile(
    r"(?:kế hoạch|KH)(?: (?:năm|cả năm|đầu năm|tháng|quý|tỉnh|UBND tỉnh|giao|đề ra|đăng ký))*", re.IGNORECASE
)
_RESULT_ABBREVIATION = re.compile(r"TH")
"""Abbreviations for target (KH) and result (TH). Apart from its period and unit of measurement, a heading may consist
of them: `KH 2024`, `Kế hoạch năm 2024 (%)`."""
_COMMON = re.compile(r"chung\s+(?:của\s+)?(?:cả|toàn)?\s*(?:tỉnh|thành phố)", re.IGNORECASE)
"""Words in the heading of a column with one figure of the whole province."""
_PERCENT = re.compile(r"%|phần trăm", re.IGNORECASE)
_UNIT_OR_FOOTNOTE = re.compile(
    r"\((?:\s*%\s*|đơn vị tính[^)]*|đvt[^)]*|\d+)\)|đvt\s*:\s*\S+|đơn vị tính\s*:\s*\S+|%|\*+", re.IGNORECASE
)
"""Units of measurement and marks of footnotes in a heading."""
_ROLE_WORDS = re.compile(
    r"chỉ tiêu(?: phấn đấu)?(?: chung (?:cả|toàn|của) (?:tỉnh|thành phố)| được giao| giao)?|phấn đấu(?: đạt)?"
    r"|kết quả thực hiện|kết quả(?= *$)|thực hiện(?= *$)|số liệu(?= *$)|mục tiêu|của từng đơn vị|phải đạt|kế hoạch giao"
    r"|^kết quả(?= *$)",
    re.IGNORECASE,
)
"""Words that state target or result. The rest of the heading names the indicator."""
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=\s*.*)?|\(?\d{1,2}\)?\s*[-+:/=()\d\s*x%]*", re.IGNORECASE)
_RUNNING_NUMBER = re.compile(r"^\s*\(?(?:\d{1,2}|[IVX]{1,4})(?:[.)/:]+\s*|\s+)")
_SIMILAR_ENOUGH = 0.6
"""Similarity of names, from 0 to 1, from which an indicator is offered."""
_LONGEST_NAME = 500
"""Limit on the characters of a heading that is compared with the names of indicators, letter by letter."""
_OFFERED = 3
"""How many indicators are offered for a heading."""
_MEASURE_WEIGHT = 0.2
"""Weight of a suitable measure in the score of an indicator, in which identical names count 2."""
_CHANGE = re.compile(r"tăng|giảm|so với|chênh lệch|cùng kỳ|(?:kỳ|tháng|quý|năm) trước", re.IGNORECASE)
"""Words in headings of columns beside an indicator's figures, such as changes, that are usually not imported."""
_CUMULATIVE = re.compile(r"(?:lũy|luỹ) kế|cộng dồn", re.IGNORECASE)
"""Words for the months of a year up to the period of the figures."""
_PER_MILLE = re.compile(r"‰|phần nghìn|phần ngàn", re.IGNORECASE)
"""Per mille. Ten per mille are one percent, so the user must confirm the indicator of such a column."""
_GENERIC = (
    "tỷ lệ",
    "tỷ lệ đạt",
    "tỷ lệ đạt được",
    "đạt",
    "đạt được",
    "đạt tỷ lệ",
    "kết quả",
    "kết quả đạt",
    "kết quả đạt được",
    "giá trị",
    "đã đạt",
    "trong tháng",
    "tháng này",
    "tháng báo cáo",
    "trong kỳ",
    "kỳ này",
    "kỳ báo cáo",
    "số liệu kỳ này",
    "số liệu tháng này",
    "của đơn vị",
)
"""Generic headings. Below a heading that names an indicator, they mean the figure of that indicator."""
_COUNTS_OF_ANYTHING = ("số lượng",)
"""Headings of counts that do not state what is counted. The title of the table does."""
_WITHOUT_SUBJECT = re.compile(
    r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|cộng hòa|cộng hoà|độc lập)\b.*"
    r"|(?:(?:kết quả|số liệu|dữ liệu|báo cáo|tổng hợp|chi tiết|thực hiện|biểu|mẫu|bảng|phụ lục|pl|trang tính|sheet|csv"
    r"|table|tính|đến|từ|kỳ|tháng|quý|năm|tuần|ngày|giờ|phút|h|số|đơn vị tính|đvt|kèm theo|lũy kế|luỹ kế|[ivx]+)"
    r"(?![^\W\d_])|[\W\d_])*",
    re.IGNORECASE | re.DOTALL,
)
"""Titles and names of sheets that do not state what a table is about."""
_BETWEEN_PARTS = " – "
_AROUND = " -–:;,.()"
"""Signs that are left around the words of a heading when its period and unit of measurement are removed."""
_DERIVED = re.compile(r"tăng|giảm|so với|chênh lệch|cùng kỳ|xếp hạng|thứ hạng|xếp loại|hoàn thành", re.IGNORECASE)
"""Words that mean a figure derived from the indicator's: its change, its rank or its share of the target."""


@dataclass(frozen=True)
class Heading:
    """The meaning of the headings above one column.

    - `text`: all headings of the column, from the top down, joined by ` – `.
    - `phrase`: the words that name the indicator, without periods and words such as `Kết quả` or `Chỉ tiêu`.
    - `is_target`: True for targets, False for results.
    - `is_common`: True if the column holds one figure of the whole province that all rows share.
    - `percent`: True if a heading contains `%` or `phần trăm`.
    - `periods`: the periods that the lowest heading with a period states.
    - `parts`: the headings one by one, from the top down.
    - `span_text`: the heading that states a part of a month or several months together, if no heading states a period.
    """

    text: str
    phrase: str
    is_target: bool
    is_common: bool
    percent: bool
    periods: tuple[Period, ...]
    parts: tuple[str, ...] = ()
    span_text: str = ""

    @property
    def is_generic(self) -> bool:
        """Whether it is generic: `Tỷ lệ (%)` and `Kết quả (%)` mean the indicator that the title of the table names."""
        parts = filter(None, self.phrase.split(_BETWEEN_PARTS))
        return bool(self.text) and all(is_one_of(part, _GENERIC) for part in parts)

    @property
    def leaf_is_generic(self) -> bool:
        """Whether the lowest heading is generic: `Tỷ lệ (%)` below `Hồ sơ tiếp nhận`."""
        return bool(self.parts) and is_one_of(_phrase(self.parts[-1]), _GENERIC)

    @property
    def is_remarks(self) -> bool:
        """Whether the column holds remarks in words: `Ghi chú`, `Nguyên nhân chưa đạt`."""
        return bool(self.parts) and begins_with(self.parts[-1], REMARK_HEADING_STARTS)

    @property
    def is_auxiliary(self) -> bool:
        """Whether the column most probably holds no indicator's figures: `Tăng/giảm`, `Kỳ trước`, `Ghi chú`, `STT`."""
        numbering = bool(self.parts) and is_one_of(self.parts[-1], NUMBER_HEADINGS)
        return self.is_remarks or numbering or any(_CHANGE.search(part) for part in self.parts)

    @property
    def is_derived(self) -> bool:
        """Whether the figures are derived from an indicator's: its change, its rank or its share of the target."""
        return any(_DERIVED.search(part) for part in self.parts)

    @property
    def per_mille(self) -> bool:
        """Whether the figures are in per mille."""
        return bool(_PER_MILLE.search(self.text))

    @property
    def measure(self) -> Measure | None:
        """The measure that the words state: percent or count. None if they state none."""
        if self.percent or begins_with(self.phrase, ("tỷ lệ",)):
            return Measure.PERCENT
        counted = begins_with(self.phrase, ("số", "tổng số")) and not begins_with(self.phrase, ("số hóa",))
        return Measure.COUNT if counted else None

    @property
    def leaf_counts(self) -> bool:
        """Whether the lowest heading states a count: `Tổng số hồ sơ` below `Hồ sơ trực tuyến (%)`."""
        leaf = text_key(_phrase(self.parts[-1])) if self.parts else ""
        bare = f"{leaf.removeprefix(text_key('tổng'))} ".lstrip()
        return bare.startswith(f"{text_key('số')} ") and not bare.startswith(f"{text_key('số hóa')} ")

    def decision_key(self, title: str) -> str:
        """Returns the text under which a decision about this heading is saved.

        For a generic heading, it includes the title of the table, as in `Thanh toán trực tuyến / Tỷ lệ`, because the
        same words are above other figures in other tables. Empty if the table has no title that distinguishes it: such
        a decision applies to no other table.
        """
        if not self.is_generic and not is_one_of(self.phrase, _COUNTS_OF_ANYTHING):
            return self.phrase
        bare = " ".join(without_periods(title).split())
        words = self.phrase or " ".join(without_periods(self.text).split())
        return " / ".join(filter(None, (bare, words))) if bare else ""


def heading_of(parts: Sequence[str]) -> Heading:
    """Interprets the headings above a column, given from the top down. Numbers of columns are ignored."""
    shown = tuple(dict.fromkeys(part for part in parts if part and not is_column_number(part)))
    text = " – ".join(shown)
    leaf_first = [*reversed(shown)]
    kind = next((found for part in leaf_first if (found := _kind(part)) is not None), False)
    phrases = [phrase for part in shown if (phrase := _phrase(part))]
    timed = next((part for part in leaf_first if periods_in(part) or _states_span(part)), "")
    periods = [] if part_of_month_matches(timed) else periods_in(timed)
    return Heading(
        text,
        _BETWEEN_PARTS.join(phrases),
        is_target=kind,
        is_common=any(_COMMON.search(part) for part in shown),
        percent=any(_PERCENT.search(part) for part in shown),
        periods=tuple(dict.fromkeys(periods)),
        parts=shown,
        span_text="" if periods else timed,
    )


def _states_span(text: str) -> bool:
    """Whether a text states a part of a month, or several months together."""
    return bool(part_of_month_matches(text) or month_range_matches(text) or _CUMULATIVE.search(text))


def _kind(part: str) -> bool | None:
    """Returns True for a target, False for a result, and None if the heading states neither."""
    alone = " ".join(_UNIT_OR_FOOTNOTE.sub(" ", without_periods(part)).split()).strip(_AROUND)
    if _RESULT_WORDS.search(part) or _RESULT_ABBREVIATION.fullmatch(alone):
        return False
    return True if _TARGET_WORDS.search(part) or _TARGET_ABBREVIATION.fullmatch(alone) else None


def _phrase(part: str) -> str:
    bare = _RUNNING_NUMBER.sub("", _UNIT_OR_FOOTNOTE.sub(" ", without_periods(part.replace("(‰)", "‰"))))
    # Twice, because `kết quả` is at the end of a heading only after `của từng đơn vị` was removed behind it.
    named = _ROLE_WORDS.sub(" ", _ROLE_WORDS.sub(" ", bare))
    if _TARGET_ABBREVIATION.fullmatch(named.strip()) or _RESULT_ABBREVIATION.fullmatch(named.strip()):
        return ""
    return " ".join(named.split()).strip(_AROUND)


def names_subject(title: str) -> bool:
    """Whether a title, or the name of a sheet, states what the table is about.

    `Kết quả tháng 6/2024`, `Đơn vị tính: %`, `Phụ lục II` and `Sheet1` do not.
    """
    return not _WITHOUT_SUBJECT.fullmatch(_phrase(title))


def is_column_number(text: str) -> bool:
    """Whether a cell below the headings is only the number of its column: `1`, `(2)`, `5=4/3`, but not `5/2024`."""
    return bool(_COLUMN_NUMBER.fullmatch(text.strip())) and not periods_in(text) and not _states_span(text)


@dataclass(frozen=True)
class Indicators:
    """Finds the indicators that headings name.

    `decided` holds earlier decisions of staff: ids of indicators, or `skip`, by the key of the heading.
    """

    portal: Portal
    decided: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for item in self.portal.indicators.values():
            for name in (item.name, item.short_name, item.id):
                found.setdefault(text_key(name), item.id)
        return found

    @cached_property
    def _by_bare_key(self) -> Mapping[str, str]:
        return {bare_key(name): id_ for name, id_ in self._by_key.items()}

    def find(self, heading: Heading, title: str = "") -> str:
        """Returns the id of the indicator that a heading names in a table with this title, or SKIPPED.

        Empty if the heading names no indicator exactly.
        """
        for key in self._decision_keys(heading, title):
            if id_ := self.decided.get(key):
                return id_
        return "" if heading.per_mille else self.named(heading)

    def named(self, heading: Heading) -> str:
        """Returns the id of the indicator whose name a heading is, without decisions of staff. Empty if it is none."""
        for text in self._spellings(heading):
            if id_ := self._by_key.get(text_key(text)):
                return id_
        for text in self._spellings(heading):
            if text.isascii() and (id_ := self._by_bare_key.get(bare_key(text))):
                return id_
        return ""

    def is_decided(self, heading: Heading, title: str = "") -> bool:
        """Whether staff have decided what this heading means."""
        return any(key in self.decided for key in self._decision_keys(heading, title))

    def _decision_keys(self, heading: Heading, title: str) -> list[str]:
        """Returns the keys of the decisions that apply to a heading in a table with this title."""
        key = heading.decision_key(title)
        texts = [key] if key != heading.phrase else self._spellings(heading)
        return [text_key(text) for text in texts if text]

    @staticmethod
    def _spellings(heading: Heading) -> list[str]:
        """Returns the texts of a heading that may name an indicator: the whole text, its phrase, and single headings.

        The single headings are taken from the lowest up to the first that is not generic. A higher heading is not
        taken: `Số giao dịch` below `Thanh toán trực tuyến` is not the percentage that the higher heading names.
        """
        found = [heading.text, heading.phrase]
        for part in reversed(heading.parts):
            if not any(_DERIVED.search(other) for other in heading.parts if other != part):
                found += (part, _phrase(part))
            if _phrase(part) and not is_one_of(_phrase(part), _GENERIC):
                break
        return list(dict.fromkeys(filter(None, found)))

    def near(self, heading: Heading) -> tuple[Indicator, ...]:
        """Returns the indicators with names similar to the heading, most probable first.

        For a heading such as `Tăng, giảm thanh toán trực tuyến`, there is none, unless the most probable indicator is
        itself a change, such as `Mức tăng số hóa hồ sơ`. No percentage is offered for a count: the numbers of a small
        office look like percentages.
        """
        if len(heading.text) > _LONGEST_NAME:
            return ()
        items = [
            item
            for item in self.portal.indicators.values()
            if not (heading.leaf_counts and item.measure is Measure.PERCENT)
        ]
        scored = [(self._score(heading, item), item) for item in items]
        near = [(probable, item) for (similarity, probable), item in scored if similarity >= _SIMILAR_ENOUGH]
        found = tuple(item for _, item in sorted(near, key=lambda each: each[0], reverse=True)[:_OFFERED])
        return found if not heading.is_auxiliary or (found and _CHANGE.search(found[0].name)) else ()

    @staticmethod
    def _score(heading: Heading, item: Indicator) -> tuple[float, float]:
        """Returns how similar an indicator's names are to a heading (0 to 1), and its score among similar indicators.

        The similarity is by letters or by words. The score also rewards the measure that the heading states, and a
        change if the heading is about a change.
        """
        similarity = []
        for heading_text, name in product((heading.phrase, heading.text), (item.name, item.short_name)):
            one, other = bare_key(heading_text), bare_key(name)
            by_letters = difflib.SequenceMatcher(None, one, other).ratio()
            by_words = difflib.SequenceMatcher(None, one.split(), other.split()).ratio()
            similarity.append((max(by_letters, by_words), by_letters + by_words))
        changes = bool(_CHANGE.search(item.name))
        matches = (heading.measure in (None, item.measure)) + (bool(_CHANGE.search(heading.text)) is changes)
        return max(each for each, _ in similarity), max(each for _, each in similarity) + _MEASURE_WEIGHT * matches
