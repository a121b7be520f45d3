// What a hand does on the board: a mouse drags, a finger taps, the keyboard goes about. What comes of
// it is the board's: it picks up, drops, turns and steps.

const DRAG_STARTS_PX = 6;
const EDGE_PX = 56;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function handsOn(board) {
  const { root, frame, grid, canMove, carried, pickUp, putBack, drop, go, turn, step, act, showBar, pair, slots, element } = board;
  let drag = null;

  root.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(".board__cell");
    if (!cell || event.button !== 0 || event.pointerType === "touch" || carried() || !canMove) return;
    const meeting = grid.meetingAt(cell.place);
    if (meeting) drag = { meeting, x: event.clientX, y: event.clientY, ghost: null, target: null, frame: 0 };
  });

  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const { clientX: x, clientY: y } = event;
    if (!drag.ghost) {
      if (Math.hypot(x - drag.x, y - drag.y) < DRAG_STARTS_PX) return;
      pickUp(drag.meeting, { isSilent: true });
      if (!carried()) {
        drag = null;
        return;
      }
      drag.ghost = element("div", "board-ghost", { "aria-hidden": "true" }, pair(drag.meeting));
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
      const why = cell ? grid.why(carried(), cell.place) : "";
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
    if (isDropped && target && carried()) drop(target.place);
    if (carried()) putBack();
  }

  addEventListener("pointerup", () => endDrag(true));
  addEventListener("pointercancel", () => endDrag(false));

  root.addEventListener("click", (event) => {
    const cell = event.target.closest?.(".board__cell");
    if (!cell) return;
    grid.focus(cell.place);
    if (carried()) drop(cell.place);
    else showBar();
  });

  // --- keyboard -----------------------------------------------------------------------------------

  root.addEventListener("keydown", (event) => {
    const { row, slot } = grid.active;
    const by = ARROWS[event.key];
    const last = slots - 1;
    if (by && !event.altKey) go({ row: row + by[0], slot: slot + by[1] });
    else if (event.key === "Home") go({ row: event.ctrlKey ? 0 : row, slot: 0 });
    else if (event.key === "End") go({ row: event.ctrlKey ? grid.rows.length - 1 : row, slot: last });
    else if (event.key === "PageDown") go({ row: row + 8, slot });
    else if (event.key === "PageUp") go({ row: row - 8, slot });
    else if (event.key === "Enter" || event.key === " ") {
      if (carried()) drop(grid.active);
      else if (grid.meetingAt(grid.active)) pickUp(grid.meetingAt(grid.active));
      else if (canMove) act.add();
    } else if (event.key === "Delete" && !carried()) turn("cancel");
    else if (event.key.toLowerCase() === "k" && !event.ctrlKey && !event.metaKey && !carried())
      turn(grid.meetingAt(grid.active)?.locked ? "unlock" : "lock");
    else return;
    event.preventDefault();
  });

  // Esc lets go of what is carried wherever the keyboard's focus is, also in the middle of a drag.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (drag?.ghost) endDrag(false);
    else if (carried()) putBack();
  });

  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches?.("input, textarea, select")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    step(key === "y" || event.shiftKey ? "redo" : "undo");
  });
}
