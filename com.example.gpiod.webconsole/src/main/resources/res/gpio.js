// Keeps the tables up to date, and sends the forms without leaving the page. Elements that stay are
// changed in place, so that the focus and a selection stay, too.
(() => {
  'use strict';

  const INTERVAL = 1000;
  const tables = document.getElementById('gpio-tables');
  const status = document.getElementById('gpio-status');

  // Without the login that the address of the page may have: fetch refuses that.
  function here(path) {
    return new URL(path, window.location.origin);
  }

  function say(text) {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  }

  function update(now, next) {
    if (now.nodeType !== next.nodeType || now.nodeName !== next.nodeName) {
      now.replaceWith(document.adoptNode(next));
    } else if (now.nodeType === Node.ELEMENT_NODE) {
      for (const attribute of [...now.attributes]) {
        if (!next.hasAttribute(attribute.name)) {
          now.removeAttribute(attribute.name);
        }
      }
      for (const attribute of next.attributes) {
        if (now.getAttribute(attribute.name) !== attribute.value) {
          now.setAttribute(attribute.name, attribute.value);
        }
      }
      updateChildren(now, next);
    } else if (now.nodeValue !== next.nodeValue) {
      now.nodeValue = next.nodeValue;
    }
  }

  function updateChildren(now, next) {
    const wanted = [...next.childNodes];
    const present = [...now.childNodes];
    wanted.forEach((child, i) => {
      if (i < present.length) {
        update(present[i], child);
      } else {
        now.append(document.adoptNode(child));
      }
    });
    present.slice(wanted.length).forEach(child => child.remove());
  }

  let outOfReach = false;

  async function look() {
    try {
      const response = await fetch(here(tables.dataset.source));
      if (!response.ok) {
        throw new Error(`${response.status} ${response.statusText}`);
      }
      const next = new DOMParser().parseFromString(await response.text(), 'text/html');
      updateChildren(tables, next.body);
      if (outOfReach) {
        outOfReach = false;
        say('');
      }
    } catch (error) {
      outOfReach = true;
      say(`No answer from the gateway (${error.message}). What is below may be out of date.`);
    }
  }

  async function keepLooking() {
    // A page that nobody sees asks nothing, and the server lets go of the edges.
    if (!document.hidden) {
      await look();
    }
    setTimeout(keepLooking, INTERVAL);
  }

  tables.addEventListener('submit', async event => {
    event.preventDefault();
    try {
      const response = await fetch(here(event.target.getAttribute('action')), {
        method: 'POST',
        body: new URLSearchParams(new FormData(event.target)),
        redirect: 'manual',
      });
      // The redirection is for those without this script.
      say(response.type === 'opaqueredirect' ? '' : await response.text());
    } catch (error) {
      say(`Not sent: ${error.message}`);
    }
    await look();
  });

  keepLooking();
})();
