// The chat's page. What it shows comes from five events: node, bus, here, said and keryx's own gap.
import { Keryx } from "./keryx.js";

const $ = (id) => document.getElementById(id);
const make = (tag, text, props = {}) => Object.assign(document.createElement(tag), { textContent: text }, props);

const messages = new Map();     // room → its lines, oldest first
const people = new Map();       // room → the names on this node
const unread = new Set();
let keryx, name, room, bus = "NONE", link = "connecting";

$("name").value = sessionStorage.getItem("name") ?? "";
$("door").onsubmit = (submitted) => {
  submitted.preventDefault();
  name = $("name").value.trim();
  if (!name) return;
  sessionStorage.setItem("name", name);
  begin();
};

function begin() {
  keryx?.close();
  keryx = new Keryx(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/keryx`, { auth: { name } })
    .on("node", (node, state) => { $("node").textContent = `node ${node}`; bus = state; showState(); })
    .on("bus", (state) => { bus = state; showState(); })
    .on("here", (where, names) => { people.set(where, names); showPeople(); })
    .on("said", (said) => add(said.room, said))
    .onGap((rooms) => (rooms === "*" ? [...messages.keys()] : rooms).forEach((r) =>
      messages.has(r) && add(r, { note: "Some messages from other nodes may be missing here." })))
    .onState(state)
    .connect();
}

function state(now, detail) {
  if (now === "refused") return void ($("refusal").textContent = detail.message);
  link = now;
  if (now === "open") {
    $("refusal").textContent = "";
    $("door").hidden = true;
    $("chat").hidden = false;
    const mine = messages.size ? [...messages.keys()] : [hashRoom()];
    mine.forEach(enter);
    show(room ?? mine[0]);
  }
  if (now !== "open") bus = "NONE";
  showState();
}

async function enter(where) {
  const again = messages.has(where);
  if (!again) messages.set(where, []);
  showRooms();
  try {
    people.set(where, await keryx.ask("enter", 5_000, where));
    if (again) add(where, { note: "Connected again. What was said meanwhile is not shown." });
  } catch (failure) {
    add(where, { note: `Could not enter: ${failure.message}` });
  }
  showPeople();
}

function add(where, line) {
  const lines = messages.get(where);
  if (!lines) return;
  lines.push(line);
  if (lines.length > 500) lines.shift();
  if (where === room) showMessages();
  else if (!line.note) { unread.add(where); showRooms(); }
}

const hashRoom = () => decodeURIComponent(location.hash.slice(1)) || "general";
window.onhashchange = () => { const to = hashRoom(); if (keryx && !messages.has(to)) enter(to); show(to); };

$("new-room").onsubmit = (submitted) => {
  submitted.preventDefault();
  const input = submitted.target.firstElementChild;
  if (input.value.trim()) location.hash = encodeURIComponent(input.value.trim());
  input.value = "";
};

$("composer").onsubmit = async (submitted) => {
  submitted.preventDefault();
  const text = $("text").value.trim();
  if (!text) return;
  try {
    await keryx.ask("say", 5_000, { room, text });
    $("text").value = "";
  } catch (failure) {
    add(room, { note: `Not sent: ${failure.message}` });
  }
};

function show(to) {
  room = to;
  unread.delete(to);
  $("room").textContent = to;
  showRooms();
  showPeople();
  showMessages();
}

function showState() {
  const alone = link === "open" && bus !== "NONE" && bus !== "RUNNING";
  $("status").dataset.state = alone ? "alone" : link;
  $("state").textContent = alone ? "Connected; other nodes cannot be reached"
    : { connecting: "Connecting…", open: "Connected", waiting: "Connection lost, trying again…", closed: "Disconnected" }[link];
}

function showRooms() {
  $("rooms").replaceChildren(...[...messages.keys()].map((r) => {
    const a = make("a", r, { href: "#" + encodeURIComponent(r), className: unread.has(r) ? "unread" : "" });
    if (r === room) a.setAttribute("aria-current", "page");
    const li = document.createElement("li");
    li.append(a);
    return li;
  }));
}

function showPeople() {
  $("people").replaceChildren(...(people.get(room) ?? []).map((who) => make("li", who)));
}

function showMessages() {
  $("messages").replaceChildren(...(messages.get(room) ?? []).map((line) => {
    if (line.note) return make("li", line.note, { className: "note" });
    const li = make("li", line.text, { className: line.from === name ? "mine" : "" });
    li.prepend(make("b", line.from));
    li.append(make("time", new Date(line.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })));
    return li;
  }));
  $("messages").scrollTop = $("messages").scrollHeight;
}
