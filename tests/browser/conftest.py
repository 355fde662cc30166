"""What the journeys share: Chromium, a Jupyter server with nbgrader's extensions, and pictures of what it shows."""

import os
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from jupyter_servers import PATIENCE
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

WIDTH = 1280  # pixels of the window
NO_CHROMIUM = "No Chromium: apt-get install chromium"
ARGUMENTS = [
    "--no-sandbox",  # as root, Chromium does not start with its own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The same with and without a network: nothing but the test's own server is found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser. Where AUTOGRADER_REQUIRE_BROWSER is set, tests that find none fail."""
    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if "AUTOGRADER_REQUIRE_BROWSER" in os.environ else pytest.skip)(NO_CHROMIUM)
    return path


# Not of the session: as long as Playwright runs, no other test of this process could call asyncio.run.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window."""
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, timeout=PATIENCE * 1000)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a browser that was nowhere before."""
    context = browser.new_context(viewport={"width": WIDTH, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


Camera = Callable[[str, int], None]


@pytest.fixture
def take_picture(page: Page) -> Camera:
    """Takes a picture of so many pixels' height for the documentation, if AUTOGRADER_SCREENSHOTS names a folder."""

    def take(name: str, height: int) -> None:
        if folder := os.environ.get("AUTOGRADER_SCREENSHOTS"):
            page.set_viewport_size({"width": WIDTH, "height": height})
            picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
            # Few colours are on such a page: a palette takes a third of the bytes.
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(Path(folder) / name, optimize=True)

    return take
