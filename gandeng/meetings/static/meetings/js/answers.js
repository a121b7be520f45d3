// An answer given where there is no signal waits on the device and goes out as soon as there is one.
// Without this script the form is sent as any form is.
const root = document.querySelector("[data-guest]");
const say = root.dataset;
// static files go by hashed names, which only the page knows
const { onDevice } = await import(say.device);
const forms = [...root.querySelectorAll("[data-answer]")];
const box = root.querySelector("[data-waiting]");
const AGAIN_MS = 15000;
const PATIENCE_MS = 20000;
let isBusy = false;
let timer = 0;

// ---- what waits ----------------------------------------------------------------------------------
const { read, keep } = onDevice(say.answers);
const tell = (text, { canSend = false, tone = "warning" } = {}) => {
  box.querySelector("[data-waiting-text]").textContent = text;
  box.querySelector("[data-waiting-send]").hidden = !canSend;
  box.querySelector("[data-waiting-drop]").hidden = !read();
  box.className = `message message--${tone}`;
  box.hidden = false;
};

// ---- sending -------------------------------------------------------------------------------------
// "taken", "refused" (the server says on its own page why), or "lost" on the way.
async function send(note) {
  const body = new URLSearchParams(note.body);
  body.set("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  try {
    const answer = await fetch(note.url, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.type === "opaqueredirect" || answer.ok) return "taken";
    return answer.status < 500 ? "refused" : "lost";
  } catch {
    return "lost";
  }
}

for (const form of forms) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    event.submitter?.setAttribute("aria-busy", "true");
    const note = {
      url: form.action,
      body: String(new URLSearchParams(new FormData(form))),
      next: form.dataset.next,
      answered: say.answered,
    };
    const went = await send(note);
    if (went === "taken") {
      keep(null);
      location.assign(note.next);
    } else if (went === "refused") form.submit();
    else {
      isBusy = false;
      event.submitter?.removeAttribute("aria-busy");
      if (keep(note)) tell(say.sayKept);
      else tell(say.sayFull, { tone: "error" });
      box.scrollIntoView({ block: "center" });
      later();
    }
  });
}

// Coming back with the back button finds the form usable again.
addEventListener("pageshow", () => {
  isBusy = false;
  for (const button of root.querySelectorAll("[data-answer] [aria-busy]")) button.removeAttribute("aria-busy");
});

// ---- what waited ---------------------------------------------------------------------------------
const later = () => {
  clearTimeout(timer);
  timer = setTimeout(sendWaiting, AGAIN_MS);
};

// Which answer stands by now; null where nobody answers.
async function standing() {
  try {
    const answer = await fetch(say.ask, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? (await answer.json()).answered : null;
  } catch {
    return null;
  }
}

async function sendWaiting(isSure = false) {
  const note = read();
  if (!note || isBusy) return;
  isBusy = true;
  clearTimeout(timer);
  const stands = await standing();
  const went = stands === null ? "lost" : stands !== note.answered && isSure !== true ? "outdated" : await send(note);
  isBusy = false;
  if (went === "taken") {
    keep(null);
    location.assign(note.next);
  } else if (went === "outdated") tell(say.sayNewer, { canSend: true });
  else if (went === "refused") refused(note);
  else {
    tell(say.sayKept);
    later();
  }
}

// The server's own page says what is wrong with it, over what was typed.
function refused(note) {
  const form = forms.find((one) => one.action === note.url);
  if (!form) {
    tell(say.sayRefused, { tone: "error" });
    return;
  }
  const said = new URLSearchParams(note.body);
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || !said.has(field.name)) continue;
    if (field.type === "radio") field.checked = said.get(field.name) === field.value;
    else field.value = said.get(field.name);
  }
  keep(null);
  form.submit();
}

box.querySelector("[data-waiting-send]").addEventListener("click", () => sendWaiting(true));
box.querySelector("[data-waiting-drop]").addEventListener("click", () => {
  keep(null);
  clearTimeout(timer);
  box.hidden = true;
});
addEventListener("online", () => sendWaiting());
if (read()) {
  tell(say.sayKept);
  sendWaiting();
}
