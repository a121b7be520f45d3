// The desk at the door. Everybody invited stands in the page; what is noted is kept on the device
// first and sent when there is a signal. The key of a note is made here, so that a note sent twice
// arrives once; the latest note by its own time says where somebody stands, on every desk.
const root = document.querySelector("[data-desk]");
const say = root.dataset;
const find = (selector, within = root) => within.querySelector(selector);
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const store = `gandeng-meja-${say.day}`;
const AGAIN_MS = 10000;
const LOOK_MS = 8000;
const MOST_AT_ONCE = 100;
const MOST_SHOWN = 80;
const words = Object.fromEntries(json("desk-words"));
let pack = json("desk-pack");
let show = "missing";
let lastNote = null;
let token = find("[name=csrfmiddlewaretoken]").value;

// ---- what is kept on this device ---------------------------------------------------------------
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(store) ?? "{}");
  } catch {
    return {};
  }
};
const write = (change) => {
  try {
    localStorage.setItem(store, JSON.stringify({ ...read(), ...change }));
    return true;
  } catch {
    return false;
  }
};
const waiting = () => read().waiting ?? [];
const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2, 12)}`);

// What the server last said may be newer than the kept page.
const known = read().state;
if (known && known.beat > pack.beat) pack = { ...pack, ...known };

// Where somebody stands: what still waits here comes after what the server knows.
function standOf(id, notes = waiting()) {
  const own = notes.findLast((note) => note.guest === id);
  if (!own) return pack.stands[id] ?? ["expected", ""];
  const at = new Date(own.noted_at);
  if (own.late_by) at.setMinutes(at.getMinutes() + own.late_by);
  return [own.presence, clock(at)];
}
// Where they are awaited next: who comes late is not sent to a table that has risen.
function placeOf(guest) {
  const next = guest.places.find(([number]) => pack.slots[number]?.[0] > Date.now());
  return next ? `${pack.slots[next[0]][1]} · ${next[1]}` : "";
}
const clock = (at) => `${String(at.getHours()).padStart(2, "0")}.${String(at.getMinutes()).padStart(2, "0")}`;

// ---- sending -----------------------------------------------------------------------------------
let isSending = false;
let timer = 0;
const showSignal = (text, tone) => {
  const shown = find("[data-signal]");
  const count = waiting().length;
  shown.textContent = text ?? (count ? `${count} ${say.sayWaiting}` : say.sayAll);
  shown.dataset.tone = tone ?? (count ? "waiting" : "done");
};

async function ask(url, options) {
  const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(20000), ...options });
  if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) throw new Error("sign-in");
  if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
  return answer.status === 204 ? null : answer.json();
}

async function send() {
  if (isSending) return;
  const batch = waiting().slice(0, MOST_AT_ONCE);
  clearTimeout(timer);
  if (!batch.length) return showSignal();
  isSending = true;
  let isDone = false;
  try {
    const answer = await ask(say.send, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ notes: batch, sent_at: new Date().toISOString(), desk: read().name ?? "", count: pack.guests.length, plan: pack.plan }),
    });
    const arrived = new Set(answer.results.map((result) => result.key));
    write({ waiting: waiting().filter((note) => !arrived.has(note.key)) });
    for (const result of answer.results.filter((one) => !one.ok)) tell(result.message, "error");
    if (answer.warning) tell(answer.warning, "warning");
    take(answer);
    isDone = true;
    showSignal();
  } catch (error) {
    if (error.message === "sign-in") {
      // The kept page may hold the token of an older sign-in: look once, then ask for a new one.
      await look(true);
    }
    showSignal();
  }
  isSending = false;
  if (isDone && waiting().length) send();
  else if (!isDone) timer = setTimeout(send, AGAIN_MS);
}

function take(state) {
  if (!state) return;
  token = state.token ?? token;
  const { beat, stands, proposal } = state;
  pack = { ...pack, beat, stands, proposal };
  if (state.guests) {
    const { guests, slots, plan } = state;
    pack = { ...pack, guests, slots, plan };
    // The kept page has the list of before.
    keepFresh().catch(() => {});
  }
  write({ state: { beat, stands, proposal } });
  list();
}

async function look(isForced = false) {
  if (document.hidden && !isForced) return;
  try {
    take(await ask(`${say.now}?${isForced ? "" : `beat=${pack.beat}&`}count=${pack.guests.length}&plan=${pack.plan}`));
    if (find("[data-signal]").dataset.tone === "off") showSignal();
  } catch (error) {
    if (error.message === "sign-in") tell(say.saySignin, "warning");
    else if (!navigator.onLine) showSignal(waiting().length ? undefined : say.sayOffline, "off");
  }
}

// ---- noting ------------------------------------------------------------------------------------
function note(values) {
  const made = { key: newKey(), noted_at: new Date().toISOString(), ...values };
  if (!write({ waiting: [...waiting(), made] })) return tell(say.sayFull, "error");
  list();
  showSignal();
  send();
  return made;
}

function come(guest, heads) {
  const stood = standOf(guest.id)[0];
  if (stood === "present" && heads === undefined) return tell(`${guest.name} ${say.sayAgain}`, "warning");
  mark(guest, { presence: "present", heads: heads ?? guest.heads });
}

function mark(guest, values) {
  const before = standOf(guest.id)[0];
  if (!note({ guest: guest.id, ...values })) return;
  lastNote = { guest, before };
  const next = placeOf(guest);
  const place = values.presence === "present" && next ? `. ${say.sayNext}: ${next}` : "";
  const done = values.presence === "present" ? say.sayCame : words[values.presence].toLowerCase();
  tell(`${guest.name} ${done}${place}`, "success", true);
}

find("[data-undo]").addEventListener("click", () => {
  if (!lastNote) return;
  // Late needs a time again, so it is taken back to "not there yet".
  const back = lastNote.before === "late" ? "expected" : lastNote.before;
  note({ guest: lastNote.guest.id, presence: back });
  tell(`${lastNote.guest.name}: ${words[back].toLowerCase()}`, "success");
  lastNote = null;
});

function tell(text, tone, canUndo = false) {
  const shown = find("[data-said]");
  find("[data-said-text]").textContent = text;
  shown.className = `desk__said message message--${tone}`;
  shown.hidden = !text;
  find("[data-undo]").hidden = !canUndo;
}

// ---- the list ----------------------------------------------------------------------------------
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
const groups = {
  missing: (guest, stand) => guest.coming && (stand === "expected" || stand === "late"),
  present: (guest, stand) => stand === "present",
  away: (guest, stand) => stand === "left" || stand === "absent",
  all: () => true,
};

function list() {
  const wanted = fold(find("[data-filter]").value.trim());
  const notes = waiting();
  const stands = new Map(pack.guests.map((guest) => [guest.id, standOf(guest.id, notes)]));
  for (const [name, is] of Object.entries(groups)) {
    find(`[data-chip="${name}"]`).textContent = pack.guests.filter((guest) => is(guest, stands.get(guest.id)[0])).length;
  }
  for (const side of ["buyer", "maker"]) {
    const own = pack.guests.filter((guest) => guest.side === side);
    const came = own.filter((guest) => ["present", "left"].includes(stands.get(guest.id)[0]));
    const awaited = own.filter((guest) => guest.coming || stands.get(guest.id)[0] !== "expected");
    find(`[data-count="${side}"]`).textContent = `${came.length}/${awaited.length}`;
  }
  // A name that was typed is looked for everywhere: who stands at the desk is not asked for a filter.
  const rows = pack.guests.filter((guest) => (wanted ? fold(`${guest.name} ${guest.who}`).includes(wanted) : groups[show](guest, stands.get(guest.id)[0])));
  find("[data-list]").replaceChildren(...rows.slice(0, MOST_SHOWN).map((guest) => rowOf(guest, stands.get(guest.id))));
  find("[data-nothing]").hidden = rows.length > 0;
  find("[data-proposal]").hidden = !pack.proposal;
}

function rowOf(guest, [stand, at]) {
  const row = find("[data-row]").content.cloneNode(true).firstElementChild;
  const isThere = stand === "present";
  row.dataset.stand = stand;
  find(".desk__name", row).textContent = guest.name;
  const state = stand === "expected" ? (guest.coming ? "" : guest.answer) : `${words[stand]}${at ? ` ${stand === "late" ? `${say.sayExpected} ` : ""}${at}` : ""}`;
  find(".desk__sub", row).textContent = [state, guest.side === "buyer" ? say.sayBuyer : say.sayMaker, guest.who, placeOf(guest)].filter(Boolean).join(" · ");
  find(".desk__open", row).addEventListener("click", () => openSheet(guest));
  const button = find(".desk__come", row);
  button.textContent = isThere ? "✓" : say.sayCome;
  button.disabled = isThere;
  button.setAttribute("aria-label", `${guest.name}: ${isThere ? words.present : say.sayCome}`);
  button.addEventListener("click", () => come(guest));
  return row;
}

find("[data-filter]").addEventListener("input", list);
find("[data-filter]").addEventListener("keydown", (event) => {
  if (event.key === "Enter") find("[data-list] .desk__open")?.click();
});
for (const chip of root.querySelectorAll("[data-show]")) {
  chip.addEventListener("click", () => {
    show = chip.dataset.show;
    for (const one of root.querySelectorAll("[data-show]")) one.setAttribute("aria-pressed", String(one === chip));
    list();
  });
}

// ---- one guest ---------------------------------------------------------------------------------
const sheet = find("[data-sheet]");
let current = null;
function openSheet(guest) {
  current = guest;
  const [stand, at] = standOf(guest.id);
  find("[data-sheet-name]").textContent = guest.name;
  const next = placeOf(guest);
  find("[data-sheet-note]").textContent = [`${words[stand]} ${at}`.trim(), guest.who, next && `${say.sayNext}: ${next}`].filter(Boolean).join(" · ");
  find("[data-sheet-heads]").value = guest.heads;
  sheet.returnValue = "";
  sheet.showModal();
}
for (const button of sheet.querySelectorAll("[data-heads]")) {
  button.addEventListener("click", () => {
    const input = find("[data-sheet-heads]");
    input.value = Math.min(99, Math.max(1, Number(input.value || 1) + Number(button.dataset.heads)));
  });
}
sheet.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  const heads = Math.min(99, Math.max(1, Number(find("[data-sheet-heads]").value) || 1));
  if (!current || !pressed.value) return;
  if (pressed.value === "present") mark(current, { presence: "present", heads });
  else if (pressed.value === "late") mark(current, { presence: "late", late_by: Number(pressed.dataset.late) });
  else mark(current, { presence: pressed.value });
});

// ---- somebody nobody invited -------------------------------------------------------------------
const newcomer = find("[data-newcomer]");
const form = find("[data-new-form]");
find("[data-new]").addEventListener("click", () => {
  form.reset();
  form.elements.name.value = find("[data-filter]").value.trim();
  find("[data-new-error]").hidden = true;
  newcomer.showModal();
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "save") return;
  const name = form.elements.name.value.trim();
  if (!name) {
    event.preventDefault();
    find("[data-new-error]").textContent = say.sayName;
    find("[data-new-error]").hidden = false;
    return;
  }
  const made = note({ presence: "present", name, side: form.elements.side.value, person: form.elements.person.value.trim(), phone: form.elements.phone.value.trim() });
  find("[data-filter]").value = "";
  list();
  if (made) tell(`${name} ${say.sayWalkin}`, "success");
});
let kinds = {};
form.elements.name.addEventListener("input", async () => {
  const typed = form.elements.name.value.trim();
  if (kinds[typed]) form.elements.side.value = kinds[typed] === "maker" ? "maker" : "buyer";
  if (typed.length < 3) return;
  try {
    const { names } = await ask(`${say.names}?q=${encodeURIComponent(typed)}`);
    kinds = Object.fromEntries(names.map((one) => [one.name, one.kind]));
    find("[data-known]").replaceChildren(...names.map((one) => new Option(one.name)));
  } catch {
    // No signal: the register matches the name when it arrives.
  }
});

// ---- a code that was scanned (desk-scan.js) ----------------------------------------------------
root.addEventListener("desk:code", (event) => {
  const guest = pack.guests.find((one) => event.detail && [one.code, one.badge].includes(event.detail));
  if (!guest) return tell(say.sayStrange, "error");
  come(guest);
});

// ---- this device -------------------------------------------------------------------------------
const deskName = find("[data-desk-name]");
deskName.value = read().name ?? "";
deskName.addEventListener("change", () => write({ name: deskName.value.trim() }));

// Without https there is no keeping the page; noting without a signal works as long as it is open.
async function keepPage() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  if ("over" in say && !waiting().length) {
    await caches.delete(store);
    for (const one of await navigator.serviceWorker.getRegistrations()) if (one.scope.endsWith(location.pathname)) await one.unregister();
    return;
  }
  await navigator.serviceWorker.register(say.worker, { scope: location.pathname });
  const cache = await caches.open(store);
  // The reader of codes is there before it is needed: the first scan may be without a signal.
  const reader = [say.squares, say.text].map((path) => new URL(path, location).href);
  const assets = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.startsWith(location.origin) && /\/static\//.test(name));
  await Promise.allSettled([...new Set([...assets, ...reader])].map((name) => cache.add(name)));
  if (navigator.onLine) await keepFresh();
  root.dataset.kept = "yes";
}
async function keepFresh() {
  if (!("caches" in window) || !(await caches.has(store))) return;
  await (await caches.open(store)).add(new Request(location.pathname, { credentials: "same-origin" }));
}

addEventListener("online", () => {
  send();
  look();
});
addEventListener("offline", () => showSignal(waiting().length ? undefined : say.sayOffline, "off"));
document.addEventListener("visibilitychange", () => look());
setInterval(look, LOOK_MS);
list();
showSignal();
send();
keepPage().catch(() => {});
