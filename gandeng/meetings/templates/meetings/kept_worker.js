{% load static %}// Keeps pages of a meeting day for when there is no signal. Lives under their own address.
const CACHE = "{{ store|escapejs }}";
const PAGES = [{% for page in pages %}"{{ page|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const ASSETS = "{% get_static_prefix %}";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode !== "navigate") {
    if (url.pathname.startsWith(ASSETS)) event.respondWith(asset(event.request));
    else if (PAGES.includes(url.pathname) && url.search) event.respondWith(part(event.request));
  } else if (PAGES.includes(url.pathname)) event.respondWith(page(event.request, url));
  else event.respondWith(fetch(event.request).catch(() => Response.redirect(PAGES[0])));
});

// The newest page where there is a signal, the kept one where there is none or it is too slow.
async function page(request, url) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(url.pathname);
  const fresh = fetch(request).then(async (answer) => {
    // what was searched for is not the page
    if (answer.ok && !answer.redirected) url.search || (await cache.put(url.pathname, answer.clone()));
    // Signed out, or no longer allowed: nobody's names stay on the device.
    else if (answer.redirected || answer.type === "opaqueredirect" || [403, 404].includes(answer.status)) await Promise.all(PAGES.map((one) => cache.delete(one)));
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => marked(kept.clone()));
  return Promise.race([fresh.catch(() => marked(kept.clone())), late]);
}

// A kept page says so: its styles know it by the mark.
async function marked(kept) {
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response((await kept.text()).replace("<html ", "<html data-kept "), { headers });
}

// What was looked for on a page, as it was found the last time.
async function part(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (lost) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw lost;
  }
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
