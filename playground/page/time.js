// Times as Discord shows them, in a person's own zone.

const locale = "en-GB";
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

// format shows a moment (milliseconds) in a style of Discord's, in a zone. What no
// calendar can show is null.
export function format(ms, style, zone, now) {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return null;
  if (style === "R") return relative(ms, now);
  const key = style + " " + zone;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale, { ...shapes[style], timeZone: zone }));
  return made.get(key).format(ms);
}

// units are each unit's name, its length in milliseconds, and up to how many of it are
// named before the next unit is. All three and the rounding are those of moment.js, as
// Discord's client has them, but that the client counts seconds.
const units = [["second", 1e3, 44], ["minute", 6e4, 44], ["hour", 36e5, 21], ["day", 864e5, 25], ["month", 2629746e3, 10], ["year", 31556952e3, Infinity]];

function relative(ms, now) {
  const off = Math.abs(ms - now);
  const [unit, length] = units.find(([, length, most]) => Math.round(off / length) <= most);
  const n = Math.round(off / length);
  if (unit === "second" && n === 0) return "now";
  const words = n > 1 || unit === "second" ? `${n} ${unit}${n === 1 ? "" : "s"}` : unit === "hour" ? "an hour" : `a ${unit}`;
  return ms > now ? `in ${words}` : `${words} ago`;
}

// heading returns when a message came, as it shows beside the author's name.
export function heading(ms, zone, now) {
  const day = format(ms, "day", zone);
  const time = format(ms, "t", zone);
  if (day === format(now, "day", zone)) return `Today at ${time}`;
  if (day === format(now - 864e5, "day", zone)) return `Yesterday at ${time}`;
  return `${format(ms, "d", zone)} ${time}`;
}

// city returns a zone's name for people, such as "New York".
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");
