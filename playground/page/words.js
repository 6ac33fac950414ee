// What the page says: in the language of its visitor, and in each chat in that of the
// person's Discord.

// Words are those of one language. A text is whole; what stands in {braces} is filled in.
export class Words {
  constructor({ key, dates, texts }) {
    this.key = key;
    this.dates = dates; // whose dates and numbers are shown
    this.texts = texts;
    this.plural = new Intl.PluralRules(key);
    this.numbers = new Intl.NumberFormat(dates);
  }

  // say returns the sentence of a key. The number in the place n chooses its form.
  say(key, places = {}) {
    return this.parts(key, places).join("");
  }

  // parts is say where a place is filled by a node.
  parts(key, places = {}) {
    const entry = this.texts[key];
    if (entry === undefined) throw new Error(`no words are called ${key}`);
    const text = typeof entry === "string" ? entry : entry[this.plural.select(places.n)] ?? entry.other;
    return text.split(/\{(\w+)\}/).map((part, i) => (i % 2 === 0 ? part : this.filled(places, part))).filter((part) => part !== "");
  }

  filled(places, name) {
    const value = places[name];
    return typeof value === "number" ? this.numbers.format(value) : value ?? `{${name}}`;
  }
}

const read = new Map(); // promises of words, by language

// wordsIn returns a promise of the words of a language.
export function wordsIn(key) {
  if (!read.has(key)) read.set(key, fetch(`words/${encodeURIComponent(key)}`).then((answer) => answer.json()).then((of) => new Words(of)));
  return read.get(key);
}
