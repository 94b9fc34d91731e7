#!/bin/sh
# shard.sh LIBRARY PARTS [PART]: proofreads one part of a library, a line of JSON for each note on standard output.
# Without PART it reads the numbers of parts from standard input, a line each, as Spark's pipe hands them out.
#
# A wrong derivative or an unreadable note is a finding and no failure: only a run that did not end fails, and is to be
# run again. CHAINRULE is the command, `chainrule` by default.
set -u
library=$1 parts=$2

proofread() {
  ${CHAINRULE:-chainrule} notes check "$library" --shard "$1/$parts" --format jsonl </dev/null
  status=$?
  case $status in 0 | 1 | 3) ;; *) exit $status ;; esac
}

if [ $# -gt 2 ]; then
  proofread "$3"
else
  while read -r part; do proofread "$part"; done
fi
