// Learning curves: every trial, or mean and band of groups.
import { el } from '../base/dom.js';
import { count, plural, short } from '../base/format.js';
import { groupsOf } from '../base/groups.js';
import { canvasPen } from '../base/pen.js';
import { Picture, fit } from '../base/picture.js';
import { extent, linear, log, whole } from '../base/scale.js';
import { band, density, quantile, smooth } from '../base/stats.js';
import { theme } from '../base/theme.js';

/**
 * @typedef {import('../base/model.js').Model} Model
 * @typedef {import('../base/model.js').Trial} Trial
 * @typedef {import('../base/pen.js').Pen} Pen
 * @typedef {import('../base/stats.js').BandPoint} BandPoint
 * @typedef {{label: string, color: string, n: number, points: BandPoint[]}} Band
 * @typedef {{by: string, show: 'interval'|'spread', smooth: number, x: 'linear'|'log', y: 'linear'|'log', metric: string}} Options
 */

/** More lines than these are drawn as a density, and the best of them as lines. */
export const MOST = 5000, TOP = 200;
const FIELD = 2, SHADES = 12;
const LABEL = 11;

export class Curves extends Picture {
  /** @param {HTMLElement} host @param {Model} model @param {Options} options @param {(trial: Trial) => void} open */
  constructor(host, model, options, open) {
    super(host, 'Learning curves');
    this.model = model;
    this.options = options;
    /** @type {Map<number, {points: Float32Array}>|null} curves of another metric than the sweep's own */
    this.others = null;
    /** @type {Band[]} */ this.bands = [];
    /** Curves of trials that are over, drawn once. */ this.under = el('canvas');
    this.underKey = '';
    this.underAt = 0;
    /** @type {Set<Trial>} */ this.underDrawn = new Set();
    /** @type {{last: number, values: [number, number]}|null} */ this.last = null;
    this.patience = 500;
    /** @type {BandPoint[]} mean and spread of all trials, where not all curves are here */ this.all = [];
    /** @type {any} groups over all trials, by the server */ this.serverBands = null;
    host.addEventListener('click', event => { const near = this.nearest(...this.placeOf(event)); if (near) open(near.trial); });
  }

  /** @param {Trial} trial */
  curve(trial) { return this.others ? this.others.get(trial.number)?.points ?? null : trial.curve; }

  get isOwn() { return this.options.metric === this.model.metric; }

  /** @param {Pen} pen */
  draw(pen) {
    const { model, options } = this, t = theme();
    const trials = model.shown.filter(trial => (this.curve(trial)?.length ?? 0) > 0);
    this.bands = [];
    this.drawn = trials;
    const under = pen === this.pen && !options.by ? this.under : null;
    this.describe(trials);
    if (!trials.length && !this.serverBands) return this.empty(pen, model.trials.length ? 'No reports yet' : 'No trials yet');
    if (options.by) this.bands = this.makeBands(trials, t.series);
    const ends = this.last = this.steady(this.ends(trials));
    const best = this.isOwn && !options.by ? model.sorted(trials)[0] : null;
    const labels = options.by ? this.bands.map(b => b.label) : best ? [`trial ${best.number}`] : [];
    this.margin = { left: 50, right: Math.min(170, Math.max(14, ...labels.map(l => pen.measure(l, LABEL, 600) + 14))), top: 22,
      bottom: 28 };
    const { x0, x1, y0, y1 } = this.box;
    this.x = whole((options.x === 'log' ? log : linear)([1, Math.max(2, ends.last)], [x0, x1]));
    this.y = (options.y === 'log' ? log : linear)(ends.values, [y0, y1]);
    const inside = (/** @type {Pen} */ p, /** @type {() => void} */ draw) => p.clip(x0 - 3, y1 - 2, x1 - x0 + 5, y0 - y1 + 2, draw);
    if (under) {
      this.drawUnder(under, trials, inside);
      const g = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
      g.globalAlpha = 1;
      g.drawImage(under, 0, 0, this.width, this.height);
      inside(pen, () => this.drawTrials(pen, trials.filter(trial => !trial.isOver), trials.length));
    } else {
      this.frame(pen);
      inside(pen, () => options.by ? this.drawBands(pen) : this.drawTrials(pen, trials, trials.length));
    }
    if (best) inside(pen, () => this.line(pen, best, { color: t.good, width: 2.25 }));
    if (options.by) this.labels(pen, this.bands.map(b => ({ text: b.label, color: b.color, value: b.points.at(-1)?.mean ?? NaN })));
    else if (best) this.labels(pen, [{ text: `trial ${best.number}`, color: t.good, value: this.lastOf(best) }]);
  }

  /** Axes and floor. @param {Pen} pen */
  frame(pen) {
    this.axes(pen, /** @type {import('../base/scale.js').Scale} */ (this.x), /** @type {import('../base/scale.js').Scale} */ (this.y),
      'epoch', this.options.metric);
    this.floor(pen);
    this.behind(pen);
  }

  /**
   * What does not change with a report is drawn into a canvas of its own; when a trial ends its curve is added.
   * @param {HTMLCanvasElement} under @param {Trial[]} trials @param {(pen: Pen, draw: () => void) => void} inside
   */
  drawUnder(under, trials, inside) {
    const { width, height } = this.canvas, over = trials.filter(trial => trial.isOver);
    const key = JSON.stringify([width, height, this.model.stamp, this.options, this.last, this.others ? trials.length : 0, theme().dark,
      this.margin]);
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
    inside(pen, () => this.drawTrials(pen, fresh, trials.length));
    for (const trial of fresh) this.underDrawn.add(trial);
  }

  /** The ends of before while those of now are nearly the same, so that axes do not tremble.
   * @param {{last: number, values: [number, number]}} now */
  steady(now) {
    const before = this.last, [lo, hi] = now.values;
    if (!before || before.last !== now.last) return now;
    const f = this.options.y === 'log' ? Math.log : (/** @type {number} */ v) => v,
      room = (f(before.values[1]) - f(before.values[0])) * .04;
    return Math.abs(f(lo) - f(before.values[0])) < room && Math.abs(f(hi) - f(before.values[1])) < room ? before : now;
  }

  /** @param {Trial[]} trials */
  describe(trials) {
    const { model, options } = this, best = this.isOwn ? model.sorted(trials)[0] : null;
    this.name = `Learning curves of ${options.metric}: ${plural(trials.length, 'trial')}${options.by ? ` by ${options.by}` : ''}` +
      `${best ? `; best is trial ${best.number} with ${short(best.metric)}` : ''}`;
  }

  /** Ends of both axes; a few wild values do not squeeze the rest. @param {Trial[]} trials
   * @returns {{last: number, values: [number, number]}} */
  ends(trials) {
    let last = 1;
    /** @type {number[]} */
    const sample = [], { maximize, facts } = this.model, every = Math.max(1, Math.floor(trials.length / 400));
    let lo = Infinity, hi = -Infinity;
    trials.forEach((trial, i) => {
      const c = /** @type {Float32Array} */ (this.curve(trial));
      last = Math.max(last, c[c.length - 2]);
      for (let k = 1; k < c.length; k += 2) {
        const v = c[k];
        if (!(v > -Infinity && v < Infinity) || (this.options.y === 'log' && v <= 0)) continue;
        if (v < lo) lo = v;
        if (v > hi) hi = v;
        if (i % every === 0) sample.push(v);
      }
    });
    sample.sort((a, b) => a - b);
    const isGrouped = this.options.by !== '' && this.bands.length > 0;
    if (isGrouped) {
      const ends = extent(this.bands.flatMap(b => b.points.map(p => p.mean)));
      if (ends) [lo, hi] = ends;
      last = Math.max(last, ...this.bands.map(b => b.points.at(-1)?.epoch ?? 1));
    } else if (this.isOwn && sample.length > 50) {
      if (maximize) lo = Math.max(lo, quantile(sample, .005)); else hi = Math.min(hi, quantile(sample, .995));
    }
    if (this.isOwn && facts.floor !== null && facts.floor < lo && facts.floor > lo / 2) lo = facts.floor;
    const air = this.options.y === 'log' ? 0 : (hi - lo) * .03;
    return { last, values: this.options.y === 'log' ? [lo * .985, hi * 1.015] : [lo - air, hi + air] };
  }

  /** @param {Pen} pen */
  floor(pen) {
    const { floor } = this.model.facts, t = theme(), { x0, x1, y0 } = this.box;
    if (!this.isOwn || floor === null || floor === undefined) return;
    const place = /** @type {import('../base/scale.js').Scale} */ (this.y).at(floor);
    if (!(place <= y0 + 1)) return;
    pen.stroke({ color: t.dim, dash: [4, 4] }, (move, line) => { move(x0, place); line(x1, place); });
    pen.text(x0 + 6, place - 5, `floor ${short(floor)}`, { color: t.dim, halo: t.card });
  }

  /** @param {Trial[]} trials @param {string[]} colors @returns {Band[]} */
  makeBands(trials, colors) {
    const { by, show, smooth: weight } = this.options, { step } = this.model;
    if (this.serverBands) {
      return this.serverBands.groups.slice(0, 10).map((/** @type {any} */ g, /** @type {number} */ i) => ({
        label: g.key, color: colors[i % colors.length], n: g.trials,
        points: g.epoch.map((/** @type {number} */ epoch, /** @type {number} */ k) => ({
          epoch, n: g.n[k], mean: g.mean[k], sd: g.std[k] ?? NaN, half: show === 'spread' ? g.std[k] ?? NaN : g.high[k] === null ? NaN
            : (g.high[k] - g.low[k]) / 2,
        })),
      }));
    }
    return groupsOf(this.model, trials, by).groups.map((group, i) => ({
      label: `${group.label}  n = ${count(group.trials.length)}`, color: colors[i % colors.length], n: group.trials.length,
      // Of thinned curves only epochs that all of them have may be averaged: the last one of a trial is its own.
      points: band(group.trials.map(trial => smooth(/** @type {Float32Array} */ (this.curve(trial)), weight)), show)
        .filter(p => step === 1 || p.epoch === 1 || p.epoch % step === 0),
    }));
  }

  /** @param {Pen} pen */
  drawBands(pen) {
    const x = /** @type {import('../base/scale.js').Scale} */ (this.x), y = /** @type {import('../base/scale.js').Scale} */ (this.y),
      { y0 } = this.box;
    for (const { points, color } of this.bands) {
      const wide = points.filter(p => p.half >= 0);
      if (wide.length > 1) {
        pen.fill({ color, alpha: .16 }, (move, line) => {
          wide.forEach((p, i) => (i ? line : move)(x.at(p.epoch), y.at(p.mean + p.half)));
          for (let i = wide.length - 1; i >= 0; i--) { const low = y.at(wide[i].mean - wide[i].half); line(x.at(wide[i].epoch),
            Number.isNaN(low) ? y0 : low); }
        });
      }
    }
    for (const { points, color, n } of this.bands) {
      // Dashed where less than half of the group is left: a mean of those that went on is not one of all.
      const end = points.findIndex(p => p.n * 2 < n), cut = end < 0 ? points.length : end;
      const trace = (/** @type {BandPoint[]} */ part, /** @type {number[]} */ dash) => pen.stroke({ color, width: 2, dash },
        (move, line) => part.forEach((p, i) => (i ? line : move)(x.at(p.epoch), y.at(p.mean))));
      trace(points.slice(0, cut), []);
      trace(points.slice(Math.max(0, cut - 1)), [5, 4]);
    }
  }

  /** @param {Pen} pen @param {Trial[]} trials @param {number} all how many lines there are in all: many are fainter */
  drawTrials(pen, trials, all) {
    const t = theme(), alpha = Math.max(.07, Math.min(.85, 9 / Math.sqrt(all)));
    const order = [...this.isOwn ? this.model.sorted(trials) : trials], colors = new Map();
    const ranks = this.isOwn ? this.model.sorted(this.model.shown) : null, places = ranks
      && new Map(ranks.map((trial, i) => [trial, i / Math.max(1, ranks.length - 1)]));
    // Those without a value are the worst; the best are drawn last, on top.
    const rest = this.isOwn ? trials.filter(trial => trial.metric === null) : [];
    if (all > MOST) {
      this.shade(pen, [...order, ...rest]);
      order.length = Math.min(TOP, order.length);
    } else for (const trial of rest) this.line(pen, trial, { color: t.dim, alpha: alpha * .6 });
    for (let i = order.length - 1; i >= 0; i--) {
      const level = Math.round((places?.get(order[i]) ?? 0) * 24);
      let color = colors.get(level);
      if (!color) colors.set(level, color = this.isOwn ? t.ramp(level / 24) : t.accent);
      this.line(pen, order[i], { color, alpha });
    }
  }

  /** How many curves run where: runs of one shade are one rectangle. @param {Pen} pen @param {Trial[]} trials */
  shade(pen, trials) {
    const { x0, x1, y0, y1 } = this.box, t = theme(), columns = Math.ceil((x1 - x0) / FIELD), rows = Math.ceil((y0 - y1) / FIELD);
    const x = /** @type {import('../base/scale.js').Scale} */ (this.x), y = /** @type {import('../base/scale.js').Scale} */ (this.y);
    const counts = density(trials.map(trial => this.curve(trial) ?? []), e => (x.at(e) - x0) / FIELD, v => (y.at(v) - y1) / FIELD, columns,
      rows);
    const most = Math.log1p(counts.reduce((a, b) => Math.max(a, b), 0)), shadeOf = (/** @type {number} */ n) => n
      ? Math.ceil(Math.log1p(n) / most * SHADES) : 0;
    for (let j = 0; j < rows; j++) {
      for (let i = 0, from = 0, now = 0; i <= columns; i++) {
        const next = i < columns ? shadeOf(counts[j * columns + i]) : -1;
        if (next === now) continue;
        if (now > 0) pen.rect(x0 + from * FIELD, y1 + j * FIELD, (i - from) * FIELD, FIELD,
          { color: t.accent, alpha: Number((now / SHADES * .75).toFixed(2)) });
        [from, now] = [i, next];
      }
    }
  }

  /** Mean and spread of all trials, behind those that are drawn. @param {Pen} pen */
  behind(pen) {
    const x = /** @type {import('../base/scale.js').Scale} */ (this.x), y = /** @type {import('../base/scale.js').Scale} */ (this.y),
      t = theme(), list = this.all;
    if (!list.length) return;
    const edge = (/** @type {BandPoint} */ p, /** @type {number} */ sign) => { const at = y.at(p.mean +
      sign * (p.half || 0)); return Number.isNaN(at) ? this.box.y0 : at; };
    pen.fill({ color: t.dim, alpha: .16 }, (move, line) => {
      list.forEach((p, i) => (i ? line : move)(x.at(p.epoch), edge(p, 1)));
      for (let i = list.length - 1; i >= 0; i--) line(x.at(list[i].epoch), edge(list[i], -1));
    });
    pen.stroke({ color: t.dim, width: 1.5, dash: [6, 4] }, (move, line) => list.forEach((p, i) => (i ? line : move)(x.at(p.epoch),
      y.at(p.mean))));
    const middle = list[Math.floor(list.length / 2)];
    pen.text(x.at(middle.epoch), edge(middle, 1) - 6, `mean and spread of all ${count(middle.n)}`,
      { color: t.dim, halo: t.card, align: 'middle' });
  }

  /** @param {Pen} pen @param {Trial} trial @param {import('../base/pen.js').Ink} ink */
  line(pen, trial, ink) {
    const x = /** @type {import('../base/scale.js').Scale} */ (this.x), y = /** @type {import('../base/scale.js').Scale} */ (this.y);
    const c = smooth(/** @type {Float32Array} */ (this.curve(trial)), this.options.smooth);
    if (c.length === 2) return pen.dot(x.at(c[0]), y.at(c[1]), 2, ink);
    pen.stroke(ink, (move, line) => {
      let open = false;
      for (let i = 0; i < c.length; i += 2) {
        const place = y.at(c[i + 1]);
        if (Number.isNaN(place)) { open = false; continue; }
        (open ? line : move)(x.at(c[i]), place);
        open = true;
      }
    });
  }

  /** @param {Trial} trial */
  lastOf(trial) { const c = smooth(this.curve(trial) ?? [], this.options.smooth); return c[c.length - 1] ?? NaN; }

  /** Names at the right ends of lines, pushed apart. @param {Pen} pen @param {{text: string, color: string, value: number}[]} labels */
  labels(pen, labels) {
    const { x1, y0, y1 } = this.box, t = theme(), y = /** @type {import('../base/scale.js').Scale} */ (this.y);
    const placed = labels.map(l => ({ ...l, at: Math.max(y1 + 4, Math.min(y0, y.at(l.value) || y0)) })).sort((a, b) => a.at - b.at);
    for (let i = 1; i < placed.length; i++) placed[i].at = Math.max(placed[i].at, placed[i - 1].at + 14);
    for (let i = placed.length - 1, floor = y0; i >= 0; i--, floor -= 14) placed[i].at = Math.min(placed[i].at, floor);
    for (const l of placed) pen.text(x1 + 7, l.at + 4, fit(pen, l.text, this.width - x1 - 8),
      { color: l.color, weight: 600, size: LABEL, halo: t.card });
  }

  /** @param {number} px @param {number} py @returns {{trial: Trial, epoch: number, value: number}|null} */
  nearest(px, py) {
    const { x, y } = this;
    if (!x || !y || this.options.by || !this.drawn) return null;
    let found = null, least = 20 ** 2;
    const epoch = x.invert(px), reach = Math.abs(x.invert(px + 20) - epoch);
    for (const trial of this.drawn) {
      const c = this.curve(trial) ?? [];
      for (let i = 0; i < c.length; i += 2) {
        if (Math.abs(c[i] - epoch) > reach) continue;
        const far = (x.at(c[i]) - px) ** 2 + (y.at(c[i + 1]) - py) ** 2;
        if (far < least) { least = far; found = { trial, epoch: c[i], value: c[i + 1] }; }
      }
    }
    return found;
  }

  /** @param {number} px @param {number} py */
  hint(px, py) {
    if (this.options.by && this.x) return this.bandHint(px);
    const near = this.nearest(px, py);
    if (!near) return null;
    return [`trial ${near.trial.number}`, `epoch ${near.epoch}: ${short(near.value)}`,
      ...this.model.varying.slice(0, 10).map(p => `${p.name} ${short(near.trial.value(p.name))}`)];
  }

  /** @param {number} px */
  bandHint(px) {
    const { x } = this, { x0, x1 } = this.box;
    if (!x || px < x0 || px > x1) return null;
    const epoch = x.invert(px);
    const rows = this.bands.map(b => ({ b, p: b.points.reduce((a, p) => Math.abs(p.epoch - epoch) < Math.abs(a.epoch - epoch) ? p : a,
      b.points[0]) })).filter(r => r.p);
    return rows.length ? [`epoch ${rows[0].p.epoch}`, ...rows.sort((a, b) => a.p.mean - b.p.mean)
      .map(({ b, p }) => `${b.label.split('  ')[0]}: ${short(p.mean)}${p.half >= 0 ? ` ± ${short(p.half, 2)}` : ''} (n = ${p.n})`)] : null;
  }

  /** What is drawn, as rows. */
  csv() {
    if (this.options.by) {
      return { head: [this.options.by, 'epoch', 'n', 'mean', 'sd', this.options.show === 'spread' ? 'spread' : 'half_interval_95'],
        rows: this.bands.flatMap(b => b.points.map(p => [b.label.split('  ')[0], p.epoch, p.n, p.mean, p.sd, p.half])) };
    }
    const rows = [];
    for (const trial of this.drawn ?? []) {
      const c = this.curve(trial) ?? [];
      for (let i = 0; i < c.length; i += 2) rows.push([trial.number, c[i], Number(c[i + 1].toPrecision(7))]);
    }
    return { head: ['trial', 'epoch', this.options.metric], rows };
  }
}
