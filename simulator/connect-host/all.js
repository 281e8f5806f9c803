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

  window.addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || !data) return;
    if (data.apTheme) applyTheme(data.apTheme);
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
        tell('flag', flag);
        return { close() {} };
      },
    },
    navigator: {
      go: (target, context) => void tell('go', { target, context }),
      reload: () => void tell('reload'),
      getLocation,
    },
    getLocation,
    user: { getCurrentUser: (callback) => ask('user', callback) },
    theming: { initializeTheming: () => void ask('theme', applyTheme) },
    dialog: { create() {}, close() {}, getCustomData: (callback) => callback({}) },
    events: { on() {}, off() {}, emit() {} },
  };
}
