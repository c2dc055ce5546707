"""Whatever the bytes are: stories or a DeliveryError, nothing else; and no word is lost."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newswire import formats
from newswire.formats.ninjs_fields import FIELDS
from newswire.normalise import html
from newswire.normalise.text import clean
from tests.properties.harm import check

_WORDS = st.text("abcdé漢1", min_size=1, max_size=8)
_INLINE = st.sampled_from(["b", "i", "a", "span", "sup", "unknown"])
_BLOCKS = st.sampled_from(["p", "div", "li", "h1", "blockquote", "td", "tr", "table", "section", "pre"])
_NAMES = st.sampled_from(sorted({name for names in FIELDS.values() for name in names})) | st.sampled_from(
    "headline headlines bodies body_text body_html descriptions associations type x".split()
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2024-06-20", "canceled"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "value", "uri", "code", "role"]) | st.text(max_size=3), inner, max_size=4
        )
    ),
    max_leaves=8,
)


def _check(body: bytes, content_type: str | None = None) -> None:
    check(formats, body, content_type)


@given(st.binary(), st.none() | st.text(max_size=30))
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    _check(body, content_type)


@given(st.text(st.characters()), st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis"]))
def test_any_text(text: str, charset: str) -> None:
    _check(text.encode(charset, errors="ignore"))


@given(st.dictionaries(_NAMES, _VALUES, max_size=8))
def test_any_values_in_known_properties(properties: dict[str, Any]) -> None:
    _check(json.dumps({"uri": "u", **properties}).encode())
    _check(json.dumps([{"guid": "g", "pubstatus": "withheld", **properties}]).encode())


@given(st.data())
def test_a_damaged_story(data: st.DataObject) -> None:
    story = {"uri": "u", "headline": "Häuser", "body_html": "<p>a<br>b</p>", "person": [{"name": "J"}], "urgency": 3}
    body = bytearray(json.dumps(story, ensure_ascii=False).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))
    _check(bytes(body[: data.draw(st.integers(0, len(body)))]))


@st.composite
def _markup(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Mark-up with words in it, and the words: blocks part words, inline elements do not."""
    pieces: list[str] = []
    words: list[str] = []
    for _ in range(draw(st.integers(0, 6))):
        word = draw(_WORDS)
        words.append(word)
        cut = draw(st.integers(0, len(word)))
        inline, block = draw(_INLINE), draw(_BLOCKS)
        between = draw(st.sampled_from(["", "<br>", "<!-- c -->", "<script>x y</script>", "\n "]))
        pieces.append(f"<{block}>{word[:cut]}<{inline}>{word[cut:]}</{inline}></{block}>{between}")
    return "".join(pieces), words


@given(_markup())
def test_no_word_of_the_markup_is_lost_split_or_glued(given_markup: tuple[str, list[str]]) -> None:
    markup, words = given_markup

    assert " ".join(html.paragraphs(markup)).split() == words


@given(st.text(st.characters(codec="utf-8")))
def test_text_without_tags_keeps_its_words(text: str) -> None:
    plain = re.sub(r"[<>&\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)
    kept = " ".join(html.paragraphs(plain)).split()

    assert [re.sub(r"\W", "", word) for word in kept] == [re.sub(r"\W", "", word) for word in clean(plain).split()]
