"""What a supplier sends is text; the page is reachable for everybody, fast and small."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from newswire.story import Dateline, Organisation, Paragraph, ParagraphKind, Person, Place, Quote, Subject, Topic
from search import static
from tests.page.conftest import Newsroom
from tests.page.samples import ATTACK, RULE, make
from tests.page.server import SearchServer

MOST_BYTES = 150_000
MOST_SECONDS = 1.0
LOOKS = {
    "list": "/?q=harbour",
    "story": "/?q=harbour&story=ena:harbour",
    "diff": "/?q=harbour&story=ena:harbour&compare=1-2",
    "empty": "/?q=xyzzyplugh",
    "operations": "/?view=operations",
}


def hostile() -> Any:
    """A story with an attack in every field that takes a text."""
    tag = {**RULE, "evidence": ATTACK}
    return make(
        f"guid{ATTACK}",
        f"harmful {ATTACK}",
        "",
        feed="wire",
        publisher=ATTACK,
        url="javascript:alert(4)",
        ed_note=ATTACK,
        correction=ATTACK,
        subheadline=ATTACK,
        slug=ATTACK,
        byline=ATTACK,
        dateline=Dateline(text=ATTACK, city=ATTACK, country=ATTACK),
        paragraphs=(
            Paragraph(text=f"harmful {ATTACK}", html="<img src=x onerror=alert(5)>"),
            Paragraph(kind=ParagraphKind.TEASER, text=ATTACK, why=ATTACK),
        ),
        language="x-<b>",
        copyright=ATTACK,
        usage_terms=ATTACK,
        credit=ATTACK,
        subjects=(Subject(code=ATTACK, scheme=ATTACK, name=ATTACK),),
        topics=(Topic(code=ATTACK, name=ATTACK, **tag),),
        people=(Person(name=ATTACK, **tag),),
        organisations=(Organisation(name=ATTACK, **tag),),
        places=(Place(name=ATTACK, lat=1, lon=1, country="DE", **tag),),
        quotes=(Quote(text=ATTACK, start=0, end=9, speaker=ATTACK, **tag),),
        keywords=(ATTACK,),
        genre=ATTACK,
        warnings=(ATTACK,),
        extra={ATTACK: ATTACK},
    )


def harmed(page: Page) -> int:
    return page.locator("main :is(img, script, iframe, b), main [onerror], main a[href^='javascript:']").count()


def test_an_attack_in_every_field_is_shown_as_text(newsroom: Newsroom) -> None:
    story = hostile()
    newsroom.take_in(story, story.model_copy(update={"version": 2, "byline": f"other {ATTACK}"}))
    page = newsroom.open("/?q=harmful")
    expect(page.locator("#list h2")).to_contain_text("<script>alert(2)</script>")
    expect(page.locator("#list h2 mark").first).to_have_text("harmful")
    assert harmed(page) == 0
    page.locator("#list h2 a").click()
    expect(page.locator("#story .text")).to_contain_text("<img src=x onerror=alert(1)>")
    page.locator("#story details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.get_by_role("button", name="Compare the two").click()
    expect(page.locator(".fields")).to_contain_text("<script>")
    newsroom.later()
    assert harmed(page) == 0


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("javascript:alert(1)", False),
        ("\tjava\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("vbscript:x", False),
        ("http://[", False),
        ("/?q=storm", True),
        ("https://example.com/a", True),
    ],
)
def test_a_link_leads_to_a_page_or_nowhere(newsroom: Newsroom, address: str, kept: bool) -> None:
    page = newsroom.open()
    module = f"/page/{static.site().version}/dom.js"
    script = "([module, address]) => import(module).then(dom => dom.el('a', { href: address }).hasAttribute('href'))"
    assert page.evaluate(script, [module, address]) is kept


def test_an_attack_in_the_address_is_text(newsroom: Newsroom) -> None:
    page = newsroom.page
    page.goto(f"{newsroom.server.url}/?q={ATTACK}&person={ATTACK}&from={ATTACK}&story={ATTACK}&compare={ATTACK}")
    expect(page.locator("#story").get_by_role("alert")).to_be_visible()
    assert harmed(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(newsroom: Newsroom, axe: str, look: str, scheme: Any) -> None:
    page = newsroom.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    newsroom.open(LOOKS[look])
    if look in ("story", "diff"):
        expect(page.locator(".timeline")).to_contain_text("2 versions")
    page.wait_for_load_state("networkidle")
    page.evaluate(axe)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", tags)
    assert [
        (each["id"], [(node["target"], node["failureSummary"]) for node in each["nodes"]])
        for each in found["violations"]
    ] == []


def test_axe_finds_nothing_in_the_help(newsroom: Newsroom, axe: str) -> None:
    page = newsroom.open()
    page.keyboard.press("?")
    expect(page.locator("#help table")).to_be_visible()
    page.evaluate(axe)
    assert [each["id"] for each in page.evaluate("axe.run('#help')")["violations"]] == []


def test_dark_is_dark(newsroom: Newsroom) -> None:
    newsroom.page.emulate_media(color_scheme="dark")
    page = newsroom.open()
    red, green, blue = map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor")))
    assert max(red, green, blue) < 60


@pytest.mark.parametrize("address", ["/?q=harbour", "/?q=harbour&story=ena:harbour&compare=1-2", "/?view=operations"])
def test_a_phone_needs_no_scrolling_sideways(newsroom: Newsroom, address: str) -> None:
    newsroom.page.set_viewport_size({"width": 320, "height": 640})
    page = newsroom.open(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 1400])
def test_reasons_of_tags_and_long_words_need_no_scrolling_sideways(newsroom: Newsroom, width: int) -> None:
    people = tuple(Person(name=f"Person {n} {'x' * 7 * n}", **RULE) for n in range(40))
    long = "x" * 3000
    newsroom.take_in(make("long", f"Long {long}", long, byline=long, ed_note=long, people=people, supplier="long"))
    newsroom.page.set_viewport_size({"width": width, "height": 640})
    page = newsroom.open("/?q=supplier:long&story=long:long")
    expect(page.locator("#story .tags")).to_be_attached()
    for box in ("html", "#reader", "#results"):
        assert page.locator(box).evaluate("box => box.scrollWidth - box.clientWidth") <= 0, box


def test_filters_fold_away_on_a_phone(newsroom: Newsroom) -> None:
    newsroom.page.set_viewport_size({"width": 360, "height": 640})
    page = newsroom.open()
    expect(page.locator("#facets")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.get_by_label(re.compile("^Germany"))).to_be_visible()


@pytest.mark.parametrize(
    "screen", [{"width": 1400, "height": 900}, {"width": 360, "height": 740}], ids=["desk", "phone"]
)
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_shifts_while_the_page_loads(newsroom: Newsroom, look: str, screen: Any) -> None:
    newsroom.page.set_viewport_size(screen)
    newsroom.page.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => list.getEntries().forEach(entry => entry.hadRecentInput ||"
        " window.shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.id || node?.className)])))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page = newsroom.open(LOOKS[look])
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate("window.shifts")
    assert sum(shift[0] for shift in shifts) < 0.01, shifts


def test_the_page_is_small(server: SearchServer) -> None:
    site = static.site()
    assert sum(len(text.encode()) for name, text in site.files.items() if name != "map.json") < MOST_BYTES
    assert len(site.files["map.json"].encode()) < 50_000


def test_the_page_is_sent_with_a_strict_policy_and_kept_by_its_version(server: SearchServer) -> None:
    with httpx.Client(base_url=server.url) as client:
        page = client.get("/")
        assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-cache"
        assert client.get("/", headers={"if-none-match": page.headers["etag"]}).status_code == 304
        for address in re.findall(r'(?:href|src)="(/page/[^"]+)"', page.text):
            file = client.get(address)
            assert file.status_code == 200
            assert file.headers["cache-control"].endswith("immutable")
        earlier = client.get("/page/earlier/main.js")
        assert (earlier.status_code, earlier.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "name", ["../handler.py", "..%2fhandler.py", "%2e%2e%2fhandler.py", "handler.py", "index.html", "nothing.js", ""]
)
def test_no_other_file_is_given(server: SearchServer, name: str) -> None:
    with httpx.Client(base_url=server.url) as client:
        answer = client.get(f"/page/{static.site().version}/{name}")
    assert answer.status_code == 404
    assert json.loads(answer.text)["status"] == 404


def test_the_first_story_is_painted_within_a_second(newsroom: Newsroom, browser: Browser) -> None:
    newsroom.open()  # the engine and the process are warm from here on
    context = browser.new_context()  # the other one's clock is not the real one
    context.add_init_script(
        "new MutationObserver((_, observer) => { if (document.querySelector('#list h2')) { observer.disconnect();"
        " requestAnimationFrame(() => window.painted = performance.now()); } })"
        ".observe(document, { childList: true, subtree: true });"
    )
    took = []
    for _ in range(3):
        page = context.new_page()
        page.goto(newsroom.server.url)
        page.locator("#list h2").first.wait_for()
        page.wait_for_load_state("networkidle")
        took.append(page.evaluate("window.painted"))
        page.close()
    context.close()
    assert min(took) < MOST_SECONDS * 1000
