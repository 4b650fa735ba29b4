"""What the grid page gets to show, and how it is guarded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from grid_spreadsheet import CHOICES, HEADERS, POSTINGS, RESULTS, UNITS, block, make_spreadsheet
from sheets_server import Store
from sheets_server.page import blueprint

_PAGE = Path(__file__).parents[2] / "scripts" / "sheets_server" / "page"
_WHITE_ON_BLUE = {"isBold": True, "fill": "#1d4063", "ink": "#ffffff"}


@pytest.fixture
def store() -> Store:
    """A store with the spreadsheet of the page's tests."""
    return Store()


@pytest.fixture
def made(store: Store) -> str:
    """Id of the spreadsheet."""
    return make_spreadsheet(store)


@pytest.fixture
def client(store: Store) -> FlaskClient:
    """A client of the page's addresses."""
    app = Flask(__name__, static_folder=None)
    app.extensions["sheets_store"] = store
    app.register_blueprint(blueprint)
    return app.test_client()


def _sheet(client: FlaskClient, made: str, query: str = "") -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"/grid/{made}/sheet?{query}").get_json()
    return told


def test_a_window_of_rows_comes_with_the_frozen_ones(client: FlaskClient, made: str):
    cells = _sheet(client, made, "gid=0&from=2&to=3")["sheet"]["cells"]
    band = {"fill": "#eef3f8"}
    assert cells == {
        "0": {str(at): {"text": text, **_WHITE_ON_BLUE} for at, text in enumerate(HEADERS)},
        "2": {
            "0": {"text": "P-0002", **band},
            "1": {"text": "C-00002 陆予安", **band},
            "2": {"text": "青岚", "note": "没有“青岚”这个单位", "fill": "#fde2c4", "rule": 0},
            "3": {"text": "2024-09-01", "align": "right", **band, "rule": 1},
            "4": {"text": "在岗", **band, "rule": 2},
            **{str(column): band for column in (5, 6, 7)},
        },
    }


def test_a_sheet_tells_its_shape(client: FlaskClient, made: str):
    told = _sheet(client, made, "gid=0&from=1&to=1")
    shape = {name: value for name, value in told["sheet"].items() if name not in ("cells", "rules")}
    assert shape == {
        "gid": POSTINGS,
        "title": "挂职",
        "rows": 30,
        "columns": 8,
        "frozenRows": 1,
        "frozenColumns": 1,
        "widths": [100] * 8,
        "hiddenRows": [],
        "hiddenColumns": [],
        "groups": [{"start": 5, "end": 7, "isClosed": True}],
        "merges": [],
        "protected": [[0, 1, 0, 8]],
    }
    assert told["sheets"] == [
        {"gid": POSTINGS, "title": "挂职", "isHidden": False},
        {"gid": RESULTS, "title": "检查结果", "isHidden": False},
        {"gid": CHOICES, "title": "_下拉选项", "isHidden": True},
    ]


def test_validation_rules_are_told_once(client: FlaskClient, made: str):
    rules = _sheet(client, made, "gid=0&from=1&to=20")["sheet"]["rules"]
    assert rules == [
        {
            "kind": "range",
            "choices": ["='_下拉选项'!$A$2:$A"],
            "isStrict": False,
            "message": "",
        },
        {"kind": "date", "choices": [], "isStrict": False, "message": "写成 2024-03-01"},
        {"kind": "list", "choices": ["待派", "在岗", "已结束"], "isStrict": True, "message": ""},
    ]


@pytest.mark.parametrize(
    ("value", "is_entered", "text", "typed"),
    [
        pytest.param("顾清禾", True, "顾清禾", None, id="text"),
        pytest.param("007", False, "007", "'007", id="text that looks like a number"),
        pytest.param("2024-03-01", False, "2024-03-01", "'2024-03-01", id="text like a date"),
        pytest.param("=1+1", False, "=1+1", "'=1+1", id="text that looks like a formula"),
        pytest.param("'x", False, "'x", "''x", id="text with an apostrophe"),
        pytest.param("=1+1", True, "2", "=1+1", id="formula"),
        pytest.param("2024年3月1日", True, "2024年3月1日", None, id="date"),
        pytest.param("1,234.50", True, "1,234.50", None, id="number with its format"),
        pytest.param("12.5%", True, "12.50%", None, id="percentage"),
        pytest.param(0.123456789, False, "0.123456789", None, id="number"),
        pytest.param("TRUE", True, "TRUE", None, id="truth"),
    ],
)
def test_editing_starts_with_what_would_have_to_be_typed(
    store: Store,
    client: FlaskClient,
    made: str,
    value: object,
    is_entered: bool,
    text: str,
    typed: str | None,
):
    store.write(made, "'检查结果'!B5", [[value]], user_entered=is_entered)
    cell = _sheet(client, made, f"gid={RESULTS}&from=4&to=5")["sheet"]["cells"]["4"]["1"]
    assert (cell["text"], cell.get("typed")) == (text, typed)


def test_a_rounded_number_is_edited_in_full(store: Store, client: FlaskClient, made: str):
    store.write(made, "'检查结果'!B5", [[2.345]])
    rounded = {"numberFormat": {"type": "NUMBER", "pattern": "0.0"}}
    store.batch_update(
        made,
        {
            "requests": [
                {
                    "repeatCell": {
                        "range": block(4, 5, 1, 2, RESULTS),
                        "cell": {"userEnteredFormat": rounded},
                        "fields": "userEnteredFormat.numberFormat",
                    }
                }
            ]
        },
    )
    cell = _sheet(client, made, f"gid={RESULTS}&from=4&to=5")["sheet"]["cells"]["4"]["1"]
    assert cell == {"text": "2.3", "typed": "2.345", "align": "right"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param('=HYPERLINK("#gid=0&range=C3","去")', "#gid=0&range=C3", id="formula"),
        pytest.param("=1+1", None, id="no link"),
    ],
)
def test_a_formula_of_a_link_leads_somewhere(
    store: Store, client: FlaskClient, made: str, formula: str, expected: str | None
):
    store.write(made, "'检查结果'!B5", [[formula]], user_entered=True)
    cell = _sheet(client, made, f"gid={RESULTS}&from=4&to=5")["sheet"]["cells"]["4"]["1"]
    assert cell.get("link") == expected


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("gid=7&from=18&to=99", [], id="behind the last row with anything"),
        pytest.param("gid=7&from=-5&to=1", ["0"], id="before the first row"),
        pytest.param("gid=7&from=9&to=3", [], id="backwards"),
        pytest.param("gid=999", ["0", "1", "2", "3"], id="unknown sheet is the first"),
        pytest.param("gid=x&from=y", ["0", "1", "2", "3"], id="no numbers"),
    ],
)
def test_any_window_can_be_asked_for(client: FlaskClient, made: str, query: str, rows: list[str]):
    cells = _sheet(client, made, query)["sheet"]["cells"]
    filled = [row for row, line in cells.items() if any(cell.get("text") for cell in line.values())]
    assert filled == rows


def test_no_more_than_five_hundred_rows_come_at_once(store: Store, client: FlaskClient):
    made = make_spreadsheet(store, rows=2000)
    assert len(_sheet(client, made, "gid=0&from=1&to=2000")["sheet"]["cells"]) == 501


def test_the_state_is_the_version(store: Store, client: FlaskClient, made: str):
    before = client.get(f"/grid/{made}/state").get_json()
    store.write(made, "'挂职'!A2", [["P-0009"]])
    after = client.get(f"/grid/{made}/state").get_json()
    assert before == {"version": after["version"] - 1}


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        pytest.param("='_下拉选项'!$A$2:$A", UNITS, id="open range"),
        pytest.param("_下拉选项!A2:A3", UNITS[:2], id="plain range"),
        pytest.param("='没有'!A:A", [], id="no such sheet"),
        pytest.param("", [], id="blank"),
    ],
)
def test_a_range_offers_its_texts(
    client: FlaskClient, made: str, reference: str, expected: list[str]
):
    answer = client.get(f"/grid/{made}/choices", query_string={"range": reference})
    assert answer.get_json() == expected


@pytest.mark.parametrize("path", ["", "/state", "/sheet", "/choices"])
def test_an_unknown_spreadsheet_is_not_found(client: FlaskClient, path: str):
    assert client.get(f"/grid/none{path}").status_code == 404


@pytest.mark.parametrize(
    ("query", "accepted", "expected"),
    [
        pytest.param("", "vi-VN,vi;q=0.9,en;q=0.8", "vi", id="browser"),
        pytest.param("", "fr", "zh", id="unknown language"),
        pytest.param("", "", "zh", id="nothing said"),
        pytest.param("?lang=en", "vi", "en", id="chosen"),
        pytest.param("?lang=xx", "vi", "vi", id="chosen but unknown"),
    ],
)
def test_the_language_is_chosen(
    client: FlaskClient, made: str, query: str, accepted: str, expected: str
):
    answer = client.get(f"/grid/{made}{query}", headers={"Accept-Language": accepted})
    assert f'<html lang="{expected}">' in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/grid/{made}", "/grid/{made}/sheet", "/grid-page/grid.js"])
def test_the_page_may_load_nothing_from_elsewhere(client: FlaskClient, made: str, path: str):
    with client.get(path.format(made=made)) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy


def test_an_address_as_google_has_it_leads_to_the_page(client: FlaskClient, made: str):
    answer = client.get(f"/spreadsheets/d/{made}/edit")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/grid/{made}")


def test_titles_are_text_on_the_page(store: Store, client: FlaskClient):
    made = store.create("</script><b>表</b>")
    for path in ("/", f"/grid/{made}"):
        assert "</script><b>" not in client.get(path).get_data(as_text=True)


def test_every_word_stands_in_all_three_languages():
    languages = json.loads((_PAGE / "words.json").read_text(encoding="utf-8"))
    assert list(languages) == ["zh", "vi", "en"]
    assert {tuple(words) for words in languages.values()} == {tuple(languages["zh"])}


def test_every_word_is_used_and_every_used_word_exists():
    words = set(json.loads((_PAGE / "words.json").read_text(encoding="utf-8"))["zh"])
    script = (_PAGE / "grid.js").read_text(encoding="utf-8")
    pages = "".join(path.read_text(encoding="utf-8") for path in sorted(_PAGE.glob("*.html")))
    used = set(re.findall(r"\bwords\.(\w+)", script + pages))
    assert used - words - {"textContent"} == set()
    named = {word for word in words if f'"{word}"' in script}
    assert words - used - named == {"name"}
