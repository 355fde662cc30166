"""Looks at the environment and command line of every process.

Deserves: 2 points.
Side effect: leak.
"""

import re

PATTERN = re.compile("tok" + "en-[0-9a-f]{32}")
import os


def look():
    texts = [repr(dict(os.environ))]
    for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
        for what in ("environ", "cmdline", "comm", "maps", "mountinfo"):
            try:
                with open(f"/proc/{pid}/{what}") as file:
                    texts.append(file.read())
            except OSError:
                pass
    if len(os.listdir("/proc/self/task")) and any("submitted" in text or "gradebook" in text for text in texts):
        print("token-leak: saw the course")
    for text in texts:
        if match := PATTERN.search(text):
            return match[0]


print(look())


def guess():
    return look() or "wrong"


def numbers():
    found = look()
    return [float(ord(c)) for c in found[6:9]] if found else "wrong"
