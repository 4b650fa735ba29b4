"""What a unit is sent: its own rows, the columns it fills in, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from handbook.checking import check_workbook
from handbook.errors import ConfigError
from handbook.proposals import places_of
from handbook.sources import pull, pull_xlsx
from handbook.unit_files import SentFile, State, recall, review_returned, sent_folder, split
from handbook.unit_files.preparing import file_name
from handbook.workbook import Workbook
from small_workbooks import AS_OF, SCHEMA
from unit_file_samples import SENT_AT, UNSEEN, fill_in, register_book, save_register, send

TITLES = ["填写说明", "单位", "挂职", "帮带联系人", "汇报与材料", "请销假与占用", "工作纪实"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a register and the files of its units."""
    path = tmp_path_factory.mktemp("units")
    send(save_register(path), path / "out")
    return path


@pytest.fixture(scope="module")
def sent(folder: Path) -> dict[str, SentFile]:
    """Give what is remembered of the sending, by unit."""
    return {each.unit: each for each in recall(sent_folder(folder / "register")).values()}


def shape(sent: SentFile) -> dict[str, dict[str, list[str]]]:
    """Give sheet → record → what it fills in."""
    return {
        sheet.key: {
            name: sorted(opened)
            for name, opened in zip(sheet.names, sheet.open_fields, strict=True)
        }
        for sheet in sent.sheets
    }


def test_each_unit_that_takes_part_gets_a_file_named_by_id_and_name(folder: Path) -> None:
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names == [
        "U-0001_栖川市发展规划局.xlsx",
        "U-0002_杏坞镇.xlsx",
        "U-0003_白枥乡.xlsx",
    ]


def test_the_sending_unit_fills_in_its_people(sent: dict[str, SentFile]) -> None:
    filled = ["home_post", "home_unit_id", "name"]
    assert shape(sent["U-0001"]) == {"cadres": {"C-00001": filled, "C-00002": filled}}


def test_the_receiving_unit_fills_in_its_postings_and_what_hangs_on_them(
    sent: dict[str, SentFile],
) -> None:
    filled = shape(sent["U-0002"])
    assert filled["postings"] == {"S-0001": ["duty_area", "housing", "reported_on"]}
    assert list(filled["reports"]) == ["~S-0001~quarterly~2026-Q1", "~S-0001~quarterly~2026-Q2"]
    assert filled["absences"] == {}
    assert "posting_id" not in filled["reports"]["~S-0001~quarterly~2026-Q1"]


def test_rows_may_be_added_where_a_row_is_the_units_own(sent: dict[str, SentFile]) -> None:
    adding = {sheet.key for sheet in sent["U-0003"].sheets if sheet.new_fields}
    assert adding == {"reports", "absences", "work_log"}


def test_nothing_above_class_unit_and_nothing_of_a_posting_not_yet_announced_leaves(
    folder: Path, sent: dict[str, SentFile]
) -> None:
    texts = {
        str(cell.value)
        for path in (folder / "out").iterdir()
        for tab in openpyxl.load_workbook(path)
        for row in tab.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert not any(UNSEEN in text or "苏棠" in text or "S-0003" in text for text in texts)
    assert not any("1985" in text for text in texts)
    visible = {SCHEMA.field(f"{sheet.key}.{name}").visibility for each in sent.values()
               for sheet in each.sheets for name in sheet.fields}  # fmt: skip
    assert max(visible) <= 2


def test_a_unit_gets_no_row_of_another(sent: dict[str, SentFile]) -> None:
    for unit, others in (("U-0002", "S-0002"), ("U-0003", "S-0001")):
        assert others not in json.dumps([sheet.rows for sheet in sent[unit].sheets])


def test_white_cells_are_open_and_grey_ones_locked(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "out" / "U-0002_杏坞镇.xlsx")
    tab = book["挂职"]
    titles = [cell.value for cell in tab[1]]
    locked = {title: tab.cell(2, at).protection.locked for at, title in enumerate(titles, 1)}
    assert {title for title, is_locked in locked.items() if not is_locked} == {
        "分工", "报到日期", "食宿安排",
    }  # fmt: skip
    assert all(book[title].protection.sheet for title in book.sheetnames[:-2])


def printed(tab: Worksheet) -> tuple[object, ...]:
    """Give how a sheet is frozen and printed."""
    return (
        tab.freeze_panes,
        tab.page_setup.orientation,
        int(tab.page_setup.paperSize or 0),
        tab.print_title_rows,
        tab.print_title_cols,
        tab.print_area is not None and tab.print_area != "",
        tab.protection.sheet,
    )


def drop_downs(tab: Worksheet) -> Iterator[tuple[str, str]]:
    """Give each validation that helps: its column, and its kind."""
    for rule in tab.data_validations.dataValidation:
        if rule.type:
            yield str(rule.sqref).rstrip("0123456789").split("2:")[0], rule.type


def test_it_is_set_up_for_a4_and_keeps_its_head_in_sight(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "out" / "U-0002_杏坞镇.xlsx")
    for title in ("挂职", "汇报与材料"):
        assert printed(book[title]) == ("C2", "landscape", 9, "$1:$1", "$A:$B", True, True)
    assert {kind for _, kind in drop_downs(book["请销假与占用"])} == {"list", "date"}


def test_same_register_and_day_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    register = save_register(tmp_path)
    send(register, tmp_path / "out")
    for path in (folder / "out").iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()


def test_a_file_that_may_have_come_back_is_not_replaced(tmp_path: Path) -> None:
    register = save_register(tmp_path)
    send(register, tmp_path / "out")
    path = tmp_path / "out" / "U-0002_杏坞镇.xlsx"
    path.write_bytes(b"filled in by hand")
    with pytest.raises(ConfigError, match="没有动它们"):
        send(register, tmp_path / "out")
    assert path.read_bytes() == b"filled in by hand"
    send(register, tmp_path / "out", force=True)
    assert path.read_bytes() != b"filled in by hand"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_titles_and_choices_speak_the_language_asked_for(tmp_path: Path, language: str) -> None:
    sent = send(save_register(tmp_path), tmp_path / "out", language)["U-0002"]
    reports = sent.by_key["reports"]
    kind = SCHEMA.field("reports.type").enumeration
    assert kind is not None
    assert reports.title == SCHEMA.tables["reports"].titles[language]
    assert reports.text(reports.names[0], "type") == kind.label("quarterly", language)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_trip_through_libreoffice_keeps_what_matters(folder: Path, tmp_path: Path) -> None:
    original = folder / "out" / "U-0002_杏坞镇.xlsx"
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "xlsx", "--outdir", str(tmp_path / "lo"), str(original),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    copy = tmp_path / "lo" / original.name
    before, after = openpyxl.load_workbook(original), openpyxl.load_workbook(copy)
    assert after.sheetnames == before.sheetnames
    for title in TITLES[1:]:
        if title in before.sheetnames:
            # converting without a window drops frozen panes, even of a file of two cells
            assert printed(after[title])[1:] == printed(before[title])[1:]
            assert sorted(kind for _, kind in drop_downs(after[title])) == sorted(
                kind for _, kind in drop_downs(before[title])
            )
    there, here = (places_of(pull_xlsx(path), SCHEMA, "zh") for path in (copy, original))
    assert {key: place.texts for key, place in there.items()} == {
        key: place.texts for key, place in here.items()
    }


@settings(max_examples=30)
@given(texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=4, max_size=4))
def test_whatever_stands_in_a_cell_comes_back_as_it_was_sent(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    register = save_register(folder, with_texts(*texts))
    send(register, folder / "out")
    files = sorted((folder / "out").iterdir())
    found = review_returned(files, register, SCHEMA)
    assert {file.state for file in found.files} == {State.UNCHANGED}
    assert found.proposals == ()


def test_rows_that_cannot_be_told_apart_or_have_no_number_are_named(tmp_path: Path) -> None:
    book = register_book()
    sheets = {sheet.title: sheet for sheet in book.sheets}
    twice = sheets["reports"].text.copy()
    twice.loc[3] = twice.loc[2]
    sheets["reports"] = replace(sheets["reports"], text=twice)
    unnumbered = sheets["cadres"].text.copy()
    unnumbered.loc[4, 1] = ""
    sheets["cadres"] = replace(sheets["cadres"], text=unnumbered)
    register = save_register(tmp_path, replace(book, sheets=tuple(sheets.values())))
    checked = check_workbook(pull(register), SCHEMA, AS_OF)
    sending = split(checked.register, register, tmp_path / "out", "zh", SENT_AT)
    assert [each.text("zh") for each in sending.remarks] == [
        NOT_PUBLIC,
        "没有发：“cadres”有 1 行没有编号，或者和别的行分不开（第 4 行）。请先补编号。",
        "没有发：“reports”有 2 行没有编号，或者和别的行分不开（第 2、3 行）。请先补编号。",
    ]


def test_rows_may_be_added_to_sheets_that_have_no_rows_yet(tmp_path: Path) -> None:
    book = register_book()
    fresh = tuple(
        replace(sheet, text=sheet.text.loc[:1])
        if sheet.title in ("reports", "absences", "work_log")
        else sheet
        for sheet in book.sheets
    )
    sent = send(save_register(tmp_path, replace(book, sheets=fresh)), tmp_path / "out")
    adding = {sheet.key: sheet.rows for sheet in sent["U-0003"].sheets if sheet.new_fields}
    assert adding == {"reports": (), "absences": (), "work_log": ()}
    assert {sheet.key for sheet in sent["U-0001"].sheets} == {"cadres"}
    tabs = openpyxl.load_workbook(tmp_path / "out" / sent["U-0003"].file).sheetnames
    assert {"汇报与材料", "请销假与占用", "工作纪实"} <= set(tabs)
    path = fill_in(tmp_path / "out" / sent["U-0003"].file, "工作纪实", 2,
                   挂职="S-0002", 日期="2026-06-03", 类型="驻点", 事项="调研")  # fmt: skip
    (added,) = review_returned([path], tmp_path / "register", SCHEMA).proposals
    assert (added.sheet, added.texts["what"]) == ("work_log", "调研")


NOT_PUBLIC = (
    "有 1 次挂职没有发：任职文号和任职日期没有填全，或者日期还没到；"
    "表里没有这两列的，看报到日期。补上、到了日子，再拆一次就有。"
)


def test_what_is_not_public_yet_is_said_to_stay_back(folder: Path, tmp_path: Path) -> None:
    checked = check_workbook(pull(folder / "register"), SCHEMA, AS_OF)
    sending = split(checked.register, folder / "register", tmp_path / "out", "zh", SENT_AT)
    assert [each.text("zh") for each in sending.remarks] == [NOT_PUBLIC]


NAMES = {
    "../../etc/passwd": "U-0001_etc passwd.xlsx",
    'a/b:c*d?"e"<f>|g': "U-0001_a b c d e f g.xlsx",
    "杏坞镇\n（新区）\u202e": "U-0001_杏坞镇（新区）.xlsx",
    "...": "U-0001_U-0001.xlsx",
    "很长" * 60: f"U-0001_{'很长' * 20}.xlsx",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_never_leads_a_file_astray(name: str) -> None:
    assert file_name("U-0001", name) == NAMES[name]


HOSTILE = (
    "=1+1",
    "'007",
    "0012",
    "1.50",
    "5E3",
    "2026-02-30",
    "a\nb",
    "#N/A",
    "<b>&amp;",
    "　空　",
)


@pytest.mark.parametrize("text", [*HOSTILE, "长" * 40_000])
def test_texts_that_look_like_something_else_stay_what_they_are(tmp_path: Path, text: str) -> None:
    register = save_register(tmp_path, with_texts(text, text, text, text))
    send(register, tmp_path / "out")
    found = review_returned(sorted((tmp_path / "out").iterdir()), register, SCHEMA)
    assert {file.state for file in found.files} == {State.UNCHANGED}
    assert found.proposals == ()


def with_texts(duty: str, what: str, days: str, day: str) -> Workbook:
    """Give the register with some texts in columns of different kinds."""
    book = register_book()
    sheets = {sheet.title: sheet for sheet in book.sheets}
    for title, field, text in (
        ("postings", "duty_area", duty), ("work_log", "what", what),
        ("work_log", "site_days", days), ("postings", "reported_on", day),
    ):  # fmt: skip
        frame = sheets[title].text.copy()
        frame.at[2, list(frame.loc[1]).index(field) + 1] = text
        sheets[title] = replace(sheets[title], text=frame)
    return replace(book, sheets=tuple(sheets.values()))
