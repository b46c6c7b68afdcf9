//! What the JDK's parser says of each fault in the internal subset of a document type declaration, with our own words and the way out.
//!
//! `spring` is the text of the parser's message catalogue (`XMLMessages`), whose key the constant is named after.

use super::Rule;

pub(in super::super) const MARKUP_NOT_RECOGNIZED_IN_DTD: Rule = Rule {
    spring: "The markup declarations contained or pointed to by the document type declaration must be well-formed.",
    message: "this is no declaration that may stand in a document type declaration",
    help: "delete everything between `[` and `]`: Spring needs none of it",
};

pub(in super::super) const NAME_REQUIRED_IN_PE_REFERENCE: Rule = Rule {
    spring: "The entity name must immediately follow the '%' in the parameter entity reference.",
    message: "a `%` without a name",
    help: "delete everything between `[` and `]`: Spring needs none of it",
};

pub(in super::super) const SEMICOLON_REQUIRED_IN_PE_REFERENCE: Rule = Rule {
    spring: "The parameter entity reference \"%{0};\" must end with the ';' delimiter.",
    message: "the reference `%{0}` is not closed by `;`",
    help: "write `%{0};`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_ELEMENT_TYPE_IN_DECLARATION: Rule = Rule {
    spring: "White space is required after \"<!ELEMENT\" in the element type declaration.",
    message: "there is no space behind `<!ELEMENT`",
    help: "put a space behind it",
};

pub(in super::super) const ELEMENT_TYPE_REQUIRED_IN_DECLARATION: Rule = Rule {
    spring: "The element type is required in the element type declaration.",
    message: "the element declaration names no element",
    help: "write the element's name",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_CONTENT_IN_DECLARATION: Rule = Rule {
    spring: "White space is required after the element type \"{0}\" in the element type declaration.",
    message: "there is no space behind the element name `{0}`",
    help: "put a space behind it",
};

pub(in super::super) const OPEN_PAREN_OR_ELEMENT_TYPE_REQUIRED_IN_CHILDREN: Rule = Rule {
    spring: "A '(' character or an element type is required in the declaration of element type \"{0}\".",
    message: "the content of the element `{0}` is declared neither as a group nor as an element",
    help: "write `EMPTY`, `ANY` or a group in parentheses",
};

pub(in super::super) const CLOSE_PAREN_REQUIRED_IN_CHILDREN: Rule = Rule {
    spring: "A ')' is required in the declaration of element type \"{0}\".",
    message: "a group in the declaration of the element `{0}` is not closed",
    help: "write `)`; within one group all separators are `,` or all are `|`",
};

pub(in super::super) const ELEMENT_TYPE_REQUIRED_IN_MIXED_CONTENT: Rule = Rule {
    spring: "An element type is required in the declaration of element type \"{0}\".",
    message: "an element name is missing in the declaration of the element `{0}`",
    help: "write the name behind `|`",
};

pub(in super::super) const MIXED_CONTENT_UNTERMINATED: Rule = Rule {
    spring: "The mixed content model \"{0}\" must end with \")*\" when the types of child elements are constrained.",
    message: "the mixed content of the element `{0}` does not end with `)*`",
    help: "write `)*`",
};

pub(in super::super) const ELEMENT_DECL_UNTERMINATED: Rule = Rule {
    spring: "The declaration for element type \"{0}\" must end with '>'.",
    message: "the declaration of the element `{0}` does not end with `>`",
    help: "write `>`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_ELEMENT_TYPE_IN_ATTRIBUTE_LIST: Rule = Rule {
    spring: "White space is required after \"<!ATTLIST\" in the attribute-list declaration.",
    message: "there is no space behind `<!ATTLIST`",
    help: "put a space behind it",
};

pub(in super::super) const ELEMENT_TYPE_REQUIRED_IN_ATTRIBUTE_LIST: Rule = Rule {
    spring: "The element type is required in the attribute-list declaration.",
    message: "the attribute list names no element",
    help: "write the element's name",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_ATTRIBUTE_NAME_IN_DEFINITION: Rule = Rule {
    spring: "White space is required before the attribute name in the attribute-list declaration for element \"{0}\".",
    message: "there is no space in front of an attribute name in the list of the element `{0}`",
    help: "put a space there",
};

pub(in super::super) const ATT_NAME_REQUIRED_IN_ATT_DEF: Rule = Rule {
    spring: "The attribute name must be specified in the attribute-list declaration for element \"{0}\".",
    message: "an attribute name is missing in the list of the element `{0}`",
    help: "write the name, or `>`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_TYPE_IN_DEFINITION: Rule = Rule {
    spring: "White space is required before the attribute type in the declaration of attribute \"{1}\" for element \"{0}\".",
    message: "there is no space behind the attribute name `{1}`",
    help: "put a space behind it",
};

pub(in super::super) const ATT_TYPE_REQUIRED_IN_ATT_DEF: Rule = Rule {
    spring: "The attribute type is required in the declaration of attribute \"{1}\" for element \"{0}\".",
    message: "the attribute `{1}` has no type",
    help: "write `CDATA` behind its name",
};

pub(in super::super) const SPACE_REQUIRED_AFTER_NOTATION_IN_NOTATIONTYPE: Rule = Rule {
    spring: "White space must appear after \"NOTATION\" in the \"{1}\" attribute declaration.",
    message: "there is no space behind `NOTATION`",
    help: "put a space behind it",
};

pub(in super::super) const OPEN_PAREN_REQUIRED_IN_NOTATIONTYPE: Rule = Rule {
    spring: "The '(' character must follow \"NOTATION\" in the \"{1}\" attribute declaration.",
    message: "there is no `(` behind `NOTATION`",
    help: "write the notations in parentheses",
};

pub(in super::super) const NAME_REQUIRED_IN_NOTATIONTYPE: Rule = Rule {
    spring: "The notation name is required in the notation type list for the \"{1}\" attribute declaration.",
    message: "a notation name is missing for the attribute `{1}`",
    help: "write the name",
};

pub(in super::super) const NOTATION_TYPE_UNTERMINATED: Rule = Rule {
    spring: "The notation type list must end with ')' in the \"{1}\" attribute declaration.",
    message: "the notations of the attribute `{1}` do not end with `)`",
    help: "write `)`",
};

pub(in super::super) const NMTOKEN_REQUIRED_IN_ENUMERATION: Rule = Rule {
    spring: "The name token is required in the enumerated type list for the \"{1}\" attribute declaration.",
    message: "a value is missing in the list of the attribute `{1}`",
    help: "write the value",
};

pub(in super::super) const ENUMERATION_UNTERMINATED: Rule = Rule {
    spring: "The enumerated type list must end with ')' in the \"{1}\" attribute declaration.",
    message: "the values of the attribute `{1}` do not end with `)`",
    help: "write `)`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_DEFAULT_IN_DEFINITION: Rule = Rule {
    spring: "White space is required before the attribute default in the declaration of attribute \"{1}\" for element \"{0}\".",
    message: "there is no space behind the type of the attribute `{1}`",
    help: "put a space behind it",
};

pub(in super::super) const SPACE_REQUIRED_AFTER_FIXED: Rule = Rule {
    spring: "White space must appear after \"FIXED\" in the \"{1}\" attribute declaration.",
    message: "there is no space behind `#FIXED`",
    help: "put a space behind it",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_NOTATION_NAME_IN_NOTATION: Rule = Rule {
    spring: "White space is required after \"<!NOTATION\" in the notation declaration.",
    message: "there is no space behind `<!NOTATION`",
    help: "put a space behind it",
};

pub(in super::super) const NOTATION_NAME_REQUIRED_IN_NOTATION: Rule = Rule {
    spring: "The name of the notation is required in the notation declaration.",
    message: "the notation has no name",
    help: "write the name",
};

pub(in super::super) const SPACE_REQUIRED_AFTER_NOTATION_NAME_IN_NOTATION: Rule = Rule {
    spring: "White space is required after the notation name \"{0}\" in the notation declaration.",
    message: "there is no space behind the notation name `{0}`",
    help: "put a space behind it",
};

pub(in super::super) const EXTERNAL_OR_PUBLIC_ID_REQUIRED: Rule = Rule {
    spring: "The declaration for the notation \"{0}\" must include a system or public identifier.",
    message: "the notation `{0}` has neither a system nor a public identifier",
    help: "write `SYSTEM \"...\"`",
};

pub(in super::super) const NOTATION_DECL_UNTERMINATED: Rule = Rule {
    spring: "The declaration for the notation \"{0}\" must end with '>'.",
    message: "the notation `{0}` does not end with `>`",
    help: "write `>`",
};
