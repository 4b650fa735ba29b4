/**
 * The menu of the register: check now, open the handbook, give out numbers, install the triggers.
 * @OnlyCurrentDoc
 */

function onOpen() {
  const language = currentLanguage();
  const item = (name) => say(language, name);
  SpreadsheetApp.getUi().createMenu(item('menu'))
    .addItem(item('checkNow'), 'checkNow')
    .addItem(item('openHandbook'), 'openHandbook')
    .addSeparator()
    .addItem(item('numberThis'), 'numberThisSheet')
    .addItem(item('numberAll'), 'numberAllSheets')
    .addSeparator()
    .addItem(item('settings'), 'showSettings')
    .addItem(item('install'), 'installTriggers')
    .addItem(item('about'), 'showAbout')
    .addToUi();
  const failure = lastFailure(language);
  if (failure) SpreadsheetApp.getActive().toast(failure, item('menu'), 15);
}

function currentLanguage() {
  return languageOf(SpreadsheetApp.getActive().getSpreadsheetLocale());
}

function tell(language, text) {
  const ui = SpreadsheetApp.getUi();
  ui.alert(say(language, 'menu'), text, ui.ButtonSet.OK);
}

function checkNow() {
  const language = currentLanguage();
  const settings = readSettings();
  if (!settings.repository || !settings.token) return tell(language, say(language, 'noSettings'));
  const answer = tellCheck(SpreadsheetApp.getActiveSheet().getSheetId());
  return tell(language, say(language, answer.failure || 'sent', answer));
}

/** Installs both triggers, each once; a second time nothing is installed. */
function installTriggers() {
  const language = currentLanguage();
  const settings = readSettings();
  if (!settings.repository || !settings.token) return tell(language, say(language, 'noSettings'));
  let created = 0;
  const done = withLock(LockService.getScriptLock(), () => {
    const there = ScriptApp.getProjectTriggers().map((trigger) => trigger.getHandlerFunction());
    const spreadsheet = SpreadsheetApp.getActive();
    if (!there.includes('noteChange')) {
      ScriptApp.newTrigger('noteChange').forSpreadsheet(spreadsheet).onChange().create();
      created += 1;
    }
    if (!there.includes('noteEdit')) {
      ScriptApp.newTrigger('noteEdit').forSpreadsheet(spreadsheet).onEdit().create();
      created += 1;
    }
  });
  const name = done ? (created ? 'installed' : 'installedAlready') : 'busy';
  return tell(language, say(language, name));
}

function numberThisSheet() {
  const language = currentLanguage();
  const tab = SpreadsheetApp.getActiveSheet();
  if (!schemaSheetOf(tab)) return tell(language, say(language, 'notRegister'));
  return giveNumbers(language, (each) => each.getSheetId() === tab.getSheetId());
}

function numberAllSheets() {
  return giveNumbers(currentLanguage(), (tab) => schemaSheetOf(tab).needsKey);
}

/** Gives the sheet of the schema behind a tab, known by what we remembered there or by its title. */
function schemaSheetOf(tab) {
  const remembered = tab.getDeveloperMetadata().find((each) => each.getKey() === 'handbook.sheet');
  return sheetOfTitle(REGISTER_SCHEMA, tab.getName(), remembered && remembered.getValue());
}

/** Gives out numbers on the wanted tabs while nobody else does, and says how many. */
function giveNumbers(language, isWanted) {
  const lines = [];
  let count = 0;
  const done = withLock(LockService.getDocumentLock(), () => {
    for (const work of tabsByKey()) count += numberTabs(language, work, isWanted, lines);
    SpreadsheetApp.flush(); // written before the next person is let in
  });
  if (!done) return tell(language, say(language, 'busy'));
  if (count) announceLater(SpreadsheetApp.getActiveSheet().getSheetId());
  const head = say(language, count ? 'numbered' : 'noneMissing', {count: count});
  return tell(language, [head].concat(lines).join('\n'));
}

/** Gives the tabs of the register by sheet of the schema: [{sheet, tabs}]. */
function tabsByKey() {
  const found = new Map();
  for (const tab of SpreadsheetApp.getActive().getSheets()) {
    const sheet = schemaSheetOf(tab);
    if (sheet && !found.has(sheet.key)) found.set(sheet.key, {sheet: sheet, tabs: []});
    if (sheet) found.get(sheet.key).tabs.push(tab);
  }
  return Array.from(found.values());
}

/** Numbers the tabs of one sheet of the schema; adds what to say, gives how many were given. */
function numberTabs(language, work, isWanted, lines) {
  if (!work.tabs.some(isWanted)) return 0;
  const read = work.tabs.map((tab) => ({tab: tab, found: readTab(
    work.sheet, REGISTER_SCHEMA.ordinals, gridOf(tab))}));
  const taken = read.flatMap((each) => (each.found ? each.found.taken : []));
  let given = 0;
  for (const each of read.filter((one) => isWanted(one.tab))) {
    const title = {title: each.tab.getName()};
    if (!each.found) {
      lines.push(say(language, 'noKeyColumn', title));
      continue;
    }
    const ids = writeNumbers(work.sheet, each.tab, each.found, taken);
    taken.push(...ids.map((id) => numberOf(work.sheet, id)));
    given += ids.length;
    lines.push(...linesAbout(language, title, ids, each.found));
  }
  return given;
}

/** Reads a tab as `readTab` wants it. */
function gridOf(tab) {
  const range = tab.getDataRange();
  const texts = range.getDisplayValues();
  return {
    texts: texts,
    merges: range.getMergedRanges().map((block) => ({
      row: block.getRow(),
      column: block.getColumn(),
      rows: block.getNumRows(),
      columns: block.getNumColumns(),
    })),
    heldIn: (column) => {
      const cells = tab.getRange(1, column, texts.length, 1);
      const formulas = cells.getFormulas();
      return cells.getValues().map((row, index) => row[0] !== '' || formulas[index][0] !== '');
    },
  };
}

/** Writes the next ids, as text, into the blank cells of a tab; gives the ids. */
function writeNumbers(sheet, tab, found, taken) {
  const store = PropertiesService.getScriptProperties();
  const last = Number(store.getProperty('lastNumber.' + sheet.prefix) || 0);
  const ids = nextIds(sheet, taken, last, found.rows.length);
  const rows = found.rows.slice(0, ids.length);
  let at = 0;
  for (const [first, count] of runsOf(rows)) {
    const values = ids.slice(at, at + count).map((id) => [id]);
    tab.getRange(first, found.keyColumn, count, 1).setNumberFormat('@').setValues(values);
    at += count;
  }
  if (ids.length) {
    const highest = numberOf(sheet, ids[ids.length - 1]);
    store.setProperty('lastNumber.' + sheet.prefix, String(highest));
  }
  return ids;
}

function linesAbout(language, title, ids, found) {
  const lines = [];
  const values = Object.assign({count: ids.length, first: ids[0], last: ids[ids.length - 1]}, title);
  if (ids.length) lines.push(say(language, ids.length > 1 ? 'numberedLine' : 'numberedOne', values));
  if (ids.length < found.rows.length) lines.push(say(language, 'exhausted', title));
  if (found.occupied) {
    lines.push(say(language, 'occupied', Object.assign({}, title, {count: found.occupied})));
  }
  return lines;
}

function openHandbook() {
  const language = currentLanguage();
  const url = readSettings().handbook;
  if (!url) return tell(language, say(language, 'noHandbook'));
  return showPage(language, 'openHandbook', handbookPage(language, url), 90);
}

function showSettings() {
  const language = currentLanguage();
  return showPage(language, 'settings', settingsPage(language, readSettings()), 380);
}

function showPage(language, title, html, height) {
  const output = HtmlService.createHtmlOutput(html).setWidth(460).setHeight(height);
  return SpreadsheetApp.getUi().showModalDialog(output, say(language, title));
}

/** Called by the settings page; a blank token keeps the old one. Gives the text to show. */
function saveSettings(typed) {
  const language = currentLanguage();
  const form = {};
  for (const name of ['repository', 'token', 'handbook']) form[name] = String(typed[name]).trim();
  const problem = settingsProblem(form);
  if (problem) return say(language, problem);
  const store = PropertiesService.getScriptProperties();
  store.setProperty('repository', form.repository);
  store.setProperty('handbook', form.handbook);
  if (form.token) store.setProperty('token', form.token);
  return say(language, 'saved');
}

function showAbout() {
  const language = currentLanguage();
  const sent = PropertiesService.getScriptProperties().getProperty('sent');
  const last = sent ? say(language, 'aboutSent', {time: shownTime(sent)}) : say(language, 'aboutNever');
  const parts = [say(language, 'aboutText'), last, lastFailure(language)];
  tell(language, parts.filter(Boolean).join('\n\n'));
}

/** Gives what to say of the last notice if it failed; else blank. */
function lastFailure(language) {
  const failure = JSON.parse(PropertiesService.getScriptProperties().getProperty('failure') || 'null');
  if (!failure) return '';
  const text = say(language, failure.name, failure);
  return say(language, 'lastFailure', {time: shownTime(failure.time), text: text});
}

function shownTime(iso) {
  const zone = SpreadsheetApp.getActive().getSpreadsheetTimeZone();
  return Utilities.formatDate(new Date(iso), zone, 'yyyy-MM-dd HH:mm');
}
