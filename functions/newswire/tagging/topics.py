"""Topics by text: what a story is about in IPTC Media Topics, by the words of the lexicon, or nothing when unsure."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from newswire import media_topics
from newswire.story import Origin, Topic
from newswire.tagging.topic_lexicon import Term, lexicon

MAX_CHARACTERS = 20_000
"""How much of a body is read: what comes later hardly ever changes what a story is about."""

MAX_HEADLINE = 500
"""How many characters of a headline are read."""

_LEAD_WORDS = 60
_HEADLINE, _LEAD, _REST = 3.0, 2.0, 1.0
"""What a word counts for by its place."""

_POINTS = {4: 4.0, 3: 2.0, 2: 1.0, 1: 0.3}
"""What a term's weight in the lexicon is worth."""

_TELLING = 3
"""From this weight a term speaks for a topic by itself; those below support it, up to as much again."""

_ALONE = 4.0
"""Points that supporting terms give where no term is telling."""

_PRIOR = 4.0
_PRIOR_A_WORD = 0.02
_PRIOR_WORDS = 800
"""Points against every topic, and more for a longer text: half as sure where a topic has no more than that.

Words beyond _PRIOR_WORDS add none: a long text says its own words again, which adds few points either.
"""

_SHARE = 0.6
"""The share of all points from which a top level has the story to itself."""

_LEAST = 0.3
"""Topics less sure than this are not given."""

_CLAIM = {
    "02000000": 0.7,
    "04000000": 1.05,
    "05000000": 0.9,
    "06000000": 0.9,
    "07000000": 0.9,
    "08000000": 0.8,
    "09000000": 0.8,
    "10000000": 0.75,
    "13000000": 1.45,
    "14000000": 0.8,
    "15000000": 1.3,
    "17000000": 0.8,
}
"""What points are worth: less of top levels whose words turn up in stories of every other (workers, families, courts),
more of technology, whose products come from companies, and of sport, whose players also sign contracts and go to court.
"""

_EVENTS = ("20000174", "20000177", "20000178", "20000186", "20000187", "20000189", "20000204")
"""Bankruptcy, dividends, earnings, share prices, flotation, layoffs, takeovers: what befalls a company of any kind."""

_WITH_EVENTS = {"13000000": 0.9}
"""What points are worth where a word tells of such an event: the story is about business first, not about what the
company makes."""

_ALLIED = ("02000000", "03000000", "11000000", "16000000")
"""Crime, disaster, politics, conflict: in one story they are no rivals, as a war, its victims and its politics come
together. The others count half for the strongest, up to as much again as it has itself."""

_HALF_SURE = 4.0
"""Points from which a narrower topic is half as sure as its top level: one telling term, once."""

_SHARE_OF_TOP = 0.12
"""The share of its top level's points from which a narrower topic is as sure as its own points make it."""

_EVIDENCE_TERMS = 5
_PATTERNS = {"#-#": "a score", "$#": "a sum of money", "#%": "a percentage"}


class _Found(NamedTuple):
    """A term of the text and its amount there: more for the headline and the lead, less for each repetition."""

    term: Term
    amount: float


class _Score(NamedTuple):
    """What speaks for a topic: points, and the terms that gave them, the strongest first."""

    points: float
    telling: float
    terms: tuple[str, ...]


def find(headline: str, body: str) -> list[Topic]:
    """Return the topics of an English story, the surest first; none where the words do not say enough.

    A topic comes with all the broader ones above it, each at least as sure. The evidence is the strongest words that
    led to it.
    """
    headline, body = headline[:MAX_HEADLINE], body[:MAX_CHARACTERS]
    scores = _scores(_found(headline, body))
    confidences = _confidences(scores, words=len(headline.split()) + len(body.split()))
    topics = [
        Topic(
            code=f"{media_topics.PREFIX}{code}",
            name=media_topics.names()[code],
            origin=Origin.RULE,
            confidence=round(confidence, 2),
            evidence=", ".join(scores[code].terms[:_EVIDENCE_TERMS]),
        )
        for code, confidence in confidences.items()
    ]
    return sorted(topics, key=lambda topic: (-topic.confidence, _depth(topic.code), topic.code))


def _found(headline: str, body: str) -> list[_Found]:
    """Return the terms of a story, each once, with how much it counts by its places."""
    words = lexicon()
    counts: dict[Term, float] = defaultdict(float)
    for _, term in words.find(words.tokens(headline)):
        counts[term] += _HEADLINE
    for place, term in words.find(words.tokens(body)):
        counts[term] += _LEAD if place < _LEAD_WORDS else _REST
    return [_Found(term, math.log2(1 + count)) for term, count in counts.items()]


def _scores(found: list[_Found]) -> dict[str, _Score]:
    """Return the score of every topic that a term speaks for, itself or through a narrower one."""
    points: dict[str, dict[str, float]] = defaultdict(dict)
    telling: dict[str, float] = defaultdict(float)
    for term, amount in found:
        for code, weight in _weights(term):
            points[code][_words(term)] = _POINTS[weight] * amount
            telling[code] += _POINTS[weight] * amount if weight >= _TELLING else 0.0
    return {
        code: _Score(
            points=telling[code] + min(sum(of_terms.values()) - telling[code], telling[code] + _ALONE),
            telling=telling[code],
            terms=tuple(sorted(of_terms, key=lambda text: (-of_terms[text], text))),
        )
        for code, of_terms in points.items()
    }


@cache
def _words(term: Term) -> str:
    """Return a term as the evidence shows it: without the marks that say how it is matched."""
    return _PATTERNS.get(term.text) or term.text.replace("=", "").replace("*", "…")


@cache
def _weights(term: Term) -> tuple[tuple[str, int], ...]:
    """Return a term's weight for its topics and the broader ones.

    A broader topic has the weight of the narrower one unless the lexicon gives it its own: "women" is telling for the
    topic of women, and less so for society.
    """
    own = dict(term.weights)
    weights = dict(own)
    for code, weight in own.items():
        for above in media_topics.above(code):
            if above not in own:
                weights[above] = max(weight, weights.get(above, 0))
    return tuple(weights.items())


def _confidences(scores: dict[str, _Score], words: int) -> dict[str, float]:
    """Return how sure each topic is that is sure enough, no topic surer than the one above it."""
    events = any(code in scores and scores[code].telling for code in _EVENTS)
    claim = _CLAIM | _WITH_EVENTS if events else _CLAIM
    tops = {code: score.points * claim.get(code, 1.0) for code, score in scores.items() if code in media_topics.tops()}
    everything = sum(tops.values())
    prior = _PRIOR + _PRIOR_A_WORD * min(words, _PRIOR_WORDS)
    sure = {
        code: points / (points + prior) * min(1.0, points / everything / _SHARE)
        for code, points in _with_allies(tops).items()
    }
    for code, score in scores.items():
        if code in tops or not score.telling:
            continue
        *between, top = media_topics.above(code)
        share = min(1.0, score.points / scores[top].points / _SHARE_OF_TOP)
        confidence = sure[top] * share * score.points / (score.points + _HALF_SURE)
        for each in (code, *between):
            sure[each] = max(confidence, sure.get(each, 0.0))
    return {code: confidence for code, confidence in sure.items() if confidence >= _LEAST}


def _with_allies(tops: dict[str, float]) -> dict[str, float]:
    """Return the points of top levels, the strongest ally with half of what the others have."""
    allied = {code: points for code, points in tops.items() if code in _ALLIED}
    if not allied:
        return tops
    strongest = max(allied, key=lambda code: allied[code])
    most = allied[strongest]
    return tops | {strongest: most + min(most, (sum(allied.values()) - most) / 2)}


def _depth(code: str) -> int:
    return len(media_topics.above(code.removeprefix(media_topics.PREFIX)))
