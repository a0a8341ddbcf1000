import { html } from './htm.js';
import { Title } from './parts.js';
export const Caches = () => html`<${Title}>Caches</${Title}>`;
export const TableCache = ({ name }) => html`<${Title}>${name}</${Title}>`;
