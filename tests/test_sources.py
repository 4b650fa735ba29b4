"""CSV folders as offices keep them, and how a source is told by its content."""

from __future__ import annotations

import codecs
import json
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.errors import PullError
from handbook.sources import pull, pull_csv_folder
from handbook.sources.addresses import area, column_number, position
from handbook.sources.refusals import SENTENCES
from handbook.workbook import Manifest, Merged, Sheet

PEOPLE = "干部编号,姓名\nC-00001,顾清禾\n"
PEOPLE_ROWS = [["干部编号", "姓名"], ["C-00001", "顾清禾"]]


def texts(sheet: Sheet) -> list[list[str]]:
    return sheet.text.to_numpy().tolist()


def pulled(tmp_path: Path, content: bytes) -> Sheet:
    """Pull a folder whose only file has this content."""
    (tmp_path / "干部.csv").write_bytes(content)
    return pull_csv_folder(tmp_path).sheets[0]


ENCODINGS = [
    pytest.param(PEOPLE.encode(), "", id="UTF-8"),
    pytest.param(codecs.BOM_UTF8 + PEOPLE.encode(), "", id="UTF-8 with byte order mark"),
    pytest.param(PEOPLE.encode("gb18030"), "gb18030", id="Chinese Excel"),
    pytest.param(PEOPLE.replace(",", "\t").encode("utf-16"), "utf-16", id="Unicode text"),
    pytest.param(
        codecs.BOM_UTF16_BE + PEOPLE.encode("utf-16-be"), "utf-16", id="UTF-16, big end first"
    ),
]


@pytest.mark.parametrize(("content", "encoding"), ENCODINGS)
def test_encoding_is_recognised(tmp_path: Path, content: bytes, encoding: str) -> None:
    sheet = pulled(tmp_path, content)
    assert texts(sheet) == PEOPLE_ROWS
    assert sheet.encoding == encoding


LAYOUTS = [
    pytest.param("a,b\n1,2\n", [["a", "b"], ["1", "2"]], id="plain"),
    pytest.param("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]], id="Windows line ends"),
    pytest.param("a,b\r1,2", [["a", "b"], ["1", "2"]], id="old Macintosh line ends"),
    pytest.param("", [], id="empty file"),
    pytest.param("\n\n", [], id="blank lines only"),
    pytest.param(",,\n,,\n", [], id="commas only"),
    pytest.param("\n,\n,,a\n", [["", "", ""], ["", "", ""], ["", "", "a"]], id="late start"),
    pytest.param("a,b,,\n1,,,\n,,,\n", [["a", "b"], ["1", ""]], id="blank end"),
    pytest.param("名册\na,b\n1\n", [["名册", ""], ["a", "b"], ["1", ""]], id="unequal rows"),
    pytest.param("007,1e5,NaN,=A1\n", [["007", "1e5", "NaN", "=A1"]], id="nothing is guessed"),
    pytest.param(" a , b\n", [[" a ", " b"]], id="spaces are kept"),
    pytest.param('"a,b","c""d"\n', [["a,b", 'c"d']], id="quoted"),
    pytest.param('5" x 7",b\n', [['5" x 7"', "b"]], id="quotation mark inside a word"),
    pytest.param('"a\r\nb\nc\rd",e\n', [["a\nb\nc\nd", "e"]], id="line breaks in a cell"),
    pytest.param("a\u2028b\x0b,c\n", [["a\u2028b\x0b", "c"]], id="other separators are text"),
    pytest.param("a;b\n1;2\n", [["a", "b"], ["1", "2"]], id="semicolons"),
    pytest.param(
        "a;b\nx, y;2\n,;3\n", [["a", "b"], ["x, y", "2"], [",", "3"]], id="commas in the text"
    ),
    pytest.param("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]], id="tabs"),
    pytest.param("a;b\n1\n", [["a;b"], ["1"]], id="semicolon in one row only"),
    pytest.param("sep=;\na;b\n1\n", [["a", "b"], ["1", ""]], id="separator named"),
    pytest.param("sep=,\r\na;b,c\r\n", [["a;b", "c"]], id="comma named"),
    pytest.param('"sep=;"\n"a;b"\n', [["sep=;"], ["a;b"]], id="quoted is not a separator line"),
    pytest.param("a,b\n1;2;3\n", [["a", "b"], ["1;2;3", ""]], id="a comma settles it"),
]


@pytest.mark.parametrize(("content", "expected"), LAYOUTS)
def test_cells_are_told_apart(tmp_path: Path, content: str, expected: list[list[str]]) -> None:
    assert texts(pulled(tmp_path, content.encode())) == expected


def test_long_cell_is_read_whole(tmp_path: Path) -> None:
    assert texts(pulled(tmp_path, ("长" * 50_000 + ",尾").encode())) == [["长" * 50_000, "尾"]]


def test_every_csv_file_is_a_sheet_named_after_it(tmp_path: Path) -> None:
    for name in ["乙.csv", "甲 1.CSV", "~$乙.csv", ".隐藏.csv", "说明.txt", "register.xlsx"]:
        (tmp_path / name).write_text("a\n", encoding="utf-8")
    (tmp_path / "夹.csv").mkdir()
    workbook = pull_csv_folder(tmp_path)
    assert [(sheet.title, texts(sheet)) for sheet in workbook.sheets] == [
        ("乙", [["a"]]),
        ("甲 1", [["a"]]),
    ]
    assert workbook.manifest == Manifest(source=tmp_path.name)


def test_manifest_says_what_csv_cannot(tmp_path: Path) -> None:
    written = {
        "source": "台账.xlsx",
        "pulled_at": "2026-06-30T08:00:00+08:00",
        "version": "17",
        "as_of": "2026-06-30",
        "schema_version": 1,
        "language": "vi",
        "is_sample": True,
        "somebody": "else's key",
        "sheets": [
            {
                "file": "b.csv",
                "title": " 挂职/甲 ",
                "gid": 0,
                "is_hidden": True,
                "hidden_rows": [2],
                "merged": ["A1:B1"],
                "formulas": {"C2": "=A1"},
            },
            {"file": "gone.csv"},
        ],
    }
    (tmp_path / "manifest.json").write_text(json.dumps(written), encoding="utf-8")
    for name in ["a", "b"]:
        (tmp_path / f"{name}.csv").write_text(name, encoding="utf-8")
    workbook = pull(tmp_path)
    assert workbook.manifest == Manifest(
        source="台账.xlsx",
        pulled_at="2026-06-30T08:00:00+08:00",
        version="17",
        as_of=date(2026, 6, 30),
        schema_version=1,
        language="vi",
        is_sample=True,
    )
    listed, found = workbook.sheets
    assert (found.title, texts(found)) == ("a", [["a"]])
    assert (listed.title, texts(listed)) == (" 挂职/甲 ", [["b", "", ""], ["", "", ""]])
    assert (listed.gid, listed.is_hidden, listed.hidden_rows) == (0, True, frozenset({2}))
    assert listed.merged == (Merged(1, 1, 1, 2),)
    assert listed.formulas == {(2, 3): "=A1"}


BAD_MANIFESTS = [
    pytest.param("{", "第 1 行起不是有效的 JSON", id="broken"),
    pytest.param('{\n"a": 1,\n}', "第 3 行起不是有效的 JSON", id="comma too many"),
    pytest.param("[]", "第 1 行起不是有效的 JSON", id="a list"),
    pytest.param('{"as_of": "2026-02-30"}', "中“as_of”一项的内容有误", id="no such day"),
    pytest.param('{"as_of": 20260630}', "中“as_of”一项的内容有误", id="date as number"),
    pytest.param('{"language": "fr"}', "中“language”一项的内容有误", id="unknown language"),
    pytest.param('{"is_sample": "yes"}', "中“is_sample”一项的内容有误", id="word for a truth"),
    pytest.param('{"schema_version": true}', "中“schema_version”一项的内容有误", id="truth"),
    pytest.param('{"sheets": {}}', "中“sheets”一项的内容有误", id="sheets are no list"),
    pytest.param(
        '{"sheets": [{"file": "a.csv", "merged": ["A0:B1"]}]}',
        "中“merged”一项的内容有误",
        id="no such block",
    ),
    pytest.param(
        '{"sheets": [{"file": "a.csv", "formulas": {"1": "=A1"}}]}',
        "中“formulas”一项的内容有误",
        id="no such cell",
    ),
]


@pytest.mark.parametrize(("content", "problem"), BAD_MANIFESTS)
def test_manifest_that_is_wrong_names_the_place(tmp_path: Path, content: str, problem: str) -> None:
    (tmp_path / "a.csv").write_text("a", encoding="utf-8")
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    start = "改正" if "JSON" in problem else "改正这一项"
    assert refused(tmp_path) == f"“manifest.json”{problem}。请{start}，或删去该文件后重新导出。"


def refused(source: Path) -> str:
    with pytest.raises(PullError) as caught:
        pull(source)
    return str(caught.value)


BAD_FILES = [
    pytest.param(
        b"PK\x03\x04\x00\x00",
        "“干部.csv”不是文本文件。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”。",
        id="workbook under another name",
    ),
    pytest.param(
        b"a,b\n1,\x00\n",
        "“干部.csv”不是文本文件。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”。",
        id="zero bytes",
    ),
    pytest.param(
        PEOPLE.encode() + b"\xff\xfe,x\n",
        "“干部.csv”的文字编码无法识别。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”。",
        id="damaged UTF-8",
    ),
    pytest.param(
        b"\xff,\xff\n",
        "“干部.csv”的文字编码无法识别。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”。",
        id="no known encoding",
    ),
    pytest.param(
        b'a,b\n1,2\n3,"4\n5,6\n',
        "“干部.csv”从第 3 行起引号不成对，后面的内容无法分清。"
        "请检查该行的英文双引号，或从 Excel 重新导出。",
        id="quotation never closed",
    ),
    pytest.param(
        b'sep=;\na;b\n"1"x;2\n',
        "“干部.csv”从第 3 行起引号不成对，后面的内容无法分清。"
        "请检查该行的英文双引号，或从 Excel 重新导出。",
        id="text behind a quotation",
    ),
]


@pytest.mark.parametrize(("content", "sentence"), BAD_FILES)
def test_file_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "干部.csv").write_bytes(content)
    assert refused(tmp_path) == sentence


def test_folder_without_csv_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    folder.mkdir()
    assert refused(folder) == (
        "文件夹“台账”里没有 CSV 文件。请检查文件夹；如果台账是 .xlsx 文件，请直接给出该文件。"
    )


def test_single_csv_asks_for_the_folder(tmp_path: Path) -> None:
    (tmp_path / "干部.csv").write_text(PEOPLE, encoding="utf-8")
    assert refused(tmp_path / "干部.csv") == (
        "“干部.csv”只是一张表。请给出存放全部 CSV 文件的文件夹，不要给单个文件。"
    )


def test_missing_source_says_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有") == "找不到“没有”。请检查文件名和所在的文件夹。"


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.csv", "台账"])
def test_content_says_what_a_file_is(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    book.save(tmp_path / "made.xlsx")
    workbook = pull((tmp_path / "made.xlsx").rename(tmp_path / name))
    assert [texts(sheet) for sheet in workbook.sheets] == [[["姓名"]]]


@pytest.mark.parametrize("reason", SENTENCES)
def test_every_refusal_names_the_same_things_in_three_languages(reason: str) -> None:
    sentences = SENTENCES[reason]
    named = {language: set(re.findall(r"{(\w+)}", text)) for language, text in sentences.items()}
    assert list(named) == ["zh", "vi", "en"]
    assert named["vi"] == named["en"] == named["zh"] >= {"name"}


ADDRESSES = [
    pytest.param("A1", (1, 1), id="first"),
    pytest.param("$AA$10", (10, 27), id="fixed"),
    pytest.param("xfd1048576", (1048576, 16384), id="last"),
]


@pytest.mark.parametrize(("a1", "expected"), ADDRESSES)
def test_address_is_read(a1: str, expected: tuple[int, int]) -> None:
    assert position(a1) == expected


@pytest.mark.parametrize("a1", ["", "A", "1", "A0", "AAAA1", "A1:B2", "A１"])
def test_what_is_no_address_is_refused(a1: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(a1))):
        position(a1)


BLOCKS: list[Any] = [
    pytest.param("B2:C4", (2, 4, 2, 3), id="block"),
    pytest.param("C4:B2", (2, 4, 2, 3), id="written backwards"),
    pytest.param("B2", (2, 2, 2, 2), id="one cell"),
]


@pytest.mark.parametrize(("reference", "expected"), BLOCKS)
def test_block_is_read(reference: str, expected: tuple[int, int, int, int]) -> None:
    assert area(reference) == expected


def test_columns_are_counted_from_one() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "干部.csv").write_bytes(content)
        try:
            cells = [cell for row in texts(pull_csv_folder(Path(folder)).sheets[0]) for cell in row]
            sentence = "“干部.csv”"
        except PullError as error:
            cells, sentence = [], str(error)
    assert sentence.startswith("“干部.csv”")
    assert all(isinstance(cell, str) for cell in cells)
