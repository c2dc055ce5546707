"""Subject codes to Media Topics."""

from __future__ import annotations

import pytest

from newswire.story import Origin, Subject
from newswire.tagging.subject_codes import topics


@pytest.mark.parametrize(
    ("code", "scheme", "expected"),
    [
        ("subj:04015000", None, [("medtop:20000337", 1.0)]),
        ("04015000", None, [("medtop:20000337", 1.0)]),
        ("4015000", None, [("medtop:20000337", 1.0)]),
        ("04015000", "http://cv.iptc.org/newscodes/subjectcode/", [("medtop:20000337", 1.0)]),
        ("04015099", "sttsubj", [("medtop:20000337", 0.5)]),
        ("15073003", None, [("medtop:20001108", 0.5)]),
        ("06007000", None, [("medtop:20000441", 0.8)]),
        ("03015002", None, [("medtop:20000151", 0.6)]),
        ("medtop:20000123", None, [("medtop:20000123", 1.0)]),
        ("20000123", None, [("medtop:20000123", 1.0)]),
        ("http://cv.iptc.org/newscodes/mediatopic/20000123", None, [("medtop:20000123", 1.0)]),
        ("04000000", "medtop", [("medtop:04000000", 1.0)]),
        ("20000030", "medtop", []),
        ("04015000", "agency-categories", []),
        ("N2:04015000", None, []),
        ("99015000", None, []),
        ("04015", None, []),
        ("economy", None, []),
    ],
)
def test_codes(code: str, scheme: str | None, expected: list[tuple[str, float]]) -> None:
    found = topics([Subject(code=code, scheme=scheme)])

    assert [(topic.code, topic.confidence) for topic in found] == expected
    assert all(topic.origin is Origin.SUPPLIER and topic.evidence == f"subject {code}" for topic in found)


def test_a_topic_comes_once_as_surely_as_the_surest_code_says() -> None:
    (topic,) = topics([Subject(code="04015099"), Subject(code="04015000"), Subject(code="04015098")])

    assert (topic.name, topic.confidence, topic.evidence) == ("transport", 1.0, "subject 04015000")
