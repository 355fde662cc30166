"""What the journeys share: Chromium, a Jupyter server with nbgrader's extensions, and pictures of what it shows."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from conftest import wait_for
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE = 120  # seconds; on a busy machine of two cores, JupyterLab takes a third of it to start
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
NO_NEWS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)


@dataclass(frozen=True)
class Jupyter:
    """A running server.

    Attributes:
        url: ends with a slash.
        token: whoever has it may do everything.
    """

    url: str
    token: str

    def address(self, path: str) -> str:
        """Where a page is, for a browser that was not here before."""
        return f"{self.url}{path}?token={self.token}"

    def is_up(self) -> bool:
        """Whether it answers."""
        with suppress(OSError), urllib.request.urlopen(self.address("api/status"), timeout=10):
            return True
        return False


@contextmanager
def jupyter_lab(root: Path, home: Path) -> Iterator[Jupyter]:
    """JupyterLab in a folder; it neither reads nor writes the settings of whoever runs the tests.

    Args:
        root: what it shows, and where nbgrader looks for its configuration.
        home: for its settings and its log; outside of `root`.
    """
    (home / "labconfig").mkdir(parents=True)
    (home / "labconfig" / "page_config.json").write_text(json.dumps(NO_NEWS))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    jupyter = Jupyter(f"http://127.0.0.1:{port}/", secrets.token_hex(16))
    options = [
        f"--ServerApp.root_dir={root}",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={jupyter.token}",
    ]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *options],
            cwd=root,
            env=os.environ | dict.fromkeys(FOLDERS, str(home)),
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(jupyter.is_up, PATIENCE)
        yield jupyter
    finally:
        server.terminate()
        server.wait(PATIENCE)


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
