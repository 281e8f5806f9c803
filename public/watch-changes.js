// @ts-check
/* *Save* of a section is there to be pressed once something in it differs from what is saved. */

const WAITING = 'form[data-changes]';

export function watchChanges() {
  document.addEventListener('input', (event) => {
    const form = findWaiting(/** @type {Element} */ (event.target));
    if (form) allowSave(form, isChanged(form));
  });
  document.body.addEventListener('htmx:afterSwap', (event) => {
    const form = findWaiting(/** @type {CustomEvent} */ (event).detail.target);
    if (form) stopWaiting(form);
  });
}

/** What the service filled in is not what is saved. @param {HTMLFormElement} form */
function stopWaiting(form) {
  form.removeAttribute('data-changes');
  allowSave(form, true);
}

/** @param {HTMLFormElement} form @param {boolean} isAllowed */
function allowSave(form, isAllowed) {
  const save = /** @type {HTMLButtonElement | null} */ (form.querySelector('button[type=submit]'));
  if (save) save.disabled = !isAllowed;
}

/** @param {Element | undefined} element */
const findWaiting = (element) =>
  /** @type {HTMLFormElement | null | undefined} */ (element?.closest(WAITING));

/** @param {HTMLFormElement} form */
const isChanged = (form) =>
  [...form.elements].some(
    (field) => field instanceof HTMLInputElement && field.value !== field.defaultValue,
  );
