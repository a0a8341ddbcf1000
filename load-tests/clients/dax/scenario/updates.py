"""Update expressions, each with every ReturnValues."""

from .conditions import split
from .values import b, bs, lst, m, n, ns, s, ss

ITEM = {
    "id": s("u"),
    "n": n(5),
    "d": n("1.25"),
    "t": s("text"),
    "l": lst(n(0), n(1), n(2)),
    "m": m(a=n(1), b=m(c=n(2))),
    "texts": ss("x", "y"),
    "numbers": ns(1, 2),
    "raws": bs(b"\x01", b"\x02"),
    "a.b": n(1),
}
UPDATES = (
    ("SET n = :v", {":v": n(6)}),
    ("SET n = n + :v, d = d - :v", {":v": n("0.5")}),
    ("SET fresh = :v", {":v": lst(m(x=n(1)))}),
    ("SET t = n, n = t", {}),
    ("SET m.b.c = :v, m.fresh = :w", {":v": s("new"), ":w": b(b"\x09")}),
    ("SET l[1] = :v, l[9] = :v", {":v": s("set")}),
    ("SET l = list_append(l, :v)", {":v": lst(n(3))}),
    ("SET l = list_append(:v, l)", {":v": lst(n(-1))}),
    ("SET n = if_not_exists(n, :v), fresh = if_not_exists(absent, :v)", {":v": n(1)}),
    ("SET fresh = if_not_exists(fresh, :zero) + :one", {":zero": n(0), ":one": n(1)}),
    ("REMOVE t, m.a, l[0]", {}),
    ("REMOVE absent", {}),
    ("ADD n :v, fresh :w", {":v": n("-2.5"), ":w": n(1)}),
    ("ADD texts :t, numbers :n, raws :b, more :t", {":t": ss("z"), ":n": ns(3), ":b": bs(b"\x03")}),
    ("DELETE texts :t, numbers :n, raws :b", {":t": ss("x"), ":n": ns(1), ":b": bs(b"\x01")}),
    ("DELETE texts :t", {":t": ss("x", "y")}),
    ("SET n = :v REMOVE t ADD d :d DELETE texts :t", {":v": n(1), ":d": n(1), ":t": ss("y")}),
    ("SET #d = #d + :v, #m.#b = :v", {":v": n(1), "#d": "a.b", "#m": "m", "#b": "b"}),
    ("REMOVE n, d, t, l, m, texts, numbers, raws", {}),
)
RETURNED = ("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW")
BROKEN = (
    ("SET id = :v", {":v": s("x")}),
    ("SET n = :v, n = :w", {":v": n(1), ":w": n(2)}),
    ("SET m = :v, m.a = :v", {":v": n(1)}),
    ("SET t = t + :v", {":v": n(1)}),
    ("SET absent.x = :v", {":v": n(1)}),
    ("SET n = absent", {}),
    ("ADD t :v", {":v": n(1)}),
    ("SET l = list_append(n, :v)", {":v": lst(n(1))}),
)


def run(scene):
    scene.create("Updates", "id:S")
    for number, (update, given) in enumerate(UPDATES):
        for returned in RETURNED:
            key = {"id": s(f"u{number} {returned}")}
            scene.must("PutItem", {"TableName": "Updates", "Item": {**ITEM, **key}})
            request = {"TableName": "Updates", "Key": key, "UpdateExpression": update, **split(given)}
            scene.call(f"update {number}, {returned}: {update}", "UpdateItem", {**request, "ReturnValues": returned})
    scene.same_items("updates: HTTP holds the same", "Updates")
    for returned in RETURNED:
        key = {"id": s(f"new {returned}")}
        request = {"TableName": "Updates", "Key": key, "ReturnValues": returned}
        update = {"UpdateExpression": "SET n = :v, m = :m", **split({":v": n(1), ":m": m(x=n(1))})}
        scene.call(f"update what is absent, {returned}", "UpdateItem", {**request, **update})
        key = {"id": s(f"bare {returned}")}
        scene.call(f"update without an expression, {returned}", "UpdateItem", {**request, "Key": key})
    for number, (update, given) in enumerate(BROKEN):
        key = {"id": s("broken")}
        scene.must("PutItem", {"TableName": "Updates", "Item": {**ITEM, **key}})
        request = {"TableName": "Updates", "Key": key, "UpdateExpression": update, **split(given)}
        scene.refused(f"refused update {number}: {update}", "UpdateItem", request, "ValidationException")
    scene.same_items("updates: HTTP still holds the same", "Updates")
