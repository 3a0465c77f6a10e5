// Marks that several pictures draw: lines with holes, their names at the end, the floor, and what lies under the pointer.
import { short } from '../base/format.js';
import { fit } from '../base/picture.js';
import { theme } from '../base/theme.js';

/**
 * A line over epochs, open where a value has no place; a single point is a dot.
 * @param {Pen} pen @param {Ink} ink @param {ArrayLike<number>} points epoch, value, ... @param {Scale} x
 * @param {Scale} y
 */
export function polyline(pen, ink, points, x, y) {
  if (points.length === 2) return pen.dot(x.at(points[0]), y.at(points[1]), 2, ink);
  pen.stroke(ink, (move, line) => {
    let open = false;
    for (let i = 0; i < points.length; i += 2) {
      const place = y.at(points[i + 1]);
      if (!Number.isNaN(place)) (open ? line : move)(x.at(points[i]), place);
      open = !Number.isNaN(place);
    }
  });
}

/**
 * Names at the ends of lines, pushed apart.
 * @param {Pen} pen @param {{text: string, color: string, x: number, y: number}[]} labels @param {Box} box
 * @param {number} width of the picture
 */
export function endLabels(pen, labels, box, width) {
  const placed = labels.map(l => ({ ...l, y: Math.max(box.y1 + 4, Math.min(box.y0, l.y || box.y0)) })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < placed.length; i++) placed[i].y = Math.max(placed[i].y, placed[i - 1].y + 14);
  for (let i = placed.length - 1, end = box.y0; i >= 0; i--, end -= 14) placed[i].y = Math.min(placed[i].y, end);
  for (const l of placed) {
    pen.text(l.x + 7, l.y + 4, fit(pen, l.text, width - l.x - 7, 11, 600), { color: l.color, weight: 600, halo: theme().card });
  }
}

/** The lowest value there can be, where it is in the picture. @param {Pen} pen @param {number|null|undefined} floor @param {Scale} y
 * @param {Box} box */
export function floorLine(pen, floor, y, { x0, x1, y0 }) {
  const place = y.at(floor), t = theme();
  if (!(place <= y0 + 1)) return;
  pen.stroke({ color: t.dim, dash: [4, 4] }, (move, line) => { move(x0, place); line(x1, place); });
  pen.text(x0 + 6, place - 5, `floor ${short(floor)}`, { color: t.dim, halo: t.card });
}

/**
 * The point nearest to a place, if it is near enough.
 * @template {{x: number, y: number}} P @param {Iterable<P>} points in pixels @param {number} px @param {number} py @returns {P|null}
 */
export function nearest(points, px, py) {
  /** @type {P|null} */
  let found = null;
  let least = 12 ** 2;
  for (const p of points) {
    const far = (p.x - px) ** 2 + (p.y - py) ** 2;
    if (far < least) { least = far; found = p; }
  }
  return found;
}

/** What a trial is, in lines. @param {Trial} trial @param {string[]} lines that come first */
export const trialHint = (trial, ...lines) => [`trial ${trial.number}`, ...lines,
  ...trial.model.varying.slice(0, 10).map(p => `${p.name} ${short(trial.value(p.name))}`)];
