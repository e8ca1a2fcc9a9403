/* A filled workbook, read in the browser as macros/zhidu/assessment/workbook reads it: the same cells, the same doubts, the
   same words. It comes only when a file is given, after checklist-codes.js. `zhidu.sheets` holds what only the workbook
   shows: heads of columns, texts of clauses, what roles may be called. Runs from Chrome 78 on. */
((zhidu) => {
  "use strict";

  /* ---------- what people type into cells: verdict/free_input.py ---------- */
  function words(value) {
    return zhidu.rules.normalise(zhidu.data, value);
  }

  function folded(value) {
    return value.normalize("NFKC");
  }

  function digits(number) {
    if (Number.isInteger(number)) return typeof BigInt === "function" ? BigInt(number).toString() : String(number);
    const short = Number(number.toPrecision(15));
    return Math.abs(number) >= 1e-4 ? String(short) : short.toExponential().replace(/-(\d)$/, "-0$1");
  }

  function textOf(value) {
    if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
    return typeof value === "number" ? digits(value) : words(value);
  }

  const FIRST_SERIAL = 36526; // 2000 to 2099: other numbers are no days
  const LAST_SERIAL = 73050;
  const SINCE_1904 = 1462; // days between the two ways to count
  const AFTER = "(?:[T ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?Z?|[ (]*(?:星期|周)[一二三四五六日天][ )]*)?$";
  const DAY = new RegExp(
    `^([0-9]{4}|[0-9]{2})[ ]*[-/.,、年\\\\][ ]*([0-9]{1,2})[ ]*[-/.,、月\\\\][ ]*([0-9]{1,2})[ ]*[日号]?${AFTER}`,
  );
  const EIGHT = /^(20[0-9]{2})([0-9]{2})([0-9]{2})$/;
  const CHINESE = new RegExp(
    `^([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?${AFTER}`,
  );
  const NO_DAY = ["-", "—", "无"];
  const DASHES = /[\u2010-\u2015\u2212\uff0d]/g;

  function iso(year, month, day) {
    const found = new Date(0);
    found.setUTCFullYear(year, month - 1, day);
    const real = year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
    return real ? `000${year}`.slice(-4) + found.toISOString().slice(-20, -14) : null;
  }

  function eightOf(typed) {
    const found = EIGHT.exec(typed);
    return found ? iso(...found.slice(1).map(Number)) : null;
  }

  function counted(number, since1904) {
    const days = number + (since1904 ? SINCE_1904 : 0);
    if (days >= FIRST_SERIAL && days < LAST_SERIAL) {
      return new Date(Date.UTC(1899, 11, 30 + Math.floor(days))).toISOString().slice(0, 10);
    }
    return number >= 0 && number < 1e8 && Number.isInteger(number) ? eightOf(String(number)) : null;
  }

  function spelt(run) {
    const places = Array.from(run, (sign) => "〇一二三四五六七八九".indexOf(sign === "零" ? "〇" : sign));
    if (!run.includes("十")) return Number(places.join(""));
    let total = 0;
    let digit = 0;
    places.forEach((value) => {
      if (value >= 0) digit = value;
      else {
        total += (digit || 1) * 10;
        digit = 0;
      }
    });
    return total + digit;
  }

  function dayOf(value, since1904) {
    if (typeof value === "boolean") return null;
    if (typeof value === "number") return counted(value, since1904);
    const typed = folded(words(value)).replace(DASHES, "-").trim().replace(/。/g, ".");
    let found = DAY.exec(typed);
    if (found) return iso(Number(found[1]) + (found[1].length === 2 ? 2000 : 0), Number(found[2]), Number(found[3]));
    if (EIGHT.test(typed)) return eightOf(typed);
    found = CHINESE.exec(typed);
    if (found) return iso(...found.slice(1, 4).map(spelt));
    return /^[0-9]{5}(\.[0-9]+)?$/.test(typed) ? counted(Number(typed), since1904) : null;
  }

  function wholeOf(value) {
    if (typeof value === "boolean") return null;
    if (typeof value === "number") return Number.isInteger(value) && value >= 0 && value < 1e7 ? value : null;
    let typed = folded(words(value))
      .trim()
      .replace(/([0-9]) ?(?:间|台|套|台套|个|节|课时|份|次|天|人|名)$/, "$1");
    if (/^[0-9]{1,3}(?:,[0-9]{3}){1,2}$/.test(typed)) typed = typed.replace(/,/g, "");
    return /^[0-9]{1,7}$/.test(typed) ? Number(typed) : null;
  }

  const EVERY = ["全部", "都", "全", "所有", "每点", "每间"];

  function ordinalsOf(value, most) {
    if (typeof value === "boolean" || (typeof value === "number" && !Number.isInteger(value))) return null;
    let typed = textOf(value);
    if (typed.length > 2000) return null;
    typed = typed.replace(/[\u2460-\u2473]/g, (circled) => ` ${circled.charCodeAt(0) - 0x245f} `);
    typed = folded(typed).replace(DASHES, "-");
    const found = new Set();
    if (EVERY.includes(typed.replace(/^[。. 了]+|[。. 了]+$/g, ""))) {
      for (let number = 1; number <= most; number += 1) found.add(number);
      return [...found];
    }
    typed = typed
      .replace(/第|点|间|条|项|号|教室/g, " ")
      .replace(/ +/g, " ")
      .replace(/ ?([-~至到]) ?/g, "$1");
    for (const part of typed.split(/[ 、,;.。和与及\n]+/)) {
      const span = /^([0-9]{1,3})[-~—至到]+([0-9]{1,3})$/.exec(part);
      if (span && Number(span[1]) <= Number(span[2])) {
        for (let number = Number(span[1]); number <= Number(span[2]); number += 1) found.add(number);
      } else if (/^[0-9]{1,3}$/.test(part)) found.add(Number(part));
      else if (part) return null;
    }
    return found.size ? [...found].sort((a, b) => a - b) : null;
  }

  /* ---------- what a word was probably meant to be, as difflib measures it: reading/findings.py ---------- */
  function alike(word) {
    return folded(word).toLowerCase().replace(/_/g, "-").replace(/0/g, "o").replace(/1/g, "l");
  }

  function matched(a, b) {
    let best = [0, 0, 0];
    for (let i = 0; i < a.length; i += 1) {
      for (let j = 0; j < b.length; j += 1) {
        let size = 0;
        while (i + size < a.length && j + size < b.length && a[i + size] === b[j + size]) size += 1;
        if (size > best[2]) best = [i, j, size];
      }
    }
    const [i, j, size] = best;
    return size && matched(a.slice(0, i), b.slice(0, j)) + size + matched(a.slice(i + size), b.slice(j + size));
  }

  function closest(word, candidates) {
    if (Array.from(word).length > 100) return null;
    const wanted = Array.from(alike(word));
    let best = null;
    candidates.forEach((candidate) => {
      const text = alike(candidate);
      const other = Array.from(text);
      const ratio = other.length + wanted.length ? (2 * matched(other, wanted)) / (other.length + wanted.length) : 1;
      if (ratio < 0.6 || (best && (ratio < best.ratio || (ratio === best.ratio && text < best.text)))) return;
      best = { ratio, text, candidate };
    });
    return best && best.candidate;
  }

  const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;

  function visible(text) {
    const signs = Array.from(text);
    return signs
      .slice(0, 40)
      .map((sign) => (UNSEEN.test(sign) ? `\\u${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` : sign))
      .join("")
      .concat(signs.length > 40 ? "…" : "");
  }

  /* ---------- the cells of a file: office/excel_cells.py, reading/disk/office_parts.py ---------- */
  const MOST_FILE = 4000000; // bytes
  const MOST_TAGS = 400000;
  const MOST_ENTRIES = 299; // as many as checklist-codes.js unpacks, but one
  const MOST_SHEETS = 60;
  const MOST_ROW = 20000;
  const MOST_COLUMN = 200;
  const MOST_CELLS = 100000;
  const MOST_TEXT = 20000;
  const MOST_WORDS = 2000000;
  const MOST_MERGED = 200;
  const WIDE = 256; // a cell is kept under row * WIDE + column

  function Refused(fault) {
    this.fault = fault;
  }

  function refuse(fault) {
    throw new Refused(fault);
  }

  function partOf(name) {
    return name.replace(/\\/g, "/").replace(/^\/+/, "").toLowerCase();
  }

  function packageOf(files) {
    let tags = MOST_TAGS;
    if (files.length > MOST_ENTRIES) refuse("EXPANDS");
    if (files.some(({ name }) => name.endsWith("vbaproject.bin"))) refuse("MACROS");

    function parsed(name) {
      const file = files.find((one) => partOf(one.name) === partOf(name));
      if (!file) return null;
      const bytes = file.unpack();
      const wide = bytes[0] === 0xff || bytes[0] === 0xfe || !bytes[0] || !bytes[1];
      const text = new TextDecoder(!wide ? "utf-8" : bytes[0] === 0xff || !bytes[1] ? "utf-16le" : "utf-16be").decode(bytes);
      tags -= text.split("<").length - 1;
      if (tags < 0) refuse("EXPANDS");
      if (/<!(?:DOCTYPE|ENTITY)/.test(text)) refuse(wide ? "BROKEN" : "ENTITIES");
      const page = new DOMParser().parseFromString(text, "application/xml");
      if (page.querySelector("parsererror")) refuse("BROKEN");
      return page.documentElement;
    }

    function related(part, kind) {
      const folder = part.includes("/") ? part.slice(0, part.lastIndexOf("/")) : "";
      const root = parsed(`${folder ? `${folder}/` : ""}_rels/${part.slice(part.lastIndexOf("/") + 1)}.rels`);
      const found = new Map();
      for (const relation of root ? root.children : []) {
        const path = relation.getAttribute("Target") || "";
        if (relation.getAttribute("TargetMode") === "External") continue;
        if (!(relation.getAttribute("Type") || "").endsWith(`/${kind}`)) continue;
        const steps = [];
        (path.startsWith("/") ? path : `${folder}/${path}`).split("/").forEach((step) => {
          if (step === "..") steps.pop();
          else if (step && step !== ".") steps.push(step);
        });
        found.set(relation.getAttribute("Id") || "", steps.join("/"));
      }
      return found;
    }

    return { parsed, related, one: (part, kind) => [...related(part, kind).values()][0] };
  }

  function unescaped(text) {
    if (!text.includes("_x")) return text;
    return text
      .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
      .replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (sign) => (sign.length === 2 ? sign : ""));
  }

  function shownIn(entry) {
    const parts = [...entry.querySelectorAll("t")].filter((one) => one.parentNode.localName !== "rPh");
    const words = parts.map((one) => one.textContent).join("");
    return unescaped(words.slice(0, MOST_TEXT));
  }

  function columnOf(letters) {
    return Array.from(letters).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
  }

  function address(row, column) {
    let letters = "";
    for (let left = column; left; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
    return letters + row;
  }

  function placeOf(reference) {
    const found = /^([A-Z]{1,3})([1-9][0-9]{0,6})$/.exec(reference || "");
    return found && [Number(found[2]), columnOf(found[1])];
  }

  function cellOf(element, texts) {
    const kind = element.getAttribute("t") || "n";
    let formula = false;
    let written = "";
    for (const child of element.children) {
      if (child.localName === "f") formula = true;
      else if (child.localName === "v") written = child.textContent;
      else if (child.localName === "is") written = shownIn(child);
    }
    if (!written) return formula ? { value: "", formula } : null;
    let value = unescaped(written.slice(0, MOST_TEXT));
    if (kind === "s") value = texts[Number(written)];
    else if (kind === "b") value = written === "1";
    else if (kind === "n") {
      value = Number(Number(written).toPrecision(15)); // what programs show: more digits are noise
      if (Number.isNaN(value)) refuse("BROKEN");
    }
    if (value === undefined) refuse("BROKEN");
    return value === "" && !formula ? null : { value, formula };
  }

  function sheetOf(root, name, texts, left) {
    const sheet = { name, cells: new Map(), merged: [] };
    let row = 0;
    let column = 0;
    for (const element of root ? root.querySelectorAll("row, c, mergeCell") : []) {
      if (element.localName === "mergeCell") {
        const ends = (element.getAttribute("ref") || "").split(":").map(placeOf);
        const within = ends.length === 2 && ends[0] && ends[1] && ends[0][0] <= ends[1][0] && ends[1][0] <= MOST_ROW;
        if (within && sheet.merged.length < MOST_MERGED && ends[0][1] <= ends[1][1] && ends[1][1] <= MOST_COLUMN) sheet.merged.push(ends);
      } else if (element.localName === "row") {
        row = element.hasAttribute("r") ? Number(element.getAttribute("r")) : row + 1;
        column = 0;
        if (!Number.isInteger(row)) refuse("BROKEN");
      } else {
        const found = placeOf(element.getAttribute("r"));
        column = found ? found[1] : column + 1;
        if (found) row = found[0];
        const cell = row > MOST_ROW || column > MOST_COLUMN ? null : cellOf(element, texts);
        if (!cell) continue;
        if (sheet.cells.size === left) refuse("EXPANDS");
        sheet.cells.set(row * WIDE + column, cell);
      }
    }
    return sheet;
  }

  function bookOf(files) {
    const parts = packageOf(files);
    const main = parts.one("", "officeDocument") || "xl/workbook.xml";
    const root = parts.parsed(main);
    if (!root || root.localName !== "workbook") refuse("BROKEN");
    const shared = parts.one(main, "sharedStrings");
    const table = shared && parts.parsed(shared);
    const texts = table ? Array.from(table.children, shownIn) : [];
    const targets = parts.related(main, "worksheet");
    const sheets = [];
    let cells = MOST_CELLS;
    let signs = MOST_WORDS;
    for (const element of root.querySelectorAll("sheet")) {
      const reference = [...element.attributes].find((one) => one.namespaceURI && one.localName === "id");
      const target = reference && targets.get(reference.value);
      if (target === undefined) continue;
      if (sheets.length === MOST_SHEETS) refuse("EXPANDS");
      const sheet = sheetOf(parts.parsed(target), element.getAttribute("name") || "", texts, cells);
      cells -= sheet.cells.size;
      for (const { value } of sheet.cells.values()) if (typeof value === "string") signs -= value.length;
      if (signs < 0) refuse("EXPANDS");
      sheets.push(sheet);
    }
    const settings = root.querySelector("workbookPr");
    return { sheets, since1904: !!settings && ["1", "true"].includes(settings.getAttribute("date1904")) };
  }

  function at(sheet, row, column) {
    return sheet.cells.get(row * WIDE + column);
  }

  function sorted(sheet) {
    return [...sheet.cells].sort((a, b) => a[0] - b[0]).map(([key, cell]) => [Math.floor(key / WIDE), key % WIDE, cell]);
  }

  /* row → its columns and cells, in order */
  function byRow(sheet) {
    const rows = new Map();
    sorted(sheet).forEach(([row, column, cell]) => {
      if (!rows.has(row)) rows.set(row, []);
      rows.get(row).push([column, cell]);
    });
    return rows;
  }

  /* ---------- what is seen, compared with the hidden ids: workbook/witness.py ---------- */
  const ENOUGH = 3; // heads in one row, that make it the row of heads
  const UNDO = "撤销这一步，恢复成发下来的样子；恢复不了的，把内容填到新发的表里再交";
  const NUMBERS = { 数到的: "value", 总数: "total" };
  const OWN = Object.prototype.hasOwnProperty;

  function plain(text) {
    return folded(text).replace(/\s+/g, "");
  }

  function markOf(sheet) {
    const found = sorted(sheet).find(([row, column, cell]) => row <= 6 && column <= 6 && cell.value === zhidu.sheets.mark);
    return found ? found.slice(0, 2) : null;
  }

  function demands(item) {
    if (item.checkpoints.length === 1) return item.checkpoints[0].summary;
    return item.checkpoints.map((point, place) => `${place + 1}. ${point.summary}`).join("\n");
  }

  /* `rows` and `headings`: a text, and the ids of the rows that show it, "" for a title; `heads`: of columns */
  function known(instrument) {
    const found = { rows: new Map(), headings: new Map(), heads: { ...NUMBERS } };
    function note(map, text, row) {
      const key = plain(text);
      if (!key) return;
      if (!map.has(key)) map.set(key, new Set());
      map.get(key).add(row);
    }
    Object.keys(zhidu.sheets.heads).forEach((key) => (found.heads[plain(zhidu.sheets.heads[key])] = key));
    instrument.groups.forEach((group) => note(found.rows, `${group.label}\u3000${group.title}`, ""));
    instrument.items.forEach((item) => {
      note(found.rows, demands(item), `items/${item.id}`);
      note(found.rows, zhidu.sheets.texts[item.id], `items/${item.id}`);
      note(found.headings, item.heading, `items/${item.id}`);
      item.checkpoints.forEach((point) => {
        if (point.period) note(found.rows, point.summary, `periods/${point.id}`);
        if (point.number) note(found.rows, zhidu.sheets.left[point.id], `numbers/${point.id}`);
      });
    });
    note(found.rows, zhidu.sheets.filled, "form/filled");
    instrument.facilities.forEach((facility) => note(found.rows, facility.name, `facilities/${facility.id}`));
    instrument.metrics.forEach((metric) => note(found.rows, metric.name, `metrics/${metric.id}`));
    return found;
  }

  function textsOf(cells) {
    return cells.filter(([, cell]) => typeof cell.value === "string" && !cell.formula).map(([column, cell]) => [column, plain(cell.value)]);
  }

  function ownOf(cells, side) {
    const named = cells.find(([column]) => column === side);
    return named && typeof named[1].value === "string" && named[1].value.includes("/") ? plain(named[1].value) : "";
  }

  function headOf(seen, text) {
    return OWN.call(seen.heads, text) ? seen.heads[text] : undefined;
  }

  /* what is told of a cell, a sheet or the file; `warning`: it does not stop anything; `row`: it is about a row of its own */
  function doubt(message, repair, place = "", more = {}) {
    return { message, repair, place, ...more };
  }

  /* whether a row shows words of another row than its id says */
  function differs(cells, side, keys, seen) {
    const own = ownOf(cells, side);
    const texts = textsOf(cells).filter(([column]) => column !== side);
    const fixed = texts.filter(([column]) => !isKey(keys.get(column)));
    if (fixed.some(([, text]) => seen.rows.has(text) && !seen.rows.get(text).has(own))) return true;
    if (!own || !texts.length) return false;
    const first = seen.headings.get(texts[0][1]);
    return first !== undefined && own.startsWith("items") && !first.has(own);
  }

  function isKey(key) {
    return key === "value" || key === "total" || OWN.call(zhidu.sheets.heads, key);
  }

  /* the column in a row of heads over which another key stands than its head says */
  function astray(texts, keys, seen) {
    const headed = texts.filter(([, text]) => headOf(seen, text)).map(([column, text]) => [column, headOf(seen, text)]);
    const numbers = headed.length && headed.every(([, key]) => key === "value" || key === "total");
    if (headed.length < (numbers ? 1 : ENOUGH)) return null;
    const found = headed.find(([column, key]) => keys.get(column) !== key);
    return found ? found[0] : null;
  }

  function wrongIn(sheet, [top, side], seen) {
    const rows = byRow(sheet);
    const keys = new Map(rows.get(top).filter(([column]) => column !== side).map(([column, cell]) => [column, String(cell.value)]));
    const below = [...rows].filter(([number]) => number > top);
    const wrong = below.filter(([, cells]) => differs(cells, side, keys, seen)).map(([number]) => number);
    if (wrong.length) {
      const listed = wrong.slice(0, 8).join("、") + (wrong.length > 8 ? "等" : "");
      const message = `第 ${listed} 行看得见的字和这一行隐藏的编号对不上，看不出答的是哪一项；多半是排序、移动或删除时，隐藏的 A 列没有跟着动`;
      return [doubt(message, UNDO, `${sheet.name}!${address(wrong[0], side + 1)}`)];
    }
    for (const [number, cells] of below) {
      const column = astray(textsOf(cells), keys, seen);
      if (column !== null) {
        const message = "这一栏的表头和第 1 行隐藏的编号对不上，看不出填的是哪一栏";
        return [doubt(message, UNDO, `${sheet.name}!${address(number, column)}`)];
      }
    }
    return [];
  }

  /* the ids of rows whose words a sheet shows, where there are clauses or heads of ours in it */
  function shownBy(sheet, seen) {
    const texts = [...byRow(sheet).values()].flatMap(textsOf).map(([, text]) => text);
    const found = new Set(texts.flatMap((text) => [...(seen.rows.get(text) || [])]));
    const ours = [...found].some((row) => row === "form/filled" || row.startsWith("items"));
    return ours || texts.filter((text) => headOf(seen, text)).length >= ENOUGH ? found : new Set();
  }

  /* the column of each key, as the heads say; null where one is missing or stands over two columns */
  function columnsOf(rows, seen) {
    const found = new Map();
    rows.forEach((cells) => {
      textsOf(cells).forEach(([column, text]) => {
        const key = headOf(seen, text);
        if (key) found.set(key, (found.get(key) || new Set()).add(column));
      });
    });
    const all = Object.keys(zhidu.sheets.heads).every((key) => found.has(key));
    const numbers = found.size === 2 && found.has("value") && found.has("total");
    if (!(all || numbers) || [...found.values()].some((columns) => columns.size > 1)) return null;
    return new Map([...found].map(([key, columns]) => [key, [...columns][0]]));
  }

  /* what a row that shows these texts is called, "" where it is no row of answers; null where that is in doubt */
  function named(own, shown, rows, seen) {
    const texts = shown.map(([, text]) => text);
    const said = texts.filter((text) => rows.has(text)).map((text) => rows.get(text));
    if (said.length && seen.headings.has(texts[0])) said.push(seen.headings.get(texts[0]));
    if (!said.length) return own;
    const all = [...said[0]].filter((name) => said.every((names) => names.has(name)));
    if (all.length === 1) return all[0];
    return all.includes(own) ? own : null;
  }

  /* the sheet with the id of each row and the key of each column as its words say; null where they leave a doubt */
  function byWords(sheet, place, seen) {
    const [top, side] = place || [0, 0];
    const rows = [...byRow(sheet)].filter(([number]) => number > top);
    const columns = columnsOf(rows.map(([, cells]) => cells), seen);
    if (!columns) return null;
    const filled = [...columns.values()];
    const items = columns.has("status");
    const called = new Map();
    seen.rows.forEach((names, text) => {
      let those = [...names].filter((name) => name.startsWith("items") === items);
      if (!those.length) those = [...names].filter((name) => name === "");
      if (those.length) called.set(text, new Set(those));
    });
    const ids = new Map();
    for (const [number, cells] of rows) {
      const own = ownOf(cells, side);
      const texts = textsOf(cells).filter(([column]) => column !== side && !filled.includes(column));
      const name = named(own, texts, called, seen);
      const moved = name && place && name !== own;
      /* the words on both sides moved, so what stands between them did; one side alone may have been sorted */
      const last = Math.max(0, ...texts.filter(([, text]) => called.has(text)).map(([column]) => column));
      if (name === null || ids.has(name) || (moved && last <= Math.max(...filled))) return null;
      if (name) ids.set(name, number);
    }
    if (rows.some(([, cells]) => ownOf(cells, side) && !ids.has(ownOf(cells, side)))) return null;
    const kept = new Map([[0, { value: zhidu.sheets.mark, formula: false }]]);
    rows.forEach(([number, cells]) => {
      if (textsOf(cells).filter(([, text]) => headOf(seen, text)).length >= ENOUGH) return;
      for (const [column, cell] of cells) if (column !== side) kept.set(number * WIDE + column, cell);
    });
    columns.forEach((column, key) => kept.set(column, { value: key, formula: false }));
    ids.forEach((number, name) => kept.set(number * WIDE, { value: name, formula: false }));
    return { ...sheet, cells: kept };
  }

  function restored(book, instrument) {
    const seen = known(instrument);
    const places = book.sheets.map(markOf);
    const there = new Set([""]);
    book.sheets.forEach((sheet, which) => {
      if (places[which]) sorted(sheet).forEach(([, column, cell]) => column === places[which][1] && there.add(cell.value));
    });
    const told = [];
    const sheets = book.sheets.map((sheet, which) => {
      let wrong = [];
      if (places[which]) wrong = wrongIn(sheet, places[which], seen);
      else if ([...shownBy(sheet, seen)].some((row) => !there.has(row))) {
        const lost = `“${visible(sheet.name)}”里隐藏的编号不见了（第 1 行或 A 列被删掉或清空了），看不出每一行答的是哪一项`;
        wrong = [doubt(lost, UNDO)];
      }
      const read = wrong.length ? byWords(sheet, places[which], seen) : null;
      if (!read) {
        told.push(...wrong);
        return sheet;
      }
      const moved = `“${visible(sheet.name)}”里看得见的字和隐藏的编号对不上，多半是排序、移动时没有带上隐藏的一栏；这张表按看得见的条款和要求来读`;
      told.push(doubt(moved, "请核对一遍：每一行的条款、要求和所填的内容是不是一回事", "", { warning: true }));
      return read;
    });
    return [{ ...book, sheets }, told];
  }

  /* ---------- the answers: workbook/reader.py ---------- */
  const NEVER = "2000-01-01"; // stands for a day that could not be read, until it is corrected
  const YES = ["是", "TRUE", "true", "要", "1"];
  const NO = ["否", "FALSE", "false", "不要", "0"];
  const COUNTS = { 有: 1, TRUE: 1, true: 1, 没有: 0, 无: 0, FALSE: 0, false: 0 };
  const ABOUT = ["school", "term", "edition", "instrument"];

  /* school, term, edition and digest that the workbook was made for; null where it is none of ours */
  function aboutOf(book) {
    const found = {};
    book.sheets.forEach((sheet) => {
      const mark = markOf(sheet);
      for (let number = 1; mark && number <= ABOUT.length; number += 1) {
        const [key, value] = [0, 1].map((n) => at(sheet, mark[0] + number, mark[1] + n));
        if (key && value && ABOUT.includes(key.value) && !found[key.value]) found[key.value] = textOf(value.value);
      }
    });
    return ABOUT.every((key) => OWN.call(found, key)) ? found : null;
  }

  function cellIn(row, key) {
    const found = row.columns.has(key) ? at(row.sheet, row.number, row.columns.get(key)) : undefined;
    return found && (found.formula || textOf(found.value)) ? found : null;
  }

  function placeIn(row, key) {
    return `${row.sheet.name}!${address(row.number, row.columns.get(key) || 1)}`;
  }

  function typedIn(row) {
    return [...row.columns.keys()].map((key) => {
      const cell = cellIn(row, key);
      return cell ? textOf(cell.value) : "";
    });
  }

  function linesOf(text) {
    return text
      .split(/[\n；]/)
      .map((part) => part.replace(/^[ \u3000]+|[ \u3000]+$/g, ""))
      .filter(Boolean);
  }

  function read(book, about) {
    const instrument = zhidu.data.instrument;
    const rows = new Map();
    const faults = [];
    const unread = new Set();
    const labels = labelsOf(instrument);
    const items = zhidu.rules.index(instrument.items);
    const facilities = zhidu.rules.index(instrument.facilities);
    const metrics = zhidu.rules.index(instrument.metrics);
    const periods = new Map(instrument.periods.map((one) => [one.name, one.id]));
    const left = zhidu.rules.index(instrument.items.flatMap((item) => item.checkpoints.filter((point) => point.number)));
    const statuses = new Map(instrument.statuses.map((one) => [one.name, one.id]));
    const roles = new Map(zhidu.sheets.roles);

    function fault(row, column, message, repair) {
      const label = labels.get(row) || "";
      const said = message.includes(label) ? message : `${label}：${message}`;
      faults.push(doubt(said, repair, placeIn(rows.get(row), column)));
      unread.add(`${row} ${column}`);
    }

    function isUnread(row, column) {
      return unread.has(`${row} ${column}`);
    }

    function take(name, row) {
      const shown = typedIn(row);
      const before = rows.get(name);
      if (!before || !typedIn(before).some(Boolean)) rows.set(name, row);
      else if (shown.some(Boolean) && shown.join("\0") !== typedIn(before).join("\0")) {
        const message = `${calledIn(before)}和${calledIn(row)}答的是同一项（${labels.get(name) || name}），内容不一样`;
        faults.push(doubt(message, "留一行，另一行清空", placeIn(row, row.columns.keys().next().value), { row: true }));
      }
    }

    function nameless(row) {
      const shown = typedIn(row);
      const key = [...row.columns.keys()].find((_, place) => shown[place]);
      const message = "这一行没有编号，看不出答的是哪一项";
      if (key) faults.push(doubt(message, "把内容移到表里原有的那一行", placeIn(row, key), { row: true }));
    }

    function rowsOf(sheet) {
      const mark = markOf(sheet);
      if (!mark) return;
      const [top, side] = mark;
      const columns = new Map();
      sorted(sheet).forEach(([row, column, cell]) => {
        if (row === top && column !== side && isKey(cell.value)) columns.set(cell.value, column);
      });
      if (!columns.size) return;
      for (const number of byRow(sheet).keys()) {
        if (number <= top) continue;
        const row = { sheet, number, columns };
        const own = at(sheet, number, side);
        const name = own ? textOf(own.value) : "";
        if (name.includes("/")) take(name, row);
        else if (!columns.has("value") && number > top + 1) nameless(row); // heads are no answers
      }
    }

    function merged() {
      const owners = new Map();
      rows.forEach((row, name) => owners.set(`${row.sheet.name} ${row.number}`, name));
      const sheets = new Map([...rows.values()].map((row) => [row.sheet.name, row.sheet]));
      sheets.forEach((sheet) => {
        const numbers = [...rows.values()].filter((row) => row.sheet.name === sheet.name).map((row) => row.number);
        sheet.merged.forEach(([[top, left], [bottom, right]]) => {
          const owner = owners.get(`${sheet.name} ${top}`);
          const inside = numbers.filter((number) => number > top && number <= bottom);
          if (owner === undefined || !inside.length) return;
          const keys = [...rows.get(owner).columns].filter(([, n]) => left <= n && n <= right).map(([key]) => key);
          if (keys.length) {
            fault(owner, keys[0], `${address(top, left)} 到 ${address(bottom, right)} 合并成了一格，下面几行算没有填`, "取消合并，每一行都写上");
          }
          inside.forEach((number) => keys.forEach((key) => unread.add(`${owners.get(`${sheet.name} ${number}`)} ${key}`)));
        });
      });
    }

    function valueOf(row, column) {
      const cell = cellIn(rows.get(row), column);
      if (!cell) return null;
      if (!cell.formula) return cell.value;
      fault(row, column, "这一格是公式，不是填写的内容", "写上结果；是算出来的，复制这一格，再“选择性粘贴”为数值");
      return null;
    }

    function said(row, column) {
      const value = valueOf(row, column);
      return value === null ? "" : textOf(value);
    }

    function each(kind) {
      return [...rows.keys()].filter((row) => row.startsWith(`${kind}/`) && row.length > kind.length + 1).map((row) => [row, row.slice(kind.length + 1)]);
    }

    function noDay(row, column, value) {
      fault(row, column, `看不懂这个日期：“${visible(textOf(value))}”`, "写成 2026-12-31 这样，年、月、日都要有，要真有这一天");
    }

    function filledOn() {
      const row = "form/filled";
      if (!rows.has(row)) {
        faults.push(doubt("找不到填表日期这一行", "请教育局重新发一份表"));
        return NEVER;
      }
      const value = valueOf(row, "value");
      const day = value === null ? null : dayOf(value, book.since1904);
      if (value === null && !isUnread(row, "value")) fault(row, "value", "没有写填表日期", "写填完的那一天，例如 2026-12-25");
      else if (value !== null && day === null) noDay(row, "value", value);
      return day || NEVER;
    }

    function number(row, column) {
      const value = valueOf(row, column);
      if (value === null) return null;
      const typed = textOf(value);
      const found = OWN.call(COUNTS, typed) ? COUNTS[typed] : wholeOf(value);
      if (found === null) fault(row, column, `要一个整数，写的是“${visible(typed)}”`, "写一个整数，例如 45，不写百分号、小数和别的话");
      return found;
    }

    function noChoice(row, column, typed, choices, guess) {
      const meant = guess ? closest(typed, choices) : null;
      const listed = `从下拉的几项里选${choices.length <= 8 ? `：${choices.join("、")}` : ""}`;
      fault(row, column, `没有“${visible(typed)}”这一项`, meant ? `是不是“${meant}”？` : listed);
    }

    function measuredBy(row, name) {
      const [count, total] = [number(row, "value"), number(row, "total")];
      const metric = metrics[name];
      const wanted = !metric || metric.total !== null;
      if (isUnread(row, "value") || isUnread(row, "total") || (count === null && total === null)) return null;
      if (wanted && total === 0) fault(row, "total", "总数是 0，没法算", "写上总数；真没有，两格都空着");
      else if (wanted && (count === null || total === null)) {
        fault(row, count === null ? "value" : "total", `只填了一半，没有写${count === null ? "数到的" : "总数"}`, "补上；没有数过，两格都空着");
      } else if (count !== null) return wanted && total ? { count, total } : { count };
      return null;
    }

    /* a number that the school sets, and its unit where there are several */
    function ownNumber(row, name) {
      const value = number(row, "value");
      const typed = said(row, "total");
      const units = left[name] ? left[name].number.units : [];
      const named = new Map(units.map((unit) => [entryOf(instrument.units, unit), unit]));
      const unit = named.get(typed) || (units.length === 1 ? units[0] : null);
      if (value === null) return null;
      if (typed && !named.has(typed)) noChoice(row, "total", typed, [...named.keys()], true);
      else if (!unit && units.length) fault(row, "total", "写了多少，没有选单位", "从下拉里选单位");
      else return { value, unit: unit || typed };
      return null;
    }

    function ordinals(row, column, most, limited) {
      const value = valueOf(row, column);
      const found = value === null ? [] : ordinalsOf(value, most);
      if (found === null) {
        fault(row, column, `看不懂：“${visible(textOf(value))}”`, "写序号，几个之间用顿号隔开，例如 2、5");
        return [];
      }
      const last = found[found.length - 1];
      if (!found.length || (found[0] >= 1 && !(limited && last > most))) return found;
      const wrong = found[0] < 1 ? found[0] : last;
      const message = limited && wrong ? `写了 ${wrong}，这一项只有 ${most} 点` : "序号从 1 数起";
      fault(row, column, message, most === 1 ? "这一项只有一点，不用写，空着" : `写 1 到 ${most} 的序号`);
      return [];
    }

    function needs(row, value) {
      const typed = value === null ? "" : textOf(value);
      if (typed && !YES.includes(typed) && !NO.includes(typed)) noChoice(row, "needs_bureau", typed, ["是", "否"], true);
      return YES.includes(typed);
    }

    const PARTS = {
      measure: ["措施", (row, value) => textOf(value)],
      due: [
        "期限",
        (row, value) => {
          const day = dayOf(value, book.since1904);
          if (day === null) noDay(row, "due", value);
          return day;
        },
      ],
      role: [
        "责任岗位",
        (row, value) => {
          const role = roles.get(textOf(value)); // what stands there may be a person's name: it is not repeated
          if (role) return role;
          const meant = closest(textOf(value), [...roles.keys()]);
          fault(row, "role", "责任岗位要从列出的岗位里选，不写人名", meant ? `是不是“${meant}”？` : "从下拉的岗位里选");
          return null;
        },
      ],
    };

    function planOf(row) {
      const given = {};
      ["measure", "due", "role", "needs_bureau"].forEach((column) => (given[column] = valueOf(row, column)));
      if (Object.keys(PARTS).every((column) => given[column] === null)) return null;
      const plan = { needs_bureau: needs(row, given.needs_bureau) };
      Object.keys(PARTS).forEach((column) => {
        const [missing, understood] = PARTS[column];
        if (given[column] !== null) plan[column] = understood(row, given[column]);
        else if (!isUnread(row, column)) fault(row, column, `写了整改，没有写${missing}`, `补上${missing}；不用整改的，几格都空着`);
      });
      return Object.keys(PARTS).every((column) => plan[column]) ? plan : null;
    }

    function proofsOf(row, called) {
      const [titles, places] = ["evidence", "filed"].map((column) => linesOf(said(row, column)));
      if (titles.length && !places.length) {
        if (!isUnread(row, "filed")) fault(row, "filed", "写了材料，没有写放在哪里", "写上存放的地方，例如 档案柜");
        return [];
      }
      if (places.length && !titles.length) {
        if (called) return places.map((filed) => ({ title: called, filed }));
        if (!isUnread(row, "evidence")) fault(row, "evidence", "写了存放的地方，没有写是什么材料", "写上材料的名称");
        return [];
      }
      if (places.length !== 1 && places.length !== titles.length) {
        const message = `材料有 ${titles.length} 份，存放的地方有 ${places.length} 处，对不上`;
        fault(row, "filed", message, "一份材料一行，存放处也一行一个；都放在一处的，写一次就行");
        return [];
      }
      return titles.map((title, place) => ({ title, filed: places.length === 1 ? places[0] : places[place] }));
    }

    /* *proofs* with the days they are of: one for each, or one for all */
    function withDays(row, proofs) {
      const value = valueOf(row, "day");
      if (value === null || !proofs.length) return proofs;
      let given = typeof value === "string" ? linesOf(textOf(value)) : [value];
      if (given.length === 1) given = proofs.map(() => given[0]);
      if (given.length !== proofs.length) {
        const message = `材料有 ${proofs.length} 份，日期有 ${given.length} 个，对不上`;
        fault(row, "day", message, "一份材料一行，日期也一行一个，不知道的一行写“-”；都是一天的，写一次就行");
        return proofs;
      }
      return proofs.map((proof, place) => {
        if (NO_DAY.includes(given[place])) return proof;
        const day = dayOf(given[place], book.since1904);
        if (day === null) noDay(row, "day", given[place]);
        return day === null ? proof : { ...proof, day };
      });
    }

    function recordsOf(item) {
      const names = item ? item.checkpoints.flatMap((point) => point.records.map((id) => entryOf(instrument.records, id))) : [];
      return Array.from([...new Set(names)].join("、")).slice(0, 100).join("");
    }

    function answerOf(row, status) {
      const item = items[row.slice("items/".length)];
      const answer = { status };
      const words = said(row, "said");
      if (words) answer[status === "not-applicable" ? "reason" : "problem"] = words;
      const failed = item ? ordinals(row, "failed", item.checkpoints.length, true) : [];
      if (failed.length) answer.failed = failed.map((n) => item.checkpoints[n - 1].id).sort();
      const rooms = ordinals(row, "rooms", (item && data.facilities[item.facility]) || 0, false);
      if (rooms.length) answer.rooms = rooms;
      const plan = planOf(row);
      if (plan) answer.rectification = plan;
      const proofs = withDays(row, proofsOf(row, recordsOf(item)));
      if (proofs.length) answer.evidence = proofs;
      const suggestion = said(row, "suggestion");
      if (suggestion) answer.suggestion = suggestion;
      return answer;
    }

    function leaveOut() {
      instrument.facilities.forEach((facility) => {
        const row = `facilities/${facility.id}`;
        if (data.facilities[facility.id] !== 0 || isUnread(row, "value")) return;
        const cites = [];
        ["items", "metrics"].forEach((group) => {
          instrument[group].forEach((part) => {
            if (part.facility !== facility.id || !OWN.call(data[group], part.id)) return;
            delete data[group][part.id];
            cites.push(part.cite || part.name);
          });
        });
        if (!cites.length) return;
        const listed = zhidu.rules.listed(cites);
        const message = `本校情况里“${facility.name}”填的是没有，有关的 ${cites.length} 处不用答，填了的没有算（${listed}）`;
        const repair = `真没有“${facility.name}”，不用管；有，就改数量，再交一次`;
        faults.push(doubt(message, repair, placeIn(rows.get(row), "value"), { warning: true }));
      });
    }

    book.sheets.forEach(rowsOf);
    merged();
    const data = { ...about, filled: filledOn(), facilities: {}, metrics: {}, periods: {}, items: {} };
    each("facilities").forEach(([row, name]) => {
      const found = number(row, "value");
      const facility = facilities[name] || { name, kind: "room" };
      if (found === null && !isUnread(row, "value")) {
        fault(row, "value", `没有填“${facility.name}”`, facility.kind === "room" ? "填几间；没有的填 0" : "选“有”或“没有”");
      }
      data.facilities[name] = found || 0;
    });
    each("metrics").forEach(([row, name]) => {
      const found = measuredBy(row, name);
      if (found) data.metrics[name] = found;
    });
    each("periods").forEach(([row, name]) => {
      const typed = said(row, "value");
      const found = periods.get(typed) || ([...periods.values()].includes(typed) && typed);
      if (found) data.periods[name] = found;
      else if (typed) noChoice(row, "value", typed, [...periods.keys()], true);
    });
    const own = {};
    each("numbers").forEach(([row, name]) => {
      const found = ownNumber(row, name);
      if (found) own[name] = found;
    });
    if (Object.keys(own).length) data.numbers = own;
    each("items").forEach(([row, name]) => {
      const typed = said(row, "status").replace(/\s+/g, "");
      let status = statuses.get(typed);
      if (typed && !status) noChoice(row, "status", typed, [...statuses.keys()], false);
      if (!status && isUnread(row, "status")) status = "unknown";
      if (status) data.items[name] = answerOf(row, status);
    });
    leaveOut();
    const begun = faults.some((one) => one.row) || [...rows.values()].some((row) => typedIn(row).some(Boolean));
    return { data, faults, unread, begun };
  }

  function calledIn(row) {
    return `“${visible(row.sheet.name)}”第 ${row.number} 行`;
  }

  function entryOf(list, id) {
    const found = list.find((one) => one.id === id);
    return found ? found.name : id;
  }

  /* what each row is called */
  function labelsOf(instrument) {
    const found = new Map();
    instrument.facilities.forEach((one) => found.set(`facilities/${one.id}`, one.name));
    instrument.metrics.forEach((one) => found.set(`metrics/${one.id}`, one.name));
    instrument.items.forEach((item) => {
      found.set(`items/${item.id}`, item.cite);
      item.checkpoints.forEach((point) => {
        found.set(`periods/${point.id}`, item.cite);
        found.set(`numbers/${point.id}`, item.cite);
      });
    });
    return found;
  }

  /* what could not be read is left to be answered: nothing stands in for it */
  function open({ data, unread }) {
    const left = zhidu.rules.copyOf(data);
    if (left.filled === NEVER) left.filled = "";
    unread.forEach((cell) => {
      const [row, column] = cell.split(" ");
      const [kind, name] = row.split("/");
      if (kind === "facilities") delete left.facilities[name];
      if (kind === "items" && column === "status") delete left.items[name];
    });
    return left;
  }

  function told(faults) {
    return faults.map(({ message, repair, place, warning }) => ({
      message: message.replace(/[0-9]{7,}[0-9Xx]?/g, "（数字略）"),
      repair: repair.replace(/[0-9]{7,}[0-9Xx]?/g, "（数字略）"),
      place,
      warning: !!warning,
    }));
  }

  function alone(message, repair) {
    return { told: told([doubt(message, repair)]) };
  }

  /* what the *files* of an .xlsx say, `size` bytes large: {data, told}; only `told` where nothing can be taken; null where it
     is no workbook of ours */
  function workbook(files, size) {
    try {
      if (size > MOST_FILE) return alone(...zhidu.sheets.refused.TOO_LARGE);
      const book = bookOf(files);
      const about = aboutOf(book);
      if (!about) return null;
      if (about.instrument !== zhidu.data.instrument.digest) {
        return alone("这份工作簿不是照现在的自查表做的，读不进来", "把它直接发给教育局；要在网页里填，照着它填一遍");
      }
      const [seen, doubts] = restored(book, zhidu.data.instrument);
      if (doubts.some((one) => !one.warning)) return { told: told(doubts) };
      const found = read(seen, about);
      if (!found.begun) return alone("这份工作簿还没有填", "请照第一张表“填写说明”填好，存盘，再交");
      return { data: found.data, told: told([...found.faults, ...doubts]), open: open(found) };
    } catch (error) {
      if (error instanceof Refused) return alone(...zhidu.sheets.refused[error.fault]);
      return alone(...zhidu.sheets.refused[error instanceof RangeError ? "EXPANDS" : "BROKEN"]);
    }
  }

  zhidu.workbook = workbook;
})(window.zhiduChecklist);
