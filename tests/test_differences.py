"""What changed between two registers: matched by number, told once, in the words of the field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from demos import checked_demo
from handbook.differences import Difference, Kind, compare, side_of
from handbook.differences.kept import workbook_of
from handbook.differences.reporting import REPORTS, difference_json, difference_text
from handbook.differences.wording import CLAUSES
from handbook.findings import Visibility
from handbook.history import publication_of
from handbook.publishable import INTERNAL, PUBLIC, Audience
from handbook.workbook import Sheet, Workbook, grid
from small_workbooks import (
    AS_OF,
    BATCH,
    CADRES,
    POSTING,
    SCHEMA,
    UNITS,
    Row,
    check,
    workbook,
)
from written_pages import CHINESE, blocks

ORG = Audience("org", Visibility.ORG)
UNIT = Audience("unit", Visibility.UNIT)
MAY = date(2026, 5, 31)
WAITING = POSTING | {"reported_on": "", "status": "planned"}
OTHER = POSTING | {
    "posting_id": "S-0002", "cadre_id": "C-00002", "receiving_unit_id": "U-0003",
}  # fmt: skip
REPORT = {"report_id": "", "posting_id": "S-0001", "type": "quarterly", "period": "2026-Q1"}


def cells(*usual: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*usual, *usual, "", "2026-02-30", "?"])


rows = st.lists(
    st.fixed_dictionaries(
        {
            "posting_id": cells("S-0001", "S-0002", "S-0003"),
            "cadre_id": cells("C-00001", "C-00002"),
            "batch_id": st.just(BATCH["batch_id"]),
            "receiving_unit_id": cells("U-0002", "U-0003"),
            "appointment_doc_number": st.just("栖组干〔2025〕18号"),
            "appointed_on": st.sampled_from(["2025-12-20", "2025-12-20", ""]),
            "reported_on": cells("2026-01-01", "2026-01-08"),
            "end_actual": cells("2026-06-15"),
            "status": cells("active", "completed", "cancelled"),
        }
    ),
    max_size=4,
)
reports = st.lists(
    st.fixed_dictionaries(
        {
            "report_id": st.sampled_from(["", "", "R-0001", "R-0002"]),
            "posting_id": cells("S-0001", "S-0002"),
            "type": cells("quarterly", "summary"),
            "period": cells("2026-Q1", "2026-Q2"),
            "remark": cells("甲", "乙"),
        }
    ),
    max_size=4,
)
books = st.builds(lambda some, others: workbook(postings=some, reports=others), rows, reports)
few = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # to shrink takes minutes
)


def difference(
    old: Workbook,
    new: Workbook,
    audience: Audience = INTERNAL,
    old_day: date = AS_OF,
    new_day: date = AS_OF,
) -> Difference:
    return compare(side_of(check(old, old_day), audience), side_of(check(new, new_day), audience))


def told(
    old: Mapping[str, Sequence[Row]], new: Mapping[str, Sequence[Row]], language: str = "zh"
) -> str:
    return difference_text(difference(workbook(**old), workbook(**new)), language)


def with_posting(**cells: str) -> dict[str, Sequence[Row]]:
    return {"postings": [POSTING | cells]}


CASES = [
    pytest.param(
        {"postings": [WAITING, OTHER | {"extension_to": ""}]},
        {
            "postings": [POSTING, OTHER | {"extension_to": "2027-03-31", "status": "extended"}],
            "units": [*UNITS[:2], UNITS[2] | {"unit_name": "白枥镇"}],
        },
        {
            "zh": """\
1 人到任，1 人延期，1 个单位更名。

1 人到任
  S-0001 顾清禾（杏坞镇）
    报到日期：（空） → 2026-01-01
    状态：待到岗 → 在挂

1 人延期
  S-0002 陆予安（白枥镇）
    状态：在挂 → 已延期
    延长至：（空） → 2027-03-31

1 个单位更名
  U-0003 白枥镇
    单位名称：白枥乡 → 白枥镇
""",
            "vi": """\
1 người đã nhận việc, 1 người được gia hạn, 1 đơn vị đổi tên.

1 người đã nhận việc
  S-0001 顾清禾 (杏坞镇)
    Ngày nhận việc: (trống) → 01/01/2026
    Trạng thái: Sắp nhận việc → Đang công tác

1 người được gia hạn
  S-0002 陆予安 (白枥镇)
    Trạng thái: Đang công tác → Đã gia hạn
    Gia hạn đến ngày: (trống) → 31/03/2027

1 đơn vị đổi tên
  U-0003 白枥镇
    Tên đơn vị: 白枥乡 → 白枥镇
""",
            "en": """\
1 person arrived, 1 person's term extended, 1 unit renamed.

1 person arrived
  S-0001 顾清禾 (杏坞镇)
    Reported on: (blank) → 1 Jan 2026
    Status: Planned → Active

1 person's term extended
  S-0002 陆予安 (白枥镇)
    Status: Active → Extended
    Extended to: (blank) → 31 Mar 2027

1 unit renamed
  U-0003 白枥镇
    Unit name: 白枥乡 → 白枥镇
""",
        },
        id="the sentence of the field",
    ),
    pytest.param(
        {"postings": [POSTING]},
        {"postings": [POSTING]},
        {"zh": "没有变化。\n", "vi": "Không có gì thay đổi.\n", "en": "Nothing has changed.\n"},
        id="nothing",
    ),
    pytest.param(
        {"postings": [WAITING, OTHER | {"reported_on": "", "status": "planned"}]},
        {"postings": [POSTING, OTHER, POSTING | {"posting_id": "S-0003", "cadre_id": "C-00003"}],
         "cadres": [*CADRES, {"cadre_id": "C-00003", "name": "苏棠", "home_unit_id": "U-0001"}]},
        {
            "zh": """\
3 人到任，新增 1 名干部。

3 人到任
  S-0001 顾清禾（杏坞镇）
  S-0002 陆予安（白枥乡）
    报到日期：（空） → 2026-01-01
    状态：待到岗 → 在挂
  S-0003 苏棠（杏坞镇，2026-01-01 至 2026-12-31）

新增 1 名干部
  C-00003 苏棠
""",
            "vi": """\
3 người đã nhận việc, thêm 1 cán bộ.

3 người đã nhận việc
  S-0001 顾清禾 (杏坞镇)
  S-0002 陆予安 (白枥乡)
    Ngày nhận việc: (trống) → 01/01/2026
    Trạng thái: Sắp nhận việc → Đang công tác
  S-0003 苏棠 (杏坞镇, 01/01/2026 đến 31/12/2026)

Thêm 1 cán bộ
  C-00003 苏棠
""",
            "en": """\
3 people arrived, 1 new cadre.

3 people arrived
  S-0001 顾清禾 (杏坞镇)
  S-0002 陆予安 (白枥乡)
    Reported on: (blank) → 1 Jan 2026
    Status: Planned → Active
  S-0003 苏棠 (杏坞镇, 1 Jan 2026 to 31 Dec 2026)

1 new cadre
  C-00003 苏棠
""",
        },
        id="several persons at once",
    ),
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "vi", "en"])
@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_a_difference_reads_in_three_languages(
    old: dict[str, Sequence[Row]],
    new: dict[str, Sequence[Row]],
    expected: dict[str, str],
    language: str,
) -> None:
    assert told(old, new, language) == expected[language]


LONG = "协助分管" + "甲乙" * 35


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            with_posting(end_actual=""),
            with_posting(end_actual="2026-06-15", status="completed"),
            "1 人结束挂职|  S-0001 顾清禾（杏坞镇）|    状态：在挂 → 已结束"
            "|    实际结束：（空） → 2026-06-15",
            id="a term is over",
        ),
        pytest.param(
            {"postings": [WAITING]},
            {"postings": [WAITING | {"status": "cancelled"}]},
            "1 人取消挂职|  S-0001 顾清禾（杏坞镇）|    状态：待到岗 → 已取消",
            id="a posting is cancelled",
        ),
        pytest.param(
            {},
            {"cadres": [CADRES[0] | {"home_unit_id": "U-0003"}, CADRES[1]]},
            "1 名干部换了单位|  C-00001 顾清禾|    原单位：U-0001 栖川市发展规划局 → U-0003 白枥乡",
            id="a cadre has another home unit",
        ),
        pytest.param(
            {"units": [unit | {"merged_into_id": ""} for unit in UNITS]},
            {"units": [*UNITS[:2], UNITS[2] | {"merged_into_id": "U-0002"}]},
            "1 个单位撤并|  U-0003 白枥乡|    并入单位：（空） → U-0002 杏坞镇",
            id="a unit is merged",
        ),
        pytest.param(
            {},
            {"postings": [POSTING, OTHER | {"reported_on": "", "status": "planned"}]},
            "新增 1 次挂职|  S-0002 陆予安（白枥乡，2026-01-01 至 2026-12-31）",
            id="a posting nobody has arrived for",
        ),
        pytest.param(
            {"postings": [POSTING, OTHER]},
            {"postings": [POSTING]},
            "1 条记录不在表里了|  挂职 S-0002 陆予安（白枥乡，2026-01-01 至 2026-12-31）",
            id="a record is gone",
        ),
        pytest.param(
            with_posting(extension_to="2027-03-31"),
            with_posting(extension_to="2027-02-28"),
            "1 条记录有改动|  挂职 S-0001 顾清禾（杏坞镇）|    延长至：2027-03-31 → 2027-02-28",
            id="an extension made shorter is none",
        ),
        pytest.param(
            with_posting(),
            with_posting(end_planned="2026-11-30"),
            "1 条记录有改动|  挂职 S-0001 顾清禾（杏坞镇）|    计划结束：2026-12-31 → 2026-11-30",
            id="a plan may be moved",
        ),
        pytest.param(
            with_posting(),
            with_posting(reported_on="2026-01-08"),
            "更正 1 处|  挂职 S-0001 顾清禾（杏坞镇）|    报到日期：2026-01-01 → 2026-01-08",
            id="what has happened cannot be moved",
        ),
        pytest.param(
            with_posting(),
            with_posting(cadre_id="C-00002"),
            "更正 1 处|  挂职 S-0001 陆予安（杏坞镇）|    干部：C-00001 顾清禾 → C-00002 陆予安",
            id="a posting belongs to one person for good",
        ),
        pytest.param(
            {},
            {"units": [*UNITS[:2], UNITS[2] | {"unit_name": "白枥 乡"}]},
            "更正 1 处|  单位 U-0003 白枥 乡|    单位名称：白枥乡 → 白枥 乡",
            id="another spelling is no renaming",
        ),
        pytest.param(
            with_posting(end_planned="2026-11-31"),
            with_posting(),
            "更正 1 处|  挂职 S-0001 顾清禾（杏坞镇）|    计划结束：待核 → 2026-12-31",
            id="a day there is none of is corrected",
        ),
        pytest.param(
            with_posting(),
            with_posting(end_planned="2026-11-31"),
            "1 处待核|  挂职 S-0001 顾清禾（杏坞镇）|    计划结束：2026-12-31 → 待核",
            id="a value that cannot be trusted any more",
        ),
        pytest.param(
            with_posting(reported_on="2026-01-32"),
            with_posting(),
            "更正 1 处|  挂职 S-0001 顾清禾（杏坞镇）|    报到日期：待核 → 2026-01-01",
            id="who may have arrived before does not arrive again",
        ),
        pytest.param(
            {"reports": [REPORT]},
            {"reports": [REPORT | {"period": "2026-Q2"}, REPORT]},
            "新增 1 条其他记录|  汇报与材料 S-0001 顾清禾 季度汇报 2026-Q2",
            id="a record without a number is known by its content",
        ),
        pytest.param(
            {"reports": [REPORT]},
            {"reports": [REPORT | {"report_id": "R-0001"}]},
            "1 条记录有改动|  汇报与材料 R-0001 顾清禾 季度汇报 2026-Q1"
            "|    汇报编号：（空） → R-0001",
            id="a record is known again once it has a number",
        ),
        pytest.param(
            {},
            {"reports": [REPORT, REPORT | {"period": "2026-Q2"}]},
            "新增 1 张表|  “汇报与材料”表，2 条记录",
            id="of a new sheet no records are told",
        ),
        pytest.param(
            {},
            with_posting(group_no="第一组"),
            "新增 1 列|  “挂职”表的“小组”",
            id="of a new column no records are told",
        ),
        pytest.param(
            with_posting(duty_area=LONG + "一"),
            with_posting(duty_area=LONG + "二"),
            "1 条记录有改动|  挂职 S-0001 顾清禾（杏坞镇）"
            "|    分工：…甲乙甲乙甲乙甲乙甲乙一 → …甲乙甲乙甲乙甲乙甲乙二",
            id="a long text is shown where it differs",
        ),
    ],
)
def test_a_change_is_told_once_in_the_section_that_says_most(
    old: dict[str, Sequence[Row]], new: dict[str, Sequence[Row]], expected: str
) -> None:
    heading, *_ = lines = expected.split("|")
    assert told(old, new) == "\n".join([f"{heading}。", "", *lines]) + "\n"


def test_a_new_column_that_tells_of_an_extension_does() -> None:
    text = told({}, with_posting(extension_to="2027-03-31"))
    assert text.startswith("1 人延期，新增 1 列。\n")


def test_a_row_whose_number_is_taken_is_unsure_and_not_gone() -> None:
    text = told(
        {"postings": [POSTING, OTHER]},
        {"postings": [POSTING, OTHER | {"posting_id": "S-0001"}]},
    )
    assert text.startswith("1 处待核，1 条记录不在表里了。\n\n1 处待核\n  挂职 S-0001 顾清禾")


def test_time_passing_is_told_without_an_edit() -> None:
    book = workbook(postings=[WAITING | {"reported_on": "2026-06-08", "status": ""}])
    text = difference_text(difference(book, book, old_day=MAY), "zh")
    assert text == (
        "2026-05-31 至 2026-06-30：1 人到任。\n\n1 人到任\n"
        "  S-0001 顾清禾（杏坞镇，2026-01-01 至 2026-12-31）\n"
    )


def test_one_person_is_counted_once() -> None:
    both = [WAITING, OTHER | {"cadre_id": "C-00001", "reported_on": "", "status": "planned"}]
    arrived = [POSTING, OTHER | {"cadre_id": "C-00001"}]
    text = told({"postings": both}, {"postings": arrived})
    assert text.startswith("1 人到任。\n")


def test_a_default_that_follows_another_record_is_not_told_beside_it() -> None:
    posting = {name: text for name, text in POSTING.items() if name != "home_unit_id"}
    moved = [CADRES[0] | {"home_unit_id": "U-0003"}, CADRES[1]]
    changed = difference(workbook(postings=[posting]), workbook(postings=[posting], cadres=moved))
    assert changed.counts == {Kind.MOVED: 1}


def test_a_doubt_about_a_whole_column_is_one_line() -> None:
    many = [
        {"cadre_id": f"C-{number:05d}", "name": f"顾{number}", "gender": "男"}
        for number in range(1, 31)
    ]
    doubtful = [cadre | {"gender": "?"} for cadre in many]
    lines = told(
        {"cadres": many, "postings": []}, {"cadres": doubtful, "postings": []}
    ).splitlines()
    assert lines[0] == "30 处待核。"
    assert len(lines) == 5
    assert lines[3].endswith("、C-00020 顾20 等 30 条")
    assert lines[4] == "    性别：… → 待核"


HIDDEN = {"remark": "更正：原来填错", "party_relation": "transferred", "outcome_reason": "照顾家庭"}


@pytest.mark.parametrize("style", REPORTS)
@pytest.mark.parametrize("language", ["zh", "vi", "en"])
def test_what_an_audience_may_not_see_changes_no_byte_of_its_difference(
    style: str, language: str
) -> None:
    before, after = POSTING, POSTING | {"end_planned": "2026-11-30"}
    blank = dict.fromkeys(HIDDEN, "")
    plain = difference(workbook(postings=[before | blank]), workbook(postings=[after | blank]))
    edited = difference(
        workbook(postings=[before | blank], reports=[]),
        workbook(postings=[after | HIDDEN], reports=[]),
    )
    assert REPORTS[style](plain, language) == REPORTS[style](edited, language)


def test_what_few_may_see_does_not_decide_which_record_without_a_number_is_which() -> None:
    one, two = (REPORT | {"published_in": name} for name in ("甲刊", "乙刊"))

    def seen(first: str, second: str) -> str:
        old = workbook(reports=[one | {"remark": first}, two | {"remark": second}])
        new = workbook(reports=[one | {"remark": second, "published_in": "丙刊"}, two])
        return difference_json(difference(old, new), "zh")

    assert seen("甲", "乙") == seen("乙", "甲")


def test_a_remark_that_says_so_makes_a_correction_for_those_who_may_read_it() -> None:
    before = workbook(postings=[POSTING | {"remark": ""}])
    after = workbook(
        postings=[POSTING | {"end_planned": "2026-11-30", "remark": "更正：计划结束原来填错"}]
    )
    assert difference(before, after, ORG).counts == {Kind.CORRECTED: 2}
    assert difference(before, after, UNIT).counts == {Kind.CHANGED: 1}


def test_nobody_hears_of_a_posting_before_its_appointment() -> None:
    secret = workbook(postings=[POSTING, OTHER | {"appointed_on": ""}])
    assert difference(workbook(), secret, INTERNAL).sections == ()
    assert difference(workbook(), secret, ORG).counts == {Kind.ARRIVED: 1}


def test_the_public_hears_of_units_and_of_nobody() -> None:
    renamed = [*UNITS[:2], UNITS[2] | {"unit_name": "白枥镇"}]
    changed = difference(workbook(), workbook(units=renamed, postings=[]), PUBLIC)
    assert changed.counts == {Kind.RENAMED: 1}


def kept(book: Workbook, day: date = AS_OF) -> Workbook:
    """Publish a register and read it back as the history keeps it."""
    return workbook_of(publication_of(check(book, day).register, "0"), SCHEMA, "1.json.gz")


def from_history(old: Workbook, new: Workbook, *, both: bool) -> Difference:
    before = side_of(check(kept(old)), INTERNAL, is_kept=True)
    after = side_of(check(kept(new) if both else new), INTERNAL, is_kept=both)
    return compare(before, after)


@pytest.mark.parametrize("both", [True, False], ids=["two publications", "a register and one"])
def test_publications_are_compared_like_registers(*, both: bool) -> None:
    old = workbook(postings=[WAITING, OTHER], reports=[REPORT])
    new = workbook(postings=[POSTING, OTHER | {"end_planned": "2026-11-30"}], reports=[REPORT])
    assert from_history(old, new, both=both).counts == {Kind.ARRIVED: 1, Kind.CHANGED: 1}
    assert from_history(new, new, both=both).sections == ()


@few
@given(rows)
def test_a_register_does_not_differ_from_its_own_publication(some: list[Row]) -> None:
    book = workbook(postings=some)
    read_back = side_of(check(kept(book)), INTERNAL, is_kept=True)
    shown = side_of(check(book), INTERNAL)
    assert compare(read_back, shown).sections == ()
    assert compare(shown, read_back).sections == ()


def test_hostile_text_stays_on_its_line_and_out_of_markdown() -> None:
    hostile = "| x |\n# <script>[a](javascript:b) `c` {{ d }}"
    book = workbook(
        units=[*UNITS[:2], UNITS[2] | {"unit_name": hostile}],
        postings=[POSTING | {"duty_area": hostile}],
    )
    changed = difference(workbook(postings=[POSTING | {"duty_area": "甲"}]), book)
    text, markdown = (REPORTS[style](changed, "zh") for style in ("text", "markdown"))
    assert [line for line in text.splitlines() if line.startswith(("#", "|"))] == []
    assert "    分工：甲 → | x |\\u000a# <script>" in text
    assert [sign for sign in ("script", "javascript", "{{", "`", "](") if sign in markdown] == []
    assert "| 挂职 | S-0001 | 分工 | （文字） | " in markdown


def test_markdown_is_a_table_for_each_section() -> None:
    changed = difference(workbook(postings=[WAITING]), workbook())
    assert (
        REPORTS["markdown"](changed, "en")
        == """\
1 person arrived.

## 1 person arrived

| Sheet | Record | Column | Before | Now |
| --- | --- | --- | --- | --- |
| Postings | S-0001 | Reported on | (blank) | 1 Jan 2026 |
| Postings | S-0001 | Status | Planned | Active |
"""
    )


def test_json_has_the_same_keys_whatever_changed() -> None:
    nothing = json.loads(difference_json(difference(workbook(), workbook()), "zh"))
    something = json.loads(
        difference_json(difference(workbook(postings=[WAITING]), workbook()), "zh")
    )
    assert nothing.keys() == something.keys()
    assert nothing["counts"] == dict.fromkeys(Kind, 0)
    assert something["counts"] == nothing["counts"] | {"arrived": 1}
    assert something["sections"] == [
        {
            "kind": "arrived",
            "title": "1 人到任",
            "count": 1,
            "entries": [
                {
                    "sheet": "postings",
                    "field": "",
                    "record": "S-0001",
                    "has_number": True,
                    "name": "S-0001 顾清禾（杏坞镇）",
                    "records": 0,
                    "changes": [
                        {
                            "field": "reported_on",
                            "title": "报到日期",
                            "old": "",
                            "new": "2026-01-01",
                            "old_text": "（空）",
                            "new_text": "2026-01-01",
                        },
                        {
                            "field": "status",
                            "title": "状态",
                            "old": "planned",
                            "new": "active",
                            "old_text": "待到岗",
                            "new_text": "在挂",
                        },
                    ],
                }
            ],
        }
    ]


def test_every_kind_has_its_words() -> None:
    assert list(CLAUSES) == list(Kind)


@few
@given(books)
def test_nothing_differs_from_itself(book: Workbook) -> None:
    checked = check(book)
    for audience in (INTERNAL, ORG):
        side = side_of(checked, audience)
        assert compare(side, side).sections == ()


def swapped(changed: Difference) -> list[tuple[str, str, str, str]]:
    """List every single value that changed, the new one before the old one."""
    values = [
        (entry.sheet, change.field.name, repr(change.new), repr(change.old))
        for section in changed.sections
        for entry in section.entries
        for change in entry.changes
    ]
    return sorted(values)


def straight(changed: Difference) -> list[tuple[str, str, str, str]]:
    return sorted((sheet, name, old, new) for sheet, name, new, old in swapped(changed))


@few
@given(books, books)
def test_a_difference_the_other_way_round_swaps_old_and_new(one: Workbook, other: Workbook) -> None:
    first, second = (side_of(check(book), INTERNAL) for book in (one, other))
    assert straight(compare(first, second)) == swapped(compare(second, first))


@few
@given(books, books, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(one: Workbook, other: Workbook, dice: Random) -> None:
    shuffled = Workbook(tuple(in_another_order(each, dice) for each in other.sheets), one.manifest)
    before, *after = (side_of(check(book), INTERNAL) for book in (one, other, shuffled))
    first, second = (difference_json(compare(before, side), "zh") for side in after)
    assert first == second


def in_another_order(sheet: Sheet, dice: Random) -> Sheet:
    header, *rest = sheet.text.to_numpy().tolist()
    dice.shuffle(rest)
    return Sheet(sheet.title, grid([header, *rest]))


@pytest.mark.parametrize("audience", ["internal", "org"])
def test_the_demo_register_and_its_copy_with_mistakes(
    audience: str, snapshot: SnapshotAssertion
) -> None:
    readers = {"internal": INTERNAL, "org": ORG}[audience]
    sides = [side_of(checked_demo(name), readers) for name in ("demo", "demo_mistakes")]
    assert difference_text(compare(*sides), "zh") == snapshot


def test_the_example_of_the_guide_is_what_one_gets() -> None:
    *_, expected = CASES[0].values
    page = CHINESE / "editing" / "findings.md"
    assert blocks(page, "text")[-1].strip() == expected["zh"].strip()
