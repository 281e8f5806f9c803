// @ts-check
/* The form of an account looks up its workspace ID once email and token are there and it is not. */

const ASKED = ['email', 'token'];

export function watchCredentials() {
  document.addEventListener('change', (event) => {
    const fields = document.getElementById('credential-fields');
    const { target } = event;
    if (!fields || !(target instanceof HTMLInputElement) || !fields.contains(target)) return;
    /** @param {string} name */
    const isFilled = (name) =>
      /** @type {HTMLInputElement | null} */ (
        fields.querySelector(`input[name=${name}]`)
      )?.value.trim();
    if (!ASKED.includes(target.name) || isFilled('workspaceId') || !ASKED.every(isFilled)) return;
    /** @type {HTMLButtonElement | null} */ (fields.querySelector('#look-up'))?.click();
  });
}
