"""`handbook vault`, `restore`, `changed` and `summary`, as typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.saving import save_csv_folder
from handbook.vault import SENTENCES, new_key
from small_workbooks import BATCH, CADRES, POSTING, ROOT, workbook

KEY = new_key()
DEMO = str(ROOT / "sheets_schema" / "demo_mistakes")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run a command in an empty folder, with a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDBOOK_VAULT_KEY", KEY)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return invoke


def lines(result: Result) -> dict[str, str]:
    """Read what a workflow takes as outputs."""
    assert result.exit_code == 0
    return dict(line.split("=", 1) for line in result.output.splitlines())


def test_every_new_key_is_another(run) -> None:
    first, second = (run("vault", "key").output for _ in range(2))
    assert (len(first), len(second)) == (45, 45)
    assert first != second


def test_what_was_packed_is_unpacked(run, tmp_path: Path) -> None:
    (tmp_path / "edition.json").write_text("{}")
    packed = run("vault", "pack", "edition.json", "--to", "kept/handbook.vault", "--lang", "en")
    assert packed.output == (
        "Encrypted and kept: kept/handbook.vault (1 KB); "
        "0 files past their retention period were deleted.\n"
    )
    unpacked = run("vault", "unpack", "kept/handbook.vault", "--to", "out", "--lang", "en")
    assert unpacked.output == "1 file was taken out, into out.\n"
    assert (tmp_path / "out" / "edition.json").read_text() == "{}"


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param("", "no_key", id="no key"),
        pytest.param("secret-words", "bad_key", id="no real key"),
        pytest.param(new_key(), "other_key", id="another key"),
    ],
)
def test_a_key_that_does_not_do_is_told_in_one_sentence(
    run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: str, reason: str, language: str
) -> None:
    (tmp_path / "edition.json").write_text("{}")
    run("vault", "pack", "edition.json", "--to", "handbook.vault")
    monkeypatch.setenv("HANDBOOK_VAULT_KEY", key)
    result = run("vault", "unpack", "handbook.vault", "--to", "out", "--lang", language)
    assert (result.exit_code, result.output) == (2, f"{SENTENCES[reason][language]}\n")
    assert not (tmp_path / "out").exists()


def test_a_pulled_register_is_packed_and_restored(run) -> None:
    run("vault", "pack", DEMO, "--to", "backup-2026-06-30.vault")
    restored = run("restore", "backup-2026-06-30.vault", "--to", "register.xlsx", "--lang", "en")
    assert (restored.exit_code, restored.output) == (0, "Restored: register.xlsx\n")
    again = run("restore", "backup-2026-06-30.vault", "--to", "register.xlsx", "--lang", "en")
    assert again.exit_code == 2
    assert run("check", "register.xlsx").exit_code == 10


def test_a_register_is_published_again_on_a_new_day_only(run) -> None:
    first = lines(run("changed", DEMO, "--since", "edition.json", "--to", "edition.json"))
    assert first == {
        "changed": "true",
        "because": "workbook code as_of audiences languages",
        "as_of": "2026-06-30",
    }
    again = lines(run("changed", DEMO, "--since", "edition.json"))
    assert (again["changed"], again["because"]) == ("false", "")
    later = lines(run("changed", DEMO, "--since", "edition.json", "--as-of", "2026-07-01"))
    assert later == {"changed": "true", "because": "as_of", "as_of": "2026-07-01"}
    other = lines(run("changed", DEMO, "--since", "edition.json", "--audience", "public"))
    assert other["because"] == "audiences"


APPLICATION = {"application_id": "A-00001", "batch_id": "B-001", "cadre_id": "C-00001"}


def test_a_summary_counts_what_its_reader_may_know_of(run, tmp_path: Path) -> None:
    book = workbook(
        batches=[BATCH | {"nomination_deadline": "2026-02-30"}],
        postings=[POSTING | {"end_planned": "2026-02-30", "returned_on": "2026-02-30"}],
        cadres=[CADRES[0] | {"born_after": "2026-02-30"}, CADRES[1]],
        applications=[APPLICATION | {"limit_checked": "2026-02-30"}],
    )
    save_csv_folder(book, tmp_path / "register")
    audiences = ("public", "internal", "unit", "org", "sealed")
    assert [_told_twice(run, each).count("| 错误 |") for each in audiences] == [1, 2, 3, 4, 5]


def _told_twice(run, audience: str) -> str:
    """Give what both a summary and a check tell readers."""
    summary = run("summary", "register", "--since", "edition.json", "--audience", audience)
    told = run("check", "register", "--format", "markdown", "--audience", audience)
    head, _, findings = summary.output.partition("\n\n\n")
    assert head == "**登记表、程序和日期都没有变化，网站不必重新生成。**"
    assert findings == told.output
    return findings
