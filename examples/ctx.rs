use busboot::diagnostic::Diagnostics;
use busboot::source::*;
use busboot::spring::context::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

struct Cat(Vec<ClassDescriptor>);
impl Catalog for Cat {
    fn class(&self, name: &str) -> Option<&ClassDescriptor> {
        self.0.iter().find(|c| c.name == name)
    }
    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|c| c.name).collect()
    }
}
const ANCESTORS: [&str; 3] = [
    "com.cloud.utils.component.ManagerBase",
    "com.cloud.utils.component.ComponentLifecycleBase",
    "com.cloud.utils.component.ComponentLifecycle",
];
fn bus(name: &'static str, own: Vec<(&'static str, JavaType)>, base: bool) -> ClassDescriptor {
    let mut p = own;
    let mut s = vec!["org.apache.cloudstack.framework.events.EventBus"];
    if base {
        s.extend(ANCESTORS);
        p.push(("name", JavaType::String));
        p.push(("runLevel", JavaType::Int));
        p.push(("configParams", JavaType::MapOf(Box::new(JavaType::String), Box::new(JavaType::Object))));
    }
    let readable = if base {
        vec![("name", JavaType::String), ("runLevel", JavaType::Int), ("configParams", JavaType::Map)]
    } else {
        vec![]
    };
    ClassDescriptor {
        name,
        supertypes: s,
        properties: p,
        readable: Some(readable),
        methods: if base { vec!["start", "stop"] } else { vec![] },
        ..Default::default()
    }
}
fn catalog() -> Cat {
    let t = JavaType::String;
    let eb = || JavaType::Instance("org.apache.cloudstack.framework.events.EventBus".into());
    Cat(vec![
        bus(
            "org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus",
            vec![
                ("server", t.clone()),
                ("port", JavaType::Integer),
                ("username", t.clone()),
                ("password", t.clone()),
                ("exchange", t.clone()),
                ("virtualHost", t.clone()),
                ("useSsl", t.clone()),
                ("secureProtocol", t.clone()),
                ("retryInterval", JavaType::Integer),
            ],
            true,
        ),
        bus("org.apache.cloudstack.mom.kafka.KafkaEventBus", vec![], true),
        bus("org.apache.cloudstack.mom.inmemory.InMemoryEventBus", vec![], true),
        bus("org.apache.cloudstack.mom.webhook.WebhookEventBus", vec![], true),
        bus(
            "com.bwsw.cloudstack.event.bus.HybridEventBus",
            vec![("internalEventBus", eb()), ("externalEventBus", eb())],
            true,
        ),
        ClassDescriptor {
            name: "org.apache.cloudstack.framework.events.EventBus",
            is_interface: true,
            ..Default::default()
        },
        ClassDescriptor {
            name: "com.cloud.utils.component.ManagerBase",
            supertypes: ANCESTORS.to_vec(),
            ..Default::default()
        },
        ClassDescriptor {
            name: "com.cloud.utils.crypt.EncryptablePropertyPlaceholderConfigurer",
            extends: Some("org.springframework.beans.factory.config.PropertyPlaceholderConfigurer"),
            constructors: vec![vec![(
                "encryptor",
                JavaType::Instance("org.jasypt.encryption.StringEncryptor".into()),
            )]],
            ..Default::default()
        },
    ])
}
const BOOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<beans xmlns="http://www.springframework.org/schema/beans"
       xmlns:context="http://www.springframework.org/schema/context"
       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                           http://www.springframework.org/schema/context http://www.springframework.org/schema/context/spring-context.xsd">
  <context:annotation-config/>
  <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
    <property name="order" value="100"/>
    <property name="ignoreResourceNotFound" value="true"/>
    <property name="ignoreUnresolvablePlaceholders" value="true"/>
    <property name="locations"><list>DEFAULTS</list></property>
  </bean>
</beans>
"#;
fn find(root: &Path, module: &str, suffix: &str) -> Vec<PathBuf> {
    let dir = root.join("META-INF/cloudstack").join(module);
    let mut v: Vec<PathBuf> = std::fs::read_dir(dir)
        .map(|d| {
            d.map(|e| e.unwrap().path())
                .filter(|p| p.is_file() && p.file_name().unwrap().to_str().unwrap().ends_with(suffix))
                .collect()
        })
        .unwrap_or_default();
    v.sort();
    v
}
fn json(v: &Value) -> serde_json::Value {
    use serde_json::Value as J;
    match v {
        Value::Null => J::Null,
        Value::Integer(i) => J::from(*i),
        Value::Text(t) => J::from(t.reveal()),
        Value::Float(f) => J::from(f.to_string()),
        Value::Boolean(b) => J::from(b.to_string()),
        Value::Class(c) => J::from(format!("class {c}")),
        Value::Resource(c) => J::from(c.clone()),
        Value::Reference(c) => J::from(c.clone()),
        Value::Bean(b) => {
            if b.class.contains("EventBus") {
                J::from(b.name.split('#').next().unwrap_or(""))
            } else {
                J::from(format!("{}@0", b.class))
            }
        }
        Value::List(l) => {
            J::from(format!("[{}]", l.iter().map(|v| text(&v.value)).collect::<Vec<_>>().join(", ")))
        }
        Value::Map(m) => J::Object(m.iter().map(|(k, v)| (text(&k.value), json(&v.value))).collect()),
    }
}
fn text(v: &Value) -> String {
    match json(v) {
        serde_json::Value::String(s) => s,
        serde_json::Value::Object(o) => format!(
            "{{{}}}",
            o.iter()
                .map(|(k, v)| format!("{k}={}", v.as_str().map(str::to_owned).unwrap_or(v.to_string())))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        o => o.to_string(),
    }
}
fn case(root: &Path, verbose: bool) -> serde_json::Value {
    let desc: serde_json::Value = std::fs::read(root.join("case.json"))
        .map_or(serde_json::Value::Null, |t| serde_json::from_slice(&t).unwrap());
    let mut host = Host::new(Disk);
    for (k, v) in desc["env"].as_object().into_iter().flatten() {
        host = host.with_variable(k.clone(), v.as_str().unwrap());
    }
    for (k, v) in desc["systemProperties"].as_object().into_iter().flatten() {
        host = host.with_system_property(k.clone(), v.as_str().unwrap());
    }
    let cat = catalog();
    let loader = Loader { host: &host, root, catalog: &cat, options: Options { as_spring: true } };
    let mut sources = Sources::default();
    let mut d = Diagnostics::default();
    let mut buses = std::collections::BTreeMap::new();
    let mut parent = None;
    let defaults: Vec<PathBuf> =
        [find(root, "core", "defaults.properties"), find(root, "event", "defaults.properties")].concat();
    let boot = BOOT.replace(
        "DEFAULTS",
        &defaults.iter().map(|p| format!("<value>file:{}</value>", p.display())).collect::<String>(),
    );
    let props: String =
        defaults.iter().map(|p| std::fs::read_to_string(p).unwrap_or_default() + "\n").collect();
    let excluded = |m: &str| {
        props.lines().any(|l| {
            l.split_once('=').is_some_and(|(k, v)| {
                (k.trim() == "modules.exclude" && v.split(',').any(|x| x.trim() == m))
                    || (k.trim() == format!("modules.include.{m}") && !v.trim().eq_ignore_ascii_case("true"))
            })
        })
    };
    for module in ["core", "event"] {
        if excluded(module) {
            break;
        }
        let mk = |p: PathBuf| ConfigFile {
            shown: p.strip_prefix(root).unwrap().display().to_string(),
            path: p,
            built_in: None,
        };
        let mut files: Vec<ConfigFile> = find(root, module, "context.xml").into_iter().map(mk).collect();
        if module == "event" {
            files.extend(find(root, "event", "context-inheritable.xml").into_iter().map(mk));
        }
        files.extend(find(root, "core", "context-inheritable.xml").into_iter().map(mk));
        files.push(ConfigFile {
            path: root.join("bootstrap.xml"),
            shown: "bootstrap.xml".into(),
            built_in: Some(boot.clone()),
        });
        files.extend(find(root, module, "context-override.xml").into_iter().map(mk));
        let ctx = loader.load(&files, parent.clone(), &mut sources, &mut d);
        if d.first_error().is_some() {
            break;
        }
        let ctx = Arc::new(ctx.unwrap());
        for (name, bean) in &ctx.beans {
            if bean.class.contains("EventBus") && bean.class.starts_with(|c: char| c == 'o' || c == 'c') {
                let props: serde_json::Map<String, serde_json::Value> =
                    bean.properties.iter().map(|(k, p)| (k.clone(), json(&p.value.value))).collect();
                buses.insert(name.clone(), serde_json::json!({"class": bean.class, "properties": props}));
            }
        }
        parent = Some(ctx);
    }
    if verbose {
        for x in d.iter() {
            eprintln!(
                "{:?} {} {}\n   spring: {:?}\n   {:?} {:?}",
                x.severity,
                x.code,
                x.message,
                x.spring,
                x.labels.iter().map(|l| sources.place(l.span)).collect::<Vec<_>>(),
                x.fix.as_ref().map(|f| &f.message)
            );
        }
    }
    match d.first_error() {
        Some(e) => {
            serde_json::json!({"error": {"spring": e.spring.clone().unwrap_or_default().replace(&format!("{}/", root.display()), ""), "code": e.code, "message": e.message}})
        }
        None => serde_json::json!({"buses": buses}),
    }
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = Path::new(&args[1]);
    if let Some(name) = args.get(2) {
        println!("{}", serde_json::to_string_pretty(&case(&dir.join(name), true)).unwrap());
        return;
    }
    let mut dirs: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    dirs.sort();
    let all: serde_json::Map<String, serde_json::Value> =
        dirs.iter().map(|p| (p.file_name().unwrap().to_str().unwrap().to_owned(), case(p, false))).collect();
    println!("{}", serde_json::to_string(&all).unwrap());
}
