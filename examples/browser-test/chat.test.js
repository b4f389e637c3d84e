import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { endAll, node, redis } from "./processes.js";

const PATIENCE = 30_000;
const pictures = new URL("../target/pictures/", import.meta.url).pathname;
const phone = { width: 390, height: 844 }, desktop = { width: 1200, height: 760 };

let broker, nodeA, nodeB, browser, ada, grace, alan;

async function visit(port, name, viewport) {
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.fill("#name", name);
  await page.click("#door button");
  await page.waitForSelector("#chat:not([hidden])");
  await says(page, "Connected");
  return page;
}

const says = (page, state) => page.waitForFunction(
  (text) => document.getElementById("state").textContent === text, state);
const sees = (page, text) => page.locator("#messages li", { hasText: text }).first().waitFor();

async function say(page, text) {
  await page.fill("#text", text);
  await page.press("#text", "Enter");
}

before(async () => {
  mkdirSync(pictures, { recursive: true });
  broker = await redis();
  nodeA = await node(broker.uri);
  nodeB = await node(broker.uri);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  ada = await visit(nodeA.port, "Ada", phone);
  grace = await visit(nodeB.port, "Grace", desktop);
  alan = await visit(nodeA.port, "Alan", desktop);
});

after(async () => {
  await browser?.close();
  endAll();
});

test("a message reaches the other node", async () => {
  await say(ada, "Hello from a phone");
  await sees(grace, "Hello from a phone");
  await say(grace, "Hello from a desk");
  await sees(ada, "Hello from a desk");
});

test("the page shows its node and who is in the room on it", async () => {
  await ada.locator("#people li", { hasText: "Alan" }).waitFor();
  assert.deepEqual(await ada.locator("#people li").allTextContents(), ["Ada", "Alan"]);
  assert.deepEqual(await grace.locator("#people li").allTextContents(), ["Grace"]);
  assert.match(await ada.textContent("#node"), /^node [a-z2-7]{8}$/);
  assert.notEqual(await ada.textContent("#node"), await grace.textContent("#node"));
  await ada.screenshot({ path: `${pictures}phone.png` });
  await grace.screenshot({ path: `${pictures}desktop.png` });
});

test("a conversation of its own stays apart", async () => {
  await alan.fill("#new-room input", "engines");
  await alan.press("#new-room input", "Enter");
  await alan.locator("#rooms a[aria-current]", { hasText: "engines" }).waitFor();
  await say(alan, "Only for engineers");
  await sees(alan, "Only for engineers");
  await say(ada, "Still in general");
  await sees(grace, "Still in general");
  assert.equal(await grace.locator("#messages li", { hasText: "Only for engineers" }).count(), 0);
  await alan.click("#rooms a:has-text('general')");
  await sees(alan, "Still in general");
});

test("while Redis is dead the page says so, and its own node chats on", async () => {
  await broker.kill();
  for (const page of [ada, grace, alan]) await says(page, "Connected; other nodes cannot be reached");
  await say(ada, "Only near ones hear this");
  await sees(alan, "Only near ones hear this");
  await ada.screenshot({ path: `${pictures}alone.png` });
});

test("when Redis is back rooms span nodes again, and everybody is told of the hole", async () => {
  await broker.restart();
  for (const page of [ada, grace, alan]) await says(page, "Connected");
  await sees(grace, "may be missing");
  await say(ada, "Everybody hears this");
  await sees(grace, "Everybody hears this");
  assert.equal(await grace.locator("#messages li", { hasText: "Only near ones" }).count(), 0);
});

test("a page finds its node again after the node was killed and restarted", async () => {
  await nodeB.kill();
  await says(grace, "Connection lost, trying again…");
  await grace.screenshot({ path: `${pictures}lost.png` });
  nodeB = await node(broker.uri, nodeB.port);
  await says(grace, "Connected");
  await sees(grace, "Connected again");
  await say(ada, "Welcome back");
  await sees(grace, "Welcome back");
  await say(grace, "Thank you");
  await sees(ada, "Thank you");
});
