"""Opens sockets that make packets themselves or speak to the kernel: raw, packet, netlink, vsock, Bluetooth, crypto.

Deserves: 2 points.
Side effect: leak.
"""

import socket

families = {
    "netlink": 16,
    "packet": 17,
    "key": 15,
    "alg": 38,
    "vsock": 40,
    "can": 29,
    "tipc": 30,
    "bluetooth": 31,
    "xdp": 44,
    "qipcrtr": 42,
}
opened = []
for name, family in families.items():
    for kind in (socket.SOCK_RAW, socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind, 0).close()
            opened.append(name)
        except OSError:
            pass
for family in (socket.AF_INET, socket.AF_INET6):
    for protocol in (1, 6, 58, 255):
        try:
            socket.socket(family, socket.SOCK_RAW, protocol).close()
            opened.append(f"raw {protocol}")
        except OSError:
            pass
if opened:
    print("token-leak:", opened)


def guess():
    return "wrong"


numbers = guess
