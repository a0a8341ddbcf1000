// What the drivers of the JavaScript clients share: calls come in as JSON lines, answers go out as such.
'use strict';

const readline = require('node:readline');

/** INPUT as a client takes it: binary values as Buffers. */
function decode(value) {
  if (Array.isArray(value)) {
    return value.map(decode);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0][0] === 'B' && typeof entries[0][1] === 'string') {
    return {B: Buffer.from(entries[0][1], 'base64')};
  }
  if (entries.length === 1 && entries[0][0] === 'BS') {
    return {BS: entries[0][1].map((binary) => Buffer.from(binary, 'base64'))};
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, decode(member)]));
}

/** What the client gave, as JSON: binary values in base64; numbers and sets of the client as lists and texts. */
function encode(value) {
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('base64');
  }
  if (Array.isArray(value)) {
    return value.map((element) => (element === undefined ? null : encode(element)));
  }
  if (value instanceof Set) {
    return encode([...value]);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (Array.isArray(value.values) && typeof value.type === 'string') {
    return encode(value.values);
  }
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined && member !== null)
      .map(([name, member]) => [name, encode(member)]));
}

function describe(problem) {
  const type = problem.code ?? problem.name ?? 'Error';
  const message = String(problem.message ?? problem);
  const error = {type, message: message.startsWith(`${type}: `) ? message.slice(type.length + 2) : message};
  if (problem.statusCode > 0) {
    error.status = problem.statusCode;
  }
  if (problem.requestId) {
    error.requestId = problem.requestId;
  }
  if (problem.cancellationReasons) {
    error.reasons = encode(problem.cancellationReasons);
  }
  return error;
}

function write(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

/** Serves calls until the input ends. `call(method, input)` gives a promise; `method` is `getItem` and so on. */
async function serve(ready, call, close) {
  const answer = async ({operation, input}) => {
    try {
      return {output: encode(await call(operation[0].toLowerCase() + operation.slice(1), decode(input)) ?? {})};
    } catch (problem) {
      return {error: describe(problem)};
    }
  };
  write({ready});
  for await (const line of readline.createInterface({input: process.stdin, crlfDelay: Infinity})) {
    const {id, together, ...single} = JSON.parse(line);
    write({id, ...(together ? {answers: await Promise.all(together.map(answer))} : await answer(single))});
  }
  close();
  process.exit(0);
}

/** Makes the client by `make`, or says why that fails. */
function start(make) {
  try {
    const {ready, call, close} = make();
    serve(ready, call, close);
  } catch (problem) {
    write({failed: describe(problem)});
    process.exitCode = 1;
  }
}

module.exports = {start};
