// @ts-check
/* A dialog whose content is on its way opens with its outline, unless the answer is quick. */

const OUTLINE_AFTER_MS = 200;
/** @type {XMLHttpRequest | undefined} */
let awaited;

/** @param {XMLHttpRequest} xhr */
export function awaitDialog(xhr) {
  awaited = xhr;
  setTimeout(() => {
    if (awaited === xhr) showOutline();
  }, OUTLINE_AFTER_MS);
}

/** The answer is there; one that is no content leaves nothing open. @param {XMLHttpRequest} xhr */
export function forgetDialog(xhr) {
  if (awaited !== xhr) return;
  awaited = undefined;
  if (findOutline()) findDialog().close();
}

/** Whether what a dialog shows came into its outline: the keyboard has to go to it. */
export const isOutlined = () => findDialog().classList.contains('outlined');

function showOutline() {
  const dialog = findDialog();
  if (dialog.open) return;
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('dialog-outline'));
  document.getElementById('dialog-body')?.replaceChildren(template.content.cloneNode(true));
  dialog.classList.add('outlined');
  dialog.addEventListener('close', () => dialog.classList.remove('outlined'), { once: true });
  dialog.showModal();
}

const findOutline = () => document.querySelector('#dialog-body > .outline');
const findDialog = () => /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));
