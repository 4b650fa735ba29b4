"""Cells that hold several things: people, a unit with a post, a mentor with a post."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from handbook.casting.characters import compose, half_width

_HAN = "\\u3400-\\u9fff"
_COMPOUND_SURNAMES = re.compile(
    "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|端木|申屠|轩辕|"
    "南宫|夏侯|闻人|澹台|钟离|呼延|百里|东郭|西门"
)
_NOT_NAMES = re.compile(
    r"空缺|暂缺|缺|无|未定|待定|待报|待选派|合计|小计|-+|—+|/|\?+|chưa có|khuyết|trống"
    r"|.*(?:委会|办公室|政府|单位|领导|书记|主任|[镇乡村局科处站所]长|负责人|专人)",
    re.IGNORECASE,
)
_GAP_IN_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_HAN_NAME = re.compile(rf"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}})*")
_LATIN_NAME = re.compile(rf"(?!.*[{_HAN}])[^\W\d_]+(?:[ '.\-][^\W\d_]+){{1,5}}")
_NAME_REMARK = re.compile(r"^(?P<name>[^（(]+)[（(](?P<remark>[^（）()]*)[）)]$")
_BETWEEN_PEOPLE = re.compile(r"[、,，;；/\n]+")

_STRONG = (
    "(?:管理委员会|管委会|委员会|人民检察院|检察院|人民法院|法院|总工会|联合会|妇联|团委|"
    "团[省市县区]委|(?<=[省市县区州])(?:发展改革|发改|卫生健康|卫健|国资|民宗|经信|住建)委(?!员)|报社|电视台|电台|"
    "研究院|研究所|科学院|党校|学院|大学|中学|小学|学校|幼儿园|医院|卫生院|集团公司|集团|公司|银行|"
    "街道办事处|街道|社区|支队|大队|中队|分局|局|厅|"
    "(?:镇|[乡村](?!村))(?!局|厅|镇|建设|规划|振兴|发展|经济|委|办|服务|中|小学|卫生院|企业|学|文化))"
    "(?!长)"
)
_YOUTH_LEAGUE = rf"[{_HAN}]{{0,8}}?(?:共青团[{_HAN}]{{0,8}}?|团)[省市县区州地工]委"
_PARTY = (
    rf"(?!{_YOUTH_LEAGUE})[{_HAN}]{{0,8}}?(?:省|市|县|区|州|地|工)委(?:组织部|宣传部|统战部|政法委|社会工作部|办公室|办|"
    r"党校|编办|巡察办|网信办|老干部局|农办|研究室)"
    rf"|[{_HAN}]{{0,8}}?(?:省|市|县|区|州)纪委(?:监委)?"
)
_OFFICE = (
    rf"[{_HAN}]{{0,8}}?(?:省|市|县|区|州)(?:人民政府|政府|人大常委会|人大|政协)"
    r"(?:办公室|办公厅|办|研究室|机关)?"
)
_UNIT = re.compile(rf"(?P<unit>{_PARTY}|{_OFFICE}|[{_HAN}·0-9（）()]{{0,24}}?(?:{_STRONG}))")
_UNIT_WHOLE = re.compile(
    rf"(?:{_PARTY}|{_OFFICE}|[{_HAN}·0-9（）()]{{1,30}}(?:{_STRONG}|中心|所|站|队|部|办))"
)
_BELOW_TOWN = re.compile(r"^(?:人民政府|政府|党委|党工委|办事处|纪委|人大)(?=.)")
_SEAL = re.compile(r"人民政府|政府|办事处")
_INNER_UNIT = re.compile(rf"(?:{_STRONG}|中心|工作站|服务站)")
_POST = re.compile(
    r".*(?:长|任|员|记|师|席|干部|助理|秘书|干事|教授|讲师|教师|医生|会计|出纳|研究员|组员|顾问|校长|"
    r"经理|总监|主编|编辑|记者|级|职级|科员|副职|正职)(?:[（(].*[）)])?$"
)
_VI_UNIT_WORD = (
    r"(?:Sở|Ban Tổ chức|Ban Tuyên giáo|Ban Nội chính|Ban Dân vận|Ban Quản lý|Văn phòng|UBND|"
    r"Ủy ban nhân dân|HĐND|Đảng ủy|Tỉnh ủy|Thành ủy|Huyện ủy|Tỉnh đoàn|Thành đoàn|Ủy ban|Hội|"
    r"Trường|Chi cục|Trung tâm|Công an|Bệnh viện|Mặt trận|Liên đoàn|Xã|xã|Phường|phường|"
    r"Thị trấn|thị trấn|Đài|Báo|Công ty|Thanh tra tỉnh)"
)
_VI_UNIT = re.compile(rf"{_VI_UNIT_WORD}(?: |$).*")
_VI_CUT = re.compile(r"\s*[,;\n]\s*|\s+[–-]\s+")
_VI_POST = re.compile(
    r"(?P<post>(?:Phó |Quyền )?"
    r"(?:Giám đốc|Trưởng phòng|Chánh Văn phòng|Trưởng ban|Chủ tịch|Bí thư|"
    r"Chuyên viên|Cán sự|Hiệu trưởng|Chi cục trưởng|Trưởng Ban|Ủy viên)(?: [^,]*?)?)"
    rf" (?P<unit>{_VI_UNIT_WORD} .+)"
)
_KIND_OF_UNITS = re.compile(r"各|全|[省市区县]直|乡镇|街道|村|机关|[省市区县]级")
_SHORTEST_UNIT = 2
_SEVERAL = re.compile(r"[、;；\n]|(?<=[^\d])/(?=[^\d])")


def closed_up(text: str) -> str:
    """Put a text on one line; between Chinese characters a gap or line break means nothing.

    Args:
        text: As typed.
    """
    return _GAP_IN_HAN.sub("", " ".join(text.split()))


def is_name(text: str) -> bool:
    """Say whether a text could be the name of one person."""
    return bool(_HAN_NAME.fullmatch(text) or (len(text) <= 40 and _LATIN_NAME.fullmatch(text)))


def is_no_name(text: str) -> bool:
    """Say whether a text stands where a name should and says that there is none."""
    return bool(_NOT_NAMES.fullmatch(text.strip()))


@dataclass(frozen=True)
class Person:
    """A name as it stands in a ledger.

    Attributes:
        name: The name.
        remark: What stands in brackets behind it; blank for nothing.
    """

    name: str
    remark: str = ""


def read_people(text: str) -> list[Person] | None:
    """Read the names in a cell: one, or several; None where they cannot be told.

    `顾 清禾` is one person, whose name was widened to stand under three characters.

    Args:
        text: As typed.
    """
    text = compose(text).strip().rstrip("*＊※")
    whole = _person(text)
    if whole is not None:
        return [whole]
    parts = [part for part in _BETWEEN_PEOPLE.split(text) if part.strip()]
    if len(parts) == 1:
        parts = text.split()
    people = [_person(part) for part in parts]
    return [each for each in people if each] if len(people) > 1 and all(people) else None


def _person(text: str) -> Person | None:
    found = _NAME_REMARK.match(text.strip())
    name, remark = (found["name"], found["remark"]) if found else (text, "")
    name = _joined(half_width(name))
    return Person(name, remark.strip()) if is_name(name) and not is_no_name(name) else None


def _joined(name: str) -> str:
    """Close the gap inside a Chinese name; two names beside each other stay apart."""
    parts = name.split()
    if len(parts) < 2 or not re.fullmatch(rf"[{_HAN}]+", "".join(parts)):
        return name
    is_one = all(len(part) == 1 for part in parts) or (
        len(parts) == 2 and (len(parts[0]) == 1 or _COMPOUND_SURNAMES.fullmatch(parts[0]))
    )
    return "".join(parts) if is_one else name


@dataclass(frozen=True)
class UnitAndPost:
    """What a cell says of somebody's place.

    Attributes:
        unit: Name of the unit; blank for none.
        post: The post; blank for none.
    """

    unit: str
    post: str


def split_unit_and_post(text: str, known: Collection[str], language: str) -> UnitAndPost | None:
    """Split 栖川市财政局预算科科长 into unit and post, where only one way to do so is thinkable.

    A unit below the unit (分局, 中队, 中心) between the two leaves it open whose post it is.

    Args:
        text: As typed.
        known: Names of units known from elsewhere; they may be followed by anything that names no
            further unit.
        language: Of the ledger; in Vietnamese the post comes first.
    """
    if language == "vi":
        return _split_vietnamese(compose(text))
    lines = half_width(text).replace("（", "(").replace("）", ")")
    if _UNIT_WHOLE.fullmatch(lines.replace(" ", "")) and not _ends_in_post(lines):
        return UnitAndPost(lines.replace(" ", ""), "")
    return _of_known(lines, known) or _of_gap(lines) or _of_suffix(lines)


def _of_known(text: str, known: Collection[str]) -> UnitAndPost | None:
    bare = text.replace(" ", "")
    for end in range(len(bare) - 1, 1, -1):
        if bare[:end] in known:
            return _of_rest(bare[:end], bare[end:])
    return None


def _of_gap(text: str) -> UnitAndPost | None:
    """Split at the one gap, behind something that is a unit."""
    parts = [part for part in re.split(r"[ \n,;]+", text) if part]
    if len(parts) != 2 or not _UNIT_WHOLE.fullmatch(parts[0]) or not _POST.match(parts[1]):
        return None
    return UnitAndPost(parts[0], parts[1])


def _of_suffix(text: str) -> UnitAndPost | None:
    bare = text.replace(" ", "")
    found = _UNIT.match(bare)
    is_unit = found is not None and len(found["unit"]) > 2 and not found["unit"].startswith("副")
    return _of_rest(found["unit"], bare[found.end() :]) if found and is_unit else None


def _of_rest(unit: str, rest: str) -> UnitAndPost | None:
    """Give unit and post if what follows the unit is a post and names no further unit."""
    if unit.endswith(("镇", "乡", "街道")):
        seal = _SEAL.match(rest)
        unit, rest = (unit + seal[0], rest[seal.end() :]) if seal else (unit, rest)
        if not rest:
            return UnitAndPost(unit, "")
    inner = _INNER_UNIT.search(_BELOW_TOWN.sub("", rest))
    if inner:
        return None
    return UnitAndPost(unit, rest) if _ends_in_post(rest) else None


def _ends_in_post(text: str) -> bool:
    return bool(_POST.match(text))


def _split_vietnamese(text: str) -> UnitAndPost | None:
    parts = [" ".join(part.split()) for part in _VI_CUT.split(text) if part.strip()]
    units = [part for part in parts if _VI_UNIT.fullmatch(part)]
    if len(parts) == 1:
        return _joint_vietnamese(parts[0])
    if len(units) == 1:
        posts = [part for part in parts if part != units[0]]
        return UnitAndPost(units[0], ", ".join(posts))
    return None


def _joint_vietnamese(text: str) -> UnitAndPost | None:
    if _VI_UNIT.fullmatch(text):
        return UnitAndPost(text, "")
    found = _VI_POST.fullmatch(text)
    if found is None:
        return None
    inner = re.match(r"(?:UBND|HĐND|Đảng ủy) (?P<unit>(?:xã|phường|thị trấn) .+)", found["unit"])
    if inner:
        kept = found["unit"][: inner.start("unit")].strip()
        return UnitAndPost(inner["unit"], f"{found['post']} {kept}")
    return UnitAndPost(found["unit"], found["post"])


def unit_of_heading(text: str, language: str) -> str:
    """Give the unit that the heading of a group, or the title of a sheet, names; blank for none.

    Args:
        text: From `bare_heading`.
        language: Of the ledger.
    """
    if _KIND_OF_UNITS.match(text) or names_several_units(text):
        return ""
    split = split_unit_and_post(text, (), language)
    return split.unit if split and not split.post and len(split.unit) > _SHORTEST_UNIT else ""


def names_several_units(text: str) -> bool:
    """Say whether a cell for one unit holds more than one."""
    parts = [part for part in _SEVERAL.split(half_width(text)) if part.strip()]
    apart = half_width(text).split()
    return len(parts) > 1 or (len(apart) > 1 and all(map(_UNIT_WHOLE.fullmatch, apart)))
