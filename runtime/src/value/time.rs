//! Parses dates and times. RFC 3339 is the declared notation. Other unambiguous notations are accepted and recorded as
//! drift.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// A parsed date or time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found<T> {
    pub(super) value: T,
    /// Whether the text is in the declared notation and was parsed without loss.
    pub(super) is_exact: bool,
}

/// Parses a date and time. Without a zone, the time is in UTC. Without a time, it is midnight. A time out of range
/// becomes the nearest representable instant.
pub(super) fn timestamp(text: &str) -> Option<Found<Timestamp>> {
    if let Some(value) = usual(text) {
        let is_exact = true;
        return Some(Found { value, is_exact });
    }
    let is_exact = is_rfc_3339(text);
    if let Ok(value) = text.parse() {
        return Some(Found { value, is_exact });
    }
    if let Some((shorter, is_lossless)) = without_excess_digits(text)
        && let Ok(value) = shorter.parse()
    {
        let is_exact = is_exact && is_lossless;
        return Some(Found { value, is_exact });
    }
    let value = match Written::parse(text) {
        Some(written) => written.instant(),
        None if has_known_zone(text) => rfc2822::DateTimeParser::new()
            .parse_timestamp(text.trim())
            .ok()?,
        None => return None,
    };
    Some(Found {
        value,
        is_exact: false,
    })
}

/// Parses `YYYY-MM-DDTHH:MM:SS` with `Z` or an offset. Nearly all servers send this notation. This parser is several
/// times faster than a general one.
fn usual(text: &str) -> Option<Timestamp> {
    let (&begin, zone) = text.as_bytes().split_first_chunk::<19>()?;
    let [
        y,
        yy,
        yyy,
        yyyy,
        b'-',
        m,
        mm,
        b'-',
        d,
        dd,
        b'T',
        h,
        hh,
        b':',
        n,
        nn,
        b':',
        s,
        ss,
    ] = begin
    else {
        return None;
    };
    let offset = match *zone {
        [b'Z'] => Offset::UTC,
        [sign @ (b'+' | b'-'), h, hh, b':', n, nn] => {
            let hours = Some(two(h, hh)?).filter(|it| *it < 24)?;
            let minutes = Some(two(n, nn)?).filter(|it| *it < 60)?;
            let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
            Offset::from_seconds(if sign == b'-' { -seconds } else { seconds }).ok()?
        }
        _ => return None,
    };
    let year = i16::from(two(y, yy)?) * 100 + i16::from(two(yyy, yyyy)?);
    let date = Date::new(year, two(m, mm)?, two(d, dd)?).ok()?;
    let time = Time::new(two(h, hh)?, two(n, nn)?, two(s, ss)?, 0).ok()?;
    offset.to_timestamp(DateTime::from_parts(date, time)).ok()
}

/// Parses two digits.
fn two(tens: u8, ones: u8) -> Option<i8> {
    let are_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    are_digits.then(|| ((tens - b'0') * 10 + (ones - b'0')) as i8)
}

/// Parses a date and time in any unambiguous notation.
pub(crate) fn instant(text: &str) -> Option<Timestamp> {
    timestamp(text).map(|it| it.value)
}

/// Parses a date. Also accepts a date and time, whose date is used.
pub(super) fn date(text: &str) -> Option<Found<Date>> {
    if let Ok(value) = text.parse::<Date>() {
        let is_exact = value.to_string() == text;
        return Some(Found { value, is_exact });
    }
    Written::parse(text).map(|written| Found {
        value: written.date,
        is_exact: false,
    })
}

/// Returns the instant of a Unix time in seconds. If that would be after the year 5000, the number is in milliseconds.
pub(super) fn unix(number: i64) -> Option<Timestamp> {
    const MOST: u64 = 100_000_000_000;
    match number.unsigned_abs() {
        0..MOST => Timestamp::from_second(number).ok(),
        MOST..100_000_000_000_000 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// Returns whether a string is an RFC 3339 date and time. A union uses only this notation to recognize a time.
pub(super) fn is_timestamp(text: &str) -> bool {
    usual(text).is_some() || (is_rfc_3339(text) && text.parse::<Timestamp>().is_ok())
}

/// Returns whether a string is a date. A union uses only this notation to recognize a date.
pub(super) fn is_date(text: &str) -> bool {
    text.parse::<Date>().is_ok_and(|it| it.to_string() == text)
}

/// Returns whether a text has the form of an RFC 3339 date and time. The date need not exist. A second of 60 does not
/// count, because it is parsed as 59.
fn is_rfc_3339(text: &str) -> bool {
    let Some((begin, rest)) = text.as_bytes().split_first_chunk::<19>() else {
        return false;
    };
    let has_form = begin.iter().zip(FORM).all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        // RFC 3339 allows a space instead of the `T`.
        b'T' => matches!(byte, b'T' | b't' | b' '),
        separator => byte == separator,
    });
    let [.., tens, _] = begin;
    let zone = match rest.strip_prefix(b".") {
        Some(rest) => {
            let digits = rest.iter().take_while(|it| it.is_ascii_digit()).count();
            rest.get(digits..).unwrap_or_default()
        }
        None => rest,
    };
    has_form && *tens < b'6' && is_zone(zone)
}

/// An RFC 3339 date and time without fraction and zone: `0` stands for any digit.
const FORM: &[u8; 19] = b"0000-00-00T00:00:00";

/// Returns whether a text is an RFC 3339 offset.
fn is_zone(zone: &[u8]) -> bool {
    let is_less = |tens: u8, ones: u8, limit: [u8; 2]| {
        tens.is_ascii_digit() && ones.is_ascii_digit() && [tens, ones] < limit
    };
    match *zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h, hh, b':', m, mm] => is_less(h, hh, *b"24") && is_less(m, mm, *b"60"),
        _ => false,
    }
}

/// Returns whether an RFC 2822 date and time ends with a known zone. The RFC treats unknown zone names as UTC, which
/// may be hours off.
fn has_known_zone(text: &str) -> bool {
    /// The zone names of RFC 2822, `UTC` and `Z`. Other single letters are ambiguous.
    const NAMES: [&str; 12] = [
        "UT", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "UTC", "Z",
    ];
    // A comment may follow the zone.
    let text = text.split_once('(').map_or(text, |(before, _)| before);
    let zone = text
        .split_ascii_whitespace()
        .next_back()
        .unwrap_or_default();
    zone.starts_with(['+', '-']) || NAMES.iter().any(|it| it.eq_ignore_ascii_case(zone))
}

/// Cuts a fraction after nanoseconds. Also returns whether all removed digits are zeros.
fn without_excess_digits(text: &str) -> Option<(String, bool)> {
    const MOST: usize = 9;
    let (before, rest) = text.split_once(['.', ','])?;
    let end = rest
        .find(|it: char| !it.is_ascii_digit())
        .unwrap_or(rest.len());
    let (digits, zone) = rest.split_at(end);
    let (kept, cut) = digits.split_at_checked(MOST)?;
    let is_lossless = cut.bytes().all(|it| it == b'0');
    Some((format!("{before}.{kept}{zone}"), is_lossless))
}

/// A date and time in a notation similar to RFC 3339, such as `2011-01-26 19:06:43 UTC` or `2008/02/07 12:53:18 -0800`.
/// The zone and the time are optional.
struct Written {
    date: Date,
    time: Time,
    /// Whether the time is 24:00, so that the date is the next day.
    is_next_day: bool,
    zone: Offset,
}

impl Written {
    fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.trim().split_at_checked("YYYY-MM-DD".len())?;
        let mut date = Rest(date);
        let year = date.number(4)?;
        let separator = date.any(&['-', '/'])?;
        let month = date.number(2)?;
        date.one(separator).then_some(())?;
        let day = date.number(2)?;
        let day = i8::try_from(day).ok()?;
        let date = Date::new(year, i8::try_from(month).ok()?, day).ok()?;
        let mut rest = Rest(rest);
        if rest.0.is_empty() {
            return Some(Self {
                date,
                time: Time::midnight(),
                is_next_day: false,
                zone: Offset::UTC,
            });
        }
        rest.any(&['T', 't', ' '])?;
        let hour = rest.number(2)?;
        rest.one(':').then_some(())?;
        let minute = rest.number(2)?;
        let second = if rest.one(':') { rest.number(2)? } else { 0 };
        let nanosecond = rest.fraction()?;
        let zone = rest.zone()?;
        let is_next_day = (hour, minute, second, nanosecond) == (24, 0, 0, 0);
        let hour = if is_next_day { 0 } else { hour };
        let second = if second == 60 { 59 } else { second };
        let part = |it: i16| i8::try_from(it).ok();
        let time = Time::new(part(hour)?, part(minute)?, part(second)?, nanosecond).ok()?;
        Some(Self {
            date,
            time,
            is_next_day,
            zone,
        })
    }

    /// Returns the instant, or the nearest instant that a `Timestamp` can represent. Some servers use
    /// `9999-12-31T23:59:59Z` for "never", which is 26 hours after the latest `Timestamp`.
    fn instant(&self) -> Timestamp {
        let here = DateTime::from_parts(self.date, self.time);
        let day = SignedDuration::from_hours(if self.is_next_day { 24 } else { 0 });
        let instant = self.zone.to_timestamp(here);
        let instant = instant.and_then(|it| it.checked_add(day));
        instant.unwrap_or(if self.date.year() > 0 {
            Timestamp::MAX
        } else {
            Timestamp::MIN
        })
    }
}

/// The unparsed rest of a text.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// Consumes the next character, if it is this one.
    fn one(&mut self, character: char) -> bool {
        self.any(&[character]).is_some()
    }

    /// Consumes the next character, if it is one of these.
    fn any(&mut self, characters: &[char]) -> Option<char> {
        let next = self.0.chars().next()?;
        self.0 = self.0.strip_prefix(characters)?;
        Some(next)
    }

    /// Consumes a number with this many digits.
    fn number(&mut self, digits: usize) -> Option<i16> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let is_number = number.bytes().all(|it| it.is_ascii_digit());
        self.0 = rest;
        is_number.then(|| number.parse().ok())?
    }

    /// Consumes a fraction of a second, if there is one, and cuts it after nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        if self.any(&['.', ',']).is_none() {
            return Some(0);
        }
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (fraction, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        format!("{fraction:0<9.9}").parse().ok()
    }

    /// Consumes the zone, which is the rest of the text. Without a zone, the time is in UTC.
    fn zone(mut self) -> Option<Offset> {
        self.0 = self.0.trim_start();
        if ["", "Z", "UTC", "GMT"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(self.0))
        {
            return Some(Offset::UTC);
        }
        let sign = if self.any(&['+', '-'])? == '-' { -1 } else { 1 };
        let hours = i32::from(self.number(2)?);
        self.one(':');
        let minutes = match self.0 {
            "" => 0,
            _ => i32::from(self.number(2)?),
        };
        let is_whole = self.0.is_empty() && minutes < 60;
        let seconds = sign * (hours * 60 + minutes) * 60;
        is_whole.then(|| Offset::from_seconds(seconds).ok())?
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{date, timestamp, unix, usual};

    fn read(text: &str) -> Option<(String, bool)> {
        timestamp(text).map(|it| (it.value.to_string(), it.is_exact))
    }

    #[test]
    fn rfc_3339_is_exact() {
        for (text, expected) in [
            ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
            ("2024-01-01t00:00:00z", "2024-01-01T00:00:00Z"),
            ("2024-01-01T01:00:00.5+01:00", "2024-01-01T00:00:00.5Z"),
            ("2024-01-01T00:00:00-00:00", "2024-01-01T00:00:00Z"),
            ("2024-01-01T23:59:00+23:59", "2024-01-01T00:00:00Z"),
            ("2024-01-01 00:00:00Z", "2024-01-01T00:00:00Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            (
                "2024-01-01T00:00:00.123456789000Z",
                "2024-01-01T00:00:00.123456789Z",
            ),
        ] {
            assert_eq!(read(text), Some((expected.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn the_usual_notation_reads_as_jiff_reads_it() {
        let mut time: Timestamp = "0000-01-01T00:00:00Z".parse().unwrap();
        let step = SignedDuration::from_secs(1_234_567);
        while let Ok(next) = time.checked_add(step) {
            let text = time.to_string();
            assert_eq!(usual(&text), Some(time), "{text}");
            for offset in ["+00:00", "-00:00", "-06:00", "+05:45", "+23:59", "-23:59"] {
                let text = text.replace('Z', offset);
                assert_eq!(usual(&text), text.parse().ok(), "{text}");
            }
            time = next;
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:60Z",
            "9999-12-31T23:59:59Z",
            "2024-01-01T00:00:00+24:00",
            "2024-01-01T00:00:00+01:60",
            "2024-01-01t00:00:00z",
            "2024-01-01T000000.00Z",
            "+024-01-01T00:00:00Z",
            "2024-01-01T00:00:0 Z",
        ] {
            assert_eq!(usual(text), None, "{text}");
        }
    }

    #[test]
    fn other_unambiguous_times_are_read() {
        const LAST: &str = "9999-12-30T22:00:00.999999999Z";
        for (text, expected) in [
            ("9999-12-31T23:59:59Z", LAST),
            ("9999-12-31T23:59:59.9999999", LAST),
            ("9999-12-31", LAST),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
            ("0000-01-01T00:00:00", "0000-01-01T00:00:00Z"),
            ("2024-01-01T00:00:00", "2024-01-01T00:00:00Z"),
            ("2024-01-01T00:00:00.25", "2024-01-01T00:00:00.25Z"),
            ("2024-01-01 12:30", "2024-01-01T12:30:00Z"),
            ("2024-01-01", "2024-01-01T00:00:00Z"),
            ("2024-12-31T24:00:00Z", "2025-01-01T00:00:00Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("2016-12-31 23:59:60 UTC", "2016-12-31T23:59:59Z"),
            (
                "2024-01-01T00:00:00.1234567891Z",
                "2024-01-01T00:00:00.123456789Z",
            ),
            ("2011-01-26 19:06:43 UTC", "2011-01-26T19:06:43Z"),
            ("2011-01-26T19:06:43 GMT", "2011-01-26T19:06:43Z"),
            ("2008/02/07 12:53:18 -0800", "2008-02-07T20:53:18Z"),
            ("2008-02-07 12:53:18 -08:00", "2008-02-07T20:53:18Z"),
            ("2008-02-07 12:53:18 +01", "2008-02-07T11:53:18Z"),
            ("2024-01-01T00:00:00+0000", "2024-01-01T00:00:00Z"),
            ("2024-01-01T00:00:00,5Z", "2024-01-01T00:00:00.5Z"),
            (
                "2024-01-01T00:00:00Z[America/New_York]",
                "2024-01-01T00:00:00Z",
            ),
            (
                "2024-01-01T00:00:00+01:00[Europe/Paris]",
                "2023-12-31T23:00:00Z",
            ),
            ("2024-01-01T00:00:00+25:59", "2023-12-30T22:01:00Z"),
            ("20240101T010101Z", "2024-01-01T01:01:01Z"),
            ("2024-01-01T00Z", "2024-01-01T00:00:00Z"),
            ("+002024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
            ("Wed, 26 Jan 2011 19:06:43 GMT", "2011-01-26T19:06:43Z"),
            ("26 Jan 2011 19:06:43 UTC", "2011-01-26T19:06:43Z"),
            ("26 Jan 2011 19:06:43 est", "2011-01-27T00:06:43Z"),
            ("26 Jan 2011 12:06:43 PDT", "2011-01-26T19:06:43Z"),
            ("26 Jan 2011 20:06:43 +0100 (CET)", "2011-01-26T19:06:43Z"),
            ("Wed, 26 Jan 2011 20:06:43 +0100", "2011-01-26T19:06:43Z"),
        ] {
            assert_eq!(read(text), Some((expected.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_times() {
        for text in [
            "",
            "noon",
            "2024",
            "1700000000",
            "2024-13-01T00:00:00Z",
            "2024-01-32",
            "2024-01/01 00:00:00",
            "2024-01-01T25:00:00Z",
            "2024-01-01T24:00:01Z",
            "2024-01-01T00:61:00Z",
            "2024-01-01T00:00:00 CET",
            "26 Jan 2011 19:06:43 CET",
            "Wed, 26 Jan 2011 19:06:43 JST",
            "Wed, 26 Jan 2011 19:06:43 A",
            "26 Jan 2011 19:06:43 (GMT) CET",
            "26 Jan 2011 19:06:43",
            "2024-01-01T00:00:00 +1",
            "2024-01-01T00:00:00 +01:99",
            "2024-01-01T00:00:00Zzz",
            "01/02/2024 00:00:00",
            "２０２４-01-01",
            "2024-01-01é",
            "-",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_read_from_a_time_too() {
        let read = |text| date(text).map(|it| (it.value.to_string(), it.is_exact));
        let expected = |exact| Some(("2024-01-02".to_owned(), exact));
        assert_eq!(read("2024-01-02"), expected(true));
        for text in [
            "2024-01-02T00:00:00Z",
            "2024-01-02T23:00:00-08:00",
            "2024-01-02T00:00:00",
            "2024-01-02 00:00:00 UTC",
            "2024/01/02",
            "20240102",
        ] {
            assert_eq!(read(text), expected(false), "{text}");
        }
        for text in ["", "today", "2024-02-30", "02/01/2024"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn unix_times_are_seconds_or_milliseconds() {
        let read = |number| unix(number).map(|it| it.to_string());
        assert_eq!(read(0).as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(read(1_394_214_567).as_deref(), Some("2014-03-07T17:49:27Z"));
        assert_eq!(
            read(1_394_214_567_250).as_deref(),
            Some("2014-03-07T17:49:27.25Z")
        );
        assert_eq!(read(-1).as_deref(), Some("1969-12-31T23:59:59Z"));
        assert_eq!(read(i64::MAX), None);
        assert_eq!(read(i64::MIN), None);
    }
}
