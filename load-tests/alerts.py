#!/usr/bin/env python3
"""Causes what the alerts in config/ are there for, and checks that they fire; asks what the dashboard asks.

A Prometheus (Debian has the package `prometheus`) watches a server on a small disk, one with little room for writes,
connections and requests, and a node of a cluster whose upstream ends. Needs root on Linux to mount the small disk.
"""

import contextlib
import json
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.cluster import Cluster
from harness.server import DEFAULT_COMMAND, UNVERIFIED, Server, free_port, in_front_of
from harness.verdict import Verdict
from harness.wire import HEADERS, Connection, table

CONFIG = Path(__file__).resolve().parents[1] / "config"
RULES = CONFIG / "prometheus" / "larder-rules.yaml"
TABLE = "alerts"
TARGET = "DynamoDB_20120810.BatchWriteItem"
VARIABLES = {"$job": "larder", "$instance": ".*", "$__rate_interval": "30s"}


class Prometheus:
    """Watches admin ports, every second."""

    def __init__(self, ports):
        folder = Path(tempfile.mkdtemp(prefix="prometheus-"))
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/api/v1/"
        # What is told after an hour is told here after some seconds.
        (folder / "rules.yml").write_text(RULES.read_text().replace("for: 1h", "for: 5s"))
        targets = ", ".join(f'"127.0.0.1:{port}"' for port in ports)
        (folder / "prometheus.yml").write_text(
            f"global: {{scrape_interval: 1s, evaluation_interval: 1s}}\n"
            f'rule_files: ["{folder / "rules.yml"}"]\n'
            f"scrape_configs:\n  - job_name: larder\n    static_configs: [{{targets: [{targets}]}}]\n"
        )
        self._process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, path, **parameters):
        try:
            with urllib.request.urlopen(
                self._url + path + "?" + urllib.parse.urlencode(parameters), timeout=10
            ) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            return json.load(refused)
        except OSError as absent:
            return {"status": "error", "error": str(absent)}

    def firing(self):
        """Names of alerts, each with the address it is about."""
        alerts = self.ask("alerts").get("data", {}).get("alerts", [])
        return {(a["labels"]["alertname"], a["labels"].get("instance")) for a in alerts if a["state"] == "firing"}

    def fires(self, name, server, seconds=120):
        deadline = time.monotonic() + seconds
        while (name, f"127.0.0.1:{server.admin}") not in self.firing():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.5)
        return True

    def close(self):
        self._process.terminate()
        self._process.wait(30)


def expressions():
    """The queries of all panels by their titles."""
    dashboard = json.loads((CONFIG / "grafana" / "larder.json").read_text())
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            expression = target["expr"]
            for variable, value in VARIABLES.items():
                expression = expression.replace(variable, value)
            yield panel["title"], expression


def put(wire, number, size):
    return wire.call("PutItem", {"TableName": TABLE, "Item": {"pk": {"S": f"{number}"}, "text": {"S": "x" * size}}})


def fill_disk(server):
    wire = Connection(server.endpoint)
    wire.create_table(table(TABLE, "pk:S"))
    for number in range(10_000):
        if not put(wire, number, 20_000).ok:
            break
    wire.close()


def crowd(server, clients, size):
    """Many clients at once, each with a connection of its own; they meet at a barrier before they write."""
    gate = threading.Barrier(clients)

    def write(number):
        wire = Connection(server.endpoint)
        try:
            gate.wait()
            for again in range(20):
                put(wire, number * 100 + again, size)
        except OSError:
            # Refused, which is what is wanted.
            pass
        finally:
            wire.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def read_too_much(server, keys=4000, size=1000, reads=12_000):
    """Reads four times as much as the item cache holds, all of it alike."""
    wire = Connection(server.endpoint)
    for number in range(keys):
        put(wire, number, size)
    rng = random.Random(1)
    for _ in range(reads):
        wire.call("GetItem", {"TableName": TABLE, "Key": {"pk": {"S": f"{rng.randrange(keys)}"}}})
    wire.close()


def hold_bodies(server, count=8, length=15_000_000):
    """Clients that send most of a large request and then nothing."""
    head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in {**HEADERS, "X-Amz-Target": TARGET}.items()) + "\r\n"
    held = []
    for _ in range(count):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        held.append(client)
        with contextlib.suppress(OSError):
            client.sendall(head.encode() + b" " * (length - 1))
    for client in held:
        client.close()


def check_dashboard(prometheus, servers, verdict):
    """Every query answers; the meters of each kind of server are there by now, those of its own store and others'."""
    own, node = Connection(servers[0].endpoint), Connection(servers[-1].endpoint)
    own.create_table(table(TABLE, "pk:S"))
    for number in range(50):
        put(own, number, 10)
        for wire in (own, node):
            wire.call("GetItem", {"TableName": TABLE, "Key": {"pk": {"S": f"{number + 1}"}}})
    own.close()
    node.close()
    time.sleep(5)
    for title, expression in expressions():
        answer = prometheus.ask("query", query=expression)
        found = answer.get("data", {}).get("result", [])
        # What counts refusals shows none where there are none.
        verdict.check(f"{title}: answers", answer["status"] == "success" and (found or "> 0" in expression), expression)


def check_alerts(prometheus, disk, crowded, node, upstream, verdict):
    verdict.equal("nothing fires while all is well", prometheus.firing(), set())
    fill_disk(disk)
    verdict.check("LarderWritesFail", prometheus.fires("LarderWritesFail", disk))
    verdict.check("LarderFaults", prometheus.fires("LarderFaults", disk))
    Connection(crowded.endpoint).create_table(table(TABLE, "pk:S"))
    read_too_much(crowded)
    verdict.check("LarderCacheTooSmall", prometheus.fires("LarderCacheTooSmall", crowded))
    crowd(crowded, 24, 100_000)
    verdict.check("LarderWriteQueueFull", prometheus.fires("LarderWriteQueueFull", crowded))
    hold_bodies(crowded)
    verdict.check("LarderRequestMemoryFull", prometheus.fires("LarderRequestMemoryFull", crowded))
    upstream.kill()
    wire = Connection(node.endpoint)
    for number in range(200):
        wire.call("GetItem", {"TableName": TABLE, "Key": {"pk": {"S": f"{number}"}}})
    wire.close()
    for name in ("LarderUpstreamLeftAlone", "LarderLeaseLost", "LarderMayNotWrite"):
        verdict.check(name, prometheus.fires(name, node))


def main():
    verdict = Verdict()
    check = subprocess.run(["promtool", "check", "rules", RULES], check=False)
    verdict.equal("promtool takes the rules", check.returncode, 0)
    small = Path(tempfile.mkdtemp(prefix="larder-full-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", small], check=True)
    disk = Server(DEFAULT_COMMAND, str(small / "data"))
    disk.log = Path(tempfile.mkdtemp()) / "server.log"
    crowded = Server(
        environment={
            "LARDER_STORE_WRITE_QUEUE": "1",
            "LARDER_CACHE_ITEM_BYTES": "1 MB",
            "LARDER_LIMITS_REQUEST_MEMORY": "48 MB",
            "LARDER_AUDIT_MODE": "always",
        }
    )
    upstream = Server(environment=UNVERIFIED)
    sharing = in_front_of(upstream.endpoint, writers="shared")
    cluster = None
    prometheus = None
    try:
        for server in (disk, crowded, upstream, sharing):
            server.start()
        Connection(upstream.endpoint).create_table(table(TABLE, "pk:S"))
        cluster = Cluster(upstream.endpoint, ["127.0.0.1"])
        cluster.start()
        servers = [disk, crowded, sharing, *cluster.nodes]
        prometheus = Prometheus([server.admin for server in servers])
        time.sleep(5)
        check_dashboard(prometheus, servers, verdict)
        check_alerts(prometheus, disk, crowded, cluster.nodes[0], upstream, verdict)
    finally:
        if prometheus:
            prometheus.close()
        if cluster:
            cluster.terminate()
            cluster.remove()
        for server in (disk, crowded, sharing, upstream):
            if server.running():
                server.kill()
        subprocess.run(["umount", small], check=False)
        small.rmdir()
    verdict.finish()


if __name__ == "__main__":
    main()
