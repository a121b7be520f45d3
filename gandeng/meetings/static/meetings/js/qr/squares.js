// Finds what may be a QR code in a picture and lays it flat: squares of modules, the likeliest first,
// for text.js to read. Pure: pixels in (RGBA, as of a canvas), rows of true and false out.
const MOST_CORNERS = 12;
const MOST_TRIPLES = 24;
// a corner pattern, across: dark, light, dark, light, dark
const CORNER = [1, 1, 3, 1, 1];
const MIDDLE = ["11111", "10001", "10101", "10001", "11111"];
const MOST_VERSION = 10;

export function* squares(pixels, width, height) {
  const picture = darkness(pixels, width, height);
  for (const triple of triples(corners(picture))) yield* laidFlat(picture, triple);
}

// ---- dark and light ------------------------------------------------------------------------------
// A pixel is dark that is a good deal darker than what lies around it, so that a shadow over half of
// the badge does not matter.
function darkness(pixels, width, height) {
  const sums = new Float64Array((width + 1) * (height + 1));
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      const pixel = 4 * (y * width + x);
      const value = (pixels[pixel] * 77 + pixels[pixel + 1] * 151 + pixels[pixel + 2] * 28) >> 8;
      grey[y * width + x] = value;
      row += value;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  const reach = Math.max(8, Math.round(Math.max(width, height) / 14));
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
      const line = width + 1;
      const sum = sums[bottom * line + right] - sums[top * line + right] - sums[bottom * line + left] + sums[top * line + left];
      dark[y * width + x] = grey[y * width + x] * (bottom - top) * (right - left) < sum * 0.88 ? 1 : 0;
    }
  }
  const is = (x, y) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    return column >= 0 && row >= 0 && column < width && row < height && dark[row * width + column] === 1;
  };
  return { width, height, is };
}

// ---- the three corners ---------------------------------------------------------------------------
function fits(runs) {
  const whole = runs.reduce((sum, run) => sum + run, 0);
  if (whole < 7) return 0;
  const module = whole / 7;
  return runs.every((run, place) => Math.abs(run - CORNER[place] * module) < (CORNER[place] === 3 ? 1.5 : 0.75) * module) ? module : 0;
}

// The five runs across a point in a direction, and how far the middle of the third lies from it.
function across({ is }, x, y, dx, dy, longest) {
  const half = (sign) => {
    const runs = [];
    let step = sign > 0 ? 0 : 1;
    for (const wanted of [true, false, true]) {
      const from = step;
      while (step - from <= longest && is(x + sign * step * dx, y + sign * step * dy) === wanted) step += 1;
      if (step === from || step - from > longest) return null;
      runs.push(step - from);
    }
    return runs;
  };
  const [ahead, back] = [half(1), half(-1)];
  if (!ahead || !back) return null;
  return { runs: [back[2], back[1], back[0] + ahead[0], ahead[1], ahead[2]], off: (ahead[0] - back[0] - 1) / 2 };
}

function corners(picture) {
  const { width, height, is } = picture;
  const found = [];
  const step = height > 700 ? 2 : 1;
  for (let y = 0; y < height; y += step) {
    let runs = [0, 0, 0, 0, 0];
    let wasDark = false;
    for (let x = 0; x <= width; x += 1) {
      const isDark = x < width && is(x, y);
      if (isDark === wasDark && x < width) {
        runs[4] += 1;
        continue;
      }
      // a dark run has just ended
      if (wasDark && fits(runs)) keep(picture, found, x - runs[4] - runs[3] - runs[2] / 2, y, runs);
      runs = [...runs.slice(1), 1];
      wasDark = isDark;
    }
  }
  return found.filter((one) => one.seen > 1).sort((a, b) => b.seen - a.seen).slice(0, MOST_CORNERS);
}

function keep(picture, found, x, y, runs) {
  const longest = 2 * Math.max(...runs);
  const down = across(picture, x, y, 0, 1, longest);
  if (!down || !fits(down.runs)) return;
  const middleY = y + 0.5 + down.off;
  const along = across(picture, x, middleY, 1, 0, longest);
  if (!along || !fits(along.runs)) return;
  const [middleX, module] = [x + along.off, (fits(down.runs) + fits(along.runs)) / 2];
  const known = found.find((one) => Math.abs(one.x - middleX) < 2 * module && Math.abs(one.y - middleY) < 2 * module);
  if (!known) {
    found.push({ x: middleX, y: middleY, module, seen: 1 });
    return;
  }
  const { seen } = known;
  for (const [name, value] of [["x", middleX], ["y", middleY], ["module", module]]) known[name] = (known[name] * seen + value) / (seen + 1);
  known.seen += 1;
}

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

// Three corners that stand to each other as those of a code do, the rightest angles first.
function triples(found) {
  const all = [];
  for (let a = 0; a < found.length; a += 1)
    for (let b = 0; b < found.length; b += 1)
      for (let c = b + 1; c < found.length; c += 1) {
        if (a === b || a === c) continue;
        const [corner, one, other] = [found[a], found[b], found[c]];
        const sizes = [corner, one, other].map((point) => point.module);
        if (Math.max(...sizes) > 1.7 * Math.min(...sizes)) continue;
        const [first, second] = [distance(corner, one), distance(corner, other)];
        const cosine = ((one.x - corner.x) * (other.x - corner.x) + (one.y - corner.y) * (other.y - corner.y)) / (first * second);
        const skew = Math.abs(Math.log(first / second)) + Math.abs(cosine);
        if (skew > 0.9) continue;
        // clockwise on a screen, where y grows downwards: the right corner, then the one below
        const turn = (one.x - corner.x) * (other.y - corner.y) - (one.y - corner.y) * (other.x - corner.x);
        all.push({ corner, right: turn > 0 ? one : other, below: turn > 0 ? other : one, skew });
      }
  return all.sort((a, b) => a.skew - b.skew).slice(0, MOST_TRIPLES);
}

// ---- laid flat -----------------------------------------------------------------------------------
// A module along the way from one corner to another: seven lie across a corner in any direction.
function moduleToward(picture, from, to) {
  const length = distance(from, to);
  const [dx, dy] = [(to.x - from.x) / length / 4, (to.y - from.y) / length / 4];
  const seen = across(picture, from.x, from.y, dx, dy, 4 * length);
  return seen ? seen.runs.reduce((sum, run) => sum + run, 0) / 28 : from.module;
}

function* laidFlat(picture, { corner, right, below }) {
  const ahead = (moduleToward(picture, corner, right) + moduleToward(picture, right, corner)) / 2;
  const down = (moduleToward(picture, corner, below) + moduleToward(picture, below, corner)) / 2;
  const modules = (distance(corner, right) / ahead + distance(corner, below) / down) / 2 + 7;
  const guess = Math.round((modules - 17) / 4);
  for (const version of [guess, guess - 1, guess + 1]) {
    if (version < 1 || version > MOST_VERSION) continue;
    const size = 4 * version + 17;
    const span = size - 7;
    const flat = {
      x: right.x - corner.x + below.x,
      y: right.y - corner.y + below.y,
    };
    const plain = plane([corner, right, flat, below], span);
    if (version > 1) {
      // what lies askew shows at the pattern in the fourth corner
      const seen = middleNear(picture, plain, span);
      if (seen) yield read(picture, plane([corner, right, seen, below], span, span - 3), size);
    }
    yield read(picture, plain, size);
  }
}

// From places in the code (in modules, from the centre of the first corner) to the picture. The
// third point lies at ``far``, ``far`` in the code; the others at ``span``.
function plane([corner, right, third, below], span, far = span) {
  const unit = square([corner, right, third, below]);
  if (far === span) return (u, v) => unit(u / span, v / span);
  // where the true fourth corner must be, for the third to be where it was seen
  const ratio = far / span;
  let guess = { x: right.x + below.x - corner.x, y: right.y + below.y - corner.y };
  for (let round = 0; round < 12; round += 1) {
    const reached = square([corner, right, guess, below])(ratio, ratio);
    guess = { x: guess.x + (third.x - reached.x) / ratio, y: guess.y + (third.y - reached.y) / ratio };
  }
  const bent = square([corner, right, guess, below]);
  return (u, v) => bent(u / span, v / span);
}

// The projection that takes the unit square to these four points (Heckbert 1989).
function square([a, b, c, d]) {
  const [sx, sy] = [a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y];
  const [d1x, d1y, d2x, d2y] = [b.x - c.x, b.y - c.y, d.x - c.x, d.y - c.y];
  const whole = d1x * d2y - d2x * d1y;
  const g = (sx * d2y - d2x * sy) / whole;
  const h = (d1x * sy - sx * d1y) / whole;
  const [ax, ay] = [b.x - a.x + g * b.x, b.y - a.y + g * b.y];
  const [bx, by] = [d.x - a.x + h * d.x, d.y - a.y + h * d.y];
  return (u, v) => {
    const scale = g * u + h * v + 1;
    return { x: (ax * u + bx * v + a.x) / scale, y: (ay * u + by * v + a.y) / scale };
  };
}

// The centre of the small square in the fourth corner, looked for around where it should be.
function middleNear(picture, place, span) {
  let best = null;
  for (let v = -4; v <= 4; v += 0.25)
    for (let u = -4; u <= 4; u += 0.25) {
      let score = 0;
      for (let y = -2; y <= 2; y += 1)
        for (let x = -2; x <= 2; x += 1) {
          const point = place(span - 3 + u + x, span - 3 + v + y);
          score += picture.is(point.x, point.y) === (MIDDLE[y + 2][x + 2] === "1") ? 1 : 0;
        }
      // of equals the one nearest to where it should be, and the middle of those that touch
      const far = Math.hypot(u, v);
      if (!best || score > best.score + 0.001 || (score > best.score - 0.001 && far < best.far)) best = { score, far, u, v };
    }
  if (best.score < 22) return null;
  return centred(picture, place, span, best);
}

// The middle of the dark module itself: where its edges lie.
function centred(picture, place, span, { u, v }) {
  const edge = (du, dv) => {
    let step = 0;
    for (; step < 1.5; step += 0.05) {
      const point = place(span - 3 + u + du * step, span - 3 + v + dv * step);
      if (!picture.is(point.x, point.y)) break;
    }
    return step;
  };
  return place(span - 3 + u + (edge(1, 0) - edge(-1, 0)) / 2, span - 3 + v + (edge(0, 1) - edge(0, -1)) / 2);
}

function read({ is }, place, size) {
  return Array.from({ length: size }, (_row, y) =>
    Array.from({ length: size }, (_cell, x) => {
      const point = place(x - 3, y - 3);
      return is(point.x, point.y);
    }),
  );
}
