"""Ritzau's XML: one item and a queue's answer, its escaped HTML, its kills."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

import pytest

from newswire.delivery import Delivery
from newswire.errors import InvalidStory, NotAStory
from newswire.formats import ritzau
from newswire.story import UNTIL_A_NEWER_VERSION, Status, Story, Subject, VersionRule
from tests.unit.formats.deliveries import RECEIVED

if TYPE_CHECKING:
    from newswire.errors import DeliveryError

FIELDS = {
    "NewsID": "11111111-aaaa",
    "PublishDate": "2024-06-20T12:30:00.5",
    "headline": "Broen &amp; havnen",
    "town": "Aarhus",
    "origin": "/ena/",
    "version": "2",
    "content": escape("<p>En.</p><p>To &amp; tre.</p>"),
    "Priority": "4",
    "byLine": "A. Forfatter",
    "section": "Indland",
}


def news(**fields: str) -> str:
    members = "".join(f"<{name}>{value}</{name}>" for name, value in (FIELDS | fields).items())
    return f"<RBNews>{members}<subtitle xmlns:i='urn:i' i:nil='true'/></RBNews>"


def read_all(body: str) -> list[Story | DeliveryError]:
    return ritzau.parse(Delivery(id="d1", body=body.encode(), received=RECEIVED))


def read(**fields: str) -> Story:
    (story,) = read_all(news(**fields))
    assert isinstance(story, Story)
    return story


@pytest.mark.parametrize(
    ("head", "is_ritzau"),
    [("<RBNews>", True), ('<?xml version="1.0"?>\n<XMLNewsQueuedResponse xmlns="urn:x">', True), ("<rss>", False)],
)
def test_it_is_recognised_by_its_root(head: str, is_ritzau: bool) -> None:
    assert ritzau.recognises(head, "") is is_ritzau


def test_a_story() -> None:
    story = read(IPTCList="<int>4000000</int><int>15000000</int>", SubjectKeyword="<string>bro</string>")

    assert (story.id, story.version, story.version_rule) == ("ritzau:11111111-aaaa", 2, VersionRule.SUPPLIER)
    assert (story.headline, story.byline, story.credit) == ("Broen & havnen", "A. Forfatter", "/ena/")
    assert story.dateline is not None
    assert (story.dateline.city, story.urgency, story.subheadline) == ("Aarhus", 4, None)
    assert story.body_text == "En.\n\nTo & tre."
    assert story.subjects == (Subject(code="04000000", scheme="subj"), Subject(code="15000000", scheme="subj"))
    assert story.keywords == ("bro",)
    assert story.extra["category"] == "Indland"


def test_its_times_are_danish() -> None:
    story = read()

    assert story.version_created == datetime(2024, 6, 20, 10, 30, 0, 500000, tzinfo=UTC)
    assert any("Europe/Copenhagen" in warning for warning in story.warnings)


def test_a_nonsense_time_never_loses_a_story() -> None:
    story = read(PublishDate="i dag", version="")

    assert (story.version_created, story.version_rule) == (RECEIVED, VersionRule.RECEIVED)
    assert story.extra["PublishDate"] == "i dag"


@pytest.mark.parametrize(
    "note", ["<p>Til <b>redaktionen</b>.</p><p>Ret.</p>", escape("<p>Til redaktionen.</p><p>Ret.</p>")]
)
def test_the_note_to_editors_is_html(note: str) -> None:
    assert read(TilRedaktionen=note).ed_note == "Til redaktionen.\nRet."


def test_an_embargo_in_the_note_hides_the_story() -> None:
    assert read(TilRedaktionen="EMBARGO: until Friday").embargo_until == UNTIL_A_NEWER_VERSION


@pytest.mark.parametrize(
    ("flag", "correction"), [("Korrektion", "Korrektion"), ("NyVersion", "NyVersion"), ("TopWeb", None)]
)
def test_what_kind_of_update_it_is(flag: str, correction: str | None) -> None:
    assert read(**{flag: "true"}).correction == correction


def test_a_kill_also_kills_the_story_that_it_names() -> None:
    entries = read_all(news(Annuleret="true", replacedID="22222222-bbbb"))
    own, other = (entry for entry in entries if isinstance(entry, Story))

    assert (own.status, other.status) == (Status.KILLED, Status.KILLED)
    assert (other.id, other.version_rule, other.body_text) == ("ritzau:22222222-bbbb", VersionRule.VERSION_CREATED, "")
    assert len(read_all(news(Annuleret="true"))) == 1
    assert read(replacedID="22222222-bbbb").replaces == "22222222-bbbb"


def test_a_queue_gives_each_its_result() -> None:
    items = news() + news(NewsID=" ") + news(NewsID="3")
    entries = read_all(f"<XMLNewsQueuedResponse><ListOfRBNews>{items}</ListOfRBNews></XMLNewsQueuedResponse>")

    assert [type(entry) for entry in entries] == [Story, InvalidStory, Story]


def test_an_empty_queue_is_no_story() -> None:
    with pytest.raises(NotAStory, match="no such user"):
        read_all("<XMLNewsQueuedResponse><errormsg>no such user</errormsg></XMLNewsQueuedResponse>")
