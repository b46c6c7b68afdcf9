//! From a root directory to a running distributor, once.
