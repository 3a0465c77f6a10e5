// Statistics of groups of curves, and what pictures of many need. Pure: no page, no clock.

/** Value below which a share of a rising list lies, between neighbours linearly (type 7 of Hyndman and Fan 1996).
 * @param {number[]} sorted @param {number} p */
export function quantile(sorted, p) {
  if (!sorted.length) return NaN;
  const at = (sorted.length - 1) * p, below = Math.floor(at), rest = at - below;
  return rest ? sorted[below] * (1 - rest) + sorted[below + 1] * rest : sorted[below];
}

/** P(|T| <= t) of Student's t with whole degrees of freedom: the finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4.
 * @param {number} t not negative @param {number} freedom */
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
  if (!known.has(freedom)) {
    let lo = 1.9, hi = 13;
    for (let i = 0; i < 60; i++) {
      const middle = (lo + hi) / 2;
      if (studentWithin(middle, freedom) < .95) lo = middle; else hi = middle;
    }
    known.set(freedom, lo);
  }
  return /** @type {number} */ (known.get(freedom));
}

/** Mean and band of curves at each epoch that any of them has, over those that have it: the 95 % interval of the mean, or one deviation.
 * @param {ArrayLike<number>[]} curves epoch, value, epoch, value, ... each @param {'interval'|'spread'} kind @returns {BandPoint[]} */
export function band(curves, kind) {
  /** @type {Map<number, number[]>} n, mean, sum of squares about it (Welford 1962) */
  const sums = new Map();
  for (const curve of curves) {
    for (let i = 0; i < curve.length; i += 2) {
      const value = curve[i + 1];
      if (!Number.isFinite(value)) continue;
      let sum = sums.get(curve[i]);
      if (!sum) sums.set(curve[i], sum = [0, 0, 0]);
      const away = value - sum[1];
      sum[1] += away / ++sum[0];
      sum[2] += away * (value - sum[1]);
    }
  }
  return [...sums].sort((a, b) => a[0] - b[0]).map(([epoch, [n, mean, squares]]) => {
    const sd = n > 1 ? Math.sqrt(squares / (n - 1)) : NaN;
    return { epoch, n, mean, sd, half: kind === 'spread' ? sd : student95(n - 1) * sd / Math.sqrt(n) };
  });
}

/** How many curves run through each field of a picture: what is drawn of very many.
 * @param {ArrayLike<number>[]} curves epoch, value, ... @param {(epoch: number) => number} column
 * @param {(value: number) => number} row places in fields @param {number} columns @param {number} rows */
export function density(curves, column, row, columns, rows) {
  const out = new Float64Array(columns * rows);
  for (const curve of curves) {
    for (let i = 2; i < curve.length; i += 2) {
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

/** Exponential moving average without the pull of its start: weights are divided by their sum, as in TensorBoard.
 * @param {ArrayLike<number>} curve epoch, value, ... @param {number} weight of the past, 0 (none) to below 1 */
export function smooth(curve, weight) {
  if (!(weight > 0)) return curve;
  const out = new Float64Array(curve.length);
  let sum = 0, total = 0;
  for (let i = 0; i < curve.length; i += 2) {
    out[i] = curve[i];
    if (Number.isFinite(curve[i + 1])) {
      sum = sum * weight + curve[i + 1];
      total = total * weight + 1;
    }
    out[i + 1] = total ? sum / total : NaN;
  }
  return out;
}

/** The running best: items that nothing better came before. @template T @param {T[]} items in order of time
 * @param {(item: T) => number} value @param {boolean} maximize @returns {T[]} */
export function records(items, value, maximize) {
  let best = maximize ? -Infinity : Infinity;
  return items.filter(item => {
    const now = value(item), isBetter = maximize ? now > best : now < best;
    if (isBetter) best = now;
    return isBetter;
  });
}

/** A grid of fields: sums, numbers and means of what lies in each. Fields without a value have no mean.
 * @param {number[]} us places, 0 to 1 @param {number[]} vs @param {number[]} values @param {number} columns @param {number} rows
 * @returns {Grid} row by row */
export function grid(us, vs, values, columns, rows) {
  const sums = new Float64Array(columns * rows), counts = new Float64Array(columns * rows);
  const place = (share, fields) => Math.min(fields - 1, Math.floor(share * fields));
  values.forEach((value, i) => {
    const field = place(vs[i], rows) * columns + place(us[i], columns);
    sums[field] += value;
    counts[field]++;
  });
  return { columns, rows, sums, counts, means: sums.map((sum, i) => sum / counts[i]) };
}

/** Kernel regression (Nadaraya 1964, Watson 1964) over the fields of a grid, with a Gaussian of a width that falls with the number of
 * points; no value where no point is near. It costs the same for three points and for three thousand.
 * @param {Grid} grid @param {number} points how many */
export function surface({ columns, rows, sums, counts }, points) {
  const wide = Math.min(.16, Math.max(.045, .32 / points ** (1 / 6)));
  const both = (field, kernel) =>
    spread(spread(field, columns, rows, kernel(wide * columns), 1, columns), rows, columns, kernel(wide * rows), columns, 1);
  const bell = fields => Array.from({ length: Math.ceil(2.5 * fields) + 1 }, (_, d) => Math.exp(-d * d / (2 * fields * fields)));
  const near = both(counts, fields => Array(Math.ceil(1.2 * fields) + 1).fill(1)), top = both(sums, bell), bottom = both(counts, bell);
  return top.map((sum, at) => near[at] > 0 ? sum / bottom[at] : NaN);
}

/** Spreads each field to both sides along one direction. @param {Float64Array} field @param {number} length @param {number} lines
 * @param {number[]} kernel by distance in fields @param {number} step from field to field @param {number} line from line to line */
function spread(field, length, lines, kernel, step, line) {
  const out = new Float64Array(field.length), reach = kernel.length - 1;
  for (let l = 0; l < lines; l++) {
    for (let i = 0; i < length; i++) {
      const value = field[l * line + i * step], last = Math.min(length - 1, i + reach);
      if (!value) continue;
      for (let k = Math.max(0, i - reach); k <= last; k++) out[l * line + k * step] += value * kernel[Math.abs(k - i)];
    }
  }
  return out;
}

/** A number from 0 to 1 that belongs to a whole number for good: jitter that does not move. @param {number} n */
export const scatter = n => (Math.imul(n + 1, 2654435761) >>> 0) / 4294967296;
