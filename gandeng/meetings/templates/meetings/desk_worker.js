{% load static %}// Keeps one page of a meeting day for when there is no signal. Lives under that page's own address.
const CACHE = "{{ store|escapejs }}";
const PAGE = "{{ page|escapejs }}";
const ASSETS = "{% get_static_prefix %}";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event.request));
  else if (url.pathname.startsWith(ASSETS)) event.respondWith(asset(event.request));
});

// The newest page where there is a signal, the kept one where there is none or it is too slow.
async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await cache.put(PAGE, answer.clone());
    // Signed out, or no longer allowed: nobody's names stay on the device.
    else if (answer.redirected || answer.type === "opaqueredirect" || [403, 404].includes(answer.status)) await cache.delete(PAGE);
    return answer;
  });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE_MS));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
