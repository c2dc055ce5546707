"""Searching, filtering and moving about, by pointer and by keyboard alone."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from newswire.story import Dateline, Status
from tests.page.conftest import Newsroom
from tests.page.samples import START, make


def headlines(page: Page) -> list[str]:
    return page.locator("#list h2").all_text_contents()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#understood .understood")).to_contain_text(words.split()[0])


def test_a_search_says_how_it_was_understood_and_marks_the_words(newsroom: Newsroom) -> None:
    page = newsroom.open()
    search(page, "harbour storm")
    assert headlines(page)[0] == "Harbour reopens after storm"
    expect(page.locator("#understood .warning")).to_have_text(
        "only one story has all the words; stories with some of them follow"
    )
    expect(page.locator("#list li.result").nth(1)).to_contain_text("some words")
    assert set(page.locator("#list mark").all_text_contents()) >= {"Harbour", "storm"}
    assert query(page) == {"q": ["harbour storm"]}


def test_a_result_says_who_when_where_and_how_urgent(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour")
    meta = page.locator("#list .meta").first
    for told in ("ena", "ago", "Urgency 2", "Hamburg", "English"):
        expect(meta).to_contain_text(told)
    expect(meta.locator("time")).to_have_attribute("title", re.compile(r"Sunday.? 1 March 2026 at 10:00"))


def test_filters_are_counted_chosen_together_and_taken_out(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.get_by_label(re.compile("^Germany")).check()
    expect(page.locator("#list h2")).to_have_count(1)
    page.get_by_label(re.compile("^France")).check()
    expect(page.locator("#list h2")).to_have_count(2)
    assert query(page) == {"country": ["DE", "FR"]}
    page.get_by_label("Country Germany: take this filter out").click()
    expect(page.locator("#list h2")).to_have_text(["Railway workers end strike"])


def test_a_chip_filters(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour")
    page.locator("#list").get_by_role("link", name="Ada Sommer").click()
    expect(page.locator("#understood .chip")).to_contain_text("Person: Ada Sommer")
    assert query(page) == {"q": ["harbour"], "person": ["Ada Sommer"]}


def test_back_and_forward_show_what_was_there(newsroom: Newsroom) -> None:
    page = newsroom.open()
    search(page, "harbour")
    search_box = page.locator("#q")
    search(page, "railway")
    page.go_back()
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])
    expect(search_box).to_have_value("harbour")
    page.go_forward()
    expect(page.locator("#list h2")).to_have_text(["Railway workers end strike"])


def test_a_bookmark_shows_the_same(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=storm&supplier=nordwire&sort=oldest")
    assert headlines(page) == ["Railway workers end strike"]
    expect(page.get_by_label(re.compile("^nordwire"))).to_be_checked()
    expect(page.locator("#sort")).to_have_value("oldest")


def test_the_keyboard_alone_finds_opens_and_closes(newsroom: Newsroom) -> None:
    page = newsroom.open()
    search(page, "storm")
    page.locator("#results").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("#list h2 a").first
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#story h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()


def test_keys_typed_into_a_field_are_letters(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.locator("#q").focus()
    page.keyboard.type("j/k?")
    expect(page.locator("#q")).to_have_value("j/k?")
    expect(page.locator("#help")).to_be_hidden()


def test_single_keys_can_be_turned_off(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator("#results").focus()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_hidden()


def test_help_tells_what_can_be_typed_and_an_example_searches(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.keyboard.press("?")
    page.locator("#help").get_by_role("link", name="headline:storm").click()
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])


def test_more_stories_come_by_the_cursor_without_moving_the_first(newsroom: Newsroom) -> None:
    page = newsroom.open()
    expect(page.locator("#list li.result")).to_have_count(20)
    before = headlines(page)
    page.get_by_role("button", name="More stories").click()
    expect(page.locator("#list li.result")).to_have_count(29)
    assert headlines(page)[:20] == before
    expect(page.locator("#list h2 a").nth(20)).to_be_focused()
    expect(page.locator("#more")).to_be_hidden()


def test_the_histogram_is_brushed(newsroom: Newsroom) -> None:
    page = newsroom.open()
    box = page.locator("#histogram svg").bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, y)
    page.mouse.up()
    expect(page.locator("#understood .chip")).to_have_count(2)
    assert query(page).keys() == {"from", "to"}
    assert 0 < page.locator("#list li.result").count() < 20


def test_dates_can_be_typed_instead(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=council")
    page.locator("#to").fill("2026-02-10")
    expect(page.locator("#understood")).to_contain_text("To: 2026-02-10")
    assert query(page) == {"q": ["council"], "to": ["2026-02-10"]}
    assert headlines(page)[0].startswith("Council")


def test_a_date_is_typed_to_its_end_by_keyboard(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=council")
    before = page.evaluate("history.length")
    page.locator("#to").focus()
    page.keyboard.type("02022026")  # the same whether days or months come first
    expect(page.locator("#understood")).to_contain_text("To: 2026-02-02")
    expect(page.locator("#to")).to_be_focused()
    assert query(page) == {"q": ["council"], "to": ["2026-02-02"]}
    assert page.evaluate("history.length") == before + 1


def test_a_country_is_chosen_on_the_map(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.locator("#map circle[data-country=FR]").click()
    expect(page.locator("#list h2")).to_have_text(["Railway workers end strike"])


def test_suggestions_are_chosen_by_key(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.locator("#q").press_sequentially("somm")
    newsroom.later(200)
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#suggestions [aria-selected=true]")).to_contain_text("Ada Sommer")
    page.keyboard.press("Enter")
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])
    assert query(page) == {"q": ['person:"Ada Sommer"']}


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.locator("#q").press_sequentially("somm")
    newsroom.later(200)
    expect(page.locator("#suggestions")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#suggestions")).to_be_hidden()
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("somm")


def test_a_filter_keeps_its_name_where_nothing_is_found(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.get_by_label(re.compile("^waterway and maritime transport")).check()
    expect(page.locator("#understood")).to_contain_text("Topic: waterway and maritime transport")
    page.locator("#q").fill("xyzzyplugh")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("No stories found")
    expect(page.locator("#understood")).to_contain_text("Topic: waterway and maritime transport")
    expect(page.get_by_label(re.compile("^waterway and maritime transport"))).to_be_checked()


def test_the_bars_say_from_when_to_when_they_are(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=council&from=2026-02-05&to=2026-02-10")
    expect(page.locator("#histogram .ends span")).to_have_text(["5 Feb 2026", "10 Feb 2026"])


def test_nothing_found_says_what_to_try(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour&country=FR")
    expect(page.locator("#state")).to_contain_text("No stories found")
    page.get_by_role("link", name="without the filter Country").click()
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])


def test_an_error_says_what_happened_and_tries_again(newsroom: Newsroom) -> None:
    down = {"status": 503, "json": {"detail": "The service cannot answer now. Try again in a few seconds."}}

    def refuse(route: Route) -> None:
        route.fulfill(**down)  # type: ignore[arg-type]

    newsroom.page.route("**/v1/stories?*", refuse)
    page = newsroom.open()
    expect(page.get_by_role("alert")).to_contain_text("Try again in a few seconds")
    page.unroute("**/v1/stories?*", refuse)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#list li.result")).to_have_count(20)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_wrong_address_is_explained(newsroom: Newsroom) -> None:
    page = newsroom.open("/?near=nowhere")
    expect(page.get_by_role("alert")).to_contain_text("'near' is a latitude")


def test_offline_keeps_what_is_there_and_says_so(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#list li.result")).to_have_count(20)
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_what_failed_without_a_connection_is_there_when_it_is_back(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour")
    page.context.set_offline(True)
    page.locator("#list h2 a").first.click()
    expect(page.locator("#story").get_by_role("alert")).to_contain_text("No connection")
    page.keyboard.press("Escape")
    page.locator("#q").fill("strike")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("No connection")
    expect(page.locator("#understood")).to_be_empty()
    page.go_back()
    page.go_back()
    expect(page.locator("#story").get_by_role("alert")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.locator("#story .text")).to_contain_text("400 ships")
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])
    expect(page).to_have_title("Harbour reopens after storm – Newswire")


def test_a_server_that_answers_no_more_is_told_and_asked_again(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour")
    page.wait_for_load_state("networkidle")
    top = page.locator("#list li.result").first.bounding_box()
    page.route(re.compile("/v1/"), lambda route: route.abort())
    newsroom.later()
    expect(page.locator("#offline")).to_contain_text("may be old")
    assert page.locator("#list li.result").first.bounding_box() == top
    page.locator("#q").fill("strike")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("tries again by itself")
    page.unroute_all()
    newsroom.later()
    expect(page.locator("#offline")).to_be_hidden()
    expect(page.locator("#list h2")).to_have_text(["Railway workers end strike"])


@pytest.mark.parametrize("answer", ["<html>", "", "null", "[]", "{}", '{"paragraphs": 5, "id": null}'])
def test_an_answer_that_is_none_is_an_error_with_a_retry(newsroom: Newsroom, answer: str) -> None:
    newsroom.page.route(
        re.compile("/v1/stories"), lambda route: route.fulfill(body=answer, content_type="application/json")
    )
    page = newsroom.open("/?q=harbour&story=ena:harbour")
    for part in ("#state", "#story"):
        expect(page.locator(part).get_by_role("alert")).to_contain_text("The server's answer")
    page.unroute_all()
    page.locator("#state").get_by_role("button", name="Try again").click()
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])
    page.locator("#story").get_by_role("button", name="Try again").click()
    expect(page.locator("#story .text")).to_contain_text("400 ships")


def test_the_feeds_are_those_of_the_query_and_the_export_is_a_file(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=harbour")
    expect(page.get_by_role("link", name="Atom")).to_have_attribute("href", re.compile(r"/v1/feed\.atom\?q=harbour"))
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert "Harbour reopens after storm" in download.value.path().read_text()


def test_new_stories_are_announced_and_move_nothing(newsroom: Newsroom) -> None:
    page = newsroom.open("/?sort=newest")
    expect(page.locator("#list li.result")).to_have_count(20)
    before = headlines(page)
    place = page.locator("#list li.result").nth(3).bounding_box()
    page.wait_for_load_state("networkidle")
    newsroom.take_in(make("late", "Bridge opens", "The bridge opened."))
    newsroom.take_in(make("later", "Bridge closes", "The bridge closed.", version_created=newsroom.server.app.now()))
    newsroom.later()
    expect(page.locator("#news")).to_contain_text("new stor")
    assert headlines(page) == before
    assert page.locator("#list li.result").nth(3).bounding_box() == place
    page.locator("#results").focus()
    page.keyboard.press("n")
    expect(page.locator("#list h2").first).to_have_text("Bridge closes")
    expect(page.locator("#news")).to_be_empty()


def test_density_is_kept(newsroom: Newsroom) -> None:
    page = newsroom.open()
    page.locator("#density").select_option("headlines")
    expect(page.locator("#list .passage").first).to_be_hidden()
    newsroom.open()
    expect(page.locator("#density")).to_have_value("headlines")


def test_a_misspelt_word_leads_to_what_was_meant(newsroom: Newsroom) -> None:
    page = newsroom.open("/?q=concil")
    page.locator(".meant").get_by_role("link", name="council").click()
    expect(page.locator("#list h2").first).to_contain_text("Council meets")
    expect(page.locator(".meant")).to_have_count(0)
    assert query(page) == {"q": ["council"]}


def test_a_hit_says_where_it_was_filed(newsroom: Newsroom) -> None:
    newsroom.take_in(make("filed", "Ferry sails", "It sailed.", dateline=Dateline(text="KIEL (ENA)", city="Kiel")))
    page = newsroom.open("/?q=ferry")
    expect(page.locator("#list .meta .dateline")).to_have_text("Kiel")


def test_stories_around_a_point_of_the_map(newsroom: Newsroom) -> None:
    page = newsroom.open()
    box = page.locator("#map svg").bounding_box()
    assert box
    lon, lat = 12, 56  # within 500 km of Hamburg
    across, down = (lon + 180) / 360, (84 - lat) / 142
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])
    expect(page.locator("#understood .chip")).to_contain_text("within 500 km")
    expect(page.locator("#map .around")).to_have_count(1)
    page.locator(".radii").get_by_role("link", name="25 km").click()
    expect(page.locator("#state")).to_contain_text("No stories found")
    page.locator("#understood .chip").click()
    expect(page.locator("#list li.result")).to_have_count(20)


def test_stories_near_a_place_of_a_story(newsroom: Newsroom) -> None:
    page = newsroom.open("/?story=ena:harbour")
    page.get_by_role("link", name="Near Hamburg").click()
    expect(page.locator("#list h2")).to_have_text(["Harbour reopens after storm"])
    assert query(page) == {"near": ["53.550,9.990,100"]}


def test_while_nothing_happens_nothing_is_searched_for(newsroom: Newsroom) -> None:
    page = newsroom.open("/?sort=newest")
    page.wait_for_load_state("networkidle")
    with page.expect_response("**/v1/stories?*"):  # what was told just before the page came
        newsroom.later()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(newsroom.server.url).partition("?")[0]))
    with page.expect_response("**/v1/changes?*"):
        newsroom.later()
    with page.expect_response("**/v1/changes?*"):
        newsroom.later()
    assert set(asked) == {"/v1/changes"}
    newsroom.take_in(make("late", "Bridge opens", "The bridge opened.", version_created=newsroom.server.app.now()))
    newsroom.later()
    expect(page.locator("#news")).to_contain_text("1 new story")


def test_a_kill_below_what_is_in_sight_takes_the_words_away(newsroom: Newsroom) -> None:
    page = newsroom.open("/?sort=newest")
    row = page.locator("#list li.result").last
    story_id = row.get_attribute("data-story")
    assert story_id
    page.wait_for_load_state("networkidle")
    killed = make(story_id.removeprefix("ena:"), "Gone", "", version=2, status=Status.KILLED, version_created=START)
    newsroom.take_in(killed)
    newsroom.later()
    expect(row).to_contain_text("Do not use it")
    expect(row).not_to_contain_text("Council")
