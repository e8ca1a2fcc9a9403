/* The filter of the review: one policy at a time. Without this file the page lists everything. */
(() => {
  "use strict";

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  function start() {
    const box = document.querySelector(".review-filter");
    if (!box) return;
    const choice = box.querySelector("select");
    const said = box.querySelector(".review-shown");

    function show() {
      let total = 0;
      each(".review-list", (list) => {
        let found = 0;
        Array.from(list.children).forEach((entry) => {
          const fits = !choice.value || entry.dataset.policies.split(" ").includes(choice.value);
          entry.hidden = !fits;
          if (fits) found += 1;
        });
        total += found;
        const group = list.dataset.group;
        const empty = found === 0;
        list.hidden = empty;
        document.getElementById(group).hidden = empty;
        each(`[data-group="${group}"]:not(ol)`, (line) => {
          line.hidden = empty || (line.className === "review-more" && choice.value !== "");
        });
        const count = document.querySelector(`.review-ask[data-group="${group}"] .review-total`);
        if (!count.dataset.all) count.dataset.all = count.textContent;
        count.textContent = choice.value ? `共 ${found} 处` : count.dataset.all;
      });
      said.textContent = choice.value ? `列出 ${total} 处` : "";
      const address = location.pathname + (choice.value ? "?policy=" + choice.value : "") + location.hash;
      if (history.replaceState && location.protocol !== "file:") history.replaceState(null, "", address);
    }

    const asked = /[?&]policy=([a-z0-9-]{1,60})(?:&|$)/.exec(location.search);
    if (asked) choice.value = asked[1];
    if (choice.selectedIndex < 0) choice.value = "";
    box.hidden = false;
    choice.addEventListener("change", show);
    if (choice.value) show();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
