from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from newswire.errors import ModelUnusable
from newswire.story import (
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
    Topic,
)
from newswire.tagging import enrich, tagger
from newswire.tagging.enrich import Enricher, untagged
from tests.unit.stories import make_story

BODY = (
    "Norwegian Prime Minister Jonas Gahr Støre opened the hospital in Bergen. "
    "The European Medicines Agency praised the doctors who treat patients there.\n\n"
    '"Nobody will wait for surgery here," Støre said.'
)
SUPPLIER: dict[str, Any] = {"origin": "supplier", "confidence": 1.0, "evidence": "the code"}


def norwegian(**fields: Any) -> Story:
    return make_story(**{"headline": "New hospital opens", "body": BODY, "language": "en-GB", **fields})


def enriched(*stories: Story) -> list[Story]:
    return Enricher(reserve=5)(stories, lambda: 30)


def names(tags: Iterable[Any]) -> list[str]:
    return [tag.name for tag in tags]


def test_a_story_gets_all_its_tags_and_each_says_why() -> None:
    [story] = enriched(norwegian())
    assert names(story.people) == ["Jonas Gahr Støre"]
    assert names(story.organisations) == ["European Medicines Agency"]
    [bergen] = [place for place in story.places if place.name == "Bergen"]
    assert (bergen.geonames_id, bergen.country, bergen.country_name) == (3161732, "NO", "Norway")
    assert "medtop:07000000" in {topic.code for topic in story.topics}
    [quote] = story.quotes
    assert (story.body_text[quote.start : quote.end], quote.speaker) == (quote.text, "Jonas Gahr Støre")
    assert story.rules_version == tagger.rules_version()
    for tag in (*story.topics, *story.people, *story.organisations, *story.places, *story.quotes):
        assert tag.evidence
        assert tag.origin in (Origin.RULE, Origin.MODEL)


def test_only_the_body_is_tagged() -> None:
    teaser = Paragraph(kind=ParagraphKind.TEASER, text="Tom Hanks opens a theme park in Florida.")
    [story] = enriched(norwegian(paragraphs=(Paragraph(text=BODY), teaser)))
    assert "Tom Hanks" not in names(story.people)
    assert "Florida" not in names(story.places)


def test_the_suppliers_tags_come_first_and_stand() -> None:
    health = Topic(code="medtop:07000000", name="health", **SUPPLIER)
    person = Person(name="Jonas Gahr Støre", **SUPPLIER)
    agency = Organisation(name="EUROPEAN MEDICINES AGENCY", **SUPPLIER)
    bergen = Place(name="Bergen (Norway)", geonames_id=3161732, **SUPPLIER)
    [story] = enriched(
        norwegian(
            topics=(health,),
            people=(person,),
            organisations=(agency,),
            places=(bergen,),
            keywords=("Bergen hospital",),
            genre="Feature",
        )
    )
    assert [topic for topic in story.topics if topic.code == health.code] == [health]
    assert story.people == (person,)
    assert story.organisations == (agency,)
    assert [place for place in story.places if place.geonames_id == 3161732] == [bergen]
    assert story.keywords[0] == "Bergen hospital"
    assert "Bergen hospital" not in story.found_keywords
    assert story.genre == "Feature"


def test_a_suppliers_place_without_a_position_gets_one_beside_it() -> None:
    [story] = enriched(norwegian(places=(Place(name="Bergen", **SUPPLIER),)))
    assert [(p.origin, p.geonames_id) for p in story.places if p.name == "Bergen"][:1] == [("supplier", None)]
    assert 3161732 in {place.geonames_id for place in story.places}


def test_what_is_above_a_suppliers_topic_is_implied() -> None:
    [story] = enriched(
        make_story(language="xx", topics=(Topic(code="medtop:20000587", name="war", **SUPPLIER | {"confidence": 0.8}),))
    )
    [_, above, *_] = story.topics
    assert (above.origin, above.confidence) == ("rule", 0.8)
    assert above.evidence == "above medtop:20000587 war"
    assert len({topic.code for topic in story.topics}) == len(story.topics) > 1


def test_a_country_goes_by_one_name() -> None:
    [story] = enriched(norwegian(body="The U.S. team flew home. A plane took the others to Britain and Nouakchott."))
    assert [(p.name, p.geonames_id) for p in story.places] == [
        ("United States", 6252001),
        ("United Kingdom", 2635167),
        ("Nouakchott", 2377450),
    ]
    assert "U.S." in (story.places[0].evidence or "")


@pytest.mark.parametrize(("city", "name"), [("BERGEN", "Bergen"), ("Bergen", "Bergen")])
def test_the_datelines_city_is_a_place_though_it_has_left_the_body(city: str, name: str) -> None:
    [story] = enriched(
        make_story(language="en", body="The ferry is back.", dateline=Dateline(text=f"{city}, Norway", city=city))
    )
    assert [(place.name, place.geonames_id) for place in story.places] == [(name, 3161732)]
    assert story.places[0].evidence.startswith(f"'{name}': the dateline; ")  # type: ignore[union-attr]


def test_the_kind_is_by_the_suppliers_genre_or_take_key_first() -> None:
    stories = enriched(
        norwegian(genre="Obituary"), norwegian(extra={"take_key": "advisory"}), norwegian(genre="Current")
    )
    assert [story.kind and story.kind.name for story in stories] == ["obituary", "advisory", None]
    assert stories[0].kind
    assert stories[0].kind.origin is Origin.SUPPLIER


@pytest.mark.parametrize("status", [Status.KILLED, Status.EXPIRED])
def test_what_has_no_text_left_has_no_tags(status: Status) -> None:
    story = norwegian(status=status)
    assert enriched(story) == [story]


def test_withheld_stories_are_tagged() -> None:
    [story] = enriched(norwegian(status=Status.WITHHELD))
    assert story.people


def test_tagging_again_gives_the_same_and_drops_what_the_rules_no_longer_find() -> None:
    [story] = enriched(norwegian(keywords=("fjord",)))
    gone = {
        "people": (*story.people, Person(name="Nobody", origin=Origin.MODEL, confidence=0.5)),
        "keywords": (*story.keywords, "old"),
        "found_keywords": (*story.found_keywords, "old"),
        "kind": Kind(name="obituary", origin=Origin.RULE, confidence=0.5),
        "quotes": (*story.quotes, Quote(text="x", start=0, end=1, origin=Origin.RULE, confidence=0.5)),
        "rules_version": "older",
    }
    assert enriched(story.model_copy(update=gone)) == [story]
    assert untagged(story) == norwegian(keywords=("fjord",))


def test_another_language_keeps_its_suppliers_tags_and_is_done() -> None:
    [story] = enriched(norwegian(language="de", people=(Person(name="Ola Nordmann", **SUPPLIER),)))
    assert names(story.people) == ["Ola Nordmann"]
    assert story.rules_version


def test_a_story_without_a_language_is_read_in_its_likeliest_one() -> None:
    body = "Storm hits Bergen. Residents of Mars, Pennsylvania, sent help, and the sun shone over Phoenix, Arizona."
    [story] = enriched(make_story(headline=None, language=None, body=body))
    assert "Bergen" in names(story.places)
    assert story.language is None, "the tags read it so; the story does not say so"


def test_what_there_is_no_time_for_goes_on_and_waits(caplog: pytest.LogCaptureFixture) -> None:
    seconds = iter([30.0, 4.9])
    stories = [norwegian(guid=str(number)) for number in range(40)]
    tagged = Enricher(reserve=5)(stories, lambda: next(seconds))
    assert [story.guid for story in tagged] == [story.guid for story in stories]
    assert all(story.rules_version and story.people for story in tagged[:16])
    assert tagged[16:] == stories[16:]
    assert "no time left to tag 24 stories" in caplog.text


def test_a_long_story_is_tagged_alone() -> None:
    looks = []
    long = norwegian(body="A word. " * 10_000)
    Enricher(reserve=5)([norwegian(), long, norwegian()], lambda: looks.append(1) or 30.0)  # type: ignore[func-returns-value]
    assert len(looks) == 3


def test_a_fault_costs_one_story_its_tags_and_the_log_names_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tag = tagger.tag

    def faulty(texts: Iterable[tagger.Text]) -> Iterator[tagger.Tags]:
        texts = list(texts)
        yield from tag(texts)
        if any("Kraken" in text.body for text in texts):
            raise ZeroDivisionError

    monkeypatch.setattr(tagger, "tag", faulty)
    first, bad, last = enriched(norwegian(), norwegian(guid="kraken", body="Kraken in Bergen."), norwegian())
    assert first.people == last.people != ()
    assert (bad.people, bad.places, bad.rules_version) == ((), (), None)
    assert "ena:kraken" in caplog.text


def test_without_its_model_it_says_so_once_for_all(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unusable(texts: Iterable[tagger.Text]) -> Iterator[tagger.Tags]:
        raise ModelUnusable("not the published one")

    monkeypatch.setattr(tagger, "tag", unusable)
    stories = [norwegian(), norwegian()]
    assert enriched(*stories) == stories
    Enricher(reserve=5).load()
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def test_tags_do_not_depend_on_the_stories_beside_one() -> None:
    """A replay meets stories in other company than they came in."""
    bodies = [
        BODY,
        "Gulls cry.",
        BODY.replace("Bergen", "Oslo"),
        "",
        "Kenya beat Ghana 2-1 in Nairobi on Friday. " * 30,
    ]
    stories = [norwegian(guid=str(at), body=body) for at, body in enumerate(bodies)]
    together = enriched(*stories)
    assert together == [tagged for story in stories for tagged in enriched(story)]
    assert together == enriched(*reversed(stories))[::-1]


def test_the_version_of_the_rules_follows_from_their_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    tagger.rules_version.cache_clear()
    try:
        monkeypatch.setattr(tagger, "__file__", str(tmp_path / "tagger.py"))
        versions = set()
        for name, text in [("rules.py", "1"), ("words.txt", "1"), ("words.txt", "2"), ("README.md", "2")]:
            (tmp_path / name).write_text(text)
            versions.add(tagger.rules_version())
            tagger.rules_version.cache_clear()
        assert len(versions) == 3
    finally:
        tagger.rules_version.cache_clear()


@pytest.mark.parametrize(
    "body", ["", "\U0001f600" * 3000, "x" * 100_000, "<p>He said: <b>no</b></p>" * 500, "“" * 5000, "\x00\ud800"]
)
def test_odd_texts_are_no_faults(body: str, caplog: pytest.LogCaptureFixture) -> None:
    [story] = enriched(norwegian(body=body))
    assert story.rules_version
    assert not caplog.records


def test_groups_hold_every_story_once() -> None:
    stories = [norwegian(guid=str(number), body="x" * (number * 1000)) for number in range(60)]
    groups = list(enrich._groups(stories))
    assert [story for group in groups for story in group] == stories
    assert max(map(len, groups)) <= 16
