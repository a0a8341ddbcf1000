#!/usr/bin/env python3
"""boto3, unmodified, works with PartiQL against a running server, and checks that operations and statements agree.

What statements write, operations read, and the other way round; selects by key, by part of a collection, of an index
and of all, by pages; batches with failures of their own; transactions, their checks, tokens and reasons.
"""

import argparse
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from boto3_client import connect, create_anew
from harness import environment
from harness.verdict import Verdict

TABLE = "larder-boto3-partiql"


def create(client):
    create_anew(
        client,
        TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind} for name, kind in (("pk", "S"), ("sk", "N"), ("color", "S"))
        ],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-color",
                "KeySchema": [
                    {"AttributeName": "color", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


def execute(client, statement, *parameters, **more):
    if parameters:
        more["Parameters"] = list(parameters)
    return client.execute_statement(Statement=statement, **more)


def select(client, condition, *parameters, what="*", of=f'"{TABLE}"', **more):
    """The items of all pages."""
    request, found = dict(more), []
    while True:
        page = execute(client, f"SELECT {what} FROM {of} {condition}", *parameters, **request)
        found += page["Items"]
        if "NextToken" not in page:
            return found
        request["NextToken"] = page["NextToken"]


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}}


def get(client, pk, sk):
    return client.get_item(TableName=TABLE, Key=key(pk, sk), ConsistentRead=True).get("Item")


def code_of(call, *arguments, **more):
    from botocore.exceptions import ClientError

    try:
        call(*arguments, **more)
    except ClientError as problem:
        return problem.response["Error"]["Code"]
    return "taken"


def writes(client, verdict):
    execute(
        client,
        f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 'a', 'sk': 1, 'color': ?, 'data': ?}}",
        {"S": "red"},
        {"B": b"\x00"},
    )
    item = {**key("a", 1), "color": {"S": "red"}, "data": {"B": b"\x00"}}
    verdict.equal("an operation reads what a statement inserted", get(client, "a", 1), item)
    verdict.equal("so does a statement", select(client, "WHERE pk = 'a' AND sk = 1"), [item])
    client.put_item(TableName=TABLE, Item={**item, "color": {"S": "blue"}})
    verdict.equal(
        "a statement reads what an operation put",
        select(client, "WHERE pk = 'a'", what="color"),
        [{"color": {"S": "blue"}}],
    )
    old = execute(
        client, f"UPDATE \"{TABLE}\" SET color = 'green' SET n = 5 WHERE pk = 'a' AND sk = 1 RETURNING ALL OLD *"
    )
    verdict.equal("an update returns what was there", old["Items"], [{**item, "color": {"S": "blue"}}])
    verdict.equal("and changes it", get(client, "a", 1)["color"], {"S": "green"})
    verdict.equal(
        "nothing is inserted twice",
        code_of(execute, client, f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 'a', 'sk': 1}}"),
        "DuplicateItemException",
    )
    verdict.equal(
        "nothing is updated that is not there",
        code_of(execute, client, f"UPDATE \"{TABLE}\" SET n = 1 WHERE pk = 'a' AND sk = 2"),
        "ConditionalCheckFailedException",
    )
    verdict.equal("nor made", get(client, "a", 2), None)
    execute(client, f"DELETE FROM \"{TABLE}\" WHERE pk = 'a' AND sk = 1 AND n = 5")
    verdict.equal("a delete deletes", get(client, "a", 1), None)
    execute(client, f"DELETE FROM \"{TABLE}\" WHERE pk = 'a' AND sk = 1 AND n = 5")


def reads(client, verdict):
    for sk in range(30):
        for pk in ("p", "q"):
            client.put_item(
                TableName=TABLE,
                Item={**key(pk, sk), "color": {"S": "red" if sk % 3 == 0 else "blue"}, "n": {"N": str(sk * sk)}},
            )
    for limit in ({}, {"Limit": 7}):
        verdict.equal(
            f"a collection {limit}",
            [i["sk"]["N"] for i in select(client, "WHERE pk = 'p'", **limit)],
            [str(n) for n in range(30)],
        )
        verdict.equal(
            f"a part of it, backward {limit}",
            [i["sk"]["N"] for i in select(client, "WHERE pk = ? AND sk < 5 ORDER BY pk, sk DESC", {"S": "p"}, **limit)],
            ["4", "3", "2", "1", "0"],
        )
        verdict.equal(
            f"two collections {limit}",
            len(select(client, "WHERE pk IN ['p', 'q', 'none'] AND sk BETWEEN 10 AND 19", **limit)),
            20,
        )
        verdict.equal(
            f"filtered {limit}", len(select(client, "WHERE pk = 'q' AND n >= 100 AND color <> 'red'", **limit)), 14
        )
        verdict.equal(f"everything {limit}", len(select(client, "", **limit)), 60)
        found = select(client, "WHERE color = 'red' AND sk > 20", of=f'"{TABLE}"."by-color"', what="pk, sk", **limit)
        verdict.equal(f"an index {limit}", sorted({i["sk"]["N"] for i in found}), ["21", "24", "27"])
        verdict.equal(f"both items of each {limit}", len(found), 6)
    execute(client, f"UPDATE \"{TABLE}\" SET color = 'red' WHERE pk = 'p' AND sk = 22")
    verdict.equal(
        "an index follows a statement",
        len(select(client, "WHERE color = 'red' AND sk = 22", of=f'"{TABLE}"."by-color"')),
        1,
    )


def batches(client, verdict):
    answer = client.batch_execute_statement(
        Statements=[
            {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 'b', 'sk': 1}}"},
            {"Statement": f"UPDATE \"{TABLE}\" SET n = 1 WHERE pk = 'b' AND sk = 2"},
            {"Statement": f"DELETE FROM \"{TABLE}-none\" WHERE pk = 'b'"},
            {"Statement": "DELETE"},
        ]
    )
    verdict.equal(
        "each statement of a batch fails for itself",
        [r.get("Error", {}).get("Code") for r in answer["Responses"]],
        [None, "ConditionalCheckFailed", "ResourceNotFound", "ValidationError"],
    )
    verdict.equal("what did not fail is done", get(client, "b", 1), key("b", 1))
    read = f'SELECT * FROM "{TABLE}" WHERE pk = ? AND sk = ?'
    wanted = [{"S": "b"}, {"N": "1"}], [{"S": "b"}, {"N": "2"}]
    answer = client.batch_execute_statement(Statements=[{"Statement": read, "Parameters": p} for p in wanted])
    verdict.equal("a batch reads", [r.get("Item") for r in answer["Responses"]], [key("b", 1), None])


def transactions(client, verdict):
    token = str(uuid.uuid4())
    statements = [
        {"Statement": f"EXISTS(SELECT * FROM \"{TABLE}\" WHERE pk = 'b' AND sk = 1 AND attribute_not_exists(n))"},
        {"Statement": f"UPDATE \"{TABLE}\" SET n = n + 1 WHERE pk = 'p' AND sk = 0"},
        {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 't', 'sk': 0}}"},
    ]
    for again in ("", ", sent again, is done once"):
        client.execute_transaction(TransactStatements=statements, ClientRequestToken=token)
        verdict.equal(
            f"a transaction{again}", (get(client, "p", 0)["n"], get(client, "t", 0)), ({"N": "1"}, key("t", 0))
        )
    verdict.equal(
        "its token is for nothing else",
        code_of(client.execute_transaction, TransactStatements=statements[1:], ClientRequestToken=token),
        "IdempotentParameterMismatchException",
    )
    try:
        client.execute_transaction(TransactStatements=statements)
        verdict.check("a transaction is cancelled", False, "taken")
    except client.exceptions.TransactionCanceledException as problem:
        verdict.equal(
            "reasons of a cancelled one",
            [r["Code"] for r in problem.response["CancellationReasons"]],
            ["None", "None", "DuplicateItem"],
        )
    verdict.equal("and nothing of it is done", get(client, "p", 0)["n"], {"N": "1"})
    reads = [{"Statement": f"SELECT * FROM \"{TABLE}\" WHERE pk = 't' AND sk = {sk}"} for sk in (0, 1)]
    answer = client.execute_transaction(TransactStatements=reads)
    verdict.equal("a transaction reads", answer["Responses"], [{"Item": key("t", 0)}, {}])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    environment.reenter()

    verdict = Verdict()
    client, _ = connect(arguments.endpoint)
    create(client)
    for step in (writes, reads, batches, transactions):
        verdict.guarded(step.__name__, step, client, verdict)
    client.delete_table(TableName=TABLE)
    verdict.finish()


if __name__ == "__main__":
    main()
