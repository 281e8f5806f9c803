// @ts-check
/* Forms whose parts answer while one types: the schedule's popup, and the names of a restore. */

/** How often something was touched that a live answer depends on. */
let touches = 0;

export function watchLiveForms() {
  document.addEventListener('input', noteTouch);
  document.body.addEventListener('htmx:beforeRequest', dropLateAnswer);
  document.body.addEventListener('htmx:afterOnLoad', markWrongFields);
}

/**
 * The schedule's pickers and its expression follow each other, by the one that was touched last.
 * @param {Event} event
 */
function noteTouch(event) {
  const element = /** @type {HTMLElement} */ (event.target);
  const source = element.closest('[data-source]')?.getAttribute('data-source');
  const sent = /** @type {HTMLInputElement | null} */ (
    document.querySelector('#schedule-form [name=source]')
  );
  if (source && sent) sent.value = source;
  if (element.closest('#schedule-live')) touches += 1;
}

/**
 * What was asked for before something else was touched is not shown any more.
 * @param {Event} event
 */
function dropLateAnswer(event) {
  const { elt, xhr } = /** @type {CustomEvent} */ (event).detail;
  if (!isLive(elt)) return;
  const touchesWhenAsked = touches;
  elt.addEventListener('htmx:beforeOnLoad', (/** @type {CustomEvent} */ answer) => {
    if (answer.detail.xhr !== xhr) return;
    if (touchesWhenAsked !== touches || !elt.isConnected) answer.preventDefault();
  });
}

/** @param {Event} event */
function markWrongFields(event) {
  const { elt } = /** @type {CustomEvent} */ (event).detail;
  if (!isLive(elt)) return;
  for (const message of elt.querySelectorAll('.error')) {
    const field = document.getElementById(message.id.replace('-error', ''));
    field?.setAttribute('aria-invalid', String(message.textContent !== ''));
  }
}

/** @param {Element} element */
const isLive = ({ id }) => id === 'schedule-live' || id === 'restore-names';
