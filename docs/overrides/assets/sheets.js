/* Writes rows of text as an Excel workbook or as CSV. It is loaded when somebody asks for a file;
   nothing leaves the browser. No text becomes a formula: in a workbook every cell is a text, and
   in CSV one that a program could take for a formula gets an apostrophe, as on the server. */
"use strict";
window.handbookSheets = (() => {
  const utf8 = (text) => new TextEncoder().encode(text);
  const LONGEST = 32767;
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

  const FORMULA = "(?=[ \\u00a0\\u3000]*[=+\\-@＝＋－＠\\t\\r])";
  const AFTER_A_BREAK = new RegExp("([;\\t\\r\\n])" + FORMULA, "g"), AT_THE_START = new RegExp("^" + FORMULA);
  const guarded = (text) => text.replace(AFTER_A_BREAK, "$1'").replace(AT_THE_START, "'");
  const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);

  function csv(rows) {
    const lines = rows.map((row) => row.map((text) => quoted(guarded(text))).join(",") + "\r\n");
    return new Blob(["\ufeff", ...lines], { type: "text/csv;charset=utf-8" });
  }

  /* What XML cannot hold is left out; what would read as an escape of Excel's is escaped. */
  const xml = (text) => text.slice(0, LONGEST).toWellFormed?.() ?? text.slice(0, LONGEST);
  const escaped = (text) => xml(text).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "")
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  const cell = (text) => (text ? '<c t="inlineStr"><is><t xml:space="preserve">' + escaped(text) + "</t></is></c>" : "<c/>");

  const letters = (n) => (n < 26 ? "" : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + n % 26);

  function sheet(rows) {
    const widths = rows[0].map((head, i) => Math.min(48, 2 + Math.max(...rows.slice(0, 200).map((row) => [...row[i]].reduce((n, each) => n + (each > "\u2e80" ? 2 : 1), 0)))));
    const cols = widths.map((width, i) => '<col min="' + (i + 1) + '" max="' + (i + 1) + '" width="' + width + '" customWidth="1"/>').join("");
    return [
      HEAD + '<worksheet xmlns="' + MAIN + '"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>' + cols + "</cols><sheetData>",
      ...rows.map((row) => "<row>" + row.map(cell).join("") + "</row>"),
      '</sheetData><autoFilter ref="A1:' + letters(rows[0].length - 1) + rows.length + '"/></worksheet>',
    ].join("");
  }

  const relation = (type, target) => HEAD + '<Relationships xmlns="' + PACKAGE + 'relationships"><Relationship Id="rId1" Type="' + OFFICE + "/" + type + '" Target="' + target + '"/></Relationships>';

  function parts(rows, title) {
    const override = (part, type) => '<Override PartName="/xl/' + part + '.xml" ContentType="' + TYPE + type + '+xml"/>';
    const name = title.replace(/[\\/?*:[\]']/g, " ").trim().slice(0, 31);
    return [
      ["[Content_Types].xml", HEAD + '<Types xmlns="' + PACKAGE + 'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' + override("workbook", "sheet.main") + override("worksheets/sheet1", "worksheet") + "</Types>"],
      ["_rels/.rels", relation("officeDocument", "xl/workbook.xml")],
      ["xl/workbook.xml", HEAD + '<workbook xmlns="' + MAIN + '" xmlns:r="' + OFFICE + '"><sheets><sheet name="' + escaped(name).replace(/"/g, "&quot;") + '" sheetId="1" r:id="rId1"/></sheets></workbook>'],
      ["xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")],
      ["xl/worksheets/sheet1.xml", sheet(rows)],
    ];
  }

  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
    return n;
  });

  function checksum(bytes) {
    let sum = -1;
    for (const byte of bytes) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 255];
    return ~sum >>> 0;
  }

  async function deflated(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /* Numbers of a header of ZIP, each of two or of four bytes. */
  function header(...numbers) {
    const view = new DataView(new ArrayBuffer(numbers.reduce((size, [, width]) => size + width, 0)));
    let at = 0;
    for (const [value, width] of numbers) {
      if (width === 2) view.setUint16(at, value, true); else view.setUint32(at, value, true);
      at += width;
    }
    return new Uint8Array(view.buffer);
  }

  const MIDNIGHT = 0, FIRST_DAY = 0x21; // 1 January 1980: same rows, same bytes

  async function zip(files) {
    const body = [], directory = [];
    let at = 0, listed = 0;
    for (const [path, text] of files) {
      const name = utf8(path), plain = utf8(text);
      const packs = typeof CompressionStream === "function";
      const content = packs ? await deflated(plain) : plain;
      const told = [[20, 2], [0x800, 2], [packs ? 8 : 0, 2], [MIDNIGHT, 2], [FIRST_DAY, 2], [checksum(plain), 4], [content.length, 4], [plain.length, 4], [name.length, 2], [0, 2]];
      const local = header([0x04034b50, 4], ...told);
      const entry = header([0x02014b50, 4], [20, 2], ...told, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]);
      body.push(local, name, content);
      directory.push(entry, name);
      at += local.length + name.length + content.length;
      listed += entry.length + name.length;
    }
    const end = header([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [listed, 4], [at, 4], [0, 2]);
    return new Blob([...body, ...directory, end], { type: TYPE + "sheet" });
  }

  const xlsx = (rows, title) => zip(parts(rows, title));

  return { csv, xlsx };
})();
