// The board: pick a meeting up (pointer, tap or Enter), put it down elsewhere; the server judges.

const LOOK_AGAIN_MS = 5000;
const MOST_UNMET = 60;

const frame = document.querySelector(".board-frame");
const root = document.querySelector(".board");
const page = document.querySelector("[data-board]");
// static files go by hashed names, which only the page knows
const { grid: cells, rules, hands, server: line } = page.dataset;
const [{ Grid, element }, { State, keyOf }, { handsOn }, { Server }] = await Promise.all([cells, rules, hands, line].map((script) => import(script)));
const data = JSON.parse(document.getElementById("board-data").textContent);
const state = new State(data);
const drawing = (name) => page.querySelector(`template[data-icon=${name}]`).content.firstElementChild;
const grid = new Grid(root, state, { locked: drawing("locked"), pinned: drawing("pinned") });
const canMove = data.may_move;
const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

let carried = null;

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
    button.disabled = !state[name] || server.waiting > 0;
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

function take(now) {
  state.load(now);
  grid.refresh();
  if (carried && state.meetings.has(keyOf(carried.buyer, carried.maker)))
    carried = state.meetings.get(keyOf(carried.buyer, carried.maker));
  if (carried) grid.mark(carried);
  showFigures();
  showBar();
  showUnmet();
}

const server = new Server(page, token, data, {
  take,
  complain,
  announce,
  showFigures,
  say: (code) => state.say(code),
  mark: () => state.mark,
  isCarrying: () => Boolean(carried),
});
const send = (change, said) => server.send(change, said);

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

function go(place) {
  grid.focus(place);
  showBar();
  if (!carried) return;
  const why = grid.why(carried, grid.active);
  announce(`${placeName(grid.active)}. ${why || state.say(grid.meetingAt(grid.active) ? "can_swap" : "can_drop")}`);
}

function step(what) {
  if (!canMove || !state[what] || server.waiting) return;
  send({ do: what }, state.say(`done_${what}`));
}

// --- the rest of the page -------------------------------------------------------------------------

handsOn({
  root,
  frame,
  grid,
  canMove,
  carried: () => carried,
  pickUp,
  putBack,
  drop,
  go,
  turn,
  step,
  act: actions,
  showBar,
  pair: (one) => state.pair(one),
  slots: state.slots.length,
  element,
});
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
setInterval(() => server.look(), LOOK_AGAIN_MS);
document.addEventListener("visibilitychange", () => server.look());
page.dataset.ready = "1";
performance.mark("board-ready");
