"""Turns Vietnamese texts into keys for comparison that ignore case, tone placement, dashes and common abbreviations."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SPELLING = str.maketrans("ðɖ&", "đđ ")
"""The letters U+00D0 and U+0189 look like a capital `Đ` (U+0110). Old converters write them instead."""
_IGNORED_WORDS = frozenset({"va"})
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
    """Returns the words of a text in lower case, each with its tone mark after its letters. So `Hoà Thành` and `Hòa
    Thành` are equal.

    Punctuation and the joining word `và` are left out, because documents write `Lao động - Thương binh và Xã hội` in
    many ways. The per mille sign stays: it is one tenth of a percent.
    """
    spelled = unicodedata.normalize("NFD", text.casefold()).translate(_SPELLING).replace("‰", " phần nghìn ")
    words = (_with_tone_last(word) for word in re.findall(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*", spelled))
    return tuple(word for word in words if bare(word) not in _IGNORED_WORDS)


def _with_tone_last(word: str) -> str:
    """Returns a word in NFC with its tone mark last."""
    tones = "".join(sign for sign in word if sign in _TONES)
    letters = unicodedata.normalize("NFC", "".join(sign for sign in word if sign not in _TONES))
    return letters + tones


@lru_cache(maxsize=20_000)
def bare(word: str) -> str:
    """Returns a syllable without diacritics: `thanh` for `thạnh`."""
    letters = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    return letters.replace("đ", "d")


@lru_cache(maxsize=20_000)
def text_key(text: str) -> str:
    """Returns a key that is equal for all spellings of the same text, with common abbreviations written out."""
    words: list[str] = []
    for word in syllables(text):
        words += syllables(_ABBREVIATIONS[word]) if word in _ABBREVIATIONS else (word,)
    return " ".join(words)


def bare_key(text: str) -> str:
    """Returns the key without diacritics."""
    return " ".join(bare(word) for word in text_key(text).split())


def is_one_of(text: str, names: Sequence[str]) -> bool:
    """Whether a text is one of these names, in any spelling."""
    return text_key(text) in map(text_key, names)


def begins_with(text: str, names: Sequence[str]) -> bool:
    """Whether a text begins with the words of one of these names, in any spelling."""
    return f"{text_key(text)} ".startswith(tuple(f"{text_key(name)} " for name in names))


def abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the short words abbreviate the full ones. Each is one of the full words, or the initials of several.

    `sở nông nghiệp ptnt` and `sở gtvt` are short names of departments.
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
