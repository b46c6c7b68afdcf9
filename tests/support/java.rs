//! The Java side of the tests: what `tests/spring` builds, started as a command.

use std::process::Command;

/// Where `tests/run` says that the compiled oracles and all their jars are.
const CLASS_PATH: &str = "BUSBOOT_TEST_CLASSPATH";

/// The class path of the oracles, or a panic that tells the reader of a failed test what to do.
pub(crate) fn class_path() -> String {
    std::env::var(CLASS_PATH)
        .unwrap_or_else(|_| panic!("{CLASS_PATH} is not set: start the tests with tests/run"))
}

/// Options of a small JVM that starts fast, with the class path of the oracles; the main class comes next.
pub(crate) fn options() -> [String; 6] {
    let options =
        ["-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-cp", &class_path()];
    options.map(str::to_owned)
}

/// A JVM that runs this class of `tests/spring`, such as `AmqpReader`.
pub(crate) fn oracle(class: &str) -> Command {
    let mut command = Command::new("java");
    command.args(options()).arg(format!("busboot.oracle.{class}"));
    command
}
