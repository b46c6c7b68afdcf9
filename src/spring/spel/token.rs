//! Tokens and how Spring's messages name them.

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    LiteralInt,
    LiteralLong,
    LiteralHexInt,
    LiteralHexLong,
    LiteralString,
    LiteralReal,
    LiteralRealFloat,
    LParen,
    RParen,
    Comma,
    Identifier,
    Colon,
    Hash,
    RSquare,
    LSquare,
    LCurly,
    RCurly,
    Dot,
    Plus,
    Star,
    Minus,
    SelectFirst,
    SelectLast,
    QMark,
    Project,
    Div,
    Ge,
    Gt,
    Le,
    Lt,
    Eq,
    Ne,
    Mod,
    Not,
    Assign,
    Select,
    Power,
    Elvis,
    SafeNavi,
    BeanRef,
    FactoryBeanRef,
    SymbolicOr,
    SymbolicAnd,
    Inc,
    Dec,
}

/// Kind, Spring's name for it, its characters.
const NAMES: [(Kind, &str, &str); 45] = [
    (Kind::LiteralInt, "literal_int", ""),
    (Kind::LiteralLong, "literal_long", ""),
    (Kind::LiteralHexInt, "literal_hexint", ""),
    (Kind::LiteralHexLong, "literal_hexlong", ""),
    (Kind::LiteralString, "literal_string", ""),
    (Kind::LiteralReal, "literal_real", ""),
    (Kind::LiteralRealFloat, "literal_real_float", ""),
    (Kind::LParen, "lparen", "("),
    (Kind::RParen, "rparen", ")"),
    (Kind::Comma, "comma", ","),
    (Kind::Identifier, "identifier", ""),
    (Kind::Colon, "colon", ":"),
    (Kind::Hash, "hash", "#"),
    (Kind::RSquare, "rsquare", "]"),
    (Kind::LSquare, "lsquare", "["),
    (Kind::LCurly, "lcurly", "{"),
    (Kind::RCurly, "rcurly", "}"),
    (Kind::Dot, "dot", "."),
    (Kind::Plus, "plus", "+"),
    (Kind::Star, "star", "*"),
    (Kind::Minus, "minus", "-"),
    (Kind::SelectFirst, "select_first", "^["),
    (Kind::SelectLast, "select_last", "$["),
    (Kind::QMark, "qmark", "?"),
    (Kind::Project, "project", "!["),
    (Kind::Div, "div", "/"),
    (Kind::Ge, "ge", ">="),
    (Kind::Gt, "gt", ">"),
    (Kind::Le, "le", "<="),
    (Kind::Lt, "lt", "<"),
    (Kind::Eq, "eq", "=="),
    (Kind::Ne, "ne", "!="),
    (Kind::Mod, "mod", "%"),
    (Kind::Not, "not", "!"),
    (Kind::Assign, "assign", "="),
    (Kind::Select, "select", "?["),
    (Kind::Power, "power", "^"),
    (Kind::Elvis, "elvis", "?:"),
    (Kind::SafeNavi, "safe_navi", "?."),
    (Kind::BeanRef, "bean_ref", "@"),
    (Kind::FactoryBeanRef, "factory_bean_ref", "&"),
    (Kind::SymbolicOr, "symbolic_or", "||"),
    (Kind::SymbolicAnd, "symbolic_and", "&&"),
    (Kind::Inc, "inc", "++"),
    (Kind::Dec, "dec", "--"),
];

impl Kind {
    fn entry(self) -> (&'static str, &'static str) {
        NAMES
            .iter()
            .find(|(kind, ..)| *kind == self)
            .map_or(("", ""), |(_, name, characters)| (name, characters))
    }

    /// How messages name it: `rparen())`.
    pub(super) fn name(self) -> String {
        let (name, characters) = self.entry();
        if characters.is_empty() { name.to_owned() } else { format!("{name}({characters})") }
    }

    /// The token that starts with these two characters, else with the first.
    pub(super) fn of(first: char, second: Option<char>) -> Option<Self> {
        let is = |wanted: &str| {
            NAMES.iter().find(|(.., characters)| *characters == wanted).map(|(kind, ..)| *kind)
        };
        let pair = second.and_then(|second| is(&format!("{first}{second}")));
        pair.or_else(|| is(&first.to_string()))
    }

    /// The operator with a name instead of signs, any case.
    pub(super) fn named_operator(word: &str) -> Option<Self> {
        Some(match word.to_ascii_uppercase().as_str() {
            "DIV" => Self::Div,
            "EQ" => Self::Eq,
            "GE" => Self::Ge,
            "GT" => Self::Gt,
            "LE" => Self::Le,
            "LT" => Self::Lt,
            "MOD" => Self::Mod,
            "NE" => Self::Ne,
            "NOT" => Self::Not,
            _ => return None,
        })
    }

    /// How many characters it has.
    pub(super) fn length(self) -> usize {
        self.entry().1.len()
    }
}

/// A token with its place, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The text of literals, identifiers and operators with a name.
    pub(super) text: Option<String>,
    pub(super) start: usize,
}

impl Token {
    /// How messages show it.
    pub(super) fn shown(&self) -> String {
        match &self.text {
            Some(text) if self.kind.length() == 0 => text.clone(),
            _ => self.kind.name(),
        }
    }
}
