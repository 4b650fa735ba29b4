"""What a person is told when Google refuses: whole sentences, in three languages, no secrets."""

from __future__ import annotations

import json
import logging
from string import Formatter

import pytest
import requests

from google_stand_in import Google, stand_in
from handbook.errors import GoogleError
from handbook.google.diagnosis import decode, diagnose_reply
from handbook.google.refusals import LOGIN, SENTENCES, UNNAMED_ACCOUNT, refusal

RENAME = {"updateSheetProperties": {"properties": {"title": "新"}, "fields": "title"}}
LINK = (
    "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview"
    "?project=123456789012"
)


def told(google: Google) -> dict[str, str]:
    """Pull, and give what a person is told."""
    with pytest.raises(GoogleError) as caught:
        google.pull()
    assert caught.value.exit_code == 3
    return caught.value.texts


def test_a_spreadsheet_not_shared(google: Google):
    google.store.not_shared.add(google.id)
    assert told(google) == {
        "zh": "运行本程序的账号没有权限打开这份表格。请在表格右上角点“共享”，把这个账号加为查看者；"
        "要写批注或设置表格，则加为编辑者。",
        "vi": "Tài khoản chạy chương trình chưa có quyền mở bảng tính này. Hãy bấm “Chia sẻ” "
        "ở góc trên bên phải và thêm tài khoản này làm người xem; nếu cần ghi chú hoặc thiết lập "
        "bảng tính, hãy thêm làm người chỉnh sửa.",
        "en": "The account that runs this program may not open this spreadsheet. Click “Share” at "
        "the top right of the spreadsheet and add this account as a viewer, or as an editor where "
        "notes are to be written or the spreadsheet set up.",
    }


def test_an_id_that_names_nothing(google: Google):
    google.id = "1" * 44
    assert told(google) == {
        "zh": "没有这份 Google 表格。请打开表格，从浏览器地址栏重新复制地址；"
        "如果地址没错，表格可能已被删除。",
        "vi": "Không có bảng tính Google này. Hãy mở bảng tính và chép lại địa chỉ từ thanh địa "
        "chỉ của trình duyệt; nếu địa chỉ đúng, có thể bảng tính đã bị xoá.",
        "en": "There is no such Google spreadsheet. Open the spreadsheet and copy its address "
        "from the browser once more; if the address is right, it may have been deleted.",
    }


def test_the_sheets_api_switched_off(google: Google):
    google.store.disabled.add("sheets")
    assert told(google) == {
        "zh": f"Google 云项目还没有启用 Google Sheets API。请打开 {LINK} 点“启用”，等几分钟再试。",
        "vi": f"Dự án Google Cloud chưa bật Google Sheets API. Hãy mở {LINK}, bấm “Bật” rồi thử "
        "lại sau vài phút.",
        "en": "Google Sheets API is not enabled in the Google Cloud project. "
        f"Open {LINK}, click “Enable”, and try again after a few minutes.",
    }


def test_the_drive_api_switched_off(google: Google):
    google.store.disabled.add("drive")
    link = LINK.replace("sheets", "drive")
    assert told(google)["en"] == (
        "Google Drive API is not enabled in the Google Cloud project. "
        f"Open {link}, click “Enable”, and try again after a few minutes."
    )


def test_somebody_google_does_not_know():
    with stand_in(require_auth=True) as google:
        assert told(google) == {
            "zh": f"没有找到可用的 Google 凭据。在自己的电脑上，请先运行 {LOGIN}；"
            "在 CI 中，请按接入说明配置无密钥登录。"
            "如果设了 GOOGLE_APPLICATION_CREDENTIALS，请检查它指的文件。",
            "vi": "Không tìm thấy thông tin đăng nhập Google dùng được. Trên máy của mình, hãy "
            f"chạy {LOGIN}; trong CI, hãy cấu hình đăng nhập không khoá theo hướng dẫn kết nối. "
            "Nếu đã đặt GOOGLE_APPLICATION_CREDENTIALS, hãy kiểm tra tệp mà biến này trỏ tới.",
            "en": "No usable Google credentials were found. On your own computer, first run "
            f"{LOGIN}; in CI, set up the keyless sign-in as the connection guide says. "
            "If GOOGLE_APPLICATION_CREDENTIALS is set, check the file it names.",
        }


def reply(status: int, body: object, headers: dict[str, str] | None = None) -> requests.Response:
    """Make a reply as it comes from the network; a text is sent as it is, all else as JSON."""
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers or {})
    text = body if isinstance(body, str) else json.dumps(body)
    response._content = text.encode()
    return response


def google_error(code: int, message: str, **more: object) -> dict[str, object]:
    """Make the body of an error."""
    return {"error": {"code": code, "message": message, **more}}


INFO = "type.googleapis.com/google.rpc.ErrorInfo"
OFFICE = "This operation is not supported for this document"
REPLIES = [
    pytest.param(429, google_error(429, "Quota exceeded"), False, "quota", id="quota"),
    pytest.param(
        403,
        google_error(
            403, "Rate", errors=[{"domain": "usageLimits", "reason": "rateLimitExceeded"}]
        ),
        False,
        "quota",
        id="quota in the older shape",
    ),
    pytest.param(401, google_error(401, "Invalid Credentials"), False, "expired", id="expired"),
    pytest.param(403, google_error(403, "no permission"), False, "not_shared", id="not shared"),
    pytest.param(403, google_error(403, "no permission"), True, "not_editable", id="viewer only"),
    pytest.param(
        403,
        google_error(
            403,
            "Request had insufficient authentication scopes.",
            details=[{"@type": INFO, "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}],
        ),
        True,
        "scope",
        id="scope",
    ),
    pytest.param(
        403,
        google_error(
            403,
            "Your application is authenticating by using local Application Default Credentials. "
            "The sheets.googleapis.com API requires a quota project, which is not set by default.",
            details=[{"@type": INFO, "reason": "SERVICE_DISABLED"}],
        ),
        False,
        "quota_project",
        id="no quota project",
    ),
    pytest.param(
        403,
        google_error(403, "Not used", errors=[{"reason": "accessNotConfigured"}]),
        False,
        "api_disabled",
        id="switched off in the older shape",
    ),
    pytest.param(
        400,
        google_error(400, OFFICE, status="FAILED_PRECONDITION"),
        False,
        "office_file",
        id="Excel file in Drive",
    ),
    pytest.param(
        400, google_error(400, "Unable to parse range: '甲'"), False, "range", id="sheet gone"
    ),
    pytest.param(
        400,
        google_error(400, "Request payload size exceeds the limit: 10485760 bytes."),
        True,
        "too_large",
        id="too large by the body",
    ),
    pytest.param(413, "<html>too large</html>", True, "too_large", id="too large"),
    pytest.param(404, google_error(404, "not found"), False, "not_found", id="wrong id"),
    pytest.param(404, "<html>not found</html>", False, "not_json", id="a page for a wrong id"),
    pytest.param(302, "", False, "not_json", id="sent elsewhere"),
    pytest.param(500, google_error(500, "Internal"), False, "unavailable", id="500"),
    pytest.param(502, "<html>Bad gateway</html>", False, "unavailable", id="502 as a page"),
    pytest.param(400, {"error": "invalid_grant"}, False, "rejected", id="an error that is a word"),
    pytest.param(400, ["?"], False, "not_json", id="a list"),
]


@pytest.mark.parametrize(("status", "body", "is_write", "reason"), REPLIES)
def test_a_reply_is_understood(status: int, body: object, is_write: bool, reason: str):
    assert diagnose_reply(reply(status, body), is_write).reason == reason


@pytest.mark.parametrize(
    "body", ["<html>Sign in</html>", '{"valueRanges": [', "[]", '"x"', "\ufeff<"], ids=repr
)
def test_a_good_status_with_a_bad_body_is_no_answer(body: str):
    with pytest.raises(Exception, match="not_json"):
        decode(reply(200, body))


def test_a_refused_request_names_its_place_but_no_cell_text():
    message = "Invalid requests[3].updateCells: the value '顾清禾 33012' is wrong"
    failure = diagnose_reply(
        reply(400, google_error(400, message, status="INVALID_ARGUMENT")), is_write=True
    )
    texts = refusal(failure.reason, **failure.details).texts
    assert texts["en"] == (
        "Google did not accept a request of the program (400 INVALID_ARGUMENT "
        "requests[3].updateCells). This is a fault of the program; "
        "pass this sentence on to a maintainer."
    )
    assert "顾清禾" not in "".join(texts.values())


@pytest.mark.parametrize("reason", SENTENCES)
def test_every_sentence_stands_in_three_languages_with_the_same_blanks(reason: str):
    sentences = SENTENCES[reason]
    assert list(sentences) == ["zh", "vi", "en"]
    blanks = [
        sorted(name for _, name, _, _ in Formatter().parse(text) if name)
        for text in sentences.values()
    ]
    assert blanks[0] == blanks[1] == blanks[2]
    assert list(UNNAMED_ACCOUNT) == ["zh", "vi", "en"]


def test_no_token_and_no_cell_text_reaches_a_message_or_a_log(
    google: Google, caplog: pytest.LogCaptureFixture
):
    google.lay("表", [["顾清禾-33012"]])
    caplog.set_level(logging.DEBUG)
    google.server.before = None
    google.pull()
    google.store.not_shared.add(google.id)
    with pytest.raises(GoogleError) as caught:
        google.open(writing=True).batch_update([RENAME | {"x": "顾清禾-33012"}])
    assert "顾清禾" not in caplog.text + str(caught.value) + repr(caught.value.__cause__)
