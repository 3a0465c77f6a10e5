// A few named lines over epochs: the metrics of a trial, two trials against each other.
import { short } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { extent, linear, whole } from '../base/scale.js';
import { theme } from '../base/theme.js';
import { airy, endLabels, floorLine, polyline } from './marks.js';

export class Lines extends Picture {
  constructor(host, metric, options) {
    super(host, metric);
    this.metric = metric;
    this.options = options;
    /** @type {Line[]} */ this.lines = [];
    /** @type {number|null} */ this.floor = null;
    /** @type {{epoch: number, text: string}[]} where a newer attempt went on */ this.marks = [];
  }

  draw(pen) {
    const t = theme(), lines = this.lines.filter(l => l.points.length);
    const values = l => Array.from(l.points).filter((_, i) => i % 2 === 1);
    const ends = extent(lines.flatMap(values));
    this.name = `${this.metric}: ` +
      (lines.map(l => `${l.label || 'this trial'} ends at ${short(l.points[l.points.length - 1])}`).join(', ') || 'no reports');
    if (!ends) return this.empty(pen, 'No reports yet');
    const labels = lines.filter(l => l.label);
    this.margin = { left: 50, right: Math.min(130, Math.max(14, ...labels.map(l => pen.measure(l.label, 11, 600) + 12))), top: 22,
      bottom: 28 };
    const { x0, x1, y0, y1 } = this.box, [lo, hi] = ends, low = this.floor !== null && this.floor < lo && this.floor > lo / 2 ? this.floor
      : lo;
    const x = this.x = whole(linear([1, Math.max(2, ...lines.map(l => l.points[l.points.length - 2]))], [x0, x1]));
    const y = this.y = airy(this.options.y === 'log', [low, hi], .05, [y0, y1]);
    this.axes(pen, x, y, 'epoch', this.metric);
    floorLine(pen, this.floor, y, this.box);
    for (const mark of this.marks) {
      const at = Math.round(x.at(mark.epoch)) + .5;
      pen.stroke({ color: t.warn, dash: [2, 3] }, (move, line) => { move(at, y0); line(at, y1); });
      const isLate = at + pen.measure(mark.text) + 6 > this.width;
      pen.text(isLate ? at - 4 : at + 4, y1 + 9, mark.text, { color: t.warn, halo: t.card, align: isLate ? 'end' : 'start' });
    }
    for (const l of lines) polyline(pen, { color: l.color(t), width: l.faint ? 1.5 : 2, alpha: l.faint ? .55 : 1 }, l.points, x, y);
    endLabels(pen, labels.map(l => ({ text: l.label, color: l.color(t), x: x.at(l.points[l.points.length - 2]),
      y: y.at(l.points[l.points.length - 1]) })), this.box, this.width);
  }

  hint(px, py) {
    const { x } = this, { x0, x1 } = this.box;
    void py;
    if (!x || px < x0 - 4 || px > x1 + 4) return null;
    const epoch = Math.round(x.invert(px)), rows = [];
    for (const l of this.lines) {
      const i = l.points.length && Array.from(l.points).findIndex((e, k) => k % 2 === 0 && e === epoch);
      if (l.points[i] === epoch) rows.push(`${l.label ? l.label + ': ' : ''}${short(l.points[i + 1], 5)}`);
    }
    return rows.length ? [`epoch ${epoch}`, ...rows] : null;
  }

  csv() {
    return { head: ['line', 'epoch', this.metric], rows: this.lines.flatMap(l => Array.from({ length: l.points.length / 2 },
      (_, i) => [l.label, l.points[2 * i], l.points[2 * i + 1]])) };
  }
}
