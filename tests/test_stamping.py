"""Register pages in their shells: the same bytes as MkDocs, and only what changed is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.site import build_shells
from handbook.site_folder import MARKER, ForeignFolderError
from handbook.stamping import RenderedPage, StampReport, stamp
from sites import (
    LISTS,
    POLICY,
    SHELL,
    built_copy,
    person,
    project_copy,
    read_files,
    small_shells,
    write_files,
)

TABLE = """<div class="wide">
<table><caption>挂职</caption><thead><tr><th scope="col">起</th></tr></thead>
<tbody><tr><td><time datetime="2025-09-01">2025-09-01</time></td></tr></tbody></table>
</div>"""
SVG = """<figure>
<svg viewBox="0 0 10 10" role="img"><title>期限</title><path d="M0 0h9"/></svg>
</figure>"""


PAGES = [
    pytest.param(RenderedPage(address, title, f"<h1>{title}</h1>\n{body}\n"), body, id=name)
    for name, address, title, body in [
        ("cadre", "cadres/C-00012.html", "顾清禾", TABLE),
        ("unit", "units/U-0007.html", "杏坞镇", SVG + "\n" + TABLE),
        ("rule", "rules/POL-R34.html", "挂职期间重叠", "<p>一天也不行。</p>"),
        ("list", "batches/index.html", "批次", TABLE),
    ]
]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let MkDocs build pages whose bodies stand as raw HTML in the Markdown of their shells."""
    project = project_copy(tmp_path_factory.mktemp("twin") / "project")
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(config.replace("permalink:", "toc_depth: 3 #"), "utf-8")
    for each in PAGES:
        page, body = each.values
        (project / "docs" / "zh" / page.address.split("/")[0] / "index.md").write_text(
            f"---\ntitle: {page.title}\nhide: [navigation, toc]\n---\n\n"
            f"# {page.title} {{#content}}\n\n{body}\n",
            encoding="utf-8",
        )
    return build_shells("zh", project)


@pytest.mark.parametrize(("page", "body"), PAGES)
def test_a_stamped_page_is_the_page_mkdocs_would_build(
    page: RenderedPage, body: str, twin: Path, tmp_path: Path
) -> None:
    stamp(build_shells("zh", built_copy(tmp_path / "project")), tmp_path / "site", [page])

    expected = (twin / page.address.split("/")[0] / "index.html").read_text("utf-8")
    assert body in expected
    assert (tmp_path / "site" / page.address).read_text("utf-8") == expected


def test_the_whole_small_site(tmp_path: Path) -> None:
    shells = small_shells(tmp_path / "zh", '<p>见 <a href="record:C-00001">他</a></p>')

    stamp(shells, tmp_path / "site", [*LISTS, person(1, "O'<b>")], [("search/register.js", b"x=1")])

    shell = SHELL.replace('<a class="headerlink" href="#content">#</a>', "")
    placeholder = '<h1 id="content">{title}</h1>\n<div data-stamp="page"></div>'
    cadre = shell.replace(placeholder, "BODY").replace("{title}", "O&#39;&lt;b&gt;", 2)
    assert read_files(tmp_path / "site") == {
        MARKER: "",
        "assets/handbook.css": "body { margin: 0 }",
        "cadres/C-00001.html": cadre.replace("{title}", "干部").replace(
            "BODY",
            '<h1 id="content">O\'<b></h1>\n<p><a href="../units/U-0001.html">市发规局</a></p>',
        ),
        "cadres/index.html": shell.replace('\n<div data-stamp="page"></div>', "").format(
            title="干部"
        ),
        "guidance/term.html": (
            f"<!doctype html>\n<html><head>\n{POLICY}\n<title>期限 - 手册</title></head><body>\n"
            '<article><h1 id="content">期限</h1>\n'
            '<p>见 <a href="../cadres/C-00001.html">他</a></p>\n</article></body></html>\n'
        ),
        "index.html": (
            f"<!doctype html>\n<html><head>\n{POLICY}\n<title>期限 - 手册</title></head><body>\n"
            '<article><h1 id="content">期限</h1>\n'
            "<p>现在 2 人</p>\n</article></body></html>\n"
        ),
        "search/register.js": "x=1",
        "units/U-0001.html": cadre.replace("O&#39;&lt;b&gt;", "市发规局")
        .replace("{title}", "单位")
        .replace("BODY", '<h1 id="content">市发规局</h1>'),
        "units/index.html": shell.replace('\n<div data-stamp="page"></div>', "").format(
            title="单位"
        ),
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(
            '<a href="record:C-00001">顾清禾</a>',
            '<a href="../cadres/C-00001.html">顾清禾</a>',
            id="published record",
        ),
        pytest.param(
            '<a class="x" href="record:U-0001#here" title="y"><b>局</b></a>',
            '<a href="../units/U-0001.html#here"><b>局</b></a>',
            id="place on its page",
        ),
        pytest.param('<a href="record:C-09999">某人</a>', "某人", id="record not published"),
        pytest.param(
            '<a href="list:units">单位</a>', '<a href="../units/index.html">单位</a>', id="list"
        ),
        pytest.param('<a href="list:batches">批次</a>', "批次", id="list not published"),
        pytest.param(
            '<a href="rule:POL-R34">重叠</a>', '<a href="../rules/POL-R34.html">重叠</a>', id="rule"
        ),
        pytest.param('<a href="record:POL-R34">重叠</a>', "重叠", id="rule called a record"),
    ],
)
def test_what_becomes_of_a_written_page(written: str, expected: str, tmp_path: Path) -> None:
    shells = small_shells(tmp_path / "zh", written)
    write_files(shells, {"rules/index.html": SHELL.format(title="规则")})
    rule = RenderedPage("rules/POL-R34.html", "重叠", "<h1>重叠</h1>")

    stamp(shells, tmp_path / "site", [*LISTS, person(1), rule])

    page = (tmp_path / "site" / "guidance" / "term.html").read_text(encoding="utf-8")
    assert page.split("</h1>\n")[1].split("\n</article>")[0] == expected


def _edit_one(site: Path) -> None:
    (site / "cadres" / "C-00002.html").write_text("somebody was here", encoding="utf-8")


def _drop_file(site: Path) -> None:
    (site / "cadres" / "C-00099.html").write_text("left behind", encoding="utf-8")


def _lose_memory(site: Path) -> None:
    next(site.parent.glob("stamp-*.kept")).unlink()


def _damage_memory(site: Path) -> None:
    next(site.parent.glob("stamp-*.kept")).write_text('{"cadres', encoding="utf-8")


def _half_written(site: Path) -> None:
    (site / "cadres" / "C-00002.html.part").write_text("<h1>", encoding="utf-8")


def _nothing(site: Path) -> None:
    assert site.is_dir()


TWO = [*LISTS, person(1), person(2)]  # with article and style sheet, eight files


@pytest.mark.parametrize(
    ("meanwhile", "pages", "expected"),
    [
        pytest.param(_nothing, TWO, StampReport(0, 8, 0), id="nothing changed"),
        pytest.param(_nothing, TWO[::-1], StampReport(0, 8, 0), id="another order"),
        pytest.param(
            _nothing,
            [*LISTS, person(1), person(2, "陆予安")],
            StampReport(1, 7, 0),
            id="one edited",
        ),
        pytest.param(_nothing, [*TWO, person(3)], StampReport(1, 8, 0), id="one more"),
        pytest.param(_nothing, [*LISTS, person(1)], StampReport(0, 7, 1), id="one gone"),
        pytest.param(_edit_one, TWO, StampReport(1, 7, 0), id="a file edited by hand"),
        pytest.param(_drop_file, TWO, StampReport(0, 8, 1), id="a file nobody asked for"),
        pytest.param(_half_written, TWO, StampReport(0, 8, 1), id="half a file from a crash"),
        pytest.param(_lose_memory, TWO, StampReport(8, 0, 0), id="manifest lost"),
        pytest.param(_damage_memory, TWO, StampReport(8, 0, 0), id="manifest damaged"),
    ],
)
def test_only_what_changed_is_written(meanwhile, pages, expected, tmp_path: Path) -> None:
    shells, site = small_shells(tmp_path / "zh"), tmp_path / "site"
    stamp(shells, site, TWO)
    meanwhile(site)

    assert stamp(shells, site, pages) == expected

    stamp(shells, tmp_path / "fresh", pages)
    assert read_files(site) == read_files(tmp_path / "fresh")


def test_a_changed_shell_rewrites_its_pages_only(tmp_path: Path) -> None:
    shells, site = small_shells(tmp_path / "zh"), tmp_path / "site"
    stamp(shells, site, TWO)
    write_files(shells, {"units/index.html": SHELL.format(title="各单位")})

    assert stamp(shells, site, TWO) == StampReport(2, 6, 0)


def test_an_emptied_folder_goes(tmp_path: Path) -> None:
    shells, site = small_shells(tmp_path / "zh"), tmp_path / "site"
    stamp(shells, site, LISTS, [("calendars/U-0001.ics", b"BEGIN")])
    stamp(shells, site, LISTS)

    assert not (site / "calendars").exists()


def test_a_site_inside_the_site_is_left_alone(tmp_path: Path) -> None:
    shells, site = small_shells(tmp_path / "zh"), tmp_path / "site"
    stamp(shells, site, LISTS)
    stamp(shells, site / "en", LISTS)
    inner = read_files(site / "en")

    assert stamp(shells, site, LISTS) == StampReport(0, 6, 0)
    assert read_files(site / "en") == inner


def test_a_page_that_fails_leaves_the_others_and_is_made_good_later(tmp_path: Path) -> None:
    shells, site = small_shells(tmp_path / "zh"), tmp_path / "site"
    stamp(shells, site, TWO)
    broken = RenderedPage("batches/B-001.html", "一", "<h1>一</h1>")

    with pytest.raises(ValueError, match=r"batches/index\.html is no shell"):
        stamp(shells, site, [person(1, "陆予安"), broken])

    assert stamp(shells, site, TWO) == StampReport(1, 7, 0)


def test_stamping_in_place_keeps_the_folder(tmp_path: Path) -> None:
    shells = small_shells(tmp_path / "zh")
    stamp(shells, tmp_path / "site", TWO)

    assert stamp(shells, shells, TWO) == StampReport(8, 0, 0)
    assert read_files(shells) == read_files(tmp_path / "site")


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path / "site", {"thesis.txt": "mine"})

    with pytest.raises(ForeignFolderError, match="里有别的文件"):
        stamp(small_shells(tmp_path / "zh"), tmp_path / "site", LISTS)

    assert read_files(tmp_path / "site") == {"thesis.txt": "mine"}


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("../index.html", id="above the site"),
        pytest.param("/etc/motd.html", id="from the root"),
        pytest.param("cadres/../units/U-0001.html", id="sideways"),
        pytest.param("cadres/顾清禾.html", id="a name"),
        pytest.param("cadres/C-00001", id="no ending"),
        pytest.param("cadres/C-00001.html\n", id="newline"),
        pytest.param("cadres/C-00001.html\0.png", id="null character"),
        pytest.param("cadres/.html", id="no name"),
        pytest.param("cadres/deep/C-00001.html", id="two folders"),
        pytest.param("404.html", id="another page of the root"),
    ],
)
def test_an_address_off_the_list_is_refused(address: str, tmp_path: Path) -> None:
    page = RenderedPage(address, "x", "<h1>x</h1>")

    with pytest.raises(ValueError, match="not an address of a site"):
        stamp(small_shells(tmp_path / "zh"), tmp_path / "site", [page])


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("../x.js", id="above the site"),
        pytest.param("search/../x.js", id="sideways"),
        pytest.param(".env", id="hidden"),
        pytest.param("search/.x.js", id="hidden in a folder"),
    ],
)
def test_an_extra_off_the_list_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not an address of a site"):
        stamp(small_shells(tmp_path / "zh"), tmp_path / "site", LISTS, [(address, b"")])


@pytest.mark.parametrize(
    ("pages", "extras"),
    [
        pytest.param([person(1), person(1)], (), id="one page twice"),
        pytest.param(
            [RenderedPage("cadres/a-20.html", "A", ""), RenderedPage("cadres/A-20.html", "A", "")],
            (),
            id="the same but for capitals",
        ),
        pytest.param(LISTS, [("assets/handbook.css", b"")], id="a file of the hand-written site"),
    ],
)
def test_one_address_is_not_given_twice(pages, extras, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two files want the address"):
        stamp(small_shells(tmp_path / "zh"), tmp_path / "site", pages, extras)
