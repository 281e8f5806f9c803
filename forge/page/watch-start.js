// @ts-check
/* The first answer: what the page asks by itself says nothing when it fails, and this has to. */

const SILENT = ['The service cannot be reached', 'Check your connection and reload the page.'];

export function watchStart() {
  document.body.addEventListener('htmx:responseError', (event) => {
    const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
    const answer = new DOMParser().parseFromString(xhr.responseText, 'text/html');
    if (isStart(elt)) elt.replaceChildren(...answer.body.childNodes);
  });
  document.body.addEventListener('htmx:sendError', (event) => {
    const { elt } = /** @type {CustomEvent} */ (event).detail;
    if (isStart(elt)) elt.replaceChildren(...SILENT.map(toElement));
  });
}

/** @param {Element} element */
const isStart = ({ id }) => id === 'start';

/** A heading, and what follows it. @param {string} text @param {number} at */
function toElement(text, at) {
  const element = document.createElement(at === 0 ? 'h1' : 'p');
  element.textContent = text;
  return element;
}
