// A view in its frame: a heading, its controls, and ways to take it along: a link, SVG, PNG and CSV.
import { button, download, el, icon, toast } from './dom.js';
import { csv } from './format.js';

/**
 * @param {{id: string, title: string, note?: Child, className?: string, tools?: Child[], file: string, drawn?: () => Picture[],
 *   rows?: () => Rows, href?: string}} options file: name of what is saved; drawn: its pictures; href: where it is shown at large
 * @param {...Child} children
 */
export function card(options, ...children) {
  const { title, file } = options;
  const quiet = { className: 'quiet' }, nameOf = i => i ? `${file}-${i + 1}` : file;
  const save = (kind, action) => button(kind, {
    ...quiet, title: `Save as ${kind}`, 'aria-label': `Save ${title} as ${kind}`,
    onclick: () => Promise.resolve(action()).catch(error => toast(error.message)),
  });
  const actions = [button('', {
    ...quiet, title: 'Copy a link to this view', 'aria-label': `Copy a link to ${title}`, onclick: () => copyLink(options.id),
  }, icon('link'))];
  const { drawn } = options;
  if (drawn) {
    actions.push(save('SVG', () => drawn().forEach((p, i) => download(`${nameOf(i)}.svg`,
      new Blob([p.toSvg()], { type: 'image/svg+xml' })))),
      save('PNG', async () => { for (const [i, p] of drawn().entries()) download(`${nameOf(i)}.png`, await p.toPng()); }));
  }
  if (options.rows) {
    actions.push(save('CSV', () => {
      const { head, rows } = /** @type {Rows} */ (options.rows?.());
      download(`${file}.csv`, new Blob([csv(head, rows)], { type: 'text/csv' }));
    }));
  }
  return el('section', { className: `card ${options.className ?? ''}`, 'aria-label': title },
    el('header', {},
      el('h2', {}, options.href ? el('a', { href: options.href, text: title }) : title),
      options.note ? el('span', { className: 'note' }, options.note) : null,
      el('span', { className: 'grow' }), el('span', { className: 'actions' }, ...actions)),
    options.tools?.length ? el('div', { className: 'tools' }, ...options.tools) : null, ...children);
}

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
