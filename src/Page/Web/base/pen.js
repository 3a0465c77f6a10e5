// One way to draw, two papers: a canvas on the page, and SVG text for files. So a saved picture is the picture.

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

/** Goes along a path, and begins anew behind a place that is none. @param {ArrayLike<number>} path x, y, ... */
function walk(path, move, line) {
  for (let i = 0, act = move; i < path.length; i += 2) {
    const isGap = Number.isNaN(path[i] + path[i + 1]);
    if (!isGap) act(path[i], path[i + 1]);
    act = isGap ? move : line;
  }
}

/** @param {CanvasRenderingContext2D} g @returns {Pen} */
export function canvasPen(g) {
  const move = (x, y) => g.moveTo(x, y), line = (x, y) => g.lineTo(x, y);
  const begin = (ink, path) => {
    g.strokeStyle = g.fillStyle = ink.color;
    g.globalAlpha = ink.alpha ?? 1;
    g.lineWidth = ink.width ?? 1;
    g.setLineDash(ink.dash ?? []);
    g.lineJoin = 'round';
    g.beginPath();
    walk(path, move, line);
  };
  const font = (size = 11, weight = 400) => { g.font = `${weight} ${size}px ${FONT}`; };
  return {
    stroke(ink, path) {
      begin(ink, path);
      g.stroke();
    },
    fill(ink, path) {
      begin(ink, path);
      g.fill();
    },
    rect(x, y, width, height, ink) {
      begin(ink, []);
      if (!ink.round) return g.fillRect(x, y, width, height);
      g.roundRect(x, y, Math.max(0, width), height, Math.max(0, Math.min(ink.round, width / 2, height / 2)));
      g.fill();
    },
    dots(places, radius, ink) {
      begin(ink, []);
      for (let i = 0; i < places.length; i += 2) {
        // Circles cost ten times as much as squares, and of small ones nobody sees it.
        if (radius < 2) {
          g.fillRect(places[i] - radius, places[i + 1] - radius, radius * 2, radius * 2);
        } else {
          g.moveTo(places[i] + radius, places[i + 1]);
          g.arc(places[i], places[i + 1], radius, 0, 7);
        }
      }
      g.fill();
    },
    text(x, y, text, type) {
      font(type.size, type.weight);
      g.textAlign = type.align === 'middle' ? 'center' : type.align ?? 'start';
      g.globalAlpha = 1;
      g.setLineDash([]);
      if (type.halo) {
        g.strokeStyle = type.halo;
        g.lineWidth = 4;
        g.lineJoin = 'round';
        g.strokeText(text, x, y);
      }
      g.fillStyle = type.color;
      g.fillText(text, x, y);
    },
    clip(x, y, width, height, draw) {
      g.save();
      g.beginPath();
      g.rect(x, y, width, height);
      g.clip();
      draw();
      g.restore();
    },
    measure(text, size, weight) {
      font(size, weight);
      return g.measureText(text).width;
    },
  };
}

/** A pen that writes SVG. @param {number} width @param {number} height pixels @param {string} paper colour behind @param {Pen} known
 * measures texts @returns {{pen: Pen, finish: (title: string) => string}} */
export function svgPen(width, height, paper, known) {
  /** @type {string[]} */
  const out = [];
  let clips = 0;
  const put = (name, attributes, text = '') => out.push(tag(name, attributes, text));
  const n = value => Math.round(value * 10) / 10;
  const data = path => {
    let d = '';
    walk(path, (x, y) => { d += `M${n(x)} ${n(y)}`; }, (x, y) => { d += `L${n(x)} ${n(y)}`; });
    return d;
  };
  const filled = ink => ({ fill: ink.color, 'fill-opacity': ink.alpha });
  const stroked = ink => ({ fill: 'none', stroke: ink.color, 'stroke-opacity': ink.alpha, 'stroke-width': ink.width ?? 1,
    'stroke-dasharray': ink.dash?.join(' '), 'stroke-linejoin': 'round' });
  /** @type {Pen} */
  const pen = {
    stroke: (ink, path) => put('path', { d: data(path), ...stroked(ink) }),
    fill: (ink, path) => put('path', { d: `${data(path)}Z`, ...filled(ink) }),
    rect: (x, y, width, height, ink) => put('rect', { x, y, width: Math.max(0, width), height, rx: ink.round || null, ...filled(ink) }),
    dots: (places, radius, ink) => put('path', {
      d: Array.from({ length: places.length / 2 }, (_, i) => `M${n(places[2 * i])} ${n(places[2 * i + 1])}h0`).join(''),
      ...stroked({ ...ink, width: radius * 2 }), 'stroke-linecap': 'round',
    }),
    text: (x, y, text, { color, size = 11, align = 'start', weight = 400, halo }) => put('text', {
      x, y, 'font-size': size, 'font-weight': weight, 'text-anchor': align,
      ...halo ? { ...stroked({ color: halo, width: 4 }), 'paint-order': 'stroke' } : {}, fill: color,
    }, text),
    clip(x, y, width, height, draw) {
      const id = `c${++clips}`;
      out.push(`<clipPath id="${id}">`, tag('rect', { x, y, width, height }), `</clipPath><g clip-path="url(#${id})">`);
      draw();
      out.push('</g>');
    },
    measure: known.measure,
  };
  return {
    pen,
    finish(title) {
      const head = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${n(width)} ${n(height)}`, width, height, 'font-family': FONT,
        role: 'img', 'aria-label': title };
      return tag('svg', head).replace(/<\/svg>$/, '') + tag('title', {}, title)
        + tag('rect', { width: '100%', height: '100%', fill: paper }) + out.join('') + '</svg>';
    },
  };
}

/** An element as text. @param {string} name @param {Record<string, any>} attributes null leaves one out, numbers have two digits
 * @param {string} [text] */
const tag = (name, attributes, text = '') => `<${name}${Object.entries(attributes).filter(([, value]) => value != null)
  .map(([key, value]) => ` ${key}="${escape(typeof value === 'number' ? Math.round(value * 100) / 100 : value)}"`)
  .join('')}>${escape(text)}</${name}>`;

/** Text inside a file of SVG. @param {string|number} text */
const escape = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)
  .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
