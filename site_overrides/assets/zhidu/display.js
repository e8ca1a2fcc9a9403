/* How this reader wants the pages shown, known before the first line is drawn so that nothing jumps.
   Loaded in the head; the switches themselves are wired in zhidu.js. */
(() => {
  "use strict";

  const KEY = "zhidu.display";
  const root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");

  /* A browser that refuses to remember (private window, filtered machine) still switches. */
  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch (error) {
      return null;
    }
  }

  function show(elder) {
    root.classList.toggle("elder", elder);
    try {
      if (elder) localStorage.setItem(KEY, "elder");
      else localStorage.removeItem(KEY);
    } catch (error) {
      return;
    }
  }

  if (remembered() === "elder") root.classList.add("elder");

  /* A list of which the address asks a part is not drawn whole first, unless that part is long in coming. */
  if (location.search) {
    root.classList.add("asked");
    setTimeout(() => root.classList.remove("asked"), 3000);
  }
  window.zhiduDisplay = { show };
})();
