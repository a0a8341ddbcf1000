// What all pages are made of.

import { html, useCallback, useEffect, useRef, useState } from './htm.js';

/** What `ask` answers, asked again when one of `keys` changes. */
export function useAnswer(ask, keys = []) {
  const [state, setState] = useState({ isWaiting: true });
  const turn = useRef(0);
  const again = useCallback(async () => {
    const mine = ++turn.current;
    setState((old) => ({ ...old, isWaiting: true }));
    try {
      const answer = await ask();
      if (mine === turn.current) {
        setState({ answer, isWaiting: false });
      }
    } catch (error) {
      if (mine === turn.current) {
        setState({ error, isWaiting: false });
      }
    }
  }, keys);
  useEffect(() => {
    again();
    return () => turn.current++;
  }, keys);
  return { ...state, again };
}

/** Runs what a person has asked for, and keeps what came of it. */
export function useAction() {
  const [state, setState] = useState({});
  const run = async (work, done) => {
    setState({ isRunning: true });
    try {
      await work();
      setState({ done });
      return true;
    } catch (error) {
      setState({ error });
      return false;
    }
  };
  return { ...state, run, clear: () => setState({}) };
}

export const Failure = ({ error }) =>
  error && html`<p class="message error" role="alert">
    ${error.code && html`<strong>${error.code}: </strong>`}${error.message}
  </p>`;

export const Outcome = ({ action }) => html`
  <${Failure} error=${action.error} />
  <div aria-live="polite">${action.done && html`<p class="message">${action.done}</p>`}</div>`;

/** Shows what was asked for, once it is there. */
export function Answered({ of, children }) {
  if (of.error) {
    return html`<${Failure} error=${of.error} />`;
  }
  return of.answer === undefined ? html`<p class="quiet" aria-live="polite">Asking the server…</p>` : children(of.answer);
}

/** The heading of a page, which gets the focus when the page is opened. */
export function Title({ children, actions }) {
  const heading = useRef();
  useEffect(() => heading.current.focus({ preventScroll: true }), []);
  return html`<div class="row spread"><h1 tabindex="-1" ref=${heading}>${children}</h1><div class="row">${actions}</div></div>`;
}

export function Dialog({ title, onClose, children }) {
  const shown = useRef();
  useEffect(() => {
    shown.current.showModal();
  }, []);
  return html`<dialog ref=${shown} aria-label=${title} onClose=${onClose}>
    <div class="row spread"><h2>${title}</h2>
      <button type="button" onClick=${() => shown.current.close()} aria-label="Close">✕</button></div>
    ${children}
  </dialog>`;
}

/** Asks for a word to be typed before something is lost. */
export function Confirm({ title, word, verb, onClose, onConfirm, children }) {
  const [typed, setTyped] = useState('');
  const action = useAction();
  const submit = async (event) => {
    event.preventDefault();
    if (typed === word && (await action.run(onConfirm))) {
      onClose();
    }
  };
  return html`<${Dialog} title=${title} onClose=${onClose}>
    ${children}
    <form onSubmit=${submit}>
      <label>Type <code>${word}</code> to confirm
        <input name="confirmation" autocomplete="off" value=${typed} onInput=${(event) => setTyped(event.target.value)} /></label>
      <${Outcome} action=${action} />
      <div class="row"><button class="danger" disabled=${typed !== word || action.isRunning}>${verb}</button></div>
    </form>
  </${Dialog}>`;
}

export const Facts = ({ of }) => html`<dl class="facts">
  ${of.filter((fact) => fact && fact[1] !== undefined && fact[1] !== null).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>`;

/** A table of rows, each a list of cells; a column is a name, or a name and what it is. */
export const Rows = ({ caption, columns, rows, none = 'There are none.' }) =>
  rows.length === 0
    ? html`<p class="quiet">${none}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table>
        <caption>${caption}</caption>
        <thead><tr>${columns.map((column) => html`<th scope="col" class=${column.number ? 'number' : ''}>${column.name ?? column}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${row.map((cell, at) => html`<td class=${columns[at]?.number ? 'number' : columns[at]?.cell ? 'cell' : ''}>${cell}</td>`)}</tr>`)}</tbody>
      </table></div>`;

export function Copy({ text, children = 'Copy' }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
  };
  return html`<button type="button" onClick=${copy}>${children}</button>
    <span class="quiet" aria-live="polite">${done && 'copied'}</span>`;
}

/** The state of a form: values by name, and what keeps a field to its value. */
export function useFields(initial) {
  const [values, setValues] = useState(initial);
  const field = (name) => ({
    name,
    value: values[name],
    onInput: (event) => {
      const value = event.target.value;
      setValues((old) => ({ ...old, [name]: value }));
    },
  });
  const check = (name) => ({
    name,
    type: 'checkbox',
    checked: values[name],
    onChange: (event) => {
      const value = event.target.checked;
      setValues((old) => ({ ...old, [name]: value }));
    },
  });
  return [values, field, check, setValues];
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(count) {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return (unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)) + ' ' + UNITS[unit];
}

export function count(value) {
  if (value === undefined || value === null || Number.isNaN(value)) {
    return '–';
  }
  return (Math.abs(value) < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value)).toLocaleString('en');
}

export const percent = (part) => (Number.isFinite(part) ? (100 * part).toFixed(1) + ' %' : '–');

export function seconds(value) {
  if (!Number.isFinite(value)) {
    return '–';
  }
  if (value < 1e-3) {
    return Math.round(value * 1e6) + ' µs';
  }
  return value < 1 ? (value * 1e3).toFixed(value < 0.01 ? 2 : 0) + ' ms' : value.toFixed(value < 10 ? 1 : 0) + ' s';
}

export const when = (epochSeconds) => (epochSeconds ? new Date(epochSeconds * 1000).toLocaleString() : undefined);
