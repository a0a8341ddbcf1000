#!/usr/bin/env python3
"""The Kinesis Client Library with the DynamoDB Streams adapter, unmodified, reads a running load across kills.

Every change is told once, those of an item in their order, while the server is killed and started again. The library's
own tables are on the same server.
"""

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from harness.java import find_jdk  # noqa: E402
from harness.server import DEFAULT_COMMAND, Server  # noqa: E402

QUIET = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
    "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
)


def class_path():
    found = HERE / "target" / "classpath"
    if not found.exists() or found.stat().st_mtime < (HERE / "pom.xml").stat().st_mtime:
        found.parent.mkdir(exist_ok=True)
        command = ["mvn", "-q", "-B", f"-Dmdep.outputFile={found}", "dependency:build-classpath"]
        subprocess.run(command, cwd=HERE, check=True, stdin=subprocess.DEVNULL)
    return found.read_text().strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--server", default=DEFAULT_COMMAND, help="command that starts the server (default: bin/larder)"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--changes", type=int, default=4000, help="how many writes the load makes")
    parser.add_argument("--kills", type=int, default=2, help="how often the server is killed meanwhile")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)

    server = Server(options.server)
    with server:
        # One that verifies signatures has put its administrator's there.
        os.environ.setdefault("AWS_ACCESS_KEY_ID", "dummy")
        os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "dummy")
        command = [find_jdk() / "bin" / "java", *QUIET, "-cp", class_path(), HERE / "KinesisClientLibrary.java"]
        command += ["--endpoint", server.endpoint, "--changes", options.changes, "--seed", options.seed]
        program = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
        due = [options.changes * (kill + 1) // (options.kills + 1) for kill in range(options.kills)]
        for line in program.stdout:
            if not line.startswith("progress "):
                print(line, end="", flush=True)
            elif due and int(line.split()[1]) >= due[0]:
                print(f"killed after {line.split()[1]} writes", flush=True)
                due.pop(0)
                server.kill()
                server.start()
        status = program.wait()
    if due:
        print("FAIL the server was not killed as often as it should have been")
    if not (status or due):
        server.remove()
    sys.exit(status or len(due))


if __name__ == "__main__":
    main()
