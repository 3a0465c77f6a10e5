// What every picture has: a canvas in its host, a size, axes, a redraw once a frame, and ways into files.
import { showTip, el } from './dom.js';
import { canvasPen, svgPen } from './pen.js';
import { theme } from './theme.js';

/** Pictures that wait for a frame: the page is ready when there are none. @type {Set<Picture>} */
const waiting = new Set();
/** Pictures that may be on the page; one that has left it is forgotten. @type {Set<Picture>} */
const alive = new Set();
let marks = 0;

/** In the next frame; a page in the background has none. @param {() => void} action */
const soon = action => document.hidden ? setTimeout(action) : requestAnimationFrame(action);

/** Resolves when every picture asked for is drawn. */
export async function allDrawn() {
  while (waiting.size) await new Promise(done => soon(() => done(null)));
}

function redrawAll() {
  for (const picture of alive) if (picture.host.isConnected) picture.redraw(); else alive.delete(picture);
}

addEventListener('theme', redrawAll);
// What came while nobody saw the page is drawn when somebody does.
document.addEventListener('visibilitychange', () => { if (!document.hidden) redrawAll(); });

/** @param {HTMLCanvasElement} canvas */
export const context = canvas => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));

export class Picture {
  /** What it is called until it is drawn. */ static title = 'Picture';
  margin = { left: 48, right: 12, top: 14, bottom: 30 };
  width = 0;
  height = 0;
  /** Milliseconds that the last drawing took: dear pictures are drawn less often. */ cost = 0;
  drawnAt = 0;
  /** Milliseconds that news wait at most. */ patience = 3000;
  /** Time of the oldest news that is not drawn yet. @type {number|undefined} */ oldest = undefined;
  later = 0;
  /** The answer of the server that is drawn, where there is one. @type {any} */ data = null;

  /** @param {HTMLElement} host a box with a height of its own @param {any} [model] @param {Record<string, any>} [options] open: takes the
   * number of a trial that was clicked */
  constructor(host, model, options = {}) {
    this.host = host;
    /** @type {Model} */ this.model = model;
    this.options = options;
    host.setAttribute('role', 'img');
    this.name = /** @type {typeof Picture} */ (this.constructor).title;
    this.canvas = el('canvas', { 'aria-hidden': 'true' });
    host.append(this.canvas);
    this.pen = canvasPen(context(this.canvas));
    new ResizeObserver(() => this.redraw()).observe(host);
    alive.add(this);
    host.addEventListener('pointermove', event => showTip(event, this.hint(...this.placeOf(event)) ?? []));
    host.addEventListener('pointerleave', () => showTip(null));
    host.addEventListener('click', event => {
      const trial = this.trialAt(...this.placeOf(event));
      if (trial !== null) options.open?.(trial);
    });
  }

  /** The name is what a screen reader says: a sentence about what the picture shows. @param {string} name */
  set name(name) { this.host.setAttribute('aria-label', name); }
  get name() { return this.host.getAttribute('aria-label') ?? ''; }

  /** @param {MouseEvent} event @returns {[number, number]} */
  placeOf(event) {
    const r = this.host.getBoundingClientRect();
    return [event.clientX - r.left, event.clientY - r.top];
  }

  /** @returns {Box} */
  get box() {
    const m = this.margin;
    return { x0: m.left, x1: Math.max(m.left + 1, this.width - m.right), y0: Math.max(m.top + 1, this.height - m.bottom), y1: m.top };
  }

  /** Draws in the next frame; many calls are one. */
  redraw() {
    if (waiting.has(this)) return;
    waiting.add(this);
    soon(() => { try { this.show(); } finally { waiting.delete(this); } });
  }

  /** Draws soon, but keeps a page with dear pictures usable: no more than a tenth of the time goes into one. @param {number} [at] when the
   * news was accepted: the mark "sweep-painted" in the browser's timeline says how long it took until it was seen */
  redrawLive(at) {
    if (document.hidden) return;
    this.oldest ??= at;
    if (this.later) return;
    const rest = Math.min(this.patience, this.cost * 10) - (performance.now() - this.drawnAt);
    if (rest <= 0) return this.redraw();
    this.later = setTimeout(() => {
      this.later = 0;
      this.redraw();
    }, rest);
  }

  show() {
    const began = performance.now(), { width, height } = this.host.getBoundingClientRect(), dense = devicePixelRatio || 1;
    if (!width || !height) return;
    [this.width, this.height] = [width, height];
    const [w, h] = [Math.round(width * dense), Math.round(height * dense)], g = context(this.canvas);
    if (this.canvas.width !== w || this.canvas.height !== h) [this.canvas.width, this.canvas.height] = [w, h];
    g.setTransform(dense, 0, 0, dense, 0, 0);
    g.clearRect(0, 0, width, height);
    this.draw(this.pen);
    this.drawnAt = performance.now();
    this.cost = this.drawnAt - began;
    this.host.dataset.ms = this.cost.toFixed(0);
    if (!this.oldest) return;
    if (++marks % 1000 === 0) performance.clearMarks('sweep-painted');
    performance.mark('sweep-painted', { detail: Date.now() - this.oldest });
    this.oldest = undefined;
  }

  /** @param {Pen} pen */
  draw(pen) { void pen; }

  /** What lies under a place, in lines. @param {number} x @param {number} y @returns {string[]|null} */
  hint(x, y) { void x; void y; return null; }

  /** Number of the trial that a click opens. @param {number} x @param {number} y @returns {number|null} */
  trialAt(x, y) { void x; void y; return null; }

  /** What is drawn, as rows. @returns {Rows} */
  csv() { return { head: [], rows: [] }; }

  /** Says in the middle why there is nothing, in lines that fit. @param {Pen} pen @param {string} text */
  empty(pen, text) {
    const lines = [''];
    for (const word of text.split(' ')) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (pen.measure(longer, 12.5) > this.width - 40) lines.push(word); else lines[lines.length - 1] = longer;
    }
    lines.forEach((line, i) => pen.text(this.width / 2, this.height / 2 + 4 + 18 * (i - (lines.length - 1) / 2), line,
      { color: theme().dim, size: 12.5, align: 'middle' }));
  }

  /** @returns {string} the picture as a file of SVG */
  toSvg() {
    const { pen, finish } = svgPen(this.width, this.height, theme().card, this.pen);
    this.draw(pen);
    return finish(this.name);
  }

  /** @returns {Promise<Blob>} the picture as a PNG of twice the size */
  toPng() {
    const canvas = el('canvas', { width: Math.round(this.width * 2), height: Math.round(this.height * 2) }), g = context(canvas);
    g.scale(2, 2);
    const pen = canvasPen(g);
    pen.rect(0, 0, this.width, this.height, { color: theme().card });
    this.draw(pen);
    return new Promise((done, fail) => canvas.toBlob(blob => blob ? done(blob) : fail(new Error('the browser made no PNG')), 'image/png'));
  }

  /** Lines and labels of two axes. Titles stand outside the drawing: y above its left end, x below its right one.
   * @param {Pen} pen @param {Scale} x @param {Scale} y @param {string} xTitle @param {string} yTitle @param {boolean} [hasGrid] */
  axes(pen, x, y, xTitle, yTitle, hasGrid = true) {
    const { x0, x1, y0, y1 } = this.box, t = theme();
    for (const { value, text } of y.ticks(Math.max(2, Math.min(8, Math.floor((y0 - y1) / 44))))) {
      const place = Math.round(y.at(value)) + .5;
      if (hasGrid) pen.stroke({ color: t.grid }, [x0, place, x1, place]);
      pen.text(x0 - 7, place + 3.5, fit(pen, text, x0 - 8), { color: t.dim, align: 'end' });
    }
    pen.stroke({ color: t.line }, [x0, y0 + .5, x1, y0 + .5]);
    // Beside the ticks there is room for the title, unless they are names.
    const isBeside = this.margin.bottom < 40 && x.kind !== 'band';
    const end = isBeside && xTitle ? x1 - pen.measure(xTitle, 11, 500) - 6 : Infinity;
    let free = -Infinity;
    for (const { value, text } of x.ticks(Math.max(2, Math.floor((x1 - x0) / 64)))) {
      const place = x.at(value), label = x.kind === 'band' ? fit(pen, text, Math.max(14, x.step * 1.6)) : text,
        half = pen.measure(label) / 2;
      pen.stroke({ color: t.line }, [place, y0 + .5, place, y0 + 4.5]);
      if (place - half < free || place + half > end) continue;
      pen.text(place, y0 + 17, label, { color: t.dim, align: 'middle' });
      free = place + half + 6;
    }
    pen.text(x1, y0 + (isBeside ? 17 : 32), xTitle, { color: t.ink, align: 'end', weight: 500 });
    pen.text(2, y1 - 8, yTitle, { color: t.ink, weight: 500 });
  }
}

/** A text cut to a width, with an ellipsis. @param {Pen} pen @param {string} text @param {number} width @param {number} [size] */
export function fit(pen, text, width, size = 11, weight = 400) {
  if (pen.measure(text, size, weight) <= width) return text;
  let end = text.length;
  while (end > 1 && pen.measure(text.slice(0, end) + '…', size, weight) > width) end--;
  return text.slice(0, end) + '…';
}
