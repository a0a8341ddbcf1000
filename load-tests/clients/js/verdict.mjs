// Counting what holds and what does not, and ending with one line that says so.

import { inspect, isDeepStrictEqual, parseArgs } from "node:util";

let passed = 0;
let failed = 0;

/** The endpoint from the command line. */
export function endpoint() {
  return parseArgs({ options: { endpoint: { type: "string", default: "http://127.0.0.1:8000" } } }).values.endpoint;
}

export function check(name, holds, detail = "") {
  if (holds) {
    passed++;
    console.log(`ok   ${name}`);
  } else {
    failed++;
    console.log(`FAIL ${name}\n     ${detail}`);
  }
}

export function equal(name, actual, expected) {
  check(
    name,
    isDeepStrictEqual(actual, expected),
    `expected ${inspect(expected, { depth: 6 })}\n     but was  ${inspect(actual, { depth: 6 })}`,
  );
}

/** Checks that the promise fails with an error of this name, or one that fits; answers the error. */
export async function rejected(name, promise, expected) {
  try {
    await promise;
  } catch (error) {
    const fits = typeof expected === "function" ? expected(error) : error.name === expected;
    check(name, fits, error.stack);
    return error;
  }
  check(name, false, "was accepted");
  return {};
}

/** Runs the steps in order; an exception in one is one failure, not the end. */
export async function run(steps) {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      check(step.name, false, error.stack);
    }
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}
