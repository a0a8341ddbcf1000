// The tables: which there are, and one of them.

import { html, useState } from './htm.js';
import { Answered, bytes, Confirm, count, Dialog, Facts, Failure, Outcome, Rows, Title, useAction, useAnswer, useFields, when } from './parts.js';
import { call, mayChange, tableNames } from './server.js';
import { CreateTable, NewIndex } from './table-forms.js';

const keys = (schema) => schema.map((key) => `${key.AttributeName} (${key.KeyType === 'HASH' ? 'partition' : 'sort'})`).join(', ');
const link = (page, name, text = name) => html`<a href=${'#/' + page + '/' + encodeURIComponent(name)}>${text}</a>`;

export function Tables() {
  const names = useAnswer(tableNames);
  const [wanted, setWanted] = useState('');
  const [isCreating, setCreating] = useState(false);
  return html`<${Title} actions=${mayChange() && html`<button type="button" class="first" onClick=${() => setCreating(true)}>Create a table</button>`}>Tables</${Title}>
    <section class="card">
      <label>Find <input type="search" value=${wanted} onInput=${(event) => setWanted(event.target.value)} /></label>
      <${Answered} of=${names}>${(all) => html`<${Rows} caption=${all.length + ' tables'} columns=${['Name', 'Items', 'Cache']}
        rows=${all.filter((name) => name.toLowerCase().includes(wanted.toLowerCase())).map((name) => [
          link('tables', name), link('items', name, 'explore'), link('caches', name, 'cache'),
        ])} />`}</${Answered}>
    </section>
    ${isCreating && html`<${CreateTable} onClose=${() => setCreating(false)} onDone=${names.again} />`}`;
}

/** What belongs to a table, as far as the caller may see it. */
async function lookAt(name) {
  const { Table: table } = await call('DescribeTable', { TableName: name });
  const optional = async (operation, input) => {
    try {
      return await call(operation, input);
    } catch (error) {
      return { error };
    }
  };
  const [life, tags, backups, streams] = await Promise.all([
    optional('DescribeTimeToLive', { TableName: name }),
    optional('ListTagsOfResource', { ResourceArn: table.TableArn }),
    optional('DescribeContinuousBackups', { TableName: name }),
    optional('ListStreams', { TableName: name }),
  ]);
  return { table, life, tags, backups, streams };
}

export function Table({ name }) {
  const known = useAnswer(() => lookAt(name), [name]);
  return html`<${Title} actions=${html`${link('items', name, 'Items')} ${link('caches', name, 'Cache')}
      <button type="button" onClick=${known.again}>Look again</button>`}>${name}</${Title}>
    <${Answered} of=${known}>${(all) => html`<${Described} ...${all} again=${known.again} />`}</${Answered}>`;
}

function Described({ table, life, tags, streams, again }) {
  const throughput = table.ProvisionedThroughput;
  const isByRequest = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  return html`
    <section class="card"><h2>Table</h2>
      <${Facts} of=${[
        ['Status', table.TableStatus],
        ['Keys', keys(table.KeySchema)],
        ['Attributes', table.AttributeDefinitions.map((each) => `${each.AttributeName}: ${each.AttributeType}`).join(', ')],
        ['Items', count(table.ItemCount)],
        ['Size', bytes(table.TableSizeBytes)],
        ['Billing', isByRequest ? 'by request' : `provisioned: ${throughput?.ReadCapacityUnits} read, ${throughput?.WriteCapacityUnits} write`],
        ['Class', table.TableClassSummary?.TableClass],
        ['Deletion protection', html`<span class=${'badge ' + (table.DeletionProtectionEnabled ? 'good' : '')}>${table.DeletionProtectionEnabled ? 'on' : 'off'}</span>`],
        ['Created', when(table.CreationDateTime)],
        ['ARN', html`<code>${table.TableArn}</code>`],
      ]} />
      ${mayChange() && html`<${TableChanges} table=${table} again=${again} />`}
    </section>
    <${Indexes} table=${table} again=${again} />
    <${TimeToLive} table=${table} life=${life} again=${again} />
    <${Stream} table=${table} streams=${streams} again=${again} />
    <${Tags} table=${table} tags=${tags} again=${again} />`;
}

function TableChanges({ table, again }) {
  const action = useAction();
  const [isDeleting, setDeleting] = useState(false);
  const [isBilling, setBilling] = useState(false);
  const isProtected = table.DeletionProtectionEnabled;
  const protect = () =>
    action.run(async () => {
      await call('UpdateTable', { TableName: table.TableName, DeletionProtectionEnabled: !isProtected });
      await again();
    }, 'Deletion protection is ' + (isProtected ? 'off' : 'on'));
  return html`<div class="row">
      <button type="button" onClick=${() => setBilling(true)}>Change billing</button>
      <button type="button" onClick=${protect}>${isProtected ? 'Turn deletion protection off' : 'Turn deletion protection on'}</button>
      <button type="button" class="danger" disabled=${isProtected} onClick=${() => setDeleting(true)}>Delete the table</button>
      ${isProtected && html`<span class="quiet">Deletion protection is on.</span>`}
    </div>
    <${Outcome} action=${action} />
    ${isBilling && html`<${Billing} table=${table} onClose=${() => setBilling(false)} again=${again} />`}
    ${isDeleting && html`<${Confirm} title=${'Delete ' + table.TableName} word=${table.TableName} verb="Delete" onClose=${() => setDeleting(false)}
      onConfirm=${async () => {
        await call('DeleteTable', { TableName: table.TableName });
        location.hash = '#/tables';
      }}><p>The table, its ${count(table.ItemCount)} items and its indexes will be gone for good.</p></${Confirm}>`}`;
}

function Billing({ table, onClose, again }) {
  const isByRequest = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  const [values, field] = useFields({
    mode: isByRequest ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    read: table.ProvisionedThroughput?.ReadCapacityUnits || 5,
    write: table.ProvisionedThroughput?.WriteCapacityUnits || 5,
  });
  const action = useAction();
  const submit = async (event) => {
    event.preventDefault();
    const units = { ReadCapacityUnits: Number(values.read), WriteCapacityUnits: Number(values.write) };
    const isProvisioned = values.mode === 'PROVISIONED';
    const input = { TableName: table.TableName, BillingMode: values.mode };
    if (isProvisioned) {
      input.ProvisionedThroughput = units;
      if (isByRequest && table.GlobalSecondaryIndexes) {
        input.GlobalSecondaryIndexUpdates = table.GlobalSecondaryIndexes.map((index) => ({ Update: { IndexName: index.IndexName, ProvisionedThroughput: units } }));
      }
    }
    if (await action.run(() => call('UpdateTable', input))) {
      onClose();
      again();
    }
  };
  return html`<${Dialog} title="Change billing" onClose=${onClose}><form onSubmit=${submit}>
    <div class="row">
      <label>Billing <select ...${field('mode')}><option value="PAY_PER_REQUEST">by request</option><option value="PROVISIONED">provisioned</option></select></label>
      ${values.mode === 'PROVISIONED' && html`
        <label>Read units <input ...${field('read')} type="number" min="1" /></label>
        <label>Write units <input ...${field('write')} type="number" min="1" /></label>`}
    </div>
    <${Outcome} action=${action} /><button class="first">Change</button></form></${Dialog}>`;
}

function Indexes({ table, again }) {
  const [dropped, setDropped] = useState(null);
  const [isNew, setNew] = useState(false);
  const row = (index, kind) => [
    index.IndexName, kind, keys(index.KeySchema),
    index.Projection?.ProjectionType + (index.Projection?.NonKeyAttributes ? ': ' + index.Projection.NonKeyAttributes.join(', ') : ''),
    index.IndexStatus ?? '', count(index.ItemCount),
    kind === 'global' && mayChange() ? html`<button type="button" class="danger" onClick=${() => setDropped(index.IndexName)}>Delete<span class="quiet"> ${index.IndexName}</span></button>` : '',
  ];
  const rows = [
    ...(table.GlobalSecondaryIndexes ?? []).map((index) => row(index, 'global')),
    ...(table.LocalSecondaryIndexes ?? []).map((index) => row(index, 'local')),
  ];
  return html`<section class="card"><h2>Indexes</h2>
    <${Rows} caption="Secondary indexes" columns=${['Name', 'Kind', 'Keys', 'Projection', 'Status', { name: 'Items', number: true }, 'Actions']} rows=${rows} />
    ${mayChange() && html`<button type="button" onClick=${() => setNew(true)}>Create an index</button>`}
    ${isNew && html`<${NewIndex} table=${table} onClose=${() => setNew(false)} onDone=${again} />`}
    ${dropped && html`<${Confirm} title=${'Delete the index ' + dropped} word=${dropped} verb="Delete" onClose=${() => setDropped(null)}
      onConfirm=${async () => {
        await call('UpdateTable', { TableName: table.TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: dropped } }] });
        await again();
      }}><p>Queries of it will fail.</p></${Confirm}>`}
  </section>`;
}

function TimeToLive({ table, life, again }) {
  const given = life.TimeToLiveDescription;
  const isOn = given?.TimeToLiveStatus === 'ENABLED';
  const [values, field] = useFields({ attribute: given?.AttributeName ?? '' });
  const action = useAction();
  const submit = (event) => {
    event.preventDefault();
    action.run(async () => {
      await call('UpdateTimeToLive', {
        TableName: table.TableName,
        TimeToLiveSpecification: { Enabled: !isOn, AttributeName: isOn ? given.AttributeName : values.attribute },
      });
      await again();
    }, 'Time to live is ' + (isOn ? 'off' : 'on'));
  };
  return html`<section class="card"><h2>Time to live</h2>
    <${Failure} error=${life.error} />
    <${Facts} of=${[['Status', given?.TimeToLiveStatus], ['Attribute', given?.AttributeName]]} />
    ${mayChange() && given && html`<form class="row" onSubmit=${submit}>
      ${!isOn && html`<label>Attribute with the time, in seconds since 1970 <input ...${field('attribute')} required /></label>`}
      <button>${isOn ? 'Turn off' : 'Turn on'}</button></form>`}
    <${Outcome} action=${action} /></section>`;
}

const VIEWS = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'];

function Stream({ table, streams, again }) {
  const isOn = table.StreamSpecification?.StreamEnabled === true;
  const [values, field] = useFields({ view: VIEWS[0] });
  const action = useAction();
  const [records, setRecords] = useState(null);
  const submit = (event) => {
    event.preventDefault();
    action.run(async () => {
      await call('UpdateTable', {
        TableName: table.TableName,
        StreamSpecification: isOn ? { StreamEnabled: false } : { StreamEnabled: true, StreamViewType: values.view },
      });
      await again();
    }, 'The stream is ' + (isOn ? 'off' : 'on'));
  };
  const look = () => action.run(async () => setRecords(await newest(table.LatestStreamArn)));
  return html`<section class="card"><h2>Stream</h2>
    <${Failure} error=${streams.error} />
    <${Facts} of=${[['Status', isOn ? 'on' : 'off'], ['View', table.StreamSpecification?.StreamViewType], ['ARN', table.LatestStreamArn && html`<code>${table.LatestStreamArn}</code>`]]} />
    ${table.LatestStreamArn && html`<button type="button" onClick=${look}>Show changes</button>`}
    ${records && html`<${Rows} caption="Changes in the stream, the newest first" none="There are none." columns=${['When', 'What', 'Keys', 'Shard']}
      rows=${records.map((each) => [when(each.dynamodb.ApproximateCreationDateTime), each.eventName, html`<code>${JSON.stringify(each.dynamodb.Keys)}</code>`, each.shard.slice(-8)])} />`}
    ${mayChange() && html`<form class="row" onSubmit=${submit}>
      ${!isOn && html`<label>What it tells <select ...${field('view')}>${VIEWS.map((view) => html`<option value=${view}>${view}</option>`)}</select></label>`}
      <button>${isOn ? 'Turn the stream off' : 'Turn a stream on'}</button></form>`}
    <${Outcome} action=${action} /></section>`;
}

/** The newest changes, of the shards that are open, as far as one read of each tells. */
async function newest(arn) {
  const { StreamDescription: stream } = await call('DescribeStream', { StreamArn: arn });
  const found = [];
  for (const shard of stream.Shards.slice(-8)) {
    const { ShardIterator: from } = await call('GetShardIterator', { StreamArn: arn, ShardId: shard.ShardId, ShardIteratorType: 'TRIM_HORIZON' });
    const { Records: records } = await call('GetRecords', { ShardIterator: from, Limit: 200 });
    found.push(...records.map((record) => ({ ...record, shard: shard.ShardId })));
  }
  return found.sort((one, other) => other.dynamodb.ApproximateCreationDateTime - one.dynamodb.ApproximateCreationDateTime).slice(0, 50);
}

function Tags({ table, tags, again }) {
  const [values, field] = useFields({ key: '', value: '' });
  const action = useAction();
  const add = (event) => {
    event.preventDefault();
    action.run(async () => {
      await call('TagResource', { ResourceArn: table.TableArn, Tags: [{ Key: values.key, Value: values.value }] });
      await again();
    }, 'The tag is there');
  };
  const remove = (key) =>
    action.run(async () => {
      await call('UntagResource', { ResourceArn: table.TableArn, TagKeys: [key] });
      await again();
    }, 'The tag is gone');
  return html`<section class="card"><h2>Tags</h2>
    <${Failure} error=${tags.error} />
    <${Rows} caption="Tags of the table" columns=${['Key', 'Value', 'Actions']} rows=${(tags.Tags ?? []).map((tag) => [
      tag.Key, tag.Value, mayChange() ? html`<button type="button" onClick=${() => remove(tag.Key)}>Remove ${tag.Key}</button>` : '',
    ])} />
    ${mayChange() && html`<form class="row" onSubmit=${add}><label>Key <input ...${field('key')} required /></label><label>Value <input ...${field('value')} /></label><button>Add a tag</button></form>`}
    <${Outcome} action=${action} /></section>`;
}

