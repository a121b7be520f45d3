// Reads the QR of an invitation: with the browser's own reader where it has one, otherwise the
// server reads a photo. The camera runs only after a tap and only while its box is open.
const root = document.querySelector("[data-desk]");
const say = root.dataset;
const find = (selector) => root.querySelector(selector);
const box = find("[data-camera]");
const video = find("[data-video]");
const text = find("[data-camera-text]");
const EVERY_MS = 150;
const SAME_AGAIN_MS = 4000;
const CODE_CHARACTERS = 16;
let stream = null;
let timer = 0;
let last = { value: "", at: 0 };

// The link itself is not kept on the device, only what can be told from it.
async function codeOf(value) {
  let path;
  try {
    path = new URL(value).pathname;
  } catch {
    return "";
  }
  const [kind, token] = path.replace(/^\//, "").split("/");
  if (kind !== "u" || !token) return "";
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(decodeURIComponent(token)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, CODE_CHARACTERS);
}
const hand = (code) => {
  navigator.vibrate?.(80);
  root.dispatchEvent(new CustomEvent("desk:code", { detail: code }));
};

async function open() {
  if (stream) return close();
  box.hidden = false;
  video.hidden = true;
  text.textContent = say.sayNocamera;
  const isReader = "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  if (!isReader || !navigator.mediaDevices) {
    text.textContent = "";
    find("[data-picture]").click();
    return;
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  text.textContent = say.sayPointing;
  await video.play();
  const reader = new BarcodeDetector({ formats: ["qr_code"] });
  const step = async () => {
    if (!stream) return;
    try {
      const [code] = await reader.detect(video);
      const now = Date.now();
      // The same code stays in front of the camera for a while.
      if (code && (code.rawValue !== last.value || now - last.at > SAME_AGAIN_MS)) {
        last = { value: code.rawValue, at: now };
        hand(await codeOf(code.rawValue));
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

async function sendPhoto() {
  const [file] = find("[data-picture]").files;
  find("[data-picture]").blur();
  if (!file) return;
  text.textContent = say.sayReading;
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
    text.textContent = say.sayOffline;
  }
  find("[data-picture]").value = "";
}

find("[data-scan]").addEventListener("click", open);
find("[data-camera-close]").addEventListener("click", close);
find("[data-picture]").addEventListener("change", sendPhoto);
addEventListener("pagehide", close);
// A photo taken by the phone's own camera hides the page too; then the box stays open.
document.addEventListener("visibilitychange", () => document.hidden && stream && close());
