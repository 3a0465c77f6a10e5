// Numbers, times and shares as short text, the same on every machine.

/** A number with at most so many significant digits: 0.01418, 1.641, 3.2e-5, 1.5e6.
 * @param {unknown} value @param {number} [digits] @returns {string} "–" for what is not known */
export function short(value, digits = 4) {
  if (value == null || value === '' || Number.isNaN(value)) return '–';
  if (typeof value !== 'number') return plain(typeof value === 'object' ? JSON.stringify(value) : String(value));
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return count(value);
  // "1.50e+6" is written as "1.5e6".
  if (size >= 1e6 || size < 1e-3) return value.toExponential(Math.max(0, digits - 2)).replace(/\.?0*e\+?/, 'e');
  const rounded = Number(value.toPrecision(digits));
  return size >= 1000 && Number.isInteger(rounded) ? count(rounded) : String(rounded);
}

/** A whole number with groups of three: 291,901. @param {number} value */
export const count = value => String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** "1 trial", "3,000 trials". @param {number} value @param {string} word */
export const plural = (value, word) => `${count(value)} ${word}${value === 1 ? '' : 's'}`;

/** A version with the first letters of its commit: 0.2.0+e9c7c340. @param {string|null|undefined} version */
export const versionText = version => (version ?? '').replace(/(\+.{8}).*/, '$1');

/** A share of one as per cent: 0.263 is "26.3 %". @param {number|null|undefined} value */
export const share = value => value == null || Number.isNaN(value) ? '–' : `${Number((value * 100).toFixed(1))} %`;

/** @type {[number, string][]} */
const UNITS = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];

/** A time span in its two largest units: "42 s", "3 min 20 s", "2 h 5 min", "3 d 4 h". @param {number|null|undefined} ms milliseconds */
export function duration(ms) {
  if (ms == null || !Number.isFinite(ms)) return '–';
  const seconds = Math.max(0, ms) / 1000, whole = Math.round(seconds);
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  const i = UNITS.findIndex(([unit]) => whole >= unit), [unit, name] = UNITS[i], [below, lower] = UNITS[i + 1] ?? [1, ''];
  const rest = Math.floor(whole % unit / below);
  return `${Math.floor(whole / unit)} ${name}${rest ? ` ${rest} ${lower}` : ''}`;
}

/** Local date and time as Swedes write it, "2026-01-31 09:30:05". @param {number|null|undefined} ms since 1970 */
export const clock = ms => ms == null ? '–' : new Date(ms).toLocaleString('sv-SE');

/** One field of a CSV line (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe. @param {unknown} value */
export function csvField(value) {
  if (value == null) return '';
  const isFormula = typeof value === 'string' && /^[=+\-@\t\r]/.test(value);
  const text = (isFormula ? "'" : '') + (typeof value === 'object' ? JSON.stringify(value) : value);
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Rows as CSV, the head first. @param {Rows} rows */
export const csv = ({ head, rows }) => [head, ...rows].map(row => row.map(csvField).join(',')).join('\n') + '\n';

/** Control characters made visible, so that a trial's text cannot steer anything. @param {string} text */
export const plain = text => text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '·')
  .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·');

/** Rows of objects, for a file. @param {any[]} list @param {string[]} head names of what they have @returns {Rows} */
export const rowsOf = (list, head) => ({ head, rows: list.map(item => head.map(name => item[name])) });
