"""Why nothing is published, in one sentence each that says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from handbook.errors import HandbookError
from handbook.gate import GateProblem

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "no_site": {
        "zh": "“{site}”不是可以发布的网站：没有生成完，没有通过检查，"
        "或者不是 handbook build 生成的。"
        "请先运行 handbook build。",
        "vi": "“{site}” không phải trang web có thể đăng: chưa tạo xong, chưa qua kiểm tra, "
        "hoặc không do handbook build tạo ra. Hãy chạy handbook build trước.",
        "en": "“{site}” is no site that can be published: it is unfinished, was not let through, "
        "or was not made by handbook build. Run handbook build first.",
    },
    "site_changed": {
        "zh": "发布的时候网站“{site}”又在生成，所以没有发布。请等生成完再发布一次。",
        "vi": "Trang web “{site}” được tạo lại trong lúc đăng nên chưa đăng gì. "
        "Hãy đợi tạo xong rồi đăng lại.",
        "en": "The site “{site}” was built again while it was being published, so nothing was "
        "published. Wait until it is finished, then publish again.",
    },
    "no_plain_file": {
        "zh": "网站里的“{file}”不是普通文件，可能通向网站外面，所以没有发布。"
        "请删掉它，重新生成网站。",
        "vi": "“{file}” trong trang web không phải tệp thường và có thể dẫn ra ngoài, "
        "nên chưa đăng gì. Hãy xóa nó rồi tạo lại trang web.",
        "en": "“{file}” in the site is no plain file and may lead out of it, so nothing was "
        "published. Remove it and build the site again.",
    },
    "no_login": {
        "zh": "网站是给“{audience}”看的，而“{target}”没有声明要登录才能看，所以没有发布。"
        "确实要登录的，在这个文件夹里放一个 {settings}，写上一行 access: login；"
        "不用登录的，用 handbook build --audience public 另行生成。",
        "vi": "Trang web dành cho “{audience}”, nhưng “{target}” không khai báo phải đăng nhập, "
        "nên chưa đăng gì. Nếu nơi đó đúng là phải đăng nhập, hãy đặt vào thư mục này tệp "
        "{settings} có dòng access: login; nếu không, hãy tạo bản khác bằng "
        "handbook build --audience public.",
        "en": "The site is for “{audience}”, and “{target}” does not say that its readers sign in, "
        "so nothing was published. If they do, put a file {settings} into that folder with the "
        "line access: login; if not, make another site with handbook build --audience public.",
    },
    "other_audience": {
        "zh": "网站是给“{audience}”看的，而“{target}”是给“{wanted}”看的，所以没有发布。"
        "每种读者用各自的文件夹；确实要换的，在 {settings} 里写上 audience: {audience}。",
        "vi": "Trang web dành cho “{audience}”, còn “{target}” dành cho “{wanted}”, "
        "nên chưa đăng gì. Mỗi loại người đọc có thư mục riêng; nếu đúng là muốn đổi, "
        "hãy ghi audience: {audience} vào {settings}.",
        "en": "The site is for “{audience}” and “{target}” is for “{wanted}”, so nothing was "
        "published. Each audience has a folder of its own; if you do mean to change it, "
        "write audience: {audience} into {settings}.",
    },
    "only_public": {
        "zh": "GitHub Pages 谁都能看，只能放公开版；这个网站是给“{audience}”看的，所以没有发布。"
        "请先运行 handbook build --audience public。",
        "vi": "Ai cũng xem được GitHub Pages nên chỉ đăng bản công khai; trang web này dành cho "
        "“{audience}”, nên chưa đăng gì. Hãy chạy handbook build --audience public trước.",
        "en": "Everybody can read GitHub Pages, so only a public site goes there; this one is for "
        "“{audience}”, and nothing was published. Run handbook build --audience public first.",
    },
    "bad_settings": {
        "zh": "看不懂“{file}”，所以没有发布。里面只能写 access: login 或 access: open，"
        "以及 audience: 和读者的名称，各占一行。",
        "vi": "Không hiểu được “{file}” nên chưa đăng gì. Trong đó chỉ ghi access: login hoặc "
        "access: open, và audience: kèm tên loại người đọc, mỗi mục một dòng.",
        "en": "“{file}” cannot be understood, so nothing was published. It may only say "
        "access: login or access: open, and audience: with the name of one, a line each.",
    },
    "no_links": {
        "zh": "“{target}”所在的磁盘不支持符号链接，没法一步切换，所以没有发布。"
        "请换一个磁盘（Linux 常用的都可以，U 盘和共享盘往往不行），或者用 --archive 打成压缩包。",
        "vi": "Ổ đĩa chứa “{target}” không có liên kết tượng trưng nên không thể chuyển trong một "
        "bước, vì vậy chưa đăng gì. Hãy chọn ổ khác (các hệ tệp thường dùng của Linux đều được, "
        "USB và thư mục chia sẻ thường không), hoặc đóng gói bằng --archive.",
        "en": "The disk of “{target}” knows no symbolic links, so nothing can be switched in one "
        "step and nothing was published. Choose another disk (those usual on Linux all do, sticks "
        "and shares often do not), or pack the site with --archive.",
    },
    "foreign": {
        "zh": "“{path}”里有别的东西，不是发布时写的，所以没有动它，也没有发布。"
        "请换一个文件夹，或者先把它移走。",
        "vi": "“{path}” chứa thứ khác, không phải do lần đăng trước ghi, nên không động đến "
        "và chưa đăng gì. Hãy chọn thư mục khác hoặc dời nó đi trước.",
        "en": "“{path}” holds something that publishing did not write, so it was left alone and "
        "nothing was published. Choose another folder, or move it away first.",
    },
    "inside": {
        "zh": "网站“{site}”和要发布到的“{target}”一个在另一个里面，所以没有发布。请换一个文件夹。",
        "vi": "Trang web “{site}” và nơi đăng “{target}” nằm trong nhau nên chưa đăng gì. "
        "Hãy chọn thư mục khác.",
        "en": "The site “{site}” and “{target}” stand one inside the other, so nothing was "
        "published. Choose another folder.",
    },
    "busy": {
        "zh": "“{target}”正由另一个程序发布（{holder}），等了一会儿还没完，所以没有动。"
        "请等它完成再试。",
        "vi": "“{target}” đang được một chương trình khác đăng ({holder}); đã đợi một lúc mà chưa "
        "xong nên không động đến. Hãy đợi nó xong rồi thử lại.",
        "en": "Another program is publishing to “{target}” ({holder}); it was not done after a "
        "while, so nothing was touched. Wait for it, then try again.",
    },
    "not_as_it_should_be": {
        "zh": "切换以后，“{target}”里的“{file}”读不出来，或者和发布的不一样，"
        "所以已经退回原来那一版。请检查磁盘和文件夹的权限，再发布一次。",
        "vi": "Sau khi chuyển, “{file}” trong “{target}” không đọc được hoặc khác bản đã đăng, "
        "nên đã trở lại bản trước. Hãy kiểm tra ổ đĩa và quyền của thư mục rồi đăng lại.",
        "en": "After the switch “{file}” in “{target}” could not be read or was not what was "
        "published, so readers see the site of before again. Check the disk and the rights on "
        "the folder, then publish again.",
    },
    "no_list": {
        "zh": "找不到生成“{site}”时留下的核对清单，没法查有没有不该公开的文字，所以没有放行。"
        "请在生成网站的这台电脑上重新运行 handbook build；"
        "或者运行 handbook gate，用 --source 指明名册。",
        "vi": "Không thấy danh sách đối chiếu được lưu khi tạo “{site}” nên không thể kiểm tra có "
        "nội dung nào không được lộ, vì vậy chưa cho qua. Hãy chạy lại handbook build trên chính "
        "máy này; hoặc chạy handbook gate và chỉ rõ sổ bằng --source.",
        "en": "The list that is kept when “{site}” is built is not here, so nobody can see whether "
        "it says what must not be read, and it was not let through. Run handbook build again on "
        "this machine; or run handbook gate and name the register with --source.",
    },
    "no_space": {
        "zh": "写不下：“{target}”的磁盘满了或者有限额。没有发布，原来的网站不受影响。"
        "请腾出地方再发布一次。",
        "vi": "Không đủ chỗ: ổ đĩa của “{target}” đã đầy hoặc bị giới hạn. Chưa đăng gì, "
        "trang web cũ không bị ảnh hưởng. Hãy dọn chỗ rồi đăng lại.",
        "en": "There is no room: the disk of “{target}” is full or has a quota. Nothing was "
        "published, and the site of before is as it was. Make room, then publish again.",
    },
    "not_writable": {
        "zh": "写不了“{target}”，没有发布，原来的网站不受影响。请检查这个文件夹的权限：{problem}",
        "vi": "Không ghi được vào “{target}”. Chưa đăng gì, trang web cũ không bị ảnh hưởng. "
        "Hãy kiểm tra quyền của thư mục này: {problem}",
        "en": "“{target}” cannot be written to. Nothing was published, and the site of before is "
        "as it was. Check the rights on that folder: {problem}",
    },
    "damaged": {
        "zh": "发布版“{release}”和发布时不一样了（{file}），所以没有切换。"
        "请用 --release 选别的一版。",
        "vi": "Bản đăng “{release}” không còn như lúc đăng ({file}) nên không chuyển sang. "
        "Hãy chọn bản khác bằng --release.",
        "en": "The release “{release}” is not as it was published ({file}), so nothing was "
        "switched. Choose another one with --release.",
    },
    "no_release": {
        "zh": "“{target}”里没有可以退回的这一版。现有的：{known}",
        "vi": "Trong “{target}” không có bản như vậy để quay lại. Hiện có: {known}",
        "en": "“{target}” has no such release to go back to. There are: {known}",
    },
}  # fmt: skip
"""Sentences by reason, then by language."""


class PublishError(HandbookError):
    """Nothing was published, and what readers see is as it was.

    Attributes:
        reason: Key of `SENTENCES`.
    """

    def __init__(self, reason: str, **details: object) -> None:
        """Build the sentence from the reason.

        Args:
            reason: Key of `SENTENCES`.
            **details: What the sentence names.
        """
        sentences = SENTENCES[reason]
        super().__init__({language: text.format(**details) for language, text in sentences.items()})
        self.reason = reason


class RefusedSiteError(HandbookError):
    """The copy that was to go online did not pass, so nothing was switched.

    Attributes:
        problems: Reasons of the gate.
    """

    exit_code: ClassVar[int] = 11

    def __init__(self, problems: Sequence[GateProblem]) -> None:
        """Keep the reasons beside the sentence.

        Args:
            problems: Reasons of the gate.
        """
        super().__init__(
            {
                "zh": "网站没有通过发布前的检查，没有发布，原来的网站不受影响。"
                "请重新生成网站；还不行的，请维护人员看下面的问题：",
                "vi": "Trang web không qua được kiểm tra trước khi đăng nên chưa đăng gì, "
                "trang web cũ không bị ảnh hưởng. Hãy tạo lại trang web; nếu vẫn không được, "
                "đề nghị người bảo trì xem các mục dưới đây:",
                "en": "The site did not pass the last look, so nothing was published, and the site "
                "of before is as it was. Build the site again; if that does not help, ask a "
                "maintainer to look at what follows:",
            }
        )
        self.problems = tuple(problems)


class BrokenSiteError(HandbookError):
    """A page or file that every site has is missing or cut off in the copy.

    Attributes:
        file: Its address in the site.
    """

    exit_code: ClassVar[int] = 11

    def __init__(self, file: str) -> None:
        """Build the sentence from the file.

        Args:
            file: Its address in the site.
        """
        super().__init__(
            {
                "zh": f"网站的“{file}”缺失或不完整，没有发布，原来的网站不受影响。请重新生成网站。",
                "vi": f"“{file}” của trang web bị thiếu hoặc không trọn vẹn nên chưa đăng gì, "
                "trang web cũ không bị ảnh hưởng. Hãy tạo lại trang web.",
                "en": f"“{file}” of the site is missing or not whole, so nothing was published, "
                "and the site of before is as it was. Build the site again.",
            }
        )
        self.file = file
