// Reads the QR of a badge or an invitation, from the camera or from a photo: with the browser's own
// reader where it has one, else with ours (qr/), so that it works on every phone and without a
// signal; the server has another look at a photo that stays unread. The camera runs only after a
// tap and only while its box is open.
const root = document.querySelector("[data-desk]");
const say = root.dataset;
const find = (selector) => root.querySelector(selector);
const box = find("[data-camera]");
const video = find("[data-video]");
const text = find("[data-camera-text]");
const EVERY_MS = 150;
const SAME_AGAIN_MS = 4000;
const CODE_CHARACTERS = 16;
// enough to tell the modules apart, little enough for a cheap phone to keep up
const PHOTO_SIDES = [720, 1440];
const FRAME_SIDE = 720;
let stream = null;
let timer = 0;
let last = { value: "", at: 0 };

// A badge says who it is of. An invitation's own link is not kept on the device, only what can be
// told from it.
async function codeOf(value) {
  let path;
  try {
    path = new URL(value).pathname;
  } catch {
    return "";
  }
  const [kind, word] = path.replace(/^\//, "").split("/");
  if (kind === "lencana" && word) return word;
  if (kind !== "u" || !word) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(decodeURIComponent(word)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, CODE_CHARACTERS);
}
const hand = (code) => {
  navigator.vibrate?.(80);
  root.dispatchEvent(new CustomEvent("desk:code", { detail: code }));
};

// ---- reading -----------------------------------------------------------------------------------
let reader = null;
const canvas = document.createElement("canvas");
const brush = canvas.getContext("2d", { willReadFrequently: true });

async function readerHere() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const own = new BarcodeDetector({ formats: ["qr_code"] });
    return async (picture) => (await own.detect(picture))[0]?.rawValue ?? "";
  }
  // Their places are said by the page: their names carry a digest.
  const [{ squares }, { textOf }] = await Promise.all([import(say.squares), import(say.text)]);
  return async (picture, side = FRAME_SIDE) => {
    const [wide, high] = [picture.videoWidth ?? picture.width, picture.videoHeight ?? picture.height];
    const scale = Math.min(1, side / Math.max(wide, high));
    canvas.width = Math.round(wide * scale);
    canvas.height = Math.round(high * scale);
    if (!canvas.width || !canvas.height) return "";
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
    for (const square of squares(data, canvas.width, canvas.height)) {
      const text = textOf(square);
      if (text) return text;
    }
    return "";
  };
}

async function open() {
  if (stream) return close();
  box.hidden = false;
  video.hidden = true;
  text.textContent = say.sayNocamera;
  if (!navigator.mediaDevices) {
    text.textContent = "";
    find("[data-picture]").click();
    return;
  }
  try {
    reader ??= await readerHere();
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  text.textContent = say.sayPointing;
  await video.play();
  box.scrollIntoView({ block: "center" });
  const step = async () => {
    if (!stream) return;
    try {
      const value = await reader(video);
      const now = Date.now();
      // The same code stays in front of the camera for a while.
      if (value && (value !== last.value || now - last.at > SAME_AGAIN_MS)) {
        last = { value, at: now };
        hand(await codeOf(value));
      }
    } catch {
      // A frame that cannot be read is followed by the next.
    }
    timer = setTimeout(step, EVERY_MS);
  };
  step();
}

function close() {
  clearTimeout(timer);
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  box.hidden = true;
}

async function readPhoto(file) {
  try {
    reader ??= await readerHere();
    const picture = await createImageBitmap(file);
    for (const side of PHOTO_SIDES) {
      const code = await codeOf(await reader(picture, side));
      if (code) return code;
    }
  } catch {
    // No picture this browser can open (HEIC): the server can.
  }
  return "";
}

async function takePhoto() {
  const [file] = find("[data-picture]").files;
  find("[data-picture]").blur();
  if (!file) return;
  text.textContent = say.sayReading;
  const code = await readPhoto(file);
  if (code) {
    hand(code);
    close();
  } else await sendPhoto(file);
  find("[data-picture]").value = "";
}

async function sendPhoto(file) {
  const body = new FormData();
  body.append("photo", file);
  body.append("csrfmiddlewaretoken", find("[name=csrfmiddlewaretoken]").value);
  try {
    const answer = await fetch(say.photo, { method: "POST", body, redirect: "manual" });
    const said = await answer.json();
    if (said.code) {
      hand(said.code);
      close();
    } else text.textContent = said.message;
  } catch {
    text.textContent = say.sayUnread;
  }
}

find("[data-scan]").addEventListener("click", open);
find("[data-camera-close]").addEventListener("click", close);
find("[data-picture]").addEventListener("change", takePhoto);
addEventListener("pagehide", close);
// A photo taken by the phone's own camera hides the page too; then the box stays open.
document.addEventListener("visibilitychange", () => document.hidden && stream && close());
