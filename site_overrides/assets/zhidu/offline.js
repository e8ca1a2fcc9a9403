/* Without a network, and without a web server.
   From the web: starts the service worker (../../sw.js), which keeps copies and labels them.
   From a folder: a browser opens files, not folders, so links to a folder get their index.html.
   Syntax of Chrome 78. */
(() => {
  "use strict";

  const QUIET = 3000; // ms that a page has been read before the others are fetched
  const here = document.currentScript && document.currentScript.src;

  /* ---------- from a folder ---------- */

  function toFile(event) {
    const link = event.target && event.target.closest && event.target.closest("a[href]");
    if (!link || link.protocol !== "file:" || link.pathname.slice(-1) !== "/") return;
    link.pathname += "index.html";
  }

  function toFileFrom(event) {
    const form = event.target;
    const wanted = form.getAttribute("action");
    if (!wanted) return;
    const url = new URL(wanted, location.href);
    if (url.protocol === "file:" && url.pathname.slice(-1) === "/") form.setAttribute("action", url.href + "index.html");
  }

  function fromFolder() {
    ["pointerdown", "mousedown", "touchstart", "focusin", "click"].forEach((kind) => {
      document.addEventListener(kind, toFile, { capture: true, passive: true });
    });
    document.addEventListener("submit", toFileFrom, true);
  }

  /* ---------- from the web ---------- */

  function show(text, iso) {
    if (document.querySelector(".copy-notice")) return;
    const line = Object.assign(document.createElement("p"), { className: "copy-notice", textContent: text });
    line.setAttribute("role", "status");
    line.dataset.saved = iso;
    document.body.prepend(line);
  }

  function saving() {
    const line = navigator.connection;
    return Boolean(line && line.saveData);
  }

  /** A browser may leave a newer worker waiting for one that has nothing to do any more, until it is told again. */
  function urge(worker) {
    if (worker.state === "installed") worker.postMessage("take over");
    if (worker.state.slice(0, 7) === "install") setTimeout(urge, QUIET, worker); // or it is installing yet
  }

  /** Copies are asked of the worker in force, and of a newer one that takes over while the page is read. */
  function ask(ours) {
    let asked;
    function now(worker) {
      if (worker === asked) return;
      asked = worker;
      worker.postMessage("fill");
    }
    ours.ready.then((registration) => {
      now(registration.active);
      ours.addEventListener("controllerchange", () => now(ours.controller));
      const newer = registration.waiting || registration.installing;
      if (newer) urge(newer);
    });
  }

  function keepCopies() {
    const ours = navigator.serviceWorker;
    ours.addEventListener("message", (event) => {
      if (event.data && event.data.notice) show(event.data.notice, event.data.saved);
    });
    ours.register(new URL("../../sw.js", here).href, { updateViaCache: "none" }).catch(() => {
      // a browser that keeps nothing shows the pages all the same
    });
    if (saving()) return;
    setTimeout(ask, QUIET, ours);
  }

  if (location.protocol === "file:") {
    fromFolder();
  } else if (here && "serviceWorker" in navigator && document.querySelector("link[rel=manifest]")) {
    // the page first: copies wait until everything that it needs is there
    if (document.readyState === "complete") keepCopies();
    else window.addEventListener("load", keepCopies);
  }
})();
