"use strict";
{
  const byId = (id) => document.getElementById(id);
  const find = byId("find"), only = byId("only"), found = byId("found"), nothing = byId("nothing");
  // Accents and capitals do not matter for what is looked for.
  const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const sections = [...document.querySelectorAll("main > section")].map((section) => ({
    section,
    articles: [...section.querySelectorAll("article")].map((article) => ({
      article, text: bare(article.textContent), is: article.dataset.is.split(" "),
    })),
  }));
  const all = sections.reduce((sum, s) => sum + s.articles.length, 0);

  const show = () => {
    const words = bare(find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { section, articles } of sections) {
      let here = 0;
      for (const { article, text, is } of articles) {
        const fits = (!only.value || is.includes(only.value)) && words.every((word) => text.includes(word));
        article.hidden = !fits;
        here += fits;
      }
      section.hidden = here === 0;
      shown += here;
    }
    found.textContent = shown === all ? `${all} sentences` : `${shown} of ${all} sentences`;
    nothing.hidden = shown > 0;
  };
  const clear = () => { find.value = ""; only.value = ""; show(); };

  find.addEventListener("input", show);
  only.addEventListener("change", show);
  byId("all").addEventListener("click", () => { clear(); find.focus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      event.preventDefault();
      find.focus();
    }
  });
  // A link to a sentence shows it, whatever was looked for.
  addEventListener("hashchange", () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) { clear(); target.scrollIntoView(); }
  });
  byId("finder").hidden = false;
  show();
}
