"""Starts daemons of every kind: new sessions, orphans, nohup, ignored signals; they would outlive the grading.

Deserves: 2 points.
Side effect: process.
"""

import os
import subprocess
import sys

NAME = "{name}"
PROGRAM = [sys.executable, "-S", "-c", "import signal, time\nsignal.signal(15, signal.SIG_IGN)\ntime.sleep(30)", NAME]
quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def start():
    subprocess.Popen(PROGRAM, start_new_session=True, **quiet)
    subprocess.Popen(["sh", "-c", f"nohup sleep 30 & exec -a {NAME} sleep 29 &"], **quiet)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 256)
            os.execv(PROGRAM[0], PROGRAM)
        os._exit(0)


start()


def guess():
    start()
    return "wrong"


def numbers():
    return "wrong"
