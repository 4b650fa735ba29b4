"""What is worked out once says the same as what every language would work out for itself."""

from __future__ import annotations

from datetime import date

from builders import build_publishable
from handbook.dues import all_dues
from handbook.pages import open_book
from handbook.pages.reads import NotedRegister, Reads
from handbook.pages.worked import work_out, worked_of
from handbook.publishable import PUBLIC, Publishable, State


def register() -> Publishable:
    return build_publishable(
        {
            "cadres": {"C-00001": {"name": "顾清禾"}, "C-00002": {"name": "陆予安"}},
            "units": {"U-0001": {"unit_name": "杏坞镇"}},
            "postings": {
                "S-0001": {
                    "cadre_id": "C-00001",
                    "receiving_unit_id": "U-0001",
                    "status": "active",
                    "start_planned": date(2026, 3, 1),
                    "end_planned": date(2026, 12, 31),
                },
                "S-0002": {"cadre_id": "C-00001", "status": "completed"},
            },
        },
        states={("cadres", "C-00002", "home_post"): State.HELD},
    )


def test_all_languages_share_what_follows_from_the_register_alone() -> None:
    publishable = register()
    books = [open_book(publishable, language) for language in ("zh", "vi", "en")]
    assert all(book.dues is books[0].dues for book in books)
    assert books[0].dues == all_dues(publishable) != ()
    assert worked_of(publishable) is not worked_of(register())


def test_whoever_takes_it_has_read_what_it_was_made_of() -> None:
    publishable, reads = register(), Reads()
    with reads.gathered() as expected:
        all_dues(NotedRegister(publishable, reads))
    work_out(publishable)
    book = open_book(publishable, "en")
    with book.index.reads.gathered() as noted:
        book.dues  # noqa: B018 - notes what it reads
    assert noted == expected != set()


def test_records_are_grouped_by_what_they_refer_to() -> None:
    worked = worked_of(register())
    assert worked.group("postings", "cadre_id") == {"C-00001": ("S-0001", "S-0002")}
    assert worked.group("postings", "receiving_unit_id") == {"U-0001": ("S-0001",)}
    hidden = worked_of(build_publishable({"cadres": {"C-00001": {}}}, audience=PUBLIC))
    assert hidden.group("postings", "cadre_id") == {}


def test_a_column_counts_as_filled_where_anything_is_shown_in_it() -> None:
    worked = worked_of(register())
    assert worked.filled("cadres") == {"cadre_id", "name", "home_post"}
    assert worked.filled("programmes") == set()
