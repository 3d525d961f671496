"""Divides one build among several machines: each builds a part of the tree, and the parts are merged."""

from generator.shards.division import Shard, shard_of, tasks_of
from generator.shards.merging import merge_parts
from generator.shards.records import FILE, inputs_digest, record_of, save_record

__all__ = ["FILE", "Shard", "inputs_digest", "merge_parts", "record_of", "save_record", "shard_of", "tasks_of"]
