// @ts-check
/*
 * What happens around a view that was swapped in: the dialog, what was typed, where the keyboard
 * is.
 */
import { isOutlined } from './await-dialog.js';
import { showTypesThatComeAlong } from './watch-restore-forms.js';

/** What a form that was refused has. */
const MISTAKE = '[aria-invalid=true], form [role=alert], .set > [role=alert]';
/** What the browser would focus first, had the dialog opened with its content. */
const FOCUSABLE = 'input:not([type=hidden]), select, textarea, button, summary, a[href]';
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));
/**
 * The server never sends a token back: what was typed stays in the page while a form is shown
 * again.
 */
let typedToken = '';
/**
 * What stood in the fields of the setup when the answer of a look-up came.
 * @type {{ name: string, value: string }[]}
 */
let typed = [];
/** Where the keyboard begins in a part of a page. */
const ARRIVE = '[data-arrive]';

export function watchViews() {
  document.body.addEventListener('htmx:beforeSwap', () => {
    typedToken = findTokenField()?.value ?? '';
    typed = findCredentialFields().map(({ name, value }) => ({ name, value }));
  });
  document.body.addEventListener('htmx:afterSwap', (event) => {
    const { target } = /** @type {CustomEvent} */ (event).detail;
    restoreTypedToken(target);
    if (target?.id === 'main') arriveAtView(target);
    else if (target?.id === 'dialog-body') openDialog(target);
    else if (target?.id === 'credential-fields') showLookedUp();
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

/** What was typed while a look-up was on its way stays. */
function showLookedUp() {
  for (const field of findCredentialFields()) {
    const before = typed.find(({ name }) => name === field.name)?.value;
    if (before) field.value = before;
  }
  findWrongField()?.focus();
}

const findCredentialFields = () =>
  /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('#credential-fields input')]);

const findTokenField = () =>
  /** @type {HTMLInputElement | null} */ (document.getElementById('token'));

/**
 * A whole view is the same form again only where it says what is wrong.
 * @param {Element | undefined} target
 */
function restoreTypedToken(target) {
  const field = findTokenField();
  const isSameForm = target?.id !== 'main' || target.querySelector(MISTAKE) !== null;
  if (field && isSameForm && typedToken !== '') field.value = typedToken;
}

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
