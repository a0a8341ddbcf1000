// What the server does now, and did in the last quarter of an hour.

import { html, useEffect, useMemo, useRef, useState } from './htm.js';
import { Chart } from './charts.js';
import { bytes, count, percent, Rows, seconds, Title } from './parts.js';
import { moments } from './server.js';

const QUARTER = 15 * 60 * 1000;
const OFTEN = 3000;
const OUTCOMES = ['success', 'error', 'throttled', 'fault', 'condition'];

const requests = (operation) => OUTCOMES.reduce((sum, outcome) => sum + (operation?.[outcome] ?? 0), 0);

/** Where the share of requests lies that took no longer, between the bounds of its bucket. */
export function quantile(latencies, bounds, share) {
  const total = latencies.reduce((sum, each) => sum + each, 0);
  let left = total * share;
  for (let at = 0; at < latencies.length; at++) {
    if (latencies[at] >= left && latencies[at] > 0) {
      const from = at === 0 ? 0 : bounds[at - 1];
      const to = bounds[at] ?? bounds.at(-1);
      return (from + (to - from) * (left / latencies[at])) / 1e9;
    }
    left -= latencies[at];
  }
  return NaN;
}

const minus = (now, before) => now.map((value, at) => value - (before?.[at] ?? 0));
const sum = (lists) => lists.reduce((total, list) => total.map((value, at) => value + list[at]));

/** What happened between two moments. */
function between(before, now) {
  const time = (now.at - before.at) / 1000;
  const rate = (value, old) => Math.max(0, value - (old ?? 0)) / time;
  const operations = Object.entries(now.operations).map(([name, operation]) => {
    const old = before.operations[name];
    const latencies = minus(operation.latencies, old?.latencies);
    const outcomes = Object.fromEntries(OUTCOMES.map((each) => [each, rate(operation[each], old?.[each])]));
    return { name, rate: rate(requests(operation), requests(old)), latencies, ...outcomes };
  });
  const latencies = operations.length ? sum(operations.map((each) => each.latencies)) : [];
  const caches = Object.fromEntries(
    ['items', 'queries', 'scans'].map((name) => {
      const hits = rate(now.caches[name].hits, before.caches[name].hits);
      const misses = rate(now.caches[name].misses, before.caches[name].misses);
      return [name, { hits, misses, ratio: hits / (hits + misses) }];
    }),
  );
  const gauge = (name) => rate(now.gauges[name] ?? 0, before.gauges[name]);
  return {
    at: now.at / 1000,
    operations,
    total: operations.reduce((all, each) => all + each.rate, 0),
    p50: quantile(latencies, now.bounds, 0.5),
    p99: quantile(latencies, now.bounds, 0.99),
    caches,
    commits: gauge('commits'),
    group: gauge('committed_writes') / gauge('commits'),
    refusals: Object.fromEntries(Object.entries(now.refusals).map(([name, value]) => [name, rate(value, before.refusals[name])])),
    refusedWrites: gauge('refused_writes'),
    now,
  };
}

/** Who holds how much memory: what the server counts, the largest first. */
function owners(now) {
  const counted = Object.entries(now.gauges).filter(([name]) => /_bytes$/.test(name) && !/^store_used|backup/.test(name));
  return [
    ['item cache', now.caches.held.items.bytes],
    ['query cache', now.caches.held.pages.bytes],
    ['requests and answers', now.memory.requests],
    ...counted.map(([name, value]) => [name.replace(/_bytes$/, '').replaceAll('_', ' '), value]),
  ].sort(([, one], [, other]) => other - one);
}

function useMoments() {
  const [known, setKnown] = useState([]);
  const [isPaused, setPaused] = useState(false);
  const [isLost, setLost] = useState(false);
  const last = useRef(0);
  useEffect(() => {
    if (isPaused) {
      return undefined;
    }
    let isOver = false;
    const look = async () => {
      if (document.hidden) {
        return;
      }
      try {
        const more = await moments(last.current);
        setLost(false);
        if (!isOver && more.length > 0) {
          last.current = more.at(-1).at;
          setKnown((old) => [...old, ...more].filter((each) => each.at > last.current - QUARTER));
        }
      } catch (gone) {
        setLost(true);
      }
    };
    look();
    const timer = setInterval(look, OFTEN);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [isPaused]);
  return { known, isPaused, setPaused, isLost };
}

export function Overview() {
  const { known, isPaused, setPaused, isLost } = useMoments();
  // A server that has started anew counts from zero.
  const steps = useMemo(
    () => known.slice(1).map((now, at) => between(known[at], now)).filter((step) => Number.isFinite(step.total)),
    [known],
  );
  const now = known.at(-1);
  const step = steps.at(-1);
  const title = html`<${Title} actions=${html`<button type="button" aria-pressed=${isPaused} onClick=${() => setPaused(!isPaused)}>${isPaused ? 'Go on' : 'Pause'}</button>`}>Overview</${Title}>`;
  if (!now) {
    return html`${title}<p class="quiet">${isLost ? 'The server does not answer.' : 'Looking…'}</p>`;
  }
  const times = steps.map((each) => each.at);
  const line = (name, of) => [name, steps.map((each) => of(each) || 0)];
  const busiest = step ? [...step.operations].sort((one, other) => other.rate - one.rate) : [];
  const names = [...new Set(steps.flatMap((each) => each.operations.filter((one) => one.rate > 0).map((one) => one.name)))].slice(0, 8);
  const connections = now.connections.http + now.connections.dax;
  const refused = step ? Object.values(step.refusals).reduce((all, each) => all + each, step.refusedWrites) : 0;
  return html`${title}
    ${isLost && html`<p class="message warn" role="status">The server does not answer; what is shown is from ${new Date(now.at).toLocaleTimeString()}.</p>`}
    <dl class="tiles">
      <div><dt>Requests per second</dt><dd>${count(step?.total)}</dd></div>
      <div><dt>p50</dt><dd>${seconds(step?.p50)}</dd></div>
      <div><dt>p99</dt><dd>${seconds(step?.p99)}</dd></div>
      <div><dt>Item hits</dt><dd>${percent(step?.caches.items.ratio)}</dd></div>
      <div><dt>Query hits</dt><dd>${percent(step?.caches.queries.ratio)}</dd></div>
      <div><dt>Writer queue</dt><dd>${count(now.gauges.write_queue)}</dd></div>
      <div><dt>Writes in a group</dt><dd>${step && Number.isFinite(step.group) ? step.group.toFixed(1) : '–'}</dd></div>
      <div><dt>Connections</dt><dd>${count(connections)}</dd></div>
      <div><dt>Refusals per second</dt><dd>${count(refused)}</dd></div>
      <div><dt>Processors</dt><dd>${Math.round(now.cpu)} %</dd></div>
    </dl>
    <div class="cards">
      <${Chart} title="Requests per second" times=${times} unit=${count}
        series=${names.map((name) => line(name, (each) => each.operations.find((one) => one.name === name)?.rate))} />
      <${Chart} title="Response times" times=${times} unit=${seconds} series=${[line('p50', (each) => each.p50), line('p99', (each) => each.p99)]} />
      <${Chart} title="Hits and misses per second" times=${times} unit=${count} series=${[
        line('item hits', (each) => each.caches.items.hits),
        line('item misses', (each) => each.caches.items.misses),
        line('query hits', (each) => each.caches.queries.hits),
        line('query misses', (each) => each.caches.queries.misses),
        line('scan hits', (each) => each.caches.scans.hits),
        line('scan misses', (each) => each.caches.scans.misses),
      ]} />
      <${Chart} title="Writer" times=${times} unit=${count} series=${[
        line('queue', (each) => each.now.gauges.write_queue),
        line('writes in a group', (each) => each.group),
        line('commits per second', (each) => each.commits),
      ]} />
      <${Chart} title="Memory" times=${times} unit=${bytes} series=${[
        line('heap', (each) => each.now.memory.heap),
        line('item cache', (each) => each.now.caches.held.items.bytes),
        line('query cache', (each) => each.now.caches.held.pages.bytes),
        line('requests', (each) => each.now.memory.requests),
      ]} />
      <${Chart} title="Connections and refusals" times=${times} unit=${count} series=${[
        line('HTTP', (each) => each.now.connections.http),
        line('DAX', (each) => each.now.connections.dax),
        line('refused per second', (each) => Object.values(each.refusals).reduce((all, one) => all + one, each.refusedWrites)),
      ]} />
    </div>
    <section class="card"><h2>Operations</h2>
      <${Rows} caption="Between the last two looks, per second" none="Nobody has asked for anything." columns=${[
        'Operation', ...['Requests', 'p50', 'p99', 'Errors', 'Throttled', 'Faults', 'Conditions'].map((name) => ({ name, number: true })),
      ]} rows=${busiest.map((each) => [
        each.name, count(each.rate),
        seconds(quantile(each.latencies, now.bounds, 0.5)), seconds(quantile(each.latencies, now.bounds, 0.99)),
        count(each.error), count(each.throttled), count(each.fault), count(each.condition),
      ])} /></section>
    <section class="card"><h2>Memory by owner</h2>
      <${Rows} caption=${'Heap: ' + bytes(now.memory.heap) + ' of ' + bytes(now.memory.heapMax)}
        columns=${['Owner', { name: 'Bytes', number: true }]} rows=${owners(now).map(([name, value]) => [name, bytes(value)])} /></section>
    <section class="card"><h2>Refusals</h2>
      <${Rows} caption="Since the server started" columns=${['Reason', { name: 'Count', number: true }]} rows=${[
        ...Object.entries(now.refusals).map(([name, value]) => [name.replaceAll('_', ' '), count(value)]),
        ['writes, because the queue was full', count(now.gauges.refused_writes ?? 0)],
      ]} /></section>`;
}
