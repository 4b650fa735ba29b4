"""The policy of pages: what it allows, and that the gate sees a page or a script without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import build_publishable
from handbook.content_policy import (
    POLICY_MARK,
    has_unlisted_script,
    lacks_policy,
    with_policy,
    with_script_allowed,
)
from handbook.forms.html import form_html
from handbook.forms.loading import load_forms
from handbook.gate import GateProblem, Problem, check_site
from handbook.schema import LANGUAGES, load_schema
from handbook.stamping import stamp
from sites import LISTS, POLICY, person, small_shells

PROJECT = Path(__file__).parent.parent
HEAD = f"<html><head>{POLICY_MARK}</head>"
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; script-src 'self'"
)
ALERT = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"  # of: alert(1)


def _policy(*hashes: str) -> str:
    return (
        '<meta http-equiv="Content-Security-Policy" content="' + " ".join([STRICT, *hashes]) + '">'
    )


@pytest.mark.parametrize(
    ("body", "hashes"),
    [
        pytest.param("<p>正文</p>", [], id="no script"),
        pytest.param("<script>alert(1)</script>", [ALERT], id="a script"),
        pytest.param("<script>alert(1)</script>" * 2, [ALERT], id="the same script twice"),
        pytest.param("<SCRIPT type=module>alert(1)</SCRIPT >", [ALERT], id="capitals"),
        pytest.param('<script src="a.js"></script>', [], id="a file of our own"),
        pytest.param('<script type="application/json">{}</script>', [], id="data"),
    ],
)
def test_a_page_allows_its_own_scripts_and_nothing_else(body: str, hashes: list[str]) -> None:
    assert with_policy(HEAD + body) == HEAD.replace(POLICY_MARK, _policy(*hashes)) + body


def test_a_page_that_leaves_no_room_stays_as_it_is() -> None:
    assert with_policy("<p>a</p>") == "<p>a</p>"


def test_the_preview_lets_one_more_script_run() -> None:
    page = with_policy(HEAD).encode()

    assert with_script_allowed(page, b"alert(1)") == page.replace(
        b"script-src 'self'", f"script-src 'self' {ALERT}".encode()
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"<head>{_policy()}<script src=a.js></script></head>", False, id="first"),
        pytest.param(f"<head><script src=a.js></script>{_policy()}</head>", True, id="too late"),
        pytest.param("<head></head>", True, id="none"),
        pytest.param(f"<head>{POLICY_MARK}</head>", True, id="not filled in"),
        pytest.param(
            '<head><meta http-equiv="Content-Security-Policy" content="img-src *"></head>',
            True,
            id="another",
        ),
    ],
)
def test_a_page_needs_its_policy_before_the_first_script(page: str, *, expected: bool) -> None:
    assert lacks_policy(page.encode()) is expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(_policy(ALERT) + "<script>alert(1)</script>", False, id="listed"),
        pytest.param(_policy(ALERT) + "<script>alert(2)</script>", True, id="another"),
        pytest.param(_policy() + "<ScRiPt>alert(1)</script>", True, id="none listed"),
        pytest.param("<p></p><script>alert(1)</script>", True, id="part without the policy"),
        pytest.param("<p>&lt;script&gt;alert(1)</p>", False, id="text"),
        pytest.param('<script src="a.js"></script>', False, id="file"),
        pytest.param('<script type="application/json">{}</script>', False, id="data"),
        pytest.param('<script type="text/plain" src="">x</script>', False, id="empty file"),
    ],
)
def test_a_script_has_to_be_listed(page: str, *, expected: bool) -> None:
    assert has_unlisted_script(page.encode()) is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(POLICY, "", Problem.NO_POLICY, id="no policy"),
        pytest.param(
            "</article>",
            "<script>alert(1)</script></article>",
            Problem.UNLISTED_SCRIPT,
            id="script in the body",
        ),
        pytest.param(
            "</body>", "<script>alert(1)</script></body>", Problem.UNLISTED_SCRIPT, id="at the end"
        ),
    ],
)
def test_the_gate_refuses_a_page(old: str, new: str, expected: Problem, tmp_path: Path) -> None:
    stamp(small_shells(tmp_path / "zh"), tmp_path / "site", [*LISTS, person(1)])
    page = tmp_path / "site" / "cadres" / "C-00001.html"
    page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")
    register = build_publishable(
        {"cadres": {"C-00001": {"name": "顾清禾"}}, "units": {"U-0001": {"unit_name": "市发规局"}}}
    )

    assert check_site(tmp_path / "site", register) == [GateProblem("cadres/C-00001.html", expected)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_hold_no_styles_of_their_own(language: str) -> None:
    styles = (PROJECT / "docs/overrides/assets/forms.css").read_text(encoding="utf-8")
    schema = PROJECT / "sheets_schema"
    for form in load_forms(schema / "forms", load_schema(schema)).values():
        html = form_html(form, language)
        assert "style=" not in html
        for row in form.rows:
            height = f"{row.height:g}"
            assert f".hb-mm-{height.replace('.', '-')} {{ --hb-height: {height}mm; }}" in styles
