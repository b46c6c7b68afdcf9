//! Agreement with the originals: what busboot answers is compared with what the real JDK, Spring and jasypt answer.

#![cfg(test)]

#[path = "../support/java.rs"]
mod java;

#[cfg(test)]
mod beans;
mod jasypt;
mod kafka;
mod migrate;
mod properties;
mod random;
mod spring;
mod xml;
