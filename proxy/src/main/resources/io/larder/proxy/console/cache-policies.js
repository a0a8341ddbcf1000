// How the caches treat tables: what policies say, and what operators have them say.

import { html, useState } from './htm.js';
import { Answered, Dialog, Facts, Outcome, Rows, useAction, useAnswer, useFields } from './parts.js';
import { admin, mayChange } from './server.js';
import { escaped } from './signing.js';

const PATH = '/admin/cache/policies';
const TEXTS = ['item-ttl', 'query-ttl', 'negative-ttl', 'stale-while-revalidate', 'jitter', 'item-share'];
const TRUTHS = ['bypass', 'write-around', 'hides-expired'];
const KEPT = ['items', 'absent', 'queries', 'indexes', 'scans'];

const ofTable = (pattern) => PATH + '/' + escaped(pattern);
const shown = (value) => (Array.isArray(value) ? value.join(', ') || 'none' : String(value));
const says = ({ table, source, ...fields }) => Object.entries(fields);

const usePolicies = () => useAnswer(() => admin('GET', PATH));

function matches(pattern, name) {
  const expression = pattern.replace(/[.]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp('^' + expression + '$').test(name);
}

/** All policies, the first that matches first. */
export function Policies() {
  const known = usePolicies();
  const action = useAction();
  const [edited, setEdited] = useState(null);
  const remove = (table) => action.run(async () => {
    await admin('DELETE', ofTable(table));
    await known.again();
  }, 'The policy is gone');
  const buttons = ({ table, source, ...own }) => mayChange() && html`<div class="row">
    <button type="button" onClick=${() => setEdited({ table, own })}>Change ${table}</button>
    ${source === 'operator' && html`<button type="button" onClick=${() => remove(table)}>Remove ${table}</button>`}</div>`;
  return html`<section class="card"><h2>Policies of tables</h2>
    <p class="quiet">How tables are treated; the first policy that matches a table holds, and what it leaves out is as usual. What is set here comes before the file (<code>cache.policies</code>) and holds until the server stops.</p>
    <${Answered} of=${known}>${({ usual, policies }) => html`
      <${Rows} caption="Policies" columns=${['Tables', 'Set by', 'What it says', ...(mayChange() ? [''] : [])]}
        rows=${[...policies, { table: 'all others', ...usual }].map((each) => [
          each.source ? html`<code>${each.table}</code>` : each.table, each.source ?? 'usual',
          says(each).map(([field, value]) => `${field}: ${shown(value)}`).join('; ') || 'all as usual',
          ...(mayChange() ? [each.source ? buttons(each) : ''] : []),
        ])} />
      ${mayChange() && html`<button type="button" onClick=${() => setEdited({ table: '', own: {} })}>Set a policy</button>`}
      ${edited && html`<${PolicyForm} ...${edited} usual=${usual} onClose=${() => setEdited(null)} onDone=${known.again} />`}`}</${Answered}>
    <${Outcome} action=${action} /></section>`;
}

/** The policy that holds for a table. */
export function PolicyOfTable({ name }) {
  const known = usePolicies();
  const [isEdited, setEdited] = useState(false);
  return html`<section class="card"><h2>Policy</h2>
    <${Answered} of=${known}>${({ usual, policies }) => {
      const holds = policies.find((each) => matches(each.table, name)) ?? {};
      const own = policies.find((each) => each.table === name && each.source === 'operator') ?? {};
      return html`
        <p class="quiet">${holds.source ? html`Set for <code>${holds.table}</code> by the ${holds.source}.` : 'As usual.'}</p>
        <${Facts} of=${says({ ...usual, ...holds }).map(([field, value]) => [field, shown(value)])} />
        ${mayChange() && html`<div class="row"><button type="button" onClick=${() => setEdited(true)}>Set a policy of this table</button></div>`}
        ${isEdited && html`<${PolicyForm} table=${name} own=${Object.fromEntries(says(own))} usual=${usual} onClose=${() => setEdited(false)} onDone=${known.again} />`}`;
    }}</${Answered}></section>`;
}

/** What is empty is left out: it is as usual. */
function PolicyForm({ table, own, usual, onClose, onDone }) {
  const [values, field, check] = useFields({
    table,
    keeps: own.kept ? 'some' : '',
    ...Object.fromEntries([...TEXTS, ...TRUTHS].map((each) => [each, own[each] === undefined ? '' : String(own[each])])),
    ...Object.fromEntries(KEPT.map((each) => ['kept-' + each, (own.kept ?? []).includes(each)])),
  });
  const action = useAction();
  const submit = async (event) => {
    event.preventDefault();
    const policy = Object.fromEntries([...TEXTS, ...TRUTHS].filter((each) => values[each].trim()).map((each) => [each, values[each].trim()]));
    if (values.keeps) {
      policy.kept = KEPT.filter((each) => values['kept-' + each]);
    }
    if (await action.run(() => admin('PUT', ofTable(values.table.trim()), policy))) {
      onClose();
      await onDone();
    }
  };
  return html`<${Dialog} title="Policy" onClose=${onClose}>
    <form onSubmit=${submit}>
      <label>Name of the table, or a pattern: * is any text and ? one character
        <input ...${field('table')} required pattern="[A-Za-z0-9_.*?\\-]{1,255}" readOnly=${table !== ''} /></label>
      <p class="quiet">Times are written as 30s or 5m, parts as 10%. What is left empty is as usual.</p>
      <div class="row">${TEXTS.map((each) => html`<label>${each} <input ...${field(each)} placeholder=${shown(usual[each] ?? '')} /></label>`)}</div>
      <div class="row">${TRUTHS.map((each) => html`<label>${each} <select ...${field(each)}><option value="">as usual</option><option value="true">true</option><option value="false">false</option></select></label>`)}
        <label>kept <select ...${field('keeps')}><option value="">as usual</option><option value="some">only what is marked</option></select></label></div>
      ${values.keeps && html`<fieldset><legend>What is kept</legend><div class="row">${KEPT.map((each) => html`<label class="check"><input ...${check('kept-' + each)} /> ${each}</label>`)}</div></fieldset>`}
      <${Outcome} action=${action} />
      <div class="row"><button class="first" disabled=${action.isRunning}>Set</button></div>
    </form></${Dialog}>`;
}
