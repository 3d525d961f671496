"""Which letters make the browser fetch a font file, and how text looks before it arrives."""

import pytest

from tests.browser.late_fonts import let_font_come, open_without_font
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


# The width of a long text in one line, and the height of the line. The letters are large, because at the size of text
# some systems round the width of each letter to whole pixels.
MEASURED = """(weight) => {
    const line = document.createElement('p');
    line.style.cssText = `position: absolute; max-width: none; white-space: nowrap; font-size: 200px;
        font-weight: ${weight}`;
    line.textContent = `Kết quả tháng 5/2024 của 18 sở, ban, ngành thuộc tỉnh Tây Ninh so với mức phải đạt đến hết
        năm 2024: hồ sơ trực tuyến 47,4%, thanh toán trực tuyến 41,3%, mức độ hài lòng 92%. Trung vị cùng cấp
        76,76%, nửa giữa từ 53,18% đến 90,96%. Nguồn: văn bản công khai; mỗi con số dẫn tới văn bản, bảng và dòng đã
        nêu số đó.`;
    document.querySelector('article').append(line);
    const { width, height } = line.getBoundingClientRect();
    line.remove();
    return [width, height];
}"""


@pytest.mark.parametrize("weight", [400, 650])
def test_text_keeps_its_size_when_the_font_arrives(first_visiting: Visiting, weight: int) -> None:
    """The fallback font is scaled so that a long text is as wide as in the portal's font, to 1 %, and its lines are as
    high. Then few lines wrap elsewhere when the font arrives."""
    visit = first_visiting()
    font = open_without_font(visit, UNIT)
    width, height = visit.page.evaluate(MEASURED, weight)
    let_font_come(visit, font)
    own_width, own_height = visit.page.evaluate(MEASURED, weight)
    assert width != own_width
    assert width == pytest.approx(own_width, rel=0.01)
    assert height == own_height
