/* How this reader wants the pages shown, known before the first line is drawn so that nothing jumps.
   Loaded in the head; the switches themselves are wired in zhidu.js. */
(() => {
  "use strict";

  const KEY = "zhidu.display";
  const SCHEME = "zhidu.scheme";
  const root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");

  /* A browser that refuses to remember (private window, filtered machine) still switches. */
  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  function remember(key, value) {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch (error) {
      // told above
    }
  }

  function show(elder) {
    root.classList.toggle("elder", elder);
    remember(KEY, elder && "elder");
  }

  /* light or dark as chosen here, else as the system has it; the body is there, and nothing is drawn yet */
  function paint(chosen) {
    if (chosen) remember(SCHEME, chosen);
    const own = matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
    document.body.dataset.mdColorScheme = chosen || remembered(SCHEME) || own;
  }

  if (remembered(KEY) === "elder") root.classList.add("elder");

  /* A list of which the address asks a part is not drawn whole first, unless that part is long in coming. */
  if (location.search) {
    root.classList.add("asked");
    setTimeout(() => root.classList.remove("asked"), 3000);
  }
  window.zhiduDisplay = { show, paint };
})();
