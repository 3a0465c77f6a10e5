// A view in its frame: a heading, its controls, and ways to take it along: a link, SVG, PNG and CSV.
import { button, download, el, linkIcon, toast } from './dom.js';
import { csv } from './format.js';

/**
 * @param {{id: string, title: string, note?: Child, className?: string, tools?: Child[], file: string, pictures?: Picture[],
 *   rows?: () => Rows, href?: string}} options file: name of what is saved; rows: what its CSV has, by default that of the first picture;
 *   href: where it is shown at large
 * @param {...Child} children by default the pictures
 */
export function card({ id, title, note, className, tools = [], file, pictures, rows, href }, ...children) {
  const nameOf = i => i ? `${file}-${i + 1}` : file;
  const save = (kind, action) => button({
    class: 'quiet', title: `Save as ${kind}`, 'aria-label': `Save ${title} as ${kind}`,
    onclick: () => Promise.resolve(action()).catch(error => toast(error.message)),
  }, kind);
  const actions = [button({ class: 'quiet', title: 'Copy a link to this view', 'aria-label': `Copy a link to ${title}`,
    onclick: () => copyLink(id) }, linkIcon())];
  // Some pictures come later: those of a trial that has not reported yet.
  if (pictures) {
    actions.push(
      save('SVG', () => pictures.forEach((p, i) => download(`${nameOf(i)}.svg`, new Blob([p.toSvg()], { type: 'image/svg+xml' })))),
      save('PNG', async () => { for (const [i, p] of pictures.entries()) download(`${nameOf(i)}.png`, await p.toPng()); }));
  }
  const toRows = rows ?? (pictures?.length ? () => pictures[0].csv() : null);
  if (toRows) actions.push(save('CSV', () => download(`${file}.csv`, new Blob([csv(toRows())], { type: 'text/csv' }))));
  return el('section', { class: `card ${className ?? ''}`, 'aria-label': title },
    el('header', {}, el('h2', {}, href ? el('a', { href, text: title }) : title), note && el('span.note', {}, note),
      el('span.grow'), el('span.actions', {}, ...actions)),
    tools.length > 0 && el('div.tools', {}, ...tools),
    ...(children.length ? children : (pictures ?? []).map(picture => picture.host)));
}

async function copyLink(id) {
  const link = `${location.origin}${location.pathname}${location.search}#${id}`;
  history.replaceState(history.state, '', link);
  const isCopied = await navigator.clipboard.writeText(link).then(() => true, () => false);
  toast(isCopied ? 'Link copied' : 'The link is in the address bar');
}
