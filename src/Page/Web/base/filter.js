// A small language that picks trials: lr < 0.01 and cell in (lstm, gru) and not status = failed

/** A text, a sign, or a word; a quote that nothing closes stands alone. */
const TOKEN = /"([^"]*)"|(<=|>=|!=|[=<>~(),])|[^\s<>=!~(),"]+|["!]/g;
const WORDS = ['and', 'or', 'not', 'in'];

/** What is wrong with a filter, and where. */
export class FilterError extends Error {
  /** @param {string} message @param {number} at place in the text, from 0 */
  constructor(message, at) {
    super(message);
    this.at = at;
  }
}

/** @param {string} text @returns {Token[]} */
const tokens = text => [...text.matchAll(TOKEN)].map(({ 0: all, 1: quoted, 2: sign, index: at }) => {
  if (all === '"') throw new FilterError('the text that begins here has no closing "', at);
  if (quoted !== undefined) return { kind: 'text', text: quoted, at };
  return { kind: sign ? 'sign' : Number.isNaN(Number(all)) ? 'word' : 'number', text: all, at };
});

/** Reads a filter. @param {string} text empty lets all pass @param {string[]} names what may be asked for @returns {Test}
 * @throws {FilterError} naming what was expected and found */
export function filter(text, names) {
  const list = tokens(text);
  let at = 0;
  const is = (kind, what) => list[at]?.kind === kind && list[at].text.toLowerCase() === what;
  /** Goes on when this is what comes. */
  const next = (kind, what) => is(kind, what) && ++at > 0;
  /** @returns {never} */
  const fail = expected => {
    const found = list[at];
    throw new FilterError(`expected ${expected}, found ${found ? `"${found.text}"` : 'the end'}`, found ? found.at : text.length);
  };
  const take = sign => next('sign', sign) || fail(`"${sign}"`);

  /** @returns {Test} */
  function either() {
    const parts = [all()];
    while (next('word', 'or')) parts.push(all());
    return look => parts.some(part => part(look));
  }
  /** "and" may be left out. @returns {Test} */
  function all() {
    const parts = [one()];
    while (next('word', 'and') || (at < list.length && !is('word', 'or') && !is('sign', ')'))) parts.push(one());
    return look => parts.every(part => part(look));
  }
  /** @returns {Test} */
  function one() {
    if (next('word', 'not')) {
      const test = one();
      return look => !test(look);
    }
    if (!next('sign', '(')) return clause();
    const test = either();
    take(')');
    return test;
  }
  /** @returns {Test} */
  function clause() {
    const token = list[at];
    if (!token || token.kind === 'sign' || WORDS.includes(token.text.toLowerCase())) fail('a name such as ' + names.slice(0, 3).join(', '));
    const name = nameOf(token, names);
    at++;
    if (next('word', 'in')) {
      take('(');
      const values = [value()];
      while (next('sign', ',')) values.push(value());
      take(')');
      return look => values.some(wanted => same(look(name), wanted));
    }
    const test = list[at]?.kind === 'sign' ? TESTS[list[at].text] : undefined;
    if (!test) return fail('one of < <= > >= = != ~ in');
    at++;
    const wanted = value();
    return look => test(look(name), wanted);
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

const textOf = found => (typeof found === 'object' ? JSON.stringify(found) : String(found)).toLowerCase();

const same = (found, wanted) => found == null ? wanted === 'null'
  : typeof found === 'number' && typeof wanted === 'number' ? found === wanted : textOf(found) === textOf(wanted);

/** What is not known, or of another kind, is neither less nor more. @param {(a: any, b: any) => boolean} holds */
const compare = holds => (found, wanted) => typeof found === typeof wanted && holds(found, wanted);

/** @type {Record<string, (found: any, wanted: string|number) => boolean>} */
const TESTS = {
  '<': compare((a, b) => a < b), '<=': compare((a, b) => a <= b), '>': compare((a, b) => a > b), '>=': compare((a, b) => a >= b),
  '=': same, '!=': (found, wanted) => !same(found, wanted), '~': (found, wanted) => textOf(found ?? '').includes(textOf(wanted)),
};

/** @param {Token} token @param {string[]} names @returns {string} */
function nameOf({ text, at }, names) {
  const lower = text.toLowerCase(), found = names.find(name => name === text) ?? names.find(name => name.toLowerCase() === lower);
  if (found !== undefined) return found;
  const near = names.map(name => ({ name, far: distance(name.toLowerCase(), lower) })).sort((a, b) => a.far - b.far)[0];
  const hint = near?.far <= 2 ? `did you mean ${near.name}?` : `there are ${names.join(', ')}`;
  throw new FilterError(`no column is called "${text}"; ${hint}`, at);
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
