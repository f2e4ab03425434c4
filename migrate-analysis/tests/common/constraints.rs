//! Constraints of every kind.

use migrate_core::schema::{
    Action, Constraint, ConstraintBody, Deferrable, ExcludeElement, ForeignKey, Schema, SqlPart,
};

use super::{ALL, Flip, Kept, Lost, Verdict, constraint, flip, named, table};

const AT_ONCE: &str = "MariaDB checks every constraint at once, and lowering refuses to defer one";
const ALWAYS: &str = "MariaDB checks existing rows always, and lowering refuses NOT VALID";

fn key(schema: &mut Schema) -> &mut ForeignKey {
    match &mut constraint(schema, "fk").body {
        ConstraintBody::ForeignKey(key) => key,
        other => unreachable!("{other:?}"),
    }
}

fn body(schema: &mut Schema, name: &str, body: ConstraintBody) {
    constraint(schema, name).body = body;
}

fn unique(columns: &[&str], nulls_not_distinct: bool, deferrable: Deferrable) -> ConstraintBody {
    let include = Vec::new();
    ConstraintBody::Unique { columns: named(columns), include, nulls_not_distinct, deferrable }
}

fn check(expression: &str, validated: bool) -> ConstraintBody {
    ConstraintBody::Check { expression: expression.into(), validated }
}

fn exclude(
    change: fn(&mut String, &mut Vec<ExcludeElement>, &mut Option<SqlPart>, &mut Deferrable),
) -> impl Fn(&mut Schema) {
    move |schema| match &mut constraint(schema, "ex").body {
        ConstraintBody::Exclude { method, elements, filter, deferrable } => {
            change(method, elements, filter, deferrable);
        }
        other => unreachable!("{other:?}"),
    }
}

pub(crate) fn flips() -> Vec<Flip> {
    const DEFERRED: [Verdict; 3] = [Kept, Kept, Lost(AT_ONCE)];
    const VALIDATED: [Verdict; 3] = [Kept, Kept, Lost(ALWAYS)];
    vec![
        flip(
            "Constraint.name",
            "of a check",
            |it| constraint(it, "ck").name = Some("z".to_owned()),
            ALL,
        ),
        flip(
            "Constraint.name",
            "of a foreign key",
            |it| constraint(it, "fk").name = Some("z".to_owned()),
            ALL,
        ),
        flip(
            "Constraint.name",
            "of a unique constraint",
            |it| constraint(it, "uq").name = Some("z".to_owned()),
            ALL,
        ),
        flip(
            "Constraint.name",
            "of an exclusion",
            |it| constraint(it, "ex").name = Some("z".to_owned()),
            ALL,
        ),
        flip(
            "Constraint.name",
            "of a primary key",
            |it| constraint(it, "pk_t").name = Some("z".to_owned()),
            [Kept, Kept, Lost("MariaDB calls every primary key PRIMARY")],
        ),
        flip(
            "Constraint.body",
            "another kind",
            |it| body(it, "uq", check("name <> ''", true)),
            ALL,
        ),
        flip(
            "Constraint.body",
            "one more",
            |it| {
                let more = Constraint::named("more", check("b > 0", true));
                table(it, "t").constraints.push(more);
            },
            ALL,
        ),
        flip(
            "ConstraintBody::PrimaryKey.columns",
            "one more",
            |it| {
                body(it, "pk_t", ConstraintBody::PrimaryKey { columns: named(&["id", "a"]) });
            },
            ALL,
        ),
        flip(
            "ConstraintBody::PrimaryKey.columns",
            "another",
            |it| {
                body(it, "pk_t", ConstraintBody::PrimaryKey { columns: named(&["a"]) });
            },
            ALL,
        ),
        flip(
            "ConstraintBody::Unique.columns",
            "another",
            |it| body(it, "uq", unique(&["a"], false, Deferrable::No)),
            ALL,
        ),
        flip(
            "ConstraintBody::Unique.columns",
            "in order",
            |it| {
                body(it, "uq", unique(&["name", "a"], false, Deferrable::No));
            },
            ALL,
        ),
        flip(
            "ConstraintBody::Unique.include",
            "one more",
            |it| match &mut constraint(it, "uq").body {
                ConstraintBody::Unique { include, .. } => include.push("a".to_owned()),
                other => unreachable!("{other:?}"),
            },
            ALL,
        ),
        flip(
            "ConstraintBody::Unique.nulls_not_distinct",
            "on",
            |it| {
                body(it, "uq", unique(&["name"], true, Deferrable::No));
            },
            ALL,
        ),
        flip(
            "ConstraintBody::Unique.deferrable",
            "immediate",
            |it| {
                body(it, "uq", unique(&["name"], false, Deferrable::InitiallyImmediate));
            },
            DEFERRED,
        ),
        flip(
            "ConstraintBody::Unique.deferrable",
            "deferred",
            |it| {
                body(it, "uq", unique(&["name"], false, Deferrable::InitiallyDeferred));
            },
            DEFERRED,
        ),
        flip(
            "ConstraintBody::Check.expression",
            "another number",
            |it| body(it, "ck", check("a > 1", true)),
            ALL,
        ),
        flip(
            "ConstraintBody::Check.expression",
            "another operator",
            |it| body(it, "ck", check("a >= 0", true)),
            ALL,
        ),
        flip(
            "ConstraintBody::Check.expression",
            "another column",
            |it| body(it, "ck", check("b > 0", true)),
            ALL,
        ),
        flip(
            "ConstraintBody::Check.validated",
            "not",
            |it| body(it, "ck", check("a > 0", false)),
            VALIDATED,
        ),
        flip("ForeignKey.columns", "another", |it| key(it).columns = named(&["a"]), ALL),
        flip("ForeignKey.table", "another", |it| key(it).table = "parted".into(), ALL),
        flip("ForeignKey.referenced", "another", |it| key(it).referenced = named(&["other"]), ALL),
        flip("ForeignKey.match_full", "on", |it| key(it).match_full = true, {
            const WHY: &str = "refused, but for one column, where it means nothing";
            [Lost(WHY), Kept, Lost(WHY)]
        }),
        flip("ForeignKey.on_delete", "no action", |it| key(it).on_delete = Action::NoAction, ALL),
        flip("ForeignKey.on_delete", "restrict", |it| key(it).on_delete = Action::Restrict, ALL),
        flip("ForeignKey.on_delete", "set null", |it| key(it).on_delete = Action::SetNull, ALL),
        flip(
            "ForeignKey.on_delete",
            "set default",
            |it| key(it).on_delete = Action::SetDefault,
            ALL,
        ),
        flip("ForeignKey.on_update", "no action", |it| key(it).on_update = Action::NoAction, ALL),
        flip("ForeignKey.on_update", "restrict", |it| key(it).on_update = Action::Restrict, ALL),
        flip("ForeignKey.on_update", "cascade", |it| key(it).on_update = Action::Cascade, ALL),
        flip(
            "ForeignKey.on_update",
            "set default",
            |it| key(it).on_update = Action::SetDefault,
            ALL,
        ),
        flip(
            "ForeignKey.deferrable",
            "immediate",
            |it| key(it).deferrable = Deferrable::InitiallyImmediate,
            DEFERRED,
        ),
        flip(
            "ForeignKey.deferrable",
            "deferred",
            |it| key(it).deferrable = Deferrable::InitiallyDeferred,
            DEFERRED,
        ),
        flip("ForeignKey.validated", "not", |it| key(it).validated = false, VALIDATED),
        flip(
            "ConstraintBody::Exclude.method",
            "another",
            |it| exclude(|method, _, _, _| *method = "spgist".to_owned())(it),
            ALL,
        ),
        flip(
            "ConstraintBody::Exclude.elements",
            "one more",
            |it| {
                exclude(|_, elements, _, _| {
                    elements
                        .push(ExcludeElement { expression: "b".into(), operator: "=".to_owned() });
                })(it);
            },
            ALL,
        ),
        flip(
            "ConstraintBody::Exclude.filter",
            "some rows",
            |it| exclude(|_, _, filter, _| *filter = Some("a > 1".into()))(it),
            ALL,
        ),
        flip(
            "ConstraintBody::Exclude.deferrable",
            "deferred",
            |it| {
                exclude(|_, _, _, deferrable| {
                    *deferrable = Deferrable::InitiallyDeferred;
                })(it);
            },
            ALL,
        ),
        flip(
            "ExcludeElement.expression",
            "another",
            |it| {
                exclude(|_, elements, _, _| {
                    elements[0].expression = "b".into();
                })(it);
            },
            ALL,
        ),
        flip(
            "ExcludeElement.operator",
            "another",
            |it| {
                exclude(|_, elements, _, _| {
                    elements[0].operator = "&&".to_owned();
                })(it);
            },
            ALL,
        ),
    ]
}
