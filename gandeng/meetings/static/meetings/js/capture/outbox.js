// Notes wait on the device until the server has judged them: kept first, then sent in parcels.
const AGAIN_MS = 15000;
const MOST_AT_ONCE = 20;
// Photos make notes heavy: on a weak signal a small parcel arrives where a big one does not.
const MOST_CHARACTERS = 1500000;

export const pairOf = (note) => `${note.buyer}-${note.maker}`;

export class Outbox {
  // `device` keeps; `token` is the field that lets a form in; `page` shows what becomes of the notes:
  // showSignal, lost (the status of an answer that took nothing), settled, sent (all of them).
  constructor(device, address, token, page) {
    Object.assign(this, { device, address, token, page, timer: 0, isSending: false });
  }

  read() {
    const kept = this.device.read();
    return { waiting: kept?.waiting ?? [], noted: kept?.noted ?? {} };
  }

  write(kept) {
    return this.device.keep(kept);
  }

  // A newer word on a pair that still waits takes its place. Whether there was room.
  add(note) {
    const kept = this.read();
    kept.waiting = [...kept.waiting.filter((one) => pairOf(one) !== pairOf(note)), note];
    return this.write(kept);
  }

  parcel() {
    const batch = [];
    let size = 0;
    for (const note of this.read().waiting.slice(0, MOST_AT_ONCE)) {
      size += (note.photo ?? "").length + 1000;
      if (batch.length && size > MOST_CHARACTERS) break;
      batch.push(note);
    }
    return batch;
  }

  // A page that was kept, or left open over a new sign-in, holds a token that is not good any more.
  async renewToken() {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.token.value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
    return true;
  }

  async send(hasNewToken = false) {
    if (this.isSending) return;
    const batch = this.parcel();
    if (!batch.length) {
      this.page.showSignal();
      return;
    }
    this.isSending = true;
    clearTimeout(this.timer);
    let isDone = false;
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token.value },
        body: JSON.stringify({ notes: batch }),
        redirect: "manual",
        signal: AbortSignal.timeout(60000),
      });
      if (answer.status === 403 && !hasNewToken && (await this.renewToken())) {
        this.isSending = false;
        return await this.send(true);
      }
      if (answer.ok) {
        this.settle((await answer.json()).results);
        isDone = true;
      } else this.page.lost(answer.type === "opaqueredirect" ? 401 : answer.status);
    } catch {
      // No signal: what is kept waits.
    }
    this.isSending = false;
    this.page.showSignal();
    const isEmpty = !this.read().waiting.length;
    if (isDone && isEmpty) this.page.sent();
    else if (isDone) this.send();
    else this.timer = setTimeout(() => this.send(), AGAIN_MS);
  }

  settle(results) {
    const kept = this.read();
    const refused = [];
    for (const result of results) {
      const note = kept.waiting.find((one) => one.key === result.key);
      if (!note) continue;
      kept.waiting = kept.waiting.filter((one) => one.key !== result.key);
      if (result.ok) {
        const { label, id, at, hasPhoto, said } = result;
        kept.noted[pairOf(note)] = { label, id, at, hasPhoto, said };
      } else {
        // Judged and refused: the words of the refusal stand beside the pair until it is noted anew.
        kept.noted[pairOf(note)] = { refused: result.message, at: note.noted_at, said: note };
        refused.push([note, result.message]);
      }
    }
    this.write(kept);
    this.page.settled(refused);
  }
}
