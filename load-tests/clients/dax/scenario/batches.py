"""BatchWriteItem and BatchGetItem, up to the sizes at which keys come back unprocessed; capacity and metrics."""

from .values import b, lst, m, n, s


def run(scene):
    scene.create("BatchOne", "id:S")
    scene.create("BatchTwo", "h:N r:B", local_indexes=(("by-x", "h:N x:S", "ALL"),))
    small(scene)
    projected(scene)
    big(scene)
    capacity(scene)
    refused(scene)


def one(number):
    return {"id": s(f"one {number}"), "n": n(number), "deep": m(x=lst(n(number), s("y")), z=n(1))}


def two(number):
    return {"h": n(number % 3), "r": b(bytes([number])), "x": s(f"x{number}")}


def put(item):
    return {"PutRequest": {"Item": item}}


def delete(**key):
    return {"DeleteRequest": {"Key": key}}


def small(scene):
    writes = {"BatchOne": [put(one(i)) for i in range(15)], "BatchTwo": [put(two(i)) for i in range(10)]}
    scene.call("batch write of 25 puts", "BatchWriteItem", {"RequestItems": writes})
    writes = {
        "BatchOne": [delete(id=s("one 0")), put({"id": s("one 1"), "other": s("list")}), delete(id=s("missing"))],
        "BatchTwo": [delete(h=n(0), r=b(b"\x00")), put({"h": n(7), "r": b(b"\x07")})],
    }
    scene.call("batch write of puts and deletes", "BatchWriteItem", {"RequestItems": writes})
    for table in ("BatchOne", "BatchTwo"):
        scene.same_items(f"batch write: HTTP holds the same in {table}", table)
    keys = {
        "BatchOne": {"Keys": [{"id": s(f"one {i}")} for i in range(20)]},
        "BatchTwo": {"Keys": [{"h": n(i % 3), "r": b(bytes([i]))} for i in range(12)], "ConsistentRead": True},
    }
    scene.call("batch get", "BatchGetItem", {"RequestItems": keys})
    scene.call("batch get again", "BatchGetItem", {"RequestItems": keys})
    missing = {"BatchOne": {"Keys": [{"id": s("nobody")}]}}
    scene.call("batch get of nothing", "BatchGetItem", {"RequestItems": missing})
    for chunk in range(0, 100, 25):
        writes = {"BatchOne": [put(one(i)) for i in range(chunk, chunk + 25)]}
        scene.must("BatchWriteItem", {"RequestItems": writes})
    keys = {"BatchOne": {"Keys": [{"id": s(f"one {i}")} for i in range(100)]}}
    answer = scene.call("batch get of 100", "BatchGetItem", {"RequestItems": keys})
    scene.equal("batch get of 100: all", len(answer.get("output", {}).get("Responses", {}).get("BatchOne", [])), 100)


def projected(scene):
    keys = [{"id": s(f"one {i}")} for i in (3, 5, 500)]
    for path, names in (("n", {}), ("id, deep.z", {}), ("deep.#x[1]", {"#x": "x"}), ("absent", {})):
        request = {"Keys": keys, "ProjectionExpression": path}
        if names:
            request["ExpressionAttributeNames"] = names
        both = {"BatchOne": request, "BatchTwo": {"Keys": [{"h": n(1), "r": b(b"\x01")}]}}
        scene.call(f"batch get, project {path}", "BatchGetItem", {"RequestItems": both})
    scene.call(
        "batch get, AttributesToGet",
        "BatchGetItem",
        {"RequestItems": {"BatchOne": {"Keys": keys, "AttributesToGet": ["n"]}}},
    )


def big(scene):
    """Nearly ten megabytes in one request; nearly nineteen read in rounds, by what comes back unprocessed."""
    size = 390_000
    items = [{"id": s(f"big {i}"), "v": s(chr(97 + i % 26) * size)} for i in range(48)]
    for chunk in (items[:25], items[25:]):
        answer, wanted = scene.both("BatchWriteItem", {"RequestItems": {"BatchOne": [put(item) for item in chunk]}})
        scene.equal(f"batch write of {len(chunk)} large items", answer, wanted)
    wanted = {"BatchOne": {"Keys": [{"id": item["id"]} for item in items]}}
    found, rounds = {}, 0
    while wanted and rounds < 10:
        answer = scene.alone("BatchGetItem", {"RequestItems": wanted})
        output = answer.get("output", {})
        if not output:
            scene.check("batch get of 18.7 MB", False, answer)
            break
        for item in output.get("Responses", {}).get("BatchOne", []):
            found[item["id"]["S"]] = item
        wanted = output.get("UnprocessedKeys", {})
        rounds += 1
    scene.equal("batch get of 18.7 MB finds all", found == {item["id"]["S"]: item for item in items}, True)
    scene.check("batch get of 18.7 MB takes rounds", 1 < rounds < 10, rounds)
    for item in items:
        for side in (scene.over_http, scene.twin_over_http):
            side("DeleteItem", {"TableName": "BatchOne", "Key": {"id": item["id"]}})


def capacity(scene):
    """ReturnConsumedCapacity and ReturnItemCollectionMetrics of every operation."""
    table = "Capacity"
    scene.create(
        table,
        "h:S r:N",
        global_indexes=(("global-x", "x:S", "ALL"), ("global-y", "y:N", "KEYS_ONLY")),
        local_indexes=(("local-x", "h:S x:S", "ALL"),),
    )
    item = {"h": s("h"), "r": n(1), "x": s("x"), "y": n(2), "pad": s("p" * 5000)}
    key = {"h": s("h"), "r": n(1)}
    for wanted in ("TOTAL", "INDEXES", "NONE"):
        metrics = {"ReturnItemCollectionMetrics": "SIZE" if wanted != "NONE" else "NONE"}
        both = {"ReturnConsumedCapacity": wanted, **metrics}
        reads = {"ReturnConsumedCapacity": wanted}
        calls = (
            ("PutItem", {"TableName": table, "Item": item, **both}),
            ("PutItem", {"TableName": table, "Item": {**item, "x": s("z")}, **both}),
            ("UpdateItem", {"TableName": table, "Key": key, "UpdateExpression": "ADD y :one",
                            "ExpressionAttributeValues": {":one": n(1)}, "ReturnValues": "UPDATED_NEW", **both}),
            ("GetItem", {"TableName": table, "Key": key, "ConsistentRead": True, **reads}),
            ("GetItem", {"TableName": table, "Key": {"h": s("h"), "r": n(9)}, **reads}),
            ("Query", {"TableName": table, "KeyConditionExpression": "h = :h",
                       "ExpressionAttributeValues": {":h": s("h")}, **reads}),
            ("Query", {"TableName": table, "IndexName": "local-x", "KeyConditionExpression": "h = :h",
                       "ExpressionAttributeValues": {":h": s("h")}, **reads}),
            ("Query", {"TableName": table, "IndexName": "global-x", "KeyConditionExpression": "x = :x",
                       "ExpressionAttributeValues": {":x": s("z")}, **reads}),
            ("Scan", {"TableName": table, **reads}),
            ("Scan", {"TableName": table, "IndexName": "global-y", **reads}),
            ("BatchWriteItem", {"RequestItems": {table: [put({**item, "r": n(2)})],
                                                 "BatchOne": [put(one(1))]}, **both}),
            ("BatchGetItem", {"RequestItems": {table: {"Keys": [key, {"h": s("h"), "r": n(2)}]},
                                               "BatchOne": {"Keys": [{"id": s("one 1")}]}}, **reads}),
            ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": table, "Item": {**item, "r": n(3)}}},
                                                      {"Put": {"TableName": "BatchOne", "Item": one(2)}}], **both}),
            ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": table, "Key": key}},
                                                    {"Get": {"TableName": "BatchOne", "Key": {"id": s("one 2")}}}],
                                  **reads}),
            ("DeleteItem", {"TableName": table, "Key": key, "ReturnValues": "ALL_OLD", **both}),
        )  # fmt: skip
        for number, (operation, request) in enumerate(calls):
            scene.call(f"capacity {wanted} {number} {operation}", operation, request, ordered=False)


def refused(scene):
    unknown = {"RequestItems": {"BatchOne": {"Keys": [{"id": n(1)}]}}}
    scene.refused(
        "batch get with a key of another type", "BatchGetItem", unknown, "ValidationException", own_words=True
    )
    twice = {"RequestItems": {"BatchOne": {"Keys": [{"id": s("one 1")}] * 2}}}
    scene.refused("batch get of one key twice", "BatchGetItem", twice, "ValidationException", own_words=True)
    twice = {"RequestItems": {"BatchOne": [put(one(1)), delete(id=s("one 1"))]}}
    scene.refused("batch write of one key twice", "BatchWriteItem", twice, "ValidationException", own_words=True)
    many = {"RequestItems": {"BatchOne": [put(one(i)) for i in range(26)]}}
    scene.refused("batch write of 26", "BatchWriteItem", many, "ValidationException", own_words=True)
    many = {"RequestItems": {"BatchOne": {"Keys": [{"id": s(f"{i}")} for i in range(101)]}}}
    scene.refused("batch get of 101", "BatchGetItem", many, "ValidationException", own_words=True)
    large = {"RequestItems": {"BatchOne": [put({"id": s("too large"), "v": s("x" * 410_000)})]}}
    scene.refused("batch write of an item that is too large", "BatchWriteItem", large, "ValidationException")
    scene.same_items("batches: HTTP holds the same", "BatchOne")
