// Statistics of groups of curves, and what pictures of many need. Pure: no page, no clock.

/** Value below which a share of a rising list lies, between neighbours linearly (type 7 of Hyndman and Fan 1996).
 * @param {number[]} sorted @param {number} p */
export function quantile(sorted, p) {
  if (!sorted.length) return NaN;
  const at = (sorted.length - 1) * p, below = Math.floor(at), rest = at - below;
  return rest ? sorted[below] * (1 - rest) + sorted[below + 1] * rest : sorted[below];
}

/**
 * P(|T| <= t) of Student's t with whole degrees of freedom: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.
 * @param {number} t not negative @param {number} freedom
 */
export function studentWithin(t, freedom) {
  const angle = Math.atan(t / Math.sqrt(freedom)), sin = Math.sin(angle), cos2 = Math.cos(angle) ** 2, odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1, sum = odd && freedom === 1 ? 0 : term;
  for (let k = odd ? 2 : 1; k <= freedom - 3; k += 2) {
    term *= cos2 * k / (k + 1);
    sum += term;
  }
  return odd ? 2 / Math.PI * (angle + sin * sum) : sin * sum;
}

/** @type {Map<number, number>} */
const known = new Map();

/** The t that 95 % lie within, for whole degrees of freedom; from 400 on its expansion about 1.96 (Abramowitz and Stegun 26.7.5).
 * @param {number} freedom */
export function student95(freedom) {
  if (!(freedom >= 1)) return NaN;
  const z = 1.959963984540054;
  if (freedom > 400) return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  let found = known.get(freedom);
  if (found === undefined) {
    let lo = 1.9, hi = 13;
    for (let i = 0; i < 60; i++) {
      const mid = (lo + hi) / 2;
      if (studentWithin(mid, freedom) < .95) lo = mid; else hi = mid;
    }
    known.set(freedom, found = (lo + hi) / 2);
  }
  return found;
}

/** Half width of what a band shows: the 95 % interval of the mean, or the spread (one deviation). @param {'interval'|'spread'} kind
 * @param {number} n @param {number} sd */
const halfWidth = (kind, n, sd) => n < 2 ? NaN : kind === 'spread' ? sd : student95(n - 1) * sd / Math.sqrt(n);

/**
 * Mean and band of curves at each epoch that any of them has, over those that have it.
 * @param {ArrayLike<number>[]} curves epoch, value, epoch, value, ... each @param {'interval'|'spread'} kind @returns {BandPoint[]}
 */
export function band(curves, kind) {
  /** @type {Map<number, number[]>} n, mean, sum of squares about it (Welford 1962) */
  const sums = new Map();
  for (const curve of curves) {
    for (let i = 0; i + 1 < curve.length; i += 2) {
      const value = curve[i + 1];
      if (!Number.isFinite(value)) continue;
      let sum = sums.get(curve[i]);
      if (!sum) sums.set(curve[i], sum = [0, 0, 0]);
      const away = value - sum[1];
      sum[1] += away / ++sum[0];
      sum[2] += away * (value - sum[1]);
    }
  }
  return points(sums, kind);
}

/**
 * The band of all, from bands of groups: counts, means and sums of squares add up (Chan, Golub and LeVeque 1983).
 * @param {{epoch: number[], n: number[], mean: (number|null)[], std: (number|null)[]}[]} groups @param {'interval'|'spread'} kind
 * @returns {BandPoint[]}
 */
export function pooled(groups, kind) {
  /** @type {Map<number, number[]>} n, mean, sum of squares about it */
  const sums = new Map();
  for (const group of groups) {
    group.epoch.forEach((epoch, i) => {
      const m = group.n[i], center = group.mean[i], sum = sums.get(epoch) ?? [0, 0, 0];
      if (!m || center === null) return;
      const away = center - sum[1], n = sum[0] + m;
      sums.set(epoch, [n, sum[1] + away * m / n, sum[2] + (group.std[i] ?? 0) ** 2 * (m - 1) + away ** 2 * sum[0] * m / n]);
    });
  }
  return points(sums, kind);
}

/** @param {Map<number, number[]>} sums n, mean, sum of squares by epoch @param {'interval'|'spread'} kind @returns {BandPoint[]} */
const points = (sums, kind) => [...sums].sort((a, b) => a[0] - b[0]).map(([epoch, [n, center, squares]]) => {
  const sd = n > 1 ? Math.sqrt(squares / (n - 1)) : NaN;
  return { epoch, n, mean: center, sd, half: halfWidth(kind, n, sd) };
});

/**
 * How many curves run through each field of a picture: what is drawn of very many.
 * @param {ArrayLike<number>[]} curves epoch, value, ... @param {(epoch: number) => number} column
 * @param {(value: number) => number} row places in fields
 * @param {number} columns @param {number} rows @returns {Float64Array} row by row
 */
export function density(curves, column, row, columns, rows) {
  const out = new Float64Array(columns * rows);
  for (const curve of curves) {
    for (let i = 2; i + 1 < curve.length; i += 2) {
      const [x0, x1, y0, y1] = [column(curve[i - 2]), column(curve[i]), row(curve[i - 1]), row(curve[i + 1])],
        slope = (y1 - y0) / (x1 - x0);
      for (let x = Math.max(0, Math.ceil(x0)); x < x1 && x < columns; x++) {
        const y = Math.floor(y0 + (x - x0) * slope);
        if (y >= 0 && y < rows) out[y * columns + x]++;
      }
    }
  }
  return out;
}

/**
 * Exponential moving average without the pull of its start: weights are divided by their sum, as in TensorBoard.
 * @param {ArrayLike<number>} curve epoch, value, ... @param {number} weight of the past, 0 (none) to below 1 @returns {ArrayLike<number>}
 */
export function smooth(curve, weight) {
  if (!(weight > 0)) return curve;
  const out = new Float64Array(curve.length);
  let sum = 0, total = 0;
  for (let i = 0; i + 1 < curve.length; i += 2) {
    out[i] = curve[i];
    if (Number.isFinite(curve[i + 1])) {
      sum = sum * weight + curve[i + 1];
      total = total * weight + 1;
    }
    out[i + 1] = total ? sum / total : NaN;
  }
  return out;
}

/**
 * Trials that a better one has not come before, in order: the running best.
 * @template T @param {T[]} items in order of time @param {(item: T) => number} value @param {boolean} maximize @returns {T[]}
 */
export function records(items, value, maximize) {
  const out = [];
  let best = maximize ? -Infinity : Infinity;
  for (const item of items) {
    const v = value(item);
    if (!(maximize ? v > best : v < best)) continue;
    best = v;
    out.push(item);
  }
  return out;
}

/**
 * A grid of means: the colour of each field of a contour. Fields without a value are NaN.
 * @param {number[]} xs places, 0 to 1 @param {number[]} ys @param {number[]} values @param {number} columns @param {number} rows
 * @returns {{means: Float64Array, counts: Int32Array}} row by row
 */
export function grid(xs, ys, values, columns, rows) {
  const means = new Float64Array(columns * rows).fill(NaN), counts = new Int32Array(columns * rows);
  for (let i = 0; i < values.length; i++) {
    const x = Math.min(columns - 1, Math.floor(xs[i] * columns)), y = Math.min(rows - 1, Math.floor(ys[i] * rows));
    if (!(x >= 0) || !(y >= 0) || !Number.isFinite(values[i])) continue;
    const field = y * columns + x, n = ++counts[field];
    means[field] = n === 1 ? values[i] : means[field] + (values[i] - means[field]) / n;
  }
  return { means, counts };
}

/**
 * Kernel regression (Nadaraya 1964, Watson 1964) on a grid, with a Gaussian of a width that falls with the number of points; no value
 * where no point is near. Points are counted in fields first, so that it costs the same for three and for three thousand.
 * @param {number[]} us @param {number[]} vs places, 0 to 1 @param {number[]} values @param {number} columns @param {number} rows
 */
export function surface(us, vs, values, columns, rows) {
  const sums = new Float64Array(columns * rows), counts = new Float64Array(columns * rows);
  const wide = Math.min(.16, Math.max(.045, .32 / us.length ** (1 / 6)));
  for (let k = 0; k < us.length; k++) {
    const at = Math.min(rows - 1, Math.floor(vs[k] * rows)) * columns + Math.min(columns - 1, Math.floor(us[k] * columns));
    sums[at] += values[k];
    counts[at]++;
  }
  const both = (field, kernel) =>
    spread(spread(field, columns, rows, kernel(wide * columns), 1, columns), rows, columns, kernel(wide * rows), columns, 1);
  const bell = fields => Array.from({ length: Math.ceil(2.5 * fields) + 1 },
    (_, d) => Math.exp(-d * d / (2 * fields * fields)));
  const near = both(counts, fields => Array(Math.ceil(1.2 * fields) + 1).fill(1)), top = both(sums, bell), bottom = both(counts, bell);
  return top.map((sum, at) => near[at] > 0 ? sum / bottom[at] : NaN);
}

/**
 * Spreads each field to both sides along one direction.
 * @param {Float64Array} field @param {number} length @param {number} lines @param {number[]} kernel by distance in fields
 * @param {number} step from field to field @param {number} line from line to line
 */
function spread(field, length, lines, kernel, step, line) {
  const out = new Float64Array(field.length), reach = kernel.length - 1;
  for (let l = 0; l < lines; l++) {
    for (let i = 0; i < length; i++) {
      const v = field[l * line + i * step];
      if (v === 0) continue;
      for (let k = Math.max(0, i - reach); k <= Math.min(length - 1, i + reach); k++) out[l * line +
        k * step] += v * kernel[Math.abs(k - i)];
    }
  }
  return out;
}

/** A number from 0 to 1 that belongs to a whole number for good: jitter that does not move. @param {number} n */
export const scatter = n => (Math.imul(n + 1, 2654435761) >>> 0) / 4294967296;
