#!/usr/bin/env python3
"""Requests that must fail answer as the service does, and leave nothing behind.

Fills a small table, reads it through every read operation (twice, so that caches hold the answers), then sends
requests that are broken at every level: HTTP, JSON, operation, parameters, keys, values, expressions, sizes,
conditions, transactions. Each answer is compared in status, error type and message, and after each one all reads,
cached or consistent, and the item count must be what they were.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness.verdict import Verdict
from harness.wire import HEADERS, Answer, Connection, table

TABLE = "larder-failures"
LIMIT = 409_600
VALIDATION = "ValidationException"
ENVELOPE = "1 validation error detected: "
SERIALIZATION = "SerializationException"

KEY = {"pk": {"S": "a"}, "sk": {"N": "1"}}
ITEM = {
    **KEY,
    "g": {"S": "left"},
    "r": {"N": "3"},
    "s": {"S": "text"},
    "l": {"L": [{"N": "1"}]},
    "m": {"M": {"x": {"S": "y"}}},
}
T = {"TableName": TABLE}


@dataclass(frozen=True)
class Failure:
    """A request and what it must be answered with; `message` is exact text, a compiled pattern, or None for any."""

    name: str
    operation: str | None
    body: object
    error: str | None = VALIDATION
    message: object = None
    status: int = 400
    headers: dict = field(default_factory=dict)
    method: str = "POST"
    path: str = "/"
    text: str | None = None


def of_size(size, key=None):
    """An item of exactly so many bytes by the service's rules."""
    key = key or {"pk": {"S": "big"}, "sk": {"N": "1"}}
    # pk, big, sk, and 2 bytes for the number 1; then the one-byte name of the attribute that fills the rest.
    return {**key, "z": {"S": "z" * (size - len("pk") - len(key["pk"]["S"]) - len("sk") - 2 - len("z"))}}


def put(more, **attributes):
    return {**T, "Item": {**ITEM, **attributes}, **more}


def http_failures():
    get = json.dumps({**T, "Key": KEY})
    return [
        Failure("not JSON", "PutItem", "this is not JSON", SERIALIZATION),
        Failure("cut JSON", "PutItem", json.dumps({**T, "Item": ITEM})[:-5], SERIALIZATION),
        Failure("two JSON values", "PutItem", json.dumps({**T, "Item": ITEM}) + "{}", SERIALIZATION),
        Failure("JSON that is no object", "GetItem", "[]", None),
        Failure("bytes that are no UTF-8", "PutItem", b'{"TableName":"\xff\xfe"}', None),
        Failure("unknown operation", "MakeCoffee", "{}", "UnknownOperationException"),
        Failure("no target", None, get, "UnknownOperationException"),
        Failure(
            "target of another service",
            None,
            get,
            "UnknownOperationException",
            headers={"X-Amz-Target": "AmazonSQS.SendMessage"},
        ),
        Failure(
            "no Authorization",
            "GetItem",
            get,
            "MissingAuthenticationTokenException",
            "Request is missing Authentication Token",
            headers={"Authorization": None},
        ),
        Failure(
            "Authorization of another form",
            "GetItem",
            get,
            "MissingAuthenticationTokenException",
            "Request is missing Authentication Token",
            headers={"Authorization": "Basic ZHVtbXk6ZHVtbXk="},
        ),
        Failure(
            "Authorization without its parts",
            "GetItem",
            get,
            "IncompleteSignatureException",
            re.compile(
                "^Authorization header requires 'Credential' parameter. "
                "Authorization header requires 'Signature' parameter. "
                "Authorization header requires 'SignedHeaders' parameter. "
            ),
            headers={"Authorization": "AWS4-HMAC-SHA256 nothing=here"},
        ),
        Failure(
            "another content type",
            "GetItem",
            get,
            None,
            status=404,
            text="<UnknownOperationException/>\n",
            headers={"Content-Type": "text/plain"},
        ),
        Failure(
            "another method", "GetItem", get, None, status=404, text="<UnknownOperationException/>\n", method="PUT"
        ),
        Failure("a body over 16 MB", "PutItem", '{"TableName":"' + "x" * (16 << 20) + '"}', None, status=413),
    ]


def shape_failures():
    put_s = lambda value: {**T, "Item": {**ITEM, "s": value}}  # noqa: E731
    return [
        Failure("string where a map belongs", "PutItem", {**T, "Item": "text"}, SERIALIZATION),
        Failure("list where a map belongs", "PutItem", {**T, "Item": []}, SERIALIZATION),
        Failure(
            "number where a string belongs",
            "PutItem",
            put_s({"S": 1}),
            SERIALIZATION,
            "NUMBER_VALUE cannot be converted to String",
        ),
        Failure(
            "boolean where a string belongs",
            "PutItem",
            put_s({"N": True}),
            SERIALIZATION,
            "TRUE_VALUE cannot be converted to String",
        ),
        Failure(
            "map where a string belongs",
            "PutItem",
            {**put({}), "TableName": {}},
            SERIALIZATION,
            "Start of structure or map found where not expected",
        ),
        Failure(
            "string where an integer belongs",
            "Scan",
            {**T, "Limit": "5"},
            SERIALIZATION,
            "STRING_VALUE cannot be converted to Integer",
        ),
        Failure("no table name", "PutItem", {"Item": ITEM}),
        Failure(
            "no item",
            "PutItem",
            T,
            VALIDATION,
            "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null",
        ),
        Failure(
            "unknown word for ReturnValues",
            "PutItem",
            put({"ReturnValues": "EVERYTHING"}),
            VALIDATION,
            re.compile(r"ailed to satisfy constraint: Member must satisfy enum value set: \[ALL_"),
        ),
        Failure(
            "ReturnValues that PutItem does not have",
            "PutItem",
            put({"ReturnValues": "ALL_NEW"}),
            VALIDATION,
            "ReturnValues can only be ALL_OLD or NONE",
        ),
        Failure(
            "limit of zero",
            "Query",
            {**T, "Limit": 0},
            VALIDATION,
            re.compile(
                "^Value ('0' at 'limit'|at 'Limit') failed to satisfy constraint: "
                "Member must have value greater than or equal to 1$"
            ),
        ),
        Failure(
            "an attribute value without type",
            "PutItem",
            put_s({}),
            VALIDATION,
            "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        ),
        Failure(
            "an attribute value of two types",
            "PutItem",
            put_s({"S": "a", "N": "1"}),
            VALIDATION,
            "Supplied AttributeValue has more than one datatypes set, "
            "must contain exactly one of the supported datatypes",
        ),
        Failure(
            "a number that is none",
            "PutItem",
            put_s({"N": "abc"}),
            VALIDATION,
            "The parameter cannot be converted to a numeric value: abc",
        ),
        Failure(
            "a number of 39 digits",
            "PutItem",
            put_s({"N": "1" * 39}),
            VALIDATION,
            "Attempting to store more than 38 significant digits in a Number",
        ),
        Failure(
            "a number too large",
            "PutItem",
            put_s({"N": "1e126"}),
            VALIDATION,
            "Number overflow. Attempting to store a number with magnitude larger than supported range",
        ),
        Failure(
            "a number too small",
            "PutItem",
            put_s({"N": "1e-131"}),
            VALIDATION,
            "Number underflow. Attempting to store a number with magnitude smaller than supported range",
        ),
        Failure(
            "an empty set",
            "PutItem",
            put_s({"SS": []}),
            VALIDATION,
            "One or more parameter values were invalid: An string set  may not be empty",
        ),
        Failure(
            "a set with a member twice",
            "PutItem",
            put_s({"SS": ["a", "b", "a"]}),
            VALIDATION,
            re.compile("^One or more parameter values were invalid: Input collection .* contains duplicates.$"),
        ),
        Failure(
            "NULL that is false",
            "PutItem",
            put_s({"NULL": False}),
            VALIDATION,
            "One or more parameter values were invalid: Null attribute value types must have the value of true",
        ),
        Failure(
            "33 levels of nesting",
            "PutItem",
            put_s(nested(33)),
            VALIDATION,
            re.compile("^Nesting Levels have exceeded supported limits"),
        ),
    ]


def nested(depth):
    value = {"S": "x"}
    for _ in range(depth):
        value = {"M": {"a": value}}
    return value


def table_failures():
    missing = "Requested resource not found"
    other = {"TableName": "larder-nowhere"}
    return [
        Failure("GetItem of a missing table", "GetItem", {**other, "Key": KEY}, "ResourceNotFoundException", missing),
        Failure("PutItem to a missing table", "PutItem", {**other, "Item": ITEM}, "ResourceNotFoundException", missing),
        Failure(
            "UpdateItem of a missing table", "UpdateItem", {**other, "Key": KEY}, "ResourceNotFoundException", missing
        ),
        Failure(
            "DeleteItem of a missing table", "DeleteItem", {**other, "Key": KEY}, "ResourceNotFoundException", missing
        ),
        Failure("Scan of a missing table", "Scan", other, "ResourceNotFoundException", missing),
        Failure(
            "Query of a missing table",
            "Query",
            {**other, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "a"}}},
            "ResourceNotFoundException",
            missing,
        ),
        Failure(
            "batch write half to a missing table",
            "BatchWriteItem",
            {
                "RequestItems": {
                    TABLE: [{"PutRequest": {"Item": {**ITEM, "s": {"S": "batch"}}}}],
                    "larder-nowhere": [{"PutRequest": {"Item": ITEM}}],
                }
            },
            "ResourceNotFoundException",
            missing,
        ),
        Failure(
            "transaction half on a missing table",
            "TransactWriteItems",
            {"TransactItems": [{"Put": put({}, s={"S": "transaction"})}, {"Put": {**other, "Item": ITEM}}]},
            "ResourceNotFoundException",
            missing,
        ),
        Failure(
            "DescribeTable of a missing table",
            "DescribeTable",
            other,
            "ResourceNotFoundException",
            "Requested resource not found: Table: larder-nowhere not found",
        ),
        Failure(
            "DeleteTable of a missing table",
            "DeleteTable",
            other,
            "ResourceNotFoundException",
            "Requested resource not found: Table: larder-nowhere not found",
        ),
        Failure(
            "CreateTable of an existing table",
            "CreateTable",
            table(TABLE, "pk:S"),
            "ResourceInUseException",
            f"Table already exists: {TABLE}",
        ),
        Failure(
            "query of a missing index",
            "Query",
            {
                **T,
                "IndexName": "nope",
                "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": {"S": "a"}},
            },
            VALIDATION,
            "The table does not have the specified index: nope",
        ),
        Failure(
            "consistent read of a global index",
            "Scan",
            {**T, "IndexName": "by-g", "ConsistentRead": True},
            VALIDATION,
            "Consistent reads are not supported on global secondary indexes",
        ),
    ]


def key_failures():
    mismatch = "The provided key element does not match the schema"
    empty = (
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
        "empty string value. Key: pk"
    )
    cases = [
        Failure(
            "put without sort key",
            "PutItem",
            {**T, "Item": {"pk": {"S": "a"}}},
            VALIDATION,
            "One or more parameter values were invalid: Missing the key sk in the item",
        ),
        Failure(
            "put with a key of the wrong type",
            "PutItem",
            put({}, sk={"S": "1"}),
            VALIDATION,
            "One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S",
        ),
        Failure("put with an empty key", "PutItem", put({}, pk={"S": ""}), VALIDATION, empty),
        Failure(
            "put with an index key of the wrong type",
            "PutItem",
            put({}, g={"N": "1"}),
            VALIDATION,
            "One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N "
            "IndexName: by-g",
        ),
        Failure(
            "put with an empty index key",
            "PutItem",
            put({}, g={"S": ""}),
            VALIDATION,
            "One or more parameter values are not valid. A value specified for a secondary index key is not supported. "
            "The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-g, IndexKey: g",
        ),
        Failure(
            "update of a key attribute",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET pk = :x", "ExpressionAttributeValues": {":x": {"S": "b"}}},
            VALIDATION,
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key",
        ),
        Failure(
            "update to an index key of the wrong type",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET g = :x", "ExpressionAttributeValues": {":x": {"N": "1"}}},
            VALIDATION,
            re.compile("Type mismatch"),
        ),
    ]
    for operation in ("GetItem", "DeleteItem", "UpdateItem"):
        cases += [
            Failure(f"{operation} without sort key", operation, {**T, "Key": {"pk": {"S": "a"}}}, VALIDATION, mismatch),
            Failure(
                f"{operation} with a key of the wrong type",
                operation,
                {**T, "Key": {**KEY, "sk": {"S": "1"}}},
                VALIDATION,
                mismatch,
            ),
            Failure(
                f"{operation} with an attribute too many",
                operation,
                {**T, "Key": {**KEY, "x": {"S": "1"}}},
                VALIDATION,
                mismatch,
            ),
            Failure(
                f"{operation} with an empty key", operation, {**T, "Key": {**KEY, "pk": {"S": ""}}}, VALIDATION, empty
            ),
        ]
    return cases


def condition_failures():
    failed = ("ConditionalCheckFailedException", "The conditional request failed")
    update = {**T, "Key": KEY, "UpdateExpression": "SET s = :n"}
    values = {":n": {"S": "wrong"}}
    syntax = re.compile("^Invalid (Condition|Update|Filter)Expression: Syntax error; token: ")
    return [
        Failure(
            "put whose condition fails",
            "PutItem",
            put({"ConditionExpression": "attribute_not_exists(pk)"}, s={"S": "wrong"}),
            *failed,
        ),
        Failure(
            "update whose condition fails",
            "UpdateItem",
            {**update, "ConditionExpression": "r > :r", "ExpressionAttributeValues": {**values, ":r": {"N": "100"}}},
            *failed,
        ),
        Failure(
            "update of a missing item whose condition fails",
            "UpdateItem",
            {
                **update,
                "Key": {"pk": {"S": "none"}, "sk": {"N": "1"}},
                "ConditionExpression": "attribute_exists(pk)",
                "ExpressionAttributeValues": values,
            },
            *failed,
        ),
        Failure(
            "delete whose condition fails",
            "DeleteItem",
            {**T, "Key": KEY, "ConditionExpression": "attribute_not_exists(s)"},
            *failed,
        ),
        Failure(
            "put whose Expected fails",
            "PutItem",
            put({"Expected": {"s": {"Exists": False}}}, s={"S": "wrong"}),
            *failed,
        ),
        Failure(
            "expression with a syntax error",
            "PutItem",
            put({"ConditionExpression": "r >"}, s={"S": "wrong"}),
            VALIDATION,
            syntax,
        ),
        Failure(
            "empty expression",
            "PutItem",
            put({"ConditionExpression": ""}),
            VALIDATION,
            "Invalid ConditionExpression: The expression can not be empty;",
        ),
        Failure(
            "undefined value",
            "UpdateItem",
            update,
            VALIDATION,
            "Invalid UpdateExpression: An expression attribute value used in expression is not defined; "
            "attribute value: :n",
        ),
        Failure(
            "undefined name",
            "PutItem",
            put({"ConditionExpression": "#n = s"}),
            VALIDATION,
            "Invalid ConditionExpression: An expression attribute name used in the document path is not defined; "
            "attribute name: #n",
        ),
        Failure(
            "unused value",
            "UpdateItem",
            {**update, "ExpressionAttributeValues": {**values, ":u": {"N": "1"}}},
            VALIDATION,
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}",
        ),
        Failure(
            "unused name",
            "UpdateItem",
            {**update, "ExpressionAttributeValues": values, "ExpressionAttributeNames": {"#u": "u"}},
            VALIDATION,
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#u}",
        ),
        Failure(
            "reserved word",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET size = :n", "ExpressionAttributeValues": values},
            VALIDATION,
            "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: size",
        ),
        Failure(
            "expression and legacy form together",
            "PutItem",
            put({"ConditionExpression": "attribute_exists(pk)", "Expected": {"s": {"Exists": False}}}),
            VALIDATION,
            "Can not use both expression and non-expression parameters in the same request: "
            "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}",
        ),
        Failure(
            "addition to a string",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET s = s + :n", "ExpressionAttributeValues": {":n": {"N": "1"}}},
            VALIDATION,
            "An operand in the update expression has an incorrect data type",
        ),
        Failure(
            "ADD to a string",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "ADD s :n", "ExpressionAttributeValues": {":n": {"N": "1"}}},
            VALIDATION,
            "An operand in the update expression has an incorrect data type",
        ),
        Failure(
            "value of a missing attribute",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET s = nothing"},
            VALIDATION,
            "The provided expression refers to an attribute that does not exist in the item",
        ),
        Failure(
            "path into nothing",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET nothing.here = :n", "ExpressionAttributeValues": values},
            VALIDATION,
            "The document path provided in the update expression is invalid for update",
        ),
        Failure(
            "overlapping paths",
            "UpdateItem",
            {**T, "Key": KEY, "UpdateExpression": "SET m = :n, m.x = :n", "ExpressionAttributeValues": values},
            VALIDATION,
            "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of "
            "these paths; path one: [m], path two: [m, x]",
        ),
        Failure(
            "query without condition",
            "Query",
            T,
            VALIDATION,
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        ),
        Failure(
            "query without partition key",
            "Query",
            {**T, "KeyConditionExpression": "sk = :s", "ExpressionAttributeValues": {":s": {"N": "1"}}},
            VALIDATION,
            "Query condition missed key schema element: pk",
        ),
        Failure(
            "query with a filter on the key",
            "Query",
            {
                **T,
                "KeyConditionExpression": "pk = :p",
                "FilterExpression": "sk > :s",
                "ExpressionAttributeValues": {":p": {"S": "a"}, ":s": {"N": "1"}},
            },
            VALIDATION,
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
        ),
        Failure(
            "scan of a segment beyond the last",
            "Scan",
            {**T, "Segment": 5, "TotalSegments": 5},
            VALIDATION,
            re.compile("^The Segment parameter is zero-based and must be less than parameter TotalSegments"),
        ),
    ]


def size_failures():
    refused = "Item size has exceeded the maximum allowed size"
    grown = "Item size to update has exceeded the maximum allowed size"
    full = {"pk": {"S": "full"}, "sk": {"N": "1"}}
    grow = {**T, "Key": full, "UpdateExpression": "SET z2 = :z", "ExpressionAttributeValues": {":z": {"S": ""}}}
    return [
        Failure("put of 400 KB and a byte", "PutItem", {**T, "Item": of_size(LIMIT + 1)}, VALIDATION, refused),
        Failure(
            "put of 400 KB and a byte over an existing item",
            "PutItem",
            {**T, "Item": of_size(LIMIT + 1, {"pk": {"S": "full"}, "sk": {"N": "1"}})},
            VALIDATION,
            refused,
        ),
        Failure("update of a full item", "UpdateItem", grow, VALIDATION, grown),
        Failure(
            "batch with one item too large",
            "BatchWriteItem",
            {
                "RequestItems": {
                    TABLE: [
                        {"PutRequest": {"Item": {**ITEM, "s": {"S": "batch"}}}},
                        {"PutRequest": {"Item": of_size(LIMIT + 1)}},
                    ]
                }
            },
            VALIDATION,
            refused,
        ),
        Failure(
            "transaction with a put too large",
            "TransactWriteItems",
            {"TransactItems": [{"Put": put({}, s={"S": "transaction"})}, {"Put": {**T, "Item": of_size(LIMIT + 1)}}]},
            VALIDATION,
            refused,
        ),
        Failure(
            "transaction with an update that grows too large",
            "TransactWriteItems",
            {"TransactItems": [{"Put": put({}, s={"S": "transaction"})}, {"Update": grow}]},
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]",
        ),
    ]


def group_failures():
    many = [{"PutRequest": {"Item": {"pk": {"S": "many"}, "sk": {"N": str(n)}}}} for n in range(26)]
    keys = [{"pk": {"S": "many"}, "sk": {"N": str(n)}} for n in range(101)]
    cancelled = "Transaction cancelled, please refer cancellation reasons for specific reasons "
    good = {"Put": put({}, s={"S": "transaction"})}
    elsewhere = {"pk": {"S": "a"}, "sk": {"N": "2"}}
    return [
        Failure("batch write of 26", "BatchWriteItem", {"RequestItems": {TABLE: many}}, VALIDATION),
        Failure(
            "batch write of one item twice",
            "BatchWriteItem",
            {
                "RequestItems": {
                    TABLE: [
                        {"PutRequest": {"Item": {**ITEM, "s": {"S": "batch"}}}},
                        {"DeleteRequest": {"Key": {"pk": {"S": "a"}, "sk": {"N": "1.0"}}}},
                    ]
                }
            },
            VALIDATION,
            "Provided list of item keys contains duplicates",
        ),
        Failure(
            "batch write with one key of the wrong type",
            "BatchWriteItem",
            {
                "RequestItems": {
                    TABLE: [
                        {"PutRequest": {"Item": {**ITEM, "s": {"S": "batch"}}}},
                        {"DeleteRequest": {"Key": {"pk": {"S": "a"}, "sk": {"S": "2"}}}},
                    ]
                }
            },
            VALIDATION,
            "The provided key element does not match the schema",
        ),
        Failure("batch write of nothing", "BatchWriteItem", {"RequestItems": {}}, VALIDATION),
        Failure(
            "batch get of 101",
            "BatchGetItem",
            {"RequestItems": {TABLE: {"Keys": keys}}},
            VALIDATION,
            re.compile("Too many items requested for the BatchGetItem call|less than or equal to 100"),
        ),
        Failure(
            "batch get of one key twice",
            "BatchGetItem",
            {"RequestItems": {TABLE: {"Keys": [KEY, KEY]}}},
            VALIDATION,
            "Provided list of item keys contains duplicates",
        ),
        Failure(
            "transaction whose condition fails",
            "TransactWriteItems",
            {
                "TransactItems": [
                    good,
                    {"ConditionCheck": {**T, "Key": elsewhere, "ConditionExpression": "attribute_not_exists(pk)"}},
                ]
            },
            "TransactionCanceledException",
            cancelled + "[None, ConditionalCheckFailed]",
        ),
        Failure(
            "transaction with a key of the wrong type",
            "TransactWriteItems",
            {"TransactItems": [good, {"Delete": {**T, "Key": {"pk": {"S": "a"}, "sk": {"S": "2"}}}}]},
            "TransactionCanceledException",
            cancelled + "[None, ValidationError]",
        ),
        Failure(
            "transaction with an empty key",
            "TransactWriteItems",
            {"TransactItems": [good, {"Delete": {**T, "Key": {"pk": {"S": ""}, "sk": {"N": "2"}}}}]},
            VALIDATION,
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
            "empty string value. Key: pk",
        ),
        Failure(
            "transaction with an update that cannot be",
            "TransactWriteItems",
            {
                "TransactItems": [
                    good,
                    {
                        "Update": {
                            **T,
                            "Key": elsewhere,
                            "UpdateExpression": "SET s = nothing + :n",
                            "ExpressionAttributeValues": {":n": {"N": "1"}},
                        }
                    },
                ]
            },
            "TransactionCanceledException",
            cancelled + "[None, ValidationError]",
        ),
        Failure(
            "transaction with one item twice",
            "TransactWriteItems",
            {"TransactItems": [good, {"Delete": {**T, "Key": KEY}}]},
            VALIDATION,
            "Transaction request cannot include multiple operations on one item",
        ),
        Failure(
            "transaction with two actions in one",
            "TransactWriteItems",
            {"TransactItems": [{**good, "Delete": {**T, "Key": elsewhere}}]},
            VALIDATION,
            "TransactItems can only contain one of Check, Put, Update or Delete",
        ),
        Failure(
            "transaction of 101",
            "TransactWriteItems",
            {"TransactItems": [{"Delete": {**T, "Key": key}} for key in keys]},
            VALIDATION,
        ),
        Failure(
            "token used for another transaction",
            "TransactWriteItems",
            {"ClientRequestToken": "larder-failures", "TransactItems": [good]},
            "IdempotentParameterMismatchException",
        ),
    ]


class Witness:
    """Everything that a client can read of the table; read again and again, it must not change."""

    READS = (
        *[("GetItem", {**T, "Key": {"pk": {"S": "a"}, "sk": {"N": str(n)}}}) for n in (1, 2)],
        *[("GetItem", {**T, "Key": {"pk": {"S": p}, "sk": {"N": "1"}}}) for p in ("big", "none", "b")],
        ("GetItem", {**T, "Key": KEY, "ConsistentRead": True}),
        ("Query", {**T, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "a"}}}),
        ("Query", {**T, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "many"}}}),
        (
            "Query",
            {
                **T,
                "IndexName": "by-g",
                "KeyConditionExpression": "g = :g",
                "ExpressionAttributeValues": {":g": {"S": "left"}},
            },
        ),
        (
            "Query",
            {
                **T,
                "IndexName": "by-r",
                "KeyConditionExpression": "pk = :p",
                "ExpressionAttributeValues": {":p": {"S": "a"}},
            },
        ),
        ("Scan", {**T, "ProjectionExpression": "pk, sk, g, r, s, l, m"}),
        ("Scan", {**T, "IndexName": "by-g"}),
        ("Scan", {**T, "Select": "COUNT", "ConsistentRead": True}),
        ("DescribeTable", T),
    )

    def __init__(self, connection):
        self.connection = connection

    def look(self):
        seen = {}
        for number, (operation, request) in enumerate(self.READS):
            body = self.connection.must(operation, request)
            if operation == "DescribeTable":
                described = body["Table"]
                body = [described["ItemCount"], described["TableStatus"]] + [
                    (i["IndexName"], i["ItemCount"])
                    for i in described["GlobalSecondaryIndexes"] + described["LocalSecondaryIndexes"]
                ]
            seen[f"{number} {operation}"] = body
        return seen


def fill(connection):
    connection.create_table(
        table(TABLE, "pk:S sk:N", global_indexes=[("by-g", "g:S", "ALL")], local_indexes=[("by-r", "pk:S r:N", "ALL")])
    )
    for partition in ("a", "b"):
        for number in range(1, 9):
            connection.must(
                "PutItem",
                {
                    **T,
                    "Item": {
                        **ITEM,
                        "pk": {"S": partition},
                        "sk": {"N": str(number)},
                        "r": {"N": str(number * 2 + 1)},
                        "g": {"S": "left" if number % 2 else "right"},
                    },
                },
            )
    connection.must(
        "TransactWriteItems",
        {
            "ClientRequestToken": "larder-failures",
            "TransactItems": [{"Put": {**T, "Item": {"pk": {"S": "token"}, "sk": {"N": "1"}}}}],
        },
    )
    # Exactly at the limit is allowed.
    connection.must("PutItem", {**T, "Item": of_size(LIMIT, {"pk": {"S": "full"}, "sk": {"N": "1"}})})


def send(endpoint, connection, failure):
    body = failure.body if isinstance(failure.body, (str, bytes)) else json.dumps(failure.body)
    body = body.encode() if isinstance(body, str) else body
    headers = dict(HEADERS)
    if failure.operation:
        headers["X-Amz-Target"] = f"DynamoDB_20120810.{failure.operation}"
    headers.update(failure.headers)
    headers = {k: v for k, v in headers.items() if v is not None}
    try:
        return connection.send(failure.method, failure.path, headers, body)
    except (BrokenPipeError, ConnectionResetError, http.client.HTTPException):
        # A server may close while we are still sending what it has refused already; read its answer by hand.
        return early_answer(endpoint, failure, headers, body)


def early_answer(endpoint, failure, headers, body):
    parts = urlsplit(endpoint)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as raw:
        head = f"{failure.method} {failure.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        raw.sendall((head + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n").encode())
        response = http.client.HTTPResponse(raw)
        response.begin()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, b"")


def judge(failure, answer, verdict):
    problems = []
    message = answer.message
    # The regions differ in this envelope; either is the service's word.
    if isinstance(message, str):
        message = message.removeprefix(ENVELOPE)
    if answer.status != failure.status:
        problems.append(f"status {answer.status} instead of {failure.status}")
    if failure.error and answer.error != failure.error:
        problems.append(f"type {answer.error} instead of {failure.error}")
    if failure.text is not None and answer.raw.decode("utf-8", "replace") != failure.text:
        problems.append(f"body {answer.raw!r} instead of {failure.text!r}")
    if isinstance(failure.message, str) and message != failure.message.removeprefix(ENVELOPE):
        problems.append(f"message\n     {message!r} instead of\n     {failure.message!r}")
    if isinstance(failure.message, re.Pattern) and not failure.message.search(message or ""):
        problems.append(f"message {message!r} does not match {failure.message.pattern!r}")
    if failure.error:
        if not answer.crc_matches:
            problems.append("x-amz-crc32 is not that of the body")
        if not answer.headers.get("x-amzn-requestid"):
            problems.append("no x-amzn-RequestId")
        if failure.error == VALIDATION and answer.body.get("__type") not in (
            "com.amazon.coral.validate#ValidationException",
            "com.amazon.coral.service#ValidationException",
        ):
            problems.append(f"__type is {answer.body.get('__type')}")
    verdict.check(failure.name, not problems, "; ".join(problems))


def cut_off(endpoint, connection, verdict):
    """A client that leaves in the middle of its request has asked for nothing."""
    parts = urlsplit(endpoint)
    body = json.dumps(put({}, s={"S": "cut off"})).encode()
    head = "POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n"
    head += "".join(f"{k}: {v}\r\n" for k, v in HEADERS.items())
    for cut in (10, len(body) // 2, len(body) - 1):
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as raw:
            raw.sendall((head + f"Content-Length: {len(body)}\r\n\r\n").encode() + body[:cut])
    verdict.equal(
        "a request cut off is not carried out",
        connection.must("GetItem", {**T, "Key": KEY, "ConsistentRead": True})["Item"]["s"],
        {"S": "text"},
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    parser.add_argument("--verbose", action="store_true", help="print the checks that hold, too")
    arguments = parser.parse_args()

    verdict = Verdict(verbose=arguments.verbose, shown=200)
    connection = Connection(arguments.endpoint, timeout=60)
    fill(connection)
    witness = Witness(connection)
    before = witness.look()
    verdict.equal("reads agree with themselves", witness.look(), before)
    failures = [
        *http_failures(),
        *shape_failures(),
        *table_failures(),
        *key_failures(),
        *condition_failures(),
        *size_failures(),
        *group_failures(),
    ]
    for failure in failures:
        answer = verdict.guarded(failure.name, send, arguments.endpoint, connection, failure)
        if answer is not None:
            verdict.guarded(failure.name, judge, failure, answer, verdict)
        after = witness.look()
        changed = [name for name in before if before[name] != after[name]]
        verdict.check(f"{failure.name}: nothing has changed", not changed, changed)
        if changed:
            fill(connection)
            before = witness.look()
    cut_off(arguments.endpoint, connection, verdict)
    verdict.equal("at the end everything reads as in the beginning", witness.look(), before)
    connection.drop_table(TABLE)
    verdict.finish()


if __name__ == "__main__":
    main()
