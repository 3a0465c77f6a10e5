// Contour: the metric over two parameters. Two axes of numbers give a smooth surface, others a field for each pair of values.
import { plural, short } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { scale } from '../base/scale.js';
import { grid, surface } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { metricEnds, valuesOf } from './marks.js';

const LEVELS = 10, MOST = 3000;

export class Contour extends Picture {
  constructor(host, model, options) {
    super(host, 'Contour');
    this.model = model;
    this.options = options;
    this.margin = { left: 52, right: 62, top: 24, bottom: 34 };
    /** @type {{columns: number, rows: number, means: Float64Array, counts: Int32Array}|null} */
    this.fields = null;
    /** @type {(v: number) => number} from what is averaged to the metric */ this.value = v => v;
    /** @type {Float64Array|null} */ this.surface = null;
  }

  draw(pen) {
    const { model } = this, { cx, cy } = this.options, t = theme(), { x1, y0, y1 } = this.box;
    const done = model.sorted(model.shown).filter(trial => (trial.value(cx) ?? null) !== null && (trial.value(cy) ?? null) !== null);
    this.name = `Contour of ${model.metric} over ${cx} and ${cy}, from ${plural(done.length, 'trial')}`;
    this.fields = null;
    if (!cx || !cy) return this.empty(pen, 'It takes two parameters that differ');
    if (!done.length) return this.empty(pen, 'No values yet');
    const xAxis = model.axis(cx), yAxis = model.axis(cy);
    const longest = yAxis.kind === 'band' ? Math.max(...yAxis.domain.map(value => pen.measure(short(value)))) : 36;
    this.margin.left = Math.min(110, longest + 14);
    const x = this.x = scale(xAxis.kind, xAxis.domain, [this.box.x0, x1]), y = this.y = scale(yAxis.kind, yAxis.domain, [y0, y1]);
    const [lo, hi] = metricEnds(model, done, .05), least = Number(done[model.maximize ? done.length - 1 : 0].metric);
    const isLog = this.options.y === 'log' && least > 0;
    const f = isLog ? Math.log : v => v;
    const [good, bad] = model.maximize ? [f(hi), f(lo)] : [f(lo), f(hi)];
    const level = v => Math.floor(Math.min(.999, Math.max(0, (v - good) / (bad - good || 1))) * LEVELS);
    const isSmooth = x.kind !== 'band' && y.kind !== 'band';
    const columns = x.kind === 'band' ? x.domain.length : isSmooth ? 56 : 10, rows = y.kind === 'band' ? y.domain.length : isSmooth ? 40
      : 8;
    const width = x1 - this.box.x0, height = y0 - y1;
    const part = done.length > MOST ? done.filter((_, i) => i % Math.ceil(done.length / MOST) === 0) : done;
    const us = part.map(trial => (x.at(trial.value(cx)) - this.box.x0) / width),
      vs = part.map(trial => (y0 - y.at(trial.value(cy))) / height);
    const ms = part.map(trial => f(Number(trial.metric))), fields = grid(us, vs, ms, columns, rows);
    const means = isSmooth ? surface(us, vs, ms, columns, rows) : fields.means;
    this.fields = { columns, rows, means: fields.means, counts: fields.counts };
    this.value = isLog ? Math.exp : v => v;
    this.surface = means;
    if (isSmooth) this.levels(pen, means, columns, rows, level, t);
    else this.cells(pen, means, columns, rows, level, t);
    if (isSmooth) pen.dots(part.flatMap((_, i) => [this.box.x0 + us[i] * width, y0 - vs[i] * height]), .9,
      { color: t.card, alpha: Math.max(.25, Math.min(.8, 12 / Math.sqrt(part.length))) });
    const best = done[0];
    if (isSmooth) {
      pen.dot(x.at(best.value(cx)), y.at(best.value(cy)), 5, { color: t.card });
      pen.dot(x.at(best.value(cx)), y.at(best.value(cy)), 3.5, { color: t.good });
    }
    this.axes(pen, x, y, '', cy, false);
    pen.text(x1, this.height - 2, cx, { color: t.ink, weight: 500, align: 'end' });
    this.legend(pen, good, bad);
  }

  /** A surface in levels: runs of one level are one rectangle. @param {Pen} pen
   * @param {Float64Array} means @param {number} columns @param {number} rows
   * @param {(v: number) => number} level @param {Theme} t */
  levels(pen, means, columns, rows, level, t) {
    const { x0, x1, y0, y1 } = this.box, fine = 3, width = (x1 - x0) / (columns * fine), height = (y0 - y1) / (rows * fine);
    for (let j = 0; j < rows * fine; j++) {
      let from = 0, now = -1;
      for (let i = 0; i <= columns * fine; i++) {
        const v = i < columns * fine ? between(means, columns, rows, (i + .5) / fine - .5, (j + .5) / fine - .5) : NaN,
          next = Number.isNaN(v) ? -1 : level(v);
        if (next === now && i < columns * fine) continue;
        if (now >= 0) pen.rect(x0 + from * width, y0 - (j + 1) * height - .3, (i - from) * width + .3, height + .6,
          { color: t.ramp((now + .5) / LEVELS) });
        [from, now] = [i, next];
      }
    }
  }

  /** A field for each pair of values, with its mean where there is room. @param {Pen} pen
   * @param {Float64Array} means @param {number} columns @param {number} rows
   * @param {(v: number) => number} level @param {Theme} t */
  cells(pen, means, columns, rows, level, t) {
    const { x0, x1, y0, y1 } = this.box, width = (x1 - x0) / columns, height = (y0 - y1) / rows;
    for (let at = 0; at < means.length; at++) {
      if (Number.isNaN(means[at])) continue;
      const x = x0 + width * (at % columns), y = y0 - height * (Math.floor(at / columns) + 1), share = (level(means[at]) + .5) / LEVELS;
      pen.rect(x + 1.5, y + 1.5, width - 3, height - 3, { color: t.ramp(share), round: 3 });
      if (width > 44 && height > 20) pen.text(x + width / 2, y + height / 2 + 4, short(this.value(means[at]), 3),
        { color: (share > .55) !== t.dark ? '#10161d' : '#ffffff', align: 'middle', weight: 600 });
    }
  }

  /** Which colour is which value. @param {Pen} pen @param {number} good @param {number} bad */
  legend(pen, good, bad) {
    const t = theme(), { x1, y0, y1 } = this.box, step = (y0 - y1) / LEVELS, { value } = this;
    for (let i = 0; i < LEVELS; i++) pen.rect(x1 + 12, y1 + i * step, 9, step + .4, { color: t.ramp((i + .5) / LEVELS) });
    for (const [i, v] of [[0, good], [LEVELS / 2, (good + bad) / 2], [LEVELS, bad]]) {
      pen.text(x1 + 25, Math.min(y0, Math.max(y1 + 8, y1 + i * step + 4)), short(value(v), 3), { color: t.dim });
    }
  }

  hint(px, py) {
    const { fields, x, y } = this, { x0, x1, y0, y1 } = this.box;
    if (!fields || !x || !y || !this.surface || px < x0 || px >= x1 || py <= y1 || py > y0) return null;
    const at = Math.floor((y0 - py) / (y0 - y1) * fields.rows) * fields.columns + Math.floor((px - x0) / (x1 - x0) * fields.columns);
    const mean = this.surface[at];
    return [`${this.options.cx} ${short(x.invert(px), 3)}, ${this.options.cy} ${short(y.invert(py), 3)}`,
      Number.isNaN(mean) ? 'no trial near' : `mean ${short(this.value(mean))}`, plural(fields.counts[at], 'trial')];
  }

  csv() { return valuesOf(this.model, [this.options.cx, this.options.cy, this.model.metric]); }
}

/** A value between the middles of fields, linearly; that of the nearest field at an edge. @param {Float64Array} means
 * @param {number} columns @param {number} rows @param {number} x @param {number} y */
function between(means, columns, rows, x, y) {
  const clamp = (v, most) => Math.max(0, Math.min(most, v));
  const nearest = means[clamp(Math.round(y), rows - 1) * columns + clamp(Math.round(x), columns - 1)], i = Math.floor(x), j = Math.floor(y);
  if (i < 0 || j < 0 || i + 1 >= columns || j + 1 >= rows) return nearest;
  const at = j * columns + i, u = x - i, v = y - j;
  const mixed = (means[at] * (1 - u) + means[at + 1] * u) * (1 - v) + (means[at + columns] * (1 - u) + means[at + columns + 1] * u) * v;
  return Number.isNaN(nearest) || Number.isNaN(mixed) ? nearest : mixed;
}
