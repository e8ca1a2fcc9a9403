/* The form: keeps a draft on this device, shows what belongs to an answer, and says what is still wrong.
   All words of the form stand in the page; the verdict is checklist-rules.js. Runs from Chrome 78 on. */
(() => {
  "use strict";

  const zhidu = window.zhiduChecklist;
  if (!zhidu || !zhidu.data || !zhidu.rules) return;
  const { rules, data } = zhidu;
  const root = document.getElementById("zc");
  const KEY = "zhidu.checklist.";
  const ASIDE = "zhidu.aside."; // drafts that could not be read
  const SAFARI = /Safari\//.test(navigator.userAgent) && !/Chrom|Android/.test(navigator.userAgent); // also all on an iPhone
  const MOST = 2000; // characters in a piece of a text code: what every chat takes in one message
  const FAILING = ["partial", "not-met"];
  const QUIET = { class: "zc-button zc-button--quiet" };
  const MOST_USED = 4; // of what was written before, offered beside a field
  const context = rules.contextOf(data);
  let draft = fresh();
  let tried = false;
  let stored = true;
  let timer = 0;
  let known = ""; // the draft as this window last read or wrote it
  const wordsOf = new WeakMap(); // of each draft that was read: its words in the store
  let found = [];
  const coming = {}; // what waits for scripts, by what they bring
  let blank = false;
  let apart = []; // what a draft from elsewhere says otherwise, to be asked: {part, id, theirs}

  function fresh() {
    return {
      school: "",
      term: "",
      filled: today(),
      facilities: {},
      metrics: {},
      periods: {},
      numbers: {},
      items: {},
      past: null,
      instrument: data.instrument.digest,
    };
  }

  function today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function byId(id) {
    return document.getElementById(id);
  }

  function each(selector, parent, act) {
    parent.querySelectorAll(selector).forEach(act);
  }

  function make(tag, text, attributes) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    Object.keys(attributes || {}).forEach((name) => node.setAttribute(name, attributes[name]));
    return node;
  }

  /* a button at the end of *parent* that does *act*; the button */
  function press(parent, label, act, attributes) {
    const button = parent.appendChild(make("button", label, { type: "button", class: "zc-button", ...attributes }));
    button.addEventListener("click", act);
    return button;
  }

  function clone(name) {
    return byId(`zc-${name}`).content.firstElementChild.cloneNode(true);
  }

  function said(name) {
    return byId(`zc-t-${name}`).content.textContent;
  }

  function show(node, on) {
    node.hidden = !on;
  }

  function entry(list, id) {
    return list.find((one) => one.id === id);
  }

  function nameOf(list, id) {
    return (entry(list, id) || { name: "" }).name;
  }

  function count(text) {
    const half = text.normalize("NFKC").replace(/[\s,]/g, "");
    return /^[0-9]{1,7}$/.test(half) ? Number(half) : null;
  }

  /* ---------- the draft as a submission ---------- */
  function filledIn(object) {
    return Object.keys(object).some((key) => object[key] !== "" && object[key] !== undefined && object[key] !== false);
  }

  function text(value) {
    return rules.normalise(context, value || "");
  }

  /* the records that an item's clause demands: what its evidence is called, unless the school says otherwise */
  function demanded(item) {
    const names = {};
    item.checkpoints.forEach((point) => {
      point.records.forEach((record) => (names[context.records[record].name] = true));
    });
    return Object.keys(names).join("、").slice(0, 100);
  }

  function answerOf(kept, item) {
    const answer = { status: kept.status };
    const tell = (key) => put(answer, key, text(kept[key]) || null);
    if (kept.status === "not-applicable") tell("reason");
    if (FAILING.includes(kept.status)) {
      if ((kept.failed || []).length) answer.failed = kept.failed.slice().sort();
      if (kept.status === "partial" && (kept.rooms || []).length) answer.rooms = kept.rooms.slice().sort((a, b) => a - b);
      tell("problem");
      const plan = kept.rectification || {};
      if (filledIn(plan)) {
        answer.rectification = {};
        ["measure", "due", "role"].forEach((key) => put(answer.rectification, key, text(plan[key]) || null));
        answer.rectification.needs_bureau = !!plan.needs_bureau;
      }
    }
    if (kept.status !== "unknown" && kept.status !== "not-applicable") {
      const proofs = (kept.evidence || [])
        .map((proof) => {
          const one = {};
          const filed = text(proof.filed);
          const title = text(proof.title) || (filed && demanded(item));
          if (title) one.title = title;
          if (filed) one.filed = filed;
          if (proof.day && (title || filed)) one.day = proof.day;
          return one;
        })
        .filter(filledIn);
      if (proofs.length) answer.evidence = proofs;
    }
    tell("suggestion");
    return answer;
  }

  function submission() {
    const made = {
      school: draft.school,
      term: draft.term,
      edition: data.instrument.edition,
      instrument: data.instrument.digest,
      filled: draft.filled,
      facilities: {},
      metrics: {},
      periods: {},
      items: {},
    };
    data.instrument.facilities.forEach((facility) => {
      const count = draft.facilities[facility.id];
      if (typeof count === "number") made.facilities[facility.id] = count;
    });
    data.instrument.metrics.forEach((metric) => {
      const kept = draft.metrics[metric.id];
      if (!kept || typeof kept.count !== "number" || rules.inapplicable(context, asked(), metric)) return;
      const measured = { count: kept.count };
      if (metric.total !== null && typeof kept.total === "number") {
        measured.total = kept.total;
        const rate = rules.result(metric, measured);
        if (rate !== null) measured.rate = rate;
      }
      made.metrics[metric.id] = measured;
    });
    data.instrument.items.forEach((item) => {
      const kept = draft.items[item.id];
      if (kept && kept.status && !rules.inapplicable(context, asked(), item)) made.items[item.id] = answerOf(kept, item);
      for (const point of item.checkpoints) if (point.period && draft.periods[point.id]) made.periods[point.id] = draft.periods[point.id];
    });
    const own = ownNumbers();
    if (Object.keys(own).length) made.numbers = own; // nothing where nothing is set: such a file is as it always was
    return made;
  }

  /* what the school sets where the text leaves a number open; where there is one unit it is that one */
  function ownNumbers() {
    const found = {};
    data.instrument.items.forEach((item) => {
      item.checkpoints.forEach((point) => {
        const own = point.number && draft.numbers[point.id];
        if (!own || (own.value === undefined && !own.unit)) return;
        found[point.id] = {};
        const unit = own.unit || (point.number.units.length === 1 ? point.number.units[0] : "");
        if (own.value !== undefined) found[point.id].value = own.value;
        if (unit) found[point.id].unit = unit;
      });
    });
    return found;
  }

  /* facilities that nobody has answered for yet count as there: their questions are shown */
  function asked() {
    const facilities = {};
    data.instrument.facilities.forEach((facility) => {
      const count = draft.facilities[facility.id];
      facilities[facility.id] = typeof count === "number" ? count : 1;
    });
    return { facilities };
  }

  function assumed(made) {
    return { ...made, facilities: asked().facilities };
  }

  function finished() {
    const made = submission();
    const total = rules.score(context, assumed(made));
    if (total === null) return made;
    const ordered = {};
    Object.keys(made).forEach((key) => {
      ordered[key] = made[key];
      if (key === "filled") ordered.score = total;
    });
    return ordered;
  }

  function settle() {
    const school = entry(data.schools, draft.school);
    const term = entry(data.terms, draft.term);
    context.institution = school ? school.institution : null;
    context.term = term || null;
  }

  /* ---------- keeping ---------- */
  function keyOf(one) {
    return `${KEY}${one.school || "-"}.${one.term || "-"}`;
  }

  function attempt(act) {
    try {
      return act();
    } catch (error) {
      stored = false;
      return null;
    }
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    const now = new Date();
    draft.saved = +now;
    attempt(() => {
      meet(localStorage.getItem(keyOf(draft)));
      known = JSON.stringify(draft);
      localStorage.setItem(keyOf(draft), known);
      localStorage.setItem(`${KEY}current`, keyOf(draft));
      second("readwrite", (drafts) => drafts.put(known, keyOf(draft)));
      stored = localStorage.getItem(`${KEY}current`) === keyOf(draft); // a blocked store may take and forget
    });
    byId("zc-saved").textContent = stored ? `已存本机 ${now.toTimeString().slice(0, 5)}` : "";
    if (!stored) warn(said("unsaved"));
  }

  /* A browser may write its store to the disk only once a minute, and is killed before. So drafts are kept in a second one, too,
     which is written at once; what only that one has is found again at the start. Where there is none, nothing is said. */
  function second(mode, act) {
    quietly(() => {
      const asking = indexedDB.open("zhidu.checklist", 1);
      asking.onupgradeneeded = () => asking.result.createObjectStore("drafts");
      asking.onsuccess = () => {
        quietly(() => act(asking.result.transaction("drafts", mode).objectStore("drafts")));
        asking.result.close(); // once what was asked is done
      };
    });
  }

  /* what *act* gives; nothing where it breaks, and that is no matter */
  function quietly(act) {
    try {
      return act();
    } catch (error) {
      return undefined;
    }
  }

  function savedIn(kept) {
    return quietly(() => JSON.parse(kept).saved) || 0;
  }

  function findAgain() {
    second("readonly", (drafts) => {
      let newest = null;
      drafts.openCursor().onsuccess = (event) => {
        const cursor = event.target.result;
        if (cursor) {
          const there = attempt(() => localStorage.getItem(cursor.key));
          if (savedIn(cursor.value) > savedIn(there) && (!newest || savedIn(cursor.value) > savedIn(newest.words))) {
            newest = { key: cursor.key, words: cursor.value };
          }
          cursor.continue();
        } else if (newest) {
          bring(newest);
        }
      };
    });
  }

  /* the draft as it was before the browser was killed; where something else has been begun since, it is among the drafts */
  function bring({ key, words }) {
    if (!attempt(() => localStorage.setItem(key, words) || true)) return;
    if (key === keyOf(draft)) attempt(() => meet(words));
    else if (!Object.keys(draft.items).length) {
      const one = load(key);
      if (one) open(one);
    }
    warn(said("again"));
    changed();
  }

  /* Another window has written the draft since this one read it. */
  function meet(there) {
    if (!there || there === known) return false;
    const theirs = load(keyOf(draft));
    const base = known ? JSON.parse(known) : {};
    known = there;
    return !!theirs && lay(theirs, there, base, "那边"); // else it was set aside, and told
  }

  /* Another draft of the same school and term, of another window or of a file: what only one of them answered is taken; where
     both answered differently since *base* the other is set aside whole, and each place is asked. */
  function lay(theirs, there, base, side) {
    let merged = false;
    const differ = [];
    NEEDED.forEach((part) => {
      const [mine, others, before] = [draft[part], theirs[part], base[part] || {}];
      Object.keys({ ...mine, ...others }).forEach((id) => {
        const [one, other, was] = [mine, others, before].map((said) => words(said[id]));
        if (one === other || other === was) return;
        if (one !== was) differ.push({ part, id, side, theirs: others[id] });
        else {
          merged = true;
          put(draft[part], id, others[id]);
        }
      });
    });
    if (theirs.filled > draft.filled) draft.filled = theirs.filled;
    if (differ.length) {
      apart = apart.filter((old) => !differ.some((one) => one.id === old.id)).concat(differ);
      setAside(keyOf(draft), there, "apart");
    } else if (merged) {
      warn(said("merged"));
    }
    if (merged) fill();
    ask();
    return merged || differ.length > 0;
  }

  function words(value) {
    return value && typeof value === "object" && !Object.keys(value).length ? undefined : JSON.stringify(value);
  }

  function put(object, key, value) {
    if (value === undefined || value === null) delete object[key];
    else object[key] = value;
  }

  /* each place of which two drafts say different things, with both answers to choose from */
  function ask() {
    const box = byId("zc-apart");
    const list = box.querySelector("ul");
    list.textContent = "";
    apart.forEach((one) => {
      const item = list.appendChild(
        make(
          "li",
          `${nameIn(one.id)}：这里填的是“${told(one.part, one.id, draft[one.part][one.id])}”，${one.side}填的是“${told(one.part, one.id, one.theirs)}”。`,
        ),
      );
      [
        ["用这里的", false],
        [`用${one.side}的`, true],
      ].forEach(([label, other]) => {
        const act = () => {
          if (other) put(draft[one.part], one.id, one.theirs);
          apart = apart.filter((left) => left !== one);
          if (other) fill();
          ask();
          changed();
          if (apart.length) list.querySelector("button").focus();
        };
        press(item, label, act, { "aria-label": `${nameIn(one.id)}${label}` });
      });
    });
    show(box, apart.length > 0);
  }

  /* an answer, a number, a period in words */
  function told(part, id, value) {
    if (words(value) === undefined || (part === "items" && !value.status)) return "没有答";
    if (part === "items") {
      const more = details(context.items[id], answerOf(value, context.items[id]));
      return (nameOf(data.instrument.statuses, value.status) || "没有答") + (more ? `：${more.replace(/\n/g, "；")}` : "");
    }
    if (part === "metrics") return [value.count, value.total].filter((number) => number !== undefined).join("/");
    if (part === "numbers") return numberWords(value);
    return part === "periods" ? nameOf(data.instrument.periods, value) : String(value);
  }

  function numberWords(own) {
    return `${own.value === undefined ? "" : own.value} ${nameOf(data.instrument.units, own.unit)}`.replace(" %", "%").trim();
  }

  function changed() {
    if (!timer) timer = setTimeout(settleDown, 300);
    byId("zc-saved").textContent = stored ? "正在保存…" : "";
  }

  /* typing is shown at once; the draft and the verdict follow a moment later */
  function settleDown() {
    save();
    refresh();
  }

  function warn(words, button, act) {
    const banner = byId("zc-banner");
    banner.textContent = "";
    show(banner, !!words);
    if (!words) return;
    banner.appendChild(make("p", words));
    if (!button) return;
    press(banner, button, () => {
      warn("");
      act();
    });
  }

  function keptDrafts() {
    const keys = attempt(() => Object.keys(localStorage)) || [];
    return keys.filter((key) => key.startsWith(KEY) && key !== `${KEY}current`).sort();
  }

  /* A stored draft is judged as one that is pasted: by what kind each value is of. What another version, another page
     or a damaged disk left here must not break the form at every opening: it is set aside, and nothing is deleted. */
  const TEXT = "string";
  const ANSWER = {
    status: TEXT,
    reason: TEXT,
    problem: TEXT,
    suggestion: TEXT,
    failed: [TEXT],
    rooms: ["number"],
    evidence: [{ title: TEXT, filed: TEXT, day: TEXT }],
    rectification: { measure: TEXT, due: TEXT, role: TEXT, needs_bureau: "boolean" },
  };
  const DRAFT = {
    school: TEXT,
    term: TEXT,
    filled: TEXT,
    instrument: TEXT,
    saved: "number",
    facilities: { "*": "number" },
    metrics: { "*": { count: "number", total: "number" } },
    periods: { "*": TEXT },
    numbers: { "*": { value: "number", unit: TEXT } },
    items: { "*": ANSWER },
    past: { instrument: TEXT, term: TEXT, statuses: { "*": TEXT } },
  };
  const NEEDED = ["facilities", "metrics", "periods", "numbers", "items"];

  function sound(value, kind) {
    if (value === undefined || value === null) return true;
    if (typeof kind === "string") return typeof value === kind;
    if (Array.isArray(kind)) {
      return Array.isArray(value) && value.every((one) => one !== null && sound(one, kind[0]));
    }
    return (
      typeof value === "object" &&
      !Array.isArray(value) &&
      Object.keys(value).every((key) => {
        const inner = kind["*"] || kind[key];
        return !inner || sound(value[key], inner);
      })
    );
  }

  function whole(kept) {
    return (
      !!kept &&
      sound(kept, DRAFT) &&
      NEEDED.every((key) => kept[key] === undefined || (kept[key] && Object.keys(kept[key]).every((id) => kept[key][id] !== null)))
    );
  }

  function load(key) {
    const words = attempt(() => localStorage.getItem(key));
    if (!words) return null;
    try {
      const kept = JSON.parse(words);
      if (whole(kept)) {
        const found = (kept.instrument || data.instrument.digest) === data.instrument.digest ? { ...fresh(), ...kept } : taken(kept, false);
        wordsOf.set(found, words);
        return found;
      }
    } catch (error) {
      // told below
    }
    setAside(key, words);
    return null;
  }

  function nameIn(id) {
    const item = data.instrument.items.find((one) => one.id === id || one.checkpoints.some((point) => point.id === id));
    return item ? item.cite : nameOf(data.instrument.metrics, id) || nameOf(data.instrument.facilities, id) || "填表日期";
  }

  function setAside(key, words, why) {
    attempt(() => {
      localStorage.setItem(`${ASIDE + Date.now()}.${key}`, words);
      if (!why) localStorage.removeItem(key);
    });
    warn(said(why || "aside"), "复制那份草稿", () => {
      hand(words);
      location.hash = "#check";
    });
  }

  /* a draft belongs to a school and a term: when they change, it moves, and never onto another one */
  function move(field, value) {
    const old = keyOf(draft);
    const target = { ...draft };
    target[field] = value;
    const other = keyOf(target) !== old ? load(keyOf(target)) : null;
    if (other) {
      warn(said("other"), "打开那份草稿", () => open(other));
      fill();
      return;
    }
    attempt(() => {
      meet(localStorage.getItem(old));
      localStorage.removeItem(old);
      second("readwrite", (drafts) => drafts.delete(old));
    });
    draft[field] = value;
    known = "";
    settle();
    changed();
    save();
  }

  function open(one) {
    draft = one;
    apart = [];
    known = wordsOf.get(one) || "";
    tried = false;
    settle();
    fill();
    save();
    refresh();
  }

  function listDrafts() {
    const list = byId("zc-drafts");
    list.textContent = "";
    keptDrafts().forEach((key) => {
      const one = load(key);
      if (!one) return;
      const item = make(
        "li",
        `${nameOf(data.schools, one.school) || "还没选学校"} ${nameOf(data.terms, one.term) || "还没选学期"}，已答 ${Object.keys(one.items).length} 项 `,
      );
      press(item, "打开", () => {
        open(one);
        location.hash = "#tasks";
      });
      const drop = () => {
        if (!window.confirm("删除这份草稿？删了找不回来。")) return;
        attempt(() => localStorage.removeItem(key));
        second("readwrite", (drafts) => drafts.delete(key));
        if (key === keyOf(draft)) open(fresh());
        listDrafts();
      };
      press(item, "删除草稿", drop, QUIET);
      list.appendChild(item);
    });
    if (!list.firstChild) list.appendChild(make("li", "没有。"));
  }

  /* ---------- reading a file or a code ---------- */
  /* what codes or workbooks need comes when somebody needs it; *act* runs at once where it is here already */
  function withScripts(name, act) {
    if (zhidu[name]) {
      act();
      return;
    }
    const waiting = (coming[name] = coming[name] || []);
    waiting.push(act);
    if (waiting.length > 1) return;
    const paths = root.getAttribute(`data-${name}`).split(" ");
    (function next() {
      if (!paths.length) {
        delete coming[name];
        waiting.forEach((one) => one());
        return;
      }
      const script = make("script", "", { src: paths.shift() });
      script.onload = next;
      script.onerror = () => {
        delete coming[name];
        warn(byId("zc-failed").textContent);
      };
      document.head.appendChild(script);
    })();
  }

  /* what is said of the cells of a workbook, and where they are */
  function ofCells(told) {
    const list = make("ul", "", { class: "zc-told" });
    told.forEach((one) => list.appendChild(make("li", `${one.place ? `${one.place} ` : ""}${one.message}。${one.repair}。`)));
    return list;
  }

  function offer(read) {
    const place = byId("zc-found");
    place.textContent = "";
    const given = read && (read.open || read.data);
    /* nothing is made of a shape that nothing of ours ever had */
    const made = quietly(() => (given && typeof given === "object" && given.items ? rules.carried(data, given) : null));
    /* what is missing can be filled in; what is of another kind cannot be shown */
    if (!made || rules.misshapen(context, made).some((one) => one.code === "shape/type")) {
      const kind = ["told", "office", "several"].find((key) => read && read[key]);
      let why = said(kind === "told" ? "refused" : kind || "unread");
      if (read && read.lacking) why = `文字码一共 ${read.count} 段，少了第 ${read.lacking.join("、")} 段。请把几段都粘贴进来，再读入。`;
      place.appendChild(make("p", why, { class: "zc-error" }));
      if (kind === "told") place.appendChild(ofCells(read.told));
      return;
    }
    const again = Object.keys(made.before).length;
    const lost = Object.keys(given.items).length - Object.keys(made.items).length;
    place.appendChild(
      make(
        "p",
        `读到：${nameOf(data.schools, given.school) || given.school || "没写学校"} ${nameOf(data.terms, given.term) || given.term || ""}，${Object.keys(made.items).length} 项${lost > 0 ? `（另有 ${lost} 项现在的表里没有，略去）` : ""}${again ? `，其中 ${again} 项改了，需重新确认` : ""}。`,
      ),
    );
    if (read.told && read.told.length) {
      place.appendChild(make("p", said("told")));
      place.appendChild(ofCells(read.told));
    }
    [
      ["接着填这一份", false],
      ["用作底稿：文字留下，结论重新答", true],
    ].forEach(([label, asModel]) => {
      press(place, label, () => {
        begin(taken(given, asModel));
        place.textContent = "";
        place.appendChild(make("p", "读好了。"));
        location.hash = "#basics";
      });
    });
  }

  /* what was read is laid on what this device has of that school and term already */
  function begin(read) {
    if (timer) save();
    const mine = load(keyOf(read));
    open(mine || read);
    if (!mine) return;
    if (!draft.past) draft.past = read.past;
    lay(read, JSON.stringify(read), {}, "读入的那份");
    changed();
  }

  function taken(given, asModel) {
    const made = rules.carried(data, given);
    const one = fresh();
    one.school = entry(data.schools, given.school) ? given.school : "";
    one.facilities = rules.copyOf(given.facilities);
    one.periods = made.periods;
    one.numbers = made.numbers || {};
    one.items = made.items;
    one.past = { instrument: given.instrument, term: asModel ? String(given.term || "") : "", statuses: made.before };
    Object.keys(one.items).forEach((id) => {
      const status = one.items[id].status;
      if (asModel && status) made.before[id] = status;
      if (asModel || !entry(data.instrument.statuses, status)) rules.reopened(one.items[id]);
    });
    if (asModel) return one;
    one.term = entry(data.terms, given.term) ? given.term : "";
    one.filled = typeof given.filled === "string" ? given.filled : "";
    one.metrics = made.metrics;
    return one;
  }

  /* ---------- showing the draft ---------- */
  function fill() {
    byId("zc-school").value = draft.school;
    byId("zc-term").value = draft.term;
    byId("zc-filled").value = draft.filled;
    data.instrument.facilities.forEach((facility) => {
      const count = draft.facilities[facility.id];
      if (facility.kind === "room") byId(`facility:${facility.id}`).value = count === undefined ? "" : count;
      else {
        each(
          `input[name="facility:${facility.id}"]`,
          root,
          (input) => (input.checked = typeof count === "number" && String(count ? 1 : 0) === input.value),
        );
      }
    });
    each("[data-measure]", root, (input) => {
      const kept = draft.metrics[input.closest("[data-metric]").getAttribute("data-metric")] || {};
      const value = kept[input.getAttribute("data-measure")];
      input.value = value === undefined || value === null ? "" : value;
    });
    each("[data-period]", root, (select) => (select.value = draft.periods[select.getAttribute("data-period")] || ""));
    each("[data-number]", root, (control) => {
      const own = draft.numbers[control.getAttribute("data-number")] || {};
      const value = own[control.getAttribute("data-part")];
      control.value = value === undefined ? "" : value;
    });
    each(".zc-item", root, (node) => {
      const kept = draft.items[node.getAttribute("data-id")] || {};
      each('input[type="radio"][data-item]', node, (input) => (input.checked = input.value === kept.status));
      revised(node);
      panel(node);
    });
    listDrafts();
  }

  /* what changed in an item since the file that was read */
  function revised(node) {
    each(".zc-was", node, (old) => old.remove());
    const step = draft.past && rules.stepOf(rules.wayFrom(data, draft.past.instrument), node.getAttribute("data-id"));
    if (step && step.was !== null) node.insertBefore(clone(`was-${step.was}`), node.querySelector(".zc-answers"));
  }

  function kept(node) {
    return under(draft.items, node.getAttribute("data-id"));
  }

  function under(object, key) {
    return (object[key] = object[key] || {});
  }

  function valueAt(object, path) {
    return path.split(".").reduce((value, key) => (value === undefined || value === null ? undefined : value[key]), object);
  }

  function setAt(object, path, value) {
    const keys = path.split(".");
    const last = keys.pop();
    keys.reduce(under, object)[last] = value;
  }

  /* give the controls of a template their ids, labels and values */
  function bind(part, id, answer) {
    each("[data-field]", part, (control) => {
      const field = control.getAttribute("data-field");
      control.id = `${id}:${field}`;
      const label = control.closest(".zc-field").querySelector("label");
      if (label) label.setAttribute("for", control.id);
      const value = valueAt(answer, field);
      if (control.type === "checkbox") control.checked = !!value;
      else control.value = value || "";
    });
    return part;
  }

  /* a box at the end of *parent*: whether *value* is in the list that is the *part* of the answer to an item */
  function tick(parent, item, answer, part, value, words) {
    const label = parent.appendChild(make("label", "", { class: part === "rooms" ? "zc-answer" : "zc-tick" }));
    const input = label.appendChild(make("input", "", { type: "checkbox", id: `${item.id}:${part}:${value}` }));
    input.checked = (answer[part] || []).includes(value);
    input.addEventListener("change", () => {
      answer[part] = (answer[part] || []).filter((one) => one !== value).concat(input.checked ? value : []);
      changed();
    });
    label.appendChild(make("span", words));
  }

  function panel(node) {
    const id = node.getAttribute("data-id");
    const item = context.items[id];
    const answer = draft.items[id] || {};
    const place = node.querySelector(".zc-panel");
    place.textContent = "";
    data.instrument.statuses.forEach((status) => {
      node.classList.toggle(`is-${status.id}`, answer.status === status.id);
    });
    const last = node.querySelector(".zc-last");
    const past = draft.past;
    const before = past && entry(data.instrument.statuses, past.statuses[id]);
    show(last, !!before);
    if (before) last.textContent = (past.term ? "上学期：" : "上次：") + before.name + (answer.problem ? `（${answer.problem}）` : "");
    if (!answer.status) return;
    if (answer.status === "not-applicable") place.appendChild(bind(clone("t-reason"), id, answer));
    if (FAILING.includes(answer.status)) problems(place, node, item, answer);
    if (answer.status === "unknown" || answer.status === "not-applicable") return;
    const more = clone("t-more");
    if ((demanded(item) && answer.status === "met") || (answer.evidence || []).length) {
      place.appendChild(evidence(item, answer));
      more.querySelector('[data-do="evidence"]').remove();
    }
    if (answer.suggestion !== undefined) {
      place.appendChild(bind(clone("t-suggestion"), id, answer));
      more.querySelector('[data-do="suggestion"]').remove();
    }
    if (more.firstElementChild) place.appendChild(more);
  }

  function problems(place, node, item, answer) {
    byId("zc-t-problem").content.childNodes.forEach((part) => place.appendChild(part.cloneNode(true)));
    const roles = (node.getAttribute("data-roles") || "").split(" ");
    const select = place.querySelector("select");
    Array.prototype.slice
      .call(select.options)
      .filter((option) => roles.includes(option.value))
      .reverse()
      .forEach((option) => select.insertBefore(option, select.options[1]));
    bind(place, item.id, answer);
    offerOfPlan(place, item);
    const failed = place.querySelector(".zc-failed");
    show(failed, item.checkpoints.length > 1);
    item.checkpoints.forEach((point) => tick(failed, item, answer, "failed", point.id, point.summary));
    const rooms = place.querySelector(".zc-rooms");
    const facility = item.facility ? context.facilities[item.facility] : null;
    const count = facility && facility.kind === "room" ? draft.facilities[item.facility] || 0 : 0;
    show(rooms, count > 1 && answer.status === "partial");
    const boxes = rooms.appendChild(make("div", "", { class: "zc-boxes" }));
    for (let number = 1; number <= Math.min(count, 100); number += 1) tick(boxes, item, answer, "rooms", number, `第 ${number} 间`);
  }

  /* what was written once in other answers is offered from then on, the most used first: one touch instead of typing */
  function offerUsed(control, said, shown) {
    if (!control || control.value) return;
    const times = {};
    Object.keys(draft.items).forEach((id) => {
      for (const value of said(draft.items[id])) if (value) times[value] = (times[value] || 0) + 1;
    });
    const used = Object.keys(times)
      .sort((a, b) => times[b] - times[a])
      .slice(0, MOST_USED);
    if (!used.length) return;
    const label = control.closest(".zc-field").querySelector("label");
    const row = make("div", "", { class: "zc-used", role: "group", "aria-label": `${label.firstChild.textContent}，写过的` });
    used.forEach((value) => {
      const take = () => {
        control.value = value;
        control.dispatchEvent(new Event("input", { bubbles: true }));
      };
      press(row, shown ? shown(value) : value, take, QUIET);
    });
    control.parentNode.appendChild(row);
  }

  function offerOfPlan(part, item) {
    [
      ["measure"],
      ["due", chinese],
      ["role", (id) => nameOf(data.instrument.roles, id)],
    ].forEach(([key, shown]) => {
      const control = part.querySelector(`[id="${item.id}:rectification.${key}"]`);
      offerUsed(control, (answer) => (FAILING.includes(answer.status) ? [(answer.rectification || {})[key]] : []), shown);
    });
  }

  function evidence(item, answer) {
    const part = clone("t-evidence");
    const list = part.querySelector("ul");
    if (!(answer.evidence || []).length) answer.evidence = [{ title: "", filed: "" }];
    answer.evidence.forEach((proof, place) => {
      const row = clone("t-proof");
      each("input", row, (input, which) => {
        const field = ["title", "filed", "day"][which];
        input.id = `${item.id}:evidence.${place}.${field}`;
        input.closest(".zc-field").querySelector("label").setAttribute("for", input.id);
        input.value = proof[field] || "";
        input.setAttribute("data-field", `evidence.${place}.${field}`);
        if (!which && !place) input.placeholder = demanded(item);
        if (which) offerUsed(input, (one) => (one.evidence || []).map((other) => other[field]), which > 1 ? chinese : undefined);
      });
      row.querySelector("button").setAttribute("data-place", place);
      list.appendChild(row);
    });
    return part;
  }

  /* ---------- what is live: numbers, progress, complaints ---------- */
  function refresh() {
    const made = assumed(submission());
    const away = asked();
    const counts = { none: 0, met: 0, partial: 0, "not-met": 0, "not-applicable": 0, unknown: 0 };
    const totals = {};
    let applicable = 0;
    data.instrument.items.forEach((item) => {
      const off = rules.inapplicable(context, away, item);
      show(byId(`item:${item.id}`), !off);
      if (off) return;
      const group = (totals[item.group] = totals[item.group] || { all: 0, done: 0, bad: 0, again: 0 });
      const status = made.items[item.id] ? made.items[item.id].status : "none";
      counts[status] += 1;
      applicable += 1;
      group.all += 1;
      if (status !== "none") group.done += 1;
      else if (draft.past && draft.past.statuses[item.id] && !draft.past.term) group.again += 1;
      if (FAILING.includes(status)) group.bad += 1;
    });
    measuresLive(away);
    found = complaints(made);
    tasks(totals);
    const done = applicable - counts.none;
    byId("zc-progress").max = Math.max(1, applicable);
    byId("zc-progress").value = done;
    byId("zc-count").textContent = `已答 ${done}/${applicable}，需整改 ${counts.partial + counts["not-met"]}`;
    each("[data-total]", root, (cell) => (cell.textContent = counts[cell.getAttribute("data-total")]));
    const total = rules.score(context, made);
    const scored = applicable - counts["not-applicable"];
    byId("zc-score").textContent = total === null ? "—" : total.toFixed(1);
    byId("zc-sum").textContent =
      `本表：（${counts.met} × 1 + ${counts.partial} × 0.5）÷ ${scored} × 100 = ${total === null ? "—" : total.toFixed(1)}`;
    show(byId("zc-safari"), SAFARI && done > 0);
    if (apart.length) ask();
    if (tried) inline();
    if (current() === "check") review(finished());
  }

  function measuresLive(away) {
    data.instrument.metrics.forEach((metric) => {
      const box = root.querySelector(`[data-metric="${metric.id}"]`);
      const off = rules.inapplicable(context, away, metric);
      show(box, !off);
      const measured = draft.metrics[metric.id] || {};
      const ready = typeof measured.count === "number" && (metric.total === null || measured.total > 0);
      let words = "";
      let good = false;
      if (ready && !rules.valid(metric, measured)) words = "数到的比总数还多，请核对";
      else if (ready) {
        good = rules.reached(metric, measured);
        words = `实测 ${rules.shown(metric, measured)}，要求${metric.demand}：${good ? "达到" : "没有达到"}`;
        if (good) {
          rules.unlawful(metric, measured).forEach((law) => {
            words += `；但法律要求${law.demand}，没有达到`;
          });
        }
      }
      box.querySelector("[data-result]").textContent = words;
      box.classList.toggle("is-met", ready && good);
      box.classList.toggle("is-short", ready && !good);
      each(`[data-measured="${metric.id}"]`, root, (line) => {
        line.textContent = words || `要用实测数据“${metric.name}”，还没有填。`;
        line.classList.toggle("is-met", ready && good);
        line.classList.toggle("is-short", ready && !good);
      });
    });
  }

  function tasks(totals) {
    const missing = found.some((one) => one.step === "basics");
    const begun = Object.keys(totals).some((group) => totals[group].done);
    let next = null;
    each("[data-state]", root, (node) => {
      const name = node.getAttribute("data-state");
      let words = "";
      let done = false;
      const total = totals[name];
      const gaps = errors().filter(
        (one) => one.item && one.code !== "checklist/unanswered" && (one.step === name || name === "check"),
      ).length;
      if (name === "basics") {
        done = !missing;
        words = done ? "填好了" : "还没填完";
      } else if (name === "numbers") {
        const boxes = data.instrument.metrics.filter((metric) => !rules.inapplicable(context, asked(), metric));
        const full = boxes.filter((metric) => draft.metrics[metric.id] && typeof draft.metrics[metric.id].count === "number");
        done = full.length === boxes.length;
        words = `${full.length}/${boxes.length}`;
      } else if (name === "check") {
        words = tried && errors().length ? `有 ${errors().length} 处要改` : gaps ? `还要补 ${gaps} 处` : "";
      } else if (entry(data.instrument.groups, name)) {
        done = !total || (total.done === total.all && !gaps);
        words = total
          ? `${total.done}/${total.all}${gaps ? `，还要补 ${gaps} 处` : ""}${total.bad ? `，需整改 ${total.bad}` : ""}${total.again ? `，需重新确认 ${total.again}` : ""}`
          : "不适用";
        show(root.querySelector(`[data-step="${name}"] .zc-away`), !total);
      }
      node.textContent = words;
      node.classList.toggle("is-done", done);
      if (!next && !done && !(begun && name === "numbers")) next = node.parentNode;
    });
    const onward = byId("zc-onward");
    onward.href = next.getAttribute("href");
    const named = next.querySelector("b") || next.firstChild;
    const last = next.getAttribute("href") === "#check";
    onward.textContent = last ? named.textContent : begun || !missing ? `继续填写：${named.textContent}` : "开始填写";
  }

  function errors() {
    return found.filter((one) => one.severity === "error");
  }

  /* everything that is wrong, each with the control to go to */
  function complaints(made) {
    const list = [];
    function need(id, words) {
      list.push({ step: "basics", target: id, message: words, severity: "error" });
    }
    if (!draft.school) need("zc-school", "请选择学校");
    if (!draft.term) need("zc-term", "请选择学期");
    if (!draft.filled) need("zc-filled", "请填填表日期");
    data.instrument.facilities.forEach((facility) => {
      if (typeof draft.facilities[facility.id] !== "number") {
        need(`facility:${facility.id}`, facility.kind === "room" ? `请填${facility.name}有几间，没有填 0` : `请选有没有${facility.name}`);
      }
    });
    const bad = {};
    rules
      .misshapen(context, made)
      .filter((one) => ["items", "metrics", "numbers", "facilities"].includes(one.pointer[0]))
      .forEach((one) => {
        bad[one.pointer.slice(0, 2).join("/")] = true;
        list.push(place(one));
      });
    rules
      .forbidden(made)
      .concat(rules.evaluate(context, made))
      .forEach((one) => {
        if (one.pointer[0] === "filled" && !draft.filled) return;
        if (bad[one.pointer.slice(0, 2).join("/")] && one.code !== "checklist/unanswered") return;
        list.push(place(one));
      });
    return list;
  }

  const FIELDS = {
    "checklist/reason": "reason",
    "checklist/problem": "problem",
    "checklist/rectification": "rectification.measure",
    "checklist/evidence": "evidence.0.title",
    "checklist/evidence-day": "evidence.0.day",
    "checklist/expired": "evidence.0.day",
  };

  function place(one) {
    const [kind, id, ...rest] = one.pointer.concat(one.field || []);
    const message = one.message + (one.repair ? `。${one.repair}` : "");
    const at = (step, target, item = "") => ({ message, severity: one.severity, step, target, item, code: one.code });
    if (kind === "facilities") return at("basics", `facility:${id}`);
    if (kind === "metrics") return at("numbers", `metric:${id}:${rest[0] === "total" ? "total" : "count"}`);
    if (kind === "numbers") {
      const asking = data.instrument.items.find((item) => item.checkpoints.some((point) => point.id === id));
      return at(asking.group, `number:${id}:${rest[0]}`);
    }
    const item = kind === "items" ? context.items[id] : null;
    if (!item) return at("basics", `zc-${kind}`);
    let target = `${id}:${FIELDS[one.code] || rest.join(".")}`;
    if (one.code === "checklist/failed" || rest[0] === "failed") target = `${id}:failed:${item.checkpoints[0].id}`;
    if (one.code === "checklist/rooms" || rest[0] === "rooms") target = `${id}:rooms:1`;
    if (one.code === "checklist/period") {
      target = `period:${item.checkpoints.find((point) => point.period && !draft.periods[point.id]).id}`;
    }
    return at(item.group, byId(target) ? target : `${id}:met`, id);
  }

  function inline() {
    each(".zc-error[data-made]", root, (node) => node.remove());
    each(".is-wrong", root, (node) => node.classList.remove("is-wrong"));
    each("[aria-describedby^='zc-e-']", root, (node) => {
      node.removeAttribute("aria-describedby");
      node.removeAttribute("aria-invalid");
    });
    errors().forEach((one, number) => {
      const control = byId(one.target);
      if (!control) return;
      const line = make("p", one.message, { class: "zc-error", "data-made": "", id: `zc-e-${number}` });
      const holder = control.closest(".zc-field") || control.closest(".zc-answers") || control.parentNode;
      holder.parentNode.insertBefore(line, holder);
      control.setAttribute("aria-describedby", line.id);
      if (control.type !== "radio" && control.tagName !== "FIELDSET") control.setAttribute("aria-invalid", "true");
      const box = control.closest(".zc-item");
      if (box) box.classList.add("is-wrong");
    });
  }

  /* ---------- the last step ---------- */
  function link(words, name, target) {
    const made = make("a", words, { href: `#${name}` });
    made.addEventListener("click", (event) => {
      event.preventDefault();
      go(name, target);
    });
    return made;
  }

  function links(list, box) {
    const target = box.querySelector("ul");
    target.textContent = "";
    list.forEach((one) => target.appendChild(make("li")).appendChild(link(one.message, one.step, one.target)));
    show(box, list.length > 0);
  }

  function review(made) {
    links(errors(), byId("zc-summary"));
    links(
      found.filter((one) => one.severity !== "error"),
      byId("zc-warnings"),
    );
    show(byId("zc-clear"), !errors().length);
    paper(made);
    compare(made);
  }

  /* an answer in full, a line each */
  function details(item, answer) {
    const plan = answer.rectification || {};
    const failing = item.checkpoints.filter((point) => (answer.failed || []).includes(point.id));
    return [
      answer.reason,
      answer.failed ? `没做到：${failing.map((point) => point.summary).join("、")}` : "",
      answer.rooms ? `第 ${answer.rooms.join("、")} 间` : "",
      answer.problem ? `问题：${answer.problem}` : "",
      plan.measure
        ? `整改：${plan.measure}，${chinese(plan.due)}前，${nameOf(data.instrument.roles, plan.role)}${plan.needs_bureau ? "，要教育局协助" : ""}`
        : "",
    ]
      .concat(
        (answer.evidence || []).map((proof) => `佐证：${proof.title || ""}（${(proof.filed || "") + (proof.day ? `，${proof.day}` : "")}）`),
        item.checkpoints.map((point) => {
          const own = point.number && ownNumbers()[point.id];
          return own ? `${point.summary}：本校定为 ${numberWords(own)}` : "";
        }),
        item.checkpoints.map((point) =>
          draft.periods[point.id] ? `${point.summary}：${nameOf(data.instrument.periods, draft.periods[point.id])}` : "",
        ),
        answer.suggestion ? `建议：${answer.suggestion}` : "",
      )
      .filter(Boolean)
      .join("\n");
  }

  function chinese(day) {
    const parts = (day || "").split("-");
    return parts.length === 3 ? `${Number(parts[0])}年${Number(parts[1])}月${Number(parts[2])}日` : "";
  }

  function compare(made) {
    const box = byId("zc-changes");
    const list = box.querySelector("ul");
    list.textContent = "";
    const model = draft.past && draft.past.term;
    const before = model ? draft.past.statuses : {};
    data.instrument.items.forEach((item) => {
      const now = made.items[item.id];
      if (!now || !entry(data.instrument.statuses, before[item.id]) || before[item.id] === now.status) return;
      list.appendChild(make("li", `${item.cite}：${context.statuses[before[item.id]].name} → ${context.statuses[now.status].name}`));
    });
    if (model && !list.firstChild) list.appendChild(make("li", "各项结论与上学期一样。"));
    show(box, !!model);
  }

  function say(words) {
    byId("zc-done").textContent = words;
  }

  function title() {
    return `${nameOf(data.schools, draft.school) || "学校"} ${nameOf(data.terms, draft.term) || ""}自查表`;
  }

  function stop() {
    if (!errors().length) return false;
    tried = true;
    refresh();
    byId("zc-summary").focus();
    say(`还有 ${errors().length} 处要改。没有改完，也可以先复制文字码，换一台设备接着填。`);
    return true;
  }

  /* inside WeChat nothing can be saved or printed; whether that was said */
  function inWechat() {
    if (wechat()) (current() === "check" ? say : warn)(said("wechat"));
    return wechat();
  }

  function download(unfinished) {
    if (inWechat() || (!unfinished && stop())) return;
    const made = finished();
    /* by its name the bureau's clerk sees whose it is; intake goes by what is in it */
    const named = `${nameOf(data.schools, draft.school) || "学校"}-${draft.term || "学期"}${unfinished ? "-没填完" : ""}`;
    const link = make("a", "", { download: `${named.replace(/[\\/:*?"<>|]/g, "_")}.yaml` });
    link.href = URL.createObjectURL(new Blob([rules.file(made)], { type: "application/yaml" }));
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => {
      URL.revokeObjectURL(link.href);
    }, 60000);
    if (unfinished) warn(`文件 ${link.download} 已经下载。换一台设备，或者这里的没有了，就读入它。`);
    else say(`文件 ${link.download} 已经下载。回执号 ${rules.receipt(made)}。`);
  }

  /* one button a piece, where it takes several messages */
  function copy() {
    withScripts("codes", () => {
      const pieces = zhidu.codes.encode(finished(), MOST);
      const buttons = byId("zc-pieces");
      buttons.textContent = "";
      function give(number) {
        const ready = hand(pieces[number]);
        const rest = errors().length ? "（还没有填完，可以拿到别的设备接着填）" : "";
        const more = pieces.length > 1 ? `第 ${number + 1}/${pieces.length} 段，` : "";
        const next = number + 1 < pieces.length ? "粘贴发出去，再回来复制下一段。" : "";
        say(`${(ready ? "已复制" : "请长按下面的文字，全选、复制：") + more} ${pieces[number].length} 个字符。${next}${rest}`);
      }
      if (pieces.length > 1) {
        pieces.forEach((piece, number) => press(buttons, `复制第 ${number + 1}/${pieces.length} 段`, () => give(number)));
      }
      give(0);
    });
  }

  /* put *words* where they can be copied by hand, and copy them; whether that went well */
  function hand(words) {
    const area = byId("zc-text");
    area.value = words;
    show(byId("zc-code"), true);
    area.focus();
    area.select();
    area.setSelectionRange(0, area.value.length);
    return quietly(() => document.execCommand("copy"));
  }

  function picture() {
    if (stop()) return;
    const made = finished();
    const canvas = document.createElement("canvas");
    canvas.width = 720;
    canvas.height = 520;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 720, 520);
    pen.fillStyle = "#a3231b";
    pen.fillRect(0, 0, 720, 8);
    pen.fillStyle = "#1f1d1a";
    function line(words, y, font) {
      pen.font = `${font} ${getComputedStyle(root).fontFamily}`;
      pen.fillText(words, 40, y, 640);
    }
    line("学校自查表回执", 80, "bold 40px");
    line(nameOf(data.schools, draft.school), 150, "30px");
    line(nameOf(data.terms, draft.term), 195, "26px");
    line(`填表日期 ${chinese(draft.filled)}`, 240, "26px");
    line(byId("zc-count").textContent, 285, "26px");
    line(`得分 ${byId("zc-score").textContent}`, 330, "26px");
    line(`回执号 ${rules.receipt(made)}`, 400, "bold 34px");
    line(`版本 ${made.edition} · 目录 ${made.instrument}`, 450, "20px");
    line("回执号由自查内容算出：内容改一个字，号就不同。", 485, "20px");
    byId("zc-receipt").querySelector("img").src = canvas.toDataURL("image/png");
    byId("zc-receipt").querySelector("img").alt = `回执，回执号 ${rules.receipt(made)}`;
    show(byId("zc-receipt"), true);
    say(`回执号 ${rules.receipt(made)}。`);
  }

  /* ---------- paper ---------- */
  function table(name, heads, rows) {
    const made = make("table", "", { class: `zc-table zc-${name}` });
    const head = make("tr");
    heads.forEach((words) => head.appendChild(make("th", words)));
    made.appendChild(make("thead")).appendChild(head);
    const body = made.appendChild(make("tbody"));
    rows.forEach((cells) => {
      const row = body.appendChild(make("tr"));
      cells.forEach((words) => row.appendChild(make("td", "")).append(words));
    });
    return made;
  }

  /* what was answered, to be read through on the last step and to be signed on paper */
  function paper(made) {
    const sheet = byId("zc-paper");
    const ledger = [];
    const owned = data.instrument.facilities.map((facility) => {
      const count = made.facilities[facility.id];
      return facility.name + (count === undefined ? "没有填" : facility.kind === "room" ? ` ${count} 间` : count ? "有" : "没有");
    });
    sheet.textContent = "";
    sheet.appendChild(make("h2", title()));
    sheet.appendChild(
      make("p", `填表日期 ${chinese(draft.filled) || "　"} ${byId("zc-count").textContent} 得分 ${byId("zc-score").textContent}`),
    );
    sheet.appendChild(make("p", `场所和设施：${owned.join("，")}。`));
    sheet.appendChild(
      table(
        "measures",
        ["实测", "数到的", "总数", "结果", "要求"],
        data.instrument.metrics
          .filter((metric) => made.metrics[metric.id])
          .map((metric) => {
            const measured = made.metrics[metric.id];
            return [
              link(metric.name, "numbers", `metric:${metric.id}:count`),
              String(measured.count),
              String(measured.total || "—"),
              rules.shown(metric, measured),
              metric.demand,
            ];
          }),
      ),
    );
    sheet.appendChild(make("h3", "各项回答"));
    sheet.appendChild(
      table(
        "verdicts",
        ["条款", "结论", "说明、佐证"],
        data.instrument.items
          .filter((item) => made.items[item.id])
          .map((item) => {
            const answer = made.items[item.id];
            const plan = answer.rectification || {};
            if (answer.problem)
              ledger.push([
                item.cite,
                answer.problem,
                plan.measure || "",
                chinese(plan.due),
                nameOf(data.instrument.roles, plan.role),
                plan.needs_bureau ? "是" : "",
                "",
              ]);
            return [
              link(item.where, item.group, `${item.id}:${answer.status}`),
              context.statuses[answer.status].name,
              details(item, answer),
            ];
          }),
      ),
    );
    if (ledger.length) {
      sheet.appendChild(make("h3", "整改台账", { class: "zc-ledger" }));
      sheet.appendChild(table("ledger", ["依据条款", "问题", "措施", "时限", "责任岗位", "要上级协助", "完成情况"], ledger));
    }
    byId("zc-foot").textContent = errors().length ? "（草稿，没有填完）" : `· 回执号 ${rules.receipt(made)}`;
  }

  function print(empty) {
    if (inWechat()) return;
    blank = empty;
    byId("zc-foot").textContent = "";
    window.print();
  }

  /* ---------- steps ---------- */
  function current() {
    const name = location.hash.slice(1);
    return /^[a-z0-9-]{1,60}$/.test(name) && root.querySelector(`[data-step="${name}"]`) ? name : "tasks";
  }

  function step(focus) {
    const name = current();
    each(".zc-step", root, (node) => show(node, node.getAttribute("data-step") === name));
    if (name === "check") {
      tried = true;
      refresh();
    }
    show(byId("zc-paper"), name === "check");
    if (name === "tasks") listDrafts();
    if (!focus) return;
    window.scrollTo(0, 0);
    const errorsFirst = name === "check" && errors().length ? byId("zc-summary") : null;
    (errorsFirst || root.querySelector(`[data-step="${name}"] h2`)).focus();
  }

  function go(name, target) {
    if (current() !== name) {
      window.removeEventListener("hashchange", turned);
      location.hash = `#${name}`;
      step(false);
      setTimeout(() => {
        window.addEventListener("hashchange", turned);
      }, 0);
    }
    let control = byId(target);
    if (!control) return;
    if (control.tagName === "FIELDSET") control = control.querySelector("input") || control;
    control.focus();
    (control.closest(".zc-item, .zc-metric, .zc-field") || control).scrollIntoView({ block: "center" });
  }

  function turned() {
    step(true);
  }

  /* once *node* is nearly seen; engines that cannot tell see it at once */
  function inSight(node, act) {
    if (!window.IntersectionObserver) {
      act();
      return;
    }
    const watching = new IntersectionObserver(
      (seen) => {
        if (!seen.some((one) => one.isIntersecting)) return;
        watching.disconnect();
        act();
      },
      { rootMargin: "50%" },
    );
    watching.observe(node);
  }

  function wechat() {
    return /MicroMessenger/i.test(navigator.userAgent);
  }

  /* ---------- listening ---------- */
  function onInput(event) {
    const control = event.target;
    const node = control.closest(".zc-item");
    const named = (name) => control.getAttribute(`data-${name}`);
    if (control.hasAttribute("data-item")) {
      kept(node).status = control.value;
      panel(node);
    } else if (named("facility")) {
      put(draft.facilities, named("facility"), count(control.value));
      each(".zc-item.is-partial", root, panel);
    } else if (named("measure")) {
      const id = control.closest("[data-metric]").getAttribute("data-metric");
      put(under(draft.metrics, id), named("measure"), count(control.value));
    } else if (named("period")) {
      draft.periods[named("period")] = control.value;
    } else if (named("number")) {
      const value = named("part") === "unit" ? control.value || null : count(control.value);
      put(under(draft.numbers, named("number")), named("part"), value);
    } else if (named("field")) {
      const value = control.type === "checkbox" ? control.checked : control.value;
      if (node) setAt(kept(node), named("field"), value);
      else if (named("field") === "filled") draft.filled = value;
      else {
        if (event.type === "change") move(named("field"), value);
        return;
      }
    } else return;
    changed();
  }

  const TASKS = {
    download: () => download(false),
    keep: () => download(true),
    copy,
    receipt: picture,
    print: () => print(false),
    "print-blank": () => print(true),
  };

  function onClick(event) {
    const control = event.target.closest("[data-do]");
    if (!control) return;
    const task = control.getAttribute("data-do");
    if (TASKS[task]) return TASKS[task]();
    const node = control.closest(".zc-item");
    const answer = kept(node);
    if (task === "suggestion") answer.suggestion = "";
    else if (task === "drop-evidence") answer.evidence.splice(Number(control.getAttribute("data-place")), 1);
    else answer.evidence = [...(answer.evidence || []), { title: "", filed: "" }].slice(0, 10);
    panel(node);
    const fresh = node.querySelector('[data-field^="evidence"]:last-of-type, [data-field="suggestion"]');
    if (fresh) fresh.focus();
    return changed();
  }

  /* what a point demands stands on the page: in the list under a question, or in the question before what is asked of it */
  function summaries(node) {
    const lines = node.querySelectorAll(".zc-points li");
    const question = node.querySelector(".zc-item__question").textContent;
    context.items[node.getAttribute("data-id")].checkpoints.forEach((point, number) => {
      point.summary = lines.length ? lines[number].firstChild.textContent : question.replace(/：[^：]*$/, "");
    });
  }

  function start() {
    root.classList.add("is-live");
    each(".zc-item", root, summaries);
    const key = attempt(() => localStorage.getItem(`${KEY}current`));
    draft = (key && load(key)) || draft;
    known = wordsOf.get(draft) || "";
    settle();
    fill();
    if (wechat()) {
      each(".zc-send button", root, (button) => {
        const copies = button.getAttribute("data-do") === "copy";
        button.classList.toggle("zc-button--main", copies);
        if (copies) button.parentNode.insertBefore(button, button.parentNode.firstChild);
      });
    }
    root.addEventListener("input", onInput);
    root.addEventListener("change", onInput);
    root.addEventListener("click", onClick);
    byId("zc-file").addEventListener("change", (event) => {
      const file = event.target.files[0];
      if (!file) return;
      const reader = new FileReader();
      reader.onload = () => {
        withScripts("codes", () => withScripts("workbook", () => offer(zhidu.codes.readFile(reader.result))));
      };
      reader.readAsArrayBuffer(file);
    });
    byId("zc-read").addEventListener("click", () => {
      withScripts("codes", () => offer(zhidu.codes.readIn(byId("zc-paste").value)));
    });
    window.addEventListener("hashchange", turned);
    window.addEventListener("beforeprint", () => {
      const answered = !blank && Object.keys(submission().items).length > 0;
      root.classList.toggle("zc-print", answered);
      if (answered) paper(finished());
      blank = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (timer) save();
      if (!stored && Object.keys(draft.items).length) event.preventDefault();
    });
    function elsewhere(there) {
      if (attempt(() => meet(there))) changed();
    }
    window.addEventListener("storage", (event) => {
      if (event.key === keyOf(draft)) elsewhere(event.newValue);
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) attempt(() => elsewhere(localStorage.getItem(keyOf(draft))));
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && timer) save();
    });
    inSight(root.querySelector(".zc-send"), () => withScripts("codes", () => {})); // a browser copies only at the touch itself
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    refresh();
    step(false);
    findAgain();
  }

  zhidu.start = start;
})();
