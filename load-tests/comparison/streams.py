"""What the streams of the tables tell of each write, on both sides."""

from comparison.differences import text

VIEW = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
# Of a record, what must be the same; ids, numbers, times and the region are each side's own.
TOLD = ("Keys", "OldImage", "NewImage", "SizeBytes", "StreamViewType")


class Reader:
    """Reads the streams of one side, from where it was last."""

    def __init__(self, wire):
        self._wire = wire
        self._places = {}

    def told(self, tables):
        """The new records of these tables, by item; of an item in their order."""
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
                    found.setdefault(text(told["Keys"]), []).append(told)
                if not page["Records"]:
                    break
        return found
