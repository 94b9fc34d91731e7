#!/bin/sh
# merge.sh OUT PARTS: OUT/1.jsonl to OUT/PARTS.jsonl as one process would have written them.
# Part k holds the notes k, k + PARTS, k + 2 PARTS and so on: one line of each file in turn is their order.
set -eu
cd "$1"
# shellcheck disable=SC2046 # numbers hold no spaces
paste -d '\n' $(seq -f '%g.jsonl' 1 "$2") | sed '/^$/d'
