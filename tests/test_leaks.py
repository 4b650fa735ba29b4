"""What is above its readers is found in every kind of file, however it is written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest
import xlsxwriter
from docx import Document

from builders import build_publishable
from handbook.gate import GateProblem, Problem, check_site
from handbook.hidden_texts import hidden_texts, secrets_of
from handbook.leaks import LeakFinder
from handbook.personal_numbers import has_personal_number
from handbook.publishable import INTERNAL, ORG, PUBLIC, State, make_publishable, unit_audience
from handbook.secret_texts import (
    NO_SECRETS,
    load_secret_texts,
    save_secret_texts,
    secret_texts,
)
from small_workbooks import CADRES, POSTING, UNITS, check, workbook

TEXT = "本人对“分管工作”的安排有意见，50%不同意"
KEY = bytes(range(16))
LIST = secret_texts([(TEXT, "干部!X2 备注 C-00001"), ("七个字的备注呀", "太短")], KEY)
CITIZEN = "11010519491231002X"  # the example of the standard itself


def xlsx(text: str) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, text)
    return file.getvalue()


def xlsx_note(text: str) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write_comment(0, 0, text)
    return file.getvalue()


def docx(text: str) -> bytes:
    """Write a text in three runs, as Word does after a correction."""
    file, document = BytesIO(), Document()
    paragraph = document.add_paragraph()
    for piece in (text[:4], text[4:9], text[9:]):
        paragraph.add_run(piece).bold = piece == text[:4]
    document.save(file)
    return file.getvalue()


def ics(text: str) -> bytes:
    """Fold a line after 75 bytes, as calendars do, in the middle of a character if need be."""
    line = f"DESCRIPTION:{text}".encode().replace(b",", b"\\,")
    return b"\r\n ".join(line[at : at + 20] for at in range(0, len(line), 20))


def svg(text: str) -> bytes:
    return f"<svg><title>{escape(text)}</title></svg>".encode()


def zipped(text: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a.txt", text)
    return file.getvalue()


FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "plain text": ("a.txt", str.encode),
    "escaped for HTML": ("a.html", lambda text: escape(text).encode()),
    "escaped twice": ("a.html", lambda text: escape(escape(text)).encode()),
    "as numbers of characters": (
        "a.html",
        lambda text: "".join(f"&#{ord(each)};" for each in text).encode(),
    ),
    "in an address": ("a.html", lambda text: f'<a href="?q={quote(text)}">'.encode()),
    "in an attribute": ("a.html", lambda text: f'<td data-sort="{escape(text)}">'.encode()),
    "with line breaks": ("a.html", lambda text: "<br>".join(map(escape, text)).encode()),
    "marked in part": (
        "a.html",
        lambda text: f"<mark>{escape(text[:3])}</mark>{escape(text[3:])}".encode(),
    ),
    "in a comment": ("a.html", lambda text: f"<!-- {text} -->".encode()),
    "in a script": ("a.js", lambda text: f"show({json.dumps(text)})".encode()),
    "in JSON": ("a.json", lambda text: json.dumps([text], ensure_ascii=False).encode()),
    "in the code of a style": ("a.css", lambda text: f'a::after {{ content: "{text}" }}'.encode()),
    "in CSV": ("a.csv", lambda text: '"{}"'.format(text.replace('"', '""')).encode()),
    "in capitals and full width": ("a.txt", lambda text: text.replace("50%", "５０％").encode()),
    "with blanks between": ("a.txt", lambda text: " ".join(text).encode()),
    "with what does not show between": ("a.txt", lambda text: "\u200b".join(text).encode()),
    "folded in a calendar": ("a.ics", ics),
    "in a drawing": ("a.svg", svg),
    "in a compressed file": ("sitemap.xml.gz", lambda text: gzip.compress(text.encode())),
    "in a cell of Excel": ("a.xlsx", xlsx),
    "in a note of Excel": ("a.xlsx", xlsx_note),
    "in pieces in Word": ("a.docx", docx),
    "in an archive": ("a.zip", zipped),
    "in a picture": ("a.png", lambda text: b"\x89PNG\r\n\x1a\n\x00tEXt" + text.encode()),
}


@pytest.mark.parametrize(("address", "write"), FILES.values(), ids=list(FILES))
def test_a_text_is_found_however_it_is_written(address: str, write: Callable[[str], bytes]) -> None:
    finder = LeakFinder(LIST)
    finder.read("index.html", b"<p>nothing</p>")
    finder.read(address, write(TEXT))
    assert [(leak.file, leak.place) for leak in finder.leaks()] == [
        (address, "干部!X2 备注 C-00001")
    ]


@pytest.mark.parametrize(("address", "write"), FILES.values(), ids=list(FILES))
def test_another_text_is_not_taken_for_it(address: str, write: Callable[[str], bytes]) -> None:
    finder = LeakFinder(LIST)
    finder.read(address, write(TEXT.replace("不同意", "都同意") + "七个字的备注呀"))
    assert finder.leaks() == []


def test_the_name_of_a_file_is_read_too() -> None:
    finder = LeakFinder(LIST)
    finder.read(f"exports/{TEXT}.csv", b"")
    assert len(finder.leaks()) == 1


def test_of_several_lines_each_is_looked_for() -> None:
    finder = LeakFinder(secret_texts([("第一行写的是什么事\n第二行写的是什么事", "here")], KEY))
    finder.read("a.html", "<p>第二行写的是什么事</p>".encode())
    assert [leak.place for leak in finder.leaks()] == ["here"]


def test_a_title_is_read_where_the_frame_is_not_read_again() -> None:
    page = "<title>{} - 手册</title><article>{}</article>"
    finder = LeakFinder(LIST)
    finder.read("a.html", page.format("甲", "甲").encode())
    finder.read("b.html", page.format(escape(TEXT), "乙").encode())
    assert [leak.file for leak in finder.leaks()] == ["b.html"]


def test_languages_are_read_side_by_side(tmp_path: Path) -> None:
    files = ("a.txt", "en/b.txt", "vi/c.txt")
    for address in files:
        (tmp_path / address).parent.mkdir(exist_ok=True)
        (tmp_path / address).write_text(TEXT, encoding="utf-8")
    register = build_publishable({}, audience=PUBLIC)
    found = check_site(tmp_path, register, ["", "en/", "vi/"], LIST)
    assert tuple(problem.file for problem in found) == files


# --- which texts are secret ----------------------------------------------------------------------

REMARK = "曾在谈话中提出调整岗位的要求"


def places(audience: object, **sheets: object) -> list[str]:
    checked = check(workbook(**sheets))  # type: ignore[arg-type]
    secrets = secrets_of(checked, make_publishable(checked, audience), (), KEY)  # type: ignore[arg-type]
    return sorted(secrets.places.values())


def test_a_remark_is_secret_to_all_but_the_organisation_department() -> None:
    cadres = [CADRES[0] | {"remark": REMARK}, CADRES[1]]
    assert [place.split("!")[0] for place in places(INTERNAL, cadres=cadres)] == ["cadres"]
    assert places(ORG, cadres=cadres) == []


def test_what_is_read_elsewhere_is_no_secret() -> None:
    cadres = [CADRES[0] | {"remark": REMARK}, CADRES[1] | {"home_post": f"负责人（{REMARK}）"}]
    assert places(INTERNAL, cadres=cadres) == []


def test_what_is_written_by_hand_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(f"例如“{REMARK}”。", encoding="utf-8")
    checked = check(workbook(cadres=[CADRES[0] | {"remark": REMARK}, CADRES[1]]))
    shown = make_publishable(checked, INTERNAL)
    assert secrets_of(checked, shown, [tmp_path]).places == {}


def test_an_unknown_column_is_secret() -> None:
    cadres = [CADRES[0] | {"家庭住址": "栖川市河西路一百二十号"}, CADRES[1]]
    assert len(places(ORG, cadres=cadres)) == 1


def test_an_embargoed_posting_is_secret() -> None:
    secret = POSTING | {"appointed_on": "2026-07-01", "duty_area": "协助分管城区道路改造"}
    fields = [place.split()[1] for place in places(INTERNAL, postings=[secret])]
    assert fields == ["appointment_doc_number", "duty_area"]
    assert places(ORG, postings=[secret]) == []


def test_numbers_days_and_ids_are_no_texts() -> None:
    cadres = [CADRES[0] | {"remark": "2021年1月至2026年12月", "x": "C-00012 顾清禾同志"}, CADRES[1]]
    assert places(INTERNAL, cadres=cadres) == []


def test_the_place_of_a_secret_says_nothing_of_it() -> None:
    checked = check(workbook(cadres=[CADRES[0] | {"remark": REMARK, REMARK: REMARK}, CADRES[1]]))
    found = list(hidden_texts(checked, INTERNAL))
    assert [text for text, _ in found] == [REMARK, REMARK]
    assert [place for _, place in found if REMARK in place] == []


# --- the list ------------------------------------------------------------------------------------


def test_a_list_is_kept_without_the_texts_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "list.json"
    save_secret_texts(LIST, file, "mark")
    assert TEXT[:4] not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    kept = load_secret_texts(file, "mark")
    assert kept is not None
    assert (kept.key, kept.places) == (LIST.key, LIST.places)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"format": 0}', None])
def test_a_list_that_cannot_be_read_is_none(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert load_secret_texts(file, "mark") is None


def test_the_list_of_another_site_is_none(tmp_path: Path) -> None:
    save_secret_texts(LIST, tmp_path / "list.json", "mark")
    assert load_secret_texts(tmp_path / "list.json", "other") is None


# --- personal numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CITIZEN, id="18 characters"),
        pytest.param(f"身份证号{CITIZEN.lower()}。", id="between words, small x"),
        pytest.param("110105 19491231 002X", id="in groups"),
        pytest.param("１１０１０５１９４９１２３１００２Ｘ", id="full width"),
        pytest.param("130503670401001", id="15 digits of before 1999"),
        pytest.param("001099012345", id="Vietnamese"),
        pytest.param("13812345678", id="mobile"),
        pytest.param("电话：138-1234-5678", id="mobile with hyphens"),
        pytest.param("+86 138 1234 5678", id="mobile with the code of the country"),
        pytest.param("0912 345 678", id="Vietnamese mobile"),
        pytest.param("+84 912.345.678", id="Vietnamese mobile, abroad"),
    ],
)
def test_a_personal_number_is_known(text: str) -> None:
    assert has_personal_number(text)
    finder = LeakFinder(NO_SECRETS)
    finder.read("a.html", f"<td>{text}</td>".encode())
    assert [(leak.file, leak.place) for leak in finder.leaks()] == [("a.html", "")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("110105194912310021", id="wrong check character"),
        pytest.param("110105194913310021", id="no such day"),
        pytest.param("990105194912310020", id="no such province"),
        pytest.param("130503671301001", id="15 digits, no such day"),
        pytest.param("099099012345", id="no such Vietnamese province"),
        pytest.param("0.13812345678", id="decimal"),
        pytest.param("ab13812345678cd", id="piece of a digest"),
        pytest.param("12345678901", id="no mobile prefix"),
        pytest.param("0571-12345678", id="office telephone"),
        pytest.param("2026-06-30 2026-07-01", id="two days"),
        pytest.param("S-0001 S-0002 S-0003", id="ids"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_digits_are_none(text: str) -> None:
    assert not has_personal_number(text)


def test_a_cell_with_a_personal_number_is_held_and_the_rest_is_published() -> None:
    cadres = [CADRES[0] | {"home_post": f"科长 {CITIZEN}"}, CADRES[1]]
    shown = make_publishable(check(workbook(cadres=cadres)), ORG).tables["cadres"]
    key = next(iter(shown.records))
    assert shown.records[key].home_post == ""
    assert shown.states[key, "home_post"] is State.HELD


def test_what_is_said_of_a_cell_does_not_repeat_a_personal_number() -> None:
    cadres = [CADRES[0] | {"gender": "13812345678"}, CADRES[1]]
    findings = make_publishable(check(workbook(cadres=cadres)), ORG).findings
    told = [each for each in findings if each.cell.field == "gender"]
    assert told
    assert "13812345678" not in repr(told)


# --- the gate ------------------------------------------------------------------------------------


def test_the_gate_says_what_and_where_without_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TEXT}\n13812345678", encoding="utf-8")
    register = build_publishable({}, audience=PUBLIC)
    assert check_site(tmp_path, register, ("",), LIST) == [
        GateProblem("a.txt", Problem.ABOVE_CLASS, "干部!X2 备注 C-00001"),
        GateProblem("a.txt", Problem.PERSONAL_NUMBER),
    ]


def test_a_unit_is_kept_from_what_is_of_another() -> None:
    foreign = POSTING | {
        "posting_id": "S-0002", "cadre_id": "C-00002", "home_unit_id": "U-0003",
        "receiving_unit_id": "U-0003",
    }  # fmt: skip
    assert UNITS
    log = {"posting_id": "S-0002", "log_on": "2026-03-02", "what": "到村里了解水渠修建的情况"}
    sheets = {"postings": [POSTING, foreign], "work_log": [log]}
    assert len(places(unit_audience("U-0001"), **sheets)) == 1
    assert places(unit_audience("U-0003"), **sheets) == []
