"""Every type of key: items by it, their order, pages of two in both directions, and the largest keys there are."""

from .values import b, n, s

HASHES = {
    "S": [s("a"), s("ß 🦊"), s("x" * 40)],
    "N": [n(0), n(42), n("-1.5"), n("42.5"), n("1E50"), n("18446744073709551616")],
    "B": [b(b"\x00"), b(b"\xff" * 3), b(bytes(range(200)))],
}
RANGES = {
    "S": [s("a"), s("aa"), s("b"), s("ß"), s("日本"), s("🦊")],
    "N": [
        n(number)
        for number in (
            "-1E30", "-999999999998", "-123", "-10", "-3.14", "-1.5", "-1", "-0.00001", "-1E-30", "0", "1E-40",
            "0.001", "0.1", "0.12", "1", "2", "3.14", "3.141", "10", "10.1", "42.5", "99", "100", "999", "1000",
            "1042.5", "1234", "12345.678", "1000000", "1E20", "111122223333444455556.6667777", "1E30",
        )
    ],
    "B": [b(b"\x00"), b(b"\x00\x00"), b(b"\x01"), b(b"\x7f\xff"), b(b"\x80"), b(b"\xff" * 10)],
}  # fmt: skip
# Beyond what the one-byte exponent of a number in sort keys holds.
FAR = ["-9.9999999999999999999999999999999999999E125", "-1E61", "-1E-62", "-1E-130", "1E-130", "1E-64", "1E-63", "1E61",
       "1E62", "9.9999999999999999999999999999999999999E125"]  # fmt: skip


def run(scene):
    for kind, hashes in HASHES.items():
        hash_only(scene, kind, hashes)
        for range_kind, ranges in RANGES.items():
            with_range(scene, f"Key{kind}{range_kind}", kind, hashes[-1], range_kind, ranges)
    scene.create("KeyFar", "h:S r:N")
    far(scene)
    largest(scene)


def hash_only(scene, kind, hashes):
    table = f"Key{kind}"
    scene.create(table, f"h:{kind}")
    for number, value in enumerate(hashes):
        item = {"h": value, "v": n(number)}
        scene.call(f"{table}: put {number}", "PutItem", {"TableName": table, "Item": item})
        scene.call(
            f"{table}: get {number}", "GetItem", {"TableName": table, "Key": {"h": value}}, expected={"Item": item}
        )
        query = {"TableName": table, "KeyConditionExpression": "h = :h", "ExpressionAttributeValues": {":h": value}}
        scene.call(f"{table}: query {number}", "Query", query, expected={"Items": [item], "Count": 1})
    for limit in (1, 2, 100):
        found = scene.pages(f"{table}: scan by {limit}", "Scan", {"TableName": table, "Limit": limit}, ordered=False)
        scene.equal(f"{table}: scan by {limit} finds each once", len(found), len(hashes))
    scene.call(f"{table}: delete", "DeleteItem", {"TableName": table, "Key": {"h": hashes[0]}})
    scene.same_items(f"{table}: HTTP holds the same", table)


def with_range(scene, table, kind, hash_value, range_kind, ranges):
    scene.create(table, f"h:{kind} r:{range_kind}")
    for number, value in enumerate(ranges):
        item = {"h": hash_value, "r": value, "v": n(number)}
        scene.call(f"{table}: put {number}", "PutItem", {"TableName": table, "Item": item})
        key = {"h": hash_value, "r": value}
        scene.call(f"{table}: get {number}", "GetItem", {"TableName": table, "Key": key}, expected={"Item": item})
    query = {
        "TableName": table,
        "KeyConditionExpression": "h = :h",
        "ExpressionAttributeValues": {":h": hash_value},
    }
    for forward in (True, False):
        for limit in (1, 2, 5, 100):
            found = scene.pages(
                f"{table}: query {'forward' if forward else 'backward'} by {limit}",
                "Query",
                {**query, "Limit": limit, "ScanIndexForward": forward},
            )
            order = list(range(len(ranges)))
            scene.equal(
                f"{table}: order {'forward' if forward else 'backward'} by {limit}",
                [int(item["v"]["N"]) for item in found],
                order if forward else order[::-1],
            )
    for condition, values in (
        ("r = :a", [2]), ("r < :a", [2]), ("r <= :a", [2]), ("r > :a", [2]), ("r >= :a", [2]),
        ("r BETWEEN :a AND :b", [1, 4]),
        *(() if range_kind == "N" else (("begins_with(r, :a)", [0]),)),
    ):  # fmt: skip
        bound = {f":{letter}": ranges[number] for letter, number in zip("ab", values)}
        request = {
            **query,
            "KeyConditionExpression": f"h = :h AND {condition}",
            "ExpressionAttributeValues": {":h": hash_value, **bound},
        }
        scene.call(f"{table}: query {condition}", "Query", request)
    scene.pages(f"{table}: scan by 3", "Scan", {"TableName": table, "Limit": 3})
    scene.call(f"{table}: delete", "DeleteItem", {"TableName": table, "Key": {"h": hash_value, "r": ranges[0]}})
    scene.same_items(f"{table}: HTTP holds the same", table)


def far(scene):
    """Numbers as sort keys at the ends of their range."""
    for number in FAR:
        item = {"h": s("far"), "r": n(number)}
        scene.call(f"far: put {number}", "PutItem", {"TableName": "KeyFar", "Item": item})
        scene.call(f"far: get {number}", "GetItem", {"TableName": "KeyFar", "Key": item}, expected={"Item": item})
    scene.same_items("far: HTTP holds the same", "KeyFar")
    query = {
        "TableName": "KeyFar",
        "KeyConditionExpression": "h = :h AND r < :r",
        "ExpressionAttributeValues": {":h": s("far"), ":r": n(0)},
    }
    scene.call("far: query of negative ones", "Query", query)
    scene.pages("far: query of negative ones by 1", "Query", {**query, "Limit": 1})
    query["KeyConditionExpression"] = "h = :h AND r > :r"
    scene.call("far: query of positive ones", "Query", query)
    scene.pages("far: query of positive ones by 1", "Query", {**query, "Limit": 1})


def largest(scene):
    """Partition keys of 2048 bytes and sort keys of 1024, as text and as bytes."""
    for kind, one in (("S", lambda size: s("k" * size)), ("B", lambda size: b(b"\xfe" * size))):
        table = f"KeyLarge{kind}"
        scene.create(table, f"h:{kind} r:{kind}")
        for number, range_size in enumerate((1022, 1023, 1024)):
            item = {"h": one(2048), "r": one(range_size), "v": n(number)}
            scene.call(f"{table}: put {range_size}", "PutItem", {"TableName": table, "Item": item})
            key = {"h": one(2048), "r": one(range_size)}
            scene.call(
                f"{table}: get {range_size}", "GetItem", {"TableName": table, "Key": key}, expected={"Item": item}
            )
        query = {"TableName": table, "KeyConditionExpression": "h = :h", "ExpressionAttributeValues": {":h": one(2048)}}
        scene.pages(f"{table}: query by 1", "Query", {**query, "Limit": 1})
        for name, item in (
            ("partition key too long", {"h": one(2049), "r": one(1)}),
            ("sort key too long", {"h": one(1), "r": one(1025)}),
        ):
            scene.refused(f"{table}: {name}", "PutItem", {"TableName": table, "Item": item}, "ValidationException")
        scene.drop(table)
