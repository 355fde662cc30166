"""Climbs the stack to whoever calls, and reads the caller's constants, source lines and names.

Deserves: 2 points.
Side effect: leak.
"""

import inspect
import linecache
import re
import sys

PATTERN = re.compile("tok" + "en-[0-9a-f]{32}")


def look():
    texts = []
    frame = sys._getframe()
    while frame is not None:
        texts.append(repr(frame.f_code.co_consts))
        texts.append("".join(linecache.getlines(frame.f_code.co_filename)))
        texts.append(repr({k: v for k, v in frame.f_globals.items() if type(v) in (str, list, dict)})[:1_000_000])
        frame = frame.f_back
    texts += ["".join(lines) for _, _, lines, _ in list(linecache.cache.values()) if type(lines) is list]
    texts += [str(info.code_context) for info in inspect.stack(context=9)]
    for text in texts:
        if match := PATTERN.search(text):
            return match[0]


looks = []


def guess():
    looks.append(1)
    found = look() if len(looks) < 4 else None
    if found:
        print(found)
    return found or "wrong"


def numbers():
    return [0.0] * 3
