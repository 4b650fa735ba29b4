"""The desk: whom it lets in, what it takes, what its pages say."""

from __future__ import annotations

import re
import stat
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import requests
from werkzeug.test import TestResponse

import ledger_files
from builders import PROJECT
from desks import ORIGIN, Asking, listening, make_desk, text_of, xlsx_of
from handbook.annotating.outlines import outlines_of
from handbook.config import Project
from handbook.desk.folder import WorkFolder, free_path, safe_name
from handbook.desk.jobs import State
from handbook.desk.office_tasks import to_decide
from handbook.desk.pictures import Picture, picture_of
from handbook.desk.results import Asked, Written
from handbook.desk.session import running_desk
from handbook.desk.watching_folder import FolderWatch
from handbook.findings import Cell
from handbook.sources.xlsx import pull_xlsx
from handbook.texts import load_texts
from handbook.unit_files import review_returned
from handbook.workbook import Workbook
from small_workbooks import POSTING, SCHEMA, workbook
from unit_file_samples import fill_in, save_register, send

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def asking(tmp_path: Path) -> Asking:
    return Asking(make_desk(tmp_path / "work"))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give a register with a day that does not exist and markup in a cell."""
    book = workbook(postings=[POSTING | {"end_planned": "2026-02-30", "status": MARKUP}])
    return xlsx_of(book, tmp_path_factory.mktemp("broken"))


# Who is let in


def nothing(answer: TestResponse) -> bool:
    """Say whether an answer tells nothing at all, not even what made it."""
    return (answer.status_code, answer.data, sorted(answer.headers)) == (
        404,
        b"",
        [("Cache-Control", "no-store"), ("Content-Length", "0")],
    )


STRANGERS = {
    "no key": ("GET", "/", {}),
    "another key": ("GET", "/wrong/zh/", {}),
    "a part of the key": ("GET", "/{half}/zh/", {}),
    "a key that opens once, guessed": ("GET", "/open/wrong", {}),
    "a name for this machine that is not ours": ("GET", "/{key}/zh/", {"Host": "evil.example"}),
    "another port in the name": ("GET", "/{key}/zh/", {"Host": "127.0.0.1:1"}),
    "a form from nowhere": ("POST", "/{key}/zh/begin/demo", {}),
    "a form from another page": (
        "POST",
        "/{key}/zh/begin/demo",
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    ),
    "a form from the site's port": (
        "POST",
        "/{key}/zh/begin/demo",
        {"Origin": "http://127.0.0.1:8124", "Sec-Fetch-Site": "same-site"},
    ),
    "a form from a file": ("POST", "/{key}/zh/begin/demo", {"Origin": "null"}),
    "another method": ("PUT", "/{key}/zh/take", {"Origin": ORIGIN}),
    "a question before a request": ("OPTIONS", "/{key}/zh/take", {"Origin": ORIGIN}),
    "the files of the pages": ("GET", "/assets/desk.js", {}),
    "signs that are no letters": ("GET", "/ключ/zh/", {}),
}


@pytest.mark.parametrize(("method", "path", "headers"), STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_learns_nothing(
    asking: Asking, method: str, path: str, headers: dict[str, str]
) -> None:
    key = asking.desk.keys.path
    address = path.format(key=key, half=key[:12])
    answer = asking.client.open(address, method=method, base_url=ORIGIN, headers=headers)
    assert nothing(answer)
    assert asking.desk.folder.registers() == []


def test_the_first_key_leads_in_once(asking: Asking) -> None:
    address = f"/open/{asking.desk.keys.once}"
    first = asking.client.get(address, base_url=ORIGIN)
    assert f'content="0; url=/{asking.desk.keys.path}/zh/"' in first.text
    assert nothing(asking.client.get(address, base_url=ORIGIN))


def test_every_page_forbids_what_it_does_not_need(asking: Asking) -> None:
    headers = asking.get("").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_a_real_desk_answers_only_on_this_machine_and_only_with_its_key(tmp_path: Path) -> None:
    with listening(tmp_path / "work") as desk, requests.Session() as session:
        session.trust_env = False
        base = f"http://127.0.0.1:{desk.port}"
        assert session.get(f"{base}/{desk.keys.path}/zh/").status_code == 200
        strange = session.get(f"{base}/zh/")
        assert (strange.status_code, strange.content) == (404, b"")
        site = session.get(f"{desk.site_address}nothing.html")
        assert site.status_code == 404
        assert session.get(desk.site_address.rpartition("/")[0][:-3]).content == b""
    with pytest.raises(requests.ConnectionError):
        requests.get(base, timeout=5)


def test_what_opens_the_desk_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    with listening(tmp_path / "work") as desk:
        folder = desk.folder
        modes = [stat.S_IMODE(each.stat().st_mode) for each in (folder.opening, folder.running)]
        assert modes == [0o600, 0o600]
        assert stat.S_IMODE(folder.root.stat().st_mode) == 0o700
        assert desk.keys.once in folder.opening.read_text(encoding="utf-8")
        assert desk.keys.path not in folder.opening.read_text(encoding="utf-8")
    assert not folder.opening.exists()
    assert not folder.running.exists()


def test_a_second_start_opens_the_desk_that_is_there(tmp_path: Path) -> None:
    with listening(tmp_path / "work") as desk:
        desk.keys.use_once(desk.keys.once)
        page = running_desk(desk.folder)
        assert page == desk.folder.opening
        assert desk.keys.once
        assert desk.keys.once in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("left", ["", "nonsense", '{"port": 1, "path": "gone"}', "[]"])
def test_a_desk_that_was_killed_is_not_taken_for_a_running_one(tmp_path: Path, left: str) -> None:
    folder = WorkFolder(tmp_path)
    folder.running.write_text(left, encoding="utf-8")
    assert running_desk(folder) is None


def test_a_desk_that_nobody_uses_ends(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "work")
    desk.used()
    waiting = threading.Thread(target=desk.wait, args=(0.01,))
    waiting.start()
    waiting.join(30)
    assert not waiting.is_alive()


def test_leaving_ends_the_desk(asking: Asking) -> None:
    answer = asking.post("quit")
    assert "工作台已关掉" in answer.text
    answer.close()
    asking.desk.wait(60)


# What is taken


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("名册.xlsx", "名册.xlsx"),
        ("../../etc/名册.xlsx", "名册.xlsx"),
        ("C:\\台账\\名册.xlsx", "名册.xlsx"),
        ("..", "register"),
        ("", "register"),
        (".hidden.xlsx", "hidden.xlsx"),
        ("con.xlsx", "register-con.xlsx"),
        ("a\u202egnp.xlsx", "agnp.xlsx"),
        ("a\x00b\n.xlsx", "ab.xlsx"),
        ('<b>"x".xlsx', "_b__x_.xlsx"),
        ("名册. xlsx ", "名册. xlsx"),
        ("干" * 200 + ".xlsx", "干" * 40 + ".xlsx"),
        ("no-ending", "no-ending"),
    ],
)
def test_a_file_is_kept_under_a_name_that_is_one_everywhere(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for name in ("A.xlsx", "a-2.xlsx"):
        (tmp_path / name).touch()
    assert free_path(tmp_path, "a.xlsx").name == "a-3.xlsx"


def test_copies_backups_and_locks_are_no_registers(tmp_path: Path) -> None:
    names = ("b.xlsx", "a.XLSM", "a.checked.xlsx", "a.before-1.xlsx", "~$a.xlsx", "a.xls", "x.txt")
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "x.txt")
    assert [each.name for each in WorkFolder(tmp_path).registers()] == ["a.XLSM", "b.xlsx"]


def test_a_dropped_register_is_copied_checked_and_told(asking: Asking, broken: bytes) -> None:
    page = text_of(asking.send("take", ("../台账.xlsx", broken)))
    assert page.startswith("台账.xlsx 的检查结果")
    assert "CEL303" in page
    assert [each.name for each in asking.desk.folder.registers()] == ["台账.xlsx"]
    assert [*asking.desk.folder.taken_in.rglob("*.xlsx")] == []


def test_markup_in_a_cell_is_shown_as_typed(asking: Asking, broken: bytes) -> None:
    html = asking.send("take", ("台账.xlsx", broken)).text
    assert MARKUP not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def bomb() -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(60_000_000))
    return content.getvalue()


HOSTILE = {
    "an old workbook": ("名册.xls", OLE, "不是 .xlsx 格式"),
    "one of WPS": ("名册.et", OLE, "不是 .xlsx 格式"),
    "a page of the web": ("名册.xlsx", b"<html><script>alert(1)</script>", "网页"),
    "a picture": ("名册.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "请"),
    "an empty file": ("名册.xlsx", b"", "空文件"),
    "a bomb": ("名册.xlsx", bomb(), "解压后过大"),
    "a torn file": ("名册.xlsx", b"PK\x03\x04" + bytes(500), "请"),
}


@pytest.mark.parametrize(("name", "content", "said"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_register_is_refused_in_a_sentence(
    asking: Asking, name: str, content: bytes, said: str
) -> None:
    page = text_of(asking.send("take", (name, content)))
    assert said in page
    assert asking.desk.folder.registers() == []
    assert [*asking.desk.folder.taken_in.rglob("名册*")] == []


def test_a_very_long_cell_is_told_short(asking: Asking, tmp_path: Path) -> None:
    long = "[!*`<&{" * 4_000
    book = workbook(postings=[POSTING | {"title": long}])
    page = asking.send("take", ("台账.xlsx", xlsx_of(book, tmp_path)))
    assert "CEL311" in page.text
    assert len(page.text) < 100_000


def test_a_form_without_a_file_is_answered_in_a_sentence(asking: Asking) -> None:
    answer = asking.post("take")
    assert (answer.status_code, "没有收到文件" in answer.text) == (400, True)


def test_too_much_at_once_is_refused_in_a_sentence(asking: Asking) -> None:
    answer = asking.client.post(
        f"/{asking.desk.keys.path}/zh/take",
        base_url=ORIGIN,
        headers={"Origin": ORIGIN},
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(2**31)},
    )
    assert (answer.status_code, "文件太大" in answer.text) == (413, True)


@pytest.mark.parametrize("name", ["../desk.json", "/etc/passwd", "gone.xlsx", "desk.html", ""])
def test_only_a_register_of_the_folder_can_be_opened(asking: Asking, name: str) -> None:
    (asking.desk.folder.root.parent / "desk.json").write_text("{}", encoding="utf-8")
    assert asking.get("register", query_string={"file": name}).status_code == 400
    assert asking.post("do/check", {"file": name}).status_code == 400


def test_only_what_a_job_has_written_can_be_taken_along(asking: Asking, broken: bytes) -> None:
    asking.send("take", ("台账.xlsx", broken))
    asking.post("do/annotate", {"file": "台账.xlsx"})
    found = asking.get("jobs/2/files/0")
    found.close()
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert [asking.get(f"jobs/{each}").status_code for each in ("1/files/0", "2/files/1", "9")] == [
        404,
        404,
        404,
    ]


# What comes of it


def test_the_copy_is_written_beside_the_register_which_stays(asking: Asking, broken: bytes) -> None:
    asking.send("take", ("台账.xlsx", broken))
    page = text_of(asking.post("do/annotate", {"file": "台账.xlsx"}))
    assert "已写好 台账.checked.xlsx" in page
    folder = asking.desk.folder.root
    assert (folder / "台账.xlsx").read_bytes() == broken
    copy = pull_xlsx(folder / "台账.checked.xlsx")
    assert [each.title for each in copy.sheets][-1] == "Check results"


def test_a_blank_register_is_there_to_begin_with(asking: Asking) -> None:
    page = text_of(asking.post("begin/empty"))
    assert page.startswith("register.xlsx 的检查结果")
    assert "CNT503" in page


@pytest.mark.parametrize(
    ("language", "title"),
    [("vi", "Kết quả kiểm tra 台账.xlsx"), ("en", "What the check of 台账.xlsx found")],
)
def test_a_result_is_read_in_another_language_without_checking_again(
    asking: Asking, broken: bytes, language: str, title: str
) -> None:
    asking.send("take", ("台账.xlsx", broken))
    page = text_of(Asking(asking.desk, language).get("jobs/1"))
    assert page.startswith(title)
    assert "CEL303" in page


def test_a_site_is_stopped_by_what_stops_it_everywhere(asking: Asking, tmp_path: Path) -> None:
    book = workbook(postings=[])
    sheets = tuple(each for each in book.sheets if each.title != "postings")
    asking.send("take", ("台账.xlsx", xlsx_of(Workbook(sheets, book.manifest), tmp_path)))
    page = text_of(asking.post("do/build", {"file": "台账.xlsx", "audience": "internal"}))
    assert "网站没有更新，原来的内容保留" in page
    assert "SRC101" in page


def test_ids_are_given_only_to_rows_that_were_ticked(asking: Asking, tmp_path: Path) -> None:
    book = workbook(postings=[POSTING, POSTING | {"posting_id": "", "cadre_id": "C-00002"}])
    asking.send("take", ("台账.xlsx", xlsx_of(book, tmp_path)))
    before = (asking.desk.folder.root / "台账.xlsx").read_bytes()
    asking.post("do/number", {"file": "台账.xlsx"})
    token = asking.desk.jobs.newest_first()[0].result.proposals[0].token
    nothing_ticked = text_of(asking.post("jobs/2/decide"))
    assert "登记表没有改动" in nothing_ticked
    assert (asking.desk.folder.root / "台账.xlsx").read_bytes() == before
    done = text_of(asking.post("jobs/2/decide", {token: "yes"}))
    assert "已写进 1 处" in done
    assert "台账.before-1.xlsx" in done
    assert (asking.desk.folder.root / "台账.before-1.xlsx").read_bytes() == before
    texts = pull_xlsx(asking.desk.folder.root / "台账.xlsx").sheets[4].text
    assert texts[1].tolist() == ["posting_id", "S-0001", "S-0002"]


def test_a_job_that_fails_says_why_and_leaves_the_desk_usable(asking: Asking) -> None:
    asking.send("take", ("名册.xls", OLE))
    job = asking.desk.jobs.get(1)
    assert job is not None
    assert job.state is State.FAILED
    assert "没有做成" in text_of(asking.get(""))


def test_a_mistake_of_ours_is_told_in_the_look_and_language_of_the_desk(asking: Asking) -> None:
    asking.desk.folder.root.joinpath("received").rmdir()
    answer = asking.send("take", ("台账.xlsx", b"PK"))
    assert (answer.status_code, "程序自己出了错" in answer.text) == (500, True)


# Pictures


def drawn(picture: Picture | None) -> list[str]:
    """Write a picture as lines, the marked cell in brackets, gaps as bars."""
    assert picture is not None
    heads = [("| " if each.is_apart else "") + each.letters for each in picture.columns]
    rows = [
        ("= " if row.is_apart else "")
        + f"{row.number}: "
        + ", ".join(f"[{cell.text}]" if cell.is_marked else cell.text for cell in row.cells)
        for row in picture.rows
    ]
    return [" ".join(heads), *rows]


def pictured(row: int | None, column: int | None) -> Picture | None:
    book = workbook(units=[{"unit_id": f"U-000{n}", "unit_name": f"单位{n}"} for n in range(1, 7)])
    outline = outlines_of(book, SCHEMA)["", "units"]
    return picture_of(Cell("units", "units", row, column), outline)


def test_a_picture_shows_the_rows_around_a_cell_under_the_titles() -> None:
    assert drawn(pictured(4, 2)) == [
        "A B",
        "1: unit_id, unit_name",
        "= 3: U-0002, 单位2",
        "4: U-0003, [单位3]",
        "5: U-0004, 单位4",
    ]


def test_a_picture_of_a_row_marks_all_of_it() -> None:
    assert drawn(pictured(7, None)) == [
        "A B",
        "1: unit_id, unit_name",
        "= 6: U-0005, 单位5",
        "7: [U-0006], [单位6]",
    ]


def test_a_picture_of_a_column_shows_its_title() -> None:
    assert drawn(pictured(None, 2)) == ["A B", "1: unit_id, [unit_name]", "2: U-0001, [单位1]"]


def test_a_picture_far_to_the_right_keeps_the_id() -> None:
    book = workbook()
    outline = outlines_of(book, SCHEMA)["", "postings"]
    picture = picture_of(Cell("postings", "postings", 2, 8), outline)
    assert drawn(picture)[0] == "A | F G H I J"
    assert picture is not None
    assert [each.letters for each in picture.columns if each.is_far] == ["F", "J"]


@pytest.mark.parametrize("place", [(None, None), (99, 1)], ids=["a sheet", "a row that is gone"])
def test_some_places_have_no_picture(place: tuple[int | None, int | None]) -> None:
    assert pictured(*place) is None


# A watched folder


def test_a_saved_workbook_is_answered_once_and_again_after_the_next_save(
    tmp_path: Path, broken: bytes
) -> None:
    told: list[str] = []
    texts = load_texts(Project(PROJECT))
    watch = FolderWatch(tmp_path, texts, lambda path, _: told.append(path.name))
    (tmp_path / "台账.xlsx").write_bytes(broken)
    (tmp_path / "旧.xlsx").write_bytes(OLE)
    for _ in range(4):
        watch.look()
    assert told == ["台账.xlsx", "旧.xlsx"]
    assert (tmp_path / "台账.checked.xlsx").is_file()
    (tmp_path / "旧.xlsx").write_bytes(OLE + b"x")
    watch.look()
    assert told[2:] == []
    watch.look()
    assert told[2:] == ["旧.xlsx"]


# An old ledger


def test_an_old_ledger_becomes_a_register_as_the_columns_were_chosen(
    asking: Asking, tmp_path: Path
) -> None:
    ledger = ledger_files.load("01-open-selection").write(tmp_path).read_bytes()
    draft = asking.send("ledger", ("旧台账.xlsx", ledger))
    assert "每一列放到哪里" in draft.text
    assert '<option value="home_unit_and_post" selected>' in draft.text
    page = text_of(asking.post("jobs/1/import", {"programme-0": "公开选派挂职"}))
    assert page.startswith("登记表写好了：旧台账-register.xlsx")
    folder = asking.desk.folder
    assert [each.name for each in folder.registers()] == ["旧台账-register.xlsx"]
    assert (folder.root / "旧台账-register.leftovers.xlsx").is_file()
    sheets = {each.title: each for each in pull_xlsx(folder.registers()[0]).sheets}
    assert "公开选派挂职" in sheets["项目"].text.to_numpy().ravel()


@pytest.mark.parametrize(("answer", "filled"), [("from start", 3), ("unknown", 0), ("nonsense", 0)])
def test_who_has_arrived_is_asked_where_an_old_ledger_does_not_tell(
    asking: Asking, tmp_path: Path, answer: str, filled: int
) -> None:
    ledger = ledger_files.load("01-open-selection").write(tmp_path).read_bytes()
    assert "挂职已经开始的人，都报到了吗" in asking.send("ledger", ("旧台账.xlsx", ledger)).text
    page = asking.post("jobs/1/import", {"reported": answer})
    assert ("有 3 人的报到日期是按起始日期填的" in page.text) == (filled == 3)
    postings = next(
        each.text
        for each in pull_xlsx(asking.desk.folder.registers()[0]).sheets
        if each.title == "挂职"
    )
    assert "任职日期" not in set(postings.iloc[0])
    day = list(postings.iloc[0]).index("报到日期")
    assert (postings.iloc[1:4, day] == "2025-09-01").sum() == filled


def test_of_many_leftovers_the_page_says_how_many_more_there_are_and_where(
    asking: Asking, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    tab = book.worksheets[0]
    tab.append(["姓名", "原单位", "接收单位", "起止时间", "奇怪的一栏"])
    for number in range(60):
        name = "顾" + chr(0x6E05 + number) + "禾"
        tab.append([name, "栖川市财政局", "杏坞镇", "2025.09-2026.08", f"记号{number}"])
    book.save(tmp_path / "旧台账.xlsx")
    asking.send("ledger", ("旧台账.xlsx", (tmp_path / "旧台账.xlsx").read_bytes()))
    page = asking.post("jobs/1/import", {"reported": "from start"}).text
    assert "有 60 人的报到日期是按起始日期填的" in page
    assert "要您看一看的，60 处" in page
    assert "这里只列出前面 50 处，另有 10 处，都在 旧台账-register.leftovers.xlsx 里。" in page
    assert "按起始日期填的报到日期" not in page


def test_reminders_say_why_there_are_none_while_nobody_may_know_of_anybody(
    asking: Asking, tmp_path: Path
) -> None:
    book = workbook(postings=[POSTING | {"appointment_doc_number": "", "appointed_on": ""}])
    asking.send("take", ("台账.xlsx", xlsx_of(book, tmp_path)))
    page = asking.post("do/remind", {"file": "台账.xlsx"}).text
    assert "还没有一次挂职可以对外说" in page
    assert "这一周没有要提醒的。" not in page


def test_an_old_ledger_that_is_dropped_like_a_register_is_recognised(
    asking: Asking, tmp_path: Path
) -> None:
    ledger = ledger_files.load("13-messy").write(tmp_path).read_bytes()
    assert "每一列放到哪里" in asking.send("take", ("旧台账.xlsx", ledger)).text


def test_a_column_is_never_taken_for_something_unknown(asking: Asking, tmp_path: Path) -> None:
    ledger = ledger_files.load("01-open-selection").write(tmp_path).read_bytes()
    asking.send("ledger", ("旧台账.xlsx", ledger))
    page = asking.post("jobs/1/import", {"role-0-A": "nonsense", "role-9-Z": "name"})
    assert page.status_code == 200
    assert text_of(page).startswith("登记表写好了")


def test_the_same_ledger_again_asks_for_nothing(asking: Asking, tmp_path: Path) -> None:
    ledger = ledger_files.load("01-open-selection").write(tmp_path).read_bytes()
    asking.send("ledger", ("旧台账.xlsx", ledger))
    asking.post("jobs/1/import")
    page = asking.send("do/ledger", ("新台账.xlsx", ledger), file="旧台账-register.xlsx")
    assert "没有要改的。" in page.text


# Out to the units, and back


def test_what_is_not_public_yet_is_not_sent_and_the_page_says_why(
    asking: Asking, tmp_path: Path
) -> None:
    book = workbook(postings=[POSTING | {"appointment_doc_number": "", "appointed_on": ""}])
    asking.send("take", ("台账.xlsx", xlsx_of(book, tmp_path)))
    page = text_of(asking.post("do/split", {"file": "台账.xlsx"}))
    assert "请在“挂职”表里补上这两列" in page
    assert [*asking.desk.folder.written.iterdir()] == []


def test_a_returned_file_is_offered_line_by_line(asking: Asking, tmp_path: Path) -> None:
    asking.send("take", ("台账.xlsx", xlsx_of(workbook(), tmp_path)))
    asking.post("do/split", {"file": "台账.xlsx"})
    written = asking.desk.jobs.newest_first()[0].result
    assert isinstance(written, Written)
    assert written.folder is not None
    with ZipFile(written.files[0]) as pack:
        assert sorted(pack.namelist()) == sorted(each.name for each in written.folder.iterdir())
    returned = sorted(written.folder.iterdir())[0]
    page = asking.send("do/merge", (returned.name, returned.read_bytes()), file="台账.xlsx")
    assert "没有填" in page.text
    assert "没有要改的。" in page.text


def test_a_file_of_another_register_is_named_before_its_problem(
    asking: Asking, tmp_path: Path
) -> None:
    asking.send("take", ("台账.xlsx", xlsx_of(workbook(), tmp_path)))
    page = asking.send("do/merge", ("会议通知.xlsx", b"no workbook"), file="台账.xlsx")
    (problem,) = re.findall(r'<p class="sentence sentence--refused">(.*?)</p>', page.text)
    assert "会议通知.xlsx" in problem


def test_conflicts_and_unclear_lines_come_first_and_the_tick_for_refused_ones_is_named(
    tmp_path: Path,
) -> None:
    register = save_register(tmp_path)
    sent = send(register, tmp_path / "out")
    one, other = (tmp_path / "out" / sent[unit].file for unit in ("U-0002", "U-0003"))
    fill_in(one, "挂职", 2, 分工="工业", 报到日期="开春以后")
    fill_in(other, "挂职", 2, 分工="教育")
    twin = tmp_path / "另一份.xlsx"
    twin.write_bytes(other.read_bytes())
    fill_in(twin, "挂职", 2, 分工="农业")
    found = review_returned([one, other, twin], register, SCHEMA)
    decided = to_decide(
        Asked(PROJECT, tmp_path, register, "zh"), "", replace(found, refused_before=2)
    )
    lines = decided.lines["zh"]
    doubts = [
        (line.is_conflict, line.token not in decided.free, line.after == "开春以后")
        for line in lines
    ]
    assert doubts == [
        (True, True, False),
        (True, True, False),
        (False, True, True),
        (False, False, False),
    ]
    assert decided.remarks["zh"] == (
        "另有 2 处以前没有采纳过，这次不再列出；要看，交文件时勾上“以前没有采纳的也再列出来”。",
    )


def test_rows_that_no_programme_asks_for_are_said_to_be_switched_off(
    asking: Asking, tmp_path: Path
) -> None:
    asking.send("take", ("台账.xlsx", xlsx_of(workbook(), tmp_path)))
    page = text_of(asking.post("do/rows", {"file": "台账.xlsx", "until": "2026-12-31"}))
    assert "“汇报与材料”没有要补的：没有一个项目启用 R60。" in page
    assert "“考核”没有要补的：没有一个项目启用 R75、R76。" in page
