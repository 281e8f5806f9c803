// @ts-check
/*
 * What happens around a view that was swapped in: the dialog, what was typed, where the keyboard
 * is.
 */
import { isOutlined } from './await-dialog.js';
import { showTypesThatComeAlong } from './watch-restore-forms.js';

/** What a form that was refused has; that of a section of Settings may say it above itself. */
const MISTAKE = '[aria-invalid=true], [role=alert]';
/** What the browser would focus first, had the dialog opened with its content. */
const FOCUSABLE = 'input:not([type=hidden]), select, textarea, button, summary, a[href]';
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));
/** What the server never sends back; a recovery key is typed from paper, and so can be read. */
const SECRETS = 'input[type=password], #recoveryKey';
/** A view that leads back to the form before it. */
const LEADS_BACK = '[data-leads-back]';
/**
 * What was typed as a secret stays in the page while its form is shown again. It goes by the
 * address of the form, so that no secret gets into another one.
 * @type {Map<string, string>}
 */
let typedSecrets = new Map();
let mayBeComingBack = false;
/**
 * What stood in the fields of an account when the answer of a look-up came.
 * @type {{ name: string, value: string }[]}
 */
let typed = [];
/** Where the keyboard begins in a part of a page. */
const ARRIVE = '[data-arrive]';

export function watchViews() {
  document.body.addEventListener('htmx:beforeSwap', () => {
    keepSecrets();
    typed = findCredentialFields().map(({ name, value }) => ({ name, value }));
  });
  document.body.addEventListener('htmx:afterSwap', (event) => {
    const { target, requestConfig } = /** @type {CustomEvent} */ (event).detail;
    restoreSecrets(target);
    if (target?.id === 'main') arriveAtView(target);
    else if (target?.id === 'dialog-body') openDialog(target);
    else if (target?.id === 'credential-fields') showLookedUp(requestConfig.formData);
    else if (target?.id === 'backups-body') findIn(target, ARRIVE)?.focus();
  });
  document.body.addEventListener('close-dialog', closeDialog);
  dialog.addEventListener('close', () => {
    if (!dialog.open) document.getElementById('dialog-body')?.replaceChildren();
  });
}

export function closeDialog() {
  dialog.close();
}

/** What was typed while a look-up was on its way stays. @param {FormData} sent */
function showLookedUp(sent) {
  for (const field of findCredentialFields()) {
    const before = typed.find(({ name }) => name === field.name)?.value;
    if (before && before !== sent.get(field.name)) field.value = before;
  }
  findWrongField()?.focus();
}

const findCredentialFields = () =>
  /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('#credential-fields input')]);

const findSecretFields = () =>
  /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll(SECRETS)]);

function keepSecrets() {
  mayBeComingBack = document.querySelector(LEADS_BACK) !== null;
  if (!mayBeComingBack)
    typedSecrets = new Map(findSecretFields().map((field) => [placeOf(field), field.value]));
}

/** @param {HTMLInputElement} field */
const placeOf = (field) => `${field.form?.getAttribute('hx-post') ?? ''} ${field.id}`;

/**
 * In a whole view, a form is the same again only where one came back to it, or where it says what
 * is wrong.
 * @param {Element | undefined} target
 */
function restoreSecrets(target) {
  for (const field of findSecretFields()) {
    const isSameForm = target?.id !== 'main' || mayBeComingBack || hasMistake(field);
    if (isSameForm && field.value === '') field.value = typedSecrets.get(placeOf(field)) ?? '';
  }
}

/** @param {HTMLInputElement} field */
const hasMistake = (field) => (field.closest('.set') ?? field.form)?.querySelector(MISTAKE) != null;

/** @param {Element} main */
function arriveAtView(main) {
  closeDialog();
  const wrong = findWrongField() ?? findIn(main, '[role=alert][tabindex]');
  showTypesThatComeAlong();
  const aimed = findIn(main, '[data-aimed]')?.dataset['focus'];
  if (wrong) wrong.focus();
  else if (aimed) document.getElementById(aimed)?.focus();
  else focusHeading(main);
}

/**
 * What came for the dialog opens it; an empty answer to a command leaves it to the events.
 * @param {Element} body
 */
function openDialog(body) {
  const wasOutlined = isOutlined();
  dialog.classList.remove('outlined');
  if (!dialog.open) dialog.showModal();
  else if (wasOutlined) findIn(body, FOCUSABLE)?.focus();
  const wrong = findWrongField() ?? findIn(body, '[role=alert]') ?? findIn(body, ARRIVE);
  dialog.scrollTop = 0;
  wrong?.focus();
}

const findWrongField = () =>
  /** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid=true]'));

/** @param {Element} element @param {string} selector */
const findIn = (element, selector) =>
  /** @type {HTMLElement | null} */ (element.querySelector(selector));

/** After the whole view changed, the keyboard begins at its heading. @param {Element} main */
function focusHeading(main) {
  const heading = findIn(main, 'h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}
