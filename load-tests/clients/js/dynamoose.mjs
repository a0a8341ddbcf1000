#!/usr/bin/env node
// dynamoose, unmodified, against a running server: schemas with a generated table and index, validation, timestamps,
// queries, scans, updates with conditions, batches, transactions.
//
//   npm ci --ignore-scripts && node dynamoose.mjs [--endpoint http://127.0.0.1:8000]

import dynamoose from "dynamoose";
import { check, endpoint, equal, finish, rejected, run } from "./verdict.mjs";

const TABLE = "larder-dynamoose";
dynamoose.aws.ddb.set(
  new dynamoose.aws.ddb.DynamoDB({
    endpoint: endpoint(),
    region: "us-east-1",
    credentials: {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? "dummy",
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? "dummy",
    },
    maxAttempts: 1,
  }),
);
const Song = dynamoose.model(
  "Song",
  new dynamoose.Schema(
    {
      artist: { type: String, hashKey: true },
      title: { type: String, rangeKey: true },
      style: { type: String, index: { name: "by-style", rangeKey: "plays" }, default: "jazz" },
      plays: { type: Number, default: 0 },
      tags: { type: Set, schema: [String] },
      released: Date,
      cover: Buffer,
      label: { type: Object, schema: { name: String, city: String } },
    },
    { timestamps: true },
  ),
);
const table = new dynamoose.Table(TABLE, [Song], { create: false, waitForActive: false });

async function create() {
  await dynamoose.aws
    .ddb()
    .deleteTable({ TableName: TABLE })
    .catch((error) => {
      if (error.name !== "ResourceNotFoundException") throw error;
    });
  await table.create();
  const request = await table.create({ return: "request" });
  const { Table } = await dynamoose.aws.ddb().describeTable({ TableName: TABLE });
  equal("create: the key is described", Table.KeySchema, request.KeySchema);
  equal("create: the index is described", Table.GlobalSecondaryIndexes[0].IndexName, "by-style");
  equal("create: table is ACTIVE", Table.TableStatus, "ACTIVE");
}

async function single() {
  const released = new Date("1965-01-01T00:00:00Z");
  await Song.create({
    artist: "Nina",
    title: "Sinnerman",
    plays: 10.5,
    tags: new Set(["live", "long"]),
    released,
    cover: Buffer.from([0, 255]),
    label: { name: "Philips", city: "Eindhoven" },
  });
  const song = await Song.get({ artist: "Nina", title: "Sinnerman" });
  equal("get: default", song.style, "jazz");
  equal("get: number", song.plays, 10.5);
  equal("get: set", song.tags, new Set(["live", "long"]));
  equal("get: date", song.released, released);
  equal("get: bytes", Buffer.from(song.cover), Buffer.from([0, 255]));
  equal("get: nested object", { ...song.label }, { name: "Philips", city: "Eindhoven" });
  check("get: timestamps", song.createdAt instanceof Date && song.updatedAt instanceof Date);
  equal("get: a missing one", await Song.get({ artist: "Nina", title: "?" }), undefined);
  await rejected(
    "create: refuses an existing one",
    Song.create({ artist: "Nina", title: "Sinnerman" }),
    "ConditionalCheckFailedException",
  );
}

async function update() {
  const key = { artist: "Nina", title: "Sinnerman" };
  const updated = await Song.update(key, { $ADD: { plays: 2 }, $SET: { "label": { name: "RCA", city: "New York" } }, $REMOVE: ["cover"] });
  equal("update: answers the new item", [updated.plays, updated.label.name, updated.cover], [12.5, "RCA", undefined]);
  await rejected(
    "update: condition fails",
    Song.update(key, { plays: 0 }, { condition: new dynamoose.Condition().filter("plays").lt(5) }),
    "ConditionalCheckFailedException",
  );
  const song = await Song.get(key);
  song.plays = 20;
  await song.save();
  equal("save: writes", (await Song.get(key)).plays, 20);
}

async function many() {
  const songs = Array.from({ length: 24 }, (_, n) => ({
    artist: "Miles",
    title: `Take ${String(n).padStart(2, "0")}`,
    plays: n,
    style: n % 2 ? "cool" : "modal",
  }));
  equal("batch put: nothing unprocessed", (await Song.batchPut(songs)).unprocessedItems, []);
  const titles = (found) => found.map((song) => song.title);
  const found = await Song.batchGet([{ artist: "Miles", title: "Take 03" }, { artist: "Nina", title: "Sinnerman" }]);
  equal("batch get", titles(found).sort(), ["Sinnerman", "Take 03"]);
  equal(
    "query: range, backwards, limit",
    titles(await Song.query("artist").eq("Miles").where("title").beginsWith("Take 0").sort("descending").limit(3).exec()),
    ["Take 09", "Take 08", "Take 07"],
  );
  equal(
    "query: index with a filter",
    titles(await Song.query("style").eq("cool").using("by-style").where("plays").between(5, 11).filter("title").not().eq("Take 07").exec()),
    ["Take 05", "Take 09", "Take 11"],
  );
  const first = await Song.query("artist").eq("Miles").limit(10).exec();
  const second = await Song.query("artist").eq("Miles").startAt(first.lastKey).exec();
  equal("query: pages", [first.length, second.length, second.lastKey], [10, 14, undefined]);
  equal("query: count", (await Song.query("artist").eq("Miles").count().exec()).count, 24);
  equal("scan: all, by pages", (await Song.scan().limit(7).all().exec()).length, 25);
  equal("scan: in parallel", (await Song.scan().parallel(3).exec()).length, 25);
  equal("scan: filter", titles(await Song.scan("tags").contains("live").exec()), ["Sinnerman"]);
  await Song.batchDelete(songs.slice(12).map(({ artist, title }) => ({ artist, title })));
  equal("batch delete", (await Song.query("artist").eq("Miles").count().exec()).count, 12);
}

async function transactions() {
  const { transaction } = Song;
  await dynamoose.transaction([
    transaction.create({ artist: "Bill", title: "Waltz" }),
    transaction.update({ artist: "Miles", title: "Take 00" }, { plays: 100 }),
    transaction.delete({ artist: "Miles", title: "Take 01" }),
  ]);
  const [waltz, take] = await dynamoose.transaction([
    transaction.get({ artist: "Bill", title: "Waltz" }),
    transaction.get({ artist: "Miles", title: "Take 00" }),
  ]);
  equal("transaction: reads what it wrote", [waltz.title, take.plays], ["Waltz", 100]);
  await rejected(
    "transaction: cancelled as a whole",
    dynamoose.transaction([
      transaction.update({ artist: "Miles", title: "Take 00" }, { plays: 0 }),
      transaction.create({ artist: "Bill", title: "Waltz" }),
    ]),
    (error) =>
      error.name === "TransactionCanceledException" &&
      error.CancellationReasons.map((reason) => reason.Code).join() === "None,ConditionalCheckFailed",
  );
  equal("transaction: cancelled changes nothing", (await Song.get({ artist: "Miles", title: "Take 00" })).plays, 100);
}

async function remove() {
  await Song.delete({ artist: "Bill", title: "Waltz" });
  equal("delete: it is gone", await Song.get({ artist: "Bill", title: "Waltz" }), undefined);
  await dynamoose.aws.ddb().deleteTable({ TableName: TABLE });
}

await run([create, single, update, many, transactions, remove]);
finish();
