// The big screen follows by server-sent events; where every stream is taken it asks every three
// seconds. The clock runs on the server's time, whatever this computer believes it is.
const root = document.querySelector("[data-screen]");
const say = root.dataset;
const part = root.querySelector("[data-part]");
const signal = root.querySelector("[data-signal]");
const TURN_MS = 7000;
// After this share of a slot people want to know where to go next, not where to be.
const NEXT_FROM = 0.6;
const ASK_MS = 3000;
const SILENCE_MS = 25000;
const STREAM_AGAIN_MS = 60000;
const BACK_MS = 4000;
let offset = 0;
let turn = 0;
let heard = Date.now();
let source = null;
let asking = 0;
let isLost = false;

const state = () => part.querySelector(".screen__state");
const tune = () => {
  offset = Number(state().dataset.now) - Date.now();
};

function put(html) {
  const mark = state()?.dataset.mark;
  const shown = new DOMParser().parseFromString(html, "text/html").querySelector(".screen__state");
  if (!shown) return;
  part.replaceChildren(shown);
  tune();
  // A page of names that is being read stays where it is unless the slot moved on.
  if (mark?.split("-")[1] !== shown.dataset.mark.split("-")[1]) turn = 0;
  turnTo();
  tick();
}

function turnTo() {
  const all = [...part.querySelectorAll("[data-page]")];
  const { from, until } = state().dataset;
  const isLate = !from || (Date.now() + offset - from) / (until - from) > NEXT_FROM;
  const wanted = all.filter((page) => page.dataset.page === (isLate ? "next" : "now"));
  const pages = wanted.length ? wanted : all;
  for (const page of all) page.hidden = page !== pages[turn % pages.length];
  fit();
}

// Every name whole: as large as its place allows.
function fit() {
  for (const name of part.querySelectorAll(".screen__page:not([hidden]) .screen__name > span, .screen__called span")) {
    for (const size of ["", "small", "smaller", "tiny"]) {
      name.dataset.size = size;
      if (name.scrollWidth <= name.clientWidth) break;
    }
  }
}

function tick() {
  const shown = part.querySelector("[data-countdown]");
  if (!shown) return;
  const left = Math.max(0, Math.round((Number(state().dataset.until) - Date.now() - offset) / 1000));
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  shown.textContent = `${hours ? `${hours}:${String(minutes).padStart(2, "0")}` : minutes}:${String(left % 60).padStart(2, "0")}`;
  shown.classList.toggle("screen__clock--short", left <= 120);
}

function show(text, tone) {
  signal.textContent = text;
  signal.dataset.tone = tone;
}
function hear() {
  heard = Date.now();
  if (isLost) {
    isLost = false;
    show(say.sayBack, "back");
    setTimeout(() => isLost || show(asking ? say.saySlow : say.sayLive, "live"), BACK_MS);
  } else if (signal.dataset.tone !== "back") show(asking ? say.saySlow : say.sayLive, "live");
}
function lose() {
  isLost = true;
  show(say.sayLost, "lost");
}

function listen() {
  source?.close();
  heard = Date.now();
  source = new EventSource(say.stream);
  source.addEventListener("open", () => {
    clearInterval(asking);
    asking = 0;
    hear();
  });
  source.addEventListener("screen", (event) => {
    hear();
    put(JSON.parse(event.data));
  });
  source.addEventListener("beat", hear);
  source.addEventListener("error", () => {
    // The stream ends by itself now and then; only a silence that lasts is worth a word.
    if (source.readyState === EventSource.CLOSED) askInstead();
    else setTimeout(() => source.readyState === EventSource.CONNECTING && lose(), 2500);
  });
}

// Until a stream is free, or the server is there again.
function askInstead() {
  setTimeout(listen, STREAM_AGAIN_MS);
  if (asking) return;
  asking = setInterval(ask, ASK_MS);
  ask();
}

async function ask() {
  try {
    const answer = await fetch(`${say.ask}?mark=${encodeURIComponent(state().dataset.mark)}`, { signal: AbortSignal.timeout(8000) });
    if (answer.status === 200) put(await answer.text());
    if (answer.ok) hear();
    else lose();
  } catch {
    lose();
  }
}

setInterval(() => {
  turn += 1;
  turnTo();
}, TURN_MS);
setInterval(tick, 500);
setInterval(() => {
  if (asking || Date.now() - heard < SILENCE_MS) return;
  lose();
  listen();
}, 5000);
addEventListener("online", listen);

// A projector's computer must not go to sleep.
const wake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", wake);
root.querySelector("[data-full]").addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));

tune();
turnTo();
tick();
addEventListener("resize", fit);
document.fonts?.ready.then(fit);
wake();
listen();
