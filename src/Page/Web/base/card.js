// A view in its frame: a heading, its controls, and ways to take it along: a link, SVG, PNG and CSV.
import { button, download, el, icon, toast } from './dom.js';
import { csv } from './format.js';

/**
 * @param {{id: string, title: string, note?: Child, className?: string, tools?: Child[], file: string, pictures?: Picture[],
 *   rows?: () => Rows, href?: string}} options file: name of what is saved; rows: what its CSV has, by default that of the first picture;
 *   href: where it is shown at large
 * @param {...Child} children by default the first picture
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
  const { pictures = [], rows = pictures.length ? () => pictures[0].csv() : null } = options;
  if (options.pictures) {
    actions.push(
      save('SVG', () => pictures.forEach((p, i) => download(`${nameOf(i)}.svg`, new Blob([p.toSvg()], { type: 'image/svg+xml' })))),
      save('PNG', async () => { for (const [i, p] of pictures.entries()) download(`${nameOf(i)}.png`, await p.toPng()); }));
  }
  if (rows) actions.push(save('CSV', () => download(`${file}.csv`, new Blob([csv(rows())], { type: 'text/csv' }))));
  return el('section', { className: `card ${options.className ?? ''}`, 'aria-label': title },
    el('header', {},
      el('h2', {}, options.href ? el('a', { href: options.href, text: title }) : title),
      options.note ? el('span', { className: 'note' }, options.note) : null,
      el('span', { className: 'grow' }), el('span', { className: 'actions' }, ...actions)),
    options.tools?.length ? el('div', { className: 'tools' }, ...options.tools) : null,
    ...(children.length ? children : pictures.map(picture => picture.host)));
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
