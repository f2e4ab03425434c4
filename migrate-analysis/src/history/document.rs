//! The document of `export`, read; `docs/export.md` lists its keys.
//!
//! Of a document only the head is read at once; its revisions are read one by one, on all processors.

use std::collections::BTreeMap;

use migrate_core::op::Script;
use migrate_core::op::encode::FORMAT;
use migrate_core::revision::{Revision, Timeouts};
use migrate_core::schema::Origin;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::{Downgrade, History, HistoryError, Recording, Settings, Upgrade, origins};
use crate::decode::fields::Fields;
use crate::decode::{Decode, DecodeError};
use crate::parallel;

/// What a kind of document says of a revision, beside who it is.
pub(super) trait Content: Upgrade + Send + Sized {
    /// Whether ways back, and what changes rows alone, are left out.
    const SCHEMA_ONLY: bool;

    /// Reads the keys that are left, for a revision of this file.
    fn decode(fields: &mut Fields, file: &str) -> Result<Self, DecodeError>;
}

pub(super) fn read<R: Content>(text: &str) -> Result<History<R>, HistoryError> {
    let mut document: BTreeMap<String, &RawValue> = serde_json::from_str(text)?;
    // The keys of another format may be others.
    let format = document.get("format_version").map(|number| read_json(number)).transpose()?;
    if let Some(found) = format.as_ref().and_then(Json::as_u64)
        && found != u64::from(FORMAT)
    {
        return Err(HistoryError::Format { found });
    }
    let revisions = document.remove("revisions");
    // What would run on one database is no part of a history.
    document.remove("plan");
    let head = document.into_iter().map(|(key, value)| Ok((key, read_json(value)?)));
    let mut fields = Fields::of(Json::Object(head.collect::<Result<_, HistoryError>>()?))?;
    let _: u32 = fields.required("format_version")?;
    let runtime_version = fields.required("runtime_version")?;
    let package: String = fields.required("package")?;
    let settings = fields.required("settings")?;
    let is_schema_only: bool = fields.or_default("schema_only")?;
    let models: Option<Unread> = fields.optional("models")?;
    fields.end(())?;
    match (is_schema_only, R::SCHEMA_ONLY) {
        (true, false) => return Err(DecodeError::new("it is of the schema alone").into()),
        (false, true) => return Err(DecodeError::new("it is not of the schema alone").into()),
        (true, true) | (false, false) => {}
    }
    let revisions = revisions.ok_or_else(|| DecodeError::missing("revisions"))?;
    let Ok(revisions) = serde_json::from_str::<Vec<&RawValue>>(revisions.get()) else {
        let found = read_json(revisions)?;
        return Err(DecodeError::expected("a list", &found).within("revisions").into());
    };
    let revisions: Vec<_> = revisions.into_iter().enumerate().collect();
    let revisions = parallel::map(&revisions, |(at, json)| revision(*at, json));
    let history = History::of(&package, revisions.into_iter().collect::<Result<Vec<_>, _>>()?)?;
    let models = models.map(|Unread(json)| json);
    Ok(History { runtime_version, settings, models, ..history })
}

fn read_json(json: &RawValue) -> Result<Json, HistoryError> {
    Ok(serde_json::from_str(json.get())?)
}

/// A value that is read later, or by somebody else.
struct Unread(Json);

impl Decode for Unread {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        Ok(Self(json))
    }
}

impl Decode for Settings {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let settings = Self {
            version_table: fields.required("version_table")?,
            version_schema: fields.optional("version_schema")?,
            log_table: fields.required("log_table")?,
            revision_table: fields.optional("revision_table")?,
            journal_table: fields.optional("journal_table")?,
            lock_table: fields.optional("lock_table")?,
        };
        fields.end(settings)
    }
}

fn revision<R: Content>(at: usize, json: &RawValue) -> Result<(Revision, R), HistoryError> {
    let json = read_json(json)?;
    let id = json.get("revision").and_then(Json::as_str).map(str::to_owned);
    decode(json).map_err(|reason| HistoryError::Revision {
        revision: id.unwrap_or_else(|| format!("[{at}]")),
        reason,
    })
}

fn decode<R: Content>(json: Json) -> Result<(Revision, R), DecodeError> {
    let mut fields = Fields::of(json)?;
    let revision = Revision {
        id: fields.required("revision")?,
        down_revs: fields.required("down_revs")?,
        depends_on: fields.or_default("depends_on")?,
        labels: fields.or_default("labels")?,
        message: fields.required("message")?,
        doc: if R::SCHEMA_ONLY { String::new() } else { fields.required("doc")? },
        file: fields.required("file")?,
        line: fields.required("line")?,
        timeouts: Timeouts::UNSAID,
    };
    let content = R::decode(&mut fields, &revision.file)?;
    fields.end((revision, content))
}

impl Content for Recording {
    const SCHEMA_ONLY: bool = false;

    fn decode(fields: &mut Fields, file: &str) -> Result<Self, DecodeError> {
        let mut recording =
            Self { upgrade: fields.required("upgrade")?, downgrade: fields.required("downgrade")? };
        origins::complete(&mut recording, file);
        Ok(recording)
    }
}

impl Content for Script {
    const SCHEMA_ONLY: bool = true;

    fn decode(fields: &mut Fields, file: &str) -> Result<Self, DecodeError> {
        let mut upgrade = fields.required("upgrade")?;
        origins::complete_script(&mut upgrade, file);
        Ok(upgrade)
    }
}

impl Decode for Downgrade {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let kind: String = fields.required("kind")?;
        let downgrade = match kind.as_str() {
            "function" => Self::Function(fields.required::<Script>("script")?),
            "auto" => Self::Auto(fields.required::<Script>("script")?),
            "refused" => Self::Refused {
                reason: fields.required("reason")?,
                hint: fields.optional("hint")?,
                origin: fields.required::<Origin>("origin")?,
            },
            "irreversible" => Self::Irreversible(fields.required("reason")?),
            _ => return Err(DecodeError::new(format!("the way back `{kind}` is not known"))),
        };
        fields.end(downgrade)
    }
}
