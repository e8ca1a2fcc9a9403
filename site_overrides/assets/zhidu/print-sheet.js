/* The page that prints itself: the school's name, the paper, the look; type as large as one sheet allows.
   What is typed is set as text, never as markup, and goes nowhere. One classic script: it must run from a folder. */
(() => {
  "use strict";

  const sheet = document.querySelector(".sheet");
  const form = document.querySelector(".tools__form");
  const body = sheet.querySelector(".sheet__body");
  const text = sheet.querySelector(".sheet__text");
  const title = sheet.querySelector(".sheet__title");
  const school = sheet.querySelector(".sheet__school");
  const note = document.querySelector(".tools__note");
  const stage = document.querySelector(".stage");
  const MM = 96 / 25.4;

  /* The largest value from low to high, in hundredths, at which fits() still says yes; low where none does. */
  function largest(low, high, set, fits) {
    let good = Math.round(low * 100);
    let bad = Math.round(high * 100) + 1;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      set(middle / 100);
      if (fits()) good = middle;
      else bad = middle;
    }
    set(good / 100);
    return good / 100;
  }

  const unit = () => parseFloat(getComputedStyle(sheet).getPropertyValue("--u")) * MM;

  function inOneLine(element, size, u) {
    largest(1, size, (value) => {
      element.style.fontSize = `${value * u}px`;
    }, () => element.scrollWidth <= element.clientWidth + 1);
  }

  const bodyFits = () => text.scrollHeight <= body.clientHeight && text.scrollWidth <= body.clientWidth + 1;

  function fit() {
    sheet.style.transform = "none";
    sheet.style.marginBottom = "";
    const u = unit();
    school.textContent = form.school.value.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "").trim().slice(0, 40);
    inOneLine(title, 8, u);
    if (school.textContent) inOneLine(school, 3.2, u);
    const size = largest(0.8, 4.4, (value) => {
      text.style.fontSize = `${value * u}px`;
    }, bodyFits);
    largest(1.4, 2, (value) => {
      text.style.lineHeight = String(value);
    }, bodyFits);
    const points = (size * u) / MM / 0.352778;
    const metres = (Math.floor(points * 0.352778 * 1.5) / 10).toFixed(1);
    const how = form.paper.value === "600x900" ? "交给打印店：点“打印”，目标选“另存为 PDF”" : "打印时选“实际大小”";
    note.textContent = `正文约 ${points.toFixed(0)} 磅，建议 ${metres} 米以内看。${how}，打开“背景图形”。`;
    const room = stage.clientWidth - 32;
    const scale = Math.min(1, room / sheet.offsetWidth);
    if (scale < 1) {
      sheet.style.transform = `scale(${scale})`;
      sheet.style.margin = "0";
      sheet.style.marginBottom = `${-(1 - scale) * sheet.offsetHeight}px`;
    } else {
      sheet.style.margin = "0 auto";
    }
  }

  function changed() {
    text.style.lineHeight = "1.4";
    sheet.dataset.paper = form.paper.value;
    sheet.dataset.look = form.look.value;
    fit();
  }

  /* the name that was given in the gallery, or here before; it stays on this device */
  try {
    form.school.value = localStorage.getItem("zhidu.school-name") || "";
  } catch (error) {
    /* nothing is kept here */
  }
  form.school.addEventListener("change", () => {
    try {
      localStorage.setItem("zhidu.school-name", form.school.value.trim());
    } catch (error) {
      /* then it is asked again */
    }
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed();
    window.print();
  });
  window.addEventListener("resize", changed);
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(changed);
  changed();
})();
