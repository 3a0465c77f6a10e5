// Colours of pictures, by light and dark. The hues of Okabe and Ito (2008), which colour-blind eyes tell apart.

const LIGHT = ['#0072b2', '#d97b00', '#009e73', '#c2528b', '#b5440e', '#3d9fd8', '#7a5cc7', '#767f8a', '#8f8400', '#17375e'];
const DARK = ['#4da3e0', '#f0a53a', '#2fc498', '#e07fb0', '#ef7b45', '#7cc7f2', '#ab93f0', '#9aa5b1', '#cfc23a', '#8fb3e8'];

/** From good to bad: viridis, begun where it is not yet black. */
const RAMP_LIGHT = ['#46206e', '#424c8c', '#2f6f8e', '#20918c', '#34b27a', '#86cf4c', '#d8dc3a'];
const RAMP_DARK = ['#f6e63a', '#9bd94f', '#4cbf72', '#2a9d8a', '#38778f', '#465a8f', '#4d4480'];

/** @type {Theme|null} */
let known = null;

const wish = matchMedia('(prefers-color-scheme: dark)');
wish.addEventListener('change', changed);

/** What the person asked for, or the system says. */
export const isDark = () => document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : wish.matches;

/** The colours of now; read from the style sheet once. @returns {Theme} */
export function theme() {
  if (known) return known;
  const style = getComputedStyle(document.documentElement), dark = isDark(), stops = dark ? RAMP_DARK : RAMP_LIGHT;
  const names = ['ink', 'dim', 'grid', 'line', 'card', 'accent', 'good', 'warn', 'bad'];
  const read = Object.fromEntries(names.map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
  return known = /** @type {Theme} */ ({ ...read, series: dark ? DARK : LIGHT, ramp: t => mix(stops, t), dark });
}

/** Tells the pictures that colours changed. */
export function changed() {
  known = null;
  dispatchEvent(new Event('theme'));
}

/** A colour between stops. @param {string[]} stops @param {number} t 0 to 1 */
function mix(stops, t) {
  const at = Math.min(1, Math.max(0, t)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(at)), rest = at - i;
  const part = (color, k) => parseInt(color.slice(k, k + 2), 16);
  return `rgb(${[1, 3, 5].map(k => Math.round(part(stops[i], k) * (1 - rest) + part(stops[i + 1], k) * rest)).join()})`;
}

/** Colours of states of trials and outcomes of attempts; other outcomes are failures. @param {string} status @param {Theme} t */
export const statusColor = (status, t) => ({
  completed: t.accent, finished: t.accent, running: t.good, stopped: t.warn, paused: t.series[6], diverged: t.series[4],
  interrupted: t.series[6], preempted: t.series[6], planned: t.dim, cancelled: t.dim,
})[status] ?? t.bad;
