//! `java.net.URI` and `java.net.URL`: their parts, and what they refuse.
//!
//! Rules from the JDK's `URI.Parser`, which follows RFC 2396 and says at which character a text breaks it.

use crate::spring::resource::{is_known_protocol, percent_decoded};

use super::super::super::object::Object;
use super::super::Thrown;
use super::{Invocation, Method, plain};

const STRING: &str = "java.lang.String";
const URI: &str = "java.net.URI";
const URL: &str = "java.net.URL";

pub(super) const METHODS: &[Method] = &[
    Method::of_class("java.net.InetAddress", "getLoopbackAddress", &[], "java.net.InetAddress", |_| {
        Ok(Object::scalar("java.net.Inet4Address", "localhost/127.0.0.1"))
    }),
    Method::instance("java.net.Inet4Address", "getHostAddress", &[], "java.lang.String", |call| {
        plain(call.this().rsplit('/').next().unwrap_or_default())
    }),
    Method::instance("java.net.Inet4Address", "getHostName", &[], "java.lang.String", |call| {
        plain(call.this().split('/').next().unwrap_or_default())
    }),
    Method::of_class(URI, "create", &[STRING], URI, |call| {
        let text = call.text(0);
        check(text).map_err(|thrown| call.thrown_for(0, thrown.text))?;
        Ok(Object::scalar(URI, text))
    }),
    Method::instance(URI, "getScheme", &[], STRING, |call| Ok(text(parts(call).scheme))),
    Method::instance(URI, "getAuthority", &[], STRING, |call| Ok(decoded(parts(call).authority))),
    Method::instance(URI, "getUserInfo", &[], STRING, |call| Ok(decoded(parts(call).user))),
    Method::instance(URI, "getRawUserInfo", &[], STRING, |call| Ok(text(parts(call).user))),
    Method::instance(URI, "getHost", &[], STRING, |call| Ok(text(parts(call).host))),
    Method::instance(URI, "getPort", &[], "int", |call| Ok(Object::integer(parts(call).port))),
    Method::instance(URI, "getPath", &[], STRING, |call| Ok(decoded(parts(call).path))),
    Method::instance(URI, "getRawPath", &[], STRING, |call| Ok(text(parts(call).path))),
    Method::instance(URI, "getQuery", &[], STRING, |call| Ok(decoded(parts(call).query))),
    Method::instance(URI, "getRawQuery", &[], STRING, |call| Ok(text(parts(call).query))),
    Method::instance(URI, "getFragment", &[], STRING, |call| Ok(decoded(parts(call).fragment))),
    Method::instance(URI, "isAbsolute", &[], "boolean", |call| {
        Ok(Object::Boolean(parts(call).scheme.is_some()))
    }),
    Method::instance(URI, "isOpaque", &[], "boolean", |call| Ok(Object::Boolean(parts(call).path.is_none()))),
    Method::instance(URL, "getProtocol", &[], STRING, |call| Ok(text(parts(call).scheme))),
    Method::instance(URL, "getAuthority", &[], STRING, |call| Ok(text(parts(call).authority))),
    Method::instance(URL, "getUserInfo", &[], STRING, |call| Ok(text(parts(call).user))),
    Method::instance(URL, "getHost", &[], STRING, |call| plain(parts(call).host.unwrap_or(""))),
    Method::instance(URL, "getPort", &[], "int", |call| Ok(Object::integer(parts(call).port))),
    Method::instance(URL, "getPath", &[], STRING, |call| plain(parts(call).path.unwrap_or(""))),
    Method::instance(URL, "getQuery", &[], STRING, |call| Ok(text(parts(call).query))),
    Method::instance(URL, "getRef", &[], STRING, |call| Ok(text(parts(call).fragment))),
    Method::instance(URL, "getFile", &[], STRING, |call| {
        let parts = parts(call);
        let query = parts.query.map(|query| format!("?{query}")).unwrap_or_default();
        plain(format!("{}{query}", parts.path.unwrap_or("")))
    }),
];

/// The parts of a URI, as they are written.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts<'t> {
    scheme: Option<&'t str>,
    authority: Option<&'t str>,
    user: Option<&'t str>,
    /// Only of an authority that names a server: `my_host` doesn't.
    host: Option<&'t str>,
    /// -1 where there is none.
    port: i32,
    /// `None` for an opaque one, such as `mailto:a`.
    path: Option<&'t str>,
    query: Option<&'t str>,
    fragment: Option<&'t str>,
}

fn parts<'c>(call: &'c Invocation<'_>) -> Parts<'c> {
    parts_of(call.this())
}

fn parts_of(uri: &str) -> Parts<'_> {
    let mut parts = Parts { port: -1, ..Parts::default() };
    let (rest, fragment) = cut(uri, '#');
    parts.fragment = fragment;
    let rest = match rest.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '?'])) {
        Some((scheme, rest)) => {
            parts.scheme = Some(scheme);
            if !rest.starts_with('/') {
                return parts;
            }
            rest
        }
        None => rest,
    };
    let (rest, query) = cut(rest, '?');
    parts.query = query;
    let Some(after) = rest.strip_prefix("//") else {
        parts.path = Some(rest);
        return parts;
    };
    let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
    parts.path = Some(path);
    parts.authority = Some(authority).filter(|authority| !authority.is_empty());
    if let Some((user, host, port)) = parts.authority.and_then(server) {
        (parts.user, parts.host, parts.port) = (user, Some(host), port);
    }
    parts
}

fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// User, host and port of an authority that names a server.
fn server(authority: &str) -> Option<(Option<&str>, &str, i32)> {
    let (user, address) =
        authority.split_once('@').map_or((None, authority), |(user, address)| (Some(user), address));
    let end = match address.find(']') {
        Some(bracket) if address.starts_with('[') => bracket + 1,
        _ => address.find(':').unwrap_or(address.len()),
    };
    let (host, port) = address.split_at(end);
    let port = match port.strip_prefix(':') {
        None | Some("") => -1,
        Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => digits.parse().ok()?,
        Some(_) => return None,
    };
    (host.starts_with('[') || is_host(host)).then_some((user, host, port))
}

/// Four numbers, or labels of which the last one starts with a letter.
fn is_host(host: &str) -> bool {
    let numbers: Vec<&str> = host.split('.').collect();
    if numbers.len() == 4 && numbers.iter().all(|number| number.parse::<u8>().is_ok()) {
        return true;
    }
    let labels: Vec<&str> = host.strip_suffix('.').unwrap_or(host).split('.').collect();
    let is_label = |label: &&str| {
        label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    labels.iter().all(is_label)
        && labels.last().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// What `URISyntaxException` says of a text that is no URI.
pub(in super::super) fn check(uri: &str) -> Result<(), Thrown> {
    let fail = |reason: &str, at: usize| {
        let index = uri.get(..at).unwrap_or(uri).encode_utf16().count();
        Err(Thrown::new(format!("{reason} at index {index}: {uri}")))
    };
    let illegal = |what: &str, from: usize, part: &str, allowed: &str| {
        let odd = part.char_indices().find(|(at, character)| !is_legal(part, *at, *character, allowed));
        match odd {
            None => Ok(()),
            // The parser tells where the authority starts.
            Some(_) if what == "authority" => fail("Illegal character in authority", from),
            Some((at, '%')) => fail("Malformed escape pair", from + at),
            Some((at, _)) => fail(&format!("Illegal character in {what}"), from + at),
        }
    };
    let parts = parts_of(uri);
    let start = parts.scheme.map_or(0, |scheme| scheme.len() + 1);
    let named = uri.get(start..).is_some_and(|rest| rest.starts_with("//"));
    let path = if named { start + 2 + parts.authority.map_or(0, str::len) } else { start };
    if let Some(scheme) = parts.scheme {
        match scheme.char_indices().find(|(at, character)| match at {
            0 => !character.is_ascii_alphabetic(),
            _ => !(character.is_ascii_alphanumeric() || "+-.".contains(*character)),
        }) {
            None if scheme.is_empty() => return fail("Expected scheme name", 0),
            Some((at, _)) => return fail("Illegal character in scheme name", at),
            None => {}
        }
        if parts.path.is_none() {
            let end = uri.find('#').unwrap_or(uri.len());
            let opaque = uri.get(start..end).unwrap_or("");
            if opaque.is_empty() {
                return fail("Expected scheme-specific part", start);
            }
            illegal("opaque part", start, opaque, URIC)?;
        }
    }
    if uri.ends_with("//") && parts.path == Some("") && parts.authority.is_none() {
        return fail("Expected authority", uri.len());
    }
    for (what, at, part, allowed) in [
        ("authority", start + 2, parts.authority, "$,;:@&=+[]"),
        ("path", path, parts.path, ";/:@&=+$,"),
        ("query", path + parts.path.map_or(0, str::len) + 1, parts.query, URIC),
        ("fragment", uri.find('#').map_or(0, |mark| mark + 1), parts.fragment, URIC),
    ] {
        illegal(what, at, part.unwrap_or(""), allowed)?;
    }
    Ok(())
}

/// What `MalformedURLException` says of a text that is no URL.
pub(in super::super) fn check_url(url: &str) -> Result<(), String> {
    let start = url.trim_matches(|character| character <= ' ').split('/').next().unwrap_or("");
    let is_protocol = |text: &&str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || ".+-".contains(c))
    };
    match start.split_once(':').map(|(protocol, _)| protocol).filter(is_protocol) {
        None => Err(format!("no protocol: {url}")),
        Some(protocol) if is_known_protocol(protocol) => Ok(()),
        Some(protocol) => Err(format!("unknown protocol: {}", protocol.to_ascii_lowercase())),
    }
}

const URIC: &str = ";/?:@&=+$,[]";

/// Letters, digits and marks are legal everywhere, and so is what isn't ASCII, but for blanks and controls.
fn is_legal(part: &str, at: usize, character: char, allowed: &str) -> bool {
    let hexadecimal = |behind: usize| part.as_bytes().get(at + behind).is_some_and(u8::is_ascii_hexdigit);
    match character {
        '%' => hexadecimal(1) && hexadecimal(2),
        _ if character.is_ascii() => {
            character.is_ascii_alphanumeric()
                || "_-!.~'()*".contains(character)
                || allowed.contains(character)
        }
        _ => !character.is_control() && !character.is_whitespace(),
    }
}

fn text(part: Option<&str>) -> Object {
    part.map_or(Object::Null, Object::plain)
}

fn decoded(part: Option<&str>) -> Object {
    part.map_or(Object::Null, |part| Object::plain(percent_decoded(part)))
}

#[cfg(test)]
mod tests {
    use super::{Parts, check, parts_of};

    #[test]
    fn uris_have_parts() {
        let parts = parts_of("amqp://me:pw@mq.example.com:5671/vh?a=b#c");
        let expected = Parts {
            scheme: Some("amqp"),
            authority: Some("me:pw@mq.example.com:5671"),
            user: Some("me:pw"),
            host: Some("mq.example.com"),
            port: 5671,
            path: Some("/vh"),
            query: Some("a=b"),
            fragment: Some("c"),
        };
        assert_eq!(parts, expected);
        assert_eq!(parts_of("amqp://[::1]:5672").host, Some("[::1]"));
        assert_eq!(
            parts_of("amqp://my_host:5672").host,
            None,
            "no host name: the authority is a name as a whole"
        );
        assert_eq!(parts_of("amqp://10.0.0.1").host, Some("10.0.0.1"));
        assert_eq!(parts_of("mailto:a@b").path, None);
    }

    #[test]
    fn what_is_no_uri_is_told_with_the_place() {
        for (uri, text) in [
            ("a b", "Illegal character in path at index 1: a b"),
            ("amqp://a b/", "Illegal character in authority at index 7: amqp://a b/"),
            ("amqp:", "Expected scheme-specific part at index 5: amqp:"),
            ("amqp://", "Expected authority at index 7: amqp://"),
            ("1a:b", "Illegal character in scheme name at index 0: 1a:b"),
            ("a%zz", "Malformed escape pair at index 1: a%zz"),
            ("/a?{b}", "Illegal character in query at index 3: /a?{b}"),
        ] {
            assert_eq!(check(uri).unwrap_err().text, text);
        }
        assert!(check("amqp://me:p%40w@h:1/%2F?x=y#z").is_ok());
    }
}
