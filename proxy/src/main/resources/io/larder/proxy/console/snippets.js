// The same call for other clients: the AWS CLI, and SDKs.

import { html, useState } from './htm.js';
import { Copy, Dialog } from './parts.js';

const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
const dashed = (name) => name.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2').toLowerCase();

/** As a line for a shell. */
function cli(operation, input) {
  const parts = Object.entries(input).map(([name, value]) => {
    const flag = '--' + dashed(name);
    if (typeof value === 'boolean') {
      return value ? flag : '--no-' + dashed(name);
    }
    return flag + ' ' + (typeof value === 'object' ? quoted(JSON.stringify(value)) : quoted(String(value)));
  });
  return ['aws dynamodb ' + dashed(operation), ...parts].join(' \\\n  ');
}

const python = (value, indent = '') => {
  const deeper = indent + '    ';
  if (value === null) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (Array.isArray(value)) {
    return '[' + value.map((each) => python(each, indent)).join(', ') + ']';
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([name, each]) => deeper + JSON.stringify(name) + ': ' + python(each, deeper));
    return members.length === 0 ? '{}' : '{\n' + members.join(',\n') + ',\n' + indent + '}';
  }
  return JSON.stringify(value);
};

/** For boto3. Bytes are Base64 in JSON. */
function boto3(operation, input) {
  const name = dashed(operation).replaceAll('-', '_');
  const arguments_ = Object.entries(input).map(([each, value]) => `    ${each}=${python(value, '    ')},`);
  return `import boto3\n\ndynamodb = boto3.client("dynamodb")\nanswer = dynamodb.${name}(\n${arguments_.join('\n')}\n)`;
}

/** For version 3 of the SDK for JavaScript. */
const javaScript = (operation, input) =>
  `import { DynamoDBClient, ${operation}Command } from "@aws-sdk/client-dynamodb";\n\n` +
  `const client = new DynamoDBClient();\nconst answer = await client.send(new ${operation}Command(${JSON.stringify(input, null, 2)}));`;

const KINDS = [['AWS CLI', cli], ['Python, boto3', boto3], ['JavaScript, SDK v3', javaScript]];

/** A button that shows a call as others make it. */
export function Snippets({ operation, input }) {
  const [isOpen, setOpen] = useState(false);
  return html`<button type="button" onClick=${() => setOpen(true)}>Copy as…</button>
    ${isOpen && html`<${Dialog} title=${operation + ' elsewhere'} onClose=${() => setOpen(false)}>
      ${KINDS.map(([name, write]) => {
        const text = write(operation, input());
        return html`<h3>${name}</h3><pre tabindex="0">${text}</pre><${Copy} text=${text}>Copy ${name}</${Copy}>`;
      })}
    </${Dialog}>`}`;
}
