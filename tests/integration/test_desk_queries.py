"""What a desk types, and what must and must not come: on the sample stories, and two more full of signs.

All of them are taken in once by the ingest handler, tagged; each query is asked of the search handler.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from opensearchpy import OpenSearch

from infra.opensearch.indices import create_indices
from ingest.handler import handler as ingest
from newswire.settings import Settings
from tests.conftest import BUCKET, REGION, ROOT, Context, FrozenApp
from tests.integration.http import ask
from tests.unit.ninjs import make_ninjs

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""A Wednesday."""

SIGNS = make_ninjs(
    uri="signs",
    headlines=[{"role": "main", "value": "AT&T brings 5G to U.S. air bases"}],
    bodies=[
        {
            "role": "main",
            "contentType": "text/plain",
            "value": "Sean O'Brien said that 1,234 masts now stand beside the hangars of the F-16.\n\n"
            "The program is written in C++. He asked for #openmasts on the net, as @seanmast, and for letters to "
            "masts@att.example. It cost $3.5 million, 12% more than planned.\n\n"
            '"The masts are safe for the crews of all aircraft, and for those who live next to them," he said.',
        }
    ],
    versionCreated="2026-03-03T22:30:00Z",
    urgency=4,
)
DECOY = make_ninjs(
    uri="decoy",
    headlines=[{"role": "main", "value": "Brien Lane shut at T junction"}],
    bodies=[
        {
            "role": "main",
            "contentType": "text/plain",
            "value": "Of 234 lamps, 16 went out in class F and C at 5. The openmasts of ships were out of sight.\n\n"
            "A seanmast rose. Write to att or example.",
        }
    ],
    versionCreated="2026-03-02T09:00:00Z",
    urgency=5,
)

NAMES = {
    "apophis": "ena:text:df1dfdbfe9fb71b05a0417ab5792b353",
    "argentina": "nordwire:urn:newsml:example.com:20221218:wc-final",
    "atom": "nordwire:urn:newsml:example.com:20230415:atomausstieg",
    "atom-wire": "nordwire:iptc7901:nwd0031:2023-04-15",
    "baltimore": "ena:tag:ena.example,2024:baltimore-bridge",
    "bennu": "science.example.com:esw-2020-1020-01",
    "bennu-lands": "science.example.com:esw-2023-0924-01",
    "black-hole": "ena:urn:newsml:example.com:20190410:black-hole",
    "bulgaria": "ena:urn:newsml:example.com:20260101:bulgaria-euro",
    "cassini": "ena:urn:newsml:ENA:20170915:CASSINI-END",
    "chandrayaan": "ena:ENA.20230823.chandrayaan-3",
    "chandrayaan-page": "example-evening-news:https://www.example.com/science/2023/08/23/chandrayaan-3-landing",
    "change-6": "ena:tag:ena.example,2024:change-6-returns",
    "charger": "meridian-press:text:2ff97ccf23668e96e6d5ef296ea61f74",
    "covid": "ena:urn:newsml:example.com:20230505:who-covid",
    "croatia": "europe.example.com:https://europe.example.com/2023/croatia",
    "dart": "unknown:html:7d3c3c456de9e19ba32eebe0155c2894",
    "decoy": "ena:decoy",
    "ecb": "nordwire:urn:newsml:example.com:20220721:ecb",
    "eclipse": "sky.example.com:sky-2024-04-08",
    "elphi": "hafen.example.net:<elphi-1@hafen.example.net>",
    "eurovision": "meridian-press:urn:newsml:example.com:20240511:eurovision",
    "ever-given": "ena:urn:newsml:example.com:20210329:ever-given",
    "expo": "asia.example.com:tag:asia.example.com,2025-04-13:expo",
    "expo-test": "asia.example.com:tag:asia.example.com,2025-04-13:expo-test",
    "fehmarn": "meridian-releases:text:193c80abd864b248c5554a4dc59fbfa4",
    "finland": "ena:urn:newsml:example.com:20230404:finland-nato",
    "frederik": "ritzau:5b0c0a52-0001-4c6e-9a11-000000000042",
    "higgs": "physics.example.org:<20120704.1@physics.example.org>",
    "jo-paris": "meridian-press:urn:newsml:example.com:20240726:jo-paris",
    "lhc": "nordwire:urn:newsml:example.com:20220705:lhc-double",
    "ligo": "blog.ena.example:https://blog.ena.example/?p=11",
    "ligo-nobel": "blog.ena.example:https://blog.ena.example/?p=12",
    "nobel": "ena:ENA.20231003.nobel-physics",
    "notre-dame": "ena:urn:newsml:example.com:20190415:notre-dame",
    "notre-dame-opens": "nordwire:urn:newsml:example.com:20241207:notre-dame-picture",
    "oresund": "ritzau:5b0c0a52-0002-4c6e-9a11-000000000043",
    "parker": "ena:3f1c0000000000000000000000000045",
    "philae": "mp:anpa:s0417:2014-11-12",
    "pluto": "ena:3f1c0000000000000000000000000046",
    "ring": "sky.example.com:sky-2023-10-14",
    "rubin": "ena:3f1c0000000000000000000000000047",
    "schengen": "mp:anpa:s0102:2025-03-20",
    "signs": "ena:signs",
    "slim": "ena:urn:newsml:example.com:20240120:slim",
    "spain": "nordwire:urn:newsml:example.com:20230820:wwc-final",
    "storm": "example.com:<form-20240510-7@example.com>",
    "sweden": "ena:tag:ena.example,2024:sweden-joins-nato",
    "ticket": "nordwire:text:00a25ffbb678954809b6e4951ff91b15",
    "tonga": "ena:urn:newsml:example.com:20220115:tonga",
    "warmest": "nordwire:urn:newsml:example.com:20250110:warmest-year",
    "webb": "meridian-press:text:bcc826dbceba427dd6d69d7aeceb24af",
}
"""What the table calls each story."""

ONLY = "*"
"""As what must not come: anything else."""

DESK: list[tuple[str, str, str]] = [
    # words, in their forms, all of them
    ("suez canal", "ever-given", ONLY),
    ("landing moon", "slim chandrayaan chandrayaan-page change-6", "philae ever-given"),
    ("erupting volcanoes", "tonga", ONLY),
    ("LIGO", "ligo ligo-nobel", ONLY),
    ("WHO emergency", "covid", ONLY),
    ("AND NATO OR", "finland sweden", ONLY),
    # phrases: unstemmed, stop words count, accents and typographic signs do not
    ('"member of NATO"', "finland sweden", ONLY),
    ('"of the Moon"', "chandrayaan change-6", "eclipse ever-given"),
    ('"the first time that NASA had"', "parker", ONLY),
    ('"members of NATO"', "", ONLY),
    ('"canal suez"', "", ONLY),
    ('"world cup" final', "argentina spain", ONLY),
    ('"black holes"', "ligo ligo-nobel", "black-hole"),
    ('"black hole"', "black-hole", "ligo"),
    ('"Notre Dame cathedral"', "notre-dame notre-dame-opens", ONLY),
    ('"spire roof"~4', "notre-dame notre-dame-opens", ONLY),
    ('"interest rates"', "", "ecb"),
    # near one another, beginnings
    ("penalty NEAR/4 messi", "argentina", "spain"),
    ("fire NEAR/3 cathedral", "notre-dame", ONLY),
    ("asteroid NEAR Apophis", "apophis bennu-lands", "bennu dart"),
    ("gravit*", "ligo ligo-nobel", "slim"),
    ("chandra*", "chandrayaan chandrayaan-page", ONLY),
    ("headline:astero*", "apophis bennu bennu-lands dart", ONLY),
    # either, none, together
    ("pluto OR saturn", "pluto cassini", ONLY),
    ("pluto | tonga", "pluto tonga", ONLY),
    ("bennu -utah", "bennu", ONLY),
    ("bennu NOT utah", "bennu", ONLY),
    ("(finland OR sweden) stoltenberg", "finland", "sweden"),
    ("euro -(croatia OR kuna)", "", "bulgaria croatia"),
    ("NOT source:ena moon", "eclipse chandrayaan-page", "slim chandrayaan"),
    # fields of text
    ("headline:nobel", "nobel ligo-nobel", ONLY),
    ("body:nobel -headline:nobel", "", "nobel ligo-nobel"),
    ("body:pentaquark", "", "lhc"),
    ("slug:NATO", "finland sweden", ONLY),
    ("slug:nobel-phys*", "nobel ligo-nobel", ONLY),
    ('by:"Mara Lindqvist"', "nobel", ONLY),
    ("by:lindqvist", "nobel atom-wire", ONLY),
    ("quote:heroes", "baltimore", ONLY),
    ("quote:moon", "chandrayaan", "slim chandrayaan-page"),
    # names, codes, values
    ("person:blinken", "finland sweden", ONLY),
    ('person:"Antony Blinken"', "finland sweden", ONLY),
    ("person:niinistö", "finland", ONLY),
    ("speaker:reitze", "ligo", ONLY),
    ("speaker:somanath", "chandrayaan", ONLY),
    ("org:NATO", "finland sweden", ONLY),
    ('org:"european central bank"', "bulgaria", "ecb"),
    ("place:Baltimore", "baltimore", ONLY),
    ("place:denmark", "fehmarn", "spain"),
    ("place:japan", "slim expo spain tonga", "cassini"),
    ('near:"Copenhagen"~200km', "fehmarn eurovision", "finland"),
    ("near:Osaka", "expo", ONLY),
    ("topic:football", "argentina spain", ONLY),
    ("topic:soccer", "argentina spain", ONLY),
    ("topic:sport", "argentina spain jo-paris", ONLY),
    ("topic:medtop:20001065", "argentina spain", ONLY),
    ("source:ritzau", "frederik oresund", ONLY),
    ('publisher:"example sky notes"', "eclipse ring", ONLY),
    ("lang:fr", "jo-paris", ONLY),
    ("lang:en nobel", "nobel ligo-nobel", ONLY),
    ("genre:article", "storm", ONLY),
    ("urgency:1", "finland covid tonga argentina baltimore", ONLY),
    ("urgency:<=2 NATO", "finland sweden", ONLY),
    ("urgency:>3", "signs decoy", ONLY),
    ("status:usable nobel", "nobel ligo-nobel", ONLY),
    ("id:ena:ENA.20231003.nobel-physics", "nobel", ONLY),
    ("has:quotes moon", "chandrayaan", "slim"),
    ("has:correction nasa", "", "parker"),
    ("has:correction", "baltimore change-6 rubin cassini philae", "slim"),
    # days
    ("on:2024-06-25", "change-6", ONLY),
    ("after:2025 before:2025-03", "warmest", ONLY),
    ("moon after:2024-01 before:2024-05", "slim eclipse", "chandrayaan change-6"),
    ("after:24h", "signs charger webb dart ticket", ONLY),  # what has no date of its own has that of its receipt
    ("after:24h source:ena", "signs", ONLY),
    ("on:yesterday", "signs", "decoy"),
    ("on:monday", "decoy", ONLY),
    ("after:3d source:ena", "signs decoy", ONLY),
    # as typed
    ("AT&T", "signs", ONLY),
    ("O'Brien", "signs", ONLY),
    ("O’Brien", "signs", ONLY),
    ("F-16", "signs", ONLY),
    ("5G", "signs", ONLY),
    ("C++", "signs", ONLY),
    ("#openmasts", "signs", ONLY),
    ("openmasts", "signs decoy", ONLY),
    ("@seanmast", "signs", ONLY),
    ("masts@att.example", "signs", ONLY),
    ("1,234", "signs", ONLY),
    ("1234", "signs", ONLY),
    ("$3.5", "signs", ONLY),
    ("12%", "signs", ONLY),
    ("U.S. bases", "signs", ONLY),
    ("U.S.", "signs finland storm", "decoy"),
    ("88,966", "argentina", ONLY),
    ("COVID-19", "covid", ONLY),
    ("USB-C", "charger", ONLY),
    ("OSIRIS-REx", "bennu bennu-lands", ONLY),
    # accents and other letters
    ("Celine Dion", "eurovision jo-paris", ONLY),
    ('"ceremonie organisee"', "jo-paris", ONLY),
    ("torreon", "eclipse", ONLY),
    ("øresundsbroen", "oresund", ONLY),
    ("L'Huillier", "nobel", ONLY),
    ("baden-wurttemberg", "atom", "elphi"),
    # what may not be seen
    ("hadron collider", "", "lhc higgs"),
    ("id:nordwire:urn:newsml:example.com:20220721:ecb", "", ONLY),
    ("Moselle", "", ONLY),
    ("status:killed", "", ONLY),
    ("300 metres ever given", "", "ever-given"),
    ("400 metres ever given", "ever-given", ONLY),
]
"""(query, the stories that must come with all of it, those that must not)."""

PARTIAL: list[tuple[str, str, str]] = [
    ("finland sweden hungary zebra", "finland sweden", "lhc ecb"),
    ('"member of NATO" finland zebra', "finland", "slim bulgaria"),
    ("nobel attoseconds louisiana", "nobel ligo ligo-nobel", "ecb"),
    ("saturn pluto source:ena", "cassini pluto", "webb"),
]
"""(query that no story has all of, stories that come marked, below those with all, stories that must not come)."""


@pytest.fixture(scope="module")
def desk(engine: OpenSearch, engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrozenApp]:
    prefix = f"{tmp_path_factory.mktemp('desk').name}-"
    create_indices(engine, prefix, replicas=0)
    credentials = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name, value in {**dict.fromkeys(credentials, "test"), "AWS_DEFAULT_REGION": REGION}.items():
            patch.setenv(name, value)
        patch.setattr("boto3.DEFAULT_SESSION", boto3.Session())
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        queue_url = boto3.client("sqs").create_queue(QueueName="stories")["QueueUrl"]
        app = FrozenApp(
            Settings(
                opensearch_url=engine_url,
                index_prefix=prefix,
                archive_bucket=BUCKET,
                queue_url=queue_url,
                cursor_key="a key for tests",
            )
        )
        app.clock = NOW
        answer = ingest({"Records": _records()}, Context(seconds_left=900), app)  # type: ignore[arg-type]
        assert answer == {"batchItemFailures": []}
        app.engine.refresh(app.index.stories)
        yield app
        app.engine.client.close()
    engine.indices.delete(index=",".join(engine.indices.get_alias(index=f"{prefix}*")))


def _records() -> list[dict[str, Any]]:
    """The deliveries as Lambda gives them to the function; a plain text has its supplier in its file's name."""
    deliveries: list[tuple[bytes, str | None]] = [
        (file.read_bytes(), Path(file.stem).suffix[1:] if file.suffix == ".txt" else None)
        for file in sorted((ROOT / "events" / "stories").iterdir())
    ]
    deliveries += [(json.dumps(item).encode(), "ena") for item in (SIGNS, DECOY)]
    return [_record(number, *delivery) for number, delivery in enumerate(deliveries)]


def _record(number: int, body: bytes, supplier: str | None) -> dict[str, Any]:
    attributes = {"feed": "samples", "encoding": "base64", **({"supplier": supplier} if supplier else {})}
    return {
        "messageId": f"message-{number}",
        "receiptHandle": "handle",
        "body": base64.b64encode(body).decode(),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": str(int(NOW.timestamp() * 1000))},
        "messageAttributes": {n: {"dataType": "String", "stringValue": value} for n, value in attributes.items()},
        "eventSource": "aws:sqs",
        "awsRegion": REGION,
    }


def _find(desk: FrozenApp, q: str) -> tuple[list[str], list[str]]:
    """Return the stories with all of the query and those with some of it, by their names here."""
    answer = ask(desk, "/v1/stories", q=q, size=100)
    assert answer["statusCode"] == 200, answer["body"]
    short = {id_: name for name, id_ in NAMES.items()}
    stories = json.loads(answer["body"])["stories"]
    found = [(short.get(story["id"], story["id"]), story["partial"]) for story in stories]
    return [name for name, partial in found if not partial], [name for name, partial in found if partial]


def test_each_story_of_the_table_is_known(desk: FrozenApp) -> None:
    for name, id_ in NAMES.items():
        assert desk.index.get(id_), name


@pytest.mark.parametrize(("q", "must", "must_not"), DESK, ids=[q for q, _, _ in DESK])
def test_a_desk_finds(desk: FrozenApp, q: str, must: str, must_not: str) -> None:
    found, _ = _find(desk, q)
    if must_not == ONLY:
        assert sorted(found) == sorted(must.split())
    else:
        assert set(must.split()) <= set(found)
        assert not set(must_not.split()) & set(found)


@pytest.mark.parametrize(("q", "must", "must_not"), PARTIAL, ids=[q for q, _, _ in PARTIAL])
def test_stories_with_some_of_the_words_follow_marked(desk: FrozenApp, q: str, must: str, must_not: str) -> None:
    all_words, some_words = _find(desk, q)
    assert all_words == []
    assert set(must.split()) <= set(some_words)
    assert not set(must_not.split()) & set(some_words)


@pytest.mark.parametrize(("name", "likest"), [("finland", "sweden"), ("chandrayaan", "chandrayaan-page")])
def test_stories_like_one_are_about_the_same(desk: FrozenApp, name: str, likest: str) -> None:
    found, _ = _find(desk, f"similar:{NAMES[name]}")
    assert found[0] == likest
    assert not {name, "lhc", "ecb", "schengen"} & set(found)


def test_of_a_hidden_story_there_are_none_like_it(desk: FrozenApp) -> None:
    assert _find(desk, f"similar:{NAMES['ecb']}") == ([], [])
