"""Directories, the archive of postings and the orders of units: what each page knows, whole."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from builders import AS_OF, Rows, build_publishable, one_programme
from handbook.pages import ArchivePage, DatesPage, ListPage, MonthPage, TreePage
from handbook.pages.archive import archive_pages, group_of
from handbook.pages.book import Book, open_book
from handbook.pages.directory import people_directory, unit_directory
from handbook.pages.directory_rows import in_post
from handbook.pages.lists import cadre_lists
from handbook.pages.pagers import ROWS_PER_PAGE
from handbook.pages.unit_lists import Branch, unit_lists
from handbook.publishable import INTERNAL, PUBLIC, HeldRow, State
from handbook.rendering.directory_files import directory_files

START = "window.handbookDirectory="


def book_of(sheets: dict[str, Rows], language: str = "zh", **options: Any) -> Book:
    return open_book(build_publishable(sheets, **options), language)


def rows_of(book: Book, name: str) -> Any:
    text = directory_files(book)[f"directory/{name}.js"].decode()
    assert text.startswith(START)
    assert text.endswith(";\n")
    return json.loads(text[len(START) : -2])


def days(*texts: str | None) -> list[int | None]:
    epoch = date(1970, 1, 1)
    return [(date.fromisoformat(text) - epoch).days if text else None for text in texts]


PEOPLE = {
    "columns": {
        "name": {
            "keys": ["", "C-00001", "C-00002", "C-00003"],
            "texts": ["", "陆予安", "单秋实", "苏棠"],
            "at": [1, 1, 2, 3],
            "pinyin": {
                "陆": "lu", "予": "yu", "安": "an", "单": "dan",
                "秋": "qiu", "实": "shi", "苏": "su", "棠": "tang",
            },
            "spelled": {"2": "shan qiu shi"},
            "folder": "cadres",
            "bare": [],
        },
        "home": {
            "keys": ["", "U-0001"],
            "texts": ["", "栖川市财政局"],
            "at": [1, 1, 1, 0],
            "pinyin": {
                "川": "chuan", "局": "ju", "市": "shi", "政": "zheng", "栖": "qi", "财": "cai",
            },
            "spelled": {},
            "folder": "units",
            "bare": [],
        },
        "host": {
            "keys": ["", "", "U-0002"],
            "texts": ["", "U-0009", "杏坞镇"],
            "at": [2, 1, 2, 0],
            "others": {"2": ["杏坞"]},
            "pinyin": {
                "坞": "wu", "杏": "xing", "镇": "zhen",
            },
            "spelled": {},
            "folder": "units",
            "bare": [1],
        },
        "title": {
            "keys": ["", "", ""],
            "texts": ["", "乡镇长助理", "主任助理"],
            "at": [1, 2, 0, 0],
        },
        "status": {
            "keys": ["", "planned", "active", "completed", "none"],
            "texts": ["", "待到岗", "在挂", "已结束", "没有挂职记录"],
            "at": [2, 3, 1, 4],
        },
        "programme": {
            "keys": ["", "P-01"],
            "texts": ["", "公开选派"],
            "at": [1, 0, 1, 0],
            "folder": "programmes",
            "bare": [],
        },
        "batch": {
            "keys": ["", "B-001"],
            "texts": ["", "公开选派 第一批"],
            "at": [1, 0, 1, 0],
            "folder": "batches",
            "bare": [],
        },
        "direction": {"keys": [""], "texts": [""], "at": [0, 0, 0, 0]},
        "cluster": {"keys": [""], "texts": [""], "at": [0, 0, 0, 0]},
        "region": {"keys": [""], "texts": [""], "at": [0, 0, 0, 0]},
    },
    "days": {
        "start": days("2025-09-03", "2023-03-01", "2026-07-15", None),
        "end": days("2026-08-31", "2023-09-02", None, None),
    },
    "until": {"2": days("2026-07-15")[0]},
}  # fmt: skip


def test_all_rows_of_the_people() -> None:
    assert rows_of(book_of(one_programme()), "people") == PEOPLE


def test_the_order_of_rows_changes_nothing() -> None:
    turned: dict[str, Rows] = {
        sheet: dict(reversed(rows.items())) for sheet, rows in one_programme().items()
    }

    assert directory_files(book_of(turned)) == directory_files(book_of(one_programme()))


def test_all_rows_of_the_units() -> None:
    assert rows_of(book_of(one_programme(), "en"), "units") == {
        "columns": {
            "name": {
                "keys": ["", "U-0003", "U-0001", "U-0002"],
                "texts": ["", "梨坪渡社区", "栖川市财政局", "杏坞镇"],
                "at": [1, 2, 3],
                "others": {"3": ["杏坞"]},
                "pinyin": {
                    "区": "qu",
                    "坞": "wu",
                    "坪": "ping",
                    "局": "ju",
                    "川": "chuan",
                    "市": "shi",
                    "政": "zheng",
                    "杏": "xing",
                    "栖": "qi",
                    "梨": "li",
                    "渡": "du",
                    "社": "she",
                    "财": "cai",
                    "镇": "zhen",
                },
                "spelled": {},
                "folder": "units",
                "bare": [],
            },
            "parent": {
                "keys": ["", "U-0002"],
                "texts": ["", "杏坞镇"],
                "at": [1, 0, 0],
                "pinyin": {
                    "坞": "wu",
                    "杏": "xing",
                    "镇": "zhen",
                },
                "spelled": {},
                "folder": "units",
                "bare": [],
            },
            "level": {
                "keys": ["", "prefecture", "township", "grassroots"],
                "texts": ["", "Prefecture", "Township", "Grassroots"],
                "at": [3, 1, 2],
            },
            "kind": {
                "keys": ["", "gov_organ", "township", "community"],
                "texts": ["", "Government organ", "Township or commune", "Community"],
                "at": [3, 1, 2],
            },
            "cluster": {"keys": [""], "texts": [""], "at": [0, 0, 0]},
            "region": {"keys": [""], "texts": [""], "at": [0, 0, 0]},
            "status": {"keys": ["", "active"], "texts": ["", "In operation"], "at": [0, 0, 1]},
        },
        "days": {},
        "until": {},
    }


def test_the_public_gets_units_and_nobody() -> None:
    book = book_of(one_programme(), audience=PUBLIC)

    assert list(directory_files(book)) == ["directory/units.js"]
    assert people_directory(book, "cadres") is None
    assert list(archive_pages(book)) == []


def test_a_value_that_is_not_trusted_is_marked_and_kept_apart() -> None:
    states = {
        ("postings", "S-0001", "end_planned"): State.HELD,
        ("postings", "S-0001", "title"): State.HELD,
    }
    rows = rows_of(book_of(one_programme(), states=states), "people")

    assert rows["columns"]["title"]["texts"] == ["", "乡镇长助理 待核", "主任助理"]
    assert rows["days"]["end"][0] is None


def test_nobody_is_said_to_have_no_posting_while_one_is_held_back() -> None:
    held = [HeldRow("postings", "S-0009", 9, "KEY403", {"cadre_id": "C-00003"})]
    status = rows_of(book_of(one_programme(), held=held), "people")["columns"]["status"]

    assert [status["texts"][place] for place in status["at"]][-1] == "待核"
    assert [status["keys"][place] for place in status["at"]][-1] == "held"


def test_a_posting_of_somebody_unknown_stands_last_and_leads_nowhere() -> None:
    sheets = one_programme()
    sheets["postings"] = sheets["postings"] | {
        "S-0007": {"cadre_id": "C-00009", "status": "active"}
    }
    name = rows_of(book_of(sheets), "people")["columns"]["name"]

    assert name["texts"][name["at"][-1]] == "C-00009"
    assert name["at"][-1] in name["bare"]


def test_the_conditions_that_make_a_difference() -> None:
    directory = people_directory(book_of(one_programme()), "cadres")

    assert directory is not None
    assert {each.name: dict(each.choices) for each in directory.filters} == {
        "name": {},
        "home": {},
        "host": {},
        "status": {"planned": "待到岗", "active": "在挂", "completed": "已结束", "none": ""},
        "title": {},
        "year": {"2026": "2026", "2025": "2025", "2023": "2023"},
    }
    assert [each.name for each in directory.filters if each.is_main] == [
        *("name", "home", "host", "status")
    ]


def test_units_are_filtered_by_name_level_and_kind() -> None:
    directory = unit_directory(book_of(one_programme()))

    assert directory is not None
    assert [each.name for each in directory.filters] == ["name", "level", "kind"]


def test_only_the_first_page_of_the_cadres_holds_the_form() -> None:
    people = {f"C-{n:05d}": {"name": "陆予安" if n % 2 else "单秋实"} for n in range(1, 302)}
    pages = list(cadre_lists(book_of({"cadres": people})))

    assert [(page.address, page.directory is not None) for page in pages] == [
        ("cadres/index.html", True),
        ("cadres/l.html", False),
        ("cadres/s.html", False),
    ]


SPANS = [
    pytest.param({}, (date(2025, 9, 1), date(2026, 8, 31)), id="runs"),
    pytest.param({"end_planned": None}, (date(2025, 9, 1), AS_OF), id="runs without an end"),
    pytest.param({"status": "cancelled"}, None, id="cancelled"),
    pytest.param({"start_planned": None}, None, id="no start"),
    pytest.param({"status": "completed", "end_planned": None}, None, id="over, nobody knows when"),
    pytest.param({"end_planned": date(2024, 1, 1)}, None, id="ends before it begins"),
    pytest.param(
        {"end_actual": date(2026, 1, 5)}, (date(2025, 9, 1), date(2026, 1, 5)), id="left early"
    ),
]


@pytest.mark.parametrize(("changed", "expected"), SPANS)
def test_how_long_somebody_was_in_post(changed: dict[str, Any], expected: Any) -> None:
    posting = {
        "cadre_id": "C-00001",
        "status": "active",
        "start_planned": date(2025, 9, 1),
        "end_planned": date(2026, 8, 31),
    }
    line = book_of({"postings": {"S-0001": posting | changed}}).line("S-0001")

    assert in_post(line, AS_OF) == expected


def archive_of(sheets: dict[str, Rows]) -> dict[str, Any]:
    return {page.address: page for page in archive_pages(book_of(sheets))}


def test_the_archive_of_a_small_register() -> None:
    pages = archive_of(one_programme())
    groups = [page for page in pages.values() if isinstance(page, ArchivePage)]

    assert [(page.address, page.count, [line.key for line in page.lines]) for page in groups] == [
        ("postings/index.html", 3, []),
        ("postings/current.html", 1, ["S-0001"]),
        ("postings/coming.html", 1, ["S-0003"]),
        ("postings/2023.html", 1, ["S-0002"]),
    ]
    assert [(each.label.text, each.label.link, each.count) for each in groups[0].groups] == [
        ("current", "../postings/current.html", 1),
        ("coming", "../postings/coming.html", 1),
        ("2023", "../postings/2023.html", 1),
    ]


def test_the_months_of_a_small_register() -> None:
    pages = archive_of(one_programme())
    dates = pages["postings/on-a-date.html"]
    month = pages["postings/month-2023-09.html"]

    assert isinstance(dates, DatesPage)
    assert {year: [each.label.text for each in months] for year, months in dates.years.items()} == {
        2026: [f"2026-{month:02d}" for month in range(8, 0, -1)],
        2025: ["2025-12", "2025-11", "2025-10", "2025-09"],
        2023: [f"2023-{month:02d}" for month in range(9, 2, -1)],
    }
    assert dates.undated == 0
    assert isinstance(month, MonthPage)
    assert [line.key for line in month.lines] == ["S-0002"]
    assert month.before is not None
    assert (month.before.text, month.before.link) == ("2023-08", "../postings/month-2023-08.html")
    assert month.after is None


def many_postings(count: int) -> dict[str, Rows]:
    return {
        "units": {f"U-{n:04d}": {"unit_name": f"第{n}所"} for n in range(1, 4)},
        "postings": {
            f"S-{n:04d}": {
                "cadre_id": f"C-{n:05d}",
                "receiving_unit_id": f"U-{n % 3 + 1:04d}",
                "status": "completed",
                "start_planned": date(2025, 3, 1),
                "end_planned": date(2025, 3, 31),
            }
            for n in range(1, count + 1)
        },
    }


def test_a_year_with_many_is_cut_into_parts_that_hold_everybody() -> None:
    pages = archive_of(many_postings(401))
    parts = [pages[f"postings/2025{part}.html"] for part in ("", "-2", "-3")]

    assert [len(part.lines) for part in parts] == [200, 200, 1]
    assert len({line.key for part in parts for line in part.lines}) == 401


def test_a_month_with_many_is_counted_by_unit() -> None:
    month = archive_of(many_postings(201))["postings/month-2025-03.html"]

    assert month.lines == ()
    assert [(unit.label.text, unit.count) for unit in month.units] == [
        ("第1所", 67),
        ("第2所", 67),
        ("第3所", 67),
    ]


def test_a_slip_of_the_pen_makes_no_hundred_years_of_months() -> None:
    sheets = many_postings(1)
    sheets["postings"] = {
        "S-0001": sheets["postings"]["S-0001"]
        | {"start_planned": date(1925, 3, 1), "end_planned": date(2925, 3, 31)}
    }

    assert len(archive_of(sheets)) < 250


def test_a_posting_that_is_over_on_an_unknown_day_is_told_apart() -> None:
    sheets = many_postings(1)
    sheets["postings"] = {"S-0001": sheets["postings"]["S-0001"] | {"end_planned": None}}
    pages = archive_of(sheets)

    assert group_of(pages["postings/undated.html"].lines[0]) == "undated"
    assert pages["postings/on-a-date.html"].undated == 1


SCHOOLS: dict[str, Rows] = {
    "units": {
        "U-0001": {"unit_name": "岚屿区教育局", "level": "county", "unit_type": "gov_organ"},
        "U-0002": {
            "unit_name": "岚屿区第一学校",
            "admin_parent_id": "U-0001",
            "cluster_code": "第一片区",
            "is_lead_campus": "yes",
            "region_code": "980102",
        },
        "U-0003": {"unit_name": "青楹校区", "legal_parent_id": "U-0002", "status": "merged"},
        "U-0004": {"unit_name": "渡石学校", "admin_parent_id": "U-0005"},
        "U-0005": {"unit_name": "麦垄学校", "admin_parent_id": "U-0004"},
    }
}


def told(branches: tuple[Branch, ...]) -> list[Any]:
    return [
        (each.unit.text, [note for note in each.notes if note], told(each.below))
        for each in branches
    ]


def unit_pages_of(sheets: dict[str, Rows]) -> dict[str, ListPage | TreePage]:
    return {page.address: page for page in unit_lists(book_of(sheets))}


def test_the_tree_holds_every_unit_once_and_circles_too() -> None:
    tree = unit_pages_of(SCHOOLS)["units/tree.html"]

    assert isinstance(tree, TreePage)
    assert told(tree.branches) == [
        (
            "岚屿区教育局",
            [],
            [
                (
                    "岚屿区第一学校",
                    ["主校区", "第一片区"],
                    [("青楹校区", ["法人单位", "已并入其他单位"], [])],
                )
            ],
        ),
        ("渡石学校", [], [("麦垄学校", [], [])]),
    ]


def test_units_by_level_kind_cluster_and_region() -> None:
    pages = unit_pages_of(SCHOOLS)

    assert list(pages) == [
        "units/index.html",
        "units/by-kind.html",
        "units/by-cluster.html",
        "units/by-region.html",
        "units/tree.html",
    ]
    assert [view for view, _ in pages["units/index.html"].views] == [
        *("level", "kind", "cluster", "region", "tree")
    ]
    region = pages["units/by-region.html"]
    assert isinstance(region, ListPage)
    assert [(each.label.text, each.label.link, each.count) for each in region.groups] == [
        ("9801××", "#9801", 1),
    ]


def test_units_of_another_kind_and_of_none_are_two_lists() -> None:
    units = {
        f"U-{number:04d}": {
            "unit_name": f"第{number}所",
            "unit_type": "other" if number % 2 else "",
        }
        for number in range(1, 2 * ROWS_PER_PAGE + 3)
    }
    found = {address for address in unit_pages_of({"units": units}) if "kind" in address}
    assert {"units/kind-other.html", "units/kind-none.html"} <= found


def test_units_that_nothing_tells_apart_are_one_plain_list() -> None:
    pages = unit_pages_of({"units": {"U-0001": {"unit_name": "杏坞镇", "level": "township"}}})

    (page,) = pages.values()
    assert isinstance(page, ListPage)
    assert (page.address, page.views, page.groups) == ("units/index.html", (), ())


def test_a_tall_chain_of_units_is_no_trouble() -> None:
    units = {
        f"U-{n:04d}": {
            "unit_name": f"第{n}级",
            "admin_parent_id": f"U-{n - 1:04d}" if n > 1 else "",
        }
        for n in range(1, 2001)
    }
    tree = [page for page in unit_lists(book_of({"units": units})) if isinstance(page, TreePage)]

    assert len(tree) == 10
    assert all(page.count == 2000 for page in tree)


def test_an_unseen_column_is_in_no_file() -> None:
    sheets = one_programme()
    row = sheets["postings"]["S-0001"] | {"party_relation": "temporary", "remark": "CANARY"}
    sheets["postings"] = sheets["postings"] | {"S-0001": row}
    files = directory_files(book_of(sheets, audience=INTERNAL))

    assert files == directory_files(book_of(one_programme(), audience=INTERNAL))


def test_ten_thousand_people_stay_small() -> None:
    people = {
        f"C-{n:05d}": {"name": f"陆{chr(0x4E00 + n % 4000)}{chr(0x4E00 + n // 3)}"}
        for n in range(1, 10_001)
    }
    postings = {
        f"S-{n:05d}": {
            "cadre_id": f"C-{n:05d}",
            "receiving_unit_id": f"U-{n % 600:04d}",
            "title": f"第{n % 300}科科长",
            "status": "active",
            "start_planned": date(2025, 9, n % 28 + 1),
            "end_planned": date(2026, 8, n % 28 + 1),
        }
        for n in range(1, 10_001)
    }
    files = directory_files(book_of({"cadres": people, "postings": postings}))

    assert len(files["directory/people.js"]) <= 1_000_000


COUNTED = ["第九片区", "第二片区", "第十二片区", "第二十片区", "岚屿片区", "第十片区", "第一片区"]


def test_clusters_are_ordered_by_their_number() -> None:
    units = {
        f"U-{n:04d}": {"unit_name": f"第{n}校", "cluster_code": cluster}
        for n, cluster in enumerate(COUNTED, start=1)
    }
    page = unit_pages_of({"units": units})["units/by-cluster.html"]

    assert isinstance(page, ListPage)
    assert [each.label.text for each in page.groups] == [
        *("第一片区", "第二片区", "第九片区", "第十片区", "第十二片区", "第二十片区", "岚屿片区")
    ]
