"""Hangs up on the grader and lives on: closed, replaced by another descriptor, or shut for writing.

Deserves: 2 points.
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


def guess():
    channel().shutdown(socket.SHUT_WR)
    return "wrong"


def numbers():
    return "wrong"


for name in os.listdir("/proc/self/fd"):
    if os.path.exists("/proc/self/fd/" + name) and os.readlink("/proc/self/fd/" + name).startswith("socket:"):
        os.dup2(os.open(os.devnull, os.O_RDWR), int(name))
