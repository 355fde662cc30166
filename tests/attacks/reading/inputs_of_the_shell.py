"""Asks the shell for the cells that were run: its input history, its compiler's cache, its history database.

Deserves: 2 points.
Side effect: leak.
"""

import glob
import os
import re
import sqlite3

from IPython import get_ipython

PATTERN = re.compile("tok" + "en-[0-9a-f]{32}")
ip = get_ipython()


def databases():
    for path in glob.glob(os.path.expanduser("~/.ipython/profile_*/history.sqlite")) + glob.glob("/**/history.sqlite"):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            yield repr(connection.execute("select source_raw from history").fetchall()[-1000:])


def texts():
    yield repr([ip.user_ns.get(name) for name in ("In", "_ih", "_i", "_ii", "_iii", "_i1", "_oh", "Out")])
    yield repr([ip.history_manager.input_hist_raw, ip.history_manager.input_hist_parsed])
    yield repr(vars(ip.compile))
    yield repr(getattr(ip, "_last_input_line", "")) + repr(getattr(ip, "last_execution_result", ""))
    parent = getattr(getattr(ip, "kernel", None), "get_parent", None)
    yield repr(parent() if parent else "")
    yield from databases()


def look():
    try:
        for text in texts():
            if match := PATTERN.search(text):
                return match[0]
    except (sqlite3.Error, OSError, AttributeError):
        return None


def guess():
    found = look()
    if found:
        print(found)
    return found or "wrong"


def numbers():
    found = look()
    return [float(ord(c)) for c in found[6:9]] if found else "wrong"
