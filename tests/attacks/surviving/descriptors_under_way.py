"""Keeps files open that nobody can see: descriptors under way in sockets, in a ring, each with a megabyte of memory.

Deserves: 2 points.
Side effect: process.
"""

import os
import socket
import subprocess
import sys

rings = []
for _ in range(20):
    one, other = socket.socketpair()
    memory = os.memfd_create("{name}") if hasattr(os, "memfd_create") else os.open(os.devnull, os.O_RDONLY)
    try:
        os.write(memory, b"x" * (1 << 20))
        socket.send_fds(one, [b"x"], [memory, one.fileno(), other.fileno()])
        socket.send_fds(other, [b"x"], [memory, one.fileno(), other.fileno()])
    except OSError:
        pass
    os.close(memory)
    rings.append((one, other))
subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(30)", "{name}"], close_fds=False)


def guess():
    for one, other in rings:
        one.close()
        other.close()
    return "wrong"


def numbers():
    return "wrong"
