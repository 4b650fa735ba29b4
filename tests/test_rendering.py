"""Fragments as a browser gets them: whole snapshots, hostile text, words in three languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from builders import PROJECT, build_publishable, one_programme
from environments import environment_of
from handbook.downloads import download_files
from handbook.findings import Cell, Finding, Party, Plain, Severity, Visibility
from handbook.latest_changes import CHANGES_ADDRESS
from handbook.pages import all_pages, open_book
from handbook.publishable import INTERNAL, PUBLIC, HeldRow, Publishable, State
from handbook.rendering.environment import make_environment
from handbook.rendering.fragments import Fragment, render_all, render_page
from handbook.rendering.messages import Example, Messages, Texts
from handbook.rendering.translations import catalog, fill_words, translations
from handbook.schema import LANGUAGES
from small_workbooks import MESSAGES as OURS

PACKAGE = PROJECT / "scripts" / "handbook"
CONTACT = "handbook@example.org"


class HtmlSnapshot(SingleFileSnapshotExtension):
    """Keeps every snapshot as a page of its own, named after the test."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def page_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(HtmlSnapshot)


class AnyCode(dict[str, Texts]):
    """Message texts for every code, so that no snapshot depends on the prose of another file."""

    def __missing__(self, code: str) -> Texts:
        texts = {language: f"{code}-{language}" for language in LANGUAGES}
        message = {language: f"“{{value}}” · {language}" for language in LANGUAGES}
        slots = {"": {"message": message, "help": texts}}
        return Texts(texts, slots, texts, {"broken": texts, "mended": texts})


MESSAGES = Messages(AnyCode())


@cache
def wordless(language: str, limit: Visibility) -> Environment:
    """Make an environment without the prose of the project, once for all tests."""
    return make_environment(language, MESSAGES, limit, contact=CONTACT)


def fragments(publishable: Publishable, language: str = "zh") -> dict[str, Fragment]:
    """Render every page."""
    environment = wordless(language, publishable.audience.visibility)
    book = open_book(publishable, language)
    return {each.address: each for each in render_all(book, environment)}


def html_of(publishable: Publishable, address: str, language: str = "zh") -> str:
    """Render one page."""
    environment = wordless(language, publishable.audience.visibility)
    pages = all_pages(open_book(publishable, language))
    return render_page(next(each for each in pages if each.address == address), environment)


def finding(code: str, sheet: str, record: str, value: str) -> Finding:
    return Finding(
        code,
        Cell(sheet, "", None, None, "status"),
        record,
        Severity.ERROR,
        Party.RECEIVING,
        Visibility.INTERNAL,
        "",
        {"value": value, "level": Plain({"zh": "领导", "vi": "lãnh đạo", "en": "leader"})},
    )


FULL = build_publishable(
    one_programme(),
    states={
        ("postings", "S-0001", "end_planned"): State.HELD,
        ("postings", "S-0001", "home_unit_id"): State.DEFAULT,
    },
    held=[HeldRow("postings", "S-0008", 9, "KEY403", {"cadre_id": "C-00001"})],
    findings=[
        finding("POL-R44", "postings", "S-0001", "一名"),
        *(finding("CEL302", "batches", "B-001", f"{number}人") for number in range(4)),
    ],
)

PAGES = [
    pytest.param("cadres/C-00001.html", id="cadre in full"),
    pytest.param("cadres/C-00003.html", id="cadre with nothing but a name"),
    pytest.param("units/U-0002.html", id="unit with guests and a unit below"),
    pytest.param("units/U-0003.html", id="unit without anybody"),
    pytest.param("programmes/P-01.html", id="programme"),
    pytest.param("batches/B-001.html", id="batch"),
    pytest.param("rules/POL-R44.html", id="rule with a finding"),
    pytest.param("cadres/index.html", id="list of cadres"),
    pytest.param("findings/index.html", id="findings"),
    pytest.param("index.html", id="home"),
]


@cache
def full_pages() -> dict[str, Fragment]:
    """Render the full register, once for all tests that only look at it."""
    return fragments(FULL)


@pytest.mark.parametrize("address", PAGES)
def test_page(address: str, page_snapshot: SnapshotAssertion) -> None:
    assert full_pages()[address].html == page_snapshot


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "template": "{{ 7*7 }}{% if x %}{# y #}",
    "markdown": "[x](<javascript:alert(1)>) **b** `c` | d",
    "bidirectional": "\u202eabc\u2066",
    "entities": "&amp;&lt;b&gt;&#x41;",
    "line break": "一\n二\t三",
    "percent": "%(name)s {name} {0}",
}


def hostile(text: str) -> Publishable:
    """Put one text into every free-text cell of the small register."""
    sheets: dict[str, Any] = one_programme()
    free = {
        "units": ("unit_name", "short_names", "contact_post"),
        "cadres": ("name", "home_post", "specialty"),
        "programmes": ("name",),
        "batches": ("title",),
        "positions": ("title", "duty_area"),
        "postings": ("title", "duty_area", "appointment_doc_number"),
        "mentors": ("mentor_name",),
        "reports": ("period", "link"),
        "documents": ("title",),
    }
    for sheet, names in free.items():
        for key, row in sheets[sheet].items():
            sheets[sheet][key] = row | dict.fromkeys(names, text)
    return build_publishable(
        sheets,
        held=[HeldRow("postings", text, 9, "KEY402", {"cadre_id": "C-00001"})],
        findings=[finding("KEY404", "postings", "S-0001", text)],
    )


@cache
def hostile_pages(text: str) -> dict[str, Fragment]:
    """Render a register that is hostile throughout, once for all tests that look at it."""
    return fragments(hostile(text))


class Seen(HTMLParser):
    """What a browser would make of a fragment: its elements, attributes and cell texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.cells: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name == "href"}
        if tag == "td" or ("scope", "row") in attrs:
            self.cells.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._open:
            self.cells[-1] += data


def seen(html: str) -> Seen:
    parser = Seen()
    parser.feed(html)
    parser.close()
    return parser


TAG_NAMES = (
    "h1 h2 h3 h4 p br a strong small span section details summary dl div dt dd ul li nav footer "
    "time table caption thead tbody tfoot tr th td svg title desc g line rect text "
    "defs path pattern use "
    "form label input select option datalist button"
)
ATTRIBUTE_NAMES = (
    "class id href lang datetime scope colspan data-label open aria-label aria-current "
    "aria-labelledby aria-hidden role width height x y x1 x2 y1 y2 dx text-anchor "
    "stroke-dasharray stroke-dashoffset d fill patternunits patterntransform rel "
    "name type value list hidden maxlength autocomplete data-column data-turn data-whole "
    "data-directory data-counts data-count data-part data-none data-without data-spelling "
    "data-loading data-failed data-id data-title data-take download"
)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    for fragment in hostile_pages(text).values():
        found = seen(fragment.html)
        assert found.tags <= set(TAG_NAMES.split())
        assert found.attributes <= set(ATTRIBUTE_NAMES.split())
        assert not any(link.lower().startswith(("javascript", "data:")) for link in found.links)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_text_of_a_table_cell_equals_the_cell(text: str) -> None:
    batch = seen(hostile_pages(text)["batches/B-001.html"].html)
    assert batch.cells[:4] == [f"{text} C-00001", f"{text} U-0001", f"{text} U-0002", text]


def test_hostile_page(page_snapshot: SnapshotAssertion) -> None:
    text = HOSTILE["script"] + HOSTILE["template"] + HOSTILE["markdown"] + HOSTILE["attribute"]
    assert html_of(hostile(text), "cadres/C-00001.html") == page_snapshot


def test_rendering_twice_gives_the_same_bytes() -> None:
    environment = make_environment("zh", MESSAGES, INTERNAL.visibility, contact=CONTACT)
    again = render_all(open_book(FULL, "zh"), environment)
    assert list(again) == list(full_pages().values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=["internal", "public"])
def test_every_page_opens_with_its_title(language: str, audience: Any) -> None:
    sheets: dict[str, Any] = one_programme()
    sheets["programmes"]["P-01"] |= {"country": "vn", "name": "Luân chuyển"}
    sheets["batches"]["B-001"] |= {"title": "Đợt 1"}
    for address, fragment in fragments(
        build_publishable(sheets, audience=audience), language
    ).items():
        # bare, because stamping gives it the id that the skip link leads to
        assert fragment.html.startswith("<h1>" if address != "index.html" else "<section")
        assert bool(fragment.title) == (address != "index.html")


def test_ids_on_a_page_are_given_once() -> None:
    for fragment in full_pages().values():
        ids = [part.split('"')[0] for part in fragment.html.split(' id="')[1:]]
        assert sorted(ids) == sorted(set(ids))


def test_links_between_fragments_lead_to_fragments_and_their_anchors() -> None:
    pages = full_pages()
    known = {*pages, CHANGES_ADDRESS, *download_files(open_book(FULL, "zh"), MESSAGES)}
    anchors = {
        f"{address}#{part.split(chr(34))[0]}"
        for address, each in pages.items()
        for part in each.html.split(' id="')[1:]
    }
    for address, each in pages.items():
        folder = address.rpartition("/")[0]
        for link in seen(each.html).links:
            if ":" in link or re.search("/(guidance|editing|schemes|forms)/", link):
                continue
            target = (
                str(Path("/", folder, link.split("#")[0]).resolve())[1:]
                if link[0] != "#"
                else address
            )
            assert target in known, (address, link)
            if "#" in link:
                assert f"{target}#{link.split('#')[1]}" in anchors, (address, link)


def test_a_full_person_stays_within_its_weight() -> None:
    sheets: dict[str, Any] = one_programme()
    sheets["reports"] = {
        f"R-{number:05d}": {"posting_id": "S-0001", "type": "monthly", "period": f"2025-{number}"}
        for number in range(1, 61)
    }
    html = html_of(build_publishable(sheets), "cadres/C-00001.html")
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert len(html.encode()) <= 25_000
    assert len(svg.encode()) <= 3_000


def test_the_timeline_of_a_long_life_stays_small() -> None:
    sheets: dict[str, Any] = one_programme()
    sheets["postings"] = {
        f"S-{year}": {
            "cadre_id": "C-00001",
            "receiving_unit_id": "U-0002",
            "status": "completed",
            "start_planned": date(year, 1, 1),
            "end_planned": date(year, 12, 31),
        }
        for year in range(1996, 2026)
    }
    html = html_of(build_publishable(sheets), "cadres/C-00001.html")
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert svg.count("<rect") == 8
    assert len(svg.encode()) <= 3_000


def test_without_a_contact_there_is_no_mail_link() -> None:
    environment = make_environment("zh", MESSAGES)
    pages = all_pages(open_book(FULL, "zh"))
    assert not any("mailto:" in render_page(each, environment) for each in pages)


def test_a_contact_must_be_a_mail_address() -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        make_environment("zh", MESSAGES, contact='x"onclick="@example.org')


def test_a_person_in_doubt_leads_from_the_home_page_to_the_findings() -> None:
    sheets: dict[str, Any] = one_programme()
    sheets["postings"]["S-0001"] |= {"cadre_id": ""}
    states = {("postings", "S-0001", "cadre_id"): State.HELD}
    home = html_of(build_publishable(sheets, states=states), "index.html")
    held = '<a class="hb-held" href="findings/index.html">待核</a>'
    assert f'<li>{held} · <a href="units/U-0002.html">杏坞镇</a> · ' in home


def test_the_public_has_no_list_of_findings_to_be_led_to() -> None:
    states = {("programmes", "P-01", "term_max_months"): State.HELD}
    publishable = build_publishable(one_programme(), audience=PUBLIC, states=states)
    programme = html_of(publishable, "programmes/P-01.html")
    assert '<td data-label="规定">12 <span class="hb-held">待核</span></td>' in programme


BADGES = [
    pytest.param((), "目前没有挂职", id="no posting"),
    pytest.param(
        (HeldRow("postings", "S-0008", 9, "KEY403", {"cadre_id": "C-00003"}),),
        '<a href="#open">挂职记录待核</a>',
        id="a posting held back",
    ),
]


@pytest.mark.parametrize(("held", "expected"), BADGES)
def test_the_badge_of_a_person_without_a_visible_posting(
    held: tuple[HeldRow, ...], expected: str
) -> None:
    page = html_of(build_publishable(one_programme(), held=held), "cadres/C-00003.html")
    assert f'<p class="hb-now"><strong class="hb-badge">{expected}</strong></p>' in page


LONG = "岚屿区城市管理综合行政执法大队第十三中队"
IN_THE_TIMELINE = [
    pytest.param("杏坞镇", "zh", "杏坞镇 · 在挂", id="short"),
    pytest.param(LONG, "zh", "岚屿区城市管理综合行政执… · 在挂", id="long Chinese name"),
    pytest.param(
        "Ủy ban nhân dân phường Mây Trắng",
        "zh",
        "Ủy ban nhân dân phường Mâ… · 在挂",
        id="long Vietnamese name",
    ),
    pytest.param(LONG, "en", "岚屿区城市管理综合行政… · Active", id="English status"),
]


@pytest.mark.parametrize(("name", "language", "expected"), IN_THE_TIMELINE)
def test_a_name_in_the_timeline_has_room_on_a_phone(
    name: str, language: str, expected: str
) -> None:
    sheets: dict[str, Any] = one_programme()
    sheets["units"]["U-0002"] |= {"unit_name": name}
    page = html_of(build_publishable(sheets), "cadres/C-00001.html", language)
    labels = re.findall(r"<text x=[^>]*>([^<]*)</text><rect", page)
    assert labels[-1] == expected
    assert f"{name} " in page[page.index("<desc") : page.index("</desc>")]


DAYS = [
    pytest.param("zh", 1, "还有 1 天到期", id="Chinese"),
    pytest.param("vi", 2, "còn 2 ngày nữa hết hạn", id="Vietnamese"),
    pytest.param("en", 1, "1 day left", id="English, one"),
    pytest.param("en", 2, "2 days left", id="English, two"),
]


@pytest.mark.parametrize(("language", "count", "expected"), DAYS)
def test_days_are_counted_in_words(language: str, count: int, expected: str) -> None:
    assert fill_words(language, "还有 {count} 天到期", count=count) == expected


HOLDING_WORDS = (
    "rendering/environment.py", "rendering/tables.py", "pages/lists.py", "calendars.py",
    "exports/tasks.py",
)  # fmt: skip


@cache
def words_of_templates() -> frozenset[str]:
    return frozenset(_words_of_templates())


def _words_of_templates() -> Iterator[str]:
    for path in sorted(PACKAGE.glob("*/templates/*.html")):
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for each in tree.find_all(nodes.Filter):
            if each.name in {"t", "fill"}:
                word = each.node.right if isinstance(each.node, nodes.Or) else each.node
                assert isinstance(word, nodes.Const), (path.name, each.lineno)
                yield word.value


@dataclass(frozen=True)
class Spoken:
    """The texts of a module.

    Attributes:
        strings: All that are no documentation, adjacent pieces joined.
        said: Chinese ones it hands to one of the functions that translate.
    """

    strings: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()


@cache
def spoken(path: Path) -> Spoken:
    """Take a module apart, once for all tests; without a Chinese character it has no words."""
    text = path.read_text(encoding="utf-8")
    if not has_chinese(text):
        return Spoken()
    every = list(ast.walk(ast.parse(text)))
    documentation = {id(node.value) for node in every if isinstance(node, ast.Expr)}
    strings = (
        node.value
        for node in every
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
    )
    calls = (node for node in every if isinstance(node, ast.Call))
    translating = (node for node in calls if _name_of(node.func) in ("fill_words", "say", "words"))
    texts = (
        each.value for node in translating for each in node.args if isinstance(each, ast.Constant)
    )
    said = (each for each in texts if isinstance(each, str) and has_chinese(each))
    return Spoken(frozenset(strings), frozenset(said))


def has_chinese(text: str) -> bool:
    return re.search("[\u4e00-\u9fff]", text) is not None


def chinese_in_code() -> set[str]:
    """Give every Chinese string of the modules that hold words for the catalogues."""
    return {
        text
        for name in HOLDING_WORDS
        for text in spoken(PACKAGE / name).strings
        if has_chinese(text)
    }


def said_in_code() -> set[str]:
    """Give every Chinese text that a module hands to one of the functions that translate."""
    return {text for path in PACKAGE.rglob("*.py") for text in spoken(path).said}


def _name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


@cache
def entries(language: str) -> dict[str, Any]:
    return {
        each.id if isinstance(each.id, str) else each.id[0]: each
        for each in catalog(language)
        if each.id
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_pages_is_in_the_catalogue(language: str) -> None:
    used = words_of_templates() | chinese_in_code() | said_in_code()
    assert used - entries(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_translated_with_the_same_placeholders(language: str) -> None:
    for word, entry in entries(language).items():
        forms = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        assert all(forms), word
        assert isinstance(entry.id, tuple) == ("{count}" in word), word
        names = {part.split("}")[0] for part in word.split("{")[1:]}
        for form in forms:
            assert {part.split("}")[0] for part in form.split("{")[1:]} == names, word


def test_the_catalogues_hold_the_same_words_and_no_word_nobody_uses() -> None:
    chinese, vietnamese, english = (entries(language) for language in LANGUAGES)
    assert chinese.keys() == vietnamese.keys() == english.keys()
    used = {word for path in PACKAGE.rglob("*.py") for word in spoken(path).strings}
    assert chinese.keys() - used - words_of_templates() == set()


def test_a_word_without_translation_stays_chinese() -> None:
    assert translations("en").gettext("没有这个词") == "没有这个词"


def test_the_message_files_of_the_project_serve_every_rule_page() -> None:
    pages = render_all(open_book(build_publishable({}), "vi"), environment_of("vi"))
    titles = {page.address: page.title for page in pages}
    assert titles["rules/KEY404.html"] == f"KEY404 {OURS.name('KEY404', 'vi')}"
    assert isinstance(OURS.example("KEY404", "vi"), Example)
