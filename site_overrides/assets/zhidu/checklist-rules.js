/* The verdict on a self-assessment, as macros/zhidu/assessment gives it: same schema, same table of rules, same facts.
   Also what is made of one: score, receipt, text code, file. No page is touched here. Runs from Chrome 78 on. */
((zhidu) => {
  "use strict";

  const ONE_DAY = 86400000;
  const DAYS = { weekly: 7, "every-ten-days": 11 }; // 旬: up to 11
  const MONTHS = { monthly: 1, quarterly: 3, "half-yearly": 6, yearly: 12 };
  const JUDGED = ["met", "partial", "not-met"];
  const LISTED = 5;
  const LEFTOVERS = [
    ["problem", "问题"],
    ["rectification", "整改"],
    ["failed", "没做到的检查点"],
    ["rooms", "哪几间"],
  ];

  function has(object, key) {
    return Object.prototype.hasOwnProperty.call(object, key);
  }

  function index(list) {
    const found = Object.create(null);
    list.forEach((entry) => (found[entry.id] = entry));
    return found;
  }

  function listed(words) {
    return words.slice(0, LISTED).join("、") + (words.length > LISTED ? "等" : "");
  }

  /* ---------- what applies, what was measured ---------- */
  function inapplicable(context, data, part) {
    if (part.facility && !data.facilities[part.facility]) return "facility";
    if (context.institution && part.institutions.length && !part.institutions.includes(context.institution)) {
      return "institution";
    }
    return "";
  }

  function result(metric, measured) {
    if (metric.total === null || !measured.total) return null;
    const factor = metric.percent ? 1000 : 10;
    return Math.floor((2 * factor * measured.count + measured.total) / (2 * measured.total)) / 10;
  }

  function reaches(metric, measured, demand = metric) {
    const have = measured.count * (metric.total && metric.percent ? 100 : 1);
    const want = demand.value * (measured.total || 1);
    return demand.op === ">=" ? have >= want : demand.op === "<=" ? have <= want : have === want;
  }

  /* what the law asks of the counts, and they do not reach */
  function unlawful(metric, measured) {
    return metric.law.filter((law) => !reaches(metric, measured, law));
  }

  function valid(metric, measured) {
    if (!measured || (metric.total !== null && !has(measured, "total"))) return false;
    return !(metric.total !== null && metric.percent && measured.count > measured.total);
  }

  function shown(metric, measured) {
    const found = result(metric, measured);
    return String(found === null ? measured.count : found) + (metric.total && metric.percent ? "%" : "");
  }

  function status(data, id) {
    return has(data.items, id) ? data.items[id].status : undefined;
  }

  function score(context, data) {
    let points = 0;
    let applicable = 0;
    context.instrument.items.forEach((item) => {
      const said = status(data, item.id);
      if (said === "not-applicable" || inapplicable(context, data, item)) return;
      applicable += 1;
      points += said === "met" ? 2 : said === "partial" ? 1 : 0;
    });
    return applicable ? Math.floor((2000 * points + 2 * applicable) / (4 * applicable)) / 10 : null;
  }

  /* ---------- facts ---------- */
  function ofDocument(context, data) {
    const term = context.term || {};
    return {
      filled: data.filled,
      starts: term.starts,
      ends: term.ends,
      score: data.score,
      computed: has(data, "score") ? score(context, data) : null,
    };
  }

  function ofFacilities(context, data) {
    const found = [];
    context.instrument.facilities.forEach((facility) => {
      if (data.facilities[facility.id]) return;
      const claims = [];
      for (const item of context.instrument.items)
        if (item.facility === facility.id && JUDGED.includes(status(data, item.id))) claims.push(item.cite);
      for (const metric of context.instrument.metrics)
        if (metric.facility === facility.id && has(data.metrics, metric.id)) claims.push(metric.name);
      found.push({ id: facility.id, name: facility.name, rooms: 0, claimed: claims.length, claims: listed(claims) });
    });
    return found;
  }

  function ofGroups(context, data) {
    return context.instrument.groups.map((group) => {
      const missing = [];
      const unknown = [];
      context.instrument.items.forEach((item) => {
        if (item.group !== group.id || inapplicable(context, data, item)) return;
        const said = status(data, item.id);
        if (said === undefined) missing.push(item);
        else if (said === "unknown") unknown.push(item);
      });
      const headings = (items) => listed(items.map((item) => item.heading));
      return {
        label: group.label,
        missing: missing.length,
        missing_words: headings(missing),
        first_missing: missing.length ? missing[0].id : null,
        unknown: unknown.length,
        unknown_words: headings(unknown),
        first_unknown: unknown.length ? unknown[0].id : null,
      };
    });
  }

  function measures(item) {
    return item.checkpoints.map((point) => point.metric);
  }

  function ofMetrics(context, data) {
    const found = [];
    context.instrument.metrics.forEach((metric) => {
      if (inapplicable(context, data, metric)) return;
      const measured = has(data.metrics, metric.id) ? data.metrics[metric.id] : null;
      const users = context.instrument.items.filter(
        (item) => measures(item).includes(metric.id) && JUDGED.includes(status(data, item.id)) && !inapplicable(context, data, item),
      );
      found.push({
        id: metric.id,
        name: metric.name,
        where: users.length ? users[0].where : null,
        used: users.length > 0,
        count: measured ? measured.count : null,
        total: measured ? measured.total : null,
        rate: measured ? measured.rate : null,
        result: measured ? result(metric, measured) : null,
        bounded: metric.total !== null && metric.percent,
        count_words: metric.count,
        total_words: metric.total,
      });
    });
    return found;
  }

  function ofItem(context, data, item) {
    const answer = data.items[item.id];
    const why = inapplicable(context, data, item);
    if (why === "facility") return null;
    const failed = answer.failed || [];
    const rooms = answer.rooms || [];
    const own = item.checkpoints.map((point) => point.id);
    const facility = item.facility ? context.facilities[item.facility] : null;
    const rectification = answer.rectification || {};
    const facts = {
      id: item.id,
      where: item.where,
      status: answer.status,
      status_label: context.statuses[answer.status].name,
      inapplicable: why,
      institutions: item.institutions.map((kind) => (context.institutions[kind] ? context.institutions[kind].name : kind)).join("、"),
      reason: answer.reason,
      problem: answer.problem,
      measure: rectification.measure,
      due: rectification.due,
      leftover: LEFTOVERS.filter((pair) => has(answer, pair[0]))
        .map((pair) => pair[1])
        .join("、"),
      points: own.length,
      point_ids: own.join("、"),
      failed: failed.join("、"),
      foreign: failed.filter((point) => !own.includes(point)).join("、"),
      facility: facility ? facility.name : null,
      rooms: rooms.join("、"),
      highest: rooms.length ? Math.max(...rooms) : null,
      room_count: facility && facility.kind === "room" ? data.facilities[item.facility] || 0 : null,
      filled: data.filled,
      ends: context.term ? context.term.ends : null,
    };
    ofPoints(context, data, item, failed, facts);
    if (has(answer, "evidence")) facts.undocumented = null;
    ofProofs(context, data, item, answer, facts);
    return facts;
  }

  /* materials that say of which day they are: what is of a day to come, what is older than the rhythm allows */
  function ofProofs(context, data, item, answer, facts) {
    const points = item.checkpoints.filter((point) => point.period || point.rhythm);
    const kinds = points.map((point) => (point.period ? data.periods[point.id] : point.rhythm));
    const names = context.instrument.periods;
    const often = new Set(kinds.map((kind) => names.filter((one) => one.id === kind).map((one) => one.name)[0] || ""));
    const ahead = [];
    const over = [];
    (answer.evidence || []).forEach((proof, place) => {
      if (!has(proof, "day") || proof.day < "0001" || data.filled < "0001") return; // Python knows no year 0
      if (proof.day > data.filled) ahead.push(`第 ${place + 1} 份（${proof.day}）`);
      if (kinds.length && kinds.every((kind) => expired(kind, proof.day, data.filled, context.term))) {
        over.push(`第 ${place + 1} 份是 ${proof.day} 的，要求${[...often].join("、")}`);
      }
    });
    facts.ahead = ahead.join("、");
    facts.expired = over.join("；");
  }

  /* whether what is of a day was over when the form was filled in: macros/zhidu/assessment/verdict/expiry.py */
  function expired(kind, day, filled, term) {
    if (kind === "daily") return schoolBetween(day, filled, term);
    if (kind === "termly") return !!(term && term.starts) && day < term.starts && term.starts <= filled;
    if (has(DAYS, kind)) return Date.parse(filled) - Date.parse(day) > DAYS[kind] * ONE_DAY;
    return has(MONTHS, kind) && Number(filled.replace(/-/g, "")) > monthsOn(day, MONTHS[kind]);
  }

  function isoOf(time) {
    return new Date(time).toISOString().slice(0, 10);
  }

  /* the same day of a later month, else the last one that the month has: 20261231 */
  function monthsOn(day, count) {
    const [year, month, number] = day.split("-").map(Number);
    const later = new Date(0);
    later.setUTCFullYear(year, month + count, 0); // the last day of that month
    return later.getUTCFullYear() * 10000 + (later.getUTCMonth() + 1) * 100 + Math.min(number, later.getUTCDate());
  }

  function schoolBetween(day, filled, term) {
    if (!term || !term.starts || !term.ends || !term.source || !term.holidays || !term.workdays) return false;
    const from = day < term.starts ? Date.parse(term.starts) : Date.parse(day) + ONE_DAY;
    for (let time = from; isoOf(time) < filled && isoOf(time) <= term.ends; time += ONE_DAY) {
      const iso = isoOf(time);
      const off = term.holidays.some((span) => span[0] <= iso && iso <= span[1]);
      if (!off && (new Date(time).getUTCDay() % 6 || term.workdays.includes(iso))) return true;
    }
    return false;
  }

  /* records, periods and numbers of the checkpoints */
  function ofPoints(context, data, item, failed, facts) {
    const records = [];
    const unset = [];
    const short = [];
    const points = [];
    const over = [];
    const law = [];
    item.checkpoints.forEach((point) => {
      const fails = failed.includes(point.id);
      for (const record of fails ? [] : point.records) {
        records.push(context.records[record] ? context.records[record].name : record);
      }
      if (point.period && !has(data.periods, point.id)) unset.push(point.id);
      const metric = point.metric ? context.metrics[point.metric] : null;
      const measured = metric && has(data.metrics, metric.id) ? data.metrics[metric.id] : null;
      if (!metric || !measured || !valid(metric, measured)) return;
      if (reaches(metric, measured)) {
        const more = unlawful(metric, measured);
        if (fails && metric.whole && !more.length) over.push(point.id);
        for (const each of fails ? [] : more) {
          law.push(`“${metric.name}”是 ${shown(metric, measured)}，法律要求${each.demand}（${each.source}）`);
        }
      } else if (!fails) {
        short.push(`“${metric.name}”是 ${shown(metric, measured)}，要求${metric.demand}`);
        points.push(point.id);
      }
    });
    facts.undocumented = [...new Set(records)].join("、");
    facts.unset = unset.join("、");
    facts.shortfall = short.join("；");
    facts.short_points = points.join("、");
    facts.overclaimed = over.join("、");
    facts.unlawful = law.join("；");
  }

  /* ---------- the table ---------- */
  function there(fact) {
    return fact !== null && fact !== undefined && fact !== "";
  }

  function holds(condition, facts) {
    const [name, comparison] = condition;
    const fact = facts[name];
    if (comparison === "empty") return !there(fact);
    if (comparison === "filled" || !there(fact)) return there(fact) && comparison === "filled";
    let operand = condition[2];
    if (comparison === "in") return operand.includes(fact);
    if (typeof operand === "string" && operand[0] === "$") {
      operand = facts[operand.slice(1)];
      if (operand === null || operand === undefined) return false;
    }
    if (comparison === "is") return fact === operand;
    if (comparison === "ne") return fact !== operand;
    return comparison === "gt" ? fact > operand : fact < operand;
  }

  function said(sentence, facts) {
    return sentence.replace(/\{([a-z_]+)\}/g, (_, name) => (there(facts[name]) ? String(facts[name]) : ""));
  }

  function broken(context, target, facts) {
    return context.rules.rules
      .filter((row) => row.on === target && row.when.every((condition) => holds(condition, facts)))
      .map((row) => ({
        code: row.code,
        pointer: row.at.map((step) => said(step, facts)),
        message: said(row.message, facts),
        repair: said(row.ask || row.repair, facts),
        severity: row.severity || "error",
      }));
  }

  /* everything the shared rules say about data of the right shape */
  function evaluate(context, given) {
    const data = { metrics: {}, periods: {}, ...given };
    let found = broken(context, "document", ofDocument(context, data));
    function add(target, facts) {
      if (facts) found = found.concat(broken(context, target, facts));
    }
    ofFacilities(context, data).forEach((facts) => add("facility", facts));
    ofGroups(context, data).forEach((facts) => add("group", facts));
    ofMetrics(context, data).forEach((facts) => add("metric", facts));
    for (const id of Object.keys(data.items)) if (has(context.items, id)) add("item", ofItem(context, data, context.items[id]));
    return found.concat(personal(context, data));
  }

  /* ---------- texts ---------- */
  function strings(value, pointer, take) {
    if (typeof value === "string") take(pointer, value, false);
    else if (Array.isArray(value)) {
      value.forEach((entry, place) => strings(entry, [...pointer, place], take));
    } else if (value && typeof value === "object") {
      Object.keys(value).forEach((key) => {
        take([...pointer, key], key, true);
        strings(value[key], [...pointer, key], take);
      });
    }
  }

  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

  function sums(name, run) {
    let total = 0;
    if (name === "identity") {
      WEIGHTS.forEach((weight, place) => (total += Number(run[place]) * weight));
      return "10x98765432"[total % 11] === run[17];
    }
    if (name === "luhn") {
      for (let place = 0; place < run.length; place += 1) {
        const digit = Number(run[run.length - 1 - place]) * (place % 2 ? 2 : 1);
        total += digit > 9 ? digit - 9 : digit;
      }
      return total % 10 === 0;
    }
    return true;
  }

  /* the patterns of the table, made once: words in place of their names */
  function writing(rules) {
    if (rules.made) return rules.made;
    function filled(pattern) {
      while (/\{[a-z]+\}/.test(pattern)) {
        pattern = pattern.replace(/\{([a-z]+)\}/g, (whole, name) => rules.words[name]);
      }
      return pattern;
    }
    function table(pair) {
      const to = Array.from(pair[1]);
      const found = {};
      Array.from(pair[0]).forEach((old, place) => (found[old] = to[place]));
      return (character) => found[character] || character;
    }
    rules.made = {
      modern: table(rules.traditional),
      traditional: new RegExp(`[${rules.traditional[0]}]`, "g"),
      fold: rules.fold.map((pair) => [new RegExp(pair[0], "g"), pair[1]]),
      digit: table(rules.numerals),
      spoken: new RegExp(`(?:[0-9${rules.numerals[0]}][ ._-]?){7,}`, "g"),
      numeral: new RegExp(`[${rules.numerals[0]}]`, "g"),
      innocent: rules.innocent.map((pattern) => new RegExp(filled(pattern), "g")),
      kinds: rules.kinds.map((kind) => [kind, new RegExp(filled(kind.pattern), kind.digits ? "g" : ""), new RegExp(kind.digits || "")]),
    };
    return rules.made;
  }

  const MAX_LENGTH = 20000; // of one text that is looked at

  function folded(made, text) {
    text = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    text = text.replace(made.traditional, made.modern);
    made.fold.forEach((pair) => (text = text.replace(pair[0], pair[1])));
    text = text.replace(made.spoken, (run) => run.replace(made.numeral, made.digit));
    text = text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, "\u9fff"); // as wide as in Python
    made.innocent.forEach((pattern) => (text = text.replace(pattern, (whole, before) => `${before}#`)));
    return text;
  }

  function kindOf(context, text) {
    const made = writing(context.rules.privacy);
    const cut = (long) => (long.length > MAX_LENGTH ? Array.from(long).slice(0, MAX_LENGTH).join("") : long);
    text = folded(made, cut(cut(text).normalize("NFKC")));
    const found = made.kinds.filter((each) => {
      if (!each[0].digits) return each[1].test(text);
      const matches = [];
      text.replace(each[1], (whole, run) => {
        matches.push(run.replace(/[^0-9x]/g, ""));
        return whole;
      });
      return matches.some((run) => each[2].test(run) && sums(each[0].sum, run));
    })[0];
    return found && found[0];
  }

  function personal(context, data) {
    const rules = context.rules.privacy;
    const found = [];
    strings(data, [], (pointer, text, isKey) => {
      const random = pointer.length === 1 && rules.random.includes(pointer[0]);
      const kind = random || isKey || Array.from(text).length < 3 ? null : kindOf(context, text);
      if (kind) {
        found.push({
          code: rules.code,
          pointer,
          message: rules.message.replace("{name}", kind.name),
          repair: rules.repair[kind.severity],
          severity: kind.severity,
        });
      }
    });
    return found;
  }

  const TEMPLATE = /\{\{|\{%|\{#|</;
  const UNSEEN = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

  function forbidden(data) {
    const found = [];
    strings(data, [], (pointer, text) => {
      if ((TEMPLATE.test(text) && text !== "<=") || UNSEEN.test(text)) {
        found.push({
          code: "text/forbidden",
          pointer,
          message: "文字里有不允许的字符（小于号、{{ 或看不见的字符）",
          repair: "删掉它，改用文字",
          severity: "error",
        });
      }
    });
    return found;
  }

  /* what people type and paste, put right without changing what they say */
  function normalise(context, text) {
    return context.rules.normalise.reduce((changed, pair) => changed.replace(new RegExp(pair[0], "g"), pair[1]), text);
  }

  /* ---------- the shape ---------- */
  const BRANCHES = ["properties", "patternProperties", "$ref", "items", "false"];

  function resolve(schema, node) {
    return node && node.$ref ? { ...schema.$defs[node.$ref.slice("#/$defs/".length)], ...node } : node;
  }

  function nodeAt(schema, pointer) {
    return pointer.reduce((node, step) => {
      if (!node) return node;
      return resolve(schema, node.properties && node.properties[step] ? node.properties[step] : node.items);
    }, schema);
  }

  function sentence(context, error, pointer, missing) {
    const schema = context.schema;
    const node = nodeAt(schema, pointer) || {};
    const title = node.title ? `“${node.title}”` : "";
    const item = pointer[0] === "items" ? context.items[pointer[1]] : null;
    const where = item
      ? `${item.where}的`
      : pointer[0] === "metrics" && context.metrics[pointer[1]]
        ? `“${context.metrics[pointer[1]].name}”的`
        : "";
    if (error.keyword === "required") {
      const wanted = missing && nodeAt(schema, [...pointer, missing]);
      return `${where || "这里"}少了“${(wanted && wanted.title) || missing}”`;
    }
    if (error.keyword === "additionalProperties") return `${where || title}里有不认识的内容`;
    const said = {
      enum: "不在可以选的几种里",
      maxLength: `太长，最多 ${node.maxLength} 个字`,
      minLength: "是空的",
      minimum: `最小是 ${node.minimum}`,
      maximum: `最大是 ${node.maximum}`,
      minItems: "的项数不对",
      maxItems: "的项数不对",
      format: "的写法不对",
      pattern: "的写法不对",
    };
    return where + title + (said[error.keyword] || `应是${node.type === "integer" ? "整数" : "别的类型"}`);
  }

  function misshapen(context, data) {
    if (!context.validator) context.validator = new window.cfworkerJsonSchema.Validator(context.schema, "2020-12", false);
    const verdict = context.validator.validate(data);
    if (verdict.valid) return [];
    return verdict.errors
      .filter((error) => !BRANCHES.includes(error.keyword))
      .map((error) => {
        const pointer = error.instanceLocation
          .split("/")
          .slice(1)
          .map((step) => decodeURIComponent(step).replace(/~1/g, "/").replace(/~0/g, "~"));
        const field = error.keyword === "required" ? (/"([^"]*)"/.exec(error.error) || ["", ""])[1] : "";
        return {
          code: `shape/${error.keyword}`,
          pointer,
          field,
          message: sentence(context, error, pointer, field),
          repair: "",
          severity: "error",
        };
      });
  }

  /* the verdict: what CI says, too */
  function judge(context, data) {
    const wrong = misshapen(context, data);
    return wrong.length ? wrong : forbidden(data).concat(evaluate(context, data));
  }

  function contextOf(data, term, institution) {
    return {
      instrument: data.instrument,
      schema: data.schema,
      rules: data.rules,
      items: index(data.instrument.items),
      metrics: index(data.instrument.metrics),
      facilities: index(data.instrument.facilities),
      institutions: index(data.instrument.institutions),
      records: index(data.instrument.records),
      statuses: index(data.instrument.statuses),
      term: term || null,
      institution: institution || null,
    };
  }

  /* ---------- receipt, file ---------- */
  function sorted(value) {
    if (Array.isArray(value)) return value.map(sorted);
    if (!value || typeof value !== "object") return value;
    const found = {};
    Object.keys(value)
      .sort()
      .forEach((key) => (found[key] = sorted(value[key])));
    return found;
  }

  function utf8(text) {
    return Array.from(unescape(encodeURIComponent(text)), (character) => character.charCodeAt(0));
  }

  /* SHA-256; crypto.subtle is missing on pages opened over plain HTTP */
  function primes(count) {
    const found = [];
    for (let candidate = 2; found.length < count; candidate += 1) {
      if (found.every((prime) => candidate % prime)) found.push(candidate);
    }
    return found;
  }

  function fraction(value) {
    return ((value - Math.floor(value)) * 4294967296) | 0;
  }

  function sha256(bytes) {
    const list = primes(64);
    const constants = list.map((prime) => fraction(prime ** (1 / 3)));
    let hash = list.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
    const message = bytes.slice();
    const length = bytes.length * 8;
    message.push(128);
    while (message.length % 64 !== 56) message.push(0);
    for (let shift = 56; shift >= 0; shift -= 8) message.push(Math.floor(length / 2 ** shift) & 255);
    function turn(word, by) {
      return (word >>> by) | (word << (32 - by));
    }
    for (let start = 0; start < message.length; start += 64) {
      const words = [];
      let state = hash.slice();
      for (let i = 0; i < 64; i += 1) {
        if (i < 16) {
          const at = start + i * 4;
          words[i] = (message[at] << 24) | (message[at + 1] << 16) | (message[at + 2] << 8) | message[at + 3];
        } else {
          const a = words[i - 15];
          const b = words[i - 2];
          const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
          const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
          words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
        }
        const e = state[4];
        const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const choice = (e & state[5]) ^ (~e & state[6]);
        const first = (state[7] + big1 + choice + constants[i] + words[i]) | 0;
        const top = state[0];
        const big0 = turn(top, 2) ^ turn(top, 13) ^ turn(top, 22);
        const most = (top & state[1]) ^ (top & state[2]) ^ (state[1] & state[2]);
        state = [(first + big0 + most) | 0, ...state.slice(0, 7)];
        state[4] = (state[4] + first) | 0;
      }
      hash = hash.map((word, place) => (word + state[place]) | 0);
    }
    const found = [];
    hash.forEach((word) => found.push((word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255));
    return found;
  }

  /* ten letters of base 32 */
  function digest(text) {
    const bytes = sha256(utf8(text));
    const letters = "abcdefghijklmnopqrstuvwxyz234567";
    let found = "";
    for (let bit = 0; found.length < 10; bit += 5) {
      const pair = (bytes[bit >> 3] << 8) | bytes[(bit >> 3) + 1];
      found += letters[(pair >> (11 - (bit & 7))) & 31];
    }
    return found;
  }

  function receipt(data) {
    return digest(JSON.stringify(sorted(data)));
  }

  /* ---------- what becomes of answers to an instrument of the past: macros/zhidu/assessment/carry.py ---------- */
  function copyOf(value) {
    return value && typeof value === "object" ? JSON.parse(JSON.stringify(value)) : {};
  }

  /* the words stay, the verdict has to be given again */
  function reopened(answer) {
    delete answer.status;
    delete answer.failed;
    delete answer.rooms;
    if (answer.rectification) delete answer.rectification.due;
  }

  function wayFrom(data, digest) {
    if (digest === data.instrument.digest) return { items: {}, points: {} };
    return has(data.past, digest) ? data.ways[data.past[digest]] : null;
  }

  function stepOf(way, id) {
    return way && has(way.items, id) ? way.items[id] : { fate: way ? "kept" : "confirm", from: [id], whole: true, only: [], was: null };
  }

  function carried(data, given) {
    const way = wayFrom(data, given.instrument);
    const made = Object.assign({}, given, {
      edition: data.instrument.edition,
      instrument: data.instrument.digest,
      metrics: {},
      periods: {},
      items: {},
      before: {},
    });
    if (given.numbers) made.numbers = {};
    function now(old) {
      return way && has(way.points, old) ? way.points[old] : [old];
    }
    function put(key, id) {
      for (const old of Object.keys(copyOf(given[key]))) if (now(old).includes(id)) made[key][id] = given[key][old];
    }
    data.instrument.items.forEach((item) => {
      const step = stepOf(way, item.id);
      const answers = step.from.filter((id) => has(given.items, id)).map((id) => copyOf(given.items[id]));
      for (const point of item.checkpoints) {
        if (point.period) put("periods", point.id);
        if (point.number && given.numbers) {
          put("numbers", point.id);
          if (made.numbers[point.id] && !point.number.units.includes(made.numbers[point.id].unit)) delete made.numbers[point.id];
        }
      }
      if (!answers.length) return;
      const answer = answers[0];
      const holds = step.whole || (answers.length === step.from.length && answers.every((one) => one.status === "met"));
      if (step.fate === "confirm" || !holds) {
        made.before[item.id] = answer.status;
        reopened(answer);
      } else if (Array.isArray(answer.failed)) answer.failed = answer.failed.flatMap(now);
      else if (step.only.length && answer.problem) answer.failed = step.only.slice();
      made.items[item.id] = answer;
    });
    data.instrument.metrics.forEach((metric) => put("metrics", metric.id));
    return made;
  }

  /* the file: JSON, which is YAML, one value a line; characters that YAML readers choke on are escaped */
  function file(data) {
    return `${JSON.stringify(data, null, 1).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => `\\u${`000${character.charCodeAt(0).toString(16)}`.slice(-4)}`)}\n`;
  }

  zhidu.rules = {
    index,
    listed,
    contextOf,
    inapplicable,
    result,
    reached: reaches,
    unlawful,
    valid,
    shown,
    score,
    evaluate,
    misshapen,
    forbidden,
    judge,
    kindOf,
    normalise,
    receipt,
    digest,
    sorted,
    file,
    copyOf,
    reopened,
    wayFrom,
    stepOf,
    carried,
  };
})((window.zhiduChecklist = window.zhiduChecklist || {}));
