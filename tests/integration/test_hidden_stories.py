"""Nothing that may not be seen is seen, whatever the route: each route of the API's own description is tried.

Every text field of the stories here has a word of its own, which may stand in no answer: status, headers or body.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws
from opensearchpy import OpenSearch

from infra.opensearch.indices import create_indices
from newswire.openapi import document
from newswire.search.export import Format
from newswire.search.parameters import Facet
from newswire.settings import Settings
from newswire.signature import HEADER, sign
from newswire.story import (
    UNTIL_A_NEWER_VERSION,
    Dateline,
    Kind,
    Organisation,
    Origin,
    Paragraph,
    ParagraphKind,
    Person,
    Place,
    Quote,
    Status,
    Story,
    Subject,
    Topic,
    precedence,
)
from newswire.withdrawal import Withdrawal
from operations.handler import RELEASE_ROUTE
from operations.handler import handler as operate
from push.handler import handler as push
from search.handler import handler as search
from tests.conftest import BUCKET, REGION, Context, FrozenApp
from tests.integration.conftest import SIGNING_KEYS, let_sign
from tests.integration.http import event_for, take_in
from tests.unit.ninjs import make_ninjs
from tests.unit.stories import NOW, make_story

SOON = NOW + timedelta(hours=1)
SCOPE = "embargoed"

WITHOUT_WORDS = set(
    "supplier feed guid guid_rule version version_rule status embargo_until expires first_created version_created "
    "received language urgency rules_version".split()
)
"""Fields of a story that hold no words of it; `guid` is looked at beside the others."""


def wordy(tag: str, **fields: Any) -> Story:
    """A story with a word of its own in each field: `{tag}{field}`."""

    def word(field: str) -> str:
        return f"{tag}{field}"

    found = {"origin": Origin.RULE, "confidence": 1, "evidence": word("evidence")}
    words: dict[str, Any] = {
        name: word(name)
        for name in "publisher embargo_text replaces ed_note correction headline subheadline slug byline copyright "
        "usage_terms credit genre".split()
    }
    words |= {
        "url": f"http://example.com/{word('url')}",
        "dateline": Dateline(text=word("dateline"), city=word("city"), country=word("country")),
        "paragraphs": (
            Paragraph(text=f"Body {word('body')}.", html=f"<p>Body <b>{word('html')}</b>.</p>"),
            Paragraph(text=word("teaser"), kind=ParagraphKind.TEASER, why=word("why")),
        ),
        "subjects": (Subject(code=word("code"), name=word("subject")),),
        "topics": (Topic(code=word("topic"), name=word("name"), **found),),
        "people": (Person(name=word("person"), **found),),
        "organisations": (Organisation(name=word("organisation"), **found),),
        "places": (Place(name=word("place"), country_name=word("countryname"), division=word("division"), **found),),
        "quotes": (Quote(text=word("quote"), start=0, end=1, speaker=word("speaker"), **found),),
        "keywords": (word("keyword"),),
        "found_keywords": (word("found"),),
        "kind": Kind(name=word("kind"), **found),
        "warnings": (word("warning"),),
        "extra": {word("key"): [word("extra")]},
    }
    return make_story(**{**words, "feed": "wire", **fields})


def words_of(story: Story) -> set[str]:
    return set(re.findall(r"qz\w+", story.model_dump_json(exclude={*WITHOUT_WORDS, "id"})))


@dataclass
class Case:
    """One way of being hidden.

    Parameters
    ----------
    arrivals: versions of one story, in the order of arrival.
    hidden: those of them that nobody may see without the scope.
    embargoed: those of them that are seen with it.
    secret_id: that there is such a story is not told either.
    """

    name: str
    arrivals: list[Story]
    hidden: list[Story]
    embargoed: tuple[Story, ...] = ()
    secret_id: bool = False

    @property
    def id(self) -> str:
        return self.arrivals[0].id

    @property
    def tag(self) -> str:
        return self.arrivals[0].guid.removesuffix("guid")


def _version(case: str, number: int, **fields: Any) -> Story:
    tag = f"qz{case}{number}"
    return wordy(tag, guid=f"qz{case}guid", version=number, version_created=NOW + timedelta(minutes=number), **fields)


def _cases() -> Iterator[Case]:
    why = "Sent in error."
    old, kill = _version("killed", 1), _version("killed", 2, status=Status.KILLED, ed_note=why)
    yield Case("killed", [old, kill], [old, kill])
    old, kill = _version("late", 1), _version("late", 2, status=Status.KILLED, ed_note=why)
    yield Case("killed before it came", [kill, old], [old, kill])
    held = _version("withheld", 1, status=Status.WITHHELD)
    yield Case("withheld", [held], [held], secret_id=True)
    under = _version("embargoed", 1, embargo_until=SOON)
    yield Case("embargoed", [under], [under], (under,), secret_id=True)
    under = _version("unreadable", 1, embargo_until=UNTIL_A_NEWER_VERSION)
    yield Case("unreadable embargo", [under], [under], (under,), secret_id=True)
    old = _version("expired", 1, expires=NOW)
    yield Case("expired", [old], [old])
    old = _version("purged", 1)
    yield Case("purged", [old], [old])
    old, under = _version("newest", 1), _version("newest", 2, embargo_until=SOON)
    yield Case("older visible, newest embargoed", [old, under], [old, under], (old, under))
    old, held = _version("held", 1), _version("held", 2, status=Status.WITHHELD)
    yield Case("older visible, newest withheld", [old, held], [old, held])
    under, new = _version("older", 1, embargo_until=SOON), make_story(guid="qzolderguid", version=2)
    yield Case("newest visible, older embargoed", [under, new], [under], (under,))


CASES = list(_cases())


@pytest.fixture(scope="module")
def app(engine: OpenSearch, engine_url: str) -> Iterator[FrozenApp]:
    """All the cases in one index; no test here writes."""
    prefix = f"test-{uuid.uuid4().hex[:12]}-"
    create_indices(engine, prefix, replicas=0)
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        queue_url = boto3.client("sqs").create_queue(QueueName="stories")["QueueUrl"]
        app = FrozenApp(
            Settings(engine_url, index_prefix=prefix, archive_bucket=BUCKET, queue_url=queue_url, cursor_key="k")
        )
        let_sign(app)
        for case in CASES:
            take_in(app, *case.arrivals)
            if case.name == "purged":
                withdrawn = {case.id: Withdrawal(expired=precedence(case.arrivals[0]))}
                app.index.burial.announce(withdrawn)
                app.index.burial.bury(withdrawn)
        app.engine.refresh(app.index.stories)
        yield app
        app.engine.client.close()
    engine.indices.delete(index=",".join(engine.indices.get_alias(index=f"{prefix}*")))


Route = tuple[str, str]
"""A method and a path, as the description has them."""

SEARCHED = "headline body ed_note slug byline subheadline keyword extra teaser embargo_text".split()
FILTERED = "publisher topic person organisation place country genre".split()
FACETS = ",".join(Facet)
FEEDS = ("/v1/feed.rss", "/v1/feed.atom", "/v1/feed.json")

SIGNED = "/v1/signed/stories"
KEY = SIGNING_KEYS["ena"].encode()

PROBES: dict[Route, list[tuple[str, str]]] = {
    ("get", "/v1/stories"): [
        ("/v1/stories", "size=100&sort=newest"),
        ("/v1/stories", "q=%22body+{tag}body%22&sort=oldest"),
        *(("/v1/stories", f"q={{tag}}{field}") for field in SEARCHED),
        *(("/v1/stories", f"{field}={{tag}}{field}") for field in FILTERED),
        ("/v1/stories", f"facets={FACETS}"),
        *(("/v1/stories", f"facets={FACETS}&{field}={{tag}}{field}") for field in FILTERED),
        ("/v1/stories", f"facets={FACETS}&q=body+{{tag}}body"),
        ("/v1/stories", "q=status:withheld+OR+status:killed+OR+status:embargoed+OR+has:quotes"),
        ("/v1/stories", "q={tag}body+OR+{tag}headline&explain=true&story={id}"),
        ("/v1/stories", "explain=true&story={id}&size=100"),
        ("/v1/stories", "q=similar:{id}+OR+body&explain=true"),
        *(("/v1/stories", f"q={{tag}}{misspelt}") for misspelt in ("bodx", "bdoy+body", "headlnie")),
        *((f"/v1/stories {written}", "size=1000") for written in Format),
        *((f"/v1/stories {written}", "q={tag}body") for written in Format),
    ],
    **{("get", path): [(path, "size=100"), (path, "q={tag}body"), (path, "person={tag}person")] for path in FEEDS},
    ("post", "/v1/stories"): [("/v1/stories", "supplier=ena")],
    ("post", SIGNED): [(SIGNED, "supplier=ena")],
    ("get", "/v1/stories/{id}"): [("/v1/stories/{id}", "")],
    ("get", "/v1/stories/{id}/versions"): [("/v1/stories/{id}/versions", "")],
    ("get", "/v1/stories/{id}/versions/{version}"): [
        (f"/v1/stories/{{id}}/versions/{number}", "") for number in (0, 1, 2, 3)
    ],
    ("get", "/v1/stories/{id}/diff"): [
        ("/v1/stories/{id}/diff", query)
        for query in ("", "to=1", "from=1", "from=1&to=2", "from=2&to=1", "from=1&to=1")
    ],
    ("get", "/v1/stories/{id}/similar"): [("/v1/stories/{id}/similar", ""), ("/v1/stories/{id}/similar", "size=50")],
    ("get", "/v1/suggest"): [
        ("/v1/suggest", f"size=50&q={typed}")
        for typed in ("q", "qz", "{tag}", *(f"{kind}:qz" for kind in ("person", "org", "place", "topic", "slug")))
    ],
    ("get", "/v1/changes"): [("/v1/changes", ""), ("/v1/changes", "size=1000&after=0")],
    ("get", "/v1/operations"): [("/v1/operations", "")],
    ("post", "/v1/quarantine/{id}/release"): [("/v1/quarantine/{id}/release", "")],
    ("get", "/healthz"): [("/healthz", "")],
    ("get", "/openapi.json"): [("/openapi.json", "")],
}
"""How each route of the description is tried, by path and query string. A new route needs its line here."""

OPERATIONS = {
    ("get", "/v1/operations"): "GET /v1/operations",
    ("post", "/v1/quarantine/{id}/release"): RELEASE_ROUTE,
}
"""Routes of those who run the service: a reason of the quarantine may quote a story, and nobody else is answered."""

TELLS_WORDS = [
    ("get", "/v1/stories"), ("get", "/v1/stories/{id}"), ("get", "/v1/stories/{id}/versions"),
    ("get", "/v1/stories/{id}/versions/{version}"), ("get", "/v1/stories/{id}/diff"),
    *(("get", path) for path in FEEDS),
]  # fmt: skip
"""Routes on which a story's words are to be seen by those who may."""


def answers(app: FrozenApp, route: Route, case: Case, scope: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield each request to a route and the whole answer to it, as text."""
    tags = [f"{case.tag}{version.version}" for version in case.hidden]
    probes = [
        (path.format(id=case.id), query.format(tag=tag, id=case.id)) for path, query in PROBES[route] for tag in tags
    ]
    for path, query in dict.fromkeys(probes):
        path, _, accept = path.partition(" ")
        event = event_for(path, query, scope)
        event["headers"]["accept"] = accept
        if route[0] == "post" and route not in OPERATIONS:
            event["requestContext"]["http"]["method"] = "POST"
            event["body"] = json.dumps(make_ninjs(uri=case.arrivals[0].guid))
            event["routeKey"] = f"POST {path}"
            if path == SIGNED:
                event["headers"][HEADER.lower()] = sign(KEY, "ena", None, event["body"].encode(), app.now())
        if route in OPERATIONS:
            event["routeKey"] = OPERATIONS[route]
            event["pathParameters"] = {"id": case.id}
        answer = (operate if route in OPERATIONS else push if route[0] == "post" else search)(event, Context(), app)  # type: ignore[arg-type]
        assert answer["statusCode"] < 500, (path, query, answer)
        written = {name.lower(): each for name, each in answer["headers"].items()}["content-type"]
        body = json.loads(answer["body"]) if re.search(r"[/+]json\b", written) else answer["body"]
        yield f"{path} {query} {event.get('body', '')}", f"{json.dumps(answer)} {body}"


def leaks(app: FrozenApp, route: Route, case: Case, secrets: set[str], scope: str | None) -> list[str]:
    """Words that an answer has and its request has not."""
    return [
        f"{case.name}: {word} in the answer to {asked}"
        for asked, said in answers(app, route, case, scope)
        for word in secrets
        if word in said and word not in asked
    ]


def _routes() -> list[Route]:
    return [(method, path) for path, methods in document()["paths"].items() for method in methods]


def test_every_route_of_the_description_is_tried() -> None:
    assert set(PROBES) == set(_routes()), "a route without a line in PROBES, or a line without a route"


def test_every_field_of_a_story_has_a_word_or_is_known_to_have_none() -> None:
    filled = wordy("qz").model_dump(exclude_defaults=True, exclude=WITHOUT_WORDS)
    assert set(filled) >= set(Story.model_fields) - WITHOUT_WORDS
    assert all("qz" in json.dumps(value) for name, value in filled.items() if name in Story.model_fields)


@pytest.mark.parametrize("route", sorted(PROBES), ids=" ".join)
@pytest.mark.parametrize("scope", [None, SCOPE])
def test_no_answer_has_a_word_of_what_is_hidden(app: FrozenApp, route: Route, scope: str | None) -> None:
    found: list[str] = []
    for case in CASES:
        hidden = [version for version in case.hidden if scope != SCOPE or version not in case.embargoed]
        secrets = {word for version in hidden for word in words_of(version)}
        if case.secret_id and scope != SCOPE:
            secrets.add(case.arrivals[0].guid)
        found += leaks(app, route, case, secrets, scope)
    assert found == []


@pytest.mark.parametrize("scope", [None, SCOPE])
def test_what_is_hidden_is_not_counted(app: FrozenApp, scope: str | None) -> None:
    answer = search(event_for("/v1/stories", "size=1", scope), Context(), app)  # type: ignore[arg-type]
    seen = [
        case
        for case in CASES
        if case.arrivals[-1] not in case.hidden or (scope and case.arrivals[-1] in case.embargoed)
    ]
    assert json.loads(answer["body"])["total"] == {"value": len(seen), "relation": "eq"}
    assert len(seen) == (4 if scope else 1)


@pytest.mark.parametrize("route", TELLS_WORDS, ids=" ".join)
def test_with_the_scope_what_is_embargoed_is_seen_and_marked(app: FrozenApp, route: Route) -> None:
    for case in CASES:
        shown = (
            case.embargoed if "{id}/" in route[1] else [each for each in case.embargoed if each is case.arrivals[-1]]
        )
        if not shown or (route[1].endswith("diff") and len(case.arrivals) == 1):
            continue
        said = " ".join(said for _, said in answers(app, route, case, SCOPE))
        assert all(version.headline and version.headline in said for version in shown), case.name
        mark = "[EMBARGOED until " if route[1] in FEEDS else "'embargoed': True"
        assert mark in said or route[1].endswith("diff"), case.name


@pytest.mark.parametrize("route", TELLS_WORDS, ids=" ".join)
def test_the_same_requests_see_it_when_the_embargo_is_over(
    app: FrozenApp, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "clock", SOON)
    cases = {case.name: case for case in CASES}
    newest = cases["older visible, newest embargoed"]
    for case in (newest,) if route[1].endswith("diff") else (newest, cases["embargoed"]):
        said = " ".join(said for _, said in answers(app, route, case))
        assert str(case.arrivals[-1].headline) in said
        assert "'embargoed': True" not in said
        assert "EMBARGOED" not in said


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("killed", 410), ("killed before it came", 410), ("expired", 410), ("purged", 410), ("withheld", 403),
        ("embargoed", 403), ("unreadable embargo", 403), ("older visible, newest embargoed", 403),
        ("older visible, newest withheld", 403), ("newest visible, older embargoed", 200),
    ],
)  # fmt: skip
def test_a_story_and_its_versions_and_diff_answer_alike(app: FrozenApp, name: str, status: int) -> None:
    [case] = [case for case in CASES if case.name == name]
    for end in ("", "/versions", "/versions/2", "/diff"):
        answer = search(event_for(f"/v1/stories/{case.id}{end}"), Context(), app)  # type: ignore[arg-type]
        # Of the last case there is nothing before the current version that could be compared with it.
        assert answer["statusCode"] == (404 if (status, end) == (200, "/diff") else status), end
