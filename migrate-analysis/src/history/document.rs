//! The document of `export`, read; `docs/export.md` lists its keys.

use migrate_core::op::Script;
use migrate_core::op::encode::FORMAT;
use migrate_core::revision::Revision;
use migrate_core::schema::Origin;
use serde_json::Value as Json;

use super::{Downgrade, History, HistoryError, Recording, Settings, origins};
use crate::decode::fields::Fields;
use crate::decode::{Decode, DecodeError};

pub(super) fn read(text: &str) -> Result<History, HistoryError> {
    let document: Json = serde_json::from_str(text)?;
    // The keys of another format may be others.
    if let Some(found) = document.get("format_version").and_then(Json::as_u64)
        && found != u64::from(FORMAT)
    {
        return Err(HistoryError::Format { found });
    }
    let mut fields = Fields::of(document)?;
    let _: u32 = fields.required("format_version")?;
    let runtime_version = fields.required("runtime_version")?;
    let package: String = fields.required("package")?;
    let settings = fields.required("settings")?;
    let revisions: Vec<Unread> = fields.required("revisions")?;
    let models: Option<Unread> = fields.optional("models")?;
    // What would run on one database is no part of a history.
    let _: Option<Unread> = fields.optional("plan")?;
    fields.end(())?;
    let revisions = revisions.into_iter().enumerate().map(|(at, Unread(json))| revision(at, json));
    let history = History::new(&package, revisions.collect::<Result<Vec<_>, _>>()?)?;
    let models = models.map(|Unread(json)| json);
    Ok(History { runtime_version, settings, models, ..history })
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
        };
        fields.end(settings)
    }
}

fn revision(at: usize, json: Json) -> Result<(Revision, Recording), HistoryError> {
    let id = json.get("revision").and_then(Json::as_str).map(str::to_owned);
    <(Revision, Recording)>::decode(json).map_err(|reason| HistoryError::Revision {
        revision: id.unwrap_or_else(|| format!("[{at}]")),
        reason,
    })
}

impl Decode for (Revision, Recording) {
    fn decode(json: Json) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(json)?;
        let revision = Revision {
            id: fields.required("revision")?,
            down_revs: fields.required("down_revs")?,
            depends_on: fields.or_default("depends_on")?,
            labels: fields.or_default("labels")?,
            message: fields.required("message")?,
            doc: fields.required("doc")?,
            file: fields.required("file")?,
            line: fields.required("line")?,
        };
        let mut recording = Recording {
            upgrade: fields.required("upgrade")?,
            downgrade: fields.required("downgrade")?,
        };
        origins::complete(&mut recording, &revision.file);
        fields.end((revision, recording))
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
