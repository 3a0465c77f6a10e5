// Bands: the mean of a group of curves and how sure it is, or how far they spread.
import { count, short } from '../base/format.js';
import { groupsOf, leftText, MOST } from '../base/groups.js';
import { band, smooth } from '../base/stats.js';
import { theme } from '../base/theme.js';

/** A word speaks for itself, "2" does not: "layers 2". @param {Band} b @param {string} by */
export const bandLabel = (b, by) => `${by === 'config' || /^[a-z(]/i.test(b.name) ? '' : by + ' '}${b.name}  n = ${count(b.n)}`;

/** Bands of the curves that are here. @param {Model} model @param {Trial[]} trials @param {(trial: Trial) => ArrayLike<number>} curve
 * @param {Record<string, any>} options @returns {{bands: Band[], left: string}} left: what of groups is not drawn */
export function bandsOf(model, trials, curve, options) {
  const { step } = model, { groups, left } = groupsOf(model, trials, options.by);
  return { left, bands: groups.map((group, i) => ({
    name: group.label, color: theme().series[i], n: group.trials.length,
    // Of thinned curves only epochs that all of them have may be averaged: the last one of a trial is its own.
    points: band(group.trials.map(trial => smooth(curve(trial), options.smooth)), options.show)
      .filter(p => step === 1 || p.epoch === 1 || p.epoch % step === 0),
  })) };
}

/** Bands that the database made over all trials. @param {any} answer of GET bands @param {'interval'|'spread'} show
 * @returns {{bands: Band[], left: string}} */
export function bandsFrom({ groups, left_out: leftOut }, show) {
  return { left: leftText(groups.length + leftOut), bands: groups.slice(0, MOST).map((g, i) => ({
    name: g.key, color: theme().series[i], n: g.trials,
    points: g.epoch.map((epoch, k) => ({
      epoch, n: g.n[k], mean: g.mean[k], sd: g.std[k] ?? NaN,
      half: show === 'spread' ? g.std[k] ?? NaN : g.high[k] === null ? NaN : (g.high[k] - g.low[k]) / 2,
    })),
  })) };
}

function area(pen, points, x, y, bottom, color) {
  const wide = points.filter(p => p.half >= 0), placeOf = v => { const at = y.at(v); return Number.isNaN(at) ? bottom : at; };
  if (wide.length < 2) return;
  pen.fill({ color, alpha: .16 }, [...wide.flatMap(p => [x.at(p.epoch), placeOf(p.mean + p.half)]),
    ...wide.reverse().flatMap(p => [x.at(p.epoch), placeOf(p.mean - p.half)])]);
}

const middle = (pen, points, x, y, ink) => pen.stroke(ink, points.flatMap(p => [x.at(p.epoch), y.at(p.mean)]));

/** Epoch from which less than half of a group is left, as a place in its points. @param {Band} b */
const thinFrom = b => { const at = b.points.findIndex(p => p.n * 2 < b.n); return at < 0 ? b.points.length : at; };

/** @param {Pen} pen @param {Band[]} bands @param {Scale} x @param {Scale} y @param {number} bottom
 * @param {string} left what of groups is not drawn */
export function drawBands(pen, bands, x, y, bottom, left) {
  for (const { points, color } of bands) area(pen, points, x, y, bottom, color);
  for (const b of bands) {
    // A mean of those that went on is not one of all.
    const { points, color } = b, cut = thinFrom(b);
    middle(pen, points.slice(0, cut), x, y, { color, width: 2 });
    middle(pen, points.slice(Math.max(0, cut - 1)), x, y, { color, width: 2, dash: [5, 4] });
  }
  const dashed = bands.some(b => thinFrom(b) < b.points.length) && 'dashed: less than half of a group is left';
  [left, dashed].filter(Boolean).forEach((text, i) => pen.text(x.range[1] - 6, y.range[1] + 12 + 14 * i, String(text),
    { color: theme().dim, align: 'end', halo: theme().card }));
}

/** Mean and spread of all trials, behind those that are drawn. @param {Pen} pen @param {BandPoint[]} all @param {Scale} x
 * @param {Scale} y @param {number} bottom */
export function drawAll(pen, all, x, y, bottom) {
  if (!all.length) return;
  const t = theme(), p = all[Math.floor(all.length / 2)];
  area(pen, all, x, y, bottom, t.dim);
  middle(pen, all, x, y, { color: t.dim, width: 1.5, dash: [6, 4] });
  pen.text(x.at(p.epoch), y.at(p.mean + (p.half || 0)) - 6, `mean and spread of all ${count(p.n)}`,
    { color: t.dim, halo: t.card, align: 'middle' });
}

/** Means of all bands at an epoch, the lowest first. @param {Band[]} bands @param {number} epoch @returns {string[]|null} */
export function bandHint(bands, epoch) {
  const far = p => Math.abs(p.epoch - epoch), near = points => points.reduce((a, p) => far(p) < far(a) ? p : a, points[0]);
  const rows = bands.filter(b => b.points.length).map(b => ({ name: b.name, ...near(b.points) })).sort((a, b) => a.mean - b.mean);
  return rows.length ? [`epoch ${rows[0].epoch}`,
    ...rows.map(({ name, mean, half, n }) => `${name}: ${short(mean)}${half >= 0 ? ` ± ${short(half, 2)}` : ''} (n = ${n})`)] : null;
}
