// @ts-check
/*
 * What shows that an answer is awaited, from the click or the typed letter on: a line at the top of
 * the page, a part that is about to change and takes no clicks, a button that says what it does.
 */
import { wordsOfDoing } from './words-of-doing.js';

/** @typedef {{ part: Element | null, button: HTMLElement | null }} Waiting */

/** @type {Set<Waiting>} */
const waits = new Set();

/**
 * Shows that an answer is awaited.
 * @param {{ part?: Element | null, button?: HTMLElement | null, isCommand?: boolean }} what `part`:
 * what the answer replaces; `button`: what asked for it
 * @returns {() => void} to be called when the answer is there
 */
export function showWaiting({ part = null, button = null, isCommand = false }) {
  /** @type {Waiting} */
  const wait = { part, button };
  waits.add(wait);
  mark(wait);
  const sayAgain = button && isCommand ? sayDoing(button) : () => {};
  return () => {
    if (!waits.delete(wait)) return;
    mark(wait);
    sayAgain();
  };
}

export function watchWaiting() {
  // Enter and Space on a button are clicks as well.
  document.addEventListener('click', refuseWhileWaiting, { capture: true });
}

/** @param {Waiting} wait */
function mark({ part, button }) {
  document.body.classList.toggle('awaiting', waits.size > 0);
  setMark(
    part,
    'aria-busy',
    [...waits].some((other) => other.part === part),
  );
  setMark(
    button,
    'aria-disabled',
    [...waits].some((other) => other.button === button),
  );
}

/** @param {Element | null} element @param {string} name @param {boolean} on */
function setMark(element, name, on) {
  if (on) element?.setAttribute(name, 'true');
  else element?.removeAttribute(name);
}

/**
 * The button says what is being done: "Saving…" instead of "Save".
 * @param {HTMLElement} button
 * @returns {() => void} says again what it said before
 */
function sayDoing(button) {
  const words = wordsOfDoing(button.textContent ?? '');
  if (!words) return () => {};
  const before = [...button.childNodes];
  button.replaceChildren(words);
  return () => button.replaceChildren(...before);
}

/**
 * What is about to be replaced, and a button whose answer is on its way, take no click: it would
 * mean something else by the time it is answered.
 * @param {Event} event
 */
function refuseWhileWaiting(event) {
  const element = /** @type {Element} */ (event.target);
  if (!element.closest('[aria-busy=true], [aria-disabled=true]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
