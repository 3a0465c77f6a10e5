// What a page shows is in its address, so that a link shows another person the same.

/** The part after "?" as names and values; what cannot be read is left out. @param {string} search */
export function readQuery(search) {
  /** @type {Values} */
  const values = {};
  for (const part of search.replace(/^\?/, '').split('&')) {
    const split = part.indexOf('=');
    if (split <= 0) continue;
    try {
      values[decode(part.slice(0, split))] = decode(part.slice(split + 1));
    } catch { /* a half escape: somebody cut the link */ }
  }
  return values;
}

const decode = text => decodeURIComponent(text.replace(/\+/g, ' '));

/** Names and values as the part after "?", sorted; what is empty is left out. @param {Record<string, any>} values */
export function writeQuery(values) {
  const parts = Object.keys(values).filter(name => (values[name] ?? '') !== '').sort()
    .map(name => `${encode(name)}=${encode(values[name])}`);
  return parts.length ? '?' + parts.join('&') : '';
}

/** Signs that a query may hold stay readable. @param {string} text */
const encode = text => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%20/g, '+').replace(/%3A/g, ':').replace(/%5B/g,
  '[').replace(/%5D/g, ']').replace(/%2F/g, '/');

const MARK = 'b.';

/** The brushes in an address, by parameter. @param {Values} values @returns {Map<string, Brush>} */
export function readBrushes(values) {
  const brushes = new Map();
  for (const name of Object.keys(values).filter(n => n.startsWith(MARK))) {
    const range = /^\[(.*)~(.*)\]$/.exec(values[name]);
    if (range && range[1] !== '' && range[2] !== '' && Number(range[1]) <= Number(range[2])) {
      brushes.set(name.slice(MARK.length), { from: Number(range[1]), to: Number(range[2]) });
    } else if (!range) {
      brushes.set(name.slice(MARK.length), { values: values[name].split('|').map(unbar) });
    }
  }
  return brushes;
}

/** An address with these brushes and no others. @param {Values} values @param {Map<string, Brush>} brushes @returns {Values} */
export function withBrushes(values, brushes) {
  const out = Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(MARK)));
  for (const [name, brush] of brushes) {
    out[MARK + name] = 'values' in brush ? brush.values.map(bar).join('|') : `[${brush.from}~${brush.to}]`;
  }
  return out;
}

const bar = text => text.replace(/[%|]/g, c => c === '%' ? '%25' : '%7C');
const unbar = text => text.replace(/%7C/g, '|').replace(/%25/g, '%');

/** Whether a value lies within a brush. @param {Brush} brush @param {any} value @param {(value: any) => string} key */
export const within = (brush, value, key) => 'values' in brush ? brush.values.includes(key(value))
  : typeof value === 'number' && value >= brush.from && value <= brush.to;

const OF_SWEEP = ['ranking', 'compare', 'slots', 'rungs', 'decisions'];

/** Which page an address is of. @param {string} path @returns {Place} */
export function placeOf(path) {
  /** @type {string[]} */
  let parts;
  try { parts = path.split('/').filter(Boolean).map(decodeURIComponent); } catch { return { page: 'missing' }; }
  if (parts.length === 0) return { page: 'sweeps' };
  if (parts.length === 1 && (parts[0] === 'nodes' || parts[0] === 'query')) return { page: parts[0] };
  if (parts[0] !== 's' || parts.length < 2) return { page: 'missing' };
  const [, sweep, kind, number] = parts;
  if (parts.length === 2) return { page: 'sweep', sweep };
  if (parts.length === 3 && OF_SWEEP.includes(kind)) return { page: /** @type {any} */ (kind), sweep };
  if (parts.length === 4 && kind === 'trials' && /^\d{1,9}$/.test(number)) return { page: 'trial', sweep, trial: Number(number) };
  return { page: 'missing' };
}

/** The address of a page of a sweep. @param {string} sweep @param {...(string|number)} rest */
export const addressOf = (sweep, ...rest) => ['/s', encodeURIComponent(sweep), ...rest].join('/');
