// Parts that several pages have: what narrows the trials, links of trials, status, simple tables.
import { addressOf } from '../base/address.js';
import { button, el } from '../base/dom.js';
import { count, plain, short } from '../base/format.js';

export const pill = status => el('span', { className: `pill ${status}`, text: status });

export const trialLink = (sweep, number, text) => el('a', { href: addressOf(sweep, 'trials', number), text: text ?? String(number) });

/** A number with its name below. @param {Child} value @param {string} name @param {string} [className] */
export const fact = (value, name, className = '') => el('div', { className: `fact ${className}` }, el('b', {}, value),
  el('span', { text: name }));

/** A box that says that there is nothing, and why. @param {string} text */
export const nothing = text => el('p', { className: 'nothing', text });

/** A metric that is a ratio is seen on a logarithmic axis at first. @param {string} metric */
export const isRatio = metric => /perplexity|loss|error|mse/i.test(metric);

/** Rows of objects, for a file. @param {any[]} list @param {string[]} head names of what they have @returns {Rows} */
export const rowsOf = (list, head) => ({ head, rows: list.map(item => head.map(name => item[name])) });

/** A picture's host. @param {string} id @param {string} [className] */
export const plot = (id, className = '') => el('div', { id: id || null, className: `plot ${className}` });

/**
 * The filter, what brushes keep, and how many trials are left. It narrows every view of the page.
 * @param {Session} session @returns {{bar: HTMLElement, update: () => void}}
 */
export function filterBar(session) {
  const input = el('input', {
    type: 'search', id: 'filter', 'aria-label': 'Filter of trials', placeholder: 'filter, for example  ' + example(session),
      spellcheck: 'false', autocomplete: 'off', value: session.filterText ?? '',
    'aria-describedby': 'filter-problem', oninput: () => session.setFilter(input.value),
  });
  const shown = el('span', { className: 'count', role: 'status' }), chips = el('span', { className: 'chips' }),
    problem = el('span', { id: 'filter-problem', className: 'problem' });
  const update = () => {
    const model = session.known;
    shown.textContent = model.isNarrowed ? `${count(model.shown.length)} of ${count(model.trials.length)} trials`
      : `${count(model.trials.length)} trials`;
    problem.textContent = session.filterProblem;
    input.setAttribute('aria-invalid', String(session.filterProblem !== ''));
    chips.replaceChildren(...[...model.brushes].map(([name, brush]) => button('', {
      className: 'chip', 'aria-label': `Free ${name}`, title: 'Free this axis',
        onclick: () => { model.brushes.delete(name); session.chosen(); },
    }, `${name} ${'values' in brush ? brush.values.map(v => v || 'absent').join(', ') : `${short(brush.from)} to ${short(brush.to)}`}`,
      el('span', { 'aria-hidden': 'true', text: ' ×' }))));
    if (model.brushes.size || session.filterText) {
      chips.append(button('show all', { className: 'quiet',
        onclick: () => { model.brushes.clear(); input.value = ''; session.setFilter(''); } }));
    }
  };
  update();
  return { bar: el('div', { className: 'filterbar', role: 'search' }, input, shown, chips, problem), update };
}

function example(session) {
  const p = session.known.varying[0];
  if (!p) return 'status = completed';
  const { kind, domain } = session.known.axis(p.name);
  return kind === 'band' ? `${p.name} = ${short(domain[0])} and status = completed`
    : `${p.name} < ${short(domain[1], 2)} and status = completed`;
}

/**
 * A table of few rows.
 * @param {string} name @param {string[][]} heads text, and "text" for what stands on the left @param {any[][]} rows elements or values
 */
export const table = (name, heads, rows) => el('div', { className: 'scroll', tabindex: 0, role: 'region', 'aria-label': name },
  el('table', { className: 'plain', 'aria-label': name },
    el('thead', {}, el('tr', {}, ...heads.map(([text, kind]) => el('th', { scope: 'col', className: kind || null, text })))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map((cell, i) => el('td', { className: heads[i]?.[1] || null },
      cell instanceof Node ? cell : cell === '' ? '' : short(cell))))))));

/** Sentences of the server. @param {string[]} texts @param {string} [className] */
export const sentences = (texts, className = 'answers') => el('ul', { className }, ...texts.map(text => el('li', { text: plain(text) })));
