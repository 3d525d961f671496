"""Formats, sorts and folds figures, dates, periods and names for Vietnamese.

Numbers follow Vietnamese practice: comma for decimals, point for thousands (`1.777`, `58,73%`). Frequent results are
cached, because the same figure, name or locator is written on many pages.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

from generator.model import SCALE, Comparison, Measure, Period, Rhythm, Schedule, Source

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"

SUFFIXES = {
    Measure.PERCENT: "%",
    Measure.COUNT: "",
    Measure.POINTS: f"{NBSP}điểm",
    Measure.MINUTES: f"{NBSP}phút",
    Measure.RANK: "",
}
"""What is written after a figure."""
PREFIXES = {Measure.RANK: f"hạng{NBSP}"}
"""What is written before a figure."""
COMPARISONS = {Comparison.AT_LEAST: "tối thiểu", Comparison.AT_MOST: "tối đa", Comparison.EXACTLY: "đúng"}
"""The words before a target."""
_EXACT_DECIMALS = 6
"""The decimals of a figure in millionths."""
_ROMAN = ("", "I", "II", "III", "IV")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTERS = {letter: index for index, letter in enumerate(_ALPHABET, 10)}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_remembered = lru_cache(maxsize=50_000)


@_remembered
def amount_of(text: str) -> int:
    """Returns the figure in whole millionths.

    Raises ValueError if the text is not a plain decimal number or has more than six decimals.
    """
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,6})?", text):
        raise ValueError(f"not a plain decimal: {text!r}")
    return int(Decimal(text) * SCALE)


def decimals_of(text: str) -> int:
    """Returns the number of decimals of a stated figure: 2 for `58.70`."""
    return len(text.partition(".")[2])


@_remembered
def plain_decimal(amount: int, decimals: int) -> str:
    """Returns the figure with a decimal point, rounded half up to `decimals` decimals, without trailing zeros:
    `58.7`."""
    whole, fraction = divmod(_rounded(abs(amount), decimals), 10**decimals)
    digits = f"{fraction:0{decimals}}".rstrip("0") if fraction else ""
    sign = "-" if amount < 0 and (whole or fraction) else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def _rounded(amount: int, decimals: int) -> int:
    """Returns the amount in units of its last decimal, rounded half up. Uses only whole numbers, which are fast: a page
    shows hundreds of figures."""
    unit: int = SCALE // 10**decimals
    return (amount + unit // 2) // unit


def number(amount: int, decimals: int) -> str:
    """Returns the figure in Vietnamese form, `1.777` or `58,7`, with at most `decimals` decimals and a true minus
    sign."""
    return without_unit(plain_decimal(amount, decimals))


@_remembered
def without_unit(text: str) -> str:
    """Returns a stated figure without its unit of measure, for a column whose heading names the unit: `48,50`."""
    whole, _, fraction = text.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = MINUS if text.startswith("-") else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def count(items: int) -> str:
    """Returns a whole number in Vietnamese form: `3.321`."""
    return without_unit(str(items))


def figure(amount: int, measure: Measure, decimals: int) -> str:
    """Returns a figure with its unit of measure: `58,73%`, `87,3 điểm`, `hạng 20`."""
    return f"{PREFIXES.get(measure, '')}{number(amount, decimals)}{SUFFIXES[measure]}"


def exact_number(amount: int) -> str:
    """Returns a stated figure in Vietnamese form, without rounding and without trailing zeros."""
    return number(amount, _EXACT_DECIMALS)


def exact_figure(amount: int, measure: Measure) -> str:
    """Returns the same with its unit of measure: `79,996%`, which must not look like a target of 80%."""
    return figure(amount, measure, _EXACT_DECIMALS)


@_remembered
def stated(text: str, measure: Measure) -> str:
    """Returns a figure with as many decimals as its document states: `48.50` becomes `48,50%`."""
    return f"{PREFIXES.get(measure, '')}{without_unit(text)}{SUFFIXES[measure]}"


def unit_of_measure(measure: Measure) -> str:
    """Returns the unit of measure for a heading: `%`, `điểm`, `phút`; empty for counts and ranks."""
    return SUFFIXES[measure].strip()


@_remembered
def target_text(text: str, comparison: Comparison, measure: Measure) -> str:
    """Returns a target in words: `tối thiểu 80%`, `tối đa 30 phút`, `hạng 20 trở lên`. At least 100 percent is just
    `100%`."""
    if measure is Measure.RANK and comparison is Comparison.AT_MOST:
        return f"{stated(text, measure)} trở lên"
    if measure is Measure.PERCENT and comparison is Comparison.AT_LEAST and amount_of(text) == 100 * SCALE:
        return stated(text, measure)
    return f"{COMPARISONS[comparison]} {stated(text, measure)}"


def difference(amount: int, measure: Measure, decimals: int) -> str:
    """Returns a signed difference: `+0,4 điểm phần trăm` for percents, `−3` for counts. It is 0 only if it is exactly 0
    (`visible_decimals`)."""
    sign = "+" if amount > 0 else ""
    suffix = f"{NBSP}điểm phần trăm" if measure is Measure.PERCENT else SUFFIXES[measure]
    unit = f"{NBSP}bậc" if measure is Measure.RANK else suffix
    return f"{sign}{number(amount, visible_decimals(amount, decimals))}{unit}"


def visible_decimals(amount: int, decimals: int) -> int:
    """Returns the number of decimals with which a difference is not rounded to 0, but at least `decimals`.

    A document may state a figure more exactly than the indicator's figures usually are: 79,996% is not 0 points short
    of 80%.
    """
    enough = (digits for digits in range(decimals, _EXACT_DECIMALS + 1) if _rounded(abs(amount), digits))
    return next(enough, decimals)


def course(change: int, measure: Measure) -> tuple[str, str]:
    """Returns the verb of a change and the word before the later figure: `tăng`, `lên` or `giảm`, `xuống`. A rank
    with a greater number is a lower place, so it goes down: from 17 to 20 is `xuống`."""
    if measure is Measure.RANK:
        return ("xuống", "xuống") if change > 0 else ("lên", "lên")
    return ("tăng", "lên") if change > 0 else ("giảm", "xuống")


def moved(change: int, first: str, last: str, measure: Measure) -> str:
    """Returns a change with both figures: `tăng từ 41% lên 58%`, or `từ hạng 20 lên hạng 17`."""
    verb, to = course(change, measure)
    since = f"từ {first}" if measure is Measure.RANK else f"{verb} từ {first}"
    return f"{since} {to} {last}"


def distance(amount: int, measure: Measure, decimals: int) -> str:
    """Returns the size of a difference, without a sign: `0,4 điểm phần trăm`."""
    return difference(abs(amount), measure, decimals).lstrip("+")


@_remembered
def period(value: Period) -> str:
    """Returns a period in words: `tháng 5/2024`, `quý II/2024`, `năm 2024`."""
    if value.month:
        return f"tháng{NBSP}{value.month}/{value.year}"
    if value.quarter:
        return f"quý{NBSP}{_ROMAN[value.quarter]}/{value.year}"
    return f"năm{NBSP}{value.year}"


def short_period(value: Period) -> str:
    """Returns a period for axes and narrow columns: `5/2024`, `quý II/2024`, `2024`."""
    return period(value).removeprefix(f"tháng{NBSP}").removeprefix(f"năm{NBSP}")


def roman(quarter: int) -> str:
    """Returns the number of a quarter as documents write it: `II`."""
    return _ROMAN[quarter]


def due(value: Period) -> str:
    """Returns the due period of a target in words: `đến hết năm 2024`, `đến hết quý I/2024`."""
    return f"đến hết {period(value)}"


def day(value: date) -> str:
    """Returns a date in Vietnamese form: `14/11/2023`."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def schedule(value: Schedule) -> str:
    """Returns the time of a task in words: `quý I/2024, sau đó thường xuyên`, `2021–2025`, `từ tháng 1/2024 đến tháng
    6/2024`, `hằng năm`."""
    if value.rhythm is not Rhythm.ONCE:
        return _recurring(value)
    begin, _, end = value.text.partition("/")
    if value.continuing:
        return f"{_date_or_period(begin)}, sau đó tiếp tục thường xuyên"
    return _span(begin, end) if end else _date_or_period(begin)


def _span(begin: str, end: str) -> str:
    years = begin.isdigit() and end.isdigit()
    return f"{begin}–{end}" if years else f"từ {_date_or_period(begin)} đến {_date_or_period(end)}"


def _recurring(value: Schedule) -> str:
    words = {
        Rhythm.ONGOING: "thường xuyên",
        Rhythm.ANNUAL: "hằng năm",
        Rhythm.QUARTERLY: "hằng quý",
        Rhythm.MONTHLY: "hằng tháng",
    }
    word = words[value.rhythm]
    return f"quý{NBSP}{_ROMAN[int(value.within[1])]} {word}" if value.within else word


def _date_or_period(text: str) -> str:
    return day(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else period(Period.parse(text))


SPECIAL_ROWS = {"total": "dòng tổng", "mean": "dòng bình quân", "common": "ô chung các đơn vị"}
"""Words for the special rows of a table."""
SPECIAL_TABLES = {"text": "", "PL": "phụ lục"}
"""Words for the places of a document that are not tables: its running text, and an appendix without a name."""


def source_name(source: Source) -> str:
    """Returns the name of a document: `Kế hoạch số 3688/KH-UBND`, with a no-break space before the number. A document
    without a number has a name in its place: `Bộ dữ liệu vietnamadminunits 1.0.4`. If several documents have this
    number, the year or another difference is added: `Báo cáo số 35/BC-UBND (2025)`."""
    name = numbered_name(source)
    return f"{name} ({source.distinction})" if source.distinction else name


def numbered_name(source: Source) -> str:
    """Returns the name of a document without that addition, for places that show the document's date beside it."""
    numbered = source.number[:1].isdigit()
    return f"{source.kind} số{NBSP}{source.number}" if numbered else f"{source.kind} {source.number}"


@_remembered
def locator(value: str) -> str:
    """Returns a place in a document in words: `bảng PL2.3, dòng 64`, `mục II.2.a`, `phụ lục, mục III.5`."""
    return ", ".join(filter(None, (locator_table(value), locator_row(value))))


def locator_table(value: str) -> str:
    """Returns the table or appendix of a locator in words: `bảng PL2.3`, `phụ lục`; empty for running text."""
    table = value.partition(":")[0]
    return SPECIAL_TABLES.get(table, f"bảng{NBSP}{table}")


def locator_row(value: str) -> str:
    """Returns the row or section of a locator in words: `dòng 64`, `dòng tổng`, `mục III.5`. An appendix without a name
    has rows if the place is a plain number, else sections."""
    table, _, row = value.partition(":")
    section = table == "text" or (table == "PL" and not row.isdecimal())
    return SPECIAL_ROWS.get(row) or f"{'mục' if section else 'dòng'}{NBSP}{row}"


@_remembered
def locator_key(locator: str) -> tuple[bool, tuple[object, ...], tuple[object, ...]]:
    """Returns a key that sorts locators in the order of the document: running text, then tables. Within a table, common
    cells come first, totals and means last."""
    table, _, row = locator.partition(":")
    return table != "text", _parts(table), _parts(row)


def _parts(text: str) -> tuple[object, ...]:
    return tuple(_part(part) for part in re.findall(r"[^.-]+", text))


def _part(part: str) -> tuple[int, int, object]:
    """Returns the sort key of one part of a locator: `common`, then numbers (Roman ones too), then other texts."""
    if part == "common":
        return 0, 0, ()
    if part.isdecimal():
        return 1, int(part), ()
    if re.fullmatch("[IVX]+", part):
        return 1, from_roman(part), ()
    return 2, 0, collation(part)


def from_roman(text: str) -> int:
    """Returns the number of Roman numerals up to 39: 14 for `XIV`."""
    values = [_ROMAN_DIGITS[letter] for letter in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


@_remembered
def fold(text: str) -> str:
    """Returns the text in lower case without diacritics, `đ` as `d`, and with single spaces. People type names in this
    form when they search."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


@_remembered
def collation(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Returns the sort key of Vietnamese dictionaries. Letters are compared first (`a ă â b c d đ …`), tones only if
    the letters are equal (level, grave, hook, tilde, acute, dot). Digits come before letters and are compared as whole
    numbers."""
    letters: list[int] = []
    tones: list[int] = []
    for chunk in re.findall(r"\d+|\D", text.casefold()):
        letter, tone = _letter_and_tone(chunk)
        letters.append(letter)
        tones.append(tone)
    return tuple(letters), tuple(tones)


def _letter_and_tone(chunk: str) -> tuple[int, int]:
    """Returns the letter and the tone of one character or number, as sort keys."""
    if chunk.isdecimal():
        return 1_000_000 + int(chunk), 0
    marks = unicodedata.normalize("NFD", chunk)
    tone = next((_TONES[c] for c in marks if c in _TONES), 0)
    bare = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
    if not bare.strip():  # A space, or a second tone of one letter, which is a character of its own.
        return 0, tone
    return 2_000_000 + _LETTERS.get(bare, 100 + ord(bare[0])), tone


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Returns the text with a replacement character for each character that XML does not allow."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def slug(text: str) -> str:
    """Returns a name as part of an address or an id: `Phan Rang - Tháp Chàm` becomes `phan-rang-thap-cham`."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def is_slug(text: str) -> bool:
    """Whether the text can be part of an address: lower-case Latin letters, digits and single hyphens."""
    return bool(_SLUG.fullmatch(text))


@_remembered
def anchor(locator: str) -> str:
    """Returns the HTML id of a row: `PL2.3:64` becomes `pl2.3-64`. `text:II.2.đ` becomes `text-ii.2.dd`, because `.d`
    is another row."""
    return re.sub(r"[^a-z0-9.]+", "-", fold(locator.replace("đ", "dd").replace("Đ", "dd"))).strip("-")
