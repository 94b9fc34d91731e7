"""spark-submit spark_corpus.py LIBRARY PARTS OUT: proofreads a library on a Spark cluster.

Spark hands the numbers of parts to shard.sh, which `pipe` runs on the workers; a part whose worker dies is computed
again. OUT holds a line of JSON for each note, in no particular order.
"""
import pathlib
import shlex
import sys

from pyspark import SparkContext

library, parts, out = sys.argv[1], int(sys.argv[2]), sys.argv[3]
shard = pathlib.Path(__file__).resolve().parent / "shard.sh"

context = SparkContext(appName="proofread")
numbers = context.parallelize(range(1, parts + 1), parts)
# checkCode: a run that did not end fails its part, and is not an empty answer.
numbers.pipe(shlex.join([str(shard), library, str(parts)]), checkCode=True).saveAsTextFile(out)
