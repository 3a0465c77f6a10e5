// Slots over time: which attempt each slot ran and when, what was lost, and how much of the time it stood idle.
import { clock, duration, plain, plural, share } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { linear } from '../base/scale.js';
import { statusColor, theme } from '../base/theme.js';
import { hours } from './best.js';
import { legend } from './marks.js';

export class Slots extends Picture {
  constructor(host, model, open) {
    super(host, 'Slots over time');
    this.model = model;
    /** @type {SlotData|null} */ this.data = null;
    this.margin = { left: 90, right: 52, top: 24, bottom: 24 };
    host.addEventListener('click', event => { const i = this.at(...this.placeOf(event)); if (i >= 0
      && this.data) open(this.data.trial[i]); });
  }

  /** The height that gives every slot a row. @param {number} least @param {number} most */
  heightFor(least, most) {
    return Math.max(least, Math.min(most, (this.data?.slots.length ?? 1) * 20 + this.margin.top + this.margin.bottom));
  }

  draw(pen) {
    const { data } = this, t = theme();
    if (!data) return;
    if (!data.slots.length) { this.name = 'Slots over time: nothing has run'; return this.empty(pen, 'Nothing has run yet'); }
    const busy = data.busy.reduce((a, b) => a + b, 0) / data.busy.length;
    this.name = `Slots over time: ${plural(data.slots.length, 'slot')}, ${plural(data.trial.length, 'attempt')}, ${share(1 - busy)} idle, `
      + `${plural(data.lost, 'attempt')} lost`;
    this.margin.left = Math.min(this.width * .3, Math.max(...data.slots.map(slot => pen.measure(slot))) + 14);
    const { x0, x1, y0, y1 } = this.box, end = data.to - data.from, x = this.x = linear([0, Math.max(1, end)], [x0, x1]),
      step = (y0 - y1) / data.slots.length;
    for (const { value, text } of hours(end, Math.max(2, Math.floor((x1 - x0) / 80)))) {
      const at = Math.round(x.at(value)) + .5;
      pen.stroke({ color: t.grid }, (move, line) => { move(at, y1); line(at, y0); });
      pen.text(at, y0 + 16, text, { color: t.dim, align: value ? 'middle' : 'start' });
    }
    const inset = Math.min(2, step * .14), every = Math.ceil(13 / step), bar = Math.min(20, step - 2 * inset);
    data.slots.forEach((slot, i) => {
      const middle = y1 + step * (i + .5);
      pen.rect(x0, middle - bar / 2, x1 - x0, bar, { color: t.grid, alpha: .7 });
      if (i % every) return;
      pen.text(x0 - 8, middle + 4, fit(pen, slot, x0 - 10), { color: t.ink, align: 'end' });
      pen.text(x1 + 8, middle + 4, share(data.busy[i]), { color: t.dim });
    });
    pen.text(x1 + 8, y1 - 8, 'busy', { color: t.dim });
    const used = new Set();
    for (let i = 0; i < data.trial.length; i++) {
      const outcome = data.outcome[i] ?? 'running', a = x.at(data.start[i] - data.from), b = x.at((data.end[i] ?? data.to) - data.from);
      used.add(outcome);
      pen.rect(a, y1 + step * (data.slot[i] + .5) - bar / 2, Math.max(.7, b - a - (b - a > 3 ? 1 : .15)), bar,
        { color: statusColor(outcome, t), round: b - a > 6 ? 2 : 0 });
    }
    legend(pen, [...used].sort((a, b) => count(data, b) - count(data, a))
      .map(outcome => [`${outcome.replace(/_/g, ' ')} ${count(data, outcome)}`, statusColor(outcome, t)]), x0, y1 - 16, x1 + 10);
  }

  /** Which attempt is at a place; -1 = none. @param {number} px @param {number} py */
  at(px, py) {
    const { data, x } = this, { y0, y1 } = this.box;
    if (!data || !x || !data.slots.length) return -1;
    const slot = Math.floor((py - y1) / (y0 - y1) * data.slots.length), time = x.invert(px) + data.from,
      air = (x.invert(1) - x.invert(0)) * 1.5;
    return data.slot.findIndex((s, i) => s === slot && data.start[i] - air <= time && time <= (data.end[i] ?? data.to) + air);
  }

  hint(px, py) {
    const { data } = this, i = this.at(px, py);
    if (!data || i < 0) return null;
    return [`trial ${data.trial[i]}, attempt ${data.attempt[i]}`,
      `${(data.outcome[i] ?? 'running').replace(/_/g, ' ')} after ${duration((data.end[i] ?? data.to) - data.start[i])}`,
      clock(data.start[i]), ...(data.reason[i] ? [plain(String(data.reason[i])).slice(0, 90)] : [])];
  }

  csv() {
    const d = this.data;
    return { head: ['trial', 'attempt', 'slot', 'start', 'end', 'outcome', 'reason'],
      rows: d ? d.trial.map((n, i) => [n, d.attempt[i], d.slots[d.slot[i]], d.start[i], d.end[i], d.outcome[i], d.reason[i]]) : [] };
  }
}

const count = (data, outcome) => data.outcome.filter(o => (o ?? 'running') === outcome).length;
