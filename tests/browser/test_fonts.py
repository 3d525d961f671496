"""Which letters make the browser fetch a font file."""

from tests.browser.windows import Visiting

UNIT = "/don-vi/"


def test_letters_of_the_site_come_from_the_subset_fonts(first_visiting: Visiting) -> None:
    """The complete fonts are twice as large, so no page requests them. The Vietnamese letters are embedded in the
    styles."""
    visit = first_visiting()
    visit.open(UNIT)
    visit.settle()
    fonts = {path.rpartition("/")[2] for path in visit.paths() if path.endswith(".woff2")}
    assert fonts == {"source-sans-3-latin.woff2"}
    shown = visit.page.evaluate("() => document.fonts.check('16px \"Source Sans 3\"', 'Đơn vị hành chính')")
    assert shown


def test_other_letters_come_from_the_complete_font(first_visiting: Visiting) -> None:
    """A letter that a reader types, or that a future page uses, comes from the complete font."""
    visit = first_visiting()
    visit.open(UNIT)
    drawn = visit.page.evaluate(
        """async () => {
          const faces = await document.fonts.load("16px 'Source Sans 3'", "\u00fe");
          return faces.map((face) => face.status);
        }"""
    )
    assert drawn == ["loaded"]
    assert "source-sans-3-latin-whole.woff2" in {path.rpartition("/")[2] for path in visit.paths()}
