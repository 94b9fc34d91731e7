"""dask_corpus.py LIBRARY PARTS [--scheduler-file FILE]: proofreads a library on a Dask cluster.

Without a scheduler it starts workers on this machine. Each part is a task; a task whose worker dies goes to another
worker. A line of JSON for each note is printed, in the order in which one process would print them.
"""
import argparse
import pathlib
import subprocess
from itertools import chain, zip_longest

from distributed import Client

SHARD = pathlib.Path(__file__).resolve().parent / "shard.sh"


def proofread(shard, library, parts, part):
    """The lines of one part; raises if the run did not end, so that the task is tried again."""
    command = [shard, library, str(parts), str(part)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf8")
    return done.stdout.splitlines()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("parts", type=int)
    parser.add_argument("--scheduler-file")
    given = parser.parse_args()
    # Every worker must find the library and this directory at the same path.
    with Client(scheduler_file=given.scheduler_file) as client:
        parts = range(1, given.parts + 1)
        tasks = client.map(
            lambda part: proofread(str(SHARD), given.library, given.parts, part), parts, pure=False, retries=3
        )
        # Part k holds the notes k, k + parts, k + 2 parts and so on.
        rounds = zip_longest(*client.gather(tasks))
        for line in chain.from_iterable(rounds):
            if line is not None:
                print(line)


if __name__ == "__main__":
    main()
