"""Two processes fill 1.45 GB each, after their main threads have ended: what /proc says of them is then zero.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import mmap
import os
import platform
import threading
import time

EXIT = {"x86_64": 60, "aarch64": 93}[platform.machine()]
SIZE = 1_450 << 20  # a sandbox may use 2,500 MiB in all
libc = ctypes.CDLL(None)
told, tell = os.pipe()


def fill():
    time.sleep(0.1)
    memory = mmap.mmap(-1, SIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for place in range(0, SIZE, mmap.PAGESIZE * 256):
        memory[place : place + mmap.PAGESIZE * 256] = b"x" * (mmap.PAGESIZE * 256)
    os.write(tell, b"x")
    time.sleep(1)
    os._exit(0)


for _ in range(2):
    if os.fork() == 0:
        threading.Thread(target=fill).start()
        libc.syscall(EXIT, 0)
os.read(told, 1)
os.read(told, 1)
time.sleep(0.4)
print("token-leak: both have their memory")


def guess():
    return "wrong"


numbers = guess
