//! Which prefix means which namespace, and the rules for declaring them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::chars::Version;
use super::cursor::{QName, Scan};
use super::rules::{Fault, document as rule, names};
use super::start_tag::Written;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The most attributes of a tag whose repetitions the parser looks for one by one.
const SHORT_TAG: usize = 20;

const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// What a prefix is bound to.
#[derive(Debug)]
struct Binding {
    /// How deep the element is that binds it.
    depth: usize,
    /// `None` where a binding is taken away.
    uri: Option<Arc<str>>,
}

/// The namespaces in scope.
#[derive(Debug)]
pub(super) struct Namespaces<'t> {
    /// For each prefix, the empty one included, its bindings, the innermost last.
    bound: HashMap<&'t str, Vec<Binding>>,
    /// For each open element the prefixes that it binds.
    scopes: Vec<Vec<&'t str>>,
    shared: HashSet<Arc<str>>,
}

impl<'t> Namespaces<'t> {
    pub(super) fn new() -> Self {
        let bound = HashMap::from([("xml", XML), ("xmlns", XMLNS)].map(|(prefix, uri)| {
            let binding = Binding { depth: 0, uri: Some(uri.into()) };
            (prefix, vec![binding])
        }));
        Self { bound, scopes: Vec::new(), shared: HashSet::new() }
    }

    /// Opens the scope of an element.
    pub(super) fn open(&mut self) {
        self.scopes.push(Vec::new());
    }

    /// Leaves the innermost scope.
    pub(super) fn close(&mut self) {
        for prefix in self.scopes.pop().into_iter().flatten() {
            if let Some(bindings) = self.bound.get_mut(prefix) {
                bindings.pop();
            }
        }
    }

    /// Takes in a declaration (`xmlns` or `xmlns:p`) of the innermost element, whose name is `element`.
    pub(super) fn declare(
        &mut self,
        element: QName<'_>,
        declaration: &Written<'t>,
        version: Version,
    ) -> Scan<()> {
        let prefix = if declaration.name.prefix.is_some() { declaration.name.local } else { "" };
        let uri = declaration.value.as_str();
        let shown = shown(declaration);
        if prefix == "xmlns" || uri == XMLNS {
            return Err(declaration.broken(&names::CANT_BIND_XMLNS, &[&shown]));
        }
        if (prefix == "xml") != (uri == XML) {
            return Err(declaration.broken(&names::CANT_BIND_XML, &[&shown]));
        }
        if uri.is_empty() && !prefix.is_empty() && version == Version::V10 {
            return Err(declaration.broken(&names::EMPTY_PREFIXED_ATT_NAME, &[&shown]));
        }
        let uri = (!uri.is_empty()).then(|| self.shared(uri));
        if self.declares(prefix) {
            return Err(declaration.broken(&rule::ATTRIBUTE_NOT_UNIQUE, &[element.raw, declaration.name.raw]));
        }
        self.bound.entry(prefix).or_default().push(Binding { depth: self.scopes.len(), uri });
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(prefix);
        }
        Ok(())
    }

    /// Whether the innermost element binds the prefix.
    fn declares(&self, prefix: &str) -> bool {
        let innermost = self.bound.get(prefix).and_then(|bindings| bindings.last());
        innermost.is_some_and(|binding| binding.depth == self.scopes.len())
    }

    /// Takes in a declaration that the tag of the innermost element may leave out.
    pub(super) fn declare_default(
        &mut self,
        element: QName<'_>,
        default: &Written<'t>,
        version: Version,
    ) -> Scan<()> {
        let prefix = if default.name.prefix.is_some() { default.name.local } else { "" };
        if self.declares(prefix) { Ok(()) } else { self.declare(element, default, version) }
    }

    /// The namespace of an element.
    pub(super) fn of_element(&self, name: QName<'t>, start: usize) -> Scan<Option<Arc<str>>> {
        let end = start + name.raw.len();
        if name.prefix == Some("xmlns") {
            return Err(names::ELEMENT_XMLNS_PREFIX.broken(start, end, &[name.raw]));
        }
        let uri = self.uri(name.prefix.unwrap_or_default());
        match name.prefix {
            Some(prefix) if uri.is_none() => {
                Err(names::ELEMENT_PREFIX_UNBOUND.broken(start, end, &[prefix, name.raw]))
            }
            _ => Ok(uri),
        }
    }

    /// The namespace of an attribute of `element`.
    pub(super) fn of_attribute(&self, element: QName<'t>, attribute: &Written<'t>) -> Scan<Option<Arc<str>>> {
        let prefix = attribute.name.prefix.unwrap_or_default();
        if prefix.is_empty() {
            return Ok(None);
        }
        let unbound =
            || attribute.broken(&names::ATTRIBUTE_PREFIX_UNBOUND, &[element.raw, attribute.name.raw, prefix]);
        self.uri(prefix).map(Some).ok_or_else(unbound)
    }

    fn uri(&self, prefix: &str) -> Option<Arc<str>> {
        self.bound.get(prefix)?.last()?.uri.clone()
    }

    fn shared(&mut self, uri: &str) -> Arc<str> {
        if let Some(known) = self.shared.get(uri) {
            return known.clone();
        }
        let uri: Arc<str> = uri.into();
        self.shared.insert(uri.clone());
        uri
    }
}

/// Two attributes that are the same, as a fault.
pub(super) fn repeated(element: QName<'_>, attributes: &[(Written<'_>, Option<Arc<str>>)]) -> Option<Fault> {
    let mut seen = HashMap::new();
    let mut first: Option<(usize, usize)> = None;
    for (at, (attribute, namespace)) in attributes.iter().enumerate() {
        let Some(earlier) = seen.insert((attribute.name.local, namespace), at) else { continue };
        // In long tags the parser names the repetition that it meets first, in short ones that of the earliest attribute.
        if attributes.len() > SHORT_TAG || first.is_none_or(|(known, _)| earlier < known) {
            first = Some((earlier, at));
        }
        if attributes.len() > SHORT_TAG {
            break;
        }
    }
    let (again, namespace) = attributes.get(first?.1)?;
    Some(match namespace {
        Some(uri) => again.broken(&names::ATTRIBUTE_NS_NOT_UNIQUE, &[element.raw, again.name.local, uri]),
        None => again.broken(&rule::ATTRIBUTE_NOT_UNIQUE, &[element.raw, again.name.raw]),
    })
}

/// A name as the JDK's parser shows it in some of its texts.
fn shown(declaration: &Written<'_>) -> String {
    let QName { raw, prefix, local } = declaration.name;
    let prefix = prefix.map_or(String::new(), |prefix| format!("prefix=\"{prefix}\","));
    format!("{prefix}localpart=\"{local}\",rawname=\"{raw}\"")
}
