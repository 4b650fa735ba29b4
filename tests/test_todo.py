"""To-do lists: whose a task is, when it is due, and what stands on whose page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from re import sub

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from builders import AS_OF, build_publishable, one_programme
from demos import shown_demo
from environments import environment_of
from handbook.catalogue import BY_CODE, CATALOGUE
from handbook.findings import Cell, Finding, Param, Party, Severity, Visibility
from handbook.pages import TodoIndexPage, TodoPage, all_pages, open_book
from handbook.pages.pagers import ROWS_PER_PAGE
from handbook.pages.todo import cadre_tasks, todo_pages
from handbook.publishable import INTERNAL, PUBLIC, Publishable
from handbook.rendering.fragments import render_page, title_of
from handbook.schema import LANGUAGES
from handbook.stamping import RenderedPage, stamp
from handbook.todo import Task, by_cadre, by_party, by_unit, overdue, tasks_of
from showcases import SHOWCASES, checked
from sites import SHELL, write_files
from small_workbooks import MESSAGES

DAY = timedelta(days=1)


def finding(
    sheet: str,
    record: str,
    party: Party,
    code: str = "POL-R59",
    severity: Severity = Severity.WARNING,
    batch: str = "",
    **params: Param,
) -> Finding:
    return Finding(
        code,
        Cell(sheet, "", None, None, "status"),
        record,
        severity,
        party,
        Visibility.INTERNAL,
        params={"kind": "季度汇报", "count": 20, **params},
        batch=batch,
    )


REGISTER = one_programme() | {
    "mentors": {"M-0001": {"posting_id": "S-0001", "unit_id": "U-0003"}},
    "engagements": {
        "G-0001": {"posting_ids": ("S-0001",)},
        "G-0002": {"posting_ids": ("S-0001", "S-0002")},
    },
    "allocations": {"Q-0001": {"batch_id": "B-001", "unit_id": "U-0003"}},
}


def register(*findings: Finding) -> Publishable:
    return build_publishable(REGISTER, findings=findings)


WHOSE = [
    pytest.param("postings", "S-0001", Party.HOME, "U-0001", id="posting, sending side"),
    pytest.param("postings", "S-0001", Party.RECEIVING, "U-0002", id="posting, receiving side"),
    pytest.param("postings", "S-0001", Party.ORG_DEPT, "", id="posting, organisation department"),
    pytest.param("postings", "S-0001", Party.CADRE, "", id="posting, the cadre"),
    pytest.param("postings", "S-0001", Party.MAINTAINER, "", id="posting, maintainers"),
    pytest.param("postings", "S-9999", Party.HOME, "", id="posting nobody knows"),
    pytest.param("postings", "", Party.HOME, "", id="no record"),
    pytest.param("mentors", "M-0001", Party.RECEIVING, "U-0002", id="mentor from elsewhere"),
    pytest.param("engagements", "G-0001", Party.HOME, "U-0001", id="talk with one"),
    pytest.param("engagements", "G-0002", Party.HOME, "", id="talk with several"),
    pytest.param("allocations", "Q-0001", Party.HOME, "U-0003", id="places of a unit"),
    pytest.param("cadres", "C-00001", Party.HOME, "U-0001", id="cadre"),
    pytest.param("units", "U-0002", Party.RECEIVING, "U-0002", id="unit itself"),
    pytest.param("batches", "B-001", Party.HOME, "", id="batch"),
]


@pytest.mark.parametrize(("sheet", "record", "party", "unit"), WHOSE)
def test_a_task_is_the_unit_s_that_has_to_act(
    sheet: str, record: str, party: Party, unit: str
) -> None:
    [task] = tasks_of(register(finding(sheet, record, party)))
    assert task.unit == unit
    assert by_unit([task]) == ({unit: [task]} if unit else {})


@pytest.mark.parametrize(
    ("due", "days", "is_overdue"),
    [
        pytest.param(AS_OF - DAY, -1, True, id="yesterday"),
        pytest.param(AS_OF, 0, False, id="today"),
        pytest.param(AS_OF + DAY, 1, False, id="tomorrow"),
        pytest.param(None, None, False, id="no day decides"),
    ],
)
def test_a_task_is_overdue_from_the_day_after(
    due: date | None, days: int | None, is_overdue: bool
) -> None:
    params = {"due": due} if due else {}
    [task] = tasks_of(register(finding("postings", "S-0001", Party.CADRE, **params)))
    assert (task.due, task.days, task.is_overdue) == (due, days, is_overdue)
    assert task.since == (due if is_overdue else None)


def test_a_task_whose_day_has_not_passed_waits_since_it_was_first_told() -> None:
    findings = [
        finding("postings", "S-0001", Party.HOME, code="POL-R54"),
        finding("postings", "S-0001", Party.HOME, due=AS_OF - DAY),
    ]
    first_told = {each.matter: AS_OF - 9 * DAY for each in findings}
    tasks = tasks_of(replace(register(*findings), first_told=first_told))
    assert [(task.finding.code, task.since) for task in tasks] == [
        ("POL-R59", AS_OF - DAY),
        ("POL-R54", AS_OF - 9 * DAY),
    ]


def test_the_longest_overdue_comes_first_and_what_has_no_day_last_the_worst_first() -> None:
    told = [
        finding("postings", "S-0001", Party.CADRE),
        finding("postings", "S-0002", Party.CADRE, severity=Severity.ERROR),
        finding("postings", "S-0001", Party.CADRE, due=AS_OF + DAY),
        finding("postings", "S-0001", Party.CADRE, due=AS_OF - DAY),
        finding("postings", "S-0001", Party.CADRE, due=AS_OF - 9 * DAY),
        finding("postings", "S-0002", Party.CADRE, severity=Severity.ERROR, due=AS_OF - DAY),
    ]
    order = [told.index(task.finding) for task in tasks_of(register(*told))]
    assert order == [4, 5, 3, 2, 1, 0]


def test_every_party_has_a_list_and_a_cadre_only_the_tasks_of_cadres() -> None:
    told = [finding("postings", "S-0001", party) for party in Party]
    tasks = tasks_of(register(*told))
    assert [len(each) for each in by_party(tasks).values()] == [1] * len(Party)
    [(cadre, own)] = by_cadre(tasks).items()
    assert cadre == "C-00001"
    assert [task.finding.responsible for task in own] == [Party.CADRE]


# The parameters by which a message tells a deadline; a rule that has one must name it.
DEADLINES = {"due", "deadline", "report_by"}
COMPUTED = [entry.code for entry in CATALOGUE if entry.code in SHOWCASES]


@pytest.mark.parametrize("code", COMPUTED)
def test_the_day_a_rule_names_is_a_day_of_its_message(code: str) -> None:
    found = [each for each in checked(SHOWCASES[code]).findings if each.code == code]
    days = {
        name
        for each in found
        for name, value in each.params.items()
        if isinstance(value, date) and not (code == "POL-R16" and name == "deadline")
    }
    due = BY_CODE[code].due
    messages = [str(slots["message"]["zh"]) for slots in MESSAGES.texts[code].slots.values()]
    assert not due or due in days or any(f"{{{due}}}" in message for message in messages)
    assert days & DEADLINES <= {due}


class HtmlSnapshot(SingleFileSnapshotExtension):
    """Keeps every snapshot as a page of its own, named after the test."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT


DUE = [AS_OF - 12 * DAY, AS_OF, AS_OF + 3 * DAY]
LISTED = register(
    *(
        finding("postings", "S-0001", Party.RECEIVING, code="POL-R39", end=day, actual=day)
        for day in DUE
    ),
    finding("postings", "S-0002", Party.CADRE, severity=Severity.ERROR, due=AS_OF - 20 * DAY),
    *(
        finding("postings", key, Party.CADRE, batch="B-001", due=AS_OF - 5 * DAY)
        for key in ("S-0001", "S-0002", "S-0001")
    ),
)


@pytest.mark.parametrize(
    ("address", "language"),
    [
        pytest.param("todo/index.html", "zh", id="all lists"),
        pytest.param("todo/cadre.html", "zh", id="cadres"),
        pytest.param("todo/cadre.html", "vi", id="cadres in Vietnamese"),
        pytest.param("todo/U-0002.html", "zh", id="receiving unit"),
        pytest.param("todo/U-0002.html", "en", id="receiving unit in English"),
        pytest.param("todo/maintainer.html", "zh", id="nothing to do"),
    ],
)
def test_todo_page(address: str, language: str, snapshot: SnapshotAssertion) -> None:
    environment = environment_of(language, INTERNAL.visibility)
    pages = {page.address: page for page in all_pages(open_book(LISTED, language))}
    html = render_page(pages[address], environment)
    assert html == snapshot.use_extension(HtmlSnapshot)


def test_the_lists_lead_to_every_list_there_is() -> None:
    book = open_book(LISTED, "zh")
    index, *lists = todo_pages(book)
    assert isinstance(index, TodoIndexPage)
    assert [page.address for page in lists] == [
        "todo/home.html",
        "todo/receiving.html",
        "todo/org-dept.html",
        "todo/cadre.html",
        "todo/maintainer.html",
        "todo/U-0002.html",
    ]
    assert [(each.count, each.overdue) for each in (*index.parties, *index.units)] == [
        (0, 0), (3, 1), (0, 0), (4, 4), (0, 0), (3, 1),
    ]  # fmt: skip


def test_what_a_cadre_has_to_do_stands_on_the_page_of_the_cadre() -> None:
    tasks = cadre_tasks(open_book(LISTED, "zh"))
    assert {cadre: len(each) for cadre, each in tasks.items()} == {"C-00001": 4}


def test_a_child_record_is_linked_to_its_person() -> None:
    book = open_book(register(finding("mentors", "M-0001", Party.RECEIVING)), "zh")
    page = next(each for each in todo_pages(book) if each.address == "todo/U-0002.html")
    assert isinstance(page, TodoPage)
    assert page.tasks[0][0].line.record.link == "../cadres/C-00001.html"


def test_a_long_list_is_cut_into_parts_that_can_be_stamped(tmp_path: Path) -> None:
    many = [
        finding("postings", "S-0001", Party.HOME, batch="B-001") for _ in range(ROWS_PER_PAGE + 1)
    ]
    pages = [
        page
        for page in todo_pages(open_book(register(*many), "zh"))
        if page.address.startswith("todo/U-0001")
    ]
    assert [(page.address, sum(map(len, page.tasks))) for page in pages] == [
        ("todo/U-0001.html", ROWS_PER_PAGE),
        ("todo/U-0001-2.html", 1),
    ]
    shells = write_files(tmp_path / "shells", {"todo/index.html": SHELL.format(title="待办清单")})
    rendered = [RenderedPage(page.address, page.title, "<h1>x</h1>") for page in pages]
    assert stamp(shells, tmp_path / "site", rendered).written == len(pages)


def test_the_public_has_no_to_do_lists() -> None:
    publishable = build_publishable(one_programme(), audience=PUBLIC)
    assert list(todo_pages(open_book(publishable, "zh"))) == []
    assert not any("/todo/" in html or '"todo/' in html for html in rendered(publishable))


def rendered(publishable: Publishable) -> list[str]:
    environment = environment_of("zh", publishable.audience.visibility)
    return [render_page(page, environment) for page in all_pages(open_book(publishable, "zh"))]


@pytest.fixture(scope="module")
def mistakes() -> Publishable:
    """Give the demo register with the planted mistakes as every reader sees it."""
    return shown_demo(INTERNAL, "demo_mistakes")


def test_every_finding_stands_on_exactly_one_party_s_list(mistakes: Publishable) -> None:
    pages = [page for page in todo_pages(open_book(mistakes, "zh")) if isinstance(page, TodoPage)]
    listed = [
        task.line.finding
        for page in pages
        if page.party is not None
        for fold in page.tasks
        for task in fold
    ]
    assert len(listed) == len(mistakes.findings)
    assert {id(each) for each in listed} == {id(each) for each in mistakes.findings}


def test_a_unit_s_list_holds_only_what_its_side_has_to_do(mistakes: Publishable) -> None:
    tasks = tasks_of(mistakes)
    strays = [task for task in tasks if task.unit and task.finding.responsible not in _SIDES]
    assert strays == []
    assert overdue(tasks) == sum(overdue(each) for each in by_party(tasks).values())


_SIDES = {Party.HOME, Party.RECEIVING}


def as_text(html: str) -> str:
    return unescape(sub(r"\s+", " ", sub(r"<[^>]*>", " ", html))).strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_say_whose_list_it_is(language: str) -> None:
    environment = environment_of(language, INTERNAL.visibility)
    pages = {page.address: page for page in todo_pages(open_book(LISTED, language))}
    titles = {
        "zh": ("接收单位的待办", "杏坞镇的待办"),
        "vi": ("Việc cần làm: Đơn vị tiếp nhận", "Việc cần làm: 杏坞镇"),
        "en": ("To do: Receiving unit", "To do: 杏坞镇"),
    }
    asked = ("todo/receiving.html", "todo/U-0002.html")
    assert tuple(title_of(pages[each], environment) for each in asked) == titles[language]
    assert all(
        as_text(render_page(pages[each], environment)).startswith(title)
        for each, title in zip(asked, titles[language], strict=True)
    )


def test_row_order_decides_nothing_but_ties() -> None:
    told = [finding("postings", "S-0001", Party.CADRE, due=AS_OF + day * DAY) for day in (3, -4, 0)]
    days: list[list[int | None]] = [
        [task.days for task in tasks_of(register(*each))] for each in (told, told[::-1])
    ]
    assert days == [[-4, 0, 3], [-4, 0, 3]]


def test_tasks_are_plain_records() -> None:
    [task] = tasks_of(register(finding("postings", "S-0001", Party.HOME)))
    assert task == Task(task.finding, "C-00001", "U-0001", None, None)
