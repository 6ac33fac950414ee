// A form of the bot's: a dialog with its text, its fields and selects, their limits
// and what is required, as Discord has it.
import { h, byId, say, toast } from "./dom.js";
import { formatted } from "./render.js";

const count = (text) => [...text].length;

// openForm shows a form in a view; submit takes the fields and returns (a promise of)
// whether it was taken. Focus goes back to where it was. What is typed and not
// sent stays in drafts under the form's key and is there when it opens again, so that
// one key does not cost a person their words.
export function openForm(form, who, bot, view, drafts, submit) {
  const dialog = byId("form");
  if (dialog.open) dialog.close();
  const back = document.activeElement;
  const { words: its } = view;
  const given = JSON.stringify(form.fields);
  const draft = drafts.get(form.key);
  const typed = draft?.given === given ? draft.typed : {};
  const fields = form.fields.map((f, i) => field({ ...f, value: typed[f.id] ?? f.value }, i, its));
  const words = () => Object.fromEntries(fields.map((f) => [f.id, f.input.value]));
  let done = false;
  const trouble = h("p", { class: "failed", role: "alert" });
  const send = h("button", { type: "submit", class: "button primary" }, its.say("form.submit"));
  const close = () => dialog.close();
  const body = h("form", {
    novalidate: true,
    onsubmit: async (e) => {
      e.preventDefault();
      if (send.getAttribute("aria-disabled")) return;
      const wrong = fields.filter((f) => !f.check(true));
      if (wrong.length > 0) return wrong[0].input.focus();
      send.setAttribute("aria-disabled", "true");
      trouble.textContent = "";
      done = await submit(words());
      send.removeAttribute("aria-disabled");
      if (done) return close();
      trouble.textContent = its.say("form.failed");
    },
  },
  h("header", {}, h("div", {}, h("h2", { id: "form-title" }, form.title), h("p", { class: "small" }, its.say("form.asks", { bot, name: who }))),
    h("button", { type: "button", class: "plain", onclick: close }, its.say("close"))),
  form.text && h("div", { id: "form-text" }, formatted(form.text, view)),
  fields.map((f) => f.node), trouble,
  h("div", { class: "actions" }, h("button", { type: "button", class: "button secondary", onclick: close }, its.say("cancel")), send));
  dialog.replaceChildren(body);
  dialog.lang = its.key;
  // It is read to whom does not see it when the form opens.
  if (form.text) dialog.setAttribute("aria-describedby", "form-text");
  else dialog.removeAttribute("aria-describedby");
  dialog.addEventListener("close", () => {
    drafts.delete(form.key);
    if (!done && dialog.returnValue !== "over" && form.fields.some((f, i) => f.value !== fields[i].input.value)) {
      drafts.set(form.key, { given, typed: words() });
      toast(its.say("form.kept"), its);
    }
    const again = back?.isConnected ? back : back?.closest && document.querySelector(`[data-id="${CSS.escape(back.closest("[data-id]")?.dataset.id ?? "")}"] [data-key]`);
    again?.focus();
  }, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
  fields[0]?.input.focus();
}

// field is one field with its label, what is said about it, and what is wrong with it.
function field(f, i, words) {
  const id = `field-${i}`;
  const about = f.description && h("p", { class: "small", id: `${id}-about` }, f.description);
  const counter = !f.options && h("span", { class: "counter", id: `${id}-count` });
  const error = h("span", { class: "failed", id: `${id}-error` });
  const input = control(f, words, {
    id, "aria-required": f.required ? "true" : null,
    "aria-describedby": [about, counter, error].filter(Boolean).map((el) => el.id).join(" "),
  });
  input.value = f.value;
  const check = (strict) => {
    const n = count(input.value);
    if (counter) {
      counter.textContent = words.say("form.count", { n: String(n), max: String(f.max) });
      counter.classList.toggle("over", n > f.max);
    }
    let wrong = "";
    if (counter && n > f.max) wrong = words.say("form.most", { n: String(f.max) });
    else if (strict && n === 0 && f.required) wrong = words.say("form.required");
    else if (strict && counter && n < f.min && n > 0) wrong = words.say("form.least", { n: String(f.min) });
    if (wrong !== error.textContent) error.textContent = wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return wrong === "";
  };
  input.addEventListener("input", () => check(false));
  check(false);
  return {
    id: f.id, input, check: (strict) => { const good = check(strict); if (!good && strict) say(words.say("form.wrong", { label: f.label, words: error.textContent })); return good; },
    node: h("div", { class: "field" }, h("label", { for: id }, f.label, f.required && h("span", { class: "required" }, " ", words.say("form.required-mark"))), about, input, h("p", { class: "under" }, error, counter)),
  };
}

// control is what a field is filled in with. A select is the browser's own, which every
// keyboard, phone and screen reader knows; its first option takes a choice back.
function control(f, words, shape) {
  if (f.options) {
    const option = (o) => h("option", { value: o.value }, o.description ? `${o.label} (${o.description})` : o.label);
    return h("select", shape, option({ value: "", label: f.placeholder || words.say("select.empty") }), f.options.map(option));
  }
  if (f.long) return h("textarea", { ...shape, placeholder: f.placeholder, rows: 5 });
  return h("input", { ...shape, placeholder: f.placeholder, type: "text" });
}
