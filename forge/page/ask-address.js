// @ts-check
/* Where each site has a service of its own, its administrator says where that is. */
import { permissions } from '@forge/bridge';

/** The key of the remote in manifest.self-hosted.yml. */
const REMOTE = 'service';
const TITLE = 'Where is your service?';
const ABOUT =
  "This app calls a service that your organization runs. It wasn't found yet, or doesn't answer. Enter its https address. Jira will ask you to agree.";
const REFUSED =
  "Jira didn't take this address. It has to start with https://, and you have to agree in Jira.";

/**
 * Shows the form in place of what stands there; `begin` is called once Jira took an address.
 * @param {Element} start @param {() => void} begin
 */
export function askAddress(start, begin) {
  const form = document.createElement('form');
  form.className = 'form';
  form.noValidate = true;
  const error = textOf('p', '');
  error.className = 'error';
  error.setAttribute('role', 'alert');
  const field = document.createElement('input');
  field.type = 'url';
  field.id = 'service-address';
  field.placeholder = 'https://backup.example.com';
  const label = textOf('label', 'Service address');
  label.setAttribute('for', field.id);
  const box = document.createElement('div');
  box.className = 'field';
  box.append(label, field);
  const button = /** @type {HTMLButtonElement} */ (textOf('button', 'Connect'));
  button.className = 'primary';
  const buttons = document.createElement('p');
  buttons.className = 'buttons';
  buttons.append(button);
  form.append(textOf('h1', TITLE), textOf('p', ABOUT), box, buttons);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    error.remove();
    setAddress(field.value).then(begin, () => {
      button.disabled = false;
      error.textContent = REFUSED;
      box.append(error);
    });
  });
  start.classList.remove('outline');
  start.replaceChildren(form);
}

/** @param {string} typed */
async function setAddress(typed) {
  const endpoint = typed.trim().replace(/\/+$/, '');
  await permissions.remote.set({ remotes: [{ key: REMOTE, configured: { endpoint } }] });
}

/** @param {string} tag @param {string} text */
function textOf(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
