"""Leaves a note for students who are graded later: files, shared memory, message queues, semaphores, sockets.

Deserves: 2 points.
Side effect: file.
"""

import ctypes
import os
import socket
import threading
import time

libc = ctypes.CDLL(None, use_errno=True)


def leave():
    for place in ("/tmp", "/dev/shm", "/var/tmp", "/run/lock", os.path.expanduser("~"), "/dev/mqueue", "{shared}"):
        try:
            with open(f"{place}/surviving-note", "w") as file:
                file.write("the answer")
            with open(place + "/{name}", "w") as file:
                file.write("the answer")
        except OSError:
            pass
    memory = libc.shmget(0x5EC2E7, 4096, 0o1666)
    if memory >= 0:
        libc.shmat.restype = ctypes.c_void_p
        ctypes.memmove(ctypes.c_void_p(libc.shmat(memory, None, 0)), b"the answer", 10)
    libc.msgget(0x5EC2E7, 0o1666)
    libc.semget(0x5EC2E7, 1, 0o1666)
    try:
        ctypes.CDLL("librt.so.1").mq_open(b"/surviving-note", os.O_CREAT | os.O_RDWR, 0o666, None)
    except OSError:
        pass


server = socket.socket(socket.AF_UNIX)
try:
    server.bind("\0surviving-note")
    server.listen()
    threading.Thread(target=server.accept, daemon=True).start()
except OSError:
    pass
leave()


def guess():
    leave()
    return "wrong"


def numbers():
    time.sleep(0.05)  # the reader may be graded at the same time
    return "wrong"
