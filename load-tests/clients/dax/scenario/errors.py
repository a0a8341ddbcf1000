"""Errors by class, in the service's words; none of them leaves anything written or the client unusable."""

from .values import n, s

TABLE = "Errors"
NOBODY = "Nobody"


def run(scene):
    scene.create(TABLE, "h:S r:N", global_indexes=(("global", "x:S", "KEYS_ONLY"),))
    scene.must("PutItem", {"TableName": TABLE, "Item": {"h": s("h"), "r": n(1), "t": s("text")}})
    unknown_tables(scene)
    validation(scene)
    status(scene)
    key = {"TableName": TABLE, "Key": {"h": s("h"), "r": n(1)}}
    scene.call("after errors", "GetItem", key, expected={"Item": {"h": s("h"), "r": n(1), "t": s("text")}})
    scene.same_items("errors: nothing is written", TABLE)


def unknown_tables(scene):
    key = {"h": s("h")}
    calls = (
        ("GetItem", {"TableName": NOBODY, "Key": key}),
        ("PutItem", {"TableName": NOBODY, "Item": key}),
        (
            "Query",
            {"TableName": NOBODY, "KeyConditionExpression": "h = :h", "ExpressionAttributeValues": {":h": s("h")}},
        ),
        ("Scan", {"TableName": NOBODY}),
        ("BatchGetItem", {"RequestItems": {NOBODY: {"Keys": [key]}}}),
        ("BatchWriteItem", {"RequestItems": {NOBODY: [{"PutRequest": {"Item": key}}]}}),
        ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": NOBODY, "Key": key}}]}),
        # Here a schema that is not found leaves both Go clients waiting for their own time-out.
        *(
            (
                ("UpdateItem", {"TableName": NOBODY, "Key": key}),
                ("DeleteItem", {"TableName": NOBODY, "Key": key}),
                ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": NOBODY, "Item": key}}]}),
            )
            if not scene.client.startswith("go")
            else ()
        ),
    )
    for operation, request in calls:
        scene.refused(f"unknown table, {operation}", operation, request, "ResourceNotFoundException", own_words=True)


def validation(scene):
    key = {"h": s("h"), "r": n(1)}
    table = {"TableName": TABLE}
    query = {**table, "KeyConditionExpression": "h = :h", "ExpressionAttributeValues": {":h": s("h")}}
    by_x = {"IndexName": "global", "KeyConditionExpression": "x = :h"}
    one = {"ExpressionAttributeValues": {":one": n(1)}}
    for name, operation, request in (
        ("unknown index of a Query", "Query", {**query, "IndexName": "nobody"}),
        ("unknown index of a Scan", "Scan", {**table, "IndexName": "nobody"}),
        ("39 digits", "PutItem", {**table, "Item": {**key, "v": n("123456789012345678901234567890123456789")}}),
        ("number too large", "PutItem", {**table, "Item": {**key, "v": n("1E126")}}),
        ("number too small", "PutItem", {**table, "Item": {**key, "v": n("1E-131")}}),
        ("consistent read of a global index", "Query", {**query, **by_x, "ConsistentRead": True}),
        ("all attributes of a small index", "Query", {**query, **by_x, "Select": "ALL_ATTRIBUTES"}),
        ("condition on another attribute", "Query", {**query, "KeyConditionExpression": "t = :h"}),
        ("condition without the partition key", "Query", {**query, "KeyConditionExpression": "r = :one", **one}),
        ("key in a filter", "Query", {**query, "FilterExpression": "h = :h"}),
        ("overlapping projection", "GetItem", {**table, "Key": key, "ProjectionExpression": "a, a.b"}),
        ("segment too large", "Scan", {**table, "Segment": 4, "TotalSegments": 4}),
        ("index key of another type", "PutItem", {**table, "Item": {**key, "x": n(1)}}),
        ("operand of another type", "UpdateItem", {**table, "Key": key, "UpdateExpression": "ADD t :one", **one}),
        ("beginning of another type", "DeleteItem",
         {**table, "Key": key, "ConditionExpression": "begins_with(t, :one)", **one}),
    ):  # fmt: skip
        scene.refused(f"validation, {name}", operation, request, "ValidationException")
    for name, operation, request in (
        ("empty partition key", "PutItem", {**table, "Item": {**key, "h": s("")}}),
        ("key of another type", "GetItem", {**table, "Key": {"h": n(1), "r": n(1)}}),
        ("key without its sort key", "GetItem", {**table, "Key": {"h": s("h")}}),
        ("key with more", "GetItem", {**table, "Key": {**key, "x": s("x")}}),
        ("item without its sort key", "PutItem", {**table, "Item": {"h": s("h")}}),
        ("expression that does not parse", "GetItem", {**table, "Key": key, "ProjectionExpression": "a,,b"}),
        ("condition that does not parse", "PutItem", {**table, "Item": key, "ConditionExpression": "h = "}),
        ("value that is not there", "PutItem", {**table, "Item": key, "ConditionExpression": "h = :v"}),
        ("limit of zero", "Scan", {**table, "Limit": 0}),
    ):  # fmt: skip
        scene.refused(f"validation, {name}", operation, request, "ValidationException", own_words=True)


def status(scene):
    """Status and request id reach the application, where the client has room for them."""
    request = {
        "TableName": scene.own(TABLE),
        "Item": {"h": s("h"), "r": n(1)},
        "ConditionExpression": "attribute_not_exists(h)",
    }
    error = scene.subject.call("PutItem", request).get("error", {})
    scene.equal("status of an error", error.get("status"), 400)
    scene.check("request id of an error", error.get("requestId"), error)
