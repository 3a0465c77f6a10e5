// Learning curves: every trial, where most run when there are very many, or mean and band of groups.
import { el } from '../base/dom.js';
import { plural, short } from '../base/format.js';
import { canvasPen } from '../base/pen.js';
import { Picture } from '../base/picture.js';
import { extent, linear, log, whole } from '../base/scale.js';
import { density, quantile, smooth } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { bandHint, bandLabel, bandsFrom, bandsOf, drawAll, drawBands } from './bands.js';
import { endLabels, floorLine, polyline, trialHint } from './marks.js';

/** More lines than these are drawn as a density, and the best of them as lines. */
export const MOST = 5000, TOP = 200;
const FIELD = 2, SHADES = 12, LEVELS = 24;

export class Curves extends Picture {
  constructor(host, model, options, open) {
    super(host, 'Learning curves');
    this.model = model;
    this.options = options;
    this.patience = 500;
    this.x = this.y = linear([0, 1], [0, 1]);
    /** @type {Trial[]} */ this.drawn = [];
    /** @type {Band[]} */ this.bands = [];
    /** @type {Map<number, {points: Float32Array}>|null} curves of another metric than the sweep's own */ this.others = null;
    /** @type {BandPoint[]} mean and spread of all trials, where not all curves are here */ this.all = [];
    /** @type {any} groups over all trials, by the server */ this.serverBands = null;
    /** Curves of trials that are over, drawn once. */ this.under = el('canvas');
    this.underKey = '';
    this.answers = 0;
    this.underAt = 0;
    /** @type {Set<Trial>} */ this.underDrawn = new Set();
    /** @type {{last: number, values: [number, number]}|null} */ this.last = null;
    host.addEventListener('click', event => { const near = this.nearest(...this.placeOf(event)); if (near) open(near.trial); });
  }

  /** @param {Trial} trial @returns {ArrayLike<number>} */
  curve(trial) { return (this.isOwn ? trial.curve : this.others?.get(trial.number)?.points) ?? []; }

  /** What the server sent for metric and group that are now chosen. @param {Map<number, {points: Float32Array}>|null} others
   * @param {any} serverBands @param {BandPoint[]} all */
  take(others, serverBands, all) {
    Object.assign(this, { others, serverBands, all });
    this.answers++;
    this.redraw();
  }

  get isOwn() { return this.options.metric === this.model.metric; }

  draw(pen) {
    const { model, options } = this, t = theme(), trials = this.drawn = model.shown.filter(trial => this.curve(trial).length > 0);
    const best = this.isOwn ? model.sorted(model.shown).find(trial => this.curve(trial).length > 0) ?? null : null;
    this.name = `Learning curves of ${options.metric}: ${plural(trials.length, 'trial')}${options.by ? ` by ${options.by}` : ''}` +
      `${best ? `; best is trial ${best.number} with ${short(best.metric)}` : ''}`;
    const { bands, left } = !options.by ? { bands: [], left: '' } : this.serverBands ? bandsFrom(this.serverBands, options.show)
      : bandsOf(model, trials, trial => this.curve(trial), options);
    this.bands = bands;
    if (!trials.length && !this.bands.length) return this.empty(pen, model.trials.length ? 'No reports yet' : 'No trials yet');
    const ends = this.last = this.steady(this.ends(trials)), bestName = best ? `trial ${best.number}` : '';
    const names = options.by ? this.bands.map(b => bandLabel(b, options.by)) : [bestName];
    this.margin = { left: 50, right: Math.min(196, Math.max(14, ...names.map(name => pen.measure(name, 11, 600) + 14))), top: 22,
      bottom: 28 };
    const { x0, x1, y0, y1 } = this.box;
    this.x = whole((options.x === 'log' ? log : linear)([1, Math.max(2, ends.last)], [x0, x1]));
    this.y = (options.y === 'log' ? log : linear)(ends.values, [y0, y1]);
    const inside = (p, draw) => p.clip(x0 - 3, y1 - 2, x1 - x0 + 5, y0 - y1 + 2, draw);
    if (options.by) {
      this.frame(pen);
      inside(pen, () => drawBands(pen, this.bands, this.x, this.y, y0, left));
      endLabels(pen, this.bands.map(b => ({ text: bandLabel(b, options.by), color: b.color, x: x1, y: this.y.at(b.points.at(-1)?.mean) })),
        this.box,
        this.width);
      return;
    }
    if (pen === this.pen) {
      this.drawUnder(trials, inside);
      inside(pen, () => this.drawTrials(pen, trials.filter(trial => !trial.isOver), trials.length));
    } else {
      this.frame(pen);
      inside(pen, () => this.drawTrials(pen, trials, trials.length));
    }
    if (!best) return;
    const points = smooth(this.curve(best), options.smooth);
    inside(pen, () => polyline(pen, { color: t.good, width: 2.25 }, points, this.x, this.y));
    endLabels(pen, [{ text: bestName, color: t.good, x: x1, y: this.y.at(points[points.length - 1]) }], this.box, this.width);
  }

  /** What lies under the curves. @param {Pen} pen */
  frame(pen) {
    this.axes(pen, this.x, this.y, 'epoch', this.options.metric);
    if (this.isOwn) floorLine(pen, this.model.facts.floor, this.y, this.box);
    drawAll(pen, this.all, this.x, this.y, this.box.y0);
  }

  /**
   * What does not change with a report is drawn into a canvas of its own; when a trial ends its curve is added.
   * @param {Trial[]} trials @param {(pen: Pen, draw: () => void) => void} inside
   */
  drawUnder(trials, inside) {
    const { under } = this, { width, height } = this.canvas, over = trials.filter(trial => trial.isOver);
    const key = JSON.stringify([width, height, this.model.stamp, this.options, this.last, this.margin, this.answers, theme().dark]);
    // Colours are by rank, and ranks change slowly: now and then all is drawn anew.
    const isNew = key !== this.underKey || over.length > 1.2 * this.underAt + 20;
    const g = /** @type {CanvasRenderingContext2D} */ (under.getContext('2d', { willReadFrequently: true }));
    if (isNew) {
      this.underKey = key;
      this.underAt = over.length;
      this.underDrawn.clear();
      [under.width, under.height] = [width, height];
      g.scale(width / this.width, height / this.height);
    }
    const pen = canvasPen(g), fresh = over.filter(trial => !this.underDrawn.has(trial));
    if (isNew) this.frame(pen);
    // A density is of all at once.
    if (isNew || trials.length <= MOST) inside(pen, () => this.drawTrials(pen, fresh, trials.length));
    for (const trial of fresh) this.underDrawn.add(trial);
    const screen = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    screen.globalAlpha = 1;
    screen.drawImage(under, 0, 0, this.width, this.height);
  }

  /**
   * The ends of before while those of now are nearly the same, so that axes do not tremble.
   * @param {{last: number, values: [number, number]}} now
   */
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
      const c = this.curve(trial);
      last = Math.max(last, c[c.length - 2]);
      for (let k = 1; k < c.length; k += 2) {
        const v = c[k];
        if (!(v > -Infinity && v < Infinity) || (isLog && v <= 0)) continue;
        if (v < lo) lo = v;
        if (v > hi) hi = v;
        if (i % every === 0) sample.push(v);
      }
    });
    sample.sort((a, b) => a - b);
    if (this.bands.length) [lo, hi] = extent(this.bands.flatMap(b => b.points.map(p => p.mean))) ?? [lo, hi];
    else if (this.isOwn && sample.length > 50 && maximize) lo = Math.max(lo, quantile(sample, .005));
    else if (this.isOwn && sample.length > 50) hi = Math.min(hi, quantile(sample, .995));
    if (this.isOwn && facts.floor !== null && facts.floor < lo && facts.floor > lo / 2) lo = facts.floor;
    if (!(lo <= hi)) [lo, hi] = [0, 1];
    const air = (hi - lo) * .03;
    return { last, values: isLog ? [lo * .985, hi * 1.015] : [lo - air, hi + air] };
  }

  /** @param {Pen} pen @param {Trial[]} trials @param {number} all how many lines there are in all: many are fainter */
  drawTrials(pen, trials, all) {
    const t = theme(), alpha = Math.max(.07, Math.min(.85, 9 / Math.sqrt(all))), ranks = this.isOwn ? this.model.sorted(this.model.shown)
      : [];
    const places = new Map(ranks.map((trial, i) => [trial, i / Math.max(1, ranks.length - 1)]));
    const order = this.isOwn ? [...this.model.sorted(trials)] : [...trials], rest = this.isOwn
      ? trials.filter(trial => !trial.counts) : [];
    const line = (trial, ink) =>
      polyline(pen, ink, smooth(this.curve(trial), this.options.smooth), this.x, this.y);
    // Those without a value are the worst; the best are drawn last, on top.
    if (all > MOST) {
      this.shade(pen, trials);
      order.length = Math.min(TOP, order.length);
    } else for (const trial of rest) line(trial, { color: t.dim, alpha: alpha * .6 });
    const colors = Array.from({ length: LEVELS + 1 }, (_, level) => this.isOwn ? t.ramp(level / LEVELS) : t.accent);
    for (let i = order.length - 1; i >= 0; i--) line(order[i], { color: colors[Math.round((places.get(order[i]) ?? 0) * LEVELS)], alpha });
  }

  /** How many curves run where: runs of one shade are one rectangle. @param {Pen} pen @param {Trial[]} trials */
  shade(pen, trials) {
    const { x0, x1, y0, y1 } = this.box, { x, y } = this, columns = Math.ceil((x1 - x0) / FIELD), rows = Math.ceil((y0 - y1) / FIELD);
    const counts = density(trials.map(trial => this.curve(trial)), e => (x.at(e) - x0) / FIELD, v => (y.at(v) - y1) / FIELD, columns, rows);
    const most = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 0)), color = theme().accent;
    const shadeOf = n => n ? Math.ceil(Math.log1p(n) / most * SHADES) : 0;
    for (let j = 0; j < rows; j++) {
      for (let i = 0, from = 0, now = 0; i <= columns; i++) {
        const next = i < columns ? shadeOf(counts[j * columns + i]) : -1;
        if (next === now) continue;
        if (now > 0) pen.rect(x0 + from * FIELD, y1 + j * FIELD, (i - from) * FIELD, FIELD,
          { color, alpha: Math.round(now / SHADES * 75) / 100 });
        [from, now] = [i, next];
      }
    }
  }

  /** @param {number} px @param {number} py @returns {{trial: Trial, epoch: number, value: number}|null} */
  nearest(px, py) {
    const { x, y } = this, epoch = x.invert(px), reach = Math.abs(x.invert(px + 20) - epoch);
    /** @type {{trial: Trial, epoch: number, value: number}|null} */
    let found = null;
    let least = 20 ** 2;
    for (const trial of this.options.by ? [] : this.drawn) {
      const c = this.curve(trial);
      for (let i = 0; i < c.length; i += 2) {
        if (Math.abs(c[i] - epoch) > reach) continue;
        const far = (x.at(c[i]) - px) ** 2 + (y.at(c[i + 1]) - py) ** 2;
        if (far < least) { least = far; found = { trial, epoch: c[i], value: c[i + 1] }; }
      }
    }
    return found;
  }

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
    const rows = [];
    for (const trial of this.drawn) {
      const c = this.curve(trial);
      for (let i = 0; i < c.length; i += 2) rows.push([trial.number, c[i], Number(c[i + 1].toPrecision(7))]);
    }
    return { head: ['trial', 'epoch', metric], rows };
  }
}
