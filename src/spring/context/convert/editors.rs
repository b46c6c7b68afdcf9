//! Spring's property editors.

use crate::diagnostic::Diagnostics;
use crate::source::{Origin, Sources, Text, Traced};
use crate::spring::charset::Charset;
use crate::spring::text::{has_text, java_trim};

use super::super::catalog::JavaType;
use super::super::classes;
use super::super::number::NumberType;
use super::super::object::{Heap, Object, Scalar};
use super::{ConversionError, Converted, Converter, number, wrapper_type};

impl Converter<'_> {
    /// The editor that Spring takes for a type, as its messages name it.
    pub(super) fn editor_name(&self, required: &JavaType) -> Option<&'static str> {
        Some(match required {
            JavaType::Integer | JavaType::Int => {
                "org.springframework.beans.propertyeditors.CustomNumberEditor"
            }
            JavaType::Boolean => "org.springframework.beans.propertyeditors.CustomBooleanEditor",
            JavaType::Properties => "org.springframework.beans.propertyeditors.PropertiesEditor",
            JavaType::List(_) | JavaType::Set(_) => {
                "org.springframework.beans.propertyeditors.CustomCollectionEditor"
            }
            JavaType::Class => "org.springframework.beans.propertyeditors.ClassEditor",
            JavaType::Resource => "org.springframework.core.io.ResourceEditor",
            JavaType::Array(component) if **component == JavaType::Resource => {
                "org.springframework.core.io.support.ResourceArrayPropertyEditor"
            }
            JavaType::Other(name) => return editor_of(name),
            _ => return None,
        })
    }

    /// What the type's editor makes of a value that doesn't fit yet; the value itself when there is none.
    pub(super) fn edited(&self, value: &Object, required: &JavaType) -> Converted {
        if let Some(class) = collection_class(required).filter(|_| !value.is_null()) {
            return collection(class, value, self.heap);
        }
        if let Some(text) = self.comma_separated(value, required) {
            return self.edited(&Object::Text(text), required);
        }
        match (required, value) {
            (JavaType::Array(component), _) if **component == JavaType::Resource => self.resources(value),
            (JavaType::Array(component), Object::Text(text)) => self.array(component, text),
            (JavaType::Properties, Object::Map(map)) => {
                Ok(Object::map("java.util.Properties", map.entries.as_ref().clone()))
            }
            (JavaType::Properties, Object::Text(text)) => properties(text),
            (JavaType::Integer, Object::Text(text)) => optional_number(text, NumberType::Integer),
            (JavaType::Int, Object::Text(text)) => number(text, NumberType::Integer),
            (JavaType::Boolean, Object::Text(text)) => boolean(text, true),
            (JavaType::Class, Object::Text(text)) => self.class(text),
            (JavaType::Resource, Object::Text(text)) => self.resource(text),
            (JavaType::Other(name), Object::Text(text)) => self.other(name, text, value),
            (JavaType::Int, Object::Number(found)) => {
                Ok(found.converted(NumberType::Integer).map_or_else(|_| value.clone(), Object::Number))
            }
            (JavaType::Integer | JavaType::Other(_), Object::Number(found)) => {
                let primitive = match required {
                    JavaType::Other(name) if wrapper_type(required).is_none() => NumberType::named(name),
                    _ => None,
                };
                let converted = primitive.and_then(|target| found.converted(target).ok());
                Ok(converted.map_or_else(|| value.clone(), Object::Number))
            }
            _ => Ok(value.clone()),
        }
    }

    /// An array of strings where no array is wanted is one text with commas.
    fn comma_separated(&self, value: &Object, required: &JavaType) -> Option<Text> {
        let Object::Sequence(sequence) = value else { return None };
        if &*sequence.class != "java.lang.String[]" || matches!(required, JavaType::Array(_)) {
            return None;
        }
        let parts: Vec<String> = sequence.items.iter().map(|item| self.to_text(&item.value)).collect();
        Some(Text::plain(parts.join(",")).guarded(value.is_secret()))
    }

    fn other(&self, name: &str, text: &Text, value: &Object) -> Converted {
        if let Some(target) = NumberType::named(name) {
            let primitive = !name.contains('.');
            return if primitive { number(text, target) } else { optional_number(text, target) };
        }
        let trimmed = java_trim(text.reveal());
        match name {
            "boolean" => boolean(text, false),
            "char" | "java.lang.Character" => character(text, name == "java.lang.Character"),
            _ if editor_of(name).is_some() && !has_text(text.reveal()) => Ok(Object::Null),
            "java.io.File" => self.file(text),
            "java.net.URL" => self.url(text),
            "java.net.URI" => self.uri(trimmed),
            "java.nio.charset.Charset" => charset(trimmed),
            "java.io.InputStream" | "java.io.Reader" | "org.xml.sax.InputSource" => self.stream(name, text),
            "java.util.Locale" => locale(text),
            "java.util.UUID" => match uuid(trimmed) {
                Some(written) => Ok(scalar(name, &written, text)),
                None => {
                    Err(ConversionError::illegal_argument(format!("Invalid UUID string: {}", text.shown())))
                }
            },
            "java.util.Currency" if !is_currency(trimmed) => {
                Err(ConversionError::illegal_argument("java.lang.IllegalArgumentException"))
            }
            "java.util.TimeZone"
            | "java.util.regex.Pattern"
            | "java.util.Currency"
            | "java.time.ZoneId"
            | "java.nio.file.Path" => Ok(scalar(name, trimmed, text)),
            "java.util.SortedMap" => Err(ConversionError::illegal_argument(format!(
                "Value cannot be converted to Map: {}",
                text.shown()
            ))),
            _ => Ok(value.clone()),
        }
    }
}

fn editor_of(name: &str) -> Option<&'static str> {
    if NumberType::named(name).is_some() {
        return Some("org.springframework.beans.propertyeditors.CustomNumberEditor");
    }
    Some(match name {
        "boolean" => "org.springframework.beans.propertyeditors.CustomBooleanEditor",
        "char" | "java.lang.Character" => "org.springframework.beans.propertyeditors.CharacterEditor",
        "java.util.Collection" | "java.util.SortedSet" => {
            "org.springframework.beans.propertyeditors.CustomCollectionEditor"
        }
        "java.util.SortedMap" => "org.springframework.beans.propertyeditors.CustomMapEditor",
        "java.io.File" => "org.springframework.beans.propertyeditors.FileEditor",
        "java.io.InputStream" => "org.springframework.beans.propertyeditors.InputStreamEditor",
        "java.io.Reader" => "org.springframework.beans.propertyeditors.ReaderEditor",
        "org.xml.sax.InputSource" => "org.springframework.beans.propertyeditors.InputSourceEditor",
        "java.net.URL" => "org.springframework.beans.propertyeditors.URLEditor",
        "java.net.URI" => "org.springframework.beans.propertyeditors.URIEditor",
        "java.nio.charset.Charset" => "org.springframework.beans.propertyeditors.CharsetEditor",
        "java.nio.file.Path" => "org.springframework.beans.propertyeditors.PathEditor",
        "java.util.Currency" => "org.springframework.beans.propertyeditors.CurrencyEditor",
        "java.util.Locale" => "org.springframework.beans.propertyeditors.LocaleEditor",
        "java.util.TimeZone" => "org.springframework.beans.propertyeditors.TimeZoneEditor",
        "java.util.UUID" => "org.springframework.beans.propertyeditors.UUIDEditor",
        "java.util.regex.Pattern" => "org.springframework.beans.propertyeditors.PatternEditor",
        "java.time.ZoneId" => "org.springframework.beans.propertyeditors.ZoneIdEditor",
        _ => return None,
    })
}

/// The classes whose values are kept as their text.
const SCALARS: [&str; 7] = [
    "java.io.File",
    "java.net.URL",
    "java.net.URI",
    "java.util.Currency",
    "java.util.Locale",
    "java.util.UUID",
    "java.util.regex.Pattern",
];

pub(super) fn scalar(class: &str, text: &str, source: &Text) -> Object {
    let class = match class {
        // The classes that the JDK's objects have in truth.
        "java.nio.file.Path" => "sun.nio.fs.UnixPath",
        "java.util.TimeZone" => "sun.util.calendar.ZoneInfo",
        "java.time.ZoneId" => "java.time.ZoneRegion",
        _ => SCALARS.into_iter().find(|known| *known == class).unwrap_or("java.lang.Object"),
    };
    Object::Scalar(std::sync::Arc::new(Scalar { class, text: Text::plain(text).guarded(source.is_secret()) }))
}

/// `UUID.fromString`, as `toString` writes it: five groups of hexadecimal digits, the last ones of each counting.
pub(in super::super) fn uuid(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('-').collect();
    let hexadecimal = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    if groups.len() != 5 || text.len() > 36 || !groups.iter().all(hexadecimal) {
        return None;
    }
    let of_width = |(group, width): (&&str, usize)| {
        let group = group.get(group.len().saturating_sub(width)..).unwrap_or_default();
        format!("{group:0>width$}").to_lowercase()
    };
    let written: Vec<String> = groups.iter().zip([8, 4, 4, 4, 12]).map(of_width).collect();
    Some(written.join("-"))
}

/// The codes that Java's `Currency` knows.
const CURRENCIES: &str = "\
    ADP AED AFA AFN ALL AMD ANG AOA ARS ATS AUD AWG AYM AZM AZN BAM BBD BDT BEF BGL BGN BHD BIF BMD BND BOB BOV \
    BRL BSD BTN BWP BYB BYN BYR BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CSD CUC CUP CVE CYP CZK DEM DJF \
    DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM FJD FKP FRF GBP GEL GHC GHS GIP GMD GNF GRD GTQ GWP GYD HKD HNL HRK \
    HTG HUF IDR IEP ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
    LTL LUF LVL LYD MAD MDL MGA MGF MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZM MZN NAD NGN NIO NLG \
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PTE PYG QAR ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SEK SGD SHP \
    SIT SKK SLE SLL SOS SRD SRG SSP STD STN SVC SYP SZL THB TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UGX \
    USD USN USS UYI UYU UZS VEB VED VEF VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XFO XFU XOF XPD \
    XPF XPT XSU XTS XUA XXX YER YUM ZAR ZMK ZMW ZWD ZWG ZWL ZWN ZWR";

fn is_currency(code: &str) -> bool {
    CURRENCIES.split(' ').any(|known| known == code)
}

/// `StringUtils.parseLocaleString`: language, country and variant, parted by underlines or blanks.
fn locale(text: &Text) -> Converted {
    let parts: Vec<&str> = text.reveal().split(['_', ' ']).filter(|part| !part.is_empty()).collect();
    let is_odd = |part: &&&str| !part.chars().all(|c| c.is_alphanumeric() || " _-#".contains(c));
    if let Some(odd) = parts.iter().take(2).find(is_odd) {
        let shown = if text.is_secret() { "***" } else { odd };
        return Err(ConversionError::illegal_argument(format!(
            "Locale part \"{shown}\" contains invalid characters"
        )));
    }
    let [language, rest @ ..] = parts.as_slice() else { return Ok(Object::Null) };
    let mut written = language.to_lowercase();
    for (place, part) in rest.iter().enumerate() {
        written.push('_');
        written.push_str(&if place == 0 { part.to_uppercase() } else { (*part).to_owned() });
    }
    Ok(scalar("java.util.Locale", &written, text))
}

fn charset(name: &str) -> Converted {
    let java = Charset::of_java(name).map(Charset::name);
    let other = || encoding_rs::Encoding::for_label(name.as_bytes()).map(encoding_rs::Encoding::name);
    match java.or_else(other) {
        Some(name) => Ok(Object::scalar(charset_class(name), name)),
        None => Err(ConversionError {
            exception: "java.nio.charset.UnsupportedCharsetException",
            text: name.to_owned(),
        }),
    }
}

/// The class that the JDK has for a charset of this name, as far as it is known.
pub(in super::super) fn charset_class(name: &str) -> &'static str {
    match name {
        "UTF-8" => "sun.nio.cs.UTF_8",
        "ISO-8859-1" => "sun.nio.cs.ISO_8859_1",
        "US-ASCII" => "sun.nio.cs.US_ASCII",
        "UTF-16" => "sun.nio.cs.UTF_16",
        _ => "java.nio.charset.Charset",
    }
}

fn optional_number(text: &Text, target: NumberType) -> Converted {
    if has_text(text.reveal()) { number(text, target) } else { Ok(Object::Null) }
}

fn boolean(text: &Text, allow_empty: bool) -> Converted {
    let word = java_trim(text.reveal());
    let is = |words: [&str; 3]| words.into_iter().any(|known| known.eq_ignore_ascii_case(word));
    match word {
        "" if allow_empty => Ok(Object::Null),
        "1" => Ok(Object::Boolean(true)),
        "0" => Ok(Object::Boolean(false)),
        _ if is(["true", "on", "yes"]) => Ok(Object::Boolean(true)),
        _ if is(["false", "off", "no"]) => Ok(Object::Boolean(false)),
        _ => Err(ConversionError::illegal_argument(format!("Invalid boolean value [{}]", text.shown()))),
    }
}

fn character(text: &Text, allow_empty: bool) -> Converted {
    let written = text.reveal();
    let unicode = written.strip_prefix("\\u").filter(|digits| digits.len() == 4);
    if let Some(code) = unicode.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        return Ok(char::from_u32(code).map_or(Object::Null, Object::Character));
    }
    let mut characters = written.chars();
    match (characters.next(), characters.next()) {
        (None, _) if allow_empty => Ok(Object::Null),
        (Some(only), None) => Ok(Object::Character(only)),
        _ => Err(ConversionError::illegal_argument(format!(
            "String [{}] with length {} cannot be converted to char type: neither Unicode nor single character",
            text.shown(),
            written.encode_utf16().count()
        ))),
    }
}

/// The text of a `Properties` value, read as a properties file.
fn properties(text: &Text) -> Converted {
    // The characters that ISO-8859-1 lacks become `?`, as `String.getBytes` has it.
    let bytes: Vec<u8> = text.reveal().chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let Some(parsed) = crate::spring::properties::parse(&bytes, None, "value", &mut sources, &mut found)
    else {
        let message = found.first_error().and_then(|error| error.spring.clone()).unwrap_or_default();
        return Err(ConversionError::illegal_argument(if text.is_secret() {
            "***".to_owned()
        } else {
            message
        }));
    };
    let mut entries: indexmap::IndexMap<String, String> = indexmap::IndexMap::new();
    for entry in parsed.entries {
        entries.insert(entry.key, entry.value);
    }
    let traced = |value: String| {
        Traced::new(Object::Text(Text::plain(value).guarded(text.is_secret())), Origin::default())
    };
    Ok(Object::map(
        "java.util.Properties",
        entries.into_iter().map(|(key, value)| (traced(key), traced(value))).collect(),
    ))
}

/// What `CustomCollectionEditor` makes where this type is wanted.
pub(super) fn collection_class(required: &JavaType) -> Option<&'static str> {
    match required {
        JavaType::List(_) => Some("java.util.ArrayList"),
        JavaType::Set(_) => Some("java.util.LinkedHashSet"),
        JavaType::Other(name) if name == "java.util.Collection" => Some("java.util.LinkedHashSet"),
        JavaType::Other(name) if name == "java.util.SortedSet" => Some("java.util.TreeSet"),
        _ => None,
    }
}

/// `CustomCollectionEditor`: arrays are copied, a plain value becomes a collection of one.
pub(super) fn collection(class: &str, value: &Object, heap: &Heap) -> Converted {
    let items = match value {
        Object::Sequence(sequence) => sequence.items.as_ref().clone(),
        other => vec![Traced::new(other.clone(), Origin::default())],
    };
    let given = [Traced::new(Object::list(items), Origin::default())];
    let made = classes::construct(class, &vec![("", JavaType::named("java.util.Collection"))], &given, heap);
    match made {
        Some(made) => made.map_err(|thrown| ConversionError::illegal_argument(thrown.text)),
        None => Ok(value.clone()),
    }
}
