// Scales and their ticks. A scale maps a value to a place in pixels.
import { short } from './format.js';

/** Even steps of f(value); what is not above "least" has no place. @returns {Scale} */
function continuous(kind, [lo, hi], range, f, back, least, ticks) {
  const [from, to] = range, first = f(lo), slope = (to - from) / (f(hi) - first);
  return {
    kind, domain: [lo, hi], range, step: 0,
    at: value => typeof value === 'number' && value > least ? from + (f(value) - first) * slope : NaN,
    invert: place => back(first + (place - from) / slope),
    ticks: (wanted = 6) => ticks(lo, hi, wanted),
  };
}

/** Even steps for even differences.
 * @param {[number, number]} domain least and largest value @param {[number, number]} range their places */
export function linear([lo, hi], range) {
  const room = hi > lo ? 0 : (Math.abs(lo) || 1) / 2;
  return continuous('linear', room ? [lo - room, lo + room] : [lo, hi], range, v => v, v => v, -Infinity, linearTicks);
}

/** Even steps for even ratios; values that are not positive have no place, and ends that are not make it linear.
 * @param {[number, number]} domain least and largest value @param {[number, number]} range their places */
export function log([lo, hi], range) {
  if (!(lo > 0) || !(hi > 0)) return linear([lo, hi], range);
  return continuous('log', hi > lo ? [lo, hi] : [lo / 1.5, lo * 1.5], range, Math.log, Math.exp, 0, logTicks);
}

/** One place per value, in the order given. @param {any[]} values @param {[number, number]} range @returns {Scale} */
export function category(values, range) {
  const [from, to] = range, places = new Map(values.map((value, i) => [key(value), from + (to - from) * (i + .5) / values.length]));
  return {
    kind: 'band', domain: values, range, step: Math.abs(to - from) / Math.max(1, values.length),
    at: value => places.get(key(value)) ?? NaN,
    invert: place => values[Math.max(0, Math.min(values.length - 1, Math.floor((place - from) / (to - from) * values.length)))],
    ticks: () => values.map(value => ({ value, text: short(value) })),
  };
}

/** A scale of what is counted: ticks at whole numbers alone. @param {Scale} scale @returns {Scale} */
export const whole = scale => ({ ...scale, ticks: wanted => scale.ticks(wanted).filter(tick => Number.isInteger(tick.value)) });

/** @param {any} value what tells it from others: numbers, texts and lists alike */
export const key = value => value == null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

export const scale = (kind, domain, range) => kind === 'band' ? category(domain, range)
  : (kind === 'log' ? log : linear)([domain[0], domain.at(-1)], range);

/** Large numbers take little room beside an axis: 110k, 2.5M. @param {number} value */
const tickText = value => Math.abs(value) >= 1e6 && Math.abs(value) < 1e9 ? `${short(value / 1e6, 6)}M`
  : Math.abs(value) >= 1e4 && Math.abs(value) < 1e6 ? `${short(value / 1e3, 6)}k` : short(value, 6);

/** Steps of 1, 2 or 5 times a power of ten. @param {number} lo @param {number} hi @param {number} wanted @returns {Tick[]} */
export function linearTicks(lo, hi, wanted) {
  const raw = (hi - lo) / Math.max(1, wanted), power = 10 ** Math.floor(Math.log10(raw)), mantissa = raw / power;
  const step = (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10) * power, ticks = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + step * 1e-9; i++) {
    const value = Number((i * step).toPrecision(12));
    ticks.push({ value, text: tickText(value) });
  }
  return ticks;
}

/** Powers of ten, with others between them where there is room; even steps where the ends are less than a factor of four apart.
 * @param {number} lo @param {number} hi @param {number} wanted @returns {Tick[]} */
export function logTicks(lo, hi, wanted) {
  const decades = Math.log10(hi / lo), every = Math.max(1, Math.ceil(decades / wanted)), ticks = [];
  const [, mantissas] = /** @type {[number, number[]][]} */ ([[6, [1, 2, 3, 4, 5, 6, 8]], [3, [1, 2, 5]], [2, [1, 3]]])
    .find(([share]) => decades <= wanted / share) ?? [0, [1]];
  for (let e = Math.floor(Math.log10(lo)); e <= Math.ceil(Math.log10(hi)); e++) {
    for (const m of e % every === 0 ? mantissas : []) {
      const value = Number((m * 10 ** e).toPrecision(6));
      if (value >= lo * .9999 && value <= hi * 1.0001) ticks.push({ value, text: short(value, 2) });
    }
  }
  return decades >= .6 && ticks.length >= 2 ? ticks : linearTicks(lo, hi, wanted).filter(tick => tick.value > 0);
}

/** The ends of what is finite, or null when nothing is. @param {Iterable<any>} values @returns {[number, number]|null} */
export function extent(values) {
  let lo = Infinity, hi = -Infinity;
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return lo <= hi ? [lo, hi] : null;
}
