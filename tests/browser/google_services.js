// A small stand-in for the services Apps Script offers, so that the menu's scripts run in a plain
// browser. `world` is what a test puts there and looks at afterwards; times come from Date.

const world = {
  locale: 'zh_CN', sheets: [], active: 0, properties: {}, triggers: [], log: [],
  answers: [], heldLocks: [], page: '',
};

const log = (name, ...details) => { world.log.push([name, ...details]); };

const grid = (rows, columns, make) =>
  Array.from({length: rows}, (_, r) => Array.from({length: columns}, (__, c) => make(r, c)));

class StandInRange {
  constructor(sheet, row, column, rows, columns) {
    Object.assign(this, {sheet, row, column, rows, columns});
  }
  getRow() { return this.row; }
  getColumn() { return this.column; }
  getNumRows() { return this.rows; }
  getNumColumns() { return this.columns; }
  getSheet() { return new StandInSheet(this.sheet); }
  read(make) {
    return grid(this.rows, this.columns, (r, c) => make(this.row + r, this.column + c));
  }
  cell(row, column) { return (this.sheet.rows[row - 1] || [])[column - 1] || ''; }
  formula(row, column) { return (this.sheet.formulas || {})[row + ',' + column] || ''; }
  unseen(row, column) { return (this.sheet.unseen || {})[row + ',' + column] || ''; }
  getDisplayValues() { return this.read((row, column) => this.cell(row, column)); }
  getValues() { return this.read((row, column) => this.cell(row, column) || this.unseen(row, column)); }
  getFormulas() { return this.read((row, column) => this.formula(row, column)); }
  getMergedRanges() {
    return (this.sheet.merges || []).map((each) => new StandInRange(this.sheet, ...each));
  }
  setNumberFormat(format) {
    log('format', this.sheet.name, this.row, this.column, this.rows, this.columns, format);
    return this;
  }
  setValues(values) {
    if (values.length !== this.rows || values.some((row) => row.length !== this.columns)) {
      throw new Error('The number of rows or columns does not match the range.');
    }
    values.forEach((row, r) => row.forEach((value, c) => {
      this.sheet.rows[this.row + r - 1][this.column + c - 1] = value;
      log('write', this.sheet.name, this.row + r, this.column + c, value);
    }));
    return this;
  }
}

class StandInSheet {
  constructor(sheet) { this.sheet = sheet; }
  getName() { return this.sheet.name; }
  getSheetId() { return this.sheet.gid; }
  getDeveloperMetadata() {
    return Object.entries(this.sheet.metadata || {})
      .map(([key, value]) => ({getKey: () => key, getValue: () => value}));
  }
  getRange(row, column, rows, columns) { return new StandInRange(this.sheet, row, column, rows, columns); }
  getDataRange() {
    const width = Math.max(1, ...this.sheet.rows.map((row) => row.length));
    return this.getRange(1, 1, Math.max(1, this.sheet.rows.length), width);
  }
}

class StandInTriggerBuilder {
  constructor(handler) { this.trigger = {handler}; }
  forSpreadsheet() { return this; }
  onChange() { this.trigger.kind = 'change'; return this; }
  onEdit() { this.trigger.kind = 'edit'; return this; }
  timeBased() { this.trigger.kind = 'time'; return this; }
  after(ms) { this.trigger.at = Date.now() + ms; return this; }
  create() { world.triggers.push(this.trigger); log('trigger', this.trigger.handler); }
}

const SpreadsheetApp = {
  getActive: () => ({
    getId: () => 'stand-in-spreadsheet',
    getSpreadsheetLocale: () => world.locale,
    getSpreadsheetTimeZone: () => 'Asia/Shanghai',
    getSheets: () => world.sheets.map((each) => new StandInSheet(each)),
    toast: (text) => log('toast', text),
  }),
  getActiveSheet: () => new StandInSheet(world.sheets[world.active]),
  flush: () => log('flush'),
  getUi: () => ({
    ButtonSet: {OK: 'OK'},
    alert: (title, text) => log('alert', text),
    createMenu: (title) => {
      const menu = {
        items: [],
        addItem: (text, handler) => { menu.items.push([text, handler]); return menu; },
        addSeparator: () => menu,
        addToUi: () => log('menu', title, menu.items),
      };
      return menu;
    },
    showModalDialog: (output, title) => { world.page = output.html; log('dialog', title); },
  }),
};

const HtmlService = {
  createHtmlOutput: (html) => {
    const output = {html, setWidth: () => output, setHeight: () => output};
    return output;
  },
};

const standInLock = (name) => ({
  tryLock: () => {
    const isFree = !world.heldLocks.includes(name);
    log(isFree ? 'lock' : 'lock refused', name);
    if (isFree) world.heldLocks.push(name);
    return isFree;
  },
  releaseLock: () => {
    world.heldLocks = world.heldLocks.filter((each) => each !== name);
    log('unlock', name);
  },
});
const LockService = {
  getScriptLock: () => standInLock('script'),
  getDocumentLock: () => standInLock('document'),
};

const PropertiesService = {
  getScriptProperties: () => ({
    getProperties: () => ({...world.properties}),
    getProperty: (name) => (name in world.properties ? world.properties[name] : null),
    setProperty: (name, value) => { world.properties[name] = String(value); },
    deleteProperty: (name) => { delete world.properties[name]; },
  }),
};

const ScriptApp = {
  newTrigger: (handler) => new StandInTriggerBuilder(handler),
  getProjectTriggers: () => world.triggers.map((trigger) => ({
    trigger, getHandlerFunction: () => trigger.handler,
  })),
  deleteTrigger: (found) => {
    world.triggers = world.triggers.filter((each) => each !== found.trigger);
  },
};

const UrlFetchApp = {
  fetch: (url, options) => {
    log('fetch', url, options);
    const answer = world.answers.length ? world.answers.shift() : 204;
    if (answer === 'no answer') throw new Error('Address unavailable: ' + url);
    return {getResponseCode: () => answer};
  },
};

const Utilities = {
  sleep: (ms) => log('sleep', ms),
  formatDate: (date, zone) => new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone, dateStyle: 'short', timeStyle: 'short',
  }).format(date),
};

/** Runs the time-driven triggers whose time has come, as Google does; gives what they threw. */
function runDueTriggers() {
  const due = world.triggers.filter((each) => each.kind === 'time' && each.at <= Date.now());
  return due.map((each) => {
    try {
      window[each.handler]({});
      return '';
    } catch (error) {
      return error.message;
    }
  });
}
