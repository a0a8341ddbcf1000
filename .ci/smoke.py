"""Waits until a server is ready, then creates a table, puts an item and reads it back.

usage: smoke.py PORT ADMIN_PORT SERVER_PROCESS_ID
"""

import os
import sys
import time
import urllib.error
import urllib.request

import boto3

port, admin_port, process = map(int, sys.argv[1:])


def await_ready(deadline):
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{admin_port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError) as error:
            if time.monotonic() > deadline:
                sys.exit(f"smoke: the server is not ready: {error}")
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            sys.exit("smoke: the server has ended")
        time.sleep(0.1)


await_ready(time.monotonic() + 180)
dynamodb = boto3.resource(
    "dynamodb",
    endpoint_url=f"http://127.0.0.1:{port}",
    region_name="us-east-1",
    aws_access_key_id="smoke",
    aws_secret_access_key="smoke",
)
table = dynamodb.create_table(
    TableName="Smoke",
    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    BillingMode="PAY_PER_REQUEST",
)
table.wait_until_exists()
item = {"id": "bread", "shelf": 3, "tags": {"fresh", "rye"}, "baked": True, "raw": b"\x00\xff", "eaten": None}
table.put_item(Item=item)
for consistent in (False, True):
    answer = table.get_item(Key={"id": "bread"}, ConsistentRead=consistent)["Item"]
    answer["raw"] = answer["raw"].value
    if answer != item:
        sys.exit(f"smoke: read {answer}, expected {item}")
if "Item" in table.get_item(Key={"id": "cheese"}):
    sys.exit("smoke: an item that nobody wrote was read")
print("smoke: created, put and read back")
