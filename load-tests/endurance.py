#!/usr/bin/env python3
"""Gives a server with a small heap everything at once for long, with names that nobody has used before, and watches it.

Several processes read and write items of 100 bytes to 400 KB that are theirs alone, and check what they read: by key,
by collection, by index, in batches and transactions. What is new all the time: keys, those of items that are not there,
names of attributes, expressions, statements, conditions, tables, tokens, user agents, access keys, operations, policies
of the caches, connections over HTTP and DAX, also ones that break off or send nonsense.

At the end: nothing that the process takes has grown during the last half (memory, heap after a collection, native
memory, file descriptors, threads, series of metrics: harness/growth.py); no answer was an error of the server's, a
wrong value or a broken connection; the log knows of no OutOfMemoryError and no other ERROR; SIGTERM ends it with 0,
and started again it has every acknowledged write. With --leave it must fail: what is made is left there.
"""

import argparse
import base64
import contextlib
import http.client
import itertools
import json
import multiprocessing
import os
import random
import socket
import sys
import time
import traceback
import urllib.parse
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness import dax
from harness.growth import OPTIONS, Watch
from harness.server import Server
from harness.signing import Credentials, sign
from harness.verdict import Verdict
from harness.wire import HEADERS, Connection, ServiceFault, table

ITEMS = "endurance-items"
NAMES = "endurance-names"
INDEX = "by-group"
PARTITIONS = 100
IN_PARTITION = 12
LEAST_BYTES, MOST_BYTES = 100, 400_000
NAMES_IN_ITEM = 30
LEFT = ("tables", "connections")
LISTS_ARE_FULL = b"more different sets of attribute names than this server numbers"
NOISE = base64.b64encode(random.Random(1).randbytes(MOST_BYTES)).decode()


def text_of(version, size):
    """The text of one version of an item, which no other one has."""
    start = version * 7919 % (len(NOISE) - MOST_BYTES)
    return NOISE[start : start + size]


class Wrong(Exception):
    """What must not be."""


class Worker:
    """One process of clients. What it writes nobody else does, so it knows what must be there."""

    def __init__(self, number, server, leave, seed):
        self.number = number
        self.endpoint = server["endpoint"]
        self.port = server["port"]
        self.admin = server["admin"]
        self.dax = server["dax"]
        self.verifies = server["verifies"]
        self.leave = leave
        self.random = random.Random(f"{seed} {number}")
        self.serial = itertools.count()
        self.connection = Connection(self.endpoint)
        # By key: the versions that may be there, None for no item. One, unless it is not known how a write has ended.
        self.there = {}
        self.versions = itertools.count(1)
        self.seen = Counter()
        self.wrong = []
        self.left = []
        self.names_left = 0

    def new(self, kind="n"):
        """A name that nobody has used before."""
        return f"{kind}-{self.number}-{next(self.serial)}-{self.random.randrange(16**6):06x}"

    def call(self, operation, request, *expected, connection=None):
        """An answer that is one, or one of these errors."""
        answer = (connection or self.connection).call(operation, request)
        outcome = "ok" if answer.ok else answer.error or f"status {answer.status}"
        self.seen[f"{operation} {outcome}"] += 1
        if not answer.ok and answer.error not in expected:
            raise Wrong(f"{operation}: {answer.status} {answer.raw[:300]!r}")
        return answer

    def run(self, seconds, rate):
        works, weights = zip(*WORK.items())
        until = time.monotonic() + seconds
        due = time.monotonic()
        while (now := time.monotonic()) < until:
            # What could not be sent in time is left out.
            due = max(due + 1 / rate, now - 1)
            time.sleep(max(0.0, due - now))
            work = self.random.choices(works, weights)[0]
            try:
                work(self)
                self.seen[f"({work.__name__})"] += 1
            except (Wrong, ServiceFault, OSError, http.client.HTTPException) as problem:
                self.wrong.append(f"{work.__name__}: {type(problem).__name__}: {problem}")
            except Exception:  # noqa: BLE001 - it belongs in the report, and the others go on
                self.wrong.append(f"{work.__name__}: {traceback.format_exc()}")

    # Items of its own.

    def key(self, number=None):
        partition, place = divmod(
            self.random.randrange(PARTITIONS * IN_PARTITION) if number is None else number, IN_PARTITION
        )
        return f"w{self.number}-{partition}", f"{place:03}"

    @staticmethod
    def wire_key(key):
        return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}

    def size(self):
        return int(LEAST_BYTES * (MOST_BYTES / LEAST_BYTES) ** self.random.random())

    def item(self, key, version, size):
        return {
            **self.wire_key(key),
            "v": {"N": str(version)},
            "group": {"S": f"{key[0]}/{version % 3}"},
            "text": {"S": text_of(version, size)},
        }

    def write_to(self, key, operation, request, version, *expected):
        """What was there may be there still if it is not known whether this was written."""
        before = self.there.get(key, [None])
        self.there[key] = [*before, version]
        answer = self.call(operation, request, *expected)
        self.there[key] = [version] if answer.ok else before
        return answer

    def put(self, key=None, size=None):
        key = key or self.key()
        version = next(self.versions)
        item = self.item(key, version, size or self.size())
        self.write_to(key, "PutItem", {"TableName": ITEMS, "Item": item}, version)

    def write(self):
        key = self.key()
        dice = self.random.random()
        version = next(self.versions)
        if dice < 0.6:
            self.put(key)
        elif dice < 0.8:
            item = self.item(key, version, self.size())
            request = {
                "TableName": ITEMS,
                "Key": self.wire_key(key),
                "UpdateExpression": "SET v = :v, #g = :g, #t = :t",
                "ExpressionAttributeNames": {"#g": "group", "#t": "text"},
                "ExpressionAttributeValues": {":v": item["v"], ":g": item["group"], ":t": item["text"]},
            }
            self.write_to(key, "UpdateItem", request, version)
        elif dice < 0.9:
            self.write_to(key, "DeleteItem", {"TableName": ITEMS, "Key": self.wire_key(key)}, None)
        else:
            request = {
                "TableName": ITEMS,
                "Item": self.item(key, version, 100),
                "ConditionExpression": "v = :v",
                "ExpressionAttributeValues": {":v": {"N": f"-{version}"}},
            }
            answer = self.write_to(key, "PutItem", request, version, "ConditionalCheckFailedException")
            if answer.ok:
                raise Wrong("a condition held that cannot")

    def expect(self, key, item, *, whole=True):
        version = int(item["v"]["N"]) if item else None
        allowed = self.there.get(key, [None])
        if version not in allowed:
            raise Wrong(f"item {key} has version {version}, written last was {allowed}")
        if item and whole and item["text"]["S"] != text_of(version, len(item["text"]["S"])):
            raise Wrong(f"item {key} has another text than its version {version}")

    def read(self):
        key = self.key()
        request = {"TableName": ITEMS, "Key": self.wire_key(key), "ConsistentRead": self.random.random() < 0.3}
        whole = self.random.random() < 0.8
        if not whole:
            request["ProjectionExpression"] = "v, pk"
        self.expect(key, self.call("GetItem", request).body.get("Item"), whole=whole)

    def batch(self):
        keys = {self.key() for _ in range(4)}
        request = {"RequestItems": {ITEMS: {"Keys": [self.wire_key(key) for key in keys]}}}
        body = self.call("BatchGetItem", request).body
        if body["UnprocessedKeys"]:
            raise Wrong("keys of a batch of 2 MB are left")
        found = {(item["pk"]["S"], item["sk"]["S"]): item for item in body["Responses"][ITEMS]}
        for key in keys:
            self.expect(key, found.get(key))

    def partition(self):
        """All items of a partition, by the table or by one part of the index."""
        name = f"w{self.number}-{self.random.randrange(PARTITIONS)}"
        part = self.random.randrange(3) if self.random.random() < 0.3 else None
        request = {
            "TableName": ITEMS,
            "KeyConditionExpression": "pk = :p" if part is None else "#g = :p",
            "ExpressionAttributeValues": {":p": {"S": name if part is None else f"{name}/{part}"}},
            "ScanIndexForward": self.random.random() < 0.5,
        }
        if part is None:
            if self.random.random() < 0.7:
                request["ProjectionExpression"] = "pk, sk, v"
        else:
            request |= {"IndexName": INDEX, "ExpressionAttributeNames": {"#g": "group"}}
        found = {item["sk"]["S"]: item for item in self.connection.pages("Query", request)}
        self.seen["Query pages"] += 1
        for place in range(IN_PARTITION):
            key = (name, f"{place:03}")
            versions = self.there.get(key, [None])
            if part is None or len(versions) > 1:
                if part is None:
                    self.expect(key, found.get(key[1]), whole=False)
            elif (key[1] in found) != (versions[0] is not None and versions[0] % 3 == part):
                raise Wrong(f"index part {part}: {key} of version {versions} is {key[1] in found}")

    def transaction(self):
        first, second = (self.key(number) for number in self.random.sample(range(PARTITIONS * IN_PARTITION), 2))
        version = next(self.versions)
        before = {key: self.there.get(key, [None]) for key in (first, second)}
        for key, versions in before.items():
            self.there[key] = [*versions, version]
        puts = [{"Put": {"TableName": ITEMS, "Item": self.item(key, version, 300)}} for key in before]
        self.call("TransactWriteItems", {"TransactItems": puts, "ClientRequestToken": self.new("token")[:36]})
        for key in before:
            self.there[key] = [version]
        gets = [{"Get": {"TableName": ITEMS, "Key": self.wire_key(key)}} for key in before]
        for key, answer in zip(before, self.call("TransactGetItems", {"TransactItems": gets}).body["Responses"]):
            self.expect(key, answer.get("Item"))

    def scan(self):
        request = {"TableName": ITEMS, "Limit": 20, "TotalSegments": 50, "Segment": self.random.randrange(50)}
        for item in self.call("Scan", request | {"ProjectionExpression": "pk, sk, v"}).body["Items"]:
            if item["pk"]["S"].startswith(f"w{self.number}-"):
                self.expect((item["pk"]["S"], item["sk"]["S"]), item, whole=False)

    # What nobody has named before.

    def new_key(self):
        item = {"pk": {"S": self.new("key")}, "sk": {"S": self.new("key")}, "a": {"S": text_of(1, 200)}}
        key = {name: item[name] for name in ("pk", "sk")}
        self.call("PutItem", {"TableName": NAMES, "Item": item})
        if self.call("GetItem", {"TableName": NAMES, "Key": key}).body.get("Item") != item:
            raise Wrong("a new item is not there")
        self.call("DeleteItem", {"TableName": NAMES, "Key": key})
        if "Item" in self.call("GetItem", {"TableName": NAMES, "Key": key}).body:
            raise Wrong("a deleted item is there")

    def absent_key(self):
        key = self.wire_key((self.new("key"), "x"))
        if "Item" in self.call("GetItem", {"TableName": NAMES, "Key": key}).body:
            raise Wrong("an item is there that nobody has written")

    def attribute_names(self):
        """Adds attributes to an item, which begins anew when it has many; a DAX client is told a list for each."""
        key = (f"names-{self.number}", "x")
        if self.names_left == 0:
            self.names_left = NAMES_IN_ITEM
            self.call("PutItem", {"TableName": NAMES, "Item": self.wire_key(key)})
        self.names_left -= 1
        request = {
            "TableName": NAMES,
            "Key": self.wire_key(key),
            "UpdateExpression": "SET #n = :v",
            "ExpressionAttributeNames": {"#n": self.new("attribute")},
            "ExpressionAttributeValues": {":v": {"S": self.new("value")}},
        }
        self.call("UpdateItem", request)
        self.over_dax(dax.get_item(NAMES, *key))

    def expressions(self):
        filtering = {
            "FilterExpression": "#a = :v OR attribute_exists(#b)",
            "ExpressionAttributeNames": {"#a": self.new("attribute"), "#b": self.new("attribute")},
        }
        values = {":v": {"S": self.new("value")}}
        if self.random.random() < 0.5:
            request = {"TableName": NAMES, "Limit": 3, **filtering, "ExpressionAttributeValues": values}
            body = self.call("Scan", request).body
        else:
            request = {
                "TableName": NAMES,
                "KeyConditionExpression": "pk = :p AND sk > :s",
                **filtering,
                "ExpressionAttributeValues": {
                    **values,
                    ":p": {"S": f"names-{self.number}"},
                    ":s": {"S": self.new("sort")},
                },
            }
            body = self.call("Query", request).body
        if body["Count"]:
            raise Wrong("attributes are there that nobody has written")

    def conditions(self):
        request = {
            "TableName": NAMES,
            "Item": self.wire_key((self.new("key"), "x")),
            "ConditionExpression": f"attribute_exists({self.new('n').replace('-', '_')}) AND #a > :v",
            "ExpressionAttributeNames": {"#a": self.new("attribute")},
            "ExpressionAttributeValues": {":v": {"S": self.new("value")}},
        }
        if self.call("PutItem", request, "ConditionalCheckFailedException").ok:
            raise Wrong("a condition held that cannot")

    def statements(self):
        statement = f'SELECT * FROM "{NAMES}" WHERE pk = \'{self.new("key")}\' AND "{self.new("a")}" = 1'
        if self.call("ExecuteStatement", {"Statement": statement}).body["Items"]:
            raise Wrong("a statement finds what nobody has written")

    def tables(self):
        name = self.new("endurance-table")
        indexes = [(self.new("index"), "g:S", "ALL")] if self.random.random() < 0.3 else []
        self.connection.create_table(table(name, "pk:S sk:S", global_indexes=indexes))
        item = {**self.wire_key(("a", "b")), "g": {"S": "c"}}
        self.call("PutItem", {"TableName": name, "Item": item})
        if self.call("GetItem", {"TableName": name, "Key": self.wire_key(("a", "b"))}).body.get("Item") != item:
            raise Wrong("the item of a new table is not there")
        self.call("Query", {
            "TableName": name,
            "KeyConditionExpression": "pk = :p",
            "ExpressionAttributeValues": {":p": {"S": "a"}},
        })  # fmt: skip
        if "tables" not in self.leave:
            self.connection.drop_table(name)

    def absent_tables(self):
        name = self.new("nothing")
        key = self.wire_key(("a", "b"))
        self.call("GetItem", {"TableName": name, "Key": key}, "ResourceNotFoundException")
        self.call("PutItem", {"TableName": name, "Item": key}, "ResourceNotFoundException")
        if not self.verifies:
            self.over_dax(dax.get_item(name, "a", "b"), fails=True)

    def agents(self):
        """A connection of its own, whose client and headers nobody knows."""
        body = json.dumps({"TableName": NAMES, "Key": self.wire_key(("a", "b"))}).encode()
        connection = Connection(self.endpoint)
        headers = {
            **HEADERS,
            "X-Amz-Target": "DynamoDB_20120810.GetItem",
            "User-Agent": self.new("agent"),
            f"X-{self.new('header')}": self.new("value"),
        }
        if self.verifies:
            del headers["Authorization"]
            headers = sign(connection.credentials, connection.host, headers, body)
        answer = connection.send(headers=headers, body=body)
        self.keep_or_close(connection)
        self.seen[f"agent {answer.status}"] += 1
        if not answer.ok:
            raise Wrong(f"a new agent is answered {answer.status} {answer.raw[:200]!r}")

    def access_keys(self):
        stranger = Credentials(f"AKIA{self.random.randrange(36**8):016X}", self.new("secret"))
        connection = Connection(self.endpoint, credentials=stranger)
        request = {"TableName": NAMES, "Key": self.wire_key(("a", "b"))}
        answer = self.call("GetItem", request, "UnrecognizedClientException", connection=connection)
        self.keep_or_close(connection)
        if answer.ok == self.verifies:
            raise Wrong(f"an access key that nobody has is answered {answer.status}")

    def keep_or_close(self, connection):
        if "connections" in self.leave:
            self.left.append(connection)
        else:
            connection.close()

    # DAX, nonsense, and who operates it.

    def over_dax(self, request, *, fails=False):
        """On a connection of its own, which is not let in where signatures are verified."""
        try:
            connection = dax.DaxConnection(self.dax)
            try:
                answer = connection.call(request)
            finally:
                self.keep_or_close(connection)
        except ConnectionError:
            if self.verifies:
                return
            raise
        outcome = answer.startswith(dax.SUCCESS)
        # Lists of names have a number for good; there may be so many megabytes of them.
        is_full = LISTS_ARE_FULL in answer
        self.seen[f"DAX {'ok' if outcome else 'no more lists' if is_full else 'error'}"] += 1
        if outcome == (fails or self.verifies) and not is_full:
            raise Wrong(f"DAX answers {answer[:200]!r}")

    def dax_reads(self):
        key = self.key()
        self.over_dax(dax.get_item(ITEMS, *key))
        self.over_dax(dax.query(NAMES, "pk", self.new("key")))

    def breaks_off(self):
        """A connection that ends in the middle of a request or of its answer."""
        body = json.dumps({"TableName": ITEMS, "Key": self.wire_key(self.key())}).encode()
        lines = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
        head = f"POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\n{lines}"
        whole = head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body
        opening = dax.opening() + dax.get_item(NAMES, "a", "b")
        port, all_of_it = self.random.choice([(self.port, whole), (self.dax, opening)])
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), 30) as connection:
            connection.sendall(all_of_it[: self.random.randrange(1, len(all_of_it) + 1)])

    def nonsense(self):
        """Operations, targets and bodies that mean nothing: refused as the client's mistake."""
        answer = self.connection.call(self.new("Operation"), {})
        self.seen[f"nonsense {answer.error}"] += 1
        if answer.status != 400:
            raise Wrong(f"an unknown operation is answered {answer.status} {answer.raw[:200]!r}")
        answer = self.connection.call("GetItem", '{"TableName": "' + self.new("table") + '", "Key": {')
        if answer.status != 400:
            raise Wrong(f"half a body is answered {answer.status} {answer.raw[:200]!r}")
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", self.dax), 30) as connection:
            connection.sendall(dax.text(self.new("magic")) + self.random.randbytes(30))
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1000)

    def ask_admin(self, method, path, body=None, *, expected=(200, 202)):
        headers = {"Content-Type": "application/json"}
        credentials = Credentials.of_environment()
        if credentials:
            shown = f"{credentials.access_key}:{credentials.secret_key}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(shown).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=60)
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        raw = answer.read()
        connection.close()
        self.seen[f"{method} {path.split('?')[0].rsplit('/', 1)[0]} {answer.status}"] += 1
        if answer.status not in expected:
            raise Wrong(f"{method} {path}: {answer.status} {raw[:300]!r}")

    def operate(self):
        key = self.key()
        asked = {"TableName": ITEMS, "Key": self.wire_key(key)}
        steering = "/admin/cache"
        # Only one may do what takes long at a time: 503 says so, and 409 that something is being warmed.
        busy = (200, 202, 404, 409, 503)
        pattern = f"{steering}/policies/{urllib.parse.quote(self.new('policy'))}*"
        for method, path, body in self.random.choice([
            [("PUT", pattern, {"item-ttl": "30s"}), ("DELETE", pattern, None)],
            [("POST", f"{steering}/invalidate", asked)],
            [("POST", f"{steering}/invalidate", {"TableName": NAMES})],
            [("POST", f"{steering}/peek", asked)],
            [("POST", f"{steering}/warm", {"TableName": ITEMS, "Keys": [asked["Key"]]})],
            [("GET", f"{steering}/stats", None), ("GET", f"{steering}/advice", None)],
        ]):  # fmt: skip
            self.ask_admin(method, path, body, expected=busy)
        if self.random.random() < 0.1:
            self.ask_admin("GET", f"/{self.new('page')}", expected=(404,))

    # Before and after.

    def fill(self):
        for number in range(PARTITIONS * IN_PARTITION):
            self.put(self.key(number))

    def lost(self):
        """What is not there as it was acknowledged."""
        for number in range(PARTITIONS * IN_PARTITION):
            key = self.key(number)
            request = {"TableName": ITEMS, "Key": self.wire_key(key), "ConsistentRead": True}
            try:
                self.expect(key, self.call("GetItem", request).body.get("Item"))
            except Wrong as problem:
                yield str(problem)


# How often each is done, beside the others.
WORK = {
    Worker.write: 12,
    Worker.read: 25,
    Worker.batch: 4,
    Worker.partition: 8,
    Worker.transaction: 3,
    Worker.scan: 2,
    Worker.new_key: 6,
    Worker.absent_key: 8,
    Worker.attribute_names: 4,
    Worker.expressions: 6,
    Worker.conditions: 4,
    Worker.statements: 3,
    Worker.tables: 0.3,
    Worker.absent_tables: 2,
    Worker.agents: 3,
    Worker.access_keys: 3,
    Worker.dax_reads: 3,
    Worker.breaks_off: 2,
    Worker.nonsense: 2,
    Worker.operate: 0.7,
}


def work(worker, filled, begin, seconds, rate, results):
    worker.fill()
    filled.release()
    begin.wait()
    worker.run(seconds, rate)
    results.put((worker.number, worker.there, worker.seen, worker.wrong[:100], len(worker.wrong)))


def error_lines(log):
    return [line[:500] for line in log.read_text(errors="replace").splitlines() if " ERROR " in line or "OutOf" in line]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3600, help="how long, two minutes at least (%(default)s)")
    parser.add_argument("--rate", type=float, default=300, help="most pieces of work in a second (%(default)s)")
    parser.add_argument("--workers", type=int, default=3, help="processes of clients (%(default)s)")
    parser.add_argument("--heap", default="512m", help="heap of the server (%(default)s)")
    parser.add_argument("--leave", nargs="*", choices=LEFT, default=[], help="what is left there; then it must fail")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)

    options = os.environ.get("LARDER_JAVA_OPTS", "")
    os.environ["LARDER_JAVA_OPTS"] = f"{options} -Xms{arguments.heap} -Xmx{arguments.heap} {OPTIONS}".strip()
    verdict = Verdict()
    server = Server()
    server.start()
    connection = Connection(server.endpoint)
    connection.create_table(table(ITEMS, "pk:S sk:S", global_indexes=[(INDEX, "group:S", "KEYS_ONLY")]))
    connection.create_table(table(NAMES, "pk:S sk:S"))

    told = {
        "endpoint": server.endpoint,
        "port": server.port,
        "admin": server.admin,
        "dax": server.dax,
        "verifies": bool(server.credentials),
    }
    results, filled, begin = multiprocessing.Queue(), multiprocessing.Semaphore(0), multiprocessing.Event()
    workers = [Worker(number, told, arguments.leave, arguments.seed) for number in range(arguments.workers)]
    processes = [
        multiprocessing.Process(
            target=work,
            daemon=True,
            args=(worker, filled, begin, arguments.seconds, arguments.rate / len(workers), results),
        )
        for worker in workers
    ]
    for process in processes:
        process.start()
    for _ in processes:
        if not filled.acquire(timeout=600):
            raise RuntimeError("the tables could not be filled")
    watch = Watch(server.pid, server.admin, min(30.0, max(2.0, arguments.seconds / 60)))
    watch.start()
    begin.set()
    done = sorted((results.get(timeout=arguments.seconds + 300) for _ in processes), key=lambda result: result[0])
    watch.end()

    seen = sum((result[2] for result in done), Counter())
    for name, count in sorted(seen.items()):
        print(f"{name}: {count}")
    pieces = sum(count for name, count in seen.items() if name.startswith("("))
    print(f"{pieces / arguments.seconds:.0f} pieces of work in a second")
    wrong = sum(result[4] for result in done)
    verdict.check("all was answered, and rightly", wrong == 0, "\n     ".join([f"{wrong}:", *done[0][3][:10]]))
    least = arguments.rate / 2
    verdict.check(f"at least {least:.0f} pieces of work in a second", pieces / arguments.seconds >= least)
    watch.judge(verdict)
    verdict.check("the server has not ended", server.running(), lambda: server.log.read_text(errors="replace")[-2000:])
    if server.running():
        verdict.equal("SIGTERM ends it with 0", server.terminate(), 0)
    verdict.equal("its log knows of no error", error_lines(server.log), [])
    server.start()
    for worker, (_, there, *_) in zip(workers, done):
        worker.there = there
        lost = list(worker.lost())
        verdict.check(f"every acknowledged write of {worker.number} is there after a start", not lost, lost[:5])
    server.terminate()
    if not verdict.failed:
        server.remove()
    verdict.finish()


if __name__ == "__main__":
    main()
