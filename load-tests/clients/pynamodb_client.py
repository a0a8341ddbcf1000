#!/usr/bin/env python3
"""PynamoDB, unmodified, against a running server: models with indexes, conditions, versions, queries, transactions."""

import argparse
import os
import sys
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import environment
from harness.verdict import Verdict

TABLE = "larder-pynamodb"


def model_for(endpoint):
    from pynamodb import attributes as a
    from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection, LocalSecondaryIndex
    from pynamodb.models import Model

    class ByStyle(GlobalSecondaryIndex):
        class Meta:
            index_name = "by-style"
            projection = AllProjection()
            read_capacity_units = write_capacity_units = 1

        style = a.UnicodeAttribute(hash_key=True)
        plays = a.NumberAttribute(range_key=True)

    class ByPlays(LocalSecondaryIndex):
        class Meta:
            index_name = "by-plays"
            projection = KeysOnlyProjection()

        artist = a.UnicodeAttribute(hash_key=True)
        plays = a.NumberAttribute(range_key=True)

    class Label(a.MapAttribute):
        name = a.UnicodeAttribute()
        founded = a.NumberAttribute(null=True)

    class Song(Model):
        class Meta:
            table_name = TABLE
            host = endpoint
            region = "us-east-1"
            read_capacity_units = write_capacity_units = 1
            max_retry_attempts = 0

        artist = a.UnicodeAttribute(hash_key=True)
        title = a.UnicodeAttribute(range_key=True)
        style = a.UnicodeAttribute(default="jazz")
        plays = a.NumberAttribute(default=0)
        live = a.BooleanAttribute(null=True)
        tags = a.UnicodeSetAttribute(null=True)
        takes = a.ListAttribute(of=a.NumberAttribute, default=list)
        label = Label(null=True)
        cover = a.BinaryAttribute(null=True, legacy_encoding=False)
        released = a.UTCDateTimeAttribute(null=True)
        expires = a.TTLAttribute(null=True)
        version = a.VersionAttribute()
        by_style = ByStyle()
        by_plays = ByPlays()

    return Song, Label


def create(song, _, verdict):
    if song.exists():
        song.delete_table()
    song.create_table(wait=True)
    verdict.equal("create: table is ACTIVE", song.describe_table()["TableStatus"], "ACTIVE")
    verdict.equal("create: count", song.count(), 0)


def single(song, label, verdict):
    from pynamodb.exceptions import DoesNotExist, PutError, UpdateError

    released = datetime(1965, 1, 1, tzinfo=timezone.utc)
    sinnerman = song(
        "Nina",
        "Sinnerman",
        plays=10,
        live=True,
        tags={"long", "live"},
        takes=[1, 2.5],
        label=label(name="Philips", founded=1891),
        cover=b"\x00\xff",
        released=released,
        expires=timedelta(days=1),
    )
    sinnerman.save()
    read = song.get("Nina", "Sinnerman", consistent_read=True)
    verdict.equal("get: the nested map", read.label.as_dict(), sinnerman.label.as_dict())
    verdict.equal("get: every other attribute", *({**one.attribute_values, "label": None} for one in (read, sinnerman)))
    verdict.equal("save: counts the version", read.version, 1)
    try:
        song.get("Nina", "?")
        verdict.check("get: a missing one", False)
    except DoesNotExist:
        verdict.check("get: a missing one", True)
    try:
        song("Nina", "Sinnerman").save(song.artist.does_not_exist())
        verdict.check("save: refuses an existing one", False)
    except PutError as problem:
        verdict.equal("save: refuses an existing one", problem.cause_response_code, "ConditionalCheckFailedException")

    read.update(
        [
            song.plays.add(2),
            song.takes.set(song.takes.append([4])),
            song.label.name.set("RCA"),
            song.live.remove(),
            song.tags.add({"slow"}),
        ],
        condition=song.plays < 100,
    )
    verdict.equal(
        "update: answers the new item",
        (read.plays, read.takes, read.label.name, read.live, read.tags, read.version),
        (12, [1, 2.5, 4], "RCA", None, {"long", "live", "slow"}, 2),
    )
    try:
        sinnerman.update([song.plays.set(0)])
        verdict.check("update: an old version is refused", False)
    except UpdateError as problem:
        verdict.equal(
            "update: an old version is refused", problem.cause_response_code, "ConditionalCheckFailedException"
        )


def titles(found):
    return [song.title for song in found]


def many(song, _, verdict):
    with song.batch_write() as batch:
        for n in range(60):
            batch.save(song("Miles", f"Take {n:02}", plays=n, style="cool" if n % 2 else "modal"))
    verdict.equal("batch get", len(list(song.batch_get([("Miles", f"Take {n:02}") for n in range(0, 60, 2)]))), 30)
    verdict.equal(
        "query: range, backwards, limit",
        titles(song.query("Miles", song.title.startswith("Take 1"), scan_index_forward=False, limit=3)),
        ["Take 19", "Take 18", "Take 17"],
    )
    verdict.equal(
        "query: by pages, with a filter",
        titles(song.query("Miles", filter_condition=song.plays.between(5, 15) & (song.style == "cool"), page_size=7)),
        [f"Take {n:02}" for n in range(5, 16, 2)],
    )
    verdict.equal("query: count", song.count("Miles", song.title >= "Take 30"), 30)
    verdict.equal("query: global index", titles(song.by_style.query("cool", song.plays > 55)), ["Take 57", "Take 59"])
    verdict.equal("query: local index", titles(song.by_plays.query("Miles", song.plays < 2)), ["Take 00", "Take 01"])
    verdict.equal("scan: by pages", len(list(song.scan(page_size=11))), 61)
    verdict.equal("scan: segments", sum(len(list(song.scan(segment=s, total_segments=3))) for s in range(3)), 61)
    verdict.equal("scan: filter on a set", titles(song.scan(song.tags.contains("slow"))), ["Sinnerman"])
    found = song.query("Miles", limit=10)
    list(found)
    verdict.equal(
        "query: goes on after the last key",
        titles(song.query("Miles", limit=1, last_evaluated_key=found.last_evaluated_key)),
        ["Take 10"],
    )
    with song.batch_write() as batch:
        for one in song.query("Miles", song.title >= "Take 30"):
            batch.delete(one)
    verdict.equal("batch delete", song.count("Miles"), 30)


def transactions(song, _, verdict):
    from pynamodb.connection import Connection
    from pynamodb.exceptions import TransactWriteError
    from pynamodb.transactions import TransactGet, TransactWrite

    connection = Connection(host=song.Meta.host, region="us-east-1")
    take = song.get("Miles", "Take 00")
    with TransactWrite(connection=connection, client_request_token=str(uuid.uuid4())) as transaction:
        transaction.save(song("Bill", "Waltz"), condition=song.artist.does_not_exist())
        transaction.update(take, actions=[song.plays.set(100)])
        transaction.condition_check(song, "Nina", "Sinnerman", condition=song.plays == 12)
        transaction.delete(song.get("Miles", "Take 01"))
    with TransactGet(connection=connection) as transaction:
        waltz, take = transaction.get(song, "Bill", "Waltz"), transaction.get(song, "Miles", "Take 00")
    verdict.equal("transaction: reads what it wrote", (waltz.get().title, take.get().plays), ("Waltz", 100))
    try:
        with TransactWrite(connection=connection) as transaction:
            transaction.update(take.get(), actions=[song.plays.set(0)])
            transaction.save(song("Nina", "Sinnerman"), condition=song.artist.does_not_exist())
        verdict.check("transaction: cancelled", False)
    except TransactWriteError as problem:
        # PynamoDB sends puts before updates.
        verdict.equal(
            "transaction: cancelled",
            [reason and reason.code for reason in problem.cancellation_reasons],
            ["ConditionalCheckFailed", None],
        )
    verdict.equal("transaction: cancelled changes nothing", song.get("Miles", "Take 00").plays, 100)


def remove(song, _, verdict):
    song.get("Bill", "Waltz").delete()
    verdict.equal("delete: it is gone", song.count("Bill"), 0)
    song.delete_table()
    verdict.check("delete table: it is gone", not song.exists())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    environment.reenter()
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "dummy")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "dummy")

    verdict = Verdict()
    song, label = model_for(arguments.endpoint)
    for step in (create, single, many, transactions, remove):
        verdict.guarded(step.__name__, step, song, label, verdict)
    verdict.finish()


if __name__ == "__main__":
    main()
