// The cells: drawn once for a view, later only those that changed. One cell can be reached by Tab,
// the arrows move from there.

const VIEWS = {
  tables: {
    rows: (state) => state.tables.map(({ id, label, area }) => ({ id, label, note: area })),
    meeting: (state, row, slot) => state.atTable.get(`${slot}:${row.id}`),
    lines: (state, meeting) => [state.short(meeting.buyer), state.short(meeting.maker)],
  },
  buyers: guestsOf("b", (state, meeting) => [state.short(meeting.maker), state.tableLabel.get(meeting.table) ?? ""]),
  makers: guestsOf("m", (state, meeting) => [state.short(meeting.buyer), state.tableLabel.get(meeting.table) ?? ""]),
};

function guestsOf(side, lines) {
  return {
    rows: (state) =>
      [...state.guests.values()].filter((guest) => guest.side === side).map(({ id, name }) => ({ id, label: name, isGuest: true })),
    meeting: (state, row, slot) => state.ofGuest.get(`${slot}:${row.id}`),
    lines,
  };
}

export class Grid {
  // `icons`: the drawings for a locked and for a pinned meeting.
  constructor(root, state, icons) {
    this.root = root;
    this.state = state;
    this.icons = icons;
    this.active = { row: 0, slot: 0 };
    this.show("tables");
  }

  show(name) {
    this.name = name;
    this.view = VIEWS[name];
    this.rows = this.view.rows(this.state);
    this.cells = [];
    this.drawn = [];
    this.root.style.setProperty("--slots", this.state.slots.length);
    this.root.setAttribute("aria-rowcount", this.rows.length + 1);
    this.root.setAttribute("aria-colcount", this.state.slots.length + 1);
    const body = document.createDocumentFragment();
    body.append(this.head());
    this.rows.forEach((row, number) => body.append(this.line(row, number)));
    this.root.replaceChildren(body);
    this.active = { row: Math.min(this.active.row, Math.max(this.rows.length - 1, 0)), slot: this.active.slot };
    this.cellAt(this.active)?.setAttribute("tabindex", "0");
  }

  head() {
    const head = element("div", "board__row board__row--head", { role: "row" });
    head.append(element("div", "board__corner", { role: "columnheader" }, this.state.say(`corner_${this.name}`)));
    this.state.slots.forEach((slot, number) => {
      head.append(element("div", `board__time${this.breakBefore(number)}`, { role: "columnheader" }, slot.clock));
    });
    return head;
  }

  line(row, number) {
    const line = element("div", "board__row", { role: "row", "aria-rowindex": number + 2 });
    const label = element("div", "board__label", { role: "rowheader" }, row.label);
    if (row.note) label.append(element("small", "", {}, row.note));
    line.append(label);
    this.cells.push([]);
    this.drawn.push([]);
    this.state.slots.forEach((_slot, slot) => {
      const cell = element("div", `board__cell${this.breakBefore(slot)}`, { role: "gridcell", tabindex: "-1" });
      cell.place = { row: number, slot };
      if (row.isGuest && !this.state.isThere(row.id, slot)) cell.classList.add("is-away");
      this.cells[number].push(cell);
      this.draw(number, slot);
      line.append(cell);
    });
    return line;
  }

  breakBefore(slot) {
    return slot && this.state.slots[slot].session !== this.state.slots[slot - 1].session ? " board__cell--after-break" : "";
  }

  // Only what differs is written.
  refresh() {
    for (let row = 0; row < this.rows.length; row += 1)
      for (let slot = 0; slot < this.state.slots.length; slot += 1) this.draw(row, slot);
  }

  draw(row, slot) {
    const meeting = this.view.meeting(this.state, this.rows[row], slot);
    const [first, second] = meeting ? this.view.lines(this.state, meeting) : ["", ""];
    const isPinned = Boolean(meeting) && this.state.isPinned(meeting);
    const key = meeting ? `${first}\n${second}\n${meeting.locked}\n${isPinned}` : "";
    if (this.drawn[row][slot] === key) return;
    this.drawn[row][slot] = key;
    const cell = this.cells[row][slot];
    cell.classList.toggle("is-filled", Boolean(meeting));
    cell.classList.toggle("is-locked", Boolean(meeting?.locked));
    cell.title = meeting ? this.state.pair(meeting) : "";
    if (!meeting) return cell.replaceChildren();
    const top = element("span", "board__first");
    for (const [isSo, name] of [[meeting.locked, "locked"], [isPinned, "pinned"]])
      if (isSo) top.append(this.icons[name].cloneNode(true), element("span", "visually-hidden", {}, `${this.state.say(`is_${name}`)} `));
    top.append(first);
    cell.replaceChildren(top, element("span", "board__second", {}, second));
  }

  meetingAt({ row, slot }) {
    return this.view.meeting(this.state, this.rows[row], slot);
  }

  tableAt({ row }) {
    return this.name === "tables" ? this.rows[row].id : null;
  }

  cellAt({ row, slot }) {
    return this.cells[row]?.[slot];
  }

  // Where the view shows a meeting.
  placeOf(meeting) {
    const id = this.name === "tables" ? meeting.table : this.name === "buyers" ? meeting.buyer : meeting.maker;
    return { row: this.rows.findIndex((row) => row.id === id), slot: meeting.slot };
  }

  // Why a meeting cannot be dropped on a cell; in the views by guest a meeting keeps its row.
  why(meeting, place) {
    const row = this.rows[place.row];
    if (row.isGuest && row.id !== meeting.buyer && row.id !== meeting.maker)
      return this.state.say("other_row", { party: row.label, pair: this.state.pair(meeting) });
    return this.state.why(meeting, place.slot, this.tableAt(place));
  }

  focus(place, { moves = true } = {}) {
    const row = Math.max(0, Math.min(place.row, this.rows.length - 1));
    const slot = Math.max(0, Math.min(place.slot, this.state.slots.length - 1));
    this.cellAt(this.active)?.setAttribute("tabindex", "-1");
    this.active = { row, slot };
    const cell = this.cellAt(this.active);
    if (!cell) return;
    cell.setAttribute("tabindex", "0");
    if (moves) {
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  // Show where `meeting` can go.
  mark(meeting) {
    const origin = this.state.meetings.has(`${meeting.buyer}-${meeting.maker}`) ? this.placeOf(meeting) : null;
    for (let row = 0; row < this.rows.length; row += 1) {
      for (let slot = 0; slot < this.state.slots.length; slot += 1) {
        const place = { row, slot };
        const list = this.cells[row][slot].classList;
        const isOrigin = origin && origin.row === row && origin.slot === slot;
        const isBad = !isOrigin && this.why(meeting, place) !== "";
        list.toggle("is-origin", Boolean(isOrigin));
        list.toggle("is-bad", isBad);
        list.toggle("is-good", !isBad && !isOrigin);
      }
    }
    this.root.classList.add("is-carrying");
  }

  unmark() {
    this.root.classList.remove("is-carrying");
    for (const row of this.cells) for (const cell of row) cell.classList.remove("is-origin", "is-bad", "is-good", "is-target");
  }

  find(words) {
    const folded = words.trim().toLowerCase();
    let first = null;
    this.cells.forEach((row, number) =>
      row.forEach((cell, slot) => {
        const meeting = folded && this.meetingAt({ row: number, slot });
        const isHit = Boolean(meeting) && this.state.pair(meeting).toLowerCase().includes(folded);
        cell.classList.toggle("is-hit", isHit);
        if (isHit && !first) first = { row: number, slot };
      }),
    );
    const named = folded ? this.rows.findIndex((row) => row.label.toLowerCase().includes(folded)) : -1;
    const place = named >= 0 ? { row: named, slot: 0 } : first;
    if (place) this.cellAt(place).scrollIntoView({ block: "nearest", inline: "nearest" });
    return place;
  }
}

export function element(name, className = "", attributes = {}, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text) made.textContent = text;
  return made;
}
