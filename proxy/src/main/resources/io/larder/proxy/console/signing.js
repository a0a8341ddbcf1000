// Signature Version 4, by the browser's own cryptography. Keys never leave this page's memory.

const text = new TextEncoder();

const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, '0')).join('');

const sha256 = async (data) => hex(await crypto.subtle.digest('SHA-256', text.encode(data)));

async function hmac(key, data) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', imported, text.encode(data));
}

/** A segment of a path, with nothing in it that a signature would write otherwise. */
export const escaped = (part) =>
  encodeURIComponent(part).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());

/** True if the browser lets this page sign: by TLS, or on this machine. */
export const canSign = () => globalThis.crypto?.subtle !== undefined;

/** The headers of a request with its signature. */
export async function signed({ method, path, body, headers }, credentials, { region, service, now = new Date() }) {
  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const all = { ...headers, 'x-amz-date': date };
  if (credentials.token) {
    all['x-amz-security-token'] = credentials.token;
  }
  const lines = Object.entries({ ...all, host: location.host })
    .map(([name, value]) => [name.toLowerCase(), value.trim()])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const names = lines.map(([name]) => name).join(';');
  const [plain, query = ''] = path.split('?');
  const parameters = [...new URLSearchParams(query)]
    .map(([name, value]) => escaped(name) + '=' + escaped(value))
    .sort()
    .join('&');
  const uri = plain.split('/').map((part) => escaped(decodeURIComponent(part))).map(escaped).join('/');
  const canonical = [
    method,
    uri,
    parameters,
    ...lines.map(([name, value]) => name + ':' + value),
    '',
    names,
    await sha256(body ?? ''),
  ].join('\n');
  const scope = [day, region, service, 'aws4_request'].join('/');
  let key = text.encode('AWS4' + credentials.secret);
  for (const part of [day, region, service, 'aws4_request']) {
    key = await hmac(key, part);
  }
  const toSign = ['AWS4-HMAC-SHA256', date, scope, await sha256(canonical)].join('\n');
  const signature = hex(await hmac(key, toSign));
  return {
    ...all,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
