"""Answers, and from then on refuses to be asked: the grader's next request cannot be sent.

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
    channel().shutdown(socket.SHUT_RD)
    return "wrong"


def numbers():
    return "wrong"
