"""What the search box is given: small, complete, and nothing above the audience's class."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builders import build_publishable
from handbook.packing import packed
from handbook.publishable import PUBLIC
from handbook.searching import page_sections, register_entries, search_files
from sites import WRITTEN, small_shells, write_files

REGISTER = {
    "units": {
        "U-0001": {"unit_name": "栖川市发展规划局", "short_names": "市发规局；发规局"},
        "U-0002": {"unit_name": "杏坞镇"},
    },
    "programmes": {"P-01": {"name": "年轻干部下派"}},
    "batches": {"B-001": {"title": "第一批", "programme_id": "P-01"}},
    "cadres": {
        "C-00001": {"name": "顾清禾", "home_unit_id": "U-0001", "home_post": "科长"},
        "C-00002": {"name": "单予安", "home_unit_id": "U-0009"},
        "C-00009": {"name": "Trần  Minh Lộc", "home_unit_id": "U-0001", "home_post": "科长"},
        "C-00010": {"name": "欧阳清"},
    },
    "postings": {
        "S-0001": {
            "cadre_id": "C-00001",
            "receiving_unit_id": "U-0002",
            "title": "镇长助理",
            "status": "active",
            "start_planned": date(2025, 9, 1),
        },
        "S-0002": {
            "cadre_id": "C-00001",
            "receiving_unit_id": "U-0001",
            "title": "从前",
            "status": "completed",
            "start_planned": date(2026, 1, 1),
        },
        "S-0003": {
            "cadre_id": "C-00010",
            "receiving_unit_id": "U-0001",
            "status": "planned",
            "start_planned": None,
        },
    },
}


def test_the_whole_register_in_short() -> None:
    entries = json.loads(
        register_entries(build_publishable(REGISTER), [("POL-R34", "挂职期间重叠")])
    )

    assert entries == {
        "units": {
            "ids": "U-0001*1",
            "names": ["栖川市发展规划局|杏坞镇", ""],
            "others": ["市发规局;发规局|", ""],
            "pinyin": {
                "划": "hua", "坞": "wu", "局": "ju", "川": "chuan", "展": "zhan", "市": "shi",
                "发": "fa", "杏": "xing", "栖": "qi", "规": "gui", "镇": "zhen",
            },
            "spelled": {},
        },
        "programmes": {"ids": "P-01", "names": ["年轻干部下派", ""], "others": ["", ""]},
        "batches": {"ids": "B-001", "names": ["第一批", ""], "others": ["", ""], "of": "C"},
        "rules": {"ids": "POL-R34", "names": ["挂职期间重叠", ""]},
        "cadres": {
            "ids": "C-00001*1|C-00009*1",
            "names": "顾清禾|单予安|Trần Minh Lộc|欧阳清",
            "home": packed([1, 0, 1, 0]),
            "host": packed([2, 0, 0, 1]),
            "posts": ["镇长助理||科长", packed([0, 1, 2, 1])],
            "pinyin": {
                "顾": "gu", "清": "qing", "禾": "he", "单": "dan",
                "予": "yu", "安": "an", "欧": "ou", "阳": "yang",
            },
            "spelled": {"C-00002": "shan yu an"},
        },
    }  # fmt: skip


def test_the_public_finds_no_person() -> None:
    entries = json.loads(register_entries(build_publishable(REGISTER, audience=PUBLIC)))

    assert sorted(entries) == ["batches", "programmes", "rules", "units"]


def test_people_without_a_name_to_show_are_not_searched() -> None:
    register = build_publishable(REGISTER)
    cadres = register.tables["cadres"]
    nameless = replace(cadres, fields=tuple(each for each in cadres.fields if each.name != "name"))
    shown = replace(register, tables={**register.tables, "cadres": nameless})

    assert "cadres" in json.loads(register_entries(register))
    assert "cadres" not in json.loads(register_entries(shown))


def test_the_order_of_rows_changes_nothing() -> None:
    turned = {sheet: dict(reversed(rows.items())) for sheet, rows in REGISTER.items()}

    assert register_entries(build_publishable(turned)) == register_entries(
        build_publishable(REGISTER)
    )


def test_ten_thousand_people_stay_small() -> None:
    """Names made from sixty characters, six hundred units, three hundred posts."""
    characters = "顾陆沈唐程苏韩薄邵郁冉祁屈闫卓蓝岑景庄俞清予安牧之若溪栎棠知行秋实闻笛青川向阳"
    names = [a + b + c for a in characters for b in characters for c in characters][:10_000]
    units = {f"U-{n:04d}": {"unit_name": f"栖川市第{n}办公室"} for n in range(1, 601)}
    people = {
        f"C-{n:05d}": {
            "name": name,
            "home_unit_id": f"U-{n * 7 % 600 + 1:04d}",
            "home_post": f"第{n % 300}科科长",
        }
        for n, name in enumerate(names, start=1)
    }

    entries = register_entries(build_publishable({"units": units, "cadres": people}))

    assert len(entries) <= 200_000


SURNAMES = (
    "单 shan 曾 zeng 仇 qiu 区 ou 解 xie 查 zha 朴 piao 翟 zhai "
    "缪 miao 覃 qin 盖 ge 任 ren 华 hua 乐 yue 员 yun 冼 xian "
    "黑 he 秘 bi 宓 mi 逄 pang 隗 wei 祭 zhai 郗 xi 句 gou "
    "能 nai 那 na 宁 ning 种 chong 沈 shen 贾 jia 石 shi 车 che "
    "折 she 褚 chu 谌 chen 宿 su 薄 bo 曲 qu 应 ying 盛 sheng "
    "相 xiang 佘 she 卜 bu 角 jue 尉 wei 乜 nie 繁 po 过 guo "
    "阚 kan 都 du 干 gan 臧 zang 行 xing 尉迟 yuchi 长孙 zhangsun 万俟 moqi "
    "单于 chanyu 澹台 tantai 令狐 linghu 呼延 huyan 鲜于 xianyu"
)


def test_surnames_of_several_readings_are_spelled_as_surnames() -> None:
    expected = dict(zip(SURNAMES.split()[::2], SURNAMES.split()[1::2], strict=True))
    people = {
        f"C-{n:05d}": {"name": f"{surname}若溪"} for n, surname in enumerate(expected, start=1)
    }
    cadres = json.loads(register_entries(build_publishable({"cadres": people})))["cadres"]
    spelled = {
        surname: cadres["spelled"].get(
            key, " ".join(cadres["pinyin"][each] for each in people[key]["name"])
        )
        for key, surname in zip(people, expected, strict=True)
    }

    assert {surname: text.replace(" ", "") for surname, text in spelled.items()} == {
        surname: f"{sound}ruoxi" for surname, sound in expected.items()
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>写明\n起止。</p>", [["", "", "写明起止。"]], id="no section"),
        pytest.param(
            '<p>先。</p><h2 id="a">最长<a class="headerlink" href="#a">#</a></h2>'
            "<p>12 个月 &lt; 二年</p>",
            [["", "", "先。"], ["a", "最长", "12 个月 < 二年"]],
            id="section with an anchor",
        ),
        pytest.param(
            "<h3 id='b'>表</h3><table><tr><td>起</td>\n<td>止</td></tr></table>",
            [["", "", ""], ["b", "表", "起止"]],
            id="table",
        ),
        pytest.param(
            "<script>let a</script><style>b</style>文", [["", "", "文"]], id="script and style"
        ),
    ],
)
def test_the_sections_of_a_written_page(body: str, expected, tmp_path: Path) -> None:
    site = write_files(tmp_path, {"guidance/term.html": WRITTEN.format(body=body)})

    assert json.loads(page_sections(site)) == [["guidance/term.html", "期限", expected]]


def test_the_guidance_stands_before_other_pages(tmp_path: Path) -> None:
    addresses = ["about/a.html", "editing/b.html", "guidance/c.html"]
    site = write_files(tmp_path, dict.fromkeys(addresses, WRITTEN))

    found = [address for address, *_ in json.loads(page_sections(site))]
    assert found == ["guidance/c.html", "about/a.html", "editing/b.html"]


def test_shells_home_and_error_page_are_no_written_pages(tmp_path: Path) -> None:
    shells = write_files(small_shells(tmp_path), {"404.html": WRITTEN})

    assert json.loads(page_sections(shells)) == [["guidance/term.html", "期限", [["", "", "正文"]]]]


def test_both_files_are_scripts(tmp_path: Path) -> None:
    files = search_files(build_publishable({}), [], small_shells(tmp_path))

    assert {address: content.decode() for address, content in files.items()} == {
        "search/register.js": 'window.handbookRegister={"units":{"ids":"","names":["",""],'
        '"others":["",""],"pinyin":{},"spelled":{}},"programmes":{"ids":"","names":["",""],"others":["",""]},'
        '"batches":{"ids":"","names":["",""],"others":["",""],"of":""},'
        '"rules":{"ids":"","names":["",""]},"cadres":{"ids":"","names":"","home":"","host":"",'
        '"posts":["",""],"pinyin":{},"spelled":{}}};\n',
        "search/pages.js": "window.handbookPages="
        '[["guidance/term.html","期限",[["","","正文"]]]];\n',
    }
