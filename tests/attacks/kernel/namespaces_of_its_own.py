"""Becomes root in namespaces of its own, by unshare, clone, clone3 and the programs that do it, and mounts there.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import os
import platform
import struct
import subprocess

libc = ctypes.CDLL(None, use_errno=True)
CLONE = {"x86_64": 56, "aarch64": 220}[platform.machine()]
USER, MOUNT, NET, PID, TIME = 0x10000000, 0x00020000, 0x40000000, 0x20000000, 0x80
entered = []
for flags in (USER, USER | MOUNT, USER | NET | PID, MOUNT, NET, TIME):
    if (pid := os.fork()) == 0:
        os._exit(libc.unshare(flags) == 0 and 7)
    entered += [f"unshare {flags:#x}"] * (os.waitpid(pid, 0)[1] >> 8 == 7)
    pid = libc.syscall(CLONE, ctypes.c_ulong(flags | 17), 0, 0, 0, 0) if flags != TIME else -1
    if pid == 0:
        os._exit(0)
    if pid > 0:
        entered.append(f"clone {flags:#x}")
        os.waitpid(pid, 0)
arguments = struct.pack("8Q", USER | MOUNT, 0, 0, 0, 17, 0, 0, 0)
pid = libc.syscall(435, arguments, len(arguments))
if pid == 0:
    os._exit(0)
if pid > 0:
    entered.append("clone3")
    os.waitpid(pid, 0)
for program in ("unshare -Urm true", "bwrap --unshare-all --bind / / true", "unshare -Um mount -t tmpfs x /tmp"):
    try:
        entered += [program] * (subprocess.run(program.split(), capture_output=True, check=False).returncode == 0)
    except OSError:
        pass
if entered:
    print("token-leak:", entered)


def guess():
    return "wrong"


numbers = guess
