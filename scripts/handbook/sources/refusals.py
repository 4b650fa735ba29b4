"""Why a source cannot be read at all, in plain words, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handbook.errors import PullError

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "missing": {
        "zh": "找不到“{name}”。请检查文件名和所在的文件夹。",
        "vi": "Không tìm thấy “{name}”. Hãy kiểm tra tên tệp và thư mục chứa tệp.",
        "en": "“{name}” was not found. Check the file name and the folder it is in.",
    },
    "unreadable": {
        "zh": "打不开“{name}”。如果正在 Excel 或 WPS 中编辑，请先保存并关闭；"
        "否则请确认您有权读取它。",
        "vi": "Không mở được “{name}”. Nếu tệp đang mở trong Excel hoặc WPS, hãy lưu và đóng lại; "
        "nếu không, hãy kiểm tra quyền đọc tệp.",
        "en": "“{name}” cannot be opened. If it is open in Excel or WPS, save and close it there; "
        "otherwise check that you may read it.",
    },
    "lock_file": {
        "zh": "“{name}”是 Excel 打开文件时留下的临时文件。请选用名称前没有“~$”的那个文件。",
        "vi": "“{name}” là tệp tạm Excel tạo ra khi đang mở sổ. "
        "Hãy chọn tệp cùng tên không có “~$” ở đầu.",
        "en": "“{name}” is a temporary file Excel leaves while a workbook is open. "
        "Choose the file without “~$” before its name.",
    },
    "empty_file": {
        "zh": "“{name}”是空文件。请重新复制或下载一次。",
        "vi": "“{name}” là tệp rỗng. Hãy chép hoặc tải lại tệp.",
        "en": "“{name}” is an empty file. Copy or download it again.",
    },
    "password": {
        "zh": "“{name}”设有打开密码，无法读取。请在 Excel 或 WPS 中取消打开密码，另存一份再用。",
        "vi": "“{name}” có đặt mật khẩu mở tệp nên không đọc được. "
        "Hãy bỏ mật khẩu trong Excel hoặc WPS rồi lưu thành bản khác.",
        "en": "“{name}” is protected by a password and cannot be read. "
        "Remove the password in Excel or WPS and save a copy.",
    },
    "old_format": {
        "zh": "“{name}”不是 .xlsx 格式（可能是 .xls、.et、.xlsb 或 .ods）。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
        "vi": "“{name}” không phải định dạng .xlsx (có thể là .xls, .et, .xlsb hoặc .ods). "
        "Hãy mở bằng Excel hoặc WPS rồi lưu thành .xlsx.",
        "en": "“{name}” is not in the .xlsx format (it may be .xls, .et, .xlsb or .ods). "
        "Open it in Excel or WPS and save it as .xlsx.",
    },
    "web_page": {
        "zh": "“{name}”其实是网页或 XML 文件，只是改了扩展名。"
        "请用 Excel 或 WPS 打开，另存为 .xlsx。",
        "vi": "“{name}” thực ra là trang web hoặc tệp XML được đổi đuôi. "
        "Hãy mở bằng Excel hoặc WPS rồi lưu thành .xlsx.",
        "en": "“{name}” is really a web page or an XML file under another ending. "
        "Open it in Excel or WPS and save it as .xlsx.",
    },
    "not_a_workbook": {
        "zh": "“{name}”不是 Excel 工作簿。请选用台账的 .xlsx 文件，或存放 CSV 文件的文件夹。",
        "vi": "“{name}” không phải sổ Excel. "
        "Hãy chọn tệp .xlsx của sổ theo dõi, hoặc thư mục chứa các tệp CSV.",
        "en": "“{name}” is not an Excel workbook. "
        "Choose the .xlsx file of the register, or the folder with its CSV files.",
    },
    "damaged": {
        "zh": "“{name}”已损坏或没有传完整。请重新复制或下载；"
        "如果仍然不行，请用 Excel 或 WPS 打开修复后另存。",
        "vi": "“{name}” bị hỏng hoặc chưa được tải đủ. Hãy chép hoặc tải lại; "
        "nếu vẫn không được, hãy mở bằng Excel hoặc WPS để sửa rồi lưu bản khác.",
        "en": "“{name}” is damaged or was not copied completely. Copy or download it again; "
        "if that does not help, open it in Excel or WPS, let it repair the file and save a copy.",
    },
    "too_large": {
        "zh": "“{name}”解压后过大，不像正常的台账，没有读取。"
        "请删去多余的工作表、图片和空行后另存。",
        "vi": "“{name}” quá lớn sau khi giải nén, không giống một sổ theo dõi bình thường, "
        "nên không được đọc. Hãy xoá trang tính, hình ảnh và dòng trống thừa rồi lưu bản khác.",
        "en": "“{name}” is far too large once unpacked to be a register and was not read. "
        "Delete sheets, pictures and empty rows you do not need and save a copy.",
    },
    "far_cell": {
        "zh": "“{name}”的工作表“{title}”一直用到 {cell}，范围过大。"
        "请找到远处多余的内容（按 Ctrl+End），删除那些行或列后保存。",
        "vi": "Trang tính “{title}” trong “{name}” kéo dài tới ô {cell}, phạm vi quá lớn. "
        "Hãy tìm nội dung thừa ở xa (Ctrl+End), xoá các dòng hoặc cột đó rồi lưu lại.",
        "en": "Sheet “{title}” of “{name}” reaches as far as {cell}, which is too much. "
        "Find the stray content (Ctrl+End), delete those rows or columns and save.",
    },
    "no_sheet": {
        "zh": "“{name}”里没有工作表。请确认选对了文件。",
        "vi": "“{name}” không có trang tính nào. Hãy kiểm tra xem đã chọn đúng tệp chưa.",
        "en": "“{name}” holds no worksheet. Check that it is the right file.",
    },
    "single_csv": {
        "zh": "“{name}”只是一张表。请给出存放全部 CSV 文件的文件夹，不要给单个文件。",
        "vi": "“{name}” chỉ là một trang. "
        "Hãy chỉ ra thư mục chứa toàn bộ các tệp CSV, không phải một tệp riêng lẻ.",
        "en": "“{name}” is a single sheet. Give the folder that holds all the CSV files instead.",
    },
    "no_csv": {
        "zh": "文件夹“{name}”里没有 CSV 文件。请检查文件夹；"
        "如果台账是 .xlsx 文件，请直接给出该文件。",
        "vi": "Thư mục “{name}” không có tệp CSV nào. Hãy kiểm tra thư mục; "
        "nếu sổ theo dõi là tệp .xlsx, hãy chỉ ra chính tệp đó.",
        "en": "The folder “{name}” holds no CSV file. Check the folder; "
        "if the register is an .xlsx file, give that file itself.",
    },
    "not_text": {
        "zh": "“{name}”不是文本文件。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”。",
        "vi": "“{name}” không phải tệp văn bản. "
        "Hãy mở bằng Excel hoặc WPS rồi lưu thành “CSV UTF-8 (phân tách bằng dấu phẩy)”.",
        "en": "“{name}” is not a text file. "
        "Open it in Excel or WPS and save it as “CSV UTF-8 (comma delimited)”.",
    },
    "encoding": {
        "zh": "“{name}”的文字编码无法识别。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”。",
        "vi": "Không nhận ra bảng mã của “{name}”. "
        "Hãy mở bằng Excel hoặc WPS rồi lưu thành “CSV UTF-8 (phân tách bằng dấu phẩy)”.",
        "en": "The text encoding of “{name}” is not recognised. "
        "Open it in Excel or WPS and save it as “CSV UTF-8 (comma delimited)”.",
    },
    "quotes": {
        "zh": "“{name}”从第 {line} 行起引号不成对，后面的内容无法分清。"
        "请检查该行的英文双引号，或从 Excel 重新导出。",
        "vi": "“{name}” có dấu ngoặc kép không khớp cặp từ dòng {line}, không tách được nội dung. "
        'Hãy kiểm tra dấu " ở dòng đó, hoặc xuất lại từ Excel.',
        "en": "From line {line} on, the quotation marks in “{name}” do not pair up, "
        'so its cells cannot be told apart. Check the " marks on that line, '
        "or export it from Excel again.",
    },
    "manifest": {
        "zh": "“{name}”中“{key}”一项的内容有误。请改正这一项，或删去该文件后重新导出。",
        "vi": "Mục “{key}” trong “{name}” không đúng. Hãy sửa mục này, hoặc xoá tệp rồi xuất lại.",
        "en": "The entry “{key}” of “{name}” is not right. "
        "Correct it, or delete the file and export again.",
    },
    "manifest_json": {
        "zh": "“{name}”第 {line} 行起不是有效的 JSON。请改正，或删去该文件后重新导出。",
        "vi": "“{name}” không phải JSON hợp lệ từ dòng {line}. "
        "Hãy sửa lại, hoặc xoá tệp rồi xuất lại.",
        "en": "“{name}” is not valid JSON from line {line} on. "
        "Correct it, or delete the file and export again.",
    },
}
"""Sentences by reason, then by language."""


def refusal(reason: str, source: Path, **details: str | int) -> PullError:
    """Build the error that says why a source cannot be read and what to do.

    Args:
        reason: Key of the table above.
        source: File or folder; only its name is shown, the error keeps the whole path.
        **details: What else the sentence names.
    """
    name = source.name or str(source)
    texts = {
        language: text.format(name=name, **details) for language, text in SENTENCES[reason].items()
    }
    return PullError(texts, source)
