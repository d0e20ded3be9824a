/*
 * What the participants’ pages do with script: they turn over what the server has written, and ask for it where no news comes.
 * Plain script for old phones: no build, no package. Without it the same pages load themselves anew.
 */
(function () {
  'use strict';

  /** A network may cut or silently hold back a stream; the server beats every two seconds. */
  var SILENCE_MS = 5000;
  var POLL_MS = 3000;
  var REOPEN_MS = 10000;

  /** @param {string} selector @param {(element: HTMLElement) => void} work */
  function each(selector, work) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), work);
  }
  /** @param {string} selector @param {boolean} shown */
  function reveal(selector, shown) {
    each(selector, function (element) {
      element.hidden = !shown;
    });
  }
  /** @param {string} selector @param {string} text */
  function write(selector, text) {
    each(selector, function (element) {
      element.textContent = text;
    });
  }

  addOwnTimes();
  forbidSecondSubmit();
  each('[data-check]', checkDevice);
  each('#door', watch);

  /** The device’s own time beside the one that is written, where its zone differs. */
  function addOwnTimes() {
    var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    each('[data-own-time]', function (element) {
      var written = element.textContent || '';
      if (!zone || written.indexOf(zone.replace(/_/g, ' ')) >= 0) return;
      var time = new Date(element.getAttribute('datetime') || '');
      var own = time.toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' });
      element.appendChild(document.createTextNode(' · on this device: ' + own));
    });
  }

  function forbidSecondSubmit() {
    each('form:not([target])', function (form) {
      form.addEventListener('submit', function () {
        each('button', function (button) {
          button.setAttribute('disabled', '');
        });
      });
    });
    // Coming back by the browser’s own button brings the page as it was left.
    window.addEventListener('pageshow', function () {
      each('button[disabled]', function (button) {
        button.removeAttribute('disabled');
      });
    });
  }

  /** @param {HTMLElement} list */
  function checkDevice(list) {
    mark('[data-check-script]', 'yes', 'It does.');
    if (!window.EventSource) {
      mark('[data-check-stream]', 'no', 'This browser cannot; our page asks every few seconds instead.');
      return;
    }
    var stream = new EventSource(list.getAttribute('data-check') || '');
    var timer = setTimeout(end, SILENCE_MS, false);
    stream.addEventListener('beat', function () {
      end(true);
    });
    /** @param {boolean} came */
    function end(came) {
      clearTimeout(timer);
      stream.close();
      if (came) mark('[data-check-stream]', 'yes', 'It does.');
      else mark('[data-check-stream]', 'no', 'It does not here; our page asks every few seconds instead.');
    }
  }

  /** @param {string} selector @param {string} ok @param {string} text */
  function mark(selector, ok, text) {
    each(selector, function (item) {
      item.setAttribute('data-ok', ok);
    });
    write(selector + ' span', text);
  }

  /** @param {HTMLElement} door */
  function watch(door) {
    var address = door.getAttribute('data-address') || location.pathname;
    /** @type {EventSource | null} */
    var stream = null;
    var heardAt = Date.now();
    var askedAt = 0;
    var openedAt = 0;

    open();
    setInterval(look, 1000);
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden) ask();
    });
    each('[data-copy]', function (button) {
      if (!navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener('click', copyPasscode);
    });

    function open() {
      openedAt = Date.now();
      if (!window.EventSource) return;
      if (stream) stream.close();
      stream = new EventSource(address + '/events');
      stream.addEventListener('status', function (event) {
        heard();
        show(JSON.parse(event.data));
      });
      stream.addEventListener('beat', heard);
    }

    function heard() {
      heardAt = Date.now();
      reveal('[data-stream]', false);
    }

    /** Once a second: silence means that the stream was cut or is held back. */
    function look() {
      var now = Date.now();
      if (now - heardAt < SILENCE_MS) return;
      reveal('[data-stream]', true);
      if (now - askedAt >= POLL_MS) ask();
      if (now - openedAt >= REOPEN_MS) open();
    }

    function ask() {
      askedAt = Date.now();
      fetch(address + '/status', { credentials: 'same-origin', cache: 'no-store' })
        .then(function (answer) {
          if (answer.status === 401 || answer.status === 404) location.reload();
          return answer.ok ? answer.json().then(show) : undefined;
        })
        .catch(function () {
          // The next look asks again.
        });
    }

    /** @param {{state: string, because: string | null, contact: string | null, join: {passcode: string | null} | null}} status */
    function show(status) {
      // Known to nobody on this device any more: the server says what to do.
      if (status.state === 'enter') {
        location.reload();
        return;
      }
      var passcode = status.join ? status.join.passcode : null;
      reveal('[data-contact-part]', status.contact !== null);
      write('[data-contact]', status.contact || '');
      reveal('[data-passcode-part]', passcode !== null);
      each('[data-passcode]', function (input) {
        if (input instanceof HTMLInputElement) input.value = passcode || '';
      });
      turnTo(status.state === 'released' ? 'released' : status.because || 'checking');
    }

    /** @param {string} key */
    function turnTo(key) {
      if (door.getAttribute('data-state') === key) return;
      door.setAttribute('data-state', key);
      each('[data-says]', function (section) {
        section.hidden = section.getAttribute('data-says') !== key;
        var heading = section.hidden ? null : section.querySelector('h1');
        if (heading) document.title = heading.textContent || '';
      });
    }

    /** @param {Event} event */
    function copyPasscode(event) {
      var button = event.currentTarget;
      var input = document.querySelector('[data-passcode]');
      if (!(input instanceof HTMLInputElement) || !(button instanceof HTMLElement)) return;
      var words = button;
      navigator.clipboard.writeText(input.value).then(function () {
        words.textContent = 'Copied';
      });
    }
  }
})();
