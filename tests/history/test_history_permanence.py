"""Tests how released data may be withdrawn or changed on purpose. Cases that are faults are in
`tests/problems/released-*`."""

from datetime import date
from pathlib import Path

import pytest

from generator.addresses.ledger import ledger_text
from generator.data_files import LEDGER
from generator.history import permanence_problems, with_address_owners
from generator.history.address_owners import address_owners
from generator.loading import load_portal
from tests.support.portals import RESULTS_FILE, replace_in
from tests.support.releasing import edit, history_of, published, release_now


@pytest.fixture
def released(mini: Path) -> Path:
    """The mini portal after one release."""
    release_now(mini, date(2024, 7, 15))
    return mini


def places(root: Path) -> list[str]:
    portal, _ = published(root)
    return [problem.path for problem in permanence_problems(root, portal, history_of(root))]


def test_a_missing_results_file_is_a_fault_unless_its_document_is_withdrawn_too(released: Path) -> None:
    (released / RESULTS_FILE).unlink()
    assert places(released) == [RESULTS_FILE]
    path = released / "data/sources.yml"
    first, _ = path.read_text(encoding="utf-8").split("\n\n")
    path.write_text(f"{first}\n", encoding="utf-8")
    assert places(released) == []


def test_figures_may_be_withdrawn_by_a_results_file_with_only_a_heading(released: Path) -> None:
    heading, _, _ = (released / RESULTS_FILE).read_text(encoding="utf-8").partition("\n")
    (released / RESULTS_FILE).write_text(f"{heading}\n", encoding="utf-8")
    assert places(released) == []


def test_a_document_with_the_same_number_and_another_day_is_another_document(released: Path) -> None:
    """Document numbers begin again each year."""
    (released / RESULTS_FILE).unlink()
    edit(released, "data/sources.yml", ("id: demo-2024", "id: demo-2025"), ('"2024-07-01"', '"2025-07-01"'))
    assert places(released) == []
    edit(released, "data/sources.yml", ('"2025-07-01"', '"2024-07-01"'))
    assert places(released) == ["data/sources.yml"]


def test_two_documents_may_have_the_same_number_and_day(released: Path) -> None:
    """Two offices may number their documents alike. The second one may be added later, and the first one withdrawn."""
    path = released / "data/sources.yml"
    first, report = path.read_text(encoding="utf-8").split("\n\n")
    other = report.replace("demo-2024", "demo-other").replace("bao-cao-2", "bao-cao-khac")
    path.write_text(f"{first}\n\n{report}\n{other}", encoding="utf-8")
    assert places(released) == []
    release_now(released, date(2024, 8, 15))
    (released / RESULTS_FILE).unlink()
    path.write_text(f"{first}\n\n{other}", encoding="utf-8")
    assert places(released) == []


UNITS = "data/units.csv"
SECOND = "demo.so-b,so-b,Sở Đại Đồng,Sở Đại Đồng,department,department,demo,,"


@pytest.fixture
def ended(mini: Path) -> Path:
    """The mini portal, released after its second department had ended."""
    edit(mini, UNITS, (f"{SECOND},,,", f"{SECOND},2024-06-30,,"))
    release_now(mini, date(2024, 7, 15))
    return mini


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        (f"{SECOND},2024-07-01,,", []),
        (f"{SECOND},,,", []),
        (SECOND.replace("Đại Đồng", "Đại Thành") + ",2024-06-30,,", []),
        (SECOND.replace("Đại Đồng", "Đại Thành") + ",,,", ["Sở Đại Thành"]),
        (f"{SECOND[:-1]},2024-07-01,,,", ["Sở Đại Đồng"]),
        (f"{SECOND[:-1]},2024-06-30,,,", []),
    ],
    ids=["another-last-day", "goes-on-after-all", "another-name", "another-unit", "begins-later", "was-there-that-day"],
)
def test_the_id_of_a_unit_that_ended_cannot_be_used_for_another_unit(ended: Path, row: str, refused: list[str]) -> None:
    """A wrong day or name may be corrected. A unit that continues under another name, or that begins later, is
    another unit."""
    edit(ended, UNITS, (f"{SECOND},2024-06-30,,", row))
    portal, _ = published(ended)
    found = list(permanence_problems(ended, portal, history_of(ended)))
    message = (
        "({}) có trong phiên bản công bố ngày 15/07/2024 là mã của Sở Đại Đồng, kết thúc ngày 30/06/2024; "
        "mã đã dùng thì không dùng lại"
    )
    assert [(problem.line, problem.message) for problem in found] == [(4, message.format(name)) for name in refused]


def test_the_row_of_a_unit_that_ended_must_remain(ended: Path) -> None:
    edit(ended, UNITS, (f"{SECOND},2024-06-30,,\n", ""))
    portal, _ = load_portal(ended)
    found = permanence_problems(ended, portal, history_of(ended))
    assert [(problem.path, problem.value) for problem in found] == [(UNITS, "demo.so-b")]


def with_owners_of(root: Path, day: date) -> None:
    """Releases the portal with the owners of its addresses, which the ledger has, as `make release` does."""
    owners = with_address_owners(root, release_now(root, day))
    (root / owners.path).write_bytes(owners.content)
    (root / LEDGER).write_text(ledger_text(sorted(address_owners(root, []))), encoding="utf-8")


TAKEN = "địa chỉ {} đã công bố cho {}; địa chỉ đã dùng thì không dùng lại"


def taken(root: Path) -> list[tuple[str, str]]:
    """Returns the message and hint of each problem."""
    portal, _ = published(root)
    return [(problem.message, problem.hint) for problem in permanence_problems(root, portal, history_of(root))]


def test_an_address_that_a_unit_no_longer_uses_cannot_be_used_for_another_unit(mini: Path) -> None:
    """Sở Đại Đồng ends and gives its slug to Sở Đại Thành, so an old link would show another unit. After two
    releases the history still records that its page was at `/don-vi/so-b/`, although it has had another address
    since the second."""
    with_owners_of(mini, date(2024, 7, 15))
    edit(mini, UNITS, (f"{SECOND},,,", f"{SECOND.replace(',so-b,', ',so-b-cu,')},2024-06-30,,"))
    assert taken(mini) == []
    with_owners_of(mini, date(2024, 7, 16))
    new = "demo.so-c,{},Sở Đại Thành,Sở Đại Thành,department,department,demo,,2024-07-01,,,\n"
    units = (mini / UNITS).read_text(encoding="utf-8")
    (mini / UNITS).write_text(units + new.format("so-b"), encoding="utf-8")
    message = TAKEN.format("/don-vi/so-b/", "đơn vị demo.so-b")
    hint = "đặt slug khác cho đơn vị này, hoặc trả lại slug ấy cho demo.so-b"
    assert taken(mini) == [(f"(demo.so-c) {message}", hint)]
    (mini / UNITS).write_text(units + new.format("so-c"), encoding="utf-8")
    assert taken(mini) == []


def test_a_unit_may_take_back_its_former_address(mini: Path) -> None:
    with_owners_of(mini, date(2024, 7, 15))
    edit(mini, UNITS, (SECOND, SECOND.replace(",so-b,", ",so-b-cu,")))
    with_owners_of(mini, date(2024, 7, 16))
    edit(mini, UNITS, (",so-b-cu,", ",so-b,"))
    assert taken(mini) == []


def test_indicators_cannot_exchange_their_addresses(mini: Path) -> None:
    with_owners_of(mini, date(2024, 7, 15))
    full, all_ = "slug: so-dich-vu-toan-trinh\n", "slug: so-dich-vu\n"
    edit(mini, "data/indicators.yml", (full, "slug: x\n"), (all_, full), ("slug: x\n", all_))
    assert [message for message, _ in taken(mini)] == [
        "(services-total) " + TAKEN.format("/chi-tieu/so-dich-vu-toan-trinh/", "chỉ tiêu services-full"),
        "(services-full) " + TAKEN.format("/chi-tieu/so-dich-vu/", "chỉ tiêu services-total"),
    ]


def test_the_address_of_a_withdrawn_document_cannot_be_used_for_another_document(mini: Path) -> None:
    """The data no longer contains the document's id, so the hint does not propose to give the slug back."""
    with_owners_of(mini, date(2024, 7, 15))
    (mini / RESULTS_FILE).rename(mini / "data/results/demo-other.csv")
    other = (("id: demo-2024", "id: demo-other"), ("number: 2/BC-UBND", "number: 3/BC-UBND"))
    edit(mini, "data/sources.yml", *other)
    message = TAKEN.format("/van-ban/bao-cao-2/", "văn bản demo-2024")
    assert taken(mini) == [(f"(demo-other) {message}", "đặt slug khác cho văn bản này")]


def test_a_damaged_list_of_addresses_is_a_fault_with_a_remedy(mini: Path) -> None:
    with_owners_of(mini, date(2024, 7, 15))
    edit(mini, "data/history/addresses.csv", ("/don-vi/so-b/,demo.so-b\n", "/don-vi/so-b/\n"))
    portal, _ = published(mini)
    (problem,) = permanence_problems(mini, portal, history_of(mini))
    assert (problem.path, problem.hint) == (
        "data/history/addresses.csv",
        "tệp do `make release` ghi, không sửa tay; lấy lại từ bản trước trong kho mã",
    )


def test_a_new_portal_may_have_the_citation_of_the_portal_it_was_copied_from(mini: Path) -> None:
    """Its history and its ledger are empty, so only the title of the cited data shows whose release it was."""
    lines = ('title: "Cổng khác"', 'authors: [{"name": "Cổng khác"}]', 'version: "2024-07-15"')
    (mini / "CITATION.cff").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert places(mini) == []
    replace_in(mini / "CITATION.cff", '"name": "Cổng khác"', f'"name": "{published(mini)[0].settings.title}"')
    assert places(mini) == ["CITATION.cff"]


def test_a_portal_without_releases_has_nothing_to_keep(mini: Path) -> None:
    (mini / RESULTS_FILE).unlink()
    assert places(mini) == []
