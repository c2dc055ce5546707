"""No word of a story, and no secret, is in a log; and a push can be followed to the index in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from awslambdaric.lambda_runtime_log_utils import JsonFormatter  # type: ignore[import-untyped]

import ingest.handler
import lifecycle.handler
import push.handler
import search.handler
from newswire.delivery import Delivery
from newswire.faults import fault
from newswire.signature import HEADER, sign
from push.handler import SIGNED_ROUTE
from tests.conftest import Context, FrozenApp, receive
from tests.integration.conftest import SIGNING_KEYS
from tests.integration.http import event_for
from tests.unit.ninjs import make_ninjs

MARK = "zanzarella"
"""A word that is in every field of the stories, and in none of ours."""
SECRET = SIGNING_KEYS["ena"]


class Log:
    """All that the functions write: their own lines, the library's as Lambda's runtime writes them, and metrics."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.own, self.library, self._capture = io.StringIO(), io.StringIO(), capture

    @property
    def text(self) -> str:
        return self.own.getvalue() + self.library.getvalue() + self._printed()

    def _printed(self) -> str:
        self._kept = getattr(self, "_kept", "") + self._capture.readouterr().out
        return self._kept

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each line, of which each is JSON."""
        return [json.loads(line) for line in self.text.splitlines() if line]


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[Log]:
    log = Log(capsys)
    handlers: list[tuple[Any, Any]] = []
    for module in (ingest.handler, push.handler, search.handler, lifecycle.handler):
        [formatted] = module.logger.handlers
        handlers.append((formatted, formatted.setStream(log.own)))
    library = logging.StreamHandler(log.library)
    library.setFormatter(JsonFormatter())
    logging.getLogger("newswire").addHandler(library)
    level = logging.getLogger("newswire").level
    logging.getLogger("newswire").setLevel(logging.DEBUG)
    yield log
    logging.getLogger("newswire").setLevel(level)
    logging.getLogger("newswire").removeHandler(library)
    for handler, stream in handlers:
        handler.setStream(stream)


def push_(app: FrozenApp, body: bytes, **headers: str) -> str:
    event = {
        "version": "2.0",
        "routeKey": SIGNED_ROUTE,
        "rawPath": "/v1/signed/stories",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"http": {"method": "POST", "path": "/v1/signed/stories"}, "requestId": "request-1"},
        "body": body.decode(),
        "isBase64Encoded": False,
    }
    answer = push.handler.handler(event, Context(), app)  # type: ignore[arg-type]
    return str(json.loads(answer["body"]).get("deliveries", [{}])[0].get("id"))


def signed(app: FrozenApp, body: bytes) -> str:
    return push_(app, body, **{HEADER.lower(): sign(SECRET.encode(), "ena", None, body, app.now())})


def take_in(app: FrozenApp) -> str:
    context = Context()
    ingest.handler.handler(receive(app), context, app)  # type: ignore[arg-type]
    return context.aws_request_id


def story(**fields: Any) -> bytes:
    marked = {
        "headlines": [{"value": f"Harbour {MARK}"}],
        "bodies": [{"value": f"The {MARK} reopened. \u201cIt is {MARK},\u201d said Anna {MARK}."}],
        "slugline": f"{MARK}-storm",
        "ednote": f"Note {MARK}",
        "byline": f"By Anna {MARK}",
    }
    return json.dumps(make_ninjs(**{**marked, **fields})).encode()


BROKEN = {
    "half of it": story()[:-40],
    "a date that is none": story(versionCreated=f"{MARK} o'clock"),
    "a field that the engine refuses": story(unknown={MARK * 6_000: 1}),
    "a kill of nothing known, which its reason quotes": story(
        uri="urn:x:notice",
        headlines=[{"value": "BULLETIN KILL"}],
        bodies=[{"value": f"Kill the story slugged {MARK.upper()}-STORM."}],
    ),
    "an embargo": story(embargoed=f"{MARK}"),
    "xml with an entity": f'<!DOCTYPE a [<!ENTITY {MARK} "{MARK}">]><nitf>{MARK}</nitf>'.encode(),
    "a page": f"<html><title>{MARK}</title><p>{MARK}".encode(),
    "a wire text": f"ZCZC {MARK}\n\n{MARK}".encode(),
}


def test_a_push_can_be_followed_and_none_of_its_words_is_logged(signing: FrozenApp, log: Log) -> None:
    delivery = signed(signing, story())
    batch = take_in(signing)
    signing.engine.refresh(signing.index.stories)
    answer = search.handler.handler(event_for("/v1/stories", f"q={MARK}"), Context(), signing)  # type: ignore[arg-type]
    assert json.loads(answer["body"])["total"]["value"] == 1
    queued, taken = [line for line in log.lines if "message" in line and "_aws" not in line]
    assert (queued["delivery"], queued["request"]) == (delivery, "request-1")
    assert (taken["accepted"], taken["batch"]) == ([delivery], batch)
    measured = {name for line in log.lines if "_aws" in line for name in line}
    assert {"PushesQueued", "DeliveriesAccepted", "IndexLagSeconds"} <= measured
    assert MARK not in log.text
    assert SECRET not in log.text


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_nor_of_one_that_is_broken(signing: FrozenApp, log: Log, body: bytes) -> None:
    delivery = signed(signing, body)
    take_in(signing)
    assert delivery in log.text
    assert MARK not in log.text.lower()


def test_the_reasons_of_quarantine_do_quote_stories(signing: FrozenApp, log: Log) -> None:
    signed(signing, BROKEN["a kill of nothing known, which its reason quotes"])
    take_in(signing)
    [key] = signing.archive.quarantined()
    [(_, kept)] = signing.archive.objects([key])
    assert MARK in json.loads(kept or b"")["stories"][0]["reason"].lower(), "else the test above proves nothing"


def test_nor_of_one_that_our_own_faults_meet(signing: FrozenApp, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(delivery: Delivery) -> Any:
        raise ValueError(f"could not read {delivery.body!r}")

    monkeypatch.setattr(push.handler, "parse", fail)
    monkeypatch.setattr("newswire.ingest.parse", fail)
    delivery = signed(signing, story())
    take_in(signing)
    faults = [line for line in log.lines if line.get("fault") == "ValueError"]
    assert [line["delivery"] for line in faults] == [delivery] * 2
    assert MARK not in log.text


def test_nor_of_one_that_cannot_be_tagged(signing: FrozenApp, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(texts: Any) -> Any:
        raise ValueError(f"could not tag {texts}")

    monkeypatch.setattr("newswire.tagging.tagger.tag", fail)
    signed(signing, story())
    take_in(signing)
    assert any("goes on without tags" in str(line.get("message")) for line in log.lines)
    assert MARK not in log.text


def test_a_refused_push_is_told_without_its_signature(signing: FrozenApp, log: Log) -> None:
    header = sign(SECRET.encode(), "ena", None, b"something else", signing.now())
    push_(signing, story(), **{HEADER.lower(): header})
    assert "push refused" in log.text
    assert header[-64:] not in log.text
    assert MARK not in log.text


def test_a_fault_is_told_by_its_kind_and_place() -> None:
    try:
        try:
            int(MARK)
        except ValueError as error:
            raise KeyError(MARK) from error
    except KeyError as error:
        told = fault(error)
    assert told["fault"] == "KeyError"
    cause: Any = told["cause"]
    assert cause["fault"] == "ValueError"
    assert cause["at"][0].startswith("integration/test_logs.py:")
    assert MARK not in json.dumps(told)
