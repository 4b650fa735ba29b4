"""The forms as data, as .docx files and on the command line."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import PROJECT
from handbook.cli import main
from handbook.errors import ConfigError, SchemaFileError
from handbook.findings import Visibility
from handbook.forms import Cell, CellKind, Form, Row, form_named, load_forms
from handbook.forms.choosing import choose
from handbook.forms.filling import fill, plain_text
from handbook.forms.layout import lay_out
from handbook.forms.word import word_bytes
from handbook.publishable import ORG, Publishable, make_publishable
from handbook.schema import LANGUAGES
from small_workbooks import CADRES, POSTING, SCHEMA, check, workbook

FOLDER = PROJECT / "sheets_schema" / "forms"
FORMS = load_forms(FOLDER, SCHEMA)
FILLED = ("registration-form", "three-party-report", "assessment-form", "home-use-request")
TALL = dict.fromkeys(LANGUAGES, "Over three rows")
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def register(**sheets) -> Publishable:
    """Give a small register as the organisation department sees it."""
    return make_publishable(check(workbook(**sheets)), ORG)


def values(publishable: Publishable, slug: str, person: str = "C-00001", posting: str = "") -> dict:
    """Give what a form is filled with, in Chinese."""
    form = FORMS[slug]
    return dict(fill(publishable, form, choose(publishable, form, person, posting), "zh").values)


def table_texts(content: bytes) -> list[list[str]]:
    """Read the tables of a .docx file: the texts of each row, a merged cell once."""
    rows = []
    for table in docx.Document(BytesIO(content)).tables:
        for row in table.rows:
            cells = [next(group) for _, group in itertools.groupby(row.cells, lambda c: c._tc)]
            rows.append([cell.text for cell in cells])
    return rows


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["form", *arguments], catch_exceptions=False)


# What a form is


def test_the_twelve_forms_are_there():
    assert sorted(FORMS) == sorted(
        path.stem for path in FOLDER.glob("*.yaml") if path.stem != "shared"
    )
    assert len(FORMS) == 12


@every_form
def test_every_text_is_there_in_three_languages(form: Form):
    texts = [form.names, form.titles, *form.head, *form.notes]
    for cell in form.cells:
        texts += [*cell.sign, *(choice.texts for choice in cell.choices)]
        texts += [cell.texts] if any(cell.texts.values()) else []
    assert [text for text in texts if not all(text[each].strip() for each in LANGUAGES)] == []


@every_form
def test_every_label_says_something(form: Form):
    assert all(cell.texts["zh"] for cell in form.cells if cell.kind is CellKind.LABEL)


@every_form
def test_nothing_sealed_fills_a_form(form: Form):
    columns = [path for paths in form.fills for path in paths.split("|")]
    classes = {path: SCHEMA.field(path).visibility for path in columns}
    assert [path for path, each in classes.items() if each > Visibility.ORG] == []


@every_form
def test_only_boxes_are_filled_and_every_one_has_a_label(form: Form):
    assert all(cell.kind is CellKind.BOX for cell in form.cells if cell.fill)
    assert all(form.label_of(path)["zh"] for path in form.fills)


NEVER = (
    "身份证",
    "电话",
    "住址",
    "家庭成员",
    "照片",
    "民族",
    "宗教",
    "病情",
    "诊断",
    "处分",
    "账号",
)


@every_form
def test_no_form_asks_for_what_the_register_never_holds(form: Form):
    labels = [cell.texts["zh"] for cell in form.cells if cell.kind is CellKind.LABEL]
    assert [label for label in labels if any(word in label for word in NEVER)] == []


def test_the_leave_form_has_no_box_for_the_reason():
    labels = {cell.texts["zh"] for cell in FORMS["leave-request"].cells}
    assert not any("事由" in label or label == "原因" for label in labels)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        pytest.param("报名登记表", "registration-form", id="short name"),
        pytest.param("登记表", "registration-form", id="another name"),
        pytest.param("挂职干部报名登记表", "registration-form", id="title"),
        pytest.param("半年／期满考核表", "assessment-form", id="full-width stroke"),
        pytest.param("Leave form", "leave-request", id="English"),
        pytest.param("đơn xin nghỉ", "leave-request", id="Vietnamese, small letters"),
        pytest.param("three-party-report", "three-party-report", id="slug"),
    ],
)
def test_a_form_is_named_in_any_language(typed: str, slug: str):
    assert form_named(FORMS, typed).slug == slug


def test_an_unknown_form_is_said_with_the_nearest_and_all():
    with pytest.raises(ConfigError) as caught:
        form_named(FORMS, "报名登记")
    names = "、".join(form.names["zh"] for form in FORMS.values())
    said = f"没有叫“报名登记”的表。是不是“报名登记表”？可用的有：{names}。"
    assert caught.value.text("zh") == said


def test_no_two_forms_share_a_name():
    words = [word for form in FORMS.values() for word in set(form.words)]
    assert len(words) == len(set(words))


# What is wrong in a file of a form


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"widths": [1, 1, 1]}, "row 1 covers 2 of 3 columns", id="a cell too few"),
        pytest.param({"widths": [1]}, "row 1 covers 2 of 1 columns", id="a cell too many"),
        pytest.param(
            {"rows": [[{"field": "cadres.name", "down": 2}]]}, "below the last row", id="too deep"
        ),
        pytest.param({"rows": [[{"field": "cadres.phone"}]]}, "phone", id="no such column"),
        pytest.param({"title": {"zh": "表"}}, "vi", id="a language missing"),
        pytest.param(
            {"rows": [[{"field": "cadres.name", "choices": "cadres.name"}]]}, "no closed list",
            id="answers of no closed list",
        ),
    ],
)  # fmt: skip
def test_a_faulty_file_is_named(tmp_path: Path, change: dict, problem: str):
    name = dict.fromkeys(LANGUAGES, "表")
    form = {"name": name, "title": name, "widths": [1, 1], "rows": [[{"field": "cadres.name"}]]}
    shared = {"order": ["small"], "words": {"space": dict.fromkeys(LANGUAGES, " ")}, "blocks": {}}
    for stem, content in (("shared", shared), ("small", form | change)):
        (tmp_path / f"{stem}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(SchemaFileError) as caught:
        load_forms(tmp_path, SCHEMA)
    assert caught.value.path.name == "small.yaml"
    assert problem in caught.value.problem


# What the register knows


REPORTS = (
    {"report_id": "R-0001", "posting_id": "S-0001", "type": "quarterly", "period": "2026-Q1",
     "due_on": "2026-04-10", "submitted_on": "2026-04-08"},
    {"report_id": "R-0002", "posting_id": "S-0001", "type": "quarterly", "period": "2026-Q2",
     "due_on": "2026-07-10"},
    {"report_id": "R-0003", "posting_id": "S-0001", "type": "half_year", "period": "2026-H1",
     "due_on": "2026-07-05"},
    {"report_id": "R-0004", "posting_id": "S-0001", "type": "reflection", "period": "一",
     "due_on": "2026-06-01"},
)  # fmt: skip
LATER = POSTING | {
    "posting_id": "S-0002", "start_planned": "2027-02-01", "end_planned": "2028-01-31",
    "reported_on": "", "status": "planned", "receiving_unit_id": "U-0003",
}  # fmt: skip


@pytest.mark.parametrize(
    ("reports", "period"),
    [
        pytest.param(REPORTS, "2026-H1", id="due next, no matter the order"),
        pytest.param(REPORTS[:1], "2026-Q1", id="the newest where none is due"),
        pytest.param(REPORTS[3:], None, id="an essay is no report"),
        pytest.param((), None, id="none"),
    ],
)
def test_the_report_is_the_one_due_next(reports: tuple, period: str | None):
    found = values(register(reports=reports), "three-party-report")
    assert found.get("reports.period") == period


@pytest.mark.parametrize(
    ("postings", "asked", "receiving"),
    [
        pytest.param([POSTING, LATER], "", "杏坞镇", id="the current one"),
        pytest.param([POSTING, LATER], "S-0002", "白枥乡", id="the one asked for"),
        pytest.param([POSTING, LATER], " s-0002 ", "白枥乡", id="asked for in small letters"),
        pytest.param([LATER], "", "白枥乡", id="the only one, still to come"),
        pytest.param(
            [POSTING | {"status": "cancelled"}, LATER], "", "白枥乡", id="not a cancelled one"
        ),
    ],
)
def test_the_posting_is_the_current_one_unless_another_is_asked_for(
    postings: list, asked: str, receiving: str
):
    found = values(register(postings=postings), "home-use-request", posting=asked)
    assert found["postings.receiving_unit_id"] == receiving


@pytest.mark.parametrize(
    ("changes", "span"),
    [
        pytest.param({}, ["2026年1月1日", "2026年12月31日"], id="as planned"),
        pytest.param({"reported_on": "2026-01-05"}, ["2026年1月5日", "2026年12月31日"], id="late"),
        pytest.param(
            {"extension_to": "2027-02-28", "extension_doc_number": "栖组干〔2026〕9号"},
            ["2026年1月1日", "2027年2月28日"], id="extended",
        ),
    ],
)  # fmt: skip
def test_the_period_is_the_one_that_holds(changes: dict, span: list[str]):
    form = FORMS["three-party-report"]
    publishable = register(postings=[POSTING | changes])
    filled = fill(publishable, form, choose(publishable, form, "C-00001"), "zh")
    cell = next(cell for cell in form.cells if len(cell.fill) > 1)
    assert filled.text(cell, "zh") == "至".join(span)


def test_a_value_in_doubt_is_left_out_and_told():
    publishable = register(postings=[POSTING | {"end_planned": "2026-02-30"}])
    form = FORMS["three-party-report"]
    filled = fill(publishable, form, choose(publishable, form, "C-00001"), "zh")
    assert filled.doubtful == ("postings.end_actual|postings.extension_to|postings.end_planned",)
    assert not any("2026年2月" in text for text in filled.values.values())


@pytest.mark.parametrize(
    ("ended", "names"),
    [
        pytest.param({}, "薄秋实、骆以舟", id="today"),
        pytest.param(
            {"end_actual": "2026-01-31", "status": "ended_early"}, "邵闻笛、薄秋实、骆以舟",
            id="on the last day of a posting that is over",
        ),
    ],
)  # fmt: skip
def test_only_those_who_mentor_are_written(ended: dict[str, str], names: str):
    mentors = [
        {"mentor_id": f"M-000{number}", "posting_id": "S-0001", "mentor_name": name, "role": role,
         "start_on": "2026-01-01", "end_on": end}
        for number, (name, role, end) in enumerate(
            [("邵闻笛", "leader_contact", "2026-02-10"), ("薄秋实", "leader_contact", ""),
             ("骆以舟", "instructor", "2026-06-30"), ("景砚秋", "home_contact", "")], 1)
    ]  # fmt: skip
    found = values(register(mentors=mentors, postings=[POSTING | ended]), "leave-request")
    assert found["mentors.mentor_name"] == names


def test_what_is_sealed_is_in_no_form():
    applications = [
        {"application_id": "A-00001", "batch_id": "B-001", "cadre_id": "C-00001",
         "submitted_on": "2025-10-01", "avoidance_declared": "declared", "limit_checked": "blocked"}
    ]  # fmt: skip
    postings = [POSTING | {"outcome_reason": "机密的去向说明"}]
    publishable = register(applications=applications, postings=postings)
    for form in FORMS.values():
        if form.about:
            text = str(values(publishable, form.slug))
            assert "已申报" not in text
            assert "有限制" not in text
            assert "机密" not in text


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        pytest.param("zh", "2025年10月1日", "1991.02", id="Chinese"),
        pytest.param("vi", "01/10/2025", "02/1991", id="Vietnamese"),
        pytest.param("en", "1 Oct 2025", "Feb 1991", id="English"),
    ],
)
def test_days_are_written_as_their_readers_do(language: str, day: str, month: str):
    applications = [
        {"application_id": "A-00001", "batch_id": "B-001", "cadre_id": "C-00001",
         "submitted_on": "2025-10-01"}
    ]  # fmt: skip
    cadres = [CADRES[0] | {"birth_ym": "1991-02"}, CADRES[1]]
    publishable = register(applications=applications, cadres=cadres)
    form = FORMS["registration-form"]
    filled = fill(publishable, form, choose(publishable, form, "C-00001"), language)
    assert filled.values["applications.submitted_on"] == day
    assert filled.values["cadres.birth_ym"] == month


def test_a_person_who_only_applied_has_a_registration_form():
    applications = [
        {"application_id": f"A-0000{number}", "batch_id": "B-001", "cadre_id": "C-00002",
         "submitted_on": day, "route": route}
        for number, day, route in [(1, "2025-10-01", "self"), (2, "2024-10-01", "unit")]
    ]  # fmt: skip
    found = values(register(applications=applications), "registration-form", "C-00002")
    assert (found["cadres.name"], found["applications.route"]) == ("陆予安", "个人自荐")


# Whom it is for


@pytest.mark.parametrize(
    ("slug", "person", "posting", "said"),
    [
        pytest.param(
            "registration-form", "C-99999", "", "登记表的“干部”里没有“C-99999”，"
            "或者这一行的编号有问题。请写干部编号，例如 C-00012；编号在“干部”表的第一列。",
            id="nobody",
        ),
        pytest.param(
            "three-party-report", "C-00002", "", "C-00002 在登记表里还没有挂职，"
            "“三方汇报表”没有可以填的。请先在“挂职”表里加一行；要空白的，命令里不写干部编号。",
            id="no posting",
        ),
        pytest.param(
            "three-party-report", "C-00001", "S-0009", "C-00001 没有“S-0009”这次挂职。"
            "可以写：S-0001、S-0003。", id="another posting",
        ),
        pytest.param(
            "three-party-report", "C-00001", "", "C-00001 有几次挂职：S-0001、S-0003。"
            "请用 --posting 写明哪一次，例如 --posting S-0003。", id="two at once",
        ),
        pytest.param(
            "post-demand", "C-00001", "", "“岗位需求表”不是一个人的表，不从登记表带出。"
            "请去掉干部编号，取空白的。", id="about nobody",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_filled_is_said(slug: str, person: str, posting: str, said: str):
    both = register(postings=[POSTING, POSTING | {"posting_id": "S-0003"}])
    with pytest.raises(ConfigError) as caught:
        choose(both, FORMS[slug], person, posting)
    assert caught.value.text("zh") == said
    assert all(caught.value.texts[each] != said for each in ("vi", "en"))


# Hostile values


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        pytest.param("a\x00b\x07c", "abc", id="control characters"),
        pytest.param("一\r\n二\t三\u2028四", "一 二 三 四", id="lines and tabs"),
        pytest.param("\u202e反了\u202c", "反了", id="turned direction"),
        pytest.param("\ud800坏", "坏", id="half of a surrogate pair"),
        pytest.param("\ufffe\uffff", "", id="no characters"),
        pytest.param("𱍐〇\ue000", "𱍐〇\ue000", id="rare characters of names"),
        pytest.param("=HYPERLINK(1)", "=HYPERLINK(1)", id="a formula is a text"),
        pytest.param("  空  格  ", "空 格", id="spaces"),
    ],
)
def test_only_what_is_printed_is_left(typed: str, printed: str):
    assert plain_text(typed) == printed


@settings(max_examples=30)
@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_written_and_read_again(text: str):
    form = FORMS["leave-request"]
    clean = plain_text(text)
    rows = table_texts(word_bytes(form, "zh", lambda cell: clean if cell.fill else ""))
    assert rows[0][1] == clean


HOSTILE = "<w:fldSimple w:instr='DDE'/>&amp;{ MACROBUTTON x }]]>"


def test_a_value_is_a_text_never_a_field():
    form = FORMS["leave-request"]
    content = word_bytes(form, "zh", lambda cell: HOSTILE if cell.fill else "")
    assert table_texts(content)[0][1] == HOSTILE
    with zipfile.ZipFile(BytesIO(content)) as package:
        document = package.read("word/document.xml")
        assert not any(name.endswith(".bin") for name in package.namelist())
    assert b"<w:fldSimple" not in document
    assert b"<w:instrText" not in document


# The .docx file


def words_of(form: Form, language: str) -> Iterator[list[str]]:
    """Give what a blank form prints, row by row, as the table of the file has it."""
    placed = lay_out(form.rows, len(form.widths))
    for row in range(len(form.rows)):
        here = [each.cell for each in placed if any(at == row for at, _ in each.places)]
        yield ["\n".join(printed_in(cell, language)) for cell in here]


def printed_in(cell: Cell, language: str) -> list[str]:
    """Give the paragraphs of a cell; in a box that says something, one is left to write in."""
    squares = "  ".join(f"□\u00a0{choice.texts[language]}" for choice in cell.choices)
    printed = list(filter(None, [cell.texts[language], squares]))
    if cell.kind is CellKind.BOX and (cell.texts[language] or cell.sign):
        printed.append("")
    return [*printed, *(line[language] for line in cell.sign)]


@every_form
@every_language
def test_a_blank_file_prints_the_form_and_nothing_else(form: Form, language: str):
    content = word_bytes(form, language)
    assert table_texts(content) == list(words_of(form, language))
    document = docx.Document(BytesIO(content))
    assert [each.text for each in document.paragraphs if each.text] == [
        form.titles[language],
        *(["\t".join(each[language] for each in form.head)] if form.head else []),
        *(f"{number}. {note[language]}" for number, note in enumerate(form.notes, 1)),
    ]


def test_a_cell_over_several_rows_is_one_cell_of_the_table():
    rows = (
        Row((Cell(CellKind.LABEL, TALL, down=3), Cell(CellKind.BOX, across=2)), 8.5),
        Row((Cell(CellKind.BOX, across=2, down=2),), 8.5),
        Row((), 8.5),
    )
    form = replace(FORMS["leave-request"], rows=rows, widths=(2.0, 1.0, 1.0))
    table = docx.Document(BytesIO(word_bytes(form, "en"))).tables[0]
    assert len({table.cell(row, 0)._tc for row in range(3)}) == 1
    assert len({table.cell(row, column)._tc for row in (1, 2) for column in (1, 2)}) == 1
    assert table.cell(2, 0).text == TALL["en"]
    assert table.cell(0, 1)._tc is not table.cell(1, 1)._tc


@every_form
def test_the_paper_is_a4_and_the_table_fits_it(form: Form):
    document = docx.Document(BytesIO(word_bytes(form, "zh")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    inside = section.page_width - section.left_margin - section.right_margin
    assert len(document.tables) == form.pages
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= inside


@every_form
def test_the_same_form_gives_the_same_bytes(form: Form):
    assert word_bytes(form, "zh") == word_bytes(form, "zh")
    with zipfile.ZipFile(BytesIO(word_bytes(form, "zh"))) as package:
        assert {info.date_time for info in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}
    properties = docx.Document(BytesIO(word_bytes(form, "zh"))).core_properties
    assert (properties.author, properties.title) == ("", form.titles["zh"])
    assert properties.created == properties.modified


def test_chinese_is_written_in_the_fonts_of_an_office():
    with zipfile.ZipFile(BytesIO(word_bytes(FORMS["leave-request"], "zh"))) as package:
        styles = package.read("word/styles.xml").decode()
        fonts = package.read("word/fontTable.xml").decode()
    for font, free in (("黑体", "Sans"), ("宋体", "Serif"), ("仿宋", "Serif")):
        assert f'w:eastAsia="{font}"' in styles
        assert f'<w:font w:name="{font}"><w:altName w:val="Noto {free} CJK SC"/>' in fonts


def test_the_answer_the_register_gives_is_ticked():
    form = FORMS["outcome-registration"]
    content = word_bytes(form, "zh", lambda cell: "提任" if cell.choices else "")
    row = next(row for row in table_texts(content) if row[0] == "期满去向")
    assert "☑\u00a0提任  □\u00a0留接收单位" in row[1]
    assert row[1].count("☑") == 1


@pytest.mark.parametrize("slug", FILLED)
def test_a_filled_file_read_again(slug: str, snapshot, tmp_path: Path):
    file = tmp_path / "form.docx"
    assert run(slug, "C-00024", "-o", str(file)).exit_code == 0
    assert "\n".join(" | ".join(row) for row in table_texts(file.read_bytes())) == snapshot


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_prints_every_form_on_the_sheets_it_says(tmp_path: Path):
    files = {
        tmp_path / f"{form.slug}.{language}.docx": form
        for form in FORMS.values()
        for language in LANGUAGES
    }
    for file, form in files.items():
        file.write_bytes(word_bytes(form, file.stem.rpartition(".")[2]))
    done = subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)],
        check=False, capture_output=True, timeout=300,
    )  # fmt: skip
    if b"could not be loaded" in done.stderr + done.stdout:
        pytest.skip("this LibreOffice has no Writer")
    printed = {file: pages_of(file.with_suffix(".pdf").read_bytes()) for file in files}
    assert printed == {file: form.pages for file, form in files.items()}


def pages_of(printed: bytes) -> int:
    """Count the pages of a PDF file."""
    return printed.count(b"/Type/Page/") + printed.count(b"/Type/Page\n")


# The command


SMALL = ("--source", str(PROJECT / "tests" / "workbooks" / "base"))


def test_the_command_says_what_is_filled_and_what_is_left(tmp_path: Path):
    file = tmp_path / "表.docx"
    result = run("报名登记表", "C-00012", "-o", str(file))
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        f"已写好C-00012的“报名登记表”：{file}",
        "从登记表填入 14 项。",
        "登记表里没有、空着的：职级、专业技术职称、在职学历、拟任岗位",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["表.docx"]


def test_without_a_person_the_form_is_blank(tmp_path: Path):
    file = tmp_path / "blank.docx"
    result = run("Leave form", "-o", str(file), "--lang", "en")
    assert (result.exit_code, result.output) == (0, f"Blank form “Leave form” written: {file}\n")
    assert file.read_bytes() == word_bytes(FORMS["leave-request"], "en")


def test_a_file_is_replaced_only_when_asked(tmp_path: Path):
    file = tmp_path / "kept.docx"
    file.write_bytes(b"signed")
    refused = run("报名登记表", "-o", str(file))
    assert (refused.exit_code, refused.output) == (
        2,
        f"已经有一个“{file}”，没有动它。请换个名字；确实要盖掉，加上 --force。\n",
    )
    assert file.read_bytes() == b"signed"
    assert run("报名登记表", "-o", str(file), "--force").exit_code == 0
    assert file.read_bytes() == word_bytes(FORMS["registration-form"], "zh")


@every_language
def test_twice_the_same_command_gives_the_same_bytes(language: str, tmp_path: Path):
    first, second = tmp_path / "1.docx", tmp_path / "2.docx"
    for file in (first, second):
        made = run("assessment-form", "C-00001", "-o", str(file), "--lang", language, *SMALL)
        assert made.exit_code == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ("报名登记表", "--posting", "S-0001"), "写了 --posting S-0001，没有写是谁的。"
            "请在表名后面写上干部编号，例如 C-00012。\n", id="a posting without a person",
        ),
        pytest.param(
            ("岗位需求表", "C-00012"), "“岗位需求表”不是一个人的表，不从登记表带出。"
            "请去掉干部编号，取空白的。\n", id="a form about nobody",
        ),
    ],
)  # fmt: skip
def test_the_command_refuses(arguments: tuple[str, ...], said: str, tmp_path: Path):
    result = run(*arguments, "-o", str(tmp_path / "x.docx"), *SMALL)
    assert (result.exit_code, result.output) == (2, said)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    file = tmp_path / "nowhere" / "x.docx"
    result = run("报名登记表", "-o", str(file))
    assert result.exit_code == 2
    assert result.output.startswith(f"写不了 {file}。")
