#!/usr/bin/env python3
"""boto3, unmodified, does an application's round of work against a running server and checks every answer.

Table life cycle, puts and conditions, updates, queries with filter and paging, scans, an index, batches and
transactions: through the low-level client, the resource layer, waiters and paginators.
"""

import argparse
import contextlib
import os
import sys
import uuid
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import environment
from harness.verdict import Verdict

TABLE = "larder-boto3"


def connect(endpoint, service="dynamodb"):
    import boto3
    from botocore.config import Config

    options = {
        "endpoint_url": endpoint,
        "region_name": "us-east-1",
        "aws_access_key_id": os.environ.get("AWS_ACCESS_KEY_ID", "dummy"),
        "aws_secret_access_key": os.environ.get("AWS_SECRET_ACCESS_KEY", "dummy"),
        "config": Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=20),
    }
    return boto3.client(service, **options), boto3.resource("dynamodb", **options).Table(TABLE)


def create_anew(client, table, **definition):
    """Makes a table in place of what an earlier run has left of it; returns its description once it is there."""
    with contextlib.suppress(client.exceptions.ResourceNotFoundException):
        client.delete_table(TableName=table)
        client.get_waiter("table_not_exists").wait(TableName=table)
    client.create_table(TableName=table, **definition)
    return settled(client, table)


def settled(client, table):
    """The description of a table once it is active."""
    client.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    return client.describe_table(TableName=table)["Table"]


def create(client, verdict):
    described = create_anew(
        client,
        TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind}
            for name, kind in (("author", "S"), ("title", "S"), ("genre", "S"), ("year", "N"))
        ],
        KeySchema=[
            {"AttributeName": "author", "KeyType": "HASH"},
            {"AttributeName": "title", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-genre",
                "KeySchema": [
                    {"AttributeName": "genre", "KeyType": "HASH"},
                    {"AttributeName": "year", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    verdict.equal("create: table is ACTIVE", described["TableStatus"], "ACTIVE")
    verdict.equal("create: index is described", described["GlobalSecondaryIndexes"][0]["IndexName"], "by-genre")
    verdict.check("create: table is listed", TABLE in client.list_tables()["TableNames"])


def write_single(client, table, verdict):
    from boto3.dynamodb.conditions import Attr
    from boto3.dynamodb.types import Binary

    item = {
        "author": "Kafka",
        "title": "Der Prozeß",
        "genre": "novel",
        "year": Decimal(1925),
        "price": Decimal("12.50"),
        "tags": {"law", "dream"},
        "scores": {Decimal(1), Decimal("2.5")},
        "blob": Binary(b"\x00\xff"),
        "nested": {"list": [Decimal(1), "zwei", None, True], "empty": ""},
    }
    table.put_item(Item=item)
    key = {"author": "Kafka", "title": "Der Prozeß"}
    verdict.equal("put, get: every attribute comes back", table.get_item(Key=key)["Item"], item)
    verdict.equal(
        "get: consistent, with projection",
        table.get_item(
            Key=key,
            ConsistentRead=True,
            ProjectionExpression="nested.#l[1], price",
            ExpressionAttributeNames={"#l": "list"},
        )["Item"],
        {"nested": {"list": ["zwei"]}, "price": Decimal("12.5")},
    )
    verdict.check("get: a missing item has no Item", "Item" not in table.get_item(Key={"author": "x", "title": "y"}))

    table.put_item(
        Item={"author": "Kafka", "title": "Amerika", "genre": "novel", "year": 1927},
        ConditionExpression=Attr("author").not_exists(),
    )
    verdict.equal(
        "conditional put: succeeds on a new key",
        table.get_item(Key={"author": "Kafka", "title": "Amerika"})["Item"]["year"],
        1927,
    )
    try:
        client.put_item(
            TableName=TABLE,
            Item={"author": {"S": "Kafka"}, "title": {"S": "Amerika"}, "year": {"N": "1"}},
            ConditionExpression="attribute_not_exists(author)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        verdict.check("conditional put: fails on an existing key", False, "was accepted")
    except client.exceptions.ConditionalCheckFailedException as problem:
        verdict.equal(
            "conditional put: message", problem.response["Error"]["Message"], "The conditional request failed"
        )
        verdict.equal("conditional put: old item", problem.response["Item"]["year"], {"N": "1927"})
    verdict.equal(
        "conditional put: changes nothing when it fails",
        table.get_item(Key={"author": "Kafka", "title": "Amerika"})["Item"]["year"],
        1927,
    )


def update(client, table, verdict):
    key = {"author": "Kafka", "title": "Amerika"}
    answer = table.update_item(
        Key=key,
        UpdateExpression="SET #y = #y + :one, editions = list_append(if_not_exists(editions, :none), :new) ADD sold :n",
        ConditionExpression="genre = :novel AND #y BETWEEN :low AND :high",
        ExpressionAttributeNames={"#y": "year"},
        ExpressionAttributeValues={
            ":one": 1,
            ":none": [],
            ":new": ["first"],
            ":n": 10,
            ":novel": "novel",
            ":low": 1900,
            ":high": 2000,
        },
        ReturnValues="ALL_NEW",
    )
    verdict.equal(
        "update: all new",
        answer["Attributes"],
        {**key, "genre": "novel", "year": 1928, "editions": ["first"], "sold": 10},
    )
    answer = table.update_item(
        Key=key,
        UpdateExpression="REMOVE sold SET genre = :g",
        ExpressionAttributeValues={":g": "fragment"},
        ReturnValues="UPDATED_OLD",
    )
    verdict.equal("update: updated old", answer["Attributes"], {"sold": 10, "genre": "novel"})
    try:
        table.update_item(
            Key=key,
            UpdateExpression="SET genre = :g",
            ConditionExpression="attribute_exists(sold)",
            ExpressionAttributeValues={":g": "wrong"},
        )
        verdict.check("update: condition fails", False, "was accepted")
    except client.exceptions.ConditionalCheckFailedException:
        verdict.equal("update: failed condition changes nothing", table.get_item(Key=key)["Item"]["genre"], "fragment")


def batches(client, table, verdict):
    with table.batch_writer() as writer:
        for number in range(120):
            writer.put_item(
                Item={
                    "author": "Simenon",
                    "title": f"Maigret {number:03}",
                    "genre": "crime",
                    "year": 1930 + number // 10,
                    "pages": number,
                }
            )
    keys = [{"author": {"S": "Simenon"}, "title": {"S": f"Maigret {n:03}"}} for n in range(0, 200, 2)]
    answer = client.batch_get_item(RequestItems={TABLE: {"Keys": keys, "ProjectionExpression": "pages"}})
    verdict.equal(
        "batch get: those that exist",
        sorted(int(i["pages"]["N"]) for i in answer["Responses"][TABLE]),
        list(range(0, 120, 2)),
    )
    verdict.equal("batch get: nothing unprocessed", answer["UnprocessedKeys"], {})
    answer = client.batch_write_item(
        RequestItems={
            TABLE: [
                {"DeleteRequest": {"Key": {"author": {"S": "Simenon"}, "title": {"S": "Maigret 119"}}}},
                {
                    "PutRequest": {
                        "Item": {"author": {"S": "Simenon"}, "title": {"S": "Pedigree"}, "pages": {"N": "512"}}
                    }
                },
            ]
        }
    )
    verdict.equal("batch write: nothing unprocessed", answer["UnprocessedItems"], {})


def queries(client, table, verdict):
    from boto3.dynamodb.conditions import Attr, Key

    answer = table.query(
        KeyConditionExpression=Key("author").eq("Simenon") & Key("title").begins_with("Maigret"),
        FilterExpression=Attr("pages").between(10, 19) | Attr("pages").eq(118),
    )
    verdict.equal("query: filter", [int(i["pages"]) for i in answer["Items"]], [*range(10, 20), 118])
    verdict.equal("query: counts", (answer["Count"], answer["ScannedCount"]), (11, 119))
    answer = table.query(
        KeyConditionExpression=Key("author").eq("Simenon") & Key("title").between("Maigret 1", "Maigret 2"),
        ScanIndexForward=False,
        Limit=3,
    )
    verdict.equal("query: backward with limit", [int(i["pages"]) for i in answer["Items"]], [118, 117, 116])
    verdict.equal(
        "query: last evaluated key", answer["LastEvaluatedKey"], {"author": "Simenon", "title": "Maigret 116"}
    )
    pages = client.get_paginator("query").paginate(
        TableName=TABLE,
        KeyConditionExpression="author = :a",
        ExpressionAttributeValues={":a": {"S": "Simenon"}},
        PaginationConfig={"PageSize": 7},
    )
    verdict.equal("query: paginator returns all", sum(page["Count"] for page in pages), 120)
    answer = table.query(IndexName="by-genre", KeyConditionExpression=Key("genre").eq("crime") & Key("year").lt(1932))
    verdict.equal(
        "index query: in order of the index", [int(i["year"]) for i in answer["Items"]], [1930] * 10 + [1931] * 10
    )
    verdict.equal(
        "index query: count only",
        table.query(IndexName="by-genre", Select="COUNT", KeyConditionExpression=Key("genre").eq("crime"))["Count"],
        119,
    )


def scans(client, verdict):
    paginator = client.get_paginator("scan")
    pages = list(paginator.paginate(TableName=TABLE, PaginationConfig={"PageSize": 25}))
    titles = [i["title"]["S"] for page in pages for i in page["Items"]]
    verdict.equal(
        "scan: pages return each item once", (len(titles), len(set(titles)), len(pages) >= 5), (122, 122, True)
    )
    segments = [
        i["title"]["S"]
        for segment in range(4)
        for page in paginator.paginate(TableName=TABLE, Segment=segment, TotalSegments=4)
        for i in page["Items"]
    ]
    verdict.equal("scan: segments together are the whole", sorted(segments), sorted(titles))
    verdict.equal(
        "scan: index", sum(page["Count"] for page in paginator.paginate(TableName=TABLE, IndexName="by-genre")), 121
    )


def transactions(client, verdict):
    def key(title):
        return {"author": {"S": "Kafka"}, "title": {"S": title}}

    token = str(uuid.uuid4())
    for attempt in ("first", "replayed"):
        client.transact_write_items(
            ClientRequestToken=token,
            TransactItems=[
                {"Put": {"TableName": TABLE, "Item": {**key("Das Schloß"), "copies": {"N": "1"}}}},
                {
                    "Update": {
                        "TableName": TABLE,
                        "Key": key("Amerika"),
                        "UpdateExpression": "ADD copies :n",
                        "ExpressionAttributeValues": {":n": {"N": "5"}},
                    }
                },
                {
                    "ConditionCheck": {
                        "TableName": TABLE,
                        "Key": key("Der Prozeß"),
                        "ConditionExpression": "attribute_exists(price)",
                    }
                },
            ],
        )
        answer = client.transact_get_items(
            TransactItems=[
                {"Get": {"TableName": TABLE, "Key": key(title), "ProjectionExpression": "copies"}}
                for title in ("Das Schloß", "Amerika", "nothing")
            ]
        )
        verdict.equal(
            f"transaction {attempt}: read together",
            answer["Responses"],
            [{"Item": {"copies": {"N": "1"}}}, {"Item": {"copies": {"N": "5"}}}, {}],
        )
    try:
        client.transact_write_items(
            TransactItems=[
                {"Delete": {"TableName": TABLE, "Key": key("Das Schloß")}},
                {
                    "Put": {
                        "TableName": TABLE,
                        "Item": key("Amerika"),
                        "ConditionExpression": "attribute_not_exists(title)",
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
            ]
        )
        verdict.check("transaction: is cancelled", False, "was accepted")
    except client.exceptions.TransactionCanceledException as problem:
        reasons = problem.response["CancellationReasons"]
        verdict.equal(
            "transaction cancelled: reasons", [r["Code"] for r in reasons], ["None", "ConditionalCheckFailed"]
        )
        verdict.equal("transaction cancelled: old item", reasons[1].get("Item", {}).get("copies"), {"N": "5"})
        verdict.equal(
            "transaction cancelled: message",
            problem.response["Error"]["Message"],
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
            "[None, ConditionalCheckFailed]",
        )
    verdict.check(
        "transaction cancelled: changes nothing", "Item" in client.get_item(TableName=TABLE, Key=key("Das Schloß"))
    )


def delete(client, table, verdict):
    key = {"author": "Kafka", "title": "Das Schloß"}
    try:
        table.delete_item(Key=key, ConditionExpression="copies > :n", ExpressionAttributeValues={":n": 3})
        verdict.check("delete: condition fails", False, "was accepted")
    except client.exceptions.ConditionalCheckFailedException:
        verdict.check("delete: condition fails", True)
    old = table.delete_item(Key=key, ReturnValues="ALL_OLD").get("Attributes")
    verdict.equal("delete: returns the old item", old, {**key, "copies": 1})
    verdict.check("delete: item is gone", "Item" not in table.get_item(Key=key, ConsistentRead=True))
    verdict.check(
        "delete: a missing item is no error", "Attributes" not in table.delete_item(Key=key, ReturnValues="ALL_OLD")
    )
    client.delete_table(TableName=TABLE)
    client.get_waiter("table_not_exists").wait(TableName=TABLE, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    try:
        client.describe_table(TableName=TABLE)
        verdict.check("delete table: it is gone", False, "still described")
    except client.exceptions.ResourceNotFoundException as problem:
        verdict.equal(
            "delete table: message",
            problem.response["Error"]["Message"],
            f"Requested resource not found: Table: {TABLE} not found",
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    environment.reenter()

    verdict = Verdict()
    client, table = connect(arguments.endpoint)
    verdict.guarded("create", create, client, verdict)
    for step in (write_single, update, batches, queries):
        verdict.guarded(step.__name__, step, client, table, verdict)
    verdict.guarded("scans", scans, client, verdict)
    verdict.guarded("transactions", transactions, client, verdict)
    verdict.guarded("delete", delete, client, table, verdict)
    verdict.finish()


if __name__ == "__main__":
    main()
