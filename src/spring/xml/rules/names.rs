//! What the JDK's parser says of each fault in names, namespaces and encodings, with our own words and the way out.
//!
//! `spring` is the text of the parser's message catalogue (`XMLMessages`), whose key the constant is named after.

use super::Rule;

pub(in super::super) const ENCODING_NOT_SUPPORTED: Rule = Rule {
    spring: "{0}",
    message: "there is no encoding `{0}`",
    help: "write the encoding that the file is really saved in, as a rule `encoding=\"UTF-8\"`",
};

pub(in super::super) const ENCODING_DECL_INVALID: Rule = Rule {
    spring: "Invalid encoding name \"{0}\".",
    message: "`{0}` cannot be the name of an encoding",
    help: "write the encoding that the file is really saved in, as a rule `encoding=\"UTF-8\"`",
};

pub(in super::super) const ELEMENT_ATTRIBUTE_LIMIT: Rule = Rule {
    spring: "JAXP00010002:  Element \"{0}\" has more than \"{1}\" attributes, \"{1}\" is the limit imposed by the JDK.",
    message: "the element `{0}` has more than {1} attributes",
    help: "use fewer attributes",
};

pub(in super::super) const MAX_NAME_LIMIT: Rule = Rule {
    spring: "JAXP00010005: The length of entity \"{0}\" is \"{1}\" that exceeds the \"{2}\" limit set by \"{3}\".",
    message: "a name or namespace of {1} characters, where the parser takes {2}",
    help: "shorten it",
};

pub(in super::super) const ILLEGAL_QNAME: Rule = Rule {
    spring: "Element or attribute \"{0}\" do not match QName production: QName::=(NCName:)?NCName.",
    message: "the name `{0}` has a colon in the wrong place",
    help: "write one name on each side of the colon",
};

pub(in super::super) const ELEMENT_PREFIX_UNBOUND: Rule = Rule {
    spring: "The prefix \"{0}\" for element \"{1}\" is not bound.",
    message: "the prefix `{0}` is not bound to a namespace",
    help: "add `xmlns:{0}=\"...\"` to this element or to the root element",
};

pub(in super::super) const ATTRIBUTE_PREFIX_UNBOUND: Rule = Rule {
    spring: "The prefix \"{2}\" for attribute \"{1}\" associated with an element type \"{0}\" is not bound.",
    message: "the prefix `{2}` is not bound to a namespace",
    help: "add `xmlns:{2}=\"...\"` to this element or to the root element",
};

pub(in super::super) const ATTRIBUTE_NS_NOT_UNIQUE: Rule = Rule {
    spring: "Attribute \"{1}\" bound to namespace \"{2}\" was already specified for element \"{0}\".",
    message: "two attributes of the element `{0}` are both `{1}` in the namespace `{2}`",
    help: "delete one of the two",
};

pub(in super::super) const ELEMENT_XMLNS_PREFIX: Rule = Rule {
    spring: "Element \"{0}\" cannot have \"xmlns\" as its prefix.",
    message: "an element cannot have the prefix `xmlns`",
    help: "use another prefix",
};

pub(in super::super) const CANT_BIND_XML: Rule = Rule {
    spring: "The prefix \"xml\" cannot be bound to any namespace other than its usual namespace; neither can the namespace for \"xml\" be bound to any prefix other than \"xml\".",
    message: "the prefix `xml` and its namespace belong together",
    help: "delete this attribute",
};

pub(in super::super) const CANT_BIND_XMLNS: Rule = Rule {
    spring: "The prefix \"xmlns\" cannot be bound to any namespace explicitly; neither can the namespace for \"xmlns\" be bound to any prefix explicitly.",
    message: "`xmlns` cannot be bound, and nothing can be bound to its namespace",
    help: "delete this attribute",
};

pub(in super::super) const EMPTY_PREFIXED_ATT_NAME: Rule = Rule {
    spring: "The value of the attribute \"{0}\" is invalid. Prefixed namespace bindings may not be empty.",
    message: "a prefix cannot be bound to nothing",
    help: "write the URI of the namespace, or delete this attribute",
};

pub(in super::super) const INVALID_BYTE: Rule = Rule {
    spring: "Invalid byte {0} of {1}-byte UTF-8 sequence.",
    message: "byte {0} of a character is not valid UTF-8",
    help: "save the file as UTF-8, or write the encoding that it is really saved in, such as `encoding=\"ISO-8859-1\"`, into the XML declaration",
};

pub(in super::super) const EXPECTED_BYTE: Rule = Rule {
    spring: "Expected byte {0} of {1}-byte UTF-8 sequence.",
    message: "the file ends in the middle of a character",
    help: "save the file as UTF-8, or write the encoding that it is really saved in, such as `encoding=\"ISO-8859-1\"`, into the XML declaration",
};

pub(in super::super) const INVALID_HIGH_SURROGATE: Rule = Rule {
    spring: "High surrogate bits in UTF-8 sequence must not exceed 0x10 but found 0x{0}.",
    message: "a character above U+10FFFF",
    help: "save the file as UTF-8",
};

pub(in super::super) const INVALID_ASCII: Rule = Rule {
    spring: "Byte \"{0}\" is not a member of the (7-bit) ASCII character set.",
    message: "byte {0} is not ASCII",
    help: "save the file as UTF-8 and write `encoding=\"UTF-8\"`",
};
