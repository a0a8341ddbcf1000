#!/usr/bin/env node
// The AWS SDK for JavaScript v3, unmodified, does an application's round of work against a running server
// and checks every answer: the low-level client, the document client, waiters and paginators.
//
//   npm ci --ignore-scripts && node client.mjs [--endpoint http://127.0.0.1:8000]

import { randomUUID } from "node:crypto";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  paginateScan,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { check, endpoint, equal, finish, rejected, run } from "./verdict.mjs";

const TableName = "larder-js";
const client = new DynamoDBClient({
  endpoint: endpoint(),
  region: "us-east-1",
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? "dummy",
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? "dummy",
  },
  maxAttempts: 1,
});
const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
const send = (command) => documents.send(command);

async function create() {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "device", AttributeType: "S" },
        { AttributeName: "at", AttributeType: "N" },
        { AttributeName: "kind", AttributeType: "S" },
        { AttributeName: "level", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "device", KeyType: "HASH" },
        { AttributeName: "at", KeyType: "RANGE" },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "by-level",
          KeySchema: [
            { AttributeName: "device", KeyType: "HASH" },
            { AttributeName: "level", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-kind",
          KeySchema: [
            { AttributeName: "kind", KeyType: "HASH" },
            { AttributeName: "at", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["note"] },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 2 }, { TableName });
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  equal("create: table is ACTIVE", Table.TableStatus, "ACTIVE");
  const { TableNames } = await client.send(new ListTablesCommand({}));
  check("create: table is listed", TableNames.includes(TableName));
}

async function single() {
  const item = {
    device: "θ-1",
    at: 1,
    kind: "temp",
    level: -3.5,
    note: "first",
    bytes: new Uint8Array([0, 255]),
    tags: new Set(["a", "b"]),
    nested: { list: [1, "two", null, true, { deep: [] }], empty: "" },
  };
  await send(new PutCommand({ TableName, Item: item }));
  const Key = { device: "θ-1", at: 1 };
  equal("put, get: every attribute comes back", (await send(new GetCommand({ TableName, Key }))).Item, item);
  equal(
    "get: consistent, with projection",
    (await send(new GetCommand({ TableName, Key, ConsistentRead: true, ProjectionExpression: "nested.#l[4].deep", ExpressionAttributeNames: { "#l": "list" } }))).Item,
    { nested: { list: [{ deep: [] }] } },
  );
  equal("get: a missing item has no Item", (await send(new GetCommand({ TableName, Key: { device: "x", at: 0 } }))).Item, undefined);
  await send(new PutCommand({ TableName, Item: { device: "θ-1", at: 2, kind: "temp", level: 7 }, ConditionExpression: "attribute_not_exists(device)" }));
  const error = await rejected(
    "conditional put: fails on an existing key",
    client.send(
      new PutItemCommand({
        TableName,
        Item: { device: { S: "θ-1" }, at: { N: "2" } },
        ConditionExpression: "attribute_not_exists(device)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
    "ConditionalCheckFailedException",
  );
  equal("conditional put: message", error.message, "The conditional request failed");
  equal("conditional put: old item", error.Item?.level, { N: "7" });
  equal("conditional put: changes nothing when it fails", (await send(new GetCommand({ TableName, Key: { device: "θ-1", at: 2 } }))).Item.level, 7);

  const updated = await send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: "SET nested.#l[1] = :zwei, #level = #level - :one REMOVE bytes DELETE tags :b ADD seen :one",
      ConditionExpression: "contains(tags, :has) AND size(note) = :five AND NOT attribute_exists(seen)",
      ExpressionAttributeNames: { "#l": "list", "#level": "level" },
      ExpressionAttributeValues: { ":zwei": "zwei", ":one": 1, ":b": new Set(["b"]), ":has": "a", ":five": 5 },
      ReturnValues: "ALL_NEW",
    }),
  );
  const { bytes: _, ...kept } = item;
  equal("update: all new", updated.Attributes, {
    ...kept,
    level: -4.5,
    tags: new Set(["a"]),
    seen: 1,
    nested: { list: [1, "zwei", null, true, { deep: [] }], empty: "" },
  });
  await rejected(
    "update: condition fails",
    send(new UpdateCommand({ TableName, Key, UpdateExpression: "SET note = :n", ConditionExpression: "#level > :z", ExpressionAttributeNames: { "#level": "level" }, ExpressionAttributeValues: { ":n": "wrong", ":z": 0 } })),
    "ConditionalCheckFailedException",
  );
  equal("update: failed condition changes nothing", (await send(new GetCommand({ TableName, Key }))).Item.note, "first");
}

async function batches() {
  const events = Array.from({ length: 100 }, (_, n) => ({ device: "δ-2", at: n, kind: n % 2 ? "odd" : "even", level: 100 - n, note: `n${n}`, secret: true }));
  for (let from = 0; from < events.length; from += 25) {
    const { UnprocessedItems } = await send(
      new BatchWriteCommand({ RequestItems: { [TableName]: events.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })) } }),
    );
    equal(`batch write: nothing unprocessed (${from})`, UnprocessedItems, {});
  }
  const { Responses } = await send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys: Array.from({ length: 50 }, (_, n) => ({ device: "δ-2", at: n * 3 })) } } }),
  );
  equal("batch get: those that exist", Responses[TableName].map((i) => i.at).sort((a, b) => a - b), Array.from({ length: 34 }, (_, n) => n * 3));
}

async function queries() {
  const filtered = await send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "device = :d AND #at BETWEEN :low AND :high",
      FilterExpression: "kind = :k AND NOT (note IN (:a, :b))",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: { ":d": "δ-2", ":low": 10, ":high": 20, ":k": "even", ":a": "n12", ":b": "n14" },
    }),
  );
  equal("query: filter", filtered.Items.map((i) => i.at), [10, 16, 18, 20]);
  equal("query: counts", [filtered.Count, filtered.ScannedCount], [4, 11]);
  const all = [];
  for await (const page of paginateQuery(
    { client: documents, pageSize: 9 },
    { TableName, KeyConditionExpression: "device = :d", ExpressionAttributeValues: { ":d": "δ-2" }, ScanIndexForward: false },
  ))
    all.push(...page.Items);
  equal("query: paged, backward", all.map((i) => i.at), Array.from({ length: 100 }, (_, n) => 99 - n));
  const local = await send(
    new QueryCommand({
      TableName,
      IndexName: "by-level",
      ConsistentRead: true,
      KeyConditionExpression: "device = :d AND #l < :m",
      ExpressionAttributeNames: { "#l": "level" },
      ExpressionAttributeValues: { ":d": "δ-2", ":m": 4 },
    }),
  );
  equal("index query: local, keys only", local.Items, [99, 98, 97].map((at) => ({ device: "δ-2", at, level: 100 - at })));
  const global = await send(
    new QueryCommand({
      TableName,
      IndexName: "by-kind",
      KeyConditionExpression: "kind = :k AND #at >= :m",
      ExpressionAttributeNames: { "#at": "at" },
      ExpressionAttributeValues: { ":k": "odd", ":m": 97 },
    }),
  );
  equal("index query: global, included attributes", global.Items, [97, 99].map((at) => ({ device: "δ-2", at, kind: "odd", note: `n${at}` })));
}

async function scans() {
  const read = async (more) => {
    const items = [];
    for await (const page of paginateScan({ client: documents, pageSize: 13 }, { TableName, ...more })) items.push(...page.Items);
    return items.map((i) => `${i.device} ${i.at}`).sort();
  };
  const whole = await read({});
  equal("scan: pages return each item once", [whole.length, new Set(whole).size], [102, 102]);
  const segments = await Promise.all([0, 1, 2].map((Segment) => read({ Segment, TotalSegments: 3 })));
  equal("scan: segments together are the whole", segments.flat().sort(), whole);
  equal("scan: filter", (await read({ FilterExpression: "begins_with(device, :p)", ExpressionAttributeValues: { ":p": "θ" } })).length, 2);
  equal("scan: index", (await read({ IndexName: "by-kind" })).length, 102);
}

async function transactions() {
  const key = (at) => ({ device: "τ-3", at });
  const ClientRequestToken = randomUUID();
  for (const attempt of ["first", "replayed"]) {
    await send(
      new TransactWriteCommand({
        ClientRequestToken,
        TransactItems: [
          { Put: { TableName, Item: { ...key(1), balance: 70 } } },
          { Update: { TableName, Key: key(2), UpdateExpression: "ADD balance :n", ExpressionAttributeValues: { ":n": 30 } } },
          { ConditionCheck: { TableName, Key: { device: "θ-1", at: 1 }, ConditionExpression: "attribute_exists(note)" } },
        ],
      }),
    );
    const { Responses } = await send(
      new TransactGetCommand({ TransactItems: [1, 2, 3].map((at) => ({ Get: { TableName, Key: key(at) } })) }),
    );
    equal(`transaction ${attempt}: read together`, Responses.map((r) => r.Item), [{ ...key(1), balance: 70 }, { ...key(2), balance: 30 }, undefined]);
  }
  const error = await rejected(
    "transaction: is cancelled",
    send(
      new TransactWriteCommand({
        TransactItems: [
          { Delete: { TableName, Key: key(1) } },
          {
            Update: {
              TableName,
              Key: key(2),
              UpdateExpression: "SET balance = :z",
              ConditionExpression: "balance > :n",
              ExpressionAttributeValues: { ":z": 0, ":n": 50 },
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
        ],
      }),
    ),
    "TransactionCanceledException",
  );
  equal("transaction cancelled: reasons", error.CancellationReasons?.map((r) => r.Code), ["None", "ConditionalCheckFailed"]);
  equal("transaction cancelled: changes nothing", (await send(new GetCommand({ TableName, Key: key(1) }))).Item.balance, 70);
}

async function remove() {
  const Key = { device: "τ-3", at: 1 };
  await rejected(
    "delete: condition fails",
    send(new DeleteCommand({ TableName, Key, ConditionExpression: "attribute_not_exists(balance)" })),
    "ConditionalCheckFailedException",
  );
  equal("delete: returns the old item", (await send(new DeleteCommand({ TableName, Key, ReturnValues: "ALL_OLD" }))).Attributes, { ...Key, balance: 70 });
  equal("delete: item is gone", (await send(new GetCommand({ TableName, Key }))).Item, undefined);
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 2 }, { TableName });
  await rejected(
    "delete table: it is gone",
    client.send(new GetItemCommand({ TableName, Key: { device: { S: "x" }, at: { N: "1" } } })),
    "ResourceNotFoundException",
  );
}

try {
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 30, minDelay: 1, maxDelay: 2 }, { TableName });
} catch (error) {
  if (error.name !== "ResourceNotFoundException") throw error;
}
await run([create, single, batches, queries, scans, transactions, remove]);
finish();
