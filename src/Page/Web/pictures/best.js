// The best value so far, over trials that ended or over time; each trial is a point.
import { duration, plural, short } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { linear, log, whole } from '../base/scale.js';
import { records } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { metricEnds, nearest, trialHint } from './marks.js';

/** More points than these are thinned; the line is of all. */
const MOST = 5000;

export class Best extends Picture {
  constructor(host, model, options) {
    super(host, 'Best so far');
    this.model = model;
    this.options = options;
    this.margin = { left: 50, right: 14, top: 22, bottom: 28 };
    /** @type {{trial: Trial, x: number, value: number}[]} */
    this.points = [];
  }

  draw(pen) {
    const { model } = this, t = theme(), { x0, x1, y0, y1 } = this.box, isTime = this.options.x === 'time';
    const done = model.shown.filter(trial => trial.counts && trial.ended_at !== null)
      .sort((a, b) => Number(a.ended_at) - Number(b.ended_at) || a.number - b.number);
    this.points = done.map((trial, i) => ({ trial, value: Number(trial.metric), x: isTime ? Number(trial.ended_at) - model.facts.created_at
      : i + 1 }));
    const best = records(this.points, p => p.value, model.maximize), last = best.at(-1);
    this.name = last ? `Best so far: ${short(last.value)} by trial ${last.trial.number}, after ${plural(done.length, 'trial')}`
      : 'Best so far: no trial has ended';
    if (!last) return this.empty(pen, 'No trial has ended yet');
    const [lo, hi] = metricEnds(model, done, .1);
    const end = this.points[this.points.length - 1].x;
    const x = this.x = isTime ? linear([0, Math.max(1, end)], [x0, x1]) : whole(linear([1, Math.max(2, end)], [x0, x1]));
    const isLog = this.options.y === 'log' && lo > 0;
    // The label stands on the good side of the line, where no point can be.
    const [below, above] = model.maximize ? [.05, .16] : [.16, .05], room = hi > lo ? hi - lo : Math.abs(lo) * .1 || 1, ratio = hi > lo
      ? hi / lo : 1.1;
    const y = this.y = isLog ? log([lo / ratio ** below, hi * ratio ** above], [y0, y1])
      : linear([lo - room * below, hi + room * above], [y0, y1]);
    this.axes(pen, isTime ? { ...x, ticks: n => hours(end, n) } : x, y, isTime ? 'time' : 'trials ended', model.metric);
    pen.clip(x0, y1, x1 - x0 + 8, y0 - y1, () => {
      const every = Math.ceil(done.length / MOST), places = this.points.filter((_, i) => i % every === 0)
        .flatMap(p => [x.at(p.x), y.at(p.value)]);
      pen.dots(places, 1.25, { color: t.dim, alpha: Math.max(.12, Math.min(.6, 12 / Math.sqrt(done.length))) });
      pen.stroke({ color: t.accent, width: 2 }, (move, line) => {
        best.forEach((p, i) => {
          if (i) line(x.at(p.x), y.at(best[i - 1].value)); else move(x.at(p.x), y.at(p.value));
          line(x.at(p.x), y.at(p.value));
        });
        line(x1, y.at(last.value));
      });
      pen.dot(x.at(last.x), y.at(last.value), 3.5, { color: t.accent });
    });
    const isLeft = x.at(last.x) > (x0 + x1) / 2, place = y.at(last.value);
    pen.text(x.at(last.x) + (isLeft ? -2 : 2), model.maximize ? place - 8 : place + 15, `trial ${last.trial.number}: ${short(last.value)}`,
      { color: t.accent, weight: 600, align: isLeft ? 'end' : 'start', halo: t.card });
  }

  hint(px, py) {
    const { x, y } = this;
    const found = x && y && nearest(this.points.map(p => ({ trial: p.trial, value: p.value, x: x.at(p.x), y: y.at(p.value) })), px, py);
    return found ? trialHint(found.trial, short(found.value)) : null;
  }

  csv() {
    let best = NaN;
    return { head: ['trial', 'ended', this.model.metric, 'best'], rows: this.points.map((p, i) => {
      if (!(best === best) || this.model.better(p.value, best)) best = p.value;
      return [p.trial.number, i + 1, p.value, best];
    }) };
  }
}

const STEPS = [1e3, 5e3, 15e3, 6e4, 3e5, 6e5, 18e5, 36e5, 72e5, 216e5, 432e5, 864e5, 1728e5, 6048e5];

/** Whole seconds, minutes, hours or days. @param {number} end ms @param {number} [wanted] */
export function hours(end, wanted = 6) {
  const step = STEPS.find(s => end / s <= wanted) ?? Math.ceil(end / wanted / 864e5) * 864e5, ticks = [];
  for (let at = 0; at <= end; at += step) ticks.push({ value: at, text: at ? duration(at) : '0' });
  return ticks;
}
