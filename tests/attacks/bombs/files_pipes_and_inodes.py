"""Uses up what a file system and a process can hold: bytes, names, open files, pipes, sockets, timers, watches.

Deserves: 2 points.
Side effect: neighbors.
"""

import os
import select
import shutil
import socket

kept = []
for make in (os.pipe, socket.socketpair, select.epoll, lambda: open(os.devnull)):
    try:
        for _ in range(60):
            kept.append(make())
    except OSError:
        pass
kept.clear()
for place in (".", "/tmp", "/dev/shm"):
    try:
        os.makedirs(f"{place}/many", exist_ok=True)
        for number in range(10_000):
            os.close(os.open(f"{place}/many/{number}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        pass
for place in (".", "/tmp", "/dev/shm"):
    try:
        with open(f"{place}/large", "wb") as file:
            for _ in range(30):
                file.write(b"x" * (1 << 20))
    except OSError:
        pass
for place in ("./many", "/tmp/many", "/dev/shm/many"):
    shutil.rmtree(place, ignore_errors=True)


def guess():
    return open(os.devnull)


numbers = guess
