"""Subject codes to IPTC Media Topics: what a supplier's code is in the one vocabulary that everybody searches by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newswire import media_topics
from newswire.story import Origin, Subject, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

_ABOVE = 0.5
"""How sure the topic of the subject code above is."""

_CODE = re.compile(r"(?:(?P<prefix>.*?)[:/#])?(?P<digits>\d{7,8})", re.DOTALL)
_TOPIC_SCHEME = re.compile(r"medtop|media-?topic", re.IGNORECASE)
_SUBJECT_SCHEME = re.compile(r"subj|iptc|tobject|refnum", re.IGNORECASE)


def topics(subjects: Iterable[Subject]) -> tuple[Topic, ...]:
    """Return the Media Topics of a supplier's subjects, each once, as surely as the surest of them says.

    Read are Media Topics ("medtop:20000123") and IPTC Subject Codes ("subj:04015000", "04015000", and "4015000" with
    the zero lost); a scheme that is neither makes a number an agency's own. Retired topics are not given.
    """
    found: dict[str, Topic] = {}
    for subject in subjects:
        for topic in _topics(subject):
            if topic.code not in found or topic.confidence > found[topic.code].confidence:
                found[topic.code] = topic
    return tuple(found.values())


def _topics(subject: Subject) -> list[Topic]:
    match = _CODE.fullmatch(subject.code.strip())
    if match is None:
        return []
    digits = match["digits"].zfill(8)
    scheme = " ".join(filter(None, (match["prefix"], subject.scheme)))
    if scheme and not (_TOPIC_SCHEME.search(scheme) or _SUBJECT_SCHEME.search(scheme)):
        return []
    evidence = f"subject {subject.code}"
    if _TOPIC_SCHEME.search(scheme) or digits.startswith("2000"):
        return [_topic(digits, 1.0, evidence)] if digits in media_topics.names() else []
    return [_topic(code, confidence, evidence) for code, confidence in _mapped(digits)]


def _mapped(digits: str) -> list[tuple[str, float]]:
    """Return the topics of a subject code, or of the one above it (suppliers add their own below), less surely then."""
    for above in (digits, f"{digits[:5]}000", f"{digits[:2]}000000"):
        if found := media_topics.by_subject_code().get(above):
            return found if above == digits else [(code, min(confidence, _ABOVE)) for code, confidence in found]
    return []


def _topic(code: str, confidence: float, evidence: str) -> Topic:
    return Topic(
        code=f"{media_topics.PREFIX}{code}",
        name=media_topics.names()[code],
        origin=Origin.SUPPLIER,
        confidence=confidence,
        evidence=evidence,
    )
