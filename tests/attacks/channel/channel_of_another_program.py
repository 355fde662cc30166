"""Starts programs that inherit all it has open, and lets them write into the channel while it is silent.

Deserves: 2 points.
Side effect: leak.
"""

import os
import subprocess
import sys

WRITE = """
import os, stat
for fd in range(3, 100):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            print("token-leak: a socket is open here")
            os.write(fd, b"\\x10" + bytes(7) + b"junk in a message")
    except OSError:
        pass
"""
shown = subprocess.run([sys.executable, "-c", WRITE], close_fds=False, capture_output=True, text=True).stdout
print(shown)


def guess():
    os.system(f"{sys.executable} -c 'import os; os.write(3, bytes(16)); os.write(4, bytes(16))' 2>/dev/null")
    return "wrong"


def numbers():
    return "wrong"
