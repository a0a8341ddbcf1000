#!/usr/bin/env node
// ElectroDB, unmodified, against a running server: two entities in one table with composite keys, an index, a
// collection, conditions, upserts, batches, transactions.
//
//   npm ci --ignore-scripts && node electrodb.mjs [--endpoint http://127.0.0.1:8000]

import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Entity, Service } from "electrodb";
import { check, endpoint, equal, finish, rejected, run } from "./verdict.mjs";

const table = "larder-electrodb";
const client = new DynamoDBClient({
  endpoint: endpoint(),
  region: "us-east-1",
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? "dummy",
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? "dummy",
  },
  maxAttempts: 1,
});
const Task = new Entity(
  {
    model: { entity: "task", version: "1", service: "work" },
    attributes: {
      project: { type: "string", required: true },
      task: { type: "string", required: true },
      employee: { type: "string", required: true },
      points: { type: "number", default: 1 },
      tags: { type: "set", items: "string" },
      notes: { type: "list", items: { type: "map", properties: { text: { type: "string" } } } },
      status: { type: ["open", "done"], default: "open" },
    },
    indexes: {
      byProject: { pk: { field: "pk", composite: ["project"] }, sk: { field: "sk", composite: ["task"] } },
      byEmployee: {
        index: "gsi1",
        collection: "assignments",
        pk: { field: "gsi1pk", composite: ["employee"] },
        sk: { field: "gsi1sk", composite: ["project", "task"] },
      },
    },
  },
  { client, table },
);
const Employee = new Entity(
  {
    model: { entity: "employee", version: "1", service: "work" },
    attributes: { employee: { type: "string", required: true }, office: { type: "string" } },
    indexes: {
      byName: { pk: { field: "pk", composite: ["employee"] }, sk: { field: "sk", composite: [] } },
      byEmployee: {
        index: "gsi1",
        collection: "assignments",
        pk: { field: "gsi1pk", composite: ["employee"] },
        sk: { field: "gsi1sk", composite: [] },
      },
    },
  },
  { client, table },
);
const work = new Service({ task: Task, employee: Employee }, { client, table });

async function create() {
  await client.send(new DeleteTableCommand({ TableName: table })).catch((error) => {
    if (error.name !== "ResourceNotFoundException") throw error;
  });
  const key = (hash, range) => [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
      KeySchema: key("pk", "sk"),
      GlobalSecondaryIndexes: [
        { IndexName: "gsi1", KeySchema: key("gsi1pk", "gsi1sk"), Projection: { ProjectionType: "ALL" } },
      ],
    }),
  );
}

async function single() {
  const task = { project: "larder", task: "T-1", employee: "ada", tags: ["db"], notes: [{ text: "erst" }] };
  const whole = { ...task, points: 1, status: "open" };
  equal("create: answers the item", (await Task.create(task).go()).data, whole);
  equal("get", (await Task.get({ project: "larder", task: "T-1" }).go()).data, whole);
  equal("get: a missing one", (await Task.get({ project: "larder", task: "?" }).go()).data, null);
  await rejected("create: refuses an existing one", Task.create(task).go(), (error) => error.message.includes("conditional request failed"));
  const { data } = await Task.patch({ project: "larder", task: "T-1" })
    .add({ points: 2, tags: ["fast"] })
    .append({ notes: [{ text: "zweitens" }] })
    .set({ status: "done" })
    .where(({ points }, { lt }) => lt(points, 10))
    .go({ response: "all_new" });
  equal("patch: answers the new item", [data.points, data.tags.sort(), data.notes.length, data.status], [3, ["db", "fast"], 2, "done"]);
  await rejected(
    "patch: condition fails",
    Task.patch({ project: "larder", task: "T-1" }).set({ points: 0 }).where(({ points }, { gt }) => gt(points, 10)).go(),
    (error) => error.message.includes("conditional request failed"),
  );
  await rejected("patch: a missing one", Task.patch({ project: "larder", task: "?" }).set({ points: 0 }).go(), (error) =>
    error.message.includes("conditional request failed"),
  );
  equal(
    "upsert: makes and updates",
    (await Task.upsert({ project: "larder", task: "T-2", employee: "ada" }).add({ points: 5 }).go({ response: "all_new" })).data.points,
    5,
  );
}

async function many() {
  const tasks = Array.from({ length: 60 }, (_, n) => ({
    project: "moon",
    task: `M-${String(n).padStart(3, "0")}`,
    employee: n % 2 ? "ada" : "bob",
    points: n,
  }));
  equal("batch put: nothing unprocessed", (await Task.put(tasks).go()).unprocessed, []);
  await Employee.put([{ employee: "ada", office: "Ulm" }, { employee: "bob" }]).go();
  const names = ({ data }) => data.map((found) => found.task);
  equal("batch get", (await Task.get(tasks.slice(0, 50).map(({ project, task }) => ({ project, task }))).go()).data.length, 50);
  equal("query: begins", names(await Task.query.byProject({ project: "moon" }).begins({ task: "M-00" }).go()).length, 10);
  equal(
    "query: between, backwards",
    names(await Task.query.byProject({ project: "moon" }).between({ task: "M-010" }, { task: "M-012" }).go({ order: "desc" })),
    ["M-012", "M-011", "M-010"],
  );
  const first = await Task.query.byProject({ project: "moon" }).go({ limit: 40 });
  const second = await Task.query.byProject({ project: "moon" }).go({ cursor: first.cursor });
  equal("query: pages by cursor", [first.data.length, second.data.length, second.cursor], [40, 20, null]);
  equal(
    "query: filter, chosen attributes, all pages",
    (
      await Task.query
        .byEmployee({ employee: "ada", project: "moon" })
        .where(({ points }, { between }) => between(points, 10, 20))
        .go({ attributes: ["task", "points"], pages: "all" })
    ).data,
    [11, 13, 15, 17, 19].map((points) => ({ task: `M-0${points}`, points })),
  );
  const { data } = await work.collections.assignments({ employee: "ada" }).go({ pages: "all" });
  equal("collection: both entities", [data.task.length, data.employee], [32, [{ employee: "ada", office: "Ulm" }]]);
  equal("scan: of one entity", (await Employee.scan.go({ pages: "all" })).data.length, 2);
  equal("match: by any attribute", (await Task.match({ status: "done" }).go({ pages: "all" })).data.length, 1);
  await Task.delete(tasks.slice(30).map(({ project, task }) => ({ project, task }))).go();
  equal("batch delete", names(await Task.query.byProject({ project: "moon" }).go({ pages: "all" })).length, 30);
}

async function transactions() {
  const swap = await work.transaction
    .write(({ task, employee }) => [
      task.patch({ project: "moon", task: "M-000" }).set({ employee: "ada" }).commit(),
      employee.check({ employee: "ada" }).where(({ office }, { eq }) => eq(office, "Ulm")).commit(),
      task.remove({ project: "moon", task: "M-001" }).commit(),
    ])
    .go();
  equal("transaction: done", swap.canceled, false);
  const read = await work.transaction
    .get(({ task }) => [
      task.get({ project: "moon", task: "M-000" }).commit(),
      task.get({ project: "moon", task: "M-001" }).commit(),
    ])
    .go();
  equal("transaction: reads what it wrote", read.data.map(({ item }) => item?.employee), ["ada", undefined]);
  const cancelled = await work.transaction
    .write(({ task }) => [
      task.patch({ project: "moon", task: "M-000" }).set({ points: 99 }).commit(),
      task.create({ project: "moon", task: "M-002", employee: "bob" }).commit(),
    ])
    .go();
  equal("transaction: cancelled", [cancelled.canceled, cancelled.data.map(({ code }) => code)], [true, ["None", "ConditionalCheckFailed"]]);
  check("transaction: cancelled changes nothing", (await Task.get({ project: "moon", task: "M-000" }).go()).data.points === 0);
}

async function remove() {
  const { data } = await Task.remove({ project: "larder", task: "T-2" }).go({ response: "all_old" });
  equal("remove: answers the old item", data.points, 5);
  await client.send(new DeleteTableCommand({ TableName: table }));
}

await run([create, single, many, transactions, remove]);
finish();
