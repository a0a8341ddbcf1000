"""The calls that the AWS provider of Terraform makes for resources of DynamoDB, in their order, from its source.

A resource is made, read, changed and destroyed by arguments under the names that they have in a configuration. What
`read` returns has them under the same names, so that a plan is a comparison.
"""

import json
from typing import ClassVar

from waiting import NotFoundError, Resource, found, until

ACTIVE = ["ACTIVE"]
LOCAL_ACCOUNT = "000000000000"


def key_schema(names):
    kinds = ("HASH", "RANGE")
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, kinds) if name is not None]


def keys_of(schema):
    keys = {element["KeyType"]: element["AttributeName"] for element in schema}
    return keys["HASH"], keys.get("RANGE")


def throughput(arguments, billing_mode):
    if billing_mode == "PAY_PER_REQUEST":
        return {}
    return {
        "ProvisionedThroughput": {
            "ReadCapacityUnits": arguments["read_capacity"],
            "WriteCapacityUnits": arguments["write_capacity"],
        }
    }


def projection(index):
    more = {"NonKeyAttributes": index["non_key_attributes"]} if index.get("non_key_attributes") else {}
    return {"ProjectionType": index["projection_type"], **more}


def warm(units):
    return {
        "ReadUnitsPerSecond": units["read_units_per_second"],
        "WriteUnitsPerSecond": units["write_units_per_second"],
    }


def read_warm(described):
    units = described.get("WarmThroughput")
    return units and {
        "read_units_per_second": units["ReadUnitsPerSecond"],
        "write_units_per_second": units["WriteUnitsPerSecond"],
    }


def encryption(key):
    """What `server_side_encryption` asks for: False, True, or a key of one's own."""
    own = {} if key in (True, False) else {"SSEType": "KMS", "KMSMasterKeyId": key}
    return {"Enabled": key is not False, **own}


def on_demand(limits):
    return {
        "MaxReadRequestUnits": limits["max_read_request_units"],
        "MaxWriteRequestUnits": limits["max_write_request_units"],
    }


class Table(Resource):
    """aws_dynamodb_table."""

    DEFAULTS: ClassVar = {
        "billing_mode": "PROVISIONED",
        "read_capacity": 0,
        "write_capacity": 0,
        "range_key": None,
        "global_secondary_index": {},
        "local_secondary_index": {},
        "stream_enabled": False,
        "stream_view_type": "",
        "ttl": {"enabled": False, "attribute_name": ""},
        "point_in_time_recovery": False,
        "server_side_encryption": False,
        "table_class": "STANDARD",
        "deletion_protection_enabled": False,
        "on_demand_throughput": None,
        "warm_throughput": None,
        "tags": {},
    }

    def __init__(self, client, name):
        self.client = client
        self.name = name
        self.arn = None

    def is_same(self, argument, is_now, wanted):
        # The name is asked for where a time to live ends, and is not told afterwards.
        if argument == "ttl" and not wanted["enabled"]:
            return not is_now["enabled"]
        # What a configuration does not say is as the service has it.
        if argument == "warm_throughput" and wanted is None:
            return True
        if argument == "server_side_encryption" and wanted is True:
            return is_now is not False
        return super().is_same(argument, is_now, wanted)

    def create(self, wanted):
        mode = wanted["billing_mode"]
        request = {
            "TableName": self.name,
            "BillingMode": mode,
            "KeySchema": key_schema((wanted["hash_key"], wanted["range_key"])),
            "AttributeDefinitions": self.attributes(wanted),
            **throughput(wanted, mode),
            "TableClass": wanted["table_class"],
            "DeletionProtectionEnabled": wanted["deletion_protection_enabled"],
        }
        if wanted["tags"]:
            request["Tags"] = [{"Key": key, "Value": value} for key, value in wanted["tags"].items()]
        if wanted["local_secondary_index"]:
            request["LocalSecondaryIndexes"] = [
                {
                    "IndexName": name,
                    "KeySchema": key_schema((wanted["hash_key"], index["range_key"])),
                    "Projection": projection(index),
                }
                for name, index in wanted["local_secondary_index"].items()
            ]
        if wanted["global_secondary_index"]:
            request["GlobalSecondaryIndexes"] = [
                self.index(name, index, mode) for name, index in wanted["global_secondary_index"].items()
            ]
        if wanted["on_demand_throughput"]:
            request["OnDemandThroughput"] = on_demand(wanted["on_demand_throughput"])
        if wanted["stream_enabled"]:
            request["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": wanted["stream_view_type"]}
        if wanted["server_side_encryption"]:
            request["SSESpecification"] = encryption(wanted["server_side_encryption"])
        if wanted["warm_throughput"]:
            request["WarmThroughput"] = warm(wanted["warm_throughput"])
        self.arn = self.client.create_table(**request)["TableDescription"]["TableArn"]
        self.wait_active()
        self.wait_warm()
        for name in wanted["global_secondary_index"]:
            self.wait_index(name)
        if wanted["ttl"]["enabled"]:
            self.change_ttl(wanted["ttl"])
        if wanted["point_in_time_recovery"]:
            self.change_backups(enabled=True)

    @staticmethod
    def attributes(wanted):
        return [{"AttributeName": name, "AttributeType": kind} for name, kind in wanted["attribute"].items()]

    @staticmethod
    def index(name, index, mode):
        return {
            "IndexName": name,
            "KeySchema": key_schema((index["hash_key"], index.get("range_key"))),
            "Projection": projection(index),
            **throughput(index, mode),
        }

    def describe(self):
        return found(self.client.describe_table, "ResourceNotFoundException", TableName=self.name)["Table"]

    def wait_active(self):
        until(lambda: self.describe()["TableStatus"], ["CREATING", "UPDATING"], ACTIVE, times=2)

    def wait_warm(self):
        def status():
            table = self.describe()
            warm = table.get("WarmThroughput")
            if warm is None:
                # As of DynamoDB Local, which the provider knows by its account.
                return table["TableStatus"] if table["TableArn"].split(":")[4] == LOCAL_ACCOUNT else None
            return warm["Status"]

        until(status, ["CREATING", "UPDATING"], ACTIVE)

    def index_status(self, name):
        for index in self.describe().get("GlobalSecondaryIndexes", []):
            if index["IndexName"] == name:
                return index["IndexStatus"]
        raise NotFoundError(name)

    def wait_index(self, name):
        until(lambda: self.index_status(name), ["CREATING", "UPDATING"], ACTIVE)

    def change_ttl(self, ttl):
        self.client.update_time_to_live(
            TableName=self.name,
            TimeToLiveSpecification={"AttributeName": ttl["attribute_name"], "Enabled": ttl["enabled"]},
        )

        def status():
            return self.client.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]["TimeToLiveStatus"]

        if ttl["enabled"]:
            until(status, ["DISABLED", "ENABLING"], ["ENABLED"])
        else:
            until(status, ["ENABLED", "DISABLING"], ["DISABLED"])

    def backups(self):
        described = self.client.describe_continuous_backups(TableName=self.name)["ContinuousBackupsDescription"]
        return described["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]

    def change_backups(self, *, enabled):
        self.client.update_continuous_backups(
            TableName=self.name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": enabled}
        )
        until(self.backups, ["ENABLING", "DISABLED"] if enabled else [], ["ENABLED" if enabled else "DISABLED"])

    def read(self):
        table = self.describe()
        recovery = self.backups() == "ENABLED"
        ttl = self.client.describe_time_to_live(TableName=self.name)["TimeToLiveDescription"]
        tags = {}
        request = {"ResourceArn": table["TableArn"]}
        while request:
            page = self.client.list_tags_of_resource(**request)
            tags.update({tag["Key"]: tag["Value"] for tag in page["Tags"]})
            token = page.get("NextToken")
            request = {**request, "NextToken": token} if token else None
        hash_key, range_key = keys_of(table["KeySchema"])
        mode = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
        stream = table.get("StreamSpecification", {})
        limits = table.get("OnDemandThroughput")
        sse = table.get("SSEDescription", {})
        return {
            "billing_mode": mode,
            "read_capacity": table["ProvisionedThroughput"]["ReadCapacityUnits"],
            "write_capacity": table["ProvisionedThroughput"]["WriteCapacityUnits"],
            "hash_key": hash_key,
            "range_key": range_key,
            "attribute": {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]},
            "global_secondary_index": {
                index["IndexName"]: self.read_index(index, mode) for index in table.get("GlobalSecondaryIndexes", [])
            },
            "local_secondary_index": {
                index["IndexName"]: {
                    "range_key": keys_of(index["KeySchema"])[1],
                    **self.read_projection(index["Projection"]),
                }
                for index in table.get("LocalSecondaryIndexes", [])
            },
            "stream_enabled": stream.get("StreamEnabled", False),
            "stream_view_type": stream.get("StreamViewType", ""),
            "ttl": {
                "enabled": ttl["TimeToLiveStatus"] == "ENABLED",
                "attribute_name": ttl.get("AttributeName", ""),
            },
            "point_in_time_recovery": recovery,
            "server_side_encryption": sse.get("Status") == "ENABLED" and sse.get("KMSMasterKeyArn", True),
            "warm_throughput": read_warm(table),
            "table_class": table.get("TableClassSummary", {}).get("TableClass", "STANDARD"),
            "deletion_protection_enabled": table["DeletionProtectionEnabled"],
            "on_demand_throughput": limits
            and {
                "max_read_request_units": limits["MaxReadRequestUnits"],
                "max_write_request_units": limits["MaxWriteRequestUnits"],
            },
            "tags": tags,
        }

    @staticmethod
    def read_projection(described):
        more = {"non_key_attributes": sorted(described["NonKeyAttributes"])} if "NonKeyAttributes" in described else {}
        return {"projection_type": described["ProjectionType"], **more}

    def read_index(self, index, mode):
        hash_key, range_key = keys_of(index["KeySchema"])
        read = {"hash_key": hash_key, **self.read_projection(index["Projection"])}
        if range_key is not None:
            read["range_key"] = range_key
        if mode == "PROVISIONED":
            read["read_capacity"] = index["ProvisionedThroughput"]["ReadCapacityUnits"]
            read["write_capacity"] = index["ProvisionedThroughput"]["WriteCapacityUnits"]
        return read

    def update(self, now, wanted):
        before, after = now["global_secondary_index"], wanted["global_secondary_index"]
        mode = wanted["billing_mode"]
        for name in [name for name in before if name not in after]:
            self.client.update_table(TableName=self.name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": name}}])
            until(lambda name=name: self.index_status(name), ["ACTIVE", "DELETING", "UPDATING"], [])
        if now["table_class"] != wanted["table_class"]:
            self.client.update_table(TableName=self.name, TableClass=wanted["table_class"])
            self.wait_active()
        self.update_at_once(now, wanted)
        for name in [name for name in after if name not in before]:
            self.client.update_table(
                TableName=self.name,
                AttributeDefinitions=self.attributes(wanted),
                GlobalSecondaryIndexUpdates=[{"Create": self.index(name, after[name], mode)}],
            )
            self.wait_index(name)
        key = wanted["server_side_encryption"]
        if not self.is_same("server_side_encryption", now["server_side_encryption"], key):
            self.client.update_table(TableName=self.name, SSESpecification=encryption(key))
            until(
                lambda: self.describe().get("SSEDescription", {}).get("Status", "DISABLED"),
                ["DISABLING", "ENABLING", "UPDATING"],
                ["DISABLED", "ENABLED"],
                times=2,
            )
        if not self.is_same("ttl", now["ttl"], wanted["ttl"]):
            self.change_ttl(wanted["ttl"])
        self.update_tags(now["tags"], wanted["tags"])
        if now["point_in_time_recovery"] != wanted["point_in_time_recovery"]:
            self.change_backups(enabled=wanted["point_in_time_recovery"])
        if not self.is_same("warm_throughput", now["warm_throughput"], wanted["warm_throughput"]):
            self.client.update_table(TableName=self.name, WarmThroughput=warm(wanted["warm_throughput"]))
            self.wait_active()
            self.wait_warm()

    def update_at_once(self, now, wanted):
        """One UpdateTable for all that has changed, but for a view type, which is changed by way of no stream."""
        request = {}
        mode = wanted["billing_mode"]
        if any(now[each] != wanted[each] for each in ("billing_mode", "read_capacity", "write_capacity")):
            request.update(BillingMode=mode, **throughput(wanted, mode))
        if now["deletion_protection_enabled"] != wanted["deletion_protection_enabled"]:
            request["DeletionProtectionEnabled"] = wanted["deletion_protection_enabled"]
        if now["on_demand_throughput"] != wanted["on_demand_throughput"]:
            request["OnDemandThroughput"] = on_demand(
                wanted["on_demand_throughput"] or {"max_read_request_units": -1, "max_write_request_units": -1}
            )
        if now["stream_enabled"] and wanted["stream_enabled"] and now["stream_view_type"] != wanted["stream_view_type"]:
            self.client.update_table(TableName=self.name, StreamSpecification={"StreamEnabled": False})
            self.wait_active()
            request["StreamSpecification"] = {
                "StreamEnabled": True,
                "StreamViewType": wanted["stream_view_type"],
            }
        elif now["stream_enabled"] != wanted["stream_enabled"]:
            view = {"StreamViewType": wanted["stream_view_type"]} if wanted["stream_enabled"] else {}
            request["StreamSpecification"] = {"StreamEnabled": wanted["stream_enabled"], **view}
        if mode == "PROVISIONED":
            before = now["global_secondary_index"]
            changed = [
                {"Update": {"IndexName": name, **throughput(index, mode)}}
                for name, index in wanted["global_secondary_index"].items()
                if name in before and before[name] != index
            ]
            if changed:
                request["GlobalSecondaryIndexUpdates"] = changed
        if request:
            self.client.update_table(TableName=self.name, **request)
            self.wait_active()
            for name in wanted["global_secondary_index"]:
                if name in now["global_secondary_index"]:
                    self.wait_index(name)

    def update_tags(self, now, wanted):
        gone = [key for key in now if key not in wanted]
        if gone:
            self.client.untag_resource(ResourceArn=self.arn, TagKeys=gone)
        new = {key: value for key, value in wanted.items() if now.get(key) != value}
        if new:
            self.client.tag_resource(
                ResourceArn=self.arn, Tags=[{"Key": key, "Value": value} for key, value in new.items()]
            )

    def delete(self):
        self.client.delete_table(TableName=self.name)
        until(lambda: self.describe()["TableStatus"], ["ACTIVE", "DELETING"], [])


class TableItem(Resource):
    """aws_dynamodb_table_item."""

    def __init__(self, client, table, hash_key, range_key):
        self.client = client
        self.table = table
        self.keys = (hash_key, range_key)
        self.key = None

    def key_of(self, wanted):
        item = json.loads(wanted["item"])
        return {name: item[name] for name in self.keys}

    def create(self, wanted):
        self.client.put_item(
            TableName=self.table,
            Item=json.loads(wanted["item"]),
            ConditionExpression="attribute_not_exists(#hk)",
            ExpressionAttributeNames={"#hk": self.keys[0]},
        )
        self.key = self.key_of(wanted)

    def read(self):
        answer = self.client.get_item(TableName=self.table, Key=self.key, ConsistentRead=True)
        if "Item" not in answer:
            raise NotFoundError
        return {"item": json.dumps(answer["Item"], sort_keys=True)}

    def update(self, now, wanted):
        old, new = json.loads(now["item"]), json.loads(wanted["item"])
        updates = {name: {"Action": "PUT", "Value": value} for name, value in new.items() if name not in self.keys}
        updates.update({name: {"Action": "DELETE"} for name in old if name not in new and name not in self.keys})
        key = self.key_of(wanted)
        self.client.update_item(TableName=self.table, Key=key, AttributeUpdates=updates)
        if key != self.key:
            self.client.delete_item(TableName=self.table, Key=self.key)
        self.key = key

    def delete(self):
        self.client.delete_item(TableName=self.table, Key=self.key)


class ResourcePolicy(Resource):
    """aws_dynamodb_resource_policy."""

    def __init__(self, client, arn):
        self.client = client
        self.arn = arn

    def create(self, wanted):
        self.client.put_resource_policy(
            ResourceArn=self.arn, Policy=wanted["policy"], ConfirmRemoveSelfResourceAccess=False
        )
        self.read()

    def read(self):
        answer = found(
            self.client.get_resource_policy,
            "PolicyNotFoundException",
            "ResourceNotFoundException",
            ResourceArn=self.arn,
        )
        return {"policy": json.dumps(json.loads(answer["Policy"]), sort_keys=True)}

    def update(self, _now, wanted):
        self.create(wanted)

    def delete(self):
        self.client.delete_resource_policy(ResourceArn=self.arn)


class ContributorInsights(Resource):
    """aws_dynamodb_contributor_insights, which is made anew for every change but that of its mode."""

    def __init__(self, client, table, index):
        self.client = client
        self.of = {"TableName": table, **({"IndexName": index} if index else {})}

    def describe(self):
        answer = found(self.client.describe_contributor_insights, "ResourceNotFoundException", **self.of)
        if answer["ContributorInsightsStatus"] == "DISABLED":
            raise NotFoundError
        return answer

    def create(self, wanted):
        self.client.update_contributor_insights(
            **self.of, ContributorInsightsAction="ENABLE", ContributorInsightsMode=wanted["mode"]
        )
        until(lambda: self.describe()["ContributorInsightsStatus"], ["ENABLING"], ["ENABLED"])

    def read(self):
        return {"mode": self.describe()["ContributorInsightsMode"]}

    def update(self, _now, wanted):
        self.create(wanted)

    def delete(self):
        self.client.update_contributor_insights(**self.of, ContributorInsightsAction="DISABLE")
        until(lambda: self.describe()["ContributorInsightsStatus"], ["DISABLING"], [])
