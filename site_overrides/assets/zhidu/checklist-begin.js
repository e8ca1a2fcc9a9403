/* The form's scripts and data weigh more than a phone should fetch to look at a list. They come when somebody begins:
   with the first touch or key, at once where a draft waits on this device or the address names a step. Until then only
   the list is there, so nothing can be typed and lost; what is pressed meanwhile is done, in order, as soon as it can be.
   The form starts when its scripts are here, the whole page is, and no finger is down: a page that is laid out anew
   between touch and release takes the button away from under the finger, and the press would be lost. Nor may it take
   what has the focus out of the sight of who goes by keys.
   In the language of Chrome 78. */
(() => {
  "use strict";

  const SIGNS = ["pointerdown", "touchstart", "mousedown", "keydown", "focusin", "change", "click", "hashchange"];
  const RELEASES = ["click", "pointerup", "pointercancel", "touchend", "touchcancel", "mouseup", "keyup", "blur"];
  const CLICK_FOLLOWS = 400; // ms
  const LONGEST_PRESS = 3000; // ms; a release that never comes must not keep the form from starting
  const DRAFT = "zhidu.checklist.current"; // as checklist.js keeps it
  const { how, scripts } = document.currentScript.dataset;
  const paths = scripts.split(" ");
  let begun = false;
  let loaded = false;
  let down = 0; // when a finger went down; 0 when none is
  let turned = false; // to another step
  const pressed = []; // what was pressed or chosen

  const root = () => document.getElementById("zc");

  function drafted() {
    try {
      return localStorage.getItem(DRAFT) !== null;
    } catch (error) {
      return false; // nothing is kept here
    }
  }

  function within(target) {
    return target && target.nodeType === 1 && root() && root().contains(target);
  }

  function note(event) {
    if (event.type === "hashchange") turned = true;
    else if (event.type === "change" && event.target.id === "zc-file") pressed.push(event);
    else if (event.type === "click" && within(event.target) && event.target.closest("button")) pressed.push(event);
    if (/down$|^touchstart$/.test(event.type)) down = Date.now();
    if (!begun && (event.type === "hashchange" || within(event.target))) begin();
    if (turned || pressed.length) say("zc-waiting", true);
  }

  /* on a touch screen the click comes a moment after the finger has left, and some touches never give one */
  function released(event) {
    if (event.type === "blur" && event.target !== window) return;
    setTimeout(up, event.type === "click" ? 0 : CLICK_FOLLOWS);
  }

  function up() {
    down = 0;
    start();
  }

  /* what the page has not brought yet needs no word */
  function say(id, on) {
    const node = document.getElementById(id);
    if (node) node.hidden = !on;
  }

  function fetched(src, onload, onerror) {
    document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
  }

  const made = (tag, given) => Object.assign(document.createElement(tag), given);

  /* What a clause says and how to look stands in a script of its own, a third of the page: it comes when somebody asks. */
  function unfold(event) {
    const fold = event.target;
    const id = fold.dataset.how;
    if (!id || !fold.open) return;
    const told = window.zhiduHow;
    if (!told) {
      fetched(how, () => unfold(event), () => say("zc-failed", true));
      return;
    }
    delete fold.dataset.how; // once
    const list = made("ul", { className: "zc-how" });
    told[id].points.forEach((lines) => {
      const item = list.appendChild(document.createElement("li"));
      lines.forEach((line, number) => item.append(...(number ? [document.createElement("br"), line] : [line])));
    });
    fold.querySelector("summary").after(made("p", { className: "verbatim", textContent: told[id].text }), list);
  }

  function begin() {
    begun = true;
    load(0);
  }

  function load(number) {
    if (number === paths.length) {
      loaded = true;
      start();
      return;
    }
    const onload = () => load(number + 1);
    const onerror = () => {
      say("zc-waiting", false);
      say("zc-failed", true);
    };
    fetched(paths[number], onload, onerror);
  }

  function inSight(node) {
    const box = node.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight;
  }

  function start() {
    if (!loaded || document.readyState === "loading") return;
    if (down && Date.now() - down < LONGEST_PRESS) {
      setTimeout(start, LONGEST_PRESS);
      return;
    }
    loaded = false; // once
    SIGNS.forEach((kind) => window.removeEventListener(kind, note, true));
    RELEASES.forEach((kind) => window.removeEventListener(kind, released, true));
    const focused = within(document.activeElement) && inSight(document.activeElement) && document.activeElement;
    say("zc-waiting", false);
    root().classList.remove("is-waiting");
    window.zhiduChecklist.start();
    if (focused) focused.scrollIntoView({ block: "nearest" });
    if (turned) window.dispatchEvent(new Event("hashchange"));
    pressed.forEach((event) => {
      if (event.type === "click") event.target.click();
      else event.target.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  root().classList.add("is-waiting");
  if (/MicroMessenger/i.test(navigator.userAgent)) root().classList.add("is-wechat");
  SIGNS.forEach((kind) => window.addEventListener(kind, note, true));
  RELEASES.forEach((kind) => window.addEventListener(kind, released, true));
  root().addEventListener("toggle", unfold, true);
  document.addEventListener("DOMContentLoaded", start);
  if (location.hash.length > 1 || drafted()) begin();
})();
