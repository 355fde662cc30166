"""A real Jupyter server with nbgrader's extensions, for tests that ask it as a browser does, or with one."""

import json
import os
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from conftest import wait_for

PATIENCE = 120  # seconds; on a busy machine of two cores, JupyterLab takes a third of it to start
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

    def get(self, path: str) -> str:
        """What a page holds, asked as a browser would."""
        with urllib.request.urlopen(self.address(path), timeout=PATIENCE) as answer:
            return str(answer.read().decode())

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
