/* Filters and sorts a directory. The rows are one file, loaded when the form is first touched; the
   conditions stand behind the # of the address, so that a link leads to the same answer and no
   server ever hears which name was looked for. */
"use strict";
(() => {
  const form = document.querySelector("form[data-directory]");
  if (!form) return;
  const base = new URL("../", document.currentScript.src);
  const words = form.dataset;
  const results = document.querySelector(".hb-results");
  const table = results.querySelector("table");
  const heads = [...table.querySelectorAll("[data-column]")];
  const turns = [...results.querySelectorAll("[data-turn]")];
  const controls = [...form.querySelectorAll("[name]")];
  const status = form.querySelector("[role=status]");
  const help = form.querySelector(".hb-directory__help");
  const whole = document.querySelector("[data-whole]");
  const language = document.documentElement.lang;
  const SHOWN = 100;
  const AT_ONCE = 12;
  const SUGGESTED = 20;
  const DAY = 86400000;
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const { fold, letters, spells, spellsAnywhere, syllables } = window.handbookNames;
  let data = null, loading = null, filling = 0, composing = false, shown = false, sort = "", page = 1, rows = [];

  const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const dayOf = (text) => Math.round(Date.parse(text + "T00:00:00Z") / DAY);

  function dateText(day) {
    const [year, month, date] = isoDay(day).split("-");
    if (language === "vi") return date + "/" + month + "/" + year;
    return language === "en" ? +date + " " + MONTHS[month - 1] + " " + year : year + "-" + month + "-" + date;
  }

  const fetched = (address) => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(address, base);
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });

  function load() {
    loading ??= fetched("directory/" + words.directory + ".js").then(() => { data = read(window.handbookDirectory); });
    return loading;
  }

  function read(found) {
    for (const column of Object.values(found.columns)) {
      column.keys = column.keys.map((key, i) => key || column.texts[i]);
      column.known = column.texts.map((text, i) => fold([text, column.folder ? column.keys[i] : "", ...(column.others?.[i] || [])].join("\n")));
      column.syllabled = [];
      column.bare = new Set(column.bare);
      column.vi = new Set(column.vi);
    }
    return found;
  }

  const lastDay = (row) => (row in data.until ? data.until[row] : data.days.end[row]);

  function between(first, last) {
    const { start } = data.days;
    return rowsWhere((row) => {
      const end = lastDay(row);
      return start[row] !== null && end !== null && start[row] <= last && end >= first;
    });
  }

  const rowsWhere = (fits) => Uint8Array.from(data.columns.name.at, (_, row) => fits(row));

  /* Whether a name is spelled so, as the search box has it: of people from the surname or from the
     given name on, of units any of the names from any word on. */
  function soundsLike({ pinyin, spelled, folder, others, texts, syllabled }, typed) {
    if (!pinyin || !typed) return () => false;
    if (folder === "units") {
      const names = (i) => [texts[i], ...(others?.[i] || [])].map((each) => syllables(each, spelled[each], pinyin));
      return (i) => typed.length > 1 && (syllabled[i] ??= names(i)).some((parts) => spellsAnywhere(typed, parts));
    }
    return (i) => {
      const parts = syllabled[i] ??= syllables(texts[i], spelled[i], pinyin);
      return spells(typed, parts, 0) || (parts.length > 1 && spells(typed, parts, 1));
    };
  }

  /* Which rows a control asks for, as one mark a row; nothing where it is left alone. */
  function marks({ name, value, tagName }) {
    const asked = value.trim();
    if (name === "day") return between(dayOf(asked), dayOf(asked));
    if (name === "year") return between(dayOf(asked + "-01-01"), dayOf(asked + "-12-31"));
    const { at, keys, known } = data.columns[name];
    const parts = fold(asked).split(/\s+/);
    const sounds = soundsLike(data.columns[name], letters(fold(asked)));
    const fits = tagName === "SELECT" ? keys.map((key) => key === asked)
      : known.map((text, i) => parts.every((part) => text.includes(part)) || sounds(i));
    return rowsWhere((row) => fits[at[row]]);
  }

  /* Only the control that was touched is asked anew. */
  const answers = new Map();
  function condition(control) {
    if (!control.value.trim()) return null;
    if (answers.get(control)?.value !== control.value) answers.set(control, { value: control.value, marks: marks(control) });
    return answers.get(control).marks;
  }

  /* Rows nobody asks for here: somebody without a posting in a list of postings. */
  function kept() {
    const { keys, at } = data.columns.status;
    const all = words.counts === "cadres" || words.directory === "units";
    data.kept ??= rowsWhere((row) => all || (keys[at[row]] !== "none" && keys[at[row]] !== "held"));
    return data.kept;
  }

  /* Rows that meet all conditions; of a person only the first, of which the present one stands first. */
  function found(conditions) {
    const { at } = data.columns.name;
    const once = words.counts === "cadres", asked = [kept(), ...conditions];
    const rows = [];
    let before = -1;
    for (let row = 0; row < at.length; row++) {
      if ((once && at[row] === before) || !asked.every((marked) => marked[row])) continue;
      before = at[row];
      rows.push(row);
    }
    return rows;
  }

  function sorted(rows) {
    if (!sort) return rows;
    const name = sort.replace("-", "");
    const values = data.days[name] || data.columns[name].at;
    const turn = sort[0] === "-" ? -1 : 1;
    const blank = (value) => value === null || (value === 0 && !data.days[name]);
    return rows.sort((a, b) => blank(values[a]) - blank(values[b]) || turn * (values[a] - values[b]) || a - b);
  }

  function cell(name, label, row) {
    const box = document.createElement(name === "name" ? "th" : "td");
    if (name === "name") box.scope = "row";
    else box.dataset.label = label;
    if (data.days[name]) {
      const day = data.days[name][row];
      if (day === null) return box;
      const time = document.createElement("time");
      time.dateTime = isoDay(day);
      time.textContent = dateText(day);
      box.append(time);
      return box;
    }
    const { texts, keys, folder, bare, vi, at } = data.columns[name];
    const place = at[row];
    let text = texts[place];
    if (folder && place && !bare.has(place)) {
      const link = document.createElement("a");
      link.href = "../" + folder + "/" + keys[place] + ".html";
      link.textContent = text;
      text = link;
    }
    if (text) box.append(text);
    if (vi.has(place)) box.lang = "vi";
    return box;
  }

  function line(row) {
    const box = document.createElement("tr");
    for (const head of heads) box.append(cell(head.dataset.column, head.textContent, row));
    return box;
  }

  /* What fits a screen is painted at once, the rest after it, unless something else is asked first. */
  function fill(rows) {
    const body = table.tBodies[0];
    const turn = ++filling;
    body.replaceChildren(...rows.slice(0, AT_ONCE).map(line));
    const more = (from) => {
      if (turn !== filling || from >= rows.length) return;
      body.append(...rows.slice(from, from + AT_ONCE).map(line));
      setTimeout(more, 0, from + AT_ONCE);
    };
    requestAnimationFrame(() => setTimeout(more, 30, AT_ONCE));
  }

  /* The conditions as the address keeps them. */
  function state() {
    const asked = new URLSearchParams();
    for (const { name, value } of controls) if (value.trim()) asked.set(name, value.trim());
    if (sort) asked.set("sort", sort);
    if (page > 1) asked.set("page", page);
    return asked;
  }

  function keep() {
    const hash = shown ? "#" + (state().toString() || "all=1") : location.pathname;
    history.replaceState(null, "", shown ? hash : location.pathname + location.search);
    for (const link of document.querySelectorAll("a[data-switch]")) link.hash = shown ? hash : "";
  }

  function say(count) {
    if (!count) return words.none + words.spelling;
    const part = words.part.replace("{from}", (page - 1) * SHOWN + 1).replace("{to}", Math.min(page * SHOWN, count));
    return words.count.replace("{n}", count) + (count > SHOWN ? part : "");
  }

  /* With no answer: how many there would be without one of the conditions. */
  function offer(asked) {
    const without = ({ control }) => [control, found(asked.filter((each) => each.control !== control).map((each) => each.fits)).length];
    const offers = (asked.length < 2 ? [] : asked.map(without).filter(([, count]) => count)).map(([control, count]) => {
      const button = document.createElement("button");
      button.type = "button";
      const value = control.selectedOptions?.[0].text || control.value.trim();
      const label = control.closest("label").querySelector("span").textContent + " " + value;
      button.textContent = words.without.replace("{filter}", label).replace("{n}", count);
      button.addEventListener("click", () => { control.value = ""; control.focus(); page = 1; show(); });
      return button;
    });
    help.replaceChildren(...offers);
  }

  /* One cell as text: what it says, and the day as it is written in a register. */
  function plain(name, row) {
    const days = data.days[name];
    if (days) return days[row] === null ? "" : isoDay(days[row]);
    const { texts, at } = data.columns[name];
    return texts[at[row]];
  }

  const isListed = (place) => place && !data.columns.name.bare.has(place);

  /* The whole answer as rows of text, heads first: the id, then the columns that are seen. */
  function answered() {
    const names = heads.map((head) => head.dataset.column);
    const { keys, at } = data.columns.name;
    return [
      [words.id, ...heads.map((head) => head.textContent.trim())],
      ...rows.map((row) => [isListed(at[row]) ? keys[at[row]] : "", ...names.map((name) => plain(name, row))]),
    ];
  }

  async function take(form) {
    try {
      if (!window.handbookSheets) await fetched("assets/sheets.js");
      const { csv, xlsx } = window.handbookSheets;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(form === "csv" ? csv(answered()) : await xlsx(answered(), words.title));
      link.download = words.counts + "-selection." + form;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    } catch {
      status.textContent = words.failed;
    }
  }

  /* A few names for the field that is written in; all of them would be thousands of elements. */
  function suggest(control) {
    if (!control?.list || !data.columns[control.name]) return;
    const { known, texts } = data.columns[control.name], typed = fold(control.value.trim());
    const places = [];
    for (let i = 1; i < known.length && places.length < SUGGESTED; i++) if (known[i].includes(typed)) places.push(i);
    control.list.replaceChildren(...places.map((place) => new Option("", texts[place])));
  }

  function show() {
    shown = true;
    const asked = controls.map((control) => ({ control, fits: condition(control) })).filter((each) => each.fits);
    rows = sorted(found(asked.map((each) => each.fits)));
    const pages = Math.max(1, Math.ceil(rows.length / SHOWN));
    page = Math.min(page, pages);
    for (const head of heads) {
      const name = head.dataset.column;
      if (sort.replace("-", "") === name) head.setAttribute("aria-sort", sort === name ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    suggest(document.activeElement);
    fill(rows.slice((page - 1) * SHOWN, page * SHOWN));
    for (const button of turns) button.disabled = page + +button.dataset.turn < 1 || page + +button.dataset.turn > pages;
    results.querySelector(".hb-turn").hidden = pages === 1;
    results.hidden = !rows.length;
    whole.hidden = true;
    offer(rows.length ? [] : asked);
    status.textContent = say(rows.length);
    keep();
  }

  async function answer() {
    if (!data) status.textContent = words.loading;
    try {
      await load();
    } catch {
      loading = null;
      status.textContent = words.failed;
      return;
    }
    show();
  }

  function reset() {
    shown = false; sort = ""; page = 1;
    results.hidden = true;
    whole.hidden = false;
    status.textContent = "";
    help.replaceChildren();
    keep();
  }

  /* Takes the conditions from the address; an anchor of the page is none. */
  function recall() {
    if (!location.hash.includes("=")) return;
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const control of controls) control.value = asked.get(control.name) || "";
    const more = form.querySelector("details");
    if (more && [...more.querySelectorAll("[name]")].some((control) => control.value)) more.open = true;
    const name = asked.get("sort") || "";
    sort = heads.some((head) => head.dataset.column === name.replace("-", "")) ? name : "";
    page = Math.max(1, parseInt(asked.get("page"), 10) || 1);
    answer();
  }

  const changed = () => { page = 1; answer(); };
  form.addEventListener("focusin", () => load().then(() => suggest(document.activeElement)).catch(() => { loading = null; }));
  form.addEventListener("input", () => composing || changed());
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; changed(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
  form.addEventListener("reset", () => setTimeout(reset));
  for (const head of heads) head.querySelector("button").addEventListener("click", () => {
    const name = head.dataset.column;
    sort = sort === name ? "-" + name : name;
    changed();
  });
  for (const button of turns) button.addEventListener("click", () => {
    page += +button.dataset.turn;
    show();
    form.querySelector(".hb-directory__status").scrollIntoView({ block: "start" });
  });
  for (const button of results.querySelectorAll("[data-take]")) button.addEventListener("click", () => take(button.dataset.take));
  addEventListener("hashchange", recall);
  recall();
})();
