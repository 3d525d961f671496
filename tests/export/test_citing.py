"""Tests the citation files of the whole data set for reference managers: BibTeX, RIS and CSL-JSON."""

import json
from datetime import date

import pytest

from generator.export.citing import CitedData, bibtex, citation_file, citation_files, cited_data, latex, ris
from generator.history import History, Release
from generator.model import Settings

RELEASED, TODAY = date(2024, 7, 1), date(2024, 9, 9)
FIRST = Release("2024-07-01", RELEASED, first=True, changes=(), counts=())
PENDING = Release("", None, first=False, changes=(), counts=())
FOUND = CitedData("Cổng thử", "2024-07-01", RELEASED, "https://cong.example/du-lieu/")
TITLE = "Cổng thử: chỉ tiêu và kết quả cải cách hành chính, dịch vụ công trực tuyến"
NOTE = "Giấy phép Creative Commons Ghi công 4.0 Quốc tế (CC BY 4.0). Ghi kèm số hiệu văn bản nêu số liệu."


@pytest.mark.parametrize(
    ("releases", "version", "on"),
    [((FIRST,), "2024-07-01", RELEASED), ((PENDING, FIRST), "2024-07-01+2024-09-09", TODAY), ((), "2024-09-09", TODAY)],
    ids=["released", "changed since", "never released"],
)
def test_the_cited_version_is_the_newest_release(releases: tuple[Release, ...], version: str, on: date) -> None:
    found = cited_data("Cổng thử", History(releases), TODAY, "https://cong.example/")
    assert found == CitedData("Cổng thử", version, on, "https://cong.example/du-lieu/")


def test_a_site_without_an_address_is_cited_without_one() -> None:
    assert cited_data("Cổng thử", History((FIRST,)), TODAY, "").address == ""


@pytest.mark.parametrize("repository", ["", "https://kho.example/cong"])
def test_the_citation_file_names_the_repository_if_there_is_one(repository: str) -> None:
    """An empty address is not valid there."""
    content = citation_file(Settings("Cổng thử", ("t",), repository=repository), FIRST).content.decode()
    named = [line for line in content.splitlines() if line.startswith("repository-code: ")]
    assert named == [f'repository-code: "{repository}"'] * bool(repository)


def test_the_bibtex_entry_has_all_fields() -> None:
    assert bibtex(FOUND).splitlines() == [
        "@misc{cong-thu-2024-07-01,",
        "  author = {{Cổng thử}},",
        f"  title = {{{{{TITLE}}}}},",
        "  year = {2024},",
        "  month = {7},",
        "  version = {2024-07-01},",
        "  url = {https://cong.example/du-lieu/},",
        f"  note = {{{NOTE}}},",
        "}",
    ]


def test_the_ris_entry_has_all_fields() -> None:
    assert ris(FOUND) == "\r\n".join(
        [
            "TY  - DATA", "AU  - Cổng thử", f"TI  - {TITLE}", "PB  - Cổng thử", "PY  - 2024", "DA  - 2024/07/01",
            "ET  - 2024-07-01", "LA  - vi", "UR  - https://cong.example/du-lieu/", f"N1  - {NOTE}", "ER  - ", "",
        ]
    )  # fmt: skip


def test_the_csl_json_item_has_all_fields() -> None:
    *_, file = citation_files(FOUND)
    (item,) = json.loads(file.content)
    assert file.path == "data/trich-dan.json"
    assert item == {
        "id": "cong-thu-2024-07-01",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": "Cổng thử"}],
        "publisher": "Cổng thử",
        "issued": {"date-parts": [[2024, 7, 1]]},
        "version": "2024-07-01",
        "URL": "https://cong.example/du-lieu/",
        "language": "vi",
        "note": NOTE,
    }


def test_without_a_site_address_no_citation_has_a_url() -> None:
    found = CitedData("Cổng thử", "2024-07-01", RELEASED, "")
    texts = [file.content.decode() for file in citation_files(found)]
    assert not [text for text in texts if "url" in text.lower() or "UR  -" in text]


def test_special_characters_of_latex_are_escaped() -> None:
    """A brace is written as a command, so that programs that count braces still find the end of the field."""
    assert latex("50% & #1_a $x$ ~ ^") == r"50\% \& \#1\_a \$x\$ \textasciitilde{} \textasciicircum{}"
    assert latex("\\{}\n{") == r"\textbackslash{}\textbraceleft{}\textbraceright{} \textbraceleft{}"


def test_line_breaks_in_a_title_add_no_lines_to_the_ris_entry() -> None:
    lines = ris(CitedData("Cổng\r\nER  - \nTY  - BOOK", "1", RELEASED, "")).split("\r\n")
    assert [line[:2] for line in lines if line] == ["TY", "AU", "TI", "PB", "PY", "DA", "ET", "LA", "N1", "ER"]
    assert lines[1] == "AU  - Cổng ER - TY - BOOK"
