// Parallel coordinates: a line per trial over all parameters and the metric. A drag along an axis keeps what it covers, everywhere on the
// page.
import { plural, short } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { key, linear, log, scale } from '../base/scale.js';
import { scatter } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { metricEnds, opacity, thinned, valueOf, valuesOf } from './marks.js';

const REACH = 22, MOST = 4000;

/** options: y */
export class ParallelCoordinates extends Picture {
  static title = 'Parallel coordinates';
  margin = { left: 44, right: 56, top: 36, bottom: 26 };
  /** @type {string[]} */ names = [];
  /** @type {Map<string, Scale>} */ scales = new Map();
  /** @type {{name: string, from: number, isMoved: boolean}|null} */ drag = null;
  /** Name of the axis that keys act on. */ focused = '';
  /** What keys kept last. */ part = { name: '', at: 0 };

  /** @param {HTMLElement} host @param {Model} model @param {Record<string, any>} options @param {() => void} brushed */
  constructor(host, model, options, brushed) {
    super(host, model, options);
    host.tabIndex = 0;
    host.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight ArrowUp ArrowDown Delete');
    host.addEventListener('pointerdown', event => {
      const [x, y] = this.placeOf(event), name = this.axisAt(x);
      if (!name || event.button) return;
      this.drag = { name, from: y, isMoved: false };
      host.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    host.addEventListener('pointermove', event => {
      const [x, y] = this.placeOf(event);
      host.classList.toggle('brushable', Boolean(this.axisAt(x)));
      // A hand that clicks trembles.
      if (!this.drag || !(this.drag.isMoved ||= Math.abs(y - this.drag.from) >= 4)) return;
      this.setBrush(this.drag.name, this.drag.from, y);
      brushed();
    });
    host.addEventListener('pointerup', event => {
      if (!this.drag) return;
      if (!this.drag.isMoved) this.clickAxis(this.drag.name, this.placeOf(event)[1]);
      this.drag = null;
      brushed();
    });
    host.addEventListener('pointercancel', () => { this.drag = null; });
    host.addEventListener('keydown', event => {
      if (!this.key(event.key)) return;
      event.preventDefault();
      brushed();
    });
    host.addEventListener('blur', () => {
      this.focused = '';
      this.redraw();
    });
    host.addEventListener('dblclick', () => {
      model.brushes.clear();
      brushed();
    });
  }

  axisAt(x) { return this.names.find(name => Math.abs(this.placeOfAxis(name) - x) < REACH) ?? null; }

  placeOfAxis(name) {
    const { x0, x1 } = this.box;
    return this.names.length < 2 ? (x0 + x1) / 2 : x0 + (x1 - x0) * this.names.indexOf(name) / (this.names.length - 1);
  }

  /** @param {string} name @returns {Scale} */
  scaleOf(name) { return /** @type {Scale} */ (this.scales.get(name)); }

  /** @param {string} name @param {number} from @param {number} to places */
  setBrush(name, from, to) {
    const s = this.scaleOf(name), [a, b] = [Math.min(from, to), Math.max(from, to)], { y0, y1 } = this.box;
    if (s.kind === 'band') {
      const values = s.domain.filter(value => s.at(value) + s.step / 2 > a && s.at(value) - s.step / 2 < b);
      if (values.length) this.model.brushes.set(name, { values: values.map(key) });
      return;
    }
    const ends = [Math.min(y0, b), Math.max(y1, a)].map(place => Number(s.invert(place).toPrecision(4))).sort((p, q) => p - q);
    this.model.brushes.set(name, { from: ends[0], to: ends[1] });
  }

  /** A click on a value keeps it alone; a click elsewhere, or again, frees the axis. @param {string} name @param {number} y */
  clickAxis(name, y) {
    const s = this.scaleOf(name), { y0, y1 } = this.box, old = this.model.brushes.get(name);
    const value = s.kind === 'band' && y >= y1 - 4 && y <= y0 + 4 ? key(s.invert(y)) : null;
    const isSame = value !== null && old && 'values' in old && old.values.length === 1 && old.values[0] === value;
    if (value === null || isSame) this.model.brushes.delete(name); else this.model.brushes.set(name, { values: [value] });
  }

  /** Left and right choose an axis, up and down keep one of its values, or a quarter of its numbers; Delete frees it.
   * @param {string} pressed @returns {boolean} whether it did anything */
  key(pressed) {
    const side = { ArrowLeft: -1, ArrowRight: 1 }[pressed], step = { ArrowUp: 1, ArrowDown: -1 }[pressed], { names, part, focused } = this;
    if (side && names.length) {
      const at = names.indexOf(focused);
      this.focused = names[at < 0 ? (side > 0 ? 0 : names.length - 1) : (at + side + names.length) % names.length];
      return true;
    }
    const s = this.scales.get(focused);
    if (s && (pressed === 'Delete' || pressed === 'Backspace')) return this.model.brushes.delete(focused);
    if (!s || !step) return false;
    const { y0, y1 } = this.box, parts = s.kind === 'band' ? s.domain.length : 4, size = (y0 - y1) / parts;
    const at = part.name === focused ? (part.at + step + parts) % parts : step > 0 ? 0 : parts - 1;
    this.part = { name: focused, at };
    this.setBrush(focused, y0 - size * at - 1, y0 - size * (at + 1) + 1);
    return true;
  }

  draw(pen) {
    const { model } = this, t = theme(), { y0, y1 } = this.box;
    const all = model.trials.filter(trial => trial.counts), shown = model.sorted(model.shown);
    const narrowed = model.brushes.size ? `, kept by ${[...model.brushes.keys()].join(', ')}` : '';
    this.name = `Parallel coordinates: ${plural(shown.length, 'trial')} of ${all.length}${narrowed}`;
    this.names = all.length ? [...model.varying.slice(0, 16).map(p => p.name), model.metric] : [];
    if (!all.length) return this.empty(pen, 'No trial has a value yet');
    this.scales = new Map(this.names.map(name => [name, name === model.metric ? this.metricScale(all)
      : scale(model.axis(name).kind, model.axis(name).domain, [y0, y1])]));
    const stroke = (ink, trials) => pen.stroke(ink, trials.flatMap(trial => [...this.path(trial), NaN, NaN]));
    if (shown.length < all.length) {
      stroke({ color: t.dim, alpha: opacity(all.length, .03, .18, 3) }, thinned(all, MOST).filter(trial => !trial.shown));
    }
    const kept = thinned(shown, MOST), alpha = opacity(kept.length, .08, .85, 8);
    [...kept].reverse().forEach((trial, i) => {
      // Sixteen shades are enough, and the best is on top.
      const part = Math.floor((kept.length - 1 - i) / kept.length * 16);
      pen.stroke({ color: t.ramp(part / 15), alpha }, this.path(trial));
    });
    if (shown[0]) stroke({ color: t.good, width: 2.25 }, [shown[0]]);
    this.names.forEach((name, i) => this.axis(pen, name, i));
    if (kept.length < shown.length) pen.text(this.width - 2, this.height - 4,
      `one line in ${Math.ceil(shown.length / MOST)} of ${plural(shown.length, 'trial')} is drawn`,
      { color: t.dim, align: 'end', size: 10.5 });
  }

  /** The best end of the metric is at the top. @param {Trial[]} all @returns {Scale} */
  metricScale(all) {
    const { y0, y1 } = this.box, { model } = this;
    return (this.options.y === 'log' ? log : linear)(metricEnds(model, all, .02), model.maximize ? [y0, y1] : [y1, y0]);
  }

  /** @param {Trial} trial @returns {number[]} its line */
  path(trial) {
    const { y0, y1 } = this.box;
    return this.names.flatMap((name, i) => {
      const s = this.scaleOf(name), y = s.at(valueOf(trial, name));
      const jitter = (scatter(trial.number * 31 + i) - .5) * Math.min(18, s.step * .5);
      // A parameter that a condition leaves out is below its axis; a wild metric stays at the end of its own.
      return [this.placeOfAxis(name), Number.isNaN(y) ? y0 + 14 : Math.max(y1 - 6, Math.min(y0 + 6, y)) + jitter];
    });
  }

  axis(pen, name, i) {
    const t = theme(), { x0, x1, y0, y1 } = this.box, x = this.placeOfAxis(name), s = this.scaleOf(name), { model } = this;
    const gap = this.names.length > 1 ? (x1 - x0) / (this.names.length - 1) : 200, isLast = i === this.names.length - 1;
    pen.stroke(name === this.focused ? { color: t.accent, width: 3 } : { color: t.ink, alpha: .45 }, [x, y1, x, y0]);
    const title = fit(pen, name, isLast || i === 0 ? gap / 2 + 40 : gap - 8, 12);
    const half = pen.measure(title, 12, 600) / 2, center = Math.max(half + 2, Math.min(this.width - half - 2, x));
    pen.text(center, 13, title, { color: t.ink, weight: 600, size: 12, align: 'middle' });
    if (s.kind === 'log') pen.text(center, 26, 'log', { color: t.dim, size: 10, align: 'middle' });
    let free = Infinity;
    for (const { at, text } of s.ticks(5).map(tick => ({ text: tick.text, at: s.at(tick.value) })).sort((a, b) => b.at - a.at)) {
      if (free - at < 13) continue;
      free = at;
      pen.text(x + (isLast ? 7 : -7), at + 4, fit(pen, text, isLast ? 48 : Math.min(gap - 16, i ? 90 : 40)),
        { color: t.ink, align: isLast ? 'start' : 'end', halo: t.card });
    }
    if (name !== model.metric && model.trials.some(trial => trial.value(name) == null)) {
      pen.text(x, y0 + 24, 'absent', { color: t.dim, size: 10, align: 'middle' });
    }
    for (const [a, b] of this.boxes(name)) {
      const [top, bottom] = [Math.max(y1 - 6, a), Math.min(y0 + 6, b)];
      pen.rect(x - 7, top, 14, Math.max(2, bottom - top), { color: t.accent, alpha: .4, round: 3 });
      pen.stroke({ color: t.accent, width: 1.5 }, [x - 7, top, x + 7, top, NaN, NaN, x - 7, bottom, x + 7, bottom]);
    }
  }

  /** What a brush covers of an axis. @param {string} name @returns {number[][]} upper and lower end of each part */
  boxes(name) {
    const brush = this.model.brushes.get(name), s = this.scaleOf(name);
    if (!brush) return [];
    if (!('values' in brush)) return [[s.at(brush.from), s.at(brush.to)].sort((a, b) => a - b)];
    return s.domain.filter(value => brush.values.includes(key(value)))
      .map(value => [s.at(value) - s.step / 2 + 1, s.at(value) + s.step / 2 - 1]);
  }

  hint(x, y) {
    const name = this.drag?.name ?? this.axisAt(x), { y0, y1 } = this.box;
    if (!name) return null;
    return y < y1 - 20 || y > y0 + 20 ? [name] : [name, short(this.scaleOf(name).invert(Math.max(y1, Math.min(y0, y))))];
  }

  csv() { return valuesOf(this.model, this.names); }
}
