// Which page is shown, and to whom.

import { html, render, useEffect, useState } from './htm.js';
import { Failure, useAction, useFields } from './parts.js';
import { call, isSignedIn, key, meet, Refused, server, useKey } from './server.js';
import { canSign } from './signing.js';
import { Overview } from './overview.js';
import { Table, Tables } from './tables.js';
import { Items } from './items.js';
import { PartiQL } from './partiql.js';
import { Caches, TableCache } from './caches.js';
import { State } from './state.js';
import { Identities } from './identities.js';

const PAGES = [
  ['overview', 'Overview', Overview],
  ['tables', 'Tables', Tables, Table],
  ['items', 'Items', Items, Items],
  ['partiql', 'PartiQL', PartiQL],
  ['caches', 'Caches', Caches, TableCache],
  ['state', 'Server', State],
  ['identities', 'Identities', Identities],
];

const route = () => location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);

function SignIn({ onDone }) {
  const [values, field] = useFields({ id: '', secret: '', token: '' });
  const action = useAction();
  const submit = (event) => {
    event.preventDefault();
    action.run(async () => {
      useKey({ id: values.id.trim(), secret: values.secret.trim(), token: values.token.trim() });
      try {
        await call('ListTables', { Limit: 1 });
      } catch (error) {
        // One that may not list tables has shown who it is all the same.
        if (!(error instanceof Refused && error.code === 'AccessDeniedException')) {
          useKey(null);
          throw error;
        }
      }
      onDone();
    });
  };
  return html`<section class="card">
    <h1>Sign in</h1>
    <p>This server verifies who calls. The access key stays in the memory of this page and signs what it asks.</p>
    ${!canSign() && html`<p class="message error" role="alert">The browser signs only by TLS or on the machine of the server. Set <code>admin.tls-certificate</code>.</p>`}
    <form onSubmit=${submit}>
      <div class="row">
        <label>Access key ID <input ...${field('id')} required autocomplete="username" /></label>
        <label>Secret access key <input ...${field('secret')} type="password" required autocomplete="current-password" /></label>
        <label>Session token, if there is one <input ...${field('token')} autocomplete="off" /></label>
      </div>
      <${Failure} error=${action.error} />
      <button class="first" disabled=${action.isRunning || !canSign()}>Sign in</button>
    </form>
  </section>`;
}

function App() {
  const [[page, ...rest], setRoute] = useState(route());
  const [isIn, setIn] = useState(isSignedIn());
  useEffect(() => {
    const follow = () => setRoute(route());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const [name, label, Whole, One] = PAGES.find(([each]) => each === page) ?? PAGES[0];
  useEffect(() => {
    document.title = label + ' – Larder';
  }, [name]);
  const shown = !isIn && name !== 'overview'
    ? html`<${SignIn} onDone=${() => setIn(true)} />`
    : One && rest[0]
      ? html`<${One} key=${name + '/' + rest[0]} name=${rest[0]} rest=${rest.slice(1)} />`
      : html`<${Whole} key=${name} rest=${rest} />`;
  const about = server();
  const toMain = (event) => {
    event.preventDefault();
    document.querySelector('main').focus();
  };
  return html`
    <a class="skip" href="#" onClick=${toMain}>To the content</a>
    <div class="frame">
      <header class="side">
        <div class="brand"><img src="icon.svg" alt="" />Larder</div>
        <nav aria-label="Pages">
          ${PAGES.map(([each, text]) => html`<a href=${'#/' + each} aria-current=${each === name ? 'page' : undefined}>${text}</a>`)}
        </nav>
        <div class="who">
          <span class="badge">${about.mayChange ? 'full' : 'read-only'}</span>
          ${about.isVerified && isIn && html`<p>${key().id}</p><button type="button" onClick=${() => {
            useKey(null);
            setIn(false);
          }}>Sign out</button>`}
        </div>
      </header>
      <main tabindex="-1">${shown}</main>
    </div>`;
}

await meet();
const root = document.getElementById('app');
root.replaceChildren();
render(html`<${App} />`, root);
