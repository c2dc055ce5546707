"""Take the README's pictures of the page, of a running stack with the sample stories.

    python -m infra.page_screenshots [http://127.0.0.1:8000]

Needs Debian's Chromium (apt-get install chromium); writes infra/screenshots/*.png.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).with_name("screenshots")
DEFAULT_URL = "http://127.0.0.1:8000"
_DESK, _PHONE = (1280, 800), (390, 844)
_CORRECTED = "ena:urn:newsml:example.com:20210329:ever-given"


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the address, what it waits for, a key that is pressed then, and the screen."""

    name: str
    address: str
    awaited: str
    key: str = ""
    screen: tuple[int, int] = _DESK
    dark: bool = False


PICTURES = (
    Picture("list", "/", "#map svg"),
    Picture("search", "/?q=moon+OR+comet&sort=newest", "#list mark"),
    Picture("story", f"/?q=canal&story={_CORRECTED}", "#story .versions"),
    Picture("diff", f"/?q=canal&story={_CORRECTED}&compare=1-2", "#story .diff"),
    Picture("operations", "/?view=operations", "#operations table"),
    Picture("help-dark", "/?q=euro", "#list mark", key="?", dark=True),
    Picture("phone-dark", "/?q=euro", "#list mark", screen=_PHONE, dark=True),
)


def main(url: str) -> None:
    """Take all pictures of the stack at `url`."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is not installed: apt-get install chromium")
    FOLDER.mkdir(exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for picture in PICTURES:
                _take(browser, url, picture)
            browser.close()
    except Error as error:
        sys.exit(f"{url}: {error.message.splitlines()[0]} (is the stack up? make up)")


def _take(browser: Browser, url: str, picture: Picture) -> None:
    width, height = picture.screen
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
        locale="en-GB",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{url}{picture.address}")
    page.locator(picture.awaited).first.wait_for()
    page.wait_for_load_state("networkidle")
    if picture.key:
        page.locator("#results").focus()
        page.keyboard.press(picture.key)
        page.locator("#help table").wait_for()
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else DEFAULT_URL)
