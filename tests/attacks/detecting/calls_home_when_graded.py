"""Silent in a student's Jupyter; where nobody watches, it tells the world in every way that it has seen tests.

Deserves: 2 points.
Side effect: message.
"""

import atexit
import os
import socket
import sys
import threading

graded = "NBGRADER_EXECUTION" in os.environ or not sys.stdin or not sys.stdin.isatty()
WAYS = [
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int("{tcp}"))),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int("{udp}"))),
    (socket.AF_UNIX, socket.SOCK_STREAM, "{unix}"),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0{abstract}"),
]


def tell():
    for family, kind, address in WAYS:
        try:
            with socket.socket(family, kind) as sock:
                sock.settimeout(1)
                sock.connect(address)
                sock.sendall(b"{name}")
        except OSError:
            continue


def guess():
    if graded:
        tell()
    return "wrong"


def numbers():
    return [0.0] * 3


if graded:
    atexit.register(tell)
    timer = threading.Timer(0.3, tell)
    timer.daemon = True
    timer.start()
