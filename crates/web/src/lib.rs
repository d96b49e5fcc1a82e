//! Linli.
