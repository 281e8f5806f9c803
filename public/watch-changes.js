// @ts-check
/* *Save* of a section is there to be pressed once something in it differs from what is saved. */

export function watchChanges() {
  document.addEventListener('input', (event) => {
    const field = /** @type {Element} */ (event.target);
    const form = /** @type {HTMLFormElement | null} */ (field.closest('form[data-changes]'));
    const save = /** @type {HTMLButtonElement | null | undefined} */ (
      form?.querySelector('button[type=submit]')
    );
    if (form && save) save.disabled = !isChanged(form);
  });
}

/** @param {HTMLFormElement} form */
const isChanged = (form) =>
  [...form.elements].some(
    (field) => field instanceof HTMLInputElement && field.value !== field.defaultValue,
  );
