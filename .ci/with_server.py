#!/usr/bin/env python3
"""Starts a server on an empty store, runs `COMMAND... --endpoint URL`, and stops the server, which must end with 0.

What it has audited, if it audits, must be whole then.

`{dax}` in the command becomes the server's DAX endpoint, `{admin}` that of its admin port. With --proxied the server is
a Larder in front of another server, by load-tests/proxied.py, which has the options (as one text, '' for none);
`{upstream}` becomes the address of the one behind. LARDER_IAM_KEY_SETS is a folder where the command may put key sets
of identity providers.

usage: with_server.py [--proxied OPTIONS] COMMAND...
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "load-tests"))
from harness.server import DEFAULT_COMMAND, Server

# Ended by a signal, it stops its server all the same.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

PROXIED = Path(__file__).resolve().parents[1] / "load-tests" / "proxied.py"
PORTS = " --port {port} --admin-port {admin} --dax-port {dax} --upstream-port {behind} --data-dir {data}"

arguments = sys.argv[1:]
template = DEFAULT_COMMAND
if arguments[0] == "--proxied":
    options = arguments[1].replace("{", "{{").replace("}", "}}")
    template = f"{shlex.quote(str(PROXIED))} {options}{PORTS}"
    arguments = arguments[2:]
key_sets = tempfile.TemporaryDirectory(prefix="larder-key-sets-")
os.environ.setdefault("LARDER_IAM_KEY_SETS", key_sets.name)
server = Server(template)
try:
    server.start()
    places = {
        "{dax}": f"dax://127.0.0.1:{server.dax}",
        "{admin}": f"http://127.0.0.1:{server.admin}",
        "{upstream}": f"http://127.0.0.1:{server.behind}",
    }
    command = arguments
    for name, address in places.items():
        command = [argument.replace(name, address) for argument in command]
    status = subprocess.run([*command, "--endpoint", server.endpoint], check=False).returncode
    if status == 0 and (status := server.terminate()) != 0:
        print(f"the server ended with exit code {status} after SIGTERM")
        status = 1
    elif status == 0 and (fault := server.audit_fault()):
        print(f"what was audited is not whole: {fault}")
        status = 1
finally:
    if server.running():
        server.kill()
if status != 0:
    print(server.log.read_text(errors="replace")[-10_000:])
server.remove()
key_sets.cleanup()
sys.exit(status)
