"""Never ends, and goes on when it is interrupted, by signals, alarms or exceptions.

Deserves: 2 points.
Side effect: points.
"""

import signal
import time

for number in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM, signal.SIGXCPU, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))


def guess():
    return "wrong"


numbers = guess
while True:
    try:
        time.sleep(60)
    except BaseException:
        continue
