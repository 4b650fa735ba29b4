"""`handbook diff`: what it takes, what it prints and what it exits with."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handbook.cli import main
from handbook.history import keep_publication, publication_of
from handbook.saving import save_csv_folder
from handbook.workbook import Workbook
from small_workbooks import POSTING, check, workbook

TODAY = "2026-06-30"
WAITING = POSTING | {"reported_on": "", "status": "planned"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments], catch_exceptions=False)


def saved(book: Workbook, folder: Path) -> str:
    save_csv_folder(book, folder)
    return str(folder)


@pytest.fixture
def old(tmp_path: Path) -> str:
    return saved(workbook(postings=[WAITING]), tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> str:
    return saved(workbook(), tmp_path / "new")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh", "1 人到任。"), ("vi", "1 người đã nhận việc."), ("en", "1 person arrived.")],
)
def test_a_difference_exits_with_0_and_begins_with_a_sentence(
    old: str, new: str, language: str, expected: str
) -> None:
    result = run(old, new, "--as-of", TODAY, "--lang", language)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, expected)


def test_no_difference_is_one_sentence(new: str) -> None:
    assert run(new, new, "--as-of", TODAY).output == "没有变化。\n"


def test_json_names_the_audience(old: str, new: str) -> None:
    output = run(old, new, "--as-of", TODAY, "--format", "json", "--audience", "unit").output
    content = json.loads(output)
    assert (content["audience"], content["counts"]["arrived"]) == ("unit", 1)


def test_publications_of_the_history_are_registers_too(new: str, tmp_path: Path) -> None:
    before = check(workbook(postings=[WAITING]), date(2026, 5, 31)).register
    file = keep_publication(tmp_path / "history", publication_of(before, "0"))
    result = run(str(file), new, "--as-of", TODAY)
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "1 人到任。")


def test_the_history_does_not_know_what_few_may_see(new: str, tmp_path: Path) -> None:
    file = keep_publication(tmp_path, publication_of(check(workbook()).register, "0"))
    result = run(str(file), new, "--audience", "org")
    assert result.exit_code == 2
    assert "--audience unit" in result.output


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="not there"),
        pytest.param(b"no gzip", id="not packed"),
        pytest.param(gzip.compress(b"no json"), id="no JSON"),
        pytest.param(gzip.compress(b"[]"), id="other JSON"),
        pytest.param(gzip.compress(b"{}"), id="empty JSON"),
        pytest.param(gzip.compress(b"{}")[:-4], id="cut short"),
    ],
)
def test_a_file_that_is_no_publication_is_said_in_one_sentence(
    new: str, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "1.json.gz"
    if content is not None:
        file.write_bytes(content)
    result = run(str(file), new)
    assert result.exit_code == 2
    assert result.output.startswith(f"“{file}”不是一次发布的存档")
    assert len(result.output.splitlines()) == 1


def test_a_broken_register_is_not_compared(new: str, tmp_path: Path) -> None:
    book = workbook()
    broken = saved(Workbook(book.sheets[1:], book.manifest), tmp_path / "broken")
    result = run(broken, new, "--as-of", TODAY)
    assert result.exit_code == 10
    assert result.output.startswith(f"“{broken}”还不能比较，请先改正下面的问题：\n\n错误[SRC101]")
