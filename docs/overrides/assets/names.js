/* How what is typed is compared with names, and how the columns of the data files are read, for
   the search box and the directories alike. */
"use strict";
window.handbookNames = (() => {
  /* Two spellings of one word are equal: full width, capitals, Vietnamese marks. */
  const PLAIN = /^[\x20-\x7e\u3400-\u9fff]*$/;
  const fold = (text) => PLAIN.test(text) ? text.toLowerCase()
    : text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/đ/g, "d");

  const texts = (joined) => (joined ? joined.split("|") : []);

  /* Ids from their runs: C-00001*2 stands for C-00001, C-00002 and C-00003. */
  function keys(runs) {
    return texts(runs).flatMap((run) => {
      const [first, more = 0] = run.split("*");
      const [, prefix, digits] = /^([^]*?)(\d*)$/.exec(first);
      return Array.from({ length: 1 + +more }, (_, n) => n ? prefix + String(+digits + n).padStart(digits.length, "0") : first);
    });
  }

  const DIGITS = new Uint8Array(128);
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((each, i) => { DIGITS[each.charCodeAt(0)] = i; });

  /* Numbers from their steps, in base 64 VLQ. */
  function numbers(packed) {
    const found = [];
    let value = 0, step = 0, shift = 0;
    for (let i = 0; i < packed.length; i++) {
      const digit = DIGITS[packed.charCodeAt(i)];
      step += (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      value += step & 1 ? -(step >> 1) : step >> 1;
      found.push(value);
      step = shift = 0;
    }
    return found;
  }

  /* A column of text: distinct values, and the place of every row's among them. */
  function column([joined, packed]) {
    const found = joined.split("|");
    return packed ? numbers(packed).map((place) => found[place]) : found;
  }

  /* The syllables of a Chinese name, the words of a Vietnamese one. */
  function syllables(name, spelled, pinyin) {
    const found = spelled ? spelled.split(" ") : [...name].map((each) => pinyin[each]).filter(Boolean);
    return found.length ? found : fold(name).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  /* Whether the letters spell the syllables from one of them on, each given whole or by its start:
     guqinghe, gqh, guqh and qinghe all spell gu-qing-he, and lu, lü and lv all spell lv. */
  function spells(letters, parts, at) {
    if (!letters) return true;
    if (at >= parts.length) return false;
    const syllable = parts[at];
    let n = 0;
    while (n < syllable.length && n < letters.length && (letters[n] === syllable[n] || (letters[n] === "u" && syllable[n] === "v"))) n++;
    for (; n > 0; n--) if (spells(letters.slice(n), parts, at + 1)) return true;
    return false;
  }

  /* Whether they spell any part of a name, such as czj of 栖川市财政局. */
  const spellsAnywhere = (letters, parts) => parts.some((_, at) => spells(letters, parts, at));

  /* The letters of a word that is typed by sound, ü as v; nothing where it is none. */
  const letters = (folded) => (/^[a-z' ]+$/.test(folded) ? folded.replace(/[' ]/g, "") : "");

  return { fold, texts, keys, numbers, column, syllables, spells, spellsAnywhere, letters };
})();
