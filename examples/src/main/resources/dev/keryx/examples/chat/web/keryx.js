// A client of keryx.v1.json in plain JavaScript: take this file, it needs no other. The frames are drawn in docs/wire.md.
//
//   const keryx = new Keryx("wss://example.org/keryx", { auth: { name: "Ada" } });
//   keryx.on("said", (message) => …);            // an event from the server; what the handler returns is the ack
//   keryx.onState((state, detail) => …);         // "connecting", "open", "waiting", "closed"
//   keryx.onGap((rooms) => …);                   // events may be missing: re-read what you show; rooms is "*" or a list
//   keryx.emit("typing", "general");             // no answer wanted; dropped while not connected (returns false)
//   const answer = await keryx.ask("enter", 5_000, "general");   // the ack's first argument; rejects with {code, message}

const FIRST_DELAY = 500, LONGEST_DELAY = 10_000, PONG_GRACE = 20_000;

export class Keryx {
  #url; #auth; #namespace; #socket = null; #open = false; #stopped = false; #failures = 0; #advice = null;
  #handlers = new Map(); #asked = new Map(); #lastId = 0; #state = () => {}; #gap = () => {};
  #silence = null; #retry = null; #pause = 25_000;

  constructor(url, { auth = {}, namespace = "/" } = {}) {
    this.#url = url;
    this.#auth = auth;
    this.#namespace = namespace;
  }

  on(event, handler) { this.#handlers.set(event, handler); return this; }
  onState(listener) { this.#state = listener; return this; }
  onGap(listener) { this.#gap = listener; return this; }

  connect() {
    clearTimeout(this.#retry);
    this.#stopped = false;
    this.#state("connecting");
    const socket = this.#socket = new WebSocket(this.#url, "keryx.v1.json");
    socket.onopen = () => this.#send(["hello", { auth: this.#auth, ns: this.#namespace }]);
    socket.onmessage = (message) => { this.#listen(); this.#frame(JSON.parse(message.data, revive)); };
    socket.onclose = (closed) => { if (socket === this.#socket) this.#closed(closed.code, closed.reason); };
    this.#listen();
    return this;
  }

  close() {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#socket?.close(1000);
  }

  emit(event, ...args) {
    if (this.#open) this.#send(["ev", 0, event, args]);
    return this.#open;
  }

  ask(event, within, ...args) { return this.#request(within, (id) => ["ev", id, event, args]); }
  join(room, within = 5_000) { return this.#request(within, (id) => ["join", id, room]); }
  leave(room, within = 5_000) { return this.#request(within, (id) => ["leave", id, room]); }

  #request(within, frame) {
    if (!this.#open) return Promise.reject({ code: "UNAVAILABLE", message: "not connected" });
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#settle(id, "reject", { code: "TIMEOUT", message: "no answer" }), within);
      this.#asked.set(id, { resolve, reject, late });
      this.#send(frame(id));
    });
  }

  #settle(id, how, value) {
    const asked = this.#asked.get(id);
    if (!asked) return;
    this.#asked.delete(id);
    clearTimeout(asked.late);
    asked[how](value);
  }

  #send(frame) { this.#socket.send(JSON.stringify(frame.length ? frame.map(escape) : frame)); }

  #frame([kind, ...rest]) {
    switch (kind) {
      case undefined: return this.#send([]);                                  // a heartbeat and its answer
      case "welcome": this.#pause = rest[0].ping; this.#open = true; this.#failures = 0; return this.#state("open", rest[0]);
      case "ok": return this.#settle(rest[0], "resolve", Array.isArray(rest[1]) ? rest[1][0] : rest[1]);
      case "err": return rest[0] ? this.#settle(rest[0], "reject", { code: rest[1], message: rest[2], retry: rest[3] })
                                 : this.#state("refused", { code: rest[1], message: rest[2] });
      case "ev": return this.#event(...rest);
      case "gap": return this.#gap(rest[0], rest[1]);
      case "bye": this.#advice = rest[2]; return;
    }
  }

  async #event(id, name, args, room) {
    try {
      const answer = await this.#handlers.get(name)?.(...args, room);
      if (id) this.#send(["ack", id, answer === undefined ? [] : [answer]]);
    } catch (failure) {
      console.error("a handler failed", name, failure);
      if (id) this.#send(["err", id, "INTERNAL", "the client's handler failed"]);
    }
  }

  // The server pings; whoever hears nothing for an interval and its grace has lost it.
  #listen() {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#silence = setTimeout(() => { socket.close(); this.#closed(1006, "silence"); }, this.#pause * 1.1 + PONG_GRACE);
  }

  #closed(code, reason) {
    clearTimeout(this.#silence);
    this.#socket = null;
    this.#open = false;
    for (const id of [...this.#asked.keys()]) this.#settle(id, "reject", { code: "CLOSED", message: "connection lost" });
    if (this.#stopped || code >= 4500 || this.#advice === false) return this.#state("closed", { code, reason });
    const { after, jitter } = this.#advice ?? { after: 0, jitter: Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures++) };
    this.#advice = null;
    const delay = after + Math.random() * jitter;
    this.#state("waiting", { delay, code, reason });
    this.#retry = setTimeout(() => this.connect(), delay);
  }
}

// Binary values travel as {"$b": base64}; a key $b of one's own travels as $$b.
function escape(value) {
  if (value instanceof Uint8Array) return { $b: btoa(String.fromCharCode(...value)) };
  if (Array.isArray(value)) return value.map(escape);
  if (value === null || typeof value !== "object" || typeof value.toJSON === "function") return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [/^\$+b$/.test(key) ? "$" + key : key, escape(v)]));
}

function revive(_, value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  if (typeof value.$b === "string") return Uint8Array.from(atob(value.$b), (c) => c.charCodeAt(0));
  for (const key of Object.keys(value).filter((k) => /^\$\$+b$/.test(k))) {
    value[key.slice(1)] = value[key];
    delete value[key];
  }
  return value;
}
