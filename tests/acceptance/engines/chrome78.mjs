// Opens pages in Chrome 78 itself. node chrome78.mjs CACHE FOLDER ADDRESS PATH… → JSON: what each page came to.
// The engine is the one that chrome-aws-lambda packs: headless, sandboxed by nothing, shown only our own pages.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import puppeteer from "puppeteer-core";

const [cache, shots, ...steps] = process.argv.slice(2);
const packed = path.join(path.dirname(createRequire(import.meta.url).resolve("chrome-aws-lambda/package.json")), "bin");
const engine = path.join(cache, "chromium");

if (!existsSync(engine)) {
  // aside and whole: another test on the other core may unpack it at the same moment
  const aside = `${cache}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  for (const name of ["aws.tar", "swiftshader.tar"]) {
    const tar = path.join(aside, name);
    writeFileSync(tar, brotliDecompressSync(readFileSync(path.join(packed, `${name}.br`))));
    execFileSync("tar", ["xf", tar, "-C", aside]);
  }
  const unpacked = path.join(aside, "chromium");
  writeFileSync(unpacked, brotliDecompressSync(readFileSync(path.join(packed, "chromium.br"))), { mode: 0o755 });
  try {
    renameSync(aside, cache);
  } catch (error) {
    if (!existsSync(engine)) throw error;
    rmSync(aside, { recursive: true });
  }
}

const libraries = [path.join(cache, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
const browser = await puppeteer.launch({
  executablePath: engine,
  args: ["--no-sandbox", "--disable-gpu", "--single-process", "--no-zygote", "--font-render-hinting=none"],
  env: { ...process.env, LD_LIBRARY_PATH: libraries },
});

/** What a page is asked: its heading, whether it scrolls sideways, what search found, how many roles it joins. */
function ask() {
  const heading = document.querySelector("h1");
  return {
    heading: heading ? heading.textContent.trim() : "",
    sideways: document.documentElement.scrollWidth > window.innerWidth,
    hits: document.querySelectorAll(".search-hit").length,
    // rows whose parts ought to stand apart, and touch
    glued: Array.from(document.querySelectorAll(".md-content *, .md-footer *, .md-header *"))
      .filter((box) => {
        const style = getComputedStyle(box);
        return /flex$/.test(style.display) && parseFloat(style.columnGap) > 2 && box.getClientRects().length;
      })
      .flatMap((box) => {
        const parts = Array.from(box.children).filter((part) => part.getClientRects().length);
        return parts
          .slice(1)
          .filter((part, index) => {
            const [before, here] = [parts[index].getBoundingClientRect(), part.getBoundingClientRect()];
            return Math.abs(before.top - here.top) < 12 && here.left >= before.left && here.left - before.right < 2;
          })
          .map((part) => `${box.className}: ${part.textContent.trim().slice(0, 20)}`);
      }),
  };
}

const results = [];
for (const [name, viewport] of [["phone", { width: 360, height: 640 }], ["computer", { width: 1366, height: 768 }]])
  for (const step of steps) {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (said) => said.type() === "error" && !/404/.test(said.text()) && errors.push(said.text()));
    await page.setViewport(viewport);
    await page.goto(step, { waitUntil: "load" });
    await new Promise((resolve) => setTimeout(resolve, 300));
    // where none comes, that is told by its count
    if (step.includes("?q=")) await page.waitForSelector(".search-hit").catch(() => null);
    results.push({ screen: name, address: step, errors, ...(await page.evaluate(ask)) });
    if (shots !== "-") await page.screenshot({ path: path.join(shots, `${name}-${steps.indexOf(step)}.png`) });
    await page.close();
  }
const version = await browser.version();
await browser.close();
console.log(JSON.stringify({ version, results }, null, 1));
