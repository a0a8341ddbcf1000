#!/usr/bin/env python3
"""Starts a server on an empty store, runs `COMMAND... --endpoint URL`, and stops the server, which must end with 0.

`{dax}` in the command becomes the server's DAX endpoint.

usage: with_server.py COMMAND...
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "load-tests"))
from harness.server import Server

# Ended by a signal, it stops its server all the same.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

server = Server()
try:
    server.start()
    command = [argument.replace("{dax}", f"dax://127.0.0.1:{server.dax}") for argument in sys.argv[1:]]
    status = subprocess.run([*command, "--endpoint", server.endpoint], check=False).returncode
    if status == 0 and (status := server.terminate()) != 0:
        print(f"the server ended with exit code {status} after SIGTERM")
        status = 1
finally:
    if server.running():
        server.kill()
if status != 0:
    print(server.log.read_text(errors="replace")[-10_000:])
shutil.rmtree(server.data, ignore_errors=True)
server.log.unlink()
sys.exit(status)
