"""The schema files: valid Table Schema, complete in three languages, one meaning per word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest
import yaml

from handbook.findings import Visibility
from handbook.schema import LANGUAGES, Field, TableSchema, fold, load_schema

FOLDER = Path(__file__).parents[1] / "sheets_schema"
SCHEMA = load_schema(FOLDER)
FIELDS = [field for table in SCHEMA.tables.values() for field in table.fields]

SHEETS = [
    "units",
    "cadres",
    "programmes",
    "batches",
    "postings",
    "positions",
    "applications",
    "mentors",
    "reports",
    "assessments",
    "engagements",
    "absences",
    "work_log",
    "documents",
    "allocations",
    "waivers",
]
CORE = ["units", "cadres", "programmes", "batches", "postings"]
TYPES = {
    "id": "string",
    "reference": "string",
    "references": "string",
    "enum": "string",
    "enums": "string",
    "text": "string",
    "code": "string",
    "url": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "month": "yearmonth",
}
SENTENCE_ENDS = {"zh": "。", "vi": ".", "en": "."}
COUNTRIES = {"cn", "vn"}


def read(name: str) -> dict[str, Any]:
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


DESCRIPTORS = {sheet: read(sheet) for sheet in SHEETS}
ENUMERATIONS = read("enumerations")


def clashes(words: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Words that mean more than one thing: folded word → what it means."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for owner, word in words:
        meanings[fold(word)].add(owner)
    return {word: owners for word, owners in meanings.items() if len(owners) > 1}


def path(field: Field) -> str:
    return f"{field.sheet}.{field.name}"


def constraints(sheet: str, name: str) -> Mapping[str, Any]:
    each = next(each for each in DESCRIPTORS[sheet]["fields"] if each["name"] == name)
    return each.get("constraints", {})  # type: ignore[no-any-return]


# -- The files as a whole


def test_the_sheets_stand_in_their_order() -> None:
    workbook = read("workbook")
    core = [table.key for table in SCHEMA.tables.values() if table.is_core]
    assert (workbook["sheets"], core) == (SHEETS, CORE)


@pytest.mark.parametrize("sheet", SHEETS)
def test_frictionless_reads_the_file_and_loses_nothing(sheet: str) -> None:
    """Keys are compared elsewhere: frictionless writes one field as a list of one."""
    parts = ("handbook", "missingValues", "fields")
    read_back = frictionless.Schema.from_descriptor(DESCRIPTORS[sheet]).to_descriptor()
    assert [read_back[part] for part in parts] == [DESCRIPTORS[sheet][part] for part in parts]


def test_every_foreign_key_names_the_key_of_a_sheet() -> None:
    wrong = [
        (sheet, key["fields"])
        for sheet, descriptor in DESCRIPTORS.items()
        for key in descriptor.get("foreignKeys", [])
        if DESCRIPTORS[key["reference"]["resource"] or sheet]["primaryKey"]
        != key["reference"]["fields"]
    ]
    assert wrong == []


def test_references_have_a_target_and_nothing_else_has() -> None:
    wrong = [
        path(field)
        for field in FIELDS
        if (field.target in SCHEMA.tables) != (field.kind in ("reference", "references"))
    ]
    assert wrong == []


def fields_named_by_the_sheet(sheet: str) -> Iterator[str]:
    """Every field a sheet's own extras speak of."""
    extras = DESCRIPTORS[sheet]["handbook"]
    label = extras["label"]
    yield from [label] if isinstance(label, str) else label
    yield from extras.get("daily", [])
    yield from extras.get("keyedBy", [])
    for group in [*extras.get("uniqueTogether", []), *extras.get("order", [])]:
        yield from group
    for own, other in extras.get("agree", []):
        yield own
        yield other.split(".")[0]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_speaks_of_its_own_fields_only(sheet: str) -> None:
    known = {field.name for field in SCHEMA.tables[sheet].fields}
    assert set(fields_named_by_the_sheet(sheet)) - known == set()


def target_through(table: TableSchema, other: str) -> str:
    """Sheet a path such as `position_id.batch_id` ends in."""
    reference, name = other.split(".")
    return SCHEMA.tables[table.field(reference).target].field(name).target


def test_an_agreement_compares_two_references_to_the_same_sheet() -> None:
    wrong = [
        (table.key, own, other)
        for table in SCHEMA.tables.values()
        for own, other in table.agreements
        if target_through(table, other) != table.field(own).target
    ]
    assert wrong == []


def test_dates_in_order_are_dates() -> None:
    kinds = {
        table.field(name).kind
        for table in SCHEMA.tables.values()
        for pair in table.order
        for name in pair
    }
    assert kinds == {"date"}


# -- Every field


def gaps(each: Mapping[str, Any]) -> Iterator[str]:
    """What a field of a file lacks."""
    extras = each["handbook"]
    for language in LANGUAGES:
        title, sentence = extras["title"].get(language), extras["description"].get(language)
        if not title:
            yield f"title {language}"
        if not sentence or not sentence.endswith(SENTENCE_ENDS[language]) or sentence == title:
            yield f"description {language}"
    yield from (word for word in ("visibility", "kind", "filledBy") if not extras.get(word))


def test_every_field_is_complete() -> None:
    wrong = [
        (sheet, each["name"], gap)
        for sheet, descriptor in DESCRIPTORS.items()
        for each in descriptor["fields"]
        for gap in gaps(each)
    ]
    assert wrong == []


def test_every_sheet_is_described_in_three_languages() -> None:
    wrong = [
        (table.key, language)
        for table in SCHEMA.tables.values()
        for language in LANGUAGES
        if not table.titles[language]
        or not table.descriptions[language].endswith(SENTENCE_ENDS[language])
    ]
    assert wrong == []


def test_the_type_follows_from_the_kind() -> None:
    types = {
        (each["handbook"]["kind"], each["type"])
        for descriptor in DESCRIPTORS.values()
        for each in descriptor["fields"]
    }
    assert types == set(TYPES.items())


def test_choices_are_those_of_their_list() -> None:
    wrong = [
        path(field)
        for field in FIELDS
        if field.kind == "enum"
        and constraints(field.sheet, field.name)["enum"] != list(field.enumeration.labels)  # type: ignore[union-attr]
    ]
    assert wrong == []


def test_every_list_is_used() -> None:
    assert {field.enumeration.name for field in FIELDS if field.enumeration} == set(ENUMERATIONS)


def test_a_condition_names_a_choice_of_the_sheet() -> None:
    wrong = [
        (path(field), other, key)
        for field in FIELDS
        for other, keys in field.required_when.items()
        for key in keys
        if (choices := SCHEMA.tables[field.sheet].field(other).enumeration) is None
        or key not in choices.labels
    ]
    assert wrong == []


def test_defaults_can_be_read_back() -> None:
    wrong = [
        path(field)
        for field in FIELDS
        if field.default and field.enumeration and field.default not in field.enumeration.labels
    ]
    assert wrong == []


def fits(field: Field) -> bool:
    """Whether the example is a value the field takes."""
    if field.kind in ("integer", "number"):
        low = float("-inf" if field.minimum is None else field.minimum)
        high = float("inf" if field.maximum is None else field.maximum)
        return low <= float(field.example) <= high
    if field.kind in ("reference", "references"):
        target = SCHEMA.tables[field.target]
        pattern = target.field(target.primary_key).pattern
        return all(re.fullmatch(pattern, each) for each in field.example.split("；"))
    if field.kind == "enums":
        assert field.enumeration is not None
        return all(map(field.enumeration.key_of, field.example.split("；")))
    if field.kind in ("date", "month"):
        shape = r"\d{4}-\d{2}-\d{2}" if field.kind == "date" else r"\d{4}-\d{2}"
        return re.fullmatch(shape, field.example) is not None
    longest = field.max_length or len(field.example)
    return re.fullmatch(field.pattern or ".*", field.example) is not None and (
        len(field.example) <= longest
    )


def test_examples_are_values_the_field_takes() -> None:
    without = ("enum", "boolean")  # the drop-down shows every value there is
    wrong = [
        path(field)
        for field in FIELDS
        if field.kind not in without
        and field.name != "remark"
        and not (field.example and fits(field))
    ]
    assert wrong == []


IDS = {
    "units": r"^U-\d{4,8}$",
    "cadres": r"^C-\d{5,8}$",
    "programmes": r"^P-\d{2,8}$",
    "batches": r"^B-\d{3,8}$",
    "postings": r"^S-\d{4,8}$",
    "positions": r"^N-\d{4,8}$",
    "applications": r"^A-\d{4,8}$",
    "mentors": r"^M-\d{4,8}$",
    "reports": r"^R-\d{4,8}$",
    "assessments": r"^X-\d{4,8}$",
    "engagements": r"^G-\d{4,8}$",
    "absences": r"^L-\d{4,8}$",
    "work_log": r"^W-\d{4,8}$",
    "documents": r"^D-\d{3,8}$",
    "allocations": r"^Q-\d{4,8}$",
    "waivers": r"^V-\d{4,8}$",
}


def test_every_sheet_has_its_own_kind_of_id() -> None:
    patterns = {
        table.key: table.field(table.primary_key).pattern for table in SCHEMA.tables.values()
    }
    assert patterns == IDS


def test_only_what_nothing_works_without_is_required() -> None:
    required = {
        table.key: [field.name for field in table.fields if field.required]
        for table in SCHEMA.tables.values()
    }
    assert required == {
        "units": ["unit_id", "unit_name"],
        "cadres": ["cadre_id", "name"],
        "programmes": ["programme_id", "name", "kind"],
        "batches": ["batch_id", "programme_id", "title"],
        "postings": ["posting_id", "cadre_id", "start_planned", "end_planned"],
        "positions": ["position_id", "batch_id", "receiving_unit_id", "title"],
        "applications": ["application_id", "batch_id", "cadre_id"],
        "mentors": ["posting_id", "mentor_name"],
        "reports": ["posting_id", "type"],
        "assessments": ["posting_id", "kind"],
        "engagements": ["kind", "held_on"],
        "absences": ["posting_id", "kind", "start_on", "end_on"],
        "work_log": ["posting_id", "log_on", "entry_type"],
        "documents": ["doc_id", "title"],
        "allocations": ["allocation_id", "batch_id", "unit_id"],
        "waivers": ["waiver_id", "code", "record_id", "reason"],
    }


# -- Who may see what

CLASSES = {
    "sealed": {
        "postings": {"outcome_reason"},
        "applications": {"avoidance_declared", "limit_checked"},
        "engagements": {"note"},
    },
    "org": {
        "units": {"leadership_slots_full"},
        "cadres": {
            "base_experience",
            "birth_ym",
            "born_after",
            "party_status",
            "political_theory",
            "in_plan",
            "plan_title",
            "plan_period",
            "service_end_ym",
        },
        "programmes": {"post_loss_alert"},
        "postings": {
            "application_id",
            "party_relation",
            "party_transfer_on",
            "home_post_change_consulted",
            "outcome_rank",
        },
        "assessments": {"grade", "ability_level", "gap_note"},
        "engagements": {"topic", "follow_up", "follow_up_due", "follow_up_done_on"},
    },
    "unit": {
        "waivers": {"reason", "owner"},
        "postings": {
            "home_post_status",
            "home_post_checked_on",
            "housing",
            "returned_on",
            "outcome_post",
            "outcome_on",
            "outcome_doc_number",
            "outcome_doc_id",
        },
        "reports": {"due_on", "submitted_on", "delivered_to", "delivered_on"},
        "assessments": {
            "due_on",
            "done_on",
            "fed_back_receiving_on",
            "fed_back_cadre_on",
            "fed_back_home_on",
            "archived_on",
        },
        "engagements": {"fed_back_home_on", "fed_back_cadre_on"},
        "work_log": {
            "what",
            "site_days",
            "quantity",
            "unit_of_measure",
            "amount_cny",
            "contribution_role",
            "evidence",
            "verified",
        },
    },
}
WHOLE = {"applications": "org", "absences": "unit"}


def test_confidential_columns_are_these_and_no_others() -> None:
    found: dict[str, dict[str, set[str]]] = {"sealed": {}, "org": {}, "unit": {}}
    for field in FIELDS:
        level = field.visibility.name.lower()
        if level in found and field.name != "remark" and WHOLE.get(field.sheet) != level:
            found[level].setdefault(field.sheet, set()).add(field.name)
    assert found == CLASSES


def test_sheets_that_are_confidential_as_a_whole_have_no_opener_column() -> None:
    lowest = {
        sheet: min(field.visibility for field in SCHEMA.tables[sheet].fields).name.lower()
        for sheet in WHOLE
    }
    assert lowest == WHOLE


def test_only_the_waivers_are_published_nowhere_and_have_rows_apart() -> None:
    assert [key for key, each in SCHEMA.tables.items() if not each.is_published] == ["waivers"]
    assert [key for key, each in SCHEMA.tables.items() if each.rows_apart] == ["waivers"]
    assert [each.name for each in SCHEMA.tables["waivers"].fields if each.target] == []


def test_every_sheet_has_one_remark_for_the_organisation_department() -> None:
    remarks = {
        field.sheet: (field.visibility, field.titles["zh"])
        for field in FIELDS
        if field.name == "remark"
    }
    assert remarks == dict.fromkeys(SHEETS, (Visibility.ORG, "备注"))


@pytest.mark.parametrize(
    "word",
    [
        "身份证",
        "电话",
        "手机",
        "住址",
        "民族",
        "家庭",
        "病",
        "处分",
        "银行",
        "căn cước",
        "điện thoại",
        "địa chỉ nhà",
        "dân tộc",
        "sức khỏe",
        "phone",
        "address",
        "identity number",
    ],
)
def test_no_column_asks_for_what_must_never_be_collected(word: str) -> None:
    asking = [
        path(field)
        for field in FIELDS
        if word in " ".join((*field.titles.values(), *field.aliases)).casefold()
    ]
    assert asking == []


# -- One meaning per word


def test_a_tab_title_means_one_sheet() -> None:
    words = [(table.key, word) for table in SCHEMA.tables.values() for word in table.words]
    assert clashes(words) == {}


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_header_means_one_field(sheet: str) -> None:
    words = [(field.name, word) for field in SCHEMA.tables[sheet].fields for word in field.words]
    assert clashes(words) == {}


@pytest.mark.parametrize("name", list(ENUMERATIONS))
def test_a_label_means_one_choice(name: str) -> None:
    words = [
        (key, word)
        for key, choice in ENUMERATIONS[name].items()
        for word in (key, *(choice[each] for each in LANGUAGES), *choice.get("aliases", []))
    ]
    assert clashes(words) == {}


@pytest.mark.parametrize("name", list(ENUMERATIONS))
def test_a_choice_is_complete(name: str) -> None:
    known = {*LANGUAGES, "aliases", "countries", "visibility", "shownAs"}
    wrong = [
        key
        for key, choice in ENUMERATIONS[name].items()
        if not isinstance(key, str)
        or not all(choice.get(language) for language in LANGUAGES)
        or set(choice) - known
        or set(choice.get("countries", [])) - COUNTRIES
        or choice.get("shownAs", key) not in ENUMERATIONS[name]
    ]
    assert wrong == []


def test_choices_of_a_list_can_be_told_apart_in_a_cell() -> None:
    """Where a cell takes several, no word may hold a separator."""
    separator = re.compile(r"[;；、,，\n]")
    wrong = [
        (field.enumeration.name, word)
        for field in FIELDS
        if field.kind == "enums" and field.enumeration
        for key, labels in field.enumeration.labels.items()
        for word in (*labels.values(), *field.enumeration.aliases[key])
        if separator.search(word)
    ]
    assert wrong == []


# -- What offices write

TABS = [
    ("units", ["单位", "单位名册", "Cơ quan, đơn vị", "Units"]),
    ("cadres", ["干部", "干部名册", "花名册", "Cán bộ"]),
    ("programmes", ["项目", "项目与规则参数", "Chương trình"]),
    ("batches", ["批次", "批次安排", "Đợt"]),
    ("postings", ["挂职", "挂职任职", "挂职任职一览表", "Lượt biệt phái", "Lượt luân chuyển"]),
    ("mentors", ["帮带联系人", "帮带", "Người hướng dẫn"]),
    ("absences", ["请销假", "请销假与占用"]),
    ("waivers", ["豁免", "Miễn trừ"]),
]


@pytest.mark.parametrize(("sheet", "titles"), TABS, ids=[sheet for sheet, _ in TABS])
def test_tabs_as_offices_name_them(sheet: str, titles: list[str]) -> None:
    found = [SCHEMA.table_of_title(title) for title in titles]
    assert [table.key if table else None for table in found] == [sheet] * len(titles)


HEADERS = {
    "postings": {
        "挂职编号": "posting_id",
        "干部": "cadre_id",
        "项目批次": "batch_id",
        "派出单位": "home_unit_id",
        "接收单位": "receiving_unit_id",
        "方向": "direction",
        "挂任职务": "title",
        "分工": "duty_area",
        "履职方式": "duty_mode",
        "计划开始": "start_planned",
        "计划结束": "end_planned",
        "起": "start_planned",
        "止": "end_planned",
        "任职文号": "appointment_doc_number",
        "报到日期": "reported_on",
        "实际结束": "end_actual",
        "状态": "status",
        "组织关系": "party_relation",
        "工资关系": "salary_relation",
        "人事关系": "personnel_relation",
        "原岗位状态": "home_post_status",
        "期满去向": "outcome",
        "接替（挂职编号）": "succeeds_posting_id",
        "Mã lượt biệt phái": "posting_id",
        "planned start": "start_planned",
        "end_planned": "end_planned",
    },
    "units": {
        "单位编号": "unit_id",
        "单位名称": "unit_name",
        "单位类别": "unit_type",
        "层级": "level",
        "法人单位": "legal_parent_id",
        "简称": "short_names",
        "上级单位": "admin_parent_id",
        "状态": "status",
        "生效日期": "valid_from",
    },
    "cadres": {
        "干部编号": "cadre_id",
        "姓名": "name",
        "性别": "gender",
        "出生年月": "birth_ym",
        "人员类别": "category",
        "原单位": "home_unit_id",
        "原任职务": "home_post",
        "职务层次": "rank_level",
        "职级": "rank_grade",
        "学历": "education_code",
        "全日制学历": "education_fulltime",
        "在职学历": "education_inservice",
        "基层工作经历": "base_experience",
        "政治面貌": "party_status",
        "记录状态": "record_status",
        "备注": "remark",
        "Tình trạng đảng viên": "party_status",
        "Chức vụ/ngạch": "rank_grade",
        "Lý luận chính trị": "political_theory",
    },
    "batches": {
        "批次编号": "batch_id",
        "项目": "programme_id",
        "名称": "title",
        "推荐截止": "nomination_deadline",
        "到岗期限": "report_by",
        "窗口开始": "window_start",
        "窗口结束": "window_end",
        "挂职起始时间": "window_start",
        "名额": "quota",
        "状态": "status",
        "Ngày công bố quyết định": "sendoff_on",
    },
    "programmes": {
        "项目编号": "programme_id",
        "项目名称": "name",
        "类型": "kind",
        "主管单位": "owner_unit_id",
        "期限下限(月)": "term_min_months",
        "期限上限（月）": "term_max_months",
        "最长延长(月)": "extension_max_months",
        "年龄上限": "age_max",
        "年龄计算基准": "age_basis",
        "学历下限": "edu_min",
        "须无基层经历": "require_no_base_exp",
        "决定机关": "decision_body",
        "组织关系": "party_transfer",
        "工资关系在原单位": "salary_home",
        "原则上不安排原单位工作": "home_work_ban",
        "帮带人数": "mentor_min",
        "帮带层次": "mentor_level",
        "汇报对象": "report_to",
        "考核周期(月)": "assess_cycle_months",
        "启用规则": "rules_on",
        "状态": "status",
    },
    "mentors": {
        "编号": "mentor_id",
        "挂职": "posting_id",
        "角色": "role",
        "姓名": "mentor_name",
        "单位": "unit_id",
        "层次": "level",
        "开始": "start_on",
        "结束": "end_on",
    },
}


@pytest.mark.parametrize("sheet", list(HEADERS))
def test_headers_as_offices_write_them(sheet: str) -> None:
    table = SCHEMA.tables[sheet]
    found = {header: table.field_of_header(header) for header in HEADERS[sheet]}
    assert {header: field and field.name for header, field in found.items()} == HEADERS[sheet]


@pytest.mark.parametrize("sheet", SHEETS)
def test_an_ordinal_is_no_field(sheet: str) -> None:
    assert SCHEMA.tables[sheet].field_of_header("序号") is None


LABELS = {
    "units.unit_type": {
        "政府机关": "gov_organ",
        "党委机关": "party_organ",
        "乡镇": "township",
        "中队": "squad",
    },
    "units.level": {
        "地市": "prefecture",
        "县区": "county",
        "乡镇": "township",
        "基层": "grassroots",
    },
    "units.status": {"正常": "active", "已撤销": "abolished"},
    "cadres.gender": {"男": "1", "女": "2", "2": "2"},
    "cadres.category": {"公务员": "civil_servant", "Viên chức": "institution_staff"},
    "cadres.rank_level": {
        "科员": "staff",
        "股级": "subsection",
        "副科": "deputy_section",
        "正科": "section",
        "正厅级": "bureau",
    },
    "cadres.rank_grade": {
        "三级主任科员": "principal_3",
        "Chuyên viên chính": "vn_chuyen_vien_chinh",
    },
    "cadres.education_code": {"21": "21", "本科": "21", "大专": "31", "14": "14", "Thạc sĩ": "14"},
    "cadres.base_experience": {"无": "no", "有": "yes", "不详": "unknown"},
    "cadres.party_status": {"中共党员": "member", "中共预备党员": "probationary", "群众": "none"},
    "cadres.record_status": {"正常": "active"},
    "programmes.kind": {
        "下派": "post_down",
        "上派": "post_up",
        "东西部协作": "east_west",
        "Luân chuyển": "vn_luan_chuyen",
        "biệt phái": "vn_biet_phai",
        "Tăng cường": "vn_tang_cuong",
    },
    "programmes.age_basis": {"推荐截止日": "nomination_deadline"},
    "programmes.edu_min": {"大专": "college"},
    "programmes.decision_body": {
        "党组": "party_group",
        "常委会": "standing_committee",
        "组织部门": "org_department",
        "部务会": "org_department",
    },
    "programmes.party_transfer": {"不转": "none", "转接": "required"},
    "programmes.mentor_level": {"任意": "any", "党政领导": "party_gov_leader"},
    "programmes.report_to": {"派出单位": "home", "接收单位": "receiving", "组织部门": "org_dept"},
    "programmes.status": {"启用": "active"},
    "batches.status": {"进行中": "running", "已结束": "closed"},
    "postings.direction": {"下派": "down", "上派": "up", "异地": "cross_region"},
    "postings.duty_mode": {
        "协助": "assist",
        "全面履职": "full_duty",
        "旁听": "observe",
        "跟班/列席": "observe",
        "列席": "observe",
    },
    "postings.status": {"在挂": "active", "已结束": "completed", "期满待安排": "awaiting"},
    "postings.party_relation": {
        "已转接": "transferred",
        "未转接": "not_transferred",
        "不适用": "na",
        "Sinh hoạt đảng tạm thời": "temporary",
    },
    "postings.salary_relation": {"原单位": "home", "接收单位": "receiving"},
    "postings.personnel_relation": {"原单位": "home"},
    "postings.home_post_status": {
        "保留": "retained",
        "由他人代管": "acting_cover",
        "已另行配备人员": "replaced",
        "已被顶替": "replaced",
        "已撤并": "abolished",
        "本人已提任": "cadre_promoted",
    },
    "postings.outcome": {
        "回原岗位": "same_post",
        "回原单位同层级岗位": "equal_post",
        "回原单位其他岗位": "other_post",
        "提任": "promoted",
        "留接收单位": "stayed_receiving",
        "转第三单位": "third_unit",
        "续挂": "new_term",
        "离职": "left_service",
        "待定": "pending",
    },
    "mentors.role": {
        "党政领导帮带": "leader_contact",
        "指导教师": "instructor",
        "总负责": "chief",
        "总辖": "chief",
    },
    "mentors.level": {"党政领导": "party_gov_leader", "一般": "staff"},
    "assessments.grade": {
        "称职": "competent",
        "合格": "qualified",
        "Hoàn thành tốt nhiệm vụ": "vn_good",
    },
}


@pytest.mark.parametrize("place", list(LABELS))
def test_labels_as_offices_write_them(place: str) -> None:
    choices = SCHEMA.field(place).enumeration
    assert choices is not None
    assert {label: choices.key_of(label) for label in LABELS[place]} == LABELS[place]


@pytest.mark.parametrize(
    "word",
    [
        "民革党员",
        "民盟盟员",
        "民建会员",
        "民进会员",
        "农工党党员",
        "致公党党员",
        "九三学社社员",
        "台盟盟员",
    ],
)
def test_a_member_of_any_other_party_is_known_as_one(word: str) -> None:
    choices = SCHEMA.field("cadres.party_status").enumeration
    assert choices is not None
    assert choices.key_of(word) == "other_party"
