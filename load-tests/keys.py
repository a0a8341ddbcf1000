#!/usr/bin/env python3
"""Keys at their maximum length, everywhere a key can stand.

Partition keys of 2048 bytes and sort keys of up to 1024 bytes, as text and as binary, as keys of the table, of a
global and of a local index. Two hundred items per partition share the first 1000 bytes of their sort key; they are
written in random order and have to come back in order, in both directions and by pages of one item, through Query,
index Query, Scan, batches and transactions, and again after deletes in the middle. One byte more is refused.
"""

import argparse
import base64
import random
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.verdict import Verdict
from harness.wire import Connection, table

COUNT = 200
PREFIX = 1000
HASH_LIMIT = 2048
RANGE_LIMIT = 1024

HASH_TOO_LONG = (
    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"
)
RANGE_TOO_LONG = (
    "One or more parameter values were invalid: "
    "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
)


class Text:
    """Keys of type S; some bytes of them are parts of multi-byte characters."""

    scalar = "S"

    @staticmethod
    def value(raw):
        return {"S": raw.decode()}

    @staticmethod
    def raw(value):
        return value["S"].encode()

    @staticmethod
    def hash_keys(rng):
        stem = ("é" * 100).encode() + bytes(rng.choices(b"abcdefghijklmnopqrstuvwxyz", k=HASH_LIMIT - 202))
        return [stem + end for end in (b"aa", b"ab", b"ba")]

    @staticmethod
    def range_keys(rng):
        """Keys of 1000 to 1024 bytes with one prefix; neighbours differ in the last byte or in length only."""
        prefix = ("ü" * 50).encode() + bytes(rng.choices(b"0123456789", k=PREFIX - 100))
        keys = {prefix, prefix + b"0" * 24, prefix + b"0" * 23, prefix + b"0" * 23 + b"1", prefix + "日本語".encode()}
        while len(keys) < COUNT:
            length = rng.choice((1, 2, 8, 23, 24, 24, 24))
            keys.add(prefix + bytes(rng.choices(b"01Zz~ ", k=length)))
        return sorted(keys)


class Binary:
    """Keys of type B: every byte value, order unsigned."""

    scalar = "B"

    @staticmethod
    def value(raw):
        return {"B": base64.b64encode(raw).decode()}

    @staticmethod
    def raw(value):
        return base64.b64decode(value["B"])

    @staticmethod
    def hash_keys(rng):
        stem = rng.randbytes(HASH_LIMIT - 1)
        return [stem + end for end in (b"\x00", b"\x7f", b"\xff")]

    @staticmethod
    def range_keys(rng):
        prefix = rng.randbytes(PREFIX)
        keys = {prefix, prefix + b"\x00", prefix + b"\x00\x00", prefix + b"\xff" * 24, prefix + b"\x00" * 24}
        while len(keys) < COUNT:
            length = rng.choice((1, 2, 8, 23, 24, 24, 24))
            keys.add(prefix + bytes(rng.choices((0, 1, 0x7F, 0x80, 0xFE, 0xFF), k=length)))
        return sorted(keys)


class LongKeys:
    """One table of one kind of key, with what is expected to be in it."""

    def __init__(self, kind, connection, verdict, rng):
        self.kind = kind
        self.wire = connection
        self.verdict = verdict
        self.rng = rng
        self.table = f"larder-keys-{kind.scalar.lower()}"
        self.partitions = kind.hash_keys(rng)
        self.ranges = kind.range_keys(rng)
        self.expected = {}

    def check(self, name, holds, detail=""):
        self.verdict.check(f"{self.kind.scalar}: {name}", holds, detail)

    def run(self):
        scalar = self.kind.scalar
        self.wire.create_table(
            table(
                self.table,
                f"pk:{scalar} sk:{scalar}",
                global_indexes=[
                    ("swapped", f"gpk:{scalar} gsk:{scalar}", "ALL"),
                    ("same", f"tie:{scalar}", "KEYS_ONLY"),
                ],
                local_indexes=[("local", f"pk:{scalar} lsk:{scalar}", "ALL")],
            )
        )
        self.load()
        for step in (
            self.points,
            self.all_orders,
            self.conditions,
            self.local,
            self.ties,
            self.scans,
            self.together,
            self.updates,
            self.deletes,
            self.too_long,
        ):
            self.verdict.guarded(f"{scalar}: {step.__name__}", step)
        self.wire.drop_table(self.table)

    def item(self, partition, position):
        """Index keys run against the table's: the first sort key of the table is the last one of the local index."""
        value = self.kind.value
        return {
            "pk": value(self.partitions[partition]),
            "sk": value(self.ranges[position]),
            "gpk": value(self.partitions[(position + partition) % 2]),
            "gsk": value(self.ranges[position]),
            "lsk": value(self.ranges[COUNT - 1 - position]),
            "tie": value(self.partitions[2]),
            "n": {"N": str(partition * 1000 + position)},
        }

    def key(self, partition, position):
        return {k: v for k, v in self.item(partition, position).items() if k in ("pk", "sk")}

    def load(self):
        # The third partition differs from the others in the last byte only, and stays almost empty.
        places = [(p, i) for p in (0, 1) for i in range(COUNT)] + [(2, 0)]
        self.rng.shuffle(places)
        for start in range(0, len(places), 5):
            group = places[start : start + 5]
            items = [self.item(*place) for place in group]
            if start % 25 == 0:
                for item in items:
                    self.wire.must("PutItem", {"TableName": self.table, "Item": item})
            elif start % 25 == 5:
                self.wire.must(
                    "TransactWriteItems",
                    {"TransactItems": [{"Put": {"TableName": self.table, "Item": i}} for i in items]},
                )
            else:
                answer = self.wire.must(
                    "BatchWriteItem", {"RequestItems": {self.table: [{"PutRequest": {"Item": i}} for i in items]}}
                )
                if answer["UnprocessedItems"]:
                    raise AssertionError("a batch was not written whole")
            self.expected.update(zip(group, items))

    def in_partition(self, partition):
        return [self.expected[p] for p in sorted(self.expected) if p[0] == partition]

    def query(self, hash_name, hash_value, index=None, limit=None, *, backward=False, more=None):
        request = {
            "TableName": self.table,
            "KeyConditionExpression": "#h = :h",
            "ExpressionAttributeNames": {"#h": hash_name},
            "ExpressionAttributeValues": {":h": hash_value},
        }
        if index:
            request["IndexName"] = index
        if limit:
            request["Limit"] = limit
        if backward:
            request["ScanIndexForward"] = False
        if more:
            condition, values = more
            request["KeyConditionExpression"] += f" AND {condition}"
            request["ExpressionAttributeValues"].update(values)
        return list(self.wire.pages("Query", request))

    def points(self):
        wrong = []
        for (partition, position), item in self.expected.items():
            answer = self.wire.must("GetItem", {"TableName": self.table, "Key": self.key(partition, position)})
            if answer.get("Item") != item:
                wrong.append((partition, position))
        self.check(f"each of {len(self.expected)} items by GetItem", not wrong, wrong[:5])
        answer = self.wire.must("GetItem", {"TableName": self.table, "Key": self.key(2, 1)})
        self.check("a key that differs in one byte is not there", "Item" not in answer, answer)

    def all_orders(self):
        for partition in range(3):
            expected = self.in_partition(partition)
            value = self.kind.value(self.partitions[partition])
            for limit in (None, 1, 7):
                for backward in (False, True):
                    actual = self.query("pk", value, limit=limit, backward=backward)
                    wanted = expected[::-1] if backward else expected
                    self.check(
                        f"Query of partition {partition}, {'backward' if backward else 'forward'}, "
                        f"{'one page' if limit is None else f'pages of {limit}'}",
                        actual == wanted,
                        partial(difference, actual, wanted),
                    )
        for partition in (0, 1):
            expected = sorted(
                (i for i in self.expected.values() if i["gpk"] == self.kind.value(self.partitions[partition])),
                key=lambda i: self.kind.raw(i["gsk"]),
            )
            for limit in (None, 1):
                for backward in (False, True):
                    actual = self.query(
                        "gpk", self.kind.value(self.partitions[partition]), "swapped", limit, backward=backward
                    )
                    order = [self.kind.raw(i["gsk"]) for i in actual]
                    right = order == sorted(order, reverse=backward) and by_number(actual) == by_number(expected)
                    self.check(
                        f"global index, partition {partition}, {'backward' if backward else 'forward'}, "
                        f"{'one page' if limit is None else f'pages of {limit}'}",
                        right,
                        partial(difference, actual, expected),
                    )

    def conditions(self):
        value = self.kind.value
        raw = self.ranges
        partition = value(self.partitions[0])
        present = [i for i in range(COUNT) if (0, i) in self.expected]
        middle = raw[COUNT // 2]
        low, high = raw[COUNT // 4], raw[3 * COUNT // 4]
        longest = next(r for r in raw if len(r) == RANGE_LIMIT)
        cases = [
            ("= longest", "sk = :a", {":a": longest}, lambda r: r == longest),
            ("< middle", "sk < :a", {":a": middle}, lambda r: r < middle),
            ("<= middle", "sk <= :a", {":a": middle}, lambda r: r <= middle),
            ("> middle", "sk > :a", {":a": middle}, lambda r: r > middle),
            (">= middle", "sk >= :a", {":a": middle}, lambda r: r >= middle),
            ("between", "sk BETWEEN :a AND :b", {":a": low, ":b": high}, lambda r: low <= r <= high),
            ("begins_with the common prefix", "begins_with(sk, :a)", {":a": raw[0][:PREFIX]}, lambda _: True),
            ("begins_with more than the prefix", "begins_with(sk, :a)", {":a": middle}, lambda r: r.startswith(middle)),
            (
                "begins_with one byte beyond",
                "begins_with(sk, :a)",
                {":a": raw[0][:PREFIX] + b"\x01"},
                lambda r: r.startswith(raw[0][:PREFIX] + b"\x01"),
            ),
        ]
        for name, condition, values, holds in cases:
            wanted = [self.expected[(0, i)] for i in present if holds(raw[i])]
            more = (condition, {k: value(v) for k, v in values.items()})
            for limit in (None, 1):
                for backward in (False, True):
                    actual = self.query("pk", partition, limit=limit, backward=backward, more=more)
                    self.check(
                        f"key condition {name}{', pages of 1' if limit else ''}{', backward' if backward else ''}",
                        actual == (wanted[::-1] if backward else wanted),
                        partial(difference, actual, wanted),
                    )

    def local(self):
        for backward in (False, True):
            for limit in (None, 1):
                actual = self.query("pk", self.kind.value(self.partitions[1]), "local", limit, backward=backward)
                wanted = self.in_partition(1)[:: 1 if backward else -1]
                self.check(
                    f"local index, {'backward' if backward else 'forward'}{', pages of 1' if limit else ''}",
                    actual == wanted,
                    partial(difference, actual, wanted),
                )

    def ties(self):
        """All items have one key in this index, so that only the table's keys tell the entries apart."""
        whole = self.query("tie", self.kind.value(self.partitions[2]), "same")
        self.check(
            "index of equal keys: all entries",
            keys_of(whole) == keys_of(self.expected.values()),
            f"{len(whole)} of {len(self.expected)}",
        )
        for backward in (False, True):
            single = self.query("tie", self.kind.value(self.partitions[2]), "same", 1, backward=backward)
            wanted = whole[::-1] if backward else whole
            self.check(
                f"index of equal keys: pages of 1{', backward' if backward else ''}",
                single == wanted,
                partial(difference, single, wanted),
            )

    def scans(self):
        wanted = by_number(self.expected.values())
        for name, request in (
            ("whole", {}),
            ("pages of 1", {"Limit": 1}),
            ("global index", {"IndexName": "swapped", "Limit": 9}),
            ("local index", {"IndexName": "local", "Limit": 9}),
        ):
            actual = list(self.wire.pages("Scan", {"TableName": self.table, **request}))
            self.check(
                f"Scan, {name}",
                by_number(actual) == wanted and len(actual) == len(wanted),
                f"{len(actual)} of {len(wanted)}",
            )
        segments = [
            list(self.wire.pages("Scan", {"TableName": self.table, "Segment": s, "TotalSegments": 5, "Limit": 20}))
            for s in range(5)
        ]
        self.check("Scan, five segments", sorted(n for s in segments for n in by_number(s)) == wanted)

    def together(self):
        places = self.rng.sample(sorted(self.expected), 100)
        answer = self.wire.must(
            "BatchGetItem", {"RequestItems": {self.table: {"Keys": [self.key(*place) for place in places]}}}
        )
        self.check(
            "BatchGetItem of 100",
            by_number(answer["Responses"][self.table]) == by_number(self.expected[p] for p in places)
            and not answer["UnprocessedKeys"],
        )
        answer = self.wire.must(
            "TransactGetItems",
            {"TransactItems": [{"Get": {"TableName": self.table, "Key": self.key(*p)}} for p in places]},
        )
        self.check(
            "TransactGetItems of 100",
            [r.get("Item") for r in answer["Responses"]] == [self.expected[p] for p in places],
        )

    def updates(self):
        """An item in the middle changes its place in the local and in the global index."""
        place = (0, COUNT // 2)
        key = self.key(*place)
        moved = {
            **self.expected[place],
            "lsk": self.kind.value(self.ranges[0] + b"!"),
            "gpk": self.kind.value(self.partitions[2]),
            "n": {"N": "5000"},
        }
        self.wire.must(
            "UpdateItem",
            {
                "TableName": self.table,
                "Key": key,
                "UpdateExpression": "SET lsk = :l, gpk = :g, n = :n",
                "ConditionExpression": "sk = :s",
                "ExpressionAttributeValues": {
                    ":l": moved["lsk"],
                    ":g": moved["gpk"],
                    ":n": moved["n"],
                    ":s": key["sk"],
                },
            },
        )
        before = self.expected[place]
        self.expected[place] = moved
        actual = self.query("gpk", moved["gpk"], "swapped")
        self.check(
            "update: entry is in its new index partition",
            by_number(actual) == by_number(i for i in self.expected.values() if i["gpk"] == moved["gpk"]),
        )
        actual = self.query("gpk", before["gpk"], "swapped")
        self.check(
            "update: entry has left its old index partition",
            "5000" not in by_number(actual) and before["n"]["N"] not in by_number(actual),
        )
        actual = [self.kind.raw(i["lsk"]) for i in self.query("pk", key["pk"], "local")]
        self.check(
            "update: entry is in its new place of the local index",
            actual == sorted(self.kind.raw(i["lsk"]) for i in self.in_partition(0)),
        )
        self.wire.must("PutItem", {"TableName": self.table, "Item": before})
        self.expected[place] = before

    def deletes(self):
        middle = [(0, i) for i in range(60, 140)]
        for place in middle[:20]:
            self.wire.must("DeleteItem", {"TableName": self.table, "Key": self.key(*place)})
        for start in range(20, 60, 20):
            self.wire.must(
                "BatchWriteItem",
                {
                    "RequestItems": {
                        self.table: [
                            {"DeleteRequest": {"Key": self.key(*place)}} for place in middle[start : start + 20]
                        ]
                    }
                },
            )
        self.wire.must(
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Delete": {"TableName": self.table, "Key": self.key(*place)}} for place in middle[60:]
                ]
            },
        )
        for place in middle:
            del self.expected[place]
        for again in ("after deletes in the middle", "after putting half of them back"):
            for limit in (None, 1):
                for backward in (False, True):
                    actual = self.query("pk", self.kind.value(self.partitions[0]), limit=limit, backward=backward)
                    wanted = self.in_partition(0)[:: -1 if backward else 1]
                    self.check(
                        f"{again}: Query{', pages of 1' if limit else ''}{', backward' if backward else ''}",
                        actual == wanted,
                        partial(difference, actual, wanted),
                    )
            self.verdict.guarded(again, self.points)
            self.verdict.guarded(again, self.ties)
            self.verdict.guarded(again, self.scans)
            if again == "after deletes in the middle":
                for place in middle[::2]:
                    self.wire.must("PutItem", {"TableName": self.table, "Item": self.item(*place)})
                    self.expected[place] = self.item(*place)
        # A page may begin at a key that is no longer there.
        answer = self.wire.must(
            "Query",
            {
                "TableName": self.table,
                "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": self.kind.value(self.partitions[0])},
                "ExclusiveStartKey": self.key(0, 61),
                "Limit": 1,
            },
        )
        self.check("Query from a deleted key", answer["Items"] == [self.expected[(0, 62)]])

    def too_long(self):
        before = len(list(self.wire.pages("Scan", {"TableName": self.table})))
        value = self.kind.value
        long_hash, long_range = value(self.partitions[0] + b"x"), value(b"r" * (RANGE_LIMIT + 1))
        good = {"pk": value(self.partitions[0]), "sk": value(b"s")}
        for name, item, message in (
            ("partition key of 2049", {**good, "pk": long_hash}, HASH_TOO_LONG),
            ("sort key of 1025", {**good, "sk": long_range}, RANGE_TOO_LONG),
            ("global index partition key of 2049", {**good, "gpk": long_hash, "gsk": value(b"x")}, None),
            ("global index sort key of 1025", {**good, "gpk": value(b"x"), "gsk": long_range}, None),
            ("local index sort key of 1025", {**good, "lsk": long_range}, None),
        ):
            calls = [
                ("PutItem", {"TableName": self.table, "Item": item}),
                ("BatchWriteItem", {"RequestItems": {self.table: [{"PutRequest": {"Item": item}}]}}),
                ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": self.table, "Item": item}}]}),
            ]
            if message:
                key = {"pk": item["pk"], "sk": item["sk"]}
                calls += [
                    ("GetItem", {"TableName": self.table, "Key": key}),
                    ("DeleteItem", {"TableName": self.table, "Key": key}),
                    ("UpdateItem", {"TableName": self.table, "Key": key}),
                ]
            else:
                index_value = next(k for k in item if k not in good and len(self.kind.raw(item[k])) > RANGE_LIMIT)
                calls.append(
                    (
                        "UpdateItem",
                        {
                            "TableName": self.table,
                            "Key": good,
                            "UpdateExpression": "SET #i = :v",
                            "ExpressionAttributeNames": {"#i": index_value},
                            "ExpressionAttributeValues": {":v": item[index_value]},
                        },
                    )
                )
            for operation, request in calls:
                answer = self.wire.call(operation, request)
                refused = answer.status == 400 and answer.error in (
                    "ValidationException",
                    "TransactionCanceledException",
                )
                if message and operation != "TransactWriteItems":
                    refused = refused and answer.message == message
                self.check(f"{name} bytes is refused by {operation}", refused, f"{answer.status} {answer.raw[:300]!r}")
        after = len(list(self.wire.pages("Scan", {"TableName": self.table})))
        self.check("what was refused left nothing behind", before == after, f"{before} items before, {after} after")


def by_number(items):
    return sorted(i["n"]["N"] for i in items)


def keys_of(items):
    return sorted((str(i["pk"]), str(i["sk"])) for i in items)


def difference(actual, wanted):
    for position, (have, want) in enumerate(zip(actual, wanted)):
        if have != want:
            return f"item {position} of {len(actual)} is n={have.get('n')} instead of n={want.get('n')}"
    return f"{len(actual)} items instead of {len(wanted)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--verbose", action="store_true", help="print the checks that hold, too")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")

    verdict = Verdict(verbose=arguments.verbose)
    connection = Connection(arguments.endpoint, timeout=60)
    for kind in (Text, Binary):
        keys = LongKeys(kind, connection, verdict, random.Random(arguments.seed))
        verdict.guarded(f"{kind.scalar}", keys.run)
    verdict.finish()


if __name__ == "__main__":
    main()
