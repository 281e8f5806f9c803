/* The pretend site's stand-in for Atlassian's all.js: talks to the admin page around the iframe by messages. */
(function () {
  'use strict';
  var waiting = {};
  var count = 0;
  function ask(what, data) {
    count += 1;
    var id = count;
    window.parent.postMessage({ ap: what, id: id, data: data }, '*');
    return new Promise(function (resolve) {
      waiting[id] = resolve;
    });
  }
  window.addEventListener('message', function (event) {
    if (event.source !== window.parent || !event.data) return;
    if (event.data.apAnswer && waiting[event.data.apAnswer]) {
      waiting[event.data.apAnswer](event.data.value);
      delete waiting[event.data.apAnswer];
    }
    if (event.data.apTheme) theme(event.data.apTheme);
  });
  function theme(mode) {
    document.documentElement.setAttribute('data-color-mode', mode);
    document.documentElement.setAttribute('data-theme', 'light:light dark:dark');
  }
  function both(promise, callback) {
    if (callback) promise.then(callback);
    return promise;
  }
  function height() {
    return Math.max(
      document.documentElement.offsetHeight,
      document.body ? document.body.scrollHeight : 0,
    );
  }
  window.AP = {
    context: {
      getToken: function (callback) {
        return both(ask('token'), callback);
      },
    },
    resize: function (width, newHeight) {
      ask('resize', { height: newHeight || height() });
    },
    sizeToParent: function () {
      ask('size-to-parent');
    },
    flag: {
      create: function (flag) {
        ask('flag', flag);
        return { close: function () {} };
      },
    },
    navigator: {
      go: function (target, context) {
        ask('go', { target: target, context: context });
      },
      reload: function () {
        ask('reload');
      },
      getLocation: function (callback) {
        return both(ask('location'), callback);
      },
    },
    getLocation: function (callback) {
      return both(ask('location'), callback);
    },
    user: {
      getCurrentUser: function (callback) {
        return both(ask('user'), callback);
      },
    },
    theming: {
      initializeTheming: function () {
        ask('theme').then(theme);
      },
    },
    dialog: {
      create: function () {},
      close: function () {},
      getCustomData: function (callback) {
        callback({});
      },
    },
    events: { on: function () {}, off: function () {}, emit: function () {} },
  };
})();
