// The page hands what the server sends to the chats, the clock and the switches.
import { h, byId, post, say, toast } from "./dom.js";
import { Chat } from "./chat.js";
import { Drawer } from "./drawer.js";

const narrow = matchMedia("(max-width: 800px)");
const drawer = new Drawer();
let chats = [];
let shown = 0; // the index of the chosen tab, on a screen with room for one side

const app = {
  world: "", bot: { id: "", name: "bot" }, people: [], drawer: false,
  base: 0, since: 0,
  now: () => app.base + performance.now() - app.since,
  name: (id) => (id === app.bot.id ? app.bot.name : app.people.find((p) => p.id === id)?.name),
  // While the clock moves, new messages are only counted. They are told at the end.
  busy: () => document.body.classList.contains("busy"),
  unread: (chat, n) => {
    if (!narrow.matches || chats[shown] === chat) return;
    chat.unread += n;
    drawTabs();
  },
  showTimes: () => {
    const times = byId("times");
    if (times.children.length !== chats.length) times.replaceChildren(...chats.map((c) => h("div", {}, h("dt", {}, c.person.name), h("dd", {}))));
    chats.forEach((c, i) => {
      const text = c.clock().join(" ");
      const dd = times.children[i].querySelector("dd");
      if (dd.textContent !== text) dd.textContent = text;
    });
  },
};

// Another world needs the page to load anew.
function begin(state) {
  app.world = state.world;
  app.bot = state.bot;
  app.people = state.people.map(({ id, name, zone }) => ({ id, name, zone }));
  app.drawer = state.drawer;
  byId("drawer-button").hidden = !state.drawer;
  byId("form").close("over");
  chats = app.people.map((p) => new Chat(p, app));
  byId("people").replaceChildren(...chats.map((c) => c.node));
  byId("title").textContent = state.bot.name;
  document.title = state.title;
  shown = 0;
  byId("times").replaceChildren();
  drawTabs();
}

function take(state) {
  app.base = state.now;
  app.since = performance.now();
  const begins = state.world !== app.world;
  if (begins) begin(state);
  app.bot = state.bot;
  chats.forEach((chat, i) => chat.take(state.people[i], state.bot, state.trouble.down));
  drawActions(state);
  drawTrouble(state);
  refresh();
  document.querySelector(".guide").hidden = state.hint === "" && byId("begin-actions").children.length === 0;
  if (byId("hint").textContent !== state.hint) {
    byId("hint").textContent = state.hint;
    if (!app.busy()) tellHint();
  }
  if (begins) chats[shown]?.revealNewest(); // where the head leaves a chat little room
}

let toldHint = "";

// tellHint tells a screen reader what to do next, if it has changed.
function tellHint() {
  const hint = byId("hint").textContent;
  if (hint !== toldHint) say(hint);
  toldHint = hint;
}

function refresh() {
  app.showTimes();
  for (const chat of chats) chat.refresh();
}

// After this many milliseconds the page says what an action waits for.
const soon = 500;

function waitsFor({ label, group }) {
  const clock = group === "clock";
  const due = clock ? ", so what is due waits for later" : ", and the bot has to do with that";
  const why = trouble.down ? `Discord is down${due}`
    : trouble.limited ? `Discord limits how much the bot may send${due}`
      : trouble.slow ? "Discord takes its time with each request"
        : clock ? "the bot does all that is due on the way" : "the bot ends in good order, or starts";
  return `${label}: one moment; ${why}.`;
}

// button makes a button that keeps the keyboard while its action is carried out.
function button(action, kind) {
  const b = h("button", {
    type: "button", class: kind, data: { action: action.id },
    onclick: async () => {
      if (b.getAttribute("aria-disabled")) return;
      b.setAttribute("aria-disabled", "true");
      b.setAttribute("aria-busy", "true");
      document.body.classList.add("busy");
      const slow = setTimeout(() => { byId("doing").textContent = waitsFor(action); }, soon);
      await post("do", { action: action.id });
      clearTimeout(slow);
      byId("doing").textContent = "";
      document.body.classList.remove("busy");
      setTimeout(() => {
        tellHint();
        for (const chat of chats) chat.tell();
      }, soon);
      b.removeAttribute("aria-disabled");
      b.removeAttribute("aria-busy");
    },
  }, action.label);
  return b;
}

function drawActions(state) {
  for (const group of ["clock", "begin", "bot"]) {
    const box = byId(`${group}-actions`);
    const its = state.actions.filter((a) => a.group === group);
    if (box.children.length !== its.length) box.replaceChildren(...its.map((a) => button(a, group === "bot" ? "button secondary" : group === "clock" ? "button primary" : "plain")));
    its.forEach((a, i) => { if (box.children[i].textContent !== a.label) box.children[i].textContent = a.label; });
  }
}

let trouble = null;

function drawTrouble(state) {
  trouble = state.trouble;
  trouble.closed ??= {};
  const all = [
    ["Discord is down", trouble.down, (on) => ({ down: on })],
    ["Discord is slow: two seconds for each request", trouble.slow, (on) => ({ slow: on })],
    ["Discord limits how much the bot may send", trouble.limited, (on) => ({ limited: on })],
    ...app.people.map((p) => [`${p.name} has closed their direct messages`, Boolean(trouble.closed[p.id]), (on) => ({ closed: { ...trouble.closed, [p.id]: on } })]),
  ];
  const box = byId("switches");
  if (box.dataset.world !== app.world) {
    box.dataset.world = app.world;
    box.replaceChildren(...all.map(([label, , change]) => h("label", { class: "switch" },
      h("input", { type: "checkbox", role: "switch", onchange: (e) => post("trouble", { ...trouble, ...change(e.target.checked) }) }), h("span", {}, label))));
  }
  all.forEach(([, on], i) => { box.children[i].firstChild.checked = on; });
  const { process, connected } = state.bot;
  const line = connected ? "connected" : "not connected";
  byId("process").textContent = process === "" ? `The bot is ${line}.` : `The bot's process: ${process}${process === "running" ? `, ${line}` : ""}.`;
  const some = all.filter(([, on]) => on).length + (process === "running" || process === "" ? 0 : 1);
  byId("trouble-button").textContent = some > 0 ? `Make trouble (${some})` : "Make trouble";
}

// On a screen with room for one side, tabs choose which one shows: a chat or the drawer.
function drawTabs() {
  const tabs = byId("tabs");
  const panels = [...chats.map((c) => c.node), byId("drawer")];
  const drawerOpen = narrow.matches ? shown === chats.length : byId("drawer-button").getAttribute("aria-expanded") === "true";
  if (narrow.matches) {
    tabs.setAttribute("role", "tablist");
    tabs.setAttribute("aria-label", "What to show");
    const labels = [...chats.map((c) => c.person.name + (c.unread > 0 ? ` (${c.unread} new)` : "")), ...(app.drawer ? ["Stored"] : [])];
    const had = tabs.contains(document.activeElement);
    // A tab that is there stays, because somebody may be pressing it.
    if (tabs.children.length !== labels.length) {
      tabs.replaceChildren(...labels.map((_, i) => h("button", { type: "button", role: "tab", id: `tab-${i}`, onclick: () => choose(i) })));
    }
    labels.forEach((label, i) => {
      const tab = tabs.children[i];
      if (tab.textContent !== label) tab.textContent = label;
      tab.setAttribute("aria-controls", panels[i].id);
      tab.setAttribute("aria-selected", String(i === shown));
      tab.tabIndex = i === shown ? 0 : -1;
    });
    if (had) tabs.children[shown].focus();
  } else {
    tabs.removeAttribute("role");
    tabs.removeAttribute("aria-label");
    tabs.replaceChildren();
  }
  panels.forEach((panel, i) => {
    const isDrawer = i === chats.length;
    if (isDrawer) panel.hidden = !drawerOpen;
    else panel.hidden = narrow.matches && i !== shown;
    if (narrow.matches) {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `tab-${i}`);
    } else {
      panel.removeAttribute("role");
      panel.setAttribute("aria-labelledby", isDrawer ? "drawer-title" : `chat-title-${chats[i].person.id}`);
    }
  });
  document.body.classList.toggle("with-drawer", drawerOpen);
  if (drawerOpen) drawer.open();
  else drawer.close();
}

function choose(i) {
  shown = i;
  if (chats[i]) chats[i].unread = 0;
  drawTabs();
}

byId("tabs").addEventListener("keydown", (e) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (!step) return;
  e.preventDefault();
  const { length } = byId("tabs").children;
  choose((shown + step + length) % length);
  byId("tabs").children[shown].focus();
});

byId("drawer-button").addEventListener("click", (e) => {
  const open = e.currentTarget.getAttribute("aria-expanded") !== "true";
  e.currentTarget.setAttribute("aria-expanded", String(open));
  drawTabs();
  if (open) byId("drawer-close").focus();
});
byId("drawer-close").addEventListener("click", () => {
  byId("drawer-button").setAttribute("aria-expanded", "false");
  drawTabs();
  byId("drawer-button").focus();
});
narrow.addEventListener("change", drawTabs);
setInterval(refresh, 1000);

const source = new EventSource("events");
source.addEventListener("state", (e) => take(JSON.parse(e.data)));
let lost = null;
source.addEventListener("error", () => {
  lost ??= setTimeout(() => toast("the demo does not answer; is it still running?"), 5000);
});
source.addEventListener("open", () => {
  clearTimeout(lost);
  lost = null;
  // A new stream sends the whole state again.
  for (const chat of chats) chat.settled = false;
});
