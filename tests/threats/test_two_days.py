"""Threat 13 over several days: what cannot be trusted stays out as long as it cannot be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from handbook.building import Built, Request, build_site
from handbook.config import Project
from handbook.saving import save_csv_folder
from handbook.workbook import Workbook
from sites import built_copy
from small_workbooks import AS_OF, CADRES, POSTING, Row, workbook

PEOPLE: list[Row] = [
    *CADRES,
    *({"cadre_id": f"C-{number:05d}", "name": f"顾{number}", "home_unit_id": "U-0001"}
      for number in range(3, 20)),
]  # fmt: skip
GOOD = workbook(cadres=PEOPLE)
BROKEN = workbook(cadres=PEOPLE, postings=[POSTING | {"end_planned": "2026-13-40"}])
GONE = workbook(cadres=PEOPLE[:2])


class Office:
    """Publishes a register day after day."""

    def __init__(self, folder: Path) -> None:
        self.project = Project(built_copy(folder / "project"))
        self.source = folder / "register"
        self.history = folder / "history"

    def build(self, book: Workbook, day: int, accepted: str = "") -> Built:
        save_csv_folder(book, self.source)
        return build_site(
            self.project,
            Request(
                self.source,
                languages=("zh",),
                as_of=AS_OF + timedelta(days=day),
                accepted_loss=accepted,
                history=self.history,
            ),
        )

    def page(self, address: str) -> str:
        return (self.project.site_folder / address).read_text(encoding="utf-8")

    def people(self) -> int:
        return len(list((self.project.site_folder / "cadres").glob("C-*.html")))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def test_what_stops_or_is_masked_is_so_on_the_second_day_too(office: Office) -> None:
    assert date.fromisoformat("2026-06-30") == AS_OF
    assert office.build(GOOD, 0).problems == ()
    for day in (1, 2):  # shown at its last good value with a mark, on every day
        assert office.build(BROKEN, day).problems == ()
        assert 'datetime="2026-12-31"' in office.page("cadres/C-00001.html")
        assert "待核" in office.page("cadres/C-00001.html")
    for day in (3, 4):  # most people gone: nothing is published until somebody answers for it
        built = office.build(GONE, day)
        assert built.report is None
        assert {each.code for each in built.checked.stops} == {"CNT501"}
        assert office.people() == len(PEOPLE)
    assert office.build(GONE, 5, accepted="换届，组织部同意").problems == ()
    assert office.people() == 2
    assert office.build(GONE, 6).report is not None  # not asked again
