"""Whether the site is to be published again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.editions import Edition, code_version, edition_of, load_edition, save_edition
from handbook.workbook import Manifest
from small_workbooks import AS_OF, CADRES, ROOT, workbook

LAST = Edition("a" * 64, "b" * 64, AS_OF, ("public",), ("en", "zh"), "2026-06-30T09:00:00+08:00")


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        pytest.param({}, (), id="nothing"),
        pytest.param({"pulled_at": "2026-06-30T10:00:00+08:00"}, (), id="only pulled again"),
        pytest.param({"workbook": "c" * 64}, ("workbook",), id="an edit"),
        pytest.param({"code": "c" * 64}, ("code",), id="a new program"),
        pytest.param({"as_of": date(2026, 7, 1)}, ("as_of",), id="a new day without any edit"),
        pytest.param({"audiences": ("internal",)}, ("audiences",), id="another audience"),
        pytest.param({"languages": ("zh",)}, ("languages",), id="a language less"),
        pytest.param(
            {"workbook": "c" * 64, "as_of": date(2026, 7, 1)}, ("workbook", "as_of"), id="two"
        ),
    ],
)
def test_what_is_not_as_it_was_is_named(changed: dict[str, object], names: tuple[str, ...]) -> None:
    assert replace(LAST, **changed).differences(LAST) == names


def test_before_the_first_time_everything_is_new() -> None:
    assert LAST.differences(None) == ("workbook", "code", "as_of", "audiences", "languages")


def test_an_edition_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    save_edition(LAST, tmp_path / "new" / "edition.json")
    assert load_edition(tmp_path / "new" / "edition.json") == LAST
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["edition.json"]


def test_the_same_edition_gives_the_same_text(tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_edition(LAST, tmp_path / name)
    assert (tmp_path / "one").read_text() == (tmp_path / "two").read_text()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="a list"),
        pytest.param("{}", id="nothing in it"),
        pytest.param('{"format": 2}', id="later format"),
        pytest.param('{"format": 1, "as_of": "2026-06-30"}', id="half of it"),
        pytest.param('{"format": 1, "as_of": 5, "audiences": [], "languages": []}', id="no day"),
        pytest.param('{"format": 1, "as_of": "2026-02-30"}', id="no such day"),
    ],
)
def test_what_cannot_be_understood_is_no_reason_to_skip(text: str, tmp_path: Path) -> None:
    (tmp_path / "edition.json").write_text(text)
    assert load_edition(tmp_path / "edition.json") is None


def test_without_a_file_nothing_was_published(tmp_path: Path) -> None:
    assert load_edition(tmp_path / "edition.json") is None


def test_an_edition_of_a_workbook_names_its_content_and_not_its_order() -> None:
    book = workbook()
    pulled = replace(book, manifest=Manifest("x", pulled_at="2026-06-30T09:00:00+08:00"))
    first = edition_of(book, "code", AS_OF, ["public", "internal"], ["zh", "en"])
    again = edition_of(pulled, "code", AS_OF, ["internal", "public"], ["en", "zh"])
    edited = edition_of(
        workbook(cadres=CADRES[:1]), "code", AS_OF, ["public", "internal"], ["zh", "en"]
    )
    assert again.differences(first) == ()
    assert again.pulled_at == "2026-06-30T09:00:00+08:00"
    assert edited.differences(first) == ("workbook",)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of a few files."""
    for name in ("docs/zh/index.md", "scripts/handbook/gate.py", "mkdocs.yml", "mkdocs.en.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("docs/zh/index.md", id="a written page"),
        pytest.param("docs/zh/new.md", id="a new page"),
        pytest.param("scripts/handbook/gate.py", id="the program"),
        pytest.param("mkdocs.en.yml", id="settings of a language"),
        pytest.param("requirements.txt", id="a library"),
    ],
)
def test_what_shapes_the_site_changes_the_version(name: str, project: Path) -> None:
    before = code_version(project)
    (project / name).write_text("changed")
    assert code_version(project) != before


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("README.md", id="the README"),
        pytest.param("tests/test_gate.py", id="a test"),
        pytest.param("scripts/handbook/__pycache__/gate.pyc", id="what Python keeps"),
        pytest.param("site/index.html", id="the site"),
    ],
)
def test_what_does_not_shape_the_site_leaves_the_version(name: str, project: Path) -> None:
    before = code_version(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("changed")
    assert code_version(project) == before


def test_the_version_of_the_project_is_the_same_every_time() -> None:
    assert code_version(ROOT) == code_version(ROOT)
