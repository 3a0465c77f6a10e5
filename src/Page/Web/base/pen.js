// One way to draw, two papers: a canvas on the page, and SVG text for files. So a saved picture is the picture.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** @param {CanvasRenderingContext2D} g @returns {Pen} */
export function canvasPen(g) {
  const dip = ink => {
    g.strokeStyle = g.fillStyle = ink.color;
    g.globalAlpha = ink.alpha ?? 1;
    g.lineWidth = ink.width ?? 1;
    g.setLineDash(ink.dash ?? []);
    g.lineJoin = 'round';
  };
  const move = (x, y) => g.moveTo(x, y);
  const line = (x, y) => g.lineTo(x, y);
  return {
    stroke(ink, trace) { dip(ink); g.beginPath(); trace(move, line); g.stroke(); },
    fill(ink, trace) { dip(ink); g.beginPath(); trace(move, line); g.closePath(); g.fill(); },
    rect(x, y, width, height, ink) {
      dip(ink);
      if (!ink.round) return g.fillRect(x, y, width, height);
      g.beginPath();
      g.roundRect(x, y, Math.max(0, width), height, Math.min(ink.round, width / 2, height / 2));
      g.fill();
    },
    dot(x, y, radius, ink) { dip(ink); g.beginPath(); g.arc(x, y, radius, 0, 7); g.fill(); },
    dots(places, radius, ink) {
      dip(ink);
      // Circles cost ten times as much as squares, and of small ones nobody sees it.
      if (radius >= 2) {
        g.beginPath();
        for (let i = 0; i + 1 < places.length; i += 2) { g.moveTo(places[i] + radius, places[i + 1]); g.arc(places[i], places[i + 1],
          radius, 0, 7); }
        return g.fill();
      }
      for (let i = 0; i + 1 < places.length; i += 2) g.fillRect(places[i] - radius, places[i + 1] - radius, radius * 2, radius * 2);
    },
    text(x, y, text, type) {
      g.save();
      g.translate(x, y);
      if (type.turn) g.rotate(type.turn * Math.PI / 180);
      g.font = `${type.weight ?? 400} ${type.size ?? 11}px ${FONT}`;
      g.textAlign = type.align === 'middle' ? 'center' : type.align ?? 'start';
      g.globalAlpha = type.alpha ?? 1;
      if (type.halo) {
        g.strokeStyle = type.halo;
        g.lineWidth = 4;
        g.lineJoin = 'round';
        g.strokeText(text, 0, 0);
      }
      g.fillStyle = type.color;
      g.fillText(text, 0, 0);
      g.restore();
    },
    clip(x, y, width, height, draw) { g.save(); g.beginPath(); g.rect(x, y, width, height); g.clip(); draw(); g.restore(); },
    measure(text, size = 11, weight = 400) { g.font = `${weight} ${size}px ${FONT}`; return g.measureText(text).width; },
  };
}

/**
 * A pen that writes SVG.
 * @param {number} width @param {number} height pixels @param {string} paper colour behind
 * @param {(text: string, size: number, weight: number) => number} measure
 * @returns {{pen: Pen, finish: (title: string) => string}}
 */
export function svgPen(width, height, paper, measure) {
  /** @type {string[]} */
  const out = [];
  let clips = 0;
  const n = value => Math.round(value * 10) / 10;
  const put = (name, attributes,
    text = '') => out.push(tag(name, attributes, text));
  const path = trace => {
    /** @type {string[]} */
    const d = [];
    trace((x, y) => d.push(`M${n(x)} ${n(y)}`), (x, y) => d.push(`L${n(x)} ${n(y)}`));
    return d.join('');
  };
  const faint = alpha => (alpha ?? 1) < 1 ? alpha : null;
  const filled = ink => ({ fill: ink.color, 'fill-opacity': faint(ink.alpha) });
  const halo = color => color
    ? { 'paint-order': 'stroke', stroke: color, 'stroke-width': 4, 'stroke-linejoin': 'round' } : {};
  /** @type {Pen} */
  const pen = {
    stroke: (ink, trace) => put('path', {
      d: path(trace), fill: 'none', stroke: ink.color, 'stroke-width': ink.width ?? 1, 'stroke-linejoin': 'round',
      'stroke-dasharray': ink.dash?.join(' '), 'stroke-opacity': faint(ink.alpha),
    }),
    fill: (ink, trace) => put('path', { d: path(trace) + 'Z', ...filled(ink) }),
    rect: (x, y, w, h, ink) => put('rect', { x: n(x), y: n(y), width: n(Math.max(0, w)), height: n(h), rx: ink.round || null,
      ...filled(ink) }),
    dot: (x, y, radius, ink) => put('circle', { cx: n(x), cy: n(y), r: radius, ...filled(ink) }),
    dots(places, radius, ink) {
      let d = '';
      for (let i = 0; i + 1 < places.length; i += 2) d += `M${n(places[i])} ${n(places[i + 1])}h0`;
      put('path', { d, stroke: ink.color, 'stroke-width': radius * 2, 'stroke-linecap': 'round', 'stroke-opacity': faint(ink.alpha) });
    },
    text: (x, y, text, type) => put('text', {
      x: n(x), y: n(y), 'font-size': type.size ?? 11, 'font-weight': type.weight ?? 400, 'text-anchor': type.align ?? 'start',
      transform: type.turn ? `rotate(${type.turn} ${n(x)} ${n(y)})` : null, ...halo(type.halo), ...filled(type),
    }, text),
    clip(x, y, w, h, draw) {
      const id = `c${++clips}`;
      out.push(`<clipPath id="${id}">`);
      put('rect', { x: n(x), y: n(y), width: n(w), height: n(h) });
      out.push(`</clipPath><g clip-path="url(#${id})">`);
      draw();
      out.push('</g>');
    },
    measure: (text, size = 11, weight = 400) => measure(text, size, weight),
  };
  return {
    pen,
    finish(title) {
      const head = tag('svg', {
        xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${n(width)} ${n(height)}`, width: n(width), height: n(height),
          'font-family': FONT,
        role: 'img', 'aria-label': title,
      }, '').replace(/<\/svg>$/, '');
      return head + tag('title', {}, title) + tag('rect', { width: '100%', height: '100%', fill: paper }, '') + out.join('') + '</svg>';
    },
  };
}

/** An element as text. @param {string} name @param {Record<string, any>} attributes null leaves one out @param {string} text */
const tag = (name, attributes, text) => `<${name}${Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined)
  .map(([key, value]) => ` ${key}="${escape(String(value))}"`).join('')}>${escape(text)}</${name}>`;

/** Text inside a file of SVG. @param {string} text */
export const escape = text => text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g,
  '');
