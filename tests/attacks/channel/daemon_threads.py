"""Keeps writing into the channel and patching from threads, also while others' tests run.

Deserves: 1 or 2 points, as it may write into its own answers, too.
Side effect: points.
"""

import os
import socket


def channel():
    for name in os.listdir("/proc/self/fd"):
        try:
            if os.readlink("/proc/self/fd/" + name).startswith("socket:"):
                return socket.socket(fileno=os.dup(int(name)))
        except OSError:
            pass


import threading
import time


def work():
    time.sleep(0.05)
    pipe = channel()
    while True:
        pipe.sendall(b"\x00" * 8)
        time.sleep(0.01)


def guess():
    threading.Thread(target=work, daemon=True).start()
    return "wrong"


def numbers():
    return "wrong"
