"""Stories for measuring searches: text whose words are as rare and as frequent as those of a language (Zipf's law).

Names, topics, suppliers, places and dates over two years are drawn in the same way: a few often, most seldom.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

from newswire.story import Organisation, Origin, Paragraph, Person, Place, Story, Topic, VersionRule

Drawn = TypeVar("Drawn")

NEWEST = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAYS = 730
VOCABULARY = 60_000
NAMES = 3_000

_SYLLABLES = (
    "ba bel cor dar den el far gon har in kel lo mar men nor ol per ran ser tan ul ver wes yo zen ka mi tu shi bra"
).split()
_SMALL = "the of and to in a that for on with said by as it from at was has have will not after but".split()
_CITIES = (
    ("Paris", 2988507, 48.85, 2.35, "FR"),
    ("Berlin", 2950159, 52.52, 13.41, "DE"),
    ("Kyiv", 703448, 50.45, 30.52, "UA"),
    ("London", 2643743, 51.51, -0.13, "GB"),
    ("Tokyo", 1850147, 35.69, 139.69, "JP"),
    ("Nairobi", 184745, -1.28, 36.82, "KE"),
    ("Lima", 3936456, -12.04, -77.03, "PE"),
    ("Oslo", 3143244, 59.91, 10.75, "NO"),
)
_TOPICS = (
    ("medtop:11000000", "politics"),
    ("medtop:15000000", "sport"),
    ("medtop:04000000", "economy, business and finance"),
    ("medtop:03000000", "disaster, accident and emergency incident"),
    ("medtop:07000000", "health"),
    ("medtop:13000000", "science and technology"),
    ("medtop:20000065", "civil unrest"),
    ("medtop:20000344", "economy"),
)
_SUPPLIERS = ("ena", "nordwire", "meridian-press", "harbour-news", "sky-notes")


@cache
def vocabulary() -> tuple[str, ...]:
    """Return made-up words, the most frequent first; the first ones are the small words of English."""
    chance = random.Random(1)  # noqa: S311 - no secret
    made = dict.fromkeys(_SMALL)
    while len(made) < VOCABULARY:
        made["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return tuple(made)


def make_story(number: int) -> Story:
    """Return the story with this number, the same on every run."""
    chance = random.Random(number)  # noqa: S311 - no secret
    created = NEWEST - timedelta(seconds=chance.randrange(DAYS * 86_400))
    people = _drawn(chance, _people(), 3)
    paragraphs = [_sentence(chance, chance.randint(20, 45)) for _ in range(chance.randint(3, 12))]
    paragraphs[0] = f"{people[0]} met {people[-1]}. {paragraphs[0]}"
    return Story(
        supplier=_drawn(chance, _SUPPLIERS, 1)[0],
        feed=_drawn(chance, ("world", "sport", "economy"), 1)[0],
        guid=f"urn:newsml:example.com:{created:%Y%m%d}:{number}",
        version=1,
        version_rule=VersionRule.SUPPLIER,
        version_created=created,
        received=created,
        headline=_sentence(chance, 9).rstrip("."),
        slug=f"{_word(chance)}-{_word(chance)}".upper(),
        language=_drawn(chance, ("en", "de", "fr"), 1)[0],
        urgency=chance.choices(range(1, 10), (1, 3, 10, 40, 15, 5, 3, 2, 1))[0],
        paragraphs=tuple(Paragraph(text=text) for text in paragraphs),
        people=tuple(Person(name=name, **_TAG) for name in dict.fromkeys(people)),
        organisations=tuple(Organisation(name=name, **_TAG) for name in set(_drawn(chance, _organisations(), 2))),
        places=tuple(
            Place(name=name, geonames_id=id_, lat=lat, lon=lon, country=country, **_TAG)
            for name, id_, lat, lon, country in set(_drawn(chance, _CITIES, 2))
        ),
        topics=tuple(Topic(code=code, name=name, **_TAG) for code, name in set(_drawn(chance, _TOPICS, 2))),
    )


@cache
def _people() -> tuple[str, ...]:
    words = vocabulary()
    return tuple(f"{words[500 + n].title()} {words[5_000 + 7 * n].title()}" for n in range(NAMES))


@cache
def _organisations() -> tuple[str, ...]:
    words = vocabulary()
    return tuple(f"{words[9_000 + n].title()} {('Agency', 'Bank', 'Union', 'Council')[n % 4]}" for n in range(NAMES))


def person(rank: int) -> str:
    """Return the name of a person; the lower the rank, the more stories have it."""
    return _people()[rank]


@cache
def _weights(size: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / rank for rank in range(1, size + 1)))


def _drawn(chance: random.Random, pool: Sequence[Drawn], number: int) -> list[Drawn]:
    return chance.choices(pool, cum_weights=_weights(len(pool)), k=number)


def _word(chance: random.Random) -> str:
    return _drawn(chance, vocabulary(), 1)[0]


def _sentence(chance: random.Random, number: int) -> str:
    return " ".join(_drawn(chance, vocabulary(), number)).capitalize() + "."


_TAG: dict[str, Any] = {"origin": Origin.SUPPLIER, "confidence": 1.0, "evidence": "generated"}
