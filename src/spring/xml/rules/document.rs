//! What the JDK's parser says of each fault in a document, with our own words and the way out.
//!
//! `spring` is the text of the parser's message catalogue (`XMLMessages`), whose key the constant is named after.

use super::Rule;

pub(in super::super) const CONTENT_ILLEGAL_IN_PROLOG: Rule = Rule {
    spring: "Content is not allowed in prolog.",
    message: "there is text in front of the root element",
    help: "delete everything in front of the first `<`; only comments and white space may stand there",
};

pub(in super::super) const REFERENCE_ILLEGAL_IN_PROLOG: Rule = Rule {
    spring: "Reference is not allowed in prolog.",
    message: "there is a reference in front of the root element",
    help: "delete everything in front of the first `<`; only comments and white space may stand there",
};

pub(in super::super) const MARKUP_NOT_RECOGNIZED_IN_PROLOG: Rule = Rule {
    spring: "The markup in the document preceding the root element must be well-formed.",
    message: "this is no markup that may stand in front of the root element",
    help: "write a start tag such as `<beans>`, a comment `<!-- .. -->` or nothing here",
};

pub(in super::super) const CONTENT_ILLEGAL_IN_TRAILING_MISC: Rule = Rule {
    spring: "Content is not allowed in trailing section.",
    message: "there is text behind the end of the root element",
    help: "delete what follows the last end tag, or move it in front of that tag",
};

pub(in super::super) const MARKUP_NOT_RECOGNIZED_IN_MISC: Rule = Rule {
    spring: "The markup in the document following the root element must be well-formed.",
    message: "there is markup behind the end of the root element",
    help: "a document has one root element: move this in front of its end tag, or delete it",
};

pub(in super::super) const PREMATURE_EOF: Rule = Rule {
    spring: "Premature end of file.",
    message: "the file ends before the root element has begun",
    help: "write a root element, such as `<beans xmlns=\"http://www.springframework.org/schema/beans\">..</beans>`",
};

pub(in super::super) const MARKUP_ENTITY_MISMATCH: Rule = Rule {
    spring: "XML document structures must start and end within the same entity.",
    message: "the file ends in the middle of the document",
    help: "close what is still open; if the file was cut off, copy it again",
};

pub(in super::super) const MARKUP_NOT_RECOGNIZED_IN_CONTENT: Rule = Rule {
    spring: "The content of elements must consist of well-formed character data or markup.",
    message: "a `<` that starts no tag",
    help: "write `&lt;` for the character itself",
};

pub(in super::super) const INVALID_COMMENT_START: Rule = Rule {
    spring: "Comment must start with \"<!--\".",
    message: "a comment that starts with `<!-` and not with `<!--`",
    help: "write `<!--`",
};

pub(in super::super) const DASH_DASH_IN_COMMENT: Rule = Rule {
    spring: "The string \"--\" is not permitted within comments.",
    message: "a comment has `--` in it",
    help: "put a space between the two hyphens, or end the comment with `-->`",
};

pub(in super::super) const INVALID_CHAR_IN_COMMENT: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the comment.",
    message: "the character U+{0} may not stand in a comment",
    help: "delete the character",
};

pub(in super::super) const PI_TARGET_REQUIRED: Rule = Rule {
    spring: "The processing instruction must begin with the name of the target.",
    message: "a processing instruction without a name",
    help: "write a name right behind `<?`, or delete the instruction",
};

pub(in super::super) const RESERVED_PI_TARGET: Rule = Rule {
    spring: "The processing instruction target matching \"[xX][mM][lL]\" is not allowed.",
    message: "an XML declaration that is not at the very start of the file",
    help: "move `<?xml ..?>` to the first byte of the file: no line, no blank and no comment may stand before it; or delete it",
};

pub(in super::super) const SPACE_REQUIRED_IN_PI: Rule = Rule {
    spring: "White space is required between the processing instruction target and data.",
    message: "a processing instruction whose name ends in the wrong place",
    help: "put a space behind the name, or close it with `?>`",
};

pub(in super::super) const INVALID_CHAR_IN_PI: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the processing instruction.",
    message: "the character U+{0} may not stand in a processing instruction",
    help: "delete the character",
};

pub(in super::super) const ELEMENT_UNTERMINATED: Rule = Rule {
    spring: "Element type \"{0}\" must be followed by either attribute specifications, \">\" or \"/>\".",
    message: "the start tag `<{0}` does not go on as a tag",
    help: "put a space in front of each attribute and write `>` or `/>` at the end",
};

pub(in super::super) const EQ_REQUIRED_IN_ATTRIBUTE: Rule = Rule {
    spring: "Attribute name \"{1}\" associated with an element type \"{0}\" must be followed by the ' = ' character.",
    message: "the attribute `{1}` has no `=`",
    help: "write `{1}=\"...\"`",
};

pub(in super::super) const OPEN_QUOTE_EXPECTED: Rule = Rule {
    spring: "Open quote is expected for attribute \"{1}\" associated with an  element type  \"{0}\".",
    message: "the value of the attribute `{1}` is not in quotes",
    help: "put the value in quotes: `{1}=\"...\"`",
};

pub(in super::super) const LESS_THAN_IN_ATT_VALUE: Rule = Rule {
    spring: "The value of attribute \"{1}\" associated with an element type \"{0}\" must not contain the '<' character.",
    message: "the value of the attribute `{1}` has a `<` in it",
    help: "write `&lt;` for the character itself, or add the closing quote if it is missing further up",
};

pub(in super::super) const INVALID_CHAR_IN_ATT_VALUE: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{2}) was found in the value of attribute \"{1}\" and element is \"{0}\".",
    message: "the character U+{2} may not stand in the value of the attribute `{1}`",
    help: "delete the character",
};

pub(in super::super) const ATTRIBUTE_NOT_UNIQUE: Rule = Rule {
    spring: "Attribute \"{1}\" was already specified for element \"{0}\".",
    message: "the attribute `{1}` stands in this tag twice",
    help: "delete one of the two",
};

pub(in super::super) const END_TAG_REQUIRED: Rule = Rule {
    spring: "The element type \"{0}\" must be terminated by the matching end-tag \"</{0}>\".",
    message: "the element `{0}` is not closed where it should be",
    help: "write `</{0}>` here, or correct the name in this end tag",
};

pub(in super::super) const END_TAG_UNTERMINATED: Rule = Rule {
    spring: "The end-tag for element type \"{0}\" must end with a '>' delimiter.",
    message: "the end tag `</{0}` does not end with `>`",
    help: "write `</{0}>`",
};

pub(in super::super) const CDATA_END_IN_CONTENT: Rule = Rule {
    spring: "The character sequence \"]]>\" must not appear in content unless used to mark the end of a CDATA section.",
    message: "the text has `]]>` in it",
    help: "write `]]&gt;`",
};

pub(in super::super) const INVALID_CHAR_IN_CONTENT: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the element content of the document.",
    message: "the character U+{0} may not stand in text",
    help: "delete the character",
};

pub(in super::super) const INVALID_CHAR_IN_CDATA: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the CDATA section.",
    message: "the character U+{0} may not stand in a CDATA section",
    help: "delete the character",
};

pub(in super::super) const NAME_REQUIRED_IN_REFERENCE: Rule = Rule {
    spring: "The entity name must immediately follow the '&' in the entity reference.",
    message: "an `&` that starts no reference",
    help: "write `&amp;` for the character itself",
};

pub(in super::super) const SEMICOLON_REQUIRED_IN_REFERENCE: Rule = Rule {
    spring: "The reference to entity \"{0}\" must end with the ';' delimiter.",
    message: "the reference `&{0}` is not closed by `;`",
    help: "write `&amp;{0}` if the `&` is meant as it stands",
};

pub(in super::super) const ENTITY_NOT_DECLARED: Rule = Rule {
    spring: "The entity \"{0}\" was referenced, but not declared.",
    message: "there is no entity `{0}`",
    help: "write `&amp;{0};` if the `&` is meant as it stands; only amp, lt, gt, quot and apos can be referred to",
};

pub(in super::super) const HEXDIGIT_REQUIRED_IN_CHAR_REF: Rule = Rule {
    spring: "A hexadecimal representation must immediately follow the \"&#x\" in a character reference.",
    message: "`&#x` without a hexadecimal number",
    help: "write `&amp;#x` if the `&` is meant as it stands",
};

pub(in super::super) const DIGIT_REQUIRED_IN_CHAR_REF: Rule = Rule {
    spring: "A decimal representation must immediately follow the \"&#\" in a character reference.",
    message: "`&#` without a number",
    help: "write `&amp;#` if the `&` is meant as it stands",
};

pub(in super::super) const SEMICOLON_REQUIRED_IN_CHAR_REF: Rule = Rule {
    spring: "The character reference must end with the ';' delimiter.",
    message: "the character reference is not closed by `;`",
    help: "write `;` behind the number",
};

pub(in super::super) const INVALID_CHAR_REF: Rule = Rule {
    spring: "Character reference \"&#{0}\" is an invalid XML character.",
    message: "`&#{0};` is no character that XML allows",
    help: "delete the reference; control characters cannot be written in XML 1.0 at all",
};

pub(in super::super) const VERSION_INFO_REQUIRED: Rule = Rule {
    spring: "The version is required in the XML declaration.",
    message: "the XML declaration has no version",
    help: "write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`",
};

pub(in super::super) const VERSION_NOT_SUPPORTED: Rule = Rule {
    spring: "XML version \"{0}\" is not supported, only XML 1.0 is supported.",
    message: "XML version `{0}` does not exist",
    help: "write `version=\"1.0\"`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_VERSION_IN_XML_DECL: Rule = Rule {
    spring: "White space is required before the version pseudo attribute in the XML declaration.",
    message: "there is no space before `version`",
    help: "put a space in front of `version`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_ENCODING_IN_XML_DECL: Rule = Rule {
    spring: "White space is required before the encoding pseudo attribute in the XML declaration.",
    message: "there is no space before `encoding`",
    help: "put a space in front of `encoding`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_STANDALONE: Rule = Rule {
    spring: "White space is required before the encoding pseudo attribute in the XML declaration.",
    message: "there is no space before `standalone`",
    help: "put a space in front of `standalone`",
};

pub(in super::super) const STANDALONE_INVALID: Rule = Rule {
    spring: "The standalone document declaration value must be \"yes\" or \"no\", not \"{0}\".",
    message: "`standalone` is neither yes nor no",
    help: "write `standalone=\"yes\"` or delete it",
};

pub(in super::super) const STANDALONE_NAME_INVALID: Rule = Rule {
    spring: "The standalone name in XML declaration may be misspelled.",
    message: "something other than `standalone` behind the encoding",
    help: "write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`",
};

pub(in super::super) const ENCODING_DECL_REQUIRED: Rule = Rule {
    spring: "The encoding declaration is required in the text declaration.",
    message: "something other than `encoding` behind the version",
    help: "write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`",
};

pub(in super::super) const NO_MORE_PSEUDO_ATTRIBUTES: Rule = Rule {
    spring: "No more pseudo attributes are allowed.",
    message: "the XML declaration says too much",
    help: "write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`",
};

pub(in super::super) const PSEUDO_ATTR_NAME_EXPECTED: Rule = Rule {
    spring: "A pseudo attribute name is expected.",
    message: "something other than version, encoding or standalone in the XML declaration",
    help: "write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`",
};

pub(in super::super) const EQ_REQUIRED_IN_XML_DECL: Rule = Rule {
    spring: "The ' = ' character must follow \"{0}\" in the XML declaration.",
    message: "`{0}` in the XML declaration has no `=`",
    help: "write `{0}=\"...\"`",
};

pub(in super::super) const QUOTE_REQUIRED_IN_XML_DECL: Rule = Rule {
    spring: "The value following \"{0}\" in the XML declaration must be a quoted string.",
    message: "the value of `{0}` in the XML declaration is not in quotes",
    help: "put the value in quotes",
};

pub(in super::super) const INVALID_CHAR_IN_XML_DECL: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the XML declaration.",
    message: "the character U+{0} may not stand in the XML declaration",
    help: "delete the character",
};

pub(in super::super) const XML_DECL_UNTERMINATED: Rule = Rule {
    spring: "The XML declaration must end with \"?>\".",
    message: "the XML declaration does not end with `?>`",
    help: "write `?>` at its end",
};

pub(in super::super) const DOCTYPE_ILLEGAL_IN_CONTENT: Rule = Rule {
    spring: "Scanner State 24 not Recognized ",
    message: "a document type declaration inside the root element",
    help: "move it in front of the root element, or delete it",
};

pub(in super::super) const ALREADY_SEEN_DOCTYPE: Rule = Rule {
    spring: "Already seen doctype.",
    message: "a second document type declaration",
    help: "delete one of the two `<!DOCTYPE ..>`",
};

pub(in super::super) const SPACE_REQUIRED_BEFORE_ROOT_ELEMENT_TYPE_IN_DOCTYPE: Rule = Rule {
    spring: "White space is required after \"<!DOCTYPE\" in the document type declaration.",
    message: "there is no space behind `<!DOCTYPE`",
    help: "put a space behind it",
};

pub(in super::super) const ROOT_ELEMENT_TYPE_REQUIRED: Rule = Rule {
    spring: "The root element type must appear after \"<!DOCTYPE\" in the document type declaration.",
    message: "the document type declaration names no root element",
    help: "write the name of the root element, such as `<!DOCTYPE beans ..>`",
};

pub(in super::super) const SPACE_REQUIRED_AFTER_PUBLIC: Rule = Rule {
    spring: "White spaces are required after keyword PUBLIC in DOCTYPE decl.",
    message: "there is no space behind `PUBLIC`",
    help: "put a space behind it",
};

pub(in super::super) const SPACE_REQUIRED_AFTER_SYSTEM: Rule = Rule {
    spring: "White space is required after keyword SYSTEM in DOCTYPE decl.",
    message: "there is no space behind `SYSTEM`",
    help: "put a space behind it",
};

pub(in super::super) const SPACE_REQUIRED_BETWEEN_PUBLIC_AND_SYSTEM: Rule = Rule {
    spring: "White spaces are required between publicId and systemId.",
    message: "there is no space between the public and the system identifier",
    help: "put a space between them",
};

pub(in super::super) const QUOTE_REQUIRED_IN_PUBLIC_ID: Rule = Rule {
    spring: "The public identifier must begin with either a single or double quote character.",
    message: "the public identifier is not in quotes",
    help: "put it in quotes",
};

pub(in super::super) const QUOTE_REQUIRED_IN_SYSTEM_ID: Rule = Rule {
    spring: "The system identifier must begin with either a single or double quote character.",
    message: "the system identifier is not in quotes",
    help: "put it in quotes",
};

pub(in super::super) const INVALID_CHAR_IN_PUBLIC_ID: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the public identifier.",
    message: "the character U+{0} may not stand in a public identifier",
    help: "delete the character",
};

pub(in super::super) const INVALID_CHAR_IN_SYSTEM_ID: Rule = Rule {
    spring: "An invalid XML character (Unicode: 0x{0}) was found in the system identifier.",
    message: "the character U+{0} may not stand in a system identifier",
    help: "delete the character",
};

pub(in super::super) const DOCTYPE_UNTERMINATED: Rule = Rule {
    spring: "The document type declaration for root element type \"{0}\" must end with '>'.",
    message: "the document type declaration does not end with `>`",
    help: "write `<!DOCTYPE {0}>`",
};
