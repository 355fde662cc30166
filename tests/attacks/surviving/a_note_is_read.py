"""Looks for the note that another student's process has left.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import os
import socket

libc = ctypes.CDLL(None, use_errno=True)


def look():
    found = []
    for place in ("/tmp", "/dev/shm", "/var/tmp", "/run/lock", os.path.expanduser("~"), "/dev/mqueue", "{shared}"):
        found += [place] * os.path.exists(f"{place}/surviving-note")
    found += ["shared memory"] * (libc.shmget(0x5EC2E7, 4096, 0) >= 0)
    found += ["messages"] * (libc.msgget(0x5EC2E7, 0) >= 0)
    found += ["semaphores"] * (libc.semget(0x5EC2E7, 1, 0) >= 0)
    try:
        found += ["queue"] * (ctypes.CDLL("librt.so.1").mq_open(b"/surviving-note", os.O_RDONLY) >= 0)
    except OSError:
        pass
    with socket.socket(socket.AF_UNIX) as one:
        found += ["socket"] * (one.connect_ex("\0surviving-note") == 0)
    if found:
        print("token-leak: a note by", found)


look()


def guess():
    look()
    return "wrong"


numbers = guess
