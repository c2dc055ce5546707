"""The last step of reading a story: what its text and codes tell goes to its fields, and no word is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from newswire.normalise.finish import finish
from newswire.story import UNTIL_A_NEWER_VERSION, Dateline, Paragraph, ParagraphKind, Status, Story, Subject
from tests.unit.stories import make_story

LEAD = "The harbour was opened again on Sunday after the storm, officials of the town said."


def _finish(**fields: Any) -> Story:
    return finish(make_story(**fields))


def test_the_dateline_goes_to_its_field() -> None:
    story = _finish(body=f"OSLO, March 1 (ENA) - {LEAD}\n\nMore follows.")

    assert story.dateline == Dateline(text="OSLO, March 1 (ENA) -", city="Oslo", date=date(2026, 3, 1))
    assert story.body_text == f"{LEAD}\n\nMore follows."


def test_the_dateline_is_taken_off_the_markup_too() -> None:
    paragraphs = (Paragraph(text=f"OSLO (ENA) - {LEAD}", html=f"<p><b>OSLO</b> (ENA) - <i>{LEAD}</i></p>"),)

    assert _finish(paragraphs=paragraphs).paragraphs[0].html == f"<p><i>{LEAD}</i></p>"


def test_a_dateline_of_its_own_paragraph() -> None:
    assert _finish(body=f"OSLO (ENA) -\n\n{LEAD}").body_text == LEAD


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (Dateline(country="NOR"), Dateline(text="OSLO, Norway (ENA) -", city="Oslo", country="NOR")),
        (Dateline(city="oslo"), Dateline(text="OSLO, Norway (ENA) -", city="oslo", country="Norway")),
        (
            Dateline(city="Bergen", country="NOR"),
            Dateline(text="OSLO, Norway (ENA) -", city="Oslo", country="Norway"),
        ),
    ],
)
def test_a_structured_dateline_is_filled_up(own: Dateline, expected: Dateline) -> None:
    assert _finish(body=f"OSLO, Norway (ENA) - {LEAD}", dateline=own).dateline == expected


def test_a_structured_dateline_alone_stays() -> None:
    assert _finish(body=LEAD, dateline=Dateline(city="Oslo")).dateline == Dateline(city="Oslo")


def test_the_byline_goes_to_its_field() -> None:
    story = _finish(body=f"By Ann Example, ENA\n\n{LEAD}")

    assert (story.byline, story.body_text) == ("Ann Example, ENA", LEAD)
    assert _finish(byline="By Ann Example").byline == "Ann Example"
    assert _finish(byline="By Ann Example", body=f"By Ann Example\n\n{LEAD}").body_text == LEAD


@pytest.mark.parametrize("markup", [None, f"<p>By Ann Example<br/>OSLO (ENA) - {LEAD}</p>"])
def test_a_byline_and_a_dateline_in_one_paragraph(markup: str | None) -> None:
    paragraph = Paragraph(text=f"By Ann Example\nOSLO (ENA) - {LEAD}", html=markup)
    story = _finish(paragraphs=(paragraph,))

    assert (story.byline, story.dateline and story.dateline.city, story.body_text) == ("Ann Example", "Oslo", LEAD)
    assert story.paragraphs[0].html == (markup and f"<p>{LEAD}</p>")


def test_a_byline_and_a_dateline_on_one_line() -> None:
    story = _finish(body=f"By Ann Example OSLO, March 1 (ENA) - {LEAD}")

    assert (story.byline, story.dateline and story.dateline.city, story.body_text) == ("Ann Example", "Oslo", LEAD)
    assert _finish(body="By Ann Example NATO (the alliance) said on Monday that it would.").byline is None


def test_an_owner_in_the_field_of_the_byline_is_a_credit() -> None:
    story = _finish(body=LEAD, byline="(©ENA)")

    assert (story.byline, story.credit) == (None, "(©ENA)")


def test_a_note_that_lifts_the_embargo_is_stronger_than_the_headline() -> None:
    fields = {"headline": "Embargo ends at noon", "body": LEAD}

    assert _finish(**fields).embargo_until == UNTIL_A_NEWER_VERSION
    assert _finish(**fields, ed_note="Embargo lifted at 1000 GMT, free for use").embargo_until is None


@pytest.mark.parametrize("field", ["usage_terms", "copyright"])
def test_an_embargo_may_stand_with_the_rights(field: str) -> None:
    assert _finish(body=LEAD, **{field: "Embargo until 1800 GMT"}).embargo_until == UNTIL_A_NEWER_VERSION


def test_notes_to_editors_go_to_their_field() -> None:
    story = _finish(body=f"(Adds minister in paragraph 3)\n\n{LEAD}\n\nEds: With photos.", ed_note="Updates.")

    assert story.ed_note == "Updates.\n(Adds minister in paragraph 3)\nEds: With photos."
    assert story.body_text == LEAD


def test_credits_are_labelled_and_recorded() -> None:
    story = _finish(body=f"{LEAD}\n\nIt will stay open.\n\n(Reporting by Ann Example)", credit="ENA")

    assert [paragraph.kind for paragraph in story.paragraphs][-1] is ParagraphKind.CREDIT
    assert story.credit == "ENA\n(Reporting by Ann Example)"
    assert story.body_text == f"{LEAD}\n\nIt will stay open."


def test_sign_offs_are_labelled_and_those_of_people_recorded() -> None:
    story = _finish(body=f"{LEAD}\n\nIt will stay open. Enditem\n\nAAP aw/tr\n\n(more)")

    assert story.body_text == f"{LEAD}\n\nIt will stay open."
    assert story.credit == "AAP aw/tr"


def test_the_place_of_a_field_proves_a_dateline() -> None:
    story = _finish(body=f"Oslo – {LEAD}", dateline=Dateline(city="OSLO"))

    assert (story.dateline, story.body_text) == (Dateline(text="Oslo –", city="OSLO"), LEAD)


def test_a_story_that_would_have_no_body_left_keeps_it() -> None:
    caption = "FILE PHOTO: Ships wait outside the harbour. ENA/Ann Example"

    assert _finish(body=caption).body_text == caption


@pytest.mark.parametrize("place", ["ed_note", "body"])
def test_an_embargo_in_words_hides_the_story(place: str) -> None:
    text = "EMBARGOED UNTIL 0001 FRIDAY"
    fields = {"ed_note": text} if place == "ed_note" else {"body": f"{text}\n\n{LEAD}"}
    story = _finish(**fields)

    assert (story.embargo_until, story.embargo_text, story.ed_note) == (UNTIL_A_NEWER_VERSION, text, text)
    assert text not in story.body_text


def test_an_embargo_in_words_with_a_whole_time_ends_then() -> None:
    story = _finish(ed_note="Embargoed until 10:00 GMT, 10 May 2026")

    assert story.embargo_until == datetime(2026, 5, 10, 10, tzinfo=UTC)


def test_a_structured_embargo_stands() -> None:
    until = datetime(2026, 5, 10, tzinfo=UTC)

    assert _finish(ed_note="EMBARGOED UNTIL 0001 FRIDAY", embargo_until=until).embargo_until == until


def test_a_kill_is_not_under_embargo() -> None:
    assert _finish(status=Status.KILLED, ed_note="Embargoed until Friday").embargo_until is None


@pytest.mark.parametrize(
    ("slug", "take"),
    [
        ("BC-EU--Harbour-Storm, 1st Ld-Writethru", "1st Ld-Writethru"),
        ("Harbour, Urgent", "Urgent"),
        ("Harbour, Take 2", "Take 2"),
        ("Harbour, Storm", None),
        ("Harbour", None),
        (None, None),
    ],
)
def test_the_take_key(slug: str | None, take: str | None) -> None:
    story = _finish(slug=slug)

    assert (story.slug, story.extra.get("take_key")) == (slug, take)


def test_the_formats_own_take_key_stands() -> None:
    assert _finish(slug="Harbour, Urgent", extra={"take_key": "2nd Add"}).extra == {"take_key": "2nd Add"}


def test_a_missing_language_is_detected_and_a_given_one_stands() -> None:
    assert _finish(body=LEAD).language == "en"
    story = _finish(body=LEAD * 5, language="de")

    assert story.language == "de"
    assert story.warnings == ("the supplier says 'de', the text looks like 'en'",)


def test_subject_codes_become_topics() -> None:
    (topic,) = _finish(subjects=(Subject(code="subj:04015000"),)).topics

    assert (topic.code, topic.name) == ("medtop:20000337", "transport")


def test_a_story_without_text() -> None:
    story = _finish(paragraphs=(), headline=None)

    assert (story.paragraphs, story.language, story.dateline, story.ed_note) == ((), None, None, None)


def test_twice_is_the_same_as_once() -> None:
    story = _finish(
        body=f"By Ann Example\n\n(Adds detail)\n\nOSLO (ENA) - {LEAD}\n\nEnd. Enditem\n\nAdvertisement\n\n(ENA)\n\nENDS"
    )

    assert finish(story) == story


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "BULLETIN KILL"},
        {"ed_note": "Kill this story: it is wrong"},
        {"body": f"Members are asked to kill the story slugged Harbour.\n\n{LEAD}"},
    ],
)
def test_words_that_ask_to_kill_hold_the_story(fields: dict[str, Any]) -> None:
    story = _finish(**{"body": LEAD, **fields})

    assert story.status is Status.WITHHELD
    assert any("kill" in warning for warning in story.warnings)


def test_a_headline_may_hold_the_story_too() -> None:
    assert _finish(headline="EMBARGOED until Thursday: French vote", body=LEAD).embargo_until == UNTIL_A_NEWER_VERSION
    assert _finish(headline="Hold for Release", body=LEAD).embargo_until == UNTIL_A_NEWER_VERSION
    assert _finish(headline="Oil embargo until Thursday", body=LEAD).embargo_until is None


@pytest.mark.parametrize("slug", ["BC-US--Storm, HFR", "Storm, Hold for Release"])
def test_a_take_key_may_hold_the_story_too(slug: str) -> None:
    assert _finish(slug=slug, body=LEAD).embargo_until == UNTIL_A_NEWER_VERSION
