"""The page in Debian's Chromium, on the search function and the real engine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, sync_playwright

from newswire.app import App
from newswire.changes import change_of
from newswire.outcome import Outcome
from newswire.story import Story
from tests.conftest import FrozenApp
from tests.page.samples import STORIES
from tests.page.server import SearchServer, serve

WAIT_MS = 20_000
"""How long a step may take before a test fails: a busy machine must not fail it."""


class Newsroom:
    """A server with stories, and a page of it."""

    def __init__(self, server: SearchServer, page: Page) -> None:
        self.server = server
        self.page = page

    def open(self, address: str = "/") -> Page:
        """Go to an address of the page, and wait for its stories."""
        self.page.goto(f"{self.server.url}{address}")
        self.page.locator("#results[aria-busy=false]").or_(self.page.locator("#operations h2")).first.wait_for(
            state="attached"
        )
        return self.page

    def take_in(self, *stories: Story) -> None:
        """Have the engine take stories, as ingest does, so that the next search finds them."""
        app = self.server.app
        for story in stories:
            tail = app.changes.tail()
            [write] = app.index.write([story])
            if write.outcome is Outcome.ACCEPTED:
                app.changes.append([change_of(story, app.now(), first=write.first)], tail, app.now())
        app.engine.refresh(app.index.stories)
        app.engine.refresh(app.index.versions)

    def later(self, milliseconds: int = 11_000) -> None:
        """Let the page's clock go on, so that it looks for news."""
        self.page.clock.run_for(milliseconds)


@cache
def chromium() -> str | None:
    """Where Debian's Chromium is, None where it is not installed."""
    return shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def server(app: FrozenApp) -> Iterator[SearchServer]:
    """The functions' own wiring with the real clock, as the browser's is."""
    with serve(App(app.settings)) as server:
        yield server
        server.app.engine.client.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        locale="en-GB", timezone_id="Europe/Berlin", viewport={"width": 1400, "height": 900}, service_workers="block"
    )
    context.set_default_timeout(WAIT_MS)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def newsroom(server: SearchServer, context: BrowserContext) -> Iterator[Newsroom]:
    """A page that has broken nothing at its end: no error, no violation of its policy, no request elsewhere."""
    page = context.new_page()
    wrong: list[str] = []

    def opened(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def said(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrong.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((server.url, "blob:")):
            wrong.append(request.url)

    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("dialog", opened)
    page.on("console", said)
    page.on("request", asked)
    page.clock.install()
    newsroom = Newsroom(server, page)
    newsroom.take_in(*STORIES)
    yield newsroom
    assert wrong == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        pytest.skip("axe-core is not installed: pip install axe-playwright-python")
    return Path(package.origin).with_name("axe.min.js").read_text()
