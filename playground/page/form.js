// A form of the bot's: a dialog with text fields, their limits and what is
// required, as Discord has it.
import { h, byId, say, toast } from "./dom.js";

const count = (text) => [...text].length;

// openForm shows a form; submit takes the fields and returns (a promise of)
// whether it was taken. Focus goes back to where it was. What is typed and not
// sent stays in drafts under the form's key and is there when it opens again, so that
// one key does not cost a person their words.
export function openForm(form, who, bot, drafts, submit) {
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
  fields.map((f) => f.node), trouble,
  h("div", { class: "actions" }, h("button", { type: "button", class: "button secondary", onclick: close }, "Cancel"), send));
  dialog.replaceChildren(body);
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

function field(f, i) {
  const id = `field-${i}`;
  const shape = { id, placeholder: f.placeholder, "aria-required": f.required ? "true" : null, "aria-describedby": `${id}-count ${id}-error` };
  const input = f.long ? h("textarea", { ...shape, rows: 5 }) : h("input", { ...shape, type: "text" });
  input.value = f.value;
  const counter = h("span", { class: "counter", id: `${id}-count` });
  const error = h("span", { class: "failed", id: `${id}-error` });
  const check = (strict) => {
    const n = count(input.value);
    counter.textContent = `${n} of ${f.max} characters`;
    counter.classList.toggle("over", n > f.max);
    let wrong = "";
    if (n > f.max) wrong = `At most ${f.max} characters, please.`;
    else if (strict && n === 0 && f.required) wrong = "This is required.";
    else if (strict && n < f.min && (n > 0 || f.required)) wrong = `At least ${f.min} characters, please.`;
    if (wrong !== error.textContent) error.textContent = wrong;
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return wrong === "";
  };
  input.addEventListener("input", () => check(false));
  check(false);
  return {
    id: f.id, input, check: (strict) => { const good = check(strict); if (!good && strict) say(`${f.label}: ${error.textContent}`); return good; },
    node: h("div", { class: "field" }, h("label", { for: id }, f.label, f.required && h("span", { class: "required" }, " (required)")), input, h("p", { class: "under" }, error, counter)),
  };
}
