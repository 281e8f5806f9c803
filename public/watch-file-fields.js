// @ts-check
/* A file that is chosen fills a field of the form: its text is sent, never the file. */

/** More is no list of people. */
const MAX_BYTES = 60_000;

export function watchFileFields() {
  document.body.addEventListener('change', (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const filled = input.getAttribute('data-fills');
    const [file] = input.files ?? [];
    if (filled && file) void fill(filled, file);
  });
}

/** @param {string} id @param {File} file */
async function fill(id, file) {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLTextAreaElement)) return;
  const isTooLarge = file.size > MAX_BYTES;
  field.value = isTooLarge ? '' : await file.text();
  field.setCustomValidity(isTooLarge ? 'This file is too large. Send up to 60 KB at a time.' : '');
  field.reportValidity();
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
