#!/usr/bin/env python3
"""boto3's client of DynamoDB Streams, unmodified, reads what boto3 writes to a running server, and checks every record.

A stream switched on, read from every place in its shards and in pages, what its records show of each kind of write, a
stream switched off and read to its end, another one after it, a shard that is replaced by others while it is read, and
what is refused.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from boto3_client import connect, create_anew, settled
from harness import environment
from harness.verdict import Verdict

TABLE = "larder-boto3-streams"
REPLACED = "larder-boto3-replaced"


def create(client, table, **settings):
    return create_anew(
        client,
        table,
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        **settings,
    )


def switch(client, **settings):
    client.update_table(TableName=TABLE, StreamSpecification=settings)
    return settled(client, TABLE)


def shards(streams, arn):
    """All shards, by pages of one."""
    found, more = [], {}
    while True:
        page = streams.describe_stream(StreamArn=arn, Limit=1, **more)["StreamDescription"]
        found += page["Shards"]
        if "LastEvaluatedShardId" not in page:
            return found
        more = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}


def iterator(streams, arn, shard, kind, **number):
    return streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=kind, **number)["ShardIterator"]


def read(streams, place, **limit):
    """All records from a place on, to the end of what is there."""
    found = []
    while place:
        page = streams.get_records(ShardIterator=place, **limit)
        found += page["Records"]
        place = page.get("NextShardIterator") if page["Records"] else None
    return found


def everything(streams, arn):
    return {
        s["ShardId"]: read(streams, iterator(streams, arn, s["ShardId"], "TRIM_HORIZON")) for s in shards(streams, arn)
    }


def write(client):
    key = {"pk": {"S": "a"}}
    client.put_item(TableName=TABLE, Item={**key, "n": {"N": "1"}})
    client.put_item(TableName=TABLE, Item={**key, "n": {"N": "1.0"}})
    client.update_item(
        TableName=TABLE, Key=key, UpdateExpression="ADD n :one", ExpressionAttributeValues={":one": {"N": "1"}}
    )
    client.delete_item(TableName=TABLE, Key={"pk": {"S": "nobody"}})
    client.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": TABLE, "Item": {"pk": {"S": "b"}}}},
            {"Delete": {"TableName": TABLE, "Key": key}},
        ]
    )


def changes(client, streams, verdict):
    table = switch(client, StreamEnabled=True, StreamViewType="NEW_AND_OLD_IMAGES")
    arn = table["LatestStreamArn"]
    verdict.equal("a stream has its label in its ARN", arn, f"{table['TableArn']}/stream/{table['LatestStreamLabel']}")
    write(client)
    records = [record for found in everything(streams, arn).values() for record in found]
    told = [record for record in records if record["dynamodb"]["Keys"] == {"pk": {"S": "a"}}]
    verdict.equal(
        "an item's changes are told once, in order",
        [(r["eventName"], r["dynamodb"].get("OldImage"), r["dynamodb"].get("NewImage")) for r in told],
        [
            ("INSERT", None, {"pk": {"S": "a"}, "n": {"N": "1"}}),
            ("MODIFY", {"pk": {"S": "a"}, "n": {"N": "1"}}, {"pk": {"S": "a"}, "n": {"N": "2"}}),
            ("REMOVE", {"pk": {"S": "a"}, "n": {"N": "2"}}, None),
        ],
    )
    verdict.equal("nothing else is told", len(records), 4)
    verdict.equal("event ids are all different", len({r["eventID"] for r in records}), 4)
    verdict.check("the streams of a table are listed", any(s["StreamArn"] == arn for s in listed(streams)))
    return arn


def listed(streams):
    found, more = [], {}
    while True:
        page = streams.list_streams(TableName=TABLE, Limit=1, **more)
        found += page["Streams"]
        if "LastEvaluatedStreamArn" not in page:
            return found
        more = {"ExclusiveStartStreamArn": page["LastEvaluatedStreamArn"]}


def places(client, streams, arn, verdict):
    shard, records = max(everything(streams, arn).items(), key=lambda entry: len(entry[1]))
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    verdict.check("numbers of a shard grow", numbers == sorted(numbers, key=int) and len(numbers) > 1, numbers)

    def found(kind, **number):
        return [r["dynamodb"]["SequenceNumber"] for r in read(streams, iterator(streams, arn, shard, kind, **number))]

    verdict.equal("AT_SEQUENCE_NUMBER", found("AT_SEQUENCE_NUMBER", SequenceNumber=numbers[1]), numbers[1:])
    verdict.equal("AFTER_SEQUENCE_NUMBER", found("AFTER_SEQUENCE_NUMBER", SequenceNumber=numbers[0]), numbers[1:])
    paged = read(streams, iterator(streams, arn, shard, "TRIM_HORIZON"), Limit=1)
    verdict.equal("pages of one", [r["dynamodb"]["SequenceNumber"] for r in paged], numbers)
    tip = iterator(streams, arn, shard, "LATEST")
    page = streams.get_records(ShardIterator=tip)
    verdict.check(
        "at the tip there is nothing yet, and where to go on", not page["Records"] and page["NextShardIterator"]
    )
    for name in range(64):
        client.put_item(TableName=TABLE, Item={"pk": {"S": f"tip-{name}"}})
    verdict.check("what comes later is read from the tip", read(streams, page["NextShardIterator"]))


def the_end(client, streams, arn, verdict):
    switch(client, StreamEnabled=False)
    deadline = time.monotonic() + 60
    while streams.describe_stream(StreamArn=arn)["StreamDescription"]["StreamStatus"] != "DISABLED":
        if time.monotonic() > deadline:
            raise AssertionError("the stream is not disabled")
        time.sleep(0.1)
    verdict.check(
        "all shards are closed", all("EndingSequenceNumber" in s["SequenceNumberRange"] for s in shards(streams, arn))
    )
    verdict.equal("all records are there", sum(len(found) for found in everything(streams, arn).values()), 68)
    for shard in shards(streams, arn):
        place = iterator(streams, arn, shard["ShardId"], "TRIM_HORIZON")
        for _ in range(100):
            place = place and streams.get_records(ShardIterator=place).get("NextShardIterator")
        verdict.check("a closed shard has an end", place is None)
    table = switch(client, StreamEnabled=True, StreamViewType="KEYS_ONLY")
    verdict.check("a new stream is another one", table["LatestStreamArn"] != arn)
    client.put_item(TableName=TABLE, Item={"pk": {"S": "c"}, "n": {"N": "1"}})
    records = [r for found in everything(streams, table["LatestStreamArn"]).values() for r in found]
    verdict.check(
        "KEYS_ONLY shows no image", len(records) == 1 and not {"NewImage", "OldImage"} & records[0]["dynamodb"].keys()
    )


def replacement(client, streams, verdict):
    table = create(
        client,
        REPLACED,
        ProvisionedThroughput={"ReadCapacityUnits": 1000, "WriteCapacityUnits": 1000},
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    arn = table["LatestStreamArn"]
    (parent,) = shards(streams, arn)
    place = iterator(streams, arn, parent["ShardId"], "LATEST")
    for version in ("1", "2"):
        for item in range(32):
            client.put_item(TableName=REPLACED, Item={"pk": {"S": str(item)}, "v": {"N": version}})
        if version == "1":
            client.update_table(TableName=REPLACED, BillingMode="PAY_PER_REQUEST")
            settled(client, REPLACED)
    verdict.equal("the closed shard is read to its end", len(read(streams, place)), 32)
    (closed, *_) = shards(streams, arn)
    verdict.check("it says where it ends", "EndingSequenceNumber" in closed["SequenceNumberRange"])
    last = iterator(
        streams, arn, closed["ShardId"], "AFTER_SEQUENCE_NUMBER",
        SequenceNumber=closed["SequenceNumberRange"]["EndingSequenceNumber"],
    )  # fmt: skip
    verdict.equal("and has no place behind", streams.get_records(ShardIterator=last).get("NextShardIterator"), None)
    children = streams.describe_stream(
        StreamArn=arn, ShardFilter={"Type": "CHILD_SHARDS", "ShardId": parent["ShardId"]}
    )["StreamDescription"]["Shards"]
    verdict.equal("four go on from it", [c["ParentShardId"] for c in children], [parent["ShardId"]] * 4)
    told = [
        r["dynamodb"] for c in children for r in read(streams, iterator(streams, arn, c["ShardId"], "TRIM_HORIZON"))
    ]
    verdict.equal(
        "each later change is in one of them", sorted(r["Keys"]["pk"]["S"] for r in told), sorted(map(str, range(32)))
    )
    verdict.check("and no earlier one", all(r["NewImage"]["v"] == {"N": "2"} for r in told))


def refusals(streams, arn, verdict):
    from botocore.exceptions import ClientError

    def refused(name, code, call, **arguments):
        try:
            call(**arguments)
            verdict.check(name, False, "taken")
        except ClientError as problem:
            verdict.equal(name, problem.response["Error"]["Code"], code)

    shard = shards(streams, arn)[0]["ShardId"]
    refused("no such stream", "ResourceNotFoundException", streams.describe_stream, StreamArn=arn[:-1] + "x")
    refused("no stream's ARN", "ValidationException", streams.describe_stream, StreamArn="x" * 40)
    # Of which stream it is must be known where policies decide.
    refused("no iterator", "ValidationException", streams.get_records, ShardIterator=f"{arn}|1|rubbish")
    place = {"StreamArn": arn, "ShardId": shard}
    refused(
        "no number", "ValidationException", streams.get_shard_iterator, **place, ShardIteratorType="AT_SEQUENCE_NUMBER"
    )
    refused(
        "no such shard",
        "ResourceNotFoundException",
        streams.get_shard_iterator,
        StreamArn=arn,
        ShardId=shard[:-8] + "ffffffff",
        ShardIteratorType="LATEST",
    )
    refused("too many", "LimitExceededException", streams.get_records, ShardIterator=f"{arn}|1|rubbish", Limit=1001)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    environment.reenter()

    verdict = Verdict()
    client, _ = connect(arguments.endpoint)
    streams, _ = connect(arguments.endpoint, "dynamodbstreams")
    create(client, TABLE, BillingMode="PAY_PER_REQUEST")
    arn = verdict.guarded("changes", changes, client, streams, verdict)
    if arn:
        verdict.guarded("places", places, client, streams, arn, verdict)
        verdict.guarded("the end", the_end, client, streams, arn, verdict)
        verdict.guarded("refusals", refusals, streams, arn, verdict)
    verdict.guarded("a replacement", replacement, client, streams, verdict)
    for table in (TABLE, REPLACED):
        client.delete_table(TableName=table)
    verdict.finish()


if __name__ == "__main__":
    main()
