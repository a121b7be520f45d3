// Tables are dragged about on the plan of the room: with a finger, a mouse, or the arrow keys. Nothing
// is kept before "Simpan letak"; until then every step can be undone, and all of them at once.
const root = document.querySelector("[data-plan]");
if (root?.dataset.save) begin(root);

function begin(root) {
  const say = root.dataset;
  const find = (name) => root.querySelector(`[data-plan-${name}]`);
  const [room, frame, said] = ["room", "frame", "said"].map(find);
  const tables = [...room.querySelectorAll("[data-table]")];
  const [width, depth, margin, most] = [say.width, say.depth, say.margin, say.most].map(Number);
  // centimetres: what a drag or an arrow key snaps to, a long step, and the room left to move into
  const STEP = 25;
  const LONG_STEP = 100;
  const SPARE = 400;
  const EDGE = 40;
  let steps = [];
  let drag = null;
  let isMoving = false;
  let isSaving = false;

  const placeOf = (table) => [Number(table.dataset.x), Number(table.dataset.y)];
  const kept = new Map(tables.map((table) => [table, placeOf(table)]));
  const isSame = (one, other) => one[0] === other[0] && one[1] === other[1];
  const snap = (far) => Math.min(Math.max(Math.round(far / STEP) * STEP, 0), most);
  const changed = () => tables.filter((table) => !isSame(placeOf(table), kept.get(table)));

  // ---- what is shown -----------------------------------------------------------------------------
  const metres = (far) => String(far / 100).replace(".", document.documentElement.lang === "en" ? "." : ",");
  const overlaps = (table) =>
    tables.filter((other) => {
      const [here, there] = [placeOf(table), placeOf(other)];
      return other !== table && Math.abs(here[0] - there[0]) < width && Math.abs(here[1] - there[1]) < depth;
    });
  function describe(table) {
    const [fromLeft, fromTop] = say.sayPlace.split("|");
    const [x, y] = placeOf(table);
    const clash = overlaps(table).map((other) => other.dataset.label);
    return `${say.sayTable} ${table.dataset.label}, ${metres(x)} ${fromLeft}, ${metres(y)} ${fromTop}${clash.length ? `, ${say.sayClash} ${clash.join(", ")}` : ""}`;
  }
  function put(table, [x, y]) {
    [table.dataset.x, table.dataset.y] = [x, y];
    table.setAttribute("transform", `translate(${x} ${y})`);
  }
  function show() {
    for (const table of tables) {
      const isClashing = isMoving && overlaps(table).length > 0;
      table.classList.toggle("plan__table--clash", isClashing);
      table.classList.toggle("plan__table--moved", isMoving && !isSame(placeOf(table), kept.get(table)));
      table.setAttribute("aria-label", isMoving ? describe(table) : `${say.sayTable} ${table.dataset.label}`);
    }
    find("undo").disabled = !steps.length;
    find("save").disabled = !changed().length || isSaving;
  }
  // While tables are moved there is room to move into on every side, as far as the walls.
  function fit() {
    const spare = isMoving ? SPARE : 0;
    const xs = tables.map((table) => placeOf(table)[0]);
    const ys = tables.map((table) => placeOf(table)[1]);
    const left = Math.max(Math.min(...xs) - spare, 0) - margin;
    const top = Math.max(Math.min(...ys) - spare, 0) - margin;
    const right = Math.min(Math.max(...xs) + spare, most) + width + margin;
    const bottom = Math.min(Math.max(...ys) + spare, most) + depth + margin;
    room.setAttribute("viewBox", `${left} ${top} ${right - left} ${bottom - top}`);
  }
  const tell = (text, tone = "") => {
    said.textContent = text;
    said.dataset.tone = tone;
  };

  // ---- beginning and ending ------------------------------------------------------------------------
  function setMoving(value) {
    isMoving = value;
    root.classList.toggle("plan--moving", value);
    find("start").hidden = value;
    find("moving").hidden = !value;
    for (const table of tables) {
      if (value) table.setAttribute("tabindex", "0");
      else table.removeAttribute("tabindex");
      table.setAttribute("role", value ? "button" : "img");
    }
    steps = [];
    fit();
    show();
  }
  find("start").addEventListener("click", () => {
    tell("");
    setMoving(true);
    tables[0].focus({ preventScroll: true });
  });
  find("cancel").addEventListener("click", () => {
    for (const table of tables) put(table, kept.get(table));
    const had = steps.length > 0;
    setMoving(false);
    tell(had ? say.sayCancelled : "");
    find("start").focus();
  });
  addEventListener("beforeunload", (event) => {
    if (isMoving && changed().length) event.preventDefault();
  });

  // ---- steps ---------------------------------------------------------------------------------------
  // Pressing an arrow again and again on a table is one step.
  function step(table, from, isRun = false) {
    const last = steps.at(-1);
    if (!(isRun && last?.isRun && last.table === table)) steps.push({ table, from, isRun });
    tell(describe(table), overlaps(table).length ? "bad" : "");
    show();
  }
  function undo() {
    const last = steps.pop();
    if (!last) return;
    put(last.table, last.from);
    tell(`${say.sayUndone} ${describe(last.table)}`);
    show();
    last.table.focus({ preventScroll: true });
  }
  find("undo").addEventListener("click", undo);

  // ---- a finger or a mouse -------------------------------------------------------------------------
  const under = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(room.getScreenCTM().inverse());
  room.addEventListener("pointerdown", (event) => {
    const table = event.target.closest("[data-table]");
    if (!isMoving || !table || event.button || drag) return;
    event.preventDefault();
    table.focus({ preventScroll: true });
    const from = placeOf(table);
    const at = under(event);
    drag = { table, from, pointer: event.pointerId, offset: [at.x - from[0], at.y - from[1]] };
    table.classList.add("plan__table--held");
    table.setPointerCapture(event.pointerId);
  });
  room.addEventListener("pointermove", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    const edge = frame.getBoundingClientRect();
    if (event.clientX > edge.right - EDGE) frame.scrollLeft += 12;
    if (event.clientX < edge.left + EDGE) frame.scrollLeft -= 12;
    const at = under(event);
    put(drag.table, [snap(at.x - drag.offset[0]), snap(at.y - drag.offset[1])]);
    show();
  });
  function drop(isTaken) {
    if (!drag) return;
    const { table, from } = drag;
    drag = null;
    table.classList.remove("plan__table--held");
    if (!isTaken) put(table, from);
    if (isTaken && !isSame(placeOf(table), from)) {
      step(table, from);
      fit();
    } else show();
  }
  room.addEventListener("pointerup", (event) => drag?.pointer === event.pointerId && drop(true));
  room.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && drop(false));

  // ---- the keyboard --------------------------------------------------------------------------------
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  root.addEventListener("keydown", (event) => {
    if (!isMoving) return;
    if (event.key === "Escape") drop(false);
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      undo();
    }
    const table = event.target.closest("[data-table]");
    const arrow = ARROWS[event.key];
    if (!table || !arrow || drag) return;
    event.preventDefault();
    const from = placeOf(table);
    const far = event.shiftKey ? LONG_STEP : STEP;
    const to = [snap(from[0] + arrow[0] * far), snap(from[1] + arrow[1] * far)];
    if (isSame(to, from)) return;
    put(table, to);
    fit();
    table.scrollIntoView({ block: "nearest", inline: "nearest" });
    step(table, from, true);
  });

  // ---- saving --------------------------------------------------------------------------------------
  find("save").addEventListener("click", async () => {
    const moving = changed();
    if (isSaving || !moving.length) return;
    if (moving.some((table) => overlaps(table).length)) return tell(say.sayApart, "bad");
    isSaving = true;
    show();
    const moves = moving.map((table) => ({ table: Number(table.dataset.table), seen: kept.get(table), to: placeOf(table) }));
    try {
      const answer = await fetch(say.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": root.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify({ moves }),
        redirect: "manual",
        signal: AbortSignal.timeout(20000),
      });
      if (answer.ok) {
        for (const table of moving) kept.set(table, placeOf(table));
        setMoving(false);
        tell(say.saySaved, "done");
        find("start").focus();
      } else if (answer.status === 409) tell((await answer.json()).message, "bad");
      else tell(answer.status >= 500 ? say.sayOffline : say.saySignin, "bad");
    } catch {
      tell(say.sayOffline, "bad");
    }
    isSaving = false;
    show();
  });
}
