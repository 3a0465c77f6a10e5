// Parts that several pages have: what narrows the trials, links of trials, status, simple tables, and controls that the address remembers.
import { addressOf, remember } from '../base/address.js';
import { button, el } from '../base/dom.js';
import { count, plain, short } from '../base/format.js';

export const pill = status => el('span', { class: `pill ${status}`, text: status });

export const trialLink = (sweep, number, text) => el('a', { href: addressOf(sweep, 'trials', number), text: text ?? String(number) });

/** A number with its name below. @param {Child} value @param {string} name @param {string} [kind] */
export const fact = (value, name, kind = '') => el('div', { class: `fact ${kind}` }, el('b', {}, value), el('span', { text: name }));

/** The head of a page. */
export const factsBox = () => el('section.facts', { id: 'facts', 'aria-label': 'Facts' });

/** A title, what stands beside it, and numbers. @param {string} title @param {Child[]} beside @param {HTMLElement[]} facts */
export const headOf = (title, beside, facts) =>
  [el('div.headline', {}, el('h1', { text: title }), ...beside), el('div.numbers', {}, ...facts)];

/** A box that says that there is nothing, and why. @param {string} text */
export const nothing = text => el('p.nothing', { text });

export const warning = text => el('p.warning', { text: plain(text) });

/** A metric that is a ratio is seen on a logarithmic axis at first. @param {string} metric */
export const axisOf = metric => /perplexity|loss|error|mse/i.test(metric) ? 'log' : 'linear';

/** A picture's host. @param {string} id @param {string} [kind] */
export const plot = (id, kind = '') => el('div', { id: id || null, class: `plot ${kind}` });

/**
 * A control of one of "options" that the address remembers.
 * @param {(label: string, list: [string, string][], value: string, change: (value: string) => void) => HTMLElement} make select or segments
 * @param {string} label @param {(string|string[])[]} list values and texts, or values alone @param {Record<string, any>} options
 * @param {string} name of the option, and in the address @param {() => void} changed @param {string} [usual] value that needs no address
 */
export const choice = (make, label, list, options, name, changed, usual = '') => {
  const pairs = /** @type {[string, string][]} */ (list.map(item => typeof item === 'string' ? [item, item] : item));
  return make(label, pairs, options[name], value => {
    options[name] = value;
    remember({ [name]: value === usual ? '' : value });
    changed();
  });
};

/** The filter, what brushes keep, and how many trials are left. It narrows every view of the page.
 * @param {Session} session @returns {{bar: HTMLElement, update: () => void}} */
export function filterBar(session) {
  const input = el('input', {
    type: 'search', id: 'filter', 'aria-label': 'Filter of trials', placeholder: `filter, for example  ${example(session.known)}`,
    spellcheck: 'false', autocomplete: 'off', value: session.filterText, 'aria-describedby': 'filter-problem',
    oninput: () => session.setFilter(input.value),
  });
  const shown = el('span.count', { role: 'status' }), chips = el('span.chips'), problem = el('span.problem', { id: 'filter-problem' });
  const update = () => {
    const model = session.known, all = `${count(model.trials.length)} trials`;
    if (document.activeElement !== input) input.value = session.filterText;
    shown.textContent = model.isNarrowed ? `${count(model.shown.length)} of ${all}` : all;
    problem.textContent = session.filterProblem;
    input.setAttribute('aria-invalid', String(session.filterProblem !== ''));
    chips.replaceChildren(...[...model.brushes].map(([name, brush]) => button({
      class: 'chip', 'aria-label': `Free ${name}`, title: 'Free this axis',
      onclick: () => {
        model.brushes.delete(name);
        session.chosen();
      },
    }, `${name} ${'values' in brush ? brush.values.map(v => v || 'absent').join(', ') : `${short(brush.from)} to ${short(brush.to)}`}`,
    el('span', { 'aria-hidden': 'true', text: ' ×' }))));
    if (model.brushes.size || session.filterText) chips.append(button({ class: 'quiet', onclick: () => session.showAll() }, 'show all'));
  };
  update();
  return { bar: el('div.filterbar', { role: 'search' }, input, shown, chips, problem), update };
}

/** @param {Model} model */
function example(model) {
  const [parameter] = model.varying, { kind, domain } = parameter ? model.axis(parameter.name) : { kind: '', domain: [] };
  const clause = parameter && `${parameter.name} ${kind === 'band' ? `= ${short(domain[0])}` : `< ${short(domain[1], 2)}`}`;
  return [clause, 'status = completed'].filter(Boolean).join(' and ');
}

/** A table of few rows. @param {string} name @param {(string|string[])[]} heads text, and "text" for what stands on the left
 * @param {any[][]} rows elements or values */
export function table(name, heads, rows) {
  const kinds = heads.map(head => ({ class: (Array.isArray(head) && head[1]) || null }));
  return el('div.scroll', { tabindex: 0, role: 'region', 'aria-label': name }, el('table.plain', { 'aria-label': name },
    el('thead', {}, el('tr', {}, ...heads.map((head, i) => el('th', { scope: 'col', ...kinds[i], text: [head].flat()[0] })))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map((cell, i) => el('td', kinds[i],
      cell instanceof Node ? cell : cell === '' ? '' : short(cell))))))));
}

/** Sentences of the server. @param {string[]} texts */
export const sentences = texts => el('ul.answers', {}, ...texts.map(text => el('li', { text: plain(text) })));
