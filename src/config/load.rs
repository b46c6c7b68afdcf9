//! The whole way from a root directory to a [`Configuration`].

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, FileKind, Host, Sources};
use crate::spring::context::{ApplicationContext, Bean, ConfigFile, Loader, Options, Replaced, Secrets};

use super::buses::{self, Surroundings};
use super::classes::{BusClasses, CONFIGURER, is_not_shipped};
use super::comments;
use super::folders;
use super::journal::{self, JournalSettings};
use super::layout::Layout;
use super::modules::{self, ContextFile, FileDecision, Module, ModuleChoice, Plan};
use super::own::OwnSettings;
use super::settings::BusConfig;

/// What to load.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The directory that stands for `/etc/cloudstack/management`.
    pub root: &'a Path,
    /// Files, environment, system properties, clock.
    pub host: &'a Host,
    /// Which module.
    pub module: ModuleChoice,
    /// Exactly Spring's answer, without kindnesses.
    pub as_spring: bool,
    /// What becomes of encrypted values.
    pub secrets: Secrets,
    /// Whether the settings of the buses are checked, which a server does after Spring is done.
    pub with_buses: bool,
    /// busboot's own settings given as flags: key and value.
    pub flags: &'a [(String, String)],
}

/// Everything that the files say, checked.
#[derive(Debug)]
pub struct Configuration {
    /// The root as it was given.
    pub root: PathBuf,
    /// The module whose buses count.
    pub module: Module,
    /// One line for each file found or read.
    pub files: Vec<FileDecision>,
    /// The bus beans of the module, by definition order.
    pub beans: Vec<Arc<Bean>>,
    /// Checked settings of the buses to make; empty when they weren't asked for.
    pub buses: Vec<BusConfig>,
    /// busboot's own settings.
    pub own: OwnSettings,
    /// How long to wait at the end for what isn't confirmed.
    pub drain_timeout: Duration,
    /// The journal.
    pub journal: JournalSettings,
}

/// What was seen on the way to a configuration, whether or not there is one.
#[derive(Debug, Default)]
pub struct Survey {
    /// busboot's own settings.
    pub own: OwnSettings,
    /// What lies under `META-INF/cloudstack`.
    pub layout: Layout,
    /// Modules that a defaults file excludes.
    pub excluded_modules: BTreeSet<String>,
    /// The bus beans of `core` where it is only the parent of the module in use.
    pub parent_beans: Vec<Arc<Bean>>,
    /// The properties files that beans loaded.
    pub properties_files: HashSet<FileId>,
    /// Beans that a later file replaced.
    pub replaced: Vec<Replaced>,
    /// The configuration, if one could be made.
    pub configuration: Option<Configuration>,
}

/// Loads a root. `None` when nothing could be made of it; what is wrong is in `diagnostics` either way.
pub fn load(
    request: &Request<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Configuration> {
    survey(request, sources, diagnostics).configuration
}

/// Loads a root and keeps what was seen on the way.
pub fn survey(request: &Request<'_>, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Survey {
    let (root, host) = (request.root, request.host);
    if host.files.kind(root) != Some(FileKind::Directory) {
        diagnostics.push(no_root(root));
        return Survey::default();
    }
    let own = OwnSettings::read(root, host, request.flags, sources, diagnostics);
    let layout = Layout::of(root, host, diagnostics);
    let mut survey = Survey { own, layout, ..Survey::default() };
    survey.configuration = configuration(request, &mut survey, sources, diagnostics);
    comments::mark(sources);
    sources.mark_in_all_readings();
    survey
}

fn configuration(
    request: &Request<'_>,
    survey: &mut Survey,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Configuration> {
    let (root, host, own) = (request.root, request.host, survey.own.clone());
    let drain_timeout = own.duration("drain.timeout", "", diagnostics);
    own.check_log(diagnostics);
    let (plan, excluded) = modules::plan(&survey.layout, request, sources, diagnostics);
    survey.excluded_modules = excluded;
    let plan = plan?;
    let context = contexts(request, &plan, sources, diagnostics)?;
    let above = context.parent.iter().flat_map(|parent| &parent.properties_files);
    survey.properties_files = context.properties_files.iter().chain(above).copied().collect();
    survey.replaced.clone_from(&context.replaced);
    let beans = buses_of(&context);
    let parent = context.parent.as_deref().map(buses_of).unwrap_or_default();
    survey.parent_beans.clone_from(&parent);
    diagnostics.extend(folders::warning(plan.module, &beans, &parent, sources, root));
    if beans.is_empty() && !plan.files.is_empty() && diagnostics.first_error().is_none() {
        diagnostics.push(no_bus(plan.module));
    }
    if !request.as_spring {
        let made = context.beans.values().filter(|bean| is_not_shipped(&bean.class));
        diagnostics.extend(made.map(|bean| not_shipped(bean)));
    }
    let buses = if request.with_buses {
        let mut around = Surroundings { root, host, own: &own, sources, diagnostics };
        buses::configs(&beans, &plan.excluded_extensions, &mut around)
    } else {
        Vec::new()
    };
    let journal = journal::settings(&own, root, host, &buses, diagnostics);
    let files = with_read_files(plan.decisions, sources);
    Some(Configuration {
        root: root.to_owned(),
        module: plan.module,
        files,
        beans,
        buses,
        own,
        drain_timeout,
        journal,
    })
}

fn buses_of(context: &ApplicationContext) -> Vec<Arc<Bean>> {
    context.beans.values().filter(|bean| BusClasses::is_bus(&bean.class)).cloned().collect()
}

/// The module's context and, for `event`, the one of `core` above it.
fn contexts(
    request: &Request<'_>,
    plan: &Plan,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<ApplicationContext> {
    let catalog = BusClasses::new(request.root, request.host);
    let options = Options { as_spring: request.as_spring, secrets: request.secrets };
    let loader = Loader { host: request.host, root: request.root, catalog: &catalog, options };
    let files = |files: &[ContextFile]| -> Vec<ConfigFile> {
        files.iter().map(|file| config_file(file, request.root, &plan.defaults)).collect()
    };
    // Every module has a context above it, be it one without a bean of the user's.
    let above = Arc::new(ApplicationContext::default());
    let parent = match &plan.parent_files {
        Some(parent) => Arc::new(loader.load(&files(parent), Some(above), sources, diagnostics)?),
        None => above,
    };
    loader.load(&files(&plan.files), Some(parent), sources, diagnostics)
}

fn config_file(file: &ContextFile, root: &Path, defaults: &[PathBuf]) -> ConfigFile {
    match file {
        ContextFile::Bootstrap => bootstrap(root, defaults),
        ContextFile::Own(path) => {
            ConfigFile { path: root.join(path), shown: path.display().to_string(), built_in: None }
        }
    }
}

/// What every module inherits from the server's own `bootstrap`: annotation processing and one lenient configurer,
/// which reads the modules' defaults.
fn bootstrap(root: &Path, defaults: &[PathBuf]) -> ConfigFile {
    let locations: String = defaults
        .iter()
        .map(|path| format!("<value>file:{}</value>", xml_text(&root.join(path).display().to_string())))
        .collect();
    let text = format!(
        r#"<beans xmlns="http://www.springframework.org/schema/beans"
       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
       xmlns:context="http://www.springframework.org/schema/context"
       xsi:schemaLocation="http://www.springframework.org/schema/beans
                      http://www.springframework.org/schema/beans/spring-beans.xsd
                      http://www.springframework.org/schema/context
                      http://www.springframework.org/schema/context/spring-context.xsd">
    <context:annotation-config/>
    <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
        <property name="order" value="100"/>
        <property name="ignoreResourceNotFound" value="true"/>
        <property name="ignoreUnresolvablePlaceholders" value="true"/>
        <property name="locations"><list>{locations}</list></property>
    </bean>
</beans>
"#
    );
    let shown = "spring-bootstrap-context-inheritable.xml (the server's own)".to_owned();
    ConfigFile { path: root.join(BOOTSTRAP), shown, built_in: Some(text) }
}

const BOOTSTRAP: &str = "META-INF/cloudstack/bootstrap/spring-bootstrap-context-inheritable.xml";

fn xml_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Adds the files that were read because another file names them.
fn with_read_files(mut decisions: Vec<FileDecision>, sources: &Sources) -> Vec<FileDecision> {
    for (_, file) in sources.iter() {
        let path = file.path();
        match decisions.iter_mut().find(|decision| decision.path == path) {
            Some(decision) if !decision.loaded => {
                decision.loaded = true;
                decision.reason = "read because another file names it".to_owned();
            }
            Some(_) => {}
            None if path.to_string_lossy().ends_with("(the server's own)") => {}
            None => decisions.push(FileDecision {
                path: path.to_owned(),
                loaded: true,
                reason: "read because another file names it".to_owned(),
            }),
        }
    }
    decisions
}

fn no_root(root: &Path) -> Diagnostic {
    Diagnostic::error("root-missing", format!("the root {} is no directory", root.display()))
        .help("name the directory that stands for /etc/cloudstack/management with --root")
}

fn no_bus(module: Module) -> Diagnostic {
    Diagnostic::warning("no-bus", format!("the files of module {} define no event bus", module.name()))
        .note("a server starts without one and publishes nothing")
        .help("add a bean of org.apache.cloudstack.mom.rabbitmq.RabbitMQEventBus, for example")
}

fn not_shipped(bean: &Bean) -> Diagnostic {
    let class = &bean.class;
    Diagnostic::warning("class-not-shipped", format!("no CloudStack release ships the class {class}"))
        .at(bean.span, "a server stops at this bean")
        .spring(class.as_str())
        .note(format!(
            "Cannot find class [{class}] for bean with name '{}'; nested exception is \
             java.lang.ClassNotFoundException: {class}",
            bean.name
        ))
        .help(format!("where your release has it, write class=\"{CONFIGURER}\"; else add jasypt-spring31 to the server's class path"))
}
