"""Requests at a limit and one step beyond it: sizes of keys, items, expressions, lists, numbers and tables."""

import base64

from comparison import values


def table(rng):
    return rng.choice(values.TABLES)


def either(rng, limit):
    """The limit or one more."""
    return limit + (rng.random() < 0.5)


def sized_key(rng, t):
    """A key of which one part is as long as it may be, or a byte longer; numbers have no length to try."""
    key = t.key(rng)
    for name, kind in rng.sample(t.keys, len(t.keys)):
        length = either(rng, 2048 if name == t.keys[0][0] else 1024)
        if kind == "S":
            key[name] = {"S": "k" * length}
            break
        if kind == "B":
            key[name] = {"B": base64.b64encode(b"k" * length).decode()}
            break
    return key


def long_key(rng):
    t = table(rng)
    key = sized_key(rng, t)
    operation, member = rng.choice(
        (("GetItem", "Key"), ("DeleteItem", "Key"), ("UpdateItem", "Key"), ("PutItem", "Item"))
    )
    draw = rng.random()
    if draw < 0.6:
        return operation, {"TableName": t.name, member: key}
    if draw < 0.7:
        return "BatchGetItem", {"RequestItems": {t.name: {"Keys": [key]}}}
    if draw < 0.8:
        return "BatchWriteItem", {"RequestItems": {t.name: [{"DeleteRequest": {"Key": key}}]}}
    if draw < 0.9:
        return "TransactGetItems", {"TransactItems": [{"Get": {"TableName": t.name, "Key": key}}]}
    return "TransactWriteItems", {"TransactItems": [{"Put": {"TableName": t.name, "Item": key}}]}


def large_item(rng):
    """An item of 400 KB, or a byte more; in a table of one string as key."""
    key = {"pk": {"S": "p"}}
    rest = either(rng, 409_600) - len("pk") - 1 - len("f")
    item = {**key, "f": {"S": "f" * rest}}
    name = "cmp-hash"
    draw = rng.random()
    if draw < 0.4:
        return "PutItem", {"TableName": name, "Item": item, "ReturnConsumedCapacity": "TOTAL"}
    if draw < 0.6:
        return "BatchWriteItem", {
            "RequestItems": {name: [{"PutRequest": {"Item": item}}]},
            "ReturnConsumedCapacity": "TOTAL",
        }
    if draw < 0.8:
        return "TransactWriteItems", {"TransactItems": [{"Put": {"TableName": name, "Item": item}}]}
    update = {
        "TableName": name,
        "Key": key,
        "UpdateExpression": "SET f = :f REMOVE a, b, c, num, #s",
        "ExpressionAttributeNames": {"#s": "str"},
        "ExpressionAttributeValues": {":f": item["f"]},
    }
    return ("UpdateItem", update) if draw < 0.9 else ("TransactWriteItems", {"TransactItems": [{"Update": update}]})


def long_expression(rng):
    """4096 bytes of expression, 300 operators, 100 operands of IN, placeholders of 255 bytes, or one more."""
    request = {"TableName": "cmp-hash"}
    draw = rng.randrange(5)
    if draw == 0:
        text = "attribute_exists(a)"
        request["FilterExpression"] = text + " " * (either(rng, 4096) - len(text))
    elif draw == 1:
        request["FilterExpression"] = " OR ".join(["a = b"] * 100)
        if rng.random() < 0.5:
            request["FilterExpression"] = "a=b" + " OR a=b" * either(rng, 149)
    elif draw == 2:
        request["FilterExpression"] = "a IN (" + ",".join(["b"] * either(rng, 100)) + ")"
    elif draw == 3:
        placeholder = "#" + "n" * (either(rng, 255) - 1)
        request |= {
            "FilterExpression": f"attribute_exists({placeholder})",
            "ExpressionAttributeNames": {placeholder: "a"},
        }
    else:
        depth = rng.choice((31, 32, 33))
        deep = {"S": "x"}
        for _ in range(depth):
            deep = {"M": {"a": deep}} if rng.random() < 0.5 else {"L": [deep]}
        request |= {"FilterExpression": "a = :v", "ExpressionAttributeValues": {":v": deep}}
    return "Scan", request


def many(rng):
    """As many keys, writes or actions as fit in one request, or one more."""
    draw = rng.randrange(4)
    if draw == 0:
        keys = [{"pk": {"N": str(n)}} for n in range(either(rng, 100))]
        return "BatchGetItem", {"RequestItems": {"cmp-number": {"Keys": keys}}}
    if draw == 1:
        writes = [{"DeleteRequest": {"Key": {"pk": {"N": str(n + 1000)}}}} for n in range(either(rng, 25))]
        return "BatchWriteItem", {"RequestItems": {"cmp-number": writes}}
    kind = "Get" if draw == 2 else "Delete"
    actions = [
        {kind: {"TableName": "cmp-number", "Key": {"pk": {"N": str(n + 1000)}}}} for n in range(either(rng, 100))
    ]
    return ("TransactGetItems" if draw == 2 else "TransactWriteItems"), {"TransactItems": actions}


def number(rng):
    """Arithmetic at the ends of what a number may be."""
    start = rng.choice(
        (
            "9" * 38,
            "1" + "0" * 37,
            "9.9999999999999999999999999999999999999E+125",
            "1E-130",
            "-9.9999999999999999999999999999999999999E+125",
            "0",
            "-1E-130",
            "1E+125",
        )
    )
    other = rng.choice(("1", "-1", "0.1", "1E-130", "9E+125", "-9E+125", "1E-38", start))
    text = rng.choice(("SET #n = :a + :b", "SET #n = :a - :b", "SET #n = :a ADD #m :b"))
    if rng.random() < 0.5:
        return "UpdateItem", {
            "TableName": "cmp-number",
            "Key": {"pk": {"N": "77"}},
            "UpdateExpression": text,
            "ReturnValues": "ALL_NEW",
            "ExpressionAttributeNames": {"#n": "num", **({"#m": "m"} if "#m" in text else {})},
            "ExpressionAttributeValues": {":a": {"N": start}, ":b": {"N": other}},
        }
    return "PutItem", {
        "TableName": "cmp-number",
        "Item": {"pk": {"N": "78"}, "num": {"N": rng.choice((start, other))}, "n": {"NS": [start, "5"]}},
    }


def cancelled(rng):
    """A transaction with one action of every outcome: fitting, condition failed, wrong update, wrong key."""
    kinds = [
        {"Put": {"TableName": "cmp-hash", "Item": {"pk": {"S": "one"}}}},
        {
            "ConditionCheck": {
                "TableName": "cmp-hash",
                "Key": {"pk": {"S": "p"}},
                "ConditionExpression": "attribute_exists(nope)",
                "ReturnValuesOnConditionCheckFailure": rng.choice(("ALL_OLD", "NONE")),
            }
        },
        {"Delete": {"TableName": "cmp-number", "Key": {"pk": {"S": "text"}}}},
        {
            "Update": {
                "TableName": "cmp-number",
                "Key": {"pk": {"N": "5"}},
                "UpdateExpression": "SET a.b = :v",
                "ExpressionAttributeValues": {":v": {"S": "x"}},
            }
        },
        {
            "Update": {
                "TableName": "cmp-number",
                "Key": {"pk": {"N": "6"}},
                "UpdateExpression": "SET a = b + :v",
                "ExpressionAttributeValues": {":v": {"N": "1"}},
            }
        },
        {"Put": {"TableName": "cmp-number", "Item": {"pk": {"N": "7"}, "ls": {"N": "1"}}}},
        {"Put": {"TableName": "cmp-number", "Item": {"pk": {"N": "8"}, "ls": {"S": ""}}}},
        {"Delete": {"TableName": "cmp-range", "Key": {"pk": {"S": "p"}}}},
        {
            "Update": {
                "TableName": "cmp-number",
                "Key": {"pk": {"N": "9"}},
                "UpdateExpression": "SET pk = :v",
                "ExpressionAttributeValues": {":v": {"N": "1"}},
            }
        },
        {"Delete": {"TableName": rng.choice(("cmp-hash", "missing-table")), "Key": {"pk": {"S": ""}}}},
    ]
    chosen = rng.sample(kinds, rng.randrange(1, 4))
    return "TransactWriteItems", {"TransactItems": chosen, "ReturnConsumedCapacity": rng.choice(("INDEXES", "NONE"))}


def crowded_table(rng):
    """A table with as many indexes or projected attributes as there may be, or one more."""
    draw = rng.randrange(5)
    names = ["k1", "k2"]
    request = {
        "TableName": "scratch-0",
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "k1", "KeyType": "HASH"}, {"AttributeName": "k2", "KeyType": "RANGE"}],
    }

    def index(name, key, projection, hash_key=None):
        keys = [hash_key, key] if hash_key else [key]
        return {
            "IndexName": name,
            "Projection": projection,
            "KeySchema": [{"AttributeName": k, "KeyType": t} for k, t in zip(keys, ("HASH", "RANGE"))],
        }

    everything = {"ProjectionType": "ALL"}
    if draw == 0:
        request["GlobalSecondaryIndexes"] = [index(f"gsi{n}", "k2", everything) for n in range(either(rng, 20))]
    elif draw == 1:
        request["LocalSecondaryIndexes"] = [index(f"lsi{n}", "k2", everything, "k1") for n in range(either(rng, 5))]
    elif draw == 2:
        some = {"ProjectionType": "INCLUDE", "NonKeyAttributes": [f"n{i}" for i in range(either(rng, 20))]}
        request["GlobalSecondaryIndexes"] = [index("gsi0", "k2", some)]
    elif draw == 3:
        per_index = [20] * 5 + [rng.choice((0, 1))]
        request["GlobalSecondaryIndexes"] = [
            index(
                f"gsi{n}", "k2", {"ProjectionType": "INCLUDE", "NonKeyAttributes": [f"n{n}-{i}" for i in range(count)]}
            )
            for n, count in enumerate(per_index)
            if count
        ]
    else:
        long = "n" * either(rng, 255)
        request["KeySchema"][0]["AttributeName"] = long
        names = [long, "k2"]
    request["AttributeDefinitions"] = [{"AttributeName": n, "AttributeType": "S"} for n in names]
    return "CreateTable", request


KINDS = (
    (long_key, 6),
    (large_item, 1),
    (long_expression, 6),
    (many, 2),
    (number, 6),
    (cancelled, 8),
    (crowded_table, 1),
)


def generate(rng):
    """An operation and its request."""
    return rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0](rng)
