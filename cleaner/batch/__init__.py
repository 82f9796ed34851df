"""Batch runs: a stream of jobs, worker processes, results in input order, files written atomically.

sources  inputs to jobs, one at a time
names    output names that stay inside the output folder
pool     worker processes with a deadline per document
work     what a worker does with a job
sinks    where results go
manifest a row per document, and what `--resume` reads from it
run      the loop that ties them together
"""
