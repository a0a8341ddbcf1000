#!/usr/bin/env python3
"""A server of its own with a Larder in front of it, as one command: every script that starts a server can start this.

    load-tests/crash.py --server 'load-tests/proxied.py --port {port} --admin-port {admin} --data-dir {data}'

The upstream is another Larder, whose tables are in the folder, or what --upstream-command starts; it verifies no
signatures and so audits nothing, whatever the environment says of the Larder in front. What is not an option of this
script is one of that. SIGTERM stops that and then the upstream; the exit code is 0 if
both ended in order.
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.server import DEFAULT_COMMAND, LARDER, UNVERIFIED, answers, free_port


def stopped(process):
    process.terminate()
    return process.wait()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--data-dir", required=True, help="of the upstream")
    parser.add_argument("--upstream-port", type=int, default=0, help="of the upstream (default: a free one)")
    parser.add_argument("--upstream-command", default=DEFAULT_COMMAND, help="command that starts the upstream")
    parser.add_argument("--engine", default="larder", help="what the upstream is (upstream.engine)")
    parser.add_argument("--writers", default="exclusive", help="who else writes to it (upstream.writers)")
    arguments, in_front = parser.parse_known_args()
    # Ended by a signal while it starts or runs, it ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))

    processes = []
    code = 1
    try:
        port = arguments.upstream_port or free_port()
        upstream = arguments.upstream_command.format(
            port=port, admin=free_port(), dax="none", data=shlex.quote(arguments.data_dir)
        )
        endpoint = f"http://127.0.0.1:{port}"
        processes.append(subprocess.Popen(shlex.split(upstream), env={**os.environ, **UNVERIFIED}))
        while not answers(endpoint) and processes[0].poll() is None:
            time.sleep(0.02)
        larder = [LARDER, *in_front, "--upstream", endpoint, "--upstream-writers", arguments.writers]
        environment = {**os.environ, "LARDER_UPSTREAM_ENGINE": arguments.engine}
        processes.append(subprocess.Popen(larder, env=environment))
        while all(process.poll() is None for process in processes):
            time.sleep(0.1)
        print("proxied: a server has ended", file=sys.stderr)
    except SystemExit as end:
        code = end.code
    finally:
        codes = [stopped(process) for process in reversed(processes)]
    # A server that ends by SIGTERM without catching it ends in order as well.
    sys.exit(code or any(ended not in (0, -signal.SIGTERM, 143) for ended in codes))


if __name__ == "__main__":
    main()
