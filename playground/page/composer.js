// Where a person types: plain messages with or without a picture, replies, edits, and
// commands with their options and suggestions.
import { h, say } from "./dom.js";
import { suggest } from "./listbox.js";
import { plainText } from "./render.js";

const longest = 4000; // of a message

const count = (text) => [...text].length;

export class Composer {
  // A chat gives the person, the commands there are, who else is here, and act.
  constructor(chat) {
    this.chat = chat;
    this.node = h("div", { class: "composer" });
    this.context = null; // {reply: m} or {edit: m}
    this.attached = null; // {name, type, data} of a picture that goes with the next message
    this.left = new Map(); // what was filled in of commands that were left, by name
    this.plain("");
  }

  // plain shows the ordinary field, with text in it.
  plain(text) {
    const { chat } = this;
    const name = chat.person.name;
    const bot = chat.bot.name;
    const { words } = chat;
    const field = h("textarea", {
      rows: 1, "aria-label": words.say("composer.label", { name, bot }), placeholder: words.say("composer.placeholder", { bot }),
      data: { key: "composer" },
    });
    field.value = text;
    const counter = h("span", { class: "counter", role: "status" });
    const grow = () => {
      field.style.height = "";
      if (field.scrollHeight > field.clientHeight) field.style.height = Math.min(field.scrollHeight, 200) + "px";
      const left = longest - count(field.value);
      counter.textContent = left < 200 ? String(left) : "";
      counter.classList.toggle("over", left < 0);
    };
    const commands = suggest(words, field, words.say("composer.commands"), (typed) => {
      const m = /^\/([-_\p{L}\p{N}]*)$/u.exec(typed);
      if (!m || this.context?.edit) return null;
      return chat.commands().filter((c) => c.name.startsWith(m[1].toLowerCase())).map((c) => ({ label: "/" + c.name, description: c.description, command: c }));
    }, (item) => this.command(item.command));
    field.addEventListener("input", grow);
    field.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
        e.preventDefault();
        this.send(field);
      } else if (e.key === "Escape" && this.context) {
        this.context = null;
        this.plain(field.value);
        this.focus();
      }
    });
    const about = this.context && h("p", { class: "context" },
      this.context.edit ? words.say("composer.editing") : words.parts("composer.replying", { name: h("strong", {}, chat.view.name(this.context.reply.author)), words: plainText(this.context.reply.content, chat.view).slice(0, 60) }),
      h("button", { type: "button", class: "linkish", onclick: () => { this.context = null; this.plain(""); this.focus(); } }, words.say("cancel")));
    const picture = this.attached && h("p", { class: "context" }, words.parts("composer.picture", { file: h("strong", {}, this.attached.name) }),
      h("button", { type: "button", class: "linkish", onclick: () => { this.attached = null; this.plain(field.value); this.focus(); } }, words.say("composer.remove")));
    this.field = field;
    this.node.replaceChildren(...[about, picture, commands.list,
      h("form", { class: "line", onsubmit: (e) => { e.preventDefault(); this.send(field); } }, !this.context && this.attach(field), field, counter,
        h("button", { type: "submit", class: "send", "aria-label": words.say("composer.send", { name }) }, "➤"))].filter(Boolean));
    grow();
  }

  // attach is the button for a picture. What is typed meanwhile stays.
  attach(field) {
    const input = h("input", { type: "file", accept: "image/*", hidden: true });
    input.addEventListener("change", () => {
      const file = input.files[0];
      if (!file) return;
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        this.attached = { name: file.name, type: file.type, data: reader.result.slice(reader.result.indexOf(",") + 1) };
        this.plain(field.value);
        this.focus();
        say(this.chat.words.say("composer.picture-heard", { file: file.name }));
      });
      reader.readAsDataURL(file);
    });
    return [input, h("button", {
      type: "button", class: "send", data: { key: "attach" }, "aria-label": this.chat.words.say("composer.attach", { name: this.chat.person.name }), onclick: () => input.click(),
    }, "+")];
  }

  focus() { this.field?.focus(); }

  replyTo(m) {
    this.context = { reply: m };
    this.attached = null;
    this.plain(this.field?.tagName === "TEXTAREA" ? this.field.value : "");
    this.focus();
  }

  edit(m) {
    this.context = { edit: m };
    this.attached = null;
    this.plain(m.content);
    this.focus();
  }

  async send(field) {
    const text = field.value.trim();
    const { context, attached } = this;
    const bare = attached || context?.edit?.files.length > 0 || context?.edit?.besides;
    if (text === "" && !bare) return;
    if (count(text) > longest) return say(this.chat.words.say("composer.too-long", { n: String(longest) }));
    const typed = /^\/([-_\p{L}\p{N}]+)$/u.exec(text);
    const known = typed && this.chat.commands().find((c) => c.name === typed[1]);
    if (known) return this.command(known);
    this.context = null;
    this.attached = null;
    const act = context?.edit ? { do: "edit", message: context.edit.id, text } : context?.reply ? { do: "reply", message: context.reply.id, text } : { do: "write", text, file: attached };
    this.plain("");
    this.focus();
    if (!(await this.chat.act(act))) {
      this.context = context;
      this.attached = attached;
      this.plain(text);
    }
  }

  // command asks for a command's options, or runs it when it has none.
  command(c) {
    const options = c.options ?? [];
    if (options.length === 0) return this.run(c, {});
    this.context = null;
    const values = { ...this.left.get(c.name)?.values };
    const shown = { ...this.left.get(c.name)?.shown };
    this.left.delete(c.name);
    const fields = options.map((o) => this.option(c, o, values, shown));
    // What was filled in is kept for the next time.
    const leave = () => {
      const now = Object.fromEntries(options.map((o, i) => [o.name, fields[i].input.value]));
      if (Object.values(now).some((text) => text !== "")) this.left.set(c.name, { values, shown: now });
      this.plain("");
      this.focus();
    };
    const run = h("button", { type: "submit", class: "button primary" }, this.chat.words.say("composer.run", { command: c.name }));
    const form = h("form", {
      class: "command", "aria-label": `/${c.name}`,
      onsubmit: (e) => {
        e.preventDefault();
        const missing = options.findIndex((o) => o.required && !values[o.name]);
        if (missing >= 0) {
          fields[missing].input.setAttribute("aria-invalid", "true");
          fields[missing].input.focus();
          return say(this.chat.words.say("composer.required", { option: options[missing].name }));
        }
        this.run(c, Object.fromEntries(Object.entries(values).filter(([, v]) => v !== "")));
      },
      onkeydown: (e) => {
        if (e.key === "Escape") leave();
      },
    },
    h("p", { class: "command-name" }, h("strong", {}, "/" + c.name), " ", h("span", { class: "small" }, c.description)),
    h("div", { class: "options" }, fields.map((f) => f.node)),
    h("div", { class: "actions" }, run,
      h("button", { type: "button", class: "button secondary", onclick: leave }, this.chat.words.say("cancel"))));
    // If no option is required, a second Enter runs the command.
    this.field = options.some((o) => o.required) ? fields[0].input : run;
    this.node.replaceChildren(form);
    this.focus();
  }

  // option makes the field of one option. What is chosen or typed goes to values; shown
  // is what the fields showed when the command was left.
  option(c, o, values, shown) {
    const id = `option-${this.chat.person.id}-${c.name}-${o.name}`;
    const input = h("input", { id, type: o.type === 4 || o.type === 10 ? "number" : "text", "aria-required": o.required ? "true" : null, "aria-describedby": id + "-about", step: o.type === 10 ? "any" : null });
    input.value = shown[o.name] ?? "";
    input.addEventListener("input", () => {
      input.removeAttribute("aria-invalid");
      values[o.name] = o.type === 6 ? "" : input.value;
    });
    const { words } = this.chat;
    const take = (item) => {
      input.value = item.label;
      values[o.name] = item.value;
      input.removeAttribute("aria-invalid");
    };
    let list = null;
    const starting = (typed, all) => all.filter((x) => x.label.toLowerCase().includes(typed.toLowerCase().replace(/^@/, "")));
    if (o.type === 6) {
      list = suggest(words, input, words.say("composer.people"), (typed) => (values[o.name] ? null : starting(typed, this.chat.people().map((p) => ({ label: "@" + p.name, value: p.id })))), take).list;
    } else if (o.type === 5) {
      list = suggest(words, input, o.name, (typed) => starting(typed, [{ label: words.say("composer.yes"), value: "true" }, { label: words.say("composer.no"), value: "false" }]), take).list;
    } else if (o.choices?.length > 0) {
      list = suggest(words, input, o.name, (typed) => starting(typed, o.choices.map((x) => ({ label: x.name, value: String(x.value) }))), take).list;
    } else if (o.autocomplete) {
      list = suggest(words, input, o.name, async (typed) => {
        const given = Object.fromEntries(Object.entries(values).filter(([k, v]) => v !== "" && k !== o.name));
        const out = await this.chat.ask({ do: "complete", name: c.name, options: { ...given, [o.name]: typed }, focused: o.name });
        return out?.choices?.map((x) => ({ label: x.name, value: x.value }));
      }, take).list;
    }
    return {
      input,
      node: h("div", { class: "option" }, h("label", { for: id }, o.name, o.required && h("span", { class: "required" }, " ", words.say("form.required-mark"))), input,
        h("span", { class: "small", id: id + "-about" }, o.description), list),
    };
  }

  async run(c, options) {
    this.plain("");
    this.focus();
    await this.chat.run(c, options);
  }
}
