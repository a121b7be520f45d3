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

// What was opened once opens without a signal, too: the invitation with its timetable and code, the
// page of wishes, and on the day the page for noting at the table.
const { keep, ownPage, ownWorker, ownStore, ownWishes, keepPage, keepWorker, keepStore } = root.dataset;
const page = document.documentElement;
if (keep) {
  import(keep)
    .then(({ keepPage: keeps }) =>
      Promise.all([keeps(ownPage, ownWorker, ownStore, ...(ownWishes ? [ownWishes] : [])), !keepPage || keeps(keepPage, keepWorker, keepStore)]),
    )
    .then((went) => went.every(Boolean) && (root.dataset.kept = "yes"))
    .catch(() => {});
}

// The page says so while there is no signal. When it is back, and stays for a moment, a kept page
// makes way for the newest one, unless somebody is writing on it or on the way to another: a weak
// signal comes and goes, and each time a reload would take back the link that was just tapped.
const STEADY_MS = 1000;
let isWriting = false;
let isLeaving = false;
let steady = 0;
root.addEventListener("input", () => {
  isWriting = true;
});
document.addEventListener("click", ({ target }) => {
  if (target.closest('a[href^="/"]')) isLeaving = true;
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) isLeaving = false;
});
addEventListener("offline", () => {
  clearTimeout(steady);
  page.setAttribute("data-lost", "");
});
addEventListener("online", () => {
  page.removeAttribute("data-lost");
  if (!page.hasAttribute("data-kept")) return;
  clearTimeout(steady);
  steady = setTimeout(() => isWriting || isLeaving || location.reload(), STEADY_MS);
});
