"""Modules that a course has beside its configuration."""

import os
import sys
from pathlib import Path

# The folder of the course that was read last, where it is on sys.path for that, and what was imported before.
_importable: dict[str, set[str]] = {}


def make_importable(root: Path) -> None:
    """Lets a configuration import modules beside it, as nbgrader does; last on sys.path, so that none hides ours.

    A process that reads one course after another gets each one's own: many a course has a ``late_policy.py``.

    Args:
        root: absolute, the folder of the configuration.
    """
    if str(root) in sys.path:
        return
    for other, before in _importable.items():
        if other in sys.path:
            sys.path.remove(other)
        _forget_modules(Path(other), before)
    _importable.clear()
    _importable[str(root)] = _modules()
    sys.path.append(str(root))


def _forget_modules(folder: Path, kept: set[str]) -> None:
    """Has modules and packages of a folder be imported anew when they are next needed, but for those `kept`."""
    for name in _modules() - kept:
        file = Path(getattr(sys.modules[name], "__file__", None) or os.devnull)
        if file.parent in (folder, folder / name):
            for part in [n for n in sys.modules if n == name or n.startswith(f"{name}.")]:
                del sys.modules[part]


def _modules() -> set[str]:
    """Names of all imported modules and packages that are no part of another."""
    return {name for name in sys.modules if "." not in name}
