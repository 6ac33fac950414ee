// One person's direct messages with the bot.
import { h, byId, post, say, toast } from "./dom.js";
import { message } from "./message.js";
import { Composer } from "./composer.js";
import { openForm } from "./form.js";
import { plainText, refreshTimes } from "./render.js";
import { Place } from "./place.js";
import { format, heading, city } from "./time.js";

// Messages of one author within this many milliseconds stand together.
const together = 7 * 60 * 1000;

export class Chat {
  // app gives now(), name(id), people and the bot; words are those of the person's Discord.
  constructor(person, app, words) {
    this.person = person;
    this.words = words;
    this.app = app;
    this.bot = app.bot;
    this.messages = new Map(); // by id
    this.items = new Map(); // the nodes, by id
    this.order = [];
    this.offered = []; // the commands that Discord offers, in the person's language
    this.waiting = new Map(); // message id to the component that was used
    this.failed = new Map(); // message id to what went wrong
    this.notices = []; // what only this client says: {node, after}
    this.drafts = new Map(); // of forms that were closed unsent, by what opens them
    this.untold = new Map(); // messages that a screen reader was not told of, by id
    this.unread = 0;
    this.used = ""; // the message whose button or form was used last, until it changes
    this.settled = false; // whether the first state has come
    this.view = { zone: person.zone, now: () => app.now(), name: (id) => app.name(id), words };
    this.composer = new Composer(this);
    this.list = h("ol", { class: "messages", "aria-label": words.say("chat.messages", { name: person.name }), tabindex: 0 });
    this.place = new Place(this.list);
    this.presence = h("span", { class: "presence" });
    this.zones = h("select", { "aria-label": words.say("chat.zone", { name: person.name }), onchange: () => this.setZone(this.zones.value) },
      zoneNames(person.zone).map((z) => h("option", { value: z, selected: z === person.zone }, z.replaceAll("_", " "))));
    this.languages = h("select", { "aria-label": words.say("chat.language", { name: person.name }), onchange: () => post("speak", { person: person.id, language: this.languages.value }) },
      [...byId("language").options].map((o) => h("option", { value: o.value, lang: o.value, selected: o.value === words.key }, o.textContent)));
    this.node = h("section", { class: "chat", lang: words.key, id: `chat-${person.id}`, "aria-labelledby": `chat-title-${person.id}` },
      h("div", { class: "chat-head", data: { down: words.say("switch.down") } },
        h("div", { class: "avatar bot", "aria-hidden": "true" }, this.bot.name.charAt(0).toUpperCase(), this.presence),
        h("h2", { id: `chat-title-${person.id}` }, person.name, h("span", { class: "small" }, " ", words.say("chat.with", { bot: this.bot.name }))),
        h("div", { class: "device" }, this.zones, this.languages)),
      this.list, this.composer.node);
  }

  commands() { return this.offered; }

  people() { return this.app.people.filter((p) => p.id !== this.person.id).concat(this.app.people.filter((p) => p.id === this.person.id)); }

  setZone(zone) {
    this.view.zone = zone;
    for (const id of this.order) this.redraw(id);
    this.arrange();
    this.app.showTimes();
  }

  // take shows what has changed.
  take(person, bot, down) {
    this.presence.className = `presence ${bot.connected && !down ? "online" : "offline"}`;
    this.down = down;
    this.offered = person.commands;
    this.node.classList.toggle("down", down);
    const fresh = [];
    const changed = [];
    for (const m of person.messages) {
      (this.messages.has(m.id) ? changed : fresh).push(m);
      this.messages.set(m.id, m);
      this.failed.delete(m.id);
      this.redraw(m.id);
    }
    this.order = person.order;
    const there = new Set(this.order);
    for (const id of this.messages.keys()) {
      if (there.has(id)) continue;
      this.forget(id);
    }
    this.arrange();
    if (changed.some((m) => m.id === this.used)) {
      this.place.reveal(this.items.get(this.used));
      this.used = "";
    }
    if (this.settled) this.announce(fresh, changed);
    this.settled = true;
  }

  announce(fresh, changed) {
    for (const m of [...changed, ...fresh]) {
      if (m.author === this.person.id) continue;
      this.untold.delete(m.id);
      this.untold.set(m.id, m);
    }
    if (!this.app.busy()) this.tell();
    const news = fresh.filter((m) => m.author !== this.person.id).length;
    if (news > 0) this.app.unread(this, news);
  }

  // tell tells a screen reader what has come: the words of one message, or how many
  // messages there are and the words of the last.
  tell() {
    const heard = [...this.untold.values()];
    this.untold.clear();
    if (heard.length === 0) return;
    const last = heard[heard.length - 1];
    const { words } = this;
    const name = this.person.name;
    const what = last.loading ? words.say("chat.thinking-heard") : plainText(last.content, this.view).slice(0, 300);
    const line = words.say("chat.heard", { bot: this.bot.name, name, words: what });
    say(heard.length === 1 ? line : words.say("chat.heard-many", { n: heard.length, name, words: line }));
  }

  forget(id) {
    const item = this.items.get(id);
    const focused = item?.contains(document.activeElement);
    item?.remove();
    for (const map of [this.messages, this.items, this.waiting, this.failed]) map.delete(id);
    if (focused) this.composer.focus();
  }

  // redraw draws a message anew where it stands; the focus stays where it was.
  redraw(id) {
    const m = this.messages.get(id);
    const old = this.items.get(id);
    if (!m) return;
    const li = message(m, this);
    this.items.set(id, li);
    if (!old) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    for (const name of ["grouped", "apart"]) li.classList.toggle(name, old.classList.contains(name));
    old.replaceWith(li);
    if (!focused) return;
    const same = focused.dataset.key && li.querySelector(`[data-key="${CSS.escape(focused.dataset.key)}"]`);
    (same ?? li.querySelector(".row [data-key]") ?? li).focus({ preventScroll: true });
  }

  // arrange puts messages, days and notices in order.
  arrange() {
    this.beginning ??= h("li", { class: "beginning" }, this.words.say("chat.beginning", { name: this.person.name, bot: this.bot.name }));
    const wanted = [this.beginning];
    let day = "";
    let before = null;
    for (const id of this.order) {
      const m = this.messages.get(id);
      if (!m) continue;
      const its = format(m.at, "day", this.view);
      if (its !== day) {
        wanted.push(this.divider(its));
        before = null;
      }
      day = its;
      const li = this.items.get(id);
      li.classList.toggle("grouped", Boolean(before && before.author === m.author && !m.replyTo && before.ephemeral === m.ephemeral && m.at - before.at < together));
      li.classList.toggle("apart", Boolean(before?.rows.length));
      before = m;
      wanted.push(li, ...this.notices.filter((n) => n.after === id).map((n) => n.node));
    }
    wanted.push(...this.notices.filter((n) => !this.messages.has(n.after)).map((n) => n.node));
    const keep = new Set(wanted);
    for (const child of [...this.list.children]) if (!keep.has(child)) child.remove();
    let at = this.list.firstChild;
    for (const node of wanted) {
      if (node === at) at = at.nextSibling;
      else this.list.insertBefore(node, at);
    }
  }

  divider(day) {
    this.days ??= new Map();
    if (!this.days.has(day)) this.days.set(day, h("li", { class: "day" }, h("span", {}, day)));
    return this.days.get(day);
  }

  toEnd() { this.place.toEnd(); }

  // revealNewest brings the newest message into view, with its buttons.
  revealNewest() {
    const item = this.items.get(this.order[this.order.length - 1]);
    if (item) this.place.reveal(item);
  }

  // refresh updates what depends on the time.
  refresh() {
    for (const el of this.list.querySelectorAll("time.when")) {
      const shown = heading(Number(el.dataset.at), this.view);
      if (el.textContent !== shown) el.textContent = shown;
    }
    refreshTimes(this.list, this.view);
  }

  clock() { return [format(this.view.now(), "clock", this.view), city(this.view.zone)]; }

  // ask sends an act and returns its outcome, or null if it could not be done.
  ask(body) {
    if (this.down) {
      toast(this.words.say("error.down"), this.words);
      return null;
    }
    return post("act", { person: this.person.id, ...body }, this.words);
  }

  // act sends an act that the bot need not answer, and returns whether it was done.
  async act(body) {
    const out = await this.ask(body);
    if (out && (body.do === "write" || body.do === "reply")) this.toEnd();
    return Boolean(out);
  }

  // use presses a button or chooses from a select.
  async use(m, component, body) {
    this.used = m.id;
    this.waiting.set(m.id, component);
    this.failed.delete(m.id);
    this.redraw(m.id);
    const out = await this.ask(body);
    this.waiting.delete(m.id);
    if (out?.failed) {
      this.failed.set(m.id, this.words.say("chat.failed"));
      say(this.words.say("chat.failed"));
    }
    this.redraw(m.id);
    this.arrange();
    this.follow(out, body);
  }

  // run runs a command.
  async run(command, options) {
    const thinking = this.notice(`/${command.name}`, this.words.say("chat.sending"));
    const body = { do: "command", name: command.name, options };
    const out = await this.ask(body);
    this.drop(thinking);
    if (out?.failed) this.notice(`/${command.name}`, this.words.say("chat.no-response"));
    this.toEnd();
    this.follow(out, body);
  }

  // follow shows the form that an act has opened.
  follow(out, act) {
    if (!out?.form) return;
    openForm({ ...out.form, key: JSON.stringify(act) }, this.person.name, this.bot.name, this.view, this.drafts, async (fields) => {
      this.used = act.message ?? "";
      const sent = await this.ask({ do: "submit", form: out.form.id, fields });
      return Boolean(sent) && !sent.failed;
    });
  }

  // notice shows what only this client says, as Discord's own does.
  notice(head, text) {
    const notice = { after: this.order[this.order.length - 1] ?? "" };
    notice.node = h("li", { class: "message ephemeral notice" },
      h("div", { class: "body" }, h("p", {}, h("strong", {}, head), " ", h("span", { class: "failed" }, text)),
        h("p", { class: "only-you" }, this.words.say("only-you"), " · ", h("button", { type: "button", class: "linkish", onclick: () => this.drop(notice) }, this.words.say("dismiss-message")))));
    this.notices.push(notice);
    this.arrange();
    this.toEnd();
    say(this.words.say("chat.notice", { head, words: text }));
    return notice;
  }

  drop(notice) {
    this.notices = this.notices.filter((n) => n !== notice);
    notice.node.remove();
  }
}

function zoneNames(own) {
  const all = Intl.supportedValuesOf?.("timeZone") ?? [];
  return all.includes(own) ? all : [own, ...all];
}
