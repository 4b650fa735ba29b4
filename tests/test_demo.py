"""The demo register: its shapes, its size, its people, and what the check says of it."""

import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from demos import checked_demo
from handbook.demo.months import add_months
from handbook.demo.names import POOL, VIETNAMESE, load_forbidden, name_hash
from handbook.schema import load_schema

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "sheets_schema"
HERE = Path(__file__).parent / "demo"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def schema():
    return load_schema(FOLDER)


@pytest.fixture(scope="module")
def sheets(schema):
    """Give the committed demo register: sheet key -> rows of field name -> text, enums as keys."""
    workbook = checked_demo().workbook
    return {schema.table_of_title(each.title).key: _rows(schema, each) for each in workbook.sheets}


def _rows(schema, sheet):
    table = schema.table_of_title(sheet.title)
    header, *lines = sheet.text.to_numpy().tolist()
    fields = [table.field_of_header(title) for title in header]
    return [
        {field.name: _value(field, text) for field, text in zip(fields, line, strict=True)}
        for line in lines
    ]


def _value(field, text):
    if field.enumeration is not None and text:
        return ";".join(field.enumeration.key_of(part) for part in text.split("；"))
    if field.target and " " in text:
        return text.split(" ", 1)[0]
    return text


def _of_scheme(sheets, scheme, sheet="postings"):
    """Give the rows of one programme (`P-02`) in order."""
    batches = {row["batch_id"] for row in sheets["batches"] if row["programme_id"] == scheme}
    return [row for row in sheets[sheet] if row["batch_id"] in batches]


def _of_postings(sheets, sheet, postings, **values):
    ids = {row["posting_id"] for row in postings}
    return [
        row
        for row in sheets[sheet]
        if row["posting_id"] in ids and all(row[key] == value for key, value in values.items())
    ]


def _by_id(sheets, sheet, key):
    return {row[key]: row for row in sheets[sheet]}


# Shapes D1 to D13: the numbers are those of the description of the demo register.


def test_open_selection_has_the_numbers_of_its_funnel(sheets):
    applications = _of_scheme(sheets, "P-02", "applications")
    postings = _of_scheme(sheets, "P-02")
    per_unit = Counter(row["unit_at_time_id"] for row in applications)
    assert {
        "units": len(per_unit),
        "fewest and most": (min(per_unit.values()), max(per_unit.values())),
        "applied": len(applications),
        "eligible": sum(row["eligibility"] == "pass" for row in applications),
        "examined": sum(row["exam_score"] != "" for row in applications),
        "interviewed": sum(row["interview_score"] != "" for row in applications),
        "inspected": sum(row["inspection"] != "" for row in applications),
        "selected": sum(row["decision"] == "selected" for row in applications),
        "sent": len(postings),
        "towns": len({row["receiving_unit_id"] for row in postings}),
        "titles": {row["title"] for row in postings},
        "terms": {(row["start_planned"], row["end_planned"]) for row in postings},
    } == {
        "units": 42,
        "fewest and most": (1, 7),
        "applied": 114,
        "eligible": 106,
        "examined": 104,
        "interviewed": 60,
        "inspected": 30,
        "selected": 20,
        "sent": 20,
        "towns": 16,
        "titles": {"乡镇长助理"},
        "terms": {("2025-09-01", "2026-08-31")},
    }


def test_open_selection_is_accompanied_as_announced(sheets):
    postings = _of_scheme(sheets, "P-02")
    leaders = Counter(
        row["posting_id"]
        for row in _of_postings(sheets, "mentors", postings, role="leader_contact")
    )
    half_year = _of_postings(sheets, "assessments", postings, kind="half_year")
    forum = [row for row in sheets["engagements"] if row["kind"] == "forum" and row["speakers"]]
    batch = next(row for row in sheets["batches"] if row["declared_applicants"])
    declared = [batch[f"declared_{each}"] for each in ("units", "applicants", "selected")]
    assert set(leaders.values()) == {1}
    assert len(leaders) == 20
    assert len({row["posting_id"] for row in half_year}) == 20
    assert [row["speakers"] for row in forum] == ["7"]
    assert declared == ["42", "114", "20"]


def test_squads_have_two_intakes_with_a_nominee_from_every_office(sheets):
    batches = [row for row in sheets["batches"] if row["programme_id"] == "P-01"]
    in_2026 = [row for row in batches if row["window_start"].startswith("2026")]
    applications = _of_scheme(sheets, "P-01", "applications")
    nominated = {
        batch["batch_id"]: [
            row["unit_at_time_id"] for row in applications if row["batch_id"] == batch["batch_id"]
        ]
        for batch in batches[:2]
    }
    terms = {
        add_months(date.fromisoformat(row["window_start"]), 6) - timedelta(days=1)
        == date.fromisoformat(row["window_end"])
        for row in batches
    }
    extended = [row for row in _of_scheme(sheets, "P-01") if row["extension_to"]]
    assert len(in_2026) == 2
    assert [len(units) for units in nominated.values()] == [17, 17]
    assert [len(set(units)) for units in nominated.values()] == [14, 14]
    assert {row["quota"] for row in batches} == {"8"}
    assert Counter(row["batch_id"] for row in _of_scheme(sheets, "P-01")) == dict.fromkeys(
        nominated, 8
    )
    assert terms == {True}
    assert [(row["end_planned"], row["extension_to"]) for row in extended] == [
        ("2026-05-31", "2026-07-31")
    ]


def test_principals_stay_a_semester_in_four_cities(sheets):
    applications = _of_scheme(sheets, "P-04", "applications")
    postings = _of_scheme(sheets, "P-04")
    units = _by_id(sheets, "units", "unit_id")
    cities = {units[row["receiving_unit_id"]]["unit_name"][:3] for row in postings}
    lessons = Counter()
    for row in _of_postings(sheets, "work_log", postings, entry_type="lesson_observed"):
        lessons[row["posting_id"]] += int(row["quantity"])
    delegations = [row for row in sheets["engagements"] if row["kind"] == "delegation"]
    term = {
        (date.fromisoformat(row["end_planned"]) - date.fromisoformat(row["start_planned"])).days + 1
        for row in postings
    }
    assert len(applications) == 28
    assert len(postings) == 13
    assert term == {107}
    assert {row["start_planned"][5:] for row in postings} == {"09-15"}
    assert {row["end_planned"][5:] for row in postings} == {"12-30"}
    assert {row["reported_on"][8:] for row in postings} == {"15", "16", "17", "18", "19", "20"}
    assert cities == {"临屿市", "北栈市", "汐岚市", "榉屿市"}
    assert sorted(lessons.values())[:3] == [92, 97, 101]
    assert sum(lessons.values()) / 13 >= 100
    assert [row["participants"] for row in delegations] == ["9"]


def test_planners_meet_their_deadlines_and_two_are_at_the_age_limit(sheets):
    applications = _of_scheme(sheets, "P-06", "applications")
    postings = _of_scheme(sheets, "P-06")
    batch = next(row for row in sheets["batches"] if row["programme_id"] == "P-06")
    programme = next(row for row in sheets["programmes"] if row["programme_id"] == "P-06")
    cadres = _by_id(sheets, "cadres", "cadre_id")
    born = sorted(cadres[row["cadre_id"]]["birth_ym"] for row in applications)
    assert programme["age_max"] == "45"
    assert batch["nomination_deadline"] == "2025-07-08"
    assert batch["report_by"] == "2025-07-31"
    assert {row["reported_on"] for row in postings} == {"2025-07-31"}
    assert {row["form_copies_received"] for row in applications} == {"3"}
    assert len({row["receiving_unit_id"] for row in postings}) == 16
    assert len(postings) == 22
    assert [month for month in born if month <= "1979-07"] == ["1979-05", "1979-07"]


def test_commissioners_are_ten_and_sixty_with_a_year_of_reports(sheets):
    postings = _of_scheme(sheets, "P-07")
    days = Counter()
    for row in _of_postings(sheets, "work_log", postings, entry_type="site_day"):
        days[row["posting_id"]] += int(row["site_days"])
    households = _of_postings(sheets, "work_log", postings, entry_type="household_link")
    reports = _of_postings(sheets, "reports", postings)
    kinds = Counter((row["posting_id"], row["type"]) for row in reports)
    late = [row["period"] for row in reports if row["submitted_on"] > row["due_on"]]
    positions = Counter()
    for row in _of_scheme(sheets, "P-07", "positions"):
        positions[row["title"]] += int(row["quota"])
    programme = next(row for row in sheets["programmes"] if row["programme_id"] == "P-07")
    assert Counter(row["direction"] for row in postings) == {"village": 10, "down": 60}
    assert positions == {"示范村包扶书记": 10, "科技特派员": 60}
    assert len(days) == 70
    assert sorted(total for total in days.values() if total < 100) == [68, 75, 83, 90, 96]
    assert {row["quantity"] for row in households} == {"40"}
    assert len(households) == 70
    assert {(kind, count) for (_, kind), count in kinds.items()} == {
        ("quarterly", 4),
        ("half_year", 1),
        ("annual", 1),
    }
    assert late == ["2025-Q3"] * 3
    assert len(re.findall("、", programme["remark"].split("10个：")[1].split("；")[0])) == 9


def test_party_school_sends_seven_with_three_managers_each(sheets):
    postings = _of_scheme(sheets, "P-15")
    mentors = Counter(row["posting_id"] for row in _of_postings(sheets, "mentors", postings))
    logged = {
        (row["posting_id"], row["log_on"][:7]) for row in _of_postings(sheets, "work_log", postings)
    }
    months = {month for _, month in logged}
    empty = {
        (row["posting_id"], month)
        for row in postings
        for month in months
        if (row["posting_id"], month) not in logged
    }
    assert len(postings) == 7
    assert set(mentors.values()) == {3}
    assert empty == {("S-0145", "2026-02")}


def test_trainees_stay_three_months_with_two_instructors_and_a_study_every_fortnight(sheets):
    postings = _of_scheme(sheets, "P-05")
    ended = [row for row in postings if row["status"] == "completed"]
    mentors = Counter(row["posting_id"] for row in _of_postings(sheets, "mentors", ended))
    study = _of_postings(sheets, "work_log", ended[:1], entry_type="study")
    dates = [date.fromisoformat(row["log_on"]) for row in study]
    steps = {(later - first).days for first, later in pairwise(dates)}
    assert {(row["start_planned"], row["end_planned"]) for row in ended} == {
        ("2026-01-05", "2026-04-04")
    }
    assert set(mentors.values()) == {2}
    assert steps == {14}


def test_selected_graduates_have_the_numbers_of_their_years(sheets):
    postings = _of_scheme(sheets, "P-26")
    units = _by_id(sheets, "units", "unit_id")
    cadres = _by_id(sheets, "cadres", "cadre_id")
    programme = next(row for row in sheets["programmes"] if row["programme_id"] == "P-26")
    absences = _of_postings(sheets, "absences", postings, kind="lent")
    campaign = [row for row in absences if "主题教育办公室" in row["remark"]]
    starts = {row["posting_id"]: date.fromisoformat(row["start_planned"]) for row in postings}
    early = [
        row["absence_id"]
        for row in absences
        if date.fromisoformat(row["start_on"]) < add_months(starts[row["posting_id"]], 12)
    ]
    kinds = Counter(units[row["receiving_unit_id"]]["unit_type"] for row in postings)
    party = Counter(cadres[row["cadre_id"]]["party_status"] for row in postings)
    outcomes = Counter(row["outcome"] for row in postings)
    assert kinds == {"subdistrict": 13, "township": 11}
    assert (outcomes["promoted"], outcomes["third_unit"]) == (7, 6)
    assert programme["lock_months"] == "12"
    assert party == {"member": 7, "probationary": 10, "applicant": 6, "undisclosed": 1}
    assert (len(absences) - len(campaign), len(campaign)) == (8, 3)
    assert early == ["L-0017"]


def test_schools_have_three_campuses_nine_clusters_and_a_weekly_day(sheets):
    schools = [row for row in sheets["units"] if row["cluster_code"]]
    campuses = [row for row in sheets["units"] if row["unit_type"] == "campus"]
    postings = _of_scheme(sheets, "P-08")
    weeks = Counter(
        row["posting_id"]
        for row in _of_postings(sheets, "work_log", postings, entry_type="lead_campus_day")
    )
    lead = Counter(row["is_lead_campus"] for row in campuses)
    assert len({row["cluster_code"] for row in schools}) == 9
    assert Counter("学区" in row["unit_name"] for row in schools) == {True: 22, False: 2}
    assert lead == {"是": 1, "否": 2}
    assert weeks == {"S-0177": 20, "S-0179": 17}


def test_media_group_states_its_totals_and_six_rows(sheets):
    programme = next(row for row in sheets["programmes"] if row["programme_id"] == "P-12")
    lectures = [row for row in sheets["engagements"] if row["kind"] == "share_lecture"]
    assert len(_of_scheme(sheets, "P-12")) == 6
    assert [row["participants"] for row in lectures] == ["29", "21", "17", "10"]
    assert re.findall(r"\d+(?=人)", programme["remark"]) == ["29", "21", "17", "10"]
    assert "每年500000元" in programme["remark"]


def test_service_scheme_offers_sixteen_posts_and_ten_arrive(sheets):
    positions = _of_scheme(sheets, "P-11", "positions")
    arrived = Counter(row["title"] for row in _of_scheme(sheets, "P-11"))
    offered = Counter()
    for row in positions:
        offered[row["title"]] += int(row["quota"])
    assert offered["三支一扶服务岗"] == 16
    assert arrived == {"三支一扶服务岗": 10, "社区工作者": 3, "选调生": 2, "志愿者": 6}


def test_two_stories_are_told_without_names(sheets):
    cadres = _by_id(sheets, "cadres", "cadre_id")
    told = [
        (
            cadres[row["cadre_id"]]["name"],
            row["direction"],
            row["start_planned"],
            row["end_actual"],
            row["home_post_status"],
            row["outcome"],
        )
        for row in _of_scheme(sheets, "P-27")
    ]
    assert told == [
        ("案例甲", "up", "2024-11-01", "2025-10-31", "replaced", "other_post"),
        ("案例乙", "up", "2025-11-01", "2026-04-30", "cadre_promoted", "promoted"),
    ]


def test_vietnamese_rows_are_six(sheets):
    cadres = _by_id(sheets, "cadres", "cadre_id")
    rotations, secondments = _of_scheme(sheets, "P-28"), _of_scheme(sheets, "P-29")
    terms = [
        round((date.fromisoformat(row["end_planned"]) - start).days / 30.44)
        for row in rotations
        if (start := date.fromisoformat(row["start_planned"]))
    ]
    left = [cadres[row["cadre_id"]]["service_end_ym"] for row in rotations]
    assert (len(rotations), len(secondments)) == (4, 2)
    assert {cadres[row["cadre_id"]]["in_plan"] for row in rotations} == {"yes"}
    assert terms == [36, 24, 36, 36]
    assert left == ["2043-05", "2043-05", "2033-06", "2043-05"]
    assert [cadres[row["cadre_id"]]["name"] for row in rotations + secondments] == list(
        VIETNAMESE[:6]
    )


def test_every_scheme_has_a_programme(sheets):
    assert [row["programme_id"] for row in sheets["programmes"]] == [
        f"P-{number:02d}" for number in range(1, 30)
    ]


# The register as a whole.


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        pytest.param("units", 110, id="units"),
        pytest.param("cadres", 303, id="cadres"),
        pytest.param("postings", 229, id="postings"),
        pytest.param("applications", 274, id="applications"),
        pytest.param("reports", 579, id="reports"),
        pytest.param("work_log", 2113, id="work log"),
    ],
)
def test_register_has_its_size(sheets, sheet, rows):
    assert len(sheets[sheet]) == rows


def test_register_looks_alive(sheets):
    assert Counter(row["status"] for row in sheets["postings"]) == {
        "completed": 123,
        "active": 100,
        "planned": 3,
        "extended": 1,
        "ended_early": 1,
        "cancelled": 1,
    }


def test_every_posting_that_has_begun_is_appointed_and_some_planned_ones_are_not(sheets):
    appointed = Counter(
        (row["start_planned"] <= "2026-06-30", bool(row["appointment_doc_number"]))
        for row in sheets["postings"]
        if bool(row["appointment_doc_number"]) == bool(row["appointed_on"])
    )
    assert appointed == {(True, True): 225, (False, True): 1, (False, False): 3}


_STILL_TO_COME = {
    "due_on",
    "end_on",
    "end_planned",
    "expires_on",
    "extension_to",
    "follow_up_due",
    "nomination_deadline",
    "kickoff_on",
    "report_by",
    "start_planned",
    "window_end",
    "window_start",
}


def test_nothing_has_happened_after_the_day_the_register_speaks_about(sheets, schema):
    ahead = [
        (sheet, field.name, row[field.name])
        for sheet, rows in sheets.items()
        for field in schema.tables[sheet].fields
        if field.kind == "date" and field.name not in _STILL_TO_COME
        for row in rows
        if row[field.name] > AS_OF.isoformat()
    ]
    assert ahead == []


def test_log_entries_lie_inside_their_postings(sheets):
    postings = _by_id(sheets, "postings", "posting_id")
    outside = [
        row["log_id"]
        for row in sheets["work_log"]
        if not postings[row["posting_id"]]["reported_on"]
        <= row["log_on"]
        <= (postings[row["posting_id"]]["end_actual"] or "2026-06-30")
    ]
    assert outside == []


def test_no_mentor_looks_after_too_many(sheets):
    running = {
        row["posting_id"] for row in sheets["postings"] if row["status"] in ("active", "extended")
    }
    load = Counter(
        row["mentor_name"]
        for row in sheets["mentors"]
        if row["posting_id"] in running and row["role"] not in ("chief", "group_leader")
    )
    assert max(load.values()) <= 5


# Nobody in it exists.


def _all_names(sheets):
    return {row["name"] for row in sheets["cadres"]} | {
        row["mentor_name"] for row in sheets["mentors"]
    }


def test_no_name_is_one_of_the_forbidden(sheets):
    forbidden = load_forbidden(FOLDER / "deny-names.sha256")
    assert len(forbidden) > 30
    assert [name for name in _all_names(sheets) if name_hash(name) in forbidden] == []


def test_names_of_cadres_are_all_different_and_include_the_pool(sheets):
    names = [row["name"] for row in sheets["cadres"]]
    assert len(names) == len(set(names))
    assert set(POOL) <= set(names)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\d{17}[\dXx]", id="Chinese identity number"),
        pytest.param(r"(?<!\d)1[3-9]\d{9}(?!\d)", id="Chinese mobile number"),
        pytest.param(r"(?<!\d)0\d{9,11}(?!\d)", id="Vietnamese number"),
        pytest.param(r"(?<!\d)\d{12}(?!\d)", id="twelve digits"),
        pytest.param(r"@", id="mail address"),
    ],
)
def test_no_cell_looks_like_a_private_number(pattern):
    cells = (
        text
        for sheet in checked_demo().workbook.sheets
        for text in sheet.text.to_numpy().ravel().tolist()
    )
    assert [text for text in cells if re.search(pattern, text)] == []


def test_credit_codes_are_only_those_given(sheets):
    assert {row["uscc"] for row in sheets["units"]} - {""} == {
        "11980101T0000001XY",
        "11980201T000000284",
        "12980101T00000052C",
        "12980301T00000079E",
        "13980101T00000095N",
        "54980101T00000132M",
        "81980101T000001759",
        "11980101T000003860",
    }
    assert {row["region_code"] for row in sheets["units"]} == {""}


# What the check says.


def _expected(name):
    lines = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))["findings"]
    return [(each["code"], each["sheet"], each["record"], each["field"]) for each in lines]


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        pytest.param("demo", "expected_base.yaml", id="demo register"),
        pytest.param("demo_mistakes", "expected_mistakes.yaml", id="planted mistakes"),
    ],
)
def test_register_gives_exactly_the_listed_findings(folder, expected):
    checked = checked_demo(folder)
    found = [
        (each.code, each.cell.sheet, each.record, each.cell.field) for each in checked.findings
    ]
    assert found == _expected(expected)


def test_records_of_later_rules_exist(sheets, schema):
    keys = {table.key: table.primary_key for table in schema.tables.values()}
    ids = {(sheet, row[keys[sheet]]) for sheet, rows in sheets.items() for row in rows}
    later = [
        (each["sheet"], each["record"])
        for name in ("expected_base.yaml", "expected_mistakes.yaml")
        for each in yaml.safe_load((HERE / name).read_text(encoding="utf-8"))["later"]
    ]
    assert [place for place in later if place not in ids] == []


def test_one_waiver_holds_one_is_asked_for_and_one_is_over():
    checked = checked_demo()
    assert [(each.code, each.record) for each in checked.waived] == [("POL-R18", "B-018")]
    told = [(each.code, each.record) for each in checked.findings if each.code.startswith("WVR")]
    assert told == [("WVR604", "V-0002")]
