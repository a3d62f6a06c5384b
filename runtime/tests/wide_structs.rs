//! Tests of a struct with more properties than the runtime's macro has numbers for.

#![allow(clippy::unwrap_used)]

use serde_json::json;
use tagsmith_runtime::{Payload, table};

macro_rules! wide {
    ($($member:ident $wire:literal)*) => {
        #[derive(Default)]
        struct Wide {
            $($member: Option<String>,)*
        }

        table! {
            struct Wide {
                $($member: Optional<$wire>,)*
            }
        }

        const WIDE: &[&str] = &[$($wire),*];
    };
}

wide! {
    m0 "m0" m1 "m1" m2 "m2" m3 "m3" m4 "m4" m5 "m5" m6 "m6"
    m7 "m7" m8 "m8" m9 "m9" m10 "m10" m11 "m11" m12 "m12" m13 "m13"
    m14 "m14" m15 "m15" m16 "m16" m17 "m17" m18 "m18" m19 "m19" m20 "m20"
    m21 "m21" m22 "m22" m23 "m23" m24 "m24" m25 "m25" m26 "m26" m27 "m27"
    m28 "m28" m29 "m29" m30 "m30" m31 "m31" m32 "m32" m33 "m33" m34 "m34"
    m35 "m35" m36 "m36" m37 "m37" m38 "m38" m39 "m39" m40 "m40" m41 "m41"
    m42 "m42" m43 "m43" m44 "m44" m45 "m45" m46 "m46" m47 "m47" m48 "m48"
    m49 "m49" m50 "m50" m51 "m51" m52 "m52" m53 "m53" m54 "m54" m55 "m55"
    m56 "m56" m57 "m57" m58 "m58" m59 "m59" m60 "m60" m61 "m61" m62 "m62"
    m63 "m63" m64 "m64" m65 "m65" m66 "m66" m67 "m67" m68 "m68" m69 "m69"
}

#[test]
fn a_struct_with_any_number_of_properties_round_trips() {
    let members = WIDE.iter().map(|it| ((*it).to_owned(), json!(it)));
    let sent = serde_json::Value::Object(members.collect());
    let (wide, drift) = {
        let text = sent.to_string();
        let mut payload = Payload::new(text.as_bytes());
        let wide = payload.json::<Wide>().unwrap();
        (wide, payload.into_drift())
    };
    assert!(drift.is_empty());
    assert_eq!(wide.m0.as_deref(), Some("m0"));
    assert_eq!(wide.m69.as_deref(), Some("m69"));
    assert_eq!(serde_json::to_value(&wide).unwrap(), sent);
}
