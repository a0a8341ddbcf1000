#!/usr/bin/env node
// dynamodb-admin, unmodified, started beside a running server and used as its web pages use it: creates a table,
// lists, filters, pages, edits and deletes items, shows the table's pages, deletes the table.
//
//   npm ci --ignore-scripts && node dynamodb_admin.mjs [--endpoint http://127.0.0.1:8000]

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { check, endpoint, equal, finish, run } from "./verdict.mjs";

const TABLE = "larder-admin";
const port = await freePort();
const admin = spawn(
  process.execPath,
  [
    "--no-warnings",
    fileURLToPath(import.meta.resolve("dynamodb-admin/dist/dynamodb-admin.js")),
    // Else it sends a session token of its own making beside the key.
    "--skip-default-credentials",
    ...["--host", "127.0.0.1", "--port", String(port), "--dynamo-endpoint", endpoint()],
  ],
  {
    env: { AWS_ACCESS_KEY_ID: "dummy", AWS_SECRET_ACCESS_KEY: "dummy", ...process.env, AWS_REGION: "us-east-1" },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
process.on("exit", () => admin.kill());

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function call(method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  return answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
}

async function untilUp() {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(`http://127.0.0.1:${port}/assets/`);
    } catch (error) {
      if (tries === 100 || admin.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const tables = async () => (await call("GET", "/api/tables")).map((table) => table.TableName);
const items = (query = {}) => call("GET", `/tables/${TABLE}/items?${new URLSearchParams(query)}`);
const page = (path) => call("GET", `/tables/${TABLE}${path}`);
const key = (artist, year) => `${encodeURIComponent(artist)},${year}`;

async function create() {
  if ((await tables()).includes(TABLE)) await call("DELETE", `/tables/${TABLE}`);
  await call("POST", "/create-table", {
    TableDefinition: {
      TableName: TABLE,
      HashAttributeName: "artist",
      HashAttributeType: "S",
      RangeAttributeName: "year",
      RangeAttributeType: "N",
      ReadCapacityUnits: 3,
      WriteCapacityUnits: 3,
    },
    SecondaryIndexes: [
      {
        IndexName: "by-style",
        IndexType: "global",
        HashAttributeName: "style",
        HashAttributeType: "S",
        RangeAttributeName: "year",
        RangeAttributeType: "N",
        ReadCapacityUnits: 3,
        WriteCapacityUnits: 3,
      },
    ],
  });
  check("create table: it is listed", (await tables()).includes(TABLE));
  check("tables: the page names it", (await call("GET", "/")).includes(TABLE));
}

async function add() {
  for (let year = 1950; year < 1980; year++) {
    const item = { artist: "John Coltrane", year, style: year % 2 ? "jazz" : "blues", plays: year * 10, live: true };
    equal(`add ${year}: answers the key`, await call("PUT", `/tables/${TABLE}/add-item`, item), {
      artist: item.artist,
      year,
    });
  }
  check("add: the form opens", (await page("/add-item")).includes("artist"));
}

async function list() {
  const first = await items();
  equal("list: a page of 25", first.Items.length, 25);
  equal("list: in order of the sort key", first.Items.map((item) => item.year), Array.from({ length: 25 }, (_, n) => 1950 + n));
  const second = await items({ startKey: decodeURIComponent(first.nextKey), pageNum: 2 });
  equal("list: the rest", [second.Items.length, second.nextKey], [5, null]);
  check("list: the page opens", (await page("")).includes(TABLE));
}

async function search() {
  const filters = JSON.stringify({
    artist: { type: "S", operator: "=", value: "John Coltrane" },
    year: { type: "N", operator: ">", value: "1975" },
    plays: { type: "N", operator: "<>", value: "19770" },
  });
  const years = ({ Items }) => Items.map((item) => item.year);
  equal("query with a filter", years(await items({ operationType: "query", filters })), [1976, 1978, 1979]);
  equal("scan with filters", years(await items({ filters })), [1976, 1978, 1979]);
  const styled = JSON.stringify({ style: { type: "S", operator: "=", value: "jazz" } });
  equal(
    "query of the index",
    (await items({ operationType: "query", queryableSelection: "by-style", filters: styled })).Items.length,
    15,
  );
}

async function edit() {
  const path = `/tables/${TABLE}/items/${key("John Coltrane", 1965)}`;
  const edited = { artist: "John Coltrane", year: 1965, title: "A Love Supreme", parts: ["Resolution", { minutes: 7.25 }] };
  equal("edit: answers the item", await call("PUT", path, edited), edited);
  check("edit: the item's page shows it", (await call("GET", path)).includes("A Love Supreme"));
  await call("DELETE", `/tables/${TABLE}/items/${key("John Coltrane", 1950)}`);
  equal("delete: one item less", (await items({ pageSize: 50 })).Items.length, 29);
}

async function describe() {
  check("meta: the page opens", (await page("/meta")).includes("by-style"));
  check("time to live: the page opens", (await page("/ttl")).includes("DISABLED"));
}

async function remove() {
  await call("DELETE", `/tables/${TABLE}/all`);
  equal("purge: no item is left", (await items()).Items, []);
  await call("DELETE", `/tables/${TABLE}`);
  check("delete table: it is not listed", !(await tables()).includes(TABLE));
}

await untilUp();
await run([create, add, list, search, edit, describe, remove]);
finish();
