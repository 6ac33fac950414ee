// Messages as nodes. A view is the reader's: {zone, now(), name(id), words}.
import { h } from "./dom.js";
import { parse, plain } from "./markdown.js";
import { format } from "./time.js";

// formatted returns a text with its markdown as nodes.
export function formatted(text, view) {
  return h("div", { class: "text" }, nodes(parse(text), view));
}

// plainText returns a text as one line, without its markdown.
export const plainText = (text, view) => plain(parse(text), {
  name: view.name, time: (node) => format(node.at * 1000, node.style, view) ?? node.raw,
}).replace(/\s+/g, " ").trim();

const nodes = (tree, view) => tree.map((node) => one(node, view));

function one(node, view) {
  const kids = () => nodes(node.kids, view);
  switch (node.type) {
    case "text": return node.text;
    case "strong": return h("strong", {}, kids());
    case "em": return h("em", {}, kids());
    case "underline": return h("u", {}, kids());
    case "strike": return h("s", {}, kids());
    case "code": return h("code", {}, node.text);
    case "codeblock": return h("pre", { tabindex: 0 }, h("code", {}, node.text));
    case "quote": return h("blockquote", {}, kids());
    // The headings of a message are not headings of the page.
    case "heading": return h("p", { class: `heading h${node.level}` }, kids());
    case "small": return h("p", { class: "small" }, kids());
    case "list": return h(node.ordered ? "ol" : "ul", node.ordered ? { start: node.start } : {}, kids());
    case "item": return h("li", {}, kids());
    case "spoiler": return spoiler(node, view);
    case "time": return time(node, view);
    case "mention": return h("span", { class: "mention" }, "@".repeat(node.name?.startsWith("/") ? 0 : 1) + (node.name ?? view.name(node.id) ?? view.words.say("message.nobody")));
    case "link": return link(node.url, node.url);
    // The address is always shown: a name for a link can hide where it leads.
    case "masked": return h("span", {}, link(node.url, kids()), " (", h("span", { class: "address" }, node.url), ")");
  }
  return "";
}

function link(url, shown) {
  return h("a", { href: /^https?:\/\//.test(url) ? url : undefined, target: "_blank", rel: "noopener noreferrer nofollow" }, shown);
}

function spoiler(node, view) {
  const button = h("button", {
    type: "button", class: "spoiler",
    onclick: () => {
      const shown = h("span", { class: "spoiler-shown", tabindex: -1 }, nodes(node.kids, view));
      button.replaceWith(shown);
      shown.focus();
    },
  }, view.words.say("message.spoiler"));
  return button;
}

function time(node, view) {
  const ms = node.at * 1000;
  const shown = format(ms, node.style, view);
  if (shown === null) return node.raw;
  return h("time", {
    datetime: new Date(ms).toISOString(), title: format(ms, "F", view), class: "timestamp",
    data: { at: ms, style: node.style },
  }, shown);
}

// refreshTimes updates relative times.
export function refreshTimes(root, view) {
  for (const el of root.querySelectorAll('time[data-style="R"]')) el.textContent = format(Number(el.dataset.at), "R", view);
}

// embed is a box under a message. Pictures from elsewhere are named, not loaded.
export function embed(e, view, files) {
  const text = (t) => formatted(String(t ?? ""), view);
  const picture = (image) => {
    if (!image?.url) return null;
    const file = files.find((f) => image.url === `attachment://${f.name}` || image.url.endsWith("/" + f.name));
    return file ? file.node : h("p", { class: "small" }, view.words.parts("message.elsewhere", { address: h("span", { class: "address" }, image.url) }));
  };
  const box = h("div", { class: "embed" },
    e.author?.name && h("p", { class: "embed-author" }, e.author.name),
    e.title && h("p", { class: "embed-title" }, e.url && /^https?:/.test(e.url) ? link(e.url, e.title) : e.title),
    e.description && text(e.description),
    e.fields?.length > 0 && h("dl", {}, e.fields.map((f) => h("div", { class: f.inline ? "inline" : "" }, h("dt", {}, text(f.name)), h("dd", {}, text(f.value))))),
    picture(e.image), picture(e.thumbnail),
    (e.footer?.text || e.timestamp) && h("p", { class: "small" }, [e.footer?.text, e.timestamp && format(Date.parse(e.timestamp), "f", view)].filter(Boolean).join(" · ")));
  if (Number.isInteger(e.color)) box.style.borderInlineStartColor = "#" + (e.color & 0xffffff).toString(16).padStart(6, "0");
  return box;
}
