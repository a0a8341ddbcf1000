"""Many calls at once, an idle client, a server that restarts, a table that comes back with other keys."""

import time

from .values import n, s

RENEWED = "Renewed"
# Clients look at a table's keys again after a minute.
SCHEMA_SECONDS = 62


def connect(scene):
    """The first call that succeeds; a client that missed its first connection tries again after some seconds."""
    scene.create("First", "id:S")
    read = {"TableName": "First", "Key": {"id": s("first")}}
    answer = until_answered(scene, read)
    scene.equal("connects", answer, {"output": {}})


def until_answered(scene, read, seconds=40):
    """The client's answer to GetItem, asked again while it is an error."""
    deadline = time.monotonic() + seconds
    answer = scene.alone("GetItem", read)
    while "output" not in answer and time.monotonic() < deadline:
        time.sleep(0.5)
        answer = scene.alone("GetItem", read)
    return answer


def crowd(scene):
    """Fifty calls at once: writes of different shapes, then their reads, then one counter."""
    scene.create("Crowd", "id:S")
    items = [{"id": s(f"crowd {i}"), **{f"field {j}": n(j) for j in range(i % 9)}} for i in range(50)]
    if scene.client.startswith("go"):
        # Both Go clients stand still when many calls at once need keys or lists that they have not seen yet: each call
        # holds a connection, and the one that asks for them waits for a free one.
        for item in items[:9]:
            scene.must("PutItem", {"TableName": "Crowd", "Item": item})
            scene.must("GetItem", {"TableName": "Crowd", "Key": {"id": item["id"]}})
    puts = scene.together([("PutItem", {"TableName": "Crowd", "Item": item}) for item in items])
    scene.equal("50 puts at once", puts, [{"output": {}}] * 50)
    gets = scene.together([("GetItem", {"TableName": "Crowd", "Key": {"id": item["id"]}}) for item in items])
    scene.equal("50 gets at once", gets, [{"output": {"Item": item}} for item in items])
    add = {
        "TableName": "Crowd",
        "Key": {"id": s("counter")},
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": n(1)},
    }
    for _ in range(4):
        scene.together([("UpdateItem", add)] * 50)
    counter = scene.alone("GetItem", {"TableName": "Crowd", "Key": {"id": s("counter")}, "ConsistentRead": True})
    scene.equal("200 additions, 50 at once", counter, {"output": {"Item": {"id": s("counter"), "n": n(200)}}})
    scene.same_items("crowd: HTTP holds the same", "Crowd")


def idle(scene, seconds=10):
    """The client works on after it did nothing for a while."""
    scene.create("Idle", "id:S")
    item = {"id": s("idle"), "v": n(1)}
    scene.must("PutItem", {"TableName": "Idle", "Item": item})
    time.sleep(seconds)
    scene.call(
        "get after ten idle seconds",
        "GetItem",
        {"TableName": "Idle", "Key": {"id": s("idle")}},
        expected={"Item": item},
    )
    scene.call("put after ten idle seconds", "PutItem", {"TableName": "Idle", "Item": {**item, "w": n(2)}})
    scene.same_items("idle: HTTP holds the same", "Idle")


def restart(scene, server):
    """The server ends and comes back on the same ports; the client goes on, with the list ids it knows."""
    scene.create("Restart", "id:S")
    shapes = [{"id": s(f"r{i}"), **{f"kept {j}": n(j) for j in range(i + 1)}} for i in range(5)]
    for shape in shapes:
        scene.must("PutItem", {"TableName": "Restart", "Item": shape})
    server.terminate()
    if scene.client.startswith("js"):
        # Both JavaScript clients keep a connection that was closed while it was idle, and a call that gets it waits for
        # ever. They are given time to miss the server in a health check, after which they forget its connections.
        time.sleep(8)
    server.start()
    scene.http.close()
    read = {"TableName": "Restart", "Key": {"id": s("r1")}}
    scene.equal("restart: the same client reads again", until_answered(scene, read), {"output": {"Item": shapes[1]}})
    scene.reference.call("GetItem", {"TableName": scene.twin("Restart"), "Key": {"id": s("r1")}})
    for number, shape in enumerate(shapes):
        item = {**shape, "id": s(f"after {number}")}
        scene.call(f"restart: put with a known list, {number}", "PutItem", {"TableName": "Restart", "Item": item})
        read = {"TableName": "Restart", "Key": {"id": item["id"]}}
        scene.call(f"restart: get, {number}", "GetItem", read, expected={"Item": item})
    item = {"id": s("new shape"), "never seen": n(1)}
    scene.call("restart: put with a new list", "PutItem", {"TableName": "Restart", "Item": item})
    scene.same_items("restart: HTTP holds the same", "Restart")


def forget(scene):
    """Uses a table, and makes it anew with other keys; returns when that was."""
    scene.create(RENEWED, "old:S")
    scene.must("PutItem", {"TableName": RENEWED, "Item": {"old": s("a"), "v": n(1)}})
    scene.must("GetItem", {"TableName": RENEWED, "Key": {"old": s("a")}})
    scene.create(RENEWED, "new:N range:S")
    answer = scene.alone("GetItem", {"TableName": RENEWED, "Key": {"old": s("a")}})
    scene.equal("renewed: the old key is refused", answer.get("error", {}).get("type"), "ValidationException")
    answer = scene.alone("PutItem", {"TableName": RENEWED, "Item": {"old": s("a"), "v": n(1)}})
    scene.equal(
        "renewed: an item with the old key is refused", answer.get("error", {}).get("type"), "ValidationException"
    )
    return time.monotonic()


def remember(scene, since):
    """After a minute the client uses the keys that the table has now."""
    time.sleep(max(0, since + SCHEMA_SECONDS - time.monotonic()))
    item = {"new": n(1), "range": s("r"), "v": n(2)}
    scene.call("renewed: put with the new key", "PutItem", {"TableName": RENEWED, "Item": item})
    read = {"TableName": RENEWED, "Key": {"new": n(1), "range": s("r")}}
    scene.call("renewed: get with the new key", "GetItem", read, expected={"Item": item})
    scene.same_items("renewed: HTTP holds the same", RENEWED)
