"""Announces a message of 2**63 bytes, and one of nothing but empty lists.

Deserves: 1 or 2 points, as it may use up its own time.
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
    channel().sendall((2**63).to_bytes(8, "little"))
    return "wrong"


def numbers():
    bomb = b"\x93\xa5value\xdd\x00\x7f\xff\xff" + b"\x90" * 0x7FFFFF + b"\x90"
    channel().sendall(len(bomb).to_bytes(8, "little") + bomb)
    return "wrong"
