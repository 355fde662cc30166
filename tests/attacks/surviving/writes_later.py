"""Leaves a process and a thread behind that write a second after the grading is over, and one that waits for its parent's end.

Deserves: 2 points.
Side effect: file.
"""

import atexit
import ctypes
import os
import signal
import threading
import time


def write(*_):
    try:
        open("{shared}/{name}", "w").close()
        open("{shared}/{name}-" + str(os.getpid()), "w").close()
    except OSError:
        pass


atexit.register(write)
threading.Thread(target=lambda: time.sleep(1) or write(), daemon=False).start()
for wait in (0.5, 20):
    if os.fork() == 0:
        signal.signal(signal.SIGUSR1, write)
        ctypes.CDLL(None).prctl(1, signal.SIGUSR1, 0, 0, 0)  # tell me when my parent dies
        os.setsid()
        time.sleep(wait)
        write()
        os._exit(0)


def guess():
    return "wrong"


numbers = guess
