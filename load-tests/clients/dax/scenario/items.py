"""GetItem, PutItem, DeleteItem: every value there and back, over this protocol and the other."""

from .values import VALUES, b, everything, m, n, s


def run(scene):
    scene.create("Items", "id:S")
    for name, value in VALUES.items():
        item = {"id": s(name), "value": value}
        scene.call(f"put {name}", "PutItem", {"TableName": "Items", "Item": item})
        scene.call(f"get {name}", "GetItem", _get(name), expected={"Item": item})
    scene.same_items("items: HTTP reads what was put", "Items")
    whole(scene)
    returned(scene)
    projected(scene)
    both_protocols(scene)
    large(scene)


def _get(name, **more):
    return {"TableName": "Items", "Key": {"id": s(name)}, **more}


def whole(scene):
    item = {"id": s("everything"), **everything()}
    scene.call("put everything at once", "PutItem", {"TableName": "Items", "Item": item})
    scene.call("get everything at once", "GetItem", _get("everything"), expected={"Item": item})
    scene.call("get consistently", "GetItem", _get("everything", ConsistentRead=True), expected={"Item": item})
    scene.call("get, not consistently", "GetItem", _get("everything", ConsistentRead=False), expected={"Item": item})
    scene.call("put only keys", "PutItem", {"TableName": "Items", "Item": {"id": s("bare")}})
    scene.call("get only keys", "GetItem", _get("bare"), expected={"Item": {"id": s("bare")}})
    missing = scene.call("get what is missing", "GetItem", _get("missing"))
    scene.check("get what is missing: no Item", "Item" not in missing["output"], missing)
    names = {f"attribute {number} ß": n(number) for number in range(300)}
    item = {"id": s("wide"), **names}
    scene.call("put 300 attributes", "PutItem", {"TableName": "Items", "Item": item})
    scene.call("get 300 attributes", "GetItem", _get("wide"), expected={"Item": item})
    for number in range(40):
        item = {"id": s(f"shape {number}"), **{f"a{i}": n(i) for i in range(40) if (number * 7 + i) % 3 or i == number}}
        scene.call(f"put shape {number}", "PutItem", {"TableName": "Items", "Item": item})
        scene.call(f"get shape {number}", "GetItem", _get(f"shape {number}"), expected={"Item": item})


def returned(scene):
    old = {"id": s("twice"), "a": n(1), "only old": s("x")}
    new = {"id": s("twice"), "a": n(2)}
    put = {"TableName": "Items", "ReturnValues": "ALL_OLD"}
    first = scene.call("put ALL_OLD, new", "PutItem", {**put, "Item": old})
    scene.check("put ALL_OLD, new: no Attributes", "Attributes" not in first["output"], first)
    scene.call("put ALL_OLD, over an old one", "PutItem", {**put, "Item": new}, expected={"Attributes": old})
    scene.call("put NONE", "PutItem", {**put, "Item": new, "ReturnValues": "NONE"})
    scene.call("delete ALL_OLD", "DeleteItem", _get("twice", ReturnValues="ALL_OLD"), expected={"Attributes": new})
    scene.call("delete ALL_OLD, missing", "DeleteItem", _get("twice", ReturnValues="ALL_OLD"))
    scene.call("delete what is missing", "DeleteItem", _get("twice"))
    scene.call("delete", "DeleteItem", _get("bare"))
    gone = scene.call("get what was deleted", "GetItem", _get("bare"))
    scene.check("get what was deleted: no Item", "Item" not in gone["output"], gone)
    scene.same_items("items: HTTP sees what was deleted", "Items")


def projected(scene):
    scene.must(
        "PutItem",
        {
            "TableName": "Items",
            "Item": {
                "id": s("projected"),
                "a": n(1),
                "m": m(x=n(1), y=m(z=s("deep"), w={"L": [n(1), n(2)]})),
                "l": {"L": [n(0), {"L": [n(10), s("eleven")]}, m(k=s("v")), n(3)]},
                "a.b": s("dotted"),
            },
        },
    )
    for path, names in (
        ("a", {}),
        ("id", {}),
        ("id, a", {}),
        ("m", {}),
        ("m.x", {}),
        ("m.y.z, a", {}),
        ("m.y.w[1]", {}),
        ("l[0]", {}),
        ("l[2].k, l[0]", {}),
        ("l[1][1]", {}),
        ("l[1], m.x, id", {}),
        ("absent", {}),
        ("absent.x, m.absent, l[9], a", {}),
        ("#d", {"#d": "a.b"}),
        ("#m.#y.#z, #d", {"#m": "m", "#y": "y", "#z": "z", "#d": "a.b"}),
    ):
        more = {"ProjectionExpression": path, **({"ExpressionAttributeNames": names} if names else {})}
        scene.call(f"project {path}", "GetItem", _get("projected", **more))
        scene.call(f"project {path} of none", "GetItem", _get("missing", **more))
    scene.call("AttributesToGet", "GetItem", _get("projected", AttributesToGet=["a", "id", "a.b"]))


def both_protocols(scene):
    """What one protocol wrote, the other reads at once; hits are the newest whoever filled the cache."""
    key = {"id": s("shared")}
    for turn in range(3):
        written = {**key, "round": n(turn), "by": s("client"), "raw": b(bytes([turn]))}
        scene.alone("PutItem", {"TableName": "Items", "Item": written})
        for read in ("first", "again"):
            found = scene.over_http("GetItem", {"TableName": "Items", "Key": key})
            scene.equal(f"written by the client, read over HTTP {read}, {turn}", found.get("Item"), written)
        written = {**key, "round": n(turn), "by": s("HTTP"), f"new {turn}": n(1)}
        scene.over_http("PutItem", {"TableName": "Items", "Item": written})
        for read in ("first", "again"):
            found = scene.alone("GetItem", {"TableName": "Items", "Key": key})
            scene.equal(
                f"written over HTTP, read by the client {read}, {turn}", found.get("output", {}).get("Item"), written
            )
    scene.over_http("DeleteItem", {"TableName": "Items", "Key": key})
    scene.equal(
        "deleted over HTTP, read by the client",
        scene.alone("GetItem", {"TableName": "Items", "Key": key}),
        {"output": {}},
    )
    scene.alone("DeleteItem", _get("shape 1"))
    scene.equal("deleted by the client, read over HTTP", scene.over_http("GetItem", _get("shape 1")), {})
    scene.over_http("DeleteItem", _get("shape 1"))
    scene.both("DeleteItem", _get("shape 1"))


def large(scene):
    """An item of exactly 400 KB, and one byte more."""
    name = "large"
    room = 400 * 1024 - len("id") - len(name) - len("v")
    for size, fits in ((room, True), (room + 1, False)):
        item = {"id": s(name), "v": s("x" * size)}
        request = {"TableName": "Items", "Item": item}
        if fits:
            scene.call("put 400 KB", "PutItem", request)
            scene.call("get 400 KB", "GetItem", _get(name), expected={"Item": item})
            scene.call("get 400 KB consistently", "GetItem", _get(name, ConsistentRead=True), expected={"Item": item})
        else:
            scene.refused("put 400 KB and a byte", "PutItem", request, "ValidationException")
    binary = {"id": s("raw"), "v": b(bytes(range(256)) * 1500)}
    scene.call("put 375 KB of bytes", "PutItem", {"TableName": "Items", "Item": binary})
    scene.call("get 375 KB of bytes", "GetItem", _get("raw"), expected={"Item": binary})
