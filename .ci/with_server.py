#!/usr/bin/env python3
"""Starts a server on an empty store, runs `COMMAND... --endpoint URL`, and stops the server, which must end with 0.

`{dax}` in the command becomes the server's DAX endpoint. With --proxied the server is a Larder in front of another.

usage: with_server.py [--proxied] COMMAND...
"""

import shlex
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "load-tests"))
from harness.server import Server

# Ended by a signal, it stops its server all the same.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

PROXIED = str(Path(__file__).resolve().parents[1] / "load-tests" / "proxied.py")

arguments = sys.argv[1:]
if arguments[0] == "--proxied":
    arguments.pop(0)
    server = Server(
        f"{shlex.quote(PROXIED)} --port {{port}} --admin-port {{admin}} --dax-port {{dax}} --data-dir {{data}}"
    )
else:
    server = Server()
try:
    server.start()
    command = [argument.replace("{dax}", f"dax://127.0.0.1:{server.dax}") for argument in arguments]
    status = subprocess.run([*command, "--endpoint", server.endpoint], check=False).returncode
    if status == 0 and (status := server.terminate()) != 0:
        print(f"the server ended with exit code {status} after SIGTERM")
        status = 1
finally:
    if server.running():
        server.kill()
if status != 0:
    print(server.log.read_text(errors="replace")[-10_000:])
server.remove()
sys.exit(status)
