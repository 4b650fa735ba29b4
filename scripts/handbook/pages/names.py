"""Chinese names by sound, and the order of names in a list.

A surname is read as a surname (单 is shàn, 曾 is zēng); pypinyin alone does not know that the
first character of a text is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

# Readings of the 《现代汉语词典》 where a surname differs from the everyday word.
_SURNAMES = {
    "万俟": "mo qi", "尉迟": "yu chi", "长孙": "zhang sun", "单于": "chan yu", "澹台": "tan tai",
    "鲜于": "xian yu", "令狐": "ling hu", "呼延": "hu yan", "宇文": "yu wen", "欧阳": "ou yang",
    "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge", "夏侯": "xia hou", "皇甫": "huang fu",
    "东方": "dong fang", "慕容": "mu rong", "司徒": "si tu", "公孙": "gong sun",
    "轩辕": "xuan yuan", "钟离": "zhong li", "闻人": "wen ren",
    "赫连": "he lian", "南宫": "nan gong",
    "独孤": "du gu",
    "单": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "解": "xie", "查": "zha", "朴": "piao",
    "翟": "zhai", "缪": "miao", "覃": "qin", "盖": "ge", "任": "ren", "华": "hua", "纪": "ji",
    "乐": "yue", "员": "yun", "冼": "xian", "洗": "xian", "召": "shao", "黑": "he", "秘": "bi",
    "宓": "mi", "逄": "pang", "燕": "yan", "隗": "wei", "祭": "zhai", "訾": "zi", "郗": "xi",
    "句": "gou", "牟": "mu", "能": "nai", "那": "na", "宁": "ning", "重": "chong", "种": "chong",
    "沈": "shen", "贾": "jia", "石": "shi", "车": "che", "折": "she", "褚": "chu", "柏": "bai",
    "谌": "chen", "宿": "su", "薄": "bo", "曲": "qu", "应": "ying", "占": "zhan", "盛": "sheng",
    "相": "xiang", "哈": "ha", "佘": "she", "卜": "bu", "角": "jue", "尉": "wei", "仉": "zhang",
    "乜": "nie", "逯": "lu", "繁": "po", "晁": "chao", "葛": "ge", "过": "guo", "阚": "kan",
    "都": "du", "干": "gan", "强": "qiang", "尹": "yin", "俞": "yu", "臧": "zang", "行": "xing",
    "尧": "yao", "撒": "sa", "洪": "hong", "费": "fei", "冯": "feng", "参": "shen", "系": "xi",
    "见": "jian", "贠": "yun", "郇": "xun", "邸": "di", "禚": "zhuo", "郜": "gao", "候": "hou",
    "长": "chang", "朝": "chao", "少": "shao", "妫": "gui", "晟": "cheng",
}  # fmt: skip


_NUMERALS = "零一二三四五六七八九"
_COUNTED = re.compile(
    r"第(?=[一二三四五六七八九十])(?:(?P<tens>[一二三四五六七八九]?)十)?(?P<ones>[一二三四五六七八九]?)"
)
_UNCOUNTED = 100


@dataclass(frozen=True, slots=True)
class Pinyin:
    """How a Chinese name is typed by sound; all blank for a name without Chinese characters.

    Attributes:
        syllables: One per character, without tones, ü as v (`lu yu an` → three).
        full: The syllables in one word: `luyuan`.
        initials: Their first letters: `lya`.
    """

    syllables: tuple[str, ...]
    full: str
    initials: str


def pinyin_of(name: str) -> Pinyin:
    """Spell a personal name; anything that is no Chinese character is passed over.

    Args:
        name: As shown: `陆予安`, `Trần Minh Lộc`.
    """
    characters = "".join(character for character in name if is_han(character))
    size = 2 if characters[:2] in _SURNAMES and len(characters) > 2 else 1
    surname, rest = characters[:size], characters[size:]
    spelled = _SURNAMES.get(surname) if rest else None
    first = tuple(spelled.split()) if spelled else tuple(map(_syllable, surname))
    syllables = first + tuple(map(_syllable, rest))
    return Pinyin(syllables, "".join(syllables), "".join(each[:1] for each in syllables))


def spellings(names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Spell every character once, and apart those names in which one is read otherwise.

    Args:
        names: Any key → name.

    Returns:
        Character → syllable, and key → syllables parted by blanks.
    """
    pinyin: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for key, name in names.items():
        own = pinyin_of(name).syllables
        if not own:
            continue
        for character in name:
            if character not in pinyin and (alone := pinyin_of(character).syllables):
                pinyin[character] = alone[0]
        usual = tuple(pinyin[each] for each in name if each in pinyin)
        if own != usual:
            spelled[key] = " ".join(own)
    return pinyin, spelled


def phrase_spellings(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Spell names that are no persons', such as those of units, by the words they are made of.

    Args:
        names: As shown.

    Returns:
        Character → the syllable it is mostly read as, and name → syllables parted by blanks where
        one is read otherwise (银行 beside 行政).
    """
    read = {name: spelled for name in names if (spelled := _read_as_words(name))}
    counts: dict[str, Counter[str]] = {}
    for spelled in read.values():
        for character, syllable in spelled:
            counts.setdefault(character, Counter())[syllable] += 1
    pinyin = {each: _mostly(counts[each]) for each in sorted(counts)}
    otherwise = {
        name: " ".join(syllable for _, syllable in spelled)
        for name, spelled in read.items()
        if any(pinyin[character] != syllable for character, syllable in spelled)
    }
    return pinyin, otherwise


def _mostly(counts: Counter[str]) -> str:
    return min(counts, key=lambda syllable: (-counts[syllable], syllable))


@lru_cache(maxsize=16384)
def _read_as_words(name: str) -> tuple[tuple[str, str], ...]:
    """Give every Chinese character with its syllable; nothing where they cannot be matched."""
    characters = [each for each in name if is_han(each)]
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors="ignore", v_to_u=False)
    is_matched = len(characters) == len(syllables)
    return tuple(zip(characters, syllables, strict=True)) if is_matched else ()


def is_han(character: str) -> bool:
    """Say whether a character is a Chinese one."""
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000" or character == "〇"


@lru_cache(maxsize=16384)
def _syllable(character: str) -> str:
    spelled = lazy_pinyin(character, style=Style.NORMAL, errors="ignore", v_to_u=False)
    return spelled[0] if spelled else ""


def without_marks(text: str) -> str:
    """Fold Vietnamese to plain letters: `Đỗ Quang Vinh` → `do quang vinh`."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in decomposed if not unicodedata.combining(each))


@lru_cache(maxsize=65536)
def letters_of(name: str) -> tuple[str, ...]:
    """Give the words a name is sorted by, in order.

    A Chinese name goes by its syllables; a Vietnamese one by given name (tên), then family name.
    """
    pinyin = pinyin_of(name)
    if pinyin.full:
        return pinyin.syllables
    words = re.findall(r"[a-z0-9]+", without_marks(name))
    return (*words[-1:], *words[:-1])


def sort_key(name: str) -> tuple[tuple[str, ...], str]:
    """Order names by sound, names of one sound by their characters."""
    return letters_of(name), name


def counted_key(name: str) -> tuple[int, tuple[tuple[str, ...], str]]:
    """Order names that count, such as 第二片区, by their number; others by sound after them."""
    found = _COUNTED.match(name)
    if not found:
        return _UNCOUNTED, sort_key(name)
    tens, ones = found["tens"], found["ones"]
    number = 0 if tens is None else 10 * _NUMERALS.index(tens or "一")
    return number + _NUMERALS.index(ones or "零"), sort_key(name)


def initial_of(name: str) -> str:
    """Give the letter a name is found under: `a` to `z`, or blank where it has none."""
    letters = "".join(letters_of(name))[:1]
    return letters if "a" <= letters <= "z" else ""
