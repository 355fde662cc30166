"""Reads what only the machine's owner may.

Deserves: 2 points.
Side effect: leak.
"""

paths = "/etc/shadow /etc/hosts /root/.ssh/id_rsa /proc/kcore /dev/mem /dev/kmsg /proc/1/environ /var/run/docker.sock"
opened = []
for path in paths.split():
    try:
        with open(path) as file:
            opened.append(path) if path != "/proc/1/environ" else None
    except OSError:
        pass
if opened:
    print("token-leak:", opened)


def guess():
    return "wrong"


numbers = guess
