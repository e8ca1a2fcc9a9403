/* The form: keeps a draft on this device, shows what belongs to an answer, and says what is still wrong.
   All words of the form stand in the page; the verdict is checklist-rules.js. Runs from Chrome 78 on. */
(function () {
  "use strict";

  var zhidu = window.zhiduChecklist;
  if (!zhidu || !zhidu.data || !zhidu.rules) return;
  var rules = zhidu.rules;
  var data = zhidu.data;
  var root = document.getElementById("zc");
  var KEY = "zhidu.checklist.";
  var ASIDE = "zhidu.aside."; // drafts that could not be read
  var SAFARI = /Safari\//.test(navigator.userAgent) && !/Chrom|Android/.test(navigator.userAgent); // also all on an iPhone
  var MOST = 2000; // characters in a piece of a text code: what every chat takes in one message
  var FAILING = ["partial", "not-met"];
  var context = rules.contextOf(data);
  var draft = fresh();
  var tried = false;
  var stored = true;
  var timer = 0;
  var known = ""; // the draft as this window last read or wrote it
  var wordsOf = new WeakMap(); // of each draft that was read: its words in the store
  var found = [];
  var coming = []; // what waits for the scripts of codes
  var blank = false;

  function fresh() {
    return { school: "", term: "", filled: today(), facilities: {}, metrics: {}, periods: {}, items: {}, past: null, instrument: data.instrument.digest };
  }

  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function byId(id) {
    return document.getElementById(id);
  }

  function each(selector, parent, act) {
    Array.prototype.forEach.call(parent.querySelectorAll(selector), act);
  }

  function make(tag, text, attributes) {
    var node = document.createElement(tag);
    if (text) node.textContent = text;
    Object.keys(attributes || {}).forEach(function (name) {
      node.setAttribute(name, attributes[name]);
    });
    return node;
  }

  function clone(name) {
    return byId("zc-" + name).content.firstElementChild.cloneNode(true);
  }

  function said(name) {
    return byId("zc-t-" + name).content.textContent;
  }

  function show(node, on) {
    node.hidden = !on;
  }

  function entry(list, id) {
    return list.filter(function (one) {
      return one.id === id;
    })[0];
  }

  function nameOf(list, id) {
    var one = entry(list, id);
    return one ? one.name : "";
  }

  function count(text) {
    var half = text.normalize("NFKC").replace(/[\s,]/g, "");
    return /^[0-9]{1,7}$/.test(half) ? Number(half) : null;
  }

  /* ---------- the draft as a submission ---------- */
  function filledIn(object) {
    return Object.keys(object).some(function (key) {
      return object[key] !== "" && object[key] !== undefined && object[key] !== false;
    });
  }

  function text(value) {
    return rules.normalise(context, value || "");
  }

  /* the records that an item's clause demands: what its evidence is called, unless the school says otherwise */
  function demanded(item) {
    var names = {};
    item.checkpoints.forEach(function (point) {
      point.records.forEach(function (record) {
        names[context.records[record].name] = true;
      });
    });
    return Object.keys(names).join("、").slice(0, 100);
  }

  function answerOf(kept, item) {
    var answer = { status: kept.status };
    function put(key) {
      var words = text(kept[key]);
      if (words) answer[key] = words;
    }
    if (kept.status === "not-applicable") put("reason");
    if (FAILING.indexOf(kept.status) >= 0) {
      if ((kept.failed || []).length) answer.failed = kept.failed.slice().sort();
      if (kept.status === "partial" && (kept.rooms || []).length) answer.rooms = kept.rooms.slice().sort(function (a, b) { return a - b; });
      put("problem");
      var plan = kept.rectification || {};
      if (filledIn(plan)) {
        answer.rectification = {};
        ["measure", "due", "role"].forEach(function (key) {
          var words = text(plan[key]);
          if (words) answer.rectification[key] = words;
        });
        answer.rectification.needs_bureau = !!plan.needs_bureau;
      }
    }
    if (kept.status !== "unknown" && kept.status !== "not-applicable") {
      var proofs = (kept.evidence || [])
        .map(function (proof) {
          var one = {};
          var filed = text(proof.filed);
          var title = text(proof.title) || (filed && demanded(item));
          if (title) one.title = title;
          if (filed) one.filed = filed;
          return one;
        })
        .filter(filledIn);
      if (proofs.length) answer.evidence = proofs;
    }
    put("suggestion");
    return answer;
  }

  function submission() {
    var made = {
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
    data.instrument.facilities.forEach(function (facility) {
      var count = draft.facilities[facility.id];
      if (typeof count === "number") made.facilities[facility.id] = count;
    });
    data.instrument.metrics.forEach(function (metric) {
      var kept = draft.metrics[metric.id];
      if (!kept || typeof kept.count !== "number" || rules.inapplicable(context, asked(), metric)) return;
      var measured = { count: kept.count };
      if (metric.total !== null && typeof kept.total === "number") {
        measured.total = kept.total;
        var rate = rules.result(metric, measured);
        if (rate !== null) measured.rate = rate;
      }
      made.metrics[metric.id] = measured;
    });
    data.instrument.items.forEach(function (item) {
      var kept = draft.items[item.id];
      if (kept && kept.status && !rules.inapplicable(context, asked(), item)) made.items[item.id] = answerOf(kept, item);
      item.checkpoints.forEach(function (point) {
        if (point.period && draft.periods[point.id]) made.periods[point.id] = draft.periods[point.id];
      });
    });
    return made;
  }

  /* facilities that nobody has answered for yet count as there: their questions are shown */
  function asked() {
    var facilities = {};
    data.instrument.facilities.forEach(function (facility) {
      var count = draft.facilities[facility.id];
      facilities[facility.id] = typeof count === "number" ? count : 1;
    });
    return { facilities: facilities };
  }

  function assumed(made) {
    return Object.assign({}, made, { facilities: asked().facilities });
  }

  function finished() {
    var made = submission();
    var total = rules.score(context, assumed(made));
    if (total === null) return made;
    var ordered = {};
    Object.keys(made).forEach(function (key) {
      ordered[key] = made[key];
      if (key === "filled") ordered.score = total;
    });
    return ordered;
  }

  function settle() {
    var school = entry(data.schools, draft.school);
    var term = entry(data.terms, draft.term);
    context.institution = school ? school.institution : null;
    context.term = term || null;
  }

  /* ---------- keeping ---------- */
  function keyOf(one) {
    return KEY + (one.school || "-") + "." + (one.term || "-");
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
    var now = new Date();
    draft.saved = now.getTime();
    attempt(function () {
      meet(localStorage.getItem(keyOf(draft)));
      known = JSON.stringify(draft);
      localStorage.setItem(keyOf(draft), known);
      localStorage.setItem(KEY + "current", keyOf(draft));
      stored = localStorage.getItem(KEY + "current") === keyOf(draft); // a blocked store may take and forget
    });
    byId("zc-saved").textContent = stored
      ? "已存本机 " + ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2)
      : "";
    if (!stored) warn(said("unsaved"));
  }

  /* Another window, or a file that is read over a draft, has the same school and term: what only one of them answered is
     taken, and where both answered differently this window's stays and the other draft is set aside whole. */
  function meet(there) {
    if (!there || there === known) return false;
    var theirs = load(keyOf(draft));
    var base = known ? JSON.parse(known) : {};
    known = there;
    if (!theirs) return false; // set aside, and told
    var merged = false;
    var apart = []; // clauses, numbers, rooms of which both say something else
    function words(value) {
      return value && typeof value === "object" && !Object.keys(value).length ? undefined : JSON.stringify(value);
    }
    function settled(mine, others, before, key) {
      var one = words(mine[key]);
      var other = words(others[key]);
      if (one === other || other === words((before || {})[key])) return;
      if (one !== words((before || {})[key])) {
        apart.push(nameIn(key));
        return;
      }
      merged = true;
      if (other === undefined) delete mine[key];
      else mine[key] = others[key];
    }
    NEEDED.forEach(function (part) {
      Object.keys(Object.assign({}, draft[part], theirs[part])).forEach(function (id) {
        settled(draft[part], theirs[part], base[part], id);
      });
    });
    settled(draft, theirs, base, "filled");
    if (apart.length) {
      setAside(keyOf(draft), there, "apart", apart.slice(0, 20).join("、"));
    } else if (merged) {
      warn(said("merged"));
    }
    if (merged) fill();
    return merged || apart.length > 0;
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
    var banner = byId("zc-banner");
    banner.textContent = "";
    show(banner, !!words);
    if (!words) return;
    banner.appendChild(make("p", words));
    if (button) {
      var press = make("button", button, { type: "button", class: "zc-button" });
      press.addEventListener("click", function () {
        warn("");
        act();
      });
      banner.appendChild(press);
    }
  }

  function keptDrafts() {
    var list = [];
    attempt(function () {
      for (var place = 0; place < localStorage.length; place += 1) {
        var key = localStorage.key(place);
        if (key.indexOf(KEY) === 0 && key !== KEY + "current") list.push(key);
      }
    });
    return list.sort();
  }

  /* A stored draft is judged as one that is pasted: by what kind each value is of. What another version, another page
     or a damaged disk left here must not break the form at every opening: it is set aside, and nothing is deleted. */
  var TEXT = "string";
  var ANSWER = {
    status: TEXT, reason: TEXT, problem: TEXT, suggestion: TEXT,
    failed: [TEXT], rooms: ["number"], evidence: [{ title: TEXT, filed: TEXT }],
    rectification: { measure: TEXT, due: TEXT, role: TEXT, needs_bureau: "boolean" },
  };
  var DRAFT = {
    school: TEXT, term: TEXT, filled: TEXT, instrument: TEXT, saved: "number",
    facilities: { "*": "number" }, metrics: { "*": { count: "number", total: "number" } }, periods: { "*": TEXT },
    items: { "*": ANSWER },
    past: { instrument: TEXT, term: TEXT, statuses: { "*": TEXT } },
  };
  var NEEDED = ["facilities", "metrics", "periods", "items"];

  function sound(value, kind) {
    if (value === undefined || value === null) return true;
    if (typeof kind === "string") return typeof value === kind;
    if (Array.isArray(kind)) {
      return Array.isArray(value) && value.every(function (one) {
        return one !== null && sound(one, kind[0]);
      });
    }
    return typeof value === "object" && !Array.isArray(value) && Object.keys(value).every(function (key) {
      var inner = kind["*"] || kind[key];
      return !inner || sound(value[key], inner);
    });
  }

  function whole(kept) {
    return !!kept && sound(kept, DRAFT) && NEEDED.every(function (key) {
      return kept[key] === undefined || (kept[key] && Object.keys(kept[key]).every(function (id) {
        return kept[key][id] !== null;
      }));
    });
  }

  function load(key) {
    var words = attempt(function () {
      return localStorage.getItem(key);
    });
    if (!words) return null;
    try {
      var kept = JSON.parse(words);
      if (whole(kept)) {
        var found = (kept.instrument || data.instrument.digest) === data.instrument.digest ? Object.assign(fresh(), kept) : taken(kept, false);
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
    var item = data.instrument.items.find(function (one) {
      return one.id === id || one.checkpoints.some(function (point) {
        return point.id === id;
      });
    });
    return item ? item.cite : nameOf(data.instrument.metrics, id) || nameOf(data.instrument.facilities, id) || "填表日期";
  }

  function setAside(key, words, why, where) {
    attempt(function () {
      localStorage.setItem(ASIDE + Date.now() + "." + key, words);
      if (!why) localStorage.removeItem(key);
    });
    warn(said(why || "aside") + (where ? "不一样的是：" + where + "。" : ""), "复制那份草稿", function () {
      hand(words);
      location.hash = "#check";
    });
  }

  /* a draft belongs to a school and a term: when they change, it moves, and never onto another one */
  function move(field, value) {
    var old = keyOf(draft);
    var target = Object.assign({}, draft);
    target[field] = value;
    var other = keyOf(target) !== old ? load(keyOf(target)) : null;
    if (other) {
      warn(said("other"), "打开那份草稿", function () {
        open(other);
      });
      fill();
      return;
    }
    attempt(function () {
      meet(localStorage.getItem(old));
      localStorage.removeItem(old);
    });
    draft[field] = value;
    known = "";
    settle();
    changed();
    save();
  }

  function open(one) {
    draft = one;
    known = wordsOf.get(one) || "";
    tried = false;
    settle();
    fill();
    save();
    refresh();
  }

  function listDrafts() {
    var list = byId("zc-drafts");
    list.textContent = "";
    keptDrafts().forEach(function (key) {
      var one = load(key);
      if (!one) return;
      var item = make("li", (nameOf(data.schools, one.school) || "还没选学校") + " " + (nameOf(data.terms, one.term) || "还没选学期") + "，已答 " + Object.keys(one.items).length + " 项 ");
      var use = make("button", "打开", { type: "button", class: "zc-button" });
      use.addEventListener("click", function () {
        open(one);
        location.hash = "#tasks";
      });
      var drop = make("button", "删除草稿", { type: "button", class: "zc-button zc-button--quiet" });
      drop.addEventListener("click", function () {
        if (!window.confirm("删除这份草稿？删了找不回来。")) return;
        attempt(function () {
          localStorage.removeItem(key);
        });
        if (key === keyOf(draft)) open(fresh());
        listDrafts();
      });
      item.appendChild(use);
      item.appendChild(drop);
      list.appendChild(item);
    });
    if (!list.firstChild) list.appendChild(make("li", "没有。"));
  }

  /* ---------- reading a file or a code ---------- */
  /* what codes need comes when somebody needs it; *act* runs at once where it is here already */
  function withCodes(act) {
    if (zhidu.codes) {
      act();
      return;
    }
    coming.push(act);
    if (coming.length > 1) return;
    var paths = root.getAttribute("data-codes").split(" ");
    (function next() {
      var waiting = coming;
      if (!paths.length) {
        coming = [];
        waiting.forEach(function (one) {
          one();
        });
        return;
      }
      var script = make("script", "", { src: paths.shift() });
      script.onload = next;
      script.onerror = function () {
        coming = [];
        warn(byId("zc-failed").textContent);
      };
      document.head.appendChild(script);
    })();
  }

  function offer(read) {
    var place = byId("zc-found");
    place.textContent = "";
    var given = read && read.data;
    var made = null;
    try {
      made = given && typeof given === "object" && given.items ? rules.carried(data, given) : null;
    } catch (error) {
      made = null; // of a shape that nothing of ours ever had
    }
    /* what is missing can be filled in; what is of another kind cannot be shown */
    function foreign(one) {
      return one.code === "shape/type";
    }
    if (!made || rules.misshapen(context, made).some(foreign)) {
      var why = said(read && read.office ? "office" : "unread");
      if (read && read.lacking) why = "文字码一共 " + read.count + " 段，少了第 " + read.lacking.join("、") + " 段。请把几段都粘贴进来，再读入。";
      place.appendChild(make("p", why, { class: "zc-error" }));
      return;
    }
    var again = Object.keys(made.before).length;
    var lost = Object.keys(given.items).length - Object.keys(made.items).length;
    place.appendChild(
      make(
        "p",
        "读到：" + (nameOf(data.schools, given.school) || given.school || "没写学校") + " " + (nameOf(data.terms, given.term) || given.term || "") + "，" + Object.keys(made.items).length + " 项" + (lost > 0 ? "（另有 " + lost + " 项现在的表里没有，略去）" : "") + (again ? "，其中 " + again + " 项改了，需重新确认" : "") + "。"
      )
    );
    [
      ["接着填这一份", false],
      ["用作底稿：文字留下，结论重新答", true],
    ].forEach(function (choice) {
      var press = make("button", choice[0], { type: "button", class: "zc-button" });
      press.addEventListener("click", function () {
        open(taken(given, choice[1]));
        place.textContent = "";
        place.appendChild(make("p", "读好了。"));
        location.hash = "#basics";
      });
      place.appendChild(press);
    });
  }

  function taken(given, asModel) {
    var made = rules.carried(data, given);
    var one = fresh();
    one.school = entry(data.schools, given.school) ? given.school : "";
    one.facilities = rules.copyOf(given.facilities);
    one.periods = made.periods;
    one.items = made.items;
    one.past = { instrument: given.instrument, term: asModel ? String(given.term || "") : "", statuses: made.before };
    Object.keys(one.items).forEach(function (id) {
      var status = one.items[id].status;
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
    data.instrument.facilities.forEach(function (facility) {
      var count = draft.facilities[facility.id];
      if (facility.kind === "room") byId("facility:" + facility.id).value = count === undefined ? "" : count;
      else {
        each('input[name="facility:' + facility.id + '"]', root, function (input) {
          input.checked = typeof count === "number" && String(count ? 1 : 0) === input.value;
        });
      }
    });
    each("[data-measure]", root, function (input) {
      var kept = draft.metrics[input.closest("[data-metric]").getAttribute("data-metric")] || {};
      var value = kept[input.getAttribute("data-measure")];
      input.value = value === undefined || value === null ? "" : value;
    });
    each("[data-period]", root, function (select) {
      select.value = draft.periods[select.getAttribute("data-period")] || "";
    });
    each(".zc-item", root, function (node) {
      var kept = draft.items[node.getAttribute("data-id")] || {};
      each('input[type="radio"][data-item]', node, function (input) {
        input.checked = input.value === kept.status;
      });
      revised(node);
      panel(node);
    });
    listDrafts();
  }

  /* what changed in an item since the file that was read */
  function revised(node) {
    each(".zc-was", node, function (old) {
      old.remove();
    });
    var step = draft.past && rules.stepOf(rules.wayFrom(data, draft.past.instrument), node.getAttribute("data-id"));
    if (step && step.was !== null) node.insertBefore(clone("was-" + step.was), node.querySelector(".zc-answers"));
  }

  function kept(node) {
    var id = node.getAttribute("data-id");
    if (!draft.items[id]) draft.items[id] = {};
    return draft.items[id];
  }

  function valueAt(object, path) {
    return path.split(".").reduce(function (value, key) {
      return value === undefined || value === null ? undefined : value[key];
    }, object);
  }

  function setAt(object, path, value) {
    var keys = path.split(".");
    var last = keys.pop();
    keys.reduce(function (inner, key) {
      if (!inner[key]) inner[key] = {};
      return inner[key];
    }, object)[last] = value;
  }

  /* give the controls of a template their ids, labels and values */
  function bind(part, id, answer) {
    each("[data-field]", part, function (control) {
      var field = control.getAttribute("data-field");
      control.id = id + ":" + field;
      var label = control.closest(".zc-field").querySelector("label");
      if (label) label.setAttribute("for", control.id);
      var value = valueAt(answer, field);
      if (control.type === "checkbox") control.checked = !!value;
      else control.value = value || "";
    });
    return part;
  }

  function tick(id, words, on, act, boxed) {
    var label = make("label", "", { class: boxed ? "zc-answer" : "zc-tick" });
    var input = make("input", "", { type: "checkbox", id: id });
    input.checked = on;
    input.addEventListener("change", function () {
      act(input.checked);
      changed();
    });
    label.appendChild(input);
    label.appendChild(make("span", words));
    return label;
  }

  function toggle(list, value, on) {
    var rest = (list || []).filter(function (one) {
      return one !== value;
    });
    return on ? rest.concat([value]) : rest;
  }

  function panel(node) {
    var id = node.getAttribute("data-id");
    var item = context.items[id];
    var answer = draft.items[id] || {};
    var place = node.querySelector(".zc-panel");
    place.textContent = "";
    data.instrument.statuses.forEach(function (status) {
      node.classList.toggle("is-" + status.id, answer.status === status.id);
    });
    var last = node.querySelector(".zc-last");
    var past = draft.past;
    var before = past && entry(data.instrument.statuses, past.statuses[id]);
    show(last, !!before);
    if (before) last.textContent = (past.term ? "上学期：" : "上次：") + before.name + (answer.problem ? "（" + answer.problem + "）" : "");
    if (!answer.status) return;
    if (answer.status === "not-applicable") place.appendChild(bind(clone("t-reason"), id, answer));
    if (FAILING.indexOf(answer.status) >= 0) problems(place, node, item, answer);
    if (answer.status === "unknown" || answer.status === "not-applicable") return;
    var more = clone("t-more");
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
    byId("zc-t-problem").content.childNodes.forEach(function (part) {
      place.appendChild(part.cloneNode(true));
    });
    var roles = (node.getAttribute("data-roles") || "").split(" ");
    var select = place.querySelector("select");
    Array.prototype.slice
      .call(select.options)
      .filter(function (option) {
        return roles.indexOf(option.value) >= 0;
      })
      .reverse()
      .forEach(function (option) {
        select.insertBefore(option, select.options[1]);
      });
    bind(place, item.id, answer);
    var failed = place.querySelector(".zc-failed");
    show(failed, item.checkpoints.length > 1);
    item.checkpoints.forEach(function (point) {
      failed.appendChild(
        tick(item.id + ":failed:" + point.id, point.summary, (answer.failed || []).indexOf(point.id) >= 0, function (on) {
          answer.failed = toggle(answer.failed, point.id, on);
        })
      );
    });
    var rooms = place.querySelector(".zc-rooms");
    var facility = item.facility ? context.facilities[item.facility] : null;
    var count = facility && facility.kind === "room" ? draft.facilities[item.facility] || 0 : 0;
    show(rooms, count > 1 && answer.status === "partial");
    var boxes = make("div", "", { class: "zc-boxes" });
    for (var number = 1; number <= Math.min(count, 100); number += 1) boxes.appendChild(room(item, answer, number));
    rooms.appendChild(boxes);
  }

  function room(item, answer, number) {
    return tick(item.id + ":rooms:" + number, "第 " + number + " 间", (answer.rooms || []).indexOf(number) >= 0, function (on) {
      answer.rooms = toggle(answer.rooms, number, on);
    }, true);
  }

  /* places that were written once are offered from then on */
  function offerPlaces() {
    var places = {};
    Object.keys(draft.items).forEach(function (id) {
      (draft.items[id].evidence || []).forEach(function (proof) {
        if (proof.filed) places[proof.filed] = true;
      });
    });
    byId("zc-places").textContent = "";
    Object.keys(places).forEach(function (place) {
      byId("zc-places").appendChild(make("option", "", { value: place }));
    });
  }

  function evidence(item, answer) {
    var part = clone("t-evidence");
    var list = part.querySelector("ul");
    offerPlaces();
    if (!(answer.evidence || []).length) answer.evidence = [{ title: "", filed: "" }];
    answer.evidence.forEach(function (proof, place) {
      var row = clone("t-proof");
      each("input", row, function (input, which) {
        var field = which ? "filed" : "title";
        input.id = item.id + ":evidence." + place + "." + field;
        input.closest(".zc-field").querySelector("label").setAttribute("for", input.id);
        input.value = proof[field] || "";
        input.setAttribute("data-field", "evidence." + place + "." + field);
        if (!which && !place) input.placeholder = demanded(item);
      });
      row.querySelector("button").setAttribute("data-place", place);
      list.appendChild(row);
    });
    return part;
  }

  /* ---------- what is live: numbers, progress, complaints ---------- */
  function refresh() {
    var made = assumed(submission());
    var away = asked();
    var counts = { none: 0, met: 0, partial: 0, "not-met": 0, "not-applicable": 0, unknown: 0 };
    var totals = {};
    var applicable = 0;
    data.instrument.items.forEach(function (item) {
      var off = rules.inapplicable(context, away, item);
      show(byId("item:" + item.id), !off);
      if (off) return;
      var group = (totals[item.group] = totals[item.group] || { all: 0, done: 0, bad: 0, again: 0 });
      var status = made.items[item.id] ? made.items[item.id].status : "none";
      counts[status] += 1;
      applicable += 1;
      group.all += 1;
      if (status !== "none") group.done += 1;
      else if (draft.past && draft.past.statuses[item.id] && !draft.past.term) group.again += 1;
      if (FAILING.indexOf(status) >= 0) group.bad += 1;
    });
    measuresLive(away);
    found = complaints(made);
    tasks(totals);
    var done = applicable - counts.none;
    byId("zc-progress").max = Math.max(1, applicable);
    byId("zc-progress").value = done;
    byId("zc-count").textContent = "已答 " + done + "/" + applicable + "，需整改 " + (counts.partial + counts["not-met"]);
    each("[data-total]", root, function (cell) {
      cell.textContent = counts[cell.getAttribute("data-total")];
    });
    var total = rules.score(context, made);
    var scored = applicable - counts["not-applicable"];
    byId("zc-score").textContent = total === null ? "—" : total.toFixed(1);
    byId("zc-sum").textContent = "本表：（" + counts.met + " × 1 + " + counts.partial + " × 0.5）÷ " + scored + " × 100 = " + (total === null ? "—" : total.toFixed(1));
    show(byId("zc-safari"), SAFARI && done > 0);
    if (tried) inline();
    if (current() === "check") review(finished());
  }

  function measuresLive(away) {
    data.instrument.metrics.forEach(function (metric) {
      var box = root.querySelector('[data-metric="' + metric.id + '"]');
      var off = rules.inapplicable(context, away, metric);
      show(box, !off);
      var measured = draft.metrics[metric.id] || {};
      var ready = typeof measured.count === "number" && (metric.total === null || measured.total > 0);
      var words = "";
      var good = false;
      if (ready && !rules.valid(metric, measured)) words = "数到的比总数还多，请核对";
      else if (ready) {
        good = rules.reached(metric, measured);
        words = "实测 " + rules.shown(metric, measured) + "，要求" + metric.demand + "：" + (good ? "达到" : "没有达到");
        if (good) {
          rules.unlawful(metric, measured).forEach(function (law) {
            words += "；但法律要求" + law.demand + "，没有达到";
          });
        }
      }
      box.querySelector("[data-result]").textContent = words;
      box.classList.toggle("is-met", ready && good);
      box.classList.toggle("is-short", ready && !good);
      each('[data-measured="' + metric.id + '"]', root, function (line) {
        line.textContent = words || "要用实测数据“" + metric.name + "”，还没有填。";
        line.classList.toggle("is-met", ready && good);
        line.classList.toggle("is-short", ready && !good);
      });
    });
  }

  function tasks(totals) {
    var missing = found.some(function (one) {
      return one.step === "basics";
    });
    var begun = Object.keys(totals).some(function (group) {
      return totals[group].done;
    });
    var next = null;
    each("[data-state]", root, function (node) {
      var name = node.getAttribute("data-state");
      var words = "";
      var done = false;
      var total = totals[name];
      var gaps = errors().filter(function (one) {
        return one.item && one.code !== "checklist/unanswered" && (one.step === name || name === "check");
      }).length;
      if (name === "basics") {
        done = !missing;
        words = done ? "填好了" : "还没填完";
      } else if (name === "numbers") {
        var boxes = data.instrument.metrics.filter(function (metric) {
          return !rules.inapplicable(context, asked(), metric);
        });
        var full = boxes.filter(function (metric) {
          return draft.metrics[metric.id] && typeof draft.metrics[metric.id].count === "number";
        });
        done = full.length === boxes.length;
        words = full.length + "/" + boxes.length;
      } else if (name === "check") {
        words = tried && errors().length ? "有 " + errors().length + " 处要改" : gaps ? "还要补 " + gaps + " 处" : "";
      } else if (entry(data.instrument.groups, name)) {
        done = !total || (total.done === total.all && !gaps);
        words = total ? total.done + "/" + total.all + (gaps ? "，还要补 " + gaps + " 处" : "") + (total.bad ? "，需整改 " + total.bad : "") + (total.again ? "，需重新确认 " + total.again : "") : "不适用";
        away(name, !total);
      }
      node.textContent = words;
      node.classList.toggle("is-done", done);
      if (!next && !done && !(begun && name === "numbers")) next = node.parentNode;
    });
    var onward = byId("zc-onward");
    var named = next.firstChild;
    onward.href = next.getAttribute("href");
    onward.textContent = "下一步：" + (named.firstElementChild || named).textContent;
  }

  function away(group, on) {
    var note = root.querySelector('[data-step="' + group + '"] .zc-away');
    show(note, on);
  }

  function errors() {
    return found.filter(function (one) {
      return one.severity === "error";
    });
  }

  /* everything that is wrong, each with the control to go to */
  function complaints(made) {
    var list = [];
    function need(id, words) {
      list.push({ step: "basics", target: id, message: words, severity: "error" });
    }
    if (!draft.school) need("zc-school", "请选择学校");
    if (!draft.term) need("zc-term", "请选择学期");
    if (!draft.filled) need("zc-filled", "请填填表日期");
    data.instrument.facilities.forEach(function (facility) {
      if (typeof draft.facilities[facility.id] !== "number") {
        need("facility:" + facility.id, facility.kind === "room" ? "请填" + facility.name + "有几间，没有填 0" : "请选有没有" + facility.name);
      }
    });
    var bad = {};
    rules
      .misshapen(context, made)
      .filter(function (one) {
        return one.steps[0] === "items" || one.steps[0] === "metrics" || one.steps[0] === "facilities";
      })
      .forEach(function (one) {
        bad[one.steps.slice(0, 2).join("/")] = true;
        list.push(place(one));
      });
    rules
      .forbidden(made)
      .concat(rules.evaluate(context, made))
      .forEach(function (one) {
        if (one.steps[0] === "filled" && !draft.filled) return;
        if (bad[one.steps.slice(0, 2).join("/")] && one.code !== "checklist/unanswered") return;
        list.push(place(one));
      });
    return list;
  }

  var FIELDS = {
    "checklist/reason": "reason",
    "checklist/problem": "problem",
    "checklist/rectification": "rectification.measure",
    "checklist/evidence": "evidence.0.title",
  };

  function place(one) {
    var steps = one.steps;
    var item = steps[0] === "items" ? context.items[steps[1]] : null;
    var made = { message: one.message + (one.repair ? "。" + one.repair : ""), severity: one.severity, step: "basics", target: "zc-" + steps[0], item: "", code: one.code };
    if (steps[0] === "facilities") made.target = "facility:" + steps[1];
    if (steps[0] === "metrics") {
      made.step = "numbers";
      made.target = "metric:" + steps[1] + ":" + (one.field === "total" || steps[2] === "total" ? "total" : "count");
    }
    if (item) {
      made.step = item.group;
      made.item = item.id;
      var rest = steps.slice(2).concat(one.field ? [one.field] : []);
      var field = FIELDS[one.code] || rest.join(".");
      made.target = item.id + ":" + field;
      if (one.code === "checklist/failed" || rest[0] === "failed") made.target = item.id + ":failed:" + item.checkpoints[0].id;
      if (one.code === "checklist/rooms" || rest[0] === "rooms") made.target = item.id + ":rooms:1";
      if (one.code === "checklist/period") {
        made.target =
          "period:" +
          item.checkpoints.filter(function (point) {
            return point.period && !draft.periods[point.id];
          })[0].id;
      }
      if (!byId(made.target)) made.target = item.id + ":met";
    }
    return made;
  }

  function inline() {
    each(".zc-error[data-made]", root, function (node) {
      node.remove();
    });
    each(".is-wrong", root, function (node) {
      node.classList.remove("is-wrong");
    });
    each("[aria-describedby^='zc-e-']", root, function (node) {
      node.removeAttribute("aria-describedby");
      node.removeAttribute("aria-invalid");
    });
    errors().forEach(function (one, number) {
      var control = byId(one.target);
      if (!control) return;
      var line = make("p", one.message, { class: "zc-error", "data-made": "", id: "zc-e-" + number });
      var holder = control.closest(".zc-field") || control.closest(".zc-answers") || control.parentNode;
      holder.parentNode.insertBefore(line, holder);
      control.setAttribute("aria-describedby", line.id);
      if (control.type !== "radio" && control.tagName !== "FIELDSET") control.setAttribute("aria-invalid", "true");
      var box = control.closest(".zc-item");
      if (box) box.classList.add("is-wrong");
    });
  }

  /* ---------- the last step ---------- */
  function link(words, name, target) {
    var made = make("a", words, { href: "#" + name });
    made.addEventListener("click", function (event) {
      event.preventDefault();
      go(name, target);
    });
    return made;
  }

  function links(list, box) {
    var target = box.querySelector("ul");
    target.textContent = "";
    list.forEach(function (one) {
      target.appendChild(make("li")).appendChild(link(one.message, one.step, one.target));
    });
    show(box, list.length > 0);
  }

  function review(made) {
    links(errors(), byId("zc-summary"));
    links(
      found.filter(function (one) {
        return one.severity !== "error";
      }),
      byId("zc-warnings")
    );
    show(byId("zc-clear"), !errors().length);
    paper(made);
    compare(made);
  }

  function names(list, ids) {
    return list
      .filter(function (one) {
        return (ids || []).indexOf(one.id) >= 0;
      })
      .map(function (one) {
        return one.summary;
      })
      .join("、");
  }

  /* an answer in full, a line each */
  function details(item, answer) {
    var plan = answer.rectification || {};
    return [
      answer.reason,
      answer.failed ? "没做到：" + names(item.checkpoints, answer.failed) : "",
      answer.rooms ? "第 " + answer.rooms.join("、") + " 间" : "",
      answer.problem ? "问题：" + answer.problem : "",
      plan.measure ? "整改：" + plan.measure + "，" + chinese(plan.due) + "前，" + nameOf(data.instrument.roles, plan.role) + (plan.needs_bureau ? "，要教育局协助" : "") : "",
    ]
      .concat(
        (answer.evidence || []).map(function (proof) {
          return "佐证：" + (proof.title || "") + "（" + (proof.filed || "") + "）";
        }),
        item.checkpoints.map(function (point) {
          return draft.periods[point.id] ? point.summary + "：" + nameOf(data.instrument.periods, draft.periods[point.id]) : "";
        }),
        answer.suggestion ? "建议：" + answer.suggestion : ""
      )
      .filter(Boolean)
      .join("\n");
  }

  function chinese(day) {
    var parts = (day || "").split("-");
    return parts.length === 3 ? Number(parts[0]) + "年" + Number(parts[1]) + "月" + Number(parts[2]) + "日" : "";
  }

  function compare(made) {
    var box = byId("zc-changes");
    var list = box.querySelector("ul");
    list.textContent = "";
    var model = draft.past && draft.past.term;
    var before = model ? draft.past.statuses : {};
    data.instrument.items.forEach(function (item) {
      var now = made.items[item.id];
      if (!now || !entry(data.instrument.statuses, before[item.id]) || before[item.id] === now.status) return;
      list.appendChild(make("li", item.cite + "：" + context.statuses[before[item.id]].name + " → " + context.statuses[now.status].name));
    });
    if (model && !list.firstChild) list.appendChild(make("li", "各项结论与上学期一样。"));
    show(box, !!model);
  }

  function say(words) {
    byId("zc-done").textContent = words;
  }

  function title() {
    return (nameOf(data.schools, draft.school) || "学校") + " " + (nameOf(data.terms, draft.term) || "") + "自查表";
  }

  function stop() {
    if (!errors().length) return false;
    tried = true;
    refresh();
    byId("zc-summary").focus();
    say("还有 " + errors().length + " 处要改。没有改完，也可以先复制文字码，换一台设备接着填。");
    return true;
  }

  /* inside WeChat nothing can be saved or printed; whether that was said */
  function inWechat() {
    if (wechat()) (current() === "check" ? say : warn)(said("wechat"));
    return wechat();
  }

  function download(unfinished) {
    if (inWechat() || (!unfinished && stop())) return;
    var made = finished();
    /* by its name the bureau's clerk sees whose it is; intake goes by what is in it */
    var named = (nameOf(data.schools, draft.school) || "学校") + "-" + (draft.term || "学期") + (unfinished ? "-没填完" : "");
    var link = make("a", "", { download: named.replace(/[\\/:*?"<>|]/g, "_") + ".yaml" });
    link.href = URL.createObjectURL(new Blob([rules.file(made)], { type: "application/yaml" }));
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () {
      URL.revokeObjectURL(link.href);
    }, 60000);
    if (unfinished) warn("文件 " + link.download + " 已经下载。换一台设备，或者这里的没有了，就读入它。");
    else say("文件 " + link.download + " 已经下载。回执号 " + rules.receipt(made) + "。");
  }

  /* one button a piece, where it takes several messages */
  function copy() {
    withCodes(function () {
      var pieces = zhidu.codes.encode(finished(), MOST);
      var buttons = byId("zc-pieces");
      buttons.textContent = "";
      function give(number) {
        var ready = hand(pieces[number]);
        var rest = errors().length ? "（还没有填完，可以拿到别的设备接着填）" : "";
        var more = pieces.length > 1 ? "第 " + (number + 1) + "/" + pieces.length + " 段，" : "";
        var next = number + 1 < pieces.length ? "粘贴发出去，再回来复制下一段。" : "";
        say((ready ? "已复制" : "请长按下面的文字，全选、复制：") + more + " " + pieces[number].length + " 个字符。" + next + rest);
      }
      if (pieces.length > 1) {
        pieces.forEach(function (piece, number) {
          var press = make("button", "复制第 " + (number + 1) + "/" + pieces.length + " 段", { type: "button", class: "zc-button" });
          press.addEventListener("click", function () {
            give(number);
          });
          buttons.appendChild(press);
        });
      }
      give(0);
    });
  }

  /* put *words* where they can be copied by hand, and copy them; whether that went well */
  function hand(words) {
    var area = byId("zc-text");
    area.value = words;
    show(byId("zc-code"), true);
    area.focus();
    area.select();
    area.setSelectionRange(0, area.value.length);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  function picture() {
    if (stop()) return;
    var made = finished();
    var canvas = document.createElement("canvas");
    canvas.width = 720;
    canvas.height = 520;
    var pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 720, 520);
    pen.fillStyle = "#a3231b";
    pen.fillRect(0, 0, 720, 8);
    pen.fillStyle = "#1f1d1a";
    function line(words, y, font) {
      pen.font = font + " " + getComputedStyle(root).fontFamily;
      pen.fillText(words, 40, y, 640);
    }
    line("学校自查表回执", 80, "bold 40px");
    line(nameOf(data.schools, draft.school), 150, "30px");
    line(nameOf(data.terms, draft.term), 195, "26px");
    line("填表日期 " + chinese(draft.filled), 240, "26px");
    line(byId("zc-count").textContent, 285, "26px");
    line("得分 " + byId("zc-score").textContent, 330, "26px");
    line("回执号 " + rules.receipt(made), 400, "bold 34px");
    line("版本 " + made.edition + " · 目录 " + made.instrument, 450, "20px");
    line("回执号由自查内容算出：内容改一个字，号就不同。", 485, "20px");
    byId("zc-receipt").querySelector("img").src = canvas.toDataURL("image/png");
    byId("zc-receipt").querySelector("img").alt = "回执，回执号 " + rules.receipt(made);
    show(byId("zc-receipt"), true);
    say("回执号 " + rules.receipt(made) + "。");
  }

  /* ---------- paper ---------- */
  function table(name, heads, rows) {
    var made = make("table", "", { class: "zc-table zc-" + name });
    var head = make("tr");
    heads.forEach(function (words) {
      head.appendChild(make("th", words));
    });
    made.appendChild(make("thead")).appendChild(head);
    var body = made.appendChild(make("tbody"));
    rows.forEach(function (cells) {
      var row = body.appendChild(make("tr"));
      cells.forEach(function (words) {
        row.appendChild(make("td", "")).append(words);
      });
    });
    return made;
  }

  /* what was answered, to be read through on the last step and to be signed on paper */
  function paper(made) {
    var sheet = byId("zc-paper");
    var ledger = [];
    var owned = data.instrument.facilities.map(function (facility) {
      var count = made.facilities[facility.id];
      return facility.name + (count === undefined ? "没有填" : facility.kind === "room" ? " " + count + " 间" : count ? "有" : "没有");
    });
    sheet.textContent = "";
    sheet.appendChild(make("h2", title()));
    sheet.appendChild(make("p", "填表日期 " + (chinese(draft.filled) || "　") + "　" + byId("zc-count").textContent + "　得分 " + byId("zc-score").textContent));
    sheet.appendChild(make("p", "场所和设施：" + owned.join("，") + "。"));
    sheet.appendChild(
      table(
        "measures",
        ["实测", "数到的", "总数", "结果", "要求"],
        data.instrument.metrics
          .filter(function (metric) {
            return made.metrics[metric.id];
          })
          .map(function (metric) {
            var measured = made.metrics[metric.id];
            return [link(metric.name, "numbers", "metric:" + metric.id + ":count"), String(measured.count), String(measured.total || "—"), rules.shown(metric, measured), metric.demand];
          })
      )
    );
    sheet.appendChild(make("h3", "各项回答"));
    sheet.appendChild(
      table(
        "verdicts",
        ["条款", "结论", "说明、佐证"],
        data.instrument.items
          .filter(function (item) {
            return made.items[item.id];
          })
          .map(function (item) {
            var answer = made.items[item.id];
            var plan = answer.rectification || {};
            if (answer.problem) ledger.push([item.cite, answer.problem, plan.measure || "", chinese(plan.due), nameOf(data.instrument.roles, plan.role), plan.needs_bureau ? "是" : "", ""]);
            return [link(item.where, item.group, item.id + ":" + answer.status), context.statuses[answer.status].name, details(item, answer)];
          })
      )
    );
    if (ledger.length) {
      sheet.appendChild(make("h3", "整改台账", { class: "zc-ledger" }));
      sheet.appendChild(table("ledger", ["依据条款", "问题", "措施", "时限", "责任岗位", "要上级协助", "完成情况"], ledger));
    }
    byId("zc-foot").textContent = errors().length ? "（草稿，没有填完）" : "· 回执号 " + rules.receipt(made);
  }

  function print(empty) {
    if (inWechat()) return;
    blank = empty;
    byId("zc-foot").textContent = "";
    window.print();
  }

  /* ---------- steps ---------- */
  function current() {
    var name = location.hash.slice(1);
    return /^[a-z0-9-]{1,60}$/.test(name) && root.querySelector('[data-step="' + name + '"]') ? name : "tasks";
  }

  function step(focus) {
    var name = current();
    each(".zc-step", root, function (node) {
      show(node, node.getAttribute("data-step") === name);
    });
    if (name === "check") {
      withCodes(function () {}); // a browser copies only at the touch itself
      tried = true;
      refresh();
    }
    show(byId("zc-paper"), name === "check");
    if (name === "tasks") listDrafts();
    if (!focus) return;
    window.scrollTo(0, 0);
    var errorsFirst = name === "check" && errors().length ? byId("zc-summary") : null;
    (errorsFirst || root.querySelector('[data-step="' + name + '"] h2')).focus();
  }

  function go(name, target) {
    if (current() !== name) {
      window.removeEventListener("hashchange", turned);
      location.hash = "#" + name;
      step(false);
      setTimeout(function () {
        window.addEventListener("hashchange", turned);
      }, 0);
    }
    var control = byId(target);
    if (!control) return;
    if (control.tagName === "FIELDSET") control = control.querySelector("input") || control;
    control.focus();
    (control.closest(".zc-item, .zc-metric, .zc-field") || control).scrollIntoView({ block: "center" });
  }

  function turned() {
    step(true);
  }

  function wechat() {
    return /MicroMessenger/i.test(navigator.userAgent);
  }

  /* ---------- listening ---------- */
  function onInput(event) {
    var control = event.target;
    var node = control.closest(".zc-item");
    if (control.hasAttribute("data-item")) {
      kept(node).status = control.value;
      panel(node);
      changed();
    } else if (control.hasAttribute("data-facility")) {
      var number = count(control.value);
      var name = control.getAttribute("data-facility");
      if (number === null) delete draft.facilities[name];
      else draft.facilities[name] = number;
      changed();
      each(".zc-item.is-partial", root, panel);
    } else if (control.hasAttribute("data-measure")) {
      var id = control.closest("[data-metric]").getAttribute("data-metric");
      var measured = count(control.value);
      if (!draft.metrics[id]) draft.metrics[id] = {};
      if (measured === null) delete draft.metrics[id][control.getAttribute("data-measure")];
      else draft.metrics[id][control.getAttribute("data-measure")] = measured;
      changed();
    } else if (control.hasAttribute("data-period")) {
      draft.periods[control.getAttribute("data-period")] = control.value;
      changed();
    } else if (control.hasAttribute("data-field")) {
      var field = control.getAttribute("data-field");
      var value = control.type === "checkbox" ? control.checked : control.value;
      if (node) {
        setAt(kept(node), field, value);
        changed();
      } else if (field === "filled") {
        draft.filled = value;
        changed();
      } else if (event.type === "change") move(field, value);
    }
  }

  function onClick(event) {
    var control = event.target.closest("[data-do]");
    if (!control) return;
    var node = control.closest(".zc-item");
    var answer = node ? kept(node) : null;
    switch (control.getAttribute("data-do")) {
      case "download":
        return download(false);
      case "keep":
        return download(true);
      case "copy":
        return copy();
      case "receipt":
        return picture();
      case "print":
        return print(false);
      case "print-blank":
        return print(true);
      case "evidence":
      case "add-evidence":
        answer.evidence = (answer.evidence || []).concat([{ title: "", filed: "" }]).slice(0, 10);
        break;
      case "drop-evidence":
        answer.evidence.splice(Number(control.getAttribute("data-place")), 1);
        break;
      case "suggestion":
        answer.suggestion = "";
        break;
    }
    panel(node);
    var fresh = node.querySelector('[data-field^="evidence"]:last-of-type, [data-field="suggestion"]');
    if (fresh) fresh.focus();
    return changed();
  }

  function start() {
    root.classList.add("is-live");
    var key = attempt(function () {
      return localStorage.getItem(KEY + "current");
    });
    draft = (key && load(key)) || draft;
    known = wordsOf.get(draft) || "";
    settle();
    fill();
    if (wechat()) {
      each(".zc-send button", root, function (button) {
        var copies = button.getAttribute("data-do") === "copy";
        button.classList.toggle("zc-button--main", copies);
        if (copies) button.parentNode.insertBefore(button, button.parentNode.firstChild);
      });
    }
    root.addEventListener("input", onInput);
    root.addEventListener("change", onInput);
    root.addEventListener("click", onClick);
    byId("zc-file").addEventListener("change", function (event) {
      var file = event.target.files[0];
      if (!file) return;
      var reader = new FileReader();
      reader.onload = function () {
        withCodes(function () {
          offer(zhidu.codes.readFile(reader.result));
        });
      };
      reader.readAsArrayBuffer(file);
    });
    byId("zc-read").addEventListener("click", function () {
      withCodes(function () {
        offer(zhidu.codes.readIn(byId("zc-paste").value));
      });
    });
    window.addEventListener("hashchange", turned);
    window.addEventListener("beforeprint", function () {
      var answered = !blank && Object.keys(submission().items).length > 0;
      root.classList.toggle("zc-print", answered);
      if (answered) paper(finished());
      blank = false;
    });
    window.addEventListener("beforeunload", function (event) {
      if (timer) save();
      if (!stored && Object.keys(draft.items).length) event.preventDefault();
    });
    function elsewhere(there) {
      if (attempt(function () {
        return meet(there);
      })) changed();
    }
    window.addEventListener("storage", function (event) {
      if (event.key === keyOf(draft)) elsewhere(event.newValue);
    });
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) attempt(function () {
        elsewhere(localStorage.getItem(keyOf(draft)));
      });
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && timer) save();
    });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    refresh();
    step(false);
  }

  zhidu.start = start;
})();
