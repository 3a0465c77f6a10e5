// The best value so far, over trials that ended or over time; each trial is a point.
import { duration, plural, short } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { linear, whole } from '../base/scale.js';
import { records } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { airy, metricEnds, nearest, opacity, thinned, trialHint } from './marks.js';

/** options: bx ("time" or trials), and y */
export class Best extends Picture {
  static title = 'Best so far';
  margin = { left: 50, right: 14, top: 22, bottom: 28 };
  /** @type {{trial: Trial, x: number, value: number}[]} */ points = [];
  /** Those that nothing better came before. @type {Best['points']} */ best = [];

  draw(pen) {
    const { model } = this, t = theme(), { x0, x1, y0, y1 } = this.box, isTime = this.options.bx === 'time';
    const done = model.shown.filter(trial => trial.counts && trial.ended_at !== null)
      .sort((a, b) => Number(a.ended_at) - Number(b.ended_at) || a.number - b.number);
    this.points = done.map((trial, i) => ({ trial, value: Number(trial.metric),
      x: isTime ? Number(trial.ended_at) - model.facts.created_at : i + 1 }));
    const best = this.best = records(this.points, p => p.value, model.maximize), last = best.at(-1), end = this.points.at(-1)?.x ?? 0;
    this.name = last ? `Best so far: ${short(last.value)} by trial ${last.trial.number}, after ${plural(done.length, 'trial')}`
      : 'Best so far: no trial has ended';
    if (!last) return this.empty(pen, 'No trial has ended yet');
    const x = this.x = isTime ? { ...linear([0, Math.max(1, end)], [x0, x1]), ticks: n => hours(end, n) }
      : whole(linear([1, Math.max(2, end)], [x0, x1]));
    // The label stands on the good side of the line, where no point can be.
    const y = this.y = airy(this.options.y === 'log', metricEnds(model, done, .1), model.maximize ? [.05, .16] : [.16, .05], [y0, y1]);
    this.axes(pen, x, y, isTime ? 'time' : 'trials ended', model.metric);
    pen.clip(x0, y1, x1 - x0 + 8, y0 - y1, () => {
      pen.dots(thinned(this.points, 5000).flatMap(p => [x.at(p.x), y.at(p.value)]), 1.25,
        { color: t.dim, alpha: opacity(done.length, .12, .6, 12) });
      const steps = best.flatMap((p, i) => [x.at(p.x), y.at(best[Math.max(0, i - 1)].value), x.at(p.x), y.at(p.value)]);
      pen.stroke({ color: t.accent, width: 2 }, [...steps, x1, y.at(last.value)]);
      pen.dots([x.at(last.x), y.at(last.value)], 3.5, { color: t.accent });
    });
    const isLeft = x.at(last.x) > (x0 + x1) / 2;
    pen.text(x.at(last.x) + (isLeft ? -2 : 2), y.at(last.value) + (model.maximize ? -8 : 15),
      `trial ${last.trial.number}: ${short(last.value)}`, { color: t.accent, weight: 600, align: isLeft ? 'end' : 'start', halo: t.card });
  }

  hint(px, py) {
    const { x, y } = this;
    const found = x && y && nearest(this.points.map(p => ({ ...p, x: x.at(p.x), y: y.at(p.value) })), px, py);
    return found ? trialHint(found.trial, short(found.value)) : null;
  }

  csv() {
    let best = NaN;
    return { head: ['trial', 'ended', this.model.metric, 'best'], rows: this.points.map((p, i) => {
      if (this.best.includes(p)) best = p.value;
      return [p.trial.number, i + 1, p.value, best];
    }) };
  }
}

const STEPS = [1e3, 5e3, 15e3, 6e4, 3e5, 6e5, 18e5, 36e5, 72e5, 216e5, 432e5, 864e5, 1728e5, 6048e5];

/** Whole seconds, minutes, hours or days. @param {number} end ms @param {number} [wanted] */
export function hours(end, wanted = 6) {
  const step = STEPS.find(s => end / s <= wanted) ?? Math.ceil(end / wanted / 864e5) * 864e5;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => ({ value: i * step, text: i ? duration(i * step) : '0' }));
}
