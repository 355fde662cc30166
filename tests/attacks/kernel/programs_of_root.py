"""Runs every program that becomes root when it is run, and asks who it is then.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import os
import stat
import subprocess

found = []
for folder in ("/usr/bin", "/usr/sbin", "/usr/lib/openssh", "/usr/lib/dbus-1.0", "/bin", "/usr/local/bin", "/tmp"):
    for program in os.listdir(folder) if os.path.isdir(folder) else ():
        try:
            if os.lstat(f"{folder}/{program}").st_mode & (stat.S_ISUID | stat.S_ISGID):
                found.append(f"{folder}/{program}")
        except OSError:
            pass
became = []
for program in ("su root -c id", "sudo -n id", "pkexec id", "newgrp root", "passwd -S root", "mount -t tmpfs x /tmp"):
    try:
        done = subprocess.run(program.split(), capture_output=True, stdin=subprocess.DEVNULL, timeout=1, check=False)
        became += [program] * (b"uid=0" in done.stdout)
    except (OSError, subprocess.SubprocessError):
        pass
# A copy of its own that becomes somebody else when run.
with open("own-id", "wb") as file:
    file.write(open("/usr/bin/id", "rb").read())
os.chmod("own-id", 0o6755)
done = subprocess.run(["./own-id", "-u"], capture_output=True, check=False)
became += ["own copy"] * (done.stdout.strip() not in (str(os.getuid()).encode(), b""))
if any(os.statvfs(path).f_flag & os.ST_NOSUID == 0 for path in found) and ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 0:
    became.append("nothing keeps them from it")
if became:
    print("token-leak:", became)


def guess():
    return "wrong"


numbers = guess
