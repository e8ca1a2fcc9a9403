/* Finds clauses as people ask for them. Over HTTP it runs in a worker, from a folder on the page itself: one script.
   search/data.js (macros/zhidu/site/search_data.py) brings the texts and the lexicon; MiniSearch stores and scores pairs of characters.
   No dictionary segmentation: a run of Chinese becomes overlapping pairs, in texts and questions alike, so that any
   two adjacent characters can be found, known word or not. No syntax and no interface newer than Chrome 78. */
(function (scope) {
  "use strict";

  const HAN = "\u3007\u3400-\u9fff\uf900-\ufaff";
  const RUNS = new RegExp("[" + HAN + "]+|[a-z]+|[0-9]+", "g");
  const HAN_RUNS = new RegExp("[" + HAN + "]{2,}", "g");
  const HAN_ANY = new RegExp("[" + HAN + "]+", "g");
  const IS_HAN = new RegExp("[" + HAN + "]");
  const LATIN_PAIR = /^[a-z]{2}$/;
  const ZERO_WIDTH = /[\u200b-\u200d\ufeff]/g;
  const LETTERS = /[a-z]{2,}(?:[ ']+[a-z]+)*/g;
  const NUMERALS = "0-9〇零一二两三四五六七八九十百千";
  const NUMBERS = new RegExp("(百分之|附件)?([" + NUMERALS + "]+)(%|个月|[" + HAN + "]?)", "g");
  const DIGITS = { "〇": 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
  const TENS = { 十: 10, 百: 100, 千: 1000 };
  const UNITS = { 个月: [30, "天"], 月: [30, "天"], 日: [1, "天"], 周: [7, "天"], 成: [10, "%"] }; // 两个月 is 60天
  const FIRST_ROW = 0xb0; // of level 1 of GB 2312, which stands in the order of pinyin
  const FIRST_CELL = 0xa1;
  const CELLS = 94; // of a row

  /* What a match is worth. */
  const FIELDS = {
    text: 1, // what the clause says, put right
    about: 0.7, // what its duties come to in other words, and what was printed
    title: 1, // whose rule it is
    context: 0.6, // for whom, where, when, with what records
  };
  const FIELD_NAMES = Object.keys(FIELDS);
  const CONCEPT = 7; // a word of the lexicon, beside one pair of characters
  const SYNONYM = 0.9; // below what was literally asked for
  const LONE = 0.3; // one character, which may be part of any word
  const OWN = 0.5; // how much the rarity of a form counts beside that of the word in all forms
  const ANOTHER = 0.15; // a text that has two forms of a word
  const LITERAL = 1; // pairs of characters that belong to no word of the lexicon
  const WORDED = 0.3; // pairs of characters of such a word: rewards words that stand together
  const STRAY = 0.8; // a lone character that nothing else covers
  const NUMBER = 1.2;
  const REPAIRED = 0.9; // a misspelt word put right
  const GUESSED = 0.6; // a misspelt word, of which a character was guessed
  const PARTIAL = 0.8; // letters of which only the beginning could be read
  const MAX_LETTERS = 72; // of one question in pinyin
  const MAX_CUTS = 8; // ways to cut letters into syllables
  const MAX_SLIPS = 60; // the same with one of them misspelt
  const PLAIN = 0.7; // words a syllable, of a question in pinyin that can be relied on
  const RELATED = 0.2; // below this share of the best, a clause only happens to have some of the words
  const PARTICLES = /[也都还就在不没有上下里外中内和跟对会想做用到说看打叫个些每很太再又才先后前与及或从向于以之其所等将已]/g; // no matter by themselves
  const COMMON = 0.12; // in more of the clauses than this, a word does not tell what a question is about
  const WIDE = 0.45; // as COMMON, where a word may stand for what the texts write otherwise
  const ENOUGH = 1; // agreement of a question with the words of a duty
  const EACH = 0.45; // agreement for each part of a question, at least
  const LITERALLY = 1.6; // agreement for each part of a question, of facts that may stand side by side
  const OFTEN_ENOUGH = 4; // clauses in which a room's name stands: then it is not taken for another room
  const NEARLY = 0.75; // of the best agreement: such a fact may be meant as well
  const ABOUT_NAMES = /的?(?:页面|网页|职责|岗位|有哪些|是什么|在哪里?|在哪儿|怎么|如何|下载|打印|查看|看)/g; // said beside a name
  const LAW = /^.+(?:[^方办做用想书违犯非合执说语]法|条例)$/;
  const MAX_NAMED = 4;
  const SETUP = 0; // the theme's protocol between a page and its search worker
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const FEW = 6;
  const MAX_SHOWN = 30;
  const MAX_SUGGESTIONS = 5;
  const MAX_QUERY = 100;
  const MAX_READINGS = 8;
  const MAX_STRAYS = 3;
  const MAX_HOLDERS = 6000; // occurrences of pairs looked at for one reading; the rarest pairs come first
  const MAX_REMEMBERED = 3000;

  let variants = {};
  let variant = null; // a pattern of all of them
  let engine = null;
  let handbook = null;
  let laws = []; // [number of a clause, a law that a note beside it names]
  let sayings = []; // see saying()
  let called = new Map(); // a name → what is called so
  let more = { facts: {}, laws: {}, pages: [], rooms: [] }; // what search/answers.js brings
  let documents = [];
  let lines = []; // what documents say, then the words of the lexicon, for spelling
  let places = new Map(); // pair → lines
  let groups = new Map(); // a word → the words that mean the same
  let longest = 0;
  let postNames = new Set();
  let placeNames = new Set(); // rooms and systems
  let ignored = [];
  let besides = []; // sayings that hold such a word
  let matters = new Set(); // what people ask a school about, and no text here says
  let proper = []; // what posts, rooms and records are called
  let titles = []; // names and words, for initials
  let sounds = null; // see hearing()
  let alike = {}; // a character → those it is mistaken for
  let memory = new Map();

  /* ---------- writing ---------- */

  /** Full width to half, upper case to lower, variant characters to the usual ones. */
  function normalise(text) {
    const plain = String(text).normalize("NFKC").toLowerCase().replace(ZERO_WIDTH, "");
    return variant ? plain.replace(variant, (form) => variants[form]) : plain;
  }

  /** A question as it is read: 网 络 → 网络. A space beside a lone character stands inside a word. */
  function asked(question) {
    let last = "";
    return normalise(question)
      .slice(0, MAX_QUERY)
      .split(/\s+/)
      .map((part) => {
        const inside = (part.length === 1 || last.length === 1) && isHan(part) && isHan(last);
        last = part;
        return (inside ? "" : " ") + part;
      })
      .join("")
      .trim();
  }

  function isHan(term) {
    return IS_HAN.test(term.charAt(0));
  }

  function runs(plain) {
    return plain.match(RUNS) || [];
  }

  /** 网络室 → 网络 络室; a lone character, a Latin word and a number stay whole */
  function terms(plain) {
    const found = [];
    runs(plain).forEach((run) => {
      if (run.length < 2 || !isHan(run)) found.push(run);
      else for (let i = 0; i + 1 < run.length; i++) found.push(run.substr(i, 2));
    });
    return found;
  }

  function value(numeral) {
    let total = 0;
    let digit = "";
    for (let i = 0; i < numeral.length; i++) {
      const character = numeral.charAt(i);
      if (TENS[character]) {
        total += (digit === "" ? 1 : Number(digit)) * TENS[character];
        digit = "";
      } else {
        digit += character in DIGITS ? DIGITS[character] : character;
      }
    }
    return total + Number(digit);
  }

  /** 六0天, 六十天, 60天, 两个月 → 60 60天; 百分之六十, 六成 → 60 60%; 附件九 → 附件9 */
  function numbers(plain) {
    const found = [];
    let match;
    NUMBERS.lastIndex = 0;
    while ((match = NUMBERS.exec(plain))) {
      const number = value(match[2]);
      const unit = match[1] === "百分之" ? "%" : match[3];
      if (match[1] === "附件") found.push("#附件" + number);
      if (number >= 10 || /[0-9]/.test(match[2])) found.push("#" + number);
      if (unit) found.push("#" + number + unit);
      if (UNITS[unit]) found.push("#" + number * UNITS[unit][0] + UNITS[unit][1]);
      NUMBERS.lastIndex = match.index + (match[1] || "").length + match[2].length;
    }
    if (/一半|过半|半数/.test(plain)) found.push("#50%");
    (plain.match(/\b0\.[0-9]{1,2}\b/g) || []).forEach((part) => found.push("#" + Math.round(Number(part) * 100) + "%"));
    return found;
  }

  function unique(list) {
    return Array.from(new Set(list));
  }

  /* ---------- the index ---------- */

  /** Take in what search/data.js brings. */
  function data(given) {
    handbook = given;
    given.clauses = rows(given.clauses);
    memory = new Map();
    learnWriting(given.lexicon);
    documents = given.clauses.map(clauseDocument);
    entries(given).forEach((entry) => documents.push(entryDocument(entry, documents.length)));
    learnWords(given);
    engine = new scope.MiniSearch({
      fields: FIELD_NAMES.concat("numbers"),
      tokenize: (text, field) => (field === "numbers" ? numbers(text) : terms(text)),
      processTerm: (term) => term,
    });
    engine.addAll(documents);
    places = new Map();
    lines = documents.map((document) => FIELD_NAMES.map((field) => document[field]).join("\n"));
    lines = lines.concat(titles, ignored);
    lines.forEach((line, number) => {
      terms(line).forEach((term) => {
        const found = places.get(term);
        if (!found) places.set(term, [number]);
        else if (found[found.length - 1] !== number) found.push(number);
      });
    });
    sounds = null;
    if (scope.setTimeout) scope.setTimeout(hearing, 0); // before somebody types pinyin, after whoever waits was answered
  }

  /** Take in what search/answers.js brings, after the data. */
  function answers(given) {
    matters = new Set(unpacked(given.matters).map(normalise).filter(Boolean));
    besides = unpacked(given.besides).map(normalise).filter(Boolean);
    more = given;
    called = new Map();
    entries(handbook).forEach((entry) => {
      if (entry.kind === "岗位" || entry.kind === "记录") call([entry.name].concat(entry.others), entry);
    });
    Object.keys(handbook.policies).forEach((id) => {
      const policy = handbook.policies[id];
      call([policy.label, policy.title], { kind: "制度", name: policy.label + " " + policy.title, href: policy.page });
    });
    given.rooms.forEach((id) => {
      call(handbook.places[id], { kind: "场所", name: handbook.places[id][0], href: "posters/?room=" + id });
    });
    given.pages.forEach((page) => call([page[0]].concat(unpacked(page[1])), { kind: "页面", name: page[0], href: page[2] }));
    laws = [];
    sayings = [];
    handbook.clauses.forEach((clause, number) => {
      (given.laws[clause.id] || []).forEach((law) => laws.push([number, bare(normalise(law))]));
      (given.facts[clause.id] || []).forEach((row) => sayings.push(saying(documents[number], row)));
    });
    memory = new Map();
  }

  /** A duty as questions are held against it: {document, row, words, own, number, context}. */
  function saying(document, row) {
    const clause = document.clause;
    const words = row[1] ? clause.text.substr(row[0], row[1]) : row[0];
    const ids = Object.keys(handbook.roles);
    const people = [2, 3, 4].map((at) => names(handbook.roles, (row[at] || []).map((place) => ids[place])));
    const around = [names(handbook.places, clause.places), row[5] || "", row[1] ? sentenceAt(clause.text, row[0]) : ""];
    return {
      document: document,
      row: row,
      words: words,
      own: normalise(words),
      number: normalise(words + " " + (row[6] || []).join(" ")),
      context: normalise(around.concat(people).join(" ")),
    };
  }

  function call(names, entry) {
    names.forEach((name) => {
      const plain = bare(normalise(name));
      called.set(plain, (called.get(plain) || []).concat({ id: entry.href, kind: entry.kind, name: entry.name, href: entry.href }));
    });
  }

  /** A name without signs and spaces; with 附件八 as 附件8. */
  function bare(text) {
    const numbered = text.replace(/附件([一二三四五六七八九十]+)/, (_, numeral) => "附件" + value(numeral));
    return runs(numbered).join("");
  }

  /** What is called as the question says: posts, policies, records, rooms, pages. A policy also by the end of its title. */
  function named(text) {
    const found = [];
    const take = (title, kinds) => found.push(...(called.get(title) || []).filter((one) => !kinds || kinds.includes(one.kind)));
    unique([text, withoutAsking(text), text.replace(ABOUT_NAMES, "")].map(bare)).forEach((name) => {
      if (!name) return;
      take(name);
      if (name.length < 4) return;
      called.forEach((_, title) => {
        if (title !== name && title.endsWith(name)) take(title, ["制度"]);
      });
    });
    (groups.get(bare(text)) || []).forEach((form) => take(form, ["岗位", "场所"]));
    const seen = new Map(found.map((one) => [one.href, one]));
    return Array.from(seen.values()).slice(0, MAX_NAMED);
  }

  /** The clauses beside which a note names the law that is asked for. */
  function lawful(text) {
    const name = bare(text);
    const isLaw = LAW.test(name);
    return laws.filter((law) => name.indexOf(law[1]) >= 0 || (isLaw && law[1].endsWith(name))).map((law) => law[0]);
  }

  /** {id: [1, 2], text: [a, 0]} → [{id: 1, text: a}, {id: 2}] */
  function rows(columns) {
    const made = [];
    Object.keys(columns).forEach((field) => {
      columns[field].forEach((value, i) => {
        if (!made[i]) made[i] = {};
        if (value) made[i][field] = value;
      });
    });
    return made;
  }

  function names(table, ids) {
    return (ids || []).map((id) => [].concat(table[id]).join(" ")).join(" ");
  }

  function clauseDocument(clause, number) {
    const policy = handbook.policies[clause.policy];
    const cite = policy.label + clause.cite;
    const said = [clause.about, clause.original].filter(Boolean).join(" ");
    const context = [
      names(handbook.roles, clause.roles),
      names(handbook.places, clause.places),
      names(handbook.records, clause.records),
      (clause.when || []).join(" "),
    ].join(" ");
    return {
      id: number,
      clause: clause,
      cite: cite,
      href: policy.page + "#" + clause.id,
      text: normalise(clause.text),
      about: normalise(said),
      title: normalise(policy.label + " " + policy.title),
      context: normalise(context),
      numbers: normalise([cite, policy.title, clause.text, said].join(" ")),
    };
  }

  /** Pages and places that are no clauses: roles, records, words of the glossary. */
  function entries(given) {
    const entry = (id, kind, href, name, others) => ({ id, kind, name, others: others || [], href });
    return [].concat(
      given.pages.map((id) => entry(id, "岗位", "roles/" + id + "/", given.roles[id][0], given.roles[id].slice(1))),
      Object.keys(given.records).map((id) => entry(id, "记录", "records/#" + id, given.records[id])),
      given.sites.map((page) => entry(page[2], "页面", page[2], page[0], unpacked(page[1]))),
      given.terms.map((id, i) => entry(id, "词汇", "glossary/#" + id, unpacked(given.lexicon.groups[i])[0]))
    );
  }

  function entryDocument(entry, number) {
    return {
      id: number,
      entry: entry,
      href: entry.href,
      text: normalise(entry.name),
      about: normalise(entry.others.join(" ")),
      title: "",
      context: "",
      numbers: "",
    };
  }

  /* ---------- the lexicon ---------- */

  function unpacked(words) {
    return words.split(" ");
  }

  function learnWriting(lexicon) {
    variants = Object.create(null);
    unpacked(lexicon.characters).forEach((forms) => {
      Array.from(forms.slice(1)).forEach((form) => {
        variants[form] = forms.charAt(0);
      });
    });
    variant = Object.keys(variants).length ? new RegExp("[" + Object.keys(variants).join("") + "]", "g") : null;
    alike = Object.create(null);
    unpacked(lexicon.lookalikes).forEach((forms) => {
      Array.from(forms).forEach((form) => {
        alike[form] = (alike[form] || "") + forms;
      });
    });
    ignored = unpacked(lexicon.ignored).map(normalise).sort((a, b) => b.length - a.length);
  }

  function learnWords(given) {
    groups = new Map();
    given.lexicon.groups.forEach((group) => {
      const plain = unpacked(group).map(normalise);
      plain.forEach((word) => mean(word, plain));
    });
    given.lexicon.sayings.split("|").forEach((saying) => {
      const sides = saying.split("=").map((side) => unpacked(side).map(normalise));
      sides[0].filter(Boolean).forEach((word) => mean(word, sides[1]));
    });
    const called = [given.roles, given.places, given.records].flatMap(Object.values).flat();
    proper = unique(called.concat(given.lexicon.groups.flatMap(unpacked)).map(normalise));
    titles = unique(Array.from(groups.keys()).concat(called.map(normalise)));
    postNames = new Set(names(given.roles, Object.keys(given.roles)).split(" ").map(normalise));
    placeNames = new Set(names(given.places, Object.keys(given.places)).split(" ").map(normalise));
    longest = Array.from(groups.keys()).reduce((most, word) => Math.max(most, word.length), 0);
  }

  function mean(word, others) {
    groups.set(word, unique((groups.get(word) || [word]).concat(others)));
  }

  /** The words of the lexicon in a text: those that cover most of it, long ones first. [from, length] in order. */
  function wordsIn(text, isOne) {
    const best = [{ worth: 0, words: [] }]; // by how much of the text is read
    for (let to = 1; to <= text.length; to++) {
      best[to] = best[to - 1];
      for (let length = Math.min(longest, to); length > 0; length--) {
        const from = to - length;
        const worth = best[from].worth + length * length + (isOne && isMatter(text, from, length) ? 1 : 0);
        if (worth > best[to].worth && (isOne || isWord)(text, from, length)) best[to] = { worth: worth, words: best[from].words.concat([[from, length]]) };
      }
    }
    return best[text.length].words;
  }

  function isWord(text, from, length) {
    const word = text.substr(from, length);
    if (!groups.has(word)) return false;
    if (length === 1 && isHan(word)) return standsAlone(text, from);
    return !LATIN_PAIR.test(text.slice(Math.max(0, from - 1), from + 1)) && !LATIN_PAIR.test(text.substr(from + length - 1, 2));
  }

  function isWordOrMatter(text, from, length) {
    return isMatter(text, from, length) || isWord(text, from, length);
  }

  /** Whether a saying stands around a stretch of a text. */
  function holds(text, saying, from, length) {
    for (let at = text.indexOf(saying); at >= 0 && at <= from; at = text.indexOf(saying, at + 1)) {
      if (at + saying.length >= from + length) return true;
    }
    return false;
  }

  /** 保安, but not in 确保安全, as the texts write it. */
  function isMatter(text, from, length) {
    if (!matters.has(text.substr(from, length))) return false;
    if (besides.some((saying) => holds(text, saying, from, length))) return false;
    return !(from && clausesWith(text.substr(from - 1, length + 1))) && !(from + length < text.length && clausesWith(text.substr(from, length + 1)));
  }

  /** A lone character that is not part of what the texts write: 谁锁, not 存在. */
  function standsAlone(text, at) {
    return !(at + 1 < text.length && places.has(text.substr(at, 2))) && !(at && places.has(text.substr(at - 1, 2)));
  }

  /** A text without the words that only ask. */
  function withoutAsking(text) {
    let rest = "";
    for (let i = 0; i < text.length; ) {
      const skip = ignored.find((candidate) => text.startsWith(candidate, i));
      rest += skip ? " " : text.charAt(i);
      i += skip ? skip.length : 1;
    }
    return rest;
  }

  /** A question cut up: words of the lexicon, what stands between them; words that only ask are left out. */
  function cut(text) {
    const found = [];
    let from = 0;
    function between(to) {
      const rest = withoutAsking(text.slice(from, to));
      if (runs(rest).length) found.push({ text: rest });
    }
    wordsIn(text).forEach((word) => {
      between(word[0]);
      from = word[0] + word[1];
      found.push({ text: text.substr(word[0], word[1]), word: true });
    });
    between(text.length);
    return found.length ? found : [{ text: text }];
  }

  /** The answer of *work*, kept: people change a question by a word. */
  function remembered(key, work) {
    if (!memory.has(key)) {
      if (memory.size > MAX_REMEMBERED) memory.clear();
      memory.set(key, work());
    }
    return memory.get(key);
  }

  /** The lines that have a word, by number. A lone character is looked for in all of them. */
  function linesWith(word) {
    return remembered("lines " + word, () => {
      let rarest = null;
      terms(word).forEach((term) => {
        if (term.length < 2 && isHan(term)) return;
        const found = places.get(term) || [];
        if (!rarest || found.length < rarest.length) rarest = found;
      });
      if (rarest) return word.length === 2 ? rarest : rarest.filter((number) => lines[number].indexOf(word) >= 0);
      return lines.map((_, number) => number).filter((number) => lines[number].indexOf(word) >= 0);
    });
  }

  function isWritten(word) {
    return word.length === 2 && isHan(word) ? places.has(word) : linesWith(word).length > 0;
  }

  /* ---------- sounds and shapes ---------- */

  /** How characters sound; made when first needed. `of`: a character → its syllables; `syllables` and, for those who
      do not tell zh from z or ang from an, `nearly`: a syllable → characters; `after`: a character → what follows it
      somewhere in the texts; `before`: a character → what it follows; `first`: a letter → characters. */
  function hearing() {
    if (sounds) return sounds;
    const made = {
      of: Object.create(null),
      syllables: Object.create(null),
      nearly: Object.create(null),
      initial: Object.create(null),
      after: new Map(),
    };
    const learn = (syllable, characters) => {
      Array.from(characters).forEach((character) => {
        (made.of[character] = made.of[character] || []).push(syllable);
      });
      made.syllables[syllable] = (made.syllables[syllable] || "") + characters;
      made.nearly[folded(syllable)] = (made.nearly[folded(syllable)] || "") + characters;
      made.initial[syllable.charAt(0)] = (made.initial[syllable.charAt(0)] || "") + characters;
    };
    commonSounds(handbook.lexicon.sounds, learn);
    Object.keys(handbook.lexicon.more).forEach((syllable) => learn(syllable, handbook.lexicon.more[syllable]));
    places.forEach((_, term) => {
      if (term.length !== 2 || !isHan(term)) return;
      const first = term.charAt(0);
      made.after.set(first, (made.after.get(first) || "") + term.charAt(1));
    });
    sounds = made;
    return made;
  }

  /** Level 1 of GB 2312 is ordered by sound: how many characters each syllable has is all there is to tell. */
  function commonSounds(counts, learn) {
    if (typeof TextDecoder === "undefined") return;
    const decoder = new TextDecoder("gb2312");
    let next = 0;
    (counts.match(/[a-z]{1,9}[0-9]+/g) || []).forEach((part) => {
      const bytes = [];
      for (let left = Number(part.match(/[0-9]+/)[0]); left > 0; left--) {
        bytes.push(FIRST_ROW + Math.floor(next / CELLS), FIRST_CELL + (next % CELLS));
        next += 1;
      }
      learn(part.match(/[a-z]+/)[0], decoder.decode(new Uint8Array(bytes)));
    });
  }

  /** zhang, zan, zang → zan */
  function folded(syllable) {
    return syllable.replace(/^([zcs])h/, "$1").replace(/^l/, "n").replace(/([aei])ng$/, "$1n");
  }

  /** Words of the texts made of one character of each class, the most frequent first. */
  function spelled(classes, limit) {
    return remembered("spelled " + limit + " " + classes.join("|"), () => {
      const after = hearing().after;
      let words = Array.from(classes[0] || "").filter((character) => after.has(character));
      for (let i = 1; i < classes.length && words.length; i++) {
        const longer = [];
        words.forEach((word) => {
          const follow = after.get(word.charAt(i - 1)) || "";
          for (let j = 0; j < follow.length; j++) {
            if (classes[i].indexOf(follow.charAt(j)) >= 0) longer.push(word + follow.charAt(j));
          }
        });
        words = i > 1 ? longer.filter(isWritten) : longer;
      }
      const often = (word) => (word.length > 2 ? linesWith(word) : word.length > 1 ? places.get(word) : after.get(word)).length;
      return unique(words)
        .map((word) => [word, often(word)])
        .sort((a, b) => b[1] - a[1])
        .slice(0, limit)
        .map((word) => word[0]);
    });
  }

  /** lukeshi → [lu, ke, shi] as classes of characters; the last syllable may be unfinished. Fewest syllables first.
      With *slips*, exactly one syllable is misspelt. */
  function syllabify(letters, table, fold, slips) {
    const found = [];
    if (letters.length > (slips ? MAX_LETTERS / 2 : MAX_LETTERS)) return found;
    (function cutFrom(from, taken, slipped) {
      if (found.length >= (slips ? MAX_SLIPS : MAX_CUTS) || taken.length > 12) return;
      if (from === letters.length) {
        if (slipped || !slips) found.push(taken);
        return;
      }
      for (let length = Math.min(6, letters.length - from); length > 0; length--) {
        const piece = letters.substr(from, length);
        const characters = table[fold(piece)];
        if (characters && (fold === same || length > 1 || /[aeo]/.test(piece))) cutFrom(from + length, taken.concat(characters), slipped);
        else if (!slips && taken.length && from + length === letters.length) {
          const unfinished = Object.keys(table).filter((syllable) => syllable.startsWith(fold(piece)));
          if (unfinished.length) found.push(taken.concat(unfinished.map((syllable) => table[syllable]).join("")));
        }
        if (slips && !slipped && slips[piece]) cutFrom(from + length, taken.concat(slips[piece]), true);
      }
    })(0, [], false);
    return found.sort((a, b) => a.length - b.length);
  }

  /** Syllables with a letter left out or two that changed places → the characters meant: jio, jaio → 教 校 较 … */
  function slips() {
    const heard = hearing();
    if (heard.slips) return heard.slips;
    const made = Object.create(null);
    Object.keys(heard.syllables).forEach((syllable) => {
      for (let i = 0; i < syllable.length; i++) {
        const without = syllable.slice(0, i) + syllable.slice(i + 1);
        const swapped = syllable.slice(0, i) + syllable.charAt(i + 1) + syllable.charAt(i) + syllable.slice(i + 2);
        [without.length > 1 ? without : "", swapped].forEach((slip) => {
          if (slip && !heard.syllables[slip]) made[slip] = (made[slip] || "") + heard.syllables[syllable];
        });
      }
    });
    heard.slips = made;
    return made;
  }

  function same(piece) {
    return piece;
  }

  /** A whole question in pinyin: as few words as will do, lone characters last. None where a syllable is in none. */
  function sentence(classes) {
    const best = [{ cost: 0, text: "" }]; // by how many syllables are read
    for (let from = 0; from < classes.length; from++) {
      if (!best[from]) continue;
      for (let to = from + 1; to <= Math.min(classes.length, from + 6); to++) {
        const word = spelled(classes.slice(from, to), 1)[0];
        if (!word) break; // then a longer one is not there either
        const cost = best[from].cost + (to - from === 1 ? 2 : 1);
        if (!best[to] || cost < best[to].cost) best[to] = { cost: cost, text: best[from].text + word + " " };
      }
    }
    const whole = best[classes.length];
    return whole ? { text: whole.text, cost: whole.cost, syllables: classes.length } : null;
  }

  /** wrod → word: a Latin word of the texts in which one letter is wrong, missing, too many, or two changed places. */
  function inLatin(letters) {
    return remembered("latin " + letters, () => {
      if (letters.length < 3) return [];
      return Array.from(places.keys()).filter((term) => /^[a-z]{3,}$/.test(term) && oneOff(term, letters));
    });
  }

  function oneOff(word, other) {
    let from = 0;
    while (from < word.length && word.charAt(from) === other.charAt(from)) from++;
    let left = 0;
    while (left < Math.min(word.length, other.length) - from && word.charAt(word.length - 1 - left) === other.charAt(other.length - 1 - left)) left++;
    const one = word.slice(from, word.length - left);
    const two = other.slice(from, other.length - left);
    return Math.max(one.length, two.length) < 2 || (one.length === 2 && one === two.charAt(1) + two.charAt(0));
  }

  /** Chinese words that letters may stand for: full pinyin, else first letters, else nearly so, else how they begin. */
  function fromPinyin(letters) {
    return remembered("pinyin " + letters, () => {
      const heard = hearing();
      const exact = inSyllables(letters, heard.syllables, same);
      if (exact.plain) return weighted(exact.words, 1);
      const initials = fromInitials(letters);
      if (initials.length) return weighted(initials, 1);
      const off = inLatin(letters).concat(inNames(letters));
      if (off.length) return weighted(off, REPAIRED);
      const nearly = inSyllables(letters, heard.nearly, folded);
      if (nearly.cost + 1 < exact.cost) return weighted(nearly.words, REPAIRED);
      const slipped = inSyllables(letters, heard.syllables, same, slips());
      if (slipped.plain && slipped.cost + 1 < exact.cost) return weighted(slipped.words, REPAIRED);
      if (exact.words.length) return weighted(exact.words, 1);
      for (let length = letters.length - 1; length > 2; length--) {
        const start = letters.slice(0, length);
        const found = inSyllables(start, heard.syllables, same).words.concat(fromInitials(start));
        if (found.length) return weighted(found.slice(0, 3), PARTIAL);
      }
      return [];
    });
  }

  function weighted(words, weight) {
    return words.map((word) => [word, weight]);
  }

  /** {words, cost, plain}: one word, else a whole question in as few words as will do. It is plain where most of its
      words have two syllables and more; lone characters are found for almost any letters. */
  function inSyllables(letters, table, fold, slipped) {
    const ways = syllabify(letters, table, fold, slipped);
    const found = ways.flatMap((classes) => spelled(classes, 4));
    if (found.length) return { words: unique(found).slice(0, 5), cost: 1, plain: true };
    const read = ways
      .map(sentence)
      .filter(Boolean)
      .sort((a, b) => a.cost - b.cost);
    if (!read.length) return { words: [], cost: Infinity, plain: false };
    return { words: read.slice(0, 2).map((one) => one.text), cost: read[0].cost, plain: read[0].cost <= PLAIN * read[0].syllables };
  }

  /** dngjibiao → 登记表: names and words of the lexicon whose pinyin is one letter off. */
  function inNames(letters) {
    if (letters.length < 5) return [];
    const heard = hearing();
    if (!heard.names) {
      heard.names = titles.filter((title) => title.length > 1).map((title) => [title, Array.from(title, (c) => (heard.of[c] || ["?"])[0]).join("")]);
    }
    return heard.names
      .filter((name) => Math.abs(name[1].length - letters.length) < 2 && oneOff(name[1], letters))
      .map((name) => name[0])
      .slice(0, 3);
  }

  function fromInitials(letters) {
    const classes = Array.from(letters).map((letter) => hearing().initial[letter] || "");
    if (classes.indexOf("") >= 0) return [];
    const named = titles
      .filter((title) => title.length >= letters.length && classes.every((characters, i) => characters.indexOf(title.charAt(i)) >= 0))
      .sort((a, b) => a.length - b.length)
      .map((title) => title.slice(0, letters.length));
    if (named.length) return unique(named).slice(0, 4);
    return letters.length > 2 ? spelled(classes, 3) : [];
  }

  function mistakable(character, nearly) {
    const heard = hearing();
    const found = (heard.of[character] || []).map((syllable) => (nearly ? heard.nearly[folded(syllable)] : heard.syllables[syllable]));
    return character + found.join("") + (alike[character] || "");
  }

  /** 登计册 → 登记册: the longest stretch that the texts spell differently but pronounce alike, or that looks alike. */
  function repairs(run) {
    return remembered("repairs " + run, () => {
      const found = misheard(run, false);
      if (found.length) return found;
      const guessed = guesses(run);
      return guessed.length ? guessed : misheard(run, true);
    });
  }

  function misheard(run, nearly) {
    const classes = Array.from(run).map((character) => mistakable(character, nearly));
    for (let length = Math.min(6, run.length); length > 1; length--) {
      for (let from = 0; from + length <= run.length; from++) {
        const part = run.substr(from, length);
        if (isWritten(part)) continue;
        const candidates = spelled(classes.slice(from, from + length), 3).filter((word) => close(word, part));
        if (candidates.length) return replaced(run, from, length, candidates.slice(0, 2), nearly ? GUESSED : REPAIRED);
      }
    }
    return [];
  }

  /** At most half of the characters are others; of two, one. */
  function close(word, other) {
    const changed = word.split("").filter((character, i) => character !== other.charAt(i));
    return changed.length <= Math.max(1, word.length / 2);
  }

  /** One wrong character between two right ones; two that changed places. */
  function guesses(run) {
    const after = hearing().after;
    for (let i = 0; i + 2 < run.length; i++) {
      if (places.has(run.substr(i, 2)) || places.has(run.substr(i + 1, 2))) continue;
      const last = run.charAt(i + 2);
      const between = Array.from(after.get(run.charAt(i)) || "").filter((c) => isWritten(run.charAt(i) + c + last));
      if (between.length) return replaced(run, i + 1, 1, between.slice(0, 2), GUESSED);
    }
    for (let i = 0; i + 1 < run.length; i++) {
      const swapped = run.charAt(i + 1) + run.charAt(i);
      if (!places.has(run.substr(i, 2)) && places.has(swapped)) {
        const whole = run.slice(Math.max(0, i - 1), i) + swapped + run.substr(i + 2, 1);
        if (whole.length < 3 || isWritten(whole)) return replaced(run, i, 2, [swapped], GUESSED);
      }
    }
    return [];
  }

  function replaced(run, from, length, candidates, weight) {
    return candidates.map((word) => [run.slice(0, from) + word + run.slice(from + length), weight]);
  }

  /* ---------- readings of a question ---------- */

  function inWord(text, letters) {
    const at = text.indexOf(letters);
    return wordsIn(text).some((word) => word[0] < at + letters.length && at < word[0] + word[1]);
  }

  /** The question as typed and as it may have been meant: [text, weight, what was put for what was typed]. */
  function readings(text) {
    const found = [[text, 1, ""]];
    (text.match(LETTERS) || []).forEach((letters) => {
      const joined = letters.replace(/[ ']+/g, "");
      if (places.has(joined) || groups.has(joined) || inWord(text, letters)) return;
      const meant = fromPinyin(joined);
      meant.forEach((word) => found.push([text.replace(letters, word[0]), word[1], word[0]]));
      if (meant.length && meant[0][1] > PARTIAL) return;
      letters.split(/[ ']+/).forEach((part) => {
        if (part === joined || part.length < 2 || places.has(part)) return;
        fromPinyin(part).forEach((word) => found.push([text.replace(part, word[0]), word[1], word[0]]));
      });
    });
    const asked = cut(text)
      .map((part) => part.text)
      .join("");
    (asked.match(HAN_RUNS) || []).forEach((run) => {
      repairs(run).forEach((repair) => found.push([asked.replace(run, repair[0]), repair[1], repair[0]]));
    });
    return found.slice(0, MAX_READINGS);
  }

  /* ---------- scoring ---------- */

  function rareness(holders) {
    return Math.log(1 + documents.length / (1 + holders));
  }

  function fieldOf(document, word) {
    return FIELD_NAMES.find((field) => document[field].indexOf(word) >= 0);
  }

  /** What a word of the lexicon, in any of its forms, is worth to documents: [[number, score], …].
      The best form counts; a common word counts little. */
  function concept(word) {
    return remembered("concept " + word, () => {
      const found = new Map();
      groups.get(word).forEach((form) => {
        const weight = form !== word ? SYNONYM : form.length > 1 ? 1 : LONE;
        const lines = linesWith(form);
        const own = weight * Math.pow(rareness(lines.length), OWN);
        lines.forEach((number) => {
          if (number >= documents.length) return; // a word of the lexicon, no text
          const worth = own * FIELDS[fieldOf(documents[number], form)];
          const old = found.get(number) || 0;
          found.set(number, Math.max(old, worth) + ANOTHER * Math.min(old, worth));
        });
      });
      const holders = Array.from(found.values()).reduce((sum, score) => sum + score, 0);
      const rarity = CONCEPT * Math.pow(rareness(holders), 1 - OWN);
      return Array.from(found, (hit) => [hit[0], hit[1] * rarity]);
    });
  }

  /** Pairs worth looking for, the rarest first, until enough places have been seen. */
  function affordable(pairs) {
    let seen = 0;
    return unique(pairs)
      .map((pair) => [pair, (places.get(pair) || []).length])
      .sort((a, b) => a[1] - b[1])
      .filter((pair, i) => {
        seen += pair[1];
        return i === 0 || seen < MAX_HOLDERS;
      })
      .map((pair) => pair[0]);
  }

  /** What MiniSearch finds of the pairs of a question; pairs of a known word count less. */
  function literal(parts) {
    const worth = new Map();
    parts.forEach((part) => {
      terms(part.text).forEach((term) => worth.set(term, Math.max(worth.get(term) || 0, part.word ? WORDED : LITERAL)));
    });
    terms(parts.map((part) => part.text).join("")).forEach((term) => {
      if (!worth.has(term)) worth.set(term, WORDED);
    });
    const plain = affordable(Array.from(worth.keys()));
    if (!plain.length) return [];
    return engine.search(plain.join(" "), {
      fields: FIELD_NAMES,
      boost: FIELDS,
      combineWith: "OR",
      tokenize: () => plain,
      prefix: (term) => /^[a-z]{3,}$/.test(term),
      boostTerm: (term) => worth.get(term) || LITERAL,
    });
  }

  /** Characters in no word and no pair that the texts have. */
  function strays(parts) {
    const found = parts
      .filter((part) => !part.word)
      .flatMap((part) => part.text.match(HAN_ANY) || [])
      .flatMap((run) => run.split("").filter((_, i) => standsAlone(run, i)));
    return unique(found).slice(0, MAX_STRAYS);
  }

  /** One reading of a question: a score for every document, the words to mark, and which documents have its numbers. */
  function ofReading(text) {
    const parts = cut(text);
    const scores = new Float64Array(documents.length);
    const meant = new Set(); // a thing said twice in other words counts once
    const marks = new Set();
    const withNumber = new Set();
    parts.forEach((part) => {
      if (!part.word || meant.has(part.text)) return;
      groups.get(part.text).forEach((form) => {
        meant.add(form);
        marks.add(form);
      });
      concept(part.text).forEach((hit) => {
        scores[hit[0]] += hit[1];
      });
    });
    strays(parts).forEach((character) => {
      const found = linesWith(character);
      const rarity = STRAY * rareness(found.length);
      marks.add(character);
      found.forEach((number) => {
        if (number < documents.length) scores[number] += rarity;
      });
    });
    literal(parts).forEach((hit) => {
      scores[hit.id] += hit.score / Math.pow(hit.queryTerms.length, 0.8);
      hit.terms.forEach((term) => marks.add(term));
    });
    counted(text).forEach((hit) => {
      scores[hit.id] += hit.score;
      withNumber.add(hit.id);
    });
    return { scores: scores, marks: Array.from(marks), counted: withNumber };
  }

  /** What has to do with the question, best first: {document, score, marks, counted, read}; far worse ones are left out. */
  function ranked(question) {
    const text = asked(question);
    if (!engine || !runs(text).length) return [];
    const best = new Float64Array(documents.length);
    const by = new Uint8Array(documents.length); // which reading that was
    const read = readings(text).map((reading, i) => {
      const found = ofReading(reading[0]);
      for (let number = 0; number < best.length; number++) {
        const score = found.scores[number] * reading[1];
        if (score > best[number]) {
          best[number] = score;
          by[number] = i;
        }
      }
      return { marks: found.marks, counted: found.counted, words: reading[2] };
    });
    let most = 0;
    for (let number = 0; number < handbook.clauses.length; number++) most = Math.max(most, best[number]);
    const named = lawful(text);
    named.forEach((number) => {
      best[number] += most; // the law is asked for by name
    });
    const hits = [];
    for (let number = 0; number < best.length; number++) {
      if (!best[number] || best[number] < most * RELATED) continue;
      const reading = read[by[number]];
      hits.push({
        document: documents[number],
        score: best[number],
        marks: reading.marks,
        counted: reading.counted.has(number) || named.indexOf(number) >= 0,
        read: reading.words,
      });
    }
    return hits.sort((a, b) => b.score - a.score || a.document.id - b.document.id);
  }

  /* ---------- what is not said ---------- */

  function clausesWith(word) {
    return remembered("clauses " + word, () => linesWith(word).filter((number) => number < handbook.clauses.length).length);
  }

  /** Whether a word tells what a question is about: it stands in the texts, and in no more than a share of the clauses. */
  function isTelling(forms, share) {
    const most = Math.max.apply(null, forms.map(clausesWith));
    return most > 0 && most <= handbook.clauses.length * share;
  }

  /** Whether a word, in any of its forms, is one of *list*. */
  function isOf(word, list) {
    return groups.get(word).some((form) => list.has(form));
  }

  /** What MiniSearch finds of the numbers of a question. */
  function counted(text) {
    const wanted = numbers(text);
    return wanted.length ? engine.search(text, { fields: ["numbers"], boost: { numbers: NUMBER }, tokenize: () => wanted }) : [];
  }

  /** Stretches of a run that the texts have nothing of, two characters and more. */
  function unknown(run) {
    const found = [];
    let from = 0;
    for (let i = 0; i <= run.length; i++) {
      const known = i === run.length || !standsAlone(run, i);
      if (known && i - from > 1) found.push(run.slice(from, i));
      if (known) from = i + 1;
    }
    return found.filter((stretch) => stretch.replace(PARTICLES, "").length > 1 && !repairs(stretch).some((repair) => repair[1] >= REPAIRED));
  }

  /**
   * What a question is about that no text here says, in the words of the question; empty where it may be answered.
   * A matter of its own (食堂) decides. One that also stands for what the texts write (放假 for 节假日) counts where no word
   * of the texts themselves, no room, and nothing that they are full of (设备) stands beside it: another saying (丢了), a
   * number or a post (班主任) may stand beside anything. Words that are nowhere count where nothing else tells what is
   * asked; people (老师) never do.
   */
  function unsaid(text) {
    const certain = [];
    const meant = [];
    const doubtful = [];
    const isLaw = lawful(text).length > 0;
    let telling = isLaw;
    let hinting = counted(text).length > 0;
    let post = false;
    let thing = false;
    let empty = readings(text).length < 2; // nothing but lone characters, not even misspelt
    let from = 0;
    const rest = (to) => {
      runs(withoutAsking(text.slice(from, to))).forEach((run) => {
        if (!isHan(run)) telling = telling || places.has(run) || fromPinyin(run).length > 0;
        else if (run.length > 1) {
          empty = empty && !terms(run).some((pair) => pair.length > 1 && clausesWith(pair));
          const pairs = terms(run).filter((pair) => pair.replace(PARTICLES, "").length > 1);
          doubtful.push(...unknown(run));
          telling = telling || pairs.some((pair) => !postNames.has(pair) && isTelling([pair], COMMON));
          post = post || pairs.some((pair) => postNames.has(pair) && isTelling([pair], COMMON));
          thing = thing || pairs.some((pair) => !postNames.has(pair) && isTelling([pair], WIDE));
        }
      });
    };
    wordsIn(text, isWordOrMatter).forEach(([at, length]) => {
      const word = text.substr(at, length);
      rest(at);
      from = at + length;
      if (isLaw) return;
      if (matters.has(word)) (groups.has(word) || wordsIn(word).some((one) => one[1] > 1 && clausesWith(word.substr(one[0], one[1]))) ? meant : certain).push(word);
      else if (length === 1) return; // part of any word
      else if (isOf(word, placeNames)) telling = true;
      else if (isTelling(groups.get(word), COMMON)) {
        if (isOf(word, postNames)) post = true;
        else if (clausesWith(word)) telling = true;
        else hinting = hinting || runs(withoutAsking(word)).length > 0; // 找谁 only asks
      } else if (ignored.indexOf(word) < 0 && !isOf(word, postNames) && isTelling(groups.get(word), WIDE)) thing = true;
      empty = empty && length === 1;
    });
    rest(text.length);
    const whole = bare(text);
    if (LAW.test(whole) && !clausesWith(whole) && !groups.has(whole) && !isLaw) certain.push(whole);
    const told = (words) => {
      const subjects = unique(words).filter((word) => runs(withoutAsking(word)).length); // 几点 asks, it is no subject
      return subjects.length ? subjects : [text];
    };
    if (certain.length) return told(certain);
    if (telling || (meant.length ? thing : hinting || (post && !doubtful.length))) return [];
    if (meant.length || doubtful.length) return told(meant.concat(doubtful));
    return (empty && text.length > 1) || !runs(withoutAsking(text)).length ? [text] : [];
  }

  /* ---------- the fact that is asked for ---------- */

  /** The words that ask for one fact; the first kind that a question has is what it asks. `gone`: they tell nothing else. */
  const ASKING = [
    ["approving", /(?:经|由|要|需|须|得|向)?(?:谁|哪个人)(?:来)?(?:的)?(?:批准|审批|同意|许可|允许|签字|签名|审核|点头|批)/],
    ["told", /(?:向|跟|和|对)(?:谁|哪里|哪儿|哪个部门)(?:报告|汇报|上报|反映|反馈|说|讲|联系)?|(?:报告|上报|汇报|通知|告诉|告知|反映|联系|报|说)(?:给|到)?(?:谁|哪里|哪儿|哪个部门)/],
    ["acting", /(?:归|由|是|该|让)?(?:谁|哪个(?:人|岗位|部门|处室|科室))(?:来|去|该)?(?:负责管理|负责|管理|管|做|干|弄)?/],
    ["when", /什么时候|什么时间|啥时候|啥时间|何时|几时/],
    ["often", /(?:隔|每隔)?(?:多久|多长时间|几天|多少天)(?=.*一[次回])|(?:隔|每隔)(?:多久|多长时间)|多久(?=[^留存放]{1,3}$)/],
    ["number", /(?:要|须|应|得)?(?:达到|不少于|至少|保留|保存|留|存)?(?:多久|多长时间|多长|百分之多少|多少|百分之几|几成|多大比例|多大比重|几(?=天|份|个|节|课时|条))/],
    ["forbidden", /能不能|可不可以|能否|可否|准不准|让不让|许不许|是否可以|是否允许|(?:可以|能|允许|准许|准|让)(?=.*(?:吗|么|不)$)|(?:行不行|行吗|可以吗|可以么)$/],
  ];
  const OTHERWISE = /谁(?:能|可以|有权|不能|不得|都)|(?:给|找|问|求|请|叫|喊|替|帮|为|被|向|对|跟|和)谁/; // asks for somebody else than who acts
  const IN_CHARGE = /负责|主管|承担/;
  const CHARGED = /负责|管/;
  const IN_OFFICE = /任(?!何|课)|当/;
  const IS_WHO = /是谁|谁是|谁当|谁任|谁担任|由谁任/;
  const UNITS_ASKED = [
    [/天|日|多久|多长/, /天$/],
    [/百分|几成|占|比例|比重|率/, /%$/],
    [/份/, /份$/],
    [/课时|节/, /课时$|%$/],
  ];
  const OFTEN = /[每一][天日周旬月季年]|每半年|每学期|每学年|定期|经常|年度/;
  const FORBIDS = /不得|不准|不允许|不随意|禁止|严禁/;
  const LEADS = { acting: "谁", told: "报告给", approving: "谁同意", when: "时间", often: "多久", number: "", forbidden: "" };
  const FEWEST = 3; // facts that may stand above the hits; more of them are no answer
  const FILLING = /一[次回]|一下|应该|应当|必须|需要|要求|规定|负责|一般|到底|究竟|具体/g;
  const KINDS = { acting: 2, told: 3, approving: 4, when: 5, number: 6, forbidden: 7 }; // where in a row of answers.js

  /** The kind of fact that a question asks for, its parts without the words that ask, and the first part after those:
      {kind, parts, head}; nothing where it asks for none. */
  function wantedFact(text) {
    const plain = text.replace(/(^|[^\s？?。！!，,])[\s？?。！!，,]+$/, "$1");
    const found = ASKING.find((kind) => kind[1].test(plain));
    if (!found) return null;
    const match = plain.match(found[1]);
    if (found[0] === "acting" && OTHERWISE.test(plain)) return null;
    const partsOf = (piece) => (runs(withoutAsking(piece)).length ? cut(piece).filter((part) => runs(part.text).length) : []);
    const before = partsOf(plain.slice(0, match.index).replace(FILLING, " "));
    const after = partsOf(plain.slice(match.index + match[0].length).replace(FILLING, " "));
    const head = after.slice(0, 1);
    const short = head.length && head[0].text.length === 1; // part of many words: then what it is done to counts, too
    return {
      kind: found[0],
      parts: before.concat(after),
      head: short ? before.slice(-1).concat(head) : head,
      after: after,
      own: found[0] !== "acting" ? null : IS_WHO.test(plain) ? IN_OFFICE : CHARGED.test(match[0]) && after.every((part) => CHARGED.test(part.text)) ? IN_CHARGE : null,
    };
  }

  /** Whether a text has a form as a word: 照相, but not in 按照相关; 电子备课, but not in 电子备课室. */
  function standsIn(text, form) {
    if (text.indexOf(form) < 0) return false;
    remembered("longer " + form, () => proper.filter((title) => title.length === form.length + 1 && title.startsWith(form) && !(groups.get(form) || []).includes(title))).forEach(
      (title) => {
        text = text.split(title).join(" ");
      }
    );
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      if (form.length !== 2) return true;
      const times = clausesWith(form);
      const before = text.substr(at - 1, 2);
      const after = text.substr(at + 1, 2);
      const around = at > 0 && after.length > 1 ? [clausesWith(before), clausesWith(after)] : [0];
      const torn = Math.min.apply(null, around) >= times && Math.max.apply(null, around) > times;
      if (!torn) return true;
    }
    return false;
  }

  /** How much of a question a duty says: null where a word of the question is in neither *own* nor *context*.
      What the texts have is taken by its own words; only what they do not have stands for something else. */
  function agreement(parts, own, context, title) {
    let score = 0;
    for (const part of parts) {
      if (part.word) {
        const word = part.text;
        const stands = (text) => (form) => standsIn(text, form);
        const itself = clausesWith(word) >= (isOf(word, placeNames) ? OFTEN_ENOUGH : 1);
        const forms = itself ? [word] : groups.get(word).filter((form) => form.length > 1 || form === word);
        if (forms.some(stands(own))) score += standsIn(own, word) ? 2 : 1.5;
        else if (forms.some(stands(title))) score += 1;
        else if (standsIn(context, word)) score += 0.5;
        else if (forms.some(stands(context))) score += 0.3;
        else return null;
      } else {
        for (const run of runs(part.text)) {
          const worth = isHan(run) ? covered(run, own, context + " " + title) : own.indexOf(run) >= 0 ? 1 : null;
          if (worth === null) return null;
          score += worth;
        }
      }
    }
    return score;
  }

  /** The same of characters that are no word: every one stands there in a pair, particles aside. */
  function covered(run, own, context) {
    const seen = [];
    let score = 0;
    for (let i = 0; i < run.length; i++) {
      const pair = run.substr(i, 2);
      const inOwn = pair.length > 1 && own.indexOf(pair) >= 0;
      if (inOwn || (pair.length > 1 && context.indexOf(pair) >= 0)) {
        seen[i] = seen[i + 1] = true;
        score += inOwn ? 1 : 0.25;
      }
    }
    for (let i = 0; i < run.length; i++) {
      const character = run.charAt(i);
      if (seen[i] || !character.replace(PARTICLES, "")) continue;
      if (own.indexOf(character) < 0) return null;
      score += 0.25;
    }
    return score;
  }

  function roleNames(places) {
    const roles = Object.values(handbook.roles);
    return places.map((place) => roles[place][0]).join("、");
  }

  /** What a row of answers.js says of the kind asked for; nothing where it does not say it. */
  function factOf(kind, row, text) {
    if (row[KINDS.forbidden] && kind !== "forbidden" && kind !== "approving") return ""; // 非上课时间不得: not when one may
    if (kind === "often") return row[5] && OFTEN.test(row[5]) ? row[5] : "";
    const value = row[KINDS[kind]];
    if (!value) return "";
    if (kind === "number") {
      const unit = UNITS_ASKED.find((unit) => unit[0].test(text));
      return !unit || unit[1].test(value[1]) ? value[0] + " " + value[1] : "";
    }
    if (kind === "forbidden") return row[4] ? "未经" + roleNames(row[4]) + "同意不得" : "不得";
    if (kind === "when") return text.indexOf(value.replace(/[时后前]$/, "")) < 0 ? value : ""; // 什么时候关机: not 关机时
    return roleNames(value);
  }

  /** The sentence of a text in which words begin. */
  function sentenceAt(text, at) {
    const from = Math.max(text.lastIndexOf("。", at), text.lastIndexOf("；", at)) + 1;
    const to = text.slice(at).search(/[。；]/);
    return text.slice(from, to < 0 ? text.length : at + to);
  }

  /** The words of a row; of a prohibition with the word that forbids, which may stand before or after another one. */
  function wordsOf(text, row) {
    if (!row[1]) return row[0];
    const words = text.substr(row[0], row[1]);
    if (!row[KINDS.forbidden]) return words;
    const before = text.slice(0, row[0]);
    const from = FORBIDS.test(words) ? row[0] : Math.max(before.lastIndexOf("。"), before.lastIndexOf("，"), before.lastIndexOf("；")) + 1;
    const to = row[0] + row[1];
    return text.slice(from, to) + text.slice(to).match(/^[^，。；]*/)[0];
  }

  /** Every duty that says all of a question, with its fact: {document, row, said, words, score, share}. */
  function candidates(wanted, text) {
    const found = [];
    sayings.forEach((one) => {
      const said = factOf(wanted.kind, one.row, text);
      if (!said || (wanted.own && !wanted.own.test(one.words))) return;
      const title = one.document.title;
      const own = wanted.kind === "number" ? one.number : one.own;
      // what is done is said by the duty itself
      if (agreement(wanted.head, own, "", "") === null || agreement(wanted.after, own, "", title) === null) return;
      const score = agreement(wanted.parts, own, one.context, title);
      if (score !== null && score >= Math.max(ENOUGH, wanted.parts.length * EACH))
        found.push({ document: one.document, row: one.row, said: said, words: one.words, score: score, share: score / one.words.length });
    });
    return found;
  }

  /** The facts that answer a question, at most FEWEST: [{id, href, cite, policy, lead, said, words, who, law}]. None rather than a doubtful one. */
  function facts(text) {
    const wanted = wantedFact(text);
    if (!wanted || !wanted.parts.length) return [];
    let found = candidates(wanted, text);
    // of words within words the inner ones are meant: 校长任组长, not 学校成立由校长任组长……的领导小组
    found = found.filter((one) => !found.some((other) => other.document === one.document && other.words !== one.words && one.words.indexOf(other.words) >= 0));
    const best = Math.max.apply(null, found.map((one) => one.score));
    found = found.filter((one) => one.score >= best * NEARLY);
    found = found.filter((one) => !found.some((other) => other.document === one.document && other.share * NEARLY > one.share));
    const distinct = new Map();
    found
      .sort((a, b) => b.score - a.score)
      .forEach((one) => {
        const key = wanted.kind === "acting" ? one.said : one.said + one.document.id; // who is told once, by the best of clauses
        if (!distinct.has(key)) distinct.set(key, one);
      });
    if (distinct.size > FEWEST) return [];
    const clauses = new Set(Array.from(distinct.values()).map((one) => one.document.id));
    if (wanted.kind === "number" && clauses.size < distinct.size) return []; // two numbers of one clause: which is meant?
    if (distinct.size > 1 && best < wanted.parts.length * LITERALLY) return []; // other words may stand for other things
    return Array.from(distinct.values()).map((one) => ({
      id: one.document.clause.id,
      href: one.document.href,
      cite: one.document.cite,
      policy: handbook.policies[one.document.clause.policy].title,
      lead: LEADS[wanted.kind],
      said: one.said,
      words: wordsOf(one.document.clause.text, one.row),
      who: wanted.kind !== "acting" && one.row[2] ? roleNames(one.row[2]) : "",
      law: one.document.clause.law || "",
    }));
  }

  /* ---------- answers ---------- */

  /** Not only a character or two in common: a whole pair, a word, a number. */
  function isSure(hit) {
    const line = lines[hit.document.id];
    return hit.counted || hit.marks.some((mark) => (mark.length > 1 || !isHan(mark)) && line.indexOf(mark) >= 0);
  }

  /** What filters by, each with the values a clause has. */
  const FACETS = {
    role: (clause) => clause.roles || [],
    policy: (clause) => [clause.policy],
    time: (clause) => handbook.rhythms.filter((group) => group[2].some((kind) => (clause.rhythms || []).indexOf(kind) >= 0)).map((group) => group[0]),
  };

  function facetNames(facet) {
    if (facet === "role") return Object.keys(handbook.roles).map((id) => [id, handbook.roles[id][0]]);
    if (facet === "time") return handbook.rhythms.map((group) => [group[0], group[1]]);
    return Object.keys(handbook.policies).map((id) => [id, handbook.policies[id].label + " " + handbook.policies[id].title]);
  }

  function passes(clause, wanted, except) {
    return Object.keys(FACETS).every(
      (facet) => facet === except || !wanted[facet] || FACETS[facet](clause).indexOf(wanted[facet]) >= 0
    );
  }

  /** Every value of every filter with how many of *hits* have it, given the other filters. */
  function facets(hits, wanted) {
    const found = {};
    Object.keys(FACETS).forEach((facet) => {
      const counts = Object.create(null);
      let all = 0;
      hits.forEach((hit) => {
        if (!passes(hit.document.clause, wanted, facet)) return;
        all += 1;
        FACETS[facet](hit.document.clause).forEach((value) => {
          counts[value] = (counts[value] || 0) + 1;
        });
      });
      const values = facetNames(facet)
        .map((named) => [named[0], named[1], counts[named[0]] || 0])
        .filter((value) => value[2] || value[0] === wanted[facet]);
      found[facet] = { all: all, values: values };
    });
    return found;
  }

  /** A text in pieces, every second one matched: ["上课前把", "钥匙", "交给"]. */
  function pieces(text, found) {
    const plain = normalise(text);
    if (plain.length !== text.length) return [text];
    const lit = [];
    unique(found).forEach((term) => {
      if (term.length < 2 && isHan(term) && found.length > 1) return;
      for (let at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + 1)) {
        for (let i = 0; i < term.length; i++) lit[at + i] = true;
      }
    });
    const made = [""];
    for (let i = 0; i < text.length; i++) {
      if (Boolean(lit[i]) !== (made.length % 2 === 0)) made.push("");
      made[made.length - 1] += text.charAt(i);
    }
    return made;
  }

  function shown(hit) {
    const clause = hit.document.clause;
    return {
      id: clause.id,
      href: hit.document.href,
      cite: hit.document.cite,
      policy: handbook.policies[clause.policy].title,
      pieces: pieces(clause.text, hit.marks),
      who: (clause.roles || []).map((id) => handbook.roles[id][0]),
      when: clause.when || [],
      law: clause.law || "",
    };
  }

  /** Words of the lexicon that have most in common with what was typed. */
  function suggestions(text) {
    const typed = unique(Array.from(text.replace(/\s+/g, "")));
    return titles
      .filter((title) => title.length > 1 && linesWith(title).some((number) => number < handbook.clauses.length))
      .map((title) => {
        const common = typed.filter((character) => title.indexOf(character) >= 0).length;
        return [title, common / Math.max(typed.length, title.length)];
      })
      .filter((candidate) => candidate[1] >= 0.3)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MAX_SUGGESTIONS)
      .map((candidate) => candidate[0]);
  }

  /**
   * The answer to {query, role, policy, time, limit}; the three filters are ids, all may be missing.
   * {query, sure, read, total, hits, others, facets, suggestions, examples}: `sure` tells whether anything was really
   * found, `read` how a misspelt question was understood, `total` counts the hits before `limit`. `verdict` is not-said
   * where no text speaks of it, of what tells `unsaid`; the hits are only related then. `facts` answer the question
   * itself, see facts(); `names` are what is called as the question says.
   */
  function answer(request) {
    const query = String(request.query || "");
    const hits = ranked(query);
    const clauses = hits.filter((hit) => hit.document.clause);
    const text = asked(query);
    const sure = clauses.some((hit) => isSure(hit) || (text.length === 1 && hit.document.text.indexOf(text) >= 0));
    const missing = engine && text ? unsaid(text) : [];
    const names = engine && text ? named(text) : [];
    const isName = names.length > 0 && (called.has(bare(text)) || !missing.some((word) => matters.has(word)));
    const silent = Boolean(text) && !isName && (!sure || missing.length > 0);
    const related = clauses.slice(0, sure && !silent ? undefined : FEW);
    const passing = related.filter((hit) => passes(hit.document.clause, request, ""));
    return {
      query: query,
      sure: sure,
      names: names,
      facts: silent || !text ? [] : facts(text),
      verdict: silent ? "not-said" : "",
      unsaid: silent ? (missing.length ? missing : [query.trim()]) : [],
      read: sure ? clauses[0].read : "",
      total: passing.length,
      hits: passing.slice(0, request.limit || MAX_SHOWN).map(shown),
      others: hits
        .filter((hit) => hit.document.entry && isSure(hit))
        .slice(0, FEW)
        .map((hit) => ({ id: hit.document.entry.id, kind: hit.document.entry.kind, name: hit.document.entry.name, href: hit.document.href })),
      facets: facets(related, request),
      suggestions: sure ? [] : suggestions(asked(query)),
      examples: handbook ? handbook.lexicon.examples : [],
    };
  }

  scope.zhiduSearch = { data: data, answers: answers, answer: answer };

  /* In a worker: told which scripts bring MiniSearch and the data, then asked. */
  if (typeof scope.importScripts === "function") {
    scope.onmessage = (event) => {
      const message = event.data;
      if (message.type === SETUP) {
        scope.importScripts.apply(scope, message.data);
        scope.postMessage({ type: READY });
      } else if (message.type === QUERY) {
        scope.postMessage({ type: RESULT, number: message.number, data: answer(message.data) });
      }
    };
  }
})(self);
