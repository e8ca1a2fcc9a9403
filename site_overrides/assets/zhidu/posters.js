/* The gallery's filters, kept in the address, and its pictures; and on a verify page, which text the poster carries. */
(function () {
  "use strict";

  var form = document.querySelector(".shelf-filter");
  if (form) {
    var items = Array.prototype.slice.call(document.querySelectorAll(".shelf__item"));
    var count = form.querySelector(".shelf-filter__count");

    var has = function (item, name, wanted) {
      return !wanted || (item.getAttribute("data-" + name) || "").split(" ").indexOf(wanted) >= 0;
    };
    var apply = function (keep) {
      items.forEach(function (item) {
        var match = has(item, "rooms", form.room.value) && has(item, "roles", form.role.value);
        item.hidden = !match;
      });
      var said = [];
      Array.prototype.forEach.call(document.querySelectorAll(".shelf"), function (shelf) {
        var shown = shelf.querySelectorAll(".shelf__item:not([hidden])").length;
        shelf.hidden = !shown;
        shelf.nextElementSibling.hidden = shown > 0;
        if (shown) said.push(shown + " 张" + shelf.getAttribute("data-name"));
      });
      var active = form.room.value || form.role.value;
      count.textContent = active ? "选出 " + (said.join("、") || "0 张") : "";
      if (keep && window.history.replaceState) {
        var query = new URLSearchParams();
        if (form.room.value) query.set("room", form.room.value);
        if (form.role.value) query.set("role", form.role.value);
        try {
          window.history.replaceState(null, "", (String(query) ? "?" + query : location.pathname) + location.hash);
        } catch (error) {
          /* a page opened from a folder may not change its address */
        }
      }
    };
    var asked = new URLSearchParams(location.search);
    ["room", "role"].forEach(function (name) {
      var wanted = asked.get(name);
      var known = Array.prototype.some.call(form[name].options, function (option) {
        return option.value === wanted;
      });
      if (known) form[name].value = wanted;
    });
    form.addEventListener("change", function () {
      apply(true);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    form.hidden = false;
    apply(false);
  }

  /* A picture is fetched when it is about to be seen: browsers of their own would fetch the next ten at once. Until then,
     and for ever where there is no script, it stands in a noscript. */
  var waiting = Array.prototype.slice.call(document.querySelectorAll(".shelf__picture noscript"));
  var fetchPicture = function (noscript) {
    noscript.parentNode.innerHTML = noscript.textContent;
  };
  var near =
    "IntersectionObserver" in window &&
    new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          if (!entry.isIntersecting) return;
          near.unobserve(entry.target);
          fetchPicture(entry.target.firstChild);
        });
      },
      { rootMargin: "100px 0px" }
    );
  waiting.forEach(function (noscript) {
    if (near) near.observe(noscript.parentNode);
    else fetchPicture(noscript);
  });
  window.addEventListener("beforeprint", function () {
    waiting.forEach(function (noscript) {
      if (noscript.parentNode) fetchPicture(noscript);
    });
  });

  // what says that a poster is in force does so for a code that is one of this page's, whole
  var none = document.querySelector(".verify__none");
  if (none) {
    var compare = function () {
      var hash = location.hash.slice(1).toLowerCase();
      var whole = /^[0-9a-f]{8}$/.test(hash);
      var known = whole && document.getElementById(hash) !== null;
      none.querySelector(".verify__asked").textContent = whole ? hash : "";
      none.hidden = !whole || known;
      document.querySelector(".verify__cut").hidden = whole || !hash;
      none.parentNode.classList.toggle("verify--unmatched", !known);
    };
    window.addEventListener("hashchange", compare);
    compare();
  }
})();
