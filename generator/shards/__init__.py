"""Divides one build among several machines: each builds a part of the tree, and the parts are merged."""

from generator.shards.division import Shard, mine, shard_of
from generator.shards.merging import merged
from generator.shards.records import FILE, inputs_of, record_of, save_record

__all__ = ["FILE", "Shard", "inputs_of", "merged", "mine", "record_of", "save_record", "shard_of"]
