"""Which character set bytes are in that nobody declared: the one in which they read as one of its languages.

Bytes fit many character sets, and say in most of them what nobody writes. So each is tried, and the text that it gives
is judged: by its letters (of one script, in words that are not mixed, the frequent ones often), and by how likely
fastText's model finds it to be in a language of that set.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from itertools import pairwise

from newswire import language

WESTERN = "cp1252"

_SAMPLE = 1500
"""Bytes of lines with characters beyond ASCII that are judged."""
_NEAR = 64 * 1024
"""Bytes in which these lines are looked for, from the first such character on."""
_BEFORE = 100
"""Bytes before that character: ASCII, so any of them may be the first."""
_CONVINCING = 0.35
"""Score from which a character set is believed; below it Western text is the likeliest."""
_MOST_BROKEN = 20
"""One byte of so many characters that has no place in a character set: with more it is another one."""
_SHORT = 40
"""Characters below which Latin text is Western: the other sets differ from it in too few letters."""

_PUNCTUATION = frozenset("\u00a0«»‘’‚“”„–—…•·°§€£©®№。、，：；「」『』（）？！《》・ー")
"""What print sets around words beyond ASCII, in any language."""
_ACCENTED = {
    "ca": "àçèéíïòóúü",
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåéäö",
    "de": "äöüßé",
    "en": "éèêçàáíóöüñï",
    "es": "áéíñóúü",
    "et": "äõöüšž",
    "fi": "äöåé",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "gl": "áéíñóúü",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "is": "áæðéíóöþúý",
    "it": "àèéìîòóù",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nl": "éèëïöüáóç",
    "no": "æøåéòóôä",
    "pl": "ąćęłńóśźż",
    "pt": "ãáàâçéêíóôõúü",
    "ro": "ăâîșțşţ",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sq": "ëç",
    "sv": "åäöéü",
    "tr": "çğıöşüâîû\u0307",
}
"""The letters beyond ASCII of languages in Latin script."""
_HIRAGANA = "".join(map(chr, range(0x3041, 0x3094)))
_FREQUENT = {
    "ar": "اليمنوترهبدةع",
    "be": "аніеотрысклў",
    "bg": "аеиотнрсвдлъ",
    "el": "αοιετνσηρςκπάίόέ",
    "fa": "ادیرنهمتوسبی",
    "he": "יוהאלתרבמנש",
    "ja": _HIRAGANA,
    "ko": "이다는을를의에가은하고도한지로사기서대인리",
    "mk": "аоиетнрсвдлк",
    "ru": "оеаинтсрвлк",
    "sr": "аоиенртсјук",
    "th": "านรอกงมเวย่ลีสท้ัดิ",
    "uk": "оаинвтірескл",
    "ur": "ایرکنوہمتےسل",
    "zh": "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著"
    "下自之年"
    "过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样"
    "樣日月市新公政省万萬千三四二十百元部長长",
}  # fmt: skip
"""The letters that make more than half of a text in the language, or a good part of one in signs."""
_SHARE = {"zh": 0.2, "ja": 0.3, "ko": 0.2}
"""The share that frequent letters have at least, where that is not half."""
_WEST = frozenset("ca da de en es fi fr gl is it nl no nn pt sv eu ga af sq".split())
_MIDDLE = frozenset("pl cs sk hu hr sl ro sh bs sr sq".split())
_CHARSETS = {
    WESTERN: _WEST,
    "cp1250": _MIDDLE,
    "iso8859-2": _MIDDLE,
    "cp1254": frozenset({"tr", "az"}),
    "cp1257": frozenset({"lt", "lv", "et"}),
    "cp1251": frozenset({"ru", "uk", "bg", "sr", "mk", "be"}),
    "koi8-r": frozenset({"ru"}),
    "koi8-u": frozenset({"uk"}),
    "iso8859-5": frozenset({"ru", "bg", "sr", "mk", "be"}),
    "cp866": frozenset({"ru"}),
    "cp1253": frozenset({"el"}),
    "iso8859-7": frozenset({"el"}),
    "cp1255": frozenset({"he"}),
    "cp1256": frozenset({"ar", "fa", "ur"}),
    "iso8859-6": frozenset({"ar"}),
    "cp874": frozenset({"th"}),
    "gb18030": frozenset({"zh"}),
    "big5": frozenset({"zh"}),
    "cp932": frozenset({"ja"}),
    "euc_jp": frozenset({"ja"}),
    "cp949": frozenset({"ko"}),
}
"""The languages that each character set was made for; of two that fit alike the first counts."""
_OTHER_LATIN = frozenset({"cp1250", "iso8859-2", "cp1254", "cp1257"})
_LATIN = _OTHER_LATIN | {WESTERN}

_TAG = re.compile(r"<[^<>]{0,300}>")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_LETTERS = re.compile(r"[^\W\d_\x00-\x7f]+")
_LATIN_RUN = re.compile(r"[^\W\d_\x00-\x7f]{4,}")
_MIXED = re.compile(r"[A-Za-z][^\W\d_\x00-\x7f]|[^\W\d_\x00-\x7f][A-Za-z]")


def detect(body: bytes) -> str:
    """Return the character set that `body`, which is no UTF-8, is most likely in; cp1252 where nothing tells."""
    first = re.search(rb"[\x80-\xff]", body)
    if first is None:
        return WESTERN
    near = body[max(0, first.start() - _BEFORE) : first.start() + _NEAR]
    return _most_likely(b"\n".join(line for line in near.split(b"\n") if not line.isascii())[:_SAMPLE])


@lru_cache(maxsize=64)
def _most_likely(sample: bytes) -> str:
    scores = {charset: _score(sample, charset) for charset in _CHARSETS}
    best = max(scores, key=lambda charset: round(scores[charset], 3))
    return best if scores[best] >= _CONVINCING else WESTERN


def _score(sample: bytes, charset: str) -> float:
    """Return how likely it is, from 0 to 1, that the sample is in this character set."""
    text = _TAG.sub(" ", codecs.getincrementaldecoder(charset)("replace").decode(sample))
    beyond = len(_BEYOND.findall(text)) or 1
    if text.count("\ufffd") * _MOST_BROKEN > beyond or (charset in _OTHER_LATIN and len(text) < _SHORT):
        return 0
    looks = _foreign_looks(text, beyond) if charset not in _LATIN else _latin_looks(text, beyond)
    if looks < _CONVINCING:
        return 0
    spoken = {name: how for name, how in language.probabilities(text).items() if name in _CHARSETS[charset]}
    if not spoken:
        return 0
    letters = _letters_fit(text.lower(), max(spoken, key=lambda name: spoken[name]))
    return looks * letters * sum(spoken.values())


def _latin_looks(text: str, beyond: int) -> float:
    """Return the share of letters beyond ASCII that do not stand in a run: words have one here, two there."""
    return 1 - sum(map(len, _LATIN_RUN.findall(text))) / beyond


def _foreign_looks(text: str, beyond: int) -> float:
    """Return the share of characters beyond ASCII that are in words of their own, in small letters after the first."""
    wrong_case = sum(one.islower() and other.isupper() for one, other in pairwise(text))
    return max(0.0, 1 - (2 * len(_MIXED.findall(text)) + 2 * wrong_case) / beyond)


def _letters_fit(text: str, spoken: str) -> float:
    """Return how well the characters beyond ASCII fit the language; `text` is in small letters."""
    beyond = [character for character in _BEYOND.findall(text) if character not in _PUNCTUATION]
    if not beyond:
        return 1
    if frequent := _FREQUENT.get(spoken):
        share = sum(character in frequent for character in beyond) / len(beyond)
        letters = sum(map(len, _LETTERS.findall("".join(beyond)))) / len(beyond)
        return min(1, share / _SHARE.get(spoken, 0.5)) * letters
    return sum(character in _ACCENTED.get(spoken, "") for character in beyond) / len(beyond)
