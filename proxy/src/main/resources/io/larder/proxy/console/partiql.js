// Statements of PartiQL.

import { html, useState } from './htm.js';
import { short, typeOf } from './attributes.js';
import { Failure, Rows, Title, useAction, useFields } from './parts.js';
import { call, mayChange } from './server.js';
import { Snippets } from './snippets.js';

export function PartiQL() {
  const [values, field, check] = useFields({ statement: '', parameters: '', limit: '', isConsistent: false });
  const [page, setPage] = useState(null);
  const action = useAction();
  const input = () => ({
    Statement: values.statement,
    ...(values.parameters.trim() ? { Parameters: JSON.parse(values.parameters) } : {}),
    ...(values.isConsistent ? { ConsistentRead: true } : {}),
    ...(Number(values.limit) > 0 ? { Limit: Number(values.limit) } : {}),
  });
  const run = (tokens) => action.run(async () => {
    const token = tokens.at(-1);
    setPage({ ...(await call('ExecuteStatement', { ...input(), ...(token ? { NextToken: token } : {}) })), tokens });
  });
  const submit = (event) => {
    event.preventDefault();
    run([null]);
  };
  const columns = page ? [...new Set((page.Items ?? []).flatMap((item) => Object.keys(item)))] : [];
  return html`<${Title}>PartiQL</${Title}>
    <form class="card" onSubmit=${submit}>
      <label>Statement <textarea ...${field('statement')} class="short" required spellcheck="false" placeholder=${'SELECT * FROM "Music" WHERE Artist = \'Nina Simone\''} /></label>
      <div class="row">
        <label>Parameters, a list in DynamoDB JSON <input ...${field('parameters')} class="mono" placeholder='[{"S": "Nina Simone"}]' /></label>
        <label>Items looked at, at most <input ...${field('limit')} type="number" min="1" /></label>
        <label class="check"><input ...${check('isConsistent')} /> Consistent</label>
      </div>
      ${!mayChange() && html`<p class="quiet">The console is read-only: SELECT alone is carried out.</p>`}
      <div class="row"><button class="first" disabled=${action.isRunning}>Run</button>
        ${values.statement && html`<${Snippets} operation="ExecuteStatement" input=${input} />`}</div>
      <${Failure} error=${action.error} />
    </form>
    ${page && html`<section class="card" aria-live="polite">
      <${Rows} caption=${`Page ${page.tokens.length}: ${(page.Items ?? []).length} items`} none="It is done; no items are answered." columns=${columns.map((name) => ({ name, cell: true }))}
        rows=${(page.Items ?? []).map((item) => columns.map((name) => item[name] && html`${short(item[name])}<span class="type">${typeOf(item[name])}</span>`))} />
      <button type="button" disabled=${!page.NextToken || action.isRunning} onClick=${() => run([...page.tokens, page.NextToken])}>Next page</button></section>`}`;
}
