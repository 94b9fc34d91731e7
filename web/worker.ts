/** The worker of the page: one request after another, each with its reply. */
import katex from "katex";
import type { Request } from "../src/live/messages.js";
import { respondent } from "../src/live/replies.js";
import { loadMathjs } from "../src/numeric/mathjs.js";
import { pen } from "../src/report/answer.js";

const respond = respondent(pen(katex), async () => loadMathjs(await import("mathjs/number")));

addEventListener("message", async ({ data }: MessageEvent<Request>) => postMessage(await respond(data)));
postMessage("ready");
