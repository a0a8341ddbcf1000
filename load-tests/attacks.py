#!/usr/bin/env python3
"""Attacks the server in all known ways at once, beside a good client whose calls must go on.

Starts a server with a small heap, fills two tables, and lets one process per attack loose:

* bodies of 9.75 MB that are sent and whose connection is closed at once;
* compressed answers of megabytes that are never read, and pipelined requests whose answers are not;
* connections that send half a head or half a body and then nothing, as many as there may be;
* uploads that dribble, and pages of the admin port that are asked for without being read;
* conditions and filters that take long, keys whose Java hash codes are all the same, and compressed bodies that
  would become too large.

Meanwhile a good client reads and writes at a steady rate over one connection, which it opens again when the server
closes it. At the end: the server has not ended, no good call has waited for seconds or failed in the end, 99 % of its
cached reads took no longer than --p99, the process has taken no more memory than --memory, and SIGTERM ends it with 0.
"""

import argparse
import base64
import gzip
import http.client
import itertools
import json
import multiprocessing
import os
import random
import resource
import socket
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.server import DEFAULT_COMMAND, Server
from harness.verdict import Verdict
from harness.wire import HEADERS, Connection, table

GOOD = "attacks-good"
LARGE = "attacks-large"
ITEMS = 200
LARGE_ITEMS = 30
LARGE_BYTES = 390 * 1024
MAX_SECONDS = 5.0
RETRIES = 8


def item(number):
    return {"pk": {"S": f"item{number}"}, "sk": {"S": "x"}, "text": {"S": "t" * 400}, "n": {"N": str(number)}}


def large_item(number, text):
    return {"pk": {"S": f"large{number}"}, "sk": {"S": "x"}, "a": {"S": text}}


def noise(count, seed=1):
    """Text of so many characters that compresses badly."""
    return base64.b64encode(random.Random(seed).randbytes(count))[:count].decode()


def request(operation, body, extra=()):
    """The bytes of one call."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [
        "POST / HTTP/1.1",
        "Host: attacked",
        f"X-Amz-Target: DynamoDB_20120810.{operation}",
        *(f"{name}: {value}" for name, value in HEADERS.items()),
        *extra,
        f"Content-Length: {len(data)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


class Target:
    """Where an attack goes, until when, and what it has seen."""

    def __init__(self, endpoint, admin, until):
        parts = urlsplit(endpoint)
        self.address = (parts.hostname, parts.port)
        self.admin = (parts.hostname, admin)
        self.endpoint = endpoint
        self.until = until
        self.seen = Counter()

    @property
    def goes_on(self):
        return time.monotonic() < self.until

    def rest(self, seconds):
        time.sleep(max(0.0, min(seconds, self.until - time.monotonic())))

    def connect(self, address=None):
        connection = socket.create_connection(address or self.address, timeout=5)
        self.seen["connected"] += 1
        return connection

    def again(self, attack, pause=0.05):
        """Repeats `attack` until the end; what the server does against it is only counted."""
        while self.goes_on:
            try:
                attack()
            except OSError as problem:
                self.seen[type(problem).__name__] += 1
            self.rest(pause)

    def in_threads(self, count, attack, pause=0.05):
        threads = [threading.Thread(target=self.again, args=(attack, pause), daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def bodies_sent_and_closed(target):
    text = noise(LARGE_BYTES)
    puts = [{"PutRequest": {"Item": large_item(n, text)}} for n in range(25)]
    body = request("BatchWriteItem", {"RequestItems": {LARGE: puts}})

    def attack():
        with target.connect() as connection:
            connection.sendall(body)

    target.in_threads(4, attack)


def compressed_answers_unread(target):
    keys = [{"pk": {"S": f"large{n}"}, "sk": {"S": "x"}} for n in range(LARGE_ITEMS)]
    body = request("BatchGetItem", {"RequestItems": {LARGE: {"Keys": keys}}}, ["Accept-Encoding: gzip"])

    def attack():
        connections = []
        try:
            for _ in range(40):
                connection = target.connect()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.sendall(body)
                connections.append(connection)
            target.rest(3)
        finally:
            for connection in connections:
                connection.close()

    target.again(attack)


def pipelined_unread(target):
    body = request("GetItem", {"TableName": GOOD, "Key": {"pk": {"S": "item1"}, "sk": {"S": "x"}}}) * 100
    flood(target, target.address, body)


def metrics_unread(target):
    flood(target, target.admin, b"GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 100)


def flood(target, address, requests):
    def attack():
        with target.connect(address) as connection:
            connection.settimeout(2)
            while target.goes_on:
                connection.sendall(requests)

    target.in_threads(4, attack)


def half_sent(target):
    """Keeps as many connections as it may, half of them with a part of a head, half with a part of a body."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(most, 20_000)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    whole = request("PutItem", {"TableName": GOOD, "Item": item(1)})
    parts = itertools.cycle((whole[:60], whole[:-10]))
    held = []
    while target.goes_on:
        try:
            connection = target.connect()
            connection.sendall(next(parts))
            held.append(connection)
        except OSError as problem:
            target.seen[type(problem).__name__] += 1
            target.rest(0.2)
        if len(held) >= most - 100:
            held.pop(0).close()
        if len(held) % 100 == 0:
            target.rest(0.05)


def stalled_uploads(target):
    head = request("PutItem", b" " * 16_000_000)[:500_000]

    def attack():
        with target.connect() as connection:
            connection.sendall(head)
            while target.goes_on:
                connection.sendall(b" ")
                target.rest(1)

    target.in_threads(30, attack)


def long_expressions(target):
    """What compares every place of a text of 380 KB with half of another one."""
    pattern = "a" * 190_000 + "b"
    condition = request(
        "PutItem",
        {
            "TableName": LARGE,
            "Item": {"pk": {"S": "letters"}, "sk": {"S": "x"}, "a": {"S": "a" * 380_000}},
            "ConditionExpression": "contains(a, :v)",
            "ExpressionAttributeValues": {":v": {"S": pattern}},
        },
    )
    scan = request(
        "Scan",
        {
            "TableName": LARGE,
            "FilterExpression": "contains(a, :v)",
            "ExpressionAttributeValues": {":v": {"S": pattern}},
        },
    )
    calls = itertools.cycle((condition, scan))

    def attack():
        with target.connect() as connection:
            connection.settimeout(30)
            connection.sendall(next(calls))
            target.seen[connection.recv(12).decode("ascii", "replace")] += 1

    target.in_threads(3, attack, pause=0.3)


def colliding_keys(target):
    """Keys of which all have the same `String.hashCode`."""
    keys = ["".join(pair) for pair in itertools.product(("Aa", "BB"), repeat=12)]
    connection = Connection(target.endpoint)
    at = itertools.count()

    def attack():
        first = next(at) * 25 % len(keys)
        puts = [{"PutRequest": {"Item": {"pk": {"S": key}, "sk": {"S": "x"}}}} for key in keys[first : first + 25]]
        gets = [{"pk": {"S": key}, "sk": {"S": "x"}} for key in keys[first : first + 25]]
        try:
            for operation, body in (
                ("BatchWriteItem", {"RequestItems": {GOOD: puts}}),
                ("BatchGetItem", {"RequestItems": {GOOD: {"Keys": gets}}}),
            ):
                target.seen[connection.call(operation, body).status] += 1
        except http.client.HTTPException as problem:
            raise OSError from problem

    target.again(attack)


def broken_codings(target):
    """A compressed body that would become much larger than a body may be."""
    bomb = request("PutItem", gzip.compress(b" " * 200_000_000), ["Content-Encoding: gzip"])

    def attack():
        with target.connect() as connection:
            connection.sendall(bomb)
            target.seen[connection.recv(12).decode("ascii", "replace")] += 1

    target.in_threads(2, attack, pause=0.2)


ATTACKS = (
    bodies_sent_and_closed,
    compressed_answers_unread,
    pipelined_unread,
    metrics_unread,
    half_sent,
    stalled_uploads,
    long_expressions,
    colliding_keys,
    broken_codings,
)


def attack(name, endpoint, admin, seconds, results):
    # The good client and the server come first, wherever there are too few processors.
    os.nice(10)
    target = Target(endpoint, admin, time.monotonic() + seconds)
    globals()[name](target)
    results.put((name, dict(target.seen)))


class GoodClient:
    """Calls at a steady rate; each call is measured, its retries included."""

    def __init__(self, endpoint, seed, rate):
        self.random = random.Random(seed)
        self.connection = Connection(endpoint, timeout=MAX_SECONDS)
        self.pause = 1 / rate
        self.times = {"GetItem": [], "PutItem": [], "Query": []}
        self.retries = Counter()
        self.failed = []

    def run(self, seconds):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            due = time.monotonic() + self.pause
            number = self.random.randrange(ITEMS)
            key = {"pk": {"S": f"item{number}"}, "sk": {"S": "x"}}
            dice = self.random.random()
            if dice < 0.9:
                self.call("GetItem", {"TableName": GOOD, "Key": key})
            elif dice < 0.95:
                self.call("PutItem", {"TableName": GOOD, "Item": item(number)})
            else:
                self.call(
                    "Query",
                    {
                        "TableName": GOOD,
                        "KeyConditionExpression": "pk = :pk",
                        "ExpressionAttributeValues": {":pk": key["pk"]},
                    },
                )
            time.sleep(max(0.0, due - time.monotonic()))

    def call(self, operation, body):
        began = time.monotonic()
        outcome = None
        for attempt in range(RETRIES):
            try:
                answer = self.connection.call(operation, body)
                outcome = answer.status if answer.error is None else answer.error
                if answer.ok:
                    break
            except (OSError, http.client.HTTPException) as problem:
                outcome = type(problem).__name__
            self.retries[outcome] += 1
            time.sleep(0.01 * 2**attempt)
        else:
            self.failed.append((operation, outcome))
        self.times[operation].append(time.monotonic() - began)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else float("nan")


def resident(group):
    """Megabytes that the processes of a group have in memory."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                pages += int(fields[21])
        except OSError:
            pass
    return pages * resource.getpagesize() / 2**20


def fill(endpoint):
    connection = Connection(endpoint)
    connection.create_table(table(GOOD, "pk:S sk:S"))
    connection.create_table(table(LARGE, "pk:S sk:S"))
    for number in range(ITEMS):
        connection.must("PutItem", {"TableName": GOOD, "Item": item(number)})
        connection.must("GetItem", {"TableName": GOOD, "Key": {"pk": {"S": f"item{number}"}, "sk": {"S": "x"}}})
    for number in range(LARGE_ITEMS):
        connection.must("PutItem", {"TableName": LARGE, "Item": large_item(number, noise(LARGE_BYTES, number))})
    connection.must(
        "PutItem", {"TableName": LARGE, "Item": {"pk": {"S": "letters"}, "sk": {"S": "x"}, "a": {"S": "a" * 380_000}}}
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=DEFAULT_COMMAND)
    parser.add_argument("--seconds", type=float, default=60, help="how long the attacks go on")
    parser.add_argument("--heap", default="256m", help="largest heap of the server")
    parser.add_argument("--memory", type=float, default=900, help="most megabytes that the process may have resident")
    parser.add_argument("--p99", type=float, default=50, help="most milliseconds of 99 %% of the good client's reads")
    parser.add_argument("--rate", type=float, default=100, help="good calls per second")
    parser.add_argument("--only", nargs="*", choices=[a.__name__ for a in ATTACKS], help="some attacks alone")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")

    verdict = Verdict()
    os.environ["LARDER_JAVA_OPTS"] = (os.environ.get("LARDER_JAVA_OPTS", "") + f" -Xmx{arguments.heap}").strip()
    server = Server(arguments.server)
    server.start()
    fill(server.endpoint)
    results = multiprocessing.Queue()
    names = arguments.only or [each.__name__ for each in ATTACKS]
    attackers = [
        multiprocessing.Process(
            target=attack, daemon=True, args=(name, server.endpoint, server.admin, arguments.seconds, results)
        )
        for name in names
    ]
    most = [0.0]
    good = GoodClient(server.endpoint, arguments.seed, arguments.rate)
    over = threading.Event()

    def watch():
        while not over.wait(0.25):
            most[0] = max(most[0], resident(server.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    for attacker in attackers:
        attacker.start()
    good.run(arguments.seconds)
    seen = dict(results.get(timeout=120) for _ in attackers)
    over.set()
    watcher.join()

    for name in names:
        print(f"{name}: {seen[name]}")
    print(f"good client: {sum(map(len, good.times.values()))} calls, retries {dict(good.retries)}")
    for operation, times in good.times.items():
        print(
            f"{operation}: p50 {percentile(times, 0.5):.1f} ms, p99 {percentile(times, 0.99):.1f} ms, "
            f"longest {percentile(times, 1):.0f} ms"
        )
    print(f"most memory: {most[0]:.0f} MB")
    reads = percentile(good.times["GetItem"], 0.99)
    longest = max(itertools.chain(*good.times.values())) if good.times["GetItem"] else float("inf")
    alive = server.running()
    verdict.check("the server has not ended", alive, lambda: server.log.read_text(errors="replace")[-2000:])
    verdict.check("no call of the good client failed in the end", not good.failed, Counter(good.failed))
    verdict.check(f"none took longer than {MAX_SECONDS:.0f} s", longest < MAX_SECONDS, f"{longest:.1f} s")
    verdict.check(f"99 % of its reads took at most {arguments.p99:.0f} ms", reads <= arguments.p99, f"{reads:.1f} ms")
    verdict.check(f"at most {arguments.memory:.0f} MB of memory", most[0] <= arguments.memory, f"{most[0]:.0f} MB")
    if alive:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.admin}/metrics", timeout=10) as page:
            for line in page.read().decode().splitlines():
                if line.startswith(("larder_accepted", "larder_closed", "larder_refused", "ClientConnections")):
                    print(line)
        verdict.equal("SIGTERM ends it with 0", server.terminate(), 0)
    verdict.finish()


if __name__ == "__main__":
    main()
