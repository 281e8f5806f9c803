'use strict';
/*
 * The pretend site's stand-in for the bridge that Atlassian puts into the frame of a Custom UI
 * page: talks to the admin page around it by messages, which carry no functions.
 */
{
  /** Questions that are not answered yet: message id → what to call with the answer or refusal. */
  const waiting = new Map();
  /** Flag → what its actions do. */
  const flagActions = new Map();
  const placeListeners = [];
  let count = 0;

  const ask = (command, payload) =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      window.parent.postMessage({ forge: command, id: count, payload }, '*');
    });

  const showFlag = ({ actions = [], ...flag }) => {
    flagActions.set(
      flag.id,
      actions.map(({ onClick }) => onClick),
    );
    return ask('showFlag', { ...flag, actions: actions.map(({ text }) => text) });
  };

  const enableTheming = async () => {
    const mode = await ask('theme');
    document.documentElement.setAttribute('data-color-mode', mode);
    document.documentElement.setAttribute('data-theme', 'light:light dark:dark');
  };

  /** As the package history has it: a location that changes, and who listens to it. */
  const createHistory = async () => {
    const history = {
      action: 'POP',
      location: await ask('location'),
      push: (path) => go('PUSH', path),
      replace: (path) => go('REPLACE', path),
      listen: (listener) => void placeListeners.push(listener),
    };
    const go = async (action, path) => tell(action, await ask('go', { action, path }));
    const tell = (action, location) => {
      Object.assign(history, { action, location });
      for (const listener of placeListeners) listener(location, action);
    };
    window.addEventListener('message', ({ data }) => {
      if (data?.forgeLocation) tell('POP', data.forgeLocation);
    });
    return history;
  };

  const commands = { showFlag, enableTheming, createHistory };

  window.addEventListener('message', ({ source, data }) => {
    if (source !== window.parent || !data) return;
    if (data.forgeFlag) flagActions.get(data.forgeFlag)?.[data.action]?.();
    const waiter = waiting.get(data.forgeAnswer);
    waiting.delete(data.forgeAnswer);
    if (data.value?.error && !('success' in data.value))
      waiter?.reject(new Error(data.value.error));
    else waiter?.resolve(data.value);
  });

  globalThis.__bridge = {
    callBridge: (command, payload) =>
      commands[command] ? commands[command](payload) : ask(command, payload),
  };
}
