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

  /* 复制出处：附件8第十一条 and the address of the clause */
  function copyOldWay(text) {
    var area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.appendChild(area);
    area.select();
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

  function copy(text, button) {
    function old() {
      if (copyOldWay(text)) toast("已复制：" + text);
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

  /* pointing at a fact lights the words it rests on */
  function facts() {
    each(".chip[data-fact]", document, function (chip) {
      var clause = chip.closest(".clause");
      var number = chip.getAttribute("data-fact");
      function light(on) {
        each(".fact", clause, function (words) {
          if (words.getAttribute("data-facts").split(" ").indexOf(number) >= 0) {
            words.classList.toggle("is-lit", on);
          }
        });
      }
      chip.addEventListener("mouseenter", light.bind(null, true));
      chip.addEventListener("mouseleave", light.bind(null, false));
      chip.addEventListener("focusin", light.bind(null, true));
      chip.addEventListener("focusout", light.bind(null, false));
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
        decodeURIComponent((parts[1] || "").replace(/\+/g, " "))
          .split(",")
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

  /* the contents beside the page name the new section, too */
  function inContents(id, text, place) {
    var list = document.querySelector(".md-nav--secondary > .md-nav__list");
    if (!list) return;
    var item = document.createElement("li");
    item.className = "md-nav__item";
    var link = document.createElement("a");
    link.className = "md-nav__link";
    link.href = "#" + id;
    link.textContent = text;
    item.appendChild(link);
    var next = place && list.querySelector('a[href="#' + place.id + '"]');
    list.insertBefore(item, next ? next.parentNode : null);
  }

  var merged = [];

  function merge(role) {
    var holder = document.querySelector(".role-sections");
    var head = document.querySelector(".role-head");
    if (!holder || !head || merged.indexOf(role.id) >= 0) return;
    merged.push(role.id);
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
        var twin = list.querySelector('[data-duty="' + item.getAttribute("data-duty") + '"]');
        if (twin) {
          twin.setAttribute("data-hat", twin.getAttribute("data-hat") + "、" + role.name);
        } else {
          item.setAttribute("data-hat", role.name);
          list.appendChild(item);
        }
      });
    });
    showHats(head);
  }

  function showHats(head) {
    each(".duties[data-section] > li[data-hat]", document, function (item) {
      var tag = item.querySelector(".tag--hat");
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
    if (facts) facts.textContent = "已合并 " + all.length + " 个岗位，同一项要求只列一次。";
  }

  window.zhidu = { role: merge };

  function hats() {
    var box = document.querySelector(".hats");
    if (!box) return;
    box.hidden = false;
    var own = document.querySelector(".role-head").getAttribute("data-role");
    wanted().forEach(function (name) {
      if (name === own) return;
      var script = document.createElement("script");
      script.src = "../" + name + "/duties.js";
      script.onerror = function () {
        toast("没有“" + name + "”这个岗位，已略过");
      };
      document.head.appendChild(script);
    });
  }

  function start() {
    citations();
    switches();
    facts();
    hats();
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
