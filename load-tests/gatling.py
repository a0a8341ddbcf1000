#!/usr/bin/env python3
"""Runs a Gatling scenario and leaves its HTML report.

Starts Larder with a temporary data folder, unless --endpoint names a running server; loads the table, runs the
scenario, prints where the report is. Fails when a request fails or the response times are too long.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from harness.server import DEFAULT_COMMAND, Server

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "load-tests" / "target" / "gatling"
SCENARIOS = {
    "read-mostly": "nine of ten requests read an item, the others query or put",
    "write-heavy": "puts and conditional updates, some reads",
    "hot-key": "all users read one item as fast as they can, some update it",
    "query-heavy": "queries of ten items from table and index, while items change",
    "mixed-with-scans": "reads and writes, while one user scans the whole table again and again",
    "saturation": "more and more users without a pause, in eight stairs",
    "soak": "everything at a steady rate for an hour",
}
PARAMETERS = """parameters:
  -Drate=1000        requests per second (read-mostly, write-heavy, query-heavy, mixed-with-scans, soak)
  -Dusers=32         concurrent users (hot-key), at the top of the stairs (saturation)
  -Dduration=60      seconds of load (soak: 3600)
  -Ditems=10000      items in the table
  -DitemSize=1200    bytes of an item, about
  -Dzipf=0.99        exponent of the popularity of items, 0 is uniform
  -Dp99=100          milliseconds that 99 % of the requests must keep (not for saturation)
  -Dseed=1           makes the choice of items repeatable
"""


def run(scenario, endpoint, parameters):
    simulation = "".join(word.capitalize() for word in scenario.split("-")) + "Simulation"
    jdk = subprocess.run([ROOT / "bin" / "find-jdk"], check=True, capture_output=True, text=True).stdout.strip()
    began = time.time()
    code = subprocess.run(
        [
            "mvn",
            "-q",
            "-B",
            "-pl",
            "load-tests",
            "test-compile",
            "gatling:test",
            *parameters,
            f"-Dgatling.simulationClass=io.larder.load.{simulation}",
            f"-Dendpoint={endpoint}",
        ],
        check=False,
        cwd=ROOT,
        env=os.environ | {"JAVA25_HOME": jdk},
        stdin=subprocess.DEVNULL,
    ).returncode
    for report in REPORTS.glob("*/index.html"):
        if report.stat().st_mtime >= began:
            print(f"report: {report}")
    return code


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="scenarios:\n"
        + "".join(f"  {name:18} {text}\n" for name, text in SCENARIOS.items())
        + "\n"
        + PARAMETERS,
    )
    parser.add_argument("scenario", choices=SCENARIOS, metavar="scenario", help="one of those below")
    parser.add_argument("--endpoint", help="a running server; its table larder-gatling is made anew")
    parser.add_argument(
        "--server",
        default=DEFAULT_COMMAND,
        help="command that starts the server, with {port}, {admin} and {data} (default: bin/larder)",
    )
    parser.add_argument("-D", dest="parameters", action="append", default=[], metavar="name=value", help="see below")
    arguments = parser.parse_args()
    parameters = [f"-D{parameter}" for parameter in arguments.parameters]

    if arguments.endpoint:
        sys.exit(run(arguments.scenario, arguments.endpoint, parameters))
    server = Server(arguments.server)
    try:
        server.start()
        code = run(arguments.scenario, server.endpoint, parameters)
        server.terminate()
    finally:
        if server.running():
            server.kill()
    if code:
        print(f"data kept in {server.data}, log in {server.log}")
    else:
        server.remove()
    sys.exit(code)


if __name__ == "__main__":
    main()
