"""What becomes of typed texts by locale, and how numbers and dates are shown."""

from __future__ import annotations

import pytest

from sheets_server import Store
from sheets_server.formats import locale_of, shown_number

CHINA, VIETNAM, AMERICA, BRITAIN = "zh_CN", "vi_VN", "en_US", "en_GB"


def typed(text: str, locale: str, number_format: str = "") -> tuple[object, str]:
    """Type a text into a cell and give the plain value and the text shown."""
    store = Store()
    spreadsheet_id = store.create("登记", locale)
    if number_format:
        cell = {"userEnteredFormat": {"numberFormat": {"type": number_format}}}
        request = {"range": {"sheetId": 0}, "cell": cell, "fields": "userEnteredFormat"}
        store.batch_update(spreadsheet_id, {"requests": [{"repeatCell": request}]})
    store.write(spreadsheet_id, "A1", [[text]], user_entered=True)
    plain = store.values(spreadsheet_id, "A1", "UNFORMATTED_VALUE")
    shown = store.values(spreadsheet_id, "A1")
    return plain[0][0], shown[0][0]


@pytest.mark.parametrize(
    ("text", "locale", "value", "shown"),
    [
        pytest.param("007", CHINA, 7, "7", id="leading zeros are lost"),
        pytest.param("'007", CHINA, "007", "007", id="apostrophe keeps them"),
        pytest.param("C-00012", CHINA, "C-00012", "C-00012", id="an id"),
        pytest.param(" 12 ", CHINA, 12, "12", id="spaces around a number"),
        pytest.param("１２", CHINA, "１２", "１２", id="full-width digits stay text"),
        pytest.param("-1.5", CHINA, -1.5, "-1.5", id="a negative number"),
        pytest.param("1,000", CHINA, 1000, "1,000", id="thousands"),
        pytest.param("1,00", CHINA, "1,00", "1,00", id="not thousands"),
        pytest.param("1.000", VIETNAM, 1000, "1.000", id="thousands in vietnam"),
        pytest.param("1,5", VIETNAM, 1.5, "1,5", id="decimal comma in vietnam"),
        pytest.param("50%", CHINA, 0.5, "50%", id="a percentage"),
        pytest.param("12,5%", VIETNAM, 0.125, "12,50%", id="a percentage in vietnam"),
        pytest.param("1E3", AMERICA, 1000, "1.00E+03", id="an exponent"),
        pytest.param("true", CHINA, True, "TRUE", id="true in any capitals"),
        pytest.param("是", CHINA, "是", "是", id="yes in chinese stays text"),
        pytest.param("2024-03-01", CHINA, 45352, "2024-03-01", id="iso date"),
        pytest.param("2024-03-01", VIETNAM, 45352, "2024-03-01", id="iso date in vietnam"),
        pytest.param("2024/3/1", CHINA, 45352, "2024/3/1", id="date with slashes"),
        pytest.param("2024.3.1", CHINA, 45352, "2024.3.1", id="date with points"),
        pytest.param("2024年3月1日", CHINA, 45352, "2024年3月1日", id="chinese date"),
        pytest.param("2024年3月", CHINA, 45352, "2024年3月", id="chinese month"),
        pytest.param("1/3/2024", VIETNAM, 45352, "1/3/2024", id="first of march in vietnam"),
        pytest.param("1/3/2024", BRITAIN, 45352, "1/3/2024", id="first of march in britain"),
        pytest.param("1/3/2024", AMERICA, 45294, "1/3/2024", id="third of january in america"),
        pytest.param("2024-02-30", CHINA, "2024-02-30", "2024-02-30", id="no such day"),
        pytest.param("2024-03-01 8:30", CHINA, 45352 + 8.5 / 24, "2024-03-01 8:30:00", id="a time"),
        pytest.param("=1+1", CHINA, 2, "2", id="a formula"),
        pytest.param("=", CHINA, "=", "=", id="a lone equals sign"),
    ],
)
def test_what_is_typed_is_understood_by_locale(text, locale, value, shown):
    assert typed(text, locale) == (pytest.approx(value), shown)


@pytest.mark.parametrize("text", ["007", "2024-03-01", "=1+1", "50%", "TRUE", "'1"])
def test_a_text_cell_keeps_what_is_typed(text):
    assert typed(text, CHINA, "TEXT") == (text, text)


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        pytest.param(CHINA, "2024/3/1", id="china"),
        pytest.param(VIETNAM, "01/03/2024", id="vietnam"),
        pytest.param(AMERICA, "3/1/2024", id="america"),
    ],
)
def test_a_date_cell_shows_what_is_typed_in_its_own_way(locale, shown):
    assert typed("2024-03-01", locale, "DATE") == (45352, shown)


@pytest.mark.parametrize(
    ("number", "kind", "pattern", "locale", "shown"),
    [
        pytest.param(45352, "DATE", "yyyy-mm-dd", CHINA, "2024-03-01", id="iso"),
        pytest.param(45352, "DATE", 'yyyy"年"m"月"d"日"', CHINA, "2024年3月1日", id="quoted words"),
        pytest.param(45352, "DATE", "yyyy\\年m\\月", CHINA, "2024年3月", id="escaped words"),
        pytest.param(45352, "DATE", "d mmm yy", AMERICA, "1 Mar 24", id="short month"),
        pytest.param(45352, "DATE", "dddd", AMERICA, "Friday", id="day of the week"),
        pytest.param(
            45352.5, "DATE_TIME", "yyyy-mm-dd hh:mm", CHINA, "2024-03-01 12:00", id="time"
        ),
        pytest.param(0.75, "TIME", "", CHINA, "18:00:00", id="time alone"),
        pytest.param(12, "NUMBER", "0", CHINA, "12", id="whole"),
        pytest.param(2.5, "NUMBER", "0", CHINA, "3", id="half is rounded up"),
        pytest.param(1.005, "NUMBER", "0.00", CHINA, "1.01", id="half a cent too"),
        pytest.param(12, "NUMBER", "00000", CHINA, "00012", id="padded"),
        pytest.param(12, "NUMBER", '"C-"00000', CHINA, "C-00012", id="with a prefix"),
        pytest.param(1234567.5, "NUMBER", "#,##0.00", CHINA, "1,234,567.50", id="grouped"),
        pytest.param(1234567.5, "NUMBER", "#,##0.00", VIETNAM, "1.234.567,50", id="in vietnam"),
        pytest.param(0.5, "NUMBER", "#.##", CHINA, ".5", id="no leading zero"),
        pytest.param(-5, "NUMBER", "0.0", CHINA, "-5.0", id="negative"),
        pytest.param(-5, "NUMBER", "0;(0)", CHINA, "(5)", id="negative in brackets"),
        pytest.param(0, "NUMBER", '0;-0;"无"', CHINA, "无", id="zero as a word"),
        pytest.param(0.126, "PERCENT", "0%", CHINA, "13%", id="percentage"),
        pytest.param(0.126, "PERCENT", "", CHINA, "12.60%", id="usual percentage"),
        pytest.param(12345, "SCIENTIFIC", "0.00E+00", CHINA, "1.23E+04", id="scientific"),
        pytest.param(0.1 + 0.2, "", "", CHINA, "0.3", id="general"),
        pytest.param(1.5, "TEXT", "@", VIETNAM, "1,5", id="text"),
    ],
)
def test_numbers_and_dates_are_shown_by_pattern(number, kind, pattern, locale, shown):
    assert shown_number(number, kind, pattern, locale_of(locale)) == shown
