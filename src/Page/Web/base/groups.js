// Trials put into groups by a parameter, for bands and for levels.
import { plural, short } from './format.js';
import { key } from './scale.js';
import { quantile } from './stats.js';

/** Groups that are shown at most: so many colours can be told apart. */
export const MOST = 10;

/** Groups of trials, in the order of the sweep file; numbers with more than twelve values in five of about equally many trials.
 * @param {Model} model @param {Trial[]} trials @param {string} by a parameter, or "config" (the ten best ones)
 * @returns {{groups: Group[], left: string}} left: what of them is not shown, "" for nothing */
export function groupsOf(model, trials, by) {
  const groups = by === 'config' ? byConfiguration(model, trials) : byParameter(model, trials, by);
  return { groups: groups.slice(0, MOST), left: leftText(groups.length) };
}

/** What of so many groups is not shown. @param {number} groups */
export const leftText = groups => groups > MOST ? `${plural(groups - MOST, 'more group')} not drawn` : '';

/** @template K @param {Trial[]} trials @param {(trial: Trial) => K} keyOf @returns {Map<K, Trial[]>} in the order they come */
function together(trials, keyOf) {
  const groups = new Map();
  for (const trial of trials) {
    const found = groups.get(keyOf(trial));
    if (found) found.push(trial); else groups.set(keyOf(trial), [trial]);
  }
  return groups;
}

/** @param {Model} model @param {Trial[]} trials @param {string} by @returns {Group[]} */
function byParameter(model, trials, by) {
  const { kind, domain } = model.axis(by), found = together(trials, t => key(t.value(by))), absent = found.get('');
  found.delete('');
  const values = kind === 'band' ? domain : [...found.values()].map(list => list[0].value(by)).sort((a, b) => a - b);
  const groups = kind !== 'band' && values.length > 12 ? inFive([...found.values()].flat(), by)
    : values.flatMap(value => ({ label: short(value), trials: found.get(key(value)) ?? [] })).filter(group => group.trials.length);
  return absent ? [...groups, { label: '(absent)', trials: absent }] : groups;
}

/** @param {Trial[]} trials @param {string} by @returns {Group[]} */
function inFive(trials, by) {
  const sorted = trials.map(t => t.value(by)).sort((a, b) => a - b), cuts = [.2, .4, .6, .8].map(p => quantile(sorted, p));
  const parts = [...together(trials, t => cuts.filter(cut => t.value(by) > cut).length)].sort((a, b) => a[0] - b[0]);
  return parts.map(([, part]) => {
    const values = part.map(t => t.value(by)), ends = [Math.min(...values), Math.max(...values)].map(value => short(value, 3));
    return { label: [...new Set(ends)].join(' to '), trials: part };
  });
}

/** By rank, and named by the values that differ between trials: "lstm 2 0.01". @param {Model} model @param {Trial[]} trials
 * @returns {Group[]} */
const byConfiguration = (model, trials) => [...together(trials, t => t.config).values()]
  .sort(([a], [b]) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.number - b.number)
  .map(group => ({
    label: model.varying.map(p => group[0].value(p.name)).filter(value => value != null).map(value => short(value, 3)).join(' '),
    trials: group,
  }));
