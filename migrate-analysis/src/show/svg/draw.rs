//! The text of a picture.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use migrate_core::schema::Action;

use crate::show::diagram::{Attribute, Diagram, Entity, Relation};

use super::measure::{COMMENT, HEADER, INSET, MARK, ROW, Size, marks, name_of, title_of, type_of};
use super::place::{Line, Placed, STUB};
use super::style::{COLOURS, STYLE};
use super::text::{cut_to, escaped};

/// How far a line from a table to itself goes out.
const LOOP: i64 = 24;

/// The picture.
pub(super) fn draw(diagram: &Diagram, sizes: &[Size], placed: &Placed, title: &str) -> String {
    let Placed { width, height, corners, lines } = placed;
    let (width, height) = ((*width).max(160), (*height).max(48));
    let title = escaped(title);
    let colours = colours(diagram);
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n\
         <rect class=\"bg\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    for line in lines {
        if let Some(relation) = diagram.relations.get(line.relation) {
            draw_line(&mut svg, line, relation, diagram, &colours);
        }
    }
    for relation in diagram.relations.iter().filter(|it| it.child == it.parent) {
        if let (Some(size), Some(corner)) = (sizes.get(relation.child), corners.get(relation.child))
        {
            draw_loop(&mut svg, relation, size, *corner, diagram, &colours);
        }
    }
    for (at, entity) in diagram.entities.iter().enumerate() {
        if let (Some(size), Some(corner)) = (sizes.get(at), corners.get(at)) {
            draw_table(&mut svg, entity, size, *corner, colours.get(&at).copied());
        }
    }
    if diagram.entities.is_empty() {
        svg.push_str("<text class=\"note\" x=\"24\" y=\"28\">no tables</text>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

/// The colour of the lines to each table that is referenced.
fn colours(diagram: &Diagram) -> BTreeMap<usize, usize> {
    let mut parents: Vec<_> = diagram.relations.iter().map(|relation| relation.parent).collect();
    parents.sort_unstable();
    parents.dedup();
    parents.into_iter().enumerate().map(|(number, at)| (at, number % COLOURS)).collect()
}

fn draw_table(
    svg: &mut String,
    entity: &Entity,
    size: &Size,
    (x, y): (i64, i64),
    colour: Option<usize>,
) {
    let Size { width, height, head, marks: marks_width, null } = size;
    let right = x + width;
    let tip = match &entity.comment {
        Some(comment) => format!("{}: {comment}", entity.name),
        None => entity.name.clone(),
    };
    let _ = writeln!(svg, "<g>\n<title>{}</title>", escaped(&tip));
    let _ = writeln!(
        svg,
        "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>"
    );
    let _ = writeln!(
        svg,
        "<path class=\"head\" d=\"M{} {}V{}a5.5 5.5 0 0 1 5.5 -5.5H{}a5.5 5.5 0 0 1 5.5 5.5V{}z\"/>",
        format_args!("{x}.5"),
        y + head,
        y + 6,
        right - 6,
        y + head
    );
    let _ = writeln!(svg, "<path class=\"rule\" d=\"M{x} {}H{right}\"/>", y + head);
    if let Some(colour) = colour {
        let _ = writeln!(
            svg,
            "<path class=\"tab c{colour}\" d=\"M{} {}H{}\"/>",
            x + 6,
            y + 1,
            right - 6
        );
    }
    let title = escaped(&title_of(entity));
    let _ = writeln!(
        svg,
        "<text class=\"name\" x=\"{}\" y=\"{}\">{title}</text>",
        x + INSET,
        y + HEADER / 2 + 5
    );
    if let Some(comment) = &entity.comment {
        let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            svg,
            "<text class=\"note\" x=\"{}\" y=\"{}\">{}</text>",
            x + INSET,
            y + HEADER + COMMENT / 2 + 1,
            escaped(&cut_to(&comment, width - 2 * INSET))
        );
    }
    for (at, attribute) in entity.attributes.iter().enumerate() {
        let base = y + size.port(Some(at)) + 4;
        draw_column(svg, attribute, (x + INSET, right - INSET, base), *marks_width, *null);
    }
    svg.push_str("</g>\n");
}

fn draw_column(
    svg: &mut String,
    attribute: &Attribute,
    (left, right, base): (i64, i64, i64),
    marks_width: i64,
    null: i64,
) {
    let Attribute { name, type_name, labels, comment, is_nullable, .. } = attribute;
    let mut tips = Vec::new();
    let is_cut = name_of(attribute) != *name || type_of(attribute) != *type_name;
    tips.extend(is_cut.then(|| format!("{name} {type_name}")));
    tips.extend((!labels.is_empty()).then(|| labels.join(", ")));
    tips.extend(comment.clone());
    if !tips.is_empty() {
        let _ = write!(svg, "<g><title>{}</title>", escaped(&tips.join("\n")));
    }
    let mut x = left;
    for (mark, class) in marks(attribute) {
        let _ = write!(svg, "<text class=\"{class}\" x=\"{x}\" y=\"{}\">{mark}</text>", base - 1);
        x += MARK;
    }
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{base}\">{}</text>",
        left + marks_width,
        escaped(&name_of(attribute))
    );
    let type_name = escaped(&type_of(attribute));
    let _ =
        write!(svg, "<text class=\"type\" x=\"{}\" y=\"{base}\">{type_name}</text>", right - null);
    if *is_nullable {
        let _ = write!(svg, "<text class=\"null\" x=\"{right}\" y=\"{}\">NULL</text>", base - 1);
    }
    svg.push_str(if tips.is_empty() { "\n" } else { "</g>\n" });
}

fn draw_line(
    svg: &mut String,
    line: &Line,
    relation: &Relation,
    diagram: &Diagram,
    colours: &BTreeMap<usize, usize>,
) {
    let Line { relation: _, begins_at_child, begin, curves, end } = line;
    open_relation(svg, relation, diagram, colours);
    let _ = write!(svg, "<path d=\"M{} {}", begin.0, begin.1);
    for [(from_x, from_y), (to_x, to_y)] in curves {
        let middle = (from_x + to_x) / 2;
        let _ = write!(svg, "H{from_x}");
        if from_y != to_y {
            let _ = write!(svg, "C{middle} {from_y} {middle} {to_y} {to_x} {to_y}");
        }
    }
    let _ = write!(svg, "H{}\"/>", end.0);
    // The sides to which the line leaves its tables.
    let (child, parent) =
        if *begins_at_child { ((*begin, 1), (*end, -1)) } else { ((*end, -1), (*begin, 1)) };
    draw_ends(svg, relation, child, parent);
    svg.push_str("</g>\n");
}

/// A line from a table to itself, on its right side.
fn draw_loop(
    svg: &mut String,
    relation: &Relation,
    size: &Size,
    (x, y): (i64, i64),
    diagram: &Diagram,
    colours: &BTreeMap<usize, usize>,
) {
    let right = x + size.width;
    let from = y + size.port(relation.columns.first().copied());
    let to = y + size.port(relation.referenced.first().copied());
    // One column that references itself.
    let to = if to == from { to + ROW / 2 } else { to };
    open_relation(svg, relation, diagram, colours);
    let (near, far) = (right + STUB, right + STUB + LOOP);
    let _ = write!(
        svg,
        "<path d=\"M{right} {from}H{near}C{far} {from} {far} {to} {near} {to}H{right}\"/>"
    );
    draw_ends(svg, relation, ((right, from), 1), ((right, to), 1));
    svg.push_str("</g>\n");
}

fn open_relation(
    svg: &mut String,
    relation: &Relation,
    diagram: &Diagram,
    colours: &BTreeMap<usize, usize>,
) {
    let colour = colours.get(&relation.parent).copied().unwrap_or(0);
    let tip = escaped(&described(relation, diagram));
    let _ = write!(svg, "<g class=\"r c{colour}\"><title>{tip}</title>");
}

/// `posts.author references users.id ON DELETE CASCADE`.
fn described(relation: &Relation, diagram: &Diagram) -> String {
    let side = |table: usize, columns: &[usize]| {
        let Some(entity) = diagram.entities.get(table) else { return String::new() };
        let names = columns.iter().filter_map(|at| entity.attributes.get(*at));
        let names: Vec<_> = names.map(|attribute| attribute.name.as_str()).collect();
        match &names[..] {
            [only] => format!("{}.{only}", entity.name),
            all => format!("{} ({})", entity.name, all.join(", ")),
        }
    };
    let child = side(relation.child, &relation.columns);
    let parent = side(relation.parent, &relation.referenced);
    let action = match relation.on_delete {
        Action::NoAction => String::new(),
        action @ (Action::Restrict | Action::Cascade | Action::SetNull | Action::SetDefault) => {
            format!(" ON DELETE {}", action.sql())
        }
    };
    let name = relation.name.as_ref().map_or_else(String::new, |name| format!("\n{name}"));
    format!("{child} references {parent}{action}{name}")
}

/// The crow's feet at both ends: what side of the table each is on, 1 for the right one.
fn draw_ends(
    svg: &mut String,
    relation: &Relation,
    child: ((i64, i64), i64),
    parent: ((i64, i64), i64),
) {
    let ((x, y), side) = child;
    if relation.is_single {
        bar(svg, x + 8 * side, y);
    } else {
        let _ = write!(svg, "<path d=\"M{x} {}L{} {y}L{x} {}\"/>", y - 6, x + 12 * side, y + 6);
    }
    circle(svg, x + 16 * side, y);
    let ((x, y), side) = parent;
    bar(svg, x + 8 * side, y);
    if relation.is_optional {
        circle(svg, x + 16 * side, y);
    } else {
        bar(svg, x + 12 * side, y);
    }
}

fn bar(svg: &mut String, x: i64, y: i64) {
    let _ = write!(svg, "<path d=\"M{x} {}V{}\"/>", y - 6, y + 6);
}

fn circle(svg: &mut String, x: i64, y: i64) {
    let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4\"/>");
}
