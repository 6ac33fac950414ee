// The drawer: the database as it lies there, and the log, live.
import { h, byId } from "./dom.js";
import { page } from "./visitor.js";

// sealed is how much of a table is noise: the part of its columns that hold blobs.
const sealed = (t) => t.columns.filter((_, i) => t.rows.some((row) => row[i].kind === "blob")).length / t.columns.length;

function cellText({ kind, text, bytes }) {
  if (kind === "null") return "NULL";
  if (kind !== "blob") return text;
  return "x'" + (bytes ? page.say("drawer.bytes", { start: text, n: bytes }) : text);
}

export class Drawer {
  constructor() {
    this.source = null;
    this.seen = new Map(); // rows by table, to mark what is new
    this.tabs = ["rows", "log"].map((name) => h("button", {
      type: "button", role: "tab", id: `drawer-tab-${name}`, "aria-controls": `drawer-${name}`, onclick: () => this.choose(name), data: { name },
    }, page.say(`drawer.${name}`)));
    byId("drawer-tabs").append(...this.tabs);
    for (const [i, name] of ["rows", "log"].entries()) byId(`drawer-${name}`).setAttribute("aria-labelledby", this.tabs[i].id);
    byId("drawer-tabs").addEventListener("keydown", (e) => {
      if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
      const other = this.tabs.find((t) => t.getAttribute("aria-selected") === "false");
      other.click();
      other.focus();
    });
    this.choose("rows");
  }

  choose(name) {
    for (const tab of this.tabs) {
      const on = tab.dataset.name === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      byId(`drawer-${tab.dataset.name}`).hidden = !on;
    }
  }

  // open shows the database, live, until close.
  open() {
    if (this.source) return;
    this.source = new EventSource(`stored?lang=${page.key}`);
    this.source.addEventListener("stored", (e) => this.show(JSON.parse(e.data)));
  }

  close() {
    this.source?.close();
    this.source = null;
    this.seen.clear();
  }

  show({ tables, log, error }) {
    // The most sealed tables come first, because a visitor looks for them here.
    const full = (tables ?? []).filter((t) => t.rows.length > 0).sort((a, b) => sealed(b) - sealed(a));
    const empty = (tables ?? []).filter((t) => t.rows.length === 0).map((t) => t.name);
    const first = this.seen.size === 0;
    const places = new Map([...byId("drawer-rows").querySelectorAll("[data-table]")].map((el) => [el.dataset.table, el.scrollLeft]));
    const focused = document.activeElement?.dataset?.table;
    byId("drawer-rows").replaceChildren(
      h("p", {}, page.say("drawer.about")),
      h("p", { class: "small" }, page.say("drawer.names")),
      error && h("p", { class: "failed" }, error) || "",
      ...full.map((t) => this.table(t, first)),
      empty.length > 0 ? h("p", { class: "small" }, page.say("drawer.empty", { tables: empty.join(", ") })) : "");
    for (const el of byId("drawer-rows").querySelectorAll("[data-table]")) {
      const first = el.querySelector("td.is-blob"); // shown at first, wherever it stands
      el.scrollLeft = places.get(el.dataset.table) ?? (first ? first.offsetLeft - el.clientWidth / 2 : 0);
      if (focused === el.dataset.table) el.focus({ preventScroll: true });
    }
    this.log(log ?? []);
  }

  table(t, first) {
    const known = this.seen.get(t.name) ?? new Set();
    const now = new Set();
    const rows = t.rows.map((row) => {
      const key = JSON.stringify(row);
      now.add(key);
      return h("tr", { class: first || known.has(key) ? "" : "new" }, row.map((cell) => h("td", { class: `is-${cell.kind}` }, cellText(cell))));
    });
    this.seen.set(t.name, now);
    const id = `table-${t.name}`;
    return h("div", { class: "table" },
      h("h3", { id }, t.name, h("span", { class: "small" }, " ", page.say("drawer.count", { n: t.rows.length + t.left }))),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": id, data: { table: t.name } },
        h("table", {}, h("thead", {}, h("tr", {}, t.columns.map((c) => h("th", { scope: "col" }, c)))), h("tbody", {}, rows))),
      t.left > 0 ? h("p", { class: "small" }, page.say("drawer.more", { n: t.left })) : "");
  }

  log(lines) {
    const box = byId("drawer-log");
    const pre = h("pre", { tabindex: 0, role: "region", "aria-label": page.say("drawer.log-label"), class: "log" }, lines.join("\n"));
    const old = box.querySelector("pre");
    const focused = old === document.activeElement;
    const atEnd = !old || old.scrollHeight - old.scrollTop - old.clientHeight < 40;
    box.replaceChildren(
      h("p", {}, page.say("drawer.log-about")),
      lines.length > 0 ? pre : h("p", { class: "small" }, page.say("drawer.log-empty")));
    if (atEnd) pre.scrollTop = pre.scrollHeight;
    else pre.scrollTop = old.scrollTop;
    if (focused) pre.focus({ preventScroll: true });
  }
}
