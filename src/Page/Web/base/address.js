// What a page shows is in its address, so that a link shows another person the same.

/** The part after "?" as names and values; what cannot be read is left out. @param {string} search */
export function readQuery(search) {
  /** @type {Values} */
  const values = {};
  for (const part of search.replace(/^\?/, '').replace(/\+/g, ' ').split('&')) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    try {
      if (name) values[decodeURIComponent(name)] = decodeURIComponent(value);
    } catch { /* a half escape: somebody cut the link */ }
  }
  return values;
}

/** Names and values as the part after "?", sorted; what is empty is left out. @param {Record<string, any>} values */
export function writeQuery(values) {
  const parts = Object.keys(values).filter(name => (values[name] ?? '') !== '').sort()
    .map(name => `${encode(name)}=${encode(values[name])}`);
  return parts.length ? '?' + parts.join('&') : '';
}

/** Signs that a query may hold stay readable. @param {string} text */
const encode = text => encodeURIComponent(text).replace(/%20/g, '+').replace(/%(2C|3A|5B|5D|2F)/g, decodeURIComponent);

/** What the address says behind "?". @returns {Values} */
export const query = () => readQuery(location.search);

/** Changes the address without a new entry in the history. @param {Record<string, any>} values "" takes a name out */
export const remember = values => putQuery({ ...query(), ...values });

/** @param {Values} values all that stand behind "?" */
export const putQuery = values => history.replaceState(history.state, '', location.pathname + writeQuery(values) + location.hash);

const MARK = 'b.';

/** The brushes in an address, by parameter. @param {Values} values @returns {Map<string, Brush>} */
export function readBrushes(values) {
  const brushes = new Map();
  for (const [mark, text] of Object.entries(values).filter(([name]) => name.startsWith(MARK))) {
    const name = mark.slice(MARK.length), range = /^\[(.*)~(.*)\]$/.exec(text), [from, to] = range?.slice(1).map(Number) ?? [];
    if (!range) brushes.set(name, { values: text.split('|').map(value => value.replace(/%7C/g, '|').replace(/%25/g, '%')) });
    else if (range[1] && range[2] && from <= to) brushes.set(name, { from, to });
  }
  return brushes;
}

/** An address with these brushes and no others. @param {Values} values @param {Map<string, Brush>} brushes @returns {Values} */
export function withBrushes(values, brushes) {
  const bar = text => text.replace(/%/g, '%25').replace(/\|/g, '%7C');
  const out = Object.entries(values).filter(([name]) => !name.startsWith(MARK));
  for (const [name, brush] of brushes) {
    out.push([MARK + name, 'values' in brush ? brush.values.map(bar).join('|') : `[${brush.from}~${brush.to}]`]);
  }
  return Object.fromEntries(out);
}

/** Whether a value lies within a brush. @param {Brush} brush @param {any} value @param {(value: any) => string} key */
export const within = (brush, value, key) => 'values' in brush ? brush.values.includes(key(value))
  : typeof value === 'number' && value >= brush.from && value <= brush.to;

const OF_SWEEP = ['ranking', 'compare', 'slots', 'rungs', 'decisions'];

/** Which page an address is of. @param {string} path @returns {Place} */
export function placeOf(path) {
  /** @type {any[]} */
  let parts;
  try { parts = path.split('/').filter(Boolean).map(decodeURIComponent); } catch { return { page: 'missing' }; }
  const [first, sweep, kind, number] = parts;
  switch (parts.length) {
    case 0: return { page: 'sweeps' };
    case 1: return { page: ['nodes', 'query'].includes(first) ? first : 'missing' };
  }
  if (first !== 's' || parts.length > 4) return { page: 'missing' };
  if (parts.length === 2) return { page: 'sweep', sweep };
  if (parts.length === 3 && OF_SWEEP.includes(kind)) return { page: kind, sweep };
  return kind === 'trials' && /^\d{1,9}$/.test(number ?? '') ? { page: 'trial', sweep, trial: Number(number) } : { page: 'missing' };
}

/** The address of a page of a sweep. @param {string} sweep @param {...(string|number)} rest */
export const addressOf = (sweep, ...rest) => ['/s', encodeURIComponent(sweep), ...rest].join('/');
