"""What the public is told of numbers of people: all of a breakdown or none, and no way around."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Rows, build_publishable
from environments import environment_of
from handbook.exports.lists import record_lists
from handbook.pages import open_book
from handbook.pages.batch import BatchPage, batch_pages
from handbook.pages.home import home_page
from handbook.pages.programme import programme_pages
from handbook.publishable import INTERNAL, PUBLIC
from handbook.publishable.small_cells import SMALLEST, is_small, may_tell, may_tell_steps
from handbook.rendering.fragments import render_page
from placed_register import seen_by

CELLS = [
    pytest.param([5, 12], True, id="five and more"),
    pytest.param([0, 12], True, id="nobody is told of by none"),
    pytest.param([4, 12], False, id="one cell below five takes all away"),
    pytest.param([], True, id="nothing to tell"),
]
STEPS = [
    pytest.param([90, 20], True, id="enough stayed and enough dropped out"),
    pytest.param([20, 20], True, id="nobody dropped out"),
    pytest.param([20, 16], False, id="four dropped out"),
    pytest.param([90, 4], False, id="four stayed"),
    pytest.param([16, 20], False, id="more after a step than before"),
]


@pytest.mark.parametrize(("cells", "is_told"), CELLS)
def test_a_breakdown(cells: Sequence[int], is_told: bool) -> None:
    assert may_tell(PUBLIC, cells) is is_told
    assert may_tell(INTERNAL, cells)


@pytest.mark.parametrize(("counts", "is_told"), STEPS)
def test_steps(counts: Sequence[int], is_told: bool) -> None:
    assert may_tell_steps(PUBLIC, counts) is is_told
    assert may_tell_steps(INTERNAL, counts)


PEOPLE = st.integers(0, 30).map(float) | st.none()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PEOPLE, PEOPLE), min_size=1, max_size=3))
def test_no_difference_of_what_the_public_is_told_is_a_small_number_of_people(
    announced: list[tuple[float | None, float | None]],
) -> None:
    """Whatever totals and rows are subtracted within a batch: none of them comes to one to four."""
    batches: Rows = {
        f"B-{number:03d}": {
            "programme_id": "P-01", "title": f"批{number}", "status": "running",
            "declared_units": 2.0, "declared_applicants": applied, "declared_selected": selected,
        }
        for number, (applied, selected) in enumerate(announced, start=1)
    }  # fmt: skip
    sheets: dict[str, Rows] = {"programmes": {"P-01": {"name": "派"}}, "batches": batches}
    book = open_book(build_publishable(sheets, audience=PUBLIC), "zh")
    home = home_page(book)
    for page in batch_pages(book):
        announced_here = _people(page)
        assert not any(map(is_small, announced_here))
        assert not any(is_small(abs(a - b)) for a, b in combinations(announced_here, 2))
        [running] = [each for each in home.batches if each.batch.link.endswith(page.address)]
        assert running.funnel == page.funnel
        assert set(page.funnel.values()) <= set(announced_here)
    [programme] = programme_pages(book)
    told = [each.funnel for each in home.batches if each.funnel]
    assert sum(programme.funnel.values()) <= sum(sum(each.values()) for each in told)


def _people(page: BatchPage) -> list[int]:
    titles = ("公布报名数", "公布入选数")
    return [int(fact.value.text) for fact in page.numbers if fact.title in titles]


def test_a_number_left_out_stands_nowhere_on_the_page() -> None:
    batches: Rows = {
        "B-001": {
            "title": "一", "declared_units": 41.0, "declared_applicants": 77.0,
            "declared_selected": float(SMALLEST - 1),
        }
    }  # fmt: skip
    book = open_book(build_publishable({"batches": batches}, audience=PUBLIC), "zh")
    [page] = batch_pages(book)
    html = render_page(page, environment_of("zh", PUBLIC.visibility))
    assert (page.numbers, page.funnel, page.sums) == ((), {}, ())
    assert "77" not in html
    assert "41" not in html


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        pytest.param("public", [None, None, None], id="the public"),
        pytest.param("internal", [1.0, 9.0, 3.0], id="every reader"),
    ],
)
def test_a_number_left_out_leaves_the_register_for_no_list_and_no_file(
    audience: str, expected: list[float | None]
) -> None:
    publishable = seen_by(audience)
    [record] = publishable.tables["batches"].records.values()
    assert [
        record.declared_units, record.declared_applicants, record.declared_selected
    ] == expected  # fmt: skip
    [batches] = record_lists(open_book(publishable, "zh").index, ("batches",))
    values = dict(zip(batches.columns, batches.rows[0], strict=True))
    told = [values[title] for title in ("公布单位数", "公布报名数", "公布入选数")]
    assert told == ["" if each is None else each for each in expected]
