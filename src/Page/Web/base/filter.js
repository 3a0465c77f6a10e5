// A small language that picks trials: lr < 0.01 and cell in (lstm, gru) and not status = failed

const SIGNS = ['<=', '>=', '!=', '=', '<', '>', '~', '(', ')', ','];
const WORDS = new Set(['and', 'or', 'not', 'in']);

/** What is wrong with a filter, and where. */
export class FilterError extends Error {
  /** @param {string} message @param {number} at place in the text, from 0 */
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

/** @param {string} text @returns {Token[]} */
export function tokens(text) {
  const out = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at])) { at++; continue; }
    const sign = SIGNS.find(s => text.startsWith(s, at));
    if (sign) {
      out.push({ kind: /** @type {const} */ ('sign'), text: sign, at });
      at += sign.length;
    } else if (text[at] === '"') {
      const end = text.indexOf('"', at + 1);
      if (end < 0) throw new FilterError('the text that begins here has no closing "', at);
      out.push({ kind: /** @type {const} */ ('text'), text: text.slice(at + 1, end), at });
      at = end + 1;
    } else {
      const word = /** @type {RegExpExecArray} */ (/^[^\s<>=!~(),"]+|^!/.exec(text.slice(at)))[0];
      const isNumber = word.trim() !== '' && !Number.isNaN(Number(word));
      out.push({ kind: isNumber ? /** @type {const} */ ('number') : /** @type {const} */ ('word'), text: word, at });
      at += word.length;
    }
  }
  return out;
}

/**
 * Reads a filter.
 * @param {string} text empty lets all pass
 * @param {string[]} names what may be asked for
 * @returns {Test}
 * @throws {FilterError} naming what was expected and found
 */
export function filter(text, names) {
  const list = tokens(text);
  let at = 0;
  const isWord = word => list[at]?.kind === 'word' && list[at].text.toLowerCase() === word;
  const isSign = sign => list[at]?.kind === 'sign' && list[at].text === sign;
  const fail = expected => {
    const found = list[at];
    throw new FilterError(`expected ${expected}, found ${found ? `"${found.text}"` : 'the end'}`, found ? found.at : text.length);
  };
  const take = sign => { if (isSign(sign)) at++; else fail(`"${sign}"`); };

  /** @returns {Test} */
  function either() {
    const parts = [all()];
    while (isWord('or')) { at++; parts.push(all()); }
    return parts.length === 1 ? parts[0] : look => parts.some(part => part(look));
  }
  /** @returns {Test} */
  function all() {
    const parts = [one()];
    for (;;) {
      if (isWord('and')) at++;
      else if (at >= list.length || isWord('or') || isSign(')')) break;
      parts.push(one());
    }
    return parts.length === 1 ? parts[0] : look => parts.every(part => part(look));
  }
  /** @returns {Test} */
  function one() {
    if (isWord('not')) {
      at++;
      const test = one();
      return look => !test(look);
    }
    if (isSign('(')) {
      at++;
      const test = either();
      take(')');
      return test;
    }
    return clause();
  }
  /** @returns {Test} */
  function clause() {
    const token = list[at];
    if (!token || token.kind === 'sign' || WORDS.has(token.text.toLowerCase())) fail('a name such as ' + names.slice(0, 3).join(', '));
    const name = nameOf(token, names);
    at++;
    if (isWord('in')) {
      at++;
      take('(');
      const values = [value()];
      while (isSign(',')) { at++; values.push(value()); }
      take(')');
      return look => values.some(v => same(look(name), v));
    }
    const sign = list[at];
    if (sign?.kind !== 'sign' || '(),'.includes(sign.text)) fail('one of < <= > >= = != ~ in');
    at++;
    const wanted = value();
    return tests[sign.text](name, wanted);
  }
  /** @returns {string|number} */
  function value() {
    const token = list[at];
    if (!token || token.kind === 'sign') fail('a value');
    at++;
    return token.kind === 'number' ? Number(token.text) : token.text;
  }

  if (!list.length) return () => true;
  const test = either();
  if (at < list.length) fail('"and" or "or"');
  return test;
}

const same = (found, wanted) => found === null || found === undefined ? wanted === 'null'
  : typeof found === 'number' && typeof wanted === 'number' ? found === wanted : text(found).toLowerCase() === String(wanted).toLowerCase();

const text = found => typeof found === 'object' ? JSON.stringify(found) : String(found);

/** @param {(a: any, b: any) => boolean} holds
 * @returns {(name: string, wanted: string|number) => Test} a comparison that what is not known fails */
const compare = holds => (name, wanted) => look => {
  const found = look(name);
  return found !== null && found !== undefined && typeof found === typeof wanted && holds(found, wanted);
};

/** @type {Record<string, (name: string, wanted: string|number) => Test>} */
const tests = {
  '<': compare((a, b) => a < b), '<=': compare((a, b) => a <= b), '>': compare((a, b) => a > b), '>=': compare((a, b) => a >= b),
  '=': (name, wanted) => look => same(look(name), wanted), '!=': (name, wanted) => look => !same(look(name), wanted),
  '~': (name, wanted) => look => text(look(name) ?? '').toLowerCase().includes(String(wanted).toLowerCase()),
};

function nameOf(token, names) {
  const found = names.find(name => name === token.text) ?? names.find(name => name.toLowerCase() === token.text.toLowerCase());
  if (found !== undefined) return found;
  const near = names.map(name => ({ name, far: distance(name.toLowerCase(), token.text.toLowerCase()) })).sort((a, b) => a.far - b.far)[0];
  const hint = near && near.far <= 2 ? `; did you mean ${near.name}?` : `; there are ${names.join(', ')}`;
  throw new FilterError(`no column is called "${token.text}"${hint}`, token.at);
}

/** Edits from one word to another (Levenshtein 1966). @param {string} a @param {string} b */
export function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
