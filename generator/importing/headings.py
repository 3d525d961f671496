"""Headings above a column → what its figures are: the indicator, result or target, the period, shared by all or not."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from generator.importing.periods import periods_in, without_periods
from generator.importing.together import together_in
from generator.importing.wording import bare_key, is_unmarked, key
from generator.model import Indicator, Measure, Period, Portal

NUMBERING = ("stt", "tt", "số thứ tự", "số tt", "thứ tự")
NAMING = (
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
IDENTIFYING = (
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
DISTRICTS = ("huyện", "thuộc huyện", "tên huyện", "huyện, thị xã, thành phố trực thuộc", "cấp huyện")
STATUSES = ("tình trạng", "trạng thái", "lý do không có số", "tình trạng số liệu")
REMARKS = ("ghi chú", "chú thích", "ghi chú của ô", "nhận xét")
WORDED = (
    *REMARKS,
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
"""How headings of columns begin that hold words on a row, and no figure."""

_TARGET = re.compile(r"chỉ tiêu|phấn đấu|mục tiêu|kế hoạch giao|được giao|mức giao|phải đạt", re.IGNORECASE)
_RESULT = re.compile(
    r"kết quả (?:đến|thực hiện|đạt|tháng|quý|năm|của)|thực hiện|đã đạt|đạt được|số liệu", re.IGNORECASE
)
_PLAN = re.compile(r"(?:kế hoạch|KH)", re.IGNORECASE)
_DONE = re.compile(r"TH")
"""What a heading may be, besides its time, and says no more: `KH 2024` and `TH` below an indicator's name."""
_COMMON = re.compile(r"chung\s+(?:của\s+)?(?:cả|toàn)?\s*tỉnh", re.IGNORECASE)
_PERCENT = re.compile(r"%|phần trăm", re.IGNORECASE)
_ASIDE = re.compile(
    r"\((?:\s*%\s*|đơn vị tính[^)]*|đvt[^)]*|\d+)\)|đvt\s*:\s*\S+|đơn vị tính\s*:\s*\S+|%|\*+", re.IGNORECASE
)
_ROLE_WORDS = re.compile(
    r"chỉ tiêu(?: phấn đấu)?(?: chung cả tỉnh| chung toàn tỉnh| chung của tỉnh| được giao)?|phấn đấu(?: đạt)?"
    r"|kết quả thực hiện|kết quả(?= *$)|thực hiện(?= *$)|số liệu(?= *$)|mục tiêu|của từng đơn vị|phải đạt|kế hoạch giao"
    r"|^kết quả(?= *$)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=\s*.*)?|\(?\d{1,2}\)?\s*[-+:/=()\d\s*x%]*", re.IGNORECASE)
_COUNTED = re.compile(r"^\s*\(?(?:\d{1,2}|[IVX]{1,4})(?:[.)/:]+\s*|\s+)")
_NEAR = 0.6
_OFFERED = 3
"""So many indicators are offered for a heading."""
_FITTING = 0.2
"""What a measure that fits weighs beside the words of a name, which are worth 2 where all are the same."""
_ASIDE_FROM = re.compile(r"tăng|giảm|so với|chênh lệch|cùng kỳ|(?:kỳ|tháng|quý|năm) trước", re.IGNORECASE)
"""What columns are called that stand beside an indicator's figures and are most often left out."""
_PER_MILLE = re.compile(r"‰|phần nghìn|phần ngàn", re.IGNORECASE)
"""Ten of them are one of a percent: such a column is of no indicator until somebody says so."""
_PLAIN = (
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
    "trong tháng",
    "trong kỳ",
    "của đơn vị",
)
"""What may stand below the heading that names an indicator and still mean that indicator's figure."""
_LEVELS_APART = " – "
_COMPARED = re.compile(r"tăng|giảm|so với|chênh lệch|cùng kỳ|xếp hạng|thứ hạng|xếp loại|hoàn thành", re.IGNORECASE)
"""What makes of an indicator's figure another one: its change, its rank, its share of the target."""


@dataclass(frozen=True)
class Heading:
    """What the headings above one column say. `phrase` is what is left of them to name the indicator by."""

    text: str
    phrase: str
    is_target: bool
    common: bool
    percent: bool
    periods: tuple[Period, ...]
    parts: tuple[str, ...] = ()
    together: str = ""
    """The text that counts months together, where it says of when the figures are."""

    @property
    def plain(self) -> bool:
        """Whether it says nothing of its own: `Tỷ lệ (%)` means what the table is of."""
        return bool(self.phrase) and all(is_one_of(part, _PLAIN) for part in self.phrase.split(_LEVELS_APART))

    @property
    def worded(self) -> bool:
        """Whether the column holds remarks in words: `Ghi chú`, `Nguyên nhân chưa đạt`."""
        leaf = f"{key(self.parts[-1])} " if self.parts else ""
        return any(leaf.startswith(f"{key(name)} ") for name in WORDED)

    @property
    def aside(self) -> bool:
        """Whether the column most probably holds no indicator's figures: `Tăng/giảm`, `Kỳ trước`, `Ghi chú`, `STT`."""
        numbering = bool(self.parts) and is_one_of(self.parts[-1], NUMBERING)
        return self.worded or numbering or any(_ASIDE_FROM.search(part) for part in self.parts)

    @property
    def compares(self) -> bool:
        """Whether the figures compare an indicator's: its change, its rank, its share of the target."""
        return any(_COMPARED.search(part) for part in self.parts)

    @property
    def per_mille(self) -> bool:
        """Whether the figures are in per mille."""
        return bool(_PER_MILLE.search(self.text))

    @property
    def measure(self) -> Measure | None:
        """What the words say that the figures are measured in; None where they do not."""
        said = f"{key(self.phrase)} "
        if self.percent or said.startswith(f"{key('tỷ lệ')} "):
            return Measure.PERCENT
        counted = said.removeprefix(f"{key('tổng')} ").startswith(f"{key('số')} ")
        return Measure.COUNT if counted and not said.startswith(f"{key('số hóa')} ") else None

    def remembered(self, title: str) -> str:
        """What a decision on it is called, in a table of this title: `Thanh toán trực tuyến / Tỷ lệ` for one that says
        nothing of its own, for the same words stand above other figures in the next table."""
        bare = " ".join(without_periods(title).split())
        return f"{bare} / {self.phrase}" if self.plain and bare else self.phrase or self.text


def heading_of(parts: Sequence[str]) -> Heading:
    """The meaning of the headings above a column, from the top down, without the numbers of columns."""
    said = tuple(dict.fromkeys(part for part in parts if part and not is_column_number(part)))
    text = " – ".join(said)
    leaf_first = [*reversed(said)]
    kind = next((found for part in leaf_first if (found := _kind(part)) is not None), False)
    phrases = [phrase for part in said if (phrase := _phrase(part))]
    timed = next((part for part in leaf_first if periods_in(part) or together_in(part)), "")
    periods = periods_in(timed)
    return Heading(
        text,
        _LEVELS_APART.join(phrases),
        is_target=kind,
        common=any(_COMMON.search(part) for part in said),
        percent=any(_PERCENT.search(part) for part in said),
        periods=tuple(dict.fromkeys(periods)),
        parts=said,
        together="" if periods else timed,
    )


def _kind(part: str) -> bool | None:
    """True for a target, False for a result, None when the part does not say."""
    alone = without_periods(part)
    if _RESULT.search(part) or _DONE.fullmatch(alone):
        return False
    return True if _TARGET.search(part) or _PLAN.fullmatch(alone) else None


def _phrase(part: str) -> str:
    bare = _COUNTED.sub("", _ASIDE.sub(" ", without_periods(part.replace("(‰)", "‰"))))
    # Twice: `kết quả` ends a heading only when `của từng đơn vị` behind it is gone.
    named = _ROLE_WORDS.sub(" ", _ROLE_WORDS.sub(" ", bare))
    if _PLAN.fullmatch(named.strip()) or _DONE.fullmatch(named.strip()):
        return ""
    return " ".join(named.split()).strip(" -–:;,.()")


def is_column_number(text: str) -> bool:
    """Whether a cell under the headings only numbers its column, `1`, `(2)`, `5=4/3`, and says no time: `5/2024`."""
    return bool(_NUMBERED.fullmatch(text.strip())) and not periods_in(text) and not together_in(text)


def is_one_of(text: str, names: Sequence[str]) -> bool:
    """Whether a heading is one of these names, whatever its spelling."""
    spelled = key(text)
    return any(spelled == key(name) for name in names)


@dataclass(frozen=True)
class Indicators:
    """The indicators of a portal by the headings that name them; `decided` holds what staff answered before."""

    portal: Portal
    decided: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_key(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for item in self.portal.indicators.values():
            for name in (item.name, item.short_name, item.id):
                found.setdefault(key(name), item.id)
        return found

    @cached_property
    def _by_bare_key(self) -> Mapping[str, str]:
        return {bare_key(name): id_ for name, id_ in self._by_key.items()}

    def find(self, heading: Heading, title: str = "") -> str:
        """The id of the indicator that the heading names in a table of this title, or SKIPPED; an empty text where it
        names none outright."""
        for text in [heading.remembered(title)] if heading.plain else self._spellings(heading):
            if id_ := self.decided.get(key(text)):
                return id_
        if heading.per_mille:
            return ""
        for text in self._spellings(heading):
            if id_ := self._by_key.get(key(text)):
                return id_
        for text in self._spellings(heading):
            if is_unmarked(text) and (id_ := self._by_bare_key.get(bare_key(text))):
                return id_
        return ""

    @staticmethod
    def _spellings(heading: Heading) -> list[str]:
        """The whole heading, what names the indicator in it, and its levels from the lowest up to the first that says
        something of its own: `Số giao dịch` under `Thanh toán trực tuyến` is not the share that the upper one names."""
        found = [heading.text, heading.phrase]
        for part in reversed(heading.parts):
            if not any(_COMPARED.search(other) for other in heading.parts if other != part):
                found += (part, _phrase(part))
            if _phrase(part) and not is_one_of(_phrase(part), _PLAIN):
                break
        return list(dict.fromkeys(filter(None, found)))

    def near(self, heading: Heading) -> tuple[Indicator, ...]:
        """The indicators whose names come near, most probable first. `Mức tăng số hóa hồ sơ` is one of its own, `Tăng,
        giảm thanh toán trực tuyến` none that comes near."""
        scored = [(self._score(heading, item), item) for item in self.portal.indicators.values()]
        near = [(probable, item) for (likeness, probable), item in scored if likeness >= _NEAR]
        found = tuple(item for _, item in sorted(near, key=lambda each: each[0], reverse=True)[:_OFFERED])
        return found if not heading.aside or (found and _ASIDE_FROM.search(found[0].name)) else ()

    @staticmethod
    def _score(heading: Heading, item: Indicator) -> tuple[float, float]:
        """How near an indicator's names come to a heading, letter by letter or word by word, and how probable that
        makes it among those that do: the measure that the heading tells, a change where it speaks of one."""
        likeness = []
        for said, name in product((heading.phrase, heading.text), (item.name, item.short_name)):
            one, other = bare_key(said), bare_key(name)
            by_letters = difflib.SequenceMatcher(None, one, other).ratio()
            by_words = difflib.SequenceMatcher(None, one.split(), other.split()).ratio()
            likeness.append((max(by_letters, by_words), by_letters + by_words))
        changes = bool(_ASIDE_FROM.search(item.name))
        fitting = (heading.measure in (None, item.measure)) + (bool(_ASIDE_FROM.search(heading.text)) is changes)
        return max(each for each, _ in likeness), max(each for _, each in likeness) + _FITTING * fitting
