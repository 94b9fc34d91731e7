/** The page in a real browser: built once into a directory of its own, served from this machine or opened as a file. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const BROWSERS = [process.env.CHROMIUM ?? "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser that is installed, or null: the tests that need one then say so and do not run. */
export const BROWSER: string | null =
  BROWSERS.find((name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0) ?? null;

if (BROWSER === null) console.warn("no Chromium is installed: the page is not tried");

interface Built {
  readonly directory: string;
  readonly main: string;
  readonly worker: string;
  readonly cssName: string;
  /** The page as one file, without a text. */
  readonly template: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".woff2": "font/woff2",
};

/** What a page did beside showing itself. */
export interface Noise {
  /** Lines on the console, errors, and what the policy of the page refused. */
  readonly said: string[];
  /** Addresses that it asked for, its own files aside. */
  readonly asked: string[];
}

export interface Stage {
  readonly built: Built;
  /** The page as one file, and as files of a host. */
  readonly file: string;
  readonly site: string;
  readonly open: (address: string, options?: BrowserContextOptions) => Promise<{ page: Page; noise: Noise }>;
  readonly close: () => Promise<void>;
}

export async function stage(): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-page-"));
  const { buildSite } = (await import(pathToFileURL(resolve("scripts/site.mjs")).href)) as {
    buildSite: (
      site: string,
      oneFile: string,
    ) => Promise<{ main: string; worker: string; cssName: string; template: string }>;
  };
  const made = await buildSite(join(directory, "site"), join(directory, "chainrule.html"));
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    try {
      const body = readFileSync(join(directory, "site", path === "/" ? "index.html" : path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/html; charset=utf-8" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser: Browser = await chromium.launch({
    executablePath: spawnSync("sh", ["-c", `command -v ${BROWSER}`], { encoding: "utf8" }).stdout.trim(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  return {
    built: { directory, ...made },
    file: pathToFileURL(join(directory, "chainrule.html")).href,
    site,
    open: async (address, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const noise: Noise = { said: [], asked: [] };
      page.on("console", (message) => noise.said.push(`${message.type()}: ${message.text()}`));
      page.on("pageerror", (error) => noise.said.push(`error: ${error.message}`));
      page.on("dialog", (dialog) => {
        noise.said.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("request", (request) => {
        const url = request.url();
        if (!url.startsWith(site) && !/^(?:file|blob|data):/.test(url)) noise.asked.push(url);
      });
      await page.goto(address);
      if (options.javaScriptEnabled !== false) await page.waitForSelector("html[data-ready]");
      return { page, noise };
    },
    close: async () => {
      await browser.close();
      server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The LaTeX of the answers as a reader of the page takes it out of the MathML. */
export const answersIn = (page: Page): Promise<string[]> =>
  page
    .locator("#results .cr-answer annotation[encoding='application/x-tex']")
    .evaluateAll((all) => all.map((a) => (a as { textContent: string | null }).textContent ?? ""));

/** Pastes a text in the place of what the editor holds. */
export async function write(page: Page, text: string): Promise<void> {
  const content = page.locator(".cm-content");
  await content.focus();
  await page.keyboard.press("Control+a");
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", ${JSON.stringify(text)});
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(".cm-content").dispatchEvent(paste);
  })()`);
}

export const textOf = (page: Page): Promise<string> =>
  page
    .locator(".cm-line")
    .evaluateAll((lines) => lines.map((l) => (l as { textContent: string | null }).textContent ?? "").join("\n"));

/** Waits until the answers are these many, or say this. */
export const answered = (page: Page, latex: string): Promise<void> =>
  page
    .locator("#answers:not(.stale) #results .cr-answer annotation", { hasText: latex })
    .first()
    .waitFor({ state: "attached" });
