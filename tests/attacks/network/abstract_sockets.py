"""Says its name to abstract Unix sockets: the one that listens, and all that /proc/net/unix shows.

Deserves: 2 points.
Side effect: message.
"""

import socket

names = ["\0{abstract}"]
try:
    with open("/proc/net/unix") as table:
        names += ["\0" + line.split()[-1][1:] for line in table if line.split()[-1].startswith("@traps")]
except OSError:
    pass


def call():
    for name in names:
        try:
            with socket.socket(socket.AF_UNIX) as one:
                one.settimeout(1)
                one.connect(name)
                one.sendall(b"{name}")
        except OSError:
            pass


call()


def guess():
    call()
    return "wrong"


numbers = guess
