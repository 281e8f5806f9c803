'use strict';
/*
 * The pretend site's stand-in for Atlassian's all.js: talks to the admin page around the iframe by
 * messages.
 */
{
  /** Questions that are not answered yet: message id → what to call with the answer. */
  const waiting = new Map();
  let count = 0;

  const tell = (what, data) => {
    count += 1;
    window.parent.postMessage({ ap: what, id: count, data }, '*');
    return count;
  };

  /** Asks the page around; the answer goes to the callback too, if there is one. */
  const ask = (what, callback = () => {}) =>
    new Promise((resolve) => {
      waiting.set(tell(what), (answer) => {
        resolve(answer);
        callback(answer);
      });
    });

  const applyTheme = (mode) => {
    document.documentElement.setAttribute('data-color-mode', mode);
    document.documentElement.setAttribute('data-theme', 'light:light dark:dark');
  };

  const ownHeight = () =>
    Math.max(document.documentElement.offsetHeight, document.body?.scrollHeight ?? 0);

  /** Called with every place that Back and Forward of the host lead to. */
  const placeListeners = [];

  /** What the app listens to, by the name of the event. */
  const eventListeners = new Map();

  window.addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || !data) return;
    if (data.apTheme) applyTheme(data.apTheme);
    if (data.apPlace !== undefined)
      for (const listener of placeListeners) listener({ hash: data.apPlace, newURL: data.apPlace });
    for (const listener of eventListeners.get(data.apEvent) ?? []) listener(data.detail);
    const resolve = waiting.get(data.apAnswer);
    waiting.delete(data.apAnswer);
    resolve?.(data.value);
  });

  const getLocation = (callback) => ask('location', callback);

  window.AP = {
    context: { getToken: (callback) => ask('token', callback) },
    resize: (_width, height) => void tell('resize', { height: height || ownHeight() }),
    sizeToParent: () => void tell('size-to-parent'),
    flag: {
      create(flag) {
        const id = `flag-${tell('flag', flag)}`;
        return { _id: id, close() {} };
      },
    },
    navigator: {
      go: (target, context) => void tell('go', { target, context }),
      reload: () => void tell('reload'),
      getLocation,
    },
    getLocation,
    history: {
      pushState: (place) => void tell('push-place', { place }),
      replaceState: (place) => void tell('replace-place', { place }),
      getState: (_type, callback) => void ask('place', callback),
      popState: (listener) => void placeListeners.push(listener),
    },
    user: { getCurrentUser: (callback) => ask('user', callback) },
    theming: { initializeTheming: () => void ask('theme', applyTheme) },
    dialog: { create() {}, close() {}, getCustomData: (callback) => callback({}) },
    events: {
      on(name, listener) {
        eventListeners.set(name, [...(eventListeners.get(name) ?? []), listener]);
      },
      off() {},
      emit() {},
    },
  };
}
