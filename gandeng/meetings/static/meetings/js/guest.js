// The page of an invitation. A person has opened it (messengers fetch addresses for previews, but
// run no scripts and show nothing), and on the day it asks now and then whether there is news.
const root = document.querySelector("[data-guest]");
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const PULSE_MS = 30000;

const tellOpened = () => {
  if (!root.dataset.opened || document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tellOpened);
  fetch(root.dataset.opened, { method: "POST", headers: { "X-CSRFToken": token() }, keepalive: true }).catch(() => {});
};
if (root.dataset.opened && token()) {
  document.addEventListener("visibilitychange", tellOpened);
  tellOpened();
}

const askForNews = async () => {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(root.dataset.pulse);
    if (!answer.ok) return;
    const { latest } = await answer.json();
    if (latest > Number(root.dataset.latest)) root.querySelector("[data-news]").hidden = false;
  } catch {
    // No signal: the next time.
  }
};
if (root.dataset.pulse) {
  setInterval(askForNews, PULSE_MS);
  document.addEventListener("visibilitychange", askForNews);
}

// Whoever looks at the timetable with a signal can note at the table without one.
const { keep, keepPage, keepWorker, keepStore } = root.dataset;
if (keep) {
  import(keep)
    .then((module) => module.keepPage(keepPage, keepWorker, keepStore))
    .then((isKept) => isKept && (root.dataset.kept = "yes"))
    .catch(() => {});
}
