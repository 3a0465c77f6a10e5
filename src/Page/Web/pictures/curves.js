// Learning curves: every trial, where most run when there are very many, or mean and band of groups.
import { el } from '../base/dom.js';
import { plural, short } from '../base/format.js';
import { canvasPen } from '../base/pen.js';
import { context, Picture } from '../base/picture.js';
import { extent, linear, log, whole } from '../base/scale.js';
import { density, quantile, smooth } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { bandHint, bandLabel, bandsFrom, bandsOf, drawAll, drawBands } from './bands.js';
import { airy, downTo, endLabels, floorLine, marginFor, mosaic, nearest, opacity, polyline, trialHint } from './marks.js';

/** More lines than these are drawn as a density, and the best of them as lines. */
export const MOST = 5000, TOP = 200;
const FIELD = 2, SHADES = 12, LEVELS = 24;

/** options: CurveOptions, and open */
export class Curves extends Picture {
  static title = 'Learning curves';
  patience = 500;
  x = linear([0, 1], [0, 1]);
  y = linear([0, 1], [0, 1]);
  /** @type {Trial[]} */ drawn = [];
  /** @type {Band[]} */ bands = [];
  /** Curves of another metric than the sweep's own. @type {Map<number, {points: Float32Array}>|null} */ others = null;
  /** Bands over all trials, by the server, where not all curves are here. @type {any} */ serverBands = null;
  answers = 0;
  /** Curves of trials that are over, drawn once: what they were drawn for, and how many there were. */ under = el('canvas');
  underKey = '';
  underAt = 0;
  /** @type {Set<Trial>} */ underDrawn = new Set();
  /** @type {{last: number, values: [number, number]}|null} */ last = null;

  /** @param {Trial} trial @returns {ArrayLike<number>} */
  curve(trial) { return (this.isOwn ? trial.curve : this.others?.get(trial.number)?.points) ?? []; }

  /** What the server sent for metric and group that are now chosen. @param {Map<number, {points: Float32Array}>|null} others
   * @param {any} serverBands */
  take(others, serverBands) {
    Object.assign(this, { others, serverBands });
    this.answers++;
    this.redraw();
  }

  get isOwn() { return this.options.metric === this.model.metric; }

  draw(pen) {
    const { model, options } = this, { by } = options, t = theme();
    const trials = this.drawn = model.shown.filter(trial => this.curve(trial).length > 0);
    const best = this.isOwn ? model.sorted(model.shown).find(trial => this.curve(trial).length > 0) ?? null : null;
    this.name = `Learning curves of ${options.metric}: ${plural(trials.length, 'trial')}${by ? ` by ${by}` : ''}` +
      `${best ? `; best is trial ${best.number} with ${short(best.metric)}` : ''}`;
    const { bands, left } = !by ? { bands: [], left: '' } : this.serverBands ? bandsFrom(this.serverBands, options.show)
      : bandsOf(model, trials, trial => this.curve(trial), options);
    this.bands = bands;
    if (!trials.length && !bands.length) return this.empty(pen, model.trials.length ? 'No reports yet' : 'No trials yet');
    const ends = this.last = this.steady(this.ends(trials)), bestName = best ? `trial ${best.number}` : '';
    this.margin = marginFor(pen, by ? bands.map(b => bandLabel(b, by)) : [bestName], 196);
    const { x0, x1, y0, y1 } = this.box;
    const x = this.x = whole((options.x === 'log' ? log : linear)([1, Math.max(2, ends.last)], [x0, x1]));
    const y = this.y = airy(options.y === 'log', ends.values, [.03, .03], [y0, y1]);
    const inside = (p, draw) => p.clip(x0 - 3, y1 - 2, x1 - x0 + 5, y0 - y1 + 2, draw);
    const isPage = pen === this.pen && !by;
    if (isPage) this.drawUnder(trials, inside); else this.frame(pen);
    if (by) {
      inside(pen, () => drawBands(pen, bands, x, y, left));
      const labels = bands.map(b => ({ text: bandLabel(b, by), color: b.color, x: x1, y: y.at(b.points.at(-1)?.mean) }));
      return endLabels(pen, labels, y, this.width);
    }
    inside(pen, () => this.drawTrials(pen, isPage ? trials.filter(trial => !trial.isOver) : trials, trials.length));
    if (!best) return;
    const points = smooth(this.curve(best), options.smooth);
    inside(pen, () => polyline(pen, { color: t.good, width: 2.25 }, points, x, y));
    endLabels(pen, [{ text: bestName, color: t.good, x: x1, y: y.at(points[points.length - 1]) }], y, this.width);
  }

  /** What lies under the curves. @param {Pen} pen */
  frame(pen) {
    this.axes(pen, this.x, this.y, 'epoch', this.options.metric);
    if (this.isOwn) floorLine(pen, this.model.facts.floor, this.x, this.y);
    const [all] = this.serverBands && !this.options.by ? bandsFrom(this.serverBands, 'spread').bands : [];
    if (all?.points.length) drawAll(pen, all.points, this.x, this.y);
  }

  /** What does not change with a report is drawn into a canvas of its own; when a trial ends its curve is added.
   * @param {Trial[]} trials @param {(pen: Pen, draw: () => void) => void} inside */
  drawUnder(trials, inside) {
    const { under } = this, { width, height } = this.canvas, over = trials.filter(trial => trial.isOver);
    const key = JSON.stringify([width, height, this.model.stamp, this.options, this.last, this.margin, this.answers, theme().dark]);
    // Colours are by rank, and ranks change slowly: now and then all is drawn anew.
    const isNew = key !== this.underKey || over.length > 1.2 * this.underAt + 20;
    const g = /** @type {CanvasRenderingContext2D} */ (under.getContext('2d', { willReadFrequently: true }));
    if (isNew) {
      [this.underKey, this.underAt] = [key, over.length];
      this.underDrawn.clear();
      [under.width, under.height] = [width, height];
      g.scale(width / this.width, height / this.height);
    }
    const pen = canvasPen(g), fresh = over.filter(trial => !this.underDrawn.has(trial)), screen = context(this.canvas);
    if (isNew) this.frame(pen);
    // A density is of all at once.
    if (isNew || trials.length <= MOST) inside(pen, () => this.drawTrials(pen, fresh, trials.length));
    for (const trial of fresh) this.underDrawn.add(trial);
    screen.globalAlpha = 1;
    screen.drawImage(under, 0, 0, this.width, this.height);
  }

  /** The ends of before while those of now are nearly the same, so that axes do not tremble.
   * @param {{last: number, values: [number, number]}} now */
  steady(now) {
    const before = this.last, [lo, hi] = now.values;
    if (!before || before.last !== now.last) return now;
    const f = this.options.y === 'log' ? Math.log : v => v, [a, b] = before.values.map(f), room = (b - a) * .04;
    return Math.abs(f(lo) - a) < room && Math.abs(f(hi) - b) < room ? before : now;
  }

  /** Ends of both axes; a few wild values do not squeeze the rest. @param {Trial[]} trials
   * @returns {{last: number, values: [number, number]}} */
  ends(trials) {
    /** @type {number[]} */
    const sample = [], { maximize, facts } = this.model, every = Math.max(1, Math.floor(trials.length / 400)),
      isLog = this.options.y === 'log';
    let last = Math.max(1, ...this.bands.map(b => b.points.at(-1)?.epoch ?? 1)), lo = Infinity, hi = -Infinity;
    trials.forEach((trial, i) => {
      const curve = this.curve(trial);
      last = Math.max(last, curve[curve.length - 2]);
      for (let k = 1; k < curve.length; k += 2) {
        const v = curve[k];
        if (!Number.isFinite(v) || (isLog && v <= 0)) continue;
        if (v < lo) lo = v;
        if (v > hi) hi = v;
        if (i % every === 0) sample.push(v);
      }
    });
    sample.sort((a, b) => a - b);
    if (this.bands.length) [lo, hi] = extent(this.bands.flatMap(b => b.points.map(p => p.mean))) ?? [lo, hi];
    else if (this.isOwn && sample.length > 50 && maximize) lo = Math.max(lo, quantile(sample, .005));
    else if (this.isOwn && sample.length > 50) hi = Math.min(hi, quantile(sample, .995));
    if (this.isOwn) lo = downTo(lo, facts.floor);
    return { last, values: lo <= hi ? [lo, hi] : [0, 1] };
  }

  /** @param {Pen} pen @param {Trial[]} trials @param {number} all how many lines there are in all: many are fainter */
  drawTrials(pen, trials, all) {
    const t = theme(), alpha = opacity(all, .07, .85, 9), { isOwn, model } = this, ranks = isOwn ? model.sorted(model.shown) : [];
    const places = new Map(ranks.map((trial, i) => [trial, i / Math.max(1, ranks.length - 1)]));
    const colors = Array.from({ length: LEVELS + 1 }, (_, level) => isOwn ? t.ramp(level / LEVELS) : t.accent);
    const order = isOwn ? [...model.sorted(trials)] : [...trials];
    const line = (trial, ink) => polyline(pen, ink, smooth(this.curve(trial), this.options.smooth), this.x, this.y);
    if (all > MOST) {
      this.shade(pen, trials);
      order.length = Math.min(TOP, order.length);
    } else {
      // Those without a value are the worst.
      for (const trial of isOwn ? trials : []) if (!trial.counts) line(trial, { color: t.dim, alpha: alpha * .6 });
    }
    // The best are drawn last, on top.
    for (const trial of order.reverse()) line(trial, { color: colors[Math.round((places.get(trial) ?? 0) * LEVELS)], alpha });
  }

  /** How many curves run where. @param {Pen} pen @param {Trial[]} trials */
  shade(pen, trials) {
    const { x, y } = this, { x0, x1, y0, y1 } = this.box, columns = Math.ceil((x1 - x0) / FIELD), rows = Math.ceil((y0 - y1) / FIELD);
    const counts = density(trials.map(trial => this.curve(trial)), e => (x.at(e) - x0) / FIELD, v => (y.at(v) - y1) / FIELD, columns, rows);
    const most = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 0)), color = theme().accent;
    mosaic(pen, { x0, x1: x0 + columns * FIELD, y0: y1 + rows * FIELD, y1 }, columns, rows,
      (i, j) => Math.ceil(Math.log1p(counts[j * columns + i]) / most * SHADES) || 0,
      shade => ({ color, alpha: Math.round(shade / SHADES * 75) / 100 }));
  }

  /** The point of a curve at a place. @param {number} px @param {number} py */
  nearest(px, py) {
    const { x, y } = this, epoch = x.invert(px), reach = Math.abs(x.invert(px + 20) - epoch), points = [];
    for (const trial of this.options.by ? [] : this.drawn) {
      const curve = this.curve(trial);
      for (let i = 0; i < curve.length; i += 2) {
        if (Math.abs(curve[i] - epoch) <= reach) {
          points.push({ trial, epoch: curve[i], value: curve[i + 1], x: x.at(curve[i]), y: y.at(curve[i + 1]) });
        }
      }
    }
    return nearest(points, px, py, 20);
  }

  trialAt(px, py) { return this.nearest(px, py)?.trial.number ?? null; }

  hint(px, py) {
    const { x0, x1 } = this.box;
    if (this.options.by) return px < x0 || px > x1 ? null : bandHint(this.bands, this.x.invert(px));
    const near = this.nearest(px, py);
    return near && trialHint(near.trial, `epoch ${near.epoch}: ${short(near.value)}`);
  }

  csv() {
    const { by, show, metric } = this.options;
    if (by) {
      return { head: [by, 'epoch', 'n', 'mean', 'sd', show === 'spread' ? 'spread' : 'half_interval_95'],
        rows: this.bands.flatMap(b => b.points.map(p => [b.name, p.epoch, p.n, p.mean, p.sd, p.half])) };
    }
    return { head: ['trial', 'epoch', metric], rows: this.drawn.flatMap(trial => {
      const curve = this.curve(trial);
      return Array.from({ length: curve.length / 2 }, (_, i) => [trial.number, curve[2 * i], Number(curve[2 * i + 1].toPrecision(7))]);
    }) };
  }
}
