// Elements without markup: text is set as text, never as HTML.

/** An element. Names that begin with "on" are listeners; true sets an empty attribute, and null, undefined or false none.
 * @template {string} N @param {N} name an element, and its classes behind points: "p.warning"
 * @param {Record<string, any>} [props] @param {...Child} children @returns {ElementOf<N>} */
export function el(name, props = {}, ...children) {
  const [tag, ...classes] = name.split('.'), element = document.createElement(tag);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  for (const [key, value] of Object.entries(props)) {
    if (value == null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'text') element.textContent = String(value);
    else if (key === 'value') /** @type {any} */ (element).value = value;
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(.../** @type {(Node|string)[]} */ (children.filter(child => child || child === '')));
  return /** @type {any} */ (element);
}

export function svg(name, props = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(props)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A chain, 16 by 16. */
export const linkIcon = () => svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', class: 'icon link' },
  svg('path', { d: 'M7 9a3 3 0 0 0 4.2.3l2-2a3 3 0 0 0-4.2-4.2l-1 1M9 7a3 3 0 0 0-4.2-.3l-2 2a3 3 0 0 0 4.2 4.2l1-1' }));

export const button = (props, ...children) => el('button', { type: 'button', ...props }, ...children);

/** A control under its name. @param {string} name @param {Child} control */
export const field = (name, control) => el('label.field', {}, el('span', { text: name }), control);

/** A choice. @param {string} label for screen readers @param {[string, string][]} options value and text @param {string} value
 * @param {(value: string) => void} change @returns {HTMLElement} */
export function select(label, options, value, change) {
  const box = el('select', { 'aria-label': label, onchange: () => change(box.value) },
    ...options.map(([key, text]) => el('option', { value: key, text, selected: key === value })));
  return box;
}

/** A switch of two or three states side by side. @param {string} label @param {[string, string][]} options @param {string} value
 * @param {(value: string) => void} change @returns {HTMLElement} */
export function segments(label, options, value, change) {
  const box = el('div.segments', { role: 'group', 'aria-label': label });
  box.append(...options.map(([key, text]) => button({
    'aria-pressed': String(key === value), 'data-value': key,
    onclick: () => {
      for (const other of box.children) other.setAttribute('aria-pressed', String(other.getAttribute('data-value') === key));
      change(key);
    },
  }, text)));
  return box;
}

/** A short message at the edge of the window, read out by screen readers. @param {string} text */
export function toast(text) {
  const box = /** @type {HTMLElement} */ (document.getElementById('toast'));
  box.textContent = text;
  box.classList.add('shown');
  setTimeout(() => box.classList.remove('shown'), 2500);
}

/** Shows lines beside the pointer; none hides. @param {{clientX: number, clientY: number}|null} at
 * @param {string[]} [lines] the first one is strong */
export function showTip(at, lines = []) {
  const tip = /** @type {HTMLElement} */ (document.getElementById('tip'));
  tip.classList.toggle('shown', Boolean(at && lines.length));
  if (!at || !lines.length) return;
  tip.replaceChildren(...lines.map((text, i) => el(i ? 'div' : 'b', { text })));
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, at.clientX + 14 + width > innerWidth ? at.clientX - width - 14 : at.clientX + 14)}px`;
  tip.style.top = `${Math.max(4, Math.min(at.clientY + 14, innerHeight - height - 4))}px`;
}

/** Hands a file to the person. @param {string} name @param {Blob} blob */
export function download(name, blob) {
  const link = el('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
