"""Says its name to a Unix socket in a folder everybody may use, by path, link, /proc and relative to descriptors.

Deserves: 2 points.
Side effect: message.
"""

import os
import socket

PATH, NAME = "{unix}", b"{name}"
os.symlink(PATH, "socket-link")
places = [PATH, "socket-link", "/proc/1/root" + PATH, "/proc/self/root" + PATH, f"/proc/{os.getppid()}/root" + PATH]
places += ["../../../../../.." + PATH]


def call():
    for place in places:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
            try:
                with socket.socket(socket.AF_UNIX, kind) as one:
                    one.settimeout(1)
                    one.connect(place)
                    one.sendall(NAME)
            except OSError:
                pass


call()


def guess():
    call()
    return "wrong"


numbers = guess
