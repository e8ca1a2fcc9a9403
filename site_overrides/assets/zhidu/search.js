/* The search page: cuts texts and questions alike, understands how people write, lists clauses in rank order.
   MiniSearch stores and scores terms; ../../search/data.js brings the texts and the lexicon (macros/search.py).
   No dictionary segmentation: a run of Chinese becomes characters and overlapping pairs, so that any two adjacent
   characters can be found, known word or not. One classic script, ES2018, because it must run from a folder. */
(function () {
  "use strict";

  var HAN = "\u3007\u3400-\u9fff\uf900-\ufaff";
  var RUNS = new RegExp("[" + HAN + "]+|[a-z]+|[0-9]+", "g");
  var HAN_RUNS = new RegExp("[" + HAN + "]{2,}", "g");
  var IS_HAN = new RegExp("[" + HAN + "]");
  var LETTERS = /[a-z]{2,}(?:[ ']+[a-z]+)*/g;
  var NUMERALS = "0-9〇零一二两三四五六七八九十百千";
  var NUMBERS = new RegExp("(百分之)?([" + NUMERALS + "]+)(%|[" + HAN + "]?)", "g");
  var DIGITS = { "〇": 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
  var TENS = { 十: 10, 百: 100, 千: 1000 };

  /* What a match is worth. */
  var FIELDS = {
    text: 1, // what the clause says, put right
    original: 0.3, // what was printed, misprints included
    about: 0.7, // what its duties come to, in plain words
    policy: 0.8, // whose rule it is
    title: 0.4, // how it is cited
    roles: 0.6,
    places: 0.45,
    records: 0.5,
    when: 0.3,
    numbers: 1.2,
  };
  var SINGLE = 0.2; // a lone character says little, but keeps one-character questions alive
  var SYNONYM = 0.95; // below what was literally asked for
  var COVERAGE = 0.2; // how much more a text is worth that has more of the question's words
  var CONCEPT = 7; // a glossary word, beside one pair of characters
  var PARTIAL = 0.4; // below this share of the best, a clause does not have the word
  var STRICT = 2;
  var WHOLE = 0.3; // the question uncut, beside its parts: rewards words that stand together
  var REPAIRED = 0.9; // a misspelt word put right
  var GUESSED = 0.6; // a misspelt word, of which a character was guessed
  var MAX_QUERY = 100;
  var MAX_READINGS = 12;
  var MAX_SHOWN = 30;

  var memory = new Map();
  var engine = null;
  var words = null;
  var clauses = {};
  var variants = {};

  /* ---------- writing ---------- */

  /** Full width to half, upper case to lower, variant characters to the usual ones. Keeps the length of Chinese. */
  function normalise(text) {
    return Array.from(text.normalize("NFKC").toLowerCase().replace(/[\u200b-\u200d\ufeff]/g, ""))
      .map(function (character) {
        return variants[character] || character;
      })
      .join("");
  }

  function runs(text) {
    return normalise(text).match(RUNS) || [];
  }

  function isHan(term) {
    return IS_HAN.test(term.charAt(0));
  }

  /** 网络室 → 网 网络 络 络室 室; a Latin word or a number stays whole */
  function terms(text) {
    var found = [];
    runs(text).forEach(function (run) {
      if (!isHan(run)) {
        found.push(run);
        return;
      }
      for (var i = 0; i < run.length; i++) {
        found.push(run.charAt(i));
        if (i + 1 < run.length) found.push(run.slice(i, i + 2));
      }
    });
    return found;
  }

  function value(numeral) {
    var total = 0;
    var digit = "";
    for (var i = 0; i < numeral.length; i++) {
      var character = numeral.charAt(i);
      if (TENS[character]) {
        total += (digit === "" ? 1 : Number(digit)) * TENS[character];
        digit = "";
      } else {
        digit += character in DIGITS ? DIGITS[character] : character;
      }
    }
    return total + Number(digit);
  }

  /** 六0天, 六十天, 60天 → 60 60天; 百分之六十 → 60 60% */
  function numbers(text) {
    var found = [];
    var plain = normalise(text);
    var match;
    NUMBERS.lastIndex = 0;
    while ((match = NUMBERS.exec(plain))) {
      var number = value(match[2]);
      var unit = match[1] ? "%" : match[3];
      if (number >= 10 || /[0-9]/.test(match[2])) found.push(String(number));
      if (unit) found.push(number + unit);
      NUMBERS.lastIndex = match.index + (match[1] || "").length + match[2].length;
    }
    return found;
  }

  function tokenize(text, field) {
    return field === "numbers" ? numbers(text) : terms(text);
  }

  function unique(list) {
    return Array.from(new Set(list));
  }

  /* ---------- the index ---------- */

  function data(handbook) {
    words = lexicon(handbook.lexicon);
    engine = new window.MiniSearch({
      fields: Object.keys(FIELDS),
      tokenize: tokenize,
      processTerm: function (term) {
        return term;
      },
    });
    var documents = handbook.clauses.map(function (clause) {
      return clauseDocument(handbook, clause);
    });
    handbook.entries.forEach(function (entry) {
      documents.push({ id: entry.kind + " " + entry.id, title: entry.name, text: entry.name, about: entry.text, entry: entry });
    });
    documents.forEach(function (document) {
      clauses[document.id] = document;
    });
    engine.addAll(documents);
    words.read(documents, handbook);
    page();
  }

  function names(table, ids) {
    return (ids || [])
      .map(function (id) {
        return [].concat(table[id]).join(" ");
      })
      .join(" ");
  }

  function clauseDocument(handbook, clause) {
    return {
      id: clause.id,
      clause: clause,
      title: clause.cite,
      policy: (handbook.policies[clause.policy] || []).join(" "),
      text: clause.text,
      original: clause.original || "",
      about: (clause.about || []).join(" "),
      roles: names(handbook.roles, clause.roles),
      places: names(handbook.places, clause.places),
      records: names(handbook.records, clause.records),
      when: (clause.when || []).join(" "),
      numbers: clause.cite + " " + (handbook.policies[clause.policy] || []).join(" ") + " " + clause.text + " " + (clause.original || "") + " " + (clause.about || []).join(" "),
      who: (clause.roles || []).map(function (id) {
        return handbook.roles[id][0];
      }),
      due: clause.when || [],
    };
  }

  /* ---------- the lexicon ---------- */

  function lexicon(given) {
    given.characters.forEach(function (forms) {
      Array.from(forms)
        .slice(1)
        .forEach(function (form) {
          variants[form] = forms.charAt(0);
        });
    });
    var groups = {}; // a word → the words that mean the same
    given.groups.forEach(function (group) {
      var plain = unique(group.map(normalise));
      plain.forEach(function (word) {
        groups[word] = unique((groups[word] || []).concat(plain));
      });
    });
    given.sayings.forEach(function (saying) {
      saying[0].map(normalise).forEach(function (word) {
        groups[word] = unique((groups[word] || [word]).concat(saying[1].map(normalise)));
      });
    });
    var longest = Object.keys(groups).reduce(function (most, word) {
      return Math.max(most, word.length);
    }, 0);
    var sounds = {}; // a character → its syllables
    var initials = {}; // a letter → characters
    Object.keys(given.syllables).forEach(function (syllable) {
      Array.from(given.syllables[syllable]).forEach(function (character) {
        (sounds[character] = sounds[character] || []).push(syllable);
        initials[syllable.charAt(0)] = (initials[syllable.charAt(0)] || "") + character;
      });
    });
    var ignored = given.ignored.map(normalise).sort(function (a, b) {
      return b.length - a.length;
    });
    var known = {
      syllables: given.syllables,
      groups: groups,
      sounds: sounds,
      initials: initials,
      corpus: "", // everything that can be found, for spelling
      titles: [], // whole names, for initials
      has: {}, // every term of the index
      spelt: {}, // how the pairs of the index sound
      gaps: {}, // 登册 → 记: what stands between two characters
    };

    /** Learn what can be found, for spelling: the texts, all names, and the words that only ask. */
    known.read = function (documents, handbook) {
      var texts = [];
      documents.forEach(function (document) {
        ["text", "about", "title", "policy", "original"].forEach(function (field) {
          if (document[field]) texts.push(document[field]);
        });
      });
      var tables = Object.values(handbook.roles).concat(Object.values(handbook.places), Object.values(handbook.records));
      known.titles = unique(Object.keys(groups).concat([].concat.apply([], tables).map(normalise)));
      texts = unique(texts.map(normalise).concat(known.titles));
      terms(texts.join("\n")).forEach(function (term) {
        known.has[term] = true;
      });
      known.corpus = texts.concat(ignored).join("\n");
      known.corpus.match(HAN_RUNS).forEach(function (run) {
        for (var i = 0; i + 1 < run.length; i++) {
          spellings(run.charAt(i), run.charAt(i + 1)).forEach(function (spelling) {
            known.spelt[spelling] = true;
          });
          if (i + 2 < run.length) list(known.gaps, run.charAt(i) + run.charAt(i + 2)).push(run.charAt(i + 1));
        }
      });
    };

    /** How two characters may sound: 登记 → deng ji */
    function spellings(first, second) {
      var found = [];
      (sounds[first] || []).forEach(function (one) {
        (sounds[second] || []).forEach(function (other) {
          found.push(one + " " + other);
        });
      });
      return found;
    }

    /** Whether the texts have two characters that sound like these. */
    known.sounds2 = function (first, second) {
      return spellings(first, second).some(function (spelling) {
        return known.spelt[spelling];
      });
    };

    /** The question without the words that only ask; a glossary word is never torn. */
    known.asked = function (text) {
      var kept = "";
      for (var i = 0; i < text.length; ) {
        var word = known.wordAt(text, i);
        if (!word) {
          var skip = ignored.find(function (candidate) {
            return text.startsWith(candidate, i);
          });
          if (skip) {
            kept += " ";
            i += skip.length;
            continue;
          }
          word = text.charAt(i);
        }
        kept += word;
        i += word.length;
      }
      return runs(kept).length ? kept : text;
    };

    known.wordAt = function (text, from) {
      for (var length = Math.min(longest, text.length - from); length > 0; length--) {
        var word = text.substr(from, length);
        if (Object.prototype.hasOwnProperty.call(groups, word)) return word;
      }
      return "";
    };

    return known;
  }

  function list(table, key) {
    if (!Object.prototype.hasOwnProperty.call(table, key)) table[key] = [];
    return table[key];
  }

  /** The answer of *work*, kept: people change a question by a word. */
  function remembered(key, work) {
    if (!memory.has(key)) {
      if (memory.size > 2000) memory.clear();
      memory.set(key, work());
    }
    return memory.get(key);
  }

  /** What of the corpus a pattern of character classes matches, the most frequent first. */
  function spelled(classes, limit) {
    if (classes.indexOf("") >= 0) return [];
    var pattern = classes
      .map(function (characters) {
        return "[" + characters + "]";
      })
      .join("");
    return remembered("spelled " + pattern, function () {
      var counts = {};
      (words.corpus.match(new RegExp(pattern, "g")) || []).forEach(function (word) {
        counts[word] = (counts[word] || 0) + 1;
      });
      return Object.keys(counts).sort(function (a, b) {
        return counts[b] - counts[a];
      });
    }).slice(0, limit);
  }

  /** lukeshi → [[lu, ke, shi]]; the last syllable may be unfinished. Every way to cut, the fewest syllables first. */
  function syllabify(letters) {
    var found = [];
    var all = Object.keys(words.syllables);
    (function cut(from, taken) {
      if (found.length >= 8 || taken.length > 12) return;
      if (from === letters.length) {
        found.push(taken);
        return;
      }
      for (var length = Math.min(6, letters.length - from); length > 0; length--) {
        var piece = letters.substr(from, length);
        if (words.syllables[piece]) cut(from + length, taken.concat(words.syllables[piece]));
        else if (taken.length && from + length === letters.length) {
          var unfinished = all.filter(function (syllable) {
            return syllable.startsWith(piece);
          });
          if (unfinished.length)
            found.push(
              taken.concat(
                unfinished
                  .map(function (syllable) {
                    return words.syllables[syllable];
                  })
                  .join("")
              )
            );
        }
      }
    })(0, []);
    return found.sort(function (a, b) {
      return a.length - b.length;
    });
  }

  /** A whole question in pinyin: as few words as will do, lone characters last. Empty where a syllable is in none. */
  function sentence(classes) {
    var best = [{ cost: 0, text: "" }]; // by how many syllables are read
    for (var from = 0; from < classes.length; from++) {
      if (!best[from]) continue;
      for (var to = from + 1; to <= Math.min(classes.length, from + 6); to++) {
        var word = spelled(classes.slice(from, to), 1)[0];
        if (!word) break; // then a longer one is not there either
        var cost = best[from].cost + (to - from === 1 ? 2 : 1);
        if (!best[to] || cost < best[to].cost) best[to] = { cost: cost, text: best[from].text + word + " " };
      }
    }
    return best[classes.length] ? best[classes.length].text : "";
  }

  /** Chinese words that letters may stand for: full pinyin, else the first letters of a name, else of any words. */
  function fromPinyin(letters) {
    var ways = syllabify(letters);
    var found = [];
    ways.forEach(function (classes) {
      found = found.concat(spelled(classes, 4));
    });
    if (found.length) return unique(found).slice(0, 5);
    var sentences = ways.map(sentence).filter(Boolean);
    if (sentences.length) return sentences.slice(0, 2);
    var classes = Array.from(letters).map(function (letter) {
      return words.initials[letter] || "";
    });
    var start = new RegExp(
      "^" +
        classes
          .map(function (characters) {
            return "[" + (characters || "\n") + "]";
          })
          .join("")
    );
    var named = words.titles
      .filter(function (title) {
        return start.test(title);
      })
      .sort(function (a, b) {
        return a.length - b.length;
      })
      .map(function (title) {
        return title.slice(0, letters.length);
      });
    if (named.length) return unique(named).slice(0, 4);
    return letters.length > 2 ? spelled(classes, 3) : [];
  }

  /* ---------- readings of a question ---------- */

  /** The question as typed and as it may have been meant, each with its weight. */
  function readings(query) {
    var text = normalise(query);
    var found = [[text, 1]];
    (text.match(LETTERS) || []).forEach(function (letters) {
      var joined = letters.replace(/[ ']+/g, "");
      if (words.has[joined] || words.groups[joined] || words.wordAt(text, text.indexOf(letters))) return;
      var meant = fromPinyin(joined);
      if (!meant.length) {
        letters.split(/[ ']+/).forEach(function (part) {
          if (part.length > 1 && !words.has[part])
            fromPinyin(part).forEach(function (word) {
              found.push([text.replace(part, word), 1]);
            });
        });
      }
      meant.forEach(function (word) {
        found.push([text.replace(letters, word), 1]);
      });
    });
    var asked = words.asked(text);
    (asked.match(HAN_RUNS) || []).forEach(function (run) {
      repairs(run).forEach(function (repair) {
        found.push([asked.replace(run, repair[0]), repair[1]]);
      });
    });
    return found.slice(0, MAX_READINGS);
  }

  function alike(character) {
    return (words.sounds[character] || [])
      .map(function (syllable) {
        return words.syllables[syllable];
      })
      .join("");
  }

  /** 登计册 → 登记册: the longest stretch that the texts spell differently but pronounce alike, or nearly. */
  function repairs(run) {
    for (var length = Math.min(6, run.length); length > 1; length--) {
      for (var from = 0; from + length <= run.length; from++) {
        var part = run.substr(from, length);
        if (!soundsKnown(part) || words.corpus.indexOf(part) >= 0) continue;
        var candidates = spelled(Array.from(part).map(alike), 2);
        if (candidates.length) return replaced(run, from, length, candidates, length > 2 ? REPAIRED : GUESSED);
      }
    }
    return guesses(run);
  }

  function soundsKnown(part) {
    for (var i = 0; i + 1 < part.length; i++) {
      if (!words.sounds2(part.charAt(i), part.charAt(i + 1))) return false;
    }
    return true;
  }

  /** One wrong character between two right ones. */
  function guesses(run) {
    for (var i = 0; i + 2 < run.length; i++) {
      if (words.has[run.substr(i, 2)] || words.has[run.substr(i + 1, 2)]) continue;
      var between = words.gaps[run.charAt(i) + run.charAt(i + 2)];
      if (between) return replaced(run, i + 1, 1, unique(between).slice(0, 2), GUESSED);
    }
    return [];
  }

  function replaced(run, from, length, candidates, weight) {
    return candidates.map(function (candidate) {
      return [run.slice(0, from) + candidate + run.slice(from + length), weight];
    });
  }

  /** The parts of a question: glossary words with their like, and what stands between them. */
  function parts(text) {
    var found = [];
    var rest = "";
    function flush() {
      if (runs(rest).length) found.push([[rest, 1]]);
      rest = "";
    }
    for (var i = 0; i < text.length; ) {
      var word = words.wordAt(text, i);
      if (word) {
        flush();
        found.push(alternatives(word));
        i += word.length;
      } else {
        rest += text.charAt(i);
        i += 1;
      }
    }
    flush();
    return found;
  }

  function alternatives(word) {
    var others = words.groups[word].filter(function (other) {
      return other !== word;
    });
    return [[word, 1]].concat(
      others.map(function (other) {
        return [other, SYNONYM];
      })
    );
  }

  /* ---------- scoring ---------- */

  function lookUp(text, options) {
    return engine.search(
      text,
      Object.assign(
        {
          boost: FIELDS,
          combineWith: "OR",
          fields: Object.keys(FIELDS).filter(function (field) {
            return field !== "numbers";
          }),
          prefix: function (term) {
            return /^[a-z]{3,}$/.test(term);
          },
          boostTerm: function (term) {
            return term.length === 1 && isHan(term) ? SINGLE : 1;
          },
        },
        options
      )
    );
  }

  /** Scores of a text by document, with the terms that matched. */
  function scores(text, weight) {
    return remembered("scores " + weight + text, function () {
      return weighted(text, weight);
    });
  }

  function weighted(text, weight) {
    var found = {};
    lookUp(text).forEach(function (result) {
      var matched = result.queryTerms.length; // by which MiniSearch has multiplied
      found[result.id] = { score: (result.score / matched) * Math.pow(matched, COVERAGE) * weight, terms: result.terms };
    });
    return found;
  }

  /** A glossary word in any of its forms: the best form counts, and a common word counts little, however long. */
  function concept(choices) {
    return remembered("concept " + choices[0][0] + choices.length, function () {
      return weighed(choices);
    });
  }

  function weighed(choices) {
    var best = {};
    var most = 0;
    choices.forEach(function (choice) {
      var found = scores(choice[0], 1);
      var top = 0;
      Object.keys(found).forEach(function (id) {
        top = Math.max(top, found[id].score);
      });
      Object.keys(found).forEach(function (id) {
        var part = found[id].score / top;
        if (part < PARTIAL) return; // a character or two in common
        var share = Math.pow(part, STRICT) * choice[1];
        if (!best[id]) best[id] = { score: share, terms: found[id].terms };
        else {
          best[id].score = Math.max(best[id].score, share);
          best[id].terms = best[id].terms.concat(found[id].terms);
        }
      });
    });
    var holders = Object.keys(best).reduce(function (sum, id) {
      return sum + best[id].score;
    }, 0);
    var rarity = Math.log(1 + engine.documentCount / (1 + holders));
    Object.keys(best).forEach(function (id) {
      best[id].score *= CONCEPT * rarity;
    });
    return best;
  }

  function merge(into, from) {
    Object.keys(from).forEach(function (id) {
      var old = into[id];
      into[id] = old
        ? { score: old.score + from[id].score, terms: old.terms.concat(from[id].terms) }
        : from[id];
    });
  }

  function ofReading(text) {
    var asked = words.asked(text);
    var total = {};
    var meant = {}; // a thing said twice in other words counts once
    parts(asked).forEach(function (choices) {
      var key = choices
        .map(function (choice) {
          return choice[0];
        })
        .sort()
        .join();
      if (meant[key]) return;
      meant[key] = true;
      merge(total, choices.length > 1 ? concept(choices) : scores(choices[0][0], 1));
    });
    merge(total, scores(asked, WHOLE));
    if (numbers(text).length) {
      var counted = {};
      lookUp(text, { fields: ["numbers"], tokenize: numbers, prefix: false }).forEach(function (result) {
        counted[result.id] = { score: result.score, terms: [] };
      });
      merge(total, counted);
    }
    return total;
  }

  function search(query) {
    if (!engine) return [];
    var best = {};
    readings(String(query).slice(0, MAX_QUERY)).forEach(function (reading) {
      var found = ofReading(reading[0]);
      Object.keys(found).forEach(function (id) {
        var worth = found[id].score * reading[1];
        if (!best[id] || worth > best[id].score) best[id] = { score: worth, terms: found[id].terms };
      });
    });
    return Object.keys(best)
      .map(function (id) {
        return { document: clauses[id], score: best[id].score, terms: best[id].terms };
      })
      .sort(function (a, b) {
        return b.score - a.score;
      });
  }

  function isClause(hit) {
    return Boolean(hit.document.clause);
  }

  function isEntry(hit) {
    return Boolean(hit.document.entry);
  }

  /** Clauses in rank order, then roles, records and terms: {id, href}. */
  function find(query, limit) {
    var hits = search(query);
    return hits
      .filter(isClause)
      .concat(hits.filter(isEntry))
      .slice(0, limit || MAX_SHOWN)
      .map(function (hit) {
        var target = hit.document.clause || hit.document.entry;
        return { id: target.id, href: target.href };
      });
  }

  window.zhiduSearch = { data: data, find: find };

  /* ---------- the page ---------- */

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  /** *text* into *box*, the terms that matched in marks. */
  function marked(box, text, found) {
    var plain = Array.from(text).map(normalise).join("");
    var same = plain.length === text.length;
    var lit = [];
    found.forEach(function (term) {
      if (!same || (term.length < 2 && isHan(term))) return;
      for (var at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + 1))
        for (var i = 0; i < term.length; i++) lit[at + i] = true;
    });
    for (var from = 0; from < text.length; ) {
      var to = from + 1;
      while (to < text.length && Boolean(lit[to]) === Boolean(lit[from])) to++;
      var piece = text.slice(from, to);
      box.appendChild(lit[from] ? element("mark", "", piece) : document.createTextNode(piece));
      from = to;
    }
  }

  function hitItem(hit, base) {
    var document = hit.document;
    var item = element("li", "search-hit");
    var link = element("a", "search-hit__cite", document.title);
    link.href = base + document.clause.href;
    item.appendChild(link);
    item.appendChild(element("span", "search-hit__policy", document.policy));
    var text = element("p", "search-hit__text");
    marked(text, document.clause.text, unique(hit.terms));
    item.appendChild(text);
    var facts = [];
    if (document.who.length) facts.push("谁：" + document.who.join("、"));
    if (document.due.length) facts.push("何时：" + document.due.join("、"));
    if (facts.length) item.appendChild(element("p", "search-hit__facts", facts.join("　")));
    return item;
  }

  /** A hit that shares more than single characters with the question. */
  function sure(hit) {
    return hit.terms.some(function (term) {
      return term.length > 1 || !isHan(term);
    }) || hit.terms.length === 0;
  }

  function page() {
    var box = document.querySelector(".search-results");
    var input = document.getElementById("search-words");
    if (!box || !input) return;
    var query = new URLSearchParams(location.search).get("q") || "";
    input.value = query;
    if (!query.trim()) {
      input.focus();
      return;
    }
    show(box, query);
  }

  function show(box, query) {
    var base = box.getAttribute("data-base");
    var hits = search(query);
    var found = hits.filter(isClause);
    var certain = found.filter(sure);
    var count = document.getElementById("search-count");
    var shown = (certain.length ? certain : found).slice(0, MAX_SHOWN);
    if (certain.length) {
      count.textContent = "找到 " + certain.length + " 条" + (certain.length > shown.length ? "，列出最相近的 " + shown.length + " 条" : "") + "。";
      document.querySelector(".search-policies").hidden = true;
    } else {
      count.textContent = shown.length ? "没有找到。字面最接近的有 " + shown.length + " 条，全部制度列在后面。" : "没有找到。换个说法试试，或从下面的制度里找。";
    }
    var list = box.querySelector(".search-hits");
    shown.forEach(function (hit) {
      list.appendChild(hitItem(hit, base));
    });
    list.hidden = !shown.length;
    others(box, base, hits.filter(isEntry).filter(sure).slice(0, 6));
  }

  function others(box, base, hits) {
    var line = box.querySelector(".search-others");
    hits.forEach(function (hit) {
      var link = element("a", "", hit.document.entry.kind + "：" + hit.document.entry.name);
      link.href = base + hit.document.entry.href;
      line.appendChild(link);
    });
    line.hidden = !hits.length;
  }
})();
