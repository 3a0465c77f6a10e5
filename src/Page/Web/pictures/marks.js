// Marks that several pictures draw: lines, their names at the end, the floor, fields, and what lies under the pointer.
import { short } from '../base/format.js';
import { fit } from '../base/picture.js';
import { linear, log } from '../base/scale.js';
import { quantile } from '../base/stats.js';
import { theme } from '../base/theme.js';

/** A line over epochs, open where a value has no place; a single point is a dot.
 * @param {Pen} pen @param {Ink} ink @param {ArrayLike<number>} points epoch, value, ... @param {Scale} x @param {Scale} y */
export function polyline(pen, ink, points, x, y) {
  const path = new Float64Array(points.length);
  for (let i = 0; i < path.length; i += 2) {
    path[i] = x.at(points[i]);
    path[i + 1] = y.at(points[i + 1]);
  }
  if (path.length === 2) pen.dots(path, 2, ink); else pen.stroke(ink, path);
}

/** Names at the ends of lines, pushed apart.
 * @param {Pen} pen @param {{text: string, color: string, x: number, y: number}[]} labels @param {Scale} y
 * @param {number} width of the picture */
export function endLabels(pen, labels, { range: [y0, y1] }, width) {
  const placed = labels.map(l => ({ ...l, y: Math.max(y1 + 4, Math.min(y0, l.y || y0)) })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < placed.length; i++) placed[i].y = Math.max(placed[i].y, placed[i - 1].y + 14);
  placed.reverse().forEach((l, i) => {
    const y = Math.min(l.y, y0 - 14 * i);
    pen.text(l.x + 7, y + 4, fit(pen, l.text, width - l.x - 7, 11, 600), { color: l.color, weight: 600, halo: theme().card });
  });
}

/** The margin that leaves room for names at the ends of lines. @param {Pen} pen @param {string[]} names @param {number} most */
export const marginFor = (pen, names, most) => ({ left: 50, top: 22, bottom: 28,
  right: Math.min(most, Math.max(14, ...names.map(name => pen.measure(name, 11, 600) + 14))) });

/** The lowest value there can be, where it is in the picture. @param {Pen} pen @param {number|null|undefined} floor @param {Scale} x
 * @param {Scale} y */
export function floorLine(pen, floor, x, y) {
  const place = y.at(floor), t = theme();
  if (!(place <= y.range[0] + 1)) return;
  pen.stroke({ color: t.dim, dash: [4, 4] }, [x.range[0], place, x.range[1], place]);
  pen.text(x.range[0] + 6, place - 5, `floor ${short(floor)}`, { color: t.dim, halo: t.card });
}

/** An axis begins at the floor when that is near. @param {number} lo @param {number|null|undefined} floor */
export const downTo = (lo, floor) => floor != null && floor < lo && floor > lo / 2 ? floor : lo;

/** Fields side by side: runs of one shade are one rectangle. @param {Pen} pen @param {Box} box @param {number} columns
 * @param {number} rows @param {(column: number, row: number) => number} shadeOf from the upper left on, 0 = none
 * @param {(shade: number) => Ink} inkOf @param {number} [lap] pixels that one covers of the next, so that no seam shows */
export function mosaic(pen, { x0, x1, y0, y1 }, columns, rows, shadeOf, inkOf, lap = 0) {
  const width = (x1 - x0) / columns, height = (y0 - y1) / rows;
  for (let j = 0; j < rows; j++) {
    for (let i = 0, from = 0, shade = 0; i <= columns; i++) {
      const next = i < columns ? shadeOf(i, j) : -1;
      if (next === shade) continue;
      if (shade > 0) pen.rect(x0 + from * width, y1 + j * height, (i - from) * width + lap, height + lap, inkOf(shade));
      [from, shade] = [i, next];
    }
  }
}

/** The point nearest to a place, if it is near enough.
 * @template {{x: number, y: number}} P @param {Iterable<P>} points in pixels @param {number} px @param {number} py @param {number} [reach]
 * @returns {P|null} */
export function nearest(points, px, py, reach = 12) {
  /** @type {P|null} */
  let found = null;
  let least = reach ** 2;
  for (const p of points) {
    const far = (p.x - px) ** 2 + (p.y - py) ** 2;
    if (far < least) [found, least] = [p, far];
  }
  return found;
}

/** What a trial is, in lines. @param {Trial} trial @param {string[]} lines that come first */
export const trialHint = (trial, ...lines) => [`trial ${trial.number}`, ...lines,
  ...trial.model.varying.slice(0, 10).map(p => `${p.name} ${short(trial.value(p.name))}`)];

/** The metric of a trial, or its value of a parameter. @param {Trial} trial @param {string} name */
export const valueOf = (trial, name) => name === trial.model.metric ? trial.metric : trial.value(name);

/** Values of the trials that are shown, for a file. @param {Model} model @param {string[]} names parameters, or the metric
 * @returns {Rows} */
export const valuesOf = (model, names) => ({ head: ['trial', ...names],
  rows: model.shown.map(trial => [trial.number, ...names.map(name => valueOf(trial, name))]) });

/** Every n-th item, so that about "most" are left. @template T @param {T[]} items @param {number} most @returns {T[]} */
export const thinned = (items, most) => items.length > most ? items.filter((_, i) => i % Math.ceil(items.length / most) === 0) : items;

/** The opacity of one of many marks. @param {number} n of them @param {number} least @param {number} most @param {number} ink of all */
export const opacity = (n, least, most, ink) => Math.max(least, Math.min(most, ink / Math.sqrt(n)));

/** Ends of the metric without its worst values, so that a few wild ones do not squeeze the rest: least and largest.
 * @param {Model} model @param {Trial[]} trials that count, at least one @param {number} share of them that is left out
 * @returns {[number, number]} */
export function metricEnds(model, trials, share) {
  const values = trials.map(trial => Number(trial.metric)).sort((a, b) => a - b);
  return model.maximize ? [quantile(values, share), values[values.length - 1]] : [values[0], quantile(values, 1 - share)];
}

/** An axis with air at both ends, logarithmic if it may be. @param {boolean} isLog @param {[number, number]} ends
 * @param {[number, number]} air below and above, as shares of the axis @param {[number, number]} range */
export function airy(isLog, [lo, hi], [below, above], range) {
  const room = hi > lo ? hi - lo : Math.abs(lo) * .1 || 1, ratio = hi > lo ? hi / lo : 1.1;
  return isLog && lo > 0 ? log([lo / ratio ** below, hi * ratio ** above], range) : linear([lo - room * below, hi + room * above], range);
}

/** Which colour is what, side by side. @param {Pen} pen @param {[string, string][]} entries text and colour @param {number} x
 * @param {number} y @param {number} [end] entries that would go beyond it are left out */
export function legend(pen, entries, x, y, end = Infinity) {
  for (const [text, color] of entries) {
    const wide = pen.measure(text);
    if (x + wide + 28 > end) break;
    pen.rect(x, y, 9, 9, { color, round: 2 });
    pen.text(x + 14, y + 8, text, { color: theme().ink });
    x += wide + 28;
  }
}
