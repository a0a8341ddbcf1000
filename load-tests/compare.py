#!/usr/bin/env python3
"""Sends the same generated calls to Larder and to a peer (dynoxide) and reports what they answer differently.

The calls follow from the seed: every data operation and the table operations, valid and broken, expressions and
legacy forms, indexes, batches and transactions, on tables filled alike. Answers are compared in status, error type,
message and body; request ids, times, account and the order of sets are left out. Differences are grouped by kind,
with count and shortest example; each kind has an identifier.

After a write that was answered differently, and every few hundred calls, both servers' tables are filled anew, so
that one difference does not breed others. --only KIND shows more examples of one kind, --call sends one request of
yours to both. Kinds listed in comparison/accepted.txt (identifier, blank, reason) do not count as failures.
"""

import argparse
import http.client
import json
import random
import shlex
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from comparison import calls, values
from comparison.differences import Group, Outcome, identifier, kind_of
from harness.server import DEFAULT_COMMAND, Server
from harness.wire import Connection, table

ACCEPTED = Path(__file__).resolve().parent / "comparison" / "accepted.txt"


def peer_command():
    found = shutil.which("dynoxide") or shutil.which("dynoxide", path=str(Path.home() / ".cargo" / "bin"))
    return f"{shlex.quote(found)} serve --log quiet -p {{port}}" if found else None


class Side:
    """One of the two servers."""

    def __init__(self, endpoint, command):
        self.server = None if endpoint else Server(command)
        if self.server:
            self.server.start()
        self.wire = Connection(endpoint or self.server.endpoint, timeout=60)
        self.silent = 0

    def set_up(self):
        for name in calls.SCRATCH:
            self.unprotect(name)
            self.wire.drop_table(name)
        for t in values.TABLES:
            def spec(index, chosen):
                hash_key, range_key, projection, _ = chosen
                return index, " ".join(f"{n}:{k}" for n, k in (hash_key, range_key) if n) if range_key else f"{hash_key[0]}:{hash_key[1]}", projection

            self.wire.create_table(table(
                t.name, " ".join(f"{n}:{k}" for n, k in t.keys),
                global_indexes=[spec(n, i) for n, i in t.indexes.items() if i[3]],
                local_indexes=[spec(n, i) for n, i in t.indexes.items() if not i[3]]))

    def unprotect(self, name):
        self.wire.call("UpdateTable", {"TableName": name, "DeletionProtectionEnabled": False})

    def clear(self, tables):
        for t in tables:
            there = [{k: i[k] for k in t.key_names()} for i in self.wire.pages("Scan", {"TableName": t.name})]
            writes = [{"DeleteRequest": {"Key": k}} for k in there]
            for start in range(0, len(writes), 25):
                self.wire.must("BatchWriteItem", {"RequestItems": {t.name: writes[start:start + 25]}})

    def ask(self, operation, request):
        try:
            answer = self.wire.call(operation, request)
        except (OSError, http.client.HTTPException) as problem:
            self.silent += 1
            if self.silent > 20:
                raise
            return Outcome(0, "#NoAnswer", f"{type(problem).__name__}: {problem}", {})
        self.silent = 0
        return Outcome.of(operation, answer)

    def close(self):
        self.wire.close()
        if self.server:
            self.server.kill()
            shutil.rmtree(self.server.data, ignore_errors=True)
            self.server.log.unlink(missing_ok=True)


def fill(left, right, tables, seed, note=lambda *_: None):
    """Both servers hold the same few items afterwards; what only one of them takes, neither holds."""
    left.clear(tables)
    right.clear(tables)
    for t in tables:
        rng = random.Random(f"{seed}/{t.name}")
        for item in [t.item(rng) for _ in range(10)]:
            body = json.dumps({"TableName": t.name, "Item": item}, ensure_ascii=False)
            one, other = left.ask("PutItem", body), right.ask("PutItem", body)
            if one != other:
                note(-1, "PutItem", body, one, other)
                for side in (left, right):
                    side.ask("DeleteItem", json.dumps(
                        {"TableName": t.name, "Key": {k: item[k] for k in t.key_names()}}))


def run(left, right, arguments):
    operations = arguments.operations or list(calls.OPERATIONS)
    groups, sent, agreed = {}, {}, 0
    dirty = []

    def note(number, operation, body, one, other):
        kind = kind_of(operation, one, other)
        groups.setdefault(kind, Group(kind)).add(
            {"number": number, "operation": operation, "request": body, "left": one, "right": other},
            arguments.examples)

    for number in range(arguments.calls):
        # Each call has its own randomness: skipping or adding one leaves the others as they are.
        chance = random.Random(f"{arguments.seed}/{number}")
        dirty = values.TABLES if number % 300 == 0 else dirty
        if dirty:
            fill(left, right, dirty, f"{arguments.seed}/{number // 300}", note)
            dirty = []
        operation, request = calls.generate(chance, operations)
        body = json.dumps(request, ensure_ascii=False)
        one, other = left.ask(operation, body), right.ask(operation, body)
        sent[operation] = sent.get(operation, 0) + 1
        if one == other:
            agreed += 1
            continue
        if operation in ("CreateTable", "DeleteTable", "UpdateTable"):
            for side in (left, right):
                side.unprotect(request.get("TableName", "") if isinstance(request.get("TableName"), str) else "")
                for name in calls.SCRATCH:
                    side.unprotect(name)
                    side.wire.drop_table(name)
        if operation in calls.WRITES:
            dirty = [t for t in values.TABLES if t.name in body]
        note(number, operation, body, one, other)
        if arguments.stop_after and len(groups) >= arguments.stop_after:
            break
    return groups, sent, agreed


def report(groups, sent, agreed, arguments):
    accepted = dict(line.split(None, 1) for line in ACCEPTED.read_text().splitlines()
                    if line.strip() and not line.startswith("#")) if ACCEPTED.exists() else {}
    width = 10**9 if arguments.full else 500

    def cut(line):
        return line if len(line) <= width else line[:width] + f"… ({len(line)} characters)"

    open_kinds = 0
    for group in sorted(groups.values(), key=lambda g: -g.count):
        name = identifier(group.kind)
        if arguments.only and name != arguments.only:
            continue
        if name in accepted and not arguments.only:
            continue
        open_kinds += 1
        print(f"\n[{name}] × {group.count}  {cut(group.kind)}")
        for example in group.examples[:arguments.examples]:
            print(f"  #{example['number']} {example['operation']} {cut(example['request'])}")
            print(f"    larder: {cut(example['left'].brief())}")
            print(f"    peer:   {cut(example['right'].brief())}")
    total = sum(sent.values())
    known = sum(1 for g in groups.values() if identifier(g.kind) in accepted)
    print(f"\n{total} calls ({', '.join(f'{o} {n}' for o, n in sorted(sent.items()))})")
    print(f"{agreed} answered alike, {total - agreed} differently, in {len(groups)} kinds, {known} of them accepted; "
          f"seed {arguments.seed}")
    print(f"{agreed} passed, {sum(g.count for g in groups.values() if identifier(g.kind) not in accepted)} failed")
    return open_kinds == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--larder", default=DEFAULT_COMMAND, help="command that starts Larder (default: bin/larder)")
    parser.add_argument("--larder-endpoint", help="a running Larder instead")
    parser.add_argument("--peer", default=peer_command(), help="command that starts the peer (default: dynoxide)")
    parser.add_argument("--peer-endpoint", help="a running peer instead")
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--operations", nargs="+", choices=list(calls.OPERATIONS), metavar="OPERATION",
                        help="only these operations")
    parser.add_argument("--only", metavar="KIND", help="show only this kind of difference")
    parser.add_argument("--examples", type=int, default=1, help="of each kind (shortest first)")
    parser.add_argument("--full", action="store_true", help="do not shorten long lines")
    parser.add_argument("--stop-after", type=int, metavar="KINDS", help="stop when so many kinds were found")
    parser.add_argument("--call", nargs=2, metavar=("OPERATION", "JSON"), help="send only this request to both")
    arguments = parser.parse_args()
    if not (arguments.peer or arguments.peer_endpoint):
        sys.exit("dynoxide is not installed; give --peer or --peer-endpoint")
    print(f"seed {arguments.seed}", flush=True)
    sides = []
    try:
        sides.append(Side(arguments.larder_endpoint, arguments.larder))
        sides.append(Side(arguments.peer_endpoint, arguments.peer))
        for side in sides:
            side.set_up()
        if arguments.call:
            fill(*sides, values.TABLES, arguments.seed)
            for name, side in zip(("larder", "peer  "), sides):
                print(f"{name}: {side.ask(*arguments.call).brief()}")
            return
        outcome = run(*sides, arguments)
    finally:
        for side in sides:
            side.close()
    sys.exit(0 if report(*outcome, arguments) else 1)


if __name__ == "__main__":
    main()
