// Keeps a page on the device with all it is made of, so that it opens where there is no signal.
// Without https there is no keeping it; noting without a signal works as long as it is open.
export async function keepPage(page, worker, store) {
  if (!worker || !("serviceWorker" in navigator) || !window.isSecureContext) return false;
  await navigator.serviceWorker.register(worker, { scope: page });
  if (!navigator.onLine) return true;
  const answer = await fetch(page, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return false;
  const cache = await caches.open(store);
  await cache.put(page, answer.clone());
  const named = new DOMParser().parseFromString(await answer.text(), "text/html");
  const files = [...named.querySelectorAll("link[href], script[src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  // what styles and scripts bring in is known from the page that is open, which has the same frame
  files.push(...performance.getEntriesByType("resource").map((one) => one.name));
  const ours = files.map((file) => new URL(file, location.href)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
  await Promise.allSettled([...new Set(ours.map(String))].map((url) => cache.add(url)));
  return true;
}
