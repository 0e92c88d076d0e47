"""Kits for others, under the extra `testing`: contracts, strategies, the slow reference interpreter.

`StorageContract`, `ChannelContract`, `EstimatorContract` and `ProviderContract` in `engage.testing.storage`, `channel`,
`estimator` and `provider` are tests that a plugin's own tests subclass. `engage.testing.strategies` makes vocabularies,
conditions and actions for Hypothesis. `engage.testing.reference` decides a model by walking its trees; what is compiled
must agree with it.
Nothing here is needed at run time, and importing this package loads none of it.
"""
