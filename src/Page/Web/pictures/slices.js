// Slices: the metric against one parameter, a point per trial, and the middle of what is at each place.
import { plural, short } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { scale } from '../base/scale.js';
import { quantile, scatter } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { airy, metricEnds, nearest, opacity, thinned, trialHint, valuesOf } from './marks.js';

/** More points than these are thinned, evenly from best to worst. */
export const MOST = 5000;

/** options: parameter, and y */
export class Slice extends Picture {
  static title = 'Slice';
  margin = { left: 44, right: 10, top: 24, bottom: 24 };
  /** @type {{trial: Trial, x: number, y: number}[]} */ points = [];

  draw(pen) {
    const { model } = this, { parameter } = this.options, t = theme(), { x0, x1, y0, y1 } = this.box;
    const done = model.sorted(model.shown), all = model.sorted(), { kind, domain } = model.axis(parameter);
    this.name = `Slice of ${parameter}: ${model.metric} of ${plural(done.length, 'trial')}`;
    pen.text(2, 12, fit(pen, parameter, this.width - 4, 12), { color: t.ink, weight: 600, size: 12 });
    if (!all.length) return this.empty(pen, 'No values yet');
    const y = airy(this.options.y === 'log', metricEnds(model, all, .02), [.04, .04], [y0, y1]);
    const x = scale(kind, domain, kind === 'band' ? [x0, x1] : [x0 + 6, x1 - 6]), wide = Math.min(60, x.step * .6);
    this.axes(pen, x, y, '', '');
    if (x.kind === 'log') pen.text(this.width - 2, 12, 'log', { color: t.dim, size: 10, align: 'end' });
    this.points = thinned(done, MOST).map(trial => ({
      trial, y: y.at(trial.metric), x: x.at(trial.value(parameter)) + (scatter(trial.number) - .5) * wide,
    })).filter(p => !Number.isNaN(p.x) && p.y >= y1 - 2);
    pen.clip(x0, y1 - 4, x1 - x0 + 4, y0 - y1 + 8, () => {
      pen.dots(this.points.flatMap(p => [p.x, p.y]), done.length > 800 ? 1.1 : done.length > 120 ? 1.6 : 2.4,
        { color: t.accent, alpha: opacity(done.length, .14, .75, 9) });
      this.middle(pen, x);
      if (this.points[0]) pen.dots([this.points[0].x, this.points[0].y], 3.5, { color: t.good });
    });
  }

  /** The median of each value, or of eight parts of an axis of numbers. @param {Pen} pen @param {Scale} x */
  middle(pen, x) {
    const { x0, x1 } = this.box, color = theme().ink, parts = x.kind === 'band' ? x.domain.length : 8, width = (x1 - x0) / parts;
    const lists = Array.from({ length: parts }, () => /** @type {number[]} */ ([]));
    for (const p of this.points) lists[Math.max(0, Math.min(parts - 1, Math.floor((p.x - x0) / width)))].push(p.y);
    const least = x.kind === 'band' ? 2 : 5, half = Math.min(30, x.step * .3) + 3;
    const middles = lists.map((list, i) => ({ at: x0 + width * (i + .5), n: list.length, y: quantile(list.sort((a, b) => a - b), .5) }))
      .filter(m => m.n >= least);
    if (x.kind === 'band') pen.stroke({ color, width: 2 }, middles.flatMap(m => [m.at - half, m.y, m.at + half, m.y, NaN, NaN]));
    else if (middles.length > 2) pen.stroke({ color, width: 1.75, alpha: .8 }, middles.flatMap(m => [m.at, m.y]));
  }

  hint(px, py) {
    const found = nearest(this.points, px, py);
    return found && trialHint(found.trial, `${this.model.metric} ${short(found.trial.metric)}`);
  }

  csv() { return valuesOf(this.model, [this.options.parameter, this.model.metric]); }
}
