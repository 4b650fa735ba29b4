"""Files that are no workbook, or none that is safe to read: each says what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from handbook.errors import PullError
from handbook.sources.xlsx import pull_xlsx

SHEET = "xl/worksheets/sheet1.xml"


def with_cells(tmp_path: Path, cells: dict[str, Any]) -> Path:
    book = openpyxl.Workbook()
    for a1, value in cells.items():
        book.active[a1] = value
    book.save(tmp_path / "register.xlsx")
    return tmp_path / "register.xlsx"


def packed(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def whole_workbook() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BAD_FILES = [
    pytest.param("名册.xlsx", b"", "“名册.xlsx”是空文件。请重新复制或下载一次。", id="empty"),
    pytest.param(
        "名册.xls",
        OLE + bytes(600),
        "“名册.xls”不是 .xlsx 格式（可能是 .xls、.et、.xlsb 或 .ods）。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
        id="old Excel or WPS",
    ),
    pytest.param(
        "名册.xlsb",
        packed({"xl/workbook.bin": ""}),
        "“名册.xlsb”不是 .xlsx 格式（可能是 .xls、.et、.xlsb 或 .ods）。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
        id="binary Excel",
    ),
    pytest.param(
        "名册.xlsx",
        OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "“名册.xlsx”设有打开密码，无法读取。请在 Excel 或 WPS 中取消打开密码，另存一份再用。",
        id="password",
    ),
    pytest.param(
        "名册.xls",
        b"\xef\xbb\xbf\r\n<html><table>",
        "“名册.xls”其实是网页或 XML 文件，只是改了扩展名。请用 Excel 或 WPS 打开，另存为 .xlsx。",
        id="web page saved as xls",
    ),
    pytest.param(
        "通知.docx",
        packed({"word/document.xml": ""}),
        "“通知.docx”不是 Excel 工作簿。请选用台账的 .xlsx 文件，或存放 CSV 文件的文件夹。",
        id="Word",
    ),
    pytest.param(
        "照片.xlsx",
        b"\x89PNG\r\n\x1a\n",
        "“照片.xlsx”不是 Excel 工作簿。请选用台账的 .xlsx 文件，或存放 CSV 文件的文件夹。",
        id="image",
    ),
    pytest.param(
        "名册.xlsx",
        whole_workbook()[:2000],
        "“名册.xlsx”已损坏或没有传完整。请重新复制或下载；"
        "如果仍然不行，请用 Excel 或 WPS 打开修复后另存。",
        id="cut short",
    ),
    pytest.param(
        "名册.xlsx",
        packed({"xl/workbook.xml": "<workbook>"}),
        "“名册.xlsx”已损坏或没有传完整。请重新复制或下载；"
        "如果仍然不行，请用 Excel 或 WPS 打开修复后另存。",
        id="broken XML",
    ),
    pytest.param(
        "名册.xlsx",
        packed({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'}),
        "“名册.xlsx”已损坏或没有传完整。请重新复制或下载；"
        "如果仍然不行，请用 Excel 或 WPS 打开修复后另存。",
        id="entities",
    ),
    pytest.param(
        "名册.xlsx",
        packed({"xl/workbook.xml": "<workbook/>", "xl/_rels/workbook.xml.rels": "<a/>"}),
        "“名册.xlsx”里没有工作表。请确认选对了文件。",
        id="no sheet",
    ),
    pytest.param(
        "~$名册.xlsx",
        b"\x05Excel",
        "“~$名册.xlsx”是 Excel 打开文件时留下的临时文件。请选用名称前没有“~$”的那个文件。",
        id="lock file",
    ),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_FILES)
def test_file_that_is_no_workbook_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PullError) as caught:
        pull_xlsx(tmp_path / name)
    assert str(caught.value) == sentence
    assert caught.value.source == tmp_path / name


def refused(path: Path) -> str:
    with pytest.raises(PullError) as caught:
        pull_xlsx(path)
    return str(caught.value)


def test_missing_file_says_so(tmp_path: Path) -> None:
    assert refused(tmp_path / "名册.xlsx") == ("找不到“名册.xlsx”。请检查文件名和所在的文件夹。")


def test_wrong_checksum_is_damage(tmp_path: Path) -> None:
    path = with_cells(tmp_path, {"A1": "姓名"})
    content = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        checksum = package.getinfo(SHEET).CRC.to_bytes(4, "little")
    path.write_bytes(content.replace(checksum, b"\0\0\0\0"))
    assert refused(path) == (
        "“register.xlsx”已损坏或没有传完整。请重新复制或下载；"
        "如果仍然不行，请用 Excel 或 WPS 打开修复后另存。"
    )


def test_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = with_cells(tmp_path, {"A1": "姓名"})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", bytes(20_000_000))
    assert refused(path) == (
        "“register.xlsx”解压后过大，不像正常的台账，没有读取。请删去多余的工作表、图片和空行后另存。"
    )


def test_stray_cell_in_the_far_corner_is_named(tmp_path: Path) -> None:
    path = with_cells(tmp_path, {"A1": "姓名", "XFD1048576": " "})
    assert refused(path) == (
        "“register.xlsx”的工作表“Sheet”一直用到 XFD1048576，范围过大。"
        "请找到远处多余的内容（按 Ctrl+End），删除那些行或列后保存。"
    )
