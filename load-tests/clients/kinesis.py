#!/usr/bin/env python3
"""Every change of a load reaches a Kinesis data stream, while the server is killed and Kinesis is away.

The stream is moto's, which speaks Kinesis' protocol and is no part of this server. Checked against a model: each change
comes at least once, as the service writes it, and what comes last for an item is what is true of it.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import environment
from harness.server import DEFAULT_COMMAND, Server, free_port
from harness.verdict import Verdict

TABLE = "delivered"
STREAM = "changes"
HOME = environment.HOME / "moto"
MOTO = "moto[server]==5.2.5"


class Kinesis:
    """Moto's server. It forgets everything when it ends, so it is only held up."""

    def __init__(self):
        stamp = HOME / "installed"
        if not stamp.exists() or stamp.read_text() != MOTO:
            venv.create(HOME, with_pip=True)
            subprocess.run([HOME / "bin" / "python", "-m", "pip", "install", "-q", MOTO], check=True)
            stamp.write_text(MOTO)
        port = free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(
            [HOME / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def pause(self):
        self._process.send_signal(signal.SIGSTOP)

    def resume(self):
        self._process.send_signal(signal.SIGCONT)

    def stop(self):
        self._process.kill()
        self._process.wait()


def client(service, endpoint):
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "dummy"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "dummy"),
        config=Config(retries={"max_attempts": 10, "mode": "standard"}, connect_timeout=5, read_timeout=20),
    )


def until(claim, seconds=120):
    end = time.monotonic() + seconds
    while not (found := claim()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def create(dynamodb, kinesis, verdict):
    kinesis.create_stream(StreamName=STREAM, ShardCount=3)
    arn = kinesis.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"]["StreamARN"]
    dynamodb.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
    )
    dynamodb.get_waiter("table_exists").wait(TableName=TABLE)
    dynamodb.enable_kinesis_streaming_destination(
        TableName=TABLE,
        StreamArn=arn,
        EnableKinesisStreamingConfiguration={"ApproximateCreationDateTimePrecision": "MICROSECOND"},
    )
    verdict.check("the destination becomes ACTIVE", until(lambda: status(dynamodb) == "ACTIVE", 30))
    return arn


def status(dynamodb):
    found = dynamodb.describe_kinesis_streaming_destination(TableName=TABLE)
    return found["KinesisDataStreamDestinations"][-1]["DestinationStatus"]


def write(dynamodb, server, moto, options, rng):
    """Writes and returns what each item has been, in order; None where it was not there."""
    told = {}
    kills = [options.changes * (kill + 1) // (options.kills + 1) for kill in range(options.kills)]
    for number in range(options.changes):
        if kills and number == kills[0]:
            kills.pop(0)
            server.kill()
            server.start()
        if number == options.changes // 2:
            moto.pause()
        if number == options.changes * 5 // 8:
            moto.resume()
        key = f"k{rng.randrange(options.items)}"
        states = told.setdefault(key, [None])
        if states[-1] is not None and rng.random() < 0.2:
            dynamodb.delete_item(TableName=TABLE, Key={"k": {"S": key}})
            states.append(None)
        else:
            item = {"k": {"S": key}, "number": {"N": str(number)}, "pad": {"S": "x" * rng.randrange(2000)}}
            dynamodb.put_item(TableName=TABLE, Item=item)
            states.append(item)
    return told


def read(kinesis):
    """All records of the stream, shard after shard."""
    records = []
    for shard in kinesis.list_shards(StreamName=STREAM)["Shards"]:
        place = kinesis.get_shard_iterator(
            StreamName=STREAM, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while True:
            page = kinesis.get_records(ShardIterator=place, Limit=1000)
            records += page["Records"]
            place = page["NextShardIterator"]
            if not page["Records"]:
                break
    return records


def changes(records):
    """What the records tell of each item, in their order."""
    told = {}
    for record in records:
        data = json.loads(record["Data"])
        image = data["dynamodb"]
        told.setdefault(image["Keys"]["k"]["S"], []).append((image.get("OldImage"), image.get("NewImage")))
    return told


def is_whole(model, told):
    return all(
        set(map(str, zip(states, states[1:], strict=False))) <= set(map(str, told.get(key, [])))
        for key, states in model.items()
    )


def compare(model, records, verdict):
    told = changes(records)
    verdict.check("no item is told of that was not written", set(told) <= set(model))
    missing, strange, late = [], [], []
    for key, states in model.items():
        wanted = list(zip(states, states[1:], strict=False))
        found = told.get(key, [])
        missing += [change for change in wanted if change not in found]
        strange += [change for change in found if change not in wanted]
        late += [key] if found and found[-1] != wanted[-1] else []
    verdict.check("every change has come", not missing, lambda: f"{len(missing)}, such as {missing[0]}")
    verdict.check("nothing has come that did not happen", not strange, lambda: f"{len(strange)}: {strange[0]}")
    verdict.check("what came last for an item is true of it", not late, lambda: f"of {len(late)} not")
    data = json.loads(records[0]["Data"])
    verdict.equal(
        "a record has the service's members",
        sorted(data),
        ["awsRegion", "dynamodb", "eventID", "eventName", "eventSource", "recordFormat", "tableName", "userIdentity"],
    )
    verdict.equal("times are told in microseconds", len(str(data["dynamodb"]["ApproximateCreationDateTime"])), 16)
    ids = {json.loads(record["Data"])["eventID"] for record in records}
    happened = sum(len(states) - 1 for states in model.values())
    verdict.equal("each change has an id of its own", len(ids), happened)
    print(f"{happened} changes, {len(records) - len(ids)} of them repeated", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default=DEFAULT_COMMAND, help="command that starts the server")
    parser.add_argument("--changes", type=int, default=4000)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--kills", type=int, default=2, help="how often the server is killed meanwhile")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    environment.reenter()
    print(f"seed {options.seed}", flush=True)
    verdict = Verdict()
    moto = Kinesis()
    server = Server(options.server, environment={"LARDER_KINESIS_ENDPOINT": moto.endpoint})
    try:
        with server:
            dynamodb, kinesis = client("dynamodb", server.endpoint), client("kinesis", moto.endpoint)
            arn = create(dynamodb, kinesis, verdict)
            model = write(dynamodb, server, moto, options, random.Random(options.seed))
            until(lambda: is_whole(model, changes(read(kinesis))))
            compare(model, read(kinesis), verdict)
            dynamodb.disable_kinesis_streaming_destination(TableName=TABLE, StreamArn=arn)
            verdict.check("the destination becomes DISABLED", until(lambda: status(dynamodb) == "DISABLED", 30))
            dynamodb.put_item(TableName=TABLE, Item={"k": {"S": "later"}})
            dynamodb.enable_kinesis_streaming_destination(TableName=TABLE, StreamArn=arn)
            verdict.check("it is enabled again", until(lambda: status(dynamodb) == "ACTIVE", 30))
            dynamodb.put_item(TableName=TABLE, Item={"k": {"S": "again"}})
            verdict.check("it is told of again", until(lambda: "again" in changes(read(kinesis)), 30))
            verdict.check("what was written in between is not told", "later" not in changes(read(kinesis)))
    finally:
        moto.stop()
    if not verdict.failed:
        server.remove()
    verdict.finish()


if __name__ == "__main__":
    main()
