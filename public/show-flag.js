// @ts-check
/* Flags: in Jira's own place for messages, or in ours outside of it, with what can be done. */
import { findHostFlags } from './jira.js';

/** @typedef {{ text: string, url: string, sends?: Record<string, string> }} FlagAction */
/**
 * @typedef {object} Flag
 * @property {string} type
 * @property {string} title
 * @property {string} [body]
 * @property {FlagAction[]} [actions]
 */

const FLAG_MS = 8_000;
const ICONS = { success: 'ok', error: 'error', info: 'info' };
const htmx = /** @type {any} */ (window).htmx;
const host = findHostFlags();

/**
 * Of the flags that Jira shows, by the name that it tells a click with.
 * @type {Map<string, FlagAction>}
 */
const offered = new Map();
let offers = 0;

host?.events?.on('flag.action', ({ actionIdentifier = '' }) => {
  const action = offered.get(actionIdentifier);
  offered.delete(actionIdentifier);
  if (action) follow(action);
});

/** @param {Flag} flag */
export function showFlag(flag) {
  if (host) showInJira(flag);
  else showHere(flag);
}

/** @param {Flag} flag */
function showInJira({ type, title, body = '', actions = [] }) {
  const text = document.createElement('p');
  text.textContent = body;
  const named = actions.map((action) => [offer(action), action.text]);
  const flag = { title, body: text.innerHTML, type, close: 'auto' };
  host?.flag.create({ ...flag, actions: Object.fromEntries(named) });
}

/** @param {FlagAction} action */
function offer(action) {
  offers += 1;
  const name = `action-${offers}`;
  offered.set(name, action);
  return name;
}

/** @param {Flag} flag */
function showHere({ type, title, body = '', actions = [] }) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('flag-outline'));
  const box = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  box.classList.add(type);
  const icon = ICONS[/** @type {keyof typeof ICONS} */ (type)] ?? 'info';
  box.querySelector('use')?.setAttribute('href', `#i-${icon}`);
  box.querySelector('b')?.append(title);
  box.querySelector('p')?.append(body);
  box.querySelector('.acts')?.append(...actions.map((action) => buttonFor(action, box)));
  box.querySelector('.close')?.addEventListener('click', () => box.remove());
  document.getElementById('flags')?.append(box);
  setTimeout(() => box.remove(), FLAG_MS);
}

/** @param {FlagAction} action @param {Element} box */
function buttonFor(action, box) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'link';
  button.append(action.text);
  button.addEventListener('click', () => {
    box.remove();
    follow(action);
  });
  return button;
}

/** What a command is refused with opens as a dialog. @param {FlagAction} action */
function follow({ url, sends }) {
  if (sends) htmx.ajax('POST', url, { target: '#dialog-body', values: sends });
  else htmx.ajax('GET', url, { target: '#main' });
}
