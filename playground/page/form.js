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
  const given = JSON.stringify(form.fields);
  const draft = drafts.get(form.key);
  const typed = draft?.given === given ? draft.typed : {};
  const fields = form.fields.map((f, i) => field({ ...f, value: typed[f.id] ?? f.value }, i));
  const words = () => Object.fromEntries(fields.map((f) => [f.id, f.input.value]));
  let done = false;
  const trouble = h("p", { class: "failed", role: "alert" });
  const send = h("button", { type: "submit", class: "button primary" }, "Submit");
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
      trouble.textContent = "Something went wrong. Try again.";
    },
  },
  h("header", {}, h("div", {}, h("h2", { id: "form-title" }, form.title), h("p", { class: "small" }, `${bot} asks ${who}`)),
    h("button", { type: "button", class: "plain", onclick: close }, "Close")),
  form.text && h("div", { id: "form-text" }, formatted(form.text, view)),
  fields.map((f) => f.node), trouble,
  h("div", { class: "actions" }, h("button", { type: "button", class: "button secondary", onclick: close }, "Cancel"), send));
  dialog.replaceChildren(body);
  // It is read to whom does not see it when the form opens.
  if (form.text) dialog.setAttribute("aria-describedby", "form-text");
  else dialog.removeAttribute("aria-describedby");
  dialog.addEventListener("close", () => {
    drafts.delete(form.key);
    if (!done && dialog.returnValue !== "over" && form.fields.some((f, i) => f.value !== fields[i].input.value)) {
      drafts.set(form.key, { given, typed: words() });
      toast("Not sent. What you typed is kept here: open the form again, and it is there.");
    }
    const again = back?.isConnected ? back : back?.closest && document.querySelector(`[data-id="${CSS.escape(back.closest("[data-id]")?.dataset.id ?? "")}"] [data-key]`);
    again?.focus();
  }, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
  fields[0]?.input.focus();
}

// field is one field with its label, what is said about it, and what is wrong with it.
function field(f, i) {
  const id = `field-${i}`;
  const about = f.description && h("p", { class: "small", id: `${id}-about` }, f.description);
  const counter = !f.options && h("span", { class: "counter", id: `${id}-count` });
  const error = h("span", { class: "failed", id: `${id}-error` });
  const input = control(f, {
    id, "aria-required": f.required ? "true" : null,
    "aria-describedby": [about, counter, error].filter(Boolean).map((el) => el.id).join(" "),
  });
  input.value = f.value;
  const check = (strict) => {
    const n = count(input.value);
    if (counter) {
      counter.textContent = `${n} of ${f.max} characters`;
      counter.classList.toggle("over", n > f.max);
    }
    let wrong = "";
    if (counter && n > f.max) wrong = `At most ${f.max} characters, please.`;
    else if (strict && n === 0 && f.required) wrong = "This is required.";
    else if (strict && counter && n < f.min && n > 0) wrong = `At least ${f.min} characters, please.`;
    if (wrong !== error.textContent) error.textContent = wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return wrong === "";
  };
  input.addEventListener("input", () => check(false));
  check(false);
  return {
    id: f.id, input, check: (strict) => { const good = check(strict); if (!good && strict) say(`${f.label}: ${error.textContent}`); return good; },
    node: h("div", { class: "field" }, h("label", { for: id }, f.label, f.required && h("span", { class: "required" }, " (required)")), about, input, h("p", { class: "under" }, error, counter)),
  };
}

// control is what a field is filled in with. A select is the browser's own, which every
// keyboard, phone and screen reader knows; its first option takes a choice back.
function control(f, shape) {
  if (f.options) {
    const option = (o) => h("option", { value: o.value }, o.description ? `${o.label} (${o.description})` : o.label);
    return h("select", shape, option({ value: "", label: f.placeholder || "Make a selection" }), f.options.map(option));
  }
  if (f.long) return h("textarea", { ...shape, placeholder: f.placeholder, rows: 5 });
  return h("input", { ...shape, placeholder: f.placeholder, type: "text" });
}
