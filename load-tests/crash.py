#!/usr/bin/env python3
"""Kills the server under load, again and again, and checks what it has kept.

Each round starts the server on the same data, lets several writers work (puts, updates, deletes, batches,
transfers between shared accounts), sends SIGKILL to the server at a random moment, starts it again and checks:

* every acknowledged write is there; of the one write that each writer was waiting for, all or nothing of a
  transaction, each item or not of a batch;
* a transaction cut off by the kill and sent again with its token is applied exactly once;
* balances equal the initial ones plus all transfers on record, so no transaction is half there;
* a Scan of each index, and Queries of each index partition, hold exactly the entries that the table demands;
* DescribeTable's ItemCount (of table and indexes) equals what a Scan counts;
* the table's stream, read on from where it was read to before the kill, tells each acknowledged change once and in
  the order of its item, nothing that did not happen, and by its images how the table came to be what it is.

At the end `larder audit verify` finds nothing, if there is an audit.
"""

import argparse
import http.client
import multiprocessing
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.server import DEFAULT_COMMAND, Server
from harness.verdict import Verdict
from harness.wire import Connection, table

TABLE = "crash"
STREAMS = "DynamoDBStreams_20120810"
ACCOUNTS = 12
OPENING_BALANCE = 1000
SLOTS = 60
GROUPS = 10

CREATE = table(
    TABLE,
    "pk:S sk:S",
    global_indexes=[
        ("by-group", "group:S seq:N", ["text"]),
        ("by-tag", "tag:S", "KEYS_ONLY"),
    ],
    local_indexes=[("by-rank", "pk:S rank:N", "ALL")],
)


CREATE["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def account(number):
    return key("accounts", f"a{number:02}")


class Writer:
    """One sequential client: at most one request is unanswered when the server dies.

    `acknowledged` maps a key to its item (None: deleted); `unanswered` is the request under way, with the images
    that it would leave and whether they belong together.
    """

    def __init__(self, name, endpoint, seed, start):
        self.name = name
        self.random = random.Random(f"{seed}/{name}/{start}")
        self.connection = Connection(endpoint, timeout=10)
        self.seq = start
        self.acknowledged = {}
        self.history = []
        self.unanswered = None
        self.counts = Counter()
        self.hits = 0

    def run(self):
        """Works until the server is gone."""
        steps = (
            self.put,
            self.put,
            self.update,
            self.increment,
            self.delete,
            self.batch,
            self.transact,
            self.transfer,
            self.transfer,
            self.refused,
        )
        try:
            while True:
                self.random.choice(steps)()
        except (OSError, http.client.HTTPException):
            return self.result()

    def result(self):
        return {
            "name": self.name,
            "seq": self.seq,
            "acknowledged": self.acknowledged,
            "history": self.history,
            "unanswered": self.unanswered,
            "counts": self.counts,
            "hits": self.hits,
        }

    def image(self):
        """A new item in one of this writer's places; every put moves it within the indexes."""
        self.seq += 1
        item = key(f"w{self.name}-{self.random.randrange(4)}", f"s{self.random.randrange(SLOTS):03}")
        item["seq"] = {"N": str(self.seq)}
        item["text"] = {"S": "x" * self.random.choice((10, 100, 1000)) + str(self.seq)}
        # Sometimes an index attribute is missing, so that entries come and go without their item.
        if self.random.random() < 0.9:
            item["group"] = {"S": f"g{self.random.randrange(GROUPS)}"}
        if self.random.random() < 0.7:
            item["rank"] = {"N": str(self.random.randrange(-50, 50))}
        if self.random.random() < 0.5:
            item["tag"] = {"S": f"t{self.random.randrange(3)}"}
        return item

    def send(self, operation, request, images=None, *, together=True, marks=()):
        """Sends a write whose images by key are known beforehand, and records its fate."""
        images = images or {}
        self.unanswered = {
            "operation": operation,
            "request": request,
            "images": images,
            "together": together,
            "marks": marks,
        }
        answer = self.connection.call(operation, request)
        self.unanswered = None
        if answer.ok:
            self.acknowledged.update(images)
            self.history.extend(images.items())
            self.counts[operation] += 1
            if operation == "BatchWriteItem" and answer.body["UnprocessedItems"]:
                raise AssertionError("unprocessed items in a small batch")
        elif answer.error in ("TransactionCanceledException", "ConditionalCheckFailedException"):
            self.counts[f"{operation} refused"] += 1
        else:
            raise AssertionError(f"{operation}: {answer.status} {answer.raw[:300]!r}")
        return answer

    def put(self):
        item = self.image()
        self.send("PutItem", {"TableName": TABLE, "Item": item}, {identity(item): item})

    def update(self):
        item = self.image()
        sets, removes, names, values = [], [], {}, {}
        for number, name in enumerate(("seq", "text", "group", "rank", "tag")):
            names[f"#n{number}"] = name
            if name in item:
                sets.append(f"#n{number} = :v{number}")
                values[f":v{number}"] = item[name]
            else:
                removes.append(f"#n{number}")
        expression = "SET " + ", ".join(sets) + (" REMOVE " + ", ".join(removes) if removes else "")
        self.send(
            "UpdateItem",
            {
                "TableName": TABLE,
                "Key": key_of(item),
                "UpdateExpression": expression,
                "ExpressionAttributeNames": names,
                "ExpressionAttributeValues": values,
            },
            {identity(item): item},
        )

    def increment(self):
        """All writers add to one shared counter; what each was told counts."""
        self.unanswered = {"operation": "increment", "request": None, "images": {}, "together": True, "marks": ()}
        answer = self.connection.call(
            "UpdateItem",
            {
                "TableName": TABLE,
                "Key": key("counters", "shared"),
                "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            },
        )
        self.unanswered = None
        if not answer.ok:
            raise AssertionError(f"increment: {answer.raw!r}")
        self.hits += 1
        self.counts["UpdateItem ADD"] += 1

    def delete(self):
        item = self.image()
        self.send("DeleteItem", {"TableName": TABLE, "Key": key_of(item)}, {identity(item): None})

    def batch(self):
        requests, images = [], {}
        for _ in range(self.random.randrange(2, 26)):
            item = self.image()
            if identity(item) in images:
                continue
            if self.random.random() < 0.3:
                requests.append({"DeleteRequest": {"Key": key_of(item)}})
                images[identity(item)] = None
            else:
                requests.append({"PutRequest": {"Item": item}})
                images[identity(item)] = item
        self.send("BatchWriteItem", {"RequestItems": {TABLE: requests}}, images, together=False)

    def transact(self):
        actions, images = [], {}
        for _ in range(self.random.randrange(2, 8)):
            item = self.image()
            if identity(item) in images:
                continue
            if self.random.random() < 0.3:
                actions.append({"Delete": {"TableName": TABLE, "Key": key_of(item)}})
                images[identity(item)] = None
            else:
                actions.append({"Put": {"TableName": TABLE, "Item": item}})
                images[identity(item)] = item
        self.send("TransactWriteItems", {"TransactItems": actions, "ClientRequestToken": self.token()}, images)

    def transfer(self):
        """Moves money between two shared accounts and leaves a record of it, in one transaction."""
        self.seq += 1
        source, target = self.random.sample(range(ACCOUNTS), 2)
        amount = self.random.randrange(1, 40)
        record = {
            **key(f"transfers-{self.name}", f"{self.seq:09}"),
            "source": {"N": str(source)},
            "target": {"N": str(target)},
            "amount": {"N": str(amount)},
            "group": {"S": f"g{source % GROUPS}"},
            "seq": {"N": str(self.seq)},
        }
        values = {":a": {"N": str(amount)}}
        self.send(
            "TransactWriteItems",
            {
                "ClientRequestToken": self.token(),
                "TransactItems": [
                    {
                        "Update": {
                            "TableName": TABLE,
                            "Key": account(source),
                            "UpdateExpression": "SET #r = #r - :a",
                            "ConditionExpression": "#r >= :a",
                            "ExpressionAttributeNames": {"#r": "rank"},
                            "ExpressionAttributeValues": values,
                        }
                    },
                    {
                        "Update": {
                            "TableName": TABLE,
                            "Key": account(target),
                            "UpdateExpression": "SET #r = #r + :a",
                            "ExpressionAttributeNames": {"#r": "rank"},
                            "ExpressionAttributeValues": values,
                        }
                    },
                    {"Put": {"TableName": TABLE, "Item": record}},
                ],
            },
            {identity(record): record},
        )

    def refused(self):
        """A write whose condition fails must leave nothing behind."""
        item = self.image()
        item["text"] = {"S": "refused"}
        self.send(
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": TABLE, "Item": item}},
                    {
                        "ConditionCheck": {
                            "TableName": TABLE,
                            "Key": account(0),
                            "ConditionExpression": "attribute_not_exists(pk)",
                        }
                    },
                ]
            },
        )

    def token(self):
        return f"{self.name}-{self.seq}-{self.random.getrandbits(64):016x}"[:36]


def identity(item):
    return item["pk"]["S"], item["sk"]["S"]


def key_of(item):
    return {"pk": item["pk"], "sk": item["sk"]}


def write_until_killed(name, endpoint, seed, start, pipe):
    try:
        pipe.send(Writer(name, endpoint, seed, start).run())
    except Exception as problem:  # noqa: BLE001 - the parent reports it
        pipe.send({"problem": f"{type(problem).__name__}: {problem}"})


def open_accounts(connection):
    connection.create_table(CREATE)
    for number in range(ACCOUNTS):
        connection.must(
            "PutItem",
            {
                "TableName": TABLE,
                "Item": {
                    **account(number),
                    "rank": {"N": str(OPENING_BALANCE)},
                    "group": {"S": "accounts"},
                    "seq": {"N": str(number)},
                },
            },
        )
    connection.must("PutItem", {"TableName": TABLE, "Item": {**key("counters", "shared"), "n": {"N": "0"}}})


class Ledger:
    """What has to be on disk: the state after the last check, and what the writers have been told since."""

    def __init__(self, verdict):
        self.verdict = verdict
        self.state = {}
        self.hits = 0
        self.maybe_hits = 0

    def read(self, connection):
        return {identity(i): i for i in connection.pages("Scan", {"TableName": TABLE, "ConsistentRead": True})}

    def resend(self, connection, results):
        """Sends each transaction again that went unanswered; afterwards it counts as acknowledged."""
        for result in results:
            cut = result["unanswered"]
            if cut and cut["operation"] == "TransactWriteItems" and "ClientRequestToken" in cut["request"]:
                answer = connection.call("TransactWriteItems", cut["request"])
                if answer.ok:
                    result["acknowledged"].update(cut["images"])
                    result["history"].extend(cut["images"].items())
                    result["unanswered"] = None
                elif answer.error != "TransactionCanceledException":
                    self.verdict.check("a cut-off transaction can be sent again", False, answer.raw)

    def compare(self, name, found, results):
        expected = dict(self.state)
        owned = set(expected)
        missing, wrong, half = [], [], []
        for result in results:
            expected.update(result["acknowledged"])
            cut = result["unanswered"]
            images = cut["images"] if cut else {}
            owned.update(result["acknowledged"], images)
            applied = {k: found.get(k) == image for k, image in images.items() if expected.get(k) != image}
            if cut and cut["together"] and len(set(applied.values())) > 1:
                half.append((cut["operation"], applied))
            for k, is_applied in applied.items():
                if is_applied:
                    expected[k] = images[k]
        for k in owned:
            want, have = expected.get(k), found.get(k)
            if want != have:
                (missing if have is None else wrong).append(f"{k}: expected {brief(want)}, found {brief(have)}")
        check = self.verdict.check
        check(f"{name}: no acknowledged write is missing", not missing, f"{len(missing)}, such as {missing[:3]}")
        check(f"{name}: no item is older or other than acknowledged", not wrong, f"{len(wrong)}, such as {wrong[:3]}")
        check(f"{name}: no transaction is half there", not half, half[:2])
        strangers = [k for k in found if k not in owned and k[0] not in ("accounts", "counters")]
        check(f"{name}: nothing is there that nobody wrote", not strangers, strangers[:5])
        check(
            f"{name}: no refused write is there", not [k for k, i in found.items() if i.get("text") == {"S": "refused"}]
        )
        self.state = {k: i for k, i in found.items() if k[0] not in ("accounts", "counters")}

    def money(self, name, found):
        balances = dict.fromkeys(range(ACCOUNTS), OPENING_BALANCE)
        for (pk, _), item in found.items():
            if pk.startswith("transfers-"):
                amount = int(item["amount"]["N"])
                balances[int(item["source"]["N"])] -= amount
                balances[int(item["target"]["N"])] += amount
        actual = {n: int(found[identity(account(n))]["rank"]["N"]) for n in range(ACCOUNTS)}
        self.verdict.equal(f"{name}: balances agree with the transfers on record", actual, balances)

    def counter(self, name, found, results):
        self.hits += sum(r["hits"] for r in results)
        self.maybe_hits += sum(1 for r in results if r["unanswered"] and r["unanswered"]["operation"] == "increment")
        actual = int(found[("counters", "shared")]["n"]["N"])
        self.verdict.check(
            f"{name}: shared counter has every acknowledged increment",
            self.hits <= actual <= self.hits + self.maybe_hits,
            f"{self.hits} acknowledged, {self.maybe_hits} unanswered, found {actual}",
        )
        self.hits, self.maybe_hits = actual, 0


class Reader:
    """Reads the table's stream on and on, from the same places before and after a kill."""

    def __init__(self, verdict):
        self.verdict = verdict
        self.places = {}
        self.ids = set()
        self.items = {}

    def read(self, connection):
        """What is told since the last time, as images by key; a deletion is None."""
        told, faults = defaultdict(list), []
        stream = connection.must("DescribeTable", {"TableName": TABLE})["Table"]["LatestStreamArn"]
        # The ids of shards begin with their time, so parents come before their children.
        for shard in self.shards(connection, stream):
            for record in self.records(connection, stream, shard):
                change = record["dynamodb"]
                changed = identity(change["Keys"])
                if record["eventID"] in self.ids:
                    faults.append(f"{changed} is told twice")
                if self.items.get(changed) != change.get("OldImage"):
                    faults.append(f"{changed}: {brief(change.get('OldImage'))} was {brief(self.items.get(changed))}")
                self.ids.add(record["eventID"])
                told[changed].append(change.get("NewImage"))
                self.items[changed] = change.get("NewImage")
        self.items = {k: i for k, i in self.items.items() if i is not None}
        return told, faults

    @staticmethod
    def shards(connection, stream):
        request = {"StreamArn": stream}
        while True:
            page = connection.must("DescribeStream", request, service=STREAMS)["StreamDescription"]
            yield from (shard["ShardId"] for shard in page["Shards"])
            if "LastEvaluatedShardId" not in page:
                return
            request["ExclusiveStartShardId"] = page["LastEvaluatedShardId"]

    def records(self, connection, stream, shard):
        if shard not in self.places:
            request = {"StreamArn": stream, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
            self.places[shard] = connection.must("GetShardIterator", request, service=STREAMS)["ShardIterator"]
        while self.places[shard]:
            page = connection.must("GetRecords", {"ShardIterator": self.places[shard]}, service=STREAMS)
            self.places[shard] = page.get("NextShardIterator")
            yield from page["Records"]
            if not page["Records"]:
                return

    def compare(self, name, connection, found, results):
        before = dict(self.items)
        told, faults = self.read(connection)
        check = self.verdict.check
        check(f"{name}: the stream tells each change once and in order", not faults, faults[:3])
        differing = [k for k in {*found, *self.items} if found.get(k) != self.items.get(k)]
        check(f"{name}: the stream leads to what the table holds", not differing, differing[:3])
        untold = []
        for result in results:
            expected = defaultdict(list)
            for changed, image in result["history"]:
                last = expected[changed][-1] if expected[changed] else before.get(changed)
                if image != last:
                    expected[changed].append(image)
            cut = result["unanswered"]["images"] if result["unanswered"] else {}
            for changed, images in expected.items():
                if told[changed] not in (images, [*images, cut.get(changed)]):
                    untold.append(f"{changed}: {len(images)} acknowledged, {len(told[changed])} told")
        check(f"{name}: the stream tells every acknowledged change", not untold, untold[:3])


def brief(item):
    return None if item is None else {k: (str(v)[:40]) for k, v in item.items() if k not in ("pk", "sk")}


def entries(found, hash_name, range_name, projected):
    """The entries that an index must hold for these items, as comparable texts."""
    demanded = Counter()
    for item in found.values():
        if hash_name in item and (range_name is None or range_name in item):
            names = projected or item.keys()
            demanded[text_of({n: item[n] for n in names if n in item})] += 1
    return demanded


def text_of(item):
    return repr(sorted(item.items()))


def check_indexes(connection, name, found, verdict):
    keys = ["pk", "sk"]
    plans = {
        "by-group": ("group", "seq", [*keys, "group", "seq", "text"]),
        "by-tag": ("tag", None, [*keys, "tag"]),
        "by-rank": ("pk", "rank", None),
    }
    description = connection.must("DescribeTable", {"TableName": TABLE})["Table"]
    verdict.equal(f"{name}: ItemCount of the table", description["ItemCount"], len(found))
    counts = {
        i["IndexName"]: i["ItemCount"]
        for i in description["GlobalSecondaryIndexes"] + description["LocalSecondaryIndexes"]
    }
    for index, (hash_name, range_name, projected) in plans.items():
        demanded = entries(found, hash_name, range_name, projected)
        held = Counter(
            text_of(i)
            for i in connection.pages(
                "Scan", {"TableName": TABLE, "IndexName": index, "Select": "ALL_PROJECTED_ATTRIBUTES"}
            )
        )
        verdict.check(
            f"{name}: index {index} agrees with its table",
            held == demanded,
            f"lacks {list((demanded - held).items())[:2]}, has too much {list((held - demanded).items())[:2]}",
        )
        verdict.equal(f"{name}: ItemCount of index {index}", counts[index], sum(demanded.values()))
        partitions = defaultdict(list)
        for item in found.values():
            if hash_name in item and (range_name is None or range_name in item):
                partitions[item[hash_name]["S"]].append(item)
        bad = []
        for partition, items in partitions.items():
            queried = list(
                connection.pages(
                    "Query",
                    {
                        "TableName": TABLE,
                        "IndexName": index,
                        "KeyConditionExpression": "#h = :h",
                        "ExpressionAttributeNames": {"#h": hash_name},
                        "ExpressionAttributeValues": {":h": {"S": partition}},
                    },
                )
            )
            order = [float(i[range_name]["N"]) for i in queried] if range_name else []
            if sorted(map(identity, queried)) != sorted(map(identity, items)) or order != sorted(order):
                bad.append(partition)
        verdict.check(f"{name}: queries of index {index} find all, in order", not bad, bad[:5])


def round_of(number, server, arguments, ledger, reader, chance, starts):
    name = f"round {number}"
    pipes, processes = [], []
    for writer in range(arguments.writers):
        receiving, sending = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(
            target=write_until_killed,
            args=(str(writer), server.endpoint, arguments.seed, starts[writer], sending),
            daemon=True,
        )
        process.start()
        pipes.append(receiving)
        processes.append(process)
    after = chance.uniform(*arguments.under_load)
    time.sleep(after)
    server.kill()
    results = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    problems = [r["problem"] for r in results if "problem" in r]
    ledger.verdict.check(f"{name}: every answer before the kill was right", not problems, problems[:2])
    results = [r for r in results if "problem" not in r]
    for result in results:
        starts[int(result["name"])] = result["seq"]
    counts = sum((r["counts"] for r in results), Counter())
    restart = server.start()
    print(
        f"-- {name}: killed after {after:.2f} s, {sum(counts.values())} answers "
        f"({', '.join(f'{n} {c}' for n, c in sorted(counts.items()))}), "
        f"{sum(1 for r in results if r['unanswered'])} cut off, up again in {restart:.2f} s",
        flush=True,
    )
    connection = Connection(server.endpoint, timeout=60)
    check_indexes(connection, f"{name}, as found", ledger.read(connection), ledger.verdict)
    if arguments.resend:
        ledger.resend(connection, results)
    found = ledger.read(connection)
    ledger.compare(name, found, results)
    ledger.money(name, found)
    ledger.counter(name, found, results)
    reader.compare(name, connection, found, results)
    check_indexes(connection, name, found, ledger.verdict)
    connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--server",
        default=DEFAULT_COMMAND,
        help="command that starts the server, with {port}, {admin} and {data} (default: bin/larder)",
    )
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument(
        "--under-load",
        type=float,
        nargs=2,
        default=(1.0, 5.0),
        metavar=("MIN", "MAX"),
        help="seconds of load before the kill, chosen at random (default 1 5)",
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument(
        "--no-resend",
        dest="resend",
        action="store_false",
        help="do not send cut-off transactions again with their token",
    )
    parser.add_argument("--verbose", action="store_true", help="print the checks that hold, too")
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")

    verdict = Verdict(verbose=arguments.verbose)
    chance = random.Random(arguments.seed)
    server = Server(arguments.server)
    Path(server.data).mkdir(parents=True, exist_ok=True)
    ledger = Ledger(verdict)
    reader = Reader(verdict)
    try:
        server.start()
        connection = Connection(server.endpoint)
        open_accounts(connection)
        connection.close()
        starts = [0] * arguments.writers
        for number in range(1, arguments.rounds + 1):
            round_of(number, server, arguments, ledger, reader, chance, starts)
        code = server.terminate()
        verdict.check("SIGTERM at the end: the server ends by itself", code is not None)
        verdict.equal("what was audited is whole", server.audit_fault(), "")
    finally:
        if server.running():
            server.kill()
        if verdict.failed:
            print(f"data kept in {server.data}, log in {server.log}")
        else:
            server.remove()
    verdict.finish()


if __name__ == "__main__":
    main()
