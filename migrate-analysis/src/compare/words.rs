//! Constraints, indexes and sequences in words: all that is said of one, in a line.

use migrate_core::schema::{
    Action, ConstraintBody, Deferrable, ExcludeElement, ForeignKey, Index, IndexColumn,
    IndexTarget, NullsOrder, Sequence, SequenceOptions,
};

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

/// All that is said of an index, in the words of PostgreSQL.
pub(crate) fn index(index: &Index) -> String {
    let Index {
        name: _,
        columns,
        unique,
        filter,
        include,
        method,
        nulls_not_distinct,
        storage,
        tablespace,
    } = index;
    let listed = |columns: &[String]| columns.join(", ");
    let columns: Vec<_> = columns.iter().map(index_column).collect();
    let storage: Vec<_> = storage.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let parts = [
        unique.then(|| "UNIQUE".to_owned()),
        method.as_ref().map(|method| format!("USING {method}")),
        Some(format!("({})", listed(&columns))),
        (!include.is_empty()).then(|| format!("INCLUDE ({})", listed(include))),
        nulls_not_distinct.then(|| "NULLS NOT DISTINCT".to_owned()),
        (!storage.is_empty()).then(|| format!("WITH ({})", listed(&storage))),
        tablespace.as_ref().map(|name| format!("TABLESPACE {name}")),
        filter.as_ref().map(|filter| format!("WHERE {filter}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn index_column(part: &IndexColumn) -> String {
    let IndexColumn { target, descending, nulls, collation, operator_class, prefix } = part;
    let mut text = match target {
        IndexTarget::Column(name) => name.clone(),
        IndexTarget::Expression(sql) => format!("({sql})"),
    };
    text.extend(prefix.map(|length| format!("({length})")));
    text.extend(collation.as_ref().map(|name| format!(" COLLATE {name}")));
    text.extend(operator_class.as_ref().map(|name| format!(" {name}")));
    text.push_str(if *descending { " DESC" } else { "" });
    text.push_str(match nulls {
        Some(NullsOrder::First) => " NULLS FIRST",
        Some(NullsOrder::Last) => " NULLS LAST",
        None => "",
    });
    text
}

/// All that is said of a sequence.
pub(crate) fn sequence(sequence: &Sequence) -> String {
    let Sequence { name: _, options, owner } = sequence;
    let SequenceOptions { start, increment, minimum, maximum, cache, cycle } = options;
    let number = |word: &str, number: &Option<i64>| number.map(|number| format!("{word} {number}"));
    let parts = [
        number("START WITH", start),
        number("INCREMENT BY", increment),
        number("MINVALUE", minimum),
        number("MAXVALUE", maximum),
        number("CACHE", cache),
        cycle.map(|cycle| if cycle { "CYCLE" } else { "NO CYCLE" }.to_owned()),
        owner.as_ref().map(|owner| format!("OWNED BY {}.{}", owner.table, owner.column)),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "what the database does by default".to_owned() } else { parts.join(" ") }
}
