// Discord's markdown as a tree of plain objects: {type, ...}, with children in
// `kids`. It makes no markup and touches no page; render.js turns the tree into
// nodes. Rules as Discord's own client has them (support article "Markdown Text
// 101" and the message formatting page of its documentation).

// Nesting deeper than this is shown as it was typed.
const deepest = 12;

// blocks parses a whole message.
export function parse(text) {
  return blocks(text.replace(/\r\n?/g, "\n"), 0, false);
}

const fence = /^```(?:([a-z0-9_+\-.#]+)\n)?\n*([^\n][\s\S]*?|)\n*```/i;

function blocks(text, depth, quoted) {
  const out = [];
  let rest = text;
  let loose = ""; // lines that are nothing but text
  const flush = () => {
    if (loose === "") return;
    out.push(...inline(loose, depth));
    loose = "";
  };
  while (rest !== "") {
    let m;
    if (!quoted && depth < deepest && (m = /^>>> ([\s\S]*)$/.exec(rest))) {
      flush();
      out.push({ type: "quote", kids: blocks(m[1], depth + 1, true) });
      return out;
    }
    if (!quoted && depth < deepest && (m = /^(?:> [^\n]*(?:\n|$))+/.exec(rest))) {
      flush();
      const inner = m[0].replace(/\n$/, "").split("\n").map((line) => line.slice(2)).join("\n");
      out.push({ type: "quote", kids: blocks(inner, depth + 1, true) });
      rest = rest.slice(m[0].length);
      continue;
    }
    if ((m = /^(#{1,3}) +([^\n]*?)#*(?:\n|$)/.exec(rest)) && m[2].trim() !== "") {
      flush();
      out.push({ type: "heading", level: m[1].length, kids: inline(m[2].trim(), depth + 1) });
      rest = rest.slice(m[0].length);
      continue;
    }
    if ((m = /^-# +([^\n]+)(?:\n|$)/.exec(rest))) {
      flush();
      out.push({ type: "small", kids: inline(m[1], depth + 1) });
      rest = rest.slice(m[0].length);
      continue;
    }
    if (depth < deepest && (m = /^(?: *(?:[-*]|\d{1,9}\.) +[^\n]+(?:\n|$))+/.exec(rest))) {
      flush();
      out.push(...lists(m[0].replace(/\n$/, "").split("\n"), depth));
      rest = rest.slice(m[0].length);
      continue;
    }
    // Up to the end of the line, but a code block may run over several.
    const end = lineEnd(rest);
    loose += rest.slice(0, end);
    rest = rest.slice(end);
  }
  flush();
  return out;
}

// lineEnd returns where the first line ends. A code block that begins in it is part of
// it.
function lineEnd(text) {
  let from = 0;
  for (;;) {
    const line = text.indexOf("\n", from);
    const open = text.indexOf("```", from);
    if (open < 0 || (line >= 0 && line < open)) return line < 0 ? text.length : line + 1;
    const m = fence.exec(text.slice(open));
    from = open + (m ? m[0].length : 3);
  }
}

// lists makes lists of consecutive items; deeper indentation nests.
function lists(lines, depth) {
  const out = [];
  let i = 0;
  const indent = (line) => /^ */.exec(line)[0].length;
  while (i < lines.length) {
    const base = indent(lines[i]);
    const first = /^ *(?:[-*]|(\d+)\.) +([\s\S]*)$/.exec(lines[i]);
    const ordered = first[1] !== undefined;
    let list = out[out.length - 1];
    if (!list || list.ordered !== ordered) {
      list = { type: "list", ordered, start: ordered ? Number(first[1]) : 1, kids: [] };
      out.push(list);
    }
    const item = { type: "item", kids: inline(first[2], depth + 1) };
    list.kids.push(item);
    let j = i + 1;
    while (j < lines.length && indent(lines[j]) > base) j++;
    if (j > i + 1) {
      const inner = lines.slice(i + 1, j);
      if (depth + 1 < deepest) item.kids.push(...lists(inner, depth + 1));
      else item.kids.push({ type: "text", text: "\n" + inner.join("\n") });
    }
    i = j;
  }
  return out;
}

// Each rule: a sticky expression and what its match becomes; null is no match.
const rules = [
  [/\\([^0-9A-Za-z\s])/y, (m) => ({ type: "text", text: m[1] })],
  [/```(?:([a-z0-9_+\-.#]+)\n)?\n*([^\n][\s\S]*?)\n*```\n?/iy, (m) => ({ type: "codeblock", lang: m[1] ?? "", text: m[2] })],
  [/(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/y, (m) => ({ type: "code", text: m[2] })],
  [/<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/y, (m) => ({ type: "time", at: Number(m[1]), style: m[2] ?? "f", raw: m[0] })],
  [/<@!?(\d{1,20})>/y, (m) => ({ type: "mention", id: m[1] })],
  [/<@&(\d{1,20})>/y, () => ({ type: "mention", name: "role" })],
  [/<#(\d{1,20})>/y, () => ({ type: "mention", name: "channel" })],
  [/<\/([-_\p{L}\p{N} ]{1,100}):\d{1,20}>/uy, (m) => ({ type: "mention", name: "/" + m[1] })],
  [/<a?:(\w{2,32}):\d{1,20}>/y, (m) => ({ type: "text", text: `:${m[1]}:` })],
  [/@(everyone|here)\b/y, (m) => ({ type: "mention", name: m[1] })],
  [/\[((?:\\[\s\S]|[^\[\]\\\n])+)\]\(<?(https?:\/\/[^\s<>()]+)>?\)/y, (m, d) => ({ type: "masked", url: m[2], kids: inline(m[1], d + 1) })],
  [/<(https?:\/\/[^\s<>]+)>/y, (m) => ({ type: "link", url: m[1] })],
  [/https?:\/\/[^\s<]+[^<.,:;"'\])\s]/y, (m) => ({ type: "link", url: m[0] })],
  [/\*\*\*((?:\\[\s\S]|[^\\])+?)\*\*\*(?!\*)/y, (m, d) => ({ type: "strong", kids: [{ type: "em", kids: inline(m[1], d + 1) }] })],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, (m, d) => ({ type: "strong", kids: inline(m[1], d + 1) })],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, (m, d) => ({ type: "underline", kids: inline(m[1], d + 1) })],
  [/\*(?=[^\s*])((?:\*\*|\\[\s\S]|\s+(?:[^*\s]|\*\*)|[^\s*\\])+?)\*(?!\*)/y, (m, d) => ({ type: "em", kids: inline(m[1], d + 1) })],
  [/\b_((?:__|\\[\s\S]|[^\\_])+?)_\b/y, (m, d) => ({ type: "em", kids: inline(m[1], d + 1) })],
  [/~~([\s\S]+?)~~(?!~)/y, (m, d) => ({ type: "strike", kids: inline(m[1], d + 1) })],
  [/\|\|([\s\S]+?)\|\|/y, (m, d) => ({ type: "spoiler", kids: inline(m[1], d + 1) })],
];

// Where a rule may begin; anything else is text.
const special = /[\\`<@\[h*_~|]/g;

function inline(text, depth) {
  const out = [];
  const push = (t) => {
    const last = out[out.length - 1];
    if (last && last.type === "text") last.text += t;
    else if (t !== "") out.push({ type: "text", text: t });
  };
  if (depth > deepest) {
    push(text);
    return out;
  }
  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text);
    if (!next) break;
    push(text.slice(at, next.index));
    at = next.index;
    let node = null;
    for (const [rule, make] of rules) {
      rule.lastIndex = at;
      const m = rule.exec(text);
      if (!m) continue;
      node = make(m, depth);
      at += m[0].length;
      break;
    }
    if (!node) push(text[at++]);
    else if (node.type === "text") push(node.text);
    else out.push(node);
  }
  push(text.slice(at));
  return out;
}

// plain returns a tree's text without its shape, for previews and screen readers. A
// spoiler stays hidden. say gives the words for what depends on the reader: a time, and
// a person's name.
export function plain(tree, say) {
  return tree.map((node) => {
    const kids = () => plain(node.kids ?? [], say);
    switch (node.type) {
      case "spoiler": return "(spoiler)";
      case "time": return say.time(node);
      case "mention": return node.name?.startsWith("/") ? node.name : "@" + (node.name ?? say.name(node.id) ?? "someone");
      case "link": return node.url;
      case "item": case "quote": case "heading": case "small": return kids() + "\n";
    }
    return node.text ?? kids();
  }).join("");
}
