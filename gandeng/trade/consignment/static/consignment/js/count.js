// The count on a phone: running total, what was typed kept until the server has it, and no signal
// is no loss. Everything here only helps; the form works without it.
const money = new Intl.NumberFormat("id-ID");
const form = document.querySelector("form[data-count]");
const done = document.querySelector("[data-count-done]");
const nameOf = (outlet) => `gandeng-count-${outlet}`;
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

const read = (outlet) => {
  try {
    const draft = JSON.parse(localStorage.getItem(nameOf(outlet)) ?? "null");
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
};
const keep = (outlet, draft) => {
  try {
    localStorage.setItem(nameOf(outlet), JSON.stringify({ ...draft, at: Date.now() }));
  } catch {
    // A phone that keeps nothing still counts; only the safety net is gone.
  }
};
const drop = (outlet) => {
  try {
    localStorage.removeItem(nameOf(outlet));
  } catch {
    // see above
  }
};

// The server has it: what was kept for safety may go, unless it belongs to a newer count.
if (done) {
  const draft = read(done.dataset.countDone);
  if (!draft || draft.key === done.dataset.countDoneKey) drop(done.dataset.countDone);
}

const isReview = form?.hasAttribute("data-count-review");
const key = form?.querySelector("[data-count-key]");
const rows = form ? [...form.querySelectorAll("[data-count-row]")] : [];
const inputOf = (row) => row.querySelector("input[type=number]");

const total = () => {
  let sold = 0;
  let worth = 0;
  let filled = 0;
  for (const row of rows) {
    const text = inputOf(row).value;
    const most = Number(row.dataset.most);
    const left = Number(text);
    const isFilled = text !== "";
    const isTooMany = isFilled && left > most;
    row.classList.toggle("tally__row--done", isFilled && !isTooMany);
    row.classList.toggle("tally__row--bad", isTooMany);
    const said = row.querySelector(".field__error");
    row.querySelector("[data-count-sum]").hidden = !isTooMany || Boolean(said);
    if (!isFilled) continue;
    filled += 1;
    if (isTooMany) continue;
    sold += most - left;
    worth += (most - left) * Number(row.dataset.price);
  }
  const sum = form.querySelector("[data-count-total]");
  const progress = form.querySelector("[data-count-progress]");
  sum.hidden = filled === 0;
  sum.textContent = `${sum.dataset.words} ${money.format(sold)}, Rp${money.format(worth)}`;
  progress.textContent = `${filled}/${rows.length} ${progress.dataset.words}`;
};

const save = () => {
  const values = {};
  for (const row of rows) if (inputOf(row).value !== "") values[inputOf(row).name] = inputOf(row).value;
  const more = { on: form.elements.on?.value, by: form.elements.counted_by?.value };
  if (Object.keys(values).length) keep(form.dataset.count, { key: key.value, values, more });
  else drop(form.dataset.count);
};

const restore = () => {
  const draft = read(form.dataset.count);
  if (!draft) return;
  let restored = 0;
  for (const row of rows) {
    const input = inputOf(row);
    if (input.value !== "" || !(input.name in draft.values)) continue;
    input.value = draft.values[input.name];
    restored += 1;
  }
  if (!restored) return;
  key.value = draft.key;
  if (draft.more?.by) form.elements.counted_by.value = draft.more.by;
  if (draft.more?.on) form.elements.on.value = draft.more.on;
  form.querySelector("[data-count-restored]").hidden = false;
};

const step = (button) => {
  const row = button.closest("[data-count-row]");
  const input = inputOf(row);
  const most = Number(row.dataset.most);
  const by = Number(button.dataset.countStep);
  // The first tap starts from a full shelf: plus says "untouched", minus says "one is gone".
  const wanted = input.value === "" ? most + Math.min(by, 0) : Number(input.value) + by;
  input.value = Math.max(0, wanted);
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

let waiting = 0;
let isAsking = false;
const reaches = async () => {
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    return answer.ok;
  } catch {
    return false;
  }
};
const send = async () => {
  if (isAsking) return;
  isAsking = true;
  clearTimeout(waiting);
  const offline = form.querySelector("[data-count-offline]");
  const isReached = await reaches();
  isAsking = false;
  if (isReached) {
    offline.hidden = true;
    form.submit();
    return;
  }
  offline.hidden = false;
  offline.scrollIntoView({ block: "center" });
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  delete form.dataset.sent;
  waiting = setTimeout(send, 15000);
};

if (form) {
  if (!isReview) {
    restore();
    // Figures the server sent back carry the key it gave them.
    if (rows.some((row) => inputOf(row).value !== "")) save();
    total();
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-count-step]");
      if (button) step(button);
      if (event.target.closest("[data-count-discard]")) {
        drop(form.dataset.count);
        location.reload();
      }
    });
    form.addEventListener("input", (event) => {
      // What the server said was about the old figure.
      event.target.closest("[data-count-row]")?.querySelector(".field__error")?.remove();
      total();
      save();
    });
    // Enter goes to the next product instead of sending a half-filled form.
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.type !== "number") return;
      event.preventDefault();
      const at = rows.findIndex((row) => inputOf(row) === event.target);
      (rows[at + 1] ? inputOf(rows[at + 1]) : form.querySelector(".tally__bar .button")).focus();
    });
  }
  // In the capture phase, before the guard against double taps marks the form as sent.
  form.addEventListener(
    "submit",
    (event) => {
      if (event.submitter?.name === "ubah") return;
      event.preventDefault();
      event.submitter?.setAttribute("aria-busy", "true");
      send();
    },
    { capture: true },
  );
  addEventListener("online", () => waiting && send());
}
