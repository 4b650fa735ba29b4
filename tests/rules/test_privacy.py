"""Personal data that must not stand in the register, or not for ever."""

from __future__ import annotations

import time
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from handbook.findings import Finding, Visibility
from handbook.rules.privacy import check_identity_numbers, check_private_texts
from handbook.workbook import Sheet, Workbook
from small_workbooks import AS_OF, CADRES, POSTING, PROGRAMME, UNITS, Row, check, workbook

NUMBER = "440524188001010014"  # example of the standard itself


def asking(code: str) -> list[Row]:
    return [{**PROGRAMME, "rules_on": code}]


def findings(book: Workbook, code: str, as_of: date = AS_OF) -> list[Finding]:
    return [each for each in check(book, as_of).findings if each.code == code]


def with_remark(text: str, code: str) -> Workbook:
    cadres = [dict(CADRES[0]) | {"remark": text}, dict(CADRES[1]) | {"remark": "正常"}]
    return workbook(cadres=cadres, programmes=asking(code))


# -- R89


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(NUMBER, True, id="alone"),
        pytest.param(f"证件号{NUMBER}，已核", True, id="in a sentence"),
        pytest.param("440524 18800101 0014", True, id="in groups"),
        pytest.param("４４０５２４１８８００１０１００１４", True, id="full width"),
        pytest.param("11010519491231002X", True, id="last character X"),
        pytest.param("11010519491231002x", True, id="small x"),
        pytest.param("11010519491231002Ｘ", True, id="full-width X"),
        pytest.param("440524188001010015", False, id="last character differs"),
        pytest.param("440524188002300014", False, id="30 February"),
        pytest.param(f"{NUMBER}9", False, id="nineteen digits"),
        pytest.param(f"8{NUMBER}", False, id="digit in front"),
        pytest.param("44052418800101001", False, id="seventeen digits"),
        pytest.param("11980101T0000001XY", False, id="a credit code"),
        pytest.param("CCCD 079085001234", True, id="Vietnamese number with its label"),
        pytest.param("số căn cước: 079085001234", True, id="label in full"),
        pytest.param("身份证 079085001234", True, id="Chinese label"),
        pytest.param("079085001234", False, id="twelve digits without a label"),
        pytest.param("CCCD 0790850012345", False, id="thirteen digits with a label"),
        pytest.param("", False, id="blank"),
    ],
)
def test_an_identity_number_is_found_wherever_it_stands_in_a_text(text: str, says: bool) -> None:
    found = findings(with_remark(text, ""), "POL-R89")
    assert [(each.record, each.cell.field) for each in found] == (
        [("C-00001", "remark")] if says else []
    )


@given(st.dates(date(1930, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
@settings(max_examples=25, deadline=None)
def test_of_all_last_characters_one_makes_an_identity_number(born: date, serial: int) -> None:
    body = f"530102{born:%Y%m%d}{serial:03d}"
    last = mod_11_2.calc_check_digit(body)
    rows = [
        {"cadre_id": f"C-{number:05d}", "name": f"干部{number}", "remark": body + each}
        for number, each in enumerate("0123456789X")
    ]
    found = findings(workbook(cadres=rows, postings=[]), "POL-R89")
    assert [each.record for each in found] == [f"C-{'0123456789X'.index(last):05d}"]


def test_the_number_is_repeated_nowhere() -> None:
    (finding,) = findings(with_remark(f"证件号{NUMBER}", ""), "POL-R89")
    assert NUMBER not in repr(finding)


def test_it_is_as_secret_as_its_column_and_its_owner_acts() -> None:
    cadres = [dict(CADRES[0]) | {"home_post": NUMBER}, dict(CADRES[1]) | {"remark": NUMBER}]
    found = findings(workbook(cadres=cadres), "POL-R89")
    assert [(each.visibility, each.responsible) for each in found] == [
        (Visibility.INTERNAL, "home"),
        (Visibility.ORG, "org_dept"),
    ]


@pytest.mark.parametrize(
    ("header", "text", "says"),
    [
        pytest.param("身份证号", NUMBER, True, id="Chinese number"),
        pytest.param("Số CCCD", "079085001234", True, id="Vietnamese number under its label"),
        pytest.param("编码", "079085001234", False, id="twelve digits under another header"),
    ],
)
def test_a_column_of_ones_own_is_looked_at(header: str, text: str, says: bool) -> None:
    found = findings(workbook(cadres=[dict(CADRES[0]) | {header: text}]), "POL-R89")
    assert [(each.cell.a1, each.visibility) for each in found] == (
        [("cadres!D2", Visibility.ORG)] if says else []
    )


def test_a_cell_that_could_not_be_read_is_looked_at_too() -> None:
    book = workbook(postings=[POSTING | {"appointed_on": NUMBER}])
    assert [each.cell.field for each in findings(book, "POL-R89")] == ["appointed_on"]


def test_the_second_spreadsheet_is_looked_at() -> None:
    restricted = Sheet(
        title="cadres",
        text=pd.DataFrame(
            {1: ["cadre_id", "C-00001"], 2: ["remark", NUMBER]},
            index=pd.RangeIndex(1, 3),
            dtype=object,
        ),
        book="restricted",
    )
    book = workbook()
    both = Workbook((*book.sheets, restricted), book.manifest)
    assert [(each.cell.book, each.record) for each in findings(both, "POL-R89")] == [
        ("restricted", "C-00001")
    ]


# -- R91


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("电话13800000000", [""], id="mobile"),
        pytest.param("138-0000-0000", [""], id="mobile in groups"),
        pytest.param("+86 138 0000 0000", [""], id="mobile with country code"),
        pytest.param("0999-1234567", [""], id="landline"),
        pytest.param("ĐT 0912 345 678", [""], id="Vietnamese mobile"),
        pytest.param("+84912345678", [""], id="Vietnamese mobile with country code"),
        pytest.param("12800000000", [], id="no mobile begins so"),
        pytest.param("138000000001", [], id="twelve digits"),
        pytest.param("2025-09-01至2026-08-31", [], id="dates"),
        pytest.param("栖组干〔2025〕18号", [], id="number of a document"),
        pytest.param("卡号6222020000000000", [], id="card number that does not add up"),
        pytest.param("卡号4111 1111 1111 1111", ["card"], id="card number"),
        pytest.param(NUMBER, [], id="identity number, which R89 says"),
        pytest.param("因高血压暂缓", ["health"], id="illness"),
        pytest.param("đang mang thai", ["health"], id="Vietnamese word"),
        pytest.param("Đang MANG THAI", ["health"], id="Vietnamese word in capitals"),
        pytest.param("on sick leave for two weeks", ["health"], id="English word"),
        pytest.param("Diagnosed with Diabetes", ["health"], id="English word in capitals"),
        pytest.param("was in hospital, surgery on Monday", ["health"], id="hospital and surgery"),
        pytest.param("six months pregnant", ["health"], id="pregnant"),
        pytest.param("住院期间电话13800000000", ["", "health"], id="two kinds"),
        pytest.param("走访残疾人家庭", [], id="work with disabled people"),
        pytest.param("到市肿瘤医院调研", [], id="name of an institution"),
        pytest.param("工作中风险防控", [], id="a stroke hides in risks at work"),
        pytest.param("技术后备力量", [], id="after surgery hides in technical reserve"),
        pytest.param("发生病虫害", [], id="being ill hides in pests"),
        pytest.param("查处生产假冒商品", [], id="maternity leave hides in counterfeits"),
        pytest.param("心理辅导、健康宣传", [], id="health as a subject"),
        pytest.param("visited the County Cancer Hospital", [], id="an English institution"),
        pytest.param("cancer screening for pregnant women", [], id="work with patients"),
        pytest.param("households in poverty due to illness", [], id="poor through illness"),
        pytest.param("was in hospital management for a year", [], id="in hospital, at work"),
        pytest.param("experience in hospital management", [], id="hospital as a place of work"),
        pytest.param("fault diagnosis of pumps", [], id="diagnosis of machines"),
        pytest.param("had a stroke of luck", [], id="a stroke of luck"),
        pytest.param("teaching aids", [], id="aids that are tools"),
        pytest.param("economic depression, depressed area", [], id="depression of a region"),
        pytest.param("the function is disabled", [], id="a function that is off"),
        pytest.param("Disabled Persons' Federation", [], id="disabled people's federation"),
        pytest.param("fractured rock, broken road", [], id="broken things"),
        pytest.param("", [], id="blank"),
    ],
)
def test_private_matters_are_found_in_free_text(text: str, expected: list[str]) -> None:
    found = findings(with_remark(text, "R91"), "POL-R91")
    assert sorted(each.variant for each in found) == expected
    assert {(each.record, each.cell.field) for each in found} <= {("C-00001", "remark")}


def test_names_of_units_are_left_alone_wherever_they_are_repeated() -> None:
    units = [
        *UNITS,
        {"unit_id": "U-0004", "unit_name": "栖川市骨折康复院", "short_names": "骨折院"},
    ]
    cadres = [
        dict(CADRES[0]) | {"home_post": "栖川市骨折康复院办公室主任"},
        dict(CADRES[1]) | {"home_post": "骨折院科员", "remark": "骨折后休养"},
    ]
    found = findings(workbook(units=units, cadres=cadres, programmes=asking("R91")), "POL-R91")
    assert [(each.record, each.cell.field) for each in found] == [("C-00002", "remark")]


def test_an_english_name_of_a_unit_is_left_alone_too() -> None:
    units = [*UNITS, {"unit_id": "U-0004", "unit_name": "Qichuan Diabetes Institute"}]
    cadres = [
        dict(CADRES[0]) | {"home_post": "head of office, Qichuan diabetes institute"},
        dict(CADRES[1]) | {"remark": "diabetes"},
    ]
    found = findings(workbook(units=units, cadres=cadres, programmes=asking("R91")), "POL-R91")
    assert [(each.record, each.cell.field) for each in found] == [("C-00002", "remark")]


def test_only_text_and_columns_of_ones_own_are_searched_for_private_matters() -> None:
    cadres = [dict(CADRES[0]) | {"手机": "13800000000"}]
    book = workbook(cadres=cadres, programmes=asking("R91"))
    assert [each.cell.a1 for each in findings(book, "POL-R91")] == ["cadres!D2"]


def test_private_matters_are_not_looked_for_unasked() -> None:
    assert findings(with_remark("电话13800000000", "R41"), "POL-R91") == []


def test_a_hundred_thousand_texts_take_tenths_of_a_second() -> None:
    words = np.array([f"赴第{number}村走访并协调项目推进情况" for number in range(100_000)], object)
    text = pd.DataFrame(
        {1: ["log_id", *[f"W-{number:06d}" for number in range(100_000)]], 2: ["item", *words]},
        index=pd.RangeIndex(1, 100_002),
        dtype=object,
    )
    small = workbook(programmes=asking("R91"))
    sheets = (*small.sheets, Sheet(title="work_log", text=text))
    register = check(Workbook(sheets, small.manifest)).register
    began = time.process_time()
    found = [*check_identity_numbers(register), *check_private_texts(register)]
    assert found == []
    assert time.process_time() - began < 1.0  # about 0.2 s on a quiet core


# -- R93

OLD = POSTING | {
    "start_planned": "2022-01-01",
    "end_planned": "2022-12-31",
    "reported_on": "2022-01-01",
    "appointed_on": "2021-12-20",
    "end_actual": "2022-12-31",
    "status": "completed",
}


@pytest.mark.parametrize(
    ("postings", "as_of", "says"),
    [
        pytest.param([OLD], date(2025, 12, 31), False, id="thirty-six months to the day"),
        pytest.param([OLD], date(2026, 1, 1), True, id="a day more"),
        pytest.param(
            [OLD | {"outcome_on": "2023-02-28"}], date(2026, 2, 28), False, id="since the outcome"
        ),
        pytest.param(
            [OLD | {"outcome_on": "2023-02-28"}], date(2026, 3, 1), True, id="a day after that"
        ),
        pytest.param(
            [OLD | {"end_actual": "2024-02-29", "end_planned": "2024-02-29"}],
            date(2027, 2, 28), False, id="29 February",
        ),
        pytest.param(
            [OLD | {"end_actual": "2024-02-29", "end_planned": "2024-02-29"}],
            date(2027, 3, 1), True, id="a day after 29 February",
        ),
        pytest.param(
            [OLD, POSTING | {"posting_id": "S-0002"}], AS_OF, False, id="posted again"
        ),
        pytest.param(
            [OLD, POSTING | {"posting_id": "S-0002", "status": "cancelled"}], AS_OF, True,
            id="a cancelled posting does not count",
        ),
        pytest.param([OLD | {"end_actual": ""}], AS_OF, False, id="end not entered"),
        pytest.param([OLD | {"end_actual": "2022-13-01"}], AS_OF, False, id="end cannot be read"),
        pytest.param([], AS_OF, False, id="never posted"),
    ],
)  # fmt: skip
def test_confidential_facts_go_after_three_years(
    postings: list[Row], as_of: date, says: bool
) -> None:
    cadres = [dict(CADRES[0]) | {"birth_ym": "1992-05", "in_plan": "na"}]
    book = workbook(cadres=cadres, programmes=asking("R93"), postings=postings)
    found = [
        (each.record, each.cell.field, each.params["count"], each.visibility)
        for each in findings(book, "POL-R93", as_of)
    ]
    assert found == ([("C-00001", "birth_ym", 1, Visibility.ORG)] if says else [])


def test_all_that_is_kept_is_named_once() -> None:
    facts = {"birth_ym": "1992-05", "party_status": "member", "remark": "表现良好"}
    cadres = [dict(CADRES[0]) | facts, dict(CADRES[1])]
    book = workbook(cadres=cadres, programmes=asking("R93"), postings=[OLD])
    (finding,) = findings(book, "POL-R93")
    assert finding.params["fields"] == "出生年月、政治面貌、备注"
