// @ts-check
/* Every request of htmx: its token before, its failure after. */
import { currentToken, forgetToken, getFreshToken, hasFreshToken, isInJira } from './jira.js';
import { showFlag } from './show-flag.js';
import { showWaiting } from './show-waiting.js';
import { isAskingAgain, isAskingByItself, isViewAwaited, watchAnswers } from './watch-answers.js';

const htmx = /** @type {any} */ (window).htmx;

export function watchRequests() {
  watchAnswers();
  document.body.addEventListener('htmx:confirm', waitForToken);
  document.body.addEventListener('htmx:configRequest', (event) => {
    /** @type {CustomEvent} */ (event).detail.headers.Authorization = `JWT ${currentToken()}`;
  });
  document.body.addEventListener('htmx:responseError', reportFailure);
  document.body.addEventListener('htmx:sendError', reportNoAnswer);
  // Forms are sent by htmx with a token; the browser's own way could not be believed by the
  // service.
  document.addEventListener('submit', (event) => event.preventDefault());
}

/**
 * A token that we have is used at once: while we waited for another, the element that was clicked
 * could be replaced by its refreshed self, and the click would be lost.
 * @param {Event} event
 */
function waitForToken(event) {
  if (event.defaultPrevented || hasFreshToken()) return;
  event.preventDefault();
  if (!isInJira()) {
    showFlag({
      type: 'error',
      title: 'Open this page inside Jira',
      body: 'It needs Jira to know who you are.',
    });
    return;
  }
  const { issueRequest, elt } = /** @type {CustomEvent} */ (event).detail;
  const end = showWaiting({});
  void getFreshToken()
    .then(
      () => issueRequest(true),
      () => reportUnsent(elt),
    )
    .finally(end);
}

/** @param {Event} event */
function reportFailure(event) {
  const { xhr, requestConfig, elt } = /** @type {CustomEvent} */ (event).detail;
  if (xhr.status === 401) forgetToken();
  if (xhr.status === 401 && !elt.dataset.repeated) {
    elt.dataset.repeated = 'true';
    repeatRequest(elt, requestConfig);
    return;
  }
  const asksByItself = isAskingByItself(elt);
  if (xhr.status === 404 && asksByItself) showGone(elt);
  if (xhr.status === 403 && isAskingAgain(elt)) stopAsking(elt);
  if (!asksByItself) showFlag(flagOf(xhr.responseText));
}

/**
 * A row that no longer exists asks no more; what is there now is shown by the grid. What stands for
 * a whole view names the view that takes its place, unless one is on its way already.
 * @param {HTMLElement} elt
 */
function showGone(elt) {
  const { gone } = elt.dataset;
  if (!gone) elt.remove();
  else if (!isViewAwaited()) htmx.ajax('GET', gone, { target: '#main' });
}

/** Who is not allowed to know will not be told the next time either. @param {Element} elt */
function stopAsking(elt) {
  const still = /** @type {Element} */ (elt.cloneNode(true));
  for (const name of ['hx-get', 'hx-trigger']) still.removeAttribute(name);
  elt.replaceWith(still);
}

/**
 * @param {Element} source
 * @param {{ verb: string, path: string, target: Element, formData: FormData }} config
 */
function repeatRequest(source, { verb, path, target, formData }) {
  htmx.ajax(verb, path, { source, target, values: Object.fromEntries(formData) });
}

/** @param {string} html */
function flagOf(html) {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  const title = answer.querySelector('h1')?.textContent ?? 'This did not work';
  const body = answer.querySelector('p')?.textContent ?? answer.body.textContent ?? '';
  return { type: 'error', title, body };
}

/** @param {Event} event */
function reportNoAnswer(event) {
  reportUnsent(/** @type {CustomEvent} */ (event).detail.elt);
}

/** Neither the service nor, for a token, Jira has answered. @param {Element} elt */
function reportUnsent(elt) {
  if (isAskingByItself(elt)) return;
  showFlag({
    type: 'error',
    title: 'The service cannot be reached',
    body: 'Check your connection and try again.',
  });
}
