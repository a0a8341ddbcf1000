"""TransactWriteItems and TransactGetItems: all four writes, reasons of cancellation, tokens, a hundred operations."""

from .values import b, n, s

ONE = "TransactOne"
TWO = "TransactTwo"
TEXTS = "TransactTexts"


def run(scene):
    scene.create(ONE, "id:S")
    scene.create(TWO, "h:B r:N")
    scene.create(TEXTS, "h:S r:S")
    written(scene)
    cancelled(scene)
    tokens(scene)
    many(scene)
    refused(scene)


def two(number):
    return {"h": b(b"\x01"), "r": n(number)}


def get(table, key, **more):
    return {"Get": {"TableName": table, "Key": key, **more}}


def written(scene):
    for number in range(4):
        scene.must("PutItem", {"TableName": ONE, "Item": {"id": s(f"i{number}"), "n": n(number), "t": s("old")}})
    operations = [
        {"Put": {"TableName": TWO, "Item": {**two("1.5"), "v": s("new")}}},
        {
            "Update": {
                "TableName": ONE,
                "Key": {"id": s("i0")},
                "UpdateExpression": "SET n = n + :v, #f = :f REMOVE t",
                "ConditionExpression": "t = :t",
                "ExpressionAttributeNames": {"#f": "fresh"},
                "ExpressionAttributeValues": {":v": n(10), ":f": b(b"\x07"), ":t": s("old")},
            }
        },
        {"Delete": {"TableName": ONE, "Key": {"id": s("i1")}, "ConditionExpression": "attribute_exists(n)"}},
        {
            "ConditionCheck": {
                "TableName": ONE,
                "Key": {"id": s("i2")},
                "ConditionExpression": "n BETWEEN :a AND :b",
                "ExpressionAttributeValues": {":a": n(1), ":b": n(3)},
            }
        },
    ]
    scene.call("transact write of four kinds", "TransactWriteItems", {"TransactItems": operations})
    for table in (ONE, TWO):
        scene.same_items(f"transact write: HTTP holds the same in {table}", table)
    reads = [
        get(ONE, {"id": s("i0")}),
        get(TWO, two("1.5")),
        get(ONE, {"id": s("i1")}),
        get(ONE, {"id": s("i2")}, ProjectionExpression="t, absent"),
        get(TWO, two("1.5"), ProjectionExpression="#v", ExpressionAttributeNames={"#v": "v"}),
        get(ONE, {"id": s("i3")}, ProjectionExpression="absent"),
    ]
    expected = [
        {"Item": {"id": s("i0"), "n": n(10), "fresh": b(b"\x07")}},
        {"Item": {**two("1.5"), "v": s("new")}},
        {},
        {"Item": {"t": s("old")}},
        None,
        None,
    ]
    # One item twice is refused, so what is projected is read apart.
    scene.call("transact get", "TransactGetItems", {"TransactItems": reads[:4]}, expected={"Responses": expected[:4]})
    scene.call("transact get, project", "TransactGetItems", {"TransactItems": reads[4:]})
    scene.call("transact get of nothing", "TransactGetItems", {"TransactItems": [get(ONE, {"id": s("nobody")})]})


def cancelled(scene):
    for number in range(5):
        scene.must("PutItem", {"TableName": ONE, "Item": {"id": s(f"c{number}"), "n": n(number), "t": s("old")}})

    def put(number, **more):
        return {"Put": {"TableName": ONE, "Item": {"id": s(f"c{number}"), "n": n(99)}, **more}}

    absent = {"ConditionExpression": "attribute_not_exists(id)"}
    old = {**absent, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    key = {"TableName": ONE, "Key": {"id": s("c3")}}
    impossible = {"ConditionExpression": "n > :v", "ExpressionAttributeValues": {":v": n(1000)}}
    for name, operations in (
        ("one reason", [put(0, **absent)]),
        ("one reason with its item", [put(0, **old)]),
        ("reasons and none", [put(9), put(0, **old), put(1, **absent), put(2, **old)]),
        ("condition check", [put(9), {"ConditionCheck": {**key, **impossible,
                                                         "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}]),
        ("delete", [{"Delete": {**key, **impossible}}, put(9, **absent)]),
        ("update", [{"Update": {**key, "UpdateExpression": "REMOVE t", **impossible}}]),
        ("missing item with ALL_OLD", [{"Delete": {"TableName": ONE, "Key": {"id": s("nobody")}, **impossible,
                                                   "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}]),
    ):  # fmt: skip
        request = {"TransactItems": operations}
        scene.refused(f"cancelled, {name}", "TransactWriteItems", request, "TransactionCanceledException")
    two_tables = [
        {"Put": {"TableName": TWO, "Item": two(5)}},
        {"Update": {**key, "UpdateExpression": "SET t = t + :v", "ExpressionAttributeValues": {":v": n(1)}}},
    ]
    scene.refused("cancelled, operand of another type", "TransactWriteItems", {"TransactItems": two_tables},
                  "TransactionCanceledException")  # fmt: skip
    scene.same_items("cancelled: nothing is written", ONE)
    scene.same_items("cancelled: nothing is written in the other table", TWO)


def tokens(scene):
    def add(token, amount=1):
        update = {
            "TableName": ONE,
            "Key": {"id": s("counter")},
            "UpdateExpression": "ADD n :v",
            "ExpressionAttributeValues": {":v": n(amount)},
        }
        return {"ClientRequestToken": token, "TransactItems": [{"Update": update}]}

    for turn in range(3):
        scene.call(f"token, sent {turn + 1} times", "TransactWriteItems", add("token one"))
    scene.call("token, another one", "TransactWriteItems", add("token two"))
    counter = {"TableName": ONE, "Key": {"id": s("counter")}}
    scene.call("token: counted once each", "GetItem", counter, expected={"Item": {"id": s("counter"), "n": n(2)}})
    scene.refused(
        "token with other parameters", "TransactWriteItems", add("token one", 5), "IdempotentParameterMismatchException"
    )


def many(scene):
    for count in (25, 100):
        for table, keys in (
            (TEXTS, [{"h": s("h"), "r": s(f"r{i}")} for i in range(count)]),
            (TWO, [two(1000 + i) for i in range(count)]),
        ):
            writes = [{"Put": {"TableName": table, "Item": {**key, "v": n(1)}}} for key in keys]
            scene.call(f"transact write of {count} in {table}", "TransactWriteItems", {"TransactItems": writes})
            reads = [get(table, key) for key in keys]
            scene.call(f"transact get of {count} in {table}", "TransactGetItems", {"TransactItems": reads})


def refused(scene):
    put = {"Put": {"TableName": ONE, "Item": {"id": s("same")}}}
    scene.refused("transact write of one item twice", "TransactWriteItems", {"TransactItems": [put, put]},
                  "ValidationException", own_words=True)  # fmt: skip
    read = get(ONE, {"id": s("same")})
    scene.refused("transact get of one item twice", "TransactGetItems", {"TransactItems": [read, read]},
                  "ValidationException", own_words=True)  # fmt: skip
    wrong = {"Put": {"TableName": ONE, "Item": {"id": s("large"), "v": s("x" * 410_000)}}}
    scene.both("TransactWriteItems", {"TransactItems": [wrong]})
    scene.same_items("transactions: HTTP holds the same", ONE)
