"""The worked examples of docs/zh/guidance/legal-basis.md, as the register tells them."""

from __future__ import annotations

import pytest

from guidance.telling import asking, rule_says

WARNED = [("", "warning")]


# docs/zh/guidance/legal-basis.md#in-the-register-example
@pytest.mark.parametrize(
    ("document", "as_of", "programme", "expected"),
    [
        pytest.param({"repealed_on": "2026-01-01"}, "2025-12-31", {}, [], id="day before repeal"),
        pytest.param({"repealed_on": "2026-01-01"}, "2026-01-01", {}, WARNED, id="day of repeal"),
        pytest.param({"replaced_by_id": "D-009"}, "2026-02-28", {}, [], id="new one not in force"),
        pytest.param(
            {"replaced_by_id": "D-009"}, "2026-03-01", {}, [("replaced", "warning")], id="replaced"
        ),
        pytest.param(
            {"confirmed": "待核"}, "2026-01-01", {}, [("unconfirmed", "warning")], id="remembered"
        ),
        pytest.param({"confirmed": ""}, "2026-01-01", {}, [], id="not said whether looked up"),
        pytest.param(
            {"repealed_on": "2026-01-01"}, "2026-06-30", {"status": "停用"}, [], id="closed"
        ),
    ],
)
def test_document_a_programme_rests_on(
    document: dict[str, str], as_of: str, programme: dict[str, str], expected: list
):
    old = {"doc_id": "D-004", "title": "科技特派员管理办法"} | document
    new = {"doc_id": "D-009", "title": "科技特派员管理办法（新）", "effective_on": "2026-03-01"}
    programmes = asking("R105", basis_doc_ids="D-004", **programme)
    assert rule_says("POL-R105", as_of, programmes=programmes, documents=[old, new]) == expected
