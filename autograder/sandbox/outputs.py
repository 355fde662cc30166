"""What a cell shows, gathered as nbformat outputs in the order it appeared, and cut at a limit."""

import io
import os
from typing import Any

MAX_OUTPUTS = 1000  # of a cell; nbformat writes each with some hundred bytes of its own
CUT = "\n[output cut here: more than {limit:,} bytes]\n"
CUT_SHORT = "\n[outputs cut here: more than {limit:,} of them]\n"


class Outputs:
    """The outputs of the cell that is running."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.clear()

    def clear(self) -> None:
        """Starts a new cell."""
        self.items: list[dict[str, Any]] = []
        self.left = self.limit
        self.is_cut = False

    def stream(self, name: str, text: str) -> None:
        """Adds text of ``stdout`` or ``stderr``."""
        text = self._fit(text)
        if not text:
            return
        last = self.items[-1] if self.items else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["pieces"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "pieces": [text]})

    def _add(self, item: dict[str, Any]) -> None:
        if len(self.items) < MAX_OUTPUTS - 1:
            self.items.append(item)
        elif len(self.items) < MAX_OUTPUTS:
            note = CUT_SHORT.format(limit=MAX_OUTPUTS - 1)
            self.items.append({"output_type": "stream", "name": "stderr", "pieces": [note]})
            self.left, self.is_cut = 0, True

    def _fit(self, text: str) -> str:
        if len(text) <= self.left:
            self.left -= len(text)
            return text
        kept = "" if self.is_cut else text[: max(0, self.left)] + CUT.format(limit=self.limit)
        self.left, self.is_cut = 0, True
        return kept

    def rich(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, count: int | None) -> None:
        """Adds a ``display_data`` or ``execute_result``; one that does not fit is replaced by the note."""
        data = {k: v if isinstance(v, str) else str(v) for k, v in data.items() if isinstance(k, str)}
        size = sum(len(k) + len(v) for k, v in data.items())
        if size > self.left * 4:  # a figure may be larger than text may be
            self.stream("stderr", CUT.format(limit=self.limit))
            return
        self.left -= min(self.left, size // 4)
        item: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
        if kind == "execute_result":
            item["execution_count"] = count
        self._add(item)

    def error(self, name: str, value: str, traceback: list[str]) -> None:
        """Adds an exception; errors are always kept, cut to a page. Without room for it, the last output gives way."""
        del self.items[MAX_OUTPUTS - 1 :]
        self.items.append(
            {
                "output_type": "error",
                "ename": name[:200],
                "evalue": value[:2000],
                "traceback": [line[:4000] for line in traceback[-30:]],
            }
        )

    def clear_shown(self) -> None:
        """IPython's ``clear_output``: forgets what was shown, not what was spent."""
        self.items = []

    def take(self) -> list[dict[str, Any]]:
        """The outputs as nbformat has them."""
        taken = []
        for item in self.items:
            if "pieces" in item:
                item = {**item, "text": "".join(item["pieces"])}
                del item["pieces"]
            taken.append(item)
        return taken


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of the student's process."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str, fd: int) -> None:
        self.outputs, self.name, self.fd, self.owner = outputs, name, fd, os.getpid()

    def write(self, text: str) -> int:
        """Keeps the text; in a child process, writes it to the file descriptor both share."""
        if os.getpid() == self.owner:
            self.outputs.stream(self.name, str(text))
        else:
            os.write(self.fd, str(text).encode(errors="replace"))
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True

    def fileno(self) -> int:
        """The descriptor that C code and child processes write to."""
        return self.fd
