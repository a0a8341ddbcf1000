#!/usr/bin/env node
// Reads an item with the credentials and the endpoints that the AWS SDK for JavaScript v3 finds by itself, and prints
// it, or the name of the error. Run by ../sts_client.py.
//
//   node provided.mjs TABLE OWNER

import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";

const [TableName, owner] = process.argv.slice(2);
try {
  const { Item } = await new DynamoDBClient({}).send(new GetItemCommand({ TableName, Key: { Owner: { S: owner } } }));
  console.log(JSON.stringify(Item));
} catch (error) {
  console.log(error.name);
  console.error(error);
  process.exitCode = 1;
}
