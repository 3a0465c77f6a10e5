// Bands: trials put into groups, the mean of the curves of each and how sure it is, or how far they spread.
import { count, plural, short } from '../base/format.js';
import { key } from '../base/scale.js';
import { band, quantile, smooth } from '../base/stats.js';
import { theme } from '../base/theme.js';

/** Groups that are shown at most: so many colours can be told apart. */
const MOST = 10;

/** Groups of trials, in the order of the sweep file; numbers with more than twelve values in five of about equally many trials.
 * @param {Model} model @param {Trial[]} trials @param {string} by a parameter, or "config" (the ten best ones)
 * @returns {{groups: Group[], left: string}} left: what of them is not shown, "" for nothing */
export function groupsOf(model, trials, by) {
  const groups = by === 'config' ? byConfiguration(model, trials) : byParameter(model, trials, by);
  return { groups: groups.slice(0, MOST), left: leftText(groups.length) };
}

/** What of so many groups is not shown. @param {number} groups */
const leftText = groups => groups > MOST ? `${plural(groups - MOST, 'more group')} not drawn` : '';

/** @template K @param {Trial[]} trials @param {(trial: Trial) => K} keyOf @returns {Map<K, Trial[]>} in the order they come */
function together(trials, keyOf) {
  const groups = new Map();
  for (const trial of trials) {
    const name = keyOf(trial), found = groups.get(name);
    if (found) found.push(trial); else groups.set(name, [trial]);
  }
  return groups;
}

/** @param {Model} model @param {Trial[]} trials @param {string} by @returns {Group[]} */
function byParameter(model, trials, by) {
  const { kind, domain } = model.axis(by), found = together(trials, t => t.value(by) == null ? null : key(t.value(by)));
  const absent = found.get(null);
  found.delete(null);
  const values = kind === 'band' ? domain : [...found.values()].map(list => list[0].value(by)).sort((a, b) => a - b);
  const groups = kind !== 'band' && values.length > 12 ? inFive([...found.values()].flat(), by)
    : values.map(value => ({ label: short(value) || '(empty)', trials: found.get(key(value)) ?? [] })).filter(g => g.trials.length);
  return absent ? [...groups, { label: '(absent)', trials: absent }] : groups;
}

/** @param {Trial[]} trials @param {string} by @returns {Group[]} */
function inFive(trials, by) {
  const sorted = trials.map(t => t.value(by)).sort((a, b) => a - b), cuts = [.2, .4, .6, .8].map(p => quantile(sorted, p));
  const parts = [...together(trials, t => cuts.filter(cut => t.value(by) > cut).length)].sort((a, b) => a[0] - b[0]);
  return parts.map(([, part]) => {
    const values = part.map(t => t.value(by)), ends = [Math.min(...values), Math.max(...values)].map(value => short(value, 3));
    return { label: [...new Set(ends)].join(' to '), trials: part };
  });
}

/** By rank, and named by the values that differ between trials: "lstm 2 0.01". @param {Model} model @param {Trial[]} trials
 * @returns {Group[]} */
const byConfiguration = (model, trials) => [...together(trials, t => t.config).values()]
  .sort(([a], [b]) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.number - b.number)
  .map(group => ({
    label: model.varying.map(p => group[0].value(p.name)).filter(value => value != null).map(value => short(value, 3)).join(' '),
    trials: group,
  }));

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
    name: g.key || '(empty)', color: theme().series[i], n: g.trials,
    points: g.epoch.map((epoch, k) => ({
      epoch, n: g.n[k], mean: g.mean[k], sd: g.std[k] ?? NaN,
      half: show === 'spread' ? g.std[k] ?? NaN : g.high[k] === null ? NaN : (g.high[k] - g.low[k]) / 2,
    })),
  })) };
}

/** What has no place on a logarithmic axis is at its lower end. */
function area(pen, points, x, y, color) {
  const wide = points.filter(p => p.half >= 0), placeOf = v => y.kind === 'log' && v <= 0 ? y.range[0] : y.at(v);
  if (wide.length < 2) return;
  pen.fill({ color, alpha: .16 }, [...wide.flatMap(p => [x.at(p.epoch), placeOf(p.mean + p.half)]),
    ...wide.reverse().flatMap(p => [x.at(p.epoch), placeOf(p.mean - p.half)])]);
}

const middle = (pen, points, x, y, ink) => pen.stroke(ink, points.flatMap(p => [x.at(p.epoch), y.at(p.mean)]));

/** Epoch from which less than half of a group is left, as a place in its points. @param {Band} b */
const thinFrom = b => { const at = b.points.findIndex(p => p.n * 2 < b.n); return at < 0 ? b.points.length : at; };

/** @param {Pen} pen @param {Band[]} bands @param {Scale} x @param {Scale} y
 * @param {string} left what of groups is not drawn */
export function drawBands(pen, bands, x, y, left) {
  for (const { points, color } of bands) area(pen, points, x, y, color);
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
 * @param {Scale} y */
export function drawAll(pen, all, x, y) {
  const t = theme(), p = all[Math.floor(all.length / 2)];
  area(pen, all, x, y, t.dim);
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
