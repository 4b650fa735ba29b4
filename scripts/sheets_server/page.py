"""The page on which a person looks at a spreadsheet and edits it, for want of Google's own.

What it shows comes from here; what it changes goes through the API, as with any client.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from sheets_server.refusals import Refusal
from sheets_server.spreadsheet import Spreadsheet
from sheets_server.store import Store
from sheets_server.viewing import choices, view

_FOLDER = Path(__file__).with_name("page")
_WORDS: Mapping[str, Mapping[str, str]] = json.loads(
    (_FOLDER / "words.json").read_text(encoding="utf-8")
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_MOST_ROWS = 500
"""Rows given at once; a window on a screen shows fewer."""

blueprint = Blueprint(
    "page",
    __name__,
    static_folder=str(_FOLDER),
    static_url_path="/grid-page",
    template_folder=str(_FOLDER),
)


@blueprint.after_request
def _guarded(response: Response) -> Response:
    """Let the page load nothing from elsewhere and keep nothing."""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/")
def spreadsheets() -> str:
    """Show a list of all spreadsheets."""
    store = _store()
    listed = [_listed(store.spreadsheet(spreadsheet_id)) for spreadsheet_id in store.ids()]
    names = {language: words["name"] for language, words in _WORDS.items()}
    return render_template("spreadsheets.html", spreadsheets=listed, languages=names, **_language())


def _listed(spreadsheet: Spreadsheet) -> dict[str, Any]:
    """Give what the list says about a spreadsheet."""
    titles = [sheet.title for sheet in spreadsheet.sheets if not sheet.properties.get("hidden")]
    return {"id": spreadsheet.id, "title": spreadsheet.title, "sheets": titles}


@blueprint.get("/grid/<spreadsheet_id>")
def show(spreadsheet_id: str) -> str:
    """Show a spreadsheet; its script fetches the rest."""
    spreadsheet = _spreadsheet(spreadsheet_id)
    return render_template(
        "grid.html", spreadsheet_id=spreadsheet.id, title=spreadsheet.title, **_language()
    )


@blueprint.get("/spreadsheets/d/<spreadsheet_id>/edit")
def show_as_google_does(spreadsheet_id: str) -> Response:
    """Lead from an address of the form that Google uses to the page; `#gid=…` goes along."""
    address = url_for("page.show", spreadsheet_id=spreadsheet_id)
    answer = redirect(address)
    assert isinstance(answer, Response)  # noqa: S101 - Flask's own kind of answer
    return answer


@blueprint.get("/grid/<spreadsheet_id>/state")
def state(spreadsheet_id: str) -> Response:
    """Give the version, cheaply, for those who wait for it to grow."""
    return jsonify(version=_spreadsheet(spreadsheet_id).version)


@blueprint.get("/grid/<spreadsheet_id>/sheet")
def sheet(spreadsheet_id: str) -> Response:
    """Give a sheet and a window of its rows: `gid`, `from` and `to`, which is not included."""
    spreadsheet = _spreadsheet(spreadsheet_id)
    gid = request.args.get("gid", type=int)
    shown = [each for each in spreadsheet.sheets if not each.properties.get("hidden")]
    found = spreadsheet.find_sheet(gid) if gid is not None else None
    first = request.args.get("from", 0, type=int)
    last = min(request.args.get("to", 100, type=int), first + _MOST_ROWS)
    return jsonify(view(spreadsheet, found or shown[0], range(max(first, 0), max(last, 0))))


@blueprint.get("/grid/<spreadsheet_id>/choices")
def offered(spreadsheet_id: str) -> Response:
    """Give what a drop-down over a range offers: `range`, as its rule has it."""
    return jsonify(choices(_spreadsheet(spreadsheet_id), request.args.get("range", "")))


def _store() -> Store:
    """Give the spreadsheets of the server."""
    store = current_app.extensions["sheets_store"]
    assert isinstance(store, Store)  # noqa: S101 - put there by the server itself
    return store


def _spreadsheet(spreadsheet_id: str) -> Spreadsheet:
    """Find a spreadsheet, or answer that there is none."""
    try:
        return _store().spreadsheet(spreadsheet_id)
    except Refusal:
        abort(404)


def _language() -> dict[str, Any]:
    """Choose the language of the page: `lang`, else what the browser prefers, else Chinese."""
    wanted = request.args.get("lang", "")
    language = wanted if wanted in _WORDS else request.accept_languages.best_match(_WORDS) or "zh"
    return {"language": language, "words": _WORDS[language]}
