"use strict";

const byId = (id) => document.getElementById(id);
const inbox = location.pathname.split("/").pop();
const shownMax = 500;
const shown = new Map();
// The one place the key is in: a variable of this page.
let key = "";
let lastID = "";

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function link(state, text) {
  byId("link").className = `link ${state}`;
  byId("link").textContent = text;
}

// Texts come from outside: they are only ever set as text, never as markup.
function textNode(message) {
  if (message.text === null) return element("div", "text", "A message without text.");
  const node = element("div", "text");
  const at = message.code ? message.text.indexOf(message.code) : -1;
  if (at < 0) {
    node.textContent = message.text;
  } else {
    const end = at + message.code.length;
    node.append(message.text.slice(0, at), element("mark", "", message.code), message.text.slice(end));
  }
  return node;
}

function show(message, isFresh) {
  if (shown.has(message.id)) return;
  const node = element("li", isFresh ? "message fresh" : "message");
  const meta = element("div", "meta");
  meta.append(element("span", "from", message.from || "unknown sender"));
  const time = element("time", "", new Date(message.received_at).toLocaleString());
  time.dateTime = message.received_at;
  meta.append(time);
  node.append(meta);
  if (message.code) {
    const code = element("button", "code", message.code);
    code.type = "button";
    code.title = "Copy the code";
    code.addEventListener("click", () => navigator.clipboard && navigator.clipboard.writeText(message.code));
    node.append(code);
  }
  node.append(textNode(message));
  if (message.missing > 0) {
    node.append(element("div", "meta", `${message.missing} of ${message.parts} parts never came`));
  }
  shown.set(message.id, node);
  if (message.id > lastID) lastID = message.id;
  byId("messages").prepend(node);
  if (shown.size > shownMax) {
    const [oldest, gone] = shown.entries().next().value;
    gone.remove();
    shown.delete(oldest);
  }
  byId("empty").hidden = true;
}

async function ask(path, signal) {
  const response = await fetch(path, {
    headers: { authorization: `Bearer ${key}` }, cache: "no-store", credentials: "omit", signal,
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  const error = new Error(problem.detail || `The gateway answered ${response.status}.`);
  error.isFinal = [400, 401, 403, 404].includes(response.status);
  throw error;
}

async function catchUp(isFresh) {
  let next = lastID;
  do {
    const query = next ? `?limit=100&after=${encodeURIComponent(next)}` : "?limit=100";
    const page = await (await ask(`/v1/inboxes/${encodeURIComponent(inbox)}/messages${query}`)).json();
    for (const message of page.messages) show(message, isFresh);
    next = page.next;
  } while (next);
  byId("empty").hidden = shown.size > 0;
}

function take(block) {
  const data = block.split("\n").filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n");
  if (data) show(JSON.parse(data), true);
}

// EventSource can't send the key in a header, and a key does not belong into an address.
async function listen() {
  const response = await ask(`/v1/inboxes/${encodeURIComponent(inbox)}/events`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  await catchUp(lastID !== "");
  link("live", "live");
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    blocks.forEach(take);
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function follow() {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
    try {
      await listen();
      wait = 1000;
    } catch (error) {
      if (error.isFinal) {
        lock(error.message);
        return;
      }
    }
    link("lost", "connection lost, trying again");
    await pause(wait);
  }
}

function lock(text) {
  key = "";
  link("", "locked");
  byId("unlock").hidden = false;
  byId("problem").textContent = text;
}

byId("unlock").addEventListener("submit", async (event) => {
  event.preventDefault();
  key = byId("key").value.trim();
  byId("key").value = "";
  byId("problem").textContent = "";
  link("", "connecting");
  try {
    const about = await (await ask(`/v1/inboxes/${encodeURIComponent(inbox)}`)).json();
    byId("number").textContent = about.number;
    byId("unlock").hidden = true;
  } catch (error) {
    lock(error.message);
    return;
  }
  follow();
});
