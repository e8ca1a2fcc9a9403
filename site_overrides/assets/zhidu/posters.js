/* The gallery's filters, kept in the address, and its pictures; and on a verify page, which text the poster carries. */
(() => {
  "use strict";

  /* the school's name, which the page that prints a poster takes from here */
  const school = document.querySelector("#shelf-school");
  if (school) {
    try {
      school.value = localStorage.getItem("zhidu.school-name") || "";
    } catch (error) {
      school.parentNode.hidden = true; // nothing is kept here
    }
    school.addEventListener("change", () => {
      localStorage.setItem("zhidu.school-name", school.value.trim());
    });
  }

  const form = document.querySelector(".shelf-filter");
  if (form) {
    const items = Array.from(document.querySelectorAll(".shelf__item"));
    const count = form.querySelector(".shelf-filter__count");

    const has = (item, name, wanted) => !wanted || (item.dataset[name] || "").split(" ").includes(wanted);
    const apply = (keep) => {
      items.forEach((item) => {
        item.hidden = !has(item, "rooms", form.room.value) || !has(item, "roles", form.role.value);
      });
      const said = [];
      document.querySelectorAll(".shelf").forEach((shelf) => {
        const shown = shelf.querySelectorAll(".shelf__item:not([hidden])").length;
        shelf.hidden = !shown;
        shelf.nextElementSibling.hidden = shown > 0;
        if (shown) said.push(`${shown} 张${shelf.dataset.name}`);
      });
      const active = form.room.value || form.role.value;
      count.textContent = active ? `选出 ${said.join("、") || "0 张"}` : "";
      if (keep && window.history.replaceState) {
        const query = new URLSearchParams();
        ["room", "role"].filter((name) => form[name].value).forEach((name) => query.set(name, form[name].value));
        try {
          window.history.replaceState(null, "", (String(query) ? "?" + query : location.pathname) + location.hash);
        } catch (error) {
          /* a page opened from a folder may not change its address */
        }
      }
    };
    const asked = new URLSearchParams(location.search);
    ["room", "role"].forEach((name) => {
      const wanted = asked.get(name);
      const known = Array.from(form[name].options).some((option) => option.value === wanted);
      if (known) form[name].value = wanted;
    });
    form.addEventListener("change", () => apply(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    apply(false);
  }

  /* A picture is fetched when it is about to be seen: browsers of their own would fetch the next ten at once. Until then,
     and for ever where there is no script, it stands in a noscript. */
  const waiting = Array.from(document.querySelectorAll(".shelf__picture noscript"));
  const fetchPicture = (noscript) => {
    noscript.parentNode.innerHTML = noscript.textContent;
  };
  const near =
    "IntersectionObserver" in window &&
    new IntersectionObserver(
      (entries) => {
        entries.forEach((entry) => {
          if (!entry.isIntersecting) return;
          near.unobserve(entry.target);
          fetchPicture(entry.target.firstChild);
        });
      },
      { rootMargin: "100px 0px" }
    );
  waiting.forEach((noscript) => (near ? near.observe(noscript.parentNode) : fetchPicture(noscript)));
  window.addEventListener("beforeprint", () => waiting.filter((noscript) => noscript.parentNode).forEach(fetchPicture));

  // what says that a poster is in force does so for a code that is one of this page's, whole
  const none = document.querySelector(".verify__none");
  if (none) {
    const compare = () => {
      const hash = location.hash.slice(1).toLowerCase();
      const whole = /^[0-9a-f]{8}$/.test(hash);
      const known = whole && document.getElementById(hash) !== null;
      none.querySelector(".verify__asked").textContent = whole ? hash : "";
      none.hidden = !whole || known;
      document.querySelector(".verify__cut").hidden = whole || !hash;
      none.parentNode.classList.toggle("verify--unmatched", !known);
    };
    window.addEventListener("hashchange", compare);
    compare();
  }
})();
