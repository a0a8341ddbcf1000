#!/usr/bin/env python3
"""Fills the disk under the server and checks what it has kept.

Writes until the disk is full: the server must refuse further writes with an InternalServerError, lose nothing that it
acknowledged, keep serving reads, take writes again as soon as there is room, and have everything after a kill -9.

Needs a small file system: give its folder, or run as root on Linux, and one of 48 MB in memory is mounted.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.server import DEFAULT_COMMAND, Server
from harness.verdict import Verdict
from harness.wire import Connection, table

TABLE = "full"
TEXT = "x" * 20_000
RESERVE = 12 << 20
MAX_ROOM = 1 << 30


def put(wire, number):
    return wire.call("PutItem", {"TableName": TABLE, "Item": {"pk": {"S": f"{number}"}, "text": {"S": TEXT}}})


def fill(wire, first):
    """Writes until so many are refused; returns the acknowledged numbers and the refusals."""
    kept, refused = [], []
    number = first
    while len(refused) < 50:
        answer = put(wire, number)
        (kept.append(number) if answer.ok else refused.append(answer))
        number += 1
    return kept, refused


def missing(wire, numbers):
    return [
        n for n in numbers if "Item" not in wire.must("GetItem", {"TableName": TABLE, "Key": {"pk": {"S": f"{n}"}}})
    ]


def check(server, folder, verdict):
    reserve = folder / "reserve"
    reserve.write_bytes(b"\0" * RESERVE)
    server.start()
    wire = Connection(server.endpoint)
    wire.create_table(table(TABLE, "pk:S"))
    kept, refused = fill(wire, 0)
    print(f"-- {len(kept)} writes of 20 KB acknowledged before the disk was full")
    verdict.check(
        "refused with an InternalServerError",
        {(a.status, a.error) for a in refused} == {(500, "InternalServerError")},
        refused[0].raw,
    )
    verdict.check("everything acknowledged can be read", not missing(wire, kept))
    reserve.unlink()
    deadline = time.monotonic() + 30
    while not (answer := put(wire, len(kept) + 1000)).ok and time.monotonic() < deadline:
        time.sleep(0.2)
    verdict.check("takes writes again when there is room", answer.ok, answer.raw)
    kept.append(len(kept) + 1000)
    more, _ = fill(wire, 100_000)
    kept += more
    wire.close()
    server.kill()
    print(f"-- {len(kept)} acknowledged in all, then killed")
    server.start()
    wire = Connection(server.endpoint)
    verdict.check("everything acknowledged is there after a kill on a full disk", not missing(wire, kept))
    wire.close()
    server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="an empty folder on a small file system")
    parser.add_argument("--server", default=DEFAULT_COMMAND, help="command that starts the server")
    arguments = parser.parse_args()
    folder = arguments.folder
    mounted = None
    if folder is None:
        mounted = folder = Path(tempfile.mkdtemp(prefix="larder-full-"))
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder], check=False).returncode != 0:
            sys.exit("cannot mount a small file system; give the folder of one with --folder")
    elif shutil.disk_usage(folder).free > MAX_ROOM:
        sys.exit(f"{folder} has too much room")
    verdict = Verdict()
    server = Server(arguments.server, str(folder / "data"))
    server.log = Path(tempfile.mkdtemp()) / "server.log"
    try:
        check(server, folder, verdict)
    finally:
        if server.running():
            server.kill()
        if mounted:
            subprocess.run(["umount", mounted], check=False)
            mounted.rmdir()
    verdict.finish()


if __name__ == "__main__":
    main()
