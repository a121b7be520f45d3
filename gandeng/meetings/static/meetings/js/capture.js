// What was said at the table, on a tablet or a phone. Everything the page needs stands in the page;
// what is saved is kept on the device first and sent when there is a signal. The key of a note is
// made here, so that a note sent twice arrives once.
const root = document.querySelector("[data-capture]");
const pack = JSON.parse(document.getElementById("capture-pack").textContent);
const say = root.dataset;
const find = (selector, within = root) => within.querySelector(selector);
const FIRST_SHOWN = 3;
const dayIn = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Jakarta" });

// ---- sending -----------------------------------------------------------------------------------
// static files go by hashed names, which only the page knows
const [{ onDevice }, { Outbox, pairOf }, { productRow, linesIn, photoIn }] = await Promise.all(
  [say.device, say.outbox, say.fields].map((script) => import(script)),
);
const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`);
const showSignal = () => {
  const count = outbox.read().waiting.length;
  const shown = find("[data-signal]");
  shown.textContent = count ? `${count} ${say.sayWaiting}` : say.sayAll;
  shown.dataset.tone = count ? "waiting" : "done";
};
const outbox = new Outbox(onDevice(say.store), say.send, find("[name=csrfmiddlewaretoken]"), {
  showSignal,
  lost(status) {
    if (status === 404) tell(say.sayGone, "warning");
    else if (status === 401 || status === 403) tell("guest" in say ? say.sayReload : say.saySignin, "warning");
  },
  settled(refused) {
    for (const [note, message] of refused) tell(`${nameOf(note.buyer, note.maker)}: ${message}`, "error");
    list();
  },
  sent() {
    const waited = [say.sayKept, say.saySignin, say.sayReload, say.sayGone];
    if (waited.includes(find("[data-message]").textContent)) tell(say.saySaved, "success");
  },
});

// ---- the list ----------------------------------------------------------------------------------
// On a shop's own phone its own name says nothing.
const nameOf = (buyer, maker) => [pack.makers[maker]?.name, "guest" in say ? "" : pack.buyers[buyer]].filter(Boolean).join(" & ");
const tell = (text, tone, outcome) => {
  const shown = find("[data-message]");
  shown.replaceChildren(text);
  shown.className = `message message--${tone}`;
  shown.hidden = !text;
  if (outcome && say.outcomeUrl) shown.append(" ", linkTo(outcome, say.sayGoOn));
};
const linkTo = (outcome, text) => Object.assign(document.createElement("a"), { href: say.outcomeUrl.replace("/0/", `/${outcome}/`), textContent: text });

// Another device may have noted later what this one remembers otherwise.
function notedOf(kept, pair) {
  const [here, there] = [kept.noted[pair], pack.noted[pair]];
  if (!here || !there) return here ?? there;
  return new Date(here.at ?? 0) < new Date(there.at) ? there : here;
}

function stateOf(kept, { buyer, maker }) {
  const pair = `${buyer}-${maker}`;
  if (kept.waiting.some((note) => pairOf(note) === pair)) return { text: say.sayWaiting, tone: "waiting" };
  const noted = notedOf(kept, pair);
  if (!noted) return null;
  if (noted.refused) return { text: noted.refused, tone: "bad" };
  return { text: noted.label, tone: "done", id: noted.id };
}

const headings = () => ({ now: say.sayNowHead, open: say.sayOpenHead, later: say.sayLaterHead, done: say.sayDoneHead });
function headingOf(name) {
  const heading = document.createElement("li");
  heading.className = "capture__heading";
  heading.append(Object.assign(document.createElement("h2"), { textContent: headings()[name] }));
  return heading;
}

function list() {
  const shown = find("[data-meetings]");
  const words = (find("[data-filter]")?.value ?? "").trim().toLowerCase();
  const now = new Date();
  const scheduled = new Set(pack.meetings.map((one) => `${one.buyer}-${one.maker}`));
  const kept = outbox.read();
  const extra = Object.keys({ ...pack.noted, ...kept.noted })
    .concat(kept.waiting.map(pairOf))
    .filter((pair, place, all) => !scheduled.has(pair) && all.indexOf(pair) === place)
    .map((pair) => ({ buyer: Number(pair.split("-")[0]), maker: Number(pair.split("-")[1]), time: "", table: "" }))
    .filter((one) => pack.buyers[one.buyer] && pack.makers[one.maker]);
  const rows = [...pack.meetings, ...extra].filter(
    (one) => !words || `${one.table} ${nameOf(one.buyer, one.maker)}`.toLowerCase().includes(words),
  );
  // Photos that wait make what is kept heavy: it is read once, not once a row.
  const states = new Map(rows.map((one) => [one, stateOf(kept, one)]));
  const rowOf = (one) => {
    const row = find("[data-row]").content.cloneNode(true).firstElementChild;
    const isNow = groupOf(one) === "now";
    const button = row.firstElementChild;
    find(".capture__when", row).textContent = [one.time, one.table, isNow ? say.sayNow : ""].filter(Boolean).join(" · ");
    find(".capture__who", row).textContent = nameOf(one.buyer, one.maker);
    const state = states.get(one);
    if (state) {
      find(".capture__state", row).textContent = state.text;
      find(".capture__state", row).dataset.tone = state.tone;
    }
    button.classList.toggle("capture__meeting--now", Boolean(isNow));
    button.addEventListener("click", () => open(one));
    if (state?.id && say.outcomeUrl) {
      const link = linkTo(state.id, "→");
      link.className = "capture__open text-s";
      link.setAttribute("aria-label", `${nameOf(one.buyer, one.maker)}: ${state.text}`);
      row.append(link);
    }
    return row;
  };
  // What is on now stands first, then what nobody has written down yet; who searches sees all.
  const groupOf = (one) => {
    if (one.from && new Date(one.from) <= now && now < new Date(one.to)) return "now";
    if (states.get(one)) return "done";
    return one.from && now < new Date(one.from) ? "later" : "open";
  };
  const groups = ["now", "open", "later", "done"].map((name) => [name, rows.filter((one) => groupOf(one) === name)]).filter(([, own]) => own.length);
  const parts = words ? [[null, rows]] : groups;
  shown.replaceChildren(...parts.flatMap(([name, own]) => [...(parts.length > 1 ? [headingOf(name)] : []), ...own.map(rowOf)]));
  find("[data-nothing]").hidden = rows.length > 0;
}

// ---- the form ----------------------------------------------------------------------------------
const form = find("[data-form]");
let current = null;

// What this pair had said before is theirs again while they change it.
function leftOf(product, noted) {
  if (product.left === null || product.left === undefined) return null;
  const line = isPromise(noted?.said?.result) && noted.said.lines.find((one) => one.product === product.id);
  return product.left + (line ? line.quantity : 0);
}

function open(one) {
  current = one;
  form.reset();
  form.photo.dataset.kept = "";
  const wished = pack.wished[one.buyer] ?? [];
  const order = (product) => {
    const place = wished.indexOf(product.id);
    return place < 0 ? wished.length : place;
  };
  const products = [...pack.makers[one.maker].products].sort((a, b) => order(a) - order(b));
  const kept = outbox.read();
  const pair = `${one.buyer}-${one.maker}`;
  const noted = notedOf(kept, pair);
  const rows = products.map((product, place) => productRow(find("[data-product]"), product, place, leftOf(product, pack.noted[pair]), say));
  const shown = Math.max(FIRST_SHOWN, products.filter((product) => wished.includes(product.id)).length);
  const more = find("[data-more]");
  find("[data-products]").replaceChildren(...rows.slice(0, shown));
  find("[data-more-products]").replaceChildren(...rows.slice(shown));
  find("[data-more-count]").textContent = rows.length - shown;
  more.hidden = rows.length <= shown;
  more.open = false;
  find("[data-title]").textContent = nameOf(one.buyer, one.maker);
  find("[data-place]").textContent = [one.time, one.table].filter(Boolean).join(" · ");
  const known = kept.waiting.find((note) => pairOf(note) === pair) ?? noted?.said;
  if (known) fill(known);
  for (const row of rows) row.weigh();
  find("[data-error]").hidden = true;
  find("[data-photo-kept]").hidden = !(known?.photo || noted?.hasPhoto);
  find("[data-list]").hidden = true;
  form.hidden = false;
  tell("", "success");
  showScheme();
  scrollTo(0, 0);
  find("[data-title]").focus();
}

function fill(note) {
  for (const line of note.lines) {
    const row = form.querySelector(`[data-id="${line.product}"]`);
    if (!row) continue;
    if (row.closest("[data-more]")) find("[data-more]").open = true;
    if (line.taste) find(`[data-taste][value="${line.taste}"]`, row).checked = true;
    if (line.price) find(`[data-price][value="${line.price}"]`, row).checked = true;
    find("[data-quantity]", row).value = line.quantity || "";
    find("[data-shelf]", row).value = line.shelf_price ?? "";
  }
  form.elements.result.value = note.result;
  form.elements.scheme.value = note.scheme;
  form.elements.next_on.value = note.next_on;
  form.elements.note.value = note.note;
  form.photo.dataset.kept = note.photo ?? "";
}

const isPromise = (result) => result === "order" || result === "agreement";
const showScheme = () => {
  find("[data-scheme]").hidden = !isPromise(form.elements.result.value);
};

function close(text, tone) {
  current = null;
  form.hidden = true;
  find("[data-list]").hidden = false;
  list();
  tell(text ?? "", tone ?? "success");
  scrollTo(0, 0);
}

const fail = (text) => {
  const shown = find("[data-error]");
  shown.textContent = text;
  shown.hidden = false;
  shown.scrollIntoView({ block: "center" });
};

// A photo takes a moment to be made small: a second tap meanwhile is not a second note.
let isSaving = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!current || isSaving) return;
  const result = form.elements.result.value;
  const said = linesIn(form);
  if (!result) return fail(say.sayResult);
  if (isPromise(result) && !said.some((line) => line.quantity > 0)) return fail(say.sayPromise);
  const pair = current;
  isSaving = true;
  const picture = await photoIn(form.photo);
  isSaving = false;
  const note = {
    key: newKey(),
    buyer: pair.buyer,
    maker: pair.maker,
    slot: pair.slot ?? null,
    result,
    scheme: isPromise(result) ? form.elements.scheme.value : "",
    next_on: form.elements.next_on.value,
    note: form.elements.note.value,
    noted_at: new Date().toISOString(),
    photo: picture,
    lines: said,
  };
  if (!outbox.add(note)) return fail(say.sayFull);
  close(navigator.onLine ? "" : say.sayKept);
  await outbox.send();
  if (!outbox.read().waiting.some((one) => one.key === note.key)) {
    const { refused, id } = outbox.read().noted[pairOf(note)] ?? {};
    if (!refused) tell(say.saySaved, "success", isPromise(result) && id);
  } else if (find("[data-message]").hidden) tell(say.sayKept, "success");
});

form.addEventListener("change", () => {
  showScheme();
  find("[data-error]").hidden = true;
});
find("[data-back]").addEventListener("click", () => close());
for (const chip of form.querySelectorAll("[data-in]")) {
  chip.addEventListener("click", () => {
    const today = dayIn.format(new Date());
    const day = new Date(today > pack.heldOn ? today : pack.heldOn);
    day.setUTCDate(day.getUTCDate() + Number(chip.dataset.in));
    form.elements.next_on.value = day.toISOString().slice(0, 10);
  });
}
find("[data-filter]")?.addEventListener("input", list);

// ---- pairs that are not on the timetable -------------------------------------------------------
const options = (select, names) => {
  const rows = Object.entries(names).sort((a, b) => a[1].localeCompare(b[1], "id"));
  select?.replaceChildren(...rows.map(([value, text]) => new Option(text, value)));
};
options(find("[data-other-buyer]"), pack.buyers);
options(find("[data-other-maker]"), Object.fromEntries(Object.entries(pack.makers).map(([id, maker]) => [id, maker.name])));
find("[data-other]").addEventListener("click", () => {
  const buyer = Number(find("[data-other-buyer]")?.value ?? Object.keys(pack.buyers)[0]);
  const maker = Number(find("[data-other-maker]").value);
  if (!pack.buyers[buyer] || !pack.makers[maker]) return;
  open(pack.meetings.find((one) => one.buyer === buyer && one.maker === maker) ?? { buyer, maker, time: "", table: "" });
});

addEventListener("online", () => outbox.send());
addEventListener("offline", showSignal);
// The list moves with the clock: what is on now is marked.
setInterval(() => form.hidden && list(), 60000);
list();
showSignal();
outbox.send();
// The script's place is said by the page: its name carries a digest.
import(say.keep)
  .then(({ keepPage }) => keepPage(location.pathname, say.worker, say.store))
  .then((isKept) => isKept && (root.dataset.kept = "yes"))
  .catch(() => {});
