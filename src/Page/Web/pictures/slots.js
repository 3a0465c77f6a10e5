// Slots over time: which attempt each slot ran and when, what was lost, and how much of the time it stood idle.
import { clock, duration, plain, plural, share } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { linear } from '../base/scale.js';
import { statusColor, theme } from '../base/theme.js';
import { hours } from './best.js';
import { legend } from './marks.js';

/** options: open */
export class Slots extends Picture {
  static title = 'Slots over time';
  margin = { left: 90, right: 52, top: 24, bottom: 24 };
  /** @type {SlotData|null} */ data = null;

  /** The height that gives every slot a row. @param {number} least @param {number} most */
  heightFor(least, most) {
    return Math.max(least, Math.min(most, (this.data?.slots.length ?? 1) * 20 + this.margin.top + this.margin.bottom));
  }

  draw(pen) {
    const { data } = this, t = theme();
    if (!data) return;
    const idle = 1 - data.busy.reduce((a, b) => a + b, 0) / data.busy.length;
    this.name = 'Slots over time: ' + (data.slots.length ? `${plural(data.slots.length, 'slot')}, ${plural(data.trial.length, 'attempt')}, `
      + `${share(idle)} idle, ${plural(data.lost, 'attempt')} lost` : 'nothing has run');
    if (!data.slots.length) return this.empty(pen, 'Nothing has run yet');
    this.margin.left = Math.min(this.width * .3, Math.max(...data.slots.map(slot => pen.measure(slot))) + 14);
    const { x0, x1, y0, y1 } = this.box, end = data.to - data.from, step = (y0 - y1) / data.slots.length;
    const x = this.x = linear([0, Math.max(1, end)], [x0, x1]);
    for (const { value, text } of hours(end, Math.max(2, Math.floor((x1 - x0) / 80)))) {
      const at = Math.round(x.at(value)) + .5;
      pen.stroke({ color: t.grid }, [at, y1, at, y0]);
      pen.text(at, y0 + 16, text, { color: t.dim, align: value ? 'middle' : 'start' });
    }
    const every = Math.ceil(13 / step), bar = Math.min(20, step - 2 * Math.min(2, step * .14));
    data.slots.forEach((slot, i) => {
      const middle = y1 + step * (i + .5);
      pen.rect(x0, middle - bar / 2, x1 - x0, bar, { color: t.grid, alpha: .7 });
      if (i % every) return;
      pen.text(x0 - 8, middle + 4, fit(pen, slot, x0 - 10), { color: t.ink, align: 'end' });
      pen.text(x1 + 8, middle + 4, share(data.busy[i]), { color: t.dim });
    });
    pen.text(x1 + 8, y1 - 8, 'busy', { color: t.dim });
    /** @type {Record<string, number>} */
    const counts = {};
    data.trial.forEach((_, i) => {
      const outcome = data.outcome[i] ?? 'running', a = x.at(data.start[i] - data.from), wide = x.at(this.endOf(i) - data.from) - a;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      pen.rect(a, y1 + step * (data.slot[i] + .5) - bar / 2, Math.max(.7, wide - (wide > 3 ? 1 : .15)), bar,
        { color: statusColor(outcome, t), round: wide > 6 ? 2 : 0 });
    });
    const entries = Object.entries(counts).sort((a, b) => b[1] - a[1]);
    legend(pen, entries.map(([outcome, n]) => [`${outcome.replace(/_/g, ' ')} ${n}`, statusColor(outcome, t)]), x0, y1 - 16, x1 + 10);
  }

  /** When an attempt ended, or now. @param {number} i */
  endOf(i) { return Number(this.data?.end[i] ?? this.data?.to); }

  /** Which attempt is at a place; -1 = none. @param {number} px @param {number} py */
  at(px, py) {
    const { data, x } = this, { y0, y1 } = this.box;
    if (!data?.slots.length || !x) return -1;
    const slot = Math.floor((py - y1) / (y0 - y1) * data.slots.length), time = x.invert(px) + data.from,
      air = (x.invert(1) - x.invert(0)) * 1.5;
    return data.slot.findIndex((s, i) => s === slot && data.start[i] - air <= time && time <= this.endOf(i) + air);
  }

  trialAt(px, py) { return this.data?.trial[this.at(px, py)] ?? null; }

  hint(px, py) {
    const { data } = this, i = this.at(px, py);
    if (!data || i < 0) return null;
    return [`trial ${data.trial[i]}, attempt ${data.attempt[i]}`,
      `${(data.outcome[i] ?? 'running').replace(/_/g, ' ')} after ${duration(this.endOf(i) - data.start[i])}`,
      clock(data.start[i]), ...(data.reason[i] ? [plain(String(data.reason[i])).slice(0, 90)] : [])];
  }

  csv() {
    const names = ['trial', 'attempt', 'slot', 'start', 'end', 'outcome', 'reason'], data = /** @type {any} */ (this.data);
    return { head: names, rows: (data?.trial ?? []).map((_, i) =>
      names.map(name => name === 'slot' ? data.slots[data.slot[i]] : data[name][i])) };
  }
}
