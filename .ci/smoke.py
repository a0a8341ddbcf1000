"""Creates a table, puts an item and reads it back.

usage: smoke.py --endpoint URL
"""

import os
import sys

import boto3

dynamodb = boto3.resource(
    "dynamodb",
    endpoint_url=sys.argv[sys.argv.index("--endpoint") + 1],
    region_name="us-east-1",
    aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "smoke"),
    aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "smoke"),
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
