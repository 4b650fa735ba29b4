// Which rows of a sheet still lack a number, and which number is next. Nothing here knows the
// spreadsheet: texts come in, numbers go out, so that it can be tried without one. Headers and
// rows are recognised as the check recognises them (scripts/handbook/validation/).

const HEADER_ROWS_SEARCHED = 10;
const LARGEST_NUMBER = 99999999; // numbers have at most eight digits
const FOOT = new RegExp(
  '^\\s*(?:(?:合|总|小|共)\\s*计\\s*(?:[:：（(\\d人]|$)' +
    '|共\\s*\\d+' +
    '|(?:注|附\\s*注|备\\s*注|说\\s*明|填\\s*表\\s*说\\s*明)\\s*\\d*\\s*[:：]' +
    '|(?:填\\s*表|制\\s*表|填\\s*报|审\\s*核|复\\s*核|经\\s*办|联\\s*系|负\\s*责)' +
    '\\s*(?:人|单位|部门|日期|时间)?\\s*(?:签\\s*[字名章])?\\s*(?:[:：\\s（(]|$)' +
    '|tổng(?:\\s+(?:cộng|số))?\\s*(?:[:：\\d(]|$)' +
    '|(?:grand\\s+|sub-?)?total\\s*(?:[:：\\d(]|$)' +
    '|(?:ghi\\s+chú|người\\s+lập(?:\\s+biểu)?|notes?|prepared\\s+by)\\s*\\d*\\s*[:：])',
  'iu'
);
const HEADING = /^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])/u;
const REMARK = /^[(（][^]*[)）]$/u;

/** Makes two spellings of one word equal. */
function fold(text) {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}

/** Puts a title on one line, without the invisible characters that came with a paste. */
function cleanTitle(text) {
  return text.replace(/[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/gu, '')
    .replace(/\s+/gu, ' ').trim();
}

function isFilled(text) {
  return /\S/u.test(text);
}

/** Gives the sheet of the schema a tab is meant to be, or null. */
function sheetOfTitle(schema, title, rememberedKey) {
  const word = fold(cleanTitle(title));
  return schema.sheets.find((sheet) => sheet.key === rememberedKey)
    || schema.sheets.find((sheet) => sheet.words.includes(word)) || null;
}

/** Gives folded header → field; of two fields with one header the first counts. */
function fieldsByWord(sheet) {
  const byWord = new Map();
  for (const [field, words] of Object.entries(sheet.fields)) {
    for (const word of words) if (!byWord.has(word)) byWord.set(word, field);
  }
  return byWord;
}

/**
 * Finds the header among the first rows: the row, or pair of rows, that names most fields.
 * `merges` are {row, column, rows, columns}, counted from 1.
 * Gives {lastRow, keyColumn, ordinals, words}, or null; keyColumn is 0 where there is none.
 */
function findHeader(sheet, ordinals, texts, merges) {
  const byWord = fieldsByWord(sheet);
  let best = null;
  let above = null;
  texts.slice(0, HEADER_ROWS_SEARCHED).forEach((row, index) => {
    const titles = row.map(cleanTitle);
    const blank = titles.map(() => '');
    const readings = [readHeader(sheet, byWord, index + 1, blank, blank, titles)];
    if (above) {
      const groups = spreadGroups(above, index, merges);
      readings.push(readHeader(sheet, byWord, index + 1, above, groups, titles));
    }
    for (const reading of readings) if (!best || reading.score > best.score) best = reading;
    above = titles;
  });
  if (!best || best.score < Math.min(2, widthOf(texts))) return null;
  best.ordinals = best.texts.map((text) => ordinals.includes(fold(text)));
  return best;
}

function widthOf(texts) {
  return Math.max(0, ...texts.map((row) => row.reduce((last, text, at) => (text ? at + 1 : last), 0)));
}

/** Spreads the titles of groups over the columns below them, as far as merged cells say. */
function spreadGroups(titles, rowNumber, merges) {
  const here = merges.filter((each) => each.row <= rowNumber && rowNumber < each.row + each.rows);
  const isMerged = here.some((each) => each.columns > 1);
  const reach = new Map(here.map((each) => [each.column, each.column + each.columns - 1]));
  let title = '';
  let last = 0;
  return titles.map((text, index) => {
    if (text) {
      title = text;
      last = isMerged ? reach.get(index + 1) || index + 1 : titles.length;
    }
    return index + 1 <= last ? title : '';
  });
}

function readHeader(sheet, byWord, lastRow, above, groups, titles) {
  const certain = new Set();
  const texts = [];
  const words = [];
  let keyColumn = 0;
  titles.forEach((lower, index) => {
    const upper = above[index];
    const tried = [lower ? groups[index] + lower : upper, lower, upper];
    const text = tried.find((each) => each && byWord.has(fold(each)));
    const field = text && byWord.get(fold(text));
    texts.push(text || lower || upper);
    words.push([upper, lower].filter(Boolean));
    if (!field) return;
    if (text !== upper || !lower || REMARK.test(lower)) certain.add(field);
    if (field === sheet.keyField && !keyColumn) keyColumn = index + 1;
  });
  return {lastRow, keyColumn, texts, words, score: certain.size};
}

/** Says whether a row is a record: not blank, no total, note, signature, heading or repeated header. */
function isRecord(sheet, header, row, rowNumber, merges) {
  const filled = row.map((text, index) => index).filter((index) => isFilled(row[index]));
  if (!filled.some((index) => !header.ordinals[index])) return false;
  if (header.keyColumn && row[header.keyColumn - 1].startsWith(sheet.prefix + '-')) return true;
  const first = row[filled[0]];
  if (FOOT.test(first)) return false;
  if (filled.length === 1 && isHeading(first, rowNumber, merges)) return false;
  return !filled.every((index) => header.words[index].includes(cleanTitle(row[index])));
}

function isHeading(text, rowNumber, merges) {
  return HEADING.test(text) || merges.some((each) =>
    each.row <= rowNumber && rowNumber < each.row + each.rows && each.columns >= 3);
}

/** Gives the row numbers of the records below the header, hidden and filtered ones included. */
function recordRows(sheet, header, texts, merges) {
  const rows = [];
  for (let number = header.lastRow + 1; number <= texts.length; number += 1) {
    if (isRecord(sheet, header, texts[number - 1], number, merges)) rows.push(number);
  }
  return rows;
}

/** Gives the number in an id of the sheet, however it is typed, or 0. */
function numberOf(sheet, text) {
  const found = /^([A-Z]{1,2})[-‐-―−]?(\d{1,8})$/u.exec(fold(text).toUpperCase());
  return found && found[1] === sheet.prefix ? Number(found[2]) : 0;
}

/**
 * Gives the next free ids: after the highest number there is or was given out before, so that
 * none is given twice even where the row that bore it is gone.
 */
function nextIds(sheet, taken, lastGiven, count) {
  const numbers = new Set(taken);
  const highest = Math.max(0, lastGiven, ...taken.filter((each) => each < LARGEST_NUMBER));
  const ids = [];
  // Whoever typed the largest number there is has used up none of those below it.
  for (let next = highest + 1; ids.length < count && next <= LARGEST_NUMBER; next += 1) {
    if (!numbers.has(next)) ids.push(sheet.prefix + '-' + String(next).padStart(sheet.width, '0'));
  }
  return ids;
}

/**
 * Says which rows of one tab get a number. A cell that holds anything at all is left alone.
 * `tab` is {texts, merges, heldIn}: texts as displayed, and whether each cell of a column holds
 * something, be it shown or not.
 * Gives {keyColumn, rows, taken, occupied}: rows to number, numbers in use, and how many cells
 * look blank without being so; null where no header or no column for the number was found.
 */
function readTab(sheet, ordinals, tab) {
  const header = findHeader(sheet, ordinals, tab.texts, tab.merges);
  if (!header || !header.keyColumn) return null;
  const key = header.keyColumn - 1;
  const records = recordRows(sheet, header, tab.texts, tab.merges);
  const held = tab.heldIn(header.keyColumn);
  const holds = (number) => tab.texts[number - 1][key] !== '' || held[number - 1]
    || isCovered(tab.merges, number, header.keyColumn);
  const rows = records.filter((number) => !holds(number));
  const looksBlank = records.filter((number) => holds(number)
    && /^[-—－/／\s]*$/u.test(tab.texts[number - 1][key]));
  const taken = tab.texts.map((row) => numberOf(sheet, row[key])).filter(Boolean);
  return {keyColumn: header.keyColumn, rows, taken, occupied: looksBlank.length};
}

/** Says whether a cell lies under a merged block, where nothing can be seen. */
function isCovered(merges, row, column) {
  return merges.some((each) => each.row <= row && row < each.row + each.rows
    && each.column <= column && column < each.column + each.columns
    && (each.row !== row || each.column !== column));
}

/** Joins row numbers to runs [first, count], so that each run is written at once. */
function runsOf(rows) {
  const runs = [];
  for (const row of rows) {
    const last = runs[runs.length - 1];
    if (last && last[0] + last[1] === row) last[1] += 1;
    else runs.push([row, 1]);
  }
  return runs;
}
