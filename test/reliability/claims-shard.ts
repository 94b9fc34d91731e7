/**
 * One process of the attack on claims: `node scripts/run.mjs test/reliability/claims-shard.ts SEED COUNT FILE`, several
 * beside each other. `TALLIES=FILE,FILE npm run reliability claims` puts what they wrote on the page.
 */
import { tallyClaims, toFile } from "./claims.js";

const [seed, count, file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: claims-shard.ts SEED COUNT FILE");
const tell = toFile(file);
tell(tallyClaims(Number(seed), Number(count), Number.POSITIVE_INFINITY, 100, tell));
