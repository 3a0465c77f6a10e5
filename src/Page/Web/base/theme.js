// Colours of pictures, by light and dark. The hues of Okabe and Ito (2008), which colour-blind eyes tell apart.

const LIGHT = ['#0072b2', '#d97b00', '#009e73', '#c2528b', '#b5440e', '#3d9fd8', '#7a5cc7', '#767f8a', '#8f8400', '#17375e'];
const DARK = ['#4da3e0', '#f0a53a', '#2fc498', '#e07fb0', '#ef7b45', '#7cc7f2', '#ab93f0', '#9aa5b1', '#cfc23a', '#8fb3e8'];

/** From good to bad: viridis, begun where it is not yet black. */
const RAMP_LIGHT = ['#46206e', '#424c8c', '#2f6f8e', '#20918c', '#34b27a', '#86cf4c', '#d8dc3a'];
const RAMP_DARK = ['#f6e63a', '#9bd94f', '#4cbf72', '#2a9d8a', '#38778f', '#465a8f', '#4d4480'];

/** @type {Theme|null} */
let known = null;

/** What the person sees, or asked for. */
export const isDark = () => document.documentElement.dataset.theme
  ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;

/** The colours of now; read from the style sheet once. @returns {Theme} */
export function theme() {
  if (known) return known;
  const style = getComputedStyle(document.documentElement), dark = isDark();
  const read = name => style.getPropertyValue(`--${name}`).trim();
  const stops = dark ? RAMP_DARK : RAMP_LIGHT;
  return known = {
    ink: read('ink'), dim: read('dim'), grid: read('grid'), line: read('line'), card: read('card'), accent: read('accent'),
      good: read('good'),
    warn: read('warn'), bad: read('bad'), sel: read('sel'), series: dark ? DARK : LIGHT, ramp: t => mix(stops, t), dark,
  };
}

/** Tells the pictures that colours changed. */
export function changed() {
  known = null;
  dispatchEvent(new Event('theme'));
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);

/** A colour between stops. @param {string[]} stops @param {number} t 0 to 1 */
function mix(stops, t) {
  const at = Math.min(1, Math.max(0, t)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(at)), rest = at - i;
  const part = (color, k) => parseInt(color.slice(k, k + 2), 16);
  return `rgb(${[1, 3, 5].map(k => Math.round(part(stops[i], k) * (1 - rest) + part(stops[i + 1], k) * rest)).join()})`;
}

export const statusColor = (status, t) => ({
  completed: t.accent, finished: t.accent, running: t.good, stopped: t.warn, paused: t.series[6], diverged: t.series[4], failed: t.bad,
    crashed: t.bad,
  hung: t.bad, error: t.bad, bad_input: t.bad, out_of_memory: t.bad, lost_node: t.bad, node_fault: t.bad, interrupted: t.series[6],
    preempted: t.series[6],
})[status] ?? t.dim;
