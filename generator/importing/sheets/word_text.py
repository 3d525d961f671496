"""Reads the visible text of the paragraphs of a Word document, with all tracked changes accepted."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from docx.oxml.ns import qn
from lxml.etree import _Element

from generator.importing.sheets.grid import STRUCK_OUT

WRAPPERS = frozenset(qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:customXml"))
"""Elements around tables, rows, cells and paragraphs that do not change the text, such as form fields."""
_BOX = qn("w:txbxContent")
_OMITTED = frozenset({qn("w:del"), qn("w:moveFrom"), _BOX})
_OFF = ("0", "false", "off")
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SYMBOLS = {"B3": "≥", "A3": "≤", "3E": ">", "3C": "<", "2D": "-", "25": "%"}
"""Signs of the font Symbol that are part of a figure. Older documents write them this way."""
_BLANKS = frozenset(map(qn, ("w:tab", "w:ptab", "w:br", "w:cr")))
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}")


@dataclass(frozen=True)
class TextStyle:
    """How a run is displayed: raised like a footnote mark, struck through, or hidden.

    `position` is the height of the text above its line in half points, 0 if the run has no own one.
    """

    raised: bool = False
    struck: bool = False
    hidden: bool = False
    position: int = 0


@dataclass(frozen=True)
class TextStyles:
    """The named styles of a document. `default` is the id of the style of paragraphs without one, or empty."""

    named: Mapping[str, _Element] = field(default_factory=dict)
    default: str = ""

    @classmethod
    def of(cls, styles: _Element) -> "TextStyles":
        """Returns the styles of paragraphs and characters in the list of styles of a document."""
        kinds = ("paragraph", "character")
        listed = [item for item in styles.iterchildren(qn("w:style")) if item.get(qn("w:type")) in kinds]
        defaults = (
            item
            for item in listed
            if item.get(qn("w:type")) == "paragraph" and item.get(qn("w:default")) in ("1", "true")
        )
        default = next((item.get(qn("w:styleId"), "") for item in defaults), "")
        return cls({item.get(qn("w:styleId"), ""): item for item in listed}, default)

    def of_paragraph(self, paragraph: _Element) -> TextStyle:
        """Returns the style that a paragraph gives to its text."""
        return self._applied(_named(paragraph, "w:pPr", "w:pStyle") or self.default, TextStyle())

    def of_run(self, run: _Element, base: TextStyle) -> TextStyle:
        """Returns the style of a run in a paragraph of this style. Its own properties have priority."""
        return _with_properties(run, self._applied(_named(run, "w:rPr", "w:rStyle"), base))

    def _applied(self, name: str, base: TextStyle) -> TextStyle:
        """Returns a style with the properties of a named style, and those that it inherits, over it."""
        chain: dict[str, _Element] = {}
        while name in self.named and name not in chain:
            chain[name] = self.named[name]
            above = chain[name].find(qn("w:basedOn"))
            name = above.get(qn("w:val"), "") if above is not None else ""
        for style in reversed(chain.values()):
            base = _with_properties(style, base)
        return base


def _named(item: _Element, properties: str, tag: str) -> str:
    """Returns the id of the named style of a paragraph or a run. Empty if it has none."""
    found = item.find(f"{qn(properties)}/{qn(tag)}")
    return "" if found is None else found.get(qn("w:val"), "")


def _with_properties(item: _Element, base: TextStyle) -> TextStyle:
    """Returns a style with the properties of a run, or of a named style, over it."""
    properties = item.find(qn("w:rPr"))
    if properties is None:
        return base
    raised, position = properties.find(qn("w:vertAlign")), properties.find(qn("w:position"))
    return TextStyle(
        base.raised if raised is None else raised.get(qn("w:val")) == "superscript",
        is_on(properties, ("w:strike", "w:dstrike"), otherwise=base.struck),
        is_on(properties, ("w:vanish",), otherwise=base.hidden),
        base.position if position is None else _whole_number(position),
    )


def _whole_number(item: _Element) -> int:
    text = item.get(qn("w:val"), "")
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else 0


def is_on(properties: _Element, tags: tuple[str, ...], *, otherwise: bool) -> bool:
    """Whether one of these switches is on. `otherwise` is the result if none of them is present."""
    values = [item.get(qn("w:val")) not in _OFF for tag in tags if (item := properties.find(qn(tag))) is not None]
    return any(values) if values else otherwise


def texts_of_cell(item: _Element, styles: TextStyles) -> Iterator[str]:
    """Yields the texts of a cell. Texts of a table inside the cell are included, because such a cell is not blank."""
    for paragraph in item.iter(qn("w:p")):
        around = itertools.takewhile(lambda outer: outer is not item, paragraph.iterancestors())
        if not any(outer.tag == _BOX for outer in around):
            yield re.sub(r"\s+", " ", visible_text(paragraph, styles))


def visible_text(paragraph: _Element, styles: TextStyles) -> str:
    """Returns the text of a paragraph with all tracked changes accepted: insertions are kept, deleted and moved texts
    are left out. Hidden and struck-out texts and raised footnote marks are left out too. If the whole text is struck
    out, the result is that text after the prefix STRUCK_OUT."""
    visible, struck = "", ""
    for text, style in _runs(paragraph, styles):
        if style.struck:
            struck += text
        else:
            visible += text
    return visible if visible.strip() or not struck.strip() else f"{STRUCK_OUT}{struck}"


def _runs(paragraph: _Element, styles: TextStyles) -> Iterator[tuple[str, TextStyle]]:
    """Yields text and style of the visible runs of a paragraph that are on its line. A text is raised if its position
    is above that of another text: offices also move all text of a cell up to align it."""
    base = styles.of_paragraph(paragraph)
    found: list[tuple[str, TextStyle]] = []
    for run in paragraph.iter(qn("w:r"), f"{_MATH}oMath"):
        if not _is_omitted(run, paragraph):
            is_formula = run.tag != qn("w:r")
            style = replace(base, struck=False, hidden=False) if is_formula else styles.of_run(run, base)
            found.append((_formula(run) if is_formula else _text(run), style))
    seen = [(text, style) for text, style in found if text.strip() and not style.raised and not style.hidden]
    lowest = min((style.position for _, style in seen), default=0)
    for text, style in found:
        if not style.raised and not style.hidden and (style.position <= max(lowest, 0) or not text.strip()):
            yield text, style


def _text(run: _Element) -> str:
    """Returns the text of a run, including signs that are written as symbols."""
    return "".join(map(_text_of_part, run))


def _text_of_part(item: _Element) -> str:
    if item.tag == qn("w:t"):
        return item.text or ""
    if item.tag in _BLANKS:
        return " "
    if item.tag == qn("w:noBreakHyphen"):
        return "-"
    return _symbol(item) if item.tag == qn("w:sym") else ""


def _symbol(item: _Element) -> str:
    is_symbol_font = (item.get(qn("w:font")) or "").lower() == "symbol"
    return _SYMBOLS.get((item.get(qn("w:char")) or "")[-2:].upper(), "") if is_symbol_font else ""


def _formula(item: _Element) -> str:
    """Returns the text of a formula. A fraction or a power is put in brackets, because its parts in a row would read as
    another number."""
    text = " ".join(found.text or "" for found in item.iter(f"{_MATH}t"))
    return text.replace(" ", "") if all(part.tag == f"{_MATH}r" for part in item) else f"[{text}]"


def _is_omitted(run: _Element, paragraph: _Element) -> bool:
    """Whether a run was deleted or moved, or is in a floating text box."""
    around = itertools.takewhile(lambda item: item is not paragraph, run.iterancestors())
    return any(item.tag in _OMITTED for item in around)
