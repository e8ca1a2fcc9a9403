/* Keeps copies of the pages for when there is no network, and never passes a copy off as the page.
   The network always comes first. Where it fails, or takes too long, the copy is shown, and its first line says
   what it is and of which day. The build writes the next line: addresses and hashes of everything there is, and nothing
   is kept that is not what the list says: half an answer, a portal's login page, or what somebody put in its place.
   Language of Chrome 78. */
"use strict";

const COPY = { version: "", asOf: "", core: {}, rest: {}, all: true };

const NAME = "zhidu-"; // of our stores; the newest is NAME + scope + version
const STORE = NAME + self.registration.scope + " " + COPY.version;
const SAVED = "x-zhidu-saved";
const HASH = "x-zhidu-hash";
const PATIENCE = 5000; // ms that a page may take while a copy is at hand
const FOR_EVER = /\/assets\/(?:javascripts|stylesheets)\/.*\.[0-9a-f]{8}\.min\.(?:js|css)$/; // the name changes with the content
const DOCUMENTS = /\.(?:pdf|docx?|xlsx?|zip|json|csv|ics|xml)$/i; // fetched by those who want them, and not kept

function address(path) {
  return new URL(path, self.registration.scope).href;
}

function plain(url) {
  return url.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
}

/* ---------- stores ---------- */

/** Ours, the newest first. */
async function stores() {
  const own = (await caches.keys()).filter((name) => name.startsWith(NAME + self.registration.scope + " "));
  return own.sort((a, b) => (b === STORE) - (a === STORE));
}

async function saved(url) {
  for (const name of await stores()) {
    const found = await (await caches.open(name)).match(plain(url));
    if (found) return found;
  }
  return null;
}

async function digest(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash.slice(0, 8))
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** The hash that the list has for *url*; nothing where it is not on the list. */
function listed(url) {
  const path = plain(url).slice(self.registration.scope.length);
  return COPY.core[path] || COPY.rest[path] || "";
}

/** Keep *response*, which has just come from the network, with the moment, if it is what the list says. */
async function keep(url, response) {
  const hash = listed(url);
  if (!hash) return false;
  const bytes = await response.arrayBuffer();
  if ((await digest(bytes)) !== hash) return false;
  await put(url, bytes, response.headers.get("content-type"), hash);
  return true;
}

async function put(url, bytes, type, hash) {
  const headers = { "content-type": type || "application/octet-stream" };
  headers[SAVED] = new Date().toISOString();
  headers[HASH] = hash;
  try {
    await (await caches.open(STORE)).put(plain(url), new Response(bytes, { headers }));
  } catch (error) {
    // no room: the page is shown all the same
  }
}

function fromNetwork(url) {
  // past the browser's own cache, which would pass an old page off as a new one
  return fetch(url, { cache: "no-cache", credentials: "same-origin", redirect: "manual" });
}

/** Have everything in *files* in the newest store; what an older one has unchanged is not fetched again. */
async function fill(files, first) {
  const paths = Object.keys(files).sort((a, b) => (address(b) === first) - (address(a) === first));
  let complete = true;
  for (const path of paths) {
    const url = address(path);
    if (await caches.match(url, { cacheName: STORE })) continue;
    const old = await saved(url);
    try {
      if (old && old.headers.get(HASH) === files[path]) {
        const bytes = await old.arrayBuffer();
        if ((await digest(bytes)) === files[path]) {
          await put(url, bytes, old.headers.get("content-type"), files[path]);
          continue;
        }
      }
      const response = await fromNetwork(url);
      if (!response.ok || !(await keep(url, response))) complete = false;
    } catch (error) {
      return false; // no network any more: the rest another time
    }
  }
  return complete;
}

/** Whether the next build's worker is about to take over: what is not of this one's store may then be of that one's. */
function superseded() {
  return Boolean(self.registration.installing || self.registration.waiting);
}

async function tidy() {
  for (const name of await stores()) if (name !== STORE && !superseded()) await caches.delete(name);
}

/* ---------- answers ---------- */

function day(iso) {
  const date = new Date(iso);
  return date.getFullYear() + "年" + (date.getMonth() + 1) + "月" + date.getDate() + "日";
}

/** What the first line of a copy says. */
function notice(html, iso, why) {
  const asOf = /<meta name="zhidu-as-of" content="([0-9-]+)">/.exec(html);
  return why + "这是 " + day(iso) + " 保存的副本" + (asOf ? "（数据截至 " + asOf[1] + "）" : "") + "，可能不是最新。";
}

async function labelled(copy, why) {
  const html = await copy.text();
  const line = '<p class="copy-notice" role="status" data-saved="' + copy.headers.get(SAVED) + '">' + notice(html, copy.headers.get(SAVED), why) + "</p>";
  const body = /<body[^>]*>/;
  return new Response(html.replace(body, "$&" + line), { headers: { "content-type": "text/html; charset=utf-8" } });
}

function after(time) {
  return new Promise((resolve) => {
    setTimeout(resolve, time, null);
  });
}

function cut() {
  // an answer that breaks off is not kept; the page itself tells its reader
}

/** A page: from the network, else the copy, else the page that says that there is none. */
async function page(event) {
  const url = event.request.url;
  const copy = await saved(url);
  const coming = fromNetwork(url);
  coming.catch(() => {});
  let why = "没有网络。";
  try {
    const response = copy ? await Promise.race([coming, after(PATIENCE)]) : await coming;
    if (response && response.status < 500) {
      if (response.ok) event.waitUntil(keep(url, response.clone()).catch(cut));
      return response;
    }
    why = response ? "网站暂时打不开。" : "网络太慢。";
    if (!copy) return response;
  } catch (error) {
    if (!copy) return noCopy();
  }
  event.waitUntil(
    coming.then(
      (late) => late.ok ? keep(url, late).catch(cut) : undefined,
      () => {}
    )
  );
  return labelled(copy, why);
}

async function noCopy() {
  if (await saved(address("offline/"))) return Response.redirect(address("offline/"));
  return Response.error();
}

/** A part of a page. Where it is a copy of what may have changed, the page is told. */
async function part(event) {
  const url = event.request.url;
  const copy = await saved(url);
  if (copy && FOR_EVER.test(plain(url))) return copy;
  try {
    const response = await fromNetwork(url);
    if (response.ok && response.type === "basic") event.waitUntil(keep(url, response.clone()).catch(cut));
    if (response.status < 500 || !copy) return response;
  } catch (error) {
    if (!copy) return Response.error();
  }
  if (!/\/assets\//.test(url)) event.waitUntil(tell(event.clientId, copy.headers.get(SAVED)));
  return copy;
}

/** Tell the window that asked; what a worker asked for, no window can be told apart by, so all of them. */
async function tell(id, iso) {
  const asking = id && (await self.clients.get(id));
  const windows = asking && asking.type === "window" ? [asking] : await self.clients.matchAll({ type: "window" });
  windows.forEach((client) => {
    client.postMessage({ saved: iso, notice: notice("", iso, "网络不通。") });
  });
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    fill(COPY.core).then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
  if (event.data !== "fill") return;
  const first = event.source && plain(event.source.url);
  event.waitUntil(
    fill(Object.assign({}, COPY.core, COPY.all ? COPY.rest : {}), first).then((complete) => complete ? tidy() : undefined)
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || request.headers.has("range") || !request.url.startsWith(self.registration.scope)) return;
  if (DOCUMENTS.test(plain(request.url))) {
    if (request.mode === "navigate") event.respondWith(fetch(request).catch(noCopy));
    return;
  }
  if (request.mode === "navigate") event.respondWith(page(event));
  else event.respondWith(part(event));
});
