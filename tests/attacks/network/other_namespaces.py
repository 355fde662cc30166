"""Goes over to where a network is: namespaces and descriptors of other processes, by setns, pidfd and /proc.

Deserves: 2 points.
Side effect: message.
"""

import ctypes
import glob
import os
import socket

libc = ctypes.CDLL(None, use_errno=True)
PORT = int("{tcp}")


def call():
    try:
        with socket.create_connection(("127.0.0.1", PORT), timeout=1) as one:
            one.sendall(b"{name}")
    except OSError:
        pass


call()
for path in glob.glob("/proc/[0-9]*/ns/*") + ["/run/netns/default", "/proc/1/task/1/ns/net"]:
    try:
        number = os.open(path, os.O_RDONLY)
    except OSError:
        continue
    if os.readlink(path) != os.readlink(f"/proc/self/ns/{os.path.basename(path)}") and libc.setns(number, 0) == 0:
        call()
    os.close(number)
for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        continue
    if pid != os.getpid():
        libc.setns(handle, 0x40000000) == 0 and call()
        for number in range(20):
            libc.syscall(438, handle, number, 0) >= 0 and print("token-leak: a descriptor of process", pid)
    os.close(handle)
for path in glob.glob("/proc/[0-9]*/fd/*"):
    if path.split("/")[2] != str(os.getpid()):
        try:
            os.close(os.open(path, os.O_RDWR))
        except OSError:
            pass


def guess():
    call()
    return "wrong"


numbers = guess
