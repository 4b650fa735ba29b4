"""Why Google could not be reached or refused, in plain words, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from handbook.errors import GoogleError

Detail: TypeAlias = "str | int | Mapping[str, str]"
"""What a sentence names: the same in every language, or one text for each."""

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "no_credentials": {
        "zh": "没有找到可用的 Google 凭据。在自己的电脑上，请先运行 {login}；"
        "在 CI 中，请按接入说明配置无密钥登录。"
        "如果设了 GOOGLE_APPLICATION_CREDENTIALS，请检查它指的文件。",
        "vi": "Không tìm thấy thông tin đăng nhập Google dùng được. Trên máy của mình, "
        "hãy chạy {login}; trong CI, hãy cấu hình đăng nhập không khoá theo hướng dẫn kết nối. "
        "Nếu đã đặt GOOGLE_APPLICATION_CREDENTIALS, hãy kiểm tra tệp mà biến này trỏ tới.",
        "en": "No usable Google credentials were found. On your own computer, first run {login}; "
        "in CI, set up the keyless sign-in as the connection guide says. "
        "If GOOGLE_APPLICATION_CREDENTIALS is set, check the file it names.",
    },
    "expired": {
        "zh": "Google 登录已过期或已被撤销。请重新运行 {login}；"
        "在 CI 中，请检查服务账号是否还有效。",
        "vi": "Phiên đăng nhập Google đã hết hạn hoặc bị thu hồi. Hãy chạy lại {login}; "
        "trong CI, hãy kiểm tra tài khoản dịch vụ còn hiệu lực không.",
        "en": "The Google sign-in has expired or was revoked. Run {login} again; "
        "in CI, check that the service account is still valid.",
    },
    "sign_in": {
        "zh": "用现有凭据登录 Google 没有成功。在自己的电脑上，请重新运行 {login}；"
        "在 CI 中，请检查工作负载身份池的条件和服务账号的权限。",
        "vi": "Đăng nhập Google bằng thông tin hiện có không thành công. Trên máy của mình, "
        "hãy chạy lại {login}; trong CI, hãy kiểm tra điều kiện của nhóm danh tính "
        "và quyền của tài khoản dịch vụ.",
        "en": "Signing in to Google with the credentials at hand did not work. "
        "On your own computer, run {login} again; in CI, check the condition of the "
        "workload identity pool and the rights of the service account.",
    },
    "not_shared": {
        "zh": "{account}没有权限打开这份表格。请在表格右上角点“共享”，把这个账号加为查看者；"
        "要写批注或设置表格，则加为编辑者。",
        "vi": "{account} chưa có quyền mở bảng tính này. Hãy bấm “Chia sẻ” ở góc trên bên phải "
        "và thêm tài khoản này làm người xem; nếu cần ghi chú hoặc thiết lập bảng tính, "
        "hãy thêm làm người chỉnh sửa.",
        "en": "{account} may not open this spreadsheet. Click “Share” at the top right of the "
        "spreadsheet and add this account as a viewer, or as an editor where notes are to be "
        "written or the spreadsheet set up.",
    },
    "not_editable": {
        "zh": "{account}可以看这份表格，但不能修改。请在表格右上角点“共享”，把这个账号改为编辑者。",
        "vi": "{account} xem được bảng tính này nhưng không sửa được. "
        "Hãy bấm “Chia sẻ” ở góc trên bên phải và đổi tài khoản này thành người chỉnh sửa.",
        "en": "{account} may read this spreadsheet but not change it. Click “Share” at the top "
        "right of the spreadsheet and make this account an editor.",
    },
    "api_disabled": {
        "zh": "Google 云项目还没有启用 {api}。请打开 {url} 点“启用”，等几分钟再试。",
        "vi": "Dự án Google Cloud chưa bật {api}. "
        "Hãy mở {url}, bấm “Bật” rồi thử lại sau vài phút.",
        "en": "{api} is not enabled in the Google Cloud project. "
        "Open {url}, click “Enable”, and try again after a few minutes.",
    },
    "quota_project": {
        "zh": "本机的 Google 登录没有指定计费项目。"
        "请运行 gcloud auth application-default set-quota-project 项目编号，然后再试。",
        "vi": "Phiên đăng nhập Google trên máy này chưa gắn với dự án nào. "
        "Hãy chạy gcloud auth application-default set-quota-project MÃ_DỰ_ÁN rồi thử lại.",
        "en": "The Google sign-in on this computer names no project. "
        "Run gcloud auth application-default set-quota-project PROJECT_ID, then try again.",
    },
    "not_found": {
        "zh": "没有这份 Google 表格。请打开表格，从浏览器地址栏重新复制地址；"
        "如果地址没错，表格可能已被删除。",
        "vi": "Không có bảng tính Google này. Hãy mở bảng tính và chép lại địa chỉ từ thanh "
        "địa chỉ của trình duyệt; nếu địa chỉ đúng, có thể bảng tính đã bị xoá.",
        "en": "There is no such Google spreadsheet. Open the spreadsheet and copy its address "
        "from the browser once more; if the address is right, it may have been deleted.",
    },
    "scope": {
        "zh": "现有的 Google 登录没有所需的权限范围。请重新运行 {login}。",
        "vi": "Phiên đăng nhập Google hiện tại thiếu phạm vi quyền cần thiết. "
        "Hãy chạy lại {login}.",
        "en": "The Google sign-in at hand lacks the scopes that are needed. Run {login} again.",
    },
    "office_file": {
        "zh": "这是存放在 Google 云端硬盘里的 Excel 文件，不是 Google 表格。"
        "请打开它，点“文件”中的“另存为 Google 表格”，改用新表格的地址；"
        "也可以下载后直接检查 .xlsx 文件。",
        "vi": "Đây là tệp Excel để trên Google Drive, không phải bảng tính Google. Hãy mở tệp, "
        "chọn “Tệp” rồi “Lưu dưới dạng Google Trang tính” và dùng địa chỉ mới; "
        "hoặc tải về rồi kiểm tra thẳng tệp .xlsx.",
        "en": "This is an Excel file kept in Google Drive, not a Google spreadsheet. Open it, "
        "choose “File”, “Save as Google Sheets”, and use the new address; "
        "or download it and check the .xlsx file itself.",
    },
    "quota": {
        "zh": "对 Google 表格的请求太频繁，等候之后仍被限制。请过几分钟再试；"
        "如果还有别的程序用同一账号，请错开时间。",
        "vi": "Gửi quá nhiều yêu cầu tới Google Trang tính và sau khi chờ vẫn bị giới hạn. "
        "Hãy thử lại sau vài phút; nếu chương trình khác dùng chung tài khoản, hãy chạy lệch giờ.",
        "en": "There were too many requests to Google Sheets, and waiting did not help. Try again "
        "in a few minutes; if another program uses the same account, run them at different times.",
    },
    "network": {
        "zh": "连不上 Google。请检查网络和代理设置，然后再试。",
        "vi": "Không kết nối được với Google. Hãy kiểm tra mạng và cài đặt proxy rồi thử lại.",
        "en": "Google cannot be reached. Check the network and the proxy settings, then try again.",
    },
    "certificate": {
        "zh": "与 Google 的加密连接没有通过证书检查，可能是单位的代理替换了证书。"
        "请让网络管理人员把单位的根证书装进系统，并用 REQUESTS_CA_BUNDLE 指明它。",
        "vi": "Kết nối mã hoá tới Google không qua được bước kiểm tra chứng thư, có thể do proxy "
        "của cơ quan thay chứng thư. Hãy nhờ quản trị mạng cài chứng thư gốc của cơ quan và chỉ "
        "ra bằng biến REQUESTS_CA_BUNDLE.",
        "en": "The encrypted connection to Google failed the check of its certificate; a proxy of "
        "the office may have replaced it. Ask the network administrators to install the office's "
        "root certificate and to name it in REQUESTS_CA_BUNDLE.",
    },
    "timeout": {
        "zh": "Google 迟迟没有答复。请稍后再试；如果总是这样，请检查网络，或删去表格里多余的空行。",
        "vi": "Google mãi không trả lời. Hãy thử lại sau; nếu lần nào cũng vậy, hãy kiểm tra mạng, "
        "hoặc xoá bớt dòng trống thừa trong bảng tính.",
        "en": "Google did not answer in time. Try again later; if it keeps happening, "
        "check the network, or delete needless blank rows of the spreadsheet.",
    },
    "unavailable": {
        "zh": "Google 表格服务暂时出错，多次重试仍未恢复。请过几分钟再试。",
        "vi": "Dịch vụ Google Trang tính tạm thời gặp lỗi, đã thử lại nhiều lần. "
        "Hãy thử lại sau vài phút.",
        "en": "Google Sheets has a temporary error that several attempts did not get past. "
        "Try again in a few minutes.",
    },
    "not_json": {
        "zh": "收到的不是 Google 的答复，而像是一个网页，可能是上网登录页或代理的提示。"
        "请先在浏览器里确认能打开 Google 表格，然后再试。",
        "vi": "Nội dung nhận được không phải câu trả lời của Google mà giống một trang web, "
        "có thể là trang đăng nhập mạng hoặc thông báo của proxy. "
        "Hãy mở thử Google Trang tính trong trình duyệt rồi chạy lại.",
        "en": "What came back is no answer of Google's but looks like a web page, perhaps a "
        "network's sign-in page or a notice of a proxy. "
        "Make sure that Google Sheets opens in a browser, then try again.",
    },
    "too_large": {
        "zh": "一次发给 Google 的内容太多，被拒绝了。请联系维护人员。",
        "vi": "Nội dung gửi tới Google một lần quá lớn nên bị từ chối. Hãy báo cho người bảo trì.",
        "en": "Too much was sent to Google at once, and it refused. Tell a maintainer.",
    },
    "rejected": {
        "zh": "Google 不接受程序发出的请求（{status}）。这是程序的问题，请把这句话转给维护人员。",
        "vi": "Google không chấp nhận yêu cầu của chương trình ({status}). "
        "Đây là lỗi của chương trình, hãy chuyển câu này cho người bảo trì.",
        "en": "Google did not accept a request of the program ({status}). "
        "This is a fault of the program; pass this sentence on to a maintainer.",
    },
    "range": {
        "zh": "读表格时有工作表被改名、删除或缩小。请稍后再试。",
        "vi": "Trong khi đọc, có trang tính bị đổi tên, xoá hoặc thu nhỏ. Hãy thử lại sau.",
        "en": "A sheet was renamed, deleted or made smaller while it was being read. "
        "Try again later.",
    },
    "unknown_outcome": {
        "zh": "写入表格时连接中断，不知道 Google 是否已经写入。"
        "请再运行一次，程序会先看表格的现状。",
        "vi": "Mất kết nối khi đang ghi vào bảng tính, không rõ Google đã ghi hay chưa. "
        "Hãy chạy lại, chương trình sẽ xem hiện trạng của bảng tính trước.",
        "en": "The connection broke while the spreadsheet was being written to, and it is not "
        "known whether Google carried it out. Run it again; the program looks at the "
        "spreadsheet's present state first.",
    },
    "restless": {
        "zh": "表格一直有人在改，读了几次都没有读到同一时刻的内容。请过一会儿再试。",
        "vi": "Bảng tính liên tục có người sửa, đọc nhiều lần vẫn không được nội dung của cùng "
        "một thời điểm. Hãy thử lại sau ít phút.",
        "en": "Somebody is editing the spreadsheet without pause, and several attempts did not "
        "catch it at one instant. Try again in a little while.",
    },
}
"""Sentences by reason, then by language."""

READING_SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets.readonly",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)
WRITING_SCOPES = (
    "https://www.googleapis.com/auth/spreadsheets",
    "https://www.googleapis.com/auth/drive.metadata.readonly",
)

# Google no longer grants gcloud's own sign-in the scopes of Sheets; a service account has them.
LOGIN = "gcloud auth application-default login --impersonate-service-account=SERVICE_ACCOUNT_EMAIL"

UNNAMED_ACCOUNT: Mapping[str, str] = {
    "zh": "运行本程序的账号",
    "vi": "Tài khoản chạy chương trình",
    "en": "The account that runs this program",
}
"""What stands for an account whose address the credentials do not tell."""


class UnknownOutcomeError(GoogleError):
    """A write was sent and its answer lost: it may or may not have been carried out.

    Whoever wrote looks at the present state of the spreadsheet and goes on from there.
    """


def refusal(reason: str, **details: Detail) -> GoogleError:
    """Build the error that says what Google refused, or why it could not be reached.

    Args:
        reason: Key of the table above.
        **details: What else the sentence names.
    """
    kind = UnknownOutcomeError if reason == "unknown_outcome" else GoogleError
    texts = {
        language: text.format(login=LOGIN, **_in_language(details, language))
        for language, text in SENTENCES[reason].items()
    }
    return kind(texts, reason)


def _in_language(details: Mapping[str, Detail], language: str) -> dict[str, str | int]:
    return {
        name: value[language] if isinstance(value, Mapping) else value
        for name, value in details.items()
    }
