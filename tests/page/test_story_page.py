"""A story: what is shown of it, its versions, and what becomes of it while it is read."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from newswire.story import Paragraph, Quote, Status
from tests.page.conftest import Newsroom
from tests.page.samples import HARBOUR, HARBOUR_2, HARBOUR_TEXT, HOUR, KILL, RULE, make


def test_a_story_shows_its_text_tags_quotes_and_places(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour&story=ena:harbour")
    story = page.locator("#story")
    expect(story.locator("h2")).to_have_text("Harbour reopens after storm")
    expect(story.locator(".text p")).to_have_count(3)
    expect(story.locator(".quoted")).to_have_text("We worked all night,")
    expect(story.locator(".quote figcaption")).to_have_text("Ada Sommer")
    expect(story.locator(".map circle")).to_have_count(1)
    expect(story.locator(".note").first).to_have_text("CORRECTION: 400 ships, not 300.")


def test_a_tag_says_why_on_hover_and_on_focus(newsroom: Newsroom) -> None:
    page = newsroom.open("/?story=ena:harbour")
    tag = page.locator("#story .explained").filter(has_text="Ada Sommer")
    expect(tag.get_by_role("tooltip", include_hidden=True)).to_be_hidden()
    tag.hover()
    expect(tag.get_by_role("tooltip")).to_have_text("found by a rule · 80% sure · named in paragraph 1")
    page.mouse.move(0, 0)
    tag.get_by_role("link").focus()
    expect(tag.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(tag.get_by_role("tooltip", include_hidden=True)).to_be_hidden()
    expect(tag.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#story")).to_be_hidden()


def test_what_a_publisher_inserted_is_folded_away_and_marked(newsroom: Newsroom) -> None:
    page = newsroom.open("/?story=ena:printed")
    inserted = page.locator("#story details.inserted")
    expect(inserted.get_by_text("ten attics")).to_be_hidden()
    inserted.locator("summary").click()
    expect(inserted.get_by_text("ten attics worth")).to_be_visible()
    expect(inserted).to_contain_text("teaser")
    expect(inserted).to_contain_text("begins with 'Read also'")


def test_a_reader_finds_filters_and_reads_a_corrected_story(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.get_by_label(re.compile("^Ada Sommer")).check()
    page.get_by_role("link", name="Harbour reopens after storm").click()
    expect(page.locator(".timeline")).to_contain_text("2 versions")
    page.get_by_role("button", name="Compare the two").click()
    diff = page.locator(".diff")
    expect(diff.locator("del")).to_contain_text("300")
    expect(diff.locator("ins")).to_contain_text("400")
    expect(diff.locator(".flag.number")).to_have_text("number: 300 → 400")
    expect(page.locator(".comparison .summary")).to_contain_text("1 sentence altered")
    page.go_back()
    expect(diff).to_have_count(0)


def test_versions_that_are_times_to_the_millisecond_are_told_apart(newsroom: Newsroom) -> None:
    first = 20260301123456788  # a number of JavaScript is as near to the next
    for version in (first, first + 1):
        newsroom.take_in(make("clock", "Clock strikes", f"It struck {version - first} times.", version=version))
    page = newsroom.open("/?q=clock&story=ena:clock")
    page.get_by_role("link", name="What changed last").click()
    expect(page.locator(".flag.number")).to_have_text("number: 0 → 1")
    newsroom.later()
    expect(page.locator("#newer")).to_be_empty()


def test_a_killed_story_is_a_tombstone_without_text(newsroom: Newsroom) -> None:
    newsroom.take_in(KILL)
    page = newsroom.open("/?story=nordwire:strike")
    story = page.locator("#story")
    expect(story).to_contain_text("This story was killed")
    expect(story).to_contain_text("KILL: the report was wrong.")
    expect(story).not_to_contain_text("Railway")


def test_a_kill_takes_the_words_away_while_they_are_read(newsroom: Newsroom) -> None:
    page = newsroom.open("/?sort=newest&story=nordwire:strike")
    expect(page.locator("#story .text")).to_contain_text("Trains run again")
    expect(page).to_have_title("Railway workers end strike – Newswire")
    row = page.locator("#list [data-story='nordwire:strike']")
    below = page.locator("#list li.result").nth(5).bounding_box()
    page.wait_for_load_state("networkidle")
    newsroom.take_in(KILL)
    newsroom.later()
    expect(page.locator("#story")).to_contain_text("This story was killed")
    expect(page.locator("#story")).not_to_contain_text("Trains")
    expect(page).not_to_have_title(re.compile("Railway"))
    expect(row).to_contain_text("Do not use it")
    expect(row).not_to_contain_text("Railway")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#news")).to_be_empty()  # what comes up in its place is not new
    assert page.locator("#list li.result").nth(5).bounding_box() == below


def test_a_newer_version_waits_until_it_is_asked_for(newsroom: Newsroom) -> None:
    page = newsroom.open("/?story=ena:harbour")
    expect(page.locator("#story .text")).to_contain_text("400 ships")
    page.wait_for_load_state("networkidle")
    newer = HARBOUR_TEXT.replace("300", "410")
    newsroom.take_in(
        make(
            "harbour", "Harbour reopens", newer, version=3, version_created=HARBOUR_2.version_created + HOUR, **HARBOUR
        )
    )
    newsroom.later()
    expect(page.locator("#newer")).to_contain_text("newer version")
    expect(page.locator("#story .text")).to_contain_text("400 ships")
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("#story .text")).to_contain_text("410 ships")


def test_an_embargo_is_shown_with_its_time_to_those_who_may_see_it(newsroom: Newsroom) -> None:
    until = newsroom.server.app.now() + timedelta(days=2)
    newsroom.take_in(make("secret", "Prize goes to baker", "The prize went to a baker.", embargo_until=until))
    page = newsroom.open("/?q=baker&story=ena:secret")
    expect(page.locator("#story")).to_contain_text("Held back")
    expect(page.locator("#story")).not_to_contain_text("prize")
    newsroom.server.scope = "embargoed"
    newsroom.open("/?q=baker&story=ena:secret")
    expect(page.locator("#story .embargo")).to_contain_text("Under embargo until")
    expect(page.locator("#list .embargo")).to_have_count(1)
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator(".said")).to_have_text("The text is copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Under embargo until {until:%Y-%m-%dT%H:%M}")
    newsroom.take_in(make("like", "Prize of the baker", "The baker has the prize.", embargo_until=until))
    newsroom.open("/?q=baker&story=ena:secret")
    expect(page.locator(".similar li")).to_contain_text("embargo until")


def test_a_withheld_story_is_not_shown(newsroom: Newsroom) -> None:
    newsroom.take_in(make("held", "Bank fails", "The bank failed.", status=Status.WITHHELD))
    page = newsroom.open("/?story=ena:held")
    expect(page.locator("#story")).to_contain_text("Held back")


def test_a_story_that_is_not_there_says_so(newsroom: Newsroom) -> None:
    page = newsroom.open("/?story=ena:nowhere")
    expect(page.locator("#story").get_by_role("alert")).to_contain_text("There is no story ena:nowhere")


def test_a_right_to_left_story_runs_right_to_left(newsroom: Newsroom) -> None:
    page = newsroom.open("/?story=ena:arabic")
    for place in ("#story .text", "#list [data-story='ena:arabic'] h2"):
        expect(page.locator(place)).to_have_css("direction", "rtl")
        expect(page.locator(place)).to_have_attribute("lang", "ar")


def test_a_story_is_copied_as_text_json_and_link(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour&story=ena:harbour")
    copied = {}
    for name in ("text", "JSON", "link"):
        page.get_by_role("button", name=f"Copy {name}").click()
        expect(page.locator(".said")).to_have_text(re.compile(f"The {name} is copied"))
        copied[name] = page.evaluate("navigator.clipboard.readText()")
    assert copied["text"].startswith("Harbour reopens after storm\n\nThe harbour reopened")
    assert '"id": "ena:harbour"' in copied["JSON"]
    assert copied["link"] == f"{newsroom.server.url}/?q=harbour&story=ena%3Aharbour"


def test_similar_stories_lead_on(newsroom: Newsroom) -> None:
    newsroom.take_in(make("ferries", "Ferries leave the harbour after the storm", HARBOUR_TEXT, **HARBOUR))
    page = newsroom.open("/?story=ena:harbour")
    page.locator(".similar").get_by_role("link", name="Ferries leave").click()
    expect(page.locator("#story h2")).to_have_text("Ferries leave the harbour after the storm")


def test_a_kill_takes_the_words_out_of_the_similar_stories(newsroom: Newsroom) -> None:
    ferries = make("ferries", "Ferries leave the harbour after the storm", HARBOUR_TEXT, **HARBOUR)
    newsroom.take_in(ferries)
    page = newsroom.open("/?q=person:nobody&story=ena:harbour")
    expect(page.locator(".similar")).to_contain_text("Ferries")
    page.wait_for_load_state("networkidle")
    kill = {"version": 2, "status": Status.KILLED, "version_created": ferries.version_created + HOUR}
    newsroom.take_in(ferries.model_copy(update=kill))
    newsroom.later()
    expect(page.locator(".similar")).to_contain_text("Do not use it")
    expect(page.locator(".similar")).not_to_contain_text("Ferries")


MARKED = (
    Paragraph(text="What changes", html="<h2>What changes</h2>"),
    Paragraph(
        text="“We sail & rest,” said Bo, see the plan.",
        html='<p>“We <b>sail</b> &amp; rest,” said <i>Bo</i>, see the <a href="https://example.com/p?a=1&amp;b=2">plan</a>.</p>',
    ),
    Paragraph(text="“At nine,” she said.", html="<ul><li>“At nine,” <b>she</b> said.</li></ul>"),
    Paragraph(
        text="Ship\tTons\nGull\t300",
        html="<table><tbody><tr><th>Ship</th><th>Tons</th></tr><tr><td>Gull</td><td>300</td></tr></tbody></table>",
    ),
    Paragraph(text="a  b\nc  d", html="<pre>a  b\nc  d</pre>"),
    Paragraph(text="The agency's words.", html="<p>Other <b>words</b>.</p>"),
    Paragraph(text="A click.", html='<p>A <a href="/v1/x" onclick="alert(1)">click</a>.</p>'),
)


def test_mark_up_is_shown_as_what_it_means(newsroom: Newsroom, axe: str) -> None:
    text = "\n\n".join(paragraph.text for paragraph in MARKED)
    start = text.index("At nine")
    quote = Quote(text="At nine,", start=start, end=start + 8, speaker="Bo", **RULE)
    newsroom.take_in(make("marked", "Ferries sail", "", paragraphs=MARKED, quotes=(quote,)))
    page = newsroom.open("/?story=ena:marked")
    shown = page.locator("#story .text")
    expect(shown.get_by_role("heading", name="What changes", level=3)).to_be_visible()
    expect(shown.locator("p", has_text="We sail & rest").locator("strong")).to_have_text("sail")
    expect(shown.get_by_role("link", name="plan")).to_have_attribute("href", "https://example.com/p?a=1&b=2")
    expect(shown.locator("li .quoted")).to_have_text("At nine,")
    expect(shown.locator("table td").nth(1)).to_have_text("300")
    expect(shown.locator("pre")).to_have_text("a  b\nc  d")
    expect(shown).to_contain_text("The agency's words.")
    expect(shown).not_to_contain_text("Other")
    assert shown.locator("p", has_text="A click").locator("a[href], [onclick]").count() == 0
    page.evaluate(axe)
    found = page.evaluate("axe.run('#story')")["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == []
