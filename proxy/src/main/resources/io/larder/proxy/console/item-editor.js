// One item, as DynamoDB's JSON or as plain JSON.

import { html, useEffect, useState } from './htm.js';
import { fromPlain, hiddenTypes, hidesTypes, toPlain, typeOf, typesFor } from './attributes.js';
import { Dialog, Failure, Outcome, useAction } from './parts.js';
import { call, mayChange } from './server.js';
import { Snippets } from './snippets.js';

const pretty = (item) => JSON.stringify(item, null, 2);

/** A start for a new item: its keys. */
const empty = (table) =>
  Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, { [table.AttributeDefinitions.find((each) => each.AttributeName === name).AttributeType]: '' }]));

export function ItemEditor({ table, itemKey, onClose, onDone }) {
  const isNew = Object.keys(itemKey).length === 0;
  const [old, setOld] = useState(null);
  const [isPlain, setPlain] = useState(true);
  const [text, setText] = useState('');
  const [types, setTypes] = useState({});
  const found = useAction();
  const action = useAction();

  const show = (item) => {
    const plain = !hidesTypes(item);
    setPlain(plain);
    setTypes(hiddenTypes(item));
    setText(plain ? toPlain(item) : pretty(item));
  };
  const look = async () => {
    if (isNew) {
      show(empty(table));
      return;
    }
    await found.run(async () => {
      const { Item: item } = await call('GetItem', { TableName: table.TableName, Key: itemKey, ConsistentRead: true });
      if (!item) {
        throw new Error('The item is gone.');
      }
      setOld(item);
      show(item);
    });
  };
  useEffect(() => {
    look();
  }, []);

  const read = () => (isPlain ? fromPlain(text, types) : JSON.parse(text));
  let item = null;
  let wrong = null;
  try {
    item = text ? read() : null;
  } catch (error) {
    wrong = error;
  }
  const turn = (toPlainForm) => {
    if (item) {
      setPlain(toPlainForm);
      setTypes(hiddenTypes(item));
      setText(toPlainForm ? toPlain(item) : pretty(item));
    }
  };
  const input = () => {
    const keys = Object.keys(old ?? {});
    // What somebody else has changed meanwhile is not overwritten.
    const places = keys.map((name, at) => [`#n${at}`, name]);
    const condition = isNew
      ? { ConditionExpression: 'attribute_not_exists(#k)', ExpressionAttributeNames: { '#k': table.KeySchema[0].AttributeName } }
      : {
          ConditionExpression: places.map(([place], at) => `${place} = :v${at}`).join(' AND '),
          ExpressionAttributeNames: Object.fromEntries(places),
          ExpressionAttributeValues: Object.fromEntries(keys.map((name, at) => [`:v${at}`, old[name]])),
        };
    return { TableName: table.TableName, Item: item, ...condition };
  };
  const save = async (event) => {
    event.preventDefault();
    const isSaved = await action.run(async () => {
      try {
        await call('PutItem', input());
      } catch (error) {
        if (error.code === 'ConditionalCheckFailedException') {
          throw new Error(isNew ? 'An item with these keys is there already.' : 'Somebody else has changed the item meanwhile. Close, and look again.');
        }
        throw error;
      }
    });
    if (isSaved) {
      onDone();
      onClose();
    }
  };
  return html`<${Dialog} title=${isNew ? 'New item' : 'Item'} onClose=${onClose}>
    <${Failure} error=${found.error} />
    <form onSubmit=${save}>
      <fieldset><legend>Form</legend><div class="row">
        <label class="check"><input type="radio" name="form" checked=${isPlain} disabled=${!item || hidesTypes(item)} onChange=${() => turn(true)} /> Plain JSON, types beside it</label>
        <label class="check"><input type="radio" name="form" checked=${!isPlain} disabled=${!item} onChange=${() => turn(false)} /> DynamoDB JSON</label>
        ${item && hidesTypes(item) && html`<span class="quiet">Sets or binary inside of other values need DynamoDB JSON.</span>`}
      </div></fieldset>
      <label>Item <textarea name="item" spellcheck="false" rows="14" value=${text} readonly=${!mayChange()} onInput=${(event) => setText(event.target.value)} /></label>
      <div aria-live="polite">${wrong && html`<p class="message error">${wrong.message}</p>`}</div>
      ${isPlain && item && html`<fieldset><legend>Types</legend><div class="row">${Object.entries(item).map(([name, value]) => {
        const untyped = fromPlain(text)[name];
        const possible = typesFor(untyped);
        return possible.length === 1
          ? html`<span>${name} <span class="type">${typeOf(value)}</span></span>`
          : html`<label>${name} <select name=${'type-' + name} value=${typeOf(value)} disabled=${!mayChange()} onChange=${(event) => setTypes({ ...types, [name]: event.target.value })}>
              ${possible.map((type) => html`<option value=${type} selected=${type === typeOf(value)}>${type}</option>`)}</select></label>`;
      })}</div></fieldset>`}
      <${Outcome} action=${action} />
      <div class="row">
        ${mayChange() && html`<button class="first" disabled=${!item || action.isRunning}>Save</button>`}
        ${item && html`<${Snippets} operation="PutItem" input=${() => ({ TableName: table.TableName, Item: item })} />`}
        ${!isNew && html`<${Snippets} operation="GetItem" input=${() => ({ TableName: table.TableName, Key: itemKey })} />`}
      </div>
    </form></${Dialog}>`;
}
