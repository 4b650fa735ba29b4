"""What is kept encrypted, for how long, and how it becomes a register again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from handbook.checking import check_workbook
from handbook.history import (
    folder_of,
    forget_publications,
    keep_publication,
    load_history,
    publication_of,
)
from handbook.keeping import KEEP_DAYS, KEEP_HISTORY_DAYS, backup_name, keep, take_out
from handbook.restoring import SENTENCES, Restored, RestoreError, restore
from handbook.saving import save_csv_folder
from handbook.schema import LANGUAGES
from handbook.sources import pull
from handbook.vault import VaultError
from handbook.workbook import Manifest, Workbook
from small_workbooks import AS_OF, CADRES, POSTING, ROOT, SCHEMA, check, sheet, workbook

KEY = bytes(range(32))
TODAY = date(2026, 6, 30)


def history(root: Path, *days: date, source: str = "register") -> Path:
    """Keep one publication per day; each is different from the one before."""
    for day in days:
        posting = POSTING | {"end_planned": f"{day.year + 1}-12-31"}
        checked = check(workbook(postings=[posting]), day)
        keep_publication(folder_of(root, source), publication_of(checked.register, str(day)))
    return root


def days_of(root: Path, source: str = "register") -> list[date]:
    """Give the days of the publications that are left."""
    return [each.as_of for each in load_history(folder_of(root, source)).publications]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_publications_of_the_distant_past_are_forgotten_but_for_two(tmp_path: Path) -> None:
    root = history(tmp_path, ago(1200), ago(1100), ago(1000), ago(10))
    history(tmp_path, ago(2000), ago(1900), ago(1800), source="ended")
    forgotten = forget_publications(tmp_path, ago(KEEP_HISTORY_DAYS))
    assert len(forgotten) == 3
    assert days_of(root) == [ago(1000), ago(10)]
    assert days_of(root, "ended") == [ago(1900), ago(1800)]


def test_a_publication_after_forgetting_is_still_the_last(tmp_path: Path) -> None:
    root = history(tmp_path, ago(1300), ago(1200), ago(1100), ago(30), ago(20))
    forget_publications(root, ago(KEEP_HISTORY_DAYS))
    history(root, ago(10), ago(5))
    assert days_of(root) == [ago(30), ago(20), ago(10), ago(5)]


def test_keeping_prunes_the_history_it_packs(tmp_path: Path) -> None:
    root = history(tmp_path / "history", ago(1200), ago(20), ago(10))
    kept = keep([root], tmp_path / "handbook.vault", KEY, TODAY)
    assert kept.size == kept.file.stat().st_size
    assert len(kept.forgotten) == 1
    take_out(kept.file, [KEY], tmp_path / "to")
    assert days_of(tmp_path / "to" / "history") == [ago(20), ago(10)]


def test_backups_older_than_the_rule_are_deleted_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    strangers = [
        "backup.vault",
        "backup-2020-01-01.vault.txt",
        "backup-2020-13-01.vault",
        "登记表.xlsx",
        "notes-2020-01-01.vault",
    ]
    for name in [backup_name(ago(31)), backup_name(ago(30)), *strangers]:
        (folder / name).write_bytes(b"")
    (tmp_path / "register").mkdir()
    kept = keep([tmp_path / "register"], folder / backup_name(TODAY), KEY, TODAY)
    assert [file.name for file in kept.forgotten] == [backup_name(ago(31))]
    left = {backup_name(ago(KEEP_DAYS)), backup_name(TODAY), *strangers}
    assert {file.name for file in folder.iterdir()} == left


def test_a_backup_that_bears_an_old_day_is_not_deleted_at_once(tmp_path: Path) -> None:
    (tmp_path / "register").mkdir()
    file = tmp_path / "backups" / backup_name(ago(400))
    assert keep([tmp_path / "register"], file, KEY, TODAY).forgotten == ()
    assert file.exists()


def test_what_cannot_be_packed_leaves_the_last_vault(tmp_path: Path) -> None:
    (tmp_path / "handbook.vault").write_bytes(b"last")
    with pytest.raises(VaultError):
        keep([tmp_path / "missing"], tmp_path / "handbook.vault", KEY, TODAY)
    assert (tmp_path / "handbook.vault").read_bytes() == b"last"


def findings_of(book: Workbook) -> list[tuple[str, str, str, str]]:
    """Give code, record, address and field of what a check says about anything but the file."""
    return [
        (each.code, each.record, each.cell.a1, each.cell.field)
        for each in check_workbook(book, SCHEMA, AS_OF).findings
        if each.code != "SRC113"  # the encoding a CSV file once had
    ]


def backed_up(book: Workbook, folder: Path) -> Path:
    """Save a workbook as pulled and pack it."""
    save_csv_folder(book, folder / "register")
    return keep([folder / "register"], folder / backup_name(TODAY), KEY, TODAY).file


DEMO, MISTAKES, SMALL = (
    pytest.param("sheets_schema/demo", id="demo register"),
    pytest.param("sheets_schema/demo_mistakes", id="demo register with mistakes"),
    pytest.param("tests/workbooks/base", id="small register"),
)


@pytest.mark.parametrize(
    "folder", [MISTAKES, SMALL, pytest.param(*DEMO.values, id=DEMO.id, marks=pytest.mark.soak)]
)
def test_a_register_restored_as_a_workbook_checks_as_it_did(folder: str, tmp_path: Path) -> None:
    book = pull(ROOT / folder)
    file = tmp_path / "restored" / "register.xlsx"
    restored = restore(backed_up(book, tmp_path), [KEY], file, SCHEMA)
    assert restored == Restored((file,))
    assert findings_of(pull(file)) == findings_of(book)


def beside_texts(book: Workbook) -> list[tuple[object, ...]]:
    """Give all else that a check sees of each sheet, but for the encoding of its file."""
    return [
        (each.title, each.typed, each.formulas, each.merged, each.hidden_rows, each.is_hidden,
         each.gid, each.key, each.book)
        for each in book.sheets
    ]  # fmt: skip


@pytest.mark.parametrize("folder", [DEMO, MISTAKES, SMALL])
def test_a_restored_folder_is_the_register_to_the_letter(folder: str, tmp_path: Path) -> None:
    book = pull(ROOT / folder)
    restored = restore(backed_up(book, tmp_path), [KEY], tmp_path / "restored", SCHEMA)
    assert restored == Restored((tmp_path / "restored",))
    again = pull(tmp_path / "restored")
    assert again.content_hash() == book.content_hash()
    assert beside_texts(again) == beside_texts(book)
    assert again.manifest == book.manifest


def test_columns_and_sheets_nobody_knows_are_restored_too(tmp_path: Path) -> None:
    cadres = [dict(each) | {"自用": f"备忘{number}"} for number, each in enumerate(CADRES)]
    book = workbook(cadres=cadres, 草稿=[{"甲": "乙"}])
    [file] = restore(backed_up(book, tmp_path), [KEY], tmp_path / "register.xlsx", SCHEMA).paths
    sheets = {each.title: each.text.to_numpy().tolist() for each in pull(file).sheets}
    assert sheets["草稿"] == [["甲"], ["乙"]]
    assert "备忘1" in {text for row in sheets["cadres"] for text in row}


def test_the_second_spreadsheet_is_restored_apart(tmp_path: Path) -> None:
    secret = replace(
        sheet("cadres", [{"cadre_id": "C-00001", "birth_ym": "1990-05"}]), book="restricted"
    )
    book = workbook()
    both = Workbook((*book.sheets, secret), Manifest("register", language="zh"))
    backup = backed_up(both, tmp_path)
    first, second = restore(backup, [KEY], tmp_path / "register.xlsx", SCHEMA).paths
    assert second.name == "register.restricted.xlsx"
    texts = [
        {text for each in pull(file).sheets for row in each.text.to_numpy() for text in row}
        for file in (first, second)
    ]
    assert ["1990-05" in each for each in texts] == [False, True]
    [folder] = restore(backup, [KEY], tmp_path / "folder", SCHEMA).paths
    assert [each.book for each in pull(folder).sheets].count("restricted") == 1


def test_what_excel_cannot_hold_is_said(tmp_path: Path) -> None:
    postings = [POSTING | {"duty": "责" * 40_000}]
    backup = backed_up(workbook(postings=postings), tmp_path)
    cut = restore(backup, [KEY], tmp_path / "register.xlsx", SCHEMA).cut
    assert [each.a1 for each in cut] == ["postings!L2"]
    assert restore(backup, [KEY], tmp_path / "restored", SCHEMA).cut == ()


def test_nothing_is_restored_over_a_file_that_is_there(tmp_path: Path) -> None:
    backup = backed_up(workbook(), tmp_path)
    (tmp_path / "register.xlsx").write_bytes(b"mine")
    with pytest.raises(RestoreError) as caught:
        restore(backup, [KEY], tmp_path / "register.xlsx", SCHEMA)
    assert caught.value.text("en") == (
        "“register.xlsx” exists already and was not replaced. "
        "Choose another name, or move it away first."
    )
    assert (tmp_path / "register.xlsx").read_bytes() == b"mine"


def test_the_published_history_is_no_register(tmp_path: Path) -> None:
    root = history(tmp_path / "history", TODAY)
    vault = keep([root], tmp_path / "handbook.vault", KEY, TODAY).file
    with pytest.raises(RestoreError) as caught:
        restore(vault, [KEY], tmp_path / "register.xlsx", SCHEMA)
    assert caught.value.reason == "no_register"
    assert not (tmp_path / "register.xlsx").exists()


def test_a_backup_of_a_file_is_only_taken_out(tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(b"PK")
    vault = keep([tmp_path / "register.xlsx"], tmp_path / "backup.vault", KEY, TODAY).file
    with pytest.raises(RestoreError, match="handbook vault unpack") as caught:
        restore(vault, [KEY], tmp_path / "restored.xlsx", SCHEMA)
    assert caught.value.reason == "files"


def test_every_refusal_is_told_in_every_language() -> None:
    assert {tuple(texts) for texts in SENTENCES.values()} == {LANGUAGES}
