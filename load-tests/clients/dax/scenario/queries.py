"""Query and Scan: of tables and indexes of each projection, by pages, in segments, counted, projected."""

from .values import b, lst, m, n, s

TABLE = "Queries"
INDEXES = {
    "local-all": ("p", "when"),
    "local-keys": ("p", "tag"),
    "global-all": ("city", "when"),
    "global-keys": ("city", None),
    "global-some": ("tag", "when"),
}


def item(group, number):
    made = {
        "p": s(group),
        "r": n(number),
        "when": n(f"{number % 5}.{number}"),
        "tag": s(f"tag {number % 3}"),
        "payload": s(f"payload of {number}"),
        "bytes1": b(bytes([number])),
        "l": lst(n(number), lst(s("a"), s(f"b{number}")), m(k=n(number))),
        "m": m(x=n(number), y=m(z=s(f"deep {number}"))),
    }
    if number % 4:
        made["city"] = s("Wien" if number % 2 else "Graz")
    if number % 7 == 0:
        made["rare"] = n(1)
    return made


def run(scene):
    scene.create(
        TABLE,
        "p:S r:N",
        global_indexes=(
            ("global-all", "city:S when:N", "ALL"),
            ("global-keys", "city:S", "KEYS_ONLY"),
            ("global-some", "tag:S when:N", ["payload"]),
        ),
        local_indexes=(("local-all", "p:S when:N", "ALL"), ("local-keys", "p:S tag:S", "KEYS_ONLY")),
    )
    for group in ("one", "two"):
        for number in range(30):
            scene.must("PutItem", {"TableName": TABLE, "Item": item(group, number)})
    table(scene)
    indexes(scene)
    scans(scene)
    old_forms(scene)
    empty(scene)


def query(**more):
    return {
        "TableName": TABLE,
        "KeyConditionExpression": "p = :p",
        "ExpressionAttributeValues": {":p": s("one"), **more.pop("values", {})},
        **more,
    }


def table(scene):
    everything = [item("one", number) for number in range(30)]
    scene.call("query", "Query", query(), expected={"Items": everything, "Count": 30, "ScannedCount": 30})
    scene.call("query again", "Query", query(), expected={"Items": everything, "Count": 30, "ScannedCount": 30})
    scene.call("query consistently", "Query", query(ConsistentRead=True), expected={"Items": everything})
    scene.call("query backward", "Query", query(ScanIndexForward=False), expected={"Items": everything[::-1]})
    scene.call("query COUNT", "Query", query(Select="COUNT"), expected={"Count": 30, "ScannedCount": 30})
    scene.call("query ALL_ATTRIBUTES", "Query", query(Select="ALL_ATTRIBUTES"), expected={"Items": everything})
    scene.call("query COUNT by limit", "Query", query(Select="COUNT", Limit=7), expected={"Count": 7})
    filtered = {"FilterExpression": "payload > :f AND m.x < :x", "values": {":f": s("payload of 2"), ":x": n(25)}}
    scene.call("query with filter", "Query", query(**filtered))
    scene.pages("query with filter by 4", "Query", query(**dict(filtered, values=dict(filtered["values"])), Limit=4))
    scene.call("query COUNT with filter", "Query", query(FilterExpression="attribute_exists(rare)", Select="COUNT"),
               expected={"Count": 5, "ScannedCount": 30})  # fmt: skip
    scene.call(
        "query with keys the other way round",
        "Query",
        {
            "TableName": TABLE,
            "KeyConditionExpression": "#r BETWEEN :a AND :b AND #p = :p",
            "ExpressionAttributeNames": {"#p": "p", "#r": "r"},
            "ExpressionAttributeValues": {":p": s("two"), ":a": n(3), ":b": n("5.5")},
        },
        expected={"Count": 3},
    )
    for path in ("payload", "p, r", "m.y.z, r", "l[1]", "l[2].k, l[0]", "l[1][1]", "absent", "m, bytes1"):
        scene.call(f"query, project {path}", "Query", query(ProjectionExpression=path, Limit=5))
        scene.pages(f"query, project {path}, by 11", "Query", query(ProjectionExpression=path, Limit=11))
    scene.call(
        "query SPECIFIC_ATTRIBUTES", "Query", query(Select="SPECIFIC_ATTRIBUTES", ProjectionExpression="payload, tag")
    )
    for limit in (1, 7, 30, 31):
        for forward in (True, False):
            name = f"query {'forward' if forward else 'backward'} by {limit}"
            found = scene.pages(name, "Query", query(Limit=limit, ScanIndexForward=forward))
            scene.equal(f"{name}: finds each", len(found), 30)


def indexes(scene):
    for index, (hash_name, range_name) in INDEXES.items():
        value = {"p": s("one"), "city": s("Wien"), "tag": s("tag 1")}[hash_name]
        request = {
            "TableName": TABLE,
            "IndexName": index,
            "KeyConditionExpression": "#h = :h",
            "ExpressionAttributeNames": {"#h": hash_name},
            "ExpressionAttributeValues": {":h": value},
        }
        ordered = range_name == "when" and hash_name == "p"
        scene.call(f"{index}: query", "Query", request, ordered=ordered)
        scene.call(f"{index}: query COUNT", "Query", {**request, "Select": "COUNT"})
        projected = {**request, "Select": "ALL_PROJECTED_ATTRIBUTES"}
        scene.call(f"{index}: query ALL_PROJECTED_ATTRIBUTES", "Query", projected, ordered=ordered)
        scene.call(
            f"{index}: query, project", "Query", {**request, "ProjectionExpression": "p, r, tag"}, ordered=ordered
        )
        for limit in (1, 4):
            for forward in (True, False):
                name = f"{index}: query {'forward' if forward else 'backward'} by {limit}"
                paged = {**request, "Limit": limit, "ScanIndexForward": forward}
                scene.pages(name, "Query", paged, ordered=ordered)
        scene.pages(f"{index}: scan by 7", "Scan", {"TableName": TABLE, "IndexName": index, "Limit": 7}, ordered=False)
        scene.call(f"{index}: scan COUNT", "Scan", {"TableName": TABLE, "IndexName": index, "Select": "COUNT"})
        if range_name == "when":
            bounded = {
                **request,
                "KeyConditionExpression": "#h = :h AND #w BETWEEN :a AND :b",
                "ExpressionAttributeNames": {"#h": hash_name, "#w": "when"},
                "ExpressionAttributeValues": {":h": value, ":a": n("1.5"), ":b": n("3.9")},
            }
            scene.call(f"{index}: query between", "Query", bounded, ordered=ordered)
    local = query(IndexName="local-keys", Select="ALL_ATTRIBUTES")
    scene.call("local-keys: query ALL_ATTRIBUTES", "Query", local, ordered=False)
    scene.call(
        "local-keys: query consistently", "Query", query(IndexName="local-keys", ConsistentRead=True), ordered=False
    )
    for number in range(0, 30, 3):
        scene.must("DeleteItem", {"TableName": TABLE, "Key": {"p": s("two"), "r": n(number)}})
    request = {
        "TableName": TABLE,
        "IndexName": "global-all",
        "KeyConditionExpression": "city = :c",
        "ExpressionAttributeValues": {":c": s("Graz")},
    }
    scene.call("global-all: query after deletes", "Query", request, ordered=False)


def scans(scene):
    scene.call("scan", "Scan", {"TableName": TABLE}, ordered=False, expected={"Count": 50})
    scene.call("scan consistently", "Scan", {"TableName": TABLE, "ConsistentRead": True}, ordered=False)
    scene.call("scan COUNT", "Scan", {"TableName": TABLE, "Select": "COUNT"}, expected={"Count": 50})
    request = {
        "TableName": TABLE,
        "FilterExpression": "r > :r AND begins_with(tag, :t)",
        "ExpressionAttributeValues": {":r": n(20), ":t": s("tag")},
    }
    scene.call("scan with filter", "Scan", request, ordered=False)
    scene.pages("scan with filter by 6", "Scan", {**request, "Limit": 6}, ordered=False)
    scene.call("scan, project", "Scan", {"TableName": TABLE, "ProjectionExpression": "p, r, m.y.z"}, ordered=False)
    for limit in (1, 9, 1000):
        found = scene.pages(f"scan by {limit}", "Scan", {"TableName": TABLE, "Limit": limit}, ordered=False)
        scene.equal(f"scan by {limit}: finds each", len(found), 50)
    found = []
    for segment in range(3):
        request = {"TableName": TABLE, "Segment": segment, "TotalSegments": 3, "Limit": 8}
        found.extend(scene.own_pages("Scan", request))
    scene.equal("scan in segments finds each once", len({(i["p"]["S"], i["r"]["N"]) for i in found}), 50)
    scene.equal("scan in segments finds none twice", len(found), 50)


def old_forms(scene):
    equal = {"ComparisonOperator": "EQ", "AttributeValueList": [s("one")]}
    between = {"ComparisonOperator": "BETWEEN", "AttributeValueList": [n(3), n(6)]}
    request = {"TableName": TABLE, "KeyConditions": {"p": equal, "r": between}}
    scene.call("KeyConditions of both keys", "Query", request, expected={"Count": 4})
    scene.call("AttributesToGet of a Query", "Query", {**request, "AttributesToGet": ["payload", "r"]})
    scene.call("AttributesToGet of a Scan", "Scan", {"TableName": TABLE, "AttributesToGet": ["tag"]}, ordered=False)


def empty(scene):
    scene.call("query of nothing", "Query", query(values={":p": s("nobody")}), expected={"Count": 0, "Items": []})
    scene.create("Empty", "h:S")
    scene.call("scan of nothing", "Scan", {"TableName": "Empty"}, expected={"Count": 0, "Items": []})
    request = {"TableName": TABLE, "FilterExpression": "attribute_exists(nothing)"}
    scene.call("scan that finds nothing", "Scan", request, expected={"Count": 0, "ScannedCount": 50})
