"""Whatever two texts hold: nothing is lost or invented, and swapping them gives the mirror."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newswire import compare
from newswire.compare import Change, Comparison
from newswire.compare.splitting import paragraphs, sentences

_PIECES = st.sampled_from(
    [
        "Police said 12 people died in the fire.",
        "Police said 15 people died in the fire.",
        "Police said 15 people were hurt in the fire.",
        "The mayor said “we will rebuild”.",
        'The mayor said "we will rebuild".',
        'The mayor said "we may',
        "Gov. Roe left at 5 p.m. Monday.",
        "他来了。",
        "Yes.",
        "No.",
        "...",
        "\n\n",
        " ",
        "’",
        "3,5",
        "$2 million",
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=8), max_size=14).map(" ".join)
_SWAPPED = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}


def _split(text: str) -> list[str]:
    return [paragraph[start:end] for paragraph in paragraphs(text) for start, end in sentences(paragraph)]


@given(_TEXTS | st.text())
def test_sentences_hold_all_of_the_text(text: str) -> None:
    assert "".join("".join(_split(text)).split()) == "".join(text.split())


@given(_TEXTS, _TEXTS)
def test_nothing_is_lost_or_invented(old: str, new: str) -> None:
    found = compare.texts(old, new).sentences

    olds = sorted((s.from_sentence, s.old) for s in found if s.from_sentence is not None)
    news = [(s.to_sentence, s.new) for s in found if s.to_sentence is not None]
    assert olds == list(enumerate(_split(old)))
    assert news == list(enumerate(_split(new)))
    assert all((s.from_sentence is None) == (s.old is None) for s in found)
    assert all((s.to_sentence is None) == (s.new is None) for s in found)
    for sentence in found:
        if sentence.words:
            assert "".join(text for sign, text in sentence.words if sign != "-") == sentence.new


@given(_TEXTS, _TEXTS)
def test_swapping_gives_the_mirror(old: str, new: str) -> None:
    there, back = compare.texts(old, new), compare.texts(new, old)

    assert _told(there) == {
        (_SWAPPED.get(change, change), to, from_, quotations) for change, from_, to, quotations in _told(back)
    }
    assert (there.similarity, there.coarse) == (back.similarity, back.coarse)


def _told(comparison: Comparison) -> set[tuple[Change, int | None, int | None, bool]]:
    return {(s.change, s.from_sentence, s.to_sentence, s.quotations) for s in comparison.sentences}


@given(_TEXTS)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    comparison = compare.texts(text, text)

    assert all(s.change is Change.SAME and not s.numbers and not s.quotations for s in comparison.sentences)
    assert comparison.similarity == 1


@given(_TEXTS, _TEXTS)
def test_what_stayed_is_in_order(old: str, new: str) -> None:
    found = compare.texts(old, new)
    stayed = [s.from_sentence for s in found.sentences if s.change in {Change.SAME, Change.ALTERED}]

    assert stayed == sorted(stayed, key=lambda place: place or 0)
    assert 0 <= found.similarity <= 1
    assert all(not s.words and not s.numbers for s in found.sentences if s.change is Change.SAME)
