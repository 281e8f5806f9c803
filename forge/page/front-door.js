// @ts-check
/*
 * What the pages expect of a Connect host and of the network, said through Forge's bridge: with it
 * app.js and htmx run as they are. Comes before both.
 */
import { BridgedRequest } from './bridged-request.js';
import { download } from './download.js';
import { host } from './host.js';
import { noteViews, watchStart } from './watch-start.js';

const APP = '/app/';
const ownFetch = window.fetch.bind(window);

Object.assign(window, { AP: host, XMLHttpRequest: BridgedRequest });
window.fetch = (input, init) =>
  typeof input === 'string' && input.startsWith(APP) ? download(input) : ownFetch(input, init);
noteViews();
document.addEventListener('DOMContentLoaded', watchStart);
