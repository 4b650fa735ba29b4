"""What stands in single cells of a ledger: terms, people, units with posts, things never kept."""

from __future__ import annotations

import pytest

from builders import real_schema
from handbook.importing.headings import Heading, read_heading
from handbook.importing.matching import Units
from handbook.importing.periods import read_period, read_term
from handbook.importing.privacy import without_private
from handbook.importing.roles import role_of_title
from handbook.importing.splitting import (
    names_several_units,
    read_people,
    split_unit_and_post,
)

_YEAR = "2025-09-01/2026-08-31"


@pytest.mark.parametrize(
    ("text", "locale", "told"),
    [
        ("2025.09-2026.08", "zh", _YEAR),
        ("2025年9月—2026年8月", "zh", _YEAR),
        ("自2025年9月起一年", "zh", _YEAR),
        ("自2025年9月1日起至2026年8月31日止", "zh", _YEAR),
        ("2025年9月起，一年", "zh", _YEAR),
        ("一年（2025.09-2026.08）", "zh", _YEAR),
        ("2025.09—2026.08（一年）", "zh", _YEAR),
        ("202509-202608", "zh", _YEAR),
        ("2025-09-01-2026-08-31", "zh", _YEAR),
        ("２０２５．９－２０２６．８", "zh", _YEAR),
        ("2025.1-2025.12", "zh", "2025-01-01/2025-12-31"),
        ("2025.09.01起，为期6个月", "zh", "2025-09-01/2026-02-28"),
        ("2012年9月15日至12月30日", "zh", "2012-09-15/2012-12-30"),
        ("2025年3月—9月", "zh", "2025-03-01/2025-09-30"),
        ("2025年9月至今", "zh", "2025-09-01/"),
        ("từ 01/9/2025 đến 31/8/2026", "vi", _YEAR),
        ("9/2025 - 8/2026", "vi", _YEAR),
        ("12 tháng kể từ ngày 01/9/2025", "vi", _YEAR),
        ("Từ ngày 01/9/2025 đến nay", "vi", "2025-09-01/"),
    ],
)
def test_a_term_is_read_from_one_cell(text: str, locale: str, told: str) -> None:
    period = read_period(text, locale)
    assert period is not None
    assert f"{period.start or ''}/{period.end or ''}" == told


@pytest.mark.parametrize(
    "text",
    [
        "2025.03-09",  # the third of September, or until September
        "2025.09-2026.08（半年）",
        "2026.08-2025.09",
        "2025年—2026年",
        "2025年9月",
        "一个学期",
        "待定",
        "1/3/2025-1/4/2025",
        "",
    ],
)
def test_a_term_that_could_be_two_is_not_read(text: str) -> None:
    assert read_period(text, "zh") is None


@pytest.mark.parametrize(
    ("text", "months"),
    [("一年", 12), ("6个月", 6), ("半年", 6), ("12", 12), ("1年半", 18), ("两年", 24),
     ("36 tháng", 36), ("3 năm", 36), ("一学期", None), ("0", None), ("十十月", None)],
)  # fmt: skip
def test_a_term_in_words_is_a_number_of_months(text: str, months: int | None) -> None:
    assert read_term(text) == months


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("顾 清禾", ["顾清禾"]),
        ("顾　禾", ["顾禾"]),
        ("闫 书 屿", ["闫书屿"]),
        ("欧阳 清禾", ["欧阳清禾"]),
        ("程栎*", ["程栎"]),
        ("顾清禾（女）", ["顾清禾"]),
        ("顾清禾、陆予安", ["顾清禾", "陆予安"]),
        ("顾清禾 陆予安", ["顾清禾", "陆予安"]),
        ("顾清禾\n陆予安", ["顾清禾", "陆予安"]),
        ("Trần Minh Lộc, Lê Thảo Vy", ["Trần Minh Lộc", "Lê Thảo Vy"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
    ],
)
def test_names_are_told_apart(text: str, names: list[str]) -> None:
    assert [person.name for person in read_people(text) or ()] == names


@pytest.mark.parametrize("text", ["空缺", "待定", "2名", "合计", "村委会", "办公室主任", "chưa có"])
def test_what_is_no_name_is_none(text: str) -> None:
    assert read_people(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "post"),
    [
        ("栖川市财政局预算科科长", "栖川市财政局", "预算科科长"),
        ("栖川市财政局 预算科科长", "栖川市财政局", "预算科科长"),
        ("市委组织部干部一科科长", "市委组织部", "干部一科科长"),
        ("栖川市委办公室副主任", "栖川市委办公室", "副主任"),
        ("团市委办公室副主任", "团市委", "办公室副主任"),
        ("团市委副书记", "团市委", "副书记"),
        ("市发改委投资科科长", "市发改委", "投资科科长"),
        ("栖川市卫健委副主任", "栖川市卫健委", "副主任"),
        ("市国资委四级主任科员", "市国资委", "四级主任科员"),
        ("杏坞镇党委委员、副镇长", "杏坞镇", "党委委员、副镇长"),
        ("杏坞镇人民政府副镇长", "杏坞镇人民政府", "副镇长"),
        ("白枥乡乡长助理", "白枥乡", "乡长助理"),
        ("栖川市农业农村局高级农艺师", "栖川市农业农村局", "高级农艺师"),
        ("栖川市乡村振兴局综合科科长", "栖川市乡村振兴局", "综合科科长"),
        ("桐湾河镇村镇规划建设指导员", "桐湾河镇", "村镇规划建设指导员"),
        ("栖川市中级人民法院民一庭副庭长", "栖川市中级人民法院", "民一庭副庭长"),
        ("望栖街道办事处", "望栖街道办事处", ""),
    ],
)
def test_a_unit_is_split_from_its_post(text: str, unit: str, post: str) -> None:
    split = split_unit_and_post(text, (), "zh")
    assert split is not None
    assert (split.unit, split.post) == (unit, post)


@pytest.mark.parametrize(
    "text",
    [
        "杏坞镇农业服务中心主任",
        "栖川市城市管理局岚屿分局综合科科长",
        "青楹乡白枥村第一书记",
        "共青团栖川市委办公室副主任",
        "预算科科长",
        "副局长",
    ],
)
def test_where_two_units_are_thinkable_nothing_is_split(text: str) -> None:
    assert split_unit_and_post(text, (), "zh") is None


def test_a_unit_known_from_elsewhere_splits_what_no_rule_does() -> None:
    split = split_unit_and_post("栖川融媒社记者", {"栖川融媒社"}, "zh")
    assert split is not None
    assert (split.unit, split.post) == ("栖川融媒社", "记者")


@pytest.mark.parametrize(
    ("text", "unit", "post"),
    [
        ("Phó Trưởng phòng Kế hoạch, Sở Tài chính", "Sở Tài chính", "Phó Trưởng phòng Kế hoạch"),
        ("Sở Nội vụ - Chuyên viên chính", "Sở Nội vụ", "Chuyên viên chính"),
        ("Phó Chủ tịch UBND xã Suối Lam", "xã Suối Lam", "Phó Chủ tịch UBND"),
        ("Phó Giám đốc Sở Tài chính", "Sở Tài chính", "Phó Giám đốc"),
        ("Sở Nội vụ", "Sở Nội vụ", ""),
    ],
)
def test_a_vietnamese_post_stands_before_its_unit(text: str, unit: str, post: str) -> None:
    split = split_unit_and_post(text, (), "vi")
    assert split is not None
    assert (split.unit, split.post) == (unit, post)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("表现良好，电话13812345678", "表现良好"),
        ("沈牧之（电话：13812345678）", "沈牧之"),
        ("身份证号 11010519491231002X，已报到", "已报到"),
        ("联系电话：0772-2345678", ""),
        ("邮箱 a.b@example.test", ""),
        ("１３８１２３４５６７８", ""),
        ("因病住院一周，已返岗", "已返岗"),
        ("到市残疾人联合会挂职", "到市残疾人联合会挂职"),
        ("栖组干〔2025〕18号", "栖组干〔2025〕18号"),
        ("2025.09.01-2026.08.31", "2025.09.01-2026.08.31"),
        ("资金 1200000 元", "资金 1200000 元"),
    ],
)
def test_what_a_register_never_holds_is_taken_out(text: str, kept: str) -> None:
    assert without_private(text, real_schema()).text == kept


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("杏坞镇/白枥乡", True),
        ("杏坞镇、白枥乡", True),
        ("栖川市委组织部 栖川市财政局", True),
        ("栖川市财政 局", False),
        ("栖川市财政局", False),
    ],
)
def test_two_units_in_a_cell_are_not_one(text: str, several: bool) -> None:
    assert names_several_units(text) is several


@pytest.mark.parametrize(
    ("title", "above", "role"),
    [
        ("姓　名", "", "name"),
        ("原单位及职务", "", "home_unit_and_post"),
        ("现工作单位、职务", "", "home_unit_and_post"),
        ("挂职单位及职务", "", "host_unit_and_post"),
        ("单位", "挂职情况", "host_unit"),
        ("职务", "挂职情况", "host_post"),
        ("单位", "原任职情况", "home_unit"),
        ("起", "挂职时间", "start"),
        ("止", "挂职时间", "end"),
        ("出生年月", "", "cadres.birth_ym"),
        ("出生年月（岁）", "", "cadres.birth_ym"),
        ("任职文号", "", "postings.appointment_doc_number"),
        ("联系方式", "", "withheld"),
        ("身份证号码", "", "withheld"),
        ("帮带联系人", "", "mentor"),
        ("Họ và tên", "", "name"),
        ("Chức vụ, đơn vị công tác", "", "home_unit_and_post"),
        ("Đơn vị", "Nơi đến", "host_unit"),
        ("驻点情况", "", "unknown"),
    ],
)
def test_a_column_is_known_by_its_heading(title: str, above: str, role: str) -> None:
    assert role_of_title(title, above, real_schema()) == role


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (
            "栖川市2025年第一批公开选派优秀年轻干部到乡镇挂职人员台账",
            Heading("栖川市公开选派优秀年轻干部到乡镇挂职", "2025年第一批", "第一批", "post_down"),
        ),
        ("一、市直单位", Heading("", "", "", "")),
        ("第二批（2025年3月）", Heading("", "2025年第二批", "第二批", "")),
        (
            "Danh sách công chức biệt phái đợt 1 năm 2025",
            Heading("công chức biệt phái", "Đợt 1 năm 2025", "đợt 1", "vn_biet_phai"),
        ),
    ],
)
def test_a_title_tells_programme_and_batch(text: str, heading: Heading) -> None:
    assert read_heading(text) == heading


def test_a_region_joins_names_only_where_the_ledger_has_one_of_its_kind() -> None:
    units = Units({})
    for name in ("栖川市财政局", "市财政局"):
        units.learn(name)
    units.settle(["栖川市", "临屿市"])
    assert units.name_of("市财政局") == "市财政局"
    units.settle(["栖川市", "岚屿区"])
    assert units.name_of("市财政局") == "栖川市财政局"


def test_a_person_may_say_which_unit_is_meant() -> None:
    units = Units({"财局": "栖川市财政局"})
    units.learn("财局")
    assert units.name_of("财局") == "栖川市财政局"
    assert units.short_names("栖川市财政局") == ["财局"]
    assert list(units.alike()) == []


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("栖川市财政局", "栖川市民政局", False),
        ("栖川市财政局", "栖川市财致局", False),
        ("栖川市农业农村局", "栖川市农业农忖局", True),
        ("栖川市财政局", "栖州市财政局", True),
        ("栖川市财政局", "财政局", True),
    ],
)
def test_only_names_that_may_be_a_slip_are_told_as_alike(
    one: str, other: str, is_told: bool
) -> None:
    units = Units({})
    units.learn(one)
    units.learn(other)
    assert bool(list(units.alike())) is is_told
