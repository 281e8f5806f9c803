// @ts-check
/* As much of Connect's AP as the pages use, by Forge's bridge. */
import { showFlag, view } from '@forge/bridge';

/**
 * @typedef {object} ConnectFlag
 * @property {string} title
 * @property {string} body HTML
 * @property {'info' | 'success' | 'error'} type
 * @property {Record<string, string>} [actions] What they say, by their names
 */

const PAGE_SECONDS = 30 * 86_400;
/** The pages ask for a token and read its end; Forge sends one of its own with each call. */
const NO_TOKEN = `x.${btoa(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + PAGE_SECONDS })).replace(/=/g, '')}.x`;

/** By the name of the event. @type {Map<string, ((detail: object) => void)[]>} */
const listeners = new Map();
let flags = 0;

/** @param {ConnectFlag} flag */
function createFlag({ title, body, type, actions = {} }) {
  flags += 1;
  const { textContent } = new DOMParser().parseFromString(body, 'text/html').body;
  showFlag({
    id: `flag-${flags}`,
    type,
    title,
    description: textContent ?? '',
    isAutoDismiss: true,
    actions: Object.entries(actions).map(([name, text]) => ({
      text,
      onClick: () => tell('flag.action', { actionIdentifier: name }),
    })),
  });
}

/** @param {string} event @param {object} detail */
function tell(event, detail) {
  for (const listener of listeners.get(event) ?? []) listener(detail);
}

/** Undefined where the host has none for this page. */
const history = view.createHistory().catch(() => undefined);

/** @param {{ pathname: string, search?: string }} location */
const placeOf = ({ pathname, search = '' }) => `${pathname.replace(/^\/+/, '')}${search}`;

export const host = {
  context: { getToken: async () => NO_TOKEN },
  theming: { initializeTheming: () => void view.theme.enable() },
  flag: { create: createFlag },
  events: {
    /** @param {string} event @param {(detail: object) => void} listener */
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
  },
  history: {
    /** @param {string} place */
    pushState: (place) => void history.then((own) => own?.push(`/${place}`)),
    /** @param {string} place */
    replaceState: (place) => void history.then((own) => own?.replace(`/${place}`)),
    /** @param {string} _type @param {(place: string) => void} answer */
    getState: (_type, answer) =>
      void history.then((own) => answer(own ? placeOf(own.location) : '')),
    /** @param {(change: { hash: string, newURL: string }) => void} change */
    popState: (change) =>
      void history.then((own) =>
        own?.listen((location, action) => {
          const place = placeOf(location);
          if (action === 'POP') change({ hash: place, newURL: place });
        }),
      ),
  },
};
