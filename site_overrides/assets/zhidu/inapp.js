/* Inside WeChat and QQ neither printing nor downloading works, and nothing says so. There, a button or a link that
   needs it copies the address instead and says where to go with it. What needs it: data-needs="print", "calendar" or "download",
   a link with `download`, a link to a file of a kind that browsers save. */
(() => {
  "use strict";

  const APPS = [
    [/MicroMessenger\//, "微信"], // wxwork, too
    [/ QQ\/[0-9]/, "QQ"], // QQ's own browser, MQQBrowser, can do both
  ];
  const FILES = /\.(?:zip|json|csv|pdf|docx?|xlsx?|ics|xml)$/i;
  const WHAT = { print: "打印", calendar: "加到日历", download: "下载" };

  const app = APPS.find(([sign]) => sign.test(navigator.userAgent));
  if (!app) return;
  document.documentElement.classList.add("is-inapp");

  function needs(element) {
    if (element.dataset.needs) return element.dataset.needs;
    if (element.tagName !== "A" || !element.href) return "";
    return element.hasAttribute("download") || FILES.test(element.pathname) ? "download" : "";
  }

  function explain(element, what) {
    const address = what === "download" && element.href ? element.href : location.href;
    const done = window.zhidu.copied(address);
    const old = document.querySelector(".inapp-hint");
    if (old) old.remove();
    const line = (given) => Object.assign(document.createElement("p"), given);
    const box = document.createElement("div");
    box.className = "inapp-hint";
    box.setAttribute("role", "status");
    box.append(
      line({
        textContent:
          `${app[1]}里不能${WHAT[what]}。${done ? "网址已经复制。" : "请长按下面的网址，把它复制下来。"}` +
          "点右上角的“…”，选“在浏览器打开”；或者自己打开浏览器，粘贴网址。",
      }),
      line({ className: "inapp-hint__address", textContent: address })
    );
    (element.closest("p, li, td, .doc-tools, .role-tools") || element).after(box);
    box.scrollIntoView({ block: "nearest" });
  }

  /* before anybody else hears of the click */
  document.addEventListener(
    "click",
    (event) => {
      const element = event.target && event.target.closest && event.target.closest("a, button");
      const what = element && needs(element);
      if (!what || !WHAT[what]) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      explain(element, what);
    },
    true
  );

  /* what it does is what it says */
  function rename() {
    document.querySelectorAll("button[data-needs]").forEach((button) => {
      const what = WHAT[button.dataset.needs];
      if (!what) return;
      button.removeAttribute("aria-label");
      button.textContent = "复制网址，到浏览器里" + what;
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", rename);
  else rename();
})();
