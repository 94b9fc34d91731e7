/** The entry of a thread of `notes check --jobs`: a job comes in, a proof goes out, nothing stays. */
import { type Job, type Proof, proofOf } from "./notes-proof.js";
import { readFile } from "./sources.js";

export const work = (job: Job): Proof => proofOf(job, readFile(job.file, job.most));
