// The board's line to the server: changes go out one after the other, what others did is looked up.
// `board` shows what comes back: take, complain, announce, say, mark, showFigures, isCarrying.

export class Server {
  constructor(page, token, known, board) {
    this.page = page;
    this.token = token;
    // what the server said last; after a change that may not have arrived it has to be asked again
    this.known = known;
    this.board = board;
    this.isDoubtful = false;
    this.waiting = 0;
    this.sending = Promise.resolve();
  }

  send(change, said) {
    this.count(1);
    this.sending = this.sending.then(() => this.post(change, said)).finally(() => this.count(-1));
    return this.sending;
  }

  count(by) {
    this.waiting += by;
    this.board.showFigures();
  }

  async post(change, said) {
    try {
      const answer = await fetch(this.page.dataset.change, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, Accept: "application/json" },
        body: JSON.stringify(change),
      });
      const isUnderstood = answer.headers.get("Content-Type")?.includes("json");
      if (!isUnderstood && answer.status < 500) return await this.giveUp("signed_out");
      const now = await answer.json();
      if (!now.meetings) throw new Error(now.message ?? String(answer.status));
      // a change made meanwhile is on its way; its own answer brings the board up to date
      if (this.waiting <= 1 || !answer.ok) this.take(now);
      this.board.complain(answer.ok ? "" : now.message);
      if (answer.ok) this.board.announce(said);
    } catch {
      await this.giveUp("offline");
    }
  }

  // Show what is known to be so, not what was hoped for.
  async giveUp(why) {
    this.isDoubtful = true;
    this.take(this.known);
    this.board.complain(this.board.say(why));
    await this.look(true);
  }

  take(now) {
    this.known = now;
    this.board.take(now);
  }

  async look(isForced = false) {
    if (!isForced && (document.hidden || this.waiting || this.board.isCarrying())) return;
    try {
      const mark = isForced || this.isDoubtful ? "" : this.board.mark();
      const answer = await fetch(`${this.page.dataset.state}?mark=${mark}`, { headers: { Accept: "application/json" } });
      if (answer.status !== 200) return;
      const now = await answer.json();
      if (this.waiting && !isForced) return;
      const isNews = now.mark !== this.board.mark();
      this.isDoubtful = false;
      this.take(now);
      if (isNews) this.board.announce(this.board.say("others_changed"));
    } catch {
      // no network: the next look tells
    }
  }
}
