"""From a workbook to a site: whole, repeatable, and blind to the order of rows and columns."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from handbook.building import Built, Request, build_site
from handbook.config import Project
from handbook.provisioning.template import write_template
from handbook.publishable import AUDIENCES, INTERNAL, PUBLIC, Audience
from handbook.saving import save_csv_folder
from handbook.workbook import Sheet, Workbook, grid
from small_workbooks import AS_OF, CADRES, POSTING, PROGRAMME, ROOT, TEXTS, UNITS, workbook

PROJECT = Project(ROOT)
LATER = POSTING | {
    "posting_id": "S-0002",
    "receiving_unit_id": "U-0003",
    "start_planned": "2026-06-01",
    "end_planned": "2027-08-31",
}
BROKEN = POSTING | {"posting_id": "S-0003", "cadre_id": "C-00002", "end_planned": "2026-02-30"}
TWICE = [POSTING | {"posting_id": "S-0004", "cadre_id": cadre} for cadre in ("C-00001", "C-00002")]
REPORTS = [
    {"posting_id": "S-0001", "type": "monthly", "period": f"2026-0{month}"} for month in range(1, 6)
]


def lively() -> Workbook:
    """Make a small register with findings of every effect but `stop`; children have no ids."""
    return workbook(
        units=[*UNITS, {"unit_id": "U-0004", "unit_name": "渡石镇", "admin_parent_id": "U-0002"}],
        cadres=[*CADRES, {"cadre_id": "", "name": "沈牧之"}],
        programmes=[dict(PROGRAMME) | {"mentor_min": "1"}],
        postings=[POSTING, LATER, BROKEN, *TWICE],
        reports=REPORTS,
        mentors=[
            {"mentor_id": "M-0001", "posting_id": "S-0001", "mentor_name": "景砚秋",
             "role": "leader_contact", "start_on": "2026-01-01"}
        ],
    )  # fmt: skip


def build(book: Workbook, folder: Path, **changes: object) -> Built:
    """Save a workbook and build it into a folder of its own."""
    source = folder / "register"
    source.mkdir(parents=True, exist_ok=True)
    for old in source.iterdir():
        old.unlink()
    save_csv_folder(book, source)
    options: dict[str, object] = {
        "source": source, "output": folder / "site", "as_of": AS_OF, "languages": ("zh",),
    }  # fmt: skip
    return build_site(PROJECT, Request(**(options | changes)), TEXTS)  # type: ignore[arg-type]


def bytes_of(site: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def shuffled(book: Workbook, seed: int) -> Workbook:
    """Put sheets, columns and rows into another order."""
    dice = random.Random(seed)  # noqa: S311
    sheets = [_shuffled_sheet(sheet, dice) for sheet in book.sheets]
    dice.shuffle(sheets)
    return Workbook(tuple(sheets), book.manifest)


def _shuffled_sheet(sheet: Sheet, dice: random.Random) -> Sheet:
    header, *rows = sheet.text.to_numpy(dtype=object).tolist()
    order = list(range(len(header)))
    dice.shuffle(order)
    dice.shuffle(rows)
    return Sheet(sheet.title, grid([[row[place] for place in order] for row in [header, *rows]]))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the small register once, to be looked at."""
    return build(lively(), tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(each, marks=pytest.mark.soak) for each in (1, 2))]
)
def test_the_order_of_rows_columns_and_sheets_changes_no_byte(
    seed: int, plain: Built, tmp_path: Path
) -> None:
    assert plain.problems == ()
    expected = bytes_of(plain.site)
    found = bytes_of(build(shuffled(lively(), seed), tmp_path).site)
    assert found.keys() == expected.keys()
    assert [name for name in expected if found[name] != expected[name]] == []


def test_building_twice_writes_nothing_and_a_stop_leaves_the_last_good_site(tmp_path: Path) -> None:
    first = build(lively(), tmp_path)
    again = build(lively(), tmp_path)
    assert first.report is not None
    assert again.report is not None
    assert (again.report.written, again.report.removed) == (0, 0)
    assert again.report.unchanged == first.report.written

    before = bytes_of(tmp_path / "site")
    without = Workbook(
        tuple(sheet for sheet in lively().sheets if sheet.title != "units"), lively().manifest
    )
    stopped = build(without, tmp_path)
    assert stopped.report is None
    assert [each.code for each in stopped.checked.stops] == ["SRC101"]
    assert bytes_of(tmp_path / "site") == before


def test_one_edited_row_rewrites_only_the_pages_that_show_it(tmp_path: Path) -> None:
    build(lively(), tmp_path)
    before = bytes_of(tmp_path / "site")
    edited = workbook(
        **{
            sheet.title: [
                dict(zip(rows[0], row, strict=True))
                | ({"name": "陆予宁"} if "陆予安" in row else {})
                for row in rows[1:]
            ]
            for sheet in lively().sheets
            for rows in [sheet.text.to_numpy(dtype=object).tolist()]
        }
    )
    build(edited, tmp_path)
    after = bytes_of(tmp_path / "site")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert "cadres/C-00002.html" in changed
    assert "cadres/C-00001.html" not in changed
    assert not [name for name in changed if name.startswith(("guidance/", "rules/R", "assets/"))]


@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=list(AUDIENCES))
def test_every_audience_gets_a_site_the_gate_lets_through(
    audience: Audience, plain: Built, tmp_path: Path
) -> None:
    built = plain if audience is INTERNAL else build(lively(), tmp_path, audience=audience)
    assert built.problems == ()
    names = bytes_of(built.site).keys()
    people = {name for name in names if name.startswith("cadres/C-")}
    everybody = {"cadres/C-00001.html", "cadres/C-00002.html"}
    assert people == (set() if audience is PUBLIC else everybody)
    assert "units/U-0001.html" in names


def many(count: int) -> Workbook:
    cadres = [
        {"cadre_id": f"C-{number:05d}", "name": f"顾清禾{number}", "home_unit_id": "U-0001"}
        for number in range(1, count + 1)
    ]
    return workbook(cadres=cadres)


def test_one_row_less_is_no_mass_loss(tmp_path: Path) -> None:
    history = tmp_path / "history"
    build(many(3), tmp_path, history=history)
    assert build(many(2), tmp_path, history=history).report is not None


def test_a_site_of_somebody_elses_is_not_wiped(tmp_path: Path) -> None:
    from handbook.errors import HandbookError

    site = tmp_path / "site"
    site.mkdir()
    (site / "photo.jpg").write_bytes(b"mine")
    with pytest.raises(HandbookError):
        build(lively(), tmp_path)
    assert (site / "photo.jpg").read_bytes() == b"mine"
    shutil.rmtree(site)


@pytest.mark.parametrize(
    "audience", ["public", "internal", pytest.param("org", marks=pytest.mark.soak)]
)
def test_an_empty_register_makes_a_site(tmp_path: Path, audience: str) -> None:
    write_template(TEXTS.schema, "zh", tmp_path / "register.xlsx", rows=20)
    built = build(
        workbook(), tmp_path, source=tmp_path / "register.xlsx", audience=AUDIENCES[audience]
    )
    assert built.problems == ()
    names = bytes_of(built.site).keys()
    assert "units/index.html" in names
    assert ("cadres/index.html" in names) is (audience != "public")
