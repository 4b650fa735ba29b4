"""What a cell should hold: which rule a column gets, and when a live rule is that rule."""

import pytest

from handbook.provisioning.blueprint import Form, draw
from handbook.provisioning.cell_rules import format_of, is_same_rule, list_range, rule_of
from handbook.provisioning.live import Rule
from small_workbooks import SCHEMA

TABS = {
    language: {tab.key: tab for tab in draw(SCHEMA, language).tabs}
    for language in ("zh", "vi", "en")
}


def column(path, language="zh"):
    sheet, name = path.split(".")
    return next(each for each in TABS[language][sheet].columns if each.field.name == name)


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        pytest.param("postings.posting_id", "zh", None, id="an id"),
        pytest.param("cadres.name", "zh", None, id="text"),
        pytest.param("batches.quota", "zh", None, id="a number"),
        pytest.param("cadres.birth_ym", "zh", None, id="a month"),
        pytest.param(
            "allocations.must_nominate",
            "vi",
            ("ONE_OF_LIST", ("Có", "Không"), "Hãy chọn một mục trong danh sách."),
            id="yes or no",
        ),
        pytest.param(
            "cadres.gender",
            "zh",
            ("ONE_OF_LIST", ("未知", "男", "女", "未说明"), "请从下拉列表中选一项。"),
            id="a choice",
        ),
        pytest.param(
            "postings.cadre_id",
            "en",
            (
                "ONE_OF_RANGE",
                ("='_Choices'!$B$3:$B",),
                (
                    "Choose from the list, or type the number; "
                    "a record added just now will do as well."
                ),
            ),
            id="a reference",
        ),
        pytest.param(
            "postings.start_planned",
            "zh",
            ("DATE_IS_VALID", (), "请填日期，写成 2024-03-01。"),
            id="a day",
        ),
        pytest.param(
            "programmes.basis_doc_ids",
            "zh",
            (
                "CUSTOM_FORMULA",
                ("=TRUE",),
                "可以填几个编号，用分号隔开，例如：D-001；D-004",
            ),
            id="several references",
        ),
    ],
)
def test_a_column_gets_the_help_that_fits(path, language, expected):
    rule = rule_of(column(path, language), language, "='_Choices'!$B$3:$B")
    told = rule and (rule.kind, rule.values, rule.message.rpartition("\n")[0])
    assert told == expected
    assert rule is None or rule.is_ours


def test_several_choices_are_listed_in_the_help():
    several = next(
        each
        for tab in TABS["zh"].values()
        for each in tab.columns
        if each.takes_several and each.choices
    )
    rule = rule_of(several, "zh", "")
    assert rule is not None
    assert rule.kind == "CUSTOM_FORMULA"
    assert rule.message.startswith(f"可以填几项，用分号隔开。可选：{'、'.join(several.choices)}\n")


def test_a_reference_without_a_list_gets_no_drop_down():
    assert rule_of(column("postings.cadre_id"), "zh", "") is None


CADRES = rule_of(column("postings.cadre_id"), "zh", list_range("_下拉选项", 2))
assert CADRES is not None


@pytest.mark.parametrize(
    ("spelt", "is_same"),
    [
        pytest.param("='_下拉选项'!$B$3:$B", True, id="as we write it"),
        pytest.param("=_下拉选项!$B$3:$B", True, id="without quotation marks"),
        pytest.param("_下拉选项!B3:B1000", True, id="closed at the bottom, nothing fixed"),
        pytest.param("='_下拉选项'!$B$4:$B", True, id="moved by a row"),
        pytest.param("='_下拉选项'!$C$3:$C", False, id="another column"),
        pytest.param("='干部'!$B$3:$B", False, id="another sheet"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_range_may_be_spelt_in_many_ways(spelt, is_same):
    live = Rule("ONE_OF_RANGE", (spelt,), CADRES.message)
    assert is_same_rule(live, CADRES) is is_same


def test_white_space_of_the_help_does_not_count():
    live = Rule(CADRES.kind, CADRES.values, CADRES.message.replace("\n", " "))
    assert is_same_rule(live, CADRES)
    assert live.is_ours


def test_a_drop_down_whose_items_a_person_changed_is_the_persons():
    gender = rule_of(column("cadres.gender"), "zh", "")
    assert gender is not None
    changed = Rule(gender.kind, (*gender.values, "不详"), gender.message)
    assert not changed.is_ours
    assert not is_same_rule(changed, gender)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (Form.TEXT, "TEXT"),
        (Form.DATE, "DATE yyyy-mm-dd"),
        (Form.INTEGER, ""),
        (Form.NUMBER, ""),
    ],
)
def test_a_form_has_its_format(form, expected):
    assert format_of(form) == expected
