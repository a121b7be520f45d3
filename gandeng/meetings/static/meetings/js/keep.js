// Keeps pages on the device with all they are made of, so that they open where there is no signal.
// Without https there is no keeping them; what is noted or picked without a signal waits as long as
// the page is open.
export async function keepPage(page, worker, store, ...more) {
  if (!worker || !("serviceWorker" in navigator) || !window.isSecureContext) return false;
  await navigator.serviceWorker.register(worker, { scope: page });
  if (!navigator.onLine) return true;
  // where the worker brought the page that is open, it has kept it as well
  const isOurs = navigator.serviceWorker.controller?.scriptURL === new URL(worker, location.href).href;
  const kept = isOurs && page === location.pathname ? true : await keepCopy(page, store);
  const cache = await caches.open(store);
  const others = await Promise.all(more.map(async (one) => (await cache.match(one)) || keepCopy(one, store)));
  return kept && others.every(Boolean);
}

async function keepCopy(page, store) {
  const answer = await fetch(page, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return false;
  const cache = await caches.open(store);
  await cache.put(page, answer.clone());
  const named = new DOMParser().parseFromString(await answer.text(), "text/html");
  const files = [...named.querySelectorAll("link[href], script[src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  // what styles and scripts bring in is known from the page that is open, which has the same frame
  files.push(...performance.getEntriesByType("resource").map((one) => one.name));
  const ours = [...new Set(files.map((file) => new URL(file, location.href)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/")).map(String))];
  // one that is kept already is the same: its name carries a digest
  const known = await Promise.all(ours.map((url) => cache.match(url)));
  await Promise.allSettled(ours.filter((_url, place) => !known[place]).map((url) => cache.add(url)));
  return true;
}
