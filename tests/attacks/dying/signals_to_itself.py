"""Sends itself every signal that ends or stops a process, in its cell and while a test waits.

Deserves: 2 points.
Side effect: points.
"""

import os
import signal
import threading

for number in (signal.SIGSTOP, signal.SIGTSTP, signal.SIGKILL, signal.SIGPIPE, signal.SIGUSR1):
    try:
        if os.getpid() == 1:  # elsewhere nothing would be left to attack with
            os.kill(os.getpid(), number)
    except OSError:
        pass


def guess():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGSEGV)
    return "wrong"


def numbers():
    os.kill(os.getpid(), signal.SIGTERM)
    signal.raise_signal(signal.SIGABRT)
    return "wrong"
