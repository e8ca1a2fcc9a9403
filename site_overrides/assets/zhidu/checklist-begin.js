/* The form's scripts and data weigh more than a phone should fetch to look at a list. They come when somebody begins:
   with the first touch or key, at once where a draft waits on this device or the address names a step. Until then only
   the list is there, so nothing can be typed and lost; a link or button pressed meanwhile acts as soon as they are there.
   Plain syntax for old browsers. */
(function () {
  "use strict";

  var SIGNS = ["pointerdown", "touchstart", "mousedown", "keydown", "focusin", "change", "click", "hashchange"];
  var DRAFT = "zhidu.checklist.current"; // as checklist.js keeps it
  var root = document.getElementById("zc");
  var paths = document.currentScript.getAttribute("data-scripts").split(" ");
  var begun = false;
  var turned = false; // to another step
  var last = null; // what was pressed or chosen last

  function drafted() {
    try {
      return localStorage.getItem(DRAFT) !== null;
    } catch (error) {
      return false; // nothing is kept here
    }
  }

  function note(event) {
    if (event.type === "hashchange") turned = true;
    else if (event.type === "change" && event.target.id === "zc-file") last = event;
    else if (event.type === "click" && event.target.closest && event.target.closest("#zc button")) last = event;
    if (!begun && (event.type === "hashchange" || root.contains(event.target))) begin();
    if (turned || last) say("zc-waiting");
  }

  function say(id) {
    document.getElementById(id).hidden = false;
  }

  function begin() {
    begun = true;
    load(0);
  }

  function load(number) {
    if (number === paths.length) {
      live();
      return;
    }
    var script = document.createElement("script");
    script.src = paths[number];
    script.onload = function () {
      load(number + 1);
    };
    script.onerror = function () {
      document.getElementById("zc-waiting").hidden = true;
      say("zc-failed");
    };
    document.head.appendChild(script);
  }

  function live() {
    SIGNS.forEach(function (kind) {
      window.removeEventListener(kind, note, true);
    });
    document.getElementById("zc-waiting").hidden = true;
    root.classList.remove("is-waiting");
    if (turned) window.dispatchEvent(new Event("hashchange"));
    if (!last) return;
    if (last.type === "click") last.target.click();
    else last.target.dispatchEvent(new Event("change", { bubbles: true }));
  }

  root.classList.add("is-waiting");
  if (/MicroMessenger/i.test(navigator.userAgent)) root.classList.add("is-wechat");
  SIGNS.forEach(function (kind) {
    window.addEventListener(kind, note, true);
  });
  if (location.hash.length > 1 || drafted()) begin();
})();
