import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { LIBRARY } from "../../src/cli/library.js";
import { chainrule, echo, scratch } from "./harness.js";

const TEMPLATE = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'"><p>{{text}}</p>{{first}}`;

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const get = (
  address: string,
  options: { readonly method?: string; readonly path?: string; readonly host?: string } = {},
) =>
  new Promise<Got>((done, fail) => {
    const url = new URL(options.path ?? "/", address);
    const headers = options.host === undefined ? {} : { host: options.host };
    const sent = request(url, { method: options.method ?? "GET", headers, agent: false }, (response) => {
      let body = "";
      response.on("data", (part) => {
        body += String(part);
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on("error", fail);
    sent.end();
  });

/** Serves while `work` goes on. */
async function served(work: (address: string) => Promise<void>): Promise<{ code: number; out: string }> {
  let end = () => {};
  let said = (_: string) => {};
  const ended = new Promise<void>((done) => {
    end = done;
  });
  const address = new Promise<string>((done) => {
    said = done;
  });
  const run = chainrule(["serve", "--port", "0"], { library: LIBRARY, livePage: TEMPLATE, ended, said });
  await work((await address).trim());
  end();
  return run;
}

describe("chainrule serve", () => {
  it("gives the page to this machine, and nothing else to anybody", async () => {
    const run = await served(async (address) => {
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
      const page = await get(address);
      expect(page.status).toBe(200);
      expect(page.body).toContain("z = W x + b");
      expect(page.body).not.toContain("{{");
      expect(page.headers).toMatchObject({
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
      });
      expect((await get(address, { method: "HEAD" })).body).toBe("");
      expect((await get(address, { path: "/etc/passwd" })).status).toBe(404);
      expect((await get(address, { path: "/../package.json" })).status).toBe(404);
      expect((await get(address, { method: "POST" })).status).toBe(405);
      // A name of an attacker that leads to this machine.
      expect((await get(address, { host: "evil.example:8377" })).status).toBe(421);
    });
    expect(run.code).toBe(0);
  });

  it("says what is wrong with a port, or with a page that was not built", async () => {
    expect((await chainrule(["serve", "--port", "70000"])).code).toBe(2);
    const missing = await chainrule(["serve"]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("npm run build");
    await served(async (address) => {
      const taken = await chainrule(["serve", "--port", new URL(address).port], {
        library: LIBRARY,
        livePage: TEMPLATE,
      });
      expect(taken.code).toBe(3);
      expect(taken.err).toContain("cannot be opened");
    });
  });
});

describe("derive --live", () => {
  const { file } = scratch();
  const live = (...args: string[]) =>
    chainrule(["derive", "--format", "html", "--live", ...args], { library: echo(), livePage: "page" });

  it("fills the page with the text, and with what is asked", async () => {
    const net = file("net.eq", "s = u^T h\n");
    expect((await live(net)).out).toBe('page ["s = u^T h\\n","chain",null]\n');
    const values = file("values.json", '{"u": [1]}');
    expect((await live(net, "--of", "s", "--wrt", "u,h", "--steps", "full", "--at", values)).out).toBe(
      'page ["s = u^T h\\n∂s/∂u, ∂s/∂h\\n","full","{\\"u\\": [1]}"]\n',
    );
  });

  it("is for one text, as a page, with the questions of the text", async () => {
    const net = file("one.eq", "s = u^T h\n");
    const wrong = async (...args: string[]) => (await chainrule(args, { library: echo(), livePage: "page" })).code;
    expect(await wrong("derive", "--live", net)).toBe(2);
    expect(await wrong("derive", "--live", "--format", "html", net, net)).toBe(2);
    expect(await wrong("derive", "--live", "--format", "html", "--order", "2", net)).toBe(2);
    expect(await wrong("derive", "--live", "--format", "html", "--view", "index", net)).toBe(2);
    expect((await chainrule(["derive", "--live", "--format", "html", net], { library: echo() })).code).toBe(2);
  });
});
