// What the server is: its settings, its cluster, its upstream, its work and how it is guarded.

import { html, useEffect, useState } from './htm.js';
import { Answered, count, Facts, Failure, Outcome, Rows, Title, useAction, useAnswer } from './parts.js';
import { admin, mayChange, moments, server } from './server.js';

const Section = ({ title, of, children }) => html`<section class="card"><h2>${title}</h2><${Answered} of=${of}>${children}</${Answered}></section>`;

/** Whatever JSON there is, as a list of names and values. */
function Anything({ value }) {
  if (Array.isArray(value)) {
    const columns = [...new Set(value.flatMap((each) => (each && typeof each === 'object' ? Object.keys(each) : [])))];
    return columns.length
      ? html`<${Rows} caption="" columns=${columns} rows=${value.map((each) => columns.map((name) => html`<${Anything} value=${each[name]} />`))} />`
      : html`${value.join(', ')}`;
  }
  if (value && typeof value === 'object') {
    return html`<${Facts} of=${Object.entries(value).map(([name, each]) => [name, html`<${Anything} value=${each} />`])} />`;
  }
  return html`${value === null || value === undefined ? '' : String(value)}`;
}

export function State() {
  const { isNode, hasUpstream, isVerified } = server();
  const info = useAnswer(() => admin('GET', '/admin/info'));
  const ready = useAnswer(async () => (await (await fetch('/readyz')).text()).trim());
  const posture = useAnswer(() => admin('GET', '/admin/posture'));
  const cluster = useAnswer(() => (isNode ? admin('GET', '/admin/cluster') : Promise.resolve(null)));
  return html`<${Title}>Server</${Title}>
    <section class="card"><h2>Readiness</h2><${Answered} of=${ready}>${(text) => html`<p>${text}</p>`}</${Answered}></section>
    ${hasUpstream && html`<${Upstream} />`}
    ${isNode && html`<${Section} title="Cluster" of=${cluster}>${(value) => html`<${Anything} value=${value} />`}</${Section}>`}
    <${Work} />
    <${Audit} />
    <${Section} title="Posture" of=${posture}>${(value) => html`<${Posture} value=${value} />`}</${Section}>
    <${Section} title="Version and settings" of=${info}>${(value) => html`
      <${Facts} of=${[['Version', value.version], ['Java', value.java], ['Started', value.startedAt], ['Callers', isVerified ? 'are verified' : 'are not verified']]} />
      <details><summary>All settings</summary><${Rows} caption="Settings of the server, without secrets" columns=${['Key', 'Value']} rows=${Object.entries(value.configuration).map(([name, each]) => [html`<code>${name}</code>`, each])} /></details>`}</${Section}>`;
}

function Posture({ value }) {
  const findings = Array.isArray(value) ? value : Object.values(value).find(Array.isArray) ?? [];
  return findings.length ? html`<details><summary>${findings.length} findings</summary><${Anything} value=${findings} /></details>` : html`<${Anything} value=${value} />`;
}

/** What the gauges say of the server behind this one. */
function Upstream() {
  const known = useAnswer(async () => (await moments(0)).at(-1)?.gauges ?? {});
  return html`<${Section} title="Upstream" of=${known}>${(gauges) => html`<${Rows} caption="Since the server started" columns=${['What', { name: 'Value', number: true }]}
    rows=${Object.entries(gauges).filter(([name]) => /^(upstream|stream|followed)/.test(name)).map(([name, value]) => [name.replaceAll('_', ' '), count(value)])} />`}</${Section}>`;
}

/** Long work on the stores. */
function Work() {
  const [isWatching, setWatching] = useState(false);
  const state = useAnswer(() => (isWatching ? admin('GET', '/admin/maintenance') : Promise.resolve(null)), [isWatching]);
  const action = useAction();
  useEffect(() => {
    if (!isWatching) {
      return undefined;
    }
    const timer = setInterval(state.again, 1000);
    return () => clearInterval(timer);
  }, [isWatching]);
  const begin = (what) => action.run(async () => {
    await admin('POST', '/admin/maintenance/' + what, {});
    setWatching(true);
  }, 'It has begun');
  return html`<section class="card"><h2>Long work</h2>
    <${Failure} error=${state.error} />
    ${state.answer && html`<${Anything} value=${state.answer} />`}
    ${!isWatching && html`<button type="button" onClick=${() => setWatching(true)}>Show what was begun</button>`}
    ${mayChange() && html`<div class="row"><button type="button" onClick=${() => begin('verify')}>Verify the store</button><button type="button" onClick=${() => begin('backup')}>Make a backup</button>
      <button type="button" onClick=${() => action.run(() => admin('DELETE', '/admin/maintenance'), 'It ends')}>End the work</button></div>`}
    <${Outcome} action=${action} /></section>`;
}

/** The newest records of the audit. */
function Audit() {
  const [wanted, setWanted] = useState('');
  const records = useAnswer(() => admin('GET', '/admin/audit'));
  return html`<section class="card"><h2>Audit</h2>
    <div class="row"><label>Find <input type="search" value=${wanted} onInput=${(event) => setWanted(event.target.value)} /></label>
      <button type="button" onClick=${records.again}>Look again</button></div>
    <${Answered} of=${records}>${({ Records: all }) => html`<${Rows} caption="The newest records, the newest first" columns=${['When', 'What', 'Who', 'From', 'Outcome', 'Record']}
      rows=${all.filter((each) => JSON.stringify(each).toLowerCase().includes(wanted.toLowerCase())).map((each) => [
        each.eventTime, each.eventName, each.userIdentity?.arn ?? each.userIdentity?.type ?? '', each.sourceIPAddress, each.errorCode ?? 'done',
        html`<details><summary>whole</summary><pre>${JSON.stringify(each, null, 2)}</pre></details>`,
      ])} />`}</${Answered}></section>`;
}
