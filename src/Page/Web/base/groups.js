// Trials put into groups by a parameter, for bands and for levels.
import { plural, short } from './format.js';
import { key } from './scale.js';
import { quantile } from './stats.js';

/** Groups that are shown at most: so many colours can be told apart. */
export const MOST = 10;

/**
 * Groups of trials, in the order of the sweep file; numbers with more than twelve values in five of about equally many trials.
 * @param {Model} model @param {Trial[]} trials @param {string} by a parameter, "config" (the ten best ones), or "" (one group of all)
 * @returns {{groups: Group[], left: string}} left: what of them is not shown, "" for nothing
 */
export function groupsOf(model, trials, by) {
  if (by === '') return { groups: trials.length ? [{ key: '', label: 'all trials', trials }] : [], left: '' };
  if (by === 'config') return byConfiguration(model, trials);
  const { kind, domain } = model.axis(by), has = trials.filter(t => t.value(by) !== null && t.value(by) !== undefined);
  const distinct = [...new Map(has.map(t => [key(t.value(by)), t.value(by)])).values()];
  const groups = kind !== 'band' && distinct.length > 12 ? inFive(has, by)
    : byValue(has, by, kind === 'band' ? domain : distinct.sort((a, b) => a - b));
  const absent = trials.filter(t => t.value(by) === null || t.value(by) === undefined);
  if (absent.length) groups.push({ key: '', label: '(absent)', trials: absent });
  return { groups: groups.slice(0, MOST), left: leftText(groups.length) };
}

/** What of so many groups is not shown. @param {number} groups */
export const leftText = groups => groups > MOST ? `${plural(groups - MOST, 'more group')} not drawn` : '';

/** @param {Trial[]} trials @param {string} by @param {any[]} values @returns {Group[]} */
function byValue(trials, by, values) {
  const groups = new Map(values.map(value => [key(value), { key: key(value), label: short(value), trials: /** @type {Trial[]} */ ([]) }]));
  for (const trial of trials) groups.get(key(trial.value(by)))?.trials.push(trial);
  return [...groups.values()].filter(group => group.trials.length);
}

/** @param {Trial[]} trials @param {string} by @returns {Group[]} */
function inFive(trials, by) {
  const sorted = trials.map(t => t.value(by)).sort((a, b) => a - b), cuts = [.2, .4, .6, .8].map(p => quantile(sorted, p));
  const parts = Array.from({ length: 5 }, () => /** @type {Trial[]} */ ([]));
  for (const trial of trials) parts[cuts.filter(cut => trial.value(by) > cut).length].push(trial);
  return parts.filter(part => part.length).map(part => {
    const values = part.map(t => t.value(by)), ends = [Math.min(...values), Math.max(...values)].map(value => short(value, 3));
    return { key: ends[0], label: ends[0] === ends[1] ? ends[0] : `${ends[0]} to ${ends[1]}`, trials: part };
  });
}

/** @param {Model} model @param {Trial[]} trials @returns {{groups: Group[], left: string}} */
function byConfiguration(model, trials) {
  const byConfig = new Map();
  for (const trial of trials) {
    const list = byConfig.get(trial.config);
    if (list) list.push(trial); else byConfig.set(trial.config, [trial]);
  }
  const value = list => {
    const known = list.filter(t => t.counts).map(t => /** @type {number} */ (t.metric));
    return known.length ? known.reduce((a, b) => a + b, 0) / known.length : model.maximize ? -Infinity : Infinity;
  };
  const sorted = [...byConfig.values()].map(list => ({ list, value: value(list) }))
    .sort((a, b) => model.maximize ? b.value - a.value : a.value - b.value);
  return {
    groups: sorted.slice(0, MOST).map(({ list }) => ({ key: String(list[0].config), label: configLabel(model, list[0]), trials: list })),
    left: leftText(sorted.length),
  };
}

/** The values of a trial that differ between trials: "lstm 2 0.01". @param {Model} model @param {Trial} trial */
const configLabel = (model, trial) => model.varying.map(p => trial.value(p.name))
  .filter(value => value !== null && value !== undefined)
  .map(value => short(value, 3)).join(' ');
