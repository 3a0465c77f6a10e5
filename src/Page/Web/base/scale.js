// Scales and their ticks. A scale maps a value to a place in pixels.
import { short } from './format.js';

/**
 * Even steps for even differences.
 * @param {[number, number]} domain least and largest value @param {[number, number]} range their places @returns {Scale}
 */
export function linear(domain, range) {
  const [lo, hi] = apart(domain[0], domain[1]), [from, to] = range;
  return {
    kind: 'linear', domain: [lo, hi], range, step: 0,
    at: value => typeof value === 'number' ? from + (value - lo) / (hi - lo) * (to - from) : NaN,
    invert: place => lo + (place - from) / (to - from) * (hi - lo),
    ticks: (wanted = 6) => linearTicks(lo, hi, wanted),
  };
}

/**
 * Even steps for even ratios; values that are not positive have no place.
 * @param {[number, number]} domain least and largest value, both positive @param {[number, number]} range @returns {Scale}
 */
export function log(domain, range) {
  if (!(domain[0] > 0) || !(domain[1] > 0)) return linear(domain, range);
  const [lo, hi] = domain[1] > domain[0] ? domain : [domain[0] / 1.5, domain[0] * 1.5], [from, to] = range;
  const least = Math.log(lo), width = Math.log(hi) - least;
  return {
    kind: 'log', domain: [lo, hi], range, step: 0,
    at: value => typeof value === 'number' && value > 0 ? from + (Math.log(value) - least) / width * (to - from) : NaN,
    invert: place => Math.exp(least + (place - from) / (to - from) * width),
    ticks: (wanted = 6) => logTicks(lo, hi, wanted),
  };
}

/**
 * One place per value, in the order given.
 * @param {any[]} values @param {[number, number]} range @returns {Scale}
 */
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
export const key = value => value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

export const scale = (kind, domain, range) => kind === 'band' ? category(domain, range)
  : (kind === 'log' ? log : linear)([domain[0], domain.at(-1)], range);

/** @param {number} lo @param {number} hi @returns {[number, number]} */
const apart = (lo, hi) => hi > lo ? [lo, hi] : [lo - (Math.abs(lo) || 1) / 2, lo + (Math.abs(lo) || 1) / 2];

/** Large numbers take little room beside an axis: 110k, 2.5M. @param {number} value */
const tickText = value => Math.abs(value) >= 1e6 && Math.abs(value) < 1e9 ? `${short(value / 1e6, 6)}M`
  : Math.abs(value) >= 1e4 && Math.abs(value) < 1e6 ? `${short(value / 1e3, 6)}k` : short(value, 6);

/** Steps of 1, 2 or 5 times a power of ten. @param {number} lo @param {number} hi @param {number} wanted @returns {Tick[]} */
export function linearTicks(lo, hi, wanted) {
  const raw = (hi - lo) / Math.max(1, wanted), power = 10 ** Math.floor(Math.log10(raw)), mantissa = raw / power;
  const step = (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10) * power;
  const ticks = [];
  for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + step * 1e-9; i++) {
    const value = Number((i * step).toPrecision(12));
    ticks.push({ value, text: tickText(value) });
  }
  return ticks;
}

/**
 * Powers of ten, with 2 and 5 between them where there is room; even steps where the ends are less than a factor of four apart.
 * @param {number} lo @param {number} hi @param {number} wanted @returns {Tick[]}
 */
export function logTicks(lo, hi, wanted) {
  const decades = Math.log10(hi / lo);
  if (decades < .6) return linearTicks(lo, hi, wanted).filter(tick => tick.value > 0);
  const every = Math.max(1, Math.ceil(decades / wanted));
  const mantissas = decades <= wanted / 6 ? [1, 2, 3, 4, 5, 6, 8] : decades <= wanted / 3 ? [1, 2, 5] : decades <= wanted / 2 ? [1, 3]
    : [1];
  const ticks = [];
  for (let e = Math.floor(Math.log10(lo)); e <= Math.ceil(Math.log10(hi)); e++) {
    for (const m of e % every === 0 ? mantissas : []) {
      const value = Number((m * 10 ** e).toPrecision(6));
      if (value >= lo * .9999 && value <= hi * 1.0001) ticks.push({ value, text: short(value, 2) });
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(lo, hi, wanted).filter(tick => tick.value > 0);
}

/**
 * The ends of what is finite, or null when nothing is.
 * @param {Iterable<any>} values @returns {[number, number]|null}
 */
export function extent(values) {
  let lo = Infinity, hi = -Infinity;
  for (const value of values) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (value < lo) lo = value;
    if (value > hi) hi = value;
  }
  return lo <= hi ? [lo, hi] : null;
}
