"""Two processes render what one would."""

from __future__ import annotations

import pytest

from handbook.building import load_texts
from handbook.config import find_project
from handbook.pages import entries, open_book
from handbook.publishable import INTERNAL, make_publishable
from handbook.rendering.environment import make_environment
from handbook.rendering.fragments import render_all
from handbook.rendering.sharing import render_shared
from small_workbooks import check, workbook

CADRES = [
    {"cadre_id": f"C-{number:05d}", "name": f"顾清禾{number}", "home_unit_id": "U-0001"}
    for number in range(1, 30)
]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_two_processes_give_the_same_pages() -> None:
    book = open_book(make_publishable(check(workbook(cadres=CADRES)), INTERNAL), "zh")
    environment = make_environment("zh", load_texts(find_project()).messages, INTERNAL.visibility)
    alone = {each.address: each for each in render_all(book, environment)}
    rendered = render_shared(tuple(entries(book)), book, environment)
    shared = {each.address: each for entry in rendered for each in entry.fragments}
    assert shared == alone
    assert len(alone) > len(CADRES)
