// A view in its frame: a heading, its controls, and ways to take it along: a link, SVG, PNG and CSV.
import { button, download, el, icon, toast } from './dom.js';
import { csv } from './format.js';

/** @typedef {{toSvg: () => string, toPng: () => Promise<Blob>}} Drawn */

/**
 * @param {{id: string, title: string, note?: import('./dom.js').Child, className?: string, tools?: import('./dom.js').Child[], file:
 * string,
 *   drawn?: () => Drawn[], rows?: () => {head: string[], rows: unknown[][]}, href?: string}} options drawn: its pictures; href: where it
 * is shown at large
 * @param {...import('./dom.js').Child} children
 */
export function card(options, ...children) {
  const { title, file } = options;
  const save = (/** @type {string} */ kind, /** @type {() => void|Promise<void>} */ action) =>
    button(kind, { className: 'quiet', title: `Save as ${kind}`, 'aria-label': `Save ${title} as ${kind}`,
      onclick: () => Promise.resolve(action()).catch(error => toast(error.message)) });
  const actions = [
    button('', { className: 'quiet', title: 'Copy a link to this view', 'aria-label': `Copy a link to ${title}`,
      onclick: () => copyLink(options.id) }, icon('link')),
  ];
  if (options.drawn) {
    actions.push(save('SVG', () => options.drawn?.().forEach((p, i) => download(`${file}${i ? `-${i + 1}` : ''}.svg`,
      new Blob([p.toSvg()], { type: 'image/svg+xml' })))));
    actions.push(save('PNG', async () => { for (const [i, p] of (options.drawn?.()
      ?? []).entries()) download(`${file}${i ? `-${i + 1}` : ''}.png`, await p.toPng()); }));
  }
  if (options.rows) {
    actions.push(save('CSV', () => {
      const { head, rows } = /** @type {{head: string[], rows: unknown[][]}} */ (options.rows?.());
      download(`${file}.csv`, new Blob([csv(head, rows)], { type: 'text/csv' }));
    }));
  }
  return el('section', { className: `card ${options.className ?? ''}`, 'aria-label': title },
    el('header', {}, el('h2', {}, options.href ? el('a', { href: options.href, text: title }) : title), options.note
      ? el('span', { className: 'note' }, options.note) : null,
      el('span', { className: 'grow' }), el('span', { className: 'actions' }, ...actions)),
    options.tools?.length ? el('div', { className: 'tools' }, ...options.tools) : null, ...children);
}

/** @param {string} id */
async function copyLink(id) {
  const link = `${location.origin}${location.pathname}${location.search}#${id}`;
  history.replaceState(history.state, '', link);
  try {
    await navigator.clipboard.writeText(link);
    toast('Link copied');
  } catch {
    toast('The link is in the address bar');
  }
}
