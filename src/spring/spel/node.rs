//! The syntax tree.

/// A literal.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// `'..'` or `".."`, doubled quotes made single.
    Text(String),
    /// `1`, `0x1`.
    Int(i32),
    /// `1L`.
    Long(i64),
    /// `1.5`.
    Double(f64),
    /// `1.5f`.
    Float(f32),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `!`, `not`.
    Not,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `||`, `or`.
    Or,
    /// `&&`, `and`.
    And,
    /// `==`, `eq`.
    Equal,
    /// `!=`, `ne`.
    NotEqual,
    /// `<`, `lt`.
    Less,
    /// `<=`, `le`.
    LessOrEqual,
    /// `>`, `gt`.
    Greater,
    /// `>=`, `ge`.
    GreaterOrEqual,
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`, `div`.
    Divide,
    /// `%`, `mod`.
    Modulus,
    /// `^`.
    Power,
    /// `instanceof`.
    InstanceOf,
    /// `matches`.
    Matches,
    /// `between`.
    Between,
}

/// Which elements a selection keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// `?[..]`.
    All,
    /// `^[..]`.
    First,
    /// `$[..]`.
    Last,
}

/// A node of the tree, without its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Syntax {
    /// A literal.
    Literal(Literal),
    /// `name` or `.name`.
    Property(String),
    /// `name(..)` or `.name(..)`.
    Method(String, Vec<Node>),
    /// `#name`.
    Variable(String),
    /// `#name(..)`.
    Function(String),
    /// `@name`, `&name` (the ampersand kept).
    Bean(String),
    /// `T(name)`, array brackets kept.
    Type(String),
    /// `new name(..)`.
    New(String, Vec<Node>),
    /// `new name[]{..}` with its items; without them where a size or more dimensions are written.
    NewArray(String, Option<Vec<Node>>),
    /// `[..]`.
    Index(Box<Node>),
    /// `![..]`.
    Projection(Box<Node>),
    /// `?[..]` and its kin.
    Selection(Selection, Box<Node>),
    /// `{a, b}`.
    List(Vec<Node>),
    /// `{a: b}`.
    Map(Vec<(Node, Node)>),
    /// `a.b.c`; the flag says whether a null before it ends the chain (`?.`).
    Chain(Box<Node>, Vec<(bool, Node)>),
    /// An operator with one operand.
    Unary(UnaryOperator, Box<Node>),
    /// An operator with two operands.
    Binary(BinaryOperator, Box<Node>, Box<Node>),
    /// `a ? b : c`.
    Ternary(Box<Node>, Box<Node>, Box<Node>),
    /// `a ?: b`.
    Elvis(Box<Node>, Box<Node>),
    /// `a = b`, `a++` and the like, which definitions have no use for; with the name, where a name by itself stands for
    /// what would be changed.
    Assignment(Option<String>),
    /// `a++`, `--a` and the like of a name by itself, and whether that is an `increment` or a `decrement`.
    Step(String, &'static str),
    /// `5++` and the like, with the literal.
    Unassignable(Literal),
}

/// A node with its place in the expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it starts, in characters from the expression's start.
    pub at: usize,
    /// What it is.
    pub syntax: Syntax,
}
