// Times as Discord shows them, in a person's own zone.

const locale = "en-GB";
const shapes = {
  t: { hour: "2-digit", minute: "2-digit" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  f: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
  F: { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
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

const steps = [["year", 31536e6], ["month", 2592e6], ["day", 864e5], ["hour", 36e5], ["minute", 6e4], ["second", 1e3]];

function relative(ms, now) {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const off = ms - now;
  for (const [unit, size] of steps) {
    if (Math.abs(off) >= size || unit === "second") return words.format(Math.trunc(off / size), unit);
  }
}

// heading is when a message came, as beside its author's name.
export function heading(ms, zone, now) {
  const day = format(ms, "day", zone);
  const time = format(ms, "t", zone);
  if (day === format(now, "day", zone)) return `Today at ${time}`;
  if (day === format(now - 864e5, "day", zone)) return `Yesterday at ${time}`;
  return `${format(ms, "d", zone)} ${time}`;
}

// city is a zone's name for people: "New York".
export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");
