"""What pages know: links in all directions, names by sound, what an audience may not see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import AS_OF, Rows, build_publishable, one_programme
from handbook.catalogue import CATALOGUE
from handbook.findings import Cell, Finding, Party, Severity, Visibility
from handbook.pages import (
    BatchPage,
    CadrePage,
    ListPage,
    ProgrammePage,
    UnitPage,
    all_pages,
    open_book,
)
from handbook.pages.book import Book
from handbook.pages.names import Pinyin, initial_of, pinyin_of, sort_key, without_marks
from handbook.pages.pagers import parts
from handbook.pages.values import Fact, Shown, Table, date_text, number_text, web_link
from handbook.publishable import PUBLIC, HeldRow, State

PINYIN = [
    pytest.param("陆予安", Pinyin(("lu", "yu", "an"), "luyuan", "lya"), id="plain"),
    pytest.param("单秋实", Pinyin(("shan", "qiu", "shi"), "shanqiushi", "sqs"), id="单 as surname"),
    pytest.param("曾向阳", Pinyin(("zeng", "xiang", "yang"), "zengxiangyang", "zxy"), id="曾"),
    pytest.param("仇笛", Pinyin(("qiu", "di"), "qiudi", "qd"), id="仇"),
    pytest.param("区知行", Pinyin(("ou", "zhi", "xing"), "ouzhixing", "ozx"), id="区"),
    pytest.param("欧阳舒", Pinyin(("ou", "yang", "shu"), "ouyangshu", "oys"), id="double surname"),
    pytest.param("尉迟禾", Pinyin(("yu", "chi", "he"), "yuchihe", "ych"), id="尉迟 against 尉"),
    pytest.param("欧阳", Pinyin(("ou", "yang"), "ouyang", "oy"), id="surname 欧, given name 阳"),
    pytest.param("吕棠", Pinyin(("lv", "tang"), "lvtang", "lt"), id="ü is typed v"),
    pytest.param(
        "陆 予安（挂）", Pinyin(("lu", "yu", "an", "gua"), "luyuangua", "lyag"), id="signs"
    ),
    pytest.param("Trần Minh Lộc", Pinyin((), "", ""), id="Vietnamese"),
    pytest.param("", Pinyin((), "", ""), id="blank"),
]


@pytest.mark.parametrize(("name", "expected"), PINYIN)
def test_a_name_is_spelled_as_a_name(name: str, expected: Pinyin) -> None:
    assert pinyin_of(name) == expected


INITIALS = [
    pytest.param("单秋实", "s", id="by surname"),
    pytest.param("Đỗ Quang Vinh", "v", id="Vietnamese by given name"),
    pytest.param("Nguyễn Thị Đào", "d", id="Đ stands under D"),
    pytest.param("", "", id="blank"),
    pytest.param("？？", "", id="no letters at all"),
]


@pytest.mark.parametrize(("name", "expected"), INITIALS)
def test_a_name_stands_under_a_letter(name: str, expected: str) -> None:
    assert initial_of(name) == expected


def test_names_of_one_sound_are_ordered_by_syllables() -> None:
    names = ["赵一", "张三", "章三", "Lê Thảo Vy", "Hoàng Ngọc Diệp"]
    assert sorted(names, key=sort_key) == ["Hoàng Ngọc Diệp", "Lê Thảo Vy", "张三", "章三", "赵一"]


def test_vietnamese_folds_to_plain_letters() -> None:
    assert without_marks("Đỗ Quang Vinh") == "do quang vinh"


DATES = [
    pytest.param("zh", "2025-03-01", id="Chinese"),
    pytest.param("vi", "01/03/2025", id="Vietnamese"),
    pytest.param("en", "1 Mar 2025", id="English"),
]


@pytest.mark.parametrize(("language", "expected"), DATES)
def test_a_date_reads_as_its_language_writes_it(language: str, expected: str) -> None:
    assert date_text(date(2025, 3, 1), language) == expected


LINKS = [
    pytest.param("https://files.example.org/a", "https://files.example.org/a", id="web"),
    pytest.param("javascript:alert(1)", "", id="script"),
    pytest.param(" JaVaScRiPt:alert(1)", "", id="script in disguise"),
    pytest.param("data:text/html,x", "", id="data"),
    pytest.param("//files.example.org/a", "", id="without a scheme"),
    pytest.param("http://[", "", id="broken"),
    pytest.param("材料/2025.docx", "", id="path of the file store"),
]


@pytest.mark.parametrize(("url", "expected"), LINKS)
def test_only_web_addresses_are_linked(url: str, expected: str) -> None:
    assert web_link(url) == expected


def test_numbers_have_no_needless_point() -> None:
    assert [number_text(each) for each in (12.0, 12.5, 0.0)] == ["12", "12.5", "0"]


def test_a_long_list_is_cut_into_parts() -> None:
    assert parts([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    assert parts([], 2) == [[]]


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(build_publishable(one_programme()), "zh")


def page(book: Book, address: str) -> Any:
    return next(each for each in all_pages(book) if each.address == address)


def pairs(facts: tuple[Fact, ...]) -> list[tuple[str, str, str]]:
    return [(fact.title, fact.value.text, fact.value.link) for fact in facts]


def rows(table: Table | None) -> list[list[tuple[str, str]]]:
    return [[(each.text, each.link) for each in row] for row in table.rows] if table else []


ADDRESSES = [
    "cadres/C-00001.html",
    "cadres/C-00002.html",
    "cadres/C-00003.html",
    "units/U-0001.html",
    "units/U-0002.html",
    "units/U-0003.html",
    "programmes/P-01.html",
    "batches/B-001.html",
    "cadres/index.html",
    "units/index.html",
    "units/by-kind.html",
    "units/tree.html",
    "programmes/index.html",
    "batches/index.html",
    "postings/index.html",
    "postings/current.html",
    "postings/coming.html",
    "postings/2023.html",
    "postings/on-a-date.html",
    "rules/index.html",
    "findings/index.html",
    "todo/index.html",
    "todo/home.html",
    "todo/receiving.html",
    "todo/org-dept.html",
    "todo/cadre.html",
    "todo/maintainer.html",
    "questions/index.html",
    "questions/unreleased.html",
    "questions/moved.html",
    "index.html",
]


def test_every_record_has_a_page_and_a_list_that_leads_there(book: Book) -> None:
    addresses = [each.address for each in all_pages(book)]
    many = ("rules/", "postings/month-")
    assert [
        each for each in addresses if each == "rules/index.html" or not each.startswith(many)
    ] == ADDRESSES
    assert sorted(f"rules/{entry.code}.html" for entry in CATALOGUE) == sorted(
        each for each in addresses if "rules/" in each and each != "rules/index.html"
    )


def test_a_cadre_page_leads_to_both_units_and_the_batch(book: Book) -> None:
    cadre: CadrePage = page(book, "cadres/C-00001.html")
    line = cadre.current[0].line
    assert [
        (each.text, each.link)
        for each in (line.home_unit, line.receiving_unit, line.batch, line.start, line.end)
    ] == [
        ("栖川市财政局", "../units/U-0001.html"),
        ("杏坞镇", "../units/U-0002.html"),
        ("公开选派 第一批", "../batches/B-001.html"),
        ("2025-09-03", ""),
        ("2026-08-31", ""),
    ]
    assert line.days == (date(2026, 8, 31) - AS_OF).days


def test_a_unit_that_is_not_published_is_named_by_its_id(book: Book) -> None:
    cadre: CadrePage = page(book, "cadres/C-00001.html")
    past = cadre.earlier[0].line.receiving_unit
    assert (past.text, past.link) == ("U-0009", "")


def test_a_unit_page_says_who_is_here_who_comes_and_who_belongs(book: Book) -> None:
    unit: UnitPage = page(book, "units/U-0002.html")
    assert [
        (section.kind, section.count, [line.cadre.text for line in section.lines])
        for section in unit.sections
    ] == [("here", 1, ["陆予安"]), ("coming", 1, ["单秋实"])]
    assert [
        (relation.title, [(each.text, each.link) for each in relation.items])
        for relation in unit.children
    ] == [("上级单位", [("梨坪渡社区", "../units/U-0003.html")])]
    home: UnitPage = page(book, "units/U-0001.html")
    assert [section.kind for section in home.sections] == ["away", "leaving", "was_away"]
    assert [each.text for relation in home.cadres for each in relation.items] == [
        "陆予安",
        "单秋实",
    ]
    assert [each.text for relation in home.programmes for each in relation.items] == ["公开选派"]


def test_a_batch_page_lists_its_positions_days_and_people(book: Book) -> None:
    batch: BatchPage = page(book, "batches/B-001.html")
    assert pairs(batch.milestones) == [
        ("推荐截止", "2025-07-08", ""),
        ("挂职起始时间", "2025-09-01", ""),
        ("挂职结束时间", "2026-08-31", ""),
    ]
    assert pairs(batch.numbers) == [("名额", "20", "")]
    assert batch.positions is not None
    assert batch.positions.keys == ("N-0001",)
    assert [line.cadre.text for line in batch.postings] == ["陆予安", "单秋实"]


def test_a_position_is_linked_where_it_stands_on_its_batch(book: Book) -> None:
    assert book.index.address("positions", "N-0001") == "batches/B-001.html#N-0001"
    assert book.index.address("postings", "S-0001") == "cadres/C-00001.html#S-0001"
    assert book.index.address("postings", "S-0099") == ""


def test_a_programme_tells_what_it_sets_from_what_it_leaves_open(book: Book) -> None:
    programme: ProgrammePage = page(book, "programmes/P-01.html")
    term = next(group for group in programme.groups if group.kind == "term")
    assert [(each.title, each.value.text, each.rules) for each in term.parameters] == [
        ("期限上限(月)", "12", ("POL-R36", "POL-R37", "POL-R38", "POL-R106")),
        ("固定起止", "否", ()),
    ]
    assert dict(programme.unset)["term"] == (
        "每年批数",
        "期限下限(月)",
        "最长延长(月)",
        "双向交流",
        "不得调动期(月)",
    )


def test_a_programme_leads_to_its_batches_by_their_names(book: Book) -> None:
    programme: ProgrammePage = page(book, "programmes/P-01.html")
    assert programme.batches is not None
    [row] = programme.batches.rows
    assert (row[0].text, row[0].link) == ("第一批", "../batches/B-001.html")
    assert [each.text for each in programme.batches.notes[0]] == [
        "进行中",
        "2025-09-01 – 2026-08-31",
    ]


HELD_POSTINGS = [
    pytest.param("C-00003", "postings", True, id="a posting held back"),
    pytest.param("C-00003", "mentors", False, id="another row held back"),
    pytest.param("C-00002", "postings", False, id="somebody else's"),
]


@pytest.mark.parametrize(("cadre", "sheet", "expected"), HELD_POSTINGS)
def test_nobody_is_said_to_have_no_posting_while_one_is_held_back(
    cadre: str, sheet: str, expected: bool
) -> None:
    references = {"cadre_id": "C-00003"} if sheet == "postings" else {"posting_id": "S-0003"}
    held = [HeldRow(sheet, "X-0008", 9, "KEY403", references)]
    book = open_book(build_publishable(one_programme(), held=held), "zh")
    cadre_page: CadrePage = page(book, f"cadres/{cadre}.html")
    assert cadre_page.has_held_posting is expected
    listed = page(book, "cadres/index.html").tables
    states = {row[0].link: row[-1].state for _, _, table in listed for row in table.rows}
    assert (states[f"../cadres/{cadre}.html"] is State.HELD) is expected


def people(count: int, name: str = "陆") -> dict[str, Rows]:
    return {
        "units": {"U-0001": {"unit_name": "栖川市财政局"}},
        "cadres": {
            f"C-{number:05d}": {"name": f"{name}{number}", "home_unit_id": "U-0001"}
            for number in range(1, count + 1)
        },
    }


SIZES = [
    pytest.param({"陆": 200}, ["cadres/index.html"], id="200 of one letter"),
    pytest.param({"陆": 201}, ["cadres/index.html", "cadres/page-2.html"], id="201 of one letter"),
    pytest.param({"陆": 100, "苏": 100}, ["cadres/index.html"], id="200 of two letters"),
    pytest.param(
        {"陆": 1, "苏": 201},
        ["cadres/index.html", "cadres/l.html", "cadres/s.html", "cadres/s-2.html"],
        id="one letter passes 200",
    ),
    pytest.param(
        {"陆": 200, "？": 1},
        ["cadres/index.html", "cadres/l.html", "cadres/none.html"],
        id="a name without a letter",
    ),
]


@pytest.mark.parametrize(("sizes", "expected"), SIZES)
def test_lists_of_people_stay_below_two_hundred_rows(
    sizes: dict[str, int], expected: list[str]
) -> None:
    cadres: dict[str, Any] = {}
    for name, count in sizes.items():
        for _ in range(count):
            cadres[f"C-{len(cadres) + 1:05d}"] = {"name": name}
    book = open_book(build_publishable({"cadres": cadres}), "zh")
    lists = [each for each in all_pages(book) if isinstance(each, ListPage)]
    found = [each for each in lists if each.sheet == "cadres"]
    assert [each.address for each in found] == expected
    assert sum(len(table.rows) for each in found for _, _, table in each.tables) == len(cadres)
    assert all(sum(len(table.rows) for *_, table in each.tables) <= 200 for each in found)


def test_a_large_unit_is_cut_into_parts_that_hold_everybody() -> None:
    sheets = people(450)
    sheets["postings"] = {
        f"S-{number:04d}": {
            "cadre_id": f"C-{number:05d}",
            "home_unit_id": "U-0001",
            "status": "active",
        }
        for number in range(1, 451)
    }
    book = open_book(build_publishable(sheets), "zh")
    found = [each for each in all_pages(book) if isinstance(each, UnitPage)]
    assert [each.address for each in found] == [
        "units/U-0001.html",
        *(f"units/U-0001-{part}.html" for part in range(2, 7)),
    ]
    lines = [line.key for each in found for section in each.sections for line in section.lines]
    assert lines == sorted(sheets["postings"])
    assert {section.count for each in found for section in each.sections} == {450}


def test_two_bearers_of_one_name_are_told_apart() -> None:
    names = {"C-00001": "苏棠", "C-00002": "苏棠", "C-00003": "陆予安"}
    cadres = {key: {"name": name} for key, name in names.items()}
    book = open_book(build_publishable({"cadres": cadres}), "zh")
    assert [book.index.label("cadres", key) for key in book.index.keys("cadres")] == [
        "苏棠 C-00001",
        "苏棠 C-00002",
        "陆予安",
    ]


def test_the_public_gets_no_person_no_finding_and_no_held_row() -> None:
    held = [HeldRow("batches", "B-002", 3, "KEY403", {"programme_id": "P-01"})]
    cell = Cell("programmes", "项目", None, None, "term_max_months")
    found = Finding(
        "CEL302",
        cell,
        "P-01",
        Severity.ERROR,
        Party.ORG_DEPT,
        Visibility.PUBLIC,
        "",
        {"value": "x"},
    )
    book = open_book(
        build_publishable(one_programme(), audience=PUBLIC, held=held, findings=[found]), "zh"
    )
    pages = list(all_pages(book))
    assert {each.address.split("/")[0] for each in pages} == {
        "units", "programmes", "batches", "rules", "index.html",
    }  # fmt: skip
    unit: UnitPage = page(book, "units/U-0002.html")
    assert (unit.sections, unit.cadres, unit.notices.held) == ((), (), ())
    assert page(book, "programmes/P-01.html").notices.findings == ()
    assert page(book, "index.html").in_post is None
    assert page(book, "programmes/index.html").held == ()


def finding(code: str, sheet: str, record: str, responsible: Party, **params: Any) -> Finding:
    cell = Cell(sheet, "", None, None, "status")
    return Finding(code, cell, record, Severity.ERROR, responsible, Visibility.INTERNAL, "", params)


WHERE = [
    pytest.param(
        finding("POL-R33", "postings", "S-0001", Party.ORG_DEPT, unit="U-0001"),
        ["batches/B-001.html", "cadres/C-00001.html"],
        id="a posting stands on its cadre and batch",
    ),
    pytest.param(
        finding("POL-R44", "postings", "S-0001", Party.RECEIVING),
        ["batches/B-001.html", "cadres/C-00001.html", "units/U-0002.html"],
        id="the receiving unit sees what it has to do",
    ),
    pytest.param(
        finding("CEL302", "mentors", "S-0001~0001", Party.HOME),
        ["batches/B-001.html", "cadres/C-00001.html", "units/U-0001.html"],
        id="a mentor stands where the posting does",
    ),
    pytest.param(
        finding("CEL302", "units", "U-0003", Party.ORG_DEPT), ["units/U-0003.html"], id="a unit"
    ),
    pytest.param(
        finding("KEY403", "postings", "S-0008", Party.ORG_DEPT),
        ["cadres/C-00003.html"],
        id="a held row stands where it points",
    ),
    pytest.param(finding("KEY403", "postings", "S-0077", Party.ORG_DEPT), [], id="nobody's row"),
]


@pytest.mark.parametrize(("found", "expected"), WHERE)
def test_a_finding_stands_on_every_page_it_concerns(found: Finding, expected: list[str]) -> None:
    held = [HeldRow("postings", "S-0008", 9, "KEY403", {"cadre_id": "C-00003"})]
    book = open_book(build_publishable(one_programme(), held=held, findings=[found]), "zh")
    addresses = sorted(
        each.address
        for each in all_pages(book)
        if any(group.code == found.code for group in getattr(each, "notices", NOTHING).findings)
    )
    assert addresses == expected


class NOTHING:
    findings: tuple[Any, ...] = ()


def test_held_rows_are_told_by_reason_not_by_row() -> None:
    held = [
        HeldRow("postings", "S-0008", 9, "KEY403", {"cadre_id": "C-00003"}),
        HeldRow("postings", "S-0008", 10, "KEY403", {"cadre_id": "C-00003"}),
        HeldRow("postings", "", 11, "KEY401", {"cadre_id": "C-00003", "batch_id": "B-001"}),
    ]
    book = open_book(build_publishable(one_programme(), held=held), "zh")
    notices = book.board.on("cadres", "C-00003").held
    assert [(each.sheet, each.title, each.code, each.keys, each.count) for each in notices] == [
        ("postings", "挂职", "KEY403", ("S-0008",), 2),
        ("postings", "挂职", "KEY401", (), 1),
    ]
    assert [each.count for each in book.board.on("batches", "B-001").held] == [1]


def test_a_held_value_and_a_default_keep_their_state() -> None:
    states = {
        ("postings", "S-0001", "end_planned"): State.HELD,
        ("postings", "S-0001", "home_unit_id"): State.DEFAULT,
    }
    sheets = one_programme()
    sheets["postings"]["S-0001"] |= {"end_planned": None}
    book = open_book(build_publishable(sheets, states=states), "zh")
    line = book.postings["S-0001"]
    assert (line.end.text, line.end.state, line.days) == ("", State.HELD, None)
    assert (line.home_unit.text, line.home_unit.state) == ("栖川市财政局", None)
    own = book.index.show("postings", "S-0001", "home_unit_id")
    assert (own.text, own.state, own.link) == (
        "栖川市财政局",
        State.DEFAULT,
        "../units/U-0001.html",
    )


def test_days_are_not_counted_from_a_held_date() -> None:
    states = {("postings", "S-0001", "end_planned"): State.HELD}
    line = open_book(build_publishable(one_programme(), states=states), "zh").postings["S-0001"]
    assert (line.end.text, line.end.state, line.days) == ("2026-08-31", State.HELD, None)


def test_a_status_nobody_gave_follows_from_the_dates() -> None:
    sheets = one_programme()
    for key in ("S-0001", "S-0002", "S-0003"):
        sheets["postings"][key] |= {"status": ""}
    book = open_book(build_publishable(sheets), "zh")
    assert {key: line.phase.value for key, line in book.postings.items()} == {
        "S-0001": "current",
        "S-0002": "past",
        "S-0003": "coming",
    }


def test_vietnamese_names_carry_their_language_on_a_chinese_page() -> None:
    sheets = one_programme()
    sheets["programmes"]["P-01"] |= {"country": "vn"}
    sheets["cadres"]["C-00001"] |= {"name": "Lê Thảo Vy"}
    chinese = open_book(build_publishable(sheets), "zh")
    vietnamese = open_book(build_publishable(sheets), "vi")
    shown = chinese.postings["S-0001"]
    assert (shown.cadre.language, shown.receiving_unit.language) == ("vi", "")
    assert vietnamese.postings["S-0001"].cadre.language == ""


def test_the_home_page_counts_ends_by_span() -> None:
    sheets = one_programme()
    ends = {"S-0001": date(2026, 7, 30), "S-0002": date(2026, 7, 31), "S-0003": date(2026, 9, 28)}
    for key, end in ends.items():
        sheets["postings"][key] |= {
            "status": "active", "end_planned": end, "end_actual": None,
        }  # fmt: skip
    home = page(open_book(build_publishable(sheets), "zh"), "index.html")
    assert [(each.first, each.days, each.count) for each in home.endings] == [
        (0, 30, 1),
        (31, 60, 1),
        (61, 90, 1),
    ]
    assert [(each.label.text, each.count) for each in home.counts] == [
        ("干部", 3),
        ("单位", 3),
        ("项目", 1),
        ("批次", 1),
    ]


def test_the_order_of_rows_changes_no_page() -> None:
    sheets = one_programme()
    turned = {sheet: dict(reversed(each.items())) for sheet, each in sheets.items()}

    def seen(given: dict[str, Any]) -> list[str]:
        book = open_book(build_publishable(given), "zh")
        return [texts(each) for each in all_pages(book)]

    assert seen(sheets) == seen(turned)


def texts(page: Any) -> str:
    """Write a page out without the row numbers, which no page shows."""
    source = page.source
    return repr(page).replace(repr(source), repr((source.sheet, source.key, source.as_of)))


def test_a_shown_value_is_one_object_however_often_it_occurs(book: Book) -> None:
    assert book.postings["S-0001"].receiving_unit is book.postings["S-0003"].receiving_unit
    assert isinstance(book.postings["S-0001"].receiving_unit, Shown)
