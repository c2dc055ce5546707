"""The query language as it is told to readers: what they can type, and what it means."""

from __future__ import annotations

SYNTAX: tuple[tuple[str, str], ...] = (
    ("putin biden", "both words, in any of their forms, anywhere in headline or text"),
    ('"public call"', "exactly these words in this order"),
    ('"public call"~5', "these words, moved by at most 5 places"),
    ("missile NEAR/5 kyiv", "at most 5 words between the two, in any order (NEAR alone: 10)"),
    ("elect*", "words that begin so (3 letters or more)"),
    ("putin OR biden", "either; also putin | biden"),
    ("putin -biden", "the first without the second; also putin NOT biden"),
    ("(putin OR biden) talks", "parentheses say what belongs together; without them a space joins closer than OR"),
    ("headline:storm", "in the headline; so too body: slug: by: quote:"),
    ("body:flood", "in the text"),
    ("slug:ukraine-war*", "a slug that begins so"),
    ('by:"Jane Doe"', "by this author"),
    ('quote:"public call"', "in the words of somebody quoted"),
    ("speaker:putin", "somebody of this name is quoted; a surname is enough"),
    ("person:(putin OR biden)", "one of these people is in the story; a surname is enough"),
    ("org:NATO", "an organisation"),
    ("place:Kyiv", "a place; a country finds its cities too"),
    ('near:"Kyiv"~200km', "a place at most 200 km away (100 km where nothing is said; also mi)"),
    ("topic:politics", "a topic by its name or code, narrower topics too"),
    ("source:dpa publisher:example", "the agency that sent it, the publisher that printed it"),
    ("lang:en genre:feature", "the language, the genre"),
    ("urgency:<=3", "urgency 1 (flash) to 3; also urgency:2, urgency:1..3"),
    ("status:usable", "the status of the story"),
    ("id:dpa:20260301-99", "the story with this id"),
    ("similar:dpa:20260301-99", "stories like this one"),
    ("has:quotes", "with quotes; also has:people, has:places, has:topics, has:correction"),
    ("after:24h", "of the last 24 hours; also 7d, 2w"),
    ("after:2026-03-01 before:2026-04", "from that day on, and before that month begins, in your time zone"),
    ("after:2026-03-01T09:00", "from that time on, in your time zone"),
    ("on:monday", "on the latest Monday, today included; also today, yesterday, 2026-03-01, 2026-03, 2026"),
    ("fox-it AT&T C++ U.S. #tag @name 1,234.5", "names and numbers are found as typed"),
)
"""(example, meaning), in the order in which a reader wants to know them."""
