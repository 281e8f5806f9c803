// @ts-check
/*
 * Which requests are on their way: what a person asked for last is what is shown. An older request
 * for the same part of the page is given up, one of the page's own waits for the next time.
 */
import { awaitDialog, forgetDialog, hasOutline } from './await-dialog.js';
import { showWaiting, watchWaiting } from './show-waiting.js';

/**
 * @typedef {object} Sent
 * @property {XMLHttpRequest} xhr
 * @property {Element} source
 * @property {Element} target
 * @property {boolean} isRead Whether it only asks: a command is never given up, its answer may be
 * @property {boolean} isAsked By a person
 * @property {boolean} isInDialog Whether the dialog was open when it was sent
 */

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('dialog'));
/** @type {Set<Sent>} */
const sent = new Set();
/** Commands whose answer is not shown any more. @type {WeakSet<XMLHttpRequest>} */
const outdated = new WeakSet();
const MAX_DELAY_MS = 400;
/** Events of fields that hold something else than when they were last asked about. */
const CHANGES = new Set(['input', 'change', 'search']);
/**
 * Waits for requests that a typed letter will send, by what sends them.
 * @type {Map<Element, () => void>}
 */
const typedWaits = new Map();

export function watchAnswers() {
  watchWaiting();
  document.body.addEventListener('htmx:confirm', giveWay);
  document.body.addEventListener('htmx:beforeRequest', noteRequest);
  document.body.addEventListener('htmx:beforeSwap', dropOutdated);
  document.body.addEventListener('htmx:afterSwap', giveUpOrphans);
  document.addEventListener('input', awaitDelayedRequest);
  dialog.addEventListener('close', () => giveUp(isOfClosedDialog));
}

/** @param {Event} event */
function giveWay(event) {
  const { elt, target, verb, triggeringEvent } = /** @type {CustomEvent} */ (event).detail;
  const mayRepeat = !isReading(elt, verb) && !isChange(triggeringEvent);
  if (!isAskedFor(elt, triggeringEvent)) {
    if (hasSent((other) => other.isAsked && other.target === target)) event.preventDefault();
  } else if (mayRepeat && hasSent((other) => other.source === elt && !other.isRead)) {
    event.preventDefault();
  } else {
    giveUp((other) => other.target === target || (isView(target) && isForDialog(other)));
  }
}

/** @param {Event} event */
function noteRequest(event) {
  const { elt, target, xhr, requestConfig } = /** @type {CustomEvent} */ (event).detail;
  const { triggeringEvent, verb } = requestConfig;
  const isAsked = isAskedFor(elt, triggeringEvent);
  /** @type {Sent} */
  const request = {
    xhr,
    source: elt,
    target,
    isRead: isReading(elt, verb),
    isAsked,
    isInDialog: dialog.open,
  };
  sent.add(request);
  typedWaits.get(elt)?.();
  const end = isAsked ? showRequest(request, triggeringEvent) : () => {};
  xhr.addEventListener('loadend', () => {
    sent.delete(request);
    end();
  });
}

/**
 * @param {Sent} request @param {Event | undefined} triggeringEvent
 * @returns {() => void}
 */
function showRequest({ xhr, source, target, isRead }, triggeringEvent) {
  const isDialog = target.id === 'dialog-body';
  const isPart = isRead && !isDialog && !isView(target);
  const end = showWaiting({
    part: isPart ? target : null,
    button: buttonOf(source, triggeringEvent),
    isCommand: !isRead,
  });
  if (isDialog && isRead) awaitDialog(xhr);
  return () => {
    end();
    if (isDialog) forgetDialog(xhr);
  };
}

/**
 * @param {Element} source @param {Event | undefined} event
 * @returns {HTMLElement | null}
 */
function buttonOf(source, event) {
  const submitter = event instanceof SubmitEvent ? event.submitter : null;
  if (submitter) return submitter;
  return source instanceof HTMLButtonElement ? source : null;
}

/** @param {(other: Sent) => boolean} isMeant */
function giveUp(isMeant) {
  for (const other of [...sent].filter((each) => isOpen(each) && isMeant(each)))
    if (other.isRead) other.xhr.abort();
    else outdated.add(other.xhr);
}

/** @param {Event} event */
function dropOutdated(event) {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (outdated.has(detail.xhr)) detail.shouldSwap = false;
}

/** What a part of the page asked for on its own has no place any more once that part is gone. */
function giveUpOrphans() {
  giveUp(({ isAsked, source }) => !isAsked && !source.isConnected);
}

/**
 * A typed letter is answered some time later: the wait begins with it.
 * @param {Event} event
 */
function awaitDelayedRequest(event) {
  const field = /** @type {HTMLElement} */ (event.target);
  const source = findAsker(field);
  if (!source) return;
  const isRead = source.hasAttribute('hx-get');
  const part = isRead ? document.querySelector(source.getAttribute('hx-target') ?? '#none') : null;
  typedWaits.get(source)?.();
  const end = showWaiting({ part });
  typedWaits.set(source, end);
  setTimeout(end, MAX_DELAY_MS);
}

/** What asks the service when something is typed into a field. @param {HTMLElement} field */
function findAsker(field) {
  const askers = [...document.querySelectorAll('[hx-trigger*="input"]')];
  return askers.find((asker) => {
    const trigger = asker.getAttribute('hx-trigger') ?? '';
    const [, from] = /\binput\b[^,]*from:#([\w-]+)/.exec(trigger) ?? [];
    return from ? from === field.id : asker.contains(field);
  });
}

/**
 * A form that is only asked about is sent as well: what it holds may be long.
 * @param {Element} element @param {string} verb
 */
const isReading = (element, verb) => verb === 'get' || element.hasAttribute('data-asks');
/**
 * A field that changes again while its answer is on its way asks for another one; a second click
 * on a button asks for nothing new.
 * @param {Event | undefined} event
 */
const isChange = (event) => event !== undefined && CHANGES.has(event.type);
/** @param {(other: Sent) => boolean} isMeant */
const hasSent = (isMeant) => [...sent].some((other) => isOpen(other) && isMeant(other));
/** Whether another view is on its way already. */
export const isViewAwaited = () => hasSent(({ target }) => isView(target));
/** @param {Sent} request */
const isOpen = ({ xhr }) => xhr.readyState !== XMLHttpRequest.DONE;
/** @param {Element} target */
const isView = ({ id }) => id === 'main';
/** @param {Sent} request */
const isForDialog = ({ target }) => target.id === 'dialog-body';
/**
 * That a dialog has closed is told some time later: by then the next one may have been asked for.
 * @param {Sent} request
 */
const isOfClosedDialog = (request) =>
  isForDialog(request) && !dialog.open && (request.isInDialog || hasOutline(request.xhr));

/**
 * Whether a person waits for it: what the page asks on its own comes of no event or of ours.
 * @param {Element} element @param {Event | undefined} event
 */
function isAskedFor(element, event) {
  if (event) return !(event instanceof CustomEvent);
  return !isAskingByItself(element);
}

/**
 * What asks on its own says nothing when it fails: nobody waits for it, and the next one may
 * succeed.
 * @param {Element} element
 */
export const isAskingByItself = (element) =>
  /\bevery\b|\bload\b/.test(element.getAttribute('hx-trigger') ?? '');

/** What asks on its own, and goes on asking. @param {Element} element */
export const isAskingAgain = (element) =>
  /\bevery\b/.test(element.getAttribute('hx-trigger') ?? '');
