//! Comments and processing instructions.

use super::cursor::{Cursor, Scan};
use super::rules::document as rule;

impl<'t> Cursor<'t> {
    /// The text of a comment; the cursor stands behind `<!--`.
    pub(super) fn comment(&mut self) -> Scan<&'t str> {
        let text = self.until("--", &rule::INVALID_CHAR_IN_COMMENT)?;
        if self.eat('>')? {
            return Ok(text);
        }
        Err(rule::DASH_DASH_IN_COMMENT.broken(self.at - 2, self.at, &[]))
    }

    /// Skips a processing instruction; the cursor stands behind `<?`.
    pub(super) fn instruction(&mut self) -> Scan<()> {
        let start = self.at.saturating_sub(2);
        let Some(target) = self.name()? else {
            return Err(rule::PI_TARGET_REQUIRED.broken(start, self.at, &[]));
        };
        if target.eq_ignore_ascii_case("xml") {
            return Err(rule::RESERVED_PI_TARGET.broken(start, self.at, &[]));
        }
        if self.spaces()? {
            self.until("?>", &rule::INVALID_CHAR_IN_PI)?;
        } else if !self.eat_str("?>")? {
            return Err(self.broken(&rule::SPACE_REQUIRED_IN_PI, &[]));
        }
        Ok(())
    }
}
