// Contour: the metric over two parameters. Two axes of numbers give a smooth surface, others a field for each pair of values.
import { plural, short } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { scale } from '../base/scale.js';
import { grid, surface } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { metricEnds, mosaic, opacity, thinned, valuesOf } from './marks.js';

const LEVELS = 10, FINE = 3;

/** options: the parameters cx and cy, and y */
export class Contour extends Picture {
  static title = 'Contour';
  margin = { left: 52, right: 62, top: 24, bottom: 34 };
  /** @type {Grid|null} */ fields = null;
  /** What is drawn of each field. @type {Float64Array} */ means = new Float64Array();
  /** From what is averaged to the metric. @type {(v: number) => number} */ value = v => v;

  draw(pen) {
    const { model } = this, { cx, cy } = this.options, t = theme();
    const done = model.sorted(model.shown).filter(trial => trial.value(cx) != null && trial.value(cy) != null);
    this.name = `Contour of ${model.metric} over ${cx} and ${cy}, from ${plural(done.length, 'trial')}`;
    this.fields = null;
    if (!cx || !cy) return this.empty(pen, 'It takes two parameters that differ');
    if (!done.length) return this.empty(pen, 'No values yet');
    const xAxis = model.axis(cx), yAxis = model.axis(cy), isSmooth = xAxis.kind !== 'band' && yAxis.kind !== 'band';
    const widths = yAxis.kind === 'band' ? yAxis.domain.map(value => pen.measure(short(value))) : [36];
    this.margin.left = Math.min(110, Math.max(...widths) + 14);
    const { x0, x1, y0, y1 } = this.box;
    const x = this.x = scale(xAxis.kind, xAxis.domain, [x0, x1]), y = this.y = scale(yAxis.kind, yAxis.domain, [y0, y1]);

    const isLog = this.options.y === 'log' && done.every(trial => Number(trial.metric) > 0), f = isLog ? Math.log : v => v;
    this.value = isLog ? Math.exp : v => v;
    const [lo, hi] = metricEnds(model, done, .05).map(f), [good, bad] = model.maximize ? [hi, lo] : [lo, hi];
    const levelOf = v => Number.isNaN(v) ? 0
      : 1 + Math.floor(Math.min(.999, Math.max(0, (v - good) / (bad - good || 1))) * LEVELS);

    const fieldsOf = (axis, fine, coarse) => axis.kind === 'band' ? axis.domain.length : isSmooth ? fine : coarse;
    const part = thinned(done, 3000), xs = part.map(trial => x.at(trial.value(cx))), ys = part.map(trial => y.at(trial.value(cy)));
    const fields = this.fields = grid(xs.map(v => (v - x0) / (x1 - x0)), ys.map(v => (y0 - v) / (y0 - y1)),
      part.map(trial => f(Number(trial.metric))), fieldsOf(xAxis, 56, 10), fieldsOf(yAxis, 40, 8));
    this.means = isSmooth ? surface(fields, part.length) : fields.means;
    if (isSmooth) {
      const { columns, rows } = fields;
      mosaic(pen, this.box, columns * FINE, rows * FINE,
        (i, j) => levelOf(between(this.means, columns, rows, (i + .5) / FINE - .5, rows - (j + .5) / FINE - .5)),
        level => ({ color: t.ramp((level - .5) / LEVELS) }), .3);
      pen.dots(xs.flatMap((at, i) => [at, ys[i]]), .9, { color: t.card, alpha: opacity(part.length, .25, .8, 12) });
      pen.dots([xs[0], ys[0]], 5, { color: t.card });
      pen.dots([xs[0], ys[0]], 3.5, { color: t.good });
    } else {
      this.cells(pen, fields, levelOf);
    }
    this.axes(pen, x, y, '', cy, false);
    pen.text(x1, this.height - 2, cx, { color: t.ink, weight: 500, align: 'end' });
    this.legend(pen, good, bad);
  }

  /** A field for each pair of values, with its mean where there is room. @param {Pen} pen @param {Grid} fields
   * @param {(v: number) => number} levelOf */
  cells(pen, { columns, rows, means }, levelOf) {
    const { x0, x1, y0, y1 } = this.box, t = theme(), width = (x1 - x0) / columns, height = (y0 - y1) / rows;
    means.forEach((mean, at) => {
      if (Number.isNaN(mean)) return;
      const x = x0 + width * (at % columns), y = y0 - height * (Math.floor(at / columns) + 1), share = (levelOf(mean) - .5) / LEVELS;
      pen.rect(x + 1.5, y + 1.5, width - 3, height - 3, { color: t.ramp(share), round: 3 });
      if (width > 44 && height > 20) pen.text(x + width / 2, y + height / 2 + 4, short(this.value(mean), 3),
        { color: (share > .55) !== t.dark ? '#10161d' : '#ffffff', align: 'middle', weight: 600 });
    });
  }

  /** Which colour is which value. @param {Pen} pen @param {number} good @param {number} bad */
  legend(pen, good, bad) {
    const t = theme(), { x1, y0, y1 } = this.box, step = (y0 - y1) / LEVELS;
    for (let i = 0; i < LEVELS; i++) pen.rect(x1 + 12, y1 + i * step, 9, step + .4, { color: t.ramp((i + .5) / LEVELS) });
    [good, (good + bad) / 2, bad].forEach((v, i) =>
      pen.text(x1 + 25, Math.min(y0, Math.max(y1 + 8, y1 + i * (y0 - y1) / 2 + 4)), short(this.value(v), 3), { color: t.dim }));
  }

  hint(px, py) {
    const { fields, x, y } = this, { x0, x1, y0, y1 } = this.box;
    if (!fields || !x || !y || px < x0 || px >= x1 || py <= y1 || py > y0) return null;
    const at = Math.floor((y0 - py) / (y0 - y1) * fields.rows) * fields.columns + Math.floor((px - x0) / (x1 - x0) * fields.columns);
    const mean = this.means[at];
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
