#!/usr/bin/env python3
"""Sends the same generated calls to Larder and to a peer (dynoxide) and reports what they answer differently.

The calls follow from the seed: every data operation and the table operations, valid and broken, expressions and
legacy forms, indexes, batches and transactions, on tables filled alike. Answers are compared in status, error type,
message and body; request ids, times, account and the order of sets are left out. Differences are grouped by kind,
with count and shortest example; each kind has an identifier.

With --versus the peer is another Larder, and answers must be equal to the byte: page by page, in headers and in the
order of everything, but for request ids, times and table ids.

After a write that was answered differently, and every few hundred calls, both servers' tables are filled anew, so
that one difference does not breed others. After a write that was answered alike, the tables it names and their
indexes must hold the same; with --streams only writes are sent, to tables with streams, and these must tell the
same of each item. --only KIND shows more examples of one kind, --call sends one request of
yours to both. Kinds that a pattern of comparison/accepted.txt fits do not count as failures. Scan and Query are
followed to their last page and through all segments, and compared without regard to the order of partitions.
"""

import argparse
import dataclasses
import functools
import http.client
import json
import random
import re
import shlex
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from comparison import calls, partiql, streams, values
from comparison.differences import Accepted, Group, Outcome, exact, identifier, kinds_of, normal, text
from comparison.pages import Refused, StatementWalk, Walk
from harness.server import DEFAULT_COMMAND, Server
from harness.wire import Connection, table

ACCEPTED = Path(__file__).resolve().parent / "comparison" / "accepted.txt"


def peer_command():
    found = shutil.which("dynoxide") or shutil.which("dynoxide", path=str(Path.home() / ".cargo" / "bin"))
    return f"{shlex.quote(found)} serve --log quiet -p {{port}}" if found else None


class Recorder(Connection):
    """A connection that keeps all answers, in the form in which they are compared to the byte."""

    def __init__(self, endpoint, timeout):
        super().__init__(endpoint, timeout)
        self.answers = []

    def send(self, *request, **more):
        answer = super().send(*request, **more)
        self.answers.append(exact(answer))
        return answer


class Side:
    """One of the two servers."""

    def __init__(self, endpoint, command, *, to_the_byte=False, reader=None):
        self.server = None if endpoint else Server(command)
        if self.server:
            self.server.start()
        self.wire = (Recorder if to_the_byte else Connection)(endpoint or self.server.endpoint, timeout=60)
        self.silent = 0
        self.streams = reader(self.wire) if reader else None

    def set_up(self):
        for name in calls.SCRATCH:
            self.unprotect(name)
            self.wire.drop_table(name)
        for t in values.TABLES:
            self.create(t)

    def create(self, t):
        def spec(index, chosen):
            hash_key, range_key, projection, _ = chosen
            return (
                index,
                " ".join(f"{n}:{k}" for n, k in (hash_key, range_key) if n)
                if range_key
                else f"{hash_key[0]}:{hash_key[1]}",
                projection,
            )

        request = table(
            t.name,
            " ".join(f"{n}:{k}" for n, k in t.keys),
            global_indexes=[spec(n, i) for n, i in t.indexes.items() if i[3]],
            local_indexes=[spec(n, i) for n, i in t.indexes.items() if not i[3]],
        )
        if self.streams:
            request["StreamSpecification"] = streams.VIEW
        self.wire.create_table(request)

    def unprotect(self, name):
        self.wire.call("UpdateTable", {"TableName": name, "DeletionProtectionEnabled": False})

    def clear(self, t):
        """Whether the table is empty afterwards."""
        there = list(self.wire.pages("Scan", {"TableName": t.name}))
        writes = [{"DeleteRequest": {"Key": {k: i.get(k) for k in t.key_names()}}} for i in there]
        for start in range(0, len(writes), 25):
            self.wire.call("BatchWriteItem", {"RequestItems": {t.name: writes[start : start + 25]}})
        return not any(True for _ in self.wire.pages("Scan", {"TableName": t.name}))

    def ask(self, operation, request):
        if not isinstance(self.wire, Recorder):
            return self.outcome(operation, request)
        self.wire.answers.clear()
        return dataclasses.replace(self.outcome(operation, request), answers=tuple(self.wire.answers))

    def outcome(self, operation, request):
        try:
            answer = self.wire.call(operation, request)
            if operation in ("Query", "Scan") and answer.status == 200:
                return Outcome.success(Walk(self.wire, operation, json.loads(request)).whole(answer))
            if operation == "ExecuteStatement" and answer.status == 200:
                return Outcome.success(StatementWalk(self.wire, json.loads(request)).whole(answer))
        except Refused as refused:
            answer = refused.answer
        except (OSError, http.client.HTTPException) as problem:
            self.silent += 1
            if self.silent > 20:
                raise
            return Outcome(0, "#NoAnswer", f"{type(problem).__name__}: {problem}", {})
        self.silent = 0
        return Outcome.of(operation, answer)

    def lacks(self, update):
        """Whether the item of an update is not there."""
        answer = self.wire.call(
            "GetItem", {"TableName": update.get("TableName"), "Key": update.get("Key"), "ConsistentRead": True}
        )
        return answer.status == 200 and "Item" not in answer.body

    def state(self, t):
        """What a table and its indexes hold."""
        return {
            index or "its items": sorted(
                text(normal(item))
                for item in self.wire.pages("Scan", {"TableName": t.name, **({"IndexName": index} if index else {})})
            )
            for index in (None, *t.indexes)
        }

    def close(self):
        self.wire.close()
        if self.server:
            self.server.kill()
            self.server.remove()


def fill(left, right, tables, seed, note=lambda *_: None):
    """Both servers hold the same few items afterwards; what only one of them takes, neither holds."""
    for t in tables:
        cleared = [side.clear(t) for side in (left, right)]
        if not all(cleared):
            # The peer can change the key of an item, or lose it, and then never finds the item again.
            for side in (left, right):
                side.create(t)
        rng = random.Random(f"{seed}/{t.name}")
        for item in [t.item(rng) for _ in range(10)]:
            body = json.dumps({"TableName": t.name, "Item": item}, ensure_ascii=False)
            one, other = left.ask("PutItem", body), right.ask("PutItem", body)
            if one != other:
                note(-1, "PutItem", body, one, other)
                for side in (left, right):
                    side.ask(
                        "DeleteItem", json.dumps({"TableName": t.name, "Key": {k: item[k] for k in t.key_names()}})
                    )


OPERAND_IN_PARENTHESES = re.compile(
    r"(?:^|[\"(,=<>]|\b(?:AND|OR|NOT|BETWEEN))\s*\(\s*[#:\w][#:\w.\[\]]*\s*\)", re.IGNORECASE
)


def only_removes(update):
    """Whether an update can do nothing to an item that is not there."""
    expression, attributes = update.get("UpdateExpression"), update.get("AttributeUpdates")
    if isinstance(expression, str):
        return not re.search(r"\b(SET|ADD)\b", expression, re.IGNORECASE)
    return (
        isinstance(attributes, dict)
        and bool(attributes)
        and all(isinstance(a, dict) and a.get("Action") == "DELETE" for a in attributes.values())
    )


def removals(operation, request):
    """The updates of a request that only remove."""
    actions = request.get("TransactItems") if operation == "TransactWriteItems" else [{"Update": request}]
    updates = (
        [a["Update"] for a in actions if isinstance(a, dict) and isinstance(a.get("Update"), dict)]
        if isinstance(actions, list)
        else []
    )
    return [u for u in updates if only_removes(u)]


def conditions(part):
    """The texts of the conditions of a request, those of its actions too."""
    if isinstance(part, dict):
        for member, value in part.items():
            if member in ("ConditionExpression", "FilterExpression", "KeyConditionExpression"):
                yield str(value)
            else:
                yield from conditions(value)
    elif isinstance(part, list):
        for element in part:
            yield from conditions(element)


def labelled(operation, body, one, peer, of_nothing):
    """The operation, with what tells apart two kinds of it."""
    request = json.loads(body)
    if of_nothing and one.error is None:
        return f"{operation} that removes from nothing"
    if 'token: "_"' in str(one.message):
        return f"{operation} with a leading underscore"
    if '"NOT_CONTAINS"' in body and (
        (one.error is None and peer.error is None) or "ConditionalCheckFailed" in str(one.error)
    ):
        return f"{operation} with NOT_CONTAINS"
    if "Syntax error" in str(peer.message) and any(map(OPERAND_IN_PARENTHESES.search, conditions(request))):
        return f"{operation} with an operand in parentheses"
    if operation in partiql.OPERATIONS:
        return f"{operation} {partiql.kind(request)}"
    if operation in ("Query", "Scan"):
        index = request.get("IndexName")
        t = next((t for t in values.TABLES if t.name == str(request.get("TableName")).removeprefix(calls.ARN)), None)
        if t and index in t.indexes and not t.indexes[index][3]:
            return f"{operation} of a local index"
        if t and not index and len(t.keys) == 1:
            return f"{operation} without sort key"
    return operation


class Comparison:
    """Two sides, and what came of asking both."""

    def __init__(self, left, right, examples, accepted, *, to_the_byte):
        self.left = left
        self.right = right
        self.examples = examples
        self.to_the_byte = to_the_byte
        self.accepted = accepted
        self.groups = {}
        self.sent = {}
        self.agreed = 0
        self.failed = 0
        self.dirty = []
        self.tokens = {}

    def note(self, number, operation, body, one, other, kinds=None, *, of_nothing=False):
        kinds = kinds or kinds_of(labelled(operation, body, one, other, of_nothing), one, other)
        for kind in kinds:
            self.groups.setdefault(kind, Group(kind)).add(
                {"number": number, "operation": operation, "request": body, "left": one, "right": other}, self.examples
            )
        self.failed += any(not self.accepted.reason(kind) for kind in kinds)

    def ask(self, number, operation, request):
        token = request.get("ClientRequestToken")
        if isinstance(token, str) and token in values.TOKENS:
            # A token that only one side has used up is not used again.
            request = {**request, "ClientRequestToken": f"{token}.{self.tokens.get(token, 0)}"}
        body = json.dumps(request, ensure_ascii=False)
        of_nothing = (
            any(self.left.lacks(u) for u in removals(operation, request)) if operation in calls.WRITES else False
        )
        one = self.left.ask(operation, body)
        # Another peer than Larder knows tables by their names only; tags are of ARNs everywhere.
        by_arn = self.to_the_byte or "ResourceArn" in request
        other = self.right.ask(operation, body if by_arn else body.replace(calls.ARN, ""))
        self.sent[operation] = self.sent.get(operation, 0) + 1
        touched = [t for t in values.TABLES if t.name in body] if calls.writes(operation, request) else []
        told = [side.streams.told(touched) for side in (self.left, self.right)] if self.left.streams else None
        if one != other:
            self.note(number, operation, body, one, other, of_nothing=of_nothing)
            self.dirty = touched
            self.tokens[token] = number
            if (one.error is None) != (other.error is None):
                self.realign(operation, request)
            return
        self.agreed += 1
        if told and told[0] != told[1]:
            left, right = (Outcome.success(heard) for heard in told)
            label = labelled(operation, body, one, other, of_nothing) + ": its stream"
            self.note(number, operation, body, left, right, kinds_of(label, left, right))
        for t in touched if one.error is None else ():
            left, right = self.left.state(t), self.right.state(t)
            if left != right:
                label = labelled(operation, body, one, other, of_nothing)
                kinds = [f"{label}: then {t.name} differs in {i}" for i in left if left[i] != right[i]]
                self.note(number, operation, body, Outcome.success(left), Outcome.success(right), kinds)
                self.dirty = touched

    def realign(self, operation, request):
        """What both sides have of tables and settings is the same again, after only one of them took a change."""
        name = request.get("TableName")
        for side in (self.left, self.right):
            if operation in ("CreateTable", "DeleteTable", "UpdateTable"):
                side.unprotect(name if isinstance(name, str) else "")
                for scratch in {*calls.SCRATCH, str(name).removeprefix(calls.ARN)} - {t.name for t in values.TABLES}:
                    side.unprotect(scratch)
                    side.wire.drop_table(scratch)
            if operation == "UpdateTimeToLive":
                for attribute in calls.TIMES_TO_LIVE:
                    side.wire.call(
                        operation,
                        {"TableName": name, "TimeToLiveSpecification": {"AttributeName": attribute, "Enabled": False}},
                    )


def run(left, right, arguments):
    every = partiql.OPERATIONS if arguments.partiql else calls.OPERATIONS
    known = [o for o in every if o in calls.WRITES or not arguments.streams or arguments.partiql]
    operations = arguments.operations or known
    to_the_byte = arguments.versus is not None
    accepted = Accepted(arguments.accept or (None if to_the_byte else ACCEPTED))
    comparison = Comparison(left, right, arguments.examples, accepted, to_the_byte=to_the_byte)
    for number in range(arguments.calls):
        # Each call has its own randomness: skipping or adding one leaves the others as they are.
        chance = random.Random(f"{arguments.seed}/{number}")
        dirty = values.TABLES if number % 300 == 0 else comparison.dirty
        if dirty:
            fill(left, right, dirty, f"{arguments.seed}/{number // 300}", comparison.note)
            comparison.dirty = []
            for side in (left, right) if arguments.streams else ():
                side.streams.told(dirty)
        comparison.ask(number, *calls.generate(chance, operations, arguments.faults))
        if arguments.stop_after and len(comparison.groups) >= arguments.stop_after:
            break
    return comparison


def report(comparison, arguments):
    groups, accepted = comparison.groups, comparison.accepted
    width = 10**9 if arguments.full else 500

    def cut(line):
        return line if len(line) <= width else line[:width] + f"… ({len(line)} characters)"

    open_kinds = 0
    for group in groups.values():
        accepted.count(group)
    for group in sorted(groups.values(), key=lambda g: -g.count):
        name = identifier(group.kind)
        if arguments.only and name != arguments.only:
            continue
        if not arguments.only and accepted.reason(group.kind) and not arguments.accepted:
            continue
        open_kinds += not accepted.reason(group.kind)
        print(f"\n[{name}] × {group.count}  {cut(group.kind)}")
        for example in group.examples[: arguments.examples]:
            print(f"  #{example['number']} {example['operation']} {cut(example['request'])}")
            print(f"    larder: {cut(example['left'].brief())}")
            print(f"    peer:   {cut(example['right'].brief())}")
    total = sum(comparison.sent.values())
    known = [g for g in groups.values() if accepted.reason(g.kind)]
    print(f"\n{total} calls ({', '.join(f'{o} {n}' for o, n in sorted(comparison.sent.items()))})")
    print(
        f"{comparison.agreed} answered alike, {total - comparison.agreed} differently, "
        f"in {len(groups)} kinds, {len(known)} of them accepted; seed {arguments.seed}"
    )
    print(f"{comparison.agreed} passed, {comparison.failed} failed")
    if arguments.reasons:
        for reason, count in accepted.counts.most_common():
            print(f"{count:6}  {reason}")
    return open_kinds == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--larder", default=DEFAULT_COMMAND, help="command that starts Larder (default: bin/larder)")
    parser.add_argument("--larder-endpoint", help="a running Larder instead")
    parser.add_argument("--peer", default=peer_command(), help="command that starts the peer (default: dynoxide)")
    parser.add_argument("--peer-endpoint", help="a running peer instead")
    parser.add_argument("--versus", help="command that starts another Larder instead, to be compared to the byte")
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument(
        "--operations", nargs="+", choices=list(calls.ALL), metavar="OPERATION", help="only these operations"
    )
    parser.add_argument("--streams", action="store_true", help="only writes, and what streams tell of them")
    parser.add_argument("--partiql", action="store_true", help="only PartiQL statements")
    parser.add_argument("--faults", type=int, default=1, help="most rules that one call breaks")
    parser.add_argument("--only", metavar="KIND", help="show only this kind of difference")
    parser.add_argument("--examples", type=int, default=1, help="of each kind (shortest first)")
    parser.add_argument("--accept", type=Path, help="file of the accepted kinds (default: that for the peer)")
    parser.add_argument("--accepted", action="store_true", help="show accepted kinds too")
    parser.add_argument("--reasons", action="store_true", help="count what was accepted by reason")
    parser.add_argument("--full", action="store_true", help="do not shorten long lines")
    parser.add_argument("--stop-after", type=int, metavar="KINDS", help="stop when so many kinds were found")
    parser.add_argument("--call", nargs=2, metavar=("OPERATION", "JSON"), help="send only this request to both")
    arguments = parser.parse_args()
    if not (arguments.versus or arguments.peer or arguments.peer_endpoint):
        sys.exit("dynoxide is not installed; give --peer or --peer-endpoint")
    print(f"seed {arguments.seed}", flush=True)
    sides = []
    try:
        to_the_byte = arguments.versus is not None
        peer = (None, arguments.versus) if to_the_byte else (arguments.peer_endpoint, arguments.peer)
        changes = functools.partial(streams.Reader, only_changes=not to_the_byte)
        own, others = (streams.Reader, changes) if arguments.streams else (None, None)
        sides.append(Side(arguments.larder_endpoint, arguments.larder, to_the_byte=to_the_byte, reader=own))
        sides.append(Side(*peer, to_the_byte=to_the_byte, reader=others))
        for side in sides:
            side.set_up()
        if arguments.call:
            fill(*sides, values.TABLES, arguments.seed)
            for name, side in zip(("larder", "peer  "), sides):
                print(f"{name}: {side.ask(*arguments.call).brief()}")
            return
        comparison = run(*sides, arguments)
    finally:
        for side in sides:
            side.close()
    sys.exit(0 if report(comparison, arguments) else 1)


if __name__ == "__main__":
    main()
