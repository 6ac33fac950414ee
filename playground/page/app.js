// The page hands what the server sends to the chats, the clock and the switches.
import { h, byId, post, say, toast } from "./dom.js";
import { Chat } from "./chat.js";
import { page } from "./visitor.js";
import { wordsIn } from "./words.js";
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
async function begin(state) {
  const words = await Promise.all(state.people.map((p) => wordsIn(p.language)));
  app.world = state.world;
  app.bot = state.bot;
  app.people = state.people.map(({ id, name, zone }) => ({ id, name, zone }));
  app.drawer = state.drawer;
  byId("drawer-button").hidden = !state.drawer;
  byId("form").close("over");
  chats = app.people.map((p, i) => new Chat(p, app, words[i]));
  byId("people").replaceChildren(...chats.map((c) => c.node));
  byId("title").textContent = state.bot.name;
  document.title = state.title;
  shown = 0;
  byId("times").replaceChildren();
  drawTabs();
}

async function take(state) {
  app.base = state.now;
  app.since = performance.now();
  const begins = state.world !== app.world;
  if (begins) await begin(state);
  for (const [i, person] of state.people.entries()) if (chats[i].words.key !== person.language) await retell(i, person);
  app.bot = state.bot;
  chats.forEach((chat, i) => chat.take(state.people[i], state.bot, state.trouble.down));
  drawActions(state);
  drawTrouble(state);
  refresh();
  if (byId("hint").textContent !== state.hint) {
    byId("hint").textContent = state.hint;
    if (!app.busy()) tellHint();
  }
  if (begins) chats[shown]?.revealNewest(); // where the head leaves a chat little room
}

// retell puts a chat in another language in the place of one. It shows the same messages.
async function retell(i, person) {
  const old = chats[i];
  const chat = new Chat(old.person, app, await wordsIn(person.language));
  const fresh = new Set(person.messages.map((m) => m.id));
  person.messages.unshift(...[...old.messages.values()].filter((m) => !fresh.has(m.id)));
  chats[i] = chat;
  chat.unread = old.unread;
  const focused = document.activeElement === old.languages;
  old.node.replaceWith(chat.node);
  if (focused) chat.languages.focus();
  drawTabs();
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
  const what = group === "clock" ? "clock" : "bot";
  const key = trouble.down ? `wait.down.${what}` : trouble.limited ? `wait.limited.${what}` : trouble.slow ? "wait.slow" : `wait.${what}`;
  return page.say(key, { action: label });
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
    [page.say("switch.down"), trouble.down, (on) => ({ down: on })],
    [page.say("switch.slow"), trouble.slow, (on) => ({ slow: on })],
    [page.say("switch.limited"), trouble.limited, (on) => ({ limited: on })],
    ...app.people.map((p) => [page.say("switch.closed", { name: p.name }), Boolean(trouble.closed[p.id]), (on) => ({ closed: { ...trouble.closed, [p.id]: on } })]),
  ];
  const box = byId("switches");
  if (box.dataset.world !== app.world) {
    box.dataset.world = app.world;
    box.replaceChildren(...all.map(([label, , change]) => h("label", { class: "switch" },
      h("input", { type: "checkbox", role: "switch", onchange: (e) => post("trouble", { ...trouble, ...change(e.target.checked) }) }), h("span", {}, label))));
  }
  all.forEach(([, on], i) => { box.children[i].firstChild.checked = on; });
  const { process, connected } = state.bot;
  const line = connected ? "connected" : "apart";
  byId("process").textContent = page.say(process === "" ? `bot.${line}` : process === "running" ? `process.running.${line}` : `process.${process}`);
  const some = all.filter(([, on]) => on).length + (process === "running" || process === "" ? 0 : 1);
  byId("trouble-button").textContent = some > 0 ? page.say("trouble.some", { n: some }) : page.say("trouble");
}

// On a screen with room for one side, tabs choose which one shows: a chat or the drawer.
function drawTabs() {
  const tabs = byId("tabs");
  const panels = [...chats.map((c) => c.node), byId("drawer")];
  const drawerOpen = narrow.matches ? shown === chats.length : byId("drawer-button").getAttribute("aria-expanded") === "true";
  if (narrow.matches) {
    tabs.setAttribute("role", "tablist");
    tabs.setAttribute("aria-label", page.say("views"));
    const labels = [...chats.map((c) => (c.unread > 0 ? page.say("view.new", { name: c.person.name, n: c.unread }) : c.person.name)), ...(app.drawer ? [page.say("view.stored")] : [])];
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

// The language of the page is kept by its address.
byId("language").addEventListener("change", (e) => { location.search = new URLSearchParams({ lang: e.target.value }); });

// The two people's Discord speaks it too. While nobody has done anything, the demo begins
// anew for that, which takes a moment.
const learning = setTimeout(() => { byId("doing").textContent = page.say("wait.language"); }, soon);
await post("speak", { language: page.key });
clearTimeout(learning);
byId("doing").textContent = "";

const source = new EventSource(`events?lang=${page.key}`);
let taken = Promise.resolve(); // states are taken in their order
source.addEventListener("state", (e) => { taken = taken.then(() => take(JSON.parse(e.data))); });
let lost = null;
source.addEventListener("error", () => {
  lost ??= setTimeout(() => toast(page.say("error.lost")), 5000);
});
source.addEventListener("open", () => {
  clearTimeout(lost);
  lost = null;
  // A new stream sends the whole state again.
  for (const chat of chats) chat.settled = false;
});
