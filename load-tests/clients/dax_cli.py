#!/usr/bin/env python3
"""`aws dax`, unmodified, calls every operation of the management API on the admin port of a running server."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import environment
from harness.verdict import Verdict

NAME = "larder-cli"
ROLE = "arn:aws:iam::000000000000:role/dax"


class Cli:
    """Runs `aws dax` against one endpoint."""

    def __init__(self, endpoint, verdict):
        self._command = [environment.HOME / "bin" / "aws", "--endpoint-url", endpoint, "--output", "json", "dax"]
        self._environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": os.environ.get("AWS_ACCESS_KEY_ID", "dummy"),
            "AWS_SECRET_ACCESS_KEY": os.environ.get("AWS_SECRET_ACCESS_KEY", "dummy"),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_PAGER": "",
        }
        self._verdict = verdict

    def run(self, *arguments):
        return subprocess.run(
            [*self._command, *arguments], env=self._environment, capture_output=True, text=True, check=False
        )

    def works(self, *arguments):
        done = self.run(*arguments)
        self._verdict.check(arguments[0], done.returncode == 0, done.stderr)
        return json.loads(done.stdout or "{}")

    def refuses(self, fault, *arguments):
        done = self.run(*arguments)
        self._verdict.check(f"{arguments[0]}: {fault}", f"({fault})" in done.stderr, done.stdout + done.stderr)


def groups(cli, verdict):
    cli.works("create-parameter-group", "--parameter-group-name", NAME, "--description", "Of songs")
    cli.works(
        "update-parameter-group",
        *("--parameter-group-name", NAME),
        *("--parameter-name-values", "ParameterName=record-ttl-millis,ParameterValue=600000"),
    )
    values = {
        each["ParameterName"]: each["ParameterValue"]
        for each in cli.works("describe-parameters", "--parameter-group-name", NAME)["Parameters"]
    }
    verdict.equal("the parameter is set", values["record-ttl-millis"], "600000")
    usual = {
        each["ParameterName"]: each["ParameterValue"] for each in cli.works("describe-default-parameters")["Parameters"]
    }
    verdict.equal("the other one is as by default", values["query-ttl-millis"], usual["query-ttl-millis"])
    described = cli.works("describe-parameter-groups")["ParameterGroups"]
    verdict.equal(
        "both groups are told", {group["ParameterGroupName"] for group in described}, {NAME, "default.dax1.0"}
    )
    cli.works("create-subnet-group", "--subnet-group-name", NAME, "--subnet-ids", "subnet-1")
    cli.works("update-subnet-group", "--subnet-group-name", NAME, "--subnet-ids", "subnet-1", "subnet-2")
    described = cli.works("describe-subnet-groups", "--subnet-group-names", NAME)["SubnetGroups"]
    verdict.equal("subnets are kept", len(described[0]["Subnets"]), 2)


def clusters(cli, verdict):
    cluster = ("--cluster-name", NAME)
    made = cli.works(
        "create-cluster",
        *cluster,
        *("--node-type", "dax.r5.large", "--replication-factor", "1", "--iam-role-arn", ROLE),
        *("--parameter-group-name", NAME, "--subnet-group-name", NAME, "--tags", "Key=team,Value=music"),
    )["Cluster"]
    verdict.equal("it is being made", made["Status"], "creating")
    described = cli.works("describe-clusters", "--cluster-names", NAME)["Clusters"][0]
    verdict.equal("it is there", described["Status"], "available")
    verdict.check("it has an endpoint", described["ClusterDiscoveryEndpoint"]["URL"].startswith("dax"))
    cli.works("update-cluster", *cluster, "--description", "Songs")
    resource = ("--resource-name", described["ClusterArn"])
    cli.works("tag-resource", *resource, "--tags", "Key=stage,Value=test")
    cli.works("untag-resource", *resource, "--tag-keys", "team")
    verdict.equal("tags", cli.works("list-tags", *resource)["Tags"], [{"Key": "stage", "Value": "test"}])
    cli.works("reboot-node", *cluster, "--node-id", f"{NAME}-a")
    cli.refuses(
        "InsufficientClusterCapacityFault", "increase-replication-factor", *cluster, "--new-replication-factor", "9"
    )
    cli.refuses(
        "InvalidParameterValueException", "decrease-replication-factor", *cluster, "--new-replication-factor", "1"
    )
    cli.refuses("InvalidParameterGroupStateFault", "delete-parameter-group", "--parameter-group-name", NAME)
    cli.works("delete-cluster", *cluster)
    cli.refuses("ClusterNotFoundFault", "describe-clusters", "--cluster-names", NAME)
    cli.works("delete-parameter-group", "--parameter-group-name", NAME)
    cli.works("delete-subnet-group", "--subnet-group-name", NAME)
    events = cli.works("describe-events", "--source-name", NAME, "--source-type", "CLUSTER", "--duration", "60")
    messages = [event["Message"] for event in events["Events"]]
    verdict.equal("the newest event is the first", messages[0], "Cluster deleted.")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", help="of DynamoDB, which is not called")
    parser.add_argument("--admin", default="http://127.0.0.1:8001", help="where the management API is")
    options = parser.parse_args()
    environment.ready()
    verdict = Verdict()
    cli = Cli(options.admin, verdict)
    for leftover in (
        ("delete-cluster", "--cluster-name", NAME),
        ("delete-parameter-group", "--parameter-group-name", NAME),
        ("delete-subnet-group", "--subnet-group-name", NAME),
    ):
        cli.run(*leftover)
    verdict.guarded("groups", groups, cli, verdict)
    verdict.guarded("clusters", clusters, cli, verdict)
    verdict.finish()


if __name__ == "__main__":
    main()
