"""Which letters a browser fetches a font for."""

from tests.browser.windows import Visiting

UNIT = "/don-vi/"


def test_the_letters_of_the_site_come_from_the_cut_fonts(first_visiting: Visiting) -> None:
    """The whole fonts are twice as large; a page asks for none of them. Vietnamese letters come with the styles."""
    visit = first_visiting()
    visit.open(UNIT)
    visit.settle()
    fonts = {path.rpartition("/")[2] for path in visit.paths() if path.endswith(".woff2")}
    assert fonts == {"source-sans-3-latin.woff2"}
    shown = visit.page.evaluate("() => document.fonts.check('16px \"Source Sans 3\"', 'Đơn vị hành chính')")
    assert shown


def test_a_letter_that_the_site_does_not_write_is_shown_in_the_same_font(first_visiting: Visiting) -> None:
    """What a reader types, or a page of tomorrow, is drawn from the whole font."""
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
