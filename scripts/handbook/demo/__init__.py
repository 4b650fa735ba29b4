"""The demo register: made-up people, units and places, every scheme in it.

Everything is drawn from a fixed seed, so the same code writes the same files on any day.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from handbook.demo.book import Book
from handbook.demo.graduates import add_graduates, add_service
from handbook.demo.names import load_forbidden
from handbook.demo.open_selection import add_open_selection
from handbook.demo.party_school import add_seven, add_trainees
from handbook.demo.planners import add_planners
from handbook.demo.planting import plant_mistakes
from handbook.demo.programmes import add_programmes
from handbook.demo.schools import add_campuses, add_clusters, add_principals
from handbook.demo.single import add_media, add_stays, add_stories
from handbook.demo.squads import add_squads
from handbook.demo.technicians import add_technicians
from handbook.demo.units import add_units
from handbook.demo.vietnam import add_vietnam
from handbook.demo.waivers import add_waivers
from handbook.demo.writing import to_workbook
from handbook.schema import Schema
from handbook.workbook import Workbook

FORBIDDEN_NAMES = "deny-names.sha256"
_SEED = "栖川市"
_PARTS = (
    add_units,
    add_programmes,
    add_open_selection,
    add_squads,
    add_principals,
    add_planners,
    add_technicians,
    add_seven,
    add_trainees,
    add_graduates,
    add_campuses,
    add_clusters,
    add_media,
    add_service,
    add_stories,
    add_vietnam,
    add_stays,
)


def demo_book(schema_folder: Path) -> Book:
    """Write all records of the demo register.

    Args:
        schema_folder: Holds the list of names nobody may bear.
    """
    book = write_book(_SEED, load_forbidden(schema_folder / FORBIDDEN_NAMES))
    add_waivers(book)
    return book


def write_book(seed: str, forbidden: Collection[str]) -> Book:
    """Write all records of a register like the demo register.

    Args:
        seed: Same seed, same register.
        forbidden: Hashes of names nobody may bear.
    """
    book = Book(seed, forbidden)
    for add in _PARTS:
        add(book)
    return book


def demo_workbook(schema: Schema, schema_folder: Path) -> Workbook:
    """Give the demo register as an office would see it.

    Args:
        schema: Titles and labels.
        schema_folder: Holds the list of names nobody may bear.
    """
    return to_workbook(schema, demo_book(schema_folder).sheets)


def mistakes_workbook(schema: Schema, schema_folder: Path) -> Workbook:
    """Give the demo register with one planted mistake or more for every kind of finding.

    Args:
        schema: Titles and labels.
        schema_folder: Holds the list of names nobody may bear.
    """
    return plant_mistakes(schema, demo_workbook(schema, schema_folder))
