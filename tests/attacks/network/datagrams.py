"""Sends its name in datagrams: to loopback by every spelling, from every child process, with broadcast.

Deserves: 2 points.
Side effect: message.
"""

import os
import socket

PORT = int("{udp}")


def send():
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "127.255.255.255", "", socket.gethostname()):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                one.sendto(b"{name}", (host, PORT))
        except OSError:
            pass
    for host in ("::ffff:127.0.0.1", "::1"):
        try:
            with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one:
                one.sendto(b"{name}", (host, PORT))
        except OSError:
            pass


send()
if os.fork() == 0:
    send()
    os._exit(0)


def guess():
    send()
    return "wrong"


numbers = guess
