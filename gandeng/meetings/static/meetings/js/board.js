// The board: pick a meeting up (pointer, tap or Enter), put it down elsewhere; the server judges.

const LOOK_AGAIN_MS = 5000;
const DRAG_STARTS_PX = 6;
const EDGE_PX = 56;
const MOST_UNMET = 60;

const frame = document.querySelector(".board-frame");
const root = document.querySelector(".board");
const page = document.querySelector("[data-board]");
// static files go by hashed names, which only the page knows
const [{ Grid, element }, { State, keyOf }] = await Promise.all([import(page.dataset.grid), import(page.dataset.rules)]);
const data = JSON.parse(document.getElementById("board-data").textContent);
const state = new State(data);
const drawing = (name) => page.querySelector(`template[data-icon=${name}]`).content.firstElementChild;
const grid = new Grid(root, state, { locked: drawing("locked"), pinned: drawing("pinned") });
const canMove = data.may_move;
const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

let carried = null;
// what the server said last; after a change that may not have arrived it has to be asked again
let known = data;
let isDoubtful = false;
let sending = Promise.resolve();
let waiting = 0;

const find = (name) => page.querySelector(`[data-${name}]`);
const live = find("live");
const alarm = find("alarm");
const bar = find("bar");

// --- what it says -------------------------------------------------------------------------------

function announce(text) {
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
}

function complain(text) {
  alarm.replaceChildren();
  if (text) alarm.append(element("p", "board-alarm__text", {}, text));
}

function placeName(place) {
  return state.say("place", { row: grid.rows[place.row]?.label ?? "", time: state.slots[place.slot].clock });
}

function showFigures() {
  for (const box of page.querySelectorAll("[data-figure]")) {
    if (state.said) box.textContent = state.said[box.dataset.figure] ?? "–";
  }
  find("figure-meetings").textContent = state.meetings.size;
  for (const name of ["undo", "redo"]) {
    const button = find(name);
    if (!button) continue;
    button.disabled = !state[name] || waiting > 0;
    button.title = state[name] ? `${button.dataset.label}: ${state[name]}` : button.dataset.label;
  }
}

function showBar() {
  const place = grid.active;
  const meeting = grid.meetingAt(place);
  const says = bar.querySelector("[data-says]");
  const details = find("pair");
  for (const button of [details, ...bar.querySelectorAll("[data-act]")]) button.hidden = true;
  const offer = (name) => {
    const button = bar.querySelector(`[data-act=${name}]`);
    if (button) button.hidden = false;
  };
  if (carried) {
    says.textContent = state.say("carrying", { pair: state.pair(carried) });
    offer("put-back");
    return;
  }
  if (!meeting) {
    says.textContent = state.say("empty", { place: placeName(place) });
    if (canMove) offer("add");
    return;
  }
  const table = state.tableLabel.get(meeting.table) ?? "";
  says.textContent = state.say("at", { pair: state.pair(meeting), time: state.slots[meeting.slot].clock, table });
  const seen = new URLSearchParams({ slot: meeting.slot, meja: meeting.table });
  details.href = `${details.dataset.pair.replace("/0/0/", `/${meeting.buyer}/${meeting.maker}/`)}?${seen}`;
  details.hidden = false;
  if (!canMove) return;
  if (meeting.locked) return offer("unlock");
  offer("pick-up");
  offer("lock");
  offer("cancel");
}

function showUnmet(place = null) {
  const list = find("unmet");
  if (!list) return;
  const words = find("search").value.trim().toLowerCase();
  const fits = (wish) => {
    if (words && !state.pair(wish).toLowerCase().includes(words)) return false;
    return !place || grid.why(wish, place) === "";
  };
  const fitting = state.unmet.filter(fits);
  find("unmet-count").textContent = fitting.length;
  find("unmet-where").textContent = place ? state.say("for_place", { place: placeName(place) }) : "";
  list.replaceChildren(
    ...fitting.slice(0, MOST_UNMET).map((wish) => {
      const button = element("button", "button button--quiet board-wish", { type: "button" });
      button.append(element("span", "", {}, state.pair(wish)), element("span", "numbers text-soft", {}, `${wish.value}`));
      button.addEventListener("click", () => (place ? add(wish, place) : pickUp(wish)));
      const row = element("li");
      row.append(button);
      return row;
    }),
  );
  if (!fitting.length) list.append(element("li", "text-soft", {}, state.say("none_fits")));
  find("unmet-all").hidden = !place;
}

// --- to the server and back ---------------------------------------------------------------------

function send(change, said) {
  waiting += 1;
  showFigures();
  sending = sending.then(() => post(change, said)).finally(() => {
    waiting -= 1;
    showFigures();
  });
  return sending;
}

async function post(change, said) {
  try {
    const answer = await fetch(page.dataset.change, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify(change),
    });
    const isUnderstood = answer.headers.get("Content-Type")?.includes("json");
    if (!isUnderstood && answer.status < 500) return await giveUp("signed_out");
    const now = await answer.json();
    if (!now.meetings) throw new Error(now.message ?? String(answer.status));
    // a change made meanwhile is on its way; its own answer brings the board up to date
    if (waiting <= 1 || !answer.ok) take(now);
    complain(answer.ok ? "" : now.message);
    if (answer.ok) announce(said);
  } catch {
    await giveUp("offline");
  }
}

// Show what is known to be so, not what was hoped for.
async function giveUp(why) {
  isDoubtful = true;
  take(known);
  complain(state.say(why));
  await look(true);
}

function take(now) {
  known = now;
  state.load(now);
  grid.refresh();
  if (carried && state.meetings.has(keyOf(carried.buyer, carried.maker)))
    carried = state.meetings.get(keyOf(carried.buyer, carried.maker));
  if (carried) grid.mark(carried);
  showFigures();
  showBar();
  showUnmet();
}

async function look(isForced = false) {
  if (!isForced && (document.hidden || waiting || carried)) return;
  try {
    const mark = isForced || isDoubtful ? "" : state.mark;
    const answer = await fetch(`${page.dataset.state}?mark=${mark}`, { headers: { Accept: "application/json" } });
    if (answer.status !== 200) return;
    const now = await answer.json();
    if (waiting && !isForced) return;
    const isNews = now.mark !== state.mark;
    isDoubtful = false;
    take(now);
    if (isNews) announce(state.say("others_changed"));
  } catch {
    // no network: the next look tells
  }
}

// --- picking up and putting down ----------------------------------------------------------------

function pickUp(meeting, { isSilent = false } = {}) {
  if (!canMove || !meeting) return;
  if (meeting.locked) return complain(state.say("locked", { pair: state.pair(meeting) }));
  complain("");
  carried = meeting;
  grid.mark(meeting);
  showBar();
  if (!isSilent) {
    announce(state.say("picked_up", { pair: state.pair(meeting) }));
    grid.focus(grid.active);
  }
}

function putBack() {
  if (!carried) return;
  carried = null;
  grid.unmark();
  showBar();
  announce(state.say("put_back"));
}

function drop(place) {
  const meeting = carried;
  const held = state.meetings.get(keyOf(meeting.buyer, meeting.maker));
  const why = grid.why(meeting, place);
  const isSame = held && held === grid.meetingAt(place);
  if (isSame) return putBack();
  if (why) {
    complain(why);
    return announce(why);
  }
  carried = null;
  grid.unmark();
  if (!held) return add(meeting, place);
  const table = grid.tableAt(place);
  const other = table === null ? undefined : grid.meetingAt(place);
  const change = {
    do: "move",
    pair: [held.buyer, held.maker],
    seen: [held.slot, held.table],
    to: [place.slot, table],
    over: other ? [other.buyer, other.maker] : null,
  };
  state.place(held, place.slot, table);
  grid.refresh();
  grid.focus(place);
  showBar();
  send(change, state.say(other ? "swapped" : "moved", { pair: state.pair(held), place: placeName(place) }));
}

function add(wish, place) {
  carried = null;
  grid.unmark();
  const table = grid.tableAt(place);
  state.place(wish, place.slot, table);
  grid.refresh();
  grid.focus(place);
  showBar();
  showUnmet();
  send(
    { do: "add", pair: [wish.buyer, wish.maker], to: [place.slot, table] },
    state.say("added", { pair: state.pair(wish), place: placeName(place) }),
  );
}

const actions = {
  "pick-up": () => pickUp(grid.meetingAt(grid.active)),
  "put-back": () => {
    putBack();
    grid.focus(grid.active);
  },
  lock: () => turn("lock"),
  unlock: () => turn("unlock"),
  cancel: () => turn("cancel"),
  add: () => {
    showUnmet(grid.active);
    const details = find("unmet").closest("details");
    details.open = true;
    details.scrollIntoView({ block: "nearest" });
    find("unmet").querySelector("button")?.focus();
  },
};

function turn(what) {
  const meeting = grid.meetingAt(grid.active);
  if (!canMove || !meeting) return;
  if (what === "cancel" && meeting.locked) return complain(state.say("locked", { pair: state.pair(meeting) }));
  const change = { do: what, pair: [meeting.buyer, meeting.maker], seen: [meeting.slot, meeting.table] };
  const pair = state.pair(meeting);
  if (what === "cancel") state.remove(meeting);
  else meeting.locked = what === "lock";
  grid.refresh();
  showBar();
  grid.focus(grid.active);
  send(change, state.say(`done_${what}`, { pair }));
}

// --- pointer --------------------------------------------------------------------------------------

let drag = null;

root.addEventListener("pointerdown", (event) => {
  const cell = event.target.closest(".board__cell");
  if (!cell || event.button !== 0 || event.pointerType === "touch" || carried || !canMove) return;
  const meeting = grid.meetingAt(cell.place);
  if (meeting) drag = { meeting, x: event.clientX, y: event.clientY, ghost: null, target: null, frame: 0 };
});

addEventListener("pointermove", (event) => {
  if (!drag) return;
  const { clientX: x, clientY: y } = event;
  if (!drag.ghost) {
    if (Math.hypot(x - drag.x, y - drag.y) < DRAG_STARTS_PX) return;
    pickUp(drag.meeting, { isSilent: true });
    if (!carried) {
      drag = null;
      return;
    }
    drag.ghost = element("div", "board-ghost", { "aria-hidden": "true" }, state.pair(drag.meeting));
    document.body.append(drag.ghost);
    document.body.classList.add("is-dragging");
  }
  drag.x = x;
  drag.y = y;
  if (!drag.frame) drag.frame = requestAnimationFrame(follow);
});

function follow() {
  if (!drag?.ghost) return;
  drag.frame = 0;
  drag.ghost.style.transform = `translate(${drag.x + 12}px, ${drag.y + 12}px)`;
  const cell = document.elementFromPoint(drag.x, drag.y)?.closest?.(".board__cell") ?? null;
  if (cell !== drag.target) {
    drag.target?.classList.remove("is-target");
    cell?.classList.add("is-target");
    drag.target = cell;
    const why = cell ? grid.why(carried, cell.place) : "";
    drag.ghost.dataset.why = why;
    drag.ghost.classList.toggle("is-bad", Boolean(why));
  }
  const box = frame.getBoundingClientRect();
  const pull = (at, low, high) => (at > high - EDGE_PX ? 14 : at < low + EDGE_PX ? -14 : 0);
  const dx = pull(drag.x, box.left, box.right);
  const dy = pull(drag.y, box.top, box.bottom);
  if (dx || dy) {
    frame.scrollBy(dx, dy);
    drag.frame = requestAnimationFrame(follow);
  }
}

function endDrag(isDropped) {
  if (!drag) return;
  const { ghost, target, frame: pending } = drag;
  cancelAnimationFrame(pending);
  drag = null;
  if (!ghost) return;
  ghost.remove();
  document.body.classList.remove("is-dragging");
  if (isDropped && target && carried) drop(target.place);
  if (carried) putBack();
}

addEventListener("pointerup", () => endDrag(true));
addEventListener("pointercancel", () => endDrag(false));

root.addEventListener("click", (event) => {
  const cell = event.target.closest?.(".board__cell");
  if (!cell) return;
  grid.focus(cell.place);
  if (carried) drop(cell.place);
  else showBar();
});

// --- keyboard -------------------------------------------------------------------------------------

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

root.addEventListener("keydown", (event) => {
  const { row, slot } = grid.active;
  const step = ARROWS[event.key];
  const last = state.slots.length - 1;
  if (step && !event.altKey) go({ row: row + step[0], slot: slot + step[1] });
  else if (event.key === "Home") go({ row: event.ctrlKey ? 0 : row, slot: 0 });
  else if (event.key === "End") go({ row: event.ctrlKey ? grid.rows.length - 1 : row, slot: last });
  else if (event.key === "PageDown") go({ row: row + 8, slot });
  else if (event.key === "PageUp") go({ row: row - 8, slot });
  else if (event.key === "Enter" || event.key === " ") {
    if (carried) drop(grid.active);
    else if (grid.meetingAt(grid.active)) pickUp(grid.meetingAt(grid.active));
    else if (canMove) actions.add();
  } else if (event.key === "Delete" && !carried) turn("cancel");
  else if (event.key.toLowerCase() === "k" && !event.ctrlKey && !event.metaKey && !carried)
    turn(grid.meetingAt(grid.active)?.locked ? "unlock" : "lock");
  else return;
  event.preventDefault();
});

// Esc lets go of what is carried wherever the keyboard's focus is, also in the middle of a drag.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (drag?.ghost) endDrag(false);
  else if (carried) putBack();
});

function go(place) {
  grid.focus(place);
  showBar();
  if (!carried) return;
  const why = grid.why(carried, grid.active);
  announce(`${placeName(grid.active)}. ${why || state.say(grid.meetingAt(grid.active) ? "can_swap" : "can_drop")}`);
}

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches?.("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  step(key === "y" || event.shiftKey ? "redo" : "undo");
});

function step(what) {
  if (!canMove || !state[what] || waiting) return;
  send({ do: what }, state.say(`done_${what}`));
}

// --- the rest of the page -------------------------------------------------------------------------

for (const name of ["undo", "redo"]) find(name)?.addEventListener("click", () => step(name));
bar.addEventListener("click", (event) => actions[event.target.closest("[data-act]")?.dataset.act]?.());
find("unmet-all")?.addEventListener("click", () => showUnmet());
find("search").addEventListener("input", (event) => {
  grid.find(event.target.value);
  showUnmet();
});
for (const choice of page.querySelectorAll("[data-view]")) {
  choice.addEventListener("click", () => {
    putBack();
    for (const other of page.querySelectorAll("[data-view]")) other.setAttribute("aria-pressed", String(other === choice));
    grid.show(choice.dataset.view);
    grid.find(find("search").value);
    showBar();
  });
}

showFigures();
showBar();
showUnmet();
setInterval(look, LOOK_AGAIN_MS);
document.addEventListener("visibilitychange", () => look());
page.dataset.ready = "1";
performance.mark("board-ready");
