"""Tests the preview pictures of pages: their texts, the layout, and identical bytes each time."""

import io
import shutil
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator import pictures
from generator.assets import fonts
from generator.build import build
from generator.deferred import Deferred
from generator.model import Assessment
from generator.pages.drawings import Bar
from generator.pages.parts import Mark
from generator.pages.posters import Poster, PosterRow
from generator.pictures.layout import Box, Dot, Drawing, drawing
from generator.pictures.painting import Painter
from generator.pictures.typeface import BOLD, REGULAR, Sizes, Typeface
from tests.support.folders import ROOT

TODAY = date(2026, 11, 24)
NAME = "Cổng Minh Bạch"
ROW = PosterRow(
    name="Thanh toán trực tuyến",
    figure="31,98%",
    mark=Mark(Assessment.NOT_MET, "Chưa đạt"),
    sentences=("phải đạt tối thiểu 47% đến hết năm 2024", "hạng 5/18 sở, ban, ngành"),
    bar=Bar(31.98, 47.0, Assessment.NOT_MET),
)
POSTER = Poster("anh/don-vi/so-cong-thuong.png", "Tỉnh Tây Ninh", "Sở Công Thương", "Đạt 4 trên 11.", (ROW,), "Theo A")


@pytest.fixture(scope="module")
def typeface() -> Typeface:
    return Typeface(fonts(ROOT))


def test_the_width_of_a_text_is_the_sum_of_its_letters(typeface: Typeface) -> None:
    """At weight 400, Source Sans 3 gives A and Ắ 543 and 544 thousandths of the font size: 43.48 pixels at size 40."""
    assert typeface.units == 1000
    assert [letter.advance for letter in typeface.letters("AẮ", REGULAR)] == [543, 544]
    assert typeface.width("AẮ", 40, REGULAR) == pytest.approx(43.48)


def test_combining_marks_give_the_same_letters_as_composed_characters(typeface: Typeface) -> None:
    composed = "Tỷ lệ"
    decomposed = "Ty\u0309 le\u0323\u0302"
    assert list(typeface.letters(decomposed, BOLD)) == list(typeface.letters(composed, BOLD))


def test_a_letter_that_the_font_lacks_is_drawn_as_a_box(typeface: Typeface) -> None:
    empty, full = pixels("", typeface), pixels("漢", typeface)
    assert next(typeface.letters("漢", REGULAR)).advance > 0
    assert (empty != full).any()


def test_a_long_text_is_wrapped_then_set_smaller_then_cut(typeface: Typeface) -> None:
    sizes = Sizes(40, 20)
    text = "Sở Nông nghiệp và Phát triển nông thôn"
    assert typeface.fitted(text, 1000, sizes, 1, BOLD).texts == (text,)
    assert typeface.fitted(text, 1000, sizes, 1, BOLD).size == 40
    assert typeface.fitted(text, 500, sizes, 2, BOLD).texts == ("Sở Nông nghiệp và Phát", "triển nông thôn")
    smaller = typeface.fitted(text, 500, sizes, 1, BOLD)
    assert smaller.texts == (text,)
    assert 20 < smaller.size < 40
    cut = typeface.fitted(text, 200, sizes, 1, BOLD)
    assert cut.size == 20
    assert cut.texts == ("Sở Nông nghiệp và P…",)


def ends(made: Drawing, typeface: Typeface) -> Iterator[tuple[float, float]]:
    """Yields the right and the lower end of each text."""
    for text in made.texts:
        letter, at = text.letters[-1]
        yield text.x + (at + letter.advance) * text.size / typeface.units, text.y + 0.25 * text.size


def test_rows_do_not_overlap(typeface: Typeface) -> None:
    """This holds even below a title and a sentence of two lines each, and with names of two lines."""
    long = "Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh Tây Ninh sau khi sắp xếp lại các cơ quan"
    row = PosterRow("Tỷ lệ hồ sơ nộp, xử lý, trả kết quả trực tuyến", "100%", False, ROW.mark, ROW.sentences, ROW.bar)
    made = drawing(Poster("a.png", "Tỉnh", long, f"{long}; {long}", (row, row, row), "Theo A"), NAME, typeface)
    rules = [box.y for box in made.boxes if box.height == 1.5]
    assert len(rules) == 3
    lows = sorted(low for _, low in ends(made, typeface))
    assert max(low for low in lows if low < rules[1]) <= rules[1]
    assert not [low for low in lows if rules[1] - 2 < low < rules[1] + 10]
    assert not [box for box in made.boxes if box.colour == "track" and rules[1] < box.y + box.height < rules[1] + 30]


def pixels(sentence: str, typeface: Typeface) -> np.ndarray:
    """Returns the pixels of the poster's picture with another sentence."""
    poster = Poster(POSTER.path, POSTER.above, POSTER.title, sentence, POSTER.rows, POSTER.source)
    return np.asarray(Image.open(io.BytesIO(Painter(typeface).png(drawing(poster, NAME, typeface)))).convert("RGB"))


def test_a_picture_has_the_same_bytes_each_time() -> None:
    """The picture has 1200 × 630 pixels, and earlier drawings do not matter."""
    face = Typeface(fonts(ROOT))
    painter = Painter(face)
    one, other = drawing(POSTER, NAME, face), drawing(POSTER, "Cổng khác", face)
    first, between, again = (painter.png(made) for made in (one, other, one))
    assert Painter(Typeface(fonts(ROOT))).png(one) == first == again != between
    assert first.startswith(b"\x89PNG")
    assert struct.unpack(">II", first[16:24]) == (1200, 630)


def test_a_changed_sentence_changes_only_its_own_pixels(typeface: Typeface) -> None:
    """The sentence is below the title and above the first rule."""
    changed = (pixels("Đạt 5 trên 11.", typeface) != pixels("Đạt 4 trên 11.", typeface)).any(axis=(1, 2)).nonzero()[0]
    assert changed.size
    assert changed.min() > 170
    assert changed.max() < 230


def test_boxes_and_dots_are_drawn_at_their_positions(typeface: Typeface) -> None:
    """A box of 10 × 4 is at (100, 200), and a half-transparent dot is at (300, 400). Where two dots overlap, three
    quarters of the colour is theirs. Paper is (251, 249, 245), ink (23, 38, 43), own (13, 74, 79)."""
    made = Drawing((Box(100, 200, 10, 4, "ink"),), (Dot(300, 400, "own"), Dot(304, 400, "own")), (), ())
    seen = np.asarray(Image.open(io.BytesIO(Painter(typeface).png(made))).convert("RGB"))
    assert {tuple(point) for point in seen[200:204, 100:110].reshape(-1, 3).tolist()} == {(23, 38, 43)}
    around = seen[198:206, 98:112].reshape(-1, 3).tolist()
    assert sum(point == [23, 38, 43] for point in around) == 40
    assert seen[400, 295].tolist() == [132, 162, 162]
    assert seen[400, 302].tolist() == [72, 118, 120]
    assert seen[400, 320].tolist() == [251, 249, 245]


def test_shapes_are_cut_at_the_edge(typeface: Typeface) -> None:
    made = Drawing((Box(1195, 625, 40, 40, "ink"), Box(-20, 100, 30, 5, "ink")), (Dot(2, 300, "own"),), (), ())
    seen = np.asarray(Image.open(io.BytesIO(Painter(typeface).png(made))).convert("RGB"))
    assert seen[629, 1199].tolist() == seen[102, 0].tolist() == seen[102, 9].tolist() == [23, 38, 43]
    assert seen[102, 10].tolist() == [251, 249, 245]
    assert seen[300, 0].tolist() == [132, 162, 162]


def test_a_picture_of_many_colours_uses_the_palette(typeface: Typeface) -> None:
    """Overlapping dots mix into more than 256 colours. Each further colour is replaced by the nearest one of the
    palette."""
    names = ("own", "met", "not-met", "gold", "other", "ink")
    dots = tuple(Dot(100 + 3.3 * number, 300, names[number % 6]) for number in range(300))
    file = Painter(typeface).png(Drawing((), dots, (), ()))
    image = Image.open(io.BytesIO(file))
    assert image.mode == "P"
    colours = image.convert("RGB").getcolors(1 << 16)
    assert colours is not None
    assert len(colours) <= 256


def test_a_portal_without_fonts_has_no_pictures(mini: Path) -> None:
    build(mini, TODAY)
    assert not (mini / "build/docs/anh").exists()


@pytest.fixture
def mini_with_fonts(mini: Path) -> Path:
    """The mini portal with the packages of the theme."""
    shutil.copy(ROOT / "package.json", mini / "package.json")
    (mini / "node_modules").symlink_to(ROOT / "node_modules")
    return mini


def written(root: Path) -> dict[str, int]:
    files = (root / "build/docs/anh").rglob("*.png")
    return {file.relative_to(root / "build/docs").as_posix(): file.stat().st_mtime_ns for file in files}


def test_only_changed_pictures_are_drawn_again(mini_with_fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed figure of Sở An Bình changes three pictures: the unit's, the indicator's and that of the period."""
    drawn: list[str] = []

    def noted(poster: Poster, portal: str, typeface: Typeface) -> Drawing:
        drawn.append(poster.path)
        return drawing(poster, portal, typeface)

    monkeypatch.setattr(pictures, "drawing", noted)
    build(mini_with_fonts, TODAY)
    assert "anh/don-vi/so-a.png" in written(mini_with_fonts)
    assert len(drawn) == len(written(mini_with_fonts))
    drawn.clear()
    before = written(mini_with_fonts)
    build(mini_with_fonts, TODAY)
    assert (drawn, written(mini_with_fonts)) == ([], before)
    file = mini_with_fonts / "data/results/demo-2024.csv"
    text = file.read_text(encoding="utf-8")
    assert "demo.so-a,,,waiting-time,2024-06,20," in text
    file.write_text(text.replace("waiting-time,2024-06,20,", "waiting-time,2024-06,21,", 1), encoding="utf-8")
    build(mini_with_fonts, TODAY)
    changed = {path for path, time in written(mini_with_fonts).items() if before.get(path) != time}
    assert changed == {
        "anh/chi-tieu/thoi-gian-cho.png",
        "anh/chi-tieu/thoi-gian-cho/2024-06.png",
        "anh/don-vi/so-a.png",
    }
    assert len(drawn) == 3


def test_each_picture_has_a_recipe_with_a_key() -> None:
    made = list(pictures.recipes(Deferred([lambda: POSTER], [(POSTER.path,)]), NAME, ROOT))
    assert [recipe.paths for recipe in made] == [(POSTER.path,)]
    assert made[0].key
