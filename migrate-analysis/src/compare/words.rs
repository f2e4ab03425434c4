//! A constraint in words: all that it demands, in one line.

use migrate_core::schema::{Action, ConstraintBody, Deferrable, ExcludeElement, ForeignKey};

/// All that a constraint demands, in the words of SQL.
pub(crate) fn constraint(body: &ConstraintBody) -> String {
    match body {
        ConstraintBody::PrimaryKey { columns } => format!("PRIMARY KEY ({})", columns.join(", ")),
        ConstraintBody::Unique { columns, include, nulls_not_distinct, deferrable } => {
            let nulls = if *nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            let columns = columns.join(", ");
            let include = match &include[..] {
                [] => String::new(),
                include => format!(" INCLUDE ({})", include.join(", ")),
            };
            format!("UNIQUE{nulls} ({columns}){include}{}", when(*deferrable))
        }
        ConstraintBody::ForeignKey(key) => foreign_key(key),
        ConstraintBody::Check { expression, validated } => {
            format!("CHECK ({expression}){}", validity(*validated))
        }
        ConstraintBody::Exclude { method, elements, filter, deferrable } => {
            let element = |it: &ExcludeElement| {
                let ExcludeElement { expression, operator } = it;
                format!("{expression} WITH {operator}")
            };
            let elements = elements.iter().map(element).collect::<Vec<_>>().join(", ");
            let filter = filter.as_ref().map(|filter| format!(" WHERE ({filter})"));
            let filter = filter.unwrap_or_default();
            format!("EXCLUDE USING {method} ({elements}){filter}{}", when(*deferrable))
        }
    }
}

fn foreign_key(key: &ForeignKey) -> String {
    let ForeignKey {
        columns,
        table,
        referenced,
        match_full,
        on_delete,
        on_update,
        deferrable,
        validated,
    } = key;
    let action = |event: &str, action: Action| match action {
        Action::NoAction => String::new(),
        Action::Restrict | Action::Cascade | Action::SetNull | Action::SetDefault => {
            format!(" ON {event} {}", action.sql())
        }
    };
    format!(
        "FOREIGN KEY ({}) REFERENCES {table} ({}){}{}{}{}{}",
        columns.join(", "),
        referenced.join(", "),
        if *match_full { " MATCH FULL" } else { "" },
        action("DELETE", *on_delete),
        action("UPDATE", *on_update),
        when(*deferrable),
        validity(*validated),
    )
}

const fn when(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

const fn validity(validated: bool) -> &'static str {
    if validated { "" } else { " NOT VALID" }
}
