"""The worked examples of the guidance come out exactly as the pages say.

One table per section of a page; whoever changes a rule or an example meets the other here.
"""

from datetime import date

import pytest

from small_workbooks import CADRES, POSTING, PROGRAMME, check, workbook


def rule_says(code: str, as_of: str, **sheets) -> list[tuple[str, str]]:
    """Give variant and severity of the findings of one rule on a day."""
    checked = check(workbook(**sheets), date.fromisoformat(as_of))
    return [(each.variant, each.severity.value) for each in checked.findings if each.code == code]


BAILI = POSTING | {"start_planned": "2025-03-01", "end_planned": "2026-02-28"}
DUSHI = POSTING | {
    "posting_id": "S-0002",
    "receiving_unit_id": "U-0003",
    "start_planned": "2026-02-01",
    "end_planned": "2027-01-31",
}


# docs/zh/guidance/term-and-extension.md#one-at-a-time-example
@pytest.mark.parametrize(
    ("first_ended", "overlap_days"),
    [
        pytest.param("", 28, id="first posting left as it was"),
        pytest.param("2026-01-31", None, id="first posting ended the day before"),
        pytest.param("2026-02-01", 1, id="first posting ended on the day itself"),
    ],
)
def test_overlap_of_two_postings(first_ended: str, overlap_days: int | None):
    checked = check(workbook(postings=[BAILI | {"end_actual": first_ended}, DUSHI]))
    found = [each for each in checked.findings if each.code == "POL-R34"]
    assert [(each.record, each.params["overlap_days"]) for each in found] == (
        [] if overlap_days is None else [("S-0002", overlap_days)]
    )


# docs/zh/guidance/term-and-extension.md#maximum-example
@pytest.mark.parametrize(
    ("dates", "variants"),
    [
        pytest.param({"end_planned": "2026-02-28"}, [], id="exactly six months"),
        pytest.param({"end_planned": "2026-03-05"}, [], id="five days more"),
        pytest.param({"end_planned": "2026-04-30"}, [""], id="eight months planned"),
        pytest.param(
            {
                "end_planned": "2026-02-28",
                "extension_to": "2026-04-30",
                "extension_doc_number": "栖组干〔2026〕3号",
            },
            [],
            id="extended with a document",
        ),
        pytest.param(
            {"end_planned": "2026-02-28", "extension_to": "2026-04-30"},
            ["no_document"],
            id="extended without a document",
        ),
        pytest.param(
            {"end_planned": "2026-02-28", "end_actual": "2026-04-10"},
            ["actual"],
            id="stayed longer",
        ),
    ],
)
def test_longest_term_of_six_months(dates: dict[str, str], variants: list[str]):
    programme = PROGRAMME | {"term_max_months": "6", "extension_max_months": "2"}
    posting = POSTING | {"start_planned": "2025-09-01", "reported_on": "2025-09-01"} | dates
    found = rule_says("POL-R36", "2026-06-30", programmes=[programme], postings=[posting])
    assert found == [(variant, "error") for variant in variants]


# docs/zh/guidance/term-and-extension.md#maximum-edges
@pytest.mark.parametrize(
    ("end", "is_told"),
    [("2026-08-31", False), ("2026-09-07", False), ("2026-09-08", True)],
)
def test_longest_term_of_twelve_months_to_the_day(end: str, is_told: bool):
    posting = POSTING | {"start_planned": "2025-09-01", "end_planned": end}
    assert bool(rule_says("POL-R36", "2026-06-30", postings=[posting])) is is_told


# docs/zh/guidance/end-and-return.md#when-the-term-ends-example
@pytest.mark.parametrize(
    ("as_of", "active", "awaiting"),
    [
        pytest.param("2026-05-30", [], [], id="31 days before the end"),
        pytest.param("2026-05-31", [("soon", "info")], [], id="30 days before the end"),
        pytest.param("2026-06-30", [("soon", "info")], [], id="last day"),
        pytest.param("2026-07-01", [("", "warning")], [], id="one day after"),
        pytest.param("2026-07-30", [("", "warning")], [], id="30 days after"),
        pytest.param("2026-07-31", [("", "error")], [("awaiting", "error")], id="31 days after"),
    ],
)
def test_days_around_the_end_of_a_term(as_of: str, active: list, awaiting: list):
    posting = POSTING | {"start_planned": "2025-07-01", "end_planned": "2026-06-30"}
    found = [
        rule_says("POL-R40", as_of, postings=[posting | {"status": status}])
        for status in ("active", "awaiting")
    ]
    assert found == [active, awaiting]


def mentor(number: int, level: str, start: str, end: str = "") -> dict[str, str]:
    return {
        "mentor_id": f"M-000{number}",
        "posting_id": "S-0001",
        "role": "leader_contact",
        "mentor_name": CADRES[1]["name"],
        "level": level,
        "start_on": start,
        "end_on": end,
    }


# docs/zh/guidance/mentors.md#how-many-example
@pytest.mark.parametrize(
    ("level", "start", "as_of", "expected"),
    [
        pytest.param("党政领导", "2026-02-18", "2026-06-30", [], id="seven days without"),
        pytest.param("党政领导", "2026-02-18", "2026-02-14", [("", "error")], id="within them"),
        pytest.param("党政领导", "2026-02-19", "2026-06-30", [("gap", "error")], id="eight days"),
        pytest.param(
            "单位或部门负责人", "2026-02-18", "2026-06-30", [("", "error")], id="not high enough"
        ),
    ],
)
def test_change_of_mentors(level: str, start: str, as_of: str, expected: list):
    programme = PROGRAMME | {"mentor_min": "1", "mentor_level": "党政领导"}
    posting = POSTING | {
        "start_planned": "2025-09-01",
        "reported_on": "2025-09-01",
        "end_planned": "2026-08-31",
    }
    mentors = [
        mentor(1, "党政领导", "2025-09-01", "2026-02-10"),
        mentor(2, level, start),
    ]
    sheets = {"programmes": [programme], "postings": [posting], "mentors": mentors}
    assert rule_says("POL-R44", as_of, **sheets) == expected
