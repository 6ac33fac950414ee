// Building the page out of nodes. Text becomes text nodes and nothing else, so
// that what a person types can never become markup.

import { page } from "./visitor.js";

// h makes an element. Properties that begin with "on" are listeners, "data" and
// "aria" are objects of attributes; undefined, null and false leave one out.
// Children are nodes, strings, or lists of them.
export function h(name, props = {}, ...children) {
  const el = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else if (key === "data" || key === "aria") {
      for (const [k, v] of Object.entries(value)) {
        if (v !== undefined && v !== null) el.setAttribute(`${key}-${k}`, String(v));
      }
    } else if (key === "class") el.className = value;
    else if (value === true) el.setAttribute(key, "");
    else el.setAttribute(key, String(value));
  }
  append(el, children);
  return el;
}

export function append(el, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    el.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return el;
}

export const byId = (id) => document.getElementById(id);

// say tells a screen reader something that others see. Each sentence is a line of
// its own, so that several at once are all read; only the last few are kept.
export function say(text) {
  const live = byId("live");
  live.append(h("p", {}, text));
  while (live.children.length > 8) live.firstChild.remove();
}

// toast shows a sentence for a while, to everybody.
export function toast(sentence, words = page) {
  const box = h("div", { class: "toast", lang: words.key }, h("span", {}, sentence),
    h("button", { type: "button", class: "plain", onclick: () => box.remove() }, words.say("dismiss")));
  byId("toasts").replaceChildren(box);
  setTimeout(() => box.remove(), 12000);
}

// post sends an act and returns its outcome; what cannot be done is a toast, in those
// words, and returns null.
export async function post(path, body, words = page) {
  try {
    const answer = await fetch(`${path}?lang=${words.key}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const out = await answer.json();
    if (!answer.ok) {
      toast(out.error ?? words.say("error.other"), words);
      return null;
    }
    return out;
  } catch {
    toast(words.say("error.lost"), words);
    return null;
  }
}
