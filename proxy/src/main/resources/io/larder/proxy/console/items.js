// Items of a table: queries and scans, page by page.

import { html, useState } from './htm.js';
import { parse, short, typeOf } from './attributes.js';
import { ItemEditor } from './item-editor.js';
import { Answered, Confirm, Failure, Rows, Title, useAction, useAnswer, useFields } from './parts.js';
import { call, mayChange, tableNames } from './server.js';
import { Snippets } from './snippets.js';

const MOST_COLUMNS = 10;
const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL'];
const SORT = [['', '(any)'], ['=', '='], ['<', '<'], ['<=', '≤'], ['>', '>'], ['>=', '≥'], ['BETWEEN', 'between'], ['begins_with', 'begins with']];
const FILTERS = [
  ['=', '='], ['<>', '≠'], ['<', '<'], ['<=', '≤'], ['>', '>'], ['>=', '≥'], ['BETWEEN', 'between'], ['begins_with', 'begins with'],
  ['contains', 'contains'], ['NOT contains', 'does not contain'], ['attribute_exists', 'is there'], ['attribute_not_exists', 'is not there'],
];

export function Items({ name }) {
  const names = useAnswer(tableNames);
  const table = useAnswer(async () => (name ? (await call('DescribeTable', { TableName: name })).Table : null), [name]);
  const go = (event) => {
    location.hash = '#/items/' + encodeURIComponent(event.target.value);
  };
  return html`<${Title}>Items</${Title}>
    <div class="row"><label>Table
      <select value=${name ?? ''} onChange=${go}><option value="">(choose)</option>${(names.answer ?? (name ? [name] : [])).map((each) => html`<option value=${each} selected=${each === name}>${each}</option>`)}</select></label>
      ${name && html`<a href=${'#/tables/' + encodeURIComponent(name)}>About the table</a>`}</div>
    <${Failure} error=${names.error} />
    ${name && html`<${Answered} of=${table}>${(found) => found && html`<${Explorer} key=${name} table=${found} />`}</${Answered}>`}`;
}

/** Places for names and values, as expressions have them. */
class Placeholders {
  names = {};
  values = {};

  name(attribute) {
    return attribute
      .split('.')
      .map((part) => {
        const [, plain, places] = /^(.*?)((?:\[\d+\])*)$/.exec(part);
        const known = Object.keys(this.names).find((each) => this.names[each] === plain);
        const place = known ?? '#n' + Object.keys(this.names).length;
        this.names[place] = plain;
        return place + places;
      })
      .join('.');
  }

  value(value) {
    const place = ':v' + Object.keys(this.values).length;
    this.values[place] = value;
    return place;
  }

  compare(attribute, operator, type, one, other) {
    const name = this.name(attribute);
    switch (operator) {
      case 'attribute_exists':
      case 'attribute_not_exists':
        return `${operator}(${name})`;
      case 'begins_with':
      case 'contains':
        return `${operator}(${name}, ${this.value(parse(type, one))})`;
      case 'NOT contains':
        return `NOT contains(${name}, ${this.value(parse(type, one))})`;
      case 'BETWEEN':
        return `${name} BETWEEN ${this.value(parse(type, one))} AND ${this.value(parse(type, other))}`;
      default:
        return `${name} ${operator} ${this.value(parse(type, one))}`;
    }
  }
}

/** The request that the form stands for. */
function request(table, source, values, filters) {
  const places = new Placeholders();
  const types = Object.fromEntries(table.AttributeDefinitions.map((each) => [each.AttributeName, each.AttributeType]));
  const input = { TableName: table.TableName };
  if (values.index) {
    input.IndexName = values.index;
  }
  if (values.kind === 'Query') {
    const [hash, range] = source.KeySchema.map((key) => key.AttributeName);
    const conditions = [places.compare(hash, '=', types[hash], values.hash)];
    if (range && values.operator) {
      conditions.push(places.compare(range, values.operator, types[range], values.range, values.rangeTo));
    }
    input.KeyConditionExpression = conditions.join(' AND ');
    if (values.isDescending) {
      input.ScanIndexForward = false;
    }
  }
  const given = filters.filter((each) => each.attribute);
  if (given.length > 0) {
    input.FilterExpression = given.map((each) => places.compare(each.attribute, each.operator, each.type, each.value, each.to)).join(' AND ');
  }
  if (values.projection.trim()) {
    input.ProjectionExpression = values.projection.split(',').map((each) => places.name(each.trim())).join(', ');
  }
  if (Object.keys(places.names).length > 0) {
    input.ExpressionAttributeNames = places.names;
  }
  if (Object.keys(places.values).length > 0) {
    input.ExpressionAttributeValues = places.values;
  }
  if (Number(values.limit) > 0) {
    input.Limit = Number(values.limit);
  }
  if (values.isConsistent) {
    input.ConsistentRead = true;
  }
  return input;
}

function Explorer({ table }) {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const [values, field, check] = useFields({
    kind: 'Scan', index: '', hash: '', operator: '', range: '', rangeTo: '', isDescending: false, isConsistent: false, limit: 50, projection: '',
  });
  const [filters, setFilters] = useState([]);
  const [page, setPage] = useState(null);
  const [edited, setEdited] = useState(null);
  const [dropped, setDropped] = useState(null);
  const action = useAction();
  const source = indexes.find((each) => each.IndexName === values.index) ?? table;
  const [hash, range] = source.KeySchema.map((key) => key.AttributeName);
  const keys = table.KeySchema.map((key) => key.AttributeName);

  const run = (starts) =>
    action.run(async () => {
      const input = { ...request(table, source, values, filters), ReturnConsumedCapacity: 'TOTAL' };
      const began = performance.now();
      const answer = await call(values.kind, starts.at(-1) ? { ...input, ExclusiveStartKey: starts.at(-1) } : input);
      setPage({ ...answer, starts, time: performance.now() - began });
    });
  const submit = (event) => {
    event.preventDefault();
    run([null]);
  };
  const replace = (at, change) => setFilters(filters.map((each, place) => (place === at ? { ...each, ...change } : each)));
  const keyOf = (item) => Object.fromEntries(keys.map((key) => [key, item[key]]));
  const columns = page ? [...new Set([...keys, ...(hash ? [hash] : []), ...(range ? [range] : []), ...page.Items.flatMap((item) => Object.keys(item))])].slice(0, MOST_COLUMNS) : [];

  return html`
    <form class="card" onSubmit=${submit}>
      <div class="row">
        <label>Do a <select ...${field('kind')}><option value="Scan">Scan</option><option value="Query">Query</option></select></label>
        <label>Of <select ...${field('index')}><option value="">the table</option>${indexes.map((each) => html`<option value=${each.IndexName}>index ${each.IndexName}</option>`)}</select></label>
        <label>Items looked at, at most <input ...${field('limit')} type="number" min="1" max="1000" /></label>
        <label>Attributes, with commas; empty for all <input ...${field('projection')} /></label>
        <label class="check"><input ...${check('isConsistent')} /> Consistent</label>
      </div>
      ${values.kind === 'Query' && html`<div class="row">
        <label>${hash} (partition key) <input ...${field('hash')} required /></label>
        ${range && html`
          <label>${range} (sort key) <select ...${field('operator')}>${SORT.map(([operator, text]) => html`<option value=${operator}>${text}</option>`)}</select></label>
          ${values.operator && html`<label>Value <input ...${field('range')} required /></label>`}
          ${values.operator === 'BETWEEN' && html`<label>and <input ...${field('rangeTo')} required /></label>`}`}
        <label class="check"><input ...${check('isDescending')} /> Backwards</label></div>`}
      ${filters.map((each, at) => html`<fieldset key=${at}><legend>Filter ${at + 1}</legend><div class="row">
        <label>Attribute <input name="filter-attribute" value=${each.attribute} onInput=${(event) => replace(at, { attribute: event.target.value })} /></label>
        <label>Condition <select name="filter-operator" value=${each.operator} onInput=${(event) => replace(at, { operator: event.target.value })}>${FILTERS.map(([operator, text]) => html`<option value=${operator}>${text}</option>`)}</select></label>
        ${!each.operator.startsWith('attribute_') && html`
          <label>Type <select name="filter-type" value=${each.type} onInput=${(event) => replace(at, { type: event.target.value })}>${TYPES.map((type) => html`<option value=${type}>${type}</option>`)}</select></label>
          <label>Value <input name="filter-value" value=${each.value} onInput=${(event) => replace(at, { value: event.target.value })} /></label>
          ${each.operator === 'BETWEEN' && html`<label>and <input name="filter-to" value=${each.to} onInput=${(event) => replace(at, { to: event.target.value })} /></label>`}`}
        <button type="button" onClick=${() => setFilters(filters.filter((_, place) => place !== at))}>Remove</button></div></fieldset>`)}
      <div class="row">
        <button class="first" disabled=${action.isRunning}>Run</button>
        <button type="button" onClick=${() => setFilters([...filters, { attribute: '', operator: '=', type: 'S', value: '', to: '' }])}>Add a filter</button>
        <${Snippets} operation=${values.kind} input=${() => request(table, source, values, filters)} />
        ${mayChange() && html`<button type="button" onClick=${() => setEdited({})}>New item</button>`}
      </div>
      <${Failure} error=${action.error} />
    </form>
    ${page && html`<section class="card" aria-live="polite">
      <${Rows} caption=${`Page ${page.starts.length}: ${page.Count} of ${page.ScannedCount} items looked at, ${page.ConsumedCapacity?.CapacityUnits ?? 0} units, ${page.time.toFixed(1)} ms`}
        none=${page.LastEvaluatedKey ? 'None on this page; there are more pages.' : 'No items.'}
        columns=${[...columns.map((name) => ({ name, cell: true })), 'Actions']}
        rows=${page.Items.map((item) => [
          ...columns.map((name) => item[name] && html`${short(item[name])}<span class="type">${typeOf(item[name])}</span>`),
          html`<button type="button" class="link" onClick=${() => setEdited(keyOf(item))}>${mayChange() ? 'Edit' : 'Show'}</button>${' '}
            ${mayChange() && html`<button type="button" class="link" onClick=${() => setDropped(keyOf(item))}>Delete</button>`}`,
        ])} />
      <div class="row">
        <button type="button" disabled=${page.starts.length === 1 || action.isRunning} onClick=${() => run(page.starts.slice(0, -1))}>Page before</button>
        <button type="button" disabled=${!page.LastEvaluatedKey || action.isRunning} onClick=${() => run([...page.starts, page.LastEvaluatedKey])}>Next page</button>
      </div></section>`}
    ${edited && html`<${ItemEditor} table=${table} itemKey=${edited} onClose=${() => setEdited(null)} onDone=${() => page && run(page.starts)} />`}
    ${dropped && html`<${Confirm} title="Delete the item" word="delete" verb="Delete" onClose=${() => setDropped(null)} onConfirm=${async () => {
      await call('DeleteItem', { TableName: table.TableName, Key: dropped });
      await run(page.starts);
    }}><pre>${JSON.stringify(dropped, null, 2)}</pre></${Confirm}>`}`;
}
