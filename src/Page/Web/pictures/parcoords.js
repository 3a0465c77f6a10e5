// Parallel coordinates: a line per trial over all parameters and the metric. A drag along an axis keeps what it covers, everywhere on the
// page.
import { plural, short } from '../base/format.js';
import { Picture, fit } from '../base/picture.js';
import { extent, key, linear, log, scale } from '../base/scale.js';
import { scatter } from '../base/stats.js';
import { theme } from '../base/theme.js';
import { metricEnds, valuesOf } from './marks.js';

const REACH = 22;

export class ParallelCoordinates extends Picture {
  constructor(host, model, options, brushed) {
    super(host, 'Parallel coordinates');
    this.model = model;
    this.options = options;
    this.margin = { left: 44, right: 56, top: 36, bottom: 26 };
    /** @type {string[]} */ this.names = [];
    /** @type {Map<string, Scale>} */ this.scales = new Map();
    /** @type {{name: string, from: number, isMoved: boolean}|null} */ this.drag = null;
    /** @type {{name: string, at: number}|null} what keys kept last */ this.part = null;
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
      const [, y] = this.placeOf(event);
      if (!this.drag.isMoved) this.clickAxis(this.drag.name, y);
      this.drag = null;
      brushed();
    });
    host.addEventListener('pointercancel', () => { this.drag = null; });
    /** Name of the axis that keys act on. */ this.focused = '';
    host.tabIndex = 0;
    host.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight ArrowUp ArrowDown Delete');
    host.addEventListener('keydown', event => { if (this.key(event.key)) { event.preventDefault(); brushed(); } });
    host.addEventListener('blur', () => { this.focused = ''; this.redraw(); });
    host.addEventListener('dblclick', () => { model.brushes.clear(); brushed(); });
  }

  axisAt(x) {
    return this.names.find(name => Math.abs(this.placeOfAxis(name) - x) < REACH) ?? null;
  }

  placeOfAxis(name) {
    const { x0, x1 } = this.box;
    return this.names.length < 2 ? (x0 + x1) / 2 : x0 + (x1 - x0) * this.names.indexOf(name) / (this.names.length - 1);
  }

  /** @param {string} name @param {number} from @param {number} to places */
  setBrush(name, from, to) {
    const s = /** @type {Scale} */ (this.scales.get(name)), [a, b] = [Math.min(from, to), Math.max(from, to)];
    if (s.kind === 'band') {
      const values = s.domain.filter(value => { const at = s.at(value); return at + s.step / 2 > a && at - s.step / 2 < b; });
      if (values.length) this.model.brushes.set(name, { values: values.map(key) });
      return;
    }
    const { y0, y1 } = this.box, ends = [s.invert(Math.min(y0, b)), s.invert(Math.max(y1, a))].map(v => Number(v.toPrecision(4)))
      .sort((p, q) => p - q);
    this.model.brushes.set(name, { from: ends[0], to: ends[1] });
  }

  /** A click on a value keeps it alone; a click elsewhere, or again, frees the axis. @param {string} name @param {number} y */
  clickAxis(name, y) {
    const s = /** @type {Scale} */ (this.scales.get(name)), { y0, y1 } = this.box, old = this.model.brushes.get(name);
    const value = s.kind === 'band' && y >= y1 - 4 && y <= y0 + 4 ? key(s.invert(y)) : null;
    const isSame = value !== null && old && 'values' in old && old.values.length === 1 && old.values[0] === value;
    if (value === null || isSame) this.model.brushes.delete(name); else this.model.brushes.set(name, { values: [value] });
  }

  /**
   * Left and right choose an axis, up and down keep one of its values, or a quarter of its numbers; Delete frees it.
   * @param {string} pressed @returns {boolean} whether it did anything
   */
  key(pressed) {
    const side = { ArrowLeft: -1, ArrowRight: 1 }[pressed], step = { ArrowUp: 1, ArrowDown: -1 }[pressed], { names } = this;
    if (side && names.length) {
      const at = names.indexOf(this.focused);
      this.focused = names[at < 0 ? (side > 0 ? 0 : names.length - 1) : (at + side + names.length) % names.length];
      return true;
    }
    const s = this.scales.get(this.focused);
    if (!s) return false;
    if (pressed === 'Delete' || pressed === 'Backspace') return this.model.brushes.delete(this.focused);
    if (!step) return false;
    const { y0, y1 } = this.box, parts = s.kind === 'band' ? s.domain.length : 4, size = (y0 - y1) / parts, old = this.part
      ?? { name: '', at: 0 };
    const at = old.name === this.focused ? (old.at + step + parts) % parts : step > 0 ? 0 : parts - 1;
    this.part = { name: this.focused, at };
    this.setBrush(this.focused, y0 - size * at - 1, y0 - size * (at + 1) + 1);
    return true;
  }

  draw(pen) {
    const { model } = this, t = theme(), { y0, y1 } = this.box;
    const all = model.trials.filter(trial => trial.counts), shown = model.sorted(model.shown);
    const narrowed = model.brushes.size ? `, kept by ${[...model.brushes.keys()].join(', ')}` : '';
    this.name = `Parallel coordinates: ${plural(shown.length, 'trial')} of ${all.length}${narrowed}`;
    this.names = [...model.varying.slice(0, 16).map(p => p.name), model.metric];
    if (!all.length) { this.names = []; return this.empty(pen, 'No trial has a value yet'); }
    this.scales = new Map(this.names.slice(0, -1).map(name => { const { kind, domain } = model.axis(name); return [name,
      scale(kind, domain, [y0, y1])]; }));
    this.scales.set(model.metric, this.metricScale(all));
    const isWide = all.length > 4000, every = Math.ceil(all.length / 4000);
    if (shown.length < all.length) {
      const ghost = { color: t.dim, alpha: Math.max(.03, Math.min(.18, 3 / Math.sqrt(all.length))) };
      pen.stroke(ghost, (move, line) => all.forEach((trial, i) => { if (!trial.shown && i % every === 0) this.trace(trial, move, line); }));
    }
    const kept = isWide && shown.length > 4000 ? shown.filter((_, i) => i % Math.ceil(shown.length / 4000) === 0) : shown;
    const parts = 16, alpha = Math.max(.08, Math.min(.85, 8 / Math.sqrt(kept.length)));
    for (let part = parts - 1; part >= 0; part--) {
      const [from, to] = [Math.floor(kept.length * part / parts), Math.floor(kept.length * (part + 1) / parts)];
      for (let i = to - 1; i >= from; i--) {
        pen.stroke({ color: t.ramp(part / (parts - 1)), alpha, width: 1 }, (move, line) => this.trace(kept[i], move, line));
      }
    }
    if (shown[0]) pen.stroke({ color: t.good, width: 2.25 }, (move, line) => this.trace(shown[0], move, line));
    this.names.forEach((name, i) => this.axis(pen, name, i));
    if (kept.length < shown.length) pen.text(this.width - 2, this.height - 4,
      `one line in ${Math.ceil(shown.length / 4000)} of ${plural(shown.length, 'trial')} is drawn`,
        { color: t.dim, align: 'end', size: 10.5 });
  }

  /** The best end of the metric is at the top. @param {Trial[]} all @returns {Scale} */
  metricScale(all) {
    const { y0, y1 } = this.box, { model } = this;
    return (this.options.y === 'log' ? log : linear)(extent(metricEnds(model, all, .02)) ?? [0, 1], model.maximize ? [y0, y1] : [y1, y0]);
  }

  trace(trial, move, line) {
    const { y0, y1 } = this.box;
    this.names.forEach((name, i) => {
      const s = /** @type {Scale} */ (this.scales.get(name)), value = name === this.model.metric ? trial.metric : trial.value(name);
      let y = s.at(value);
      // A parameter that a condition leaves out is below its axis; a wild metric stays at the end of its own.
      if (Number.isNaN(y)) y = y0 + 14;
      else if (s.kind === 'band') y += (scatter(trial.number * 31 + i) - .5) * Math.min(18, s.step * .5);
      else y = Math.max(y1 - 6, Math.min(y0 + 6, y));
      (i ? line : move)(this.placeOfAxis(name), y);
    });
  }

  axis(pen, name, i) {
    const t = theme(), { x0, x1, y0, y1 } = this.box, x = this.placeOfAxis(name), s = /** @type {Scale} */ (this.scales.get(name));
    const gap = this.names.length > 1 ? (x1 - x0) / (this.names.length - 1) : 200, isLast = i === this.names.length - 1;
    const isFocused = name === this.focused, ink = isFocused ? { color: t.accent, width: 3 } : { color: t.ink, alpha: .45 };
    pen.stroke(ink, (move, line) => { move(x, y1); line(x, y0); });
    const title = fit(pen, name, isLast || i === 0 ? gap / 2 + 40 : gap - 8, 12);
    const half = pen.measure(title, 12, 600) / 2, center = Math.max(half + 2, Math.min(this.width - half - 2, x));
    pen.text(center, 13, title, { color: t.ink, weight: 600, size: 12, align: 'middle' });
    if (s.kind === 'log') pen.text(center, 26, 'log', { color: t.dim, size: 10, align: 'middle' });
    let free = Infinity;
    for (const { value, text } of s.ticks(5).map(tick => ({ ...tick, at: s.at(tick.value) })).sort((a, b) => b.at - a.at)) {
      const at = s.at(value);
      if (free - at < 13) continue;
      free = at;
      pen.text(x + (isLast ? 7 : -7), at + 4, fit(pen, text, isLast ? 48 : Math.min(gap - 16, i ? 90 : 40)),
        { color: t.ink, align: isLast ? 'start' : 'end', halo: t.card });
    }
    if (this.model.trials.some(trial => this.model.passes([], trial) && name !== this.model.metric && (trial.value(name) ?? null) === null))
      pen.text(x, y0 + 24, 'absent', { color: t.dim, size: 10, align: 'middle' });
    this.brush(pen, name, x, s);
  }

  brush(pen, name, x, s) {
    const brush = this.model.brushes.get(name), t = theme(), { y0, y1 } = this.box;
    if (!brush) return;
    const boxes = 'values' in brush ? brush.values.map(value => s.domain.find(d => key(d) === value)).filter(value => value !== undefined)
      .map(value => [s.at(value) - s.step / 2 + 1, s.at(value) + s.step / 2 - 1])
        : [[s.at(brush.from), s.at(brush.to)].sort((a, b) => a - b)];
    for (const [a, b] of boxes) {
      const [top, bottom] = [Math.max(y1 - 6, a), Math.min(y0 + 6, b)];
      pen.rect(x - 7, top, 14, Math.max(2, bottom - top), { color: t.accent, alpha: .4, round: 3 });
      pen.stroke({ color: t.accent, width: 1.5 }, (move, line) => { move(x - 7, top); line(x + 7, top); move(x - 7, bottom); line(x + 7,
        bottom); });
    }
  }

  hint(x, y) {
    const name = this.drag?.name ?? this.axisAt(x);
    if (!name) return null;
    const s = /** @type {Scale} */ (this.scales.get(name)), { y0, y1 } = this.box;
    return y < y1 - 20 || y > y0 + 20 ? [name] : [name, short(s.invert(Math.max(y1, Math.min(y0, y))))];
  }

  csv() { return valuesOf(this.model, this.names); }
}
