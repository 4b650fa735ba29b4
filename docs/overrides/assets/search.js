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
  const { fold, texts, keys, numbers, column, syllables, spells, spellsAnywhere, letters } = window.handbookNames;
  const collator = new Intl.Collator(document.documentElement.lang || "zh-Hans");
  let entries = null, sections = null, hits = [], count = 0, current = -1, loading = null, composing = false;

  const known = new Map();
  const foldedOnce = (text) => known.get(text) ?? known.set(text, fold(text)).get(text);

  const load = (name) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("search/" + name + ".js", base);
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  function people(data, units) {
    const names = texts(data.names), ids = keys(data.ids);
    const [home, host, posts] = [numbers(data.home), numbers(data.host), column(data.posts)];
    return ids.map((id, i) => {
      const name = names[i];
      const [sent, received] = [units[home[i] - 1], units[host[i] - 1]];
      const folded = fold(name);
      return {
        kind: "cadres", id, name, folded: [folded], known: fold(id),
        syllables: syllables(folded, data.spelled[id], data.pinyin),
        about: [[sent?.name, received?.name].filter(Boolean).join(" → "), posts[i]],
        context: [...(sent?.folded || []), ...(received?.folded || []), posts[i] && foldedOnce(posts[i])],
      };
    });
  }

  /* Units, programmes, batches and rules, which may have other names and be part of something. */
  function others(kind, data, whole) {
    if (!data) return [];
    const [ids, names, aliases] = [keys(data.ids), column(data.names), data.others ? column(data.others) : []];
    const parts = data.of ? numbers(data.of) : [];
    return ids.map((id, i) => {
      const name = names[i];
      const other = aliases[i] ? aliases[i].split(";") : [], of = whole?.[parts[i] - 1];
      const all = [name, ...other].map(fold);
      return {
        kind, id, name, folded: all, known: fold(id), syllables: [],
        get spelled() { return data.pinyin ? (this.parts ??= [name, ...other].map((each) => syllables(each, data.spelled[each], data.pinyin))) : []; },
        about: [of?.name, ...other], context: of ? of.folded : [],
      };
    });
  }

  function readRegister(data) {
    const units = others("units", data.units), programmes = others("programmes", data.programmes);
    const all = [
      ...(data.cadres ? people(data.cadres, units) : []), ...units, ...programmes,
      ...others("batches", data.batches, programmes), ...others("rules", data.rules),
    ];
    for (const each of all) {
      each.about = each.about.filter(Boolean);
      each.context = each.context.filter(Boolean);
    }
    return all;
  }

  /* A typed word, looked at once. */
  const wordOf = (text) => ({
    text, sound: letters(text), end: /[a-z]/.test(text) ? " " + text : text,
    inside: "-" + text, number: /^\d+$/.test(text) ? +text : NaN,
  });

  function fitName(name, word) {
    if (!name.includes(word.text)) return 9;
    if (name === word.text) return 1;
    if (name.startsWith(word.text)) return 2;
    return name.endsWith(word.end) ? 3 : 6;
  }

  function fitSound(parts, sound) {
    if (!sound || !parts.length) return 9;
    return spells(sound, parts, 0) ? 4 : spells(sound, parts, 1) ? 5 : 9;
  }

  /* Of a unit any of its names counts, from any word on; two letters at least. */
  function fitWords(entry, sound) {
    if (sound.length < 2) return 9;
    let best = 9;
    for (const parts of entry.spelled) best = Math.min(best, spells(sound, parts, 0) ? 6 : spellsAnywhere(sound, parts) ? 7 : 9);
    return best;
  }

  function fitId(id, { text, inside, number }) {
    if (id === text) return 0;
    const begins = text.length > 1 && (id.startsWith(text) || id.includes(inside));
    return begins || number === +id.replace(/^\D+/, "") ? 7 : 9;
  }

  /* How well one word fits an entry: 0 exact id, 1 whole name, 2 start of the name, 3 given name,
     4 pinyin from the surname, 5 pinyin of the given name, 6 inside the name or pinyin of a unit from
     its start, 7 start of the id or pinyin of a unit from any word,
     8 a unit, a post or the whole it is part of; 9 not at all. Other names count like the name. */
  function fit(entry, word) {
    let best = fitId(entry.known, word);
    for (const name of entry.folded) best = Math.min(best, fitName(name, word));
    if (best > 3) best = Math.min(best, fitSound(entry.syllables, word.sound));
    if (best > 6 && entry.kind === "units") best = Math.min(best, fitWords(entry, word.sound));
    return best < 9 ? best : entry.context.some((each) => each.includes(word.text)) ? 8 : 9;
  }

  function rank(entry, whole, parts) {
    const best = fit(entry, whole);
    if (best < 9 || parts.length < 2) return best;
    let worst = 0;
    for (const part of parts) if ((worst = Math.max(worst, fit(entry, part))) === 9) break;
    return worst;
  }

  /* Whether the letters stand in the name in this order: 市发局 in 栖川市发展规划局. */
  function isShortFor(letters, name) {
    let at = -1;
    return [...letters].every((each) => (at = name.indexOf(each, at + 1)) >= 0);
  }

  /* A short name nobody wrote down, or one with a slip in it, of which one letter is let go. */
  function findAlike(query) {
    const letters = [...query.replaceAll(" ", "")];
    if (letters.length < 3 || letters.some((each) => each < "\u3400")) return [];
    const spared = letters.length < 4 ? [] : letters.map((_, i) => letters.filter((__, n) => n !== i));
    return entries.filter((each) => each.kind === "units").flatMap((each) => {
      const fits = (typed) => each.folded.some((name) => isShortFor(typed, name));
      return fits(letters) ? [[9, each]] : spared.some(fits) ? [[10, each]] : [];
    });
  }

  const byName = (a, b) => a[0] - b[0] || a[1].name.length - b[1].name.length
    || collator.compare(a[1].name, b[1].name) || (a[1].known < b[1].known ? -1 : 1);

  /* The first ones in order, without sorting the thousands that one letter finds. */
  function first(found, order) {
    const kept = [];
    for (const each of found) {
      let at = kept.length;
      while (at && order(each, kept[at - 1]) < 0) at--;
      if (at < SHOWN) kept.splice(at, 0, each);
      if (kept.length > SHOWN) kept.pop();
    }
    return kept;
  }

  function findRecords(query) {
    if (!entries) return [];
    const [whole, ...parts] = [query, ...query.split(" ")].map(wordOf);
    const found = [];
    for (const entry of entries) {
      const place = rank(entry, whole, parts);
      if (place < 9) found.push([place, entry]);
    }
    return found.length ? found : findAlike(query);
  }

  const recordHit = ([, { kind, id, name, about }]) => ({
    href: kind + "/" + id + ".html", kind, name, about: [id, ...about].join(" · "),
  });

  /* A phrase as it was written before its words here and there; of every page its first section
     before its second, so that one long page does not stand before all others. */
  function findSections(query) {
    const parts = query.split(" ");
    const holds = (text) => parts.every((part) => text.includes(part));
    const found = [], turns = new Map();
    (sections || []).forEach((each, order) => {
      if (!holds(each.all)) return;
      const place = each.heading.includes(query) ? 0 : each.text.includes(query) ? 1 : holds(each.heading) ? 2 : holds(each.page) ? 3 : 4;
      const key = place + each.page, turn = turns.get(key) || 0;
      turns.set(key, turn + 1);
      found.push([place, turn, order, each, place === 1 ? query : parts.find((part) => each.text.includes(part))]);
    });
    return found;
  }

  const byPlace = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

  const sectionHit = ([, , , each, part]) => ({
    href: each.href, kind: "pages", name: each.title, about: excerpt(each.raw, part),
  });

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
    if (!count) return words.none + "。" + words.noneHelp;
    const text = count > SHOWN ? words.countShown : words.count;
    return text.replace("{n}", count).replace("{m}", SHOWN);
  }

  function show() {
    const query = fold(input.value).trim().replace(/\s+/g, " ");
    const parts = query.split(" ").filter(Boolean);
    const [records, texts] = query ? [findRecords(query), findSections(query)] : [[], []];
    count = records.length + texts.length;
    hits = [...first(records, byName).map(recordHit), ...first(texts, byPlace).map(sectionHit)].slice(0, SHOWN);
    list.replaceChildren(...hits.map((hit, i) => line(hit, i, parts)));
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
