#!/usr/bin/env python3
"""Does with a server's tables what its operators do, and looks at what comes of it.

* backup: under writes of several clients a backup is made, restored, verified and served: it has every write that was
  acknowledged before it began, of each client no write without those before it, of each transaction both items or
  none, and indexes that agree; a server that is killed while it makes a backup leaves none, and neither does a command
  that is interrupted;
* cities: the 171,075 cities of dataset.py are imported, exported in S3's layout, imported again, and exported as lines:
  each attribute is what it was;
* verify: a million items are verified, which takes ten seconds at most where nothing else runs; each of the damages
  that are then put in is named;
* models: those of NoSQL Workbench in a folder are imported, and each has become its tables with its items and indexes.
"""

import argparse
import base64
import http.client
import json
import mmap
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import dataset
from harness.server import LARDER, Server, own_files
from harness.verdict import Verdict
from harness.wire import Connection, table

TABLE = "operators"
BATCH = 25
PUT = '{"PutRequest":{"Item":{"pk":{"S":"w%d"},"sk":{"N":"%d"},"group":{"S":"g%d"},"text":{"S":"' + "x" * 80 + '"}}}}'
CREATE = table(TABLE, "pk:S sk:N", global_indexes=[("by-group", "group:S sk:N", "ALL")])


def larder(*arguments, keys=None):
    """Runs a command; its exit code, output and seconds. `keys` is the server whose keys it may read."""
    began = time.monotonic()
    environment = {**(own_files(keys.data) if keys else {}), **os.environ}
    run = subprocess.run(
        [LARDER, *map(str, arguments)], capture_output=True, text=True, timeout=600, check=False, env=environment
    )
    return run.returncode, run.stdout + run.stderr, time.monotonic() - began


def item(writer, number):
    return {
        "pk": {"S": f"w{writer}"},
        "sk": {"N": str(number)},
        "group": {"S": f"g{number % 5}"},
        "text": {"S": "x" * 80},
    }


def put_batch(connection, writer, first):
    """Puts so many numbered items; their text is made without JSON's encoder, which would take most of the time."""
    puts = ",".join(PUT % (writer, number, number % 5) for number in range(first, first + BATCH))
    pending = connection.must("BatchWriteItem", f'{{"RequestItems":{{"{TABLE}":[{puts}]}}}}')["UnprocessedItems"]
    while pending:
        pending = connection.must("BatchWriteItem", {"RequestItems": pending})["UnprocessedItems"]


def write(writer, endpoint, acknowledged, stop):
    """Numbered items in batches, and pairs in transactions, until told to stop or the server is gone."""
    connection = Connection(endpoint, timeout=30)
    number = 0
    try:
        while not stop.is_set():
            put_batch(connection, writer, number)
            number += BATCH
            acknowledged.value = number
            if number % (40 * BATCH) == 0:
                pair = [
                    {"Put": {"TableName": TABLE, "Item": {**item(writer, number), "pk": {"S": f"pair{writer}-{side}"}}}}
                    for side in "ab"
                ]
                connection.must("TransactWriteItems", {"TransactItems": pair})
    except (OSError, http.client.HTTPException):
        pass


class Writers:
    def __init__(self, endpoint, count):
        self.stop = multiprocessing.Event()
        self.acknowledged = [multiprocessing.Value("q", 0) for _ in range(count)]
        self.processes = [
            multiprocessing.Process(target=write, args=(n, endpoint, self.acknowledged[n], self.stop))
            for n in range(count)
        ]
        for process in self.processes:
            process.start()

    def counts(self):
        return [each.value for each in self.acknowledged]

    def end(self):
        self.stop.set()
        for process in self.processes:
            process.join()


def scan(connection, **more):
    found, start = [], {}
    while True:
        page = connection.must("Scan", {"TableName": TABLE, **more, **start})
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def check_restored(verdict, folder, saved, before, after):
    code, output, seconds = larder("verify", "--data-dir", folder, keys=saved)
    verdict.check(f"restored: nothing is damaged ({seconds:.1f} s)", code == 0, output)
    key = own_files(saved.data)["LARDER_ENCRYPTION_KEY"]
    server = Server(data=str(folder), environment={"LARDER_ENCRYPTION_KEY": key})
    with server:
        connection = Connection(server.endpoint)
        items = scan(connection)
        held = {}
        pairs = {}
        for each in items:
            partition, number = each["pk"]["S"], int(each["sk"]["N"])
            if partition.startswith("pair"):
                pairs.setdefault(partition[:-2], {}).setdefault(number, set()).add(partition[-1])
            else:
                held.setdefault(int(partition[1:]), set()).add(number)
        for writer, least in enumerate(before):
            numbers = held.get(writer, set())
            whole = max(numbers, default=-1) + 1
            # The last batch may be there in part, and what was acknowledged before must be there.
            missing = set(range(max(least, whole - BATCH))) - numbers
            verdict.check(
                f"restored: writer {writer} has {len(numbers)} items, of {least} to {after[writer] + BATCH}",
                not missing and least <= whole <= after[writer] + BATCH,
                sorted(missing)[:10],
            )
        halves = [n for each in pairs.values() for n, sides in each.items() if len(sides) != 2]
        verdict.check("restored: no transaction is half there", not halves, halves[:10])
        indexed = scan(connection, IndexName="by-group")
        verdict.equal("restored: items in the index", len(indexed), len(items))
    server.log.unlink(missing_ok=True)


def backup(arguments, verdict):
    work = Path(tempfile.mkdtemp(prefix="larder-operators-"))
    for round_number in range(arguments.rounds):
        backups = work / f"backups-{round_number}"
        server = Server(environment={"LARDER_STORE_BACKUPS": str(backups)})
        server.start()
        Connection(server.endpoint).create_table(CREATE)
        writers = Writers(server.endpoint, arguments.processes)
        time.sleep(arguments.seconds)
        admin = ("--admin", f"127.0.0.1:{server.admin}")
        before = writers.counts()
        began = time.monotonic()
        code, output, seconds = larder("backup", *admin, "--name", "hot")
        after = writers.counts()
        rate = (sum(after) - sum(before)) / (time.monotonic() - began)
        print(f"-- backup of {sum(before)} items in {seconds:.1f} s under {rate:.0f} items/s", flush=True)
        verdict.check("backup under writes", code == 0, output)
        verdict.check(f"with {arguments.least_rate} items/s at least", rate >= arguments.least_rate, rate)

        interrupted = subprocess.Popen([LARDER, "backup", *admin, "--name", "interrupted"], stderr=subprocess.DEVNULL)
        wait_for(backups / "interrupted.partial", interrupted)
        interrupted.send_signal(signal.SIGINT)
        # A process that was sent the signal says so by its exit code, whether its work was over by then or not.
        code = interrupted.wait(60)
        left = sorted(each.name for each in backups.iterdir())
        verdict.check(
            "an interrupted command leaves no backup, or a whole one",
            left == ["hot"] or (left == ["hot", "interrupted"] and (backups / "interrupted" / "SHA256SUMS").exists()),
            (code, left),
        )

        killed = subprocess.Popen(
            [LARDER, "backup", *admin, "--name", "killed"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(backups / "killed.partial", killed)
        server.kill()
        verdict.check(
            "a killed server leaves no backup, or a whole one",
            killed.wait(60) != 0 or (backups / "killed" / "SHA256SUMS").exists(),
        )
        writers.end()

        restored = work / f"restored-{round_number}"
        code, output, _ = larder("restore", backups / "hot", "--data-dir", restored)
        if verdict.check("restore", code == 0, output):
            check_restored(verdict, restored, server, before, after)
        code, output, seconds = larder("verify", "--data-dir", server.data, keys=server)
        verdict.check(f"killed: nothing is damaged ({seconds:.1f} s)", code == 0, output)
        server.remove()


def wait_for(path, process):
    """Until the file is there or the process has ended."""
    deadline = time.monotonic() + 60
    while not path.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def cities(_, verdict):
    work = Path(tempfile.mkdtemp(prefix="larder-operators-"))
    lines = work / "cities.jsonl"

    expected = []
    for each in dataset.items(dataset.fetch()):
        each["digest"] = {"B": base64.b64encode(each["digest"]["B"]).decode()}
        expected.append(each)
    lines.write_text("".join(json.dumps({"Item": each}) + "\n" for each in expected))
    server = Server()
    with server:
        url = ("--endpoint-url", server.endpoint)
        keys = ("--partition-key", "country:S", "--sort-key", "city:S")
        steps = (
            ("import", lines, "--table", "cities", *keys),
            ("export", "cities", "--to", work / "export"),
            ("import", work / "export", "--table", "again"),
            ("export", "again", "--to", work / "again.jsonl.gz"),
        )
        for step in steps:
            code, output, seconds = larder(*step, *url)
            verdict.check(f"{step[0]} of {len(expected)} cities in {seconds:.1f} s", code == 0, output)
    text = subprocess.run(["gzip", "-dc", work / "again.jsonl.gz"], capture_output=True, check=True).stdout
    found = {}
    for line in text.splitlines():
        each = json.loads(line)["Item"]
        found[(each["country"]["S"], each["city"]["S"])] = each
    wrong = [
        each for each in expected if ordered(found.get((each["country"]["S"], each["city"]["S"]), {})) != ordered(each)
    ]
    verdict.check(f"{len(found)} cities, every attribute equal", len(found) == len(expected) and not wrong, wrong[:2])
    server.remove()


def ordered(each):
    """Sets have no order on the wire."""
    return {**each, "words": {"SS": sorted(each["words"]["SS"])}} if "words" in each else each


def verify(arguments, verdict):
    work = Path(tempfile.mkdtemp(prefix="larder-operators-"))
    lines = work / "items.jsonl"
    with lines.open("w") as out:
        for number in range(arguments.items):
            each = item(number % 1000, number)
            out.write(json.dumps({"Item": each}) + "\n")
    server = Server()
    with server:
        Connection(server.endpoint).create_table(CREATE)
        code, output, seconds = larder("import", lines, "--table", TABLE, "--endpoint-url", server.endpoint)
        verdict.check(f"import of {arguments.items} items in {seconds:.1f} s", code == 0, output)
        code, output, seconds = larder("verify", "--admin", f"127.0.0.1:{server.admin}")
        verdict.check(f"verified while it serves in {seconds:.1f} s", code == 0, output)
    code, output, seconds = larder("verify", "--data-dir", server.data, keys=server)
    verdict.check(f"verified while it is stopped in {seconds:.1f} s", code == 0, output)
    verdict.check("in ten seconds at most", seconds <= arguments.verify_seconds, seconds)
    size = sum(each.stat().st_size for each in Path(server.data).iterdir())
    code, output, seconds = larder("compact", "--data-dir", server.data)
    verdict.check(f"compacted in {seconds:.1f} s, from {size >> 20} MB: {output.strip()}", code == 0, output)
    damages(arguments, verdict, server)
    server.remove()


def damages(arguments, verdict, server, count=20):
    """Changes a bit of some records of the table and of its index, of a compact store, which has no old ones left."""
    if os.environ.get("LARDER_ENCRYPTION_ENABLED") == "true":
        print("skipped: damages, which are put in by what is to be read on the disk", flush=True)
        return
    folder = Path(tempfile.mkdtemp(prefix="larder-operators-"), "data")
    shutil.copytree(server.data, folder)
    rng = random.Random(arguments.seed)
    print(f"-- damages of seed {arguments.seed}", flush=True)
    with (folder / "data.mdb").open("r+b") as file, mmap.mmap(file.fileno(), 0) as disk:
        places = []
        for number in rng.sample(range(arguments.items), count):
            at = -1
            while (at := disk.find(b'"sk":{"N":"%d"}' % number, at + 1)) >= 0:
                places.append(at)
        for at in places:
            disk[at] ^= 1
    code, output, seconds = larder("verify", "--data-dir", folder, keys=server)
    named = {line for line in output.splitlines() if line.startswith("damaged: ") and "its checksum" in line}
    verdict.check(
        f"{len(places)} damages in {count} items are named in {seconds:.1f} s",
        code == 1 and len(named) == len(places) >= count,
        output,
    )
    shutil.rmtree(folder.parent)


def typed(value):
    """A value of a sample item as DynamoDB has it; within maps and lists Workbench has plain JSON, too."""
    kinds = ("S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS")
    if isinstance(value, dict) and len(value) == 1 and (kind := next(iter(value))) in kinds:
        inner = value[kind]
        if kind == "M":
            return {"M": {name: typed(each) for name, each in inner.items()}}
        if kind == "L":
            return {"L": [typed(each) for each in inner]}
        return {kind: sorted(inner)} if kind in ("SS", "NS", "BS") else value
    if isinstance(value, dict):
        return {"M": {name: typed(each) for name, each in value.items()}}
    if isinstance(value, list):
        return {"L": [typed(each) for each in value]}
    if isinstance(value, bool):
        return {"BOOL": value}
    return {"NULL": True} if value is None else {"S": value} if isinstance(value, str) else {"N": str(value)}


def samples(model):
    """The sample items of a table of a model by their keys; facets of one item are put together."""
    keys = [key["AttributeName"] for key in model["KeyAttributes"].values()]
    found = {}
    for part in (model, *model.get("TableFacets", [])):
        for each in part.get("TableData", []):
            key = json.dumps([each[name] for name in keys])
            found.setdefault(key, {}).update((name, typed(value)) for name, value in each.items())
    return found


def models(arguments, verdict):
    for path in sorted(arguments.models.glob("*.json")):
        model = json.loads(path.read_text())
        server = Server()
        with server:
            code, output, _ = larder("import", path, "--endpoint-url", server.endpoint)
            wire = Connection(server.endpoint)
            problems = [] if code == 0 else [output]
            count = 0
            for each in model["DataModel"]:
                name = each["TableName"]
                made = wire.must("DescribeTable", {"TableName": name})["Table"]
                wanted = {index["IndexName"] for index in each.get("GlobalSecondaryIndexes", [])}
                indexes = {index["IndexName"] for index in made.get("GlobalSecondaryIndexes", [])}
                keys = [key["AttributeName"] for key in each["KeyAttributes"].values()]
                items = {}
                for item in wire.pages("Scan", {"TableName": name}):
                    items[json.dumps([item[key] for key in keys])] = {k: typed(value) for k, value in item.items()}
                count += len(items)
                if indexes != wanted or items != samples(each):
                    problems.append(f"{name}: {indexes} of {wanted}, {items} of {samples(each)}")
            tables = len(model["DataModel"])
            verdict.check(f"{model['ModelName']}: {tables} tables, {count} items", not problems, problems)
        server.remove()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=("backup", "cities", "verify", "models"))
    parser.add_argument("--rounds", type=int, default=2, help="of backups")
    parser.add_argument("--seconds", type=float, default=5, help="of writing before a backup")
    parser.add_argument("--processes", type=int, default=16, help="that write")
    parser.add_argument("--least-rate", type=int, default=0, help="of items in a second that are written meanwhile")
    parser.add_argument("--verify-seconds", type=float, default=10, help="at most, of a store that is stopped")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30), help="of damages")
    parser.add_argument("--models", type=Path, help="folder of models of NoSQL Workbench (*.json)")
    parser.add_argument("--items", type=int, default=1_000_000, help="to verify")
    arguments = parser.parse_args()
    verdict = Verdict()
    for name, step in (("backup", backup), ("cities", cities), ("verify", verify), ("models", models)):
        if name == "models" and not arguments.models:
            print("skipped: models, of which no folder is given (--models)")
        elif not arguments.only or name in arguments.only:
            print(f"-- {name}", flush=True)
            verdict.guarded(name, step, arguments, verdict)
    verdict.finish()


if __name__ == "__main__":
    main()
