// Forms that make tables and indexes.

import { html, useState } from './htm.js';
import { Dialog, Outcome, useAction, useFields } from './parts.js';
import { call } from './server.js';

const TYPES = [['S', 'string'], ['N', 'number'], ['B', 'binary']];
const Types = ({ field }) => html`<select ...${field}>${TYPES.map(([type, text]) => html`<option value=${type}>${text}</option>`)}</select>`;

const EMPTY = { name: '', hash: '', hashType: 'S', range: '', rangeType: 'S', projection: 'ALL', attributes: '' };

/** The fields of keys: of a table, or of an index. */
function Keys({ field, prefix }) {
  return html`<div class="row">
      <label>${prefix} name <input ...${field('name')} required pattern="[A-Za-z0-9_.\\-]{3,255}" title="3 to 255 letters, digits, and _ . -" /></label>
      <label>Partition key <input ...${field('hash')} required /></label>
      <label>Its type <${Types} field=${field('hashType')} /></label>
      <label>Sort key, if any <input ...${field('range')} /></label>
      <label>Its type <${Types} field=${field('rangeType')} /></label>
    </div>`;
}

function Projection({ field, values }) {
  return html`<div class="row">
      <label>Projection <select ...${field('projection')}><option value="ALL">all attributes</option><option value="KEYS_ONLY">keys only</option><option value="INCLUDE">some attributes</option></select></label>
      ${values.projection === 'INCLUDE' && html`<label>Attributes, with commas <input ...${field('attributes')} required /></label>`}
    </div>`;
}

const schema = (values) => [
  { AttributeName: values.hash, KeyType: 'HASH' },
  ...(values.range ? [{ AttributeName: values.range, KeyType: 'RANGE' }] : []),
];

const definitions = (...keys) => {
  const types = new Map();
  for (const key of keys) {
    types.set(key.hash, key.hashType);
    if (key.range) {
      types.set(key.range, key.rangeType);
    }
  }
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
};

const index = (values) => ({
  IndexName: values.name,
  KeySchema: schema(values),
  Projection: {
    ProjectionType: values.projection,
    ...(values.projection === 'INCLUDE' ? { NonKeyAttributes: values.attributes.split(',').map((each) => each.trim()).filter(Boolean) } : {}),
  },
});

function IndexFields({ number, values, onChange, onRemove }) {
  const field = (name) => ({ name, value: values[name], onInput: (event) => onChange({ ...values, [name]: event.target.value }) });
  return html`<fieldset><legend>Index ${number}</legend>
    <label>Kind <select ...${field('kind')}><option value="global">global</option><option value="local">local</option></select></label>
    <${Keys} field=${field} prefix="Index" /><${Projection} field=${field} values=${values} />
    <button type="button" onClick=${onRemove}>Remove the index</button></fieldset>`;
}

export function CreateTable({ onClose, onDone }) {
  const [values, field, check] = useFields({ ...EMPTY, mode: 'PAY_PER_REQUEST', read: 5, write: 5, stream: false, isProtected: false });
  const [indexes, setIndexes] = useState([]);
  const action = useAction();
  const submit = async (event) => {
    event.preventDefault();
    const units = { ReadCapacityUnits: Number(values.read), WriteCapacityUnits: Number(values.write) };
    const provisioned = values.mode === 'PROVISIONED' ? { ProvisionedThroughput: units } : {};
    const global = indexes.filter((each) => each.kind === 'global').map((each) => ({ ...index(each), ...provisioned }));
    const local = indexes.filter((each) => each.kind === 'local').map(index);
    const input = {
      TableName: values.name,
      AttributeDefinitions: definitions(values, ...indexes),
      KeySchema: schema(values),
      BillingMode: values.mode,
      DeletionProtectionEnabled: values.isProtected,
      ...provisioned,
      ...(global.length ? { GlobalSecondaryIndexes: global } : {}),
      ...(local.length ? { LocalSecondaryIndexes: local } : {}),
      ...(values.stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } } : {}),
    };
    if (await action.run(() => call('CreateTable', input))) {
      onDone();
      onClose();
    }
  };
  const replace = (at, one) => setIndexes(indexes.map((each, place) => (place === at ? one : each)));
  return html`<${Dialog} title="Create a table" onClose=${onClose}><form onSubmit=${submit}>
    <${Keys} field=${field} prefix="Table" />
    <div class="row">
      <label>Billing <select ...${field('mode')}><option value="PAY_PER_REQUEST">by request</option><option value="PROVISIONED">provisioned</option></select></label>
      ${values.mode === 'PROVISIONED' && html`<label>Read units <input ...${field('read')} type="number" min="1" /></label><label>Write units <input ...${field('write')} type="number" min="1" /></label>`}
      <label class="check"><input ...${check('stream')} /> Stream of changes</label>
      <label class="check"><input ...${check('isProtected')} /> Deletion protection</label>
    </div>
    ${indexes.map((each, at) => html`<${IndexFields} key=${at} number=${at + 1} values=${each} onChange=${(one) => replace(at, one)} onRemove=${() => setIndexes(indexes.filter((_, place) => place !== at))} />`)}
    <div class="row"><button type="button" onClick=${() => setIndexes([...indexes, { ...EMPTY, kind: 'global' }])}>Add an index</button></div>
    <${Outcome} action=${action} />
    <button class="first" disabled=${action.isRunning}>Create</button>
  </form></${Dialog}>`;
}

export function NewIndex({ table, onClose, onDone }) {
  const [values, field] = useFields(EMPTY);
  const action = useAction();
  const submit = async (event) => {
    event.preventDefault();
    const isProvisioned = table.BillingModeSummary?.BillingMode !== 'PAY_PER_REQUEST';
    const { ReadCapacityUnits, WriteCapacityUnits } = table.ProvisionedThroughput ?? {};
    const made = { ...index(values), ...(isProvisioned ? { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } } : {}) };
    const input = { TableName: table.TableName, AttributeDefinitions: definitions(values), GlobalSecondaryIndexUpdates: [{ Create: made }] };
    if (await action.run(() => call('UpdateTable', input))) {
      onDone();
      onClose();
    }
  };
  return html`<${Dialog} title="Create a global index" onClose=${onClose}><form onSubmit=${submit}>
    <${Keys} field=${field} prefix="Index" /><${Projection} field=${field} values=${values} />
    <${Outcome} action=${action} /><button class="first" disabled=${action.isRunning}>Create</button></form></${Dialog}>`;
}
