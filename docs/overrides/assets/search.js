/* The one search box: people, units, programmes, batches and rules of the register, then the text
   of the written pages. Two data files are loaded when the box is first opened. */
"use strict";
(() => {
  const dialog = document.getElementById("search");
  const opener = document.querySelector("[data-search-open]");
  if (!dialog || !opener || !dialog.showModal) return;
  const base = new URL("../", document.currentScript.src);
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const words = dialog.dataset;
  const SHOWN = 30;
  const collator = new Intl.Collator(document.documentElement.lang || "zh-Hans");
  let entries = null, sections = null, hits = [], current = -1, loading = null, composing = false;

  /* Two spellings of one word are equal: full width, capitals, Vietnamese marks. */
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/đ/g, "d");

  const known = new Map();
  const folded = (text) => known.get(text) ?? known.set(text, fold(text)).get(text);

  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("search/" + name + ".js", base);
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  const rows = (text) => (text ? text.split("\n") : []);

  /* A run of ids is kept as its first one and blanks; each blank is the one before plus one. */
  function ids(column) {
    let before = "";
    return rows(column).map((id) => {
      before = id || before.replace(/\d+$/, (n) => String(+n + 1).padStart(n.length, "0"));
      return before;
    });
  }

  /* The syllables of a Chinese name, the words of a Vietnamese one. */
  function syllablesOf(name, folded, typed, pinyin) {
    const spelled = typed ? typed.split(" ") : [...name].map((each) => pinyin[each]).filter(Boolean);
    return spelled.length ? spelled : folded.split(" ");
  }

  function people(data, units) {
    const names = rows(data.names);
    return ids(data.ids).map((id, i) => {
      const name = names[i], folded = fold(name);
      const [home, host] = [units[data.home[i] - 1] || [], units[data.host[i] - 1] || []];
      const post = data.posts[data.post[i]];
      return {
        kind: "cadres", id, name, folded, known: fold(id),
        syllables: syllablesOf(name, folded, data.spelled[id], data.pinyin),
        about: [[home[1], host[1]].filter(Boolean).join(" → "), post],
        context: [...home.slice(1), ...host.slice(1), post],
      };
    });
  }

  function plain(kind, records) {
    return records.map(([id, name, ...aliases]) => ({
      kind, id, name, folded: fold(name), known: fold(id), syllables: [], about: aliases, context: aliases,
    }));
  }

  function readRegister(data) {
    const all = data.cadres ? people(data.cadres, data.units) : [];
    for (const kind of ["units", "programmes", "batches", "rules"]) all.push(...plain(kind, data[kind] || []));
    for (const each of all) {
      each.about = each.about.filter(Boolean);
      each.context = each.context.filter(Boolean).map(folded);
    }
    return all;
  }

  /* Whether the letters spell the syllables from one of them on, each given whole or by its start:
     guqinghe, gqh, guqh and qinghe all spell gu-qing-he. */
  function spells(letters, syllables, at) {
    if (!letters) return true;
    if (at === syllables.length) return false;
    const syllable = syllables[at];
    let n = 0;
    while (n < syllable.length && n < letters.length && letters[n] === syllable[n]) n++;
    for (; n > 0; n--) if (spells(letters.slice(n), syllables, at + 1)) return true;
    return false;
  }

  /* How well one word fits an entry: 0 exact id, 1 whole name, 2 start of the name, 3 given name,
     4 pinyin from the surname, 5 pinyin of the given name, 6 inside the name, 7 start of the id,
     8 a unit, alias or post; 9 not at all. */
  function fit(entry, word) {
    const { folded, known, syllables } = entry;
    if (known === word) return 0;
    if (folded === word) return 1;
    if (folded.startsWith(word)) return 2;
    if (folded.endsWith(/[a-z]/.test(word) ? " " + word : word)) return 3;
    if (syllables.length && /^[a-z']+$/.test(word)) {
      const letters = word.replace(/'/g, "");
      if (spells(letters, syllables, 0)) return 4;
      if (spells(letters, syllables, 1)) return 5;
    }
    if (folded.includes(word)) return 6;
    if (word.length > 1 && (known.startsWith(word) || known.includes("-" + word))) return 7;
    if (/^\d+$/.test(word) && +word === +known.replace(/^\D+/, "")) return 7;
    return entry.context.some((each) => each.includes(word)) ? 8 : 9;
  }

  function rank(entry, whole, parts) {
    const best = fit(entry, whole);
    if (best < 9 || parts.length < 2) return best;
    let worst = 0;
    for (const part of parts) worst = Math.max(worst, fit(entry, part));
    return worst;
  }

  function findRecords(query) {
    const parts = query.split(/\s+/);
    const joined = /^[a-z' ]+$/.test(query) ? parts.join("") : query;
    const found = [];
    for (const entry of entries || []) {
      const place = Math.min(rank(entry, query, parts), parts.length > 1 ? fit(entry, joined) : 9);
      if (place < 9) found.push([place, entry]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1].name.length - b[1].name.length
      || collator.compare(a[1].name, b[1].name) || (a[1].known < b[1].known ? -1 : 1));
    return found.map(([, { kind, id, name, about }]) => ({
      href: kind + "/" + id + ".html", kind, name, id, about: [id, ...about].join(" · "),
    }));
  }

  function findSections(query) {
    const parts = query.split(/\s+/);
    const found = [];
    (sections || []).forEach((each, order) => {
      const { page, heading, text, all } = each;
      if (!parts.every((part) => all.includes(part))) return;
      const place = parts.every((part) => heading.includes(part)) ? 0 : parts.every((part) => page.includes(part)) ? 1 : 2;
      found.push([place, order, each, parts.find((part) => text.includes(part))]);
    });
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return found.map(([, , each, part]) => ({
      href: each.href, kind: "pages", name: each.title, about: excerpt(each.raw, part),
    }));
  }

  function excerpt(text, part) {
    const at = part ? Math.max(0, fold(text).indexOf(part) - 24) : 0;
    return (at ? "…" : "") + text.slice(at, at + 90) + (at + 90 < text.length ? "…" : "");
  }

  /* Where each letter of the folded text stands in the text itself. */
  function foldedWithPlaces(text) {
    const places = [];
    let letters = "";
    for (let i = 0; i < text.length; i++) {
      const each = fold(text[i]);
      letters += each;
      for (const _ of each) places.push(i);
    }
    return [letters, [...places, text.length]];
  }

  /* Marks the words looked for, as text nodes only: nothing of the data becomes markup. */
  function marked(text, parts) {
    const box = document.createDocumentFragment();
    const [letters, places] = foldedWithPlaces(text);
    let at = 0;
    while (at < letters.length) {
      const [next, length] = parts.map((part) => [letters.indexOf(part, at), part.length])
        .filter(([i]) => i >= 0).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0] || [letters.length, 0];
      box.append(text.slice(places[at], places[next]));
      at = next + length;
      if (!length) break;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(places[next], places[at]);
      box.append(mark);
    }
    return box;
  }

  function line(hit, position, parts) {
    const item = document.createElement("li");
    item.id = "search-result-" + position;
    item.className = "hb-search__result";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    for (const [name, text] of [["name", hit.name], ["kind", words[hit.kind]], ["about", hit.about]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = "hb-search__" + name;
      part.append(name === "kind" ? text : marked(text, parts));
      item.append(part);
    }
    return item;
  }

  function select(position) {
    list.children[current]?.setAttribute("aria-selected", "false");
    current = position;
    const item = list.children[current];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function tell(query) {
    if (!query) return entries ? words.start : words.loading;
    if (!entries) return words.loading;
    if (!hits.length) return words.none + "。" + words.noneHelp;
    const text = hits.length > SHOWN ? words.countShown : words.count;
    return text.replace("{n}", hits.length).replace("{m}", SHOWN);
  }

  function show() {
    const query = fold(input.value).trim();
    const parts = query.split(/\s+/).filter(Boolean);
    hits = query ? [...findRecords(query), ...findSections(query)] : [];
    list.replaceChildren(...hits.slice(0, SHOWN).map((hit, i) => line(hit, i, parts)));
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", String(hits.length > 0));
    status.textContent = tell(query);
    select(hits.length ? 0 : -1);
  }

  function open(event) {
    event?.preventDefault();
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    loading ??= load("register")
      .then(() => { entries = readRegister(window.handbookRegister); show(); return load("pages"); })
      .then(() => { sections = readPages(window.handbookPages); show(); })
      .catch(() => { loading = null; status.textContent = words.failed; });
    show();
  }

  function readPages(pages) {
    return pages.flatMap(([address, title, parts]) => parts.map(([anchor, heading, raw]) => {
      const shown = heading ? title + " › " + heading : title;
      const page = fold(title), text = fold(raw);
      return { href: address + (anchor ? "#" + anchor : ""), title: shown, page, heading: fold(heading || title), text, raw, all: fold(shown) + " " + text };
    }));
  }

  function go(position, apart) {
    const hit = hits[position];
    if (!hit) return;
    const target = new URL(hit.href, base).href;
    if (apart) window.open(target, "_blank", "noopener");
    else { dialog.close(); location.assign(target); }
  }

  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  input.addEventListener("input", () => composing || show());
  input.addEventListener("compositionstart", () => { composing = true; });
  input.addEventListener("compositionend", () => { composing = false; show(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (STEPS[event.key] && count) select((current + STEPS[event.key] + count) % count);
    else if (event.key === "Enter") go(current, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
  for (const kind of ["click", "auxclick"]) list.addEventListener(kind, (event) => {
    const item = event.target.closest("li");
    if (item && event.button < 2) go([...list.children].indexOf(item), event.button || event.ctrlKey || event.metaKey);
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  // The event comes late: by then the dialog may be open again.
  dialog.addEventListener("close", () => !dialog.open && document.activeElement === input && input.blur());
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", open);
  opener.addEventListener("keydown", (event) => event.key === " " && open(event));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (slash || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) open(event);
  });
})();
