/* Where the data stands: fills the foot of the page, warns when the data is old, and leads editors
   to the row of the sheet. Without it the foot still tells the day and leads to the rest. */
"use strict";
(() => {
  const foot = document.querySelector("[data-standing]");
  if (!foot || !window.fetch || location.protocol === "file:") return;
  const base = new URL("../", document.currentScript.src);
  const lang = document.documentElement.lang || "zh-Hans";
  const read = (name) => fetch(new URL(name, base), { cache: "no-cache" }).then((r) => (r.ok ? r.json() : Promise.reject()));
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const moment = (time) => time.toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" });
  const HOUR = 36e5;

  read("publication.json").then((told) => {
    const day = new Date(told.as_of + "T23:59:59");
    const pulled = told.pulled_at && new Date(told.pulled_at);
    foot.textContent = fill(told.words, {
      ...told, pulled: pulled && moment(pulled), day: day.toLocaleDateString(lang, { dateStyle: "medium" }),
    });
    foot.hidden = false;
    const from = pulled && pulled < day ? pulled : day;
    const hours = Math.floor((Date.now() - from) / HOUR);
    if (told.sample || hours <= told.after) return;
    const banner = document.createElement("p");
    banner.className = "hb-stale";
    banner.setAttribute("role", "status");
    banner.textContent = fill(told.stale, { time: pulled ? moment(pulled) : told.as_of, days: Math.floor(hours / 24), hours });
    document.querySelector("article").prepend(banner);
  }).catch(() => {});

  /* The row is looked up when it is asked for: rows move, pages stay. */
  for (const link of document.querySelectorAll("a[data-row]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const [sheet, id] = link.dataset.row.split("/");
      const open = (row) => location.assign(link.href + (row ? `&range=A${row}:Z${row}` : ""));
      read("source_rows.json").then((rows) => open(rows[sheet] && rows[sheet][id]), () => open());
    });
  }

  const report = document.querySelector("[data-report]");
  if (report) report.href += encodeURIComponent(" " + location.pathname.replace(base.pathname, ""));
})();
