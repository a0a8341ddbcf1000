// What the caches hold, how well they do, and what they are told to do.

import { html, useEffect, useState } from './htm.js';
import { parse } from './attributes.js';
import { Answered, bytes, Confirm, count, Facts, Failure, Outcome, percent, Rows, seconds, Title, useAction, useAnswer, useFields } from './parts.js';
import { Policies, PolicyOfTable } from './cache-policies.js';
import { admin, call, mayChange, moments, tableNames } from './server.js';

const ratio = (reads) => percent(reads.hits / (reads.hits + reads.misses));
const causes = (evictions) => Object.entries(evictions).filter(([, value]) => value > 0).map(([cause, value]) => `${cause} ${count(value)}`).join(', ') || 'none';
const took = (loads) => seconds(loads.microseconds / loads.count / 1e6);
const number = (name) => ({ name, number: true });
const table = (name) => html`<a href=${'#/caches/' + encodeURIComponent(name)}>${name}</a>`;
const inRegion = (region) => (region.region ? ` in ${region.region}` : '');

const statistics = () => admin('GET', '/admin/cache/stats');

/** Bytes in hexadecimal digits as the text that they are, if they are one. */
function readable(hex) {
  const bytesOfKey = new Uint8Array((hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16)));
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOfKey);
    return /[\p{C}]/u.test(text) ? hex : text;
  } catch (noText) {
    return hex;
  }
}

/** The key of an item if the cache knows it; else its bytes. */
const hotKey = (hot) => html`<code>${hot.key ? JSON.stringify(hot.key) : [hot.partitionBytes, hot.sortBytes].map(readable).filter(Boolean).join(' · ')}</code>`;

export function Caches() {
  const known = useAnswer(async () => ({ ...(await statistics()), most: (await moments(0)).at(-1)?.caches.most }));
  const names = useAnswer(tableNames);
  const advice = useAnswer(() => admin('GET', '/admin/cache/advice'));
  const [isDropping, setDropping] = useState(false);
  return html`<${Title} actions=${html`<button type="button" onClick=${() => { known.again(); advice.again(); }}>Look again</button>
      ${mayChange() && html`<button type="button" class="danger" onClick=${() => setDropping(true)}>Invalidate everything</button>`}`}>Caches</${Title}>
    <${Answered} of=${known}>${({ regions, most }) => regions.map((region) => html`<${Region} region=${region} most=${most} names=${names.answer ?? []} />`)}</${Answered}>
    <${Policies} />
    <section class="card"><h2>Advice</h2>
      <p class="quiet">What share of reads would have been hits with other memory or another time to live, from a sample of the reads.</p>
      <${Answered} of=${advice}>${({ regions }) => regions.map((region) => html`<${Advice} advice=${region.caches} where=${inRegion(region)} />`)}</${Answered}></section>
    ${isDropping && html`<${Confirm} title="Invalidate everything" word="everything" verb="Invalidate" onClose=${() => setDropping(false)}
      onConfirm=${async () => {
        await admin('POST', '/admin/cache/invalidate', {});
        await known.again();
      }}><p>The next read of anything comes from the store. No data is lost.</p></${Confirm}>`}`;
}

function Region({ region, most, names }) {
  const { itemCache, queryCache, coalesced, tables, hottestKeys } = region.caches;
  const seen = new Set(tables.map((each) => each.table));
  const rest = names.filter((name) => !seen.has(name));
  return html`
    <section class="card"><h2>Both caches${inRegion(region)}</h2>
      <${Rows} caption=${most ? 'Of at most ' + bytes(most) : 'Both'} columns=${['Cache', ...['Hit ratio', 'Hits', 'Misses', 'Entries', 'Bytes', 'Evictions', 'Bytes evicted'].map(number)]}
        rows=${[['items', itemCache], ['pages', queryCache]].map(([name, each]) => [
          name, ratio(each), count(each.hits), count(each.misses), count(each.entries), bytes(each.bytes), count(each.evictions), bytes(each.evictedBytes),
        ])} />
      <p class="quiet">${count(coalesced)} misses joined the read of an identical one.</p></section>
    <section class="card"><h2>Tables${inRegion(region)}</h2>
      <${Rows} caption="Hit ratios by table" none="No table was read yet."
        columns=${['Table', ...['Items', 'Queries', 'Scans', 'Items held', 'Their bytes', 'Pages held', 'Their bytes', 'Item reads took', 'Page reads took'].map(number), 'Items evicted', 'Pages evicted']}
        rows=${tables.map((each) => [
          table(each.table), ratio(each.items), ratio(each.queries), ratio(each.scans), count(each.itemEntries), each.itemBytes === undefined ? '–' : bytes(each.itemBytes), count(each.pageEntries), bytes(each.pageBytes), took(each.itemLoads), took(each.pageLoads),
          causes(each.itemEvictions), causes(each.pageEvictions),
        ])} />
      ${rest.length > 0 && html`<p>Not read yet: ${rest.slice(0, 50).map((name) => html`${table(name)} `)}</p>`}</section>
    <section class="card"><h2>Hottest keys${inRegion(region)}</h2><${HotKeys} keys=${hottestKeys} /></section>`;
}

const HotKeys = ({ keys }) => html`<${Rows} caption="Read most, as far as a sample tells" none="None stands out." columns=${['Table', 'Key', number('Reads, at least'), number('at most')]}
  rows=${keys.map((hot) => [table(hot.table), hotKey(hot), count(hot.atLeast), count(hot.atMost)])} />`;

function Advice({ advice, where }) {
  return Object.entries(advice).map(([name, each]) => html`
    <${Rows} caption=${`${name === 'itemCache' ? 'Items' : 'Pages'}${where}: ${count(each.sampledReads)} reads sampled, of one key in ${count(each.oneOf)}`}
      columns=${[number('Memory'), number('Time to live'), number('Hit ratio')]} none="Nothing was sampled yet."
      rows=${each.cases.map((one) => [one.memory + ' ×', one.timeToLive === 'never' ? 'never' : one.timeToLive + ' ×', percent(one.hitRatio)])} />`);
}

export function TableCache({ name }) {
  const known = useAnswer(async () => {
    const [{ regions }, { Table: described }] = await Promise.all([statistics(), call('DescribeTable', { TableName: name })]);
    const caches = regions[0]?.caches;
    return { counts: caches?.tables.find((each) => each.table === name), hot: caches?.hottestKeys.filter((each) => each.table === name) ?? [], described };
  }, [name]);
  return html`<${Title} actions=${html`<a href="#/caches">All caches</a> <a href=${'#/tables/' + encodeURIComponent(name)}>The table</a>
      <button type="button" onClick=${known.again}>Look again</button>`}>Cache of ${name}</${Title}>
    <${Answered} of=${known}>${({ counts, hot, described }) => html`
      <section class="card"><h2>Reads</h2>${counts ? html`<${Counts} counts=${counts} />` : html`<p class="quiet">The table was not read yet.</p>`}</section>
      <${PolicyOfTable} name=${name} />
      <${OneItem} described=${described} again=${known.again} />
      ${mayChange() && html`<${Warm} described=${described} again=${known.again} />`}
      <section class="card"><h2>Hottest keys</h2><${HotKeys} keys=${hot} /></section>`}</${Answered}>`;
}

function Counts({ counts }) {
  const { items, queries, scans, itemLoads, pageLoads, itemEvictions, pageEvictions } = counts;
  const held = (entries, size) => (size === undefined ? undefined : `${count(entries)} entries, ${bytes(size)}`);
  return html`
    <${Rows} caption="Since the server started" columns=${['Reads', number('Hit ratio'), number('Hits'), number('Misses')]}
      rows=${[['items', items], ['queries', queries], ['scans', scans]].map(([what, each]) => [what, ratio(each), count(each.hits), count(each.misses)])} />
    <${Facts} of=${[
      ['Items held', held(counts.itemEntries, counts.itemBytes)],
      ['Pages held', held(counts.pageEntries, counts.pageBytes)],
      ['Item reads that missed', `${count(itemLoads.count)}, ${took(itemLoads)} each, ${count(itemLoads.refusedFills)} not kept because of a write`],
      ['Page reads that missed', `${count(pageLoads.count)}, ${took(pageLoads)} each, ${count(pageLoads.refusedFills)} not kept because of a write`],
      ['Items evicted', causes(itemEvictions)],
      ['Pages evicted', causes(pageEvictions)],
    ]} />`;
}

/** What the cache knows of one item; it, its partition or its table can be thrown out. */
function OneItem({ described, again }) {
  const name = described.TableName;
  const keys = described.KeySchema.map((key) => ({
    name: key.AttributeName,
    type: described.AttributeDefinitions.find((each) => each.AttributeName === key.AttributeName).AttributeType,
  }));
  const [values, field] = useFields(Object.fromEntries(keys.map((key) => [key.name, ''])));
  const [found, setFound] = useState(null);
  const action = useAction();
  const key = (some) => Object.fromEntries(some.map((each) => [each.name, parse(each.type, values[each.name])]));
  const peek = (event) => {
    event.preventDefault();
    action.run(async () => setFound(await admin('POST', '/admin/cache/peek', { TableName: name, Key: key(keys) })));
  };
  const invalidate = (body, what) =>
    action.run(async () => {
      setFound(null);
      await admin('POST', '/admin/cache/invalidate', { TableName: name, ...body });
      await again();
    }, what + ' is invalidated');
  return html`<section class="card"><h2>Peek and invalidate</h2>
    <form onSubmit=${peek}>
      <div class="row">${keys.map((each) => html`<label>${each.name} <input ...${field(each.name)} required /></label>`)}<button>Peek</button></div>
      ${mayChange() && html`<div class="row">
        <button type="button" onClick=${() => invalidate({ Key: key(keys) }, 'The item')}>Invalidate the item</button>
        ${keys.length > 1 && html`<button type="button" onClick=${() => invalidate({ Key: key(keys.slice(0, 1)) }, 'The partition')}>Invalidate its partition</button>`}
        <button type="button" onClick=${() => invalidate({}, 'The table')}>Invalidate the table</button></div>`}
    </form>
    <${Outcome} action=${action} />
    ${found && html`<div aria-live="polite"><${Facts} of=${[
      ['Known', found.known],
      ['Age', found.ageMillis === undefined ? undefined : seconds(found.ageMillis / 1000)],
      ['Leaves in', found.leftMillis === undefined ? undefined : seconds(found.leftMillis / 1000)],
      ['Bytes', found.bytes === undefined ? undefined : bytes(found.bytes)],
    ]} />${found.item && html`<pre tabindex="0">${JSON.stringify(found.item, null, 2)}</pre>`}</div>`}</section>`;
}

/** Reads items so that they are in memory before anybody asks for them. */
function Warm({ described, again }) {
  const [values, field] = useFields({ kind: 'Scan', rate: 1000, partition: '', keys: '' });
  const [job, setJob] = useState(null);
  const action = useAction();
  const isRunning = job?.state === 'running';
  useEffect(() => {
    if (!isRunning) {
      return undefined;
    }
    const timer = setInterval(async () => {
      const now = await admin('GET', '/admin/cache/warm');
      setJob(now);
      if (now.state !== 'running') {
        again();
      }
    }, 500);
    return () => clearInterval(timer);
  }, [isRunning]);
  const begin = (event) => {
    event.preventDefault();
    const name = described.TableName;
    const [hash] = described.KeySchema.map((key) => key.AttributeName);
    const { AttributeType: type } = described.AttributeDefinitions.find((each) => each.AttributeName === hash);
    const body = { PerSecond: Number(values.rate) };
    action.run(async () => {
      if (values.kind === 'Scan') {
        body.Scan = { TableName: name };
      } else if (values.kind === 'Query') {
        body.Query = {
          TableName: name, KeyConditionExpression: '#k = :k', ExpressionAttributeNames: { '#k': hash }, ExpressionAttributeValues: { ':k': parse(type, values.partition) },
        };
      } else {
        body.TableName = name;
        body.Keys = values.keys.split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));
      }
      setJob(await admin('POST', '/admin/cache/warm', body));
    });
  };
  return html`<section class="card"><h2>Warm</h2>
    <form onSubmit=${begin}><div class="row">
      <label>By <select ...${field('kind')}><option value="Scan">a scan of the table</option><option value="Query">a query of a partition</option><option value="Keys">keys</option></select></label>
      ${values.kind === 'Query' && html`<label>Partition key <input ...${field('partition')} required /></label>`}
      <label>Items in a second, at most <input ...${field('rate')} type="number" min="1" max="1000000" /></label></div>
      ${values.kind === 'Keys' && html`<label>Keys in DynamoDB JSON, one a line <textarea ...${field('keys')} class="short" required /></label>`}
      <div class="row"><button class="first" disabled=${isRunning}>Warm</button>
        ${isRunning && html`<button type="button" onClick=${() => action.run(async () => setJob(await admin('DELETE', '/admin/cache/warm')))}>Cancel</button>`}</div></form>
    <${Failure} error=${action.error} />
    <div aria-live="polite">${job && html`<p>${job.state}: ${count(job.done)}${job.total ? ' of ' + count(job.total) : ''} read${job.failed ? ', ' + count(job.failed) + ' failed' : ''}. ${job.result?.reason ?? ''}</p>
      ${job.total > 0 && html`<progress value=${job.done} max=${job.total} aria-label="Progress" />`}`}</div></section>`;
}
