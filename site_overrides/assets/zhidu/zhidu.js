/* Small comforts over finished pages. Everything readable stays readable without this file.
   Plain syntax for old browsers; no request to anywhere but our own folder. */
(function () {
  "use strict";

  function each(selector, root, act) {
    Array.prototype.forEach.call((root || document).querySelectorAll(selector), act);
  }

  function toast(text) {
    var old = document.querySelector(".toast");
    if (old) old.parentNode.removeChild(old);
    var box = document.createElement("div");
    box.className = "toast";
    box.setAttribute("role", "status");
    box.textContent = text;
    document.body.appendChild(box);
    setTimeout(function () {
      if (box.parentNode) box.parentNode.removeChild(box);
    }, 2500);
  }

  /* the way to copy that is as old as the browsers; whether it did */
  function copied(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "copied";
    document.body.appendChild(area);
    area.select();
    area.setSelectionRange(0, text.length);
    var done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    document.body.removeChild(area);
    return done;
  }

  /* where no script may copy: the words stay, to be selected */
  function byHand(text, button) {
    var old = document.querySelector(".by-hand");
    if (old) old.parentNode.removeChild(old);
    var box = document.createElement("p");
    box.className = "by-hand";
    box.setAttribute("role", "status");
    var words = document.createElement("span");
    words.textContent = text;
    box.appendChild(document.createTextNode("请长按（或选中）下面的字，复制："));
    box.appendChild(words);
    button.parentNode.insertBefore(box, button.parentNode.firstChild);
  }

  /* 复制出处：附件8第十一条 and the address of the clause */
  function copy(text, button) {
    function old() {
      if (copied(text)) toast("已复制：" + text);
      else byHand(text, button);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () {
        toast("已复制：" + text);
      }, old);
    } else {
      old();
    }
  }

  function citations() {
    each(".copy[data-copy]", document, function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var address = location.href.split("#")[0].split("?")[0] + "#" + button.getAttribute("data-anchor");
        var shown = location.protocol === "file:" ? "" : " " + address;
        copy("「" + button.getAttribute("data-copy") + "」" + shown, button);
      });
    });
  }

  /* 看原文 / 看改正后的字; 打印 */
  function switches() {
    each("[data-switch]", document, function (button) {
      button.hidden = false;
      var kind = button.getAttribute("data-switch");
      button.addEventListener("click", function () {
        if (kind === "print") {
          window.print();
          return;
        }
        var on = document.documentElement.classList.toggle("show-original");
        button.setAttribute("aria-pressed", on ? "true" : "false");
        toast(on ? "现在显示原文，错字照旧" : "现在显示改正后的字");
      });
    });
  }

  /* a fact lights the words it rests on: under the pointer, under the keys' focus, and until the next press when
     it leads nowhere and is therefore a button */
  function facts() {
    each(".chip[data-fact]", document, function (chip) {
      var clause = chip.closest(".clause");
      var number = chip.getAttribute("data-fact");
      var words = chip.querySelector(".chip__words");
      function light(on) {
        each(".fact", clause, function (part) {
          if (part.getAttribute("data-facts").split(" ").indexOf(number) >= 0) {
            part.classList.toggle("is-lit", on);
          }
        });
      }
      function pressed() {
        return chip.querySelector('[aria-pressed="true"]') !== null;
      }
      function leave() {
        light(pressed());
      }
      chip.addEventListener("mouseenter", light.bind(null, true));
      chip.addEventListener("mouseleave", leave);
      chip.addEventListener("focusin", light.bind(null, true));
      chip.addEventListener("focusout", leave);
      if (!words) return;
      var button = document.createElement("button");
      button.type = "button";
      button.className = words.className;
      button.textContent = words.textContent;
      button.title = "看所据的原字";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", function () {
        button.setAttribute("aria-pressed", pressed() ? "false" : "true");
        light(pressed());
      });
      words.parentNode.replaceChild(button, words);
    });
  }

  /* 深色 and 长者模式 */
  function pressedAs(button, on) {
    button.setAttribute("aria-pressed", on ? "true" : "false");
  }

  function display() {
    var dark = document.querySelector('[data-display="dark"]');
    var elder = document.querySelector('[data-display="elder"]');
    var root = document.documentElement;
    if (!dark || !elder) return;
    function isDark() {
      return document.body.getAttribute("data-md-color-scheme") === "slate";
    }
    function tell() {
      pressedAs(dark, isDark());
      pressedAs(elder, root.classList.contains("elder"));
    }
    dark.addEventListener("click", function () {
      var wanted = isDark() ? "default" : "slate";
      var choice = document.querySelector('.md-option[data-md-color-scheme="' + wanted + '"]');
      if (choice) choice.click();
    });
    elder.addEventListener("click", function () {
      window.zhiduDisplay.show(!root.classList.contains("elder"));
      tell();
      toast(root.classList.contains("elder") ? "已换成长者模式：大字、大按钮" : "已换回标准样式");
    });
    new MutationObserver(tell).observe(document.body, {
      attributes: true,
      attributeFilter: ["data-md-color-scheme"],
    });
    tell();
  }

  /* the menu of a small screen: a button, Escape and leaving it close it */
  function menu() {
    var button = document.querySelector(".menu-button");
    var list = document.getElementById("menu");
    var state = document.getElementById("__drawer");
    if (!button || !list || !state) return;
    function open(on) {
      if (state.checked === on) return;
      state.checked = on;
      state.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function inDrawer() {
      return getComputedStyle(button).display !== "none";
    }
    state.addEventListener("change", function () {
      button.setAttribute("aria-expanded", state.checked ? "true" : "false");
    });
    button.addEventListener("click", function () {
      open(!state.checked);
      var first = list.querySelector('[aria-current="page"]') || list.querySelector("a");
      if (state.checked && first) first.focus();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !state.checked) return;
      open(false);
      if (inDrawer()) button.focus();
    });
    document.addEventListener("focusin", function (event) {
      if (state.checked && !list.contains(event.target) && event.target !== button) open(false);
    });
  }

  /* several hats: /roles/network-administrator/?with=recording-room-manager */
  function wanted() {
    var found = [];
    location.search
      .slice(1)
      .split("&")
      .forEach(function (pair) {
        var parts = pair.split("=");
        if (parts[0] !== "with") return;
        (parts[1] || "")
          .split(/,|%2C/i)
          .forEach(function (name) {
            if (/^[a-z0-9-]{1,60}$/.test(name) && found.indexOf(name) < 0) found.push(name);
          });
      });
    return found;
  }

  function sectionFor(id, names) {
    var list = document.querySelector('.duties[data-section="' + id + '"]');
    if (list) return list;
    var heading = document.createElement("h2");
    heading.id = id;
    heading.className = "role-section";
    list = document.createElement("ul");
    list.className = "duties";
    list.setAttribute("role", "list");
    list.setAttribute("data-section", id);
    var place = null;
    var after = false;
    names.forEach(function (pair) {
      if (pair[0] === id) {
        heading.textContent = pair[1];
        after = true;
      } else if (after && !place) {
        place = document.getElementById(pair[0]);
      }
    });
    var parent = document.querySelector(".role-sections").parentNode;
    inContents(id, heading.textContent, place);
    parent.insertBefore(heading, place);
    parent.insertBefore(list, place);
    return list;
  }

  /* the contents name the new section, too */
  function inContents(id, text, place) {
    each(".md-nav--secondary > .md-nav__list, .groups > ul", document, function (list) {
      var like = list.firstElementChild;
      var item = document.createElement("li");
      var link = document.createElement("a");
      if (like) {
        item.className = like.className;
        link.className = like.querySelector("a").className;
      }
      link.href = "#" + id;
      link.textContent = text;
      item.appendChild(link);
      var next = place && list.querySelector('a[href="#' + place.id + '"]');
      list.insertBefore(item, next ? next.parentNode : null);
    });
  }

  var merged = [];
  var own = null; // the duties of all merged roles, as "duty=policy"

  /* what a line of a list says to its role, in its capacity */
  function said(item) {
    var what = item.querySelector(".duty__what").textContent;
    var capacity = item.querySelector(".tag--capacity");
    return what + (capacity ? capacity.textContent : "");
  }

  function distinct(words) {
    return words.filter(function (word, at) {
      return word && words.indexOf(word) === at;
    });
  }

  /* 65 项，出自 4 项制度的 20 条: counted as each page counts its own */
  function ownFacts() {
    var duties = distinct(own);
    var clauses = duties.map(function (pair) {
      return pair.split("=")[0].replace(/-[^-]*$/, "");
    });
    var policies = duties.map(function (pair) {
      return pair.split("=")[1];
    });
    return duties.length + "\u00a0项，出自 " + distinct(policies).length + "\u00a0项制度的 " + distinct(clauses).length + "\u00a0条";
  }

  function merge(role) {
    var holder = document.querySelector(".role-sections");
    var head = document.querySelector(".role-head");
    if (!holder || !head || merged.indexOf(role.id) >= 0) return;
    merged.push(role.id);
    own = own || head.getAttribute("data-own").split(" ");
    var names = holder
      .getAttribute("data-sections")
      .split(";")
      .map(function (pair) {
        return [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      });
    each(".duties[data-section] > li:not([data-hat])", document, function (item) {
      item.setAttribute("data-hat", head.getAttribute("data-name"));
    });
    names.forEach(function (pair) {
      if (!role.lists[pair[0]]) return;
      var list = sectionFor(pair[0], names);
      var box = document.createElement("ul");
      box.innerHTML = role.lists[pair[0]];
      Array.prototype.slice.call(box.children).forEach(function (item) {
        var twins = list.querySelectorAll('[data-duty="' + item.getAttribute("data-duty") + '"]');
        var same = Array.prototype.filter.call(twins, function (twin) {
          return said(twin) === said(item);
        })[0];
        if (same) {
          same.setAttribute("data-hat", same.getAttribute("data-hat") + "、" + role.name);
        } else {
          item.setAttribute("data-hat", role.name);
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
    each("h2.role-section", document, function (heading) {
      var list = document.querySelector('.duties[data-section="' + heading.id + '"]');
      var count = heading.querySelector(".count");
      if (!count) {
        count = document.createElement("span");
        count.className = "count";
        heading.appendChild(document.createTextNode(" "));
        heading.appendChild(count);
      }
      count.textContent = list.children.length + "\u00a0项";
      each('.md-nav--secondary a[href="#' + heading.id + '"], .groups a[href="#' + heading.id + '"]', document, function (link) {
        link.textContent = heading.textContent.trim();
      });
    });
  }

  function showHats(head) {
    each(".duties[data-section] > li[data-hat]", document, function (item) {
      var tag = item.querySelector(".tag--hat");
      if (item.getAttribute("data-hat") === head.getAttribute("data-name")) return; // whose page it is goes without saying
      if (!tag) {
        tag = document.createElement("span");
        tag.className = "tag tag--hat";
        item.querySelector(".duty__line").appendChild(tag);
      }
      tag.textContent = item.getAttribute("data-hat");
    });
    var title = document.querySelector("h1");
    var all = [head.getAttribute("data-name")];
    each('.hats input[name="with"]', document, function (box) {
      if (merged.indexOf(box.value) >= 0) {
        box.checked = true;
        all.push(box.parentNode.textContent.trim());
      }
    });
    var site = document.title.slice(document.title.lastIndexOf(" - "));
    title.textContent = all.join("、") + "的职责";
    document.title = title.textContent + site;
    var facts = document.querySelector(".role-facts");
    if (facts) {
      facts.hidden = false;
      facts.textContent = "已合并 " + all.length + " 个岗位：" + ownFacts() + "。同一项要求只列一次。";
    }
  }

  window.zhidu = { role: merge, copied: copied };

  function hats() {
    var box = document.querySelector(".hats");
    if (!box) return;
    box.hidden = false;
    var own = document.querySelector(".role-head").getAttribute("data-role");
    var names = wanted().filter(function (name) {
      return name !== own;
    });
    var left = names.length;
    /* the page is drawn once all are there, or have not come: see display.js */
    function come() {
      left -= 1;
      if (left < 1) document.documentElement.classList.remove("asked");
    }
    if (!left) come();
    names.forEach(function (name) {
      var script = document.createElement("script");
      script.src = "../" + name + "/duties.js";
      script.onload = come;
      script.onerror = function () {
        come();
        toast("没有“" + name + "”这个岗位，已略过");
      };
      document.head.appendChild(script);
    });
  }

  /* a wide table of a hand-written page scrolls in a box of its own, by keys too */
  function tables() {
    each(".md-typeset__scrollwrap", document, function (box) {
      box.setAttribute("tabindex", "0");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "表格");
    });
  }

  function start() {
    tables();
    display();
    menu();
    citations();
    switches();
    facts();
    hats();
    // a list to tick is printed with narrow margins; older engines know one kind of paper
    if (document.querySelector(".role-head")) document.documentElement.classList.add("is-list");
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
