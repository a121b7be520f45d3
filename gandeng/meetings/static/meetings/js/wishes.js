// Picking and putting in order. Every change stands on the screen and on the device at once and is
// sent as the whole list with the list it was made from, so that another phone's picks are kept and
// nothing is lost without a signal. Without this script every button is a form's.
const root = document.querySelector("[data-wishes]");
const say = root.dataset;
// static files go by hashed names, which only the page knows
const { onDevice } = await import(say.device);
const find = (selector, within = root) => within.querySelector(selector);
const all = (selector, within = root) => [...within.querySelectorAll(selector)];
const list = find("[data-list]");
const most = Number(say.most);
const AGAIN_MS = 10000;
const PAUSE_MS = 500;
const SCROLL_EDGE = 90;
const SCROLL_STEP = 12;

const keysShown = () => all("[data-key]", list).map((row) => row.dataset.key);
const rowOf = (key) => all("[data-key]", list).find((row) => row.dataset.key === key);

// ---- what is kept on this device until the server has it ----------------------------------------
const { read, keep } = onDevice(say.store);
// A page kept for when there is no signal is older than what was picked after it. The list as it was
// last saved lies beside it.
const { read: remembered, keep: remember } = onDevice(`${say.store}-terakhir`);

// ---- rows ---------------------------------------------------------------------------------------
const label = (text, name) => text.replace(/\s+$/, "") + (name ? ` ${name}` : "");
const makeRow = ({ key, name, note, isMutual }) => {
  const row = find("template[data-row]").content.firstElementChild.cloneNode(true);
  row.dataset.key = key;
  find(".picked__name", row).textContent = name;
  find(".picked__note", row).textContent = note;
  find("[data-mutual]", row).hidden = !isMutual;
  for (const button of all("button", row)) {
    button.setAttribute("aria-label", label(button.getAttribute("aria-label"), name));
    if (button.name) button.value += key;
  }
  return row;
};
const wishOf = (row) => ({
  key: row.dataset.key,
  name: find(".picked__name", row).textContent,
  note: find(".picked__note", row).textContent,
  isMutual: !find("[data-mutual]", row).hidden,
});

const show = () => {
  const chosen = new Set(keysShown());
  find("[data-count]").textContent = chosen.size;
  find("[data-empty]").hidden = chosen.size > 0;
  find("[data-hint]").hidden = chosen.size === 0;
  for (const offer of all(".offer")) {
    const isPicked = chosen.has(offer.dataset.key);
    offer.setAttribute("aria-pressed", String(isPicked));
    offer.value = `${isPicked ? "remove" : "add"}:${offer.dataset.key}`;
    find("[data-mark]", offer).textContent = isPicked ? say.sayPicked : say.sayPick;
  }
};
const state = (text, tone) => {
  const shown = find("[data-state]");
  shown.textContent = text;
  shown.dataset.tone = tone;
};
const aloud = (text) => {
  find("[data-said]").textContent = text;
};

// ---- saving -------------------------------------------------------------------------------------
let base = keysShown();
let timer = 0;
let isSending = false;
let turn = 0;

const changed = () => {
  turn += 1;
  show();
  keep({ base, wishes: all("[data-key]", list).map(wishOf) });
  state(say.saySaving, "waiting");
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
};

async function save() {
  clearTimeout(timer);
  if (isSending) return;
  isSending = true;
  const mine = turn;
  const sent = keysShown();
  let isDone = false;
  try {
    const answer = await fetch(say.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": find("[name=csrfmiddlewaretoken]").value },
      body: JSON.stringify({ wishes: sent, base }),
      redirect: "manual",
      signal: AbortSignal.timeout(20000),
    });
    if (answer.ok) {
      const { wishes } = await answer.json();
      isDone = true;
      taken(wishes, sent, mine);
    } else if (answer.status === 409) {
      const { code, message } = await answer.json();
      isDone = true;
      // picked in time, sent too late: what was picked can still be read out to the office
      if (code !== "answers_closed") keep(null);
      state(message, "bad");
    } else if (answer.status < 500) {
      // The link or the page is too old; what is kept waits for a fresh page.
      isSending = false;
      state(say.sayStale, "bad");
      return;
    }
  } catch {
    // No signal: what is kept waits.
  }
  isSending = false;
  if (!isDone) {
    state(say.sayKept, "waiting");
    timer = setTimeout(save, AGAIN_MS);
  } else if (mine !== turn) save();
}

// The server has the list as it was sent, with what another phone did to it meanwhile. What was
// changed here since then stays, on top of that.
function taken(wishes, sent, mine) {
  base = wishes.map((wish) => wish.key);
  if (mine === turn) {
    if (base.join() === sent.join()) {
      for (const wish of wishes) find("[data-mutual]", rowOf(wish.key)).hidden = !wish.isMutual;
    } else put(wishes);
    keep(null);
    if (navigator.serviceWorker?.controller) remember(wishes);
    show();
    state(say.saySaved, "done");
    return;
  }
  for (const key of sent) if (!base.includes(key)) rowOf(key)?.remove();
  for (const wish of wishes) if (!sent.includes(wish.key) && !rowOf(wish.key)) list.append(makeRow(wish));
  keep({ base, wishes: all("[data-key]", list).map(wishOf) });
  show();
}

const put = (wishes) => list.replaceChildren(...wishes.map(makeRow));

addEventListener("online", () => read() && save());
addEventListener("pagehide", () => {
  if (!read() || !navigator.onLine) return;
  clearTimeout(timer);
  fetch(say.save, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": find("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({ wishes: keysShown(), base }),
    keepalive: true,
  }).catch(() => {});
});

// ---- picking ------------------------------------------------------------------------------------
const toggle = (offer) => {
  const { key, name, note } = offer.dataset;
  const row = rowOf(key);
  if (row) {
    row.remove();
  } else if (keysShown().length >= most) {
    state(say.sayFull, "bad");
    return;
  } else {
    list.append(makeRow({ key, name, note, isMutual: false }));
  }
  changed();
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button || button.disabled) return;
  if (button.matches(".offer")) {
    event.preventDefault();
    toggle(button);
  } else if (button.matches("[data-move]")) {
    event.preventDefault();
    move(button.closest("[data-key]"), Number(button.dataset.move), button);
  } else if (button.matches("[data-remove]")) {
    event.preventDefault();
    remove(button.closest("[data-key]"));
  } else if (button.matches("[data-filter]")) {
    event.preventDefault();
    look(button.search || "?", button.hasAttribute("data-more"));
  } else if (button.matches("[data-to]")) {
    event.preventDefault();
    view(button.dataset.to);
  } else if (button.matches("[data-grip]")) event.preventDefault();
});

function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (find("[data-remove]", next ?? root) ?? find("[data-to]")).focus({ preventScroll: true });
  changed();
}

function move(row, by, button) {
  const rows = all("[data-key]", list);
  const to = Math.min(Math.max(rows.indexOf(row) + by, 0), rows.length - 1);
  if (rows[to] === row) return;
  if (by < 0) rows[to].before(row);
  else rows[to].after(row);
  button.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  aloud(`${find(".picked__name", row).textContent} ${say.sayMoved} ${to + 1}`);
  changed();
}

// ---- dragging: a finger, a mouse, or the arrow keys on the grip ------------------------------------
let drag = null;
list.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  const row = grip.closest("[data-key]");
  grip.setPointerCapture(event.pointerId);
  drag = { row, grip, y: event.clientY, offset: event.clientY - row.getBoundingClientRect().top, before: keysShown().join(), frame: 0 };
  row.classList.add("picked--held");
});
list.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.y = event.clientY;
  drag.frame ||= requestAnimationFrame(follow);
});
function follow() {
  if (!drag) return;
  drag.frame = 0;
  const edge = drag.y < SCROLL_EDGE ? -SCROLL_STEP : drag.y > innerHeight - SCROLL_EDGE ? SCROLL_STEP : 0;
  if (edge) {
    scrollBy(0, edge);
    drag.frame = requestAnimationFrame(follow);
  }
  const { row } = drag;
  row.style.transform = "";
  const middle = drag.y - drag.offset + row.offsetHeight / 2;
  const centre = (other) => {
    const box = other.getBoundingClientRect();
    return box.top + box.height / 2;
  };
  while (row.previousElementSibling && middle < centre(row.previousElementSibling)) row.previousElementSibling.before(row);
  while (row.nextElementSibling && middle > centre(row.nextElementSibling)) row.nextElementSibling.after(row);
  row.style.transform = `translateY(${drag.y - drag.offset - row.getBoundingClientRect().top}px)`;
}
const drop = () => {
  if (!drag) return;
  cancelAnimationFrame(drag.frame);
  const { row, before } = drag;
  row.style.transform = "";
  row.classList.remove("picked--held");
  drag = null;
  if (keysShown().join() === before) return;
  aloud(`${find(".picked__name", row).textContent} ${say.sayMoved} ${keysShown().indexOf(row.dataset.key) + 1}`);
  changed();
};
list.addEventListener("pointerup", drop);
list.addEventListener("pointercancel", drop);
list.addEventListener("keydown", (event) => {
  const grip = event.target.closest("[data-grip]");
  const by = { ArrowUp: -1, ArrowDown: 1, Home: -most, End: most }[event.key];
  if (!grip || !by) return;
  event.preventDefault();
  move(grip.closest("[data-key]"), by, grip);
});

// ---- searching without leaving the page -----------------------------------------------------------
let asked = 0;
let typing = 0;
async function look(address, isMore = false) {
  const mine = (asked += 1);
  const query = new URLSearchParams(address.replace(/^\?/, ""));
  query.set("bagian", "1");
  try {
    const answer = await fetch(`${location.pathname}?${query}`);
    if (!answer.ok || mine !== asked) return;
    const offers = find("[data-offers]");
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isMore && find("[data-found]", offers)) {
      find("[data-found]", offers).append(...all("[data-found] > li", fresh));
      find("nav.buttons", offers)?.replaceWith(find("nav.buttons", fresh) ?? "");
    } else offers.replaceChildren(...fresh.body.childNodes);
    if (find("[data-state]").textContent === say.sayOffline) state("", "");
    show();
  } catch {
    if (mine !== asked) return;
    narrow(query.get("q") ?? "");
    state(say.sayOffline, "bad");
  }
}
// Without a signal one can at least look among what is on the page.
function narrow(words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  for (const offer of all(".offer")) {
    const text = offer.textContent.toLowerCase();
    offer.closest("li").hidden = !wanted.every((word) => text.includes(word));
  }
}
const addressOf = () => {
  const words = find("[data-search]").elements.q.value.trim();
  const category = new URLSearchParams(find(".chip[aria-current]")?.search).get("kategori");
  return `?${new URLSearchParams({ q: words, ...(category ? { kategori: category } : {}) })}`;
};
find("[data-search]").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  document.activeElement?.blur();
  look(addressOf());
});
find("[data-search]").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => look(addressOf()), 350);
});

// A picture that does not come leaves its place empty, not broken.
const hideMissing = (picture) => picture.classList.add("offer__picture--missing");
root.addEventListener("error", ({ target }) => target.matches?.(".offer__picture") && hideMissing(target), true);
all(".offer__picture").filter((one) => one.complete && !one.naturalWidth).forEach(hideMissing);

// On a phone one part at a time.
function view(name) {
  say.view = name;
  for (const link of all("[data-to]")) {
    if (link.dataset.to === name) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (name === "offers") find(".search__input").scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
}

// ---- beginning: what could not be sent the last time comes first ------------------------------------
root.classList.add("wishes--live");
view(location.hash === "#pilihan" ? "picked" : "offers");
scrollTo(0, 0);
const isKept = document.documentElement.hasAttribute("data-kept");
const waiting = read();
if (!isKept) remember(null);
const known = remembered();
if (known) {
  base = known.map((wish) => wish.key);
  put(known);
  show();
}
if (waiting?.wishes) {
  base = waiting.base;
  put(waiting.wishes);
  show();
  state(say.sayKept, "waiting");
  save();
}
