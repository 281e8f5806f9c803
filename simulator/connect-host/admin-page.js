/* The admin page around the iframe: answers what the app asks of AP. */
(function () {
  'use strict';
  var shell = document.querySelector('main');
  var frame = document.querySelector('iframe');
  var account = shell.dataset.account;
  window.addEventListener('message', function (event) {
    if (!event.data || !event.data.ap || event.source !== frame.contentWindow) return;
    function answer(value) {
      frame.contentWindow.postMessage({ apAnswer: event.data.id, value: value }, '*');
    }
    var data = event.data.data || {};
    switch (event.data.ap) {
      case 'token':
        fetch('/_simulator/context-token', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ accountId: account }),
        })
          .then(function (response) {
            return response.json();
          })
          .then(function (json) {
            answer(json.token);
          });
        break;
      case 'resize':
        frame.style.height = Math.max(400, data.height) + 'px';
        answer(true);
        break;
      case 'size-to-parent':
        frame.style.height = 'calc(100vh - 56px)';
        answer(true);
        break;
      case 'flag':
        flag(data);
        answer(true);
        break;
      case 'theme':
        answer(document.documentElement.dataset.colorMode);
        break;
      case 'location':
        answer(window.location.href);
        break;
      case 'user':
        answer({ atlassianAccountId: account });
        break;
      case 'reload':
        window.location.reload();
        break;
      case 'go':
        if (data.context && data.context.moduleKey)
          window.location.assign(
            '/jira/settings/apps/' + data.context.moduleKey + window.location.search,
          );
        break;
      default:
        answer(null);
    }
  });
  function flag(data) {
    var item = document.createElement('div');
    item.className = 'flag flag-' + (data.type || 'info');
    item.setAttribute('role', 'status');
    var title = document.createElement('strong');
    title.textContent = data.title || '';
    var body = document.createElement('p');
    body.textContent = String(data.body || '').replace(/<[^>]*>/g, '');
    item.append(title, body);
    document.querySelector('.flags').append(item);
    setTimeout(function () {
      item.remove();
    }, 8000);
  }
})();
