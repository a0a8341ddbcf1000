#!/usr/bin/env python3
"""Applies, plans, changes and destroys what a Terraform configuration may say of tables and DAX clusters.

Terraform itself cannot be used here, since its AWS provider comes from nowhere but its registry. So this makes the
calls of the provider, in its order and with its waits, by boto3: `tables.py` and `clusters.py` are written after its
source. After each step all arguments are read as the provider reads them, and must be those that were given: a plan
that is empty.

usage: run.py --endpoint http://127.0.0.1:8000 --admin http://127.0.0.1:8001 [--only tables|clusters] [--nodes N]
"""

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))
from clusters import Cluster, ParameterGroup, SubnetGroup
from harness import environment
from harness.verdict import Verdict
from tables import ContributorInsights, ResourcePolicy, Table, TableItem
from waiting import NotFoundError

NAME = "larder-terraform"
REGION = "us-east-1"
ACCOUNT = "000000000000"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:cache-events"

INDEX = {"hash_key": "genre", "range_key": "year", "projection_type": "ALL"}
TABLE = {
    "hash_key": "artist",
    "range_key": "song",
    "attribute": {"artist": "S", "song": "S", "genre": "S", "year": "N"},
    "billing_mode": "PROVISIONED",
    "read_capacity": 5,
    "write_capacity": 6,
    "global_secondary_index": {"by-genre": {**INDEX, "read_capacity": 3, "write_capacity": 4}},
    "local_secondary_index": {
        "by-year": {"range_key": "year", "projection_type": "INCLUDE", "non_key_attributes": ["label", "length"]}
    },
    "stream_enabled": True,
    "stream_view_type": "NEW_IMAGE",
    "ttl": {"enabled": True, "attribute_name": "ends"},
    "server_side_encryption": True,
    "tags": {"team": "music", "stage": "test"},
}
ON_DEMAND_INDEX = {"by-genre": INDEX}
TABLE_CHANGES = (
    ("point-in-time recovery", {"point_in_time_recovery": True}),
    ("throughput", {"read_capacity": 7, "write_capacity": 8}),
    (
        "throughput of an index",
        {"global_secondary_index": {"by-genre": {**INDEX, "read_capacity": 5, "write_capacity": 5}}},
    ),
    ("class", {"table_class": "STANDARD_INFREQUENT_ACCESS"}),
    ("view type of the stream", {"stream_view_type": "NEW_AND_OLD_IMAGES"}),
    ("no stream", {"stream_enabled": False, "stream_view_type": ""}),
    ("deletion protection", {"deletion_protection_enabled": True}),
    ("tags", {"tags": {"stage": "production", "owner": "ann"}}),
    ("no point-in-time recovery", {"point_in_time_recovery": False}),
    ("encryption by a key of one's own", {"server_side_encryption": KEY}),
    ("no encryption by a key of KMS", {"server_side_encryption": False}),
    (
        "on demand",
        {
            "billing_mode": "PAY_PER_REQUEST",
            "read_capacity": 0,
            "write_capacity": 0,
            "global_secondary_index": ON_DEMAND_INDEX,
        },
    ),
    ("most of it", {"on_demand_throughput": {"max_read_request_units": 100, "max_write_request_units": 50}}),
    ("warm throughput", {"warm_throughput": {"read_units_per_second": 13000, "write_units_per_second": 5000}}),
    (
        "another index",
        {
            "attribute": {"artist": "S", "song": "S", "genre": "S", "year": "N", "label": "S"},
            "global_secondary_index": {
                **ON_DEMAND_INDEX,
                "by-label": {"hash_key": "label", "projection_type": "KEYS_ONLY"},
            },
        },
    ),
    (
        "one index less",
        {
            "attribute": {"artist": "S", "song": "S", "year": "N", "label": "S"},
            "global_secondary_index": {"by-label": {"hash_key": "label", "projection_type": "KEYS_ONLY"}},
        },
    ),
    ("no time to live", {"ttl": {"enabled": False, "attribute_name": "ends"}}),
    ("no deletion protection", {"deletion_protection_enabled": False}),
)
ROLE = f"arn:aws:iam::{ACCOUNT}:role/dax"
CLUSTER = {
    "cluster_name": NAME,
    "iam_role_arn": ROLE,
    "node_type": "dax.r5.large",
    "replication_factor": 1,
    "maintenance_window": "sun:05:00-sun:06:00",
    "description": "Songs",
    "security_group_ids": ["sg-1"],
    "server_side_encryption": True,
    "subnet_group_name": NAME,
    "parameter_group_name": NAME,
    "notification_topic_arn": TOPIC,
    "tags": {"team": "music"},
}
CLUSTER_CHANGES = (
    ("description", {"description": "More songs"}),
    ("maintenance window", {"maintenance_window": "mon:05:00-mon:06:00"}),
    ("security groups", {"security_group_ids": ["sg-2", "sg-3"]}),
    ("no notifications", {"notification_topic_arn": ""}),
    ("notifications", {"notification_topic_arn": TOPIC}),
    ("parameter group", {"parameter_group_name": "default.dax1.0"}),
    ("tags", {"tags": {"owner": "ann"}}),
)


class Terraform:
    """Keeps what was applied of one resource, and plans against what there is."""

    def __init__(self, verdict, resource, name):
        self.verdict = verdict
        self.resource = resource
        self.name = name
        self.applied = None

    def plan(self, step):
        """Compares all arguments with what was applied."""
        is_now = self.resource.read()
        different = {
            argument: (is_now.get(argument), wanted)
            for argument, wanted in self.applied.items()
            if argument in is_now and not self.resource.is_same(argument, is_now[argument], wanted)
        }
        self.verdict.check(f"{self.name}: {step}: the plan is empty", not different, lambda: different)
        return is_now

    def apply(self, step, arguments):
        wanted = {**self.resource.DEFAULTS, **arguments}
        if self.applied is None:
            self.resource.create(wanted)
        else:
            self.resource.update(self.resource.read(), wanted)
        self.applied = wanted
        return self.plan(step)

    def change(self, step, arguments):
        return self.apply(step, {**self.applied, **arguments})

    def destroy(self):
        self.resource.delete()
        try:
            left = self.resource.read()
        except NotFoundError:
            left = None
        self.verdict.check(f"{self.name}: it is destroyed", left is None, left)


def run_tables(client, verdict):
    table = Terraform(verdict, Table(client, NAME), "aws_dynamodb_table")
    table.apply("made", TABLE)
    verdict.guarded("aws_dynamodb_table_item", run_items, client, verdict)
    verdict.guarded("aws_dynamodb_resource_policy", run_policy, client, verdict, table.resource.arn)
    verdict.guarded("aws_dynamodb_contributor_insights", run_insights, client, verdict)
    for step, arguments in TABLE_CHANGES:
        verdict.guarded(f"aws_dynamodb_table: {step}", table.change, step, arguments)
    table.destroy()


def run_items(client, verdict):
    item = Terraform(verdict, TableItem(client, NAME, "artist", "song"), "aws_dynamodb_table_item")
    for step, values in (
        ("made", {"song": "Sinnerman", "year": "1965", "label": "Philips"}),
        ("changed", {"song": "Sinnerman", "year": "1966"}),
        ("its key changed", {"song": "Lilac Wine", "year": "1966"}),
    ):
        attributes = {"artist": {"S": "Nina Simone"}, "song": {"S": values["song"]}, "year": {"N": values["year"]}}
        if "label" in values:
            attributes["label"] = {"S": values["label"]}
        item.apply(step, {"item": json.dumps(attributes, sort_keys=True)})
    item.destroy()


def run_policy(client, verdict, arn):
    policy = Terraform(verdict, ResourcePolicy(client, arn), "aws_dynamodb_resource_policy")
    for step, actions in (("made", "dynamodb:GetItem"), ("changed", "dynamodb:Query")):
        document = {
            "Version": "2012-10-17",
            # As a list, which the provider takes for the same as one that stands alone.
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                    "Action": actions,
                    "Resource": arn,
                }
            ],
        }
        policy.apply(step, {"policy": json.dumps(document, sort_keys=True)})
    policy.destroy()


def run_insights(client, verdict):
    for index in (None, "by-genre"):
        insights = Terraform(verdict, ContributorInsights(client, NAME, index), "aws_dynamodb_contributor_insights")
        insights.apply(f"made for {index or 'the table'}", {"mode": "ACCESSED_AND_THROTTLED_KEYS"})
        insights.change("its mode changed", {"mode": "THROTTLED_KEYS"})
        insights.destroy()


def run_clusters(client, verdict, nodes):
    parameters = Terraform(verdict, ParameterGroup(client, NAME), "aws_dax_parameter_group")
    both = {"query-ttl-millis": "100000", "record-ttl-millis": "0"}
    parameters.apply("made", {"description": "Of songs", "parameters": both})
    parameters.change("changed", {"parameters": {**both, "record-ttl-millis": "200000"}})
    subnets = Terraform(verdict, SubnetGroup(client, NAME), "aws_dax_subnet_group")
    subnets.apply("made", {"subnet_ids": ["subnet-1"]})
    subnets.change("changed", {"description": "Of songs", "subnet_ids": ["subnet-2", "subnet-3"]})
    cluster = Terraform(verdict, Cluster(client, NAME), "aws_dax_cluster")
    state = cluster.apply("made", CLUSTER)
    verdict.check(
        "aws_dax_cluster: every node can be connected to", all(port for _, _, port, _ in state["nodes"]), state
    )
    changes = CLUSTER_CHANGES
    if nodes >= 3:
        changes += (("more nodes", {"replication_factor": 3}), ("fewer nodes", {"replication_factor": 1}))
    for step, arguments in changes:
        verdict.guarded(f"aws_dax_cluster: {step}", cluster.change, step, arguments)
    cluster.destroy()
    subnets.destroy()
    parameters.destroy()


def clean(dynamodb, dax):
    from botocore.exceptions import ClientError

    for forget in (
        lambda: dynamodb.update_table(TableName=NAME, DeletionProtectionEnabled=False),
        lambda: Table(dynamodb, NAME).delete(),
        lambda: dax.delete_cluster(ClusterName=NAME),
        lambda: dax.delete_subnet_group(SubnetGroupName=NAME),
        lambda: dax.delete_parameter_group(ParameterGroupName=NAME),
    ):
        try:
            forget()
        except ClientError:
            continue


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    parser.add_argument("--admin", default="http://127.0.0.1:8001", help="where the management API of DAX is")
    parser.add_argument("--only", choices=("tables", "clusters"))
    parser.add_argument("--nodes", type=int, default=1, help="how many servers there are")
    options = parser.parse_args()
    environment.reenter()

    import boto3
    from botocore.config import Config

    settings = {
        "region_name": REGION,
        "aws_access_key_id": os.environ.get("AWS_ACCESS_KEY_ID", "dummy"),
        "aws_secret_access_key": os.environ.get("AWS_SECRET_ACCESS_KEY", "dummy"),
        "config": Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=20),
    }
    dynamodb = boto3.client("dynamodb", endpoint_url=options.endpoint, **settings)
    dax = boto3.client("dax", endpoint_url=options.admin, **settings)
    verdict = Verdict()
    clean(dynamodb, dax)
    if options.only != "clusters":
        verdict.guarded("tables", run_tables, dynamodb, verdict)
    if options.only != "tables":
        verdict.guarded("clusters", run_clusters, dax, verdict, options.nodes)
    verdict.finish()


if __name__ == "__main__":
    main()
