"""What has been kept too long is named, and goes out of the program's own copies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from handbook.cli import main
from handbook.export_record import Export, load_exports, record_export
from handbook.history import Publication, keep_publication, load_publication
from handbook.retention import clear_copy, clear_history, kept_too_long
from handbook.saving import save_csv_folder
from handbook.sources import pull
from small_workbooks import CADRES, POSTING, ROOT, SCHEMA, check, workbook

LATER = date(2030, 1, 1)
OVER = POSTING | {"status": "completed", "end_actual": "2026-12-31", "remark": "谈话记录另存"}
SECRETS = {"birth_ym": "1990-05", "party_status": "cpc", "remark": "拟列入后备"}
PEOPLE = [CADRES[0] | SECRETS, CADRES[1] | SECRETS]
ASSESSED = {"posting_id": "S-0001", "kind": "final", "gap_note": "统筹能力有待提高"}


def facts(as_of: date = LATER, **sheets: object) -> list[tuple[str, str, str]]:
    book = workbook(**({"cadres": PEOPLE, "postings": [OVER]} | sheets))  # type: ignore[arg-type]
    found = kept_too_long(check(book, as_of).register)
    return [(each.person, each.field, each.cell.a1) for each in found]


def test_confidential_facts_are_named_three_years_after_the_last_posting() -> None:
    assert facts() == [
        ("C-00001", "birth_ym", "cadres!D2"),
        ("C-00001", "party_status", "cadres!E2"),
        ("C-00001", "remark", "cadres!F2"),
        ("C-00001", "remark", "postings!M2"),
    ]


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        pytest.param(date(2029, 12, 31), 0, id="to the day"),
        pytest.param(date(2030, 1, 1), 4, id="a day later"),
    ],
)
def test_not_a_day_too_early(as_of: date, count: int) -> None:
    assert len(facts(as_of)) == count


def test_somebody_still_posted_keeps_everything() -> None:
    running = POSTING | {"posting_id": "S-0002"}
    assert facts(postings=[OVER, running]) == []


def test_what_hangs_on_the_posting_goes_too() -> None:
    found = facts(assessments=[ASSESSED])
    assert ("C-00001", "gap_note", "assessments!C2") in found


def test_what_is_about_several_people_is_left_to_an_editor() -> None:
    other = OVER | {"posting_id": "S-0002", "cadre_id": "C-00002"}
    talk = {"posting_ids": "S-0001；S-0002", "kind": "heart_talk", "held_on": "2026-03-02",
            "topic": "工作适应情况"}  # fmt: skip
    fields = [field for _, field, _ in facts(postings=[OVER, other], engagements=[talk])]
    assert "topic" not in fields
    assert fields.count("birth_ym") == 2


def test_a_copy_is_cleared_and_the_rest_stays(tmp_path: Path) -> None:
    book = workbook(cadres=PEOPLE, postings=[OVER])
    save_csv_folder(book, tmp_path)
    clear_copy(pull(tmp_path), kept_too_long(check(pull(tmp_path), LATER).register), tmp_path)
    assert kept_too_long(check(pull(tmp_path), LATER).register) == []
    left = (tmp_path / "cadres.csv").read_text(encoding="utf-8-sig").splitlines()
    assert left[1:] == [
        "C-00001,顾清禾,U-0001,,,",
        "C-00002,陆予安,U-0001,1990-05,cpc,拟列入后备",
    ]
    assert "谈话记录" not in (tmp_path / "postings.csv").read_text(encoding="utf-8-sig")


def test_a_column_whose_class_was_raised_goes_out_of_the_history(tmp_path: Path) -> None:
    records = {
        "cadres": {
            "C-00001": {"name": "顾清禾", "birth_ym": "1990-05"},
            "C-00002": {"name": "陆予安", "birth_ym": "1991-06"},
        },
        "postings": {"S-0001": {"cadre_id": "C-00001"}},
    }
    old = keep_publication(tmp_path, Publication(date(2026, 6, 30), "0" * 64, records))
    found = kept_too_long(check(workbook(cadres=PEOPLE, postings=[OVER]), LATER).register)
    written = clear_history(tmp_path, found, SCHEMA)
    assert [file.name[:17] for file in written] == [old.name[:17]]
    assert list(tmp_path.glob("*.gz")) == written
    assert load_publication(written[0]).records["cadres"] == {
        "C-00001": {"name": "顾清禾"},
        "C-00002": {"name": "陆予安", "birth_ym": "1991-06"},
    }
    assert clear_history(tmp_path, found, SCHEMA) == []


def test_the_command_tells_cells_without_their_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    source, copy = tmp_path / "register", tmp_path / "copy"
    for folder in (source, copy):
        save_csv_folder(workbook(cadres=PEOPLE, postings=[OVER]), folder)
    arguments = ["retention", "--source", str(source), "--as-of", "2030-01-01", "--lang", "en",
                 "--history", str(tmp_path / "history"), "--copy", str(copy)]  # fmt: skip
    listed = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert listed.exit_code == 0
    assert listed.output.splitlines()[:2] == [
        "Kept too long; please clear these 4 cells in the spreadsheet:",
        "  cadres!D2  C-00001  Month of birth  (2026-12-31)",
    ]
    assert "1990-05" not in listed.output
    assert "1990-05" in (copy / "cadres.csv").read_text("utf-8-sig")
    applied = CliRunner().invoke(main, [*arguments, "--apply"], catch_exceptions=False)
    assert f"Copy “{copy}”: 4 cells cleared." in applied.output
    assert (copy / "cadres.csv").read_text("utf-8-sig").count("1990-05") == 1
    assert (source / "cadres.csv").read_text("utf-8-sig").count("1990-05") == 2


# --- the record of exports -----------------------------------------------------------------------

EXPORT = Export(
    datetime(2026, 6, 30, 9, 5, tzinfo=UTC), "clerk", "publish", "org", {"cadres": 12}, "site.zip"
)


def test_the_record_grows_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "exports.jsonl"
    for _ in range(3):
        record_export(file, EXPORT)
    assert load_exports(file) == ([EXPORT] * 3, 0)
    assert file.stat().st_mode & 0o077 == 0


def test_nothing_was_taken_out_yet(tmp_path: Path) -> None:
    assert load_exports(tmp_path / "exports.jsonl") == ([], 0)


@pytest.mark.parametrize(
    ("tamper", "line"),
    [
        pytest.param(lambda lines: lines[:1] + lines[2:], 2, id="a line taken out"),
        pytest.param(lambda lines: lines[1:], 1, id="the first taken out"),
        pytest.param(
            lambda lines: [lines[0].replace(b"12", b"1"), *lines[1:]], 2, id="a number changed"
        ),
        pytest.param(lambda lines: [*lines, b"{}"], 4, id="something else added"),
        pytest.param(lambda lines: [*lines, b"\xff"], 4, id="no text added"),
    ],
)
def test_tampering_is_noticed(tamper, line: int, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "exports.jsonl"
    for _ in range(3):
        record_export(file, EXPORT)
    file.write_bytes(b"".join(each + b"\n" for each in tamper(file.read_bytes().splitlines())))
    assert load_exports(file)[1] == line


def test_the_command_shows_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "exports.jsonl"
    monkeypatch.setenv("HANDBOOK_EXPORT_RECORD", str(file))
    record_export(file, EXPORT)
    shown = CliRunner().invoke(main, ["exports", "--lang", "en"], catch_exceptions=False)
    assert (shown.exit_code, shown.output) == (
        0,
        "2026-06-30 09:05  clerk  publish  org  site.zip  cadres 12\n",
    )
    file.write_bytes(file.read_bytes().replace(b"clerk", b"boss") * 2)
    shown = CliRunner().invoke(main, ["exports", "--lang", "en"], catch_exceptions=False)
    assert shown.exit_code == 10
    assert "Line 2 does not follow" in shown.output


def test_a_filled_form_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "exports.jsonl"
    monkeypatch.setenv("HANDBOOK_EXPORT_RECORD", str(record))
    monkeypatch.chdir(ROOT)
    arguments = ["form", "期满去向登记表", "C-00081", "--output", str(tmp_path / "form.docx")]
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    exports, broken = load_exports(record)
    assert broken == 0
    assert [(each.command, each.audience, each.to, each.records) for each in exports] == [
        ("form", "org", "form.docx", {"cadres": 1})
    ]
