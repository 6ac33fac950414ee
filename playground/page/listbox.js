// Lists to choose from: suggestions under a text field, and Discord's selects.
import { h, say } from "./dom.js";

let lastID = 0;

// options draws a list's options; chosen is the index of the active one.
function draw(list, items, active, pick) {
  list.replaceChildren(...items.map((item, i) => {
    const el = h("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": String(item.selected ?? i === active), class: i === active ? "active" : "" },
      h("span", { class: "option-label" }, item.label), item.description && h("span", { class: "option-description" }, item.description));
    // Pointer down would take the focus from the field.
    el.addEventListener("pointerdown", (e) => e.preventDefault());
    el.addEventListener("click", () => pick(i));
    return el;
  }));
  list.children[active]?.scrollIntoView({ block: "nearest" });
}

// suggest puts a list of suggestions under a field. find(text) returns (a promise
// of) items {label, description, ...} or null for no list; pick takes the item.
// It returns whether a key was the list's own.
export function suggest(words, field, label, find, pick) {
  const list = h("ul", { role: "listbox", id: `list-${++lastID}`, class: "popup", "aria-label": label, hidden: true });
  const combobox = field.tagName === "INPUT";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("autocomplete", "off");
  if (combobox) {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }
  let items = [];
  let active = -1;
  let asked = 0;
  const open = () => !list.hidden;
  const close = () => {
    asked++;
    list.hidden = true;
    items = [];
    field.removeAttribute("aria-activedescendant");
    if (combobox) field.setAttribute("aria-expanded", "false");
  };
  const show = (i) => {
    active = i;
    draw(list, items, active, choose);
    if (items[i]) field.setAttribute("aria-activedescendant", `${list.id}-${i}`);
    else field.removeAttribute("aria-activedescendant");
  };
  const choose = (i) => {
    const item = items[i];
    close();
    if (item) pick(item);
  };
  const look = async () => {
    const mine = ++asked;
    const found = await find(field.value);
    if (mine !== asked) return;
    if (!found || found.length === 0) return close();
    const wasOpen = open();
    items = found;
    list.hidden = false;
    if (combobox) field.setAttribute("aria-expanded", "true");
    show(0);
    if (!wasOpen) say(words.say("suggestions", { n: items.length }));
  };
  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  if (combobox) field.addEventListener("focus", look);
  field.addEventListener("keydown", (e) => {
    if (!open()) {
      if (e.key === "ArrowDown" && combobox) { e.preventDefault(); look(); }
      return;
    }
    const move = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (move) show((active + move + items.length) % items.length);
    else if (e.key === "Enter" || e.key === "Tab") choose(active);
    else if (e.key === "Escape") close();
    else return;
    if (e.key !== "Tab") e.preventDefault();
    e.stopImmediatePropagation();
  });
  return { list, close, open };
}

// select is a select menu of a message: a button that opens a list. done takes
// the chosen values.
export function select(words, c, key, waiting, done) {
  const chosen = new Set(c.options.filter((o) => o.default).map((o) => o.value));
  const many = c.max > 1;
  const shown = () => c.options.filter((o) => chosen.has(o.value)).map((o) => o.label).join(", ");
  const list = h("ul", { role: "listbox", id: `list-${++lastID}`, class: "popup", tabindex: -1, "aria-label": c.placeholder || words.say("select.label"), "aria-multiselectable": many ? "true" : null, hidden: true });
  const value = h("span", { class: chosen.size ? "" : "placeholder" }, shown() || c.placeholder || words.say("select.empty"));
  const button = h("button", {
    type: "button", class: "select", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": list.id,
    "aria-label": words.say("select.chosen", { label: c.placeholder || words.say("select.label"), words: shown() || words.say("select.nothing") }),
    "aria-disabled": c.disabled || waiting ? "true" : null, data: { key },
  }, value, h("span", { class: "chevron", "aria-hidden": "true" }, "▾"));
  let active = 0;
  let typed = "";
  let typedAt = 0;
  const items = () => c.options.map((o) => ({ label: (chosen.has(o.value) ? "✓ " : "") + o.label, description: o.description, selected: chosen.has(o.value) }));
  const show = (i) => {
    active = i;
    draw(list, items(), active, take);
    list.setAttribute("aria-activedescendant", `${list.id}-${active}`);
  };
  const open = () => {
    if (button.getAttribute("aria-disabled")) return;
    // The list opens upwards, unless its top would be cut off.
    const room = button.getBoundingClientRect().top - (button.closest(".messages")?.getBoundingClientRect().top ?? 0);
    list.classList.toggle("below", room < 200);
    list.style.maxHeight = room < 200 ? "" : `${Math.min(320, room - 8)}px`;
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    show(Math.max(0, c.options.findIndex((o) => chosen.has(o.value))));
    list.focus();
  };
  const close = (back) => {
    if (list.hidden) return;
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (back) button.focus();
  };
  const send = () => {
    close(true);
    if (chosen.size >= c.min && chosen.size <= c.max) done(c.options.filter((o) => chosen.has(o.value)).map((o) => o.value));
  };
  const take = (i) => {
    const v = c.options[i].value;
    if (many) {
      if (!chosen.delete(v) && chosen.size < c.max) chosen.add(v);
      show(i);
      return;
    }
    const again = chosen.has(v);
    chosen.clear();
    // If a select may be empty, its choice can be taken back.
    if (!(again && c.min === 0)) chosen.add(v);
    send();
  };
  button.addEventListener("click", () => (list.hidden ? open() : close(true)));
  button.addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); open(); }
  });
  list.addEventListener("blur", () => (many ? send() : close(false)));
  list.addEventListener("keydown", (e) => {
    const last = c.options.length - 1;
    const to = { ArrowDown: Math.min(last, active + 1), ArrowUp: Math.max(0, active - 1), Home: 0, End: last }[e.key];
    if (to !== undefined) show(to);
    else if (e.key === "Enter" || e.key === " ") take(active);
    else if (e.key === "Escape") close(true);
    else if (e.key.length === 1) {
      typed = (e.timeStamp - typedAt < 700 ? typed : "") + e.key.toLowerCase();
      typedAt = e.timeStamp;
      const hit = c.options.findIndex((o) => o.label.toLowerCase().startsWith(typed));
      if (hit >= 0) show(hit);
    } else return;
    e.preventDefault();
  });
  return h("div", { class: "select-holder" }, button, list);
}
