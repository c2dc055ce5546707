"""Which sentence of the new text is which of the old one: the same, or altered; and which of them stayed in order.

Nothing here compares each sentence with each: sentences that are the same are found by what they say, altered ones by
the rare words that they share and by their place between sentences that are the same.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from newswire.compare.words import common

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newswire.compare.sentence import Sentence

IN_PLACE, ELSEWHERE = 0.4, 0.6
"""Share of common words from which a sentence was altered: between the same neighbours, or anywhere.

Measured on 4,228 sentences of web pages with generated edits (up to 60 % of the words): at 0.3 to 0.4 none was paired
with a wrong one and 99.5 % of the altered were found; at 0.25 sentences that had been replaced began to look altered.
"""
SHORT, SHORT_ELSEWHERE = 6, 0.75
"""Words below which a sentence found elsewhere must be more alike: short ones share their words by chance."""
_MOST_OF_A_WORD = 400
"""Pairs of sentences that one word may propose: a commoner word says nothing about which sentence is which."""
_MOST_PAIRS = 100_000
"""Pairs that all words together may propose; the commonest words of longer texts are left out, which is coarser."""
_DISTANCE = 0.02
"""What a pair loses over the length of the text: of two alike, the nearer one."""

_Key = tuple[tuple[str, ...], tuple[str, ...]]
Pairs = dict[int, int]
"""Places in the new text by places in the old one."""
_Bags = dict[int, frozenset[str]]
"""The words of the sentences without a partner, by their places."""


class Alignment(NamedTuple):
    """`pairs` of sentences, those that `stayed` in their order, and whether candidates were left out (`coarse`)."""

    pairs: Pairs
    stayed: frozenset[int]
    coarse: bool


class _Candidate(NamedTuple):
    """A pair of sentences that may be one altered, in the order of trust. Its order does not depend on the side."""

    cost: float
    both: int
    old: int
    new: int


def align(old: Sequence[Sentence], new: Sequence[Sentence]) -> Alignment:
    """Return which sentences belong together, one old to one new. Swapping the texts gives the mirror."""
    pairs = _same(old, new)
    taken = set(pairs.values())
    stayed = _in_order(pairs, old, new)
    bags_old = {i: frozenset(sentence.folded) for i, sentence in enumerate(old) if i not in pairs}
    bags_new = {j: frozenset(sentence.folded) for j, sentence in enumerate(new) if j not in taken}
    proposed, coarse = _sharing_rare_words(bags_old, bags_new)
    gaps = _gaps(pairs, stayed, len(old), len(new))
    proposed.update(pair for gap in gaps for pair in _same_rank(*gap))
    candidates = _scored(_alike_in_words(proposed, bags_old, bags_new), old, new)
    gap_of_old = {i: number for number, (olds, _) in enumerate(gaps) for i in olds}
    gap_of_new = {j: number for number, (_, news) in enumerate(gaps) for j in news}
    in_place = [pair for pair in candidates if gap_of_old[pair.old] == gap_of_new[pair.new]]
    _take_in_order(in_place, pairs, taken)
    for pair in candidates:
        short = min(len(old[pair.old].words), len(new[pair.new].words)) < SHORT
        if 1 - pair.cost >= (SHORT_ELSEWHERE if short else ELSEWHERE):
            _take(pair, pairs, taken)
    return Alignment(pairs, _in_order(pairs, old, new), coarse)


def _same(old: Sequence[Sentence], new: Sequence[Sentence]) -> Pairs:
    """Pair the sentences that are the same (Heckel 1978): those there once, their neighbours, the rest in order."""
    keys_old, keys_new = [sentence.key for sentence in old], [sentence.key for sentence in new]
    pairs: Pairs = {}
    taken: set[int] = set()

    def take(i: int, j: int) -> bool:
        if i in pairs or j in taken or keys_old[i] != keys_new[j]:
            return False
        pairs[i] = j
        taken.add(j)
        return True

    first = 0
    while first < min(len(old), len(new)) and take(first, first):
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and take(len(old) - 1 - last, len(new) - 1 - last):
        last += 1
    places_old, places_new = (
        _places(keys_old, range(first, len(old) - last)),
        _places(keys_new, range(first, len(new) - last)),
    )
    both = places_old.keys() & places_new.keys()
    for key in both:
        if len(places_old[key]) == len(places_new[key]) == 1:
            take(places_old[key][0], places_new[key][0])
    for step in (1, -1):
        for i in sorted(pairs, reverse=step < 0):
            i, j = i + step, pairs[i] + step
            while 0 <= i < len(old) and 0 <= j < len(new) and take(i, j):
                i, j = i + step, j + step
    for key in both:
        free = [j for j in places_new[key] if j not in taken]
        for i, j in zip([i for i in places_old[key] if i not in pairs], free, strict=False):
            take(i, j)
    return pairs


def _places(keys: Sequence[_Key], where: Iterable[int]) -> dict[_Key, list[int]]:
    places: dict[_Key, list[int]] = defaultdict(list)
    for at in where:
        places[keys[at]].append(at)
    return places


def _in_order(pairs: Pairs, old: Sequence[Sentence], new: Sequence[Sentence]) -> frozenset[int]:
    """Return the old places of the longest run of pairs whose places grow in both texts; the others moved.

    Of two runs as long, the one with more words stays; then their letters decide, so that the side does not matter.
    """
    ends: list[int] = []  # of the runs worth going on with: places in the new text, growing, as are their weights
    runs: list[tuple[int, int]] = []  # of each: its weight, and the old place that it ends with
    previous: dict[int, int | None] = {}
    for i, j in sorted(pairs.items()):
        at = bisect(ends, j)
        weight, previous[i] = runs[at - 1] if at else (0, None)
        size = min(len(old[i].words), len(new[j].words))
        letters = crc32(repr(old[i].words).encode()) + crc32(repr(new[j].words).encode())
        weight += (1 << 96) + (size << 64) + letters
        worse = at
        while worse < len(runs) and runs[worse][0] <= weight:
            worse += 1
        ends[at:worse], runs[at:worse] = [j], [(weight, i)]
    stayed = []
    place = runs[-1][1] if runs else None
    while place is not None:
        stayed.append(place)
        place = previous[place]
    return frozenset(stayed)


def _gaps(pairs: Pairs, stayed: Iterable[int], olds: int, news: int) -> list[tuple[list[int], list[int]]]:
    """Return the places without a partner, old and new, between each two sentences that stayed."""
    taken = set(pairs.values())
    fixed = [(-1, -1), *((i, pairs[i]) for i in sorted(stayed)), (olds, news)]
    return [
        (
            [place for place in range(i + 1, next_i) if place not in pairs],
            [place for place in range(j + 1, next_j) if place not in taken],
        )
        for (i, j), (next_i, next_j) in pairwise(fixed)
    ]


def _same_rank(olds: Sequence[int], news: Sequence[int]) -> set[tuple[int, int]]:
    """Pair the sentences of a gap that are as far from its start, or from its end."""
    return {*zip(olds, news, strict=False), *zip(reversed(olds), reversed(news), strict=False)}


def _sharing_rare_words(old: _Bags, new: _Bags) -> tuple[set[tuple[int, int]], bool]:
    """Return the pairs of sentences that share a rare word, and whether there were too many for all."""
    places_old, places_new = _by_word(old), _by_word(new)
    words: dict[int, list[str]] = defaultdict(list)
    for word in places_old.keys() & places_new.keys():
        words[len(places_old[word]) * len(places_new[word])].append(word)
    proposed: set[tuple[int, int]] = set()
    room = _MOST_PAIRS
    for size in sorted(size for size in words if size <= _MOST_OF_A_WORD):
        room -= size * len(words[size])
        if room < 0:
            return proposed, True
        for word in words[size]:
            proposed.update(product(places_old[word], places_new[word]))
    return proposed, False


def _by_word(bags: _Bags) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, bag in bags.items():
        for word in bag:
            places[word].append(at)
    return places


def _alike_in_words(proposed: Iterable[tuple[int, int]], old: _Bags, new: _Bags) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth a closer look: with enough words in common in any order, which is cheap to tell."""
    for i, j in proposed:
        before, after = old[i], new[j]
        if 2 * len(before & after) >= IN_PLACE * (len(before) + len(after)):
            yield i, j


def _scored(pairs: Iterable[tuple[int, int]], old: Sequence[Sentence], new: Sequence[Sentence]) -> list[_Candidate]:
    """Return the pairs that are alike enough to be one sentence altered, the surest first."""
    candidates = []
    for i, j in pairs:
        before, after = old[i].folded, new[j].folded
        alike = 2 * common(before, after) / (len(before) + len(after))
        cost = 1 - alike + _DISTANCE * abs(i / len(old) - j / len(new))
        if 1 - cost >= IN_PLACE:
            candidates.append(_Candidate(cost, i + j, i, j))
    return sorted(candidates)


def _take(pair: _Candidate, pairs: Pairs, taken: set[int]) -> None:
    if pair.old not in pairs and pair.new not in taken:
        pairs[pair.old] = pair.new
        taken.add(pair.new)


def _take_in_order(candidates: Iterable[_Candidate], pairs: Pairs, taken: set[int]) -> None:
    """Pair the surest first, none that crosses a surer one: sentences are altered where they stand."""
    olds: list[int] = []
    news: list[int] = []
    for pair in candidates:
        at = bisect(olds, pair.old)
        if at == bisect(news, pair.new) and pair.old not in pairs and pair.new not in taken:
            olds.insert(at, pair.old)
            news.insert(at, pair.new)
            _take(pair, pairs, taken)
