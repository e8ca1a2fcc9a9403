/* The search box in the header and the page /search/: asks the engine (search-engine.js) and shows what it answers.
   Over HTTP the engine runs in a worker; from a folder, where browsers allow none, on the page. It is loaded when
   somebody is about to ask. Without scripts both are plain forms. Syntax and interfaces of Chrome 78. */
(() => {
  "use strict";

  const SETUP = 0; // the theme's protocol between a page and its search worker
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;
  const ENGINE = "assets/zhidu/search-engine.js";
  const PARTS = ["assets/vendor/minisearch/minisearch.js", "search/data.js", "search/answers.js"];
  const PAUSE = 40; // milliseconds between a key and the question
  const PATIENCE = 400; // milliseconds without an answer, on a slow line, until that is said
  const PREPARING = "正在准备……";
  const FAILED = "搜索没有打开，可能是网络断了。请过一会儿再试。";
  const IN_BOX = 8;
  const AROUND = 28; // characters before the first match, in the box
  const SNIPPET = 90;
  const FILTERS = ["policy", "role", "time"];
  const STILL = { preventScroll: true }; // the header is always in sight; the page stays where it was
  const FROM_FOLDER = location.protocol === "file:";

  /* ---------- the engine ---------- */

  let base = "";
  let worker = null;
  let started = false;
  let ready = false;
  let asked = 0;
  const waiting = {};

  function address(path) {
    const link = document.createElement("a");
    link.href = base + path;
    return link.href;
  }

  function start() {
    if (started) return;
    started = true;
    try {
      if (!FROM_FOLDER) worker = new Worker(address(ENGINE));
    } catch (error) {
      // this browser has none
    }
    if (!worker) {
      onThePage();
      return;
    }
    worker.onmessage = (event) => {
      if (event.data.type === READY) begin();
      else if (event.data.type === RESULT) deliver(event.data.number, event.data.data);
    };
    worker.onerror = onThePage;
    worker.postMessage({ type: SETUP, data: PARTS.map(address) });
  }

  function onThePage() {
    if (worker) worker.terminate();
    worker = null;
    ready = false;
    load([PARTS[0], ENGINE].concat(PARTS.slice(1)));
  }

  function load(paths) {
    if (!paths.length) {
      begin();
      return;
    }
    const script = document.createElement("script");
    script.src = address(paths[0]);
    script.onload = () => {
      load(paths.slice(1));
    };
    script.onerror = fail;
    document.head.appendChild(script);
  }

  /** No network: that is said; the next question tries again. */
  function fail() {
    started = false;
    document.querySelectorAll(".search-box__count, #search-count").forEach((line) => {
      line.textContent = FAILED;
    });
  }

  function begin() {
    ready = true;
    Object.keys(waiting).forEach(send);
  }

  function send(number) {
    const request = waiting[number].request;
    if (worker) worker.postMessage({ type: QUERY, number, data: request });
    else deliver(number, window.zhiduSearch.answer(request));
  }

  function deliver(number, answer) {
    const one = waiting[number];
    delete waiting[number];
    if (one) one.done(answer);
  }

  /** Ask {query, role, policy, time, limit}; *done* gets the answer. */
  function ask(request, done) {
    start();
    asked += 1;
    waiting[asked] = { request, done };
    if (ready) send(asked);
  }

  /** Say in *line* that the engine is still on its way, if it is, and nothing else is said there. */
  function preparing(line) {
    setTimeout(() => {
      if (!ready && !line.textContent) line.textContent = PREPARING;
    }, PATIENCE);
  }

  /* ---------- making ---------- */

  function element(tag, name, ...inside) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(...inside.filter(Boolean));
    return made;
  }

  /** Where *path* leads; in a folder no server turns policies/a8/ into the file there. */
  function href(path) {
    return base + (FROM_FOLDER ? path.replace(/\/(?=$|[?#])/, "/index.html") : path);
  }

  function link(name, path, ...inside) {
    const made = element("a", name, ...inside);
    made.href = href(path);
    return made;
  }

  /** A link to a post, a record, a page by what kind it is and its name. */
  function named(name, one) {
    return link(name, one.href, one.kind + "：" + one.name);
  }

  function forQuestion(question) {
    return "search/?q=" + encodeURIComponent(question);
  }

  /** Only what stands around the first match. */
  function shortened(pieces) {
    const text = pieces.slice();
    if (text.length > 1 && text[0].length > AROUND) text[0] = "…" + text[0].slice(-AROUND + 8);
    let left = SNIPPET;
    return text
      .map((piece) => {
        let kept = piece.slice(0, Math.max(0, left));
        if (left > 0 && piece.length > left) kept += "…";
        left -= piece.length;
        return kept;
      })
      .filter((piece, i) => piece || i === 0);
  }

  function marked(pieces) {
    return pieces.map((piece, i) => (i % 2 ? element("mark", "", piece) : piece));
  }

  function facts(hit, few) {
    const said = (label, list) => list.length && label + list.slice(0, few).join("、") + (list.length > few ? " 等" : "");
    return [said("谁：", hit.who), said("何时：", hit.when)].filter(Boolean).join("　");
  }

  function words(line, list) {
    line.append(...list.map((word) => link("search-word", forQuestion(word), word)));
  }

  /** That no text speaks of it. */
  function verdict(answer) {
    return "制度没有写到" + answer.unsaid.map((word) => "“" + word + "”").join("、") + "。";
  }

  /** A fact in one line: what it is, the clause, who. */
  function fact(found, cite) {
    const said = element("strong", "", (found.lead ? found.lead + "：" : "") + found.said);
    const line = element("p", "search-fact", said, " · ", cite);
    line.setAttribute("data-verdict", "fact");
    if (found.who) line.append(" · ", element("span", "", found.who));
    return line;
  }

  function quoted(found) {
    return "“" + found.words + "”（" + found.policy + "）";
  }

  function count(answer) {
    if (answer.verdict) return answer.total ? "没有找到。相近的有 " + answer.total + " 条，供参考。" : "没有找到，换个说法试试。";
    if (!answer.sure) return answer.total ? "没有找到。字面最接近的有 " + answer.total + " 条。" : "没有找到，换个说法试试。";
    let text = "找到 " + answer.total + " 条";
    if (answer.total > answer.hits.length) text += "，列出最相近的 " + answer.hits.length + " 条";
    return text + (answer.read ? "（按“" + answer.read + "”找的）" : "") + "。";
  }

  /** Calls *act* with what is in *input*, a little after it changes in whatever way: keys, paste, voice, handwriting. */
  function listen(input, act) {
    let timer = 0;
    let last = input.value;
    function changed() {
      if (input.value === last) return;
      last = input.value;
      clearTimeout(timer);
      timer = setTimeout(() => {
        act(input.value);
      }, PAUSE);
    }
    ["input", "keyup", "change", "compositionend", "search"].forEach((kind) => {
      input.addEventListener(kind, changed);
    });
    return (value) => {
      input.value = last = value;
    };
  }

  function composing(event) {
    return event.isComposing || event.keyCode === 229;
  }

  /** Up and down among the links of *box*, and from and to *input*. */
  function arrows(input, box, links) {
    function move(event) {
      if (composing(event) || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      const all = Array.from(box.querySelectorAll(links)).filter((one) => one.offsetParent !== null);
      if (!all.length) return;
      let at = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      if (at < -1) at = all.length - 1;
      if (at < 0) input.focus();
      else all[Math.min(at, all.length - 1)].focus();
    }
    box.addEventListener("keydown", move);
    if (!box.contains(input)) input.addEventListener("keydown", move);
  }

  /* ---------- the box in the header ---------- */

  function header(box) {
    const toggle = document.getElementById("__search");
    const form = box.querySelector("form");
    const input = box.querySelector("input");
    const meta = box.querySelector(".search-box__count");
    const list = box.querySelector(".search-box__hits");
    const more = box.querySelector(".search-box__more");
    const opener = document.querySelector(".search-open");
    let told = null; // the question whose answers stand there

    function isOpen() {
      return toggle.checked;
    }

    function set(open) {
      if (toggle.checked === open) return;
      toggle.checked = open;
      toggle.dispatchEvent(new Event("change"));
    }

    function close(back) {
      set(false);
      if (!back) return;
      if (opener.offsetParent !== null) opener.focus();
      else input.blur();
    }

    function show(answer) {
      if (answer.query !== input.value) return; // somebody typed on
      if (answer.query === told) return; // somebody may already be on one of the answers
      told = answer.query;
      meta.removeAttribute("data-verdict");
      list.textContent = more.textContent = "";
      if (!answer.query.trim()) {
        meta.textContent = "比如这样问：";
        words(more, answer.examples);
        return;
      }
      meta.textContent = (answer.verdict ? verdict(answer) : "") + count(answer);
      if (answer.verdict) meta.setAttribute("data-verdict", answer.verdict);
      const names = answer.names.map((name) => named("search-box__hit search-box__name", name));
      const found = answer.facts.map((one) =>
        link("search-box__hit", one.href, fact(one, element("span", "", one.cite)), element("span", "search-box__text", quoted(one)))
      );
      const hits = answer.hits.map((hit) => {
        const head = element("span", "search-box__head", element("strong", "", hit.cite), element("span", "", hit.policy));
        const text = element("span", "search-box__text", ...marked(shortened(hit.pieces)));
        const said = facts(hit, 2);
        return link("search-box__hit", hit.href, head, text, said && element("span", "search-box__facts", said));
      });
      list.append(...[...names, ...found, ...hits].map((one) => element("li", "", one)));
      if (!answer.sure) words(more, answer.suggestions.length ? answer.suggestions : answer.examples);
      more.append(...answer.others.slice(0, 3).map((other) => named("search-word", other)));
      if (answer.sure) more.append(link("search-word", forQuestion(answer.query), "全部结果和筛选"));
      else more.append(link("search-word", "policies/", "全部制度"));
    }

    function question(text) {
      ask({ query: text, limit: IN_BOX }, show);
      preparing(meta);
    }

    function open() {
      set(true);
      question(input.value);
    }

    listen(input, question);
    arrows(input, box, ".search-box__output a");
    input.addEventListener("focus", open);
    if (opener)
      opener.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        set(true);
        input.focus(STILL);
      });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) location.href = href(forQuestion(input.value.trim()));
    });
    form.addEventListener("reset", () => {
      setTimeout(() => {
        input.focus(STILL);
        question("");
      }, 0);
    });
    box.querySelector(".search-box__close").addEventListener("click", () => {
      close(true);
    });
    box.addEventListener("click", (event) => {
      if (event.target.closest(".search-box__output a")) set(false); // the page may be the same
    });
    toggle.addEventListener("click", (event) => {
      // the theme closes the box when a page has just loaded, even over the words of somebody who types already
      if (!event.isTrusted && !isOpen() && document.activeElement === input) set(true);
    });
    document.addEventListener("focusin", (event) => {
      if (isOpen() && !box.contains(event.target) && event.target !== toggle && event.target !== opener) set(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isOpen() && !composing(event)) {
        event.preventDefault();
        close(true);
      }
    });
    return () => {
      set(true);
      input.focus(STILL);
      input.select();
    };
  }

  /* ---------- the page ---------- */

  /** The question and filters in the address. */
  function wanted() {
    const found = { q: "" };
    new URLSearchParams(location.search).forEach((value, name) => {
      if (name === "q" || FILTERS.includes(name)) found[name] = value;
    });
    return found;
  }

  function written(state) {
    const pairs = ["q"].concat(FILTERS).map((name) => state[name] ? name + "=" + encodeURIComponent(state[name]) : "");
    const query = pairs.filter(Boolean).join("&");
    return location.pathname + (query ? "?" + query : "");
  }

  function searchPage(box) {
    const form = document.querySelector(".search-form");
    const input = document.getElementById("search-words");
    const status = document.getElementById("search-count");
    const filters = box.querySelector(".search-filters");
    const others = box.querySelector(".search-others");
    const list = box.querySelector(".search-hits");
    const near = box.querySelector(".search-near");
    const first = box.querySelector(".search-first");
    const examples = document.querySelector(".search-examples");
    const policies = document.querySelector(".search-policies");
    let state = wanted();

    function request(shown) {
      return { query: shown.q, role: shown.role, policy: shown.policy, time: shown.time };
    }

    function go(push) {
      const current = written(state);
      try {
        if (push && current !== location.pathname + location.search) history.pushState(null, "", current);
        else history.replaceState(null, "", current);
      } catch (error) {
        // some browsers keep the address of a folder's page as it is
      }
      const number = asked + 1;
      ask(request(state), (answer) => {
        if (number === asked || answer.query === state.q) show(answer);
      });
      preparing(status);
    }

    function show(answer) {
      const empty = !answer.query.trim();
      [list, others, near, first].forEach((part) => (part.textContent = ""));
      lead(answer);
      status.textContent = empty ? "" : count(answer);
      const found = answer.sure && !answer.verdict;
      if (examples) examples.hidden = !empty && (answer.sure || answer.names.length > 0);
      policies.hidden = !empty && (found || answer.names.length > 0);
      list.hidden = !answer.hits.length;
      list.append(...answer.hits.map(hitItem));
      others.append(...answer.others.map((other) => named("search-word", other)));
      others.hidden = !answer.others.length;
      near.hidden = !answer.suggestions.length;
      if (answer.suggestions.length) {
        near.append("您是不是要找：");
        words(near, answer.suggestions);
      }
      filter(answer, empty);
    }

    /** What comes before the hits: that nothing is said of it; what is called so; the fact itself. */
    function lead(answer) {
      if (answer.verdict) {
        const said = element("p", "search-verdict", verdict(answer));
        said.setAttribute("data-verdict", answer.verdict);
        first.append(said);
      }
      const names = answer.names.map((name) => named("search-word", name));
      if (names.length) first.append(element("p", "search-names", ...names));
      answer.facts.forEach((found) => {
        const line = fact(found, link("search-fact__cite", found.href, found.cite));
        first.append(element("div", "search-first__fact", line, element("p", "search-fact__words", quoted(found)), law(found)));
      });
    }

    function law(found) {
      return found.law && element("p", "search-hit__facts", "编者注：" + found.law);
    }

    function hitItem(hit) {
      const cite = link("search-hit__cite", hit.href, hit.cite);
      const head = element("p", "search-hit__head", cite, element("span", "search-hit__policy", hit.policy));
      const said = facts(hit, 6);
      const more = said && element("p", "search-hit__facts", said);
      return element("li", "search-hit", head, element("p", "search-hit__text", ...marked(hit.pieces)), more, law(hit));
    }

    function filter(answer, empty) {
      const chosen = FILTERS.some((name) => state[name]);
      filters.hidden = empty || (!chosen && (!answer.sure || Boolean(answer.verdict)));
      FILTERS.forEach((name) => {
        const select = filters.querySelector('select[name="' + name + '"]');
        const facet = answer.facets[name];
        const any = select.options[0];
        any.textContent = any.getAttribute("data-words") + "（" + facet.all + "）";
        while (select.options.length > 1) select.remove(1);
        facet.values.forEach((value) => select.add(new Option(value[1] + "（" + value[2] + "）", value[0])));
        select.value = state[name] || "";
        if (select.selectedIndex < 0) select.selectedIndex = 0;
        select.classList.toggle("is-chosen", Boolean(state[name]));
        select.hidden = !facet.values.length; // nothing to choose from
      });
      filters.querySelector("button").hidden = !chosen;
      if (chosen && !answer.total && answer.sure) status.textContent = "这样筛选以后一条也没有。";
    }

    filters.addEventListener("change", (event) => {
      state[event.target.name] = event.target.value;
      go(true);
    });
    filters.querySelector("button").addEventListener("click", () => {
      FILTERS.forEach((name) => {
        state[name] = "";
      });
      go(true);
      input.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      state.q = input.value.trim();
      go(true);
    });
    const write = listen(input, (text) => {
      state.q = text;
      go(false);
    });
    arrows(input, box, ".search-hit__cite");
    window.addEventListener("popstate", () => {
      state = wanted();
      write(state.q);
      go(false);
    });
    write(state.q);
    if (state.q) go(false);
    else input.addEventListener("focus", start); // nothing to show: what answers comes when somebody is about to ask
    if (!state.q && window.matchMedia("(hover: hover)").matches) input.focus();
    return () => {
      input.focus();
      input.select();
    };
  }

  /* ---------- beginning ---------- */

  function begun() {
    const box = document.querySelector(".search-box");
    const results = document.querySelector(".search-results");
    if (!box && !results) return;
    base = (results || box).getAttribute("data-base");
    if (base && base.charAt(base.length - 1) !== "/") base += "/";
    let open = box ? header(box) : null;
    if (results) open = searchPage(results);
    window.zhidu = window.zhidu || {};
    window.zhidu.ask = ask;
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || composing(event)) return;
      if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      event.preventDefault();
      open();
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begun);
  else begun();
})();
