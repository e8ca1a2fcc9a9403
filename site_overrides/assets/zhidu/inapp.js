/* Inside WeChat and QQ neither printing nor downloading works, and nothing says so. There, a button or a link that
   needs it copies the address instead and says where to go with it. What needs it: data-needs="print", "calendar" or "download",
   a link with `download`, a link to a file of a kind that browsers save. Plain syntax for old browsers. */
(function () {
  "use strict";

  var APPS = [
    [/MicroMessenger\//, "微信"], // wxwork, too
    [/ QQ\/[0-9]/, "QQ"], // QQ's own browser, MQQBrowser, can do both
  ];
  var FILES = /\.(?:zip|json|csv|pdf|docx?|xlsx?|ics|xml)$/i;
  var WHAT = { print: "打印", calendar: "加到日历", download: "下载" };

  function app() {
    for (var i = 0; i < APPS.length; i++) if (APPS[i][0].test(navigator.userAgent)) return APPS[i][1];
    return "";
  }

  var name = app();
  if (!name) return;
  document.documentElement.classList.add("is-inapp");

  function needs(element) {
    var said = element.getAttribute("data-needs");
    if (said) return said;
    if (element.tagName !== "A" || !element.href) return "";
    return element.hasAttribute("download") || FILES.test(element.pathname) ? "download" : "";
  }

  function explain(element, what) {
    var address = what === "download" && element.href ? element.href : location.href;
    var done = window.zhidu.copied(address);
    var old = document.querySelector(".inapp-hint");
    if (old) old.parentNode.removeChild(old);
    var box = document.createElement("div");
    box.className = "inapp-hint";
    box.setAttribute("role", "status");
    var words = document.createElement("p");
    words.textContent =
      name + "里不能" + WHAT[what] + "。" + (done ? "网址已经复制。" : "请长按下面的网址，把它复制下来。") +
      "点右上角的“…”，选“在浏览器打开”；或者自己打开浏览器，粘贴网址。";
    var shown = document.createElement("p");
    shown.className = "inapp-hint__address";
    shown.textContent = address;
    box.appendChild(words);
    box.appendChild(shown);
    var place = element.closest("p, li, td, .doc-tools, .role-tools") || element;
    place.parentNode.insertBefore(box, place.nextSibling);
    if (box.scrollIntoView) box.scrollIntoView({ block: "nearest" });
  }

  /* before anybody else hears of the click */
  document.addEventListener(
    "click",
    function (event) {
      var element = event.target && event.target.closest && event.target.closest("a, button");
      var what = element && needs(element);
      if (!what || !WHAT[what]) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      explain(element, what);
    },
    true
  );

  /* what it does is what it says */
  function rename() {
    var all = document.querySelectorAll("button[data-needs]");
    Array.prototype.forEach.call(all, function (button) {
      var what = WHAT[button.getAttribute("data-needs")];
      if (what) button.textContent = "复制网址，到浏览器里" + what;
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", rename);
  else rename();
})();
