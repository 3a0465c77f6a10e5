// Slices: the metric against one parameter, a point per trial, and the middle of what is at each place.
import { plural, short } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { extent, scale } from '../base/scale.js';
import { quantile, scatter } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { airy, metricEnds, nearest, trialHint } from './marks.js';

/** More points than these are thinned, evenly from best to worst. */
export const MOST = 5000;

export class Slice extends Picture {
  constructor(host, model, parameter, options) {
    super(host, `Slice of ${parameter}`);
    this.model = model;
    this.parameter = parameter;
    this.options = options;
    this.margin = { left: 44, right: 10, top: 24, bottom: 24 };
    /** @type {{trial: Trial, x: number, y: number}[]} */
    this.points = [];
  }

  draw(pen) {
    const { model, parameter } = this, t = theme(), { x0, x1, y0, y1 } = this.box;
    const done = model.sorted(model.shown), all = model.sorted();
    this.name = `Slice of ${parameter}: ${model.metric} of ${plural(done.length, 'trial')}`;
    pen.text(2, 12, fit(pen, parameter, this.width - 4, 12), { color: t.ink, weight: 600, size: 12 });
    if (!all.length) return this.empty(pen, 'No values yet');
    const y = airy(this.options.y === 'log', extent(metricEnds(model, all, .02)) ?? [0, 1], .04, [y0, y1]);
    const { kind, domain } = model.axis(parameter), x = scale(kind, domain, kind === 'band' ? [x0, x1] : [x0 + 6, x1 - 6]);
    this.axes(pen, x, y, '', '');
    if (x.kind === 'log') pen.text(this.width - 2, 12, 'log', { color: t.dim, size: 10, align: 'end' });
    const every = Math.ceil(done.length / MOST);
    this.points = done.filter((_, i) => i % every === 0).map(trial => ({
      trial, y: y.at(trial.metric), x: x.at(trial.value(parameter)) +
        (x.kind === 'band' ? (scatter(trial.number) - .5) * Math.min(60, x.step * .6) : 0),
    })).filter(p => !Number.isNaN(p.x) && p.y >= y1 - 2);
    pen.clip(x0, y1 - 4, x1 - x0 + 4, y0 - y1 + 8, () => {
      const radius = done.length > 800 ? 1.1 : done.length > 120 ? 1.6 : 2.4;
      pen.dots(this.points.flatMap(p => [p.x, p.y]), radius, { color: t.accent, alpha: Math.max(.14,
        Math.min(.75, 9 / Math.sqrt(done.length))) });
      this.middle(pen, x);
      const best = this.points[0];
      if (best) pen.dot(best.x, best.y, 3.5, { color: t.good });
    });
  }

  /** The median of each value, or of eight parts of an axis of numbers. @param {Pen} pen
   * @param {Scale} x */
  middle(pen, x) {
    const { x0, x1 } = this.box, t = theme(), parts = x.kind === 'band' ? x.domain.length : 8, width = (x1 - x0) / parts;
    const lists = Array.from({ length: parts }, () => /** @type {number[]} */ ([]));
    for (const p of this.points) lists[Math.max(0, Math.min(parts - 1, Math.floor((p.x - x0) / width)))].push(p.y);
    const middles = lists.map((list, i) => ({ at: x0 + width * (i + .5), n: list.length, y: quantile(list.sort((a, b) => a - b), .5) }));
    if (x.kind === 'band') {
      for (const m of middles.filter(m => m.n > 1)) {
        const half = Math.min(30, x.step * .3) + 3;
        pen.stroke({ color: t.ink, width: 2 }, (move, line) => { move(m.at - half, m.y); line(m.at + half, m.y); });
      }
    } else if (middles.filter(m => m.n > 4).length > 2) {
      pen.stroke({ color: t.ink, width: 1.75, alpha: .8 }, (move, line) => middles.filter(m => m.n > 4).forEach((m, i) => (i ? line
        : move)(m.at, m.y)));
    }
  }

  hint(px, py) {
    const found = nearest(this.points, px, py);
    return found && trialHint(found.trial, `${this.model.metric} ${short(found.trial.metric)}`);
  }

  csv() {
    return { head: ['trial', this.parameter, this.model.metric],
      rows: this.points.map(p => [p.trial.number, p.trial.value(this.parameter), p.trial.metric]) };
  }
}
