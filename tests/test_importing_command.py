"""`handbook import`: a map to look over, a register, a list of leftovers; the ledger untouched."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

import ledger_files
from builders import real_schema
from handbook.cli import main
from handbook.importing import draft_map, read_ledger, read_map, with_map, write_map
from handbook.proposals import places_of
from handbook.provisioning.template import write_template
from handbook.sources import pull
from written_pages import CHINESE, blocks

PAGE = CHINESE / "editing" / "from-ledger.md"
SECRETS = (
    "11010519491231002X",
    "13812345678",
    "13912345679",
    "0772-2345678",
    "住院",
    "望栖街道1号",
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger as a real file in a folder of its own."""
    return ledger_files.load("01-open-selection").write(tmp_path)


def test_the_first_run_drafts_a_map_and_writes_nothing_else(ledger: Path) -> None:
    before = ledger.read_bytes()
    result = run(ledger)
    assert result.exit_code == 0
    assert sorted(path.name for path in ledger.parent.iterdir()) == ["map.yaml", "台账.xlsx"]
    assert ledger.read_bytes() == before
    assert "F  原单位及职务 → 原单位及职务" in result.output


def test_the_second_run_writes_register_and_leftovers(ledger: Path) -> None:
    run(ledger)
    result = run(ledger)
    assert result.exit_code == 0
    names = {path.name for path in ledger.parent.iterdir()}
    assert {"register.xlsx", "register.leftovers.xlsx", "register.leftovers.txt"} <= names
    sheets = places_of(pull(ledger.with_name("register.xlsx")), real_schema(), "zh")
    assert sheets["postings"].texts["receiving_unit_id"] == [
        "U-0002 杏坞镇",
        "U-0003 白枥乡",
        "U-0002 杏坞镇",
    ]
    tab = openpyxl.load_workbook(ledger.with_name("register.leftovers.xlsx")).worksheets[0]
    assert [cell.value for cell in tab[2]][:3] == ["台账", "A2", "填报单位：市委组织部"]


def test_the_map_decides_what_was_taken_for_something_else(ledger: Path) -> None:
    run(ledger)
    path = ledger.with_name("map.yaml")
    text = path.read_text(encoding="utf-8")
    text = text.replace('as: "备注"', 'as: "挂职.分工"').replace(
        "units: {}", "units: {市财政局: 岚屿局}"
    )
    path.write_text(text.replace('2025年第一批"  #', '首批"  #'), encoding="utf-8")
    run(ledger)
    sheets = places_of(pull(ledger.with_name("register.xlsx")), real_schema(), "zh")
    assert sheets["postings"].texts["duty_area"][0] == "每月回市里汇报一次"
    assert "岚屿局" in sheets["units"].texts["unit_name"]
    assert sheets["batches"].texts["title"] == ["首批"]


def test_a_word_the_map_may_not_hold_is_named(ledger: Path) -> None:
    run(ledger)
    path = ledger.with_name("map.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace('as: "备注"', "as: 饭量"), "utf-8")
    result = run(ledger)
    assert (result.exit_code, "“饭量”看不懂" in result.output) == (2, True)
    assert not ledger.with_name("register.xlsx").exists()


def test_the_map_of_another_ledger_is_not_used_unasked(ledger: Path) -> None:
    run(ledger)
    other = ledger.rename(ledger.with_name("新台账.xlsx"))
    assert run(other).exit_code == 2
    assert run(other, "--map", other.with_name("map.yaml")).exit_code == 0


def test_the_commands_of_the_page_lead_from_a_ledger_to_a_register_kept_up_to_date(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run them as they stand there, with the list filled in before the last one."""
    monkeypatch.chdir(ledger.rename(ledger.with_name("ledger.xlsx")).parent)
    commands = [block.split()[1:] for block in blocks(PAGE, "sh")]
    draft, write, _, update, apply = commands
    assert run(*draft[1:]).exit_code == 0
    assert "登记表写在 register.xlsx" in run(*write[1:]).output
    before = Path("register.xlsx").read_bytes()
    book = openpyxl.load_workbook("ledger.xlsx")
    book.worksheets[0]["H6"] = "副镇长"
    book.save("new-ledger.xlsx")
    assert "有 1 处要定" in run(*update[1:]).output
    assert Path("register.xlsx").read_bytes() == before
    changes = openpyxl.load_workbook("register.changes.xlsx")
    changes.worksheets[0]["A2"] = "采纳"
    changes.save("register.changes.xlsx")
    assert "改了 1 格，添了 0 行" in run(*apply[1:]).output
    assert "有 0 处要定" in run(*update[1:]).output
    assert Path("register.changes-2.xlsx").exists()


def test_nothing_private_reaches_a_file_or_the_terminal(tmp_path: Path) -> None:
    ledger = ledger_files.load("10-never-kept").write(tmp_path)
    output = run(ledger, "--yes").output
    written = [path for path in tmp_path.iterdir() if path != ledger]
    texts = [path.read_text(encoding="utf-8") for path in written if path.suffix != ".xlsx"]
    for path in written:
        if path.suffix == ".xlsx":
            texts += [text for sheet in pull(path).sheets for text in sheet.text.to_numpy().flat]
    whole = "\n".join([output, *texts])
    assert "汉" not in texts
    assert [secret for secret in SECRETS if secret in whole] == []


@pytest.mark.parametrize("lang", ["zh", "vi", "en"])
def test_a_map_is_read_back_as_it_was_drafted_in_any_language(ledger: Path, lang: str) -> None:
    schema = real_schema()
    drafted = draft_map(read_ledger(ledger), schema)
    path = ledger.with_name("map.yaml")
    path.write_text(write_map(drafted, schema, lang), encoding="utf-8")
    assert with_map(drafted, read_map(path), schema, path) == drafted


@pytest.mark.parametrize("name", ["旧台账.xls", "旧台账.et"])
def test_an_older_format_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    result = run(path)
    assert (result.exit_code, "另存为 .xlsx" in result.output) == (2, True)


def test_a_register_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    write_template(real_schema(), "zh", path, rows=2)
    result = run(path)
    assert (result.exit_code, "已经是登记表" in result.output) == (2, True)


def test_a_register_is_written_as_an_excel_file(ledger: Path) -> None:
    result = run(ledger, "--to", ledger.with_name("register"), "--yes")
    assert (result.exit_code, ".xlsx 结尾" in result.output) == (2, True)
    assert not ledger.with_name("register").exists()


def test_a_file_without_a_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "通讯录.csv"
    path.write_text("单位,地址\n栖川市财政局,栖川\n", encoding="utf-8")
    result = run(path)
    assert (result.exit_code, "没有认出台账" in result.output) == (2, True)


def test_the_same_ledger_gives_the_same_bytes(ledger: Path, tmp_path: Path) -> None:
    run(ledger, "--yes")
    first, second = ledger.with_name("register.xlsx"), tmp_path / "again.xlsx"
    run(ledger, "--to", second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    "content",
    ["a: [", "[]", "tables: 3", "tables: [{columns: [饭量]}]", "tables: []\nlanguage: fr", "\0"],
)
def test_a_map_that_is_none_is_refused_in_words(ledger: Path, content: str) -> None:
    path = ledger.with_name("other.yaml")
    path.write_text(content, encoding="utf-8")
    result = run(ledger, "--map", path)
    assert (result.exit_code, "对照表“other.yaml”" in result.output) == (2, True)


def test_a_map_of_strange_titles_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    titles = "姓名,单位,挂职单位,a: 'b' # {c}\x85\x7f\u2028x"
    path.write_text(f"{titles}\n顾清禾,\ufeff甲局,乙镇,\x9f#\n", encoding="utf-8")
    schema = real_schema()
    drafted = draft_map(read_ledger(path), schema)
    written = tmp_path / "map.yaml"
    written.write_text(write_map(drafted, schema, "zh"), encoding="utf-8")
    assert with_map(drafted, read_map(written), schema, written) == drafted
