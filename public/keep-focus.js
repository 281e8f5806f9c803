// @ts-check
/*
 * The keyboard stays where it was: when a part of the page that has it is replaced by its refreshed
 * self, and when a dialog closes whose opener was replaced meanwhile. Where that is gone as well,
 * it goes to the heading, and never back to the begin of the page.
 */

/** What tells an element among those of a page that is refreshed. */
const TELLING = ['id', 'hx-get', 'hx-post', 'href', 'name', 'aria-label'];
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));

/** What had the keyboard before a part was replaced; undefined where another one has it. */
let replaced = '';
/** What the open dialog was opened from. */
let opener = '';

export function keepFocus() {
  const { body } = document;
  for (const name of ['htmx:beforeSwap', 'htmx:oobBeforeSwap'])
    body.addEventListener(name, noteFocus);
  for (const name of ['htmx:afterSettle', 'htmx:oobAfterSwap'])
    body.addEventListener(name, giveBack);
  body.addEventListener('htmx:beforeRequest', noteOpener);
  dialog.addEventListener('close', () => setTimeout(giveBackOpener));
}

/** @param {Event} event */
function noteFocus(event) {
  const { target } = /** @type {CustomEvent} */ (event).detail;
  const focused = document.activeElement;
  if (focused && focused !== document.body && target?.contains(focused))
    replaced = selectorOf(focused);
}

function giveBack() {
  if (replaced === '') return;
  const wanted = replaced;
  replaced = '';
  if (!dialog.open) focusIfLost(wanted);
}

/** @param {Event} event */
function noteOpener(event) {
  const { target, elt } = /** @type {CustomEvent} */ (event).detail;
  if (target?.id !== 'dialog-body' || dialog.open) return;
  const focused = document.activeElement;
  opener = selectorOf(focused && focused !== document.body ? focused : elt);
}

function giveBackOpener() {
  if (opener === '' || dialog.open) return;
  const wanted = opener;
  opener = '';
  focusIfLost(wanted);
}

/** @param {string} selector */
function focusIfLost(selector) {
  const focused = document.activeElement;
  if (focused && focused !== document.body) return;
  const again = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  again?.focus({ preventScroll: true });
  if (document.activeElement === again && again) return;
  const heading = /** @type {HTMLElement | null} */ (document.querySelector('#main h1'));
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** Finds the same thing in a page that was refreshed. @param {Element} element */
function selectorOf(element) {
  const own = tell(element);
  const around = element.parentElement?.closest('[id]');
  return element.id || !around ? own : `${tell(around)} ${own}`;
}

/** @param {Element} element */
function tell(element) {
  const name = TELLING.find((each) => element.getAttribute(each));
  const tag = element.tagName.toLowerCase();
  return name ? `${tag}[${name}="${CSS.escape(element.getAttribute(name) ?? '')}"]` : tag;
}
