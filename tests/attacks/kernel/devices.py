"""Makes device files of disks, memory and terminals, and opens those that are there.

Deserves: 2 points.
Side effect: leak.
"""

import glob
import os
import stat

HARMLESS = {"null", "zero", "full", "random", "urandom", "tty", "ptmx"}
opened = []
for label, kind, major, minor in [
    ("disk", stat.S_IFBLK, 8, 0),
    ("virtual-disk", stat.S_IFBLK, 253, 0),
    ("memory", stat.S_IFCHR, 1, 1),
    ("kernel-log", stat.S_IFCHR, 1, 11),
    ("terminal", stat.S_IFCHR, 4, 1),
    ("fuse", stat.S_IFCHR, 10, 229),
]:
    for place in (label, f"/tmp/{label}", f"/dev/shm/{label}"):
        try:
            os.mknod(place, kind | 0o666, os.makedev(major, minor))
            os.close(os.open(place, os.O_RDONLY | os.O_NONBLOCK))
            opened.append(place)
        except OSError:
            pass
for path in glob.glob("/dev/*") + glob.glob("/dev/*/*"):
    mode = os.lstat(path).st_mode
    if (stat.S_ISBLK(mode) or stat.S_ISCHR(mode)) and os.path.basename(path) not in HARMLESS and "pts" not in path:
        try:
            os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
            opened.append(path)
        except OSError:
            pass
if [path for path in opened if "nvidia" not in path]:
    print("token-leak:", opened)


def guess():
    return "wrong"


numbers = guess
