//! The schema as one database has it: of texts and types that differ, its own.

use super::{
    Column, ColumnDefault, Constraint, ConstraintBody, Expr, Family, Index, IndexTarget, Mention,
    Schema, SqlPart, Table, Trigger, TypeVariants,
};

impl Schema {
    /// The schema as one database has it: what an empty text leaves out there is not in it.
    ///
    /// ```
    /// use migrate_runtime::op::{self, Op};
    /// use migrate_runtime::prelude::*;
    /// use migrate_runtime::schema::{Family, Schema};
    ///
    /// let mut op: Op = Op::new();
    /// let even = per_dialect().postgres("mod(a, 2) = 0").sqlite("a % 2 = 0").mysql("");
    /// op.create_table(table("t").column("a", integer().check(even)));
    /// let [recorded] = &op.into_operations()[..] else { unreachable!() };
    /// let mut schema = Schema::new();
    /// op::apply(&recorded.operation, recorded.origin, &mut schema)?;
    ///
    /// let table = |family| schema.clone().on(family).tables.remove(&"t".into());
    /// assert_eq!(table(Family::Postgres).map(|table| table.constraints.len()), Some(1));
    /// assert_eq!(table(Family::Mysql).map(|table| table.constraints.len()), Some(0));
    /// # Ok::<(), migrate_runtime::op::ApplyError>(())
    /// ```
    #[must_use]
    pub fn on(mut self, family: Family) -> Self {
        if !self.varies() {
            return self;
        }
        let mut chooser = Chooser::of(family);
        let varies = [Mention::VARIES];
        for mut table in cloned(self.tables.mentioning(&varies)) {
            chooser.table(&mut table);
            self.tables.insert(table.name.clone(), table);
        }
        for mut view in cloned(self.materialized_views.mentioning(&varies)) {
            view.indexes.retain_mut(|index| chooser.index(index));
            self.materialized_views.insert(view.name.clone(), view);
        }
        for mut trigger in cloned(self.triggers.mentioning(&varies)) {
            let key = (trigger.table.clone(), trigger.name.clone());
            if chooser.trigger(&mut trigger) {
                self.triggers.insert(key, trigger);
            } else {
                self.triggers.remove(&key);
            }
        }
        self
    }

    /// Whether databases have different texts or types in it, beside those of views and routines.
    pub(crate) fn varies(&self) -> bool {
        let varies = [Mention::VARIES];
        let views = self.materialized_views.mentioning(&varies);
        let mut indexes = views.into_iter().flat_map(|view| &view.indexes);
        self.tables.mentioning(&varies).into_iter().any(Table::varies)
            || indexes.any(Index::varies)
            || self.triggers.mentioning(&varies).iter().any(|trigger| trigger.event.varies())
    }
}

fn cloned<T: Clone>(values: Vec<&T>) -> Vec<T> {
    values.into_iter().cloned().collect()
}

impl Table {
    /// Whether databases have different texts or types in it.
    pub(crate) fn varies(&self) -> bool {
        self.columns.iter().any(Column::varies)
            || self.constraints.iter().any(Constraint::varies)
            || self.indexes.iter().any(Index::varies)
    }
}

impl Column {
    /// Whether databases have different texts or types in it.
    pub(crate) fn varies(&self) -> bool {
        let generated = self.generated.as_ref().is_some_and(|it| it.expression.varies());
        let default = matches!(&self.default, Some(ColumnDefault::Sql(sql)) if sql.varies());
        generated || default || self.type_on != TypeVariants::default()
    }
}

impl Constraint {
    /// Whether databases have different texts in it.
    pub(crate) fn varies(&self) -> bool {
        match &self.body {
            ConstraintBody::Check { expression, .. } => expression.varies(),
            ConstraintBody::Exclude { elements, filter, .. } => {
                filter.as_ref().is_some_and(SqlPart::varies)
                    || elements.iter().any(|element| element.expression.varies())
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_) => false,
        }
    }
}

impl Index {
    /// Whether databases have different texts in it.
    pub(crate) fn varies(&self) -> bool {
        let part = |target: &IndexTarget| match target {
            IndexTarget::Expression(sql) => sql.varies(),
            IndexTarget::Column(_) => false,
        };
        self.filter.as_ref().is_some_and(SqlPart::varies)
            || self.columns.iter().any(|column| part(&column.target))
    }
}

impl Expr {
    /// Whether databases have different texts in it.
    pub(crate) fn varies(&self) -> bool {
        match self {
            Self::Sql(sql) => sql.varies(),
            Self::Value(_) | Self::Column(_) => false,
            Self::Binary(left, _, right) => left.varies() || right.varies(),
            Self::Not(operand) | Self::IsNull { operand, .. } | Self::In(operand, _) => {
                operand.varies()
            }
        }
    }
}

/// Chooses the texts and types of one database.
pub(crate) struct Chooser {
    family: Family,
    /// Whether a text was wanted that this database does not have.
    pub(crate) lacks_text: bool,
}

impl Chooser {
    /// A choice for a database.
    pub(crate) const fn of(family: Family) -> Self {
        Self { family, lacks_text: false }
    }

    /// The text for the database; none when it is empty, which leaves out what it is for.
    pub(crate) fn text(&mut self, sql: &SqlPart) -> Option<SqlPart> {
        if !sql.varies() {
            return Some(sql.clone());
        }
        let text = sql.on(self.family);
        self.lacks_text |= text.is_none();
        text.filter(|text| !text.trim().is_empty()).map(SqlPart::from)
    }

    pub(crate) fn optional(&mut self, sql: &mut Option<SqlPart>) {
        *sql = sql.take().and_then(|sql| self.text(&sql));
    }

    pub(crate) fn default(&mut self, default: &mut Option<ColumnDefault>) {
        if let Some(ColumnDefault::Sql(sql)) = default {
            *default = self.text(sql).map(ColumnDefault::Sql);
        }
    }

    pub(crate) fn column(&mut self, column: &mut Column) {
        let variants = std::mem::take(&mut column.type_on);
        if let Some(own) = variants.on(self.family) {
            column.column_type = own.clone();
        }
        self.default(&mut column.default);
        if let Some(generated) = &mut column.generated {
            match self.text(&generated.expression) {
                Some(text) => generated.expression = text,
                None => column.generated = None,
            }
        }
    }

    /// Whether the database has the constraint.
    pub(crate) fn constraint(&mut self, constraint: &mut Constraint) -> bool {
        match &mut constraint.body {
            ConstraintBody::Check { expression, .. } => match self.text(expression) {
                Some(text) => *expression = text,
                None => return false,
            },
            ConstraintBody::Exclude { elements, filter, .. } => {
                self.optional(filter);
                elements.retain_mut(|element| {
                    let text = self.text(&element.expression);
                    text.map(|text| element.expression = text).is_some()
                });
            }
            ConstraintBody::PrimaryKey { .. }
            | ConstraintBody::Unique { .. }
            | ConstraintBody::ForeignKey(_) => {}
        }
        true
    }

    /// Whether the database has the index: one of whose parts none is left is not there.
    pub(crate) fn index(&mut self, index: &mut Index) -> bool {
        let had_parts = !index.columns.is_empty();
        self.optional(&mut index.filter);
        index.columns.retain_mut(|part| match &mut part.target {
            IndexTarget::Column(_) => true,
            IndexTarget::Expression(sql) => self.text(sql).map(|text| *sql = text).is_some(),
        });
        !(had_parts && index.columns.is_empty())
    }

    pub(crate) fn table(&mut self, table: &mut Table) {
        table.columns.iter_mut().for_each(|column| self.column(column));
        table.constraints.retain_mut(|constraint| self.constraint(constraint));
        table.indexes.retain_mut(|index| self.index(index));
    }

    /// Whether the database has the trigger.
    pub(crate) fn trigger(&mut self, trigger: &mut Trigger) -> bool {
        let event = self.text(&trigger.event);
        event.map(|event| trigger.event = event).is_some()
    }

    /// An expression over rows, which no database can do without.
    pub(crate) fn expression(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Sql(sql) => match self.text(sql) {
                Some(text) => *sql = text,
                None => self.lacks_text = true,
            },
            Expr::Value(_) | Expr::Column(_) => {}
            Expr::Binary(left, _, right) => {
                self.expression(left);
                self.expression(right);
            }
            Expr::Not(operand) | Expr::IsNull { operand, .. } | Expr::In(operand, _) => {
                self.expression(operand);
            }
        }
    }
}
