"use strict";

const phonesMax = 100;
const phones = new Map();
const byId = (id) => document.getElementById(id);

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// Texts come from outside: they are only ever set as text, never as markup.
function bubble(text, code) {
  const node = element("div", "bubble");
  const at = code ? text.indexOf(code) : -1;
  if (at < 0) {
    node.textContent = text;
  } else {
    node.append(text.slice(0, at), element("mark", "", code), text.slice(at + code.length));
  }
  return node;
}

function card(phone, isFresh) {
  const node = element("article", isFresh ? "phone fresh" : "phone");
  const top = element("div", "top");
  top.append(element("span", "number", phone.number));
  const latest = phone.latest;
  if (!latest) {
    node.append(top, element("div", "meta", phone.on ? "no message" : "switched off"));
    return node;
  }
  top.append(element("time", "time", new Date(latest.received_at).toLocaleTimeString()));
  node.append(top);
  if (latest.code) {
    const code = element("button", "code", latest.code);
    code.title = "Copy the code";
    code.addEventListener("click", () => navigator.clipboard && navigator.clipboard.writeText(latest.code));
    node.append(code);
  }
  node.append(bubble(latest.text, latest.code));
  const meta = element("div", "meta");
  const count = phone.messages === 1 ? "1 message" : `${phone.messages} messages`;
  meta.append(element("span", "", `from ${latest.from || "unknown"} via ${latest.carrier}`));
  meta.append(element("span", "", count));
  node.append(meta);
  return node;
}

function place(phone, isFresh) {
  const before = phones.get(phone.number);
  if (before) before.node.remove();
  phones.delete(phone.number);
  phone.node = card(phone, isFresh);
  phones.set(phone.number, phone);
  byId("phones").prepend(phone.node);
  if (phones.size > phonesMax) {
    const [oldest, dropped] = phones.entries().next().value;
    dropped.node.remove();
    phones.delete(oldest);
  }
}

function summarise() {
  byId("empty").hidden = phones.size > 0;
  byId("count").textContent = phones.size ? `· ${phones.size}${phones.size === phonesMax ? " latest" : ""}` : "";
}

async function loadPhones() {
  const response = await fetch("/handsets");
  const list = await response.json();
  for (const phone of list.reverse()) {
    // An event may have overtaken the list.
    const known = phones.get(phone.number);
    if (!known || !known.latest || !phone.latest || known.latest.received_at <= phone.latest.received_at) {
      place(phone, false);
    }
  }
  summarise();
}

const faults = [
  { label: "down", body: { kind: "down" } },
  { label: "slow ×10", body: { kind: "slow", factor: 10 } },
  { label: "throttled", body: { kind: "throttled", segments_per_second: 1 } },
  { label: "drops silently", body: { kind: "silent_drop" } },
];

function setFaults(name, list) {
  return fetch(`/carriers/${encodeURIComponent(name)}/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ faults: list }),
  });
}

function duration(ms) {
  return ms < 1000 ? `${ms}\u00a0ms` : `${ms / 1000}\u00a0s`;
}

function carrierCard(carrier) {
  const node = element("article", "carrier");
  node.title = `Figures: ${carrier.source}`;
  const top = element("div", "top");
  top.append(element("span", "name", carrier.name), element("span", `state ${carrier.state}`, carrier.state));
  const binds = carrier.sessions === 1 ? "1 connection" : `${carrier.sessions} connections`;
  const where = element("div", "where");
  where.textContent = [
    carrier.endpoint || "not listening", binds,
    `p50 ${duration(carrier.delivery_p50_ms)}, p95 ${duration(carrier.delivery_p95_ms)}`,
  ].join(" · ");
  const s = carrier.statistics;
  const figures = element("div", "figures");
  for (const [label, value] of [
    ["submits", s.submits], ["delivered", s.delivered], ["receipts", s.receipts],
    ["lost", s.lost + s.failed + s.expired],
  ]) {
    const figure = element("div");
    figure.append(element("b", "", String(value)), label);
    figures.append(figure);
  }
  const active = new Set(carrier.faults.filter((fault) => fault.active).map((fault) => fault.kind));
  const buttons = element("div", "buttons");
  for (const fault of faults) {
    const isOn = active.has(fault.body.kind);
    const button = element("button", isOn ? "on" : "", fault.label);
    button.setAttribute("aria-pressed", String(isOn));
    button.dataset.key = `${carrier.name}/${fault.label}`;
    button.addEventListener("click", () => {
      const others = faults.filter((other) => other !== fault && active.has(other.body.kind));
      setFaults(carrier.name, (isOn ? others : [...others, fault]).map((chosen) => chosen.body));
    });
    buttons.append(button);
  }
  node.append(top, where, figures, buttons);
  return node;
}

let shown = "";

function showCarriers(text) {
  // Drawn again only when something changed, so that a click is not lost between two drawings.
  if (text === shown) return;
  shown = text;
  const focused = document.activeElement && document.activeElement.dataset.key;
  byId("carriers").replaceChildren(...JSON.parse(text).map(carrierCard));
  if (!focused) return;
  for (const button of document.querySelectorAll("#carriers button")) {
    if (button.dataset.key === focused) button.focus();
  }
}

function link(state, text) {
  byId("link").className = `link ${state}`;
  byId("link").textContent = text;
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("open", () => {
    link("live", "live");
    loadPhones().catch(() => link("lost", "cannot load the phones"));
  });
  events.addEventListener("error", () => link("lost", "connection lost, trying again"));
  events.addEventListener("carriers", (event) => showCarriers(event.data));
  events.addEventListener("message", (event) => {
    const latest = JSON.parse(event.data);
    if (!latest.number) return;
    const before = phones.get(latest.number);
    const messages = Math.min((before ? before.messages : 0) + 1, 100);
    place({ number: latest.number, on: true, messages, latest }, true);
    summarise();
  });
}

listen();
