"""A saved workbook is the same source again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.saving import save_csv_folder
from handbook.sources import pull_csv_folder
from handbook.sources.layout import text_grid
from handbook.workbook import Manifest, Merged, Sheet, Workbook

ANY_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
TRICKY_TEXT = st.sampled_from(
    ["", "=1+1", "sep=;", "a;b", "a\tb", 'a"b', '"', ",", "\n", "\r\n", "\r", "\ufeff", " ", "'"]
)
ROWS = st.lists(st.lists(ANY_TEXT | TRICKY_TEXT, max_size=4), max_size=6)
TITLES = st.lists(ANY_TEXT | st.sampled_from(["CON", "a/b", "a", "A", ".", "~$a"]), max_size=4)


def book(*sheets: Sheet) -> Workbook:
    return Workbook(sheets, Manifest(source="台账.xlsx"))


def one_cell(title: str) -> Sheet:
    return Sheet(title, text_grid([["甲"]]))


def saved(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted(folder.iterdir())}


@given(TITLES, st.lists(ROWS, min_size=4, max_size=4))
def test_any_text_comes_back_as_it_was(titles: list[str], contents: list[list[list[str]]]) -> None:
    sheets = [Sheet(title, text_grid(rows)) for title, rows in zip(titles, contents, strict=False)]
    workbook = book(one_cell("单位"), *sheets)
    with TemporaryDirectory() as folder:
        save_csv_folder(workbook, Path(folder))
        again = pull_csv_folder(Path(folder))
    assert again.content_hash() == workbook.content_hash()
    assert [sheet.title for sheet in again.sheets] == [sheet.title for sheet in workbook.sheets]
    assert again.manifest == workbook.manifest


def test_everything_about_a_sheet_comes_back(tmp_path: Path) -> None:
    formulas = {(2, 1): "=A1", (3, 2): "=SUM(A1:A2)"}
    sheet = Sheet(
        "挂职",
        text_grid([["名册"], ["名册"]], formulas),
        formulas=formulas,
        merged=(Merged(1, 1, 1, 2),),
        hidden_rows=frozenset({2, 3}),
        is_hidden=True,
        gid=0,
        encoding="gb18030",
    )
    manifest = Manifest(
        source="1AbC",
        pulled_at="2026-06-30T08:00:00+08:00",
        version="17",
        as_of=date(2026, 6, 30),
        schema_version=1,
        language="vi",
        is_sample=True,
    )
    save_csv_folder(Workbook((sheet,), manifest), tmp_path)
    again = pull_csv_folder(tmp_path)
    assert again.manifest == manifest
    assert again.content_hash() == book(sheet).content_hash()
    for attribute in ("title", "formulas", "merged", "hidden_rows", "is_hidden", "gid", "encoding"):
        assert getattr(again.sheets[0], attribute) == getattr(sheet, attribute), attribute


def test_files_read_plainly(tmp_path: Path) -> None:
    rows = [["编号", "备注"], ["S-0001", '他说"好"，\n走了'], [], ["", "a,b"]]
    save_csv_folder(book(Sheet("挂职", text_grid(rows)), one_cell("单位")), tmp_path)
    assert saved(tmp_path) == {
        "manifest.json": (
            "{\n"
            '  "source": "台账.xlsx",\n'
            '  "sheets": [\n'
            '    {\n      "file": "挂职.csv",\n      "title": "挂职"\n    },\n'
            '    {\n      "file": "单位.csv",\n      "title": "单位"\n    }\n'
            "  ]\n"
            "}\n"
        ),
        "单位.csv": "\ufeff甲\n",
        "挂职.csv": '\ufeff编号,备注\nS-0001,"他说""好""，\n走了"\n,\n,"a,b"\n',
    }


TITLES_AND_FILES = [
    pytest.param("挂职", "挂职.csv", id="plain"),
    pytest.param(" 挂职 ", "挂职.csv", id="spaces around"),
    pytest.param("2025/2026", "2025_2026.csv", id="slash"),
    pytest.param("../../x", "_.._x.csv", id="path"),
    pytest.param("a:b*?", "a_b__.csv", id="marks no file name may hold"),
    pytest.param("con", "_con.csv", id="device"),
    pytest.param("LPT1.旧", "_LPT1.旧.csv", id="device with an ending"),
    pytest.param("", "_.csv", id="blank"),
    pytest.param("...", "_.csv", id="dots"),
    pytest.param("~$a", "_~$a.csv", id="looks like a lock file"),
    pytest.param("挂" * 100, "挂" * 66 + ".csv", id="long"),
    pytest.param("e\u0301", "\u00e9.csv", id="accent apart"),
]


@pytest.mark.parametrize(("title", "name"), TITLES_AND_FILES)
def test_title_gives_a_safe_file_name(tmp_path: Path, title: str, name: str) -> None:
    save_csv_folder(book(one_cell(title)), tmp_path)
    assert sorted(saved(tmp_path)) == sorted(["manifest.json", name])
    assert pull_csv_folder(tmp_path).sheets[0].title == title


def test_titles_that_differ_in_case_only_get_files_of_their_own(tmp_path: Path) -> None:
    save_csv_folder(book(one_cell("Units"), one_cell("UNITS"), one_cell("units")), tmp_path)
    assert sorted(saved(tmp_path)) == [
        "UNITS (2).csv",
        "Units.csv",
        "manifest.json",
        "units (3).csv",
    ]


def test_saving_again_removes_only_what_an_earlier_save_left(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    save_csv_folder(book(one_cell("挂职"), one_cell("旧表")), folder)
    (folder / "手工.csv").write_text("乙\n", encoding="utf-8")
    (folder / "说明.txt").write_text("说明\n", encoding="utf-8")
    save_csv_folder(book(one_cell("挂职")), folder)
    assert sorted(saved(folder)) == ["manifest.json", "手工.csv", "挂职.csv", "说明.txt"]


def test_manifest_cannot_make_saving_remove_other_files(tmp_path: Path) -> None:
    folder, other = tmp_path / "台账", tmp_path / "other.csv"
    folder.mkdir()
    (folder / "notes.txt").write_text("n", encoding="utf-8")
    other.write_text("o", encoding="utf-8")
    named = {"sheets": [{"file": "../other.csv"}, {"file": str(other)}, {"file": "notes.txt"}]}
    (folder / "manifest.json").write_text(json.dumps(named), encoding="utf-8")
    save_csv_folder(book(one_cell("挂职")), folder)
    assert other.read_text(encoding="utf-8") == "o"
    assert sorted(saved(folder)) == ["manifest.json", "notes.txt", "挂职.csv"]


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    workbook = book(
        Sheet("挂职", text_grid([["a", "b"], ["", "c"]]), hidden_rows=frozenset({2, 1}))
    )
    save_csv_folder(workbook, tmp_path / "a")
    save_csv_folder(workbook, tmp_path / "b")
    assert saved(tmp_path / "a") == saved(tmp_path / "b")
