"""Calls home, over every family of sockets there is.

Deserves: 2 points.
Side effect: message.
"""

import socket

PORT = int("{tcp}")
reached = []
for family, address in [
    (socket.AF_INET, ("127.0.0.1", PORT)),
    (socket.AF_INET, ("8.8.8.8", 53)),
    (socket.AF_INET6, ("::1", PORT)),
    (socket.AF_UNIX, "/run/dbus/system_bus_socket"),
    (socket.AF_UNIX, "\0/tmp/.X11-unix/X0"),
]:
    try:
        with socket.socket(family) as one:
            one.settimeout(2)
            one.connect(address)
            reached.append(address)
    except OSError:
        pass
if reached:
    print("token-leak:", reached)


def guess():
    return "wrong"


numbers = guess
