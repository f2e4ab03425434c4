//! A schema as a picture: [`svg`].
//!
//! * `measure`: how large each table is, and where its columns are in it;
//! * `layers`: the columns of tables, what is referenced to the left of what references it;
//! * `order`: the order within each, with few crossings;
//! * `place`: where all is then;
//! * `draw`: the picture's text, `text` the texts in it, `style` its colours.
//!
//! All numbers are whole pixels, so that the same schema gives the same bytes on every machine.

mod draw;
mod layers;
mod measure;
mod order;
mod place;
mod style;
mod text;

use migrate_core::dialect::Dialect;
use migrate_core::schema::Schema;

use super::diagram::Diagram;

/// The tables of a schema with their columns and foreign keys as an SVG image, which is light or dark as the reader's
/// screen is.
///
/// A line leads from a foreign key to the column that it references, with crow's feet: one bar for one row, a circle
/// for none, three toes for many. What has a comment, labels or an action shows them under the pointer.
///
/// ```
/// use migrate_analysis::show::svg;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Column, ColumnType, Schema, Table};
///
/// let mut users = Table::new("users");
/// users.columns.push(Column::new("name", ColumnType::Text));
/// let mut schema = Schema::new();
/// schema.tables.insert("users".into(), users);
/// let postgres = Dialect::parse(Family::Postgres, "150004").unwrap();
/// let picture = svg(&schema, postgres, "app-migrations");
/// assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
/// assert!(picture.contains(">users</text>"));
/// ```
pub fn svg(schema: &Schema, dialect: Dialect, title: &str) -> String {
    let diagram = Diagram::of(schema, dialect);
    let sizes: Vec<_> = diagram.entities.iter().map(measure::measure).collect();
    let layers = layers::layers(&diagram, &sizes);
    let ordered = order::ordered(&diagram, layers);
    let placed = place::place(&diagram, &sizes, &ordered);
    draw::draw(&diagram, &sizes, &placed, title)
}
