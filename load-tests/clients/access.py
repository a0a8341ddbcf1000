#!/usr/bin/env python3
"""What policies let through and what they keep, on hits as on misses: boto3 over HTTP, and the DAX client for Python.

The examples of DynamoDB's guide (items of one's own, some attributes, reading or writing only, an index only,
transactions, tags, PartiQL, users of an identity provider), each as the policy of a user or of a role's session. Every
read is made with cold caches, when the server has just been started again, and when an administrator has just had the
same from memory; what is denied must not have been read, and what is allowed must be what the administrator is told.
Denied writes must change nothing. Denials are in the service's words.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent / "dax"))
from harness import environment
from harness.identities import document, statement
from harness.server import DEFAULT_COMMAND, Server
from harness.tokens import Issuer
from harness.verdict import Verdict
from matrix import driver

TABLE, OTHER = "larder-access", "larder-access-blue"
INDEX = "by-level"
SOMEBODY = "somebody"
AMAZON = "www.amazon.com"
POOL = "idp.larder.test/pool"
AUDIENCE = "larder-access"
ITEM_ACTIONS = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"]
PROTOCOLS = ("http", "dax")
KEPT_SECONDS = 30
# The DAX client repeats what is denied, and a batch of writes no longer as it was: it refuses its own members.
SPOILT = 'Unknown parameter in RequestItems.larder-access[0].PutRequest: "attr_list_id"'
DAX_CLIENT = Path(__file__).resolve().parent / "dax" / "target" / "python"


def actions(*names):
    return [f"dynamodb:{name}" for name in names]


def own(variable):
    """The condition that all items are of the partition that is called like the caller."""
    return {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": [variable]}}


def policies(table):
    """Statements by the name of who has them; `table` is the ARN of the table."""
    some = {"dynamodb:Attributes": ["UserId", "Title", "Wins"]}
    specific = {
        "dynamodb:Select": "SPECIFIC_ATTRIBUTES",
        "dynamodb:ReturnValues": ["NONE", "UPDATED_OLD", "UPDATED_NEW"],
    }
    enclosed = {"ForAnyValue:StringEquals": {"dynamodb:EnclosingOperation": ["TransactWriteItems", "TransactGetItems"]}}
    index = f"{table}/index/{INDEX}"
    in_index = {"dynamodb:Attributes": ["UserId", "Title", "Level", "Wins"]}
    return {
        "own": [statement(actions(*ITEM_ACTIONS), table, own("${aws:username}"))],
        "reader": [statement(actions("GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem"), table)],
        "writer": [
            statement(
                actions("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"),
                table,
                {"StringEqualsIfExists": {"dynamodb:ReturnValues": "NONE"}},
            )
        ],
        "attributes": [
            statement(
                actions("GetItem", "BatchGetItem", "Query", "UpdateItem"),
                table,
                {
                    "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"], **some},
                    "StringEqualsIfExists": specific,
                },
            )
        ],
        "no-update": [
            statement(
                actions("UpdateItem"), table, {"ForAllValues:StringNotLike": {"dynamodb:Attributes": ["Ssn", "Mail"]}}
            )
        ],
        "index": [
            statement(
                actions("Query"),
                index,
                {
                    "ForAllValues:StringEquals": in_index,
                    "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
                },
            )
        ],
        "projected": [
            statement(actions("Query"), index, {"StringEquals": {"dynamodb:Select": "ALL_PROJECTED_ATTRIBUTES"}})
        ],
        "no-ssn": [
            statement(["dynamodb:*"], "*"),
            statement(
                actions("GetItem", "BatchGetItem", "Query", "Scan"),
                table,
                {"ForAnyValue:StringEquals": {"dynamodb:Attributes": ["Ssn"]}},
                effect="Deny",
            ),
            statement(
                actions("GetItem", "BatchGetItem", "Query", "Scan"),
                table,
                {"StringNotEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}},
                effect="Deny",
            ),
        ],
        "transactor": [
            statement(actions("GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"), table, enclosed)
        ],
        "single": [statement(["dynamodb:*"], table), statement(["dynamodb:*"], table, enclosed, effect="Deny")],
        "checker": [
            statement(
                actions("ConditionCheckItem", "PutItem"), table, {"StringEquals": {"dynamodb:ReturnValues": "NONE"}}
            )
        ],
        "tagged": [
            statement(
                actions("GetItem", "PutItem"),
                "*",
                {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}},
            )
        ],
        "own-statements": [statement(actions("PartiQL*"), table, own("${aws:username}"))],
        "no-statements": [
            statement(["dynamodb:*"], "*"),
            statement(actions("PartiQL*"), "*", effect="Deny"),
        ],
    }


def sessions(table):
    """Roles whose sessions are tried: the statements, and the variable by which a session knows its own items."""
    return {
        "amazon": [statement(actions(*ITEM_ACTIONS), table, own(f"${{{AMAZON}:user_id}}"))],
        "pool": [statement(actions(*ITEM_ACTIONS), table, own(f"${{{POOL}:sub}}"))],
        "customer": [statement(actions(*ITEM_ACTIONS), table, own("${aws:PrincipalTag/customer}"))],
    }


def key(who, title):
    return {"UserId": {"S": who}, "Title": {"S": title}}


def item(who, title):
    return {
        **key(who, title),
        "Wins": {"N": "1"},
        "Losses": {"N": "2"},
        "Mail": {"S": f"{who}@example.com"},
        "Ssn": {"S": f"ssn of {who}"},
        "Level": {"S": f"level {who} {title}"},
    }


@dataclass
class Case:
    """A call: who makes it, its request by the caller's own partition and the item's title, and why it is denied.

    `denied` is the action that is named, None where the call is allowed; `explicit` if a policy denies it. To whom no
    action on items is allowed, a client of DAX cannot even tell the table's key: `keyless`, and GetItem is named there.
    """

    caller: str
    operation: str
    request: Callable
    denied: str = None
    explicit: bool = False
    resource: str = TABLE
    keyless: bool = False
    protocols: tuple = PROTOCOLS

    @property
    def reads(self):
        return self.operation in ("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems")


def get(of=None, table=TABLE, **more):
    return lambda me, title: {"TableName": table, "Key": key(of or me, title), **more}


def batch_get(*owners, **more):
    return lambda me, title: {"RequestItems": {TABLE: {"Keys": [key(o or me, title) for o in owners], **more}}}


def query(of=None, **more):
    return lambda me, title: {
        "TableName": TABLE,
        "KeyConditionExpression": "UserId = :u AND begins_with(Title, :t)",
        "ExpressionAttributeValues": {":u": {"S": of or me}, ":t": {"S": title}},
        **more,
    }


def query_index(of=None, **more):
    return lambda me, title: {
        "TableName": TABLE,
        "IndexName": INDEX,
        "KeyConditionExpression": "#l = :l",
        "ExpressionAttributeNames": {"#l": "Level"},
        "ExpressionAttributeValues": {":l": {"S": f"level {of or me} {title}"}},
        **more,
    }


def scan(**more):
    return lambda _, title: {
        "TableName": TABLE,
        "FilterExpression": "Title = :t",
        "ExpressionAttributeValues": {":t": {"S": title}},
        **more,
    }


def put(of=None, table=TABLE, **more):
    return lambda me, title: {"TableName": table, "Item": {**item(of or me, title), "New": {"S": "new"}}, **more}


def update(expression, of=None, **more):
    values = {":n": {"N": "7"}} if ":n" in expression else None
    given = {"ExpressionAttributeValues": values} if values else {}
    return lambda me, title: {
        "TableName": TABLE,
        "Key": key(of or me, title),
        "UpdateExpression": expression,
        **given,
        **more,
    }


def delete(of=None):
    return lambda me, title: {"TableName": TABLE, "Key": key(of or me, title)}


def batch_write(*owners):
    return lambda me, title: {
        "RequestItems": {TABLE: [{"PutRequest": {"Item": {**item(o or me, title), "New": {"S": "b"}}}} for o in owners]}
    }


def transact_get(*owners):
    return lambda me, title: {
        "TransactItems": [{"Get": {"TableName": TABLE, "Key": key(o or me, title)}} for o in owners]
    }


def transact_write(*entries):
    return lambda me, title: {"TransactItems": [{name: make(me, title)} for name, make in entries]}


def check(of=None, **more):
    return lambda me, title: {
        "TableName": TABLE,
        "Key": key(of or me, title),
        "ConditionExpression": "attribute_exists(UserId)",
        **more,
    }


def select(me, title):
    return {
        "Statement": f'SELECT * FROM "{TABLE}" WHERE UserId = ? AND Title = ?',  # noqa: S608 - of this script alone
        "Parameters": list(key(me, title).values()),
    }


def win(of=None):
    """A statement that changes an item."""
    return lambda me, title: {
        "Statement": f'UPDATE "{TABLE}" SET Wins = ? WHERE UserId = ? AND Title = ?',  # noqa: S608 - as above
        "Parameters": [{"N": "1000"}, *key(of or me, title).values()],
    }


WINS = {"ProjectionExpression": "Wins"}


def cases():
    return [*own_cases(), *one_way_cases(), *attribute_cases(), *index_cases(), *other_cases()]


def own_cases():
    own_items = [
        ("GetItem", get(), get(SOMEBODY)),
        ("Query", query(), query(SOMEBODY)),
        ("BatchGetItem", batch_get(None), batch_get(None, SOMEBODY)),
        ("PutItem", put(), put(SOMEBODY)),
        ("UpdateItem", update("SET Wins = :n"), update("SET Wins = :n", SOMEBODY)),
        ("BatchWriteItem", batch_write(None), batch_write(None, SOMEBODY)),
        ("DeleteItem", delete(), delete(SOMEBODY)),
    ]
    for caller in ("own", "amazon", "pool", "customer"):
        for operation, mine, others in own_items:
            yield Case(caller, operation, mine)
            yield Case(caller, operation, others, denied=operation)
    yield Case("own", "Scan", scan(), denied="Scan")
    yield Case("own", "Query", query_index(), denied="Query", resource=f"{TABLE}/index/{INDEX}")
    yield Case("own", "TransactGetItems", transact_get(None, SOMEBODY), denied="GetItem")
    yield Case("own", "TransactGetItems", transact_get(None))
    mixed = transact_write(("Put", put()), ("Update", update("SET Wins = :n", SOMEBODY)))
    yield Case("own", "TransactWriteItems", mixed, denied="UpdateItem")
    yield Case("own", "TransactWriteItems", checked_with(check(SOMEBODY)), denied="ConditionCheckItem")
    yield Case("own", "ExecuteStatement", select, denied="PartiQLSelect", protocols=("http",))
    yield Case("own-statements", "ExecuteStatement", win(), protocols=("http",))
    yield Case("own-statements", "ExecuteStatement", win(SOMEBODY), denied="PartiQLUpdate", protocols=("http",))
    yield Case("own-statements", "PutItem", put(), denied="PutItem", keyless=True)


def one_way_cases():
    for operation, request in (("GetItem", get()), ("Query", query()), ("BatchGetItem", batch_get(None))):
        yield Case("reader", operation, request)
        yield Case("writer", operation, request, denied=operation)
    yield Case("reader", "Scan", scan())
    yield Case("writer", "Scan", scan(), denied="Scan")
    for operation, request in (
        ("PutItem", put()),
        ("UpdateItem", update("SET Wins = :n")),
        ("BatchWriteItem", batch_write(None)),
        ("DeleteItem", delete()),
    ):
        yield Case("reader", operation, request, denied=operation)
        yield Case("writer", operation, request)
    yield Case("writer", "PutItem", put(ReturnValues="ALL_OLD"), denied="PutItem")
    yield Case("writer", "UpdateItem", update("SET Wins = :n", ReturnValues="ALL_NEW"), denied="UpdateItem")


def attribute_cases():
    yield Case("attributes", "GetItem", get(**WINS))
    yield Case("attributes", "GetItem", get(), denied="GetItem")
    yield Case("attributes", "GetItem", get(ProjectionExpression="Wins, Mail"), denied="GetItem")
    yield Case("attributes", "GetItem", get(SOMEBODY, **WINS), denied="GetItem")
    yield Case("attributes", "BatchGetItem", batch_get(None, **WINS))
    yield Case("attributes", "BatchGetItem", batch_get(None), denied="BatchGetItem")
    yield Case("attributes", "Query", query(**WINS))
    yield Case("attributes", "Query", query(Select="COUNT"), denied="Query")
    yield Case("attributes", "Query", query(FilterExpression="Losses <> Mail", **WINS), denied="Query")
    yield Case("attributes", "UpdateItem", update("SET Wins = :n"))
    yield Case("attributes", "UpdateItem", update("SET Wins = Losses"), denied="UpdateItem")
    yield Case("attributes", "UpdateItem", update("SET Wins = :n", ReturnValues="UPDATED_NEW"))
    yield Case("attributes", "UpdateItem", update("SET Wins = :n", ReturnValues="ALL_NEW"), denied="UpdateItem")

    yield Case("no-update", "UpdateItem", update("SET Wins = :n"))
    yield Case("no-update", "UpdateItem", update("SET Wins = :n REMOVE Ssn"), denied="UpdateItem")
    guarded = update("SET Wins = :n", ConditionExpression="attribute_exists(Mail)")
    yield Case("no-update", "UpdateItem", guarded, denied="UpdateItem")


def index_cases():
    index = f"{TABLE}/index/{INDEX}"
    yield Case("index", "Query", query_index(**WINS))
    yield Case("index", "Query", query_index(), denied="Query", resource=index)
    yield Case("index", "Query", query_index(ProjectionExpression="Mail"), denied="Query", resource=index)
    yield Case("index", "Query", query(**WINS), denied="Query")
    yield Case("projected", "Query", query_index())
    yield Case("projected", "Query", query_index(Select="ALL_PROJECTED_ATTRIBUTES"))
    yield Case("projected", "Query", query_index(Select="COUNT"), denied="Query", resource=index)


def other_cases():
    yield Case("no-ssn", "GetItem", get(**WINS))
    yield Case("no-ssn", "GetItem", get(), denied="GetItem", explicit=True)
    yield Case("no-ssn", "GetItem", get(ProjectionExpression="Wins, Ssn"), denied="GetItem", explicit=True)
    yield Case("no-ssn", "Scan", scan(ProjectionExpression="Ssn"), denied="Scan", explicit=True)
    yield Case("no-ssn", "Query", query(Select="COUNT"), denied="Query", explicit=True)

    yield Case("transactor", "TransactGetItems", transact_get(None, SOMEBODY))
    yield Case("transactor", "GetItem", get(), denied="GetItem")
    yield Case("transactor", "TransactWriteItems", checked_with(check(SOMEBODY)))
    yield Case("transactor", "PutItem", put(), denied="PutItem")
    yield Case("single", "GetItem", get())
    yield Case("single", "TransactGetItems", transact_get(None), denied="GetItem", explicit=True)
    yield Case("single", "TransactWriteItems", checked_with(check(SOMEBODY)), denied="PutItem", explicit=True)
    yield Case("checker", "TransactWriteItems", checked_with(check(SOMEBODY)))
    telling = checked_with(check(SOMEBODY, ReturnValuesOnConditionCheckFailure="ALL_OLD"))
    yield Case("checker", "TransactWriteItems", telling, denied="ConditionCheckItem")

    yield Case("tagged", "GetItem", get())
    yield Case("tagged", "GetItem", get(table=OTHER), denied="GetItem", resource=OTHER)
    yield Case("tagged", "PutItem", put(table=OTHER), denied="PutItem", resource=OTHER, keyless=True)
    yield Case("no-statements", "ExecuteStatement", select, denied="PartiQLSelect", explicit=True, protocols=("http",))


def checked_with(condition):
    return transact_write(("Put", put()), ("ConditionCheck", condition))


@dataclass
class Outcome:
    """What a caller was told: an answer, or an error's code and message; over HTTP also where it came from."""

    answer: dict = None
    code: str = None
    message: str = None
    cache: str = None


class Caller:
    """A principal, its partition, and its clients."""

    def __init__(self, name, partition, arn, credentials):
        self.name = name
        self.partition = partition
        self.arn = arn
        self.credentials = credentials
        self._http = None
        self._dax = None

    def http(self, endpoint, operation, request):
        import botocore.exceptions
        from botocore import xform_name

        self._http = self._http or connect("dynamodb", endpoint, self.credentials)
        try:
            answer = getattr(self._http, xform_name(operation))(**request)
        except botocore.exceptions.ClientError as problem:
            error = problem.response["Error"]
            return Outcome(code=error["Code"], message=error["Message"])
        cache = answer.pop("ResponseMetadata")["HTTPHeaders"].get("x-larder-cache")
        return Outcome(answer=answer, cache=cache)

    def dax(self, start, operation, request):
        self._dax = self._dax or start(self.credentials)
        answer = self._dax.call(operation, request)
        if "output" in answer:
            return Outcome(answer=answer["output"])
        error = answer.get("error", {"type": "unsupported", "message": str(answer)})
        return Outcome(code=error["type"], message=error["message"])

    def close(self):
        if self._dax:
            self._dax.kill()
        self._http = self._dax = None


def connect(service, endpoint, credentials):
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=credentials.get("AWS_SESSION_TOKEN"),
        config=Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=60),
    )


def environment_of(credentials):
    """What STS or IAM gave, as variables of the environment."""
    names = {"AccessKeyId": "AWS_ACCESS_KEY_ID", "SecretAccessKey": "AWS_SECRET_ACCESS_KEY"}
    return {variable: credentials[name] for name, variable in names.items()} | (
        {"AWS_SESSION_TOKEN": credentials["SessionToken"]} if "SessionToken" in credentials else {}
    )


class Scene:
    """The tables and the callers on a server, which is started again between setting up and trying."""

    def __init__(self, server, folder, verdict):
        self.server = server
        self.verdict = verdict
        self._folder = folder
        self.callers = {}
        self.admin = None

    def set_up(self):
        self.admin = Caller("admin", None, None, dict(self.server.credentials))
        self.callers["admin"] = self.admin
        dynamodb = connect("dynamodb", self.server.endpoint, self.admin.credentials)
        arn = make_table(dynamodb, TABLE, "red")
        make_table(dynamodb, OTHER, "blue")
        iam = connect("iam", self.server.endpoint, self.admin.credentials)
        for name, statements in policies(arn).items():
            self._make_user(iam, name, statements)
        self._make_sessions(iam, sessions(arn))

    def _make_user(self, iam, name, statements):
        tags = [{"Key": "team", "Value": "red"}] if name == "tagged" else []
        user = iam.create_user(UserName=f"access-{name}", Tags=tags)["User"]
        iam.put_user_policy(UserName=user["UserName"], PolicyName="own", PolicyDocument=with_dax(statements))
        issued = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
        self.callers[name] = Caller(name, user["UserName"], user["Arn"], environment_of(issued))

    def _make_sessions(self, iam, roles):
        sts = connect("sts", self.server.endpoint, self.admin.credentials)
        account = sts.get_caller_identity()["Account"]
        provider = None
        for name, issuer_name, algorithm in (("amazon", AMAZON, "RS256"), ("pool", POOL, "ES256")):
            issuer = Issuer(issuer_name, self._folder, algorithm)
            issuer.publish(os.environ["LARDER_IAM_KEY_SETS"])
            provider = iam.create_open_id_connect_provider(Url=f"https://{issuer_name}", ClientIDList=[AUDIENCE])
            federated = AMAZON if name == "amazon" else provider["OpenIDConnectProviderArn"]
            claim = f"{AMAZON}:app_id" if name == "amazon" else f"{POOL}:aud"
            trust = {
                **statement("sts:AssumeRoleWithWebIdentity", condition={"StringEquals": {claim: AUDIENCE}}),
                "Principal": {"Federated": federated},
            }
            role = self._make_role(iam, name, trust, roles[name])
            given = sts.assume_role_with_web_identity(
                RoleArn=role, RoleSessionName=name, WebIdentityToken=issuer.token(f"subject-of-{name}", AUDIENCE)
            )
            self._add_session(name, f"subject-of-{name}", given)
        trust = {
            **statement(["sts:AssumeRole", "sts:TagSession"]),
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        }
        role = self._make_role(iam, "customer", trust, roles["customer"])
        tags = [{"Key": "customer", "Value": "customer-7"}]
        given = sts.assume_role(RoleArn=role, RoleSessionName="customer", Tags=tags)
        self._add_session("customer", "customer-7", given)

    def _make_role(self, iam, name, trust, statements):
        trust.pop("Resource")
        role = iam.create_role(RoleName=f"access-{name}", AssumeRolePolicyDocument=document(trust))["Role"]
        iam.put_role_policy(RoleName=role["RoleName"], PolicyName="own", PolicyDocument=with_dax(statements))
        return role["Arn"]

    def _add_session(self, name, partition, given):
        arn = given["AssumedRoleUser"]["Arn"]
        self.callers[name] = Caller(name, partition, arn, environment_of(given["Credentials"]))

    def load(self, all_cases):
        """An item for each case and protocol, of the caller and of somebody else."""
        dynamodb = connect("dynamodb", self.server.endpoint, self.admin.credentials)
        puts = [
            {"PutRequest": {"Item": item(who, title(number, protocol))}}
            for number, case in enumerate(all_cases)
            for protocol in PROTOCOLS
            for who in (self.callers[case.caller].partition, SOMEBODY)
        ]
        for table in (TABLE, OTHER):
            for start in range(0, len(puts), 25):
                dynamodb.batch_write_item(RequestItems={table: puts[start : start + 25]})

    def start_dax(self, credentials):
        endpoint = f"dax://127.0.0.1:{self.server.dax}"
        return driver.Driver("python", DAX_CLIENT, endpoint, self._folder / "dax.log", credentials)

    def call(self, caller, protocol, case, request):
        if protocol == "dax":
            return caller.dax(self.start_dax, case.operation, request)
        return caller.http(self.server.endpoint, case.operation, request)

    def run(self, number, case, protocol):
        caller = self.callers[case.caller]
        request = case.request(caller.partition, title(number, protocol))
        name = f"{protocol}: {case.caller}, {case.operation} {number}"
        if case.reads:
            self._read(name, case, protocol, caller, request)
        else:
            self._write(name, case, protocol, caller, title(number, protocol))

    def _read(self, name, case, protocol, caller, request):
        check = self.verdict.check
        cold = self.call(caller, protocol, case, request)
        first = self.call(self.admin, "http", case, request)
        self._warm(request)
        known = self._once_known(case, request)
        warm = self.call(caller, protocol, case, request)
        check(f"{name}: the administrator is answered", first.answer is not None, first)
        check(f"{name}: then it is in memory", known.cache == "HIT", known)
        for when, outcome in (("cold", cold), ("warm", warm)):
            self._judge(f"{name}, {when}", case, protocol, caller, outcome, first.answer)
        if case.denied:
            check(f"{name}: nothing was read for who may not", first.cache == "MISS", first)
        elif protocol == "http":
            check(f"{name}: a miss, then a hit", (cold.cache, warm.cache) == ("MISS", "HIT"), (cold, warm))

    def _once_known(self, case, request):
        """An answer from memory, which before an upstream does not keep what an index was asked soon after a write."""
        deadline = time.monotonic() + KEPT_SECONDS
        while (outcome := self.call(self.admin, "http", case, request)).cache != "HIT" and time.monotonic() < deadline:
            time.sleep(0.05)
        return outcome

    def _warm(self, request):
        """Transactions are answered from memory if their items are there, but bring none of them there."""
        for entry in request.get("TransactItems", []):
            self.admin.http(self.server.endpoint, "GetItem", entry["Get"])

    def _write(self, name, case, protocol, caller, of):
        before = self._items(caller, of)
        outcome = self.call(caller, protocol, case, case.request(caller.partition, of))
        self._judge(name, case, protocol, caller, outcome, None)
        changed = self._items(caller, of) != before
        self.verdict.equal(f"{name}: changes something", changed, not case.denied)

    def _items(self, caller, of):
        """All that the request could be about."""
        found = {}
        for table in (TABLE, OTHER):
            for who in (caller.partition, SOMEBODY):
                asked = get(who, table, ConsistentRead=True)(who, of)
                found[table, who] = self.admin.http(self.server.endpoint, "GetItem", asked).answer
        return found

    def _judge(self, name, case, protocol, caller, outcome, expected):
        if not case.denied:
            given = outcome.answer or {}
            holds = outcome.code is None and (
                expected is None or all(given.get(k) == v for k, v in expected.items() if v)
            )
            self.verdict.check(f"{name}: is answered", holds, lambda: f"{outcome}\n     expected {expected}")
            return
        if SPOILT in (outcome.message or ""):
            self.verdict.check(f"{name}: is not answered", True)
            return
        action = f"dynamodb:{'GetItem' if case.keyless and protocol == 'dax' else case.denied}"
        resource = f"arn:aws:dynamodb:us-east-1:000000000000:table/{case.resource}"
        why = (
            "with an explicit deny in an identity-based policy"
            if case.explicit
            else f"because no identity-based policy allows the {action} action"
        )
        text = f"User: {caller.arn} is not authorized to perform: {action} on resource: {resource} {why}"
        self.verdict.equal(f"{name}: is denied", (outcome.code, outcome.message), ("AccessDeniedException", text))

    def close(self):
        for caller in self.callers.values():
            caller.close()


def with_dax(statements):
    return document(*statements, statement(["dax:*"]))


def title(number, protocol):
    return f"{number:03}-{protocol}"


def make_table(dynamodb, name, team):
    described = dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("UserId", "Title", "Level")],
        KeySchema=[
            {"AttributeName": "UserId", "KeyType": "HASH"},
            {"AttributeName": "Title", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": INDEX,
                "KeySchema": [{"AttributeName": "Level", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        Tags=[{"Key": "team", "Value": team}],
    )["TableDescription"]
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    return described["TableArn"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--server", default=DEFAULT_COMMAND, help="command that starts the server (default: bin/larder)"
    )
    parser.add_argument("--protocols", nargs="+", choices=PROTOCOLS, default=PROTOCOLS)
    parser.add_argument("--verbose", action="store_true", help="print the checks that hold, too")
    arguments = parser.parse_args()
    environment.reenter()

    verdict = Verdict(verbose=arguments.verbose)
    with tempfile.TemporaryDirectory(prefix="larder-access-") as folder:
        if "dax" in arguments.protocols:
            driver.install("python", DAX_CLIENT)
        key_sets = Path(folder, "key-sets")
        key_sets.mkdir()
        os.environ |= {"LARDER_AUTHENTICATION_MODE": "sigv4", "LARDER_IAM_KEY_SETS": str(key_sets)}
        # What is read for the first time must be a miss, also after a restart.
        server = Server(arguments.server, environment={"LARDER_CACHE_WARM_RESTART": "false"})
        scene = Scene(server, Path(folder), verdict)
        try:
            server.start()
            scene.set_up()
            all_cases = cases()
            scene.load(all_cases)
            verdict.equal("the server stops in order", server.terminate(), 0)
            server.start()
            for protocol in arguments.protocols:
                for number, case in enumerate(all_cases):
                    if protocol in case.protocols:
                        verdict.guarded(f"{protocol}: {case}", scene.run, number, case, protocol)
            verdict.equal("the server stops in order", server.terminate(), 0)
        finally:
            scene.close()
            if server.running():
                server.kill()
            if verdict.failed:
                print(f"data kept in {server.data}, log in {server.log}")
            else:
                server.remove()
    verdict.finish()


if __name__ == "__main__":
    main()
