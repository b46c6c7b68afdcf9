//! How long reading takes as files grow, and how much memory: each size in a process of its own, the fastest of three
//! runs, and the slope of the line through the times on logarithmic axes (1 is linear).
//!
//! ```sh
//! cargo bench --bench sizes               # everything
//! cargo bench --bench sizes -- nested     # what has this in its name
//! ```
#![expect(clippy::print_stdout, reason = "its result is what it prints")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use busboot::Boot;
use busboot::diagnostic::Diagnostics;
use busboot::source::{Host, Sources};
use busboot::spring::{beans, properties, xml};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Writes the file or root of a size.
type Make = fn(&Path, usize) -> Outcome<()>;

/// Reads it and says what came of it.
type Read = fn(&Path) -> Outcome<String>;

struct Case {
    name: &'static str,
    /// What the sizes count.
    unit: &'static str,
    sizes: &'static [usize],
    make: Make,
    read: Read,
}

const MB: usize = 1_000_000;

const CASES: &[Case] = &[
    Case {
        name: "properties, short",
        unit: "entries",
        sizes: &[1_000, 10_000, 100_000, 1_000_000],
        make: |path, size| write_lines(path, size, |n| format!("bus.number.{n}=value {n}\n")),
        read: read_properties,
    },
    Case {
        name: "properties, long",
        unit: "bytes",
        sizes: &[MB, 10 * MB, 100 * MB],
        make: |path, size| {
            let value = "value ".repeat(15);
            write_lines(path, size / 100, |n| format!("{n:08}={value}\n"))
        },
        read: read_properties,
    },
    Case {
        name: "properties, one entry of many lines",
        unit: "bytes",
        sizes: &[MB, 10 * MB, 100 * MB],
        make: |path, size| write_lines(path, size / 10, |_| "abc\\u0041\\\n".to_owned()),
        read: read_properties,
    },
    Case {
        name: "properties, over the limit",
        unit: "bytes",
        sizes: &[200 * MB],
        make: |path, size| Ok(fs::write(path, vec![b'a'; size])?),
        read: read_properties,
    },
    Case {
        name: "properties, more entries than are read",
        unit: "entries",
        sizes: &[3_000_000],
        make: |path, size| write_lines(path, size, |n| format!("{n}=\n")),
        read: read_properties,
    },
    Case {
        name: "properties, XML form",
        unit: "entries",
        sizes: &[1_000, 10_000, 100_000, 1_000_000],
        make: |path, size| {
            let head =
                "<!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">\n<properties>\n";
            write_around(
                path,
                size,
                head,
                |n| format!("<entry key=\"k{n}\">value</entry>\n"),
                "</properties>",
            )
        },
        read: |path| {
            let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
            let read = properties::parse_xml(&fs::read(path)?, path, &mut sources, &mut diagnostics);
            told(read.map(|read| format!("{} entries", read.entries.len())), &diagnostics)
        },
    },
    Case {
        name: "XML",
        unit: "bytes",
        sizes: &[MB, 10 * MB, 100 * MB],
        make: |path, size| {
            let text = "text ".repeat(12);
            let element = |n| format!("<element name=\"{n:08}\" other=\"x\">{text}</element>\n");
            write_around(path, size / 110, "<root>\n", element, "</root>")
        },
        read: read_xml,
    },
    Case {
        name: "XML, over the limit",
        unit: "bytes",
        sizes: &[200 * MB],
        make: |path, size| write_around(path, size / 4, "<a>", |_| "<b/>".to_owned(), "</a>"),
        read: read_xml,
    },
    Case {
        name: "XML, nested",
        unit: "levels",
        sizes: &[1_000, 10_000, 100_000, 1_000_000],
        make: |path, size| Ok(fs::write(path, format!("{}{}", "<a>".repeat(size), "</a>".repeat(size)))?),
        read: read_xml,
    },
    Case {
        name: "beans",
        unit: "beans",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| write_around(path, size, BEANS, bean, "</beans>"),
        read: read_outline,
    },
    Case {
        name: "beans, nested",
        unit: "levels",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| {
            let (open, close) = ("<bean class=\"A\"><property name=\"p\">", "</property></bean>");
            Ok(fs::write(path, format!("{BEANS}{}{}</beans>", open.repeat(size), close.repeat(size)))?)
        },
        read: read_outline,
    },
    Case {
        name: "aliases",
        unit: "aliases",
        sizes: &[1_000, 10_000, 100_000, 1_000_000],
        make: |path, size| {
            let alias = |n| format!("<alias name=\"bus\" alias=\"alias-{n}\"/>\n");
            write_around(path, size, BEANS, alias, "</beans>")
        },
        read: read_outline,
    },
    Case {
        name: "root, beans",
        unit: "beans",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| write_root(path, "", &(0..size).map(bean).collect::<String>()),
        read: read_root,
    },
    Case {
        name: "root, aliases with placeholders",
        unit: "aliases",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| {
            let alias = |n| format!("<alias name=\"bus\" alias=\"${{none:alias}}-{n}\"/>\n");
            write_root(path, "", &(0..size).map(alias).collect::<String>())
        },
        read: read_root,
    },
    Case {
        name: "root, a file of properties",
        unit: "entries",
        sizes: &[1_000, 10_000, 100_000, 1_000_000],
        make: |path, size| {
            let lines: String = (0..size).map(|n| format!("bus.number.{n}=value {n}\n")).collect();
            write_root(path, &lines, &of_name("${bus.number.7}"))
        },
        read: read_root,
    },
    Case {
        name: "root, placeholders",
        unit: "placeholders",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| {
            let lines: String = (0..size).map(|n| format!("k{n}=value {n}\n")).collect();
            let entries: String =
                (0..size).map(|n| format!("<entry key=\"{n}\" value=\"${{k{n}}}\"/>\n")).collect();
            write_root(path, &lines, &format!("<util:map id=\"map\">{entries}</util:map>"))
        },
        read: read_root,
    },
    Case {
        name: "root, placeholders in one text",
        unit: "placeholders",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| write_root(path, "k=value\n", &of_name(&"${k} ".repeat(size))),
        read: read_root,
    },
    Case {
        name: "root, placeholders in each other's values",
        unit: "placeholders",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| {
            let lines: String = (0..size).map(|n| format!("k{n}=${{k{}}}\n", n + 1)).collect();
            write_root(path, &lines, &of_name("${k0}"))
        },
        read: read_root,
    },
    Case {
        name: "root, placeholders in each other's names",
        unit: "placeholders",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| {
            write_root(path, "k=value\n", &of_name(&format!("{}{}", "${".repeat(size), "}".repeat(size))))
        },
        read: read_root,
    },
    Case {
        name: "root, parentheses in an expression",
        unit: "parentheses",
        sizes: &[1_000, 10_000, 100_000],
        make: |path, size| {
            write_root(path, "", &of_name(&format!("#{{{}1{}}}", "(".repeat(size), ")".repeat(size))))
        },
        read: read_root,
    },
];

const BEANS: &str = "<beans xmlns=\"http://www.springframework.org/schema/beans\" \
                     xmlns:util=\"http://www.springframework.org/schema/util\" \
                     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
                     xsi:schemaLocation=\"http://www.springframework.org/schema/beans \
                     http://www.springframework.org/schema/beans/spring-beans-3.0.xsd \
                     http://www.springframework.org/schema/util \
                     http://www.springframework.org/schema/util/spring-util-3.0.xsd\">\n";

fn bean(n: usize) -> String {
    format!(
        "<bean id=\"bean-{n}\" class=\"java.util.ArrayList\"><constructor-arg><list><value>{n}</value></list>\
         </constructor-arg></bean>\n"
    )
}

/// A bus of this name.
fn of_name(name: &str) -> String {
    format!(
        "<bean id=\"bus\" class=\"org.apache.cloudstack.mom.inmemory.InMemoryEventBus\">\
         <property name=\"name\" value=\"{name}\"/></bean>"
    )
}

fn write_lines(path: &Path, count: usize, line: impl Fn(usize) -> String) -> Outcome<()> {
    write_around(path, count, "", line, "")
}

fn write_around(
    path: &Path,
    count: usize,
    head: &str,
    part: impl Fn(usize) -> String,
    tail: &str,
) -> Outcome<()> {
    let parts = (0..count).map(part);
    let text: String = [head.to_owned()].into_iter().chain(parts).chain([tail.to_owned()]).collect();
    Ok(fs::write(path, text)?)
}

fn write_root(path: &Path, properties: &str, definitions: &str) -> Outcome<()> {
    let module = path.join("META-INF/cloudstack/event");
    fs::create_dir_all(&module)?;
    fs::write(path.join("a.properties"), properties)?;
    let configurer = "<bean class=\"org.springframework.context.support.PropertySourcesPlaceholderConfigurer\">\
                      <property name=\"location\" value=\"a.properties\"/></bean>\n";
    let text = format!("{BEANS}{configurer}{definitions}\n</beans>\n");
    Ok(fs::write(module.join("spring-event-bus-context.xml"), text)?)
}

fn read_properties(path: &Path) -> Outcome<String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let read = properties::parse(&fs::read(path)?, None, path, &mut sources, &mut diagnostics);
    told(read.map(|read| format!("{} entries", read.entries.len())), &diagnostics)
}

fn read_xml(path: &Path) -> Outcome<String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let read = xml::parse(&fs::read(path)?, path, &mut sources, &mut diagnostics);
    told(read.map(|_| "well-formed".to_owned()), &diagnostics)
}

fn read_outline(path: &Path) -> Outcome<String> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let root = path.parent().unwrap_or(path);
    let read = beans::outline(&Host::of_this_process(), root, path, path, &mut sources, &mut diagnostics);
    told(Some(format!("{} beans, {} aliases", read.beans.len(), read.aliases.len())), &diagnostics)
}

fn read_root(path: &Path) -> Outcome<String> {
    let report = Boot::new(path).host(Host::of_this_process()).configure();
    told(report.configuration.map(|_| "read".to_owned()), &report.diagnostics)
}

/// What came of it, or the code of the first error.
fn told(read: Option<String>, diagnostics: &Diagnostics) -> Outcome<String> {
    match (diagnostics.first_error(), read) {
        (Some(error), _) => Ok(format!("refused, {}", error.code)),
        (None, Some(read)) => Ok(read),
        (None, None) => Err("nothing was read, and nobody says why".into()),
    }
}

/// What one run took.
struct Measured {
    seconds: f64,
    /// The process's peak.
    megabytes: f64,
    result: String,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--measure", name, path] = words.as_slice() {
        return measure(name, Path::new(path));
    }
    let wanted = words.first().copied().unwrap_or_default();
    println!("load before: {}", load()?);
    println!("| what | size | seconds | MB | slope | result |\n|---|---|---|---|---|---|");
    for case in CASES.iter().filter(|case| case.name.contains(wanted)) {
        let mut times: Vec<(f64, f64)> = Vec::new();
        for &size in case.sizes {
            let measured = fastest_of(3, case, size)?;
            times.push((real(size), measured.seconds));
            let Measured { seconds, megabytes, result } = measured;
            println!(
                "| {} | {} {} | {seconds:.3} | {megabytes:.0} | {} | {result} |",
                case.name,
                grouped(size),
                case.unit,
                slope(&times)
            );
        }
    }
    println!("load after: {}", load()?);
    Ok(())
}

fn fastest_of(runs: usize, case: &Case, size: usize) -> Outcome<Measured> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("made.xml");
    (case.make)(&path, size)?;
    let mut best: Option<Measured> = None;
    for _ in 0..runs {
        let measured = in_a_process(case.name, &path)?;
        if best.as_ref().is_none_or(|best| measured.seconds < best.seconds) {
            best = Some(measured);
        }
    }
    best.ok_or_else(|| "no run".into())
}

fn in_a_process(name: &str, path: &Path) -> Outcome<Measured> {
    let output = Command::new(std::env::current_exe()?).arg("--measure").arg(name).arg(path).output()?;
    let said = String::from_utf8(output.stdout)?;
    let mut fields = said.trim_end().splitn(3, '\t');
    let mut field =
        || fields.next().ok_or_else(|| format!("{name}: {}", String::from_utf8_lossy(&output.stderr)));
    Ok(Measured { seconds: field()?.parse()?, megabytes: field()?.parse()?, result: field()?.to_owned() })
}

/// Reads a file or root, and prints what [`Measured`] has.
fn measure(name: &str, path: &Path) -> Outcome<()> {
    let case = CASES.iter().find(|case| case.name == name).ok_or("no such case")?;
    let start = Instant::now();
    let result = (case.read)(path)?;
    let seconds = start.elapsed().as_secs_f64();
    let status = fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"));
    let kilobytes: f64 = peak.ok_or("no peak of memory")?.parse()?;
    println!("{seconds}\t{}\t{result}", kilobytes / 1_000.0);
    Ok(())
}

/// The exponent by which time has grown since the size before; nothing where that took too short a time to tell.
fn slope(times: &[(f64, f64)]) -> String {
    const SHORTEST: f64 = 0.005;
    match times {
        [.., (smaller, before), (larger, after)] if *before >= SHORTEST => {
            format!("{:.2}", (after / before).ln() / (larger / smaller).ln())
        }
        _ => String::new(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn real(size: usize) -> f64 {
    size as f64
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let comma = |at: usize| if at > 0 && (digits.len() - at).is_multiple_of(3) { "," } else { "" };
    digits.char_indices().map(|(at, digit)| format!("{}{digit}", comma(at))).collect()
}

fn load() -> Outcome<String> {
    Ok(fs::read_to_string("/proc/loadavg")?.split(' ').take(3).collect::<Vec<_>>().join(" "))
}
