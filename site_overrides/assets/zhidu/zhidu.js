/* Small comforts over finished pages. Everything readable stays readable without this file.
   In the language of Chrome 78; no request to anywhere but our own folder. */
(() => {
  "use strict";

  const each = (selector, root, act) => root.querySelectorAll(selector).forEach(act);

  /** A new element with its properties. */
  const made = (name, given) => Object.assign(document.createElement(name), given);

  /** Take the element before away, if there is one: of its kind there is one at a time. */
  function dropped(selector) {
    const old = document.querySelector(selector);
    if (old) old.remove();
  }

  function status(name, kind) {
    dropped("." + kind);
    const box = made(name, { className: kind });
    box.setAttribute("role", "status");
    return box;
  }

  const pressedAs = (button, on) => button.setAttribute("aria-pressed", String(on));

  function toast(text) {
    const box = status("div", "toast");
    box.textContent = text;
    document.body.append(box);
    setTimeout(() => box.remove(), 2500);
  }

  /* the way to copy that is as old as the browsers; whether it did */
  function copied(text) {
    const area = made("textarea", { value: text, readOnly: true, className: "copied" });
    document.body.append(area);
    area.select();
    area.setSelectionRange(0, text.length);
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      // as if it had said no
    }
    area.remove();
    return done;
  }

  /* where no script may copy: the words stay, to be selected */
  function byHand(text, button) {
    const box = status("p", "by-hand");
    box.append("请长按（或选中）下面的字，复制：", made("span", { textContent: text }));
    button.parentNode.prepend(box);
  }

  /* 复制出处：附件8第十一条 and the address of the clause */
  function copy(text, button) {
    const done = () => toast("已复制：" + text);
    const old = () => (copied(text) ? done() : byHand(text, button));
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, old);
    else old();
  }

  function citations() {
    each(".copy[data-copy]", document, (button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const address = location.href.split(/[?#]/)[0] + "#" + button.dataset.anchor;
        copy("「" + button.dataset.copy + "」" + (location.protocol === "file:" ? "" : " " + address), button);
      });
    });
  }

  /* 看原文 / 看改正后的字; 打印 */
  function switches() {
    each("[data-switch]", document, (button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (button.dataset.switch === "print") {
          window.print();
          return;
        }
        const on = document.documentElement.classList.toggle("show-original");
        pressedAs(button, on);
        toast(on ? "现在显示原文，错字照旧" : "现在显示改正后的字");
      });
    });
  }

  /* 打印这一条: at the clause that the address names, with what stands under it */
  function oneClause() {
    dropped(".clause__print");
    const heading = document.getElementById(location.hash.slice(1));
    if (!heading || !heading.matches(".clause-heading")) return;
    const link = heading.nextElementSibling.querySelector(".clause__permalink");
    if (!link) return;
    const button = made("button", { type: "button", className: "copy clause__print", textContent: "打印这一条" });
    button.dataset.needs = "print";
    button.addEventListener("click", () => {
      const inside = (part) => part && !(/^H[1-6]$/.test(part.tagName) && part.tagName <= heading.tagName);
      for (let part = heading.nextElementSibling; inside(part); part = part.nextElementSibling) part.classList.add("is-printed");
      document.documentElement.classList.add("is-one");
      window.print();
    });
    link.after(button);
  }

  function printed() {
    document.documentElement.classList.remove("is-one");
    each(".is-printed", document, (part) => part.classList.remove("is-printed"));
  }

  /* a fact lights the words it rests on: under the pointer, under the keys' focus, and until the next press when
     it leads nowhere and is therefore a button */
  function facts() {
    each(".chip[data-fact]", document, (chip) => {
      const words = chip.querySelector(".chip__words");
      const light = (on) =>
        each(".fact", chip.closest(".clause"), (part) => {
          if (part.dataset.facts.split(" ").includes(chip.dataset.fact)) part.classList.toggle("is-lit", on);
        });
      const pressed = () => chip.querySelector('[aria-pressed="true"]') !== null;
      ["mouseenter", "focusin"].forEach((kind) => chip.addEventListener(kind, () => light(true)));
      ["mouseleave", "focusout"].forEach((kind) => chip.addEventListener(kind, () => light(pressed())));
      if (!words) return;
      const button = made("button", { type: "button", className: words.className, textContent: words.textContent, title: "看所据的原字" });
      pressedAs(button, false);
      button.addEventListener("click", () => {
        pressedAs(button, !pressed());
        light(pressed());
      });
      words.replaceWith(button);
    });
  }

  /* 深色 and 长者模式 */
  function display() {
    const dark = document.querySelector('[data-display="dark"]');
    const elder = document.querySelector('[data-display="elder"]');
    const root = document.documentElement;
    if (!dark || !elder) return;
    const isDark = () => document.body.dataset.mdColorScheme === "slate";
    const isElder = () => root.classList.contains("elder");
    const tell = () => {
      pressedAs(dark, isDark());
      pressedAs(elder, isElder());
    };
    dark.addEventListener("click", () => {
      window.zhiduDisplay.paint(isDark() ? "default" : "slate");
      tell();
    });
    elder.addEventListener("click", () => {
      window.zhiduDisplay.show(!isElder());
      tell();
      toast(isElder() ? "已换成长者模式：大字、大按钮" : "已换回标准样式");
    });
    tell();
  }

  /* the menu of a small screen: a button, Escape and leaving it close it */
  function menu() {
    const button = document.querySelector(".menu-button");
    const list = document.getElementById("menu");
    const state = document.getElementById("__drawer");
    if (!button || !list || !state) return;
    const open = (on) => {
      if (state.checked === on) return;
      state.checked = on;
      tell();
    };
    const tell = () => button.setAttribute("aria-expanded", String(state.checked));
    state.addEventListener("change", tell);
    button.addEventListener("click", () => {
      open(!state.checked);
      const first = list.querySelector('[aria-current="page"]') || list.querySelector("a");
      if (state.checked && first) first.focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !state.checked) return;
      open(false);
      if (getComputedStyle(button).display !== "none") button.focus();
    });
    document.addEventListener("focusin", (event) => {
      if (state.checked && !list.contains(event.target) && event.target !== button) open(false);
    });
  }

  const distinct = (words) => Array.from(new Set(words.filter(Boolean)));

  /* several hats: /roles/network-administrator/?with=recording-room-manager */
  const wanted = () =>
    distinct(new URLSearchParams(location.search).getAll("with").join(",").split(",")).filter((name) => /^[a-z0-9-]{1,60}$/.test(name));

  const listOf = (id) => document.querySelector(`.duties[data-section="${id}"]`);

  function sectionFor(id, names) {
    if (listOf(id)) return listOf(id);
    const at = names.findIndex((pair) => pair[0] === id);
    const heading = made("h2", { id, className: "role-section", textContent: names[at][1] });
    const list = made("ul", { className: "duties" });
    list.setAttribute("role", "list");
    list.dataset.section = id;
    const next = names.slice(at + 1).find((pair) => document.getElementById(pair[0]));
    const place = next ? document.getElementById(next[0]) : null;
    const parent = document.querySelector(".role-sections").parentNode;
    inContents(id, heading.textContent, place);
    parent.insertBefore(heading, place);
    parent.insertBefore(list, place);
    return list;
  }

  /* the contents name the new section, too */
  function inContents(id, text, place) {
    each(".md-nav--secondary > .md-nav__list, .groups > ul", document, (list) => {
      const like = list.firstElementChild;
      const item = made("li", { className: like ? like.className : "" });
      item.append(made("a", { className: like ? like.querySelector("a").className : "", href: "#" + id, textContent: text }));
      const next = place && list.querySelector(`a[href="#${place.id}"]`);
      list.insertBefore(item, next ? next.parentNode : null);
    });
  }

  const merged = [];
  let own = null; // the duties of all merged roles, as "duty=policy"

  /* what a line of a list says to its role, in its capacity */
  function said(item) {
    const capacity = item.querySelector(".tag--capacity");
    return item.querySelector(".duty__what").textContent + (capacity ? capacity.textContent : "");
  }

  /* 65 项，出自 4 项制度的 20 条: counted as each page counts its own */
  function ownFacts() {
    const duties = distinct(own).map((pair) => pair.split("="));
    const clauses = distinct(duties.map(([duty]) => duty.replace(/-[^-]*$/, "")));
    const policies = distinct(duties.map(([, policy]) => policy));
    return `${duties.length}\u00a0项，出自 ${policies.length}\u00a0项制度的 ${clauses.length}\u00a0条`;
  }

  function merge(role) {
    const holder = document.querySelector(".role-sections");
    const head = document.querySelector(".role-head");
    if (!holder || !head || merged.includes(role.id)) return;
    merged.push(role.id);
    own = own || head.dataset.own.split(" ");
    const names = holder.dataset.sections.split(";").map((pair) => pair.split(/=(.*)/));
    each(".duties[data-section] > li:not([data-hat])", document, (item) => {
      item.dataset.hat = head.dataset.name;
    });
    names.forEach(([id]) => {
      if (!role.lists[id]) return;
      const list = sectionFor(id, names);
      Array.from(made("ul", { innerHTML: role.lists[id] }).children).forEach((item) => {
        const twins = Array.from(list.querySelectorAll(`[data-duty="${item.dataset.duty}"]`));
        const same = twins.find((twin) => said(twin) === said(item));
        if (same) {
          same.dataset.hat += "、" + role.name;
        } else {
          item.dataset.hat = role.name;
          /* the same duty in other words, for another capacity, stands beside it */
          list.insertBefore(item, twins.length ? twins[twins.length - 1].nextSibling : null);
        }
      });
    });
    own = own.concat(role.own);
    counts();
    showHats(head);
  }

  /* how many lines a group has, in its heading and in the contents */
  function counts() {
    each("h2.role-section", document, (heading) => {
      let count = heading.querySelector(".count");
      if (!count) {
        count = made("span", { className: "count" });
        heading.append(" ", count);
      }
      count.textContent = listOf(heading.id).children.length + "\u00a0项";
      each(`.md-nav--secondary a[href="#${heading.id}"], .groups a[href="#${heading.id}"]`, document, (link) => {
        link.textContent = heading.textContent.trim();
      });
    });
  }

  /* whose most lines are goes without saying */
  function showHats(head) {
    const lines = Array.from(document.querySelectorAll(".duties[data-section] > li[data-hat]"));
    const times = (hat) => lines.filter((item) => item.dataset.hat === hat).length;
    const usual = lines.map((item) => item.dataset.hat).reduce((most, hat) => (times(hat) > times(most) ? hat : most), "");
    lines.forEach((item) => {
      const tag = item.querySelector(".tag--hat") || made("span", { className: "tag tag--hat" });
      tag.textContent = item.dataset.hat;
      if (item.dataset.hat.split("、").includes(usual)) tag.remove();
      else item.querySelector(".duty__line").append(" ", tag);
    });
    dropped(".role-seldom"); // of one post alone
    const title = document.querySelector("h1");
    const all = [head.dataset.name];
    each('.hats input[name="with"]', document, (box) => {
      if (!merged.includes(box.value)) return;
      box.checked = true;
      all.push(box.parentNode.textContent.trim());
    });
    const site = document.title.slice(document.title.lastIndexOf(" - "));
    title.textContent = all.join("、") + "的职责";
    document.title = title.textContent + site;
    const line = document.querySelector(".role-facts");
    if (line) {
      line.hidden = false;
      line.textContent = `已合并 ${all.length} 个岗位：${ownFacts()}。同一项要求只列一次；没有标岗位的，是${usual}的。`;
    }
  }

  window.zhidu = { role: merge, copied };

  function hats() {
    const box = document.querySelector(".hats");
    if (!box) return;
    box.hidden = false;
    const names = wanted().filter((name) => name !== document.querySelector(".role-head").dataset.role);
    let left = names.length;
    /* the page is drawn once all are there, or have not come: see display.js */
    const come = () => {
      left -= 1;
      if (left < 1) document.documentElement.classList.remove("asked");
    };
    if (!left) come();
    names.forEach((name) => {
      const gone = () => {
        come();
        toast(`没有“${name}”这个岗位，已略过`);
      };
      document.head.append(made("script", { src: `../${name}/duties.js`, onload: come, onerror: gone }));
    });
  }

  /* 加到日历, 本周: what it needs is loaded when somebody asks for it */
  function calendars() {
    each("[data-calendar]", document, (button) => {
      const expanded = (on) => button.setAttribute("aria-expanded", String(on));
      button.hidden = false;
      button.addEventListener("click", () => {
        const place = document.querySelector(".calendar-place");
        const on = button.getAttribute("aria-expanded") !== "true";
        expanded(on);
        place.textContent = "";
        if (!on) return;
        const { base, calendar } = button.dataset;
        const folders = [calendar].concat(merged.map((name) => `roles/${name}/`));
        const ready = () => window.zhiduCalendar.open(place, base, folders);
        if (window.zhiduCalendar) {
          ready();
          return;
        }
        const gone = () => {
          expanded(false);
          toast("没有装完，请连上网再点一次");
        };
        document.head.append(made("script", { src: base + "assets/zhidu/calendar.js", onload: ready, onerror: gone }));
      });
    });
  }

  /* a wide table of a hand-written page scrolls in a box of its own, by keys too; so does what is to be typed */
  function wide() {
    each(".md-typeset table:not([class])", document, (table) => {
      const box = made("div", { className: "md-typeset__scrollwrap", tabIndex: 0 });
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "表格");
      const inner = made("div", { className: "md-typeset__table" });
      table.replaceWith(box);
      box.append(inner);
      inner.append(table);
    });
    const grown = new ResizeObserver((sizes) => {
      sizes.forEach(({ target }) => {
        if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      });
    });
    each(".md-typeset pre > code", document, (code) => grown.observe(code)); // letters grow in 长者模式
  }

  /* while the page is read, its contents mark where, beside it or in a row above, and the header of a phone has its name */
  function contents() {
    const boxes = document.querySelectorAll(".md-sidebar--secondary .md-sidebar__scrollwrap, .groups");
    const first = document.querySelector("h1");
    const title = document.querySelector(".md-header__title");
    let waiting = false;
    const place = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const mark = () => {
      waiting = false;
      if (first) title.classList.toggle("md-header__title--active", first.getBoundingClientRect().bottom < 0);
      const box = Array.from(boxes).find((one) => getComputedStyle(one).display !== "none" && one.getClientRects().length);
      if (!box) return;
      const row = box.matches(".groups");
      const root = document.documentElement;
      const edge = Math.max(parseFloat(getComputedStyle(root).scrollPaddingTop) + 8, row ? box.getBoundingClientRect().bottom + 24 : 0);
      const links = Array.from(box.querySelectorAll("a[href^='#']"));
      const within = (link, end) => place(link) && place(link).getBoundingClientRect().top <= end;
      // what the page is too short to lead up to is read where it stands
      const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
      const asked = atEnd && links.find((link) => link.hash === location.hash && within(link, innerHeight));
      const here = asked || links.filter((link) => within(link, edge)).pop();
      if (here && here.classList.contains("md-nav__link--active")) return;
      links.forEach((link) => link.classList.toggle("md-nav__link--active", link === here));
      if (here && row) box.scrollLeft = here.offsetLeft - (box.clientWidth - here.offsetWidth) / 2;
      else if (here) box.scrollTop = here.offsetTop - box.clientHeight / 2;
    };
    const soon = () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    };
    window.addEventListener("scroll", soon, { passive: true });
    window.addEventListener("resize", soon);
    window.addEventListener("hashchange", soon);
    soon();
  }

  /* what is folded is opened for who is led to it, and for paper */
  function folds() {
    const led = () => {
      const target = document.querySelector(":target");
      const fold = target && target.closest("details:not([open])");
      if (!fold) return;
      fold.open = true;
      target.scrollIntoView();
    };
    let opened = [];
    window.addEventListener("hashchange", led);
    window.addEventListener("beforeprint", () => {
      opened = Array.from(document.querySelectorAll("details:not([open]):not([data-how])"));
      opened.forEach((fold) => (fold.open = true));
    });
    window.addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
    led();
  }

  /* who goes by keys sees where he is: the theme's style sheet asks for a class, and engines before 86 know nothing else */
  function focus() {
    let keys = true;
    const lit = (node) => {
      if (keys && node && node !== document.body) node.classList.add("focus-visible");
    };
    ["mousedown", "pointerdown", "touchstart"].forEach((kind) => document.addEventListener(kind, () => (keys = false), true));
    document.addEventListener(
      "keydown",
      (event) => {
        keys = keys || !(event.ctrlKey || event.altKey || event.metaKey);
        lit(document.activeElement);
      },
      true
    );
    document.addEventListener("focusin", (event) => lit(event.target));
    document.addEventListener("focusout", (event) => event.target.classList.remove("focus-visible"));
  }

  function start() {
    [wide, contents, folds, focus, display, menu, citations, switches, oneClause, facts, hats, calendars].forEach((one) => one());
    window.addEventListener("hashchange", oneClause);
    window.addEventListener("afterprint", printed);
    // what is no document is printed with narrow margins, a list to tick in small letters; older engines know one kind of paper
    if (document.querySelector(".role-head")) document.documentElement.classList.add("is-list");
    else if (!document.querySelector(".doc-head")) document.documentElement.classList.add("is-sheet");
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
