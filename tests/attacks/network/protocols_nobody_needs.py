"""Reaches rarely used code of the kernel: SCTP, DCCP, MPTCP, UDP-Lite, and pairs of sockets of families that are shut.

Deserves: 2 points.
Side effect: leak.
"""

import errno
import socket

reached = []
for name, kind, protocol in [
    ("sctp", socket.SOCK_SEQPACKET, 132),
    ("sctp stream", socket.SOCK_STREAM, 132),
    ("dccp", 6, 33),
    ("mptcp", socket.SOCK_STREAM, 262),
    ("udplite", socket.SOCK_DGRAM, 136),
    ("l2tp", socket.SOCK_DGRAM, 115),
    ("smc", socket.SOCK_STREAM, 256),
]:
    try:
        socket.socket(socket.AF_INET, kind, protocol).close()
        reached.append(name)
    except OSError:
        pass
for family in (16, 30, 40):  # netlink, TIPC, vsock
    try:
        for end in socket.socketpair(family, socket.SOCK_DGRAM):
            end.close()
        reached.append(f"a pair of family {family}")
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP:  # the family's own code says that it has no pairs
            reached.append(f"a pair of family {family}")
if reached:
    print("token-leak:", reached)


def guess():
    return "wrong"


numbers = guess
