#!/usr/bin/env python3
"""Ten million items of 200 bytes: how fast they are loaded, and what a random read costs, beyond the caches and within.

Starts Larder with its caches off, loads for a while or until so many items are there, reads at random from 1,000 of
them and from all, and starts it again with its caches on for the same reads. Needs wrk. CPU per request is the
server's user and system time, from /proc, over the requests that wrk counted; nothing is pinned.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness.server import DEFAULT_COMMAND, Server
from harness.wire import Connection

HERE = Path(__file__).resolve().parent

TICKS = os.sysconf("SC_CLK_TCK")
TABLE = {
    "TableName": "many",
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
}


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def wrk(server, mode, seconds):
    before = cpu_seconds(server.pid)
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", "-s", str(HERE / "many.lua"), server.endpoint + "/"]
    text = subprocess.run(
        command, env={**os.environ, "BENCH_MANY": mode}, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    if "Non-2xx" in text:
        raise RuntimeError(text)
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1))
    p99 = re.search(r"99%\s+(\S+)", text).group(1)
    return rate, (cpu_seconds(server.pid) - before) / requests * 1e6, p99


def count(server):
    return Connection(server.endpoint).must("DescribeTable", {"TableName": "many"})["Table"]["ItemCount"]


def read(server, label, items, seconds):
    wrk(server, str(items), seconds)  # warms up
    rate, micros, p99 = wrk(server, str(items), seconds)
    print(f"{label}, {items:,} keys: {rate:,.0f} reads/s, {micros:.1f} µs CPU, p99 {p99}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=DEFAULT_COMMAND, help="command with {port}, {admin} and {data}")
    parser.add_argument("--items", type=int, default=10_000_000)
    parser.add_argument("--load-seconds", type=int, default=300, help="stop loading after this time")
    parser.add_argument("--seconds", type=int, default=12, help="of each reading")
    arguments = parser.parse_args()

    os.environ.update(LARDER_CACHE_ITEM_BYTES="0", LARDER_CACHE_QUERY_BYTES="0")
    server = Server(arguments.server)
    with server:
        Connection(server.endpoint).must("CreateTable", TABLE)
        # The loader counts from 1, so it is one run; its length follows from a first short one.
        wrk(server, "load", 2)
        seconds = min(arguments.load_seconds, max(2, round(2 * arguments.items / max(1, count(server)))))
        rate, micros, _ = wrk(server, "load", seconds)
        items = count(server)
        print(
            f"loaded {items:,} items in {seconds} s: {rate * 25:,.0f} items/s, {micros / 25:.1f} µs CPU each; "
            f"{Path(server.data, 'data.mdb').stat().st_size / items:.0f} bytes of file each",
            flush=True,
        )
        read(server, "caches off", 1_000, arguments.seconds)
        read(server, "caches off", items, arguments.seconds)
    del os.environ["LARDER_CACHE_ITEM_BYTES"], os.environ["LARDER_CACHE_QUERY_BYTES"]
    with server:
        read(server, "caches on", items, arguments.seconds)
    print("1 passed, 0 failed")


if __name__ == "__main__":
    sys.exit(main())
