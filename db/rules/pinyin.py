"""How a name is read aloud: its pinyin for searching and sorting, with the readings that surnames have."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from db.rules.names import NAME_DOT, is_han

# Surnames read otherwise than the character usually is: the reading, and the usual one where its letters differ.
_SURNAME_READINGS = """
单:shàn:dan 曾:zēng:ceng 解:xiè:jie 仇:qiú:chou 区:ōu:qu 查:zhā:cha 朴:piáo:pu 华:huà: 纪:jǐ:
洗:xiǎn:xi 缪:miào:mou 员:yùn:yuan 贠:yùn:yuan 乜:niè:mie 种:chóng:zhong 翟:zhái:di 葛:gě:
盖:gě:gai 折:shé:zhe 召:shào:zhao 阚:kàn:han 薄:bó:bao 秘:bì:mi 繁:pó:fan 佴:nài:er 覃:qín:tan
乐:yuè:le 都:dū:dou 祭:zhài:ji 隗:wěi:kui 句:gōu:ju 过:guō: 於:yū: 郇:xún:huan 么:yāo:me
炅:guì:jiong 占:zhān: 藏:zāng:cang 干:gān: 卜:bǔ:bo 能:nài:neng 肖:xiāo: 要:yāo: 舍:shè: 燕:yān:
粘:nián:zhan 任:rén: 宁:nìng: 哈:hǎ: 撒:sǎ: 令:líng: 相:xiàng: 那:nā: 適:kuò:shi 單:shàn:dan
區:ōu:qu 樂:yuè:le 紀:jǐ: 種:chóng:zhong 華:huà: 蓋:gě:gai 員:yùn:yuan
"""
_SURNAMES = {
    char: (reading, usual) for char, reading, usual in (entry.split(":") for entry in _SURNAME_READINGS.split())
}
_COMPOUND_SURNAMES = {"尉迟": ("yù", "chí"), "万俟": ("mò", "qí"), "澹台": ("tán", "tái")}
# Given names: the dictionary's first reading of these is not the one that parents choose.
_GIVEN = {"晟": "shèng", "隽": "jùn", "了": "liǎo", "着": "zhuó"}
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
# Words, numbers, ideographs that this Python may not know yet, and private characters.
_WORD = re.compile(r"[^\W\d_]+|\d+|[\ue000-\ufaff\U00020000-\U0003fffd\U000f0000-\U0010fffd]")
# After every letter, so that what has no reading comes last.
_UNREAD = "~"


class Pinyin(NamedTuple):
    """A name in letters: `syllables` without tones (ü is v), their first letters, and a text that sorts by bytes."""

    syllables: tuple[str, ...]
    full: str
    initials: str
    sort_key: str


@lru_cache(maxsize=8192)  # an import reads each name twice, and children share theirs; 3 MB when it is full
def romanise(name: str) -> Pinyin:
    """The pinyin of a person's name, its first characters read as a surname.

    `sort_key` orders character by character, by syllable, then tone, then character, so that all of one surname
    stand together under SQLite's BINARY collation. Letters that are not Chinese are one syllable a word.
    """
    spelt = _spelt(name)
    syllables = tuple([syllable for syllable, _place in spelt if syllable])
    return Pinyin(
        syllables=syllables,
        full="".join(syllables),
        initials="".join([syllable[0] for syllable in syllables]),
        sort_key="".join([place for _syllable, place in spelt]),
    )


def syllables(name: str) -> tuple[str, ...]:
    """The syllables of `romanise` alone, in half its time."""
    return tuple([syllable for syllable, _place in _spelt(name) if syllable])


def misread_surname(name: str) -> str:
    """The syllable that a surname is easily taken for, dan for 单; empty where there is none."""
    if name[:2] in _COMPOUND_SURNAMES or NAME_DOT in name:
        return ""
    return _SURNAMES.get(name[:1], ("", ""))[1]


def _spelt(name: str) -> list[tuple[str, str]]:
    """The syllable of each piece of a name, empty where it has no reading, and what the piece sorts by."""
    if all(map(is_han, name)):  # nearly every name
        return _read_as_name(name)
    pieces = _pieces(name)
    han = "".join(piece for piece in pieces if is_han(piece[0]))
    # A name with a dot is a transcription (阿依古丽·买买提): its first character is no surname.
    following = iter(map(_usual, han) if NAME_DOT in name else _read_as_name(han))
    return [next(following) if is_han(piece[0]) else _of_word(piece) for piece in pieces]


def _read_as_name(han: str) -> list[tuple[str, str]]:
    compound = _COMPOUND_SURNAMES.get(han[:2])
    surname = map(_read, han, compound) if compound else map(_surname, han[:1])
    return [*surname, *map(_given, han[len(compound) if compound else 1 :])]


@lru_cache(maxsize=1024)
def _surname(char: str) -> tuple[str, str]:
    return _read(char, _SURNAMES[char][0]) if char in _SURNAMES else _usual(char)


@lru_cache(maxsize=4096)
def _given(char: str) -> tuple[str, str]:
    return _read(char, _GIVEN[char]) if char in _GIVEN else _usual(char)


def _usual(char: str) -> tuple[str, str]:
    return _read(char, _table().get(ord(char), "").split(",")[0])


def _read(char: str, reading: str) -> tuple[str, str]:
    if not reading:
        return "", _UNREAD + char
    syllable, tone = _syllable(reading)
    return syllable, f"{syllable}{tone}{char}"


def _of_word(piece: str) -> tuple[str, str]:
    word = _plain(piece)
    return word, word or _UNREAD + piece


def _pieces(name: str) -> list[str]:
    """Each Chinese character by itself, each other word or number whole, everything else left out."""
    pieces: list[str] = []
    for word in _WORD.findall(name):
        other = ""
        for char in word:
            if is_han(char):
                pieces += [other, char]
                other = ""
            else:
                other += char
        pieces.append(other)
    return [piece for piece in pieces if piece]


def _syllable(reading: str) -> tuple[str, str]:
    """`lǚ` as ("lv", "3"); the neutral tone is 5."""
    tone = "5"
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", reading):
        if char in _TONES:
            tone = _TONES[char]
        elif char == "\u0308":
            letters[-1] = "v"
        elif char.isascii() and char.isalpha():
            letters.append(char.lower())
    return "".join(letters), tone


def _plain(word: str) -> str:
    """A word of Latin letters in lower case without accents; empty for numbers and other scripts."""
    return "".join(char for char in unicodedata.normalize("NFKD", word).casefold() if "a" <= char <= "z")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Code point -> readings, the most usual first, from pypinyin's table of single characters.

    Only that one module of pypinyin is run: its package also loads the phrases (431 ms and 55 MB instead of 60 ms
    and 11 MB), which names do not need.
    """
    package = importlib.util.find_spec("pypinyin")
    assert package is not None
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0], "pinyin_dict.py")
    spec = importlib.util.spec_from_file_location("pypinyin_single_characters", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[int, str] = module.pinyin_dict
    return table
