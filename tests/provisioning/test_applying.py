"""Setting up over real HTTP: done once, done gently, and then there is nothing to do."""

from contextlib import nullcontext

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.errors import ConfigError
from handbook.google import UnknownOutcomeError, metadata
from handbook.provisioning.applying import apply, propose
from handbook.provisioning.blueprint import Part, draw
from handbook.provisioning.filling import fill
from handbook.provisioning.google_requests import mark_spreadsheet
from handbook.provisioning.languages import language_there
from handbook.provisioning.reading import read_live
from handbook.provisioning.steps import Change
from handbook.schema import LANGUAGES
from handbook.validation.header_rows import find_header
from handbook.workbook import Manifest, Sheet, Workbook, grid
from live_sheets import SMALL, small_schema
from offices import OfficeSheet, merged_widths, moved_columns, offices, things, write_office
from sheets_server import Fault
from small_workbooks import SCHEMA

LOCALES = {"zh": "zh_CN", "vi": "vi_VN", "en": "en_GB"}
SMALLER = small_schema(units=("unit_id", "level"), cadres=("cadre_id", "name", "born_after"))


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_spreadsheet_is_set_up_in_one_batch(new_spreadsheet, language, part):
    access = new_spreadsheet(LOCALES[language])
    blueprint = draw(SCHEMA, language, part)
    apply(access, blueprint)
    assert access.writes == 1
    assert propose(access, blueprint).steps == ()
    titles = [each.title for each in read_live(access, SCHEMA).sheets]
    expected = [blueprint.results_title, *(tab.title for tab in blueprint.tabs), "Sheet1"]
    assert titles == expected + [blueprint.lists_title] * bool(blueprint.choices)


def test_the_second_time_nothing_is_written(new_spreadsheet):
    access = new_spreadsheet()
    blueprint = draw(SMALL, "zh")
    apply(access, blueprint)
    apply(access, blueprint)
    assert access.writes == 1


def headers(access, schema):
    """List for each sheet of the register the fields its header names."""
    live = read_live(access, schema)
    found = {}
    for sheet in live.sheets:
        key = sheet.metadata.get(metadata.SHEET)
        if key:
            header = find_header(schema.tables[key], sheet.as_sheet())
            found[key] = sorted(field.name for field in header.fields.values()) if header else []
    return found


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sheets=offices(SMALL),
    is_partly_done=st.booleans(),
    language=st.sampled_from(LANGUAGES),
)
def test_whatever_an_office_has_is_completed_and_kept(
    new_spreadsheet, sheets, is_partly_done, language
):
    access = new_spreadsheet()
    write_office(access, sheets)
    if is_partly_done:
        apply(access, draw(SMALLER, language))
    before, merged = things(access, sheets), sorted(merged_widths(access))
    blueprint = draw(SMALL, language)
    apply(access, blueprint)
    again = propose(access, blueprint)
    assert [step for step in again.steps if step.change is not Change.KEEP] == []
    assert headers(access, SMALL) == {
        key: sorted(each.name for each in table.fields) for key, table in SMALL.tables.items()
    }
    after = things(access, sheets)
    assert sorted(merged_widths(access)) == merged
    for gid, sheet in enumerate(sheets, 1):
        assert_kept(before[gid], after[gid], sheet.header_row)


def assert_kept(before, after, header_row):
    """No value, note, validation, fill or format of anybody's is another than before."""
    moved = moved_columns(before, after)
    for (row, column), cell in before.items():
        if column not in moved:
            continue
        now = after.get((row, moved[column]), {})
        for name in ("userEnteredValue", "formattedValue"):
            assert now.get(name) == cell.get(name), (row, column, name)
        if not (row == header_row and "note" not in cell) and "⟦手册" not in cell.get("note", ""):
            assert now.get("note") == cell.get("note")
        rule = cell.get("dataValidation")
        if rule and "⟦" not in rule.get("inputMessage", ""):
            assert now.get("dataValidation") == rule
        for name, look in cell.get("userEnteredFormat", {}).items():
            assert now["userEnteredFormat"][name] == look


def test_a_change_of_the_schema_touches_no_row(new_spreadsheet):
    access = new_spreadsheet()
    apply(access, draw(SMALLER, "zh"))
    rows = [["单位编号", "层级"], ["U-0001", "地市"], ["U-0002", "乡镇街道"]]
    fill(access, Workbook((Sheet("单位", grid(rows)),), Manifest("test")), draw(SMALLER, "zh"))
    apply(access, draw(SMALL, "zh"))
    assert access.values(["'单位'", "'干部'"]) == [
        [["单位编号", "单位名称", "层级"], ["U-0001", "", "地市"], ["U-0002", "", "乡镇街道"]],
        [["干部编号", "姓名", "原单位", "出生年月", "出生不早于"]],
    ]


def test_what_somebody_does_while_we_read_is_worked_in(new_spreadsheet, server):
    access = new_spreadsheet()
    write_office(access, [OfficeSheet("干部", 1, ["干部编号", "姓名"])])
    reads = iter(range(100))

    def insert_a_column(request):
        if request.kind == "sheets.read" and next(reads) == 2:
            insert = {"sheetId": 1, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
            server.store.batch_update(
                access.spreadsheet_id, {"requests": [{"insertDimension": {"range": insert}}]}
            )

    server.before = insert_a_column
    try:
        apply(access, draw(SMALL, "zh"))
    finally:
        server.before = None
    assert access.values(["'干部'!1:1"]) == [
        [["", "干部编号", "姓名", "原单位", "出生年月", "出生不早于"]]
    ]
    assert propose(access, draw(SMALL, "zh")).is_empty


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        pytest.param(Fault.reset(applied=True), None, id="carried out, the answer lost"),
        pytest.param(Fault.reset(), UnknownOutcomeError, id="not carried out"),
        pytest.param(Fault.error(500), UnknownOutcomeError, id="an error of Google's"),
    ],
)
def test_a_lost_answer_is_looked_up(new_spreadsheet, server, fault, expected):
    access = new_spreadsheet()
    blueprint = draw(SMALL, "zh")
    server.before = lambda request: fault if request.kind == "sheets.write" else None
    try:
        with pytest.raises(expected) if expected else nullcontext():
            apply(access, blueprint)
    finally:
        server.before = None
    assert propose(access, blueprint).is_empty == (expected is None)
    apply(access, blueprint)
    assert propose(access, blueprint).is_empty


@pytest.mark.parametrize(
    ("tabs", "noted", "expected"),
    [
        pytest.param([], None, "", id="an empty spreadsheet"),
        pytest.param(["Đơn vị", "Cán bộ"], None, "vi", id="by its tabs"),
        pytest.param(["Units", "Cadres"], "zh", "zh", id="as it was set up"),
    ],
)
def test_the_language_is_told(new_spreadsheet, tabs, noted, expected):
    access = new_spreadsheet()
    requests = [{"addSheet": {"properties": {"title": title}}} for title in tabs]
    requests += [mark_spreadsheet(metadata.LANGUAGE, noted)] if noted else []
    if requests:
        access.batch_update(requests)
    assert language_there(access, SCHEMA) == expected


@pytest.mark.parametrize(
    ("first", "then", "is_refused"),
    [
        pytest.param(Part.SHARED, Part.WHOLE, True, id="the second spreadsheet forgotten"),
        pytest.param(Part.SHARED, Part.RESTRICTED, True, id="the two exchanged"),
        pytest.param(Part.RESTRICTED, Part.SHARED, True, id="the two exchanged, from the other"),
        pytest.param(Part.WHOLE, Part.SHARED, False, id="a register parted later"),
    ],
)
def test_columns_few_may_see_do_not_get_into_a_shared_spreadsheet(
    new_spreadsheet, first, then, is_refused
):
    access = new_spreadsheet()
    apply(access, draw(SMALL, "zh", first))
    writes = access.writes
    with pytest.raises(ConfigError) if is_refused else nullcontext() as refused:
        apply(access, draw(SMALL, "zh", then))
    assert access.writes == writes + (not is_refused)
    if is_refused:
        assert refused.value.setting == "--restricted"


def test_a_validation_in_the_middle_of_a_column_is_seen_and_kept(new_spreadsheet):
    access = new_spreadsheet()
    rule = {"condition": {"type": "DATE_IS_VALID"}, "inputMessage": "照档案填"}
    cells = {(20, 3): {"dataValidation": rule}, (21, 3): {"userEnteredValue": {"numberValue": 7}}}
    office = OfficeSheet("干部", 1, ["干部编号", "姓名", "出生不早于"], cells)
    write_office(access, [office])
    done = apply(access, draw(SMALL, "zh"))
    kept = [(step.kind.word, step.column) for step in done.steps if step.change is Change.KEEP]
    assert kept == [("rule", "出生不早于")]
    column = {
        row: cell for (row, number), cell in things(access, [office])[1].items() if number == 5
    }
    assert {row for row, cell in column.items() if "dataValidation" in cell} == {20}
    formatted = {row for row, cell in column.items() if "numberFormat" in str(cell)}
    assert formatted == set(range(22, 41))
