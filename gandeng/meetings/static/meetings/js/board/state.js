// The timetable as the board knows it, and why a meeting cannot be somewhere. The server judges
// again; this only saves people a try.

export const keyOf = (buyer, maker) => `${buyer}-${maker}`;

export class State {
  constructor(data) {
    this.slots = data.slots.map(([clock, session]) => ({ clock, session }));
    this.tables = data.tables.map(([id, label, area]) => ({ id, label, area }));
    this.open = data.tables.filter(([, , , open]) => open).map(([id]) => id);
    this.isOpen = new Set(this.open);
    this.guests = new Map(
      data.guests.map(([id, side, name, slots, most, short]) => [
        id,
        { id, side, name, short, there: slots && new Set(slots), most },
      ]),
    );
    this.pins = new Map(data.pins.map(([b, m, required, slot, table]) => [keyOf(b, m), { required, slot, table }]));
    this.tableLabel = new Map(this.tables.map((table) => [table.id, table.label]));
    this.words = data.words;
    this.load(data);
  }

  load(state) {
    this.meetings = new Map();
    for (const [buyer, maker, slot, table, value, locked] of state.meetings) {
      this.meetings.set(keyOf(buyer, maker), { buyer, maker, slot, table, value, locked: Boolean(locked) });
    }
    this.unmet = state.unmet.map(([buyer, maker, value]) => ({ buyer, maker, value }));
    // the version's figures in words; as the page has them until something changes
    this.said = state.said;
    this.undo = state.undo;
    this.redo = state.redo;
    this.mark = state.mark;
    this.index();
  }

  index() {
    this.atTable = new Map();
    this.ofGuest = new Map();
    for (const meeting of this.meetings.values()) {
      this.atTable.set(`${meeting.slot}:${meeting.table}`, meeting);
      this.ofGuest.set(`${meeting.slot}:${meeting.buyer}`, meeting);
      this.ofGuest.set(`${meeting.slot}:${meeting.maker}`, meeting);
    }
  }

  name(id) {
    return this.guests.get(id)?.name ?? "";
  }

  // Where there is little room.
  short(id) {
    return this.guests.get(id)?.short ?? "";
  }

  // The office ordered where this pair meets.
  isPinned(meeting) {
    const pin = this.pins.get(keyOf(meeting.buyer, meeting.maker));
    return Boolean(pin?.required) && (pin.slot !== null || pin.table !== null);
  }

  pair(meeting) {
    return `${this.name(meeting.buyer)} – ${this.name(meeting.maker)}`;
  }

  say(code, values = {}) {
    return (this.words[code] ?? code).replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
  }

  isThere(id, slot) {
    const guest = this.guests.get(id);
    return Boolean(guest) && (!guest.there || guest.there.has(slot));
  }

  freeTable(meeting, slot) {
    const isFree = (table) => {
      const other = this.atTable.get(`${slot}:${table}`);
      return !other || other === meeting;
    };
    if (this.isOpen.has(meeting.table) && isFree(meeting.table)) return meeting.table;
    return this.open.find(isFree) ?? null;
  }

  // Why `meeting` cannot be in this slot at this table (null: any), "" where it can. What is there
  // goes to the place `meeting` leaves.
  why(meeting, slot, table) {
    const clock = this.slots[slot].clock;
    const isNew = !this.meetings.has(keyOf(meeting.buyer, meeting.maker));
    for (const id of [meeting.buyer, meeting.maker]) {
      if (!this.isThere(id, slot)) return this.say("not_there", { party: this.name(id), time: clock });
    }
    if (table !== null && !this.isOpen.has(table)) return this.say("closed", { table: this.tableLabel.get(table) });
    const pin = this.pins.get(keyOf(meeting.buyer, meeting.maker));
    if (pin && !pin.required) return this.say("forbidden");
    if (pin && ((pin.slot !== null && pin.slot !== slot) || (pin.table !== null && table !== null && pin.table !== table)))
      return this.say("pinned", { pair: this.pair(meeting) });
    const over = table === null ? undefined : this.atTable.get(`${slot}:${table}`);
    const other = over === meeting ? undefined : over;
    if (other && isNew) return this.say("taken", { table: this.tableLabel.get(table), time: clock, pair: this.pair(other) });
    if (other?.locked) return this.say("locked", { pair: this.pair(other) });
    for (const id of [meeting.buyer, meeting.maker]) {
      const clash = this.ofGuest.get(`${slot}:${id}`);
      if (clash && clash !== meeting && clash !== other) return this.busy(id, clash);
    }
    if (table === null && this.freeTable(meeting, slot) === null) return this.say("no_table", { time: clock });
    return other ? this.whyBack(other, meeting) : isNew ? this.whyFull(meeting) : "";
  }

  // Why the other of a swap cannot go where `meeting` comes from.
  whyBack(other, meeting) {
    const { slot, table } = meeting;
    if (!this.isOpen.has(table)) return this.say("closed", { table: this.tableLabel.get(table) });
    for (const id of [other.buyer, other.maker]) {
      if (!this.isThere(id, slot)) return this.say("not_there", { party: this.name(id), time: this.slots[slot].clock });
      const clash = this.ofGuest.get(`${slot}:${id}`);
      if (clash && clash !== meeting && clash !== other) return this.busy(id, clash);
    }
    const pin = this.pins.get(keyOf(other.buyer, other.maker));
    const isPinned = pin && ((pin.slot !== null && pin.slot !== slot) || (pin.table !== null && pin.table !== table));
    return isPinned ? this.say("pinned", { pair: this.pair(other) }) : "";
  }

  whyFull(meeting) {
    for (const id of [meeting.buyer, meeting.maker]) {
      let count = 0;
      for (const one of this.meetings.values()) if (one.buyer === id || one.maker === id) count += 1;
      if (count >= this.guests.get(id).most) return this.say("full", { party: this.name(id) });
    }
    return "";
  }

  busy(id, clash) {
    return this.say("busy", {
      party: this.name(id),
      other: this.name(clash.buyer === id ? clash.maker : clash.buyer),
      time: this.slots[clash.slot].clock,
      table: this.tableLabel.get(clash.table) ?? "",
    });
  }

  // Shown at once; the server's answer replaces it.
  place(meeting, slot, table) {
    const key = keyOf(meeting.buyer, meeting.maker);
    const own = this.meetings.get(key);
    const to = table ?? this.freeTable(own ?? meeting, slot);
    const other = this.atTable.get(`${slot}:${to}`);
    if (own && other && other !== own) Object.assign(other, { slot: own.slot, table: own.table });
    if (own) Object.assign(own, { slot, table: to });
    else {
      this.meetings.set(key, { ...meeting, slot, table: to, locked: false });
      this.unmet = this.unmet.filter((wish) => keyOf(wish.buyer, wish.maker) !== key);
    }
    this.index();
  }

  remove(meeting) {
    this.meetings.delete(keyOf(meeting.buyer, meeting.maker));
    this.index();
  }
}
