"""The page of every form: the same in three languages, and the form itself as a real table."""

from __future__ import annotations

import re
import shlex
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from builders import PROJECT, real_schema
from handbook.forms import CellKind, Form, form_named, load_forms
from handbook.forms.blanks import BlankForms
from handbook.forms.html import FormExtension, form_html
from handbook.forms.word import word_bytes
from handbook.schema import LANGUAGES
from written_pages import DOCS, read

FORMS = load_forms(PROJECT / "sheets_schema" / "forms", real_schema())
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


class _Table(HTMLParser):
    """Collects the cells of a table, row by row, and how often every element occurs."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, int, int, str]]] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        said = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in {"th", "td"}:
            spans = int(said.get("colspan") or 1), int(said.get("rowspan") or 1)
            self.rows[-1].append((tag, *spans, said.get("scope") or ""))


def parsed(html: str) -> _Table:
    table = _Table()
    table.feed(html)
    return table


@every_form
@every_language
def test_a_form_is_one_table_with_a_caption_and_merged_cells(form: Form, language: str):
    table = parsed(form_html(form, language))
    assert (table.tags.count("table"), table.tags.count("caption")) == (1, 1)
    assert table.rows == [
        [
            ("th", cell.across, cell.down, "col" if row.is_header else "row")
            if cell.kind is CellKind.LABEL
            else ("td", cell.across, cell.down, "")
            for cell in row.cells
        ]
        for row in form.rows
    ]


@every_form
def test_the_html_of_a_form_is_one_block_for_markdown(form: Form):
    html = form_html(form, "zh")
    assert "\n\n" not in html
    extension = FormExtension(lambda: FORMS, "zh")
    text = f"# 表\n\n前\n\n<!-- form: {form.slug} -->\n\n后\n"
    page = markdown.markdown(text, extensions=[extension, "md_in_html", "attr_list"])
    assert page.split(html) == ["<h1>表</h1>\n<p>前</p>\n", "\n\n<p>后</p>"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!-- a comment -->", id="a comment"),
        pytest.param("see `<!-- form: leave-request -->`", id="within a sentence"),
    ],
)
def test_only_a_line_that_names_a_form_is_replaced(text: str):
    extension = FormExtension(lambda: FORMS, "zh")
    assert markdown.markdown(text, extensions=[extension]) == markdown.markdown(text)


def page_of(form: Form, language: str) -> str:
    return read(DOCS / language / "forms" / f"{form.slug}.md")


@every_language
def test_every_form_has_a_page_and_every_page_a_form(language: str):
    pages = {path.stem for path in (DOCS / language / "forms").glob("*.md")}
    assert pages == {*FORMS, "index"}


@every_language
def test_the_index_lists_the_forms_in_their_order(language: str):
    index = read(DOCS / language / "forms" / "index.md")
    listed = re.findall(r"^\| \[([^\]]+)\]\(([\w-]+)\.md\)", index, re.MULTILINE)
    assert listed == [(form.names[language], slug) for slug, form in FORMS.items()]


@every_form
@every_language
def test_a_page_is_called_like_its_form_and_shows_it(form: Form, language: str):
    text = page_of(form, language)
    assert re.findall(r"^# (.+)$", text, re.MULTILINE) == [form.names[language]]
    assert re.findall(r"^<!-- form: (.+) -->$", text, re.MULTILINE) == [form.slug]


@every_form
def test_the_pages_of_a_form_say_the_same_in_every_language(form: Form):
    def skeleton(language: str) -> tuple[object, ...]:
        text = page_of(form, language)
        front = yaml.safe_load(text.split("---")[1])
        front.pop("owner")
        return (
            front,
            re.findall(r"\]\(([^)]+)\)", text),
            len(re.findall(r"^- ", text, re.MULTILINE)),
        )

    assert skeleton("vi") == skeleton("en") == skeleton("zh")


@every_form
@every_language
def test_the_commands_on_a_page_name_its_form(form: Form, language: str):
    commands = re.findall(r"`(handbook form [^`]+)`", page_of(form, language))
    assert bool(commands) is bool(form.about)
    for command in commands:
        name, *rest = shlex.split(command)[2:]
        assert form_named(FORMS, name) is form
        spoken = rest[rest.index("--lang") + 1] if "--lang" in rest else "zh"
        assert spoken == language


@every_form
def test_a_form_links_to_its_article_and_the_article_links_back(form: Form):
    articles = re.findall(r"\]\(\.\./guidance/([\w-]+)\.md\)", page_of(form, "zh"))
    assert articles
    link = f"(../forms/{form.slug}.md)"
    assert [
        each for each in articles if link not in read(DOCS / "zh" / "guidance" / f"{each}.md")
    ] == []


@every_language
def test_every_link_from_the_guidance_to_a_form_leads_to_one(language: str):
    linked = {
        slug
        for path in (DOCS / language / "guidance").glob("*.md")
        for slug in re.findall(r"\(\.\./forms/([\w-]+)\.md", read(path))
    }
    assert linked - {*FORMS, "index"} == set()


@every_form
@every_language
def test_a_page_offers_a_blank_file_to_download(form: Form, language: str):
    text = page_of(form, language)
    name = form.names["zh"].replace("/", "-") if language == "zh" else form.slug
    assert f']({form.slug}.docx){{ download="{name}.docx" }}' in text


def test_a_site_has_a_blank_file_beside_every_page_of_a_form(tmp_path: Path):
    page = tmp_path / "docs" / "forms" / "leave-request.md"
    page.parent.mkdir(parents=True)
    page.write_text("[blank](leave-request.docx)", encoding="utf-8")
    (tmp_path / "docs" / "forms" / "index.md").write_text("# Forms", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: small\nplugins: []\n", encoding="utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
    config.plugins["forms"] = BlankForms(lambda: FORMS, "en")
    build(config)
    made = [path.name for path in (tmp_path / "site").rglob("*.docx")]
    assert made == ["leave-request.docx"]
    content = (tmp_path / "site" / "forms" / "leave-request.docx").read_bytes()
    assert content == word_bytes(FORMS["leave-request"], "en")
