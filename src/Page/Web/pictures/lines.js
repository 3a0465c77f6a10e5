// A few named lines over epochs: the metrics of a trial, two trials against each other.
import { short } from '../base/format.js';
import { Picture } from '../base/picture.js';
import { extent, linear, whole } from '../base/scale.js';
import { theme } from '../base/theme.js';
import { airy, downTo, endLabels, floorLine, marginFor, polyline } from './marks.js';

/** options: metric, and y */
export class Lines extends Picture {
  /** @type {Line[]} */ lines = [];
  /** @type {number|null} */ floor = null;
  /** Where a newer attempt went on. @type {{epoch: number, text: string}[]} */ marks = [];

  draw(pen) {
    const t = theme(), { metric } = this.options, lines = this.lines.filter(l => l.points.length).map(l => ({
      ...l, ink: { color: l.color(t), width: l.faint ? 1.5 : 2, alpha: l.faint ? .55 : 1 },
      values: Array.from(l.points).filter((_, i) => i % 2 === 1), last: l.points[l.points.length - 2],
    }));
    const ends = extent(lines.flatMap(l => l.values)), labels = lines.filter(l => l.label);
    this.name = `${metric}: ` + (lines.map(l => `${l.label || 'this trial'} ends at ${short(l.values.at(-1))}`).join(', ') || 'no reports');
    if (!ends) return this.empty(pen, 'No reports yet');
    this.margin = marginFor(pen, labels.map(l => l.label), 130);
    const { x0, x1, y0, y1 } = this.box;
    const x = this.x = whole(linear([1, Math.max(2, ...lines.map(l => l.last))], [x0, x1]));
    const y = airy(this.options.y === 'log', [downTo(ends[0], this.floor), ends[1]], [.05, .05], [y0, y1]);
    this.axes(pen, x, y, 'epoch', metric);
    floorLine(pen, this.floor, x, y);
    for (const mark of this.marks) {
      const at = Math.round(x.at(mark.epoch)) + .5, isLate = at + pen.measure(mark.text) + 6 > this.width;
      pen.stroke({ color: t.warn, dash: [2, 3] }, [at, y0, at, y1]);
      pen.text(isLate ? at - 4 : at + 4, y1 + 9, mark.text, { color: t.warn, halo: t.card, align: isLate ? 'end' : 'start' });
    }
    for (const l of lines) polyline(pen, l.ink, l.points, x, y);
    endLabels(pen, labels.map(l => ({ text: l.label, color: l.ink.color, x: x.at(l.last), y: y.at(l.values.at(-1)) })), y, this.width);
  }

  hint(px, py) {
    const { x } = this, { x0, x1 } = this.box;
    void py;
    if (!x || px < x0 - 4 || px > x1 + 4) return null;
    const epoch = Math.round(x.invert(px)), rows = this.csv().rows.filter(row => row[1] === epoch);
    return rows.length ? [`epoch ${epoch}`, ...rows.map(([label, , value]) => `${label ? label + ': ' : ''}${short(value, 5)}`)] : null;
  }

  csv() {
    return { head: ['line', 'epoch', this.options.metric], rows: this.lines.flatMap(l => Array.from({ length: l.points.length / 2 },
      (_, i) => [l.label, l.points[2 * i], l.points[2 * i + 1]])) };
  }
}
