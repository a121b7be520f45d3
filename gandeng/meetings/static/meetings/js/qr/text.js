// What the modules of a QR code say (ISO/IEC 18004), for versions 1 to 10: an invitation's link is
// version 3 to 6. Modules come as a square of rows, true where dark. Pure.
const MOST_VERSION = 10;
// by level L, M, Q, H and version: words for repair in each block, and how many blocks
const REPAIR = [
  [0, 7, 10, 15, 20, 26, 18, 20, 24, 30, 18],
  [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26],
  [0, 13, 22, 18, 26, 18, 24, 18, 22, 20, 24],
  [0, 17, 28, 22, 16, 22, 28, 26, 26, 24, 28],
];
const BLOCKS = [
  [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4],
  [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5],
  [0, 1, 1, 2, 2, 4, 4, 6, 6, 8, 8],
  [0, 1, 1, 2, 4, 4, 4, 5, 6, 8, 8],
];
// as the two bits of the format name them
const LEVELS = [1, 0, 3, 2];
const MASKS = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (y, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => ((y >> 1) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

// The text, or null where these modules are no code or too much of it is lost.
export function textOf(modules) {
  const size = modules.length;
  const version = (size - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > MOST_VERSION) return null;
  const format = formatOf(modules, size);
  if (!format) return null;
  const words = repaired(wordsOf(modules, version, MASKS[format.mask]), version, format.level);
  return words && said(words, version);
}

// ---- level and mask ----------------------------------------------------------------------------
function formatWord(data) {
  let rest = data << 10;
  for (let bit = 14; bit >= 10; bit -= 1) if ((rest >> bit) & 1) rest ^= 0x537 << (bit - 10);
  return ((data << 10) | rest) ^ 0x5412;
}
const FORMATS = Array.from({ length: 32 }, (_, data) => formatWord(data));
const differing = (a, b) => {
  let count = 0;
  for (let rest = a ^ b; rest; rest &= rest - 1) count += 1;
  return count;
};

// It is written twice; up to three wrong bits still tell which it is.
function formatOf(modules, size) {
  const read = (places) => places.reduce((word, [y, x]) => (word << 1) | modules[y][x], 0);
  const first = [];
  for (let x = 0; x < 9; x += 1) if (x !== 6) first.push([8, x]);
  for (let y = 7; y >= 0; y -= 1) if (y !== 6) first.push([y, 8]);
  const second = [];
  for (let y = size - 1; y > size - 8; y -= 1) second.push([y, 8]);
  for (let x = size - 8; x < size; x += 1) second.push([8, x]);
  const copies = [read(first), read(second)];
  const off = FORMATS.map((word) => Math.min(...copies.map((copy) => differing(word, copy))));
  const least = Math.min(...off);
  if (least > 3) return null;
  const data = off.indexOf(least);
  return { level: LEVELS[data >> 3], mask: data & 7 };
}

// ---- the words, in the order they were laid down -------------------------------------------------
function middles(version) {
  if (version === 1) return [];
  const last = 4 * version + 10;
  return version < 7 ? [6, last] : [6, (6 + last) / 2, last];
}

function isReserved(size, version) {
  const found = Array.from({ length: size }, () => new Array(size).fill(false));
  const fill = (top, left, height, width) => {
    for (let y = Math.max(0, top); y < Math.min(size, top + height); y += 1)
      for (let x = Math.max(0, left); x < Math.min(size, left + width); x += 1) found[y][x] = true;
  };
  fill(0, 0, 9, 9);
  fill(0, size - 8, 9, 8);
  fill(size - 8, 0, 8, 9);
  fill(6, 0, 1, size);
  fill(0, 6, size, 1);
  const centres = middles(version);
  for (const y of centres)
    for (const x of centres)
      if (!(y === 6 && x === 6) && !(y === 6 && x === size - 7) && !(y === size - 7 && x === 6)) fill(y - 2, x - 2, 5, 5);
  if (version > 6) {
    fill(0, size - 11, 6, 3);
    fill(size - 11, 0, 3, 6);
  }
  return found;
}

function wordsOf(modules, version, mask) {
  const size = modules.length;
  const reserved = isReserved(size, version);
  const words = [];
  let word = 0;
  let bits = 0;
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (reserved[y][x]) continue;
        word = (word << 1) | (modules[y][x] !== mask(y, x) ? 1 : 0);
        bits += 1;
        if (bits % 8 === 0) {
          words.push(word);
          word = 0;
        }
      }
    }
    isUp = !isUp;
  }
  return words;
}

// ---- repair: Reed-Solomon over 256 elements ------------------------------------------------------
const POWER = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
  POWER[exponent] = POWER[exponent + 255] = value;
  LOG[value] = exponent;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const times = (a, b) => (a && b ? POWER[LOG[a] + LOG[b]] : 0);
const over = (a, b) => (a ? POWER[LOG[a] + 255 - LOG[b]] : 0);
// polynomials have their lowest term first
const at = (terms, x) => terms.reduceRight((value, term) => times(value, x) ^ term, 0);

// The blocks' data one after the other, or null where one cannot be repaired.
function repaired(words, version, level) {
  const repair = REPAIR[level][version];
  const count = BLOCKS[level][version];
  const short = Math.floor(words.length / count) - repair;
  const long = words.length % count;
  const blocks = Array.from({ length: count }, () => []);
  let next = 0;
  for (let place = 0; place <= short; place += 1)
    for (let block = 0; block < count; block += 1) if (place < short || block >= count - long) blocks[block].push(words[next++]);
  for (let place = 0; place < repair; place += 1) for (const block of blocks) block.push(words[next++]);
  const data = [];
  for (const block of blocks) {
    if (!mend(block, repair)) return null;
    data.push(...block.slice(0, block.length - repair));
  }
  return data;
}

// Puts the wrong words of a block right in place (Berlekamp and Massey, Chien, Forney); false where
// there are more than half as many as there are words for repair.
function mend(block, repair) {
  const wrong = (word) => {
    const terms = [...word].reverse();
    return Array.from({ length: repair }, (_, power) => at(terms, POWER[power]));
  };
  const signs = wrong(block);
  if (signs.every((sign) => sign === 0)) return true;
  let places = [1];
  let before = [1];
  let length = 0;
  let shift = 1;
  let last = 1;
  for (let step = 0; step < repair; step += 1) {
    let off = signs[step];
    for (let term = 1; term <= length; term += 1) off ^= times(places[term] ?? 0, signs[step - term]);
    if (off === 0) {
      shift += 1;
      continue;
    }
    const kept = places;
    const factor = over(off, last);
    places = [...places, ...new Array(Math.max(0, before.length + shift - places.length)).fill(0)];
    before.forEach((term, power) => (places[power + shift] ^= times(factor, term)));
    if (2 * length <= step) {
      length = step + 1 - length;
      before = kept;
      last = off;
      shift = 1;
    } else shift += 1;
  }
  if (2 * length > repair) return false;
  const sizes = new Array(repair).fill(0);
  for (let power = 0; power < repair; power += 1)
    for (let term = 0; term <= Math.min(power, length); term += 1) sizes[power] ^= times(places[term] ?? 0, signs[power - term]);
  const slope = places.map((term, power) => (power % 2 ? term : 0)).slice(1);
  let found = 0;
  for (let place = 0; place < block.length; place += 1) {
    const inverse = POWER[(255 - (place % 255)) % 255];
    if (at(places, inverse) !== 0) continue;
    found += 1;
    const divisor = at(slope, inverse);
    if (divisor === 0) return false;
    block[block.length - 1 - place] ^= times(POWER[place % 255], over(at(sizes, inverse), divisor));
  }
  return found === length && wrong(block).every((sign) => sign === 0);
}

// ---- the words' meaning --------------------------------------------------------------------------
function said(words, version) {
  let place = 0;
  const left = () => words.length * 8 - place;
  const take = (count) => {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1, place += 1) value = (value << 1) | ((words[place >> 3] >> (7 - (place & 7))) & 1);
    return value;
  };
  const wide = version > 9;
  const bytes = [];
  const letters = (text) => bytes.push(...new TextEncoder().encode(text));
  while (left() >= 4) {
    const kind = take(4);
    if (kind === 0) break;
    if (kind === 7) {
      // which alphabet the bytes are of: ours are UTF-8 whatever it says
      const lead = take(8);
      if (lead & 128) take(lead & 64 ? 16 : 8);
      continue;
    }
    if (![1, 2, 4].includes(kind)) return null;
    const many = take(kind === 4 ? (wide ? 16 : 8) : kind === 2 ? (wide ? 11 : 9) : wide ? 12 : 10);
    const needs = kind === 4 ? many * 8 : kind === 2 ? Math.floor((many * 11 + 1) / 2) : Math.ceil((many * 10) / 3);
    if (needs > left()) return null;
    if (kind === 4) for (let one = 0; one < many; one += 1) bytes.push(take(8));
    else if (kind === 2) {
      for (let one = 0; one + 1 < many; one += 2) {
        const pair = take(11);
        letters((LETTERS[Math.floor(pair / 45)] ?? "") + LETTERS[pair % 45]);
      }
      if (many % 2) letters(LETTERS[take(6)] ?? "");
    } else {
      for (let one = 0; one < many; one += 3) {
        const digits = Math.min(3, many - one);
        letters(String(take([0, 4, 7, 10][digits])).padStart(digits, "0"));
      }
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
