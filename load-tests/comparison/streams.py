"""What the streams of the tables tell of each write, on both sides."""

from comparison.differences import normal, text

VIEW = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
# Of a record, what must be the same; ids, numbers, times and the region are each side's own.
TOLD = ("Keys", "OldImage", "NewImage", "SizeBytes", "StreamViewType")


class Reader:
    """Reads the streams of one side, from where it was last."""

    def __init__(self, wire, *, only_changes=False):
        """`only_changes` leaves out what was told though it changed nothing, which the peer does and may not."""
        self._wire = wire
        self._only_changes = only_changes
        self._places = {}

    def told(self, tables):
        """The new records of these tables; those of an item in their order, items in that of their keys."""
        return {t.name: self._of_table(t.name) for t in tables}

    def _ask(self, operation, request):
        return self._wire.must(operation, request, service="DynamoDBStreams_20120810")

    def _of_table(self, name):
        arn = self._wire.must("DescribeTable", {"TableName": name})["Table"].get("LatestStreamArn")
        places = self._places.setdefault(arn, {})
        described = self._ask("DescribeStream", {"StreamArn": arn})["StreamDescription"]
        found = {}
        for shard in described["Shards"]:
            number = shard["ShardId"]
            if number not in places:
                place = {"StreamArn": arn, "ShardId": number, "ShardIteratorType": "TRIM_HORIZON"}
                places[number] = self._ask("GetShardIterator", place)["ShardIterator"]
            while places[number]:
                page = self._ask("GetRecords", {"ShardIterator": places[number]})
                places[number] = page.get("NextShardIterator")
                for record in page["Records"]:
                    told = {k: v for k, v in record["dynamodb"].items() if k in TOLD}
                    told["eventName"] = record["eventName"]
                    told["userIdentity"] = record.get("userIdentity")
                    if self._only_changes and normal(told.get("OldImage")) == normal(told.get("NewImage")):
                        continue
                    found.setdefault(text(told["Keys"]), []).append(told)
                if not page["Records"]:
                    break
        return [told for key in sorted(found) for told in found[key]]
