"""Published registers of the past."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from handbook.history import (
    History,
    folder_of,
    keep_publication,
    load_history,
    load_publication,
    publication_of,
)
from small_workbooks import CADRES, POSTING, check, workbook


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    publication = publication_of(check(workbook()).register, "abc", "合并机构，组织部决定")
    keep_publication(tmp_path / "one", publication)
    read = load_history(tmp_path / "one").last
    assert read is not None
    assert read.records == publication.records
    assert (read.as_of, read.content_hash, read.accepted) == (
        date(2026, 6, 30), "abc", "合并机构，组织部决定",
    )  # fmt: skip


def test_the_same_publication_is_kept_once(tmp_path: Path) -> None:
    publication = publication_of(check(workbook()).register, "abc")
    first, second = (keep_publication(tmp_path, publication) for _ in range(2))
    assert first == second
    assert [file.name for file in tmp_path.iterdir()] == [first.name]


def test_the_same_publication_gives_the_same_bytes(tmp_path: Path) -> None:
    publication = publication_of(check(workbook()).register, "abc")
    one, two = (keep_publication(tmp_path / name, publication) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert one.name == two.name


def test_nothing_above_unit_is_kept() -> None:
    cadres = [dict(CADRES[0]) | {"birth_ym": "1990-05", "party_status": "member"}, CADRES[1]]
    records = publication_of(check(workbook(cadres=cadres)).register, "").records
    assert records["cadres"]["C-00001"] == {
        "cadre_id": "C-00001", "name": "顾清禾", "home_unit_id": "U-0001",
    }  # fmt: skip
    assert "applications" not in records


def test_an_untrusted_value_is_not_kept_as_published() -> None:
    broken = check(workbook(postings=[POSTING | {"end_planned": "2026-02-30"}]))
    assert "end_planned" not in publication_of(broken.register, "").records["postings"]["S-0001"]


def test_the_last_good_value_is_the_latest() -> None:
    days = ("2026-10-31", "2026-12-31")
    history = History(
        tuple(
            publication_of(check(workbook(postings=[POSTING | {"end_planned": day}])).register, "")
            for day in days
        )
    )
    assert history.last_good("postings", "S-0001", "end_planned") == "2026-12-31"
    assert history.last_good("postings", "S-0002", "end_planned") == ""


def test_changes_are_told_field_by_field() -> None:
    before = publication_of(check(workbook()).register, "")
    later = check(
        workbook(cadres=CADRES[:1], postings=[POSTING | {"end_planned": "2026-10-31"}]),
        date(2026, 7, 1),
    )
    history = History((before, publication_of(later.register, "")))
    day = date(2026, 7, 1)
    assert list(history.changes()) == [
        (day, "cadres", "C-00002", "C-00002", "C-00002", ""),
        (day, "postings", "S-0001", "end_planned", "2026-12-31", "2026-10-31"),
    ]
    assert history.first_seen("cadres", "C-00001") == date(2026, 6, 30)


def test_before_the_first_publication_there_is_nothing(tmp_path: Path) -> None:
    history = load_history(tmp_path / "missing")
    assert history.last is None
    assert history.ids() is None
    assert history.first_seen("cadres", "C-00001") is None


def test_two_sources_do_not_share_a_folder(tmp_path: Path) -> None:
    assert folder_of(tmp_path, "/a/register.xlsx") != folder_of(tmp_path, "/b/register.xlsx")


LATE = [POSTING | {"end_planned": "2026-06-20"}]


def test_a_finding_is_known_since_the_day_it_was_first_told() -> None:
    days = [date(2026, 6, 21), date(2026, 6, 25), date(2026, 8, 1)]
    history = History()
    for day in days:
        checked = check(workbook(postings=LATE), day)
        told = publication_of(checked.register, "", "", checked.findings, history)
        history = History((*history.publications, told))
    (finding,) = [each for each in checked.findings if each.code == "POL-R40"]
    assert history.first_told(finding) == days[0]


def test_a_finding_that_was_away_is_new_when_it_comes_back() -> None:
    history = History()
    for day, postings in ((21, LATE), (22, [POSTING]), (23, LATE)):
        checked = check(workbook(postings=postings), date(2026, 6, day))
        told = publication_of(checked.register, "", "", checked.findings, history)
        history = History((*history.publications, told))
    assert {history.first_told(each) for each in checked.findings if each.code == "POL-R40"} == {
        date(2026, 6, 23)
    }


def test_what_was_told_is_read_back(tmp_path: Path) -> None:
    checked = check(workbook(postings=LATE))
    publication = publication_of(checked.register, "", "", checked.findings)
    assert publication.told
    assert load_publication(keep_publication(tmp_path, publication)).told == publication.told


def test_findings_above_the_kept_class_are_not_kept() -> None:
    book = workbook(cadres=[CADRES[0] | {"birth_ym": "不详"}, CADRES[1]])
    checked = check(book)
    assert any(each.record == "C-00001" for each in checked.findings)
    assert not publication_of(checked.register, "", "", checked.findings).told
