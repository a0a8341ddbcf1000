"""The calls that the AWS provider of Terraform makes for resources of DAX, in their order, from its source."""

from typing import ClassVar

from waiting import Resource, found, until

USUAL = "default.dax1.0"


class Cluster(Resource):
    """aws_dax_cluster."""

    DEFAULTS: ClassVar = {
        "description": "",
        "parameter_group_name": USUAL,
        "notification_topic_arn": "",
        "security_group_ids": [],
        "server_side_encryption": False,
        "cluster_endpoint_encryption_type": "NONE",
        "subnet_group_name": "default",
        "tags": {},
    }

    def __init__(self, client, name):
        self.client = client
        self.name = name

    def create(self, wanted):
        request = {
            "ClusterName": self.name,
            "IamRoleArn": wanted["iam_role_arn"],
            "NodeType": wanted["node_type"],
            "ReplicationFactor": wanted["replication_factor"],
            "SecurityGroupIds": wanted["security_group_ids"],
            # Without a group the provider sends an empty text.
            "SubnetGroupName": "" if wanted["subnet_group_name"] == "default" else wanted["subnet_group_name"],
            "Tags": [{"Key": key, "Value": value} for key, value in wanted["tags"].items()],
            "ClusterEndpointEncryptionType": wanted["cluster_endpoint_encryption_type"],
            "PreferredMaintenanceWindow": wanted["maintenance_window"],
            "SSESpecification": {"Enabled": wanted["server_side_encryption"]},
        }
        for argument, member in (
            ("description", "Description"),
            ("parameter_group_name", "ParameterGroupName"),
            ("notification_topic_arn", "NotificationTopicArn"),
        ):
            if wanted[argument]:
                request[member] = wanted[argument]
        if "availability_zones" in wanted:
            request["AvailabilityZones"] = wanted["availability_zones"]
        self.client.create_cluster(**request)
        self.wait_available(["creating", "modifying"])

    def describe(self):
        return found(self.client.describe_clusters, "ClusterNotFoundFault", ClusterNames=[self.name])["Clusters"][0]

    def wait_available(self, pending):
        def status():
            cluster = self.describe()
            nodes = cluster.get("Nodes", [])
            if cluster["Status"] in pending:
                return cluster["Status"]
            if len(nodes) != cluster["TotalNodes"] or any(node["NodeStatus"] != "available" for node in nodes):
                return pending[0]
            return "available"

        until(status, pending, ["available"])

    def read(self):
        cluster = self.describe()
        endpoint = cluster["ClusterDiscoveryEndpoint"]
        nodes = sorted(cluster["Nodes"], key=lambda node: node["NodeId"])
        topic = cluster.get("NotificationConfiguration", {})
        tags = self.client.list_tags(ResourceName=cluster["ClusterArn"])["Tags"]
        return {
            "cluster_name": cluster["ClusterName"],
            "iam_role_arn": cluster["IamRoleArn"],
            "node_type": cluster["NodeType"],
            "replication_factor": cluster["TotalNodes"],
            "description": cluster.get("Description", ""),
            "parameter_group_name": cluster["ParameterGroup"]["ParameterGroupName"],
            "maintenance_window": cluster["PreferredMaintenanceWindow"],
            "notification_topic_arn": topic.get("TopicArn", "") if topic.get("TopicStatus") == "active" else "",
            "security_group_ids": [group["SecurityGroupIdentifier"] for group in cluster["SecurityGroups"]],
            "server_side_encryption": cluster["SSEDescription"]["Status"] == "ENABLED",
            "cluster_endpoint_encryption_type": cluster["ClusterEndpointEncryptionType"],
            "subnet_group_name": cluster["SubnetGroup"],
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
            # What is computed: the provider reads it all, and ends if a node has no endpoint.
            "arn": cluster["ClusterArn"],
            "configuration_endpoint": f"{endpoint['Address']}:{endpoint['Port']}",
            "nodes": [
                (node["NodeId"], node["Endpoint"]["Address"], node["Endpoint"]["Port"], node["AvailabilityZone"])
                for node in nodes
            ],
        }

    def update(self, now, wanted):
        request = {}
        for argument, member in (
            ("description", "Description"),
            ("parameter_group_name", "ParameterGroupName"),
            ("maintenance_window", "PreferredMaintenanceWindow"),
            ("notification_topic_arn", "NotificationTopicArn"),
            ("security_group_ids", "SecurityGroupIds"),
        ):
            if now[argument] != wanted[argument]:
                request[member] = wanted[argument]
        if request.get("NotificationTopicArn") == "":
            request["NotificationTopicStatus"] = "inactive"
        if request:
            self.client.update_cluster(ClusterName=self.name, **request)
        before, after = now["replication_factor"], wanted["replication_factor"]
        if after < before:
            self.client.decrease_replication_factor(ClusterName=self.name, NewReplicationFactor=after)
        if after > before:
            self.client.increase_replication_factor(ClusterName=self.name, NewReplicationFactor=after)
        if request or before != after:
            self.wait_available(["modifying"])
        gone = [key for key in now["tags"] if key not in wanted["tags"]]
        if gone:
            self.client.untag_resource(ResourceName=now["arn"], TagKeys=gone)
        new = [{"Key": key, "Value": value} for key, value in wanted["tags"].items() if now["tags"].get(key) != value]
        if new:
            self.client.tag_resource(ResourceName=now["arn"], Tags=new)

    def delete(self):
        self.client.delete_cluster(ClusterName=self.name)
        until(
            lambda: self.describe()["Status"],
            ["creating", "available", "deleting", "incompatible-parameters", "incompatible-network"],
            [],
        )


class ParameterGroup(Resource):
    """aws_dax_parameter_group."""

    DEFAULTS: ClassVar = {"description": ""}

    def __init__(self, client, name):
        self.client = client
        self.name = name

    def create(self, wanted):
        more = {"Description": wanted["description"]} if wanted["description"] else {}
        self.client.create_parameter_group(ParameterGroupName=self.name, **more)
        self.update(None, wanted)

    def read(self):
        fault = "ParameterGroupNotFoundFault"
        groups = found(self.client.describe_parameter_groups, fault, ParameterGroupNames=[self.name])
        group = groups["ParameterGroups"][0]
        parameters = found(self.client.describe_parameters, fault, ParameterGroupName=self.name)["Parameters"]
        return {
            "description": group.get("Description", "").strip(),
            "parameters": {each["ParameterName"]: each["ParameterValue"] for each in parameters},
        }

    def update(self, _now, wanted):
        self.client.update_parameter_group(
            ParameterGroupName=self.name,
            ParameterNameValues=[
                {"ParameterName": name, "ParameterValue": value} for name, value in wanted["parameters"].items()
            ],
        )

    def delete(self):
        self.client.delete_parameter_group(ParameterGroupName=self.name)


class SubnetGroup(Resource):
    """aws_dax_subnet_group."""

    DEFAULTS: ClassVar = {"description": ""}

    def __init__(self, client, name):
        self.client = client
        self.name = name

    def create(self, wanted):
        more = {"Description": wanted["description"]} if wanted["description"] else {}
        self.client.create_subnet_group(SubnetGroupName=self.name, SubnetIds=wanted["subnet_ids"], **more)

    def read(self):
        groups = found(self.client.describe_subnet_groups, "SubnetGroupNotFoundFault", SubnetGroupNames=[self.name])
        group = groups["SubnetGroups"][0]
        return {
            "description": group.get("Description", ""),
            "subnet_ids": [subnet["SubnetIdentifier"] for subnet in group["Subnets"]],
        }

    def update(self, _now, wanted):
        self.client.update_subnet_group(
            SubnetGroupName=self.name, SubnetIds=wanted["subnet_ids"], Description=wanted["description"]
        )

    def delete(self):
        self.client.delete_subnet_group(SubnetGroupName=self.name)
