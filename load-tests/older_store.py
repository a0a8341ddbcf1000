#!/usr/bin/env python3
"""Makes a data folder as a killed server leaves it, for the tests of what later versions do with it.

Starts a server of the version whose folder is wanted, fills tables with every kind of key, with indexes, times to live,
tags and keys as long as they can be, and kills the server while it fills an index and deletes the records of a dropped
table. What the same version answers when it is started again on a copy goes into `expected.txt`, one line for each
item of a table or index in the order of a Scan. Both go into a zip file:

    cd store/src/test/resources/io/larder/store/lmdb/layout
    older_store.py --server OTHER/bin/larder layout-3.zip
"""

import argparse
import base64
import json
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.server import Server
from harness.wire import Connection, table

SHARED = "s" * 1000
FAR = 4_102_444_800


def binary(raw):
    return {"B": base64.b64encode(raw).decode()}


def music():
    for number in range(40):
        yield {
            "pk": {"S": f"p{number % 5}"},
            "sk": {"S": f"{number:03}"},
            "alt": {"S": f"{99 - number:03}"},
            "artist": {"S": f"artist {number % 3}"},
            "year": {"N": str(1900 + number)},
            "tags": {"SS": ["a", "b"]},
            "more": {"M": {"list": {"L": [{"NULL": True}, {"BOOL": False}, {"S": "é\n"}]}}},
        }


def long_keys():
    for number in range(40):
        key = f"{SHARED}{number * 37 % 40:02}" + "t" * (number % 22)
        yield {"pk": {"S": "p" * 2048}, "sk": {"S": key}, "alt": {"S": key[::-1]}, "g": {"S": "g" * 2000 + key[-30:]}}
    for length in (489, 490, 491, 492, 511, 982, 983, 1024):
        yield {"pk": {"S": "q"}, "sk": {"S": "s" * length}, "alt": {"S": "a" * length}, "g": {"S": "g"}}


def binaries():
    for number in range(30):
        yield {
            "pk": binary(bytes([number % 3])),
            "sk": binary(bytes(500) + bytes([number, 0, 255 - number])),
            "alt": binary(bytes([255] * (number % 4)) + bytes(number) + b"x"),
        }


def numbers():
    for number in ("-1E100", "-12.5", "-1", "0", "1E-130", "0.5", "1", "10", "100.25", "9.9E125"):
        for partition in ("1", "1.5", "-3"):
            yield {"pk": {"N": partition}, "sk": {"N": number}, "v": {"S": f"{partition}/{number}"}}


def sessions():
    for number in range(30):
        yield {"pk": {"S": f"session {number}"}, "expires": {"N": str(FAR + number % 7)}}
    yield {"pk": {"S": "without"}}


def tasks(prefix, count):
    for number in range(count):
        yield {"pk": {"S": f"{prefix}{number}"}, "kind": {"S": f"k{number % 10}"}}


def put_all(connection, name, items):
    batch = []
    for item in items:
        batch.append({"PutRequest": {"Item": item}})
        if len(batch) == 25:
            connection.must("BatchWriteItem", {"RequestItems": {name: batch}})
            batch = []
    if batch:
        connection.must("BatchWriteItem", {"RequestItems": {name: batch}})


def fill(connection):
    must = connection.must
    for request, items in (
        (
            table(
                "Music",
                "pk:S sk:S",
                [("byArtist", "artist:S year:N", "ALL"), ("artists", "artist:S", ["more"])],
                [("byAlt", "pk:S alt:S", "KEYS_ONLY")],
            ),
            music(),
        ),
        (
            table(
                "Long",
                "pk:S sk:S",
                [("turned", "g:S alt:S", "ALL")],
                [("local", "pk:S alt:S", "KEYS_ONLY")],
            ),
            long_keys(),
        ),
        (table("Binary", "pk:B sk:B", [("byAlt", "alt:B", "ALL")]), binaries()),
        (table("Numbers", "pk:N sk:N", [("turned", "sk:N pk:N", "ALL")]), numbers()),
        (table("Sessions", "pk:S"), []),
        (table("Tasks", "pk:S"), tasks("task ", 1200)),
        (table("Dropped", "pk:S", [("byKind", "kind:S", "ALL")]), tasks("gone ", 600)),
    ):
        must("CreateTable", request)
        put_all(connection, request["TableName"], items)
    put_all(connection, "Sessions", list(sessions())[:10])
    must(
        "UpdateTimeToLive",
        {"TableName": "Sessions", "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True}},
    )
    arn = must("DescribeTable", {"TableName": "Music"})["Table"]["TableArn"]
    must("TagResource", {"ResourceArn": arn, "Tags": [{"Key": "team", "Value": "a"}, {"Key": "é", "Value": ""}]})


def write_last(connection):
    """What only the log has when the server is killed, and what is not finished then."""
    must = connection.must
    put_all(connection, "Sessions", sessions())
    must("DeleteItem", {"TableName": "Music", "Key": {"pk": {"S": "p0"}, "sk": {"S": "000"}}})
    must("DeleteItem", {"TableName": "Long", "Key": {"pk": {"S": "q"}, "sk": {"S": "s" * 492}}})
    must(
        "TransactWriteItems",
        {
            "ClientRequestToken": "a token",
            "TransactItems": [{"Put": {"TableName": "Music", "Item": {"pk": {"S": "last"}, "sk": {"S": "1"}}}}],
        },
    )
    must(
        "UpdateTable",
        {
            "TableName": "Tasks",
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "kind", "AttributeType": "S"},
            ],
            "GlobalSecondaryIndexUpdates": [
                {
                    "Create": {
                        "IndexName": "byKind",
                        "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "ALL"},
                    }
                }
            ],
        },
    )
    must("DeleteTable", {"TableName": "Dropped"})


def expectations(connection):
    for name in connection.must("ListTables", {})["TableNames"]:
        described = connection.must("DescribeTable", {"TableName": name})["Table"]
        tags = connection.must("ListTagsOfResource", {"ResourceArn": described["TableArn"]})["Tags"]
        yield "tags", name, "-", {tag["Key"]: tag["Value"] for tag in tags}
        ttl = connection.must("DescribeTimeToLive", {"TableName": name})["TimeToLiveDescription"]
        yield "ttl", name, "-", ttl.get("AttributeName", "")
        yield "size", name, "-", [described["ItemCount"], described["TableSizeBytes"]]
        yield from scanned(connection, name, None)
        for index in described.get("GlobalSecondaryIndexes", []) + described.get("LocalSecondaryIndexes", []):
            yield "size", name, index["IndexName"], [index["ItemCount"], index["IndexSizeBytes"]]
            yield from scanned(connection, name, index["IndexName"])


def scanned(connection, name, index):
    request = {"TableName": name} if index is None else {"TableName": name, "IndexName": index}
    for item in connection.pages("Scan", request):
        yield "item", name, index or "-", item


def await_tasks(connection):
    for _ in range(600):
        indexes = connection.must("DescribeTable", {"TableName": "Tasks"})["Table"].get("GlobalSecondaryIndexes", [])
        if indexes and indexes[0]["IndexStatus"] == "ACTIVE":
            return
        time.sleep(0.1)
    raise SystemExit("the index was not filled")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", required=True, help="the command of the older server")
    parser.add_argument("zip", type=Path)
    arguments = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="larder-older-"))
    server = Server(arguments.server, str(work / "data"))
    server.start()
    connection = Connection(server.endpoint)
    fill(connection)
    # Longer than records wait for a checkpoint.
    time.sleep(3)
    write_last(connection)
    server.kill()
    killed = time.time()
    shutil.copytree(work / "data", work / "copy")
    again = Server(arguments.server, str(work / "copy"))
    again.start()
    connection = Connection(again.endpoint)
    await_tasks(connection)
    lines = [json.dumps([*line], ensure_ascii=False, separators=(",", ":")) for line in expectations(connection)]
    again.terminate()
    with zipfile.ZipFile(arguments.zip, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in ("data.mdb", "write-a.log", "write-b.log"):
            archive.write(work / "data" / name, name)
        archive.writestr("expected.txt", f"{int(killed)}\n" + "\n".join(lines) + "\n")
    shutil.rmtree(work)
    print(f"{arguments.zip}: {arguments.zip.stat().st_size} bytes")


if __name__ == "__main__":
    main()
