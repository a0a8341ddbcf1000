// What the server is asked. Credentials are kept here, in memory only: they are gone with the page.

import { signed } from './signing.js';

const STREAMS = new Set(['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords']);

let credentials = null;
let about = null;

/** What the server has refused, in its words. */
export class Refused extends Error {
  constructor(status, code, message, details) {
    super(message || code || `The server answered ${status}`);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const useKey = (key) => (credentials = key);
export const key = () => credentials;
export const isSignedIn = () => credentials !== null || !about?.isVerified;
export const mayChange = () => about?.mayChange ?? false;
export const server = () => about;

/** What the server says of itself, once. */
export async function meet() {
  about ??= await (await fetch('about')).json();
  return about;
}

async function send(method, path, body, headers, service, region = about.region) {
  const request = { method, path: new URL(path, location.href).pathname + new URL(path, location.href).search, body, headers };
  const sent = credentials ? await signed(request, credentials, { region, service }) : headers;
  try {
    return await fetch(request.path, { method, body, headers: sent, credentials: 'omit' });
  } catch (gone) {
    throw new Refused(0, 'Unreachable', 'The server does not answer');
  }
}

/** An operation of DynamoDB or of its streams. */
export async function call(operation, input = {}) {
  const target = (STREAMS.has(operation) ? 'DynamoDBStreams_20120810.' : 'DynamoDB_20120810.') + operation;
  const answer = await send('POST', 'api', JSON.stringify(input), {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
  }, 'dynamodb');
  const told = await answer.text();
  let output;
  try {
    // What changes settings of a table is answered by nothing.
    output = told || !answer.ok ? JSON.parse(told) : {};
  } catch (noJson) {
    throw new Refused(answer.status, null, told.trim());
  }
  if (!answer.ok) {
    const code = output.__type?.replace(/.*#/, '') ?? null;
    throw new Refused(answer.status, code, output.message ?? output.Message, output);
  }
  return output;
}

const BUSY = 503;
let queue = Promise.resolve();

/** One of the pages of the admin port: one after the other, for it does little at once. */
export function admin(method, path, body) {
  const answer = queue.then(() => ask(method, path, body));
  queue = answer.catch(() => {});
  return answer;
}

async function ask(method, path, body, tries = 5) {
  const answer = await send(method, path, body === undefined ? undefined : JSON.stringify(body), {
    accept: 'application/json',
    'content-type': 'application/json',
  }, 'dynamodb');
  const told = await answer.text();
  if (answer.status === BUSY && tries > 0) {
    await new Promise((done) => setTimeout(done, 300));
    return ask(method, path, body, tries - 1);
  }
  const isJson = answer.headers.get('content-type')?.includes('json');
  if (!answer.ok) {
    throw new Refused(answer.status, null, isJson ? JSON.parse(told).reason : told.trim());
  }
  return isJson ? JSON.parse(told) : told;
}

/** A call of IAM or STS; an element. */
export async function iam(action, parameters = {}, { service = 'iam', version = '2010-05-08' } = {}) {
  const form = new URLSearchParams({ Action: action, Version: version, ...parameters });
  const region = service === 'iam' ? 'us-east-1' : about.region;
  const answer = await send('POST', 'iam', form.toString(), {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  }, service, region);
  const told = await answer.text();
  const xml = new DOMParser().parseFromString(told, 'text/xml').documentElement;
  if (!answer.ok) {
    const message = xml.querySelector('Message')?.textContent ?? told;
    throw new Refused(answer.status, xml.querySelector('Code')?.textContent, message);
  }
  return xml.firstElementChild;
}

/** All pages of a list, a bounded number of them. */
export async function all(operation, input, list, [out, into], most = 20) {
  const found = [];
  let at;
  for (let page = 0; page < most; page++) {
    const answer = await call(operation, at === undefined ? input : { ...input, [into]: at });
    found.push(...answer[list]);
    at = answer[out];
    if (at === undefined) {
      break;
    }
  }
  return found;
}

export const tableNames = () => all('ListTables', {}, 'TableNames', ['LastEvaluatedTableName', 'ExclusiveStartTableName']);

/** What the server did since then. */
export async function moments(since) {
  const answer = await fetch('moments?since=' + since);
  return answer.ok ? answer.json() : [];
}
