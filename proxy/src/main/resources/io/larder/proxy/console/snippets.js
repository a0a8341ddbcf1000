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

const PYTHON = { none: 'None', yes: 'True', no: 'False', step: '    ', bytes: (base64) => `base64.b64decode("${base64}")` };
const JAVASCRIPT = { none: 'null', yes: 'true', no: 'false', step: '  ', bytes: (base64) => `Buffer.from("${base64}", "base64")` };

/** A value as the language writes it. Bytes, which are Base64 in JSON, are bytes again. */
function literal(value, language, indent = '') {
  const deeper = indent + language.step;
  if (value === null) {
    return language.none;
  }
  if (typeof value === 'boolean') {
    return value ? language.yes : language.no;
  }
  if (Array.isArray(value)) {
    return '[' + value.map((each) => literal(each, language, indent)).join(', ') + ']';
  }
  if (typeof value !== 'object') {
    return JSON.stringify(value);
  }
  const members = Object.entries(value).map(([name, each]) => {
    const isBytes = (name === 'B' && typeof each === 'string') || (name === 'BS' && Array.isArray(each));
    const text = isBytes
      ? name === 'B' ? language.bytes(each) : '[' + each.map(language.bytes).join(', ') + ']'
      : literal(each, language, deeper);
    return deeper + JSON.stringify(name) + ': ' + text;
  });
  return members.length === 0 ? '{}' : '{\n' + members.join(',\n') + ',\n' + indent + '}';
}

/** For boto3. */
function boto3(operation, input) {
  const name = dashed(operation).replaceAll('-', '_');
  const given = Object.entries(input).map(([each, value]) => `    ${each}=${literal(value, PYTHON, '    ')},`).join('\n');
  const imports = given.includes('base64.') ? 'import base64\n\nimport boto3' : 'import boto3';
  return `${imports}\n\ndynamodb = boto3.client("dynamodb")\nanswer = dynamodb.${name}(\n${given}\n)`;
}

/** For version 3 of the SDK for JavaScript. */
const javaScript = (operation, input) =>
  `import { DynamoDBClient, ${operation}Command } from "@aws-sdk/client-dynamodb";\n\n` +
  `const client = new DynamoDBClient();\nconst answer = await client.send(new ${operation}Command(${literal(input, JAVASCRIPT)}));`;

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
