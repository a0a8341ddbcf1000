// Items as DynamoDB's JSON and as plain JSON. Numbers keep all their digits: they are never numbers of JavaScript.

/** The type of an attribute value, and what is in it. */
export const typeOf = (value) => Object.keys(value)[0];

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  fail(what) {
    const line = this.text.slice(0, this.at).split('\n').length;
    throw new Error(`Line ${line}: ${what}`);
  }

  blank() {
    while (/\s/.test(this.text[this.at] ?? '')) {
      this.at++;
    }
  }

  take(sign) {
    this.blank();
    if (this.text[this.at] !== sign) {
      this.fail(`'${sign}' is expected`);
    }
    this.at++;
  }

  peek() {
    this.blank();
    return this.text[this.at];
  }

  string() {
    this.blank();
    const found = /"(?:[^"\\]|\\.)*"/ys;
    found.lastIndex = this.at;
    const match = found.exec(this.text);
    if (!match) {
      this.fail('a string in quotes is expected');
    }
    this.at = found.lastIndex;
    try {
      return JSON.parse(match[0]);
    } catch (wrong) {
      return this.fail('the string is not JSON');
    }
  }

  list(end, each) {
    this.at++;
    const found = [];
    while (this.peek() !== end) {
      if (found.length > 0) {
        this.take(',');
      }
      found.push(each());
    }
    this.at++;
    return found;
  }

  word() {
    this.blank();
    const found = /true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
    found.lastIndex = this.at;
    const match = found.exec(this.text);
    if (!match) {
      this.fail('a value is expected');
    }
    this.at = found.lastIndex;
    return match[0];
  }

  /** An attribute value, of the type that JSON gives it. */
  value() {
    switch (this.peek()) {
      case '{':
        return { M: this.object() };
      case '[':
        return { L: this.list(']', () => this.value()) };
      case '"':
        return { S: this.string() };
      default: {
        const word = this.word();
        if (word === 'null') {
          return { NULL: true };
        }
        return word === 'true' || word === 'false' ? { BOOL: word === 'true' } : { N: word };
      }
    }
  }

  object() {
    if (this.peek() !== '{') {
      this.fail("an object is expected, which begins with '{'");
    }
    const members = this.list('}', () => {
      const name = this.string();
      this.take(':');
      return [name, this.value()];
    });
    return Object.fromEntries(members);
  }
}

/** The item that plain JSON stands for; `types` says which attributes are of a type that JSON has not. */
export function fromPlain(text, types = {}) {
  const reader = new Reader(text);
  const item = reader.object();
  if (reader.peek() !== undefined) {
    reader.fail('nothing more is expected');
  }
  for (const [name, type] of Object.entries(types)) {
    if (item[name]) {
      item[name] = typed(name, item[name], type);
    }
  }
  return item;
}

/** The types that an attribute can have, as it stands in plain JSON. */
export function typesFor(value) {
  switch (typeOf(value)) {
    case 'S':
      return ['S', 'N', 'B'];
    case 'N':
      return ['N', 'S'];
    case 'L':
      if (value.L.length > 0 && value.L.every((each) => each.S !== undefined)) {
        return ['L', 'SS', 'BS', 'NS'];
      }
      return value.L.length > 0 && value.L.every((each) => each.N !== undefined) ? ['L', 'NS'] : ['L'];
    default:
      return [typeOf(value)];
  }
}

function typed(name, value, type) {
  const is = typeOf(value);
  if (is === type) {
    return value;
  }
  if (!typesFor(value).includes(type)) {
    throw new Error(`${name} cannot be of type ${type} as it stands`);
  }
  if (is === 'L') {
    return { [type]: value.L.map((each) => each.S ?? each.N) };
  }
  return { [type]: Object.values(value)[0] };
}

/** The types of attributes that plain JSON does not show. */
export const hiddenTypes = (item) =>
  Object.fromEntries(
    Object.entries(item)
      .map(([name, value]) => [name, typeOf(value)])
      .filter(([, type]) => ['B', 'SS', 'NS', 'BS'].includes(type)),
  );

/** True if something inside of an attribute is of a type that plain JSON cannot show. */
export function hidesTypes(item) {
  const hides = (value, isInside) => {
    const type = typeOf(value);
    if (isInside && ['B', 'SS', 'NS', 'BS'].includes(type)) {
      return true;
    }
    return Object.values(type === 'M' || type === 'L' ? value[type] : {}).some((each) => hides(each, true));
  };
  return Object.values(item).some((value) => hides(value, false));
}

function plainText(value, indent) {
  const type = typeOf(value);
  const inner = value[type];
  const deeper = indent + '  ';
  const many = (open, close, parts) =>
    parts.length === 0 ? open + close : `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
  switch (type) {
    case 'N':
      return inner;
    case 'NULL':
      return 'null';
    case 'NS':
      return `[${inner.join(', ')}]`;
    case 'L':
      return many('[', ']', inner.map((each) => plainText(each, deeper)));
    case 'M':
      return many('{', '}', Object.entries(inner).map(([name, each]) => `${JSON.stringify(name)}: ${plainText(each, deeper)}`));
    default:
      return JSON.stringify(inner);
  }
}

/** An item as plain JSON. */
export const toPlain = (item) => plainText({ M: item }, '');

/** A value in one line, for a table. */
export function short(value) {
  if (value === undefined) {
    return '';
  }
  const type = typeOf(value);
  switch (type) {
    case 'S':
    case 'N':
      return value[type];
    case 'BOOL':
      return String(value.BOOL);
    case 'NULL':
      return 'null';
    case 'B':
      return value.B;
    default:
      return plainText(value, '').replace(/\s*\n\s*/g, ' ').slice(0, 200);
  }
}

/** The value that a person has typed for an attribute of that type. */
export function parse(type, text) {
  switch (type) {
    case 'BOOL':
      return { BOOL: text.trim() === 'true' };
    case 'NULL':
      return { NULL: true };
    default:
      return { [type]: type === 'N' ? text.trim() : text };
  }
}
