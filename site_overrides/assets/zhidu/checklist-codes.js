/* Text codes and files: what the form writes for a chat, and what it reads of all that the bureau reads. The same grammar
   as macros/zhidu/assessment/text_code.py and intake/recognition.py. It comes only when somebody copies or reads, with
   fflate and the words that deflate is given beforehand. Runs from Chrome 78 on. */
((zhidu) => {
  "use strict";

  const digest = zhidu.rules.digest;
  const MOST_SAID = 1000000; // bytes of the JSON in a code: a small code may not become a large text
  const MOST_TEXT = 1000000;
  const MOST_CODE = 200000;
  const MOST_UNPACKED = 32000000; // bytes of all files of an archive
  const MOST_FILES = 300;
  const HEAD = 40; // characters of a piece before its payload, at most
  const AT_ONCE = 512; // bytes that are unpacked before what came of them is counted
  const DEEPEST = 20;
  const PLAUSIBLE = /[\t-\r -~\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/g;

  function words() {
    return new TextEncoder().encode(zhidu.words);
  }

  /* ---------- one code ---------- */
  function encode(data, most) {
    const whole = { ...data, items: {}, only: {} };
    Object.keys(data.items || {}).forEach((id) => {
      const answer = data.items[id];
      if (Object.keys(answer).join() === "status") {
        whole.only[answer.status] = (whole.only[answer.status] ? `${whole.only[answer.status]} ` : "") + id;
      } else {
        whole.items[id] = answer;
      }
    });
    const text = new TextEncoder().encode(JSON.stringify(zhidu.rules.sorted(whole)));
    const packed = fflate.deflateSync(text, { level: 9, mem: 9, dictionary: words() });
    let raw = "";
    packed.forEach((byte) => (raw += String.fromCharCode(byte)));
    const payload = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/={1,2}$/, "");
    const count = Math.ceil(payload.length / (most - HEAD));
    const size = Math.ceil(payload.length / count);
    const tag = digest(payload).slice(0, 4);
    const made = [];
    for (let number = 1; number <= count; number += 1) {
      const part = payload.slice((number - 1) * size, number * size);
      made.push(["ZD2", `${number}-${count}`, tag, checkOf(number, count, tag, part), part].join("."));
    }
    return made;
  }

  function checkOf(number, count, tag, payload) {
    return digest(`${number}-${count}.${tag}.${payload}`);
  }

  function pieceOf(code) {
    const parts = code.replace(/\s/g, "").replace(/\.{1,40}$/, "").split(".");
    parts[0] = parts[0].toUpperCase();
    if (parts.length === 3 && parts[0] === "ZD1") {
      return parts[2] && digest(parts[2]) === parts[1] ? { version: 1, number: 1, count: 1, tag: parts[1], payload: parts[2] } : null;
    }
    const place = parts.length === 5 && parts[0] === "ZD2" && parts[4] && /^([1-9][0-9]?)-([1-9][0-9]?)$/.exec(parts[1]);
    if (!place) return null;
    const number = Number(place[1]);
    const count = Number(place[2]);
    if (number > count || checkOf(number, count, parts[2], parts[4]) !== parts[3]) return null;
    return { version: 2, number, count, tag: parts[2], payload: parts[4] };
  }

  function inflated(bytes, dictionary, most) {
    let size = 0;
    let whole = false;
    const parts = [];
    const unpacker = new fflate.Inflate({ dictionary }, (part, last) => {
      size += part.length;
      whole = last;
      if (size > most) throw new RangeError("too much");
      parts.push(part);
    });
    for (let at = 0; at < bytes.length; at += AT_ONCE) unpacker.push(bytes.subarray(at, at + AT_ONCE), at + AT_ONCE >= bytes.length);
    if (!whole) throw new RangeError("cut");
    const all = new Uint8Array(size);
    parts.reduce((from, part) => {
      all.set(part, from);
      return from + part.length;
    }, 0);
    return all;
  }

  function unpacked(raw) {
    const bytes = Uint8Array.from(raw, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(inflated(bytes, words(), MOST_SAID));
  }

  function isObject(value) {
    return !!value && typeof value === "object" && !Array.isArray(value);
  }

  function joined(pieces) {
    const payload = pieces.map((piece) => piece.payload).join("");
    try {
      const raw = atob(payload.replace(/-/g, "+").replace(/_/g, "/"));
      if (pieces[0].version === 2 && digest(payload).slice(0, 4) !== pieces[0].tag) return null;
      const data = JSON.parse(pieces[0].version === 2 ? unpacked(raw) : decodeURIComponent(escape(raw)));
      const only = data.only || {};
      if (!isObject(data) || !isObject(data.items) || !isObject(only)) return null;
      Object.keys(only).forEach((said) => {
        (only[said].match(/\S+/g) || []).forEach((id) => {
          data.items[id] = { status: said };
        });
      });
      delete data.only;
      return data;
    } catch (error) {
      return null;
    }
  }

  /* ---------- codes in the words of a chat ---------- */
  /* words in Latin letters may follow a code */
  function longest(text) {
    const chunks = text.split(/\s+/);
    for (let count = chunks.length; count > Math.max(chunks.length - 20, 0); count -= 1) {
      const piece = pieceOf(chunks.slice(0, count).join(""));
      if (piece) return piece;
    }
    return null;
  }

  /* cut over several messages, with names and times between them; the last part may be as short as those */
  function apart(text) {
    const runs = text.match(/[.A-Za-z0-9_-]+/g) || [];
    const every = [...runs.keys()].filter((place) => runs[place].length >= 20);
    const once = every.filter((place) => runs.indexOf(runs[place]) === runs.lastIndexOf(runs[place])); // no sender's name
    for (const long of once.length < every.length ? [every, once] : [every]) {
      for (let count = long.length; count > Math.max(long.length - 3, 0); count -= 1) {
        const whole = long
          .slice(0, count)
          .map((place) => runs[place])
          .join("");
        const after = long[count - 1] + 1;
        for (const rest of ["", ...runs.slice(after, after + 12)]) {
          const piece = pieceOf(whole + rest);
          if (piece) return piece;
        }
      }
    }
    return null;
  }

  /* the first code that is there whole; else, of one that came in pieces, which are lacking */
  function codeIn(plain) {
    const starts = [];
    const mark = /Z\s*D\s*[12]\s*\./gi;
    let found;
    while (starts.length < 301 && (found = mark.exec(plain))) starts.push(found.index);
    const codes = {};
    const order = [];
    starts.slice(0, 300).forEach((start, n) => {
      const whole = plain.slice(start, Math.min(starts[n + 1] || plain.length, start + MOST_CODE));
      const piece = longest(whole.match(/^[\s.A-Za-z0-9_-]*/)[0]) || apart(whole);
      if (!piece) return;
      const key = `${piece.tag}.${piece.count}`;
      if (!codes[key]) {
        codes[key] = [];
        order.push(key);
      }
      codes[key][piece.number - 1] = piece;
    });
    let lacking = null;
    for (let n = 0; n < order.length; n += 1) {
      const pieces = codes[order[n]];
      const count = Number(order[n].split(".")[1]);
      const missing = [];
      for (let number = 1; number <= count; number += 1) if (!pieces[number - 1]) missing.push(number);
      const data = missing.length ? null : joined(pieces);
      if (data) return { data };
      if (missing.length && !lacking) lacking = { lacking: missing, count };
    }
    return lacking;
  }

  /* every text of a chat that was saved as data */
  function textsIn(value) {
    if (typeof value === "string") return `${value}\n`;
    if (!value || typeof value !== "object") return "";
    return Object.keys(value)
      .map((key) => textsIn(value[key]))
      .join("");
  }

  /* ---------- YAML as the bureau keeps it: macros/zhidu/assessment/submission.py, canonical ---------- */
  /* a smaller language than YAML; what is not of it throws */
  function yamlOf(text) {
    const lines = [];
    text.split(/\r\n|\r|\n/).forEach((line) => {
      const words = line.replace(/(^|[^ \t])[ \t]+$/, "$1");
      if (!/^ *(?:#|$)/.test(words) && !(words === "---" && !lines.length))
        lines.push({ depth: words.search(/[^ ]/), words: words.replace(/^ +/, "") });
    });
    let at = 0;

    function plainOf(words) {
      if (words === "{}") return {};
      if (words[0] === '"') return JSON.parse(words);
      if (/^'(?:[^']|'')*'$/.test(words)) return words.slice(1, -1).replace(/''/g, "'");
      if (words[0] === "[" && words.slice(-1) === "]") return words === "[]" ? [] : words.slice(1, -1).split(/, */).map(plainOf);
      if (/^[-+]?(?:0|[1-9][0-9]{0,14}|[0-9]{1,15}\.[0-9]{1,15})$/.test(words)) return Number(words);
      if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(words)) return words[0].toLowerCase() === "t";
      if (/^(?:null|Null|NULL|~)$/.test(words)) return null;
      if (/^[\s\-?:,[\]{}#&*!|>'"%@`]|: |:$/.test(words)) throw new SyntaxError(words);
      return words;
    }

    function scalar(words) {
      return plainOf(/^["']/.test(words) ? words.replace(/^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*') +#.*$/, "$1") : words.replace(/(^|[^ ]) +#.*$/, "$1"));
    }

    function block(depth, level) {
      if (level > DEEPEST) throw new SyntaxError("deep");
      if (!/^- /.test(lines[at].words)) return mapping(depth, level);
      const list = [];
      while (at < lines.length && lines[at].depth === depth && /^- /.test(lines[at].words)) {
        const rest = lines[at].words.slice(2).replace(/^ +/, "");
        if (/^[A-Za-z_][\w-]*:(?: |$)/.test(rest)) {
          lines[at] = { depth: depth + lines[at].words.length - rest.length, words: rest };
          list.push(mapping(lines[at].depth, level + 1));
        } else {
          list.push(scalar(rest));
          at += 1;
        }
      }
      return list;
    }

    function mapping(depth, level) {
      const made = {};
      while (at < lines.length && lines[at].depth === depth) {
        const pair = /^([A-Za-z_][\w-]*):(?: +(.*))?$/.exec(lines[at].words);
        if (!pair || Object.prototype.hasOwnProperty.call(made, pair[1]) || pair[1] === "__proto__") throw new SyntaxError(lines[at].words);
        at += 1;
        if (pair[2] !== undefined && pair[2][0] !== "#") made[pair[1]] = scalar(pair[2]);
        else if (at < lines.length && (lines[at].depth > depth || (lines[at].depth === depth && /^- /.test(lines[at].words))))
          made[pair[1]] = block(lines[at].depth, level + 1);
        else made[pair[1]] = null;
      }
      return made;
    }

    const found = lines.length ? block(lines[0].depth, 0) : null;
    if (at < lines.length) throw new SyntaxError(lines[at].words);
    return found;
  }

  function ours(value) {
    return isObject(value) && ("school" in value || "items" in value || "term" in value);
  }

  /* what a text says: {data}, {lacking, count} where pieces of a code are missing, or null */
  function readIn(given) {
    if (given.length > MOST_TEXT) return null;
    const text = given.replace(/^\ufeff/, "");
    let chat = text;
    try {
      const said = JSON.parse(text);
      if (ours(said)) return { data: said };
      chat = textsIn(said);
    } catch (error) {
      try {
        const kept = yamlOf(text);
        if (ours(kept)) return { data: kept };
      } catch (other) {
        chat = text; // words with a code in them, or nothing of ours
      }
    }
    const plain = chat
      .replace(/[\u2460-\u24ff\u2776-\u2793\u3200-\u33ff]/g, " ") // ① is no figure of a code
      .normalize("NFKC")
      .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, "")
      .replace(/\\(?:([-_.])|[nrtfv])|&#(\d{2});|%(2D|2E|5F)/gi, (_, sign, number, hex) =>
        number || hex ? String.fromCharCode(number || parseInt(hex, 16)) : sign || " ",
      )
      .replace(/([\w-])。(?=[\w-])/g, "$1.");
    const dashes = /[\u2010-\u2015\u2212]/g;
    const found = codeIn(plain.replace(dashes, "-"));
    return found && found.data ? found : codeIn(plain.replace(/\u2014/g, "--").replace(dashes, "-")) || found;
  }

  /* ---------- what holds other files: macros/zhidu/assessment/intake/containers.py ---------- */
  /* the files in a zip archive: name in small letters, and what unpacks it, within bounds whatever it promises */
  function filesIn(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
    const count = view.getUint16(end + 10, true);
    let at = view.getUint32(end + 16, true);
    let left = MOST_UNPACKED;
    const found = [];
    for (let number = 0; number < Math.min(count, MOST_FILES); number += 1) {
      const [method, packed, named, extra, comment] = [10, 20, 28, 30, 32].map((place) =>
        place === 20 ? view.getUint32(at + place, true) : view.getUint16(at + place, true),
      );
      const head = view.getUint32(at + 42, true);
      const name = decoded("utf-8", bytes.subarray(at + 46, at + 46 + named), false);
      const unpack = () => {
        const from = head + 30 + view.getUint16(head + 26, true) + view.getUint16(head + 28, true);
        const raw = bytes.subarray(from, from + packed);
        const said = method === 8 ? inflated(raw, undefined, left) : raw;
        left -= said.length;
        if (left < 0) throw new RangeError("too much");
        return said;
      };
      if (!name.endsWith("/")) found.push({ name: name.toLowerCase().replace(/\\/g, "/"), unpack });
      at += 46 + named + extra + comment;
    }
    return found;
  }

  /* an archive: the one submission in it; an Office file: what a filled workbook says, or the text code in its paragraphs
     or cells */
  function readPacked(bytes, inside) {
    try {
      const files = filesIn(bytes);
      const office = files.filter(({ name }) => /^(?:word\/document|xl\/sharedstrings|xl\/worksheets\/[^/]*)\.xml$/.test(name));
      if (files.some(({ name }) => /^(?:\[content_types\]|xl\/|word\/)/.test(name))) {
        const word = files.some(({ name }) => name.startsWith("word/"));
        const filled = zhidu.workbook && !word ? zhidu.workbook(files, bytes.length) : null;
        if (filled) return filled;
        const read = readIn(office.map((part) => paragraphs(part.unpack())).join("\n"));
        return read && read.data ? read : { office: true, ...read };
      }
      if (inside) return null; // an archive in an archive
      const read = files.filter(({ name }) => !/^__macosx\//.test(name)).map((file) => readFile(file.unpack(), true));
      const said = read.filter((one) => one && one.data);
      if (new Set(said.map((one) => JSON.stringify(one.data))).size > 1) return { several: true };
      return said[0] || read.find((one) => one) || null;
    } catch (error) {
      return null; // damaged, locked, or too much
    }
  }

  function paragraphs(bytes) {
    const page = new DOMParser().parseFromString(decoded("utf-8", bytes, false), "application/xml");
    return [...page.querySelectorAll("p, si, is")]
      .map((one) => [...one.querySelectorAll("t")].map((text) => text.textContent).join(""))
      .join("\n");
  }

  /* what the bytes of a file say, in any of the encodings that editors here write */
  function readFile(buffer, inside) {
    const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
    if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return { office: true };
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readPacked(bytes, inside);
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
      return readIn(new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes));
    }
    for (const encoding of ["utf-8", "gb18030", "utf-16le", "utf-16be"]) {
      const text = decoded(encoding, bytes, true);
      const odd = encoding.startsWith("utf-16") && text.replace(PLAUSIBLE, "").length * 9 >= text.length;
      if (text && !text.includes("\0") && !odd) return readIn(text);
    }
    return readIn(decoded("utf-8", bytes, false));
  }

  function decoded(encoding, bytes, fatal) {
    try {
      return new TextDecoder(encoding, { fatal }).decode(bytes);
    } catch (error) {
      return "";
    }
  }

  zhidu.codes = { encode, readIn, readFile };
})(window.zhiduChecklist);
