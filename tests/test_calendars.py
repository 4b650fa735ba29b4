"""Calendars as another library reads them: what is in them, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import vobject

from demos import shown_demo
from handbook.calendars import calendar_files
from handbook.config import Project
from handbook.dues import Kind, all_dues
from handbook.pages.index import make_index
from handbook.publishable import INTERNAL, ORG, Audience, Publishable, make_publishable
from handbook.schema import LANGUAGES
from handbook.texts import load_texts
from small_workbooks import (
    AS_OF,
    BATCH,
    POSTING,
    PROGRAMME,
    ROOT,
    UNITS,
    Row,
    check,
    workbook,
)

AWKWARD = ['一; "二", 三\\n四', "BEGIN:VEVENT", "长" * 80, "Đ" * 75, "🌾" * 30]


def files(
    publishable: Publishable, language: str = "zh", *, with_names: bool = False
) -> dict[str, bytes]:
    index = make_index(publishable, language)
    return calendar_files(index, all_dues(publishable), with_names=with_names)


def small(audience: Audience = ORG, as_of: date = AS_OF, **sheets: object) -> Publishable:
    return make_publishable(check(workbook(**sheets), as_of), audience)  # type: ignore[arg-type]


def events(content: bytes) -> Iterator[tuple[date, str, str]]:
    """Read a calendar with another library: day, title and description of every event."""
    for event in vobject.readOne(content.decode()).contents.get("vevent", ()):
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        note = event.description.value if "description" in event.contents else ""
        yield event.dtstart.value, event.summary.value, note


def test_a_calendar_of_a_cadre_is_complete_and_names_nobody() -> None:
    report = {"report_id": "R-0001", "posting_id": "S-0001", "type": "quarterly",
              "period": "2026-Q2", "due_on": "2026-07-08"}  # fmt: skip
    content = files(small(reports=[report]))["calendars/C-00001.ics"]
    assert content.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//secondment-handbook//ZH",
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        "NAME:挂职日历：C-00001",
        "X-WR-CALNAME:挂职日历：C-00001",
        "BEGIN:VEVENT",
        "UID:S-0001.report.quarterly.2026-Q2@secondment-handbook",
        "DTSTAMP:20260630T000000Z",
        "DTSTART;VALUE=DATE:20260708",
        "DTEND;VALUE=DATE:20260709",
        "SUMMARY:C-00001：应交季度汇报",
        "DESCRIPTION:挂职编号 S-0001\\n派出单位 U-0001\\n接收单位 U-0002",
        " \\n批次 B-001",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:S-0001.term-end@secondment-handbook",
        "DTSTAMP:20260630T000000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:C-00001：挂职最后一天",
        "DESCRIPTION:挂职编号 S-0001\\n派出单位 U-0001\\n接收单位 U-0002",
        " \\n批次 B-001",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("zh", "C-00001：挂职最后一天"),
        ("vi", "C-00001: ngày cuối của lượt"),
        ("en", "C-00001: last day of the posting"),
    ],
)
def test_titles_are_in_the_language_of_the_site(language: str, title: str) -> None:
    content = files(small(), language)["calendars/U-0002.ics"]
    assert [each[1] for each in events(content)] == [title]


def test_a_posting_of_nobody_known_is_named_by_its_own_id() -> None:
    found = files(small(postings=[POSTING | {"cadre_id": "C-99999"}]))
    assert [each[1] for each in events(found["calendars/U-0002.ics"])] == ["S-0001：挂职最后一天"]


def test_names_stand_in_calendars_only_where_that_was_decided() -> None:
    ids, names = files(small()), files(small(), with_names=True)
    assert "顾清禾" not in b"".join(ids.values()).decode()
    assert [each[1:] for each in events(names["calendars/U-0002.ics"])] == [
        (
            "顾清禾：挂职最后一天",
            "挂职编号 S-0001\n派出单位 栖川市发展规划局\n接收单位 杏坞镇\n批次 公开选派 第一批",
        )
    ]


def test_what_a_batch_has_in_common_is_one_day_in_the_calendar_of_its_programme() -> None:
    second = POSTING | {
        "posting_id": "S-0002",
        "cadre_id": "C-00002",
        "receiving_unit_id": "U-0003",
    }
    found = files(small(postings=[POSTING, second], batches=[BATCH | {"sendoff_on": "2026-07-01"}]))
    assert list(events(found["calendars/P-01.ics"])) == [
        (date(2026, 7, 1), "B-001：欢送日期", ""),
        (date(2026, 12, 31), "B-001（2 人）：挂职最后一天", "C-00001\nC-00002"),
    ]
    assert [each[1] for each in events(found["calendars/U-0001.ics"])] == [
        "B-001：欢送日期",
        "C-00001：挂职最后一天",
        "C-00002：挂职最后一天",
    ]


@pytest.mark.parametrize("name", AWKWARD)
def test_any_text_comes_out_as_it_went_in(name: str) -> None:
    units = [dict(UNITS[0]) | {"unit_name": name}, *UNITS[1:]]
    content = files(small(units=units), with_names=True)["calendars/U-0002.ics"]
    assert [each[2].split("\n")[1] for each in events(content)] == [f"派出单位 {name}"]
    assert max(map(len, content.split(b"\r\n"))) <= 75


def uids(content: bytes) -> list[str]:
    return [each.uid.value for each in vobject.readOne(content.decode()).contents.get("vevent", ())]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"extension_to": "2027-02-28"}, id="a later end"),
        pytest.param({"receiving_unit_id": "U-0003"}, id="another unit"),
        pytest.param({"title": "镇长助理"}, id="another title"),
    ],
)
def test_a_day_that_moves_stays_the_same_event(change: Row) -> None:
    before, after = (
        uids(files(small(postings=[posting]))["calendars/C-00001.ics"])
        for posting in (POSTING, POSTING | change)
    )
    assert before == after == ["S-0001.term-end@secondment-handbook"]


@pytest.mark.parametrize("audience", [INTERNAL, ORG], ids=["internal", "org"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_calendar_of_the_demo_is_read_by_another_library(
    audience: Audience, language: str
) -> None:
    found = files(shown_demo(audience), language)
    assert ("calendars/org-dept.ics" in found) == (audience is ORG)
    for content in found.values():
        named = uids(content)
        assert named
        assert len(named) == len(set(named)) == len(list(events(content)))
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"BEGIN:VALARM" not in content


def test_every_event_of_the_demo_says_what_was_found() -> None:
    found = files(shown_demo(ORG))
    singles = sum(
        len(uids(content)) for name, content in found.items() if name.startswith("calendars/C-")
    )
    dues = [each for each in all_dues(shown_demo(ORG)) if each.kind is not Kind.MILESTONE]
    assert singles == len(dues)


def test_no_calendar_of_the_demo_names_a_person() -> None:
    text = b"".join(files(shown_demo(ORG)).values()).decode()
    names = [record.name for record in shown_demo(ORG).tables["cadres"].records.values()]
    assert [name for name in names if name in text] == []


def test_the_same_register_gives_the_same_bytes_in_whatever_order_its_rows_stand() -> None:
    second = POSTING | {"posting_id": "S-0002", "cadre_id": "C-00002"}
    one, two = (
        files(small(postings=postings)) for postings in ([POSTING, second], [second, POSTING])
    )
    assert one == two


def test_a_unit_with_places_in_a_batch_is_told_its_days() -> None:
    found = files(
        small(
            batches=[BATCH | {"nomination_deadline": "2026-07-10"}],
            allocations=[
                {"allocation_id": "Q-0001", "batch_id": "B-001", "unit_id": "U-0003", "quota": "1"}
            ],
        )
    )
    assert list(events(found["calendars/U-0003.ics"])) == [
        (date(2026, 7, 10), "B-001：推荐截止", "")
    ]
    assert "calendars/U-0004.ics" not in found


def test_a_programme_without_days_has_no_calendar() -> None:
    programmes = [PROGRAMME, PROGRAMME | {"programme_id": "P-02", "name": "另一个项目"}]
    assert "calendars/P-02.ics" not in files(small(programmes=programmes))


def test_addresses_are_made_of_ids() -> None:
    assert all(
        Path(name).parent.name == "calendars" and Path(name).stem.isascii()
        for name in files(shown_demo(ORG))
    )


@pytest.mark.parametrize(("setting", "expected"), [("true", True), ("false", False), ('""', False)])
def test_the_settings_of_the_site_decide_about_names(
    tmp_path: Path, setting: str, *, expected: bool
) -> None:
    (tmp_path / "sheets_schema").symlink_to(ROOT / "sheets_schema")
    (tmp_path / "mkdocs.yml").write_text(f"extra:\n  calendar_names: {setting}\n", encoding="utf-8")
    assert load_texts(Project(tmp_path)).calendar_names is expected


def test_names_are_left_out_unless_somebody_decides_otherwise() -> None:
    assert load_texts(Project(ROOT)).calendar_names is False
