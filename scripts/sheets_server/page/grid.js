// The grid page: looks at one sheet through a window of rows, and edits it through the API.
// Rows and columns are counted from 0, as in the API; only addresses count from 1.

const words = JSON.parse(document.getElementById("words").textContent);
const id = document.body.dataset.spreadsheet;
const api = `/v4/spreadsheets/${id}`;
const own = `/grid/${id}`;
const element = (name) => document.getElementById(name);
const [scroller, table, head, body, place, bubble, menu] =
  ["scroller", "sheet", "head", "body", "place", "bubble", "menu"].map(element);
const [textField, listField, dayField, choiceList] =
  ["text-field", "list-field", "day-field", "choices"].map(element);

const ROW_HEIGHT = 26;
const NUMBER_WIDTH = 46;
const CELL_PADDING = 5;
const SPARE_ROWS = 30;
const POLL_MS = 1000;
const FLASH_MS = 1600;

const pen = document.createElement("canvas").getContext("2d");

let book = { version: 0, title: "", sheets: [] };
let sheet = null;
let rows = new Map();
let active = { row: 0, column: 0 };
let editing = null;
let openGroups = new Map();
let showsHidden = false;
let shownRows = [];
let shownColumns = [];
let offered = new Map();
let drawn = [];
let isAsked = false;
let isFetching = false;
let opening = null;
let opened = Promise.resolve();

// Words and addresses

function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function letters(column) {
  let text = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  }
  return text;
}

function address({ row, column }) {
  return `${letters(column)}${row + 1}`;
}

function placeOf(text) {
  const found = /^\$?([A-Z]{1,3})?\$?(\d{1,7})?(?::|$)/i.exec(text.trim());
  if (!found || !(found[1] || found[2])) return null;
  const column = [...(found[1] ?? "A").toUpperCase()].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(found[2] ?? 1) - 1, column };
}

function rangeText(at, title = sheet.title) {
  return `'${title.replaceAll("'", "''")}'!${address(at)}`;
}

// Talking to the server

async function ask(path, options = {}) {
  const answer = await fetch(path, options);
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.error?.message ?? `${answer.status} ${answer.statusText}`);
  }
  return answer.json();
}

function send(path, method, content) {
  const headers = { "Content-Type": "application/json", Authorization: "Bearer grid-page" };
  return ask(api + path, { method, headers, body: JSON.stringify(content) });
}

function batch(...requests) {
  return send(":batchUpdate", "POST", { requests });
}

async function trying(work) {
  try {
    await work();
    tell("");
    return true;
  } catch (error) {
    tell(say("failed", { message: error.message }));
    return false;
  }
}

function tell(text) {
  const trouble = element("trouble");
  trouble.textContent = text;
  trouble.hidden = !text;
}

// What is fetched: the sheet, and the rows in and around the window

async function load(gid, from, to) {
  const question = gid === null ? "" : `gid=${gid}&`;
  return ask(`${own}/sheet?${question}from=${from}&to=${to}`);
}

function windowSpan() {
  const first = Math.max(Math.floor(scroller.scrollTop / ROW_HEIGHT) - SPARE_ROWS, 0);
  const count = Math.ceil(scroller.clientHeight / ROW_HEIGHT) + 2 * SPARE_ROWS;
  const span = shownRows.slice(first, first + count);
  return { first, span };
}

async function refresh({ isOther = false } = {}) {
  const { span } = windowSpan();
  const [from, to] = span.length ? [span[0], span.at(-1) + 1] : [0, 100];
  const { gid } = sheet;
  const told = await load(gid, from, to);
  if (sheet.gid !== gid) return;
  const before = rows;
  take(told);
  followEditing();
  render();
  const changed = isOther && sheet.gid === gid ? flash(before) : 0;
  connected(changed ? say("changed", { count: changed }) : "");
}

function take(told) {
  const isOtherSheet = sheet?.gid !== told.sheet.gid;
  book = told;
  sheet = told.sheet;
  rows = rowsOf(sheet);
  offered = new Map();
  if (isOtherSheet) openGroups = new Map();
  arrange();
}

function rowsOf({ cells, rules }) {
  const withRule = ([column, cell]) => [Number(column), { ...cell, rule: rules[cell.rule] ?? null }];
  const line = ([row, held]) => [Number(row), new Map(Object.entries(held).map(withRule))];
  return new Map(Object.entries(cells).map(line));
}

async function fetchMissing() {
  if (isFetching) return;
  isFetching = true;
  try {
    let missing = missingRows();
    while (missing.length) {
      await fetchRows(missing);
      missing = missingRows();
    }
  } finally {
    isFetching = false;
  }
}

function missingRows() {
  return windowSpan().span.filter((row) => !rows.has(row));
}

async function fetchRows(missing) {
  const version = book.version;
  const told = await load(sheet.gid, missing[0], missing.at(-1) + 1);
  if (told.sheet.gid !== sheet.gid || told.version !== version) return refresh({ isOther: true });
  for (const [row, cells] of rowsOf(told.sheet)) rows.set(row, cells);
  renderRows();
  describe();
  if (!editing && place.contains(document.activeElement)) focusField();
}

function cellAt(row, column) {
  return rows.get(row)?.get(column) ?? {};
}

function arrange() {
  const hidden = new Set(sheet.hiddenRows);
  shownRows = [];
  for (let row = sheet.frozenRows; row < sheet.rows; row += 1) {
    if (!hidden.has(row)) shownRows.push(row);
  }
  const away = new Set(sheet.hiddenColumns);
  for (const group of sheet.groups) {
    if (isClosed(group)) for (let at = group.start; at < group.end; at += 1) away.add(at);
  }
  shownColumns = sheet.widths.map((_, column) => column).filter((column) => !away.has(column));
}

function isClosed(group) {
  return openGroups.has(group.start) ? !openGroups.get(group.start) : group.isClosed;
}

// Drawing

function render() {
  element("title").textContent = book.title;
  document.title = `${sheet.title} – ${book.title}`;
  element("caption").textContent = say("captionOf", sheet);
  renderWidths();
  renderHead();
  renderRows();
  renderTabs();
  select(active, { isQuiet: true });
}

function renderWidths() {
  const widths = [NUMBER_WIDTH, ...shownColumns.map(widthOf)];
  element("widths").replaceChildren(...widths.map((width) => {
    const column = document.createElement("col");
    column.style.width = `${width}px`;
    return column;
  }));
  table.setAttribute("aria-rowcount", sheet.rows + 1);
  table.setAttribute("aria-colcount", sheet.columns + 1);
}

function widthOf(column) {
  return Math.max(sheet.widths[column], 30);
}

function leftOf(column) {
  let left = NUMBER_WIDTH;
  for (const each of shownColumns) {
    if (each === column) break;
    left += widthOf(each);
  }
  return left;
}

function isFrozen(column) {
  return column < sheet.frozenColumns;
}

function freeze(cell, column) {
  if (!isFrozen(column)) return;
  cell.classList.add("is-frozen");
  cell.style.setProperty("--left", `${leftOf(column)}px`);
  const frozen = shownColumns.filter(isFrozen);
  cell.classList.toggle("is-last-frozen", column === frozen.at(-1));
}

function renderHead() {
  const lines = [letterLine()];
  const hidden = new Set(sheet.hiddenRows);
  for (let row = 0; row < sheet.frozenRows; row += 1) {
    if (hidden.has(row)) continue;
    const line = drawRow(row);
    line.classList.add("is-frozen-row");
    line.classList.toggle("is-last-frozen-row", row === sheet.frozenRows - 1);
    line.style.setProperty("--top", `${lines.length * ROW_HEIGHT}px`);
    lines.push(line);
  }
  head.replaceChildren(...lines);
}

function letterLine() {
  const line = document.createElement("tr");
  line.className = "letters";
  line.setAttribute("aria-rowindex", 1);
  const corner = document.createElement("td");
  corner.className = "number";
  line.append(corner, ...shownColumns.map(letterCell));
  return line;
}

function letterCell(column) {
  const cell = document.createElement("th");
  cell.scope = "col";
  cell.textContent = letters(column);
  cell.dataset.column = column;
  cell.setAttribute("aria-colindex", column + 2);
  freeze(cell, column);
  const group = sheet.groups.find((each) => groupHandle(each) === column);
  if (group) {
    cell.append(groupButton(group));
    cell.classList.add("with-group");
  }
  return cell;
}

function groupHandle(group) {
  const before = shownColumns.filter((column) => column < group.start).at(-1);
  return shownColumns.includes(group.end) ? group.end : before ?? shownColumns[0];
}

function groupButton(group) {
  const button = document.createElement("button");
  const span = { first: letters(group.start), last: letters(group.end - 1) };
  button.type = "button";
  button.className = "group";
  button.textContent = isClosed(group) ? "+" : "−";
  button.setAttribute("aria-expanded", String(!isClosed(group)));
  button.setAttribute("aria-label", say(isClosed(group) ? "openGroup" : "closeGroup", span));
  button.title = button.getAttribute("aria-label");
  button.addEventListener("click", () => {
    openGroups.set(group.start, isClosed(group));
    arrange();
    if (!shownColumns.includes(active.column)) active.column = groupHandle(group);
    render();
    head.querySelector(`[data-column="${groupHandle(group)}"] .group`)?.focus();
  });
  return button;
}

function renderRows({ isMoved = false } = {}) {
  const { first, span } = windowSpan();
  if (isMoved && drawn[0] === span[0] && drawn[1] === span.at(-1)) return drawActive();
  drawn = [span[0], span.at(-1)];
  const before = spacer(first * ROW_HEIGHT);
  const behind = spacer((shownRows.length - first - span.length) * ROW_HEIGHT);
  body.replaceChildren(before, ...span.map(drawRow), behind);
  drawActive();
}

function spacer(height) {
  const line = document.createElement("tr");
  const cell = document.createElement("td");
  line.className = "spacer";
  line.setAttribute("aria-hidden", "true");
  cell.colSpan = shownColumns.length + 1;
  cell.style.height = `${height}px`;
  line.hidden = height <= 0;
  line.append(cell);
  return line;
}

function drawRow(row) {
  const line = document.createElement("tr");
  const number = document.createElement("th");
  number.scope = "row";
  number.className = "number";
  number.textContent = row + 1;
  line.dataset.row = row;
  line.setAttribute("aria-rowindex", row + 2);
  line.append(number);
  line.append(...drawCells(row));
  return line;
}

function mergeAt(row, column) {
  return sheet.merges.find(([top, bottom, left, right]) =>
    row >= top && row < bottom && column >= left && column < right);
}

function isCovered(row, column) {
  const merge = mergeAt(row, column);
  return merge !== undefined && column !== shownColumns.find((each) => each >= merge[2]);
}

function drawCell(row, column) {
  const cell = document.createElement("td");
  const content = cellAt(row, column);
  const merge = mergeAt(row, column);
  cell.dataset.column = column;
  cell.setAttribute("aria-colindex", column + 2);
  if (merge) cell.colSpan = shownColumns.filter((each) => each >= merge[2] && each < merge[3]).length;
  cell.append(...contentOf(content));
  freeze(cell, column);
  dress(cell, content);
  return cell;
}

// A text that does not fit runs on over blank cells to its right, as far as it needs.

function drawCells(row) {
  const columns = shownColumns.filter((column) => !isCovered(row, column));
  const cells = columns.map((column) => drawCell(row, column));
  columns.forEach((_, at) => {
    const crossed = crossedBy(row, columns, at);
    if (crossed) spill(cells.slice(at, at + crossed + 1), columns.slice(at, at + crossed + 1));
  });
  return cells;
}

function crossedBy(row, columns, at) {
  const content = cellAt(row, columns[at]);
  if (!runsOn(row, columns, at, content)) return 0;
  let crossed = 0;
  let room = widthOf(columns[at]);
  const needed = textWidth(content) + 2 * CELL_PADDING;
  while (room < needed && isFree(row, columns, at + crossed + 1)) {
    crossed += 1;
    room += widthOf(columns[at + crossed]);
  }
  return crossed;
}

function runsOn(row, columns, at, content) {
  return content.text && !content.align && !content.isKeptInside && content.rule === null
    && !mergeAt(row, columns[at]) && isFree(row, columns, at + 1);
}

function isFree(row, columns, at) {
  const column = columns[at];
  if (column === undefined || isFrozen(column) !== isFrozen(columns[at - 1])) return false;
  const { text, rule } = cellAt(row, column);
  return !text && !rule && !mergeAt(row, column);
}

function textWidth({ text, isBold, isItalic }) {
  const { fontFamily, fontSize } = getComputedStyle(table);
  pen.font = `${isItalic ? "italic " : ""}${isBold ? "700 " : ""}${fontSize} ${fontFamily}`;
  return pen.measureText(text).width;
}

function spill(cells, columns) {
  const inside = document.createElement("span");
  const room = columns.reduce((sum, column) => sum + widthOf(column), 0);
  inside.className = "spill";
  inside.style.width = `${room - 2 * CELL_PADDING}px`;
  inside.append(...cells[0].childNodes);
  cells[0].append(inside);
  cells[0].classList.add("runs-on");
  for (const cell of cells.slice(0, -1)) cell.classList.add("is-crossed");
}

function contentOf(content) {
  if (!content.link || !isSafe(content.link)) return [content.text ?? ""];
  const link = document.createElement("a");
  link.href = content.link;
  link.textContent = content.text || content.link;
  link.tabIndex = -1;
  if (!jumpOf(content.link)) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  return [link];
}

function dress(cell, content) {
  const classes = {
    "is-right": content.align === "right",
    "is-center": content.align === "center",
    "is-bold": content.isBold,
    "is-italic": content.isItalic,
    "is-struck": content.isStruck,
    "is-error": /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|ERROR!)$/.test(content.text ?? ""),
    "has-note": content.note,
    "has-list": content.rule && content.rule.kind !== "date",
    "has-fill": content.fill,
    "has-ink": content.ink,
  };
  for (const [name, isOn] of Object.entries(classes)) cell.classList.toggle(name, Boolean(isOn));
  if (content.fill) cell.style.setProperty("--own-fill", content.fill);
  if (content.ink) cell.style.setProperty("--own-ink", content.ink);
}

function cellElement({ row, column }) {
  return table.querySelector(`[data-row="${row}"] > td[data-column="${column}"]`);
}

function renderTabs() {
  const hidden = book.sheets.filter((each) => each.isHidden).length;
  const listed = book.sheets.filter(
    (each) => !each.isHidden || showsHidden || each.gid === sheet.gid);
  const focused = element("tabs").contains(document.activeElement)
    ? document.activeElement.dataset.gid : null;
  element("tabs").replaceChildren(...listed.map(tab));
  if (focused) element("tabs").querySelector(`[data-gid="${focused}"]`)?.focus();
  const toggle = element("hidden-sheets");
  toggle.hidden = !hidden;
  toggle.setAttribute("aria-pressed", String(showsHidden));
  toggle.textContent = say(showsHidden ? "hideHidden" : "showHidden", { count: hidden });
}

function tab({ gid, title, isHidden }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.dataset.gid = gid;
  button.classList.toggle("is-hidden-sheet", isHidden);
  if (gid === (opening ?? sheet.gid)) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => open(gid, { row: 0, column: 0 }));
  item.append(button);
  return item;
}

// Selecting

function select(at, { isQuiet = false } = {}) {
  const row = Math.min(Math.max(at.row, 0), sheet.rows - 1);
  const column = Math.min(Math.max(at.column, 0), sheet.columns - 1);
  const merge = mergeAt(row, column);
  active = { row, column: merge ? merge[2] : column };
  if (!isQuiet) bring(active);
  drawActive();
  describe();
  if (!isQuiet && !editing) focusField();
}

function bring({ row, column }) {
  const top = shownRows.indexOf(row) * ROW_HEIGHT;
  const above = head.offsetHeight;
  if (row >= sheet.frozenRows) {
    const room = scroller.clientHeight - above - ROW_HEIGHT;
    scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, top - room), top);
  }
  if (!isFrozen(column)) {
    const left = leftOf(column);
    const before = leftOf(shownColumns.find((each) => !isFrozen(each)));
    const room = scroller.clientWidth - widthOf(column);
    scroller.scrollLeft = Math.min(Math.max(scroller.scrollLeft, left - room), left - before);
  }
  if (!cellElement({ row, column })) renderRows({ isMoved: true });
}

function drawActive() {
  for (const marked of table.querySelectorAll(".is-active, .is-here")) {
    marked.classList.remove("is-active", "is-here");
  }
  const cell = cellElement(active);
  cell?.classList.add("is-active");
  cell?.parentElement.firstElementChild.classList.add("is-here");
  head.querySelector(`.letters [data-column="${active.column}"]`)?.classList.add("is-here");
  putPlace();
  showBubble(cell);
}

function putPlace() {
  const cell = cellElement(editing ?? active);
  place.hidden = !cell;
  if (!cell) return;
  const frame = scroller.getBoundingClientRect();
  const box = cell.getBoundingClientRect();
  place.style.left = `${box.left - frame.left - scroller.clientLeft + scroller.scrollLeft}px`;
  place.style.top = `${box.top - frame.top - scroller.clientTop + scroller.scrollTop}px`;
  place.style.width = `${box.width - 1}px`;
  const isHeld = cell.classList.contains("is-frozen") || cell.closest(".is-frozen-row");
  place.classList.toggle("is-frozen", Boolean(isHeld));
}

function describe() {
  const content = cellAt(active.row, active.column);
  const a1 = address(active);
  const text = content.typed ?? content.text ?? "";
  if (document.activeElement !== element("address")) element("address").value = a1;
  const shown = [];
  if (isLocked(active)) shown.push(tag("span", "tools__lock", words.locked));
  shown.push(text);
  if (content.link && isSafe(content.link)) shown.push(" ", ...contentOf({ link: content.link }));
  element("content").replaceChildren(...shown);
  element("content").querySelector("a")?.removeAttribute("tabindex");
  const label = say("cell", { a1 });
  for (const field of [textField, listField]) field.setAttribute("aria-label", label);
  const said = content.note ? "saidNote" : "said";
  element("said").textContent =
    say(said, { a1, text: content.text || words.blank, note: content.note });
}

function tag(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function showBubble(cell, content = cellAt(active.row, active.column)) {
  const isShown = Boolean(cell && content.note && !editing);
  bubble.hidden = !isShown;
  if (!isShown) return;
  bubble.textContent = content.note;
  const frame = scroller.getBoundingClientRect();
  const box = cell.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const isRoomy = box.right + width + 8 < frame.right;
  const left = isRoomy ? box.right + 4 : Math.max(box.left - width - 4, frame.left + 4);
  const isBelow = !isRoomy && box.left - width - 4 < frame.left;
  const wanted = isBelow ? box.bottom + 4 : box.top;
  const top = Math.min(wanted, frame.bottom - height - 20);
  bubble.style.left = `${left - frame.left + scroller.scrollLeft}px`;
  bubble.style.top = `${Math.max(top, frame.top) - frame.top + scroller.scrollTop}px`;
}

function move(down, across) {
  const columns = shownColumns;
  const lines = [...Array(sheet.frozenRows).keys(), ...shownRows];
  const line = nearest(lines, active.row) + down;
  let at = nearest(columns, active.column) + across;
  while (across && columns[at] !== undefined && isCovered(active.row, columns[at])) at += Math.sign(across);
  const clamp = (value, list) => list[Math.min(Math.max(value, 0), list.length - 1)];
  select({ row: clamp(line, lines), column: clamp(at, columns) });
}

function nearest(list, value) {
  const found = list.findIndex((each) => each >= value);
  return found < 0 ? list.length - 1 : found;
}

// While another sheet is on its way, nothing is typed into the one still in sight.

function open(gid, at) {
  endEditing();
  opening = gid;
  scroller.inert = true;
  renderTabs();
  opened = trying(() => openSheet(gid, at)).finally(() => {
    if (opening === gid) opening = null;
    scroller.inert = opening !== null;
  });
  return opened;
}

async function openSheet(gid, at) {
  const told = await load(gid, 0, 100);
  if (opening !== gid) return;
  opening = null;
  scroller.inert = false;
  scroller.scrollTo(0, 0);
  take(told);
  active = at;
  render();
  select(at);
  await fetchMissing();
}

// Links, also into the sheet itself

function isSafe(link) {
  return /^(https?:|mailto:|#)/i.test(link);
}

function jumpOf(link) {
  const isHere = link.startsWith("#") || link.includes(`/${id}/`) || link.includes(`/grid/${id}`);
  const found = new URLSearchParams(link.split("#")[1] ?? "");
  if (!isHere || !(found.has("gid") || found.has("range"))) return null;
  const gid = found.has("gid") ? Number(found.get("gid")) : sheet.gid;
  return { gid, at: placeOf(found.get("range") ?? "A1") ?? { row: 0, column: 0 } };
}

function follow(link) {
  const jump = jumpOf(link);
  if (!jump) return false;
  if (jump.gid === sheet.gid) reveal(jump.at);
  else open(jump.gid, jump.at).then(() => reveal(jump.at));
  return true;
}

function reveal(at) {
  const group = sheet.groups.find((each) => at.column >= each.start && at.column < each.end);
  if (group && isClosed(group)) {
    openGroups.set(group.start, true);
    arrange();
    render();
  }
  select(at);
}

async function goTo(text) {
  await opened;
  const at = placeOf(text);
  if (!at || at.row >= sheet.rows || at.column >= sheet.columns) return tell(say("notRange", { text }));
  tell("");
  element("address").blur();
  reveal(at);
}

// Editing a cell

function isLocked({ row, column }) {
  return sheet.protected.some(([top, bottom, left, right]) =>
    row >= top && row < bottom && column >= left && column < right);
}

function fieldOf(content) {
  return content.rule && content.rule.kind !== "date" ? listField : textField;
}

function focusField() {
  const field = fieldOf(cellAt(active.row, active.column));
  for (const each of [textField, listField]) {
    each.hidden = each !== field;
    if (!editing) each.value = "";
  }
  field.inputMode = editing ? "text" : "none";
  if (document.querySelector("dialog[open]") || !menu.hidden) return;
  field.focus({ preventScroll: true });
}

async function startEditing({ isOver = false, opensList = false } = {}) {
  if (editing || isAsked) return;
  const content = cellAt(active.row, active.column);
  const field = fieldOf(content);
  const over = field.value;
  if (!(await mayEdit())) {
    field.value = "";
    return;
  }
  const before = content.typed ?? content.text ?? "";
  const typed = isOver ? field.value || over : before;
  editing = { ...active, gid: sheet.gid, isOver, field, typed: before, beside: snapshot(active) };
  place.classList.add("is-editing");
  focusField();
  if (field.value !== typed) field.value = typed;
  if (!isOver) field.setSelectionRange(typed.length, typed.length);
  element("hint").textContent = content.rule?.message ?? "";
  element("hint").hidden = !content.rule?.message;
  element("day").hidden = content.rule?.kind !== "date";
  dayField.value = /^\d{4}-\d\d-\d\d$/.test(before) ? before : "";
  bubble.hidden = true;
  grow();
  if (field === listField) showChoices({ isAll: opensList || !isOver });
}

async function mayEdit() {
  return !isLocked(active) || asked("lockedQuestion", "lockedYes");
}

function grow() {
  textField.style.height = "";
  if (editing) textField.style.height = `${textField.scrollHeight + 2}px`;
}

function endEditing() {
  editing = null;
  place.classList.remove("is-editing");
  element("day").hidden = element("hint").hidden = true;
  hideChoices();
  textField.value = listField.value = "";
  grow();
  tell("");
  drawActive();
  focusField();
}

async function commit(down = 0, across = 0) {
  const { field, typed, isLost } = editing;
  const text = field.value;
  if (isLost) return tell(words.gone);
  if (text !== typed) {
    if (!(await isAllowed(text))) return tell(words.notListed);
    if (!editing) return;
    if (!(await trying(() => write(editing, [[text]])))) return;
  }
  endEditing();
  if (down || across) move(down, across);
  if (text !== typed) await trying(refresh);
}

function write(at, values) {
  const title = book.sheets.find((each) => each.gid === (at.gid ?? sheet.gid)).title;
  const range = encodeURIComponent(rangeText(at, title));
  return send(`/values/${range}?valueInputOption=USER_ENTERED`, "PUT", { values });
}

async function isAllowed(text) {
  const { rule } = cellAt(editing.row, editing.column);
  if (!rule?.isStrict || !text || rule.kind === "date") return true;
  return (await choicesOf(rule)).includes(text);
}

async function writeBlock(values) {
  if (!(await mayEdit())) return;
  const at = { ...active };
  await trying(async () => {
    await write(at, values);
    await refresh();
  });
}

// A row that others move while somebody types into it is followed by what else it holds.

function snapshot({ row, column }) {
  const held = [...(rows.get(row) ?? new Map())];
  const others = held.filter(([at, cell]) => at !== column && cell.text);
  return new Map(others.map(([at, cell]) => [at, cell.text]));
}

function likeness(row, before) {
  let same = 0;
  for (const [column, text] of before) same += cellAt(row, column).text === text;
  return before.size ? same / before.size : 1;
}

function followEditing() {
  if (!editing || editing.gid !== sheet.gid) return;
  const before = editing.beside;
  if (likeness(editing.row, before) >= 0.5) return;
  const best = [...rows.keys()].map((row) => [likeness(row, before), row]).sort((a, b) => b[0] - a[0])[0];
  if (best && best[0] >= 0.5) {
    editing.row = active.row = best[1];
    editing.isLost = false;
  } else {
    editing.isLost = true;
    tell(words.gone);
  }
}

// Drop-downs

async function choicesOf(rule) {
  if (rule.kind === "list") return rule.choices;
  const range = rule.choices[0];
  const found = offered.get(range) ?? await ask(`${own}/choices?range=${encodeURIComponent(range)}`);
  offered.set(range, found);
  return found;
}

async function showChoices({ isAll = false } = {}) {
  const { rule } = cellAt(editing.row, editing.column);
  const all = await choicesOf(rule).catch(() => []);
  if (!editing) return;
  const wanted = isAll ? "" : listField.value.trim().toLowerCase();
  const fitting = all.filter((text) => text.toLowerCase().includes(wanted)).slice(0, 200);
  choiceList.replaceChildren(...fitting.map(choice));
  choiceList.hidden = !fitting.length;
  listField.setAttribute("aria-expanded", String(Boolean(fitting.length)));
  listField.removeAttribute("aria-activedescendant");
  const current = fitting.indexOf(listField.value);
  if (current >= 0) choose(current);
}

function choice(text, index) {
  const item = tag("li", "", text);
  item.id = `choice-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    listField.value = text;
    commit();
  });
  return item;
}

function choose(index) {
  const items = [...choiceList.children];
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
  listField.setAttribute("aria-activedescendant", items[index].id);
  items[index].scrollIntoView({ block: "nearest" });
}

function stepChoice(step) {
  const items = [...choiceList.children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length;
  choose(next);
  listField.value = items[next].textContent;
}

function hideChoices() {
  choiceList.hidden = true;
  choiceList.replaceChildren();
  listField.setAttribute("aria-expanded", "false");
  listField.removeAttribute("aria-activedescendant");
}

// Notes, questions, the menu of a row

async function editNote() {
  const at = { ...active, gid: sheet.gid };
  const before = cellAt(at.row, at.column).note ?? "";
  element("note-title").textContent = say("noteOf", { a1: address(at) });
  element("note-text").value = before;
  const answer = await answerOf(element("note-dialog"));
  const note = element("note-text").value;
  if (answer !== "save" || note === before) return;
  await trying(async () => {
    await batch({ updateCells: { range: oneCell(at), rows: [{ values: [{ note }] }], fields: "note" } });
    await refresh();
  });
}

function oneCell({ gid, row, column }) {
  return {
    sheetId: gid,
    startRowIndex: row,
    endRowIndex: row + 1,
    startColumnIndex: column,
    endColumnIndex: column + 1,
  };
}

function answerOf(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      focusField();
    }, { once: true });
  });
}

async function asked(question, yes, values = {}) {
  element("question-text").textContent = say(question, values);
  element("question-yes").textContent = words[yes];
  isAsked = true;
  const answer = await answerOf(element("question"));
  isAsked = false;
  return answer === "yes";
}

function openMenu(x, y) {
  const entries = [
    ["editNote", editNote],
    ["insertAbove", () => changeRows(insertion(active.row, active.row > 0))],
    ["insertBelow", () => changeRows(insertion(active.row + 1, true))],
    ["sortUp", () => changeRows(sorting("ASCENDING"))],
    ["sortDown", () => changeRows(sorting("DESCENDING"))],
    ["deleteRow", deleteRow],
  ];
  menu.replaceChildren(...entries.map(([name, work]) => menuItem(name, work)));
  menu.hidden = false;
  bubble.hidden = true;
  menu.style.left = `${Math.max(Math.min(x, innerWidth - menu.offsetWidth - 8), 8)}px`;
  menu.style.top = `${Math.max(Math.min(y, innerHeight - menu.offsetHeight - 8), 8)}px`;
  menu.querySelector("button").focus();
}

function menuItem(name, work) {
  const item = document.createElement("li");
  const button = tag("button", "", say(name, { letters: letters(active.column) }));
  item.setAttribute("role", "none");
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.addEventListener("click", () => {
    closeMenu();
    work();
  });
  item.append(button);
  return item;
}

function closeMenu() {
  if (menu.hidden) return;
  menu.hidden = true;
  focusField();
}

function insertion(startIndex, inheritFromBefore) {
  const range = { sheetId: sheet.gid, dimension: "ROWS", startIndex, endIndex: startIndex + 1 };
  return { insertDimension: { range, inheritFromBefore } };
}

function sorting(sortOrder) {
  const range = {
    sheetId: sheet.gid,
    startRowIndex: sheet.frozenRows,
    endRowIndex: sheet.rows,
    startColumnIndex: 0,
    endColumnIndex: sheet.columns,
  };
  return { sortRange: { range, sortSpecs: [{ dimensionIndex: active.column, sortOrder }] } };
}

async function deleteRow() {
  const { row } = active;
  if (!(await asked("deleteQuestion", "deleteYes", { row: row + 1 }))) return;
  const range = { sheetId: sheet.gid, dimension: "ROWS", startIndex: row, endIndex: row + 1 };
  await changeRows({ deleteDimension: { range } });
}

async function changeRows(request) {
  await trying(async () => {
    await batch(request);
    await refresh();
  });
}

// What others change

function flash(before) {
  let count = 0;
  for (const line of table.querySelectorAll("[data-row]")) {
    const row = Number(line.dataset.row);
    if (!before.has(row)) continue;
    for (const cell of line.querySelectorAll("td[data-column]")) {
      count += flashCell(cell, before.get(row).get(Number(cell.dataset.column)), row);
    }
  }
  return count;
}

function flashCell(cell, old = {}, row) {
  const now = cellAt(row, Number(cell.dataset.column));
  const isSame = ["text", "note", "fill", "link"].every((name) => (old[name] ?? "") === (now[name] ?? ""));
  if (isSame) return 0;
  cell.classList.add("is-changed");
  setTimeout(() => cell.classList.remove("is-changed"), FLASH_MS);
  return 1;
}

function connected(text = "", isLost = false) {
  const shown = element("connection");
  shown.textContent = text || words.online;
  shown.classList.toggle("is-lost", isLost);
}

async function poll() {
  try {
    const { version } = await ask(`${own}/state`);
    if (version !== book.version) await refresh({ isOther: true });
    else if (element("connection").classList.contains("is-lost")) connected();
  } catch {
    connected(words.offline, true);
  } finally {
    setTimeout(poll, POLL_MS);
  }
}

// Keys and pointers

const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

function onKey(event) {
  if (event.isComposing) return;
  if (editing) onEditingKey(event);
  else onGridKey(event);
}

function onGridKey(event) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  const isCommand = ctrlKey || metaKey;
  const page = Math.max(Math.floor((scroller.clientHeight - head.offsetHeight) / ROW_HEIGHT) - 1, 1);
  const actions = {
    Tab: () => move(0, shiftKey ? -1 : 1),
    Enter: () => (altKey ? openLink() : startEditing()),
    F2: () => (shiftKey ? editNote() : startEditing()),
    Home: () => select({ row: isCommand ? 0 : active.row, column: 0 }),
    End: () => select({ row: isCommand ? sheet.rows - 1 : active.row, column: sheet.columns - 1 }),
    PageUp: () => move(-page, 0),
    PageDown: () => move(page, 0),
    Delete: () => writeBlock([[""]]),
    Backspace: () => writeBlock([[""]]),
    F10: shiftKey ? openRowMenu : null,
    ContextMenu: openRowMenu,
    Escape: () => element("edit").focus(),
  };
  if (altKey && key === "ArrowDown") actions.ArrowDown = () => startEditing({ opensList: true });
  else if (STEPS[key]) actions[key] = () => move(...STEPS[key]);
  if (!actions[key] || (isCommand && !["Home", "End"].includes(key))) return;
  event.preventDefault();
  actions[key]();
}

function onEditingKey(event) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  const hasList = !choiceList.hidden;
  if (key === "Escape") endEditing();
  else if (key === "Enter" && (altKey || ctrlKey || metaKey) && editing.field === textField) newLine();
  else if (key === "Enter") commit(shiftKey ? -1 : 1, 0);
  else if (key === "Tab" && document.activeElement === editing.field) commit(0, shiftKey ? -1 : 1);
  else if (hasList && (key === "ArrowDown" || key === "ArrowUp")) stepChoice(key === "ArrowDown" ? 1 : -1);
  else if (editing.isOver && STEPS[key]) commit(...STEPS[key]);
  else return;
  event.preventDefault();
}

function newLine() {
  textField.setRangeText("\n", textField.selectionStart, textField.selectionEnd, "end");
  grow();
}

function openLink() {
  const { link } = cellAt(active.row, active.column);
  if (!link || !isSafe(link) || follow(link)) return;
  window.open(link, "_blank", "noopener,noreferrer");
}

function openRowMenu() {
  const box = (cellElement(active) ?? element("rows")).getBoundingClientRect();
  openMenu(box.left, box.bottom);
}

function onTyping() {
  if (!editing) startEditing({ isOver: true });
  else if (editing.field === listField) showChoices();
  grow();
}

function pointed(event) {
  const cell = event.target.closest("td[data-column]");
  const line = cell?.closest("[data-row]");
  return line ? { row: Number(line.dataset.row), column: Number(cell.dataset.column) } : null;
}

async function onPointer(event) {
  const at = pointed(event);
  if (!at || event.button) return;
  const link = event.target.closest("a");
  if (link) {
    if (follow(link.getAttribute("href"))) event.preventDefault();
    return;
  }
  const isAgain = at.row === active.row && at.column === active.column;
  if (editing) {
    if (editing.row === at.row && editing.column === at.column) return;
    await commit();
    if (editing) return;
  }
  select(at);
  const box = cellElement(at)?.getBoundingClientRect();
  const isArrow = box && cellAt(at.row, at.column).rule && event.clientX > box.right - 18;
  if (isArrow || (isAgain && event.pointerType === "touch")) startEditing({ opensList: true });
}

for (const field of [textField, listField]) {
  field.addEventListener("keydown", onKey);
  field.addEventListener("input", onTyping);
  field.addEventListener("compositionstart", onTyping);
  field.addEventListener("copy", (event) => {
    if (editing) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", cellAt(active.row, active.column).text ?? "");
  });
  field.addEventListener("paste", (event) => {
    if (editing) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    writeBlock(text.split(/\r?\n/).map((line) => line.split("\t")));
  });
}
dayField.addEventListener("change", () => {
  if (!editing || !dayField.value) return;
  textField.value = dayField.value;
  textField.focus();
});
dayField.addEventListener("keydown", (event) => {
  if (event.key === "Escape") endEditing();
  else if (event.key === "Enter") commit(1, 0);
});
table.addEventListener("click", onPointer);
table.addEventListener("dblclick", (event) => pointed(event) && startEditing());
table.addEventListener("contextmenu", (event) => {
  const at = pointed(event);
  if (!at || editing) return;
  event.preventDefault();
  select(at);
  openMenu(event.clientX, event.clientY);
});
table.addEventListener("mouseover", (event) => {
  const at = pointed(event);
  const content = at ? cellAt(at.row, at.column) : {};
  if (content.note) showBubble(cellElement(at), content);
  else showBubble(cellElement(active));
});
scroller.addEventListener("scroll", () => {
  renderRows({ isMoved: true });
  fetchMissing().catch(() => connected(words.offline, true));
});
addEventListener("resize", () => sheet && renderRows({ isMoved: true }));
addEventListener("hashchange", () => follow(location.hash));
document.addEventListener("pointerdown", (event) => {
  if (!menu.hidden && !menu.contains(event.target)) closeMenu();
});
menu.addEventListener("keydown", (event) => {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  if (event.key === "ArrowDown") items[(at + 1) % items.length].focus();
  else if (event.key === "ArrowUp") items[(at - 1 + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") closeMenu();
  else return;
  event.preventDefault();
});
element("address").addEventListener("keydown", (event) => {
  if (event.key === "Escape") focusField();
  if (event.key !== "Enter") return;
  event.preventDefault();
  goTo(event.target.value);
});
element("content").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link && follow(link.getAttribute("href"))) event.preventDefault();
});
element("edit").addEventListener("click", () => startEditing());
element("note").addEventListener("click", editNote);
element("rows").addEventListener("click", () => {
  const box = element("rows").getBoundingClientRect();
  openMenu(box.left, box.bottom + 4);
});
element("hidden-sheets").addEventListener("click", () => {
  showsHidden = !showsHidden;
  renderTabs();
});

async function begin() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const gid = asked.has("gid") ? Number(asked.get("gid")) : null;
  take(await load(gid, 0, 100));
  render();
  reveal(placeOf(asked.get("range") ?? "") ?? { row: 0, column: 0 });
  await fetchMissing();
  connected();
  document.body.dataset.ready = "true";
}

begin().catch((error) => tell(error.message)).finally(() => setTimeout(poll, POLL_MS));
