// A pad to write one's name on: strokes are kept as thousandths of its width, so that they look the
// same on every screen and on paper.
const pad = document.querySelector("[data-glass]");
if (pad) {
  const field = document.getElementById(pad.dataset.glass);
  const pen = pad.getContext("2d");
  let strokes = read();
  let stroke = null;

  function read() {
    try {
      const kept = JSON.parse(field.value || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  function draw() {
    pen.clearRect(0, 0, pad.width, pad.height);
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(pad).color;
    for (const points of strokes) {
      pen.beginPath();
      points.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
  }

  function point(event) {
    const box = pad.getBoundingClientRect();
    const scale = 1000 / box.width;
    return [Math.round((event.clientX - box.left) * scale), Math.round((event.clientY - box.top) * scale)];
  }

  function keep() {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  }

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    stroke = [point(event)];
    strokes.push(stroke);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [event];
    for (const move of moves.length ? moves : [event]) {
      const [x, y] = point(move);
      const [lastX, lastY] = stroke[stroke.length - 1];
      // a few thousandths apart is as fine as paper shows
      if (Math.hypot(x - lastX, y - lastY) >= 4) stroke.push([x, y]);
    }
    draw();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    pad.addEventListener(name, () => {
      stroke = null;
      keep();
    });
  }
  document.querySelector("[data-glass-clear]")?.addEventListener("click", () => {
    strokes = [];
    keep();
    draw();
  });
  draw();
}
