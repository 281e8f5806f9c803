// @ts-check
/*
 * The first answer: it is asked for here, unless the page was opened at a place of its own, and
 * where it fails, this says so.
 */
import { askAddress } from './ask-address.js';
import { host } from './host.js';

const HOME = '/app/home';
const SILENT = ['The service cannot be reached', 'Check your connection and reload the page.'];

let isAsked = false;

/** From the first moment on, whether a view is asked for. */
export function noteViews() {
  const note = (/** @type {Event} */ event) => {
    isAsked ||= isForView(event);
  };
  document.addEventListener('htmx:confirm', note, { capture: true });
}

export function watchStart() {
  const { htmx } = /** @type {any} */ (window);
  const { body } = document;
  body.addEventListener('htmx:responseError', (event) => {
    const { xhr } = /** @type {CustomEvent} */ (event).detail;
    const answer = new DOMParser().parseFromString(xhr.responseText, 'text/html');
    if (isForView(event)) startOf()?.replaceChildren(...answer.body.childNodes);
  });
  const noteSilence = (/** @type {Event} */ event) => {
    const start = startOf();
    if (!isForView(event) || !start) return;
    if (!start.hasAttribute('data-asks-address')) {
      start.replaceChildren(...SILENT.map(toElement));
      return;
    }
    event.stopPropagation(); // the form says it
    askAddress(start, ask);
  };
  document.addEventListener('htmx:sendError', noteSilence, { capture: true });
  const ask = () => {
    const asked = htmx.ajax('GET', HOME, { source: '#start', target: '#main' });
    asked.catch(() => undefined); // said above, or given up for what was asked next
  };
  const begin = () => {
    if (!isAsked) ask();
  };
  // By then whoever goes to a place has heard of it as well.
  host.history.getState('hash', () => setTimeout(begin));
}

const startOf = () => document.getElementById('start');

/** @param {Event} event */
const isForView = (event) => /** @type {CustomEvent} */ (event).detail.target?.id === 'main';

/** A heading, and what follows it. @param {string} text @param {number} at */
function toElement(text, at) {
  const element = document.createElement(at === 0 ? 'h1' : 'p');
  element.textContent = text;
  return element;
}
