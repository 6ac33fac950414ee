// One message as a list item.
import { h, append } from "./dom.js";
import { formatted, embed, plainText } from "./render.js";
import { format, heading } from "./time.js";
import { select } from "./listbox.js";

const styles = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary" };

// message draws a message for a chat: its view, what is being waited for, and
// what its buttons do.
export function message(m, chat) {
  const { view, words } = chat;
  const mine = m.author === chat.person.id;
  const name = view.name(m.author);
  const waiting = chat.waiting.get(m.id);
  const failed = chat.failed.get(m.id);
  const files = m.files.map((f) => ({ ...f, node: file(f, m, chat) }));
  const embeds = m.embeds ?? [];
  const inEmbed = (f) => embeds.some((e) => e.image?.url?.endsWith("/" + f.name) || e.thumbnail?.url?.endsWith("/" + f.name));
  return h("li", { class: `message${m.ephemeral ? " ephemeral" : ""}`, tabindex: -1, data: { id: m.id, at: m.at } },
    m.replyTo && reply(m, chat),
    h("time", { class: "minute", datetime: new Date(m.at).toISOString() }, format(m.at, "t", view)),
    h("div", { class: `avatar ${mine ? "person" : "bot"}`, "aria-hidden": "true" }, name.charAt(0).toUpperCase()),
    h("div", { class: "body" },
      h("p", { class: "head" },
        h("span", { class: "author" }, name),
        !mine && h("span", { class: "app" }, words.say("message.app")),
        h("time", { class: "when", datetime: new Date(m.at).toISOString(), data: { at: m.at } }, heading(m.at, view)),
        m.silent && h("span", { class: "silent small" }, words.say("message.silent"))),
      m.loading
        ? h("p", { class: "thinking" }, words.say("message.thinking", { name }), h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")))
        : (m.content || m.edited > 0) && append(formatted(m.content, view), [m.edited > 0 && h("span", { class: "edited" }, words.say("message.edited"))]),
      m.besides && h("p", { class: "small" }, m.besides),
      embeds.map((e) => embed(e, view, files)),
      files.filter((f) => !inEmbed(f)).map((f) => f.node),
      m.rows.map((row, y) => h("div", { class: "row" }, row.map((c, x) => component(c, `${y}.${x}`, m, chat, waiting)))),
      failed && h("p", { class: "failed" }, failed),
      m.ephemeral && h("p", { class: "only-you" }, h("span", { class: "eye", "aria-hidden": "true" }, "◉"), " ", words.say("only-you"), " · ",
        h("button", { type: "button", class: "linkish", data: { key: "dismiss" }, onclick: () => chat.act({ do: "dismiss", message: m.id }) }, words.say("dismiss-message")))),
    !m.loading && tools(m, mine, chat));
}

function component(c, key, m, chat, waiting) {
  if (c.type === 10) return formatted(c.content, chat.view);
  if (c.type === 3) return select(chat.words, c, key, waiting, (values) => chat.use(m, c.id, { do: "choose", message: m.id, component: c.id, values }));
  if (c.style === 5) return h("a", { class: "button secondary", href: /^https?:/.test(c.url) ? c.url : undefined, target: "_blank", rel: "noopener noreferrer nofollow" }, c.label, " ↗");
  const busy = waiting === c.id;
  return h("button", {
    type: "button", class: `button ${styles[c.style] ?? "secondary"}${busy ? " busy" : ""}`, data: { key },
    // Not the disabled attribute: it would take the focus from who pressed.
    "aria-disabled": c.disabled || waiting ? "true" : null, "aria-busy": busy ? "true" : null,
    onclick: () => !c.disabled && !chat.waiting.get(m.id) && chat.use(m, c.id, { do: "press", message: m.id, component: c.id }),
  }, c.label);
}

function reply(m, chat) {
  const to = chat.messages.get(m.replyTo);
  return h("p", { class: "reply-to" }, "↰ ",
    to ? [h("span", { class: "author" }, chat.view.name(to.author)), " ", plainText(to.content, chat.view).slice(0, 80)] : chat.words.say("message.deleted"));
}

function tools(m, mine, chat) {
  const { words } = chat;
  const tool = (key, long, onclick) => h("button", { type: "button", class: "tool", data: { key }, onclick, "aria-label": words.say(`message.${long}`) }, words.say(`message.${key}`));
  const list = [];
  if (!m.ephemeral) list.push(tool("reply", "reply-to", () => chat.composer.replyTo(m)));
  if (mine) {
    list.push(tool("edit", "edit-this", () => chat.composer.edit(m)));
    list.push(tool("delete", "delete-this", () => chat.act({ do: "delete", message: m.id })));
  }
  return list.length > 0 && h("div", { class: "tools-of" }, list);
}

function file(f, m, chat) {
  const url = `files/${chat.person.id}/${m.id}/${f.id}`;
  if (f.picture) return h("figure", {}, h("img", { src: url, alt: f.description || chat.words.say("message.undescribed"), loading: "lazy" }));
  return h("p", { class: "file" }, h("a", { href: url, download: f.name }, f.name), h("span", { class: "small" }, " ", chat.words.say("message.bytes", { n: f.size })));
}
