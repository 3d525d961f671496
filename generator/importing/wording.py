"""Vietnamese texts as keys to compare by: case, tone placement, dashes and the common abbreviations set aside."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_JOINING = frozenset({"va"})
_ABBREVIATIONS = {
    "dvctt": "dịch vụ công trực tuyến",
    "dvcqg": "dịch vụ công quốc gia",
    "dvc": "dịch vụ công",
    "tthc": "thủ tục hành chính",
    "ubnd": "ủy ban nhân dân",
    "bql": "ban quản lý",
    "tp": "thành phố",
    "tx": "thị xã",
    "tt": "thị trấn",
    "h": "huyện",
    "p": "phường",
    "x": "xã",
    "qlnn": "quản lý nhà nước",
}


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, the tone of each after its letters: `Hoà Thành` and `Hòa Thành` are the same.

    Signs and the joining word `và` are left out: documents write `Lao động - Thương binh và Xã hội` in many ways. A
    sign of per mille stays: it makes ten times of a percent.
    """
    spelled = unicodedata.normalize("NFD", text.casefold()).replace("&", " ").replace("‰", " phần nghìn ")
    words = (_toned(word) for word in re.findall(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*", spelled))
    return tuple(word for word in words if bare(word) not in _JOINING)


def _toned(word: str) -> str:
    """A word composed, with its tone put last."""
    tones = "".join(sign for sign in word if sign in _TONES)
    letters = unicodedata.normalize("NFC", "".join(sign for sign in word if sign not in _TONES))
    return letters + tones


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """A syllable without marks: `thanh` of `thạnh`."""
    letters = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return letters.replace("đ", "d")


def key(text: str) -> str:
    """What two spellings of the same text have in common, with the common abbreviations written out."""
    words: list[str] = []
    for word in syllables(text):
        words += syllables(_ABBREVIATIONS[word]) if word in _ABBREVIATIONS else (word,)
    return " ".join(words)


def bare_key(text: str) -> str:
    """The key without marks."""
    return " ".join(bare(word) for word in key(text).split())


def is_unmarked(text: str) -> bool:
    """Whether the text was typed without any Vietnamese mark."""
    return text.isascii()


def abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of one name stand for those of the other, each a word or the initials of some.

    `sở nông nghiệp ptnt` and `sở gtvt` are short for names of departments.
    """
    if not short:
        return not full
    head, rest = short[0], short[1:]
    if full and head == full[0] and abbreviates(rest, full[1:]):
        return True
    initials = "".join(word[0] for word in full[: len(head)])
    long_enough = len(head) > 1 and len(full) >= len(head)
    same = long_enough and (head == initials or bare(head) == bare(initials))
    return same and abbreviates(rest, full[len(head) :])
