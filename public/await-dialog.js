// @ts-check
/* A dialog whose content is on its way opens with its outline, unless the answer is quick. */

const OUTLINE_AFTER_MS = 200;
/** @type {XMLHttpRequest | undefined} */
let awaited;
/** What the outline that was shown last stands for. @type {XMLHttpRequest | undefined} */
let outlined;

/** @param {XMLHttpRequest} xhr */
export function awaitDialog(xhr) {
  awaited = xhr;
  setTimeout(() => {
    if (awaited === xhr) showOutline(xhr);
  }, OUTLINE_AFTER_MS);
}

/** Whether the dialog opened with an outline while this was awaited. @param {XMLHttpRequest} xhr */
export const hasOutline = (xhr) => outlined === xhr;

/** The answer is there; one that is no content leaves nothing open. @param {XMLHttpRequest} xhr */
export function forgetDialog(xhr) {
  if (awaited !== xhr) return;
  awaited = undefined;
  if (findOutline()) findDialog().close();
}

/** Whether what a dialog shows came into its outline: the keyboard has to go to it. */
export const isOutlined = () => findDialog().classList.contains('outlined');

/** @param {XMLHttpRequest} xhr */
function showOutline(xhr) {
  const dialog = findDialog();
  if (dialog.open) return;
  outlined = xhr;
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('dialog-outline'));
  document.getElementById('dialog-body')?.replaceChildren(template.content.cloneNode(true));
  dialog.classList.add('outlined');
  dialog.addEventListener('close', () => dialog.classList.remove('outlined'), { once: true });
  dialog.showModal();
}

const findOutline = () => document.querySelector('#dialog-body > .outline');
const findDialog = () => /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));
