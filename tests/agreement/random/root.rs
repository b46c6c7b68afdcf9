//! A root directory as lines of text, written out for both sides to read.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;

/// The mark in front of the name of a file, of `env` and of `system`.
const MARK: &str = "=== ";

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Root {
    /// All files, with their names as lines in front.
    pub(super) lines: Vec<String>,
}

impl Root {
    pub(super) fn new(text: &str) -> Self {
        Self { lines: text.split('\n').map(str::to_owned).collect() }
    }

    /// The folder of a fixture as such lines; `None` where something in it isn't UTF-8.
    pub(super) fn read(folder: &Path) -> Option<Self> {
        let mut root = Self { lines: Vec::new() };
        root.read_folder(folder, "").then_some(root)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> bool {
        let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        entries.iter().all(|entry| {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                return self.read_folder(&entry.path(), &format!("{name}/"));
            }
            let Ok(text) = std::fs::read_to_string(entry.path()) else { return false };
            if name == "case.json" {
                self.read_case(&text);
            } else {
                self.lines.push(format!("{MARK}{name}"));
                self.lines.extend(text.split('\n').map(str::to_owned));
            }
            true
        })
    }

    fn read_case(&mut self, text: &str) {
        let case: serde_json::Value = serde_json::from_str(text).unwrap();
        for (key, section) in [("env", "env"), ("systemProperties", "system")] {
            self.lines.push(format!("{MARK}{section}"));
            for (name, value) in case[key].as_object().into_iter().flatten() {
                self.lines.push(format!("{name}={}", value.as_str().unwrap()));
            }
        }
    }

    pub(super) fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        let mut sections: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in &self.lines {
            match (line.strip_prefix(MARK), sections.last_mut()) {
                (Some(name), _) => sections.push((name, Vec::new())),
                (None, Some((_, lines))) => lines.push(line),
                (None, None) => {}
            }
        }
        let mut case = serde_json::Map::new();
        for (name, lines) in sections {
            match name {
                "env" => _ = case.insert("env".to_owned(), json!(pairs(&lines))),
                "system" => _ = case.insert("systemProperties".to_owned(), json!(pairs(&lines))),
                _ => {
                    let file = folder.join(name);
                    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                    std::fs::write(file, lines.join("\n")).unwrap();
                }
            }
        }
        if !case.is_empty() {
            let text = serde_json::to_string_pretty(&case).unwrap();
            std::fs::write(folder.join("case.json"), text + "\n").unwrap();
        }
    }

    /// What is nearest below this one: without some of its lines, one of them or several in a row.
    pub(super) fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for width in [16, 8, 5, 4, 3, 2, 1] {
            for start in
                (0..self.lines.len().saturating_sub(width - 1)).step_by(if width > 5 { width / 2 } else { 1 })
            {
                let mut lines = self.lines.clone();
                lines.drain(start..start + width);
                all.push(Self { lines });
            }
        }
        all
    }
}

fn pairs<'l>(lines: &[&'l str]) -> BTreeMap<&'l str, &'l str> {
    lines.iter().filter_map(|line| line.split_once('=')).collect()
}
