// Times as Discord shows them, in a person's own zone and language. A view is the
// reader's: {zone, now(), words}.

const shapes = {
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  s: { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" },
  S: { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  clock: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "long", year: "numeric" },
};

const made = new Map();

// once makes a formatter the first time.
function once(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

// format shows a moment (milliseconds) in a style of Discord's, as a view does. What no
// calendar can show is null.
export function format(ms, style, view) {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  if (style === "R") return relative(ms, view);
  const { dates } = view.words;
  return once(`${style} ${dates} ${view.zone}`, () => new Intl.DateTimeFormat(dates, { ...shapes[style], hourCycle: "h23", timeZone: view.zone })).format(ms);
}

// units are each unit's name, its length in milliseconds, and up to how many of it are
// named before the next unit is. All three and the rounding are those of moment.js, as
// Discord's client has them, but that the client counts seconds.
const units = [["second", 1e3, 44], ["minute", 6e4, 44], ["hour", 36e5, 21], ["day", 864e5, 25], ["month", 2629746e3, 10], ["year", 31556952e3, Infinity]];

function relative(ms, view) {
  const { words } = view;
  const off = ms - view.now();
  const [unit, length] = units.find(([, length, most]) => Math.round(Math.abs(off) / length) <= most);
  const n = Math.round(Math.abs(off) / length);
  if (unit === "second" && n === 0) return words.say("time.now");
  if (n === 1 && unit !== "second") return words.say(`time.${off > 0 ? "in" : "ago"}.${unit}`);
  return once(`R ${words.dates}`, () => new Intl.RelativeTimeFormat(words.dates)).format(off > 0 ? n : -n, unit);
}

// heading returns when a message came, as it shows beside the author's name.
export function heading(ms, view) {
  const day = format(ms, "day", view);
  const time = format(ms, "t", view);
  if (day === format(view.now(), "day", view)) return view.words.say("time.today", { time });
  if (day === format(view.now() - 864e5, "day", view)) return view.words.say("time.yesterday", { time });
  return `${format(ms, "d", view)} ${time}`;
}

// city returns a zone's name for people, such as "New York".
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");
