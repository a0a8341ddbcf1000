"""Condition expressions that hold and that do not, as each of the three writes carries them; the old forms, too."""

from .values import FALSE, NULL, TRUE, b, bs, lst, m, n, ns, s, ss

ITEM = {
    "id": s("c"),
    "n": n(5),
    "d": n("2.5"),
    "t": s("hello world"),
    "bin": b(b"\x01\x02\x03"),
    "yes": TRUE,
    "no": FALSE,
    "nothing": NULL,
    "l": lst(n(1), s("two"), lst(n(31), n(32))),
    "m": m(a=n(1), b=m(c=s("deep"))),
    "texts": ss("x", "y"),
    "numbers": ns(1, 2),
    "raws": bs(b"\x01", b"\x02"),
    "a.b": s("dotted"),
}
TRUE_ONES = (
    ("attribute_exists(id)", {}),
    ("attribute_exists(m.b.c)", {}),
    ("attribute_exists(l[2][1])", {}),
    ("attribute_not_exists(absent)", {}),
    ("attribute_not_exists(m.b.x)", {}),
    ("n = :v", {":v": n(5)}),
    ("n = :v", {":v": n("5.0")}),
    ("n <> :v", {":v": n(6)}),
    ("n <> :v", {":v": s("5")}),
    ("n < :v", {":v": n("5.1")}),
    ("n <= :v", {":v": n(5)}),
    ("n > :v", {":v": n("-1E40")}),
    ("n >= :v", {":v": n(5)}),
    (":v < n", {":v": n(4)}),
    ("d = :v", {":v": n("2.50")}),
    ("d < n", {}),
    ("t = :v", {":v": s("hello world")}),
    ("t > :v", {":v": s("hello")}),
    ("begins_with(t, :v)", {":v": s("hell")}),
    ("begins_with(bin, :v)", {":v": b(b"\x01")}),
    ("contains(t, :v)", {":v": s("o w")}),
    ("contains(bin, :v)", {":v": b(b"\x02\x03")}),
    ("contains(texts, :v)", {":v": s("x")}),
    ("contains(numbers, :v)", {":v": n("2.0")}),
    ("contains(raws, :v)", {":v": b(b"\x02")}),
    ("contains(l, :v)", {":v": s("two")}),
    ("n BETWEEN :a AND :b", {":a": n(1), ":b": n(9)}),
    ("t BETWEEN :a AND :b", {":a": s("a"), ":b": s("z")}),
    ("n IN (:a, :b, :c)", {":a": n(1), ":b": n(5), ":c": s("x")}),
    ("n IN (:a)", {":a": n(5)}),
    ("attribute_type(n, :v)", {":v": s("N")}),
    ("attribute_type(nothing, :v)", {":v": s("NULL")}),
    ("attribute_type(m, :v)", {":v": s("M")}),
    ("size(t) = :v", {":v": n(11)}),
    ("size(bin) < :v", {":v": n(4)}),
    ("size(l) BETWEEN :a AND :b", {":a": n(3), ":b": n(3)}),
    ("size(m) = size(texts)", {}),
    ("NOT n = :v", {":v": n(6)}),
    ("NOT attribute_exists(absent) AND n = :v", {":v": n(5)}),
    ("n = :a OR absent = :b", {":a": n(5), ":b": n(1)}),
    ("(n = :a OR n = :b) AND (t = :c OR NOT yes = :d)", {":a": n(1), ":b": n(5), ":c": s("no"), ":d": FALSE}),
    ("yes = :v", {":v": TRUE}),
    ("nothing = :v", {":v": NULL}),
    ("m = :v", {":v": ITEM["m"]}),
    ("m.b.c = :v", {":v": s("deep")}),
    ("l[2][0] = :v", {":v": n(31)}),
    ("l = :v", {":v": ITEM["l"]}),
    ("texts = :v", {":v": ss("y", "x")}),
    ("raws = :v", {":v": bs(b"\x02", b"\x01")}),
    ("#d = :v", {":v": s("dotted"), "#d": "a.b"}),
    ("#m.#b.#c = :v", {":v": s("deep"), "#m": "m", "#b": "b", "#c": "c"}),
    ("n = :v AND n <> :w AND :v < :x AND n = :v", {":v": n(5), ":w": n(6), ":x": n(7)}),
)
FALSE_ONES = (
    ("attribute_exists(absent)", {}),
    ("attribute_not_exists(id)", {}),
    ("attribute_exists(l[9])", {}),
    ("n = :v", {":v": n(6)}),
    ("n = :v", {":v": s("5")}),
    ("n <> :v", {":v": n(5)}),
    ("n < :v", {":v": n(5)}),
    ("n < :v", {":v": s("9")}),
    ("n > :v", {":v": n(5)}),
    ("absent < :v", {":v": n(5)}),
    ("absent = n", {}),
    ("begins_with(t, :v)", {":v": s("x")}),
    ("contains(t, :v)", {":v": s("xyz")}),
    ("contains(l, :v)", {":v": n(31)}),
    ("n BETWEEN :a AND :b", {":a": n(6), ":b": n(9)}),
    ("n IN (:a, :b)", {":a": n(1), ":b": s("5")}),
    ("attribute_type(n, :v)", {":v": s("S")}),
    ("size(t) = :v", {":v": n(10)}),
    ("NOT n = :v", {":v": n(5)}),
    ("n = :a AND absent = :b", {":a": n(5), ":b": n(1)}),
    ("n = :a OR absent = :b", {":a": n(6), ":b": n(1)}),
    ("m.b.c = :v", {":v": s("shallow")}),
)


def split(given):
    """ExpressionAttributeNames and -Values of one dict of both."""
    names = {name: to for name, to in given.items() if name.startswith("#")}
    values = {name: value for name, value in given.items() if name.startswith(":")}
    return {
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": values} if values else {}),
    }


def run(scene):
    scene.create("Conditions", "id:S")
    put = {"TableName": "Conditions", "Item": ITEM}
    key = {"TableName": "Conditions", "Key": {"id": s("c")}}
    scene.must("PutItem", put)
    for number, (condition, given) in enumerate(TRUE_ONES):
        more = {"ConditionExpression": condition, **split(given)}
        name = f"holds {number}: {condition}"
        # Each of the three writes has its turn; all leave the item as it was, or put it back.
        kind = number % 3
        if kind == 0:
            scene.call(name, "PutItem", {**put, **more}, expected={})
        elif kind == 1:
            scene.call(name, "DeleteItem", {**key, **more, "ReturnValues": "ALL_OLD"}, expected={"Attributes": ITEM})
            scene.must("PutItem", put)
        else:
            scene.call(name, "UpdateItem", {**key, **more, "UpdateExpression": "SET n = n"}, expected={})
    for number, (condition, given) in enumerate(FALSE_ONES):
        more = {"ConditionExpression": condition, **split(given)}
        name = f"does not hold {number}: {condition}"
        operation, request = (
            ("PutItem", {**put, "Item": {"id": s("c"), "n": n(0)}}),
            ("DeleteItem", key),
            ("UpdateItem", {**key, "UpdateExpression": "REMOVE n"}),
        )[number % 3]
        scene.refused(name, operation, {**request, **more}, "ConditionalCheckFailedException")
    scene.call("conditions: failed ones change nothing", "GetItem", key, expected={"Item": ITEM})
    scene.same_items("conditions: HTTP holds the same", "Conditions")
    filters(scene)
    old_forms(scene, key)


def filters(scene):
    """The same conditions as filters of a Query."""
    query = {"TableName": "Conditions", "KeyConditionExpression": "id = :id"}
    for count, conditions in ((1, TRUE_ONES), (0, FALSE_ONES)):
        for number, (condition, given) in enumerate(conditions):
            if "id" in condition:
                continue
            request = {**query, "FilterExpression": condition, **split({**given, ":id": s("c")})}
            scene.call(
                f"filter {number}, {count}: {condition}", "Query", request, expected={"Count": count, "ScannedCount": 1}
            )


def old_forms(scene, key):
    """Expected, AttributeUpdates and the like, which clients turn into expressions."""
    put = {"TableName": "Conditions", "Item": ITEM}
    scene.call("Expected Exists", "PutItem", {**put, "Expected": {"absent": {"Exists": False}}})
    scene.call("Expected Value", "PutItem", {**put, "Expected": {"n": {"Value": n(5)}}})
    scene.call(
        "Expected with operators",
        "PutItem",
        {
            **put,
            "Expected": {
                "n": {"ComparisonOperator": "BETWEEN", "AttributeValueList": [n(1), n(9)]},
                "t": {"ComparisonOperator": "BEGINS_WITH", "AttributeValueList": [s("hello")]},
            },
            "ConditionalOperator": "AND",
        },
    )
    scene.refused(
        "Expected fails", "DeleteItem", {**key, "Expected": {"n": {"Value": n(6)}}}, "ConditionalCheckFailedException"
    )
    updates = {
        "n": {"Action": "ADD", "Value": n(1)},
        "t": {"Action": "PUT", "Value": s("new")},
        "d": {"Action": "DELETE"},
        "texts": {"Action": "DELETE", "Value": ss("x")},
    }
    scene.call(
        "AttributeUpdates",
        "UpdateItem",
        {**key, "AttributeUpdates": updates, "ReturnValues": "ALL_NEW"},
    )
    query = {
        "TableName": "Conditions",
        "KeyConditions": {"id": {"ComparisonOperator": "EQ", "AttributeValueList": [s("c")]}},
    }
    scene.call("KeyConditions", "Query", query)
    scene.call(
        "QueryFilter",
        "Query",
        {**query, "QueryFilter": {"n": {"ComparisonOperator": "GT", "AttributeValueList": [n(1)]}}},
        expected={"Count": 1},
    )
    scene.call(
        "ScanFilter",
        "Scan",
        {"TableName": "Conditions", "ScanFilter": {"n": {"ComparisonOperator": "LT", "AttributeValueList": [n(1)]}}},
        expected={"Count": 0},
    )
    scene.same_items("old forms: HTTP holds the same", "Conditions")
