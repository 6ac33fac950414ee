// How the browser tests find things: by what people see, as they see it now.
window.eyes = {
  // chat is a person's side of the page.
  chat: (name) => [...document.querySelectorAll(".chat")].find((c) => c.querySelector("h2").firstChild.textContent === name),

  // messages are what a person sees, oldest first, if their words hold these.
  messages: (name, words) => [...(eyes.chat(name)?.querySelectorAll(".message[data-id]") ?? [])].filter((m) => m.querySelector(".body").textContent.replace(/[\u2068\u2069]/g, "").includes(words)),

  // button is the newest in a person's messages of that label that can be pressed.
  button: (name, label) => [...(eyes.chat(name)?.querySelectorAll(".message button.button") ?? [])].filter((b) => b.textContent === label && !b.getAttribute("aria-disabled")).pop(),

  // offered is a suggestion or an option of a list that is open, by its label.
  offered: (label) => [...document.querySelectorAll("[role=option]")].find((o) => o.firstChild.textContent === label && eyes.visible(o)),
  // suggested is such a suggestion by the beginning of its label.
  suggested: (start) => [...document.querySelectorAll("[role=option]")].find((o) => o.firstChild.textContent.startsWith(start) && eyes.visible(o)),

  // option is a field of the command that a person fills in.
  option: (name, option) => [...(eyes.chat(name)?.querySelectorAll(".command .option") ?? [])].find((o) => o.querySelector("label").firstChild.textContent === option)?.querySelector("input"),

  // trouble is one of the switches, by its label.
  trouble: (label) => [...document.querySelectorAll("#switches label")].find((l) => l.textContent === label)?.querySelector("input"),

  // labelled is a button anywhere else, by its whole label.
  labelled: (label, within = document) => [...within.querySelectorAll("button")].find((b) => b.textContent === label && eyes.visible(b)),

  visible: (el) => Boolean(el?.checkVisibility({ visibilityProperty: true })),

  // wait polls until look finds something, and gives that.
  wait: (look) => new Promise((found, failed) => {
    const again = () => {
      try {
        const got = look();
        if (got) found(got);
        else setTimeout(again, 20);
      } catch (e) {
        failed(e);
      }
    };
    again();
  }),

  // place is the middle of what find finds, once a click there would meet it: it
  // is on the screen, stands still, can be pressed, and nothing lies over it.
  place: (find) => {
    let before = "";
    return eyes.wait(() => {
      const el = find();
      if (!eyes.visible(el) || el.getAttribute("aria-disabled")) return null;
      const on = (r) => r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth;
      if (!on(el.getBoundingClientRect())) el.scrollIntoView({ block: "nearest" });
      const r = el.getBoundingClientRect();
      const x = r.left + r.width / 2;
      const y = r.top + r.height / 2;
      const now = `${x} ${y}`;
      const still = now === before;
      before = now;
      return still && el.contains(document.elementFromPoint(x, y)) && { x, y };
    });
  },

  // aim is place, and lets the next click meet only what find found. The page may move
  // between the look and the click, as when a hint above gets longer; a click that then
  // meets something else does nothing, and missed says so.
  aim: async (find) => {
    const at = await eyes.place(find);
    const aimed = find();
    const judge = (e) => {
      const gone = !aimed.isConnected || !eyes.visible(aimed); // some things end at the press
      eyes.astray ||= !(aimed.contains(e.target) || (e.type === "click" && gone));
      if (!eyes.astray) return;
      e.preventDefault();
      e.stopImmediatePropagation();
    };
    eyes.astray = false;
    eyes.aimed?.abort();
    eyes.aimed = new AbortController();
    for (const type of ["pointerdown", "mousedown", "click"]) {
      addEventListener(type, judge, { capture: true, once: true, signal: eyes.aimed.signal });
    }
    return at;
  },

  missed: () => {
    eyes.aimed?.abort();
    return Boolean(eyes.astray);
  },

  // label is what a screen reader calls a button or a field.
  label: (el) => el.getAttribute("aria-label") ?? el.labels?.[0]?.textContent ?? el.textContent,

  // focused says what has the keyboard: its person, if any, and its label.
  focused: () => {
    const el = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(el.closest(".line") ?? el); // a composer is marked as a whole
    return {
      who: el.closest(".chat")?.querySelector("h2").firstChild.textContent ?? "", label: eyes.label(el),
      marked: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    };
  },
};
