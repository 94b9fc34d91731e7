#!/bin/sh
#SBATCH --job-name=proofread
#SBATCH --array=1-64
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=04:00:00
#SBATCH --requeue
# sbatch slurm.sh LIBRARY OUT: an array of jobs, one for each part; a node that dies has its part queued again.
# Afterwards: merge.sh OUT 64 > all.jsonl
set -eu
library=$1 out=$2
part=$SLURM_ARRAY_TASK_ID parts=$SLURM_ARRAY_TASK_COUNT
# Slurm runs a copy of this file from a directory of its own.
here=${SLURM_SUBMIT_DIR:-$(dirname "$0")}
mkdir -p "$out"
"$here/shard.sh" "$library" "$parts" "$part" >"$out/$part.partial"
mv "$out/$part.partial" "$out/$part.jsonl"
