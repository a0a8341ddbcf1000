"""One function per operation: from randomness to a request. `generate` chooses among them by weight."""

from comparison import breakage, expressions, limits, partiql, values
from comparison.expressions import Scope

LEGACY = {"KeyConditions", "QueryFilter", "ScanFilter", "ConditionalOperator"}
EXPRESSIONS = {"KeyConditionExpression", "FilterExpression"}
ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/"
TIMES_TO_LIVE = ("ttl", "expires")
SCRATCH = [f"scratch-{n}" for n in range(8)]


def some_table(rng, broken):
    return rng.choice(values.TABLES[:2] * 3 + values.TABLES), broken


def named(rng, table, broken):
    if broken.strikes(0.08):
        return rng.choice(("missing-table", "x", "bad name", "", "a" * 256))
    return table.name if rng.random() < 0.97 else ARN + table.name


def key_of(rng, table, broken):
    key = table.key(rng)
    if broken.strikes(0.12):
        name = rng.choice(table.key_names())
        key[name] = rng.choice(
            ({"S": ""}, {"N": "1"}, {"S": "p"}, {"B": ""}, {"BOOL": True}, {"NULL": True}, {}, {"N": "x"})
        )
    if broken.strikes(0.1):
        key["extra"] = {"S": "x"}
    if broken.strikes(0.1):
        del key[rng.choice(list(key))]
    return key


def item_of(rng, table, broken):
    item = table.item(rng)
    if broken.strikes(0.12):
        item[rng.choice(values.NAMES)] = values.broken(rng)
    if broken.strikes(0.12):
        names = table.key_names() + [name for name, _ in table.index_attributes()]
        item[rng.choice(names)] = rng.choice(({"S": ""}, {"N": "1"}, {"S": "p"}, {"B": ""}, {"BOOL": True}, {"L": []}))
    if broken.strikes(0.1):
        item.pop(rng.choice(table.key_names()), None)
    return item


def returns(rng, request, *choices):
    if rng.random() < 0.6:
        request["ReturnConsumedCapacity"] = rng.choice(("TOTAL", "INDEXES", "NONE"))
    if choices and rng.random() < 0.6:
        request["ReturnValues"] = rng.choice(choices)


def conditional(rng, request, scope, broken, *, legacy=True):
    """Adds a condition in one of its two forms, or in both when errors are wanted."""
    draw = rng.random()
    if "AttributeUpdates" in request and not broken.strikes(0.1):
        draw = max(draw, 0.45)
    elif "UpdateExpression" in request and not broken.strikes(0.1):
        draw = min(draw, 0.44)
    if draw < 0.45:
        request["ConditionExpression"] = expressions.spoiled(scope, expressions.condition(scope))
        if rng.random() < 0.3:
            request["ReturnValuesOnConditionCheckFailure"] = rng.choice(("ALL_OLD", "NONE"))
    if legacy and (0.45 <= draw < 0.6 or broken.strikes(0.06)):
        request["Expected"] = expressions.legacy_expected(rng, broken)
        if len(request["Expected"]) > 1 or broken.strikes(0.2):
            request["ConditionalOperator"] = rng.choice(("AND", "OR"))


def put_item(rng, broken):
    table, _ = some_table(rng, broken)
    scope = Scope(rng, broken)
    request = {"TableName": named(rng, table, broken), "Item": item_of(rng, table, broken)}
    returns(rng, request, "ALL_OLD", "NONE", *(("ALL_NEW", "UPDATED_OLD") if broken.strikes(0.2) else ()))
    if rng.random() < 0.2:
        request["ReturnItemCollectionMetrics"] = "SIZE"
    conditional(rng, request, scope, broken)
    return scope.into(request)


def get_item(rng, broken):
    table, _ = some_table(rng, broken)
    scope = Scope(rng, broken)
    request = {"TableName": named(rng, table, broken), "Key": key_of(rng, table, broken)}
    returns(rng, request)
    if rng.random() < 0.3:
        request["ConsistentRead"] = rng.random() < 0.7
    projected(rng, request, scope, broken)
    return scope.into(request)


def projected(rng, request, scope, broken):
    """Adds a projection in the form, old or new, that the request has already, if it has one."""
    draw = rng.random()
    if request.get("Select") not in (None, "SPECIFIC_ATTRIBUTES") and not broken.strikes(0.3):
        return
    if request.get("Select") == "SPECIFIC_ATTRIBUTES" and not broken.strikes(0.3):
        draw *= 0.45
    if LEGACY & request.keys() and draw < 0.45 and not broken.strikes(0.1):
        draw = 0.4 if draw < 0.35 else draw
    elif EXPRESSIONS & request.keys() and 0.35 <= draw < 0.45 and not broken.strikes(0.1):
        draw = 0.1
    if draw < 0.35:
        request["ProjectionExpression"] = expressions.projection(scope)
    if 0.35 <= draw < 0.45 or broken.strikes(0.06):
        request["AttributesToGet"] = rng.sample([*values.NAMES, "pk"], rng.randrange(1, 4))


def update_item(rng, broken):
    table, _ = some_table(rng, broken)
    scope = Scope(rng, broken)
    request = {"TableName": named(rng, table, broken), "Key": key_of(rng, table, broken)}
    draw = rng.random()
    if draw < 0.75:
        request["UpdateExpression"] = expressions.update(scope, table)
    elif draw < 0.95:
        request["AttributeUpdates"] = expressions.legacy_updates(rng, table, broken)
    returns(rng, request, "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW", "NONE")
    if rng.random() < 0.2:
        request["ReturnItemCollectionMetrics"] = "SIZE"
    if rng.random() < 0.4:
        conditional(rng, request, scope, broken)
    return scope.into(request)


def delete_item(rng, broken):
    table, _ = some_table(rng, broken)
    scope = Scope(rng, broken)
    request = {"TableName": named(rng, table, broken), "Key": key_of(rng, table, broken)}
    returns(rng, request, "ALL_OLD", "NONE", *(("ALL_NEW",) if broken.strikes(0.2) else ()))
    if rng.random() < 0.2:
        request["ReturnItemCollectionMetrics"] = "SIZE"
    conditional(rng, request, scope, broken)
    return scope.into(request)


def paged(rng, request, table, broken):
    if rng.random() < 0.4:
        request["Limit"] = rng.choice((1, 1, 2, 3, 100)) if not broken.strikes(0.1) else rng.choice((0, -1))
    if rng.random() < (0.15 if broken else 0.06):
        start = table.key(rng)
        index = table.indexes.get(request.get("IndexName"))
        if index:
            start.update({k[0]: values.key_value(rng, k[1]) for k in index[:2] if k})
        if broken.strikes(0.3):
            start = rng.choice(
                ({}, {"pk": {"S": "p"}}, {**start, "extra": {"S": "x"}}, {k: {"BOOL": True} for k in start})
            )
        request["ExclusiveStartKey"] = start
    of_global_index = table.indexes.get(request.get("IndexName"), (0, 0, 0, False))[3]
    if rng.random() < (0.2 if not of_global_index else 1 if broken.strikes(0.1) else 0):
        request["ConsistentRead"] = True
    if rng.random() < 0.25:
        choices = [
            "COUNT",
            "SPECIFIC_ATTRIBUTES",
            "ALL_PROJECTED_ATTRIBUTES" if "IndexName" in request else "ALL_ATTRIBUTES",
        ]
        request["Select"] = rng.choice(
            (*choices, "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES") if broken.strikes(0.3) else choices
        )


def indexed(rng, request, table, broken):
    """Chooses the table or one of its indexes; returns the keys of what was chosen."""
    if table.indexes and rng.random() < 0.5:
        name = rng.choice(list(table.indexes))
        request["IndexName"] = name if not broken.strikes(0.1) else rng.choice(("nope", "x", ""))
        return table.keys_of(name)
    return table.keys_of()


def query(rng, broken):
    table, _ = some_table(rng, broken)
    scope = Scope(rng, broken)
    request = {"TableName": named(rng, table, broken)}
    hash_key, range_key = indexed(rng, request, table, broken)
    if rng.random() < 0.8:
        request["KeyConditionExpression"] = expressions.key_condition(scope, hash_key, range_key)
        if rng.random() < 0.4:
            request["FilterExpression"] = expressions.spoiled(scope, expressions.condition(scope))
    else:
        request["KeyConditions"] = expressions.legacy_key_conditions(rng, hash_key, range_key, broken)
        if rng.random() < 0.4:
            request["QueryFilter"] = expressions.legacy_conditions(rng, broken)
            if len(request["QueryFilter"]) > 1 or broken.strikes(0.1):
                request["ConditionalOperator"] = rng.choice(("AND", "OR"))
    if rng.random() < 0.4:
        request["ScanIndexForward"] = rng.random() < 0.4
    paged(rng, request, table, broken)
    projected(rng, request, scope, broken)
    returns(rng, request)
    return scope.into(request)


def scan(rng, broken):
    table, _ = some_table(rng, broken)
    scope = Scope(rng, broken)
    request = {"TableName": named(rng, table, broken)}
    indexed(rng, request, table, broken)
    draw = rng.random()
    if draw < 0.4:
        request["FilterExpression"] = expressions.spoiled(scope, expressions.condition(scope))
    elif draw < 0.5:
        request["ScanFilter"] = expressions.legacy_conditions(rng, broken)
        if len(request["ScanFilter"]) > 1 or broken.strikes(0.1):
            request["ConditionalOperator"] = rng.choice(("AND", "OR"))
    if rng.random() < 0.25:
        total = rng.choice((1, 2, 3, 7))
        request.update({"TotalSegments": total, "Segment": rng.randrange(total) if not broken.strikes(0.2) else total})
        if broken.strikes(0.2):
            del request[rng.choice(("TotalSegments", "Segment"))]
    paged(rng, request, table, broken)
    projected(rng, request, scope, broken)
    returns(rng, request)
    return scope.into(request)


def batch_get_item(rng, broken):
    request = {"RequestItems": {}}
    for table in rng.sample(values.TABLES, rng.choice((1, 1, 2))):
        scope = Scope(rng, broken)
        keys = [key_of(rng, table, broken) for _ in range(rng.randrange(1, 5))]
        part = {"Keys": keys if broken.strikes(0.3) else distinct(keys)}
        if rng.random() < 0.3:
            part["ConsistentRead"] = True
        projected(rng, part, scope, broken)
        request["RequestItems"][named(rng, table, broken)] = scope.into(part)
    returns(rng, request)
    return request


def distinct(keys):
    """Without repeated keys; numbers are compared by value."""
    seen, kept = set(), []
    for key in keys:
        mark = str(sorted((n, str(v).replace("1.0", "1")) for n, v in key.items()))
        if mark not in seen:
            seen.add(mark)
            kept.append(key)
    return kept


def batch_write_item(rng, broken):
    request = {"RequestItems": {}}
    for table in rng.sample(values.TABLES, rng.choice((1, 1, 2))):
        keys = [key_of(rng, table, broken) for _ in range(rng.randrange(1, 5))]
        writes = []
        for key in keys if broken.strikes(0.3) else distinct(keys):
            if rng.random() < 0.4:
                writes.append({"DeleteRequest": {"Key": key}})
            else:
                writes.append({"PutRequest": {"Item": {**item_of(rng, table, broken), **key}}})
        request["RequestItems"][named(rng, table, broken)] = writes
    returns(rng, request)
    if rng.random() < 0.2:
        request["ReturnItemCollectionMetrics"] = "SIZE"
    return request


def transact_write_items(rng, broken):
    actions, marks = [], set()
    for _ in range(rng.randrange(1, 4)):
        table, _ = some_table(rng, broken)
        scope = Scope(rng, broken)
        key = key_of(rng, table, broken)
        mark = str((table.name, distinct([key])[0])).replace("1.0", "1")
        if mark in marks and not broken.strikes(0.3):
            continue
        marks.add(mark)
        kind = rng.choice(("Put", "Put", "Update", "Update", "Delete", "ConditionCheck"))
        action = {"TableName": named(rng, table, broken)}
        if kind == "Put":
            action["Item"] = {**item_of(rng, table, broken), **key}
        else:
            action["Key"] = key
        if kind == "Update":
            action["UpdateExpression"] = expressions.update(scope, table)
        if kind == "ConditionCheck":
            action["ConditionExpression"] = expressions.condition(scope)
        elif rng.random() < 0.25:
            conditional(rng, action, scope, broken, legacy=False)
        actions.append({kind: scope.into(action)})
    request = {"TransactItems": actions}
    returns(rng, request)
    if rng.random() < 0.1:
        request["ClientRequestToken"] = (
            rng.choice(values.TOKENS) if not broken.strikes(0.2) else rng.choice(("", "t" * 37))
        )
    if rng.random() < 0.2:
        request["ReturnItemCollectionMetrics"] = "SIZE"
    return request


def transact_get_items(rng, broken):
    gets = []
    for _ in range(rng.randrange(1, 5)):
        table, _ = some_table(rng, broken)
        scope = Scope(rng, broken)
        get = {"TableName": named(rng, table, broken), "Key": key_of(rng, table, broken)}
        if rng.random() < 0.4:
            get["ProjectionExpression"] = expressions.projection(scope)
        gets.append({"Get": scope.into(get)})
    if not broken.strikes(0.3):
        gets = distinct_gets(gets)
    request = {"TransactItems": gets}
    returns(rng, request)
    return request


def distinct_gets(gets):
    return list({str((g["Get"]["TableName"], g["Get"]["Key"])).replace("1.0", "1"): g for g in gets}.values())


# ---- tables ----


def schema(rng, definitions, names, broken):
    elements = []
    for kind, name in zip(("HASH", "RANGE"), names):
        definitions.setdefault(name, rng.choice("SNB"))
        elements.append({"AttributeName": name, "KeyType": kind})
    if broken.strikes(0.1):
        rng.choice(elements)["KeyType"] = rng.choice(("RANGE", "HASH", "SORT"))
    return elements


def a_projection(rng, broken):
    kind = rng.choice(("ALL", "KEYS_ONLY", "INCLUDE"))
    shape = {"ProjectionType": kind}
    if kind == "INCLUDE" or broken.strikes(0.1):
        shape["NonKeyAttributes"] = rng.sample(["x1", "x2", "x3"], rng.randrange(0 if broken.strikes(0.2) else 1, 4))
    return shape


def throughput(rng, broken):
    return {
        "ReadCapacityUnits": rng.choice((1, 5, 10)) if not broken.strikes(0.2) else 0,
        "WriteCapacityUnits": rng.choice((1, 5, 10)),
    }


def on_demand(rng, broken):
    """Bounds of on-demand throughput; -1 takes one away."""
    units = (-1, 1, 50, 12000) if not broken.strikes(0.3) else (0, -2, None)
    names = rng.sample(("MaxReadRequestUnits", "MaxWriteRequestUnits"), 2 if not broken.strikes(0.1) else 0)
    return {name: rng.choice(units) for name in names[: rng.randrange(1, 3)]}


def warm(rng, broken):
    """Warm throughput from the lowest there may be."""
    units = (12000, 13000, 20000) if not broken.strikes(0.3) else (0, 1, 5, None)
    return {name: rng.choice(units) for name in ("ReadUnitsPerSecond", "WriteUnitsPerSecond")[: rng.randrange(1, 3)]}


def encryption(rng, broken):
    if broken.strikes(0.3):
        return rng.choice(
            (
                {},
                {"Enabled": False, "SSEType": "KMS"},
                {"Enabled": True, "SSEType": "AES256"},
                {"Enabled": True, "SSEType": "X"},
            )
        )
    return rng.choice(({"Enabled": True}, {"Enabled": False}, {"Enabled": True, "SSEType": "KMS"}))


def create_table(rng, broken):
    definitions = {}
    request = {"TableName": rng.choice(SCRATCH) if not broken.strikes(0.1) else rng.choice(("ab", "a b", "x" * 256))}
    request["KeySchema"] = schema(rng, definitions, ["k1", "k2"][: rng.randrange(1, 3)], broken)
    provisioned = rng.random() < 0.5
    if not provisioned or broken.strikes(0.1):
        request["BillingMode"] = "PAY_PER_REQUEST"
    if provisioned and not broken.strikes(0.1):
        request["ProvisionedThroughput"] = throughput(rng, broken)
        if rng.random() < 0.3:
            request["BillingMode"] = "PROVISIONED"
    if rng.random() < 0.3:
        request["GlobalSecondaryIndexes"] = [
            {
                "IndexName": f"gsi{n}" if not broken.strikes(0.1) else rng.choice(("gsi0", "g", "g g")),
                "KeySchema": schema(rng, definitions, rng.sample(["k1", "k3", "k4"], rng.randrange(1, 3)), broken),
                "Projection": a_projection(rng, broken),
                **({"ProvisionedThroughput": throughput(rng, broken)} if provisioned != broken.strikes(0.1) else {}),
            }
            for n in range(rng.choice((1, 1, 2)))
        ]
    if (len(request["KeySchema"]) == 2 and rng.random() < 0.3) or broken.strikes(0.1):
        request["LocalSecondaryIndexes"] = [
            {
                "IndexName": "lsi0",
                "KeySchema": schema(rng, definitions, ["k1" if not broken.strikes(0.1) else "k3", "k5"], broken),
                "Projection": a_projection(rng, broken),
            }
        ]
    if broken.strikes(0.1):
        definitions["unused"] = "S"
    if broken.strikes(0.1):
        definitions.pop(rng.choice(list(definitions)))
    request["AttributeDefinitions"] = [{"AttributeName": n, "AttributeType": t} for n, t in definitions.items()]
    settings(rng, request, provisioned, broken)
    return request


def settings(rng, request, provisioned, broken):
    """Adds what a new table may have besides keys, indexes and throughput."""
    if rng.random() < 0.15:
        request["DeletionProtectionEnabled"] = rng.random() < 0.3
    if rng.random() < 0.15:
        request["TableClass"] = rng.choice(("STANDARD", "STANDARD_INFREQUENT_ACCESS"))
    if rng.random() < 0.15:
        request["Tags"] = [{"Key": "k", "Value": "v"}]
    if rng.random() < 0.1:
        request["StreamSpecification"] = (
            {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"} if rng.random() < 0.7 else {"StreamEnabled": False}
        )
    if (not provisioned and rng.random() < 0.15) or broken.strikes(0.05):
        request["OnDemandThroughput"] = on_demand(rng, broken)
    if rng.random() < 0.05:
        request["WarmThroughput"] = warm(rng, broken)
    if rng.random() < 0.05:
        request["SSESpecification"] = encryption(rng, broken)
    for index in request.get("GlobalSecondaryIndexes", ()):
        if (not provisioned and rng.random() < 0.1) or broken.strikes(0.05):
            index["OnDemandThroughput"] = on_demand(rng, broken)
        if rng.random() < 0.05:
            index["WarmThroughput"] = warm(rng, broken)


def any_table_name(rng, broken):
    return rng.choice(
        (*SCRATCH, "missing-table", *(t.name for t in values.TABLES))
        if not broken.strikes(0.5)
        else (*SCRATCH, "missing-table", "ab", "a b")
    )


def describe_table(rng, broken):
    return {"TableName": any_table_name(rng, broken)}


def delete_table(rng, broken):
    return {
        "TableName": rng.choice(
            (*SCRATCH, "missing-table") if not broken.strikes(0.5) else ("ab", "missing-table", "a b")
        )
    }


def list_tables(rng, broken):
    request = {}
    if rng.random() < 0.4:
        request["Limit"] = rng.choice((1, 2, 100)) if not broken.strikes(0.5) else rng.choice((0, 101))
    if rng.random() < 0.3:
        request["ExclusiveStartTableName"] = rng.choice(("cmp-hash", "scratch-1", "missing-table"))
    return request


def index_updates(rng, request, broken):
    """Adds, changes or deletes an index; rarely two."""
    definitions = {}

    def create():
        index = {
            "IndexName": rng.choice(("gsi0", "gsi1", "gsi9")),
            "KeySchema": schema(rng, definitions, ["k3", "k4"][: rng.randrange(1, 3)], broken),
            "Projection": a_projection(rng, broken),
        }
        if rng.random() < 0.4:
            index["ProvisionedThroughput"] = throughput(rng, broken)
        elif rng.random() < 0.2:
            index["OnDemandThroughput"] = on_demand(rng, broken)
        if rng.random() < 0.05:
            index["WarmThroughput"] = warm(rng, broken)
        return {"Create": index}

    def update():
        index = {"IndexName": rng.choice(("gsi0", "gsi1", "nope"))}
        for member, make in (
            ("ProvisionedThroughput", throughput),
            ("OnDemandThroughput", on_demand),
            ("WarmThroughput", warm),
        ):
            if rng.random() < (0.6 if member == "ProvisionedThroughput" else 0.15):
                index[member] = make(rng, broken)
        return {"Update": index}

    def delete():
        return {"Delete": {"IndexName": rng.choice(("gsi0", "gsi1", "nope"))}}

    several = 2 if broken.strikes(0.2) else 1
    request["GlobalSecondaryIndexUpdates"] = [rng.choice((create, create, update, delete))() for _ in range(several)]
    if broken.strikes(0.1):
        request["GlobalSecondaryIndexUpdates"][0].update(delete())
    if definitions:
        request["AttributeDefinitions"] = [{"AttributeName": n, "AttributeType": t} for n, t in definitions.items()]


def update_table(rng, broken):
    request = {"TableName": rng.choice((*SCRATCH, "missing-table"))}
    parts = {
        "BillingMode": lambda: "PAY_PER_REQUEST",
        "ProvisionedThroughput": lambda: throughput(rng, broken),
        "DeletionProtectionEnabled": lambda: rng.random() < 0.2,
        "TableClass": lambda: rng.choice(("STANDARD", "STANDARD_INFREQUENT_ACCESS")),
        "StreamSpecification": lambda: rng.choice(
            (
                {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
                {"StreamEnabled": False},
                *(
                    ({"StreamEnabled": True}, {"StreamEnabled": False, "StreamViewType": "NEW_IMAGE"})
                    if broken.strikes(0.3)
                    else ()
                ),
            )
        ),
        "OnDemandThroughput": lambda: on_demand(rng, broken),
        "WarmThroughput": lambda: warm(rng, broken),
        "SSESpecification": lambda: encryption(rng, broken),
        "GlobalSecondaryIndexUpdates": None,
    }
    weights = [2, 2, 2, 1, 2, 1, 1, 1, 5]
    for part in rng.choices(list(parts), weights, k=1 if not broken.strikes(0.4) else 2):
        if part == "GlobalSecondaryIndexUpdates":
            index_updates(rng, request, broken)
        else:
            request[part] = parts[part]()
    if "ProvisionedThroughput" in request and rng.random() < 0.5:
        request["BillingMode"] = "PROVISIONED"
    return request


def arn(rng, broken):
    name = any_table_name(rng, Faults(rng, 0))
    return ARN + name if not broken.strikes(0.5) else rng.choice((name, "arn:bad", ""))


def tag_resource(rng, broken):
    return {
        "ResourceArn": arn(rng, broken),
        "Tags": [
            {
                "Key": rng.choice(("a", "b", "c", "")) if broken.strikes(0.3) else tag,
                "Value": rng.choice(("", "1", "2")),
            }
            for tag in rng.sample("abc", rng.randrange(1, 3))
        ],
    }


def untag_resource(rng, broken):
    return {
        "ResourceArn": arn(rng, broken),
        "TagKeys": rng.sample("abcd", rng.randrange(0 if broken.strikes(0.3) else 1, 3)),
    }


def list_tags_of_resource(rng, broken):
    return {"ResourceArn": arn(rng, broken), **({"NextToken": "x"} if rng.random() < 0.05 else {})}


def update_time_to_live(rng, broken):
    return {
        "TableName": any_table_name(rng, broken),
        "TimeToLiveSpecification": {
            "AttributeName": rng.choice((*TIMES_TO_LIVE, "") if broken else TIMES_TO_LIVE),
            "Enabled": rng.random() < 0.7,
        },
    }


def describe_time_to_live(rng, broken):
    return {"TableName": any_table_name(rng, broken)}


def describe_continuous_backups(rng, broken):
    return {"TableName": any_table_name(rng, broken)}


def describe_limits(_rng, _broken):
    return {}


OPERATIONS = {
    "PutItem": (put_item, 14),
    "GetItem": (get_item, 10),
    "UpdateItem": (update_item, 20),
    "DeleteItem": (delete_item, 7),
    "Query": (query, 14),
    "Scan": (scan, 8),
    "BatchGetItem": (batch_get_item, 5),
    "BatchWriteItem": (batch_write_item, 5),
    "TransactWriteItems": (transact_write_items, 7),
    "TransactGetItems": (transact_get_items, 4),
    "CreateTable": (create_table, 4),
    "DescribeTable": (describe_table, 2),
    "DeleteTable": (delete_table, 2),
    "ListTables": (list_tables, 0.5),
    "UpdateTable": (update_table, 3),
    "TagResource": (tag_resource, 0.5),
    "UntagResource": (untag_resource, 0.5),
    "ListTagsOfResource": (list_tags_of_resource, 0.5),
    "UpdateTimeToLive": (update_time_to_live, 0.5),
    "DescribeTimeToLive": (describe_time_to_live, 0.5),
    "DescribeContinuousBackups": (describe_continuous_backups, 0.2),
    "DescribeLimits": (describe_limits, 0.1),
}
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}
ALL = {**OPERATIONS, **partiql.OPERATIONS}


def writes(operation, request):
    return operation in WRITES or (operation in partiql.OPERATIONS and partiql.writes(request))


class Faults:
    """How many rules a request may still break: one by default, as the order of faults is the peer's own."""

    def __init__(self, rng, left):
        self.rng = rng
        self.left = left

    def __bool__(self):
        return self.left > 0

    def strikes(self, chance):
        struck = self.left > 0 and self.rng.random() < chance
        self.left -= struck
        return struck


def generate(rng, operations, most_faults=1):
    """The next call: its operation and its request; about a third are meant to fail."""
    if rng.random() < 0.06 and set(operations) == set(OPERATIONS):
        return limits.generate(rng)
    operation = rng.choices(operations, [ALL[o][1] for o in operations])[0]
    broken = Faults(rng, most_faults if rng.random() < 0.4 else 0)
    request = ALL[operation][0](rng, broken)
    if broken.strikes(0.5):
        request = breakage.spoil(rng, request)
    return operation, request
