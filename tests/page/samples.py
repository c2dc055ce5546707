"""The stories that the page's tests find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from newswire.story import (
    Dateline,
    Origin,
    Paragraph,
    ParagraphKind,
    Person,
    Place,
    Quote,
    Status,
    Story,
    Topic,
    VersionRule,
)

ATTACK = "\"'><img src=x onerror=alert(1)><script>alert(2)</script><mark>x</mark>&lt;b&gt;${alert(3)}"
HOUR = timedelta(hours=1)
START = datetime(2026, 3, 1, 8, tzinfo=UTC)
SUPPLIER = {"origin": Origin.SUPPLIER, "confidence": 1.0}
RULE: dict[str, Any] = {"origin": Origin.RULE, "confidence": 0.8, "evidence": "named in paragraph 1"}


def make(guid: str, headline: str, body: str, **fields: Any) -> Story:
    paragraphs = tuple(Paragraph(text=text) for text in body.split("\n\n"))
    plain: dict[str, Any] = {
        "supplier": "ena",
        "guid": guid,
        "version": 1,
        "version_rule": VersionRule.SUPPLIER,
        "version_created": START,
        "received": START,
        "headline": headline,
        "paragraphs": paragraphs,
        "language": "en",
    }
    return Story(**{**plain, **fields})


HARBOUR_TEXT = (
    "The harbour reopened on Sunday after 300 ships had waited in the storm.\n\n"
    "“We worked all night,” said Ada Sommer, the harbour master.\n\nNobody was hurt."
)
HARBOUR: dict[str, Any] = {
    "dateline": Dateline(text="HAMBURG, March 1 (ENA)", city="Hamburg", country="DE"),
    "urgency": 2,
    "topics": (Topic(code="20000343", name="waterway and maritime transport", **RULE),),
    "people": (Person(name="Ada Sommer", **RULE),),
    "places": (Place(name="Hamburg", geonames_id=2911298, lat=53.55, lon=9.99, country="DE", **RULE),),
}
START_OF_QUOTE = HARBOUR_TEXT.index("We worked")
QUOTE = Quote(text="We worked all night,", start=START_OF_QUOTE, end=START_OF_QUOTE + 20, speaker="Ada Sommer", **RULE)
HARBOUR_1 = make("harbour", "Harbour reopens after storm", HARBOUR_TEXT, quotes=(QUOTE,), **HARBOUR)
HARBOUR_2 = make(
    "harbour",
    "Harbour reopens after storm",
    HARBOUR_TEXT.replace("300", "400"),
    version=2,
    version_created=START + HOUR,
    ed_note="CORRECTION: 400 ships, not 300.",
    correction="correction",
    quotes=(QUOTE,),
    **HARBOUR,
)
STRIKE = make(
    "strike",
    "Railway workers end strike",
    "Trains run again in France after the storm of protest.\n\nThe unions agreed.",
    supplier="nordwire",
    version_created=START + 2 * HOUR,
    people=(Person(name="Luc Martin", **SUPPLIER),),
    places=(Place(name="Paris", geonames_id=2988507, lat=48.85, lon=2.35, country="FR", **SUPPLIER),),
)
ARABIC = make(
    "arabic",
    "فتح الميناء بعد العاصفة",
    "أعيد فتح الميناء يوم الأحد.",
    language="ar",
    version_created=START + 3 * HOUR,
)
PRINTED = make(
    "printed",
    "Museum shows lost paintings",
    "The paintings were found in an attic.",
    version_created=START + 4 * HOUR,
    paragraphs=(
        Paragraph(text="The paintings were found in an attic."),
        Paragraph(kind=ParagraphKind.TEASER, text="Read also: ten attics worth a visit", why="begins with 'Read also'"),
        Paragraph(text="They go on show in May."),
    ),
)
KILL = make(
    "strike",
    "Railway workers end strike",
    "Gone.",
    supplier="nordwire",
    version=2,
    status=Status.KILLED,
    version_created=START + 5 * HOUR,
    ed_note="KILL: the report was wrong.",
)
MANY = tuple(
    make(f"many-{n}", f"Council meets, day {n}", "The council met again.", version_created=START - n * 24 * HOUR)
    for n in range(1, 26)
)
STORIES = (HARBOUR_1, HARBOUR_2, STRIKE, ARABIC, PRINTED, *MANY)
