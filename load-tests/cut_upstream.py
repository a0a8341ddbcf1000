#!/usr/bin/env python3
"""Writes through a Larder whose connections to its upstream are cut at random, and checks what it said of them.

A server, a proxy that cuts 5 % of the connections, and a Larder in front. Several clients, none of which tries
anything again, add to a counter; raise another one on the condition that nobody did meanwhile; put items that must
not exist yet, one by one and in transactions. Then:

* each counter is at least what was acknowledged, and at most that and what nobody knows the outcome of;
* nobody is told of a failed condition because of a write of its own: an item that only one client ever put, once, did
  not exist; whoever lost a race finds the mark of somebody else in the item;
* what was acknowledged is there; of a transaction all or nothing;
* what the Larder answers afterwards, from memory or not, is what the upstream has.

At the end Coherence.java runs through the same cuts (needs a JDK).
"""

import argparse
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.cutting import CuttingProxy
from harness.java import coherence
from harness.server import UNVERIFIED, Server, in_front_of
from harness.verdict import Verdict
from harness.wire import Connection, table

TABLE = "cuts"
QUIET_SECONDS = 4
SETTINGS = {
    "LARDER_UPSTREAM_WRITE_TIMEOUT": "3s",
    "LARDER_UPSTREAM_READ_TIMEOUT": "3s",
    "LARDER_UPSTREAM_QUIET_TIME": f"{QUIET_SECONDS}s",
}


def key(name):
    return {"pk": {"S": name}}


class Client(threading.Thread):
    """One client with a connection to the Larder; `outcomes` counts by operation and outcome."""

    def __init__(self, number, endpoint, seed, deadline):
        super().__init__(name=f"client-{number}")
        self.number = number
        self.random = random.Random(f"{seed}/{number}")
        self.connection = Connection(endpoint)
        self.deadline = deadline
        self.outcomes = Counter()
        self.put = {}
        self.wrong = []
        self.sent = 0

    def run(self):
        steps = (self.add, self.raise_if_unchanged, self.put_new, self.put_new_together)
        while time.monotonic() < self.deadline:
            self.sent += 1
            try:
                self.random.choice(steps)()
            except Exception as problem:  # noqa: BLE001 - an answer that cannot be read, or a connection that broke
                self.wrong.append(f"no answer: {problem!r}")

    def outcome(self, name, operation, request):
        """The answer, counted as acknowledged, refused by a condition, or unknown."""
        answer = self.connection.call(operation, request)
        if answer.ok:
            kind = "acknowledged"
        elif answer.error in ("ConditionalCheckFailedException", "TransactionCanceledException"):
            kind = "refused"
        elif answer.status >= 500:
            kind = "unknown"
        else:
            kind = "wrong"
            self.wrong.append(f"{name}: {answer.status} {answer.raw[:300]!r}")
        self.outcomes[name, kind] += 1
        return kind, answer

    def add(self):
        self.outcome(
            "add",
            "UpdateItem",
            {
                "TableName": TABLE,
                "Key": key("added"),
                "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            },
        )

    def raise_if_unchanged(self):
        found = self.connection.call("GetItem", {"TableName": TABLE, "Key": key("raised")})
        if not found.ok:
            self.outcomes["read", "failed"] += 1
            return
        before = found.body["Item"]["n"]
        mark = {"S": f"{self.number}-{self.sent}"}
        kind, answer = self.outcome(
            "raise",
            "UpdateItem",
            {
                "TableName": TABLE,
                "Key": key("raised"),
                "UpdateExpression": "SET n = n + :one, mark = :mark",
                "ConditionExpression": "n = :before",
                "ExpressionAttributeValues": {":one": {"N": "1"}, ":before": before, ":mark": mark},
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            },
        )
        if kind == "refused" and answer.body.get("Item", {}).get("mark") == mark:
            self.wrong.append(f"refused because of itself: {answer.raw!r}")

    def put_new(self):
        name = f"item-{self.number}-{self.sent}"
        kind, answer = self.outcome(
            "put",
            "PutItem",
            {"TableName": TABLE, "Item": key(name), "ConditionExpression": "attribute_not_exists(pk)"},
        )
        if kind == "refused":
            self.wrong.append(f"{name} is said to have been there: {answer.raw!r}")
        self.put[(name,)] = kind

    def put_new_together(self):
        names = tuple(f"item-{self.number}-{self.sent}-{half}" for half in "ab")
        puts = [
            {"Put": {"TableName": TABLE, "Item": key(name), "ConditionExpression": "attribute_not_exists(pk)"}}
            for name in names
        ]
        request = {"TransactItems": puts}
        if self.random.random() < 0.5:
            request["ClientRequestToken"] = f"{self.number}-{self.sent}"
        kind, answer = self.outcome("put two", "TransactWriteItems", request)
        if kind == "refused":
            self.wrong.append(f"{names} are said to have been there: {answer.raw!r}")
        self.put[names] = kind


def drive(endpoint, seed, seconds, count):
    deadline = time.monotonic() + seconds
    clients = [Client(number, endpoint, seed, deadline) for number in range(count)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return clients


def judge(verdict, clients, upstream, larder):
    outcomes = sum((client.outcomes for client in clients), Counter())
    for (name, kind), times in sorted(outcomes.items()):
        print(f"{name:10} {kind:14} {times:7}")
    wrong = [problem for client in clients for problem in client.wrong]
    verdict.check("every answer is one that may be", not wrong, lambda: "\n     ".join(wrong[:5]))
    verdict.check("some outcomes are unknown", any(kind == "unknown" for _, kind in outcomes))
    for name, operation in (("added", "add"), ("raised", "raise")):
        read = {"TableName": TABLE, "Key": key(name), "ConsistentRead": True}
        value = int(upstream.must("GetItem", read)["Item"]["n"]["N"])
        least = outcomes[operation, "acknowledged"]
        most = least + outcomes[operation, "unknown"]
        verdict.check(f"{name}: {least} <= {value} <= {most}", least <= value <= most)

    there = {item["pk"]["S"] for item in upstream.pages("Scan", {"TableName": TABLE, "ConsistentRead": True})}
    lost, halves = [], []
    for client in clients:
        for names, kind in client.put.items():
            found = [name in there for name in names]
            if kind == "acknowledged" and not all(found):
                lost.append(names)
            if any(found) != all(found):
                halves.append(names)
    verdict.equal("acknowledged items that are not there", lost, [])
    verdict.equal("transactions of which one half is there", halves, [])

    stale = []
    asked = [name for client in clients for names in client.put for name in names][-3000:]
    # Twice: the second time from memory.
    for name in [*asked, *asked, "added", "raised"]:
        request = {"TableName": TABLE, "Key": key(name)}
        if larder.must("GetItem", request).get("Item") != upstream.must("GetItem", request).get("Item"):
            stale.append(name)
    verdict.equal("items that the Larder shows otherwise than the upstream", stale, [])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for the counters, and as many for Coherence.java")
    parser.add_argument("--share", type=float, default=0.05, help="of the calls that are fatal to their connection")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    verdict = Verdict()
    servers = [Server(environment=UNVERIFIED)]
    try:
        servers[0].start()
        cutting = CuttingProxy(servers[0].port, arguments.seed)
        servers.append(in_front_of(cutting.endpoint, settings=SETTINGS))
        servers[1].start()
        upstream, larder = (Connection(server.endpoint) for server in servers)
        larder.create_table(table(TABLE, "pk:S"))
        for name in ("added", "raised"):
            larder.must("PutItem", {"TableName": TABLE, "Item": {**key(name), "n": {"N": "0"}}})
        cutting.share = arguments.share
        clients = drive(servers[1].endpoint, arguments.seed, arguments.seconds, arguments.clients)
        cutting.share = 0
        time.sleep(QUIET_SECONDS)
        verdict.check("connections were cut in every way", len(cutting.cuts) == 4, cutting.cuts)
        verdict.guarded("judging", judge, verdict, clients, upstream, larder)
        read_and_write(verdict, arguments, cutting, servers[1].endpoint)
    finally:
        for server in reversed(servers):
            if server.running():
                server.terminate()
    if not verdict.failed:
        for server in servers:
            server.remove()
    verdict.finish()


def read_and_write(verdict, arguments, cutting, endpoint):
    """Coherence.java through the cuts; the last seconds of it are without, for its last reads must succeed."""
    seconds = arguments.seconds + QUIET_SECONDS
    command = coherence([endpoint], faults="yes", seconds=seconds, seed=arguments.seed)
    with subprocess.Popen(command) as process:
        # The table is made and the program compiled before anything is cut.
        time.sleep(QUIET_SECONDS)
        cutting.share = arguments.share
        time.sleep(max(0, arguments.seconds - QUIET_SECONDS))
        cutting.share = 0
        verdict.equal("Coherence.java ends with", process.wait(), 0)


if __name__ == "__main__":
    main()
