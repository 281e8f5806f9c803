// @ts-check
/*
 * The page in the iframe. What it shows is rendered by the server; here is what only a browser can
 * do.
 */
import { downloadFile } from './download-file.js';
import { takeTheme } from './jira.js';
import { keepFocus } from './keep-focus.js';
import { keepPlace } from './keep-place.js';
import { watchCrumb } from './watch-crumb.js';
import { showFlag } from './show-flag.js';
import { watchCredentials } from './watch-credentials.js';
import { watchChanges } from './watch-changes.js';
import { watchCutTexts } from './watch-cut-texts.js';
import { watchFileFields } from './watch-file-fields.js';
import { watchLiveForms } from './watch-live-forms.js';
import { watchMenus } from './watch-menus.js';
import { watchRequests } from './watch-requests.js';
import { tickAllTypes, watchRestoreForms } from './watch-restore-forms.js';
import { watchSelection } from './watch-selection.js';
import { closeDialog, watchViews } from './watch-views.js';

takeTheme();
watchRequests();
watchViews();
watchCrumb();
keepFocus();
watchRestoreForms();
watchLiveForms();
document.body.addEventListener('flag', (event) =>
  showFlag(/** @type {CustomEvent} */ (event).detail),
);
document.addEventListener('click', followDataAttributes);
watchMenus();
watchCutTexts();
watchChanges();
watchCredentials();
watchFileFields();
watchSelection();
keepPlace();

/** What a click does by the data attributes of what was clicked. @param {MouseEvent} event */
function followDataAttributes(event) {
  const element = /** @type {HTMLElement} */ (event.target);
  const link = element.closest('[data-focus]');
  if (link) {
    event.preventDefault();
    document.getElementById(link.getAttribute('data-focus') ?? '')?.focus();
  }
  if (element.closest('[data-close]')) closeDialog();
  if (element.closest('[data-print]')) window.print();
  const cleared = element.closest('[data-clears]')?.getAttribute('data-clears');
  const field = cleared && document.getElementById(cleared);
  if (field instanceof HTMLInputElement) field.value = '';
  const tick = element.closest('[data-tick]')?.getAttribute('data-tick');
  if (tick) tickAllTypes(tick === 'all');
  const file = /** @type {HTMLButtonElement | null} */ (element.closest('[data-download]'));
  if (file) void downloadFile(file);
}
