#!/bin/sh
# parallel.sh LIBRARY PARTS OUT [FLAG…]: GNU parallel, a job for each part; OUT/all.jsonl is all of them.
# FLAGs are parallel's: `--jobs 16`, or `--sshloginfile machines` where the machines share LIBRARY and OUT.
# Run again it takes up what has failed or was not reached.
set -eu
library=$1 parts=$2 out=$3
shift 3
here=$(CDPATH='' cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
# A part is there when it is whole: a job that dies leaves a .partial file.
seq "$parts" | parallel --will-cite --retries 3 --joblog "$out/joblog" --resume-failed "$@" \
  "$here/shard.sh '$library' $parts {} >'$out'/{}.partial && mv '$out'/{}.partial '$out'/{}.jsonl"
"$here/merge.sh" "$out" "$parts" >"$out/all.jsonl"
