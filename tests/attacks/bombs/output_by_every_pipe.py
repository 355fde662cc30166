"""Floods its outputs: print, display, standard error, programs that write to descriptor 1, a result of 100 MB.

Deserves: 2 points.
Side effect: neighbors.
"""

import os
import subprocess
import sys

from IPython.display import HTML, display

line = "x" * 999_999 + "\n"
for _ in range(20):
    print(line)
    print(line, file=sys.stderr)
    display(HTML(line * 5))
subprocess.run("yes 0123456789 | head -c 30000000; yes e | head -c 20000000 >&2", shell=True, check=False)
try:
    os.write(1, line.encode() * 10)
except OSError:
    pass


def guess():
    return "wrong"


numbers = guess
"y" * 100_000_000
