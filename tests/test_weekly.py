"""The week on one page: numbers that add up, what changed, what is late, what to decide."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from builders import build_publishable
from handbook.checking import Checked
from handbook.findings import Party
from handbook.history import History, Publication, publication_of
from handbook.office_paper import Mark
from handbook.publishable import ORG, Publishable, make_publishable
from handbook.schema import LANGUAGES
from handbook.weekly import (
    Decision,
    Load,
    Weekly,
    since_last_week,
    weekly_of,
    weekly_paper,
    weekly_text,
)
from small_workbooks import POSTING, check, workbook

MARK = Mark("li", datetime(2026, 6, 30, 9, 30, tzinfo=UTC))


def posting(cadre: str, **facts: Any) -> dict[str, Any]:
    return {
        "cadre_id": cadre,
        "start_planned": date(2025, 9, 1),
        "end_planned": date(2026, 12, 31),
        "status": "active",
        **facts,
    }


def register(**postings: dict[str, Any]) -> Publishable:
    names = ("顾清禾", "陆予安", "苏棠", "单秋实")
    cadres = {f"C-{number:05}": {"name": name} for number, name in enumerate(names, start=1)}
    return build_publishable({"cadres": cadres, "postings": postings}, audience=ORG)


def week(language: str = "zh", **postings: dict[str, Any]) -> Weekly:
    return weekly_of(register(**postings), None, language)


def published(checked: Checked, day: date, **facts: Any) -> Publication:
    """Give a register as it was published on a day."""
    kept = publication_of(checked.register, "x", "", checked.findings, History())
    return replace(kept, as_of=day, **facts)


# Numbers


def test_people_in_post_are_counted_once_each():
    found = week(
        S1=posting("C-00001"),
        S2=posting("C-00001", start_planned=date(2026, 1, 1)),
        S3=posting("C-00002", status="suspended"),
        S4=posting("C-00003", status="completed"),
    )
    assert found.in_post == 2


def test_those_who_come_and_go_are_counted_within_thirty_sixty_and_ninety_days():
    found = week(
        S1=posting("C-00001", end_planned=date(2026, 7, 30)),
        S2=posting("C-00002", end_planned=date(2026, 7, 1), extension_to=date(2026, 8, 29)),
        S3=posting("C-00003", status="planned", start_planned=date(2026, 9, 28)),
        S4=posting("C-00004", status="planned", start_planned=date(2026, 9, 29)),
    )
    assert (found.leaving, found.arriving) == ((1, 2, 2), (0, 0, 1))


def test_who_leaves_without_a_next_post_is_to_be_decided():
    found = week(
        S1=posting("C-00001", end_planned=date(2026, 6, 29), status="awaiting"),
        S2=posting("C-00002", end_planned=date(2026, 7, 30)),
        S3=posting("C-00003", end_planned=date(2026, 7, 30), outcome="same_post"),
        S4=posting("C-00004", end_planned=date(2026, 7, 31)),
    )
    assert [(each.what, each.people) for each in found.decisions] == [
        ("已经期满，去向没有定", ("顾清禾",)),
        ("30 天内期满，去向没有定", ("陆予安",)),
    ]


def test_a_waiver_nobody_has_granted_is_to_be_decided():
    asked = {"waiver_id": "V-0001", "code": "POL-R36", "record_id": "S-0001", "reason": "项目推迟"}
    made = weekly_of(make_publishable(check(workbook(waivers=(asked,))), ORG), None, "zh")
    assert Decision("豁免等待批准", ("V-0001",)) in made.decisions


def test_what_is_late_is_counted_by_party():
    reports = [
        {"posting_id": "S-0001", "type": "季度汇报", "period": period, "due_on": due}
        for period, due in (("2026-Q1", "2026-04-15"), ("2026-Q2", "2026-06-20"))
    ]
    found = weekly_of(make_publishable(check(workbook(reports=reports)), ORG), None, "zh")
    (load,) = (each for each in found.loads if each.party is Party.CADRE)
    assert (load.overdue, load.longest) == (2, 76)


# What changed


def test_the_register_of_a_week_ago_is_compared_with():
    checked = check(workbook())
    days = [date(2026, 6, 1), date(2026, 6, 22), date(2026, 6, 29), date(2026, 6, 30)]
    history = History([published(checked, day) for day in days])
    found = since_last_week(checked, history)
    assert found is not None
    assert found.old.as_of == date(2026, 6, 22)


@pytest.mark.parametrize(
    ("days", "wanted"),
    [([], None), ([date(2026, 6, 30)], None), ([date(2026, 6, 28)], date(2026, 6, 28))],
    ids=["nothing published", "only today", "only later in the week"],
)
def test_a_young_history_gives_what_it_has(days: list[date], wanted: date | None):
    checked = check(workbook())
    found = since_last_week(checked, History([published(checked, day) for day in days]))
    assert (found.old.as_of if found else None) == wanted


def test_what_changed_is_told_with_names():
    new = check(workbook(postings=(POSTING, {**POSTING, "posting_id": "S-0002",
                                             "cadre_id": "C-00002"})))  # fmt: skip
    history = History([published(check(workbook()), date(2026, 6, 22))])
    made = weekly_of(make_publishable(new, ORG), since_last_week(new, history), "zh")
    assert any("陆予安" in each for each in made.changes)


# In words


def test_the_text_has_its_four_parts():
    text = weekly_text(week(S1=posting("C-00001", end_planned=date(2026, 7, 30))))
    assert text == (
        "挂职工作周报\n截至2026年6月30日\n"
        "\n一、人数\n  在挂 1 人\n"
        "  要到岗：30 天内 0 人、60 天内 0 人、90 天内 0 人\n"
        "  要期满：30 天内 1 人、60 天内 1 人、90 天内 1 人\n"
        "\n二、和上周比\n  没有以前的存档，下周起可以比较。\n"
        "\n三、过期未办\n  没有。\n"
        "\n四、需要研究决定\n  30 天内期满，去向没有定：顾清禾\n"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_other_languages_are_whole(language: str):
    assert not re.search("[\u4e00-\u9fff]", weekly_text(week(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_says_the_same_and_gives_the_same_bytes(language: str):
    made = week(language, S1=posting("C-00001", end_planned=date(2026, 7, 30)))
    content = weekly_paper(made, MARK)
    assert content == weekly_paper(made, MARK)
    (table,) = docx.Document(BytesIO(content)).tables
    assert [[cell.text for cell in row.cells][1:] for row in table.rows[1:]] == [
        ["0", "0", "0"],
        ["1", "1", "1"],
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_full_week_is_printed_on_one_page(tmp_path: Path):
    files = []
    for language in LANGUAGES:
        files.append(tmp_path / f"{language}.docx")
        files[-1].write_bytes(weekly_paper(full_week(language), MARK))
    done = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)],
        check=False, capture_output=True, timeout=300,
    )  # fmt: skip
    if b"could not be loaded" in done.stderr + done.stdout:
        pytest.skip("this LibreOffice has no Writer")
    pages = [file.with_suffix(".pdf").read_bytes().count(b"/Type/Page/") for file in files]
    assert pages == [1, 1, 1]


def full_week(language: str) -> Weekly:
    """Give a week in which as much happened as the page tells."""
    record = "S-0151 臧溪舟（栖川市人力资源和社会保障局，2026-07-20 至 2026-10-19）"
    people = tuple(f"Nguyễn Hoàng Minh Khôi {number}" for number in range(40))
    return replace(
        week(language),
        since=date(2026, 6, 22),
        changes=(*(f"新增 12 次挂职：{record}、{record}…",) * 6, "……另有 30 条。"),
        loads=tuple(Load(party, 1200, 300, 181) for party in Party),
        decisions=(Decision("已经期满，去向没有定", people), Decision("期满", people)),
    )
