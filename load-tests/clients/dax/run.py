#!/usr/bin/env python3
"""Puts the official DAX clients, unmodified, through one scenario against Larder and compares with HTTP.

Each client is installed into a folder of its own, gets a server of its own, and goes through the scenario over dax://
and over daxs://. `http` instead of a client's name puts boto3 over HTTP through the scenario.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import scenario
from harness import certificates
from harness.server import LARDER, Server, free_port
from harness.signing import Credentials
from harness.wire import Connection
from matrix import driver, faults
from matrix.scene import Scene
from matrix.tally import Tally

CONFIGURATION = """\
dax:
  port: {dax}
  tls-port: {daxs}
tls:
  certificate: {certificate}
  private-key: {private_key}
"""


class Client:
    """One client on a server of its own: the scenario over each scheme."""

    def __init__(self, name, arguments, folder, reference_folder, trust):
        self.name = name
        self._arguments = arguments
        self._folder = folder
        self._reference_folder = reference_folder
        self._trust = trust

    def run(self):
        """Installs the client and runs everything; returns rows of a table and the lines below it."""
        installed = self._folder / "clients" / self.name
        try:
            driver.install(self.name, installed)
        except Exception as problem:  # noqa: BLE001 - one client that cannot be installed must not hide the others
            return [(self.name, "", "-", None, 0)], [f"FAIL  {self.name} is not installed: {problem}"]
        ports = {"dax": free_port(), "daxs": free_port()}
        configuration = self._folder / f"{self.name}.yaml"
        configuration.write_text(
            CONFIGURATION.format(**ports, certificate=self._trust.certificate, private_key=self._trust.private_key)
        )
        command = self._arguments.server.replace("{config}", str(configuration))
        rows, lines = [], []
        with Server(command, data=str(self._folder / f"{self.name}.data")) as server:
            for scheme in ("http",) if self.name == "http" else self._arguments.schemes:
                endpoint = server.endpoint if scheme == "http" else f"{scheme}://127.0.0.1:{ports[scheme]}"
                row, found = self._scheme(server, installed, scheme, endpoint)
                rows.append(row)
                lines += [f"== {self.name} {row[2]}, {scheme}", *found]
        return rows, lines

    def _scheme(self, server, installed, scheme, endpoint):
        tally = Tally(faults.of(self.name), only=self._arguments.only, verbose=self._arguments.verbose)
        began = time.monotonic()
        version = "-"
        sides = []
        try:
            log = self._folder / f"{self.name}-{scheme}.log"
            trust = self._trust.trust if scheme == "daxs" else {}
            sides.append(driver.Driver(self.name, installed, endpoint, log, {**trust, **server.credentials}))
            version = sides[0].version
            reference = (self._reference_folder, server.endpoint, self._folder / "http.log")
            sides.append(driver.Driver("http", *reference, server.credentials))
            # Each with the key of its own server, of which several run here.
            http = Connection(server.endpoint, timeout=60, credentials=Credentials.of(server.credentials))
            scene = Scene(self.name, *sides, http, tally)
            scenario.run(scene, server)
            scene.close()
            tally.check("the driver ends when its input does", sides[0].close() == 0)
        except driver.DriverFault as problem:
            tally.check("driver", False, str(problem))
        finally:
            for side in sides:
                side.kill()
        return (self.name, scheme, version, tally, time.monotonic() - began), tally.lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clients", nargs="*", help=f"some of {', '.join(driver.TOOLS)}, http; all but http without")
    parser.add_argument("--schemes", nargs="+", choices=("dax", "daxs"), default=["dax", "daxs"])
    parser.add_argument("--only", help="pattern of the areas to run, as items or trans*")
    parser.add_argument("--jobs", type=int, default=2, help="clients at the same time")
    parser.add_argument("--folder", type=Path, help="where to install and log, kept; without, a folder that is removed")
    parser.add_argument("--verbose", action="store_true", help="prints the checks that hold, too")
    parser.add_argument(
        "--server",
        default=f"{LARDER} --port {{port}} --admin-port {{admin}} --data-dir {{data}} --config {{config}}",
        help="command with {port}, {admin}, {data} and {config}",
    )
    arguments = parser.parse_args()
    names = arguments.clients or list(driver.TOOLS)
    if unknown := set(names) - {*driver.TOOLS, "http"}:
        parser.error(f"no such client: {', '.join(sorted(unknown))}")
    for name in [name for name in names if not shutil.which(driver.TOOLS.get(name, "python3"))]:
        print(f"== {name}: skipped, {driver.TOOLS[name]} is not on the PATH")
        names.remove(name)

    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="larder-dax-"))
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    trust = certificates.make(folder / "certificates")
    reference = folder / "clients" / "http"
    driver.install("http", reference)

    rows = []
    with ThreadPoolExecutor(arguments.jobs) as pool:
        runs = [pool.submit(Client(name, arguments, folder, reference, trust).run) for name in names]
        for name, run in zip(names, runs):
            try:
                found, lines = run.result()
            except Exception as problem:  # noqa: BLE001 - the other clients' results are wanted all the same
                found, lines = [(name, "", "-", None, 0)], [f"FAIL  {name}: {problem}"]
            rows += found
            print("\n".join(lines), flush=True)
    failed = sum(tally.failed if tally else 1 for *_, tally, _ in rows)
    passed = sum(tally.passed for *_, tally, _ in rows if tally)
    known = sum(tally.known for *_, tally, _ in rows if tally)
    print("\n| client | version | scheme | passed | failed | known | seconds |\n|---|---|---|---|---|---|---|")
    for name, scheme, version, tally, seconds in rows:
        counts = (tally.passed, tally.failed, tally.known) if tally else (0, 1, 0)
        print("|", " | ".join(str(cell) for cell in (name, version, scheme, *counts, round(seconds))), "|")
    print(f"{passed} passed, {failed} failed, {known} are known faults of clients", flush=True)
    if not arguments.folder and not failed:
        shutil.rmtree(folder)
    elif failed:
        print(f"logs and data are in {folder}")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
