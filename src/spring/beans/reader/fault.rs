//! What can be wrong with a definition: code, Spring's sentence and what to type, in one place.

/// A fault that Spring's parser reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::spring::beans) enum Fault {
    /// Two beans of one `<beans>` share a name.
    NameUsed(String),
    /// No name is written and none can be generated.
    Unnameable,
    /// A property without a name.
    PropertyUnnamed,
    /// A blank property name.
    PropertyNameBlank(String),
    /// A property given twice.
    PropertyRepeated(String),
    /// A property given by an element and in the `p` namespace.
    PropertyInline(String),
    /// Neither `ref`, `value` nor an element; the owner as Spring calls it.
    ValueMissing(String),
    /// Two of `ref`, `value` and an element.
    ValueAmbiguous(String),
    /// `ref=""`.
    ReferenceEmpty(String),
    /// `<ref/>` without a target.
    ReferenceMissing,
    /// `<idref/>` without a target.
    NameMissing,
    /// `<ref bean=" "/>` and the like: the element's name.
    TargetBlank(&'static str),
    /// `x-ref=""` in the `p` or `c` namespace.
    InlineReferenceBlank,
    /// An element of another namespace that makes no bean.
    NotNestable(String),
    /// `index` is no number.
    IndexNotInteger,
    /// `index` is negative.
    IndexNegative,
    /// The same `index` twice.
    IndexRepeated(i32),
    /// A fault of an argument in the `c` namespace: Spring's sentence.
    InlineArgument(String),
    /// A qualifier without a type.
    QualifierUntyped,
    /// A qualifier with a blank type.
    QualifierTypeBlank(String),
    /// An attribute of a qualifier without key or value.
    QualifierAttribute,
    /// Something is wrong with `<entry>` or `<key>`: Spring's sentence.
    Entry(&'static str),
    /// `<alias>` without a name, or without an alias.
    AliasEmpty(&'static str),
    /// `<import>` without a location.
    ImportEmpty,
    /// Placeholders that the environment can't resolve: Spring's sentence.
    Placeholder(String),
    /// A profile's name that can't be one: Spring's sentence.
    Profile(String),
    /// No handler on the class path.
    NamespaceUnknown(String),
    /// The namespace has no such element or attribute: Spring's sentence.
    NamespaceMisused(String),
    /// An element of another namespace without an `id`: its local name.
    IdMissing(String),
    /// `path` isn't `bean.property`: Spring's sentence.
    PathMalformed(&'static str),
    /// Attributes of an element of another namespace contradict each other: Spring's sentence.
    Attributes(&'static str),
    /// A number is none: its text.
    NotANumber(String),
}

impl Fault {
    /// The stable name.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NameUsed(_) => "bean-name-used",
            Self::Unnameable => "bean-without-class",
            Self::PropertyUnnamed | Self::PropertyNameBlank(_) => "property-name-missing",
            Self::PropertyRepeated(_) | Self::PropertyInline(_) => "property-repeated",
            Self::ValueMissing(_) => "value-missing",
            Self::ValueAmbiguous(_) => "value-ambiguous",
            Self::ReferenceEmpty(_)
            | Self::ReferenceMissing
            | Self::NameMissing
            | Self::TargetBlank(_)
            | Self::InlineReferenceBlank => "reference-empty",
            Self::NotNestable(_) => "value-misplaced",
            Self::IndexNotInteger | Self::IndexNegative => "argument-index",
            Self::IndexRepeated(_) | Self::InlineArgument(_) => "argument-repeated",
            Self::QualifierUntyped | Self::QualifierTypeBlank(_) | Self::QualifierAttribute => {
                "qualifier-incomplete"
            }
            Self::Entry(_) => "map-entry",
            Self::AliasEmpty(_) => "alias-empty",
            Self::ImportEmpty => "import-empty",
            Self::Placeholder(_) => "placeholder-unresolved",
            Self::Profile(_) => "profile-invalid",
            Self::NamespaceUnknown(_) => "namespace-unknown",
            Self::NamespaceMisused(_) => "namespace-misused",
            Self::IdMissing(_) => "bean-without-id",
            Self::PathMalformed(_) => "property-path",
            Self::Attributes(_) => "namespace-attributes",
            Self::NotANumber(_) => "not-a-number",
        }
    }

    /// Spring's sentence.
    pub(in crate::spring::beans) fn sentence(&self) -> String {
        match self {
            Self::NameUsed(name) => format!("Bean name '{name}' is already used in this <beans> element"),
            Self::Unnameable => {
                "Unnamed bean definition specifies neither 'class' nor 'parent' nor 'factory-bean' - \
                                 can't generate bean name"
                    .into()
            }
            Self::PropertyUnnamed => "Tag 'property' must have a 'name' attribute".into(),
            Self::PropertyNameBlank(name) => format!("Invalid property name '{name}'"),
            Self::PropertyRepeated(name) => format!("Multiple 'property' definitions for property '{name}'"),
            Self::PropertyInline(name) => format!(
                "Property '{name}' is already defined using both <property> and inline syntax. Only one approach may \
                 be used per property."
            ),
            Self::ValueMissing(owner) => format!("{owner} must specify a ref or value"),
            Self::ValueAmbiguous(owner) => format!(
                "{owner} is only allowed to contain either 'ref' attribute OR 'value' attribute OR sub-element"
            ),
            Self::ReferenceEmpty(owner) => format!("{owner} contains empty 'ref' attribute"),
            Self::ReferenceMissing => "'bean' or 'parent' is required for <ref> element".into(),
            Self::NameMissing => "'bean' is required for <idref> element".into(),
            Self::TargetBlank(element) => format!("<{element}> element contains empty target attribute"),
            Self::InlineReferenceBlank => "'beanName' must not be empty".into(),
            Self::NotNestable(name) => format!(
                "Incorrect usage of element '{name}' in a nested manner. This tag cannot be used nested inside \
                 <property>."
            ),
            Self::IndexNotInteger => "Attribute 'index' of tag 'constructor-arg' must be an integer".into(),
            Self::IndexNegative => "'index' cannot be lower than 0".into(),
            Self::IndexRepeated(index) => format!("Ambiguous constructor-arg entries for index {index}"),
            Self::QualifierUntyped => "Tag 'qualifier' must have a 'type' attribute".into(),
            Self::QualifierTypeBlank(name) => format!("Invalid qualifier type '{name}'"),
            Self::QualifierAttribute => "Qualifier 'attribute' tag must have a 'name' and 'value'".into(),
            Self::Entry(sentence) | Self::PathMalformed(sentence) | Self::Attributes(sentence) => {
                (*sentence).into()
            }
            Self::IdMissing(element) => {
                format!("Id is required for element '{element}' when used as a top-level tag")
            }
            Self::AliasEmpty(what) => format!("{what} must not be empty"),
            Self::ImportEmpty => "Resource location must not be empty".into(),
            Self::NamespaceUnknown(uri) => {
                format!("Unable to locate Spring NamespaceHandler for XML schema namespace [{uri}]")
            }
            Self::NotANumber(text) => format!("For input string: \"{text}\""),
            Self::InlineArgument(sentence)
            | Self::Placeholder(sentence)
            | Self::Profile(sentence)
            | Self::NamespaceMisused(sentence) => sentence.clone(),
        }
    }

    /// What to type.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::NameUsed(_) => "give one of the two beans another id, or delete the one that is left over",
            Self::Unnameable => "add class=\"..\", the full name of a class",
            Self::PropertyUnnamed | Self::PropertyNameBlank(_) => "add name=\"..\" to <property>",
            Self::PropertyRepeated(_) | Self::PropertyInline(_) => "keep only one of the definitions",
            Self::ValueMissing(_) => "add value=\"..\" or ref=\"..\"; an empty text is value=\"\"",
            Self::ValueAmbiguous(_) => "keep only one of ref=\"..\", value=\"..\" and the element inside",
            Self::ReferenceEmpty(_) | Self::InlineReferenceBlank => "write the id of the bean that is meant",
            Self::ReferenceMissing | Self::NameMissing | Self::TargetBlank(_) => {
                "write bean=\"..\" with the id of the bean that is meant"
            }
            Self::NotNestable(_) => "move the element up, directly into <beans>",
            Self::IndexNotInteger | Self::IndexNegative => "write index=\"0\" for the first argument",
            Self::IndexRepeated(_) => "give each argument an index of its own",
            Self::InlineArgument(_) => {
                "give each argument once, either as <constructor-arg> or as an attribute"
            }
            Self::QualifierUntyped | Self::QualifierTypeBlank(_) => {
                "name the annotation's class, or leave type out"
            }
            Self::QualifierAttribute => "write key=\"..\" and value=\"..\", neither of them empty",
            Self::Entry(_) => {
                "an entry has one key (key, key-ref or <key>) and one value (value, value-ref or an element)"
            }
            Self::AliasEmpty(_) => "write both name=\"..\" and alias=\"..\"",
            Self::ImportEmpty => {
                "write resource=\"..\", a path beside this file or one that starts with classpath:"
            }
            Self::Placeholder(_) => {
                "here only environment variables and JVM system properties count, never a properties file; \
                 set the variable or write a default: ${name:default}"
            }
            Self::Profile(_) => "write profile names separated by commas, each with at most one ! in front",
            Self::NamespaceUnknown(_) => {
                "correct the namespace, or delete the element: no library of the server understands it"
            }
            Self::NamespaceMisused(_) => {
                "it can't stand here: as a value it belongs into a <property>, as a bean of its own into <beans>"
            }
            Self::IdMissing(_) => "add id=\"..\"",
            Self::PathMalformed(_) => "write path=\"bean.property\"",
            Self::Attributes(_) => "write the attributes that Spring's message asks for, and no others",
            Self::NotANumber(_) => "write a whole number",
        }
    }
}
