// The page: which part an address shows, what stays around it, and the keys.
import { addressOf, placeOf, query, remember } from './base/address.js';
import { ApiError, get } from './base/api.js';
import { el, select } from './base/dom.js';
import { allDrawn } from './base/picture.js';
import { Session } from './base/session.js';
import { changed, isDark } from './base/theme.js';
import { pill } from './pages/parts.js';

/** Modules come when they are asked for, so that the first page is there sooner.
 * @type {Record<string, () => Promise<(host: HTMLElement, context: any) => Promise<any>>>} */
const PAGES = {
  sweeps: async () => (await import('./pages/general.js')).showSweeps,
  nodes: async () => (await import('./pages/general.js')).showNodes,
  query: async () => (await import('./pages/general.js')).showQuery,
  sweep: async () => (await import('./pages/sweep.js')).show,
  ranking: async () => (await import('./pages/ranking.js')).show,
  trial: async () => (await import('./pages/trial.js')).show,
  compare: async () => (await import('./pages/compare.js')).show,
  slots: async () => (await import('./pages/details.js')).showSlots,
  rungs: async () => (await import('./pages/details.js')).showRungs,
  decisions: async () => (await import('./pages/details.js')).showDecisions,
};
/** Pages of a sweep: the last part of the address, and the text. The keys 1 to 6 lead there. */
const TABS = [['', 'Overview'], ...['Ranking', 'Compare', 'Slots', 'Rungs', 'Decisions'].map(text => [text.toLowerCase(), text])];

const byId = id => /** @type {HTMLElement} */ (document.getElementById(id));
const root = document.documentElement, main = byId('main'), live = byId('live');
/** @type {Session|null} */ let session = null;
/** @type {any} what GET /api/sweeps said */ let home = null;
let leave = new AbortController(), barLeave = new AbortController(), visit = 0;

const asked = query().theme;
if (asked === 'dark' || asked === 'light') root.dataset.theme = asked;

/** Shows what the address says. */
async function show() {
  const mine = ++visit, place = placeOf(location.pathname), host = el('div', { class: `page ${place.page}` });
  delete root.dataset.ready;
  leave.abort();
  const { signal } = leave = new AbortController();
  try {
    const page = await PAGES[place.page]?.();
    if (!page) throw new ApiError('there is no such page', 404);
    drawBar(place);
    home ??= get('sweeps').then(data => {
      home = data;
      if (mine === visit) drawBar(place);
    }).catch(() => { home = null; });
    if ('sweep' in place) await openSession(place.sweep);
    else closeSession();
    if (mine !== visit) return;
    drawBar(place);
    document.title = titleOf(place);
    main.replaceChildren(host);
    if (!['sweeps', 'nodes', 'trial'].includes(place.page)) host.append(el('h1.unseen', { text: document.title }));
    await page(host, { session, go, signal, ...place });
  } catch (error) {
    if (mine !== visit) return;
    main.replaceChildren(problem(/** @type {Error} */ (error)));
    drawBar(place);
    if (!(error instanceof ApiError)) console.error(error);
  }
  await home;
  await allDrawn();
  if (mine !== visit) return;
  root.dataset.ready = '1';
  document.getElementById(location.hash.slice(1) || ' ')?.scrollIntoView({ block: 'start' });
}

function titleOf(place) {
  const name = 'trial' in place ? `${place.sweep}/${place.trial}` : 'sweep' in place ? place.sweep : '';
  return [name, ['sweep', 'sweeps'].includes(place.page) ? '' : place.page, 'sweep'].filter(Boolean).join(' · ');
}

function problem(error) {
  const isGone = error instanceof ApiError && error.status === 0, mine = visit;
  if (isGone) setTimeout(() => { if (mine === visit) show(); }, 2000);
  return el('section.card.problemcard', { role: 'alert' },
    el('h2', { text: isGone ? 'Waiting for the server' : 'This cannot be shown' }), el('p', { text: error.message }),
    el('p', {}, el('a', { href: '/', text: 'All sweeps' })));
}

/** @param {string} name */
async function openSession(name) {
  if (session?.name === name) {
    await session.opened;
    session.readAddress();
    return session.known.choose();
  }
  closeSession();
  const fresh = session = new Session(name);
  try {
    await (fresh.opened = fresh.open());
  } catch (error) {
    if (session === fresh) closeSession();
    throw error;
  }
}

function closeSession() {
  session?.close();
  session = null;
}

function go(path) {
  session?.writeAddress();
  const { theme } = query();
  history.pushState(null, '', theme && !path.includes('theme=') ? `${path}${path.includes('?') ? '&' : '?'}theme=${theme}` : path);
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
  show();
}

/** @param {string} name of a sweep @param {string} tab */
const tabAddress = (name, tab) => addressOf(name, ...[tab].filter(Boolean));

/** What stays around the page. @param {Place} place */
function drawBar(place) {
  const name = 'sweep' in place ? place.sweep : '', here = place.page === 'sweep' ? '' : place.page, status = el('span.statusplace');
  const known = (home?.sweeps ?? []).slice(0, 200).map(s => s.name), names = name && !known.includes(name) ? [name, ...known] : known;
  const link = (href, text, page) => el('a', { href, text, 'aria-current': page === here ? 'page' : null });
  byId('place').replaceChildren(...(name
    ? [select('Sweep', names.map(n => [n, n]), name, value => go(addressOf(value))), status] : []));
  document.querySelector('nav')?.replaceChildren(
    ...(name ? TABS.map(([tab, text]) => link(tabAddress(name, tab), text, tab)) : [link('/', 'Sweeps', 'sweeps')]),
    el('span.gap'), link('/nodes', 'Nodes', 'nodes'), ...(home?.query ? [link('/query', 'Query', 'query')] : []));
  const update = () => {
    const facts = session?.model?.facts, isOver = !facts || ['finished', 'cancelled'].includes(facts.status);
    if (facts) status.replaceChildren(pill(facts.status));
    live.textContent = isOver ? '' : session?.isLive ? 'live' : 'reconnecting …';
    live.classList.toggle('on', Boolean(session?.isLive && !isOver));
  };
  update();
  barLeave.abort();
  barLeave = new AbortController();
  session?.on(what => { if (what === 'state' || what === 'trials') update(); }, barLeave.signal);
}

function switchTheme() {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  remember({ theme: root.dataset.theme });
  changed();
}

const keys = /** @type {HTMLDialogElement} */ (byId('keys')), help = () => keys.showModal();
byId('help').onclick = help;
byId('theme').onclick = switchTheme;

/** @param {string} label @returns {any} the element that is called so, if it is on the page */
const labelled = label => document.querySelector(`[aria-label="${label}"]`);

/** @type {Record<string, (event: KeyboardEvent) => void>} */
const KEY_ACTIONS = {
  '/': event => {
    event.preventDefault();
    document.getElementById('filter')?.focus();
  },
  t: switchTheme,
  '?': help,
  g: () => {
    const box = labelled('Group by');
    if (!box) return;
    box.selectedIndex = (box.selectedIndex + 1) % box.options.length;
    box.dispatchEvent(new Event('change'));
  },
  l: () => labelled('Vertical axis')?.querySelector('[aria-pressed=false]').click(),
  Escape: () => { if (session?.model && !keys.open) session.showAll(); },
};

addEventListener('keydown', event => {
  const target = /** @type {HTMLElement} */ (event.target), isText = target.matches('input:not([type=range]), select, textarea');
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isText && event.key === 'Escape') return target.blur();
  if (isText) return;
  if (session && /^[1-6]$/.test(event.key)) go(tabAddress(session.name, TABS[Number(event.key) - 1][0]));
  KEY_ACTIONS[event.key]?.(event);
});

addEventListener('click', event => {
  const link = /** @type {HTMLElement} */ (event.target).closest?.('a[href^="/"]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(/** @type {string} */ (link.getAttribute('href')));
});
addEventListener('popstate', () => show());
show();
