//! The words of queries that tell where relations and their aliases are.

/// Functions whose arguments have a `FROM` that names no relation.
pub(super) const WITH_FROM: [&str; 4] = ["EXTRACT", "SUBSTRING", "TRIM", "OVERLAY"];

/// Words that end a list of relations.
pub(super) const AFTER_LIST: [&str; 14] = [
    "WHERE",
    "GROUP",
    "ORDER",
    "HAVING",
    "LIMIT",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "SET",
    "VALUES",
    "SELECT",
    "RETURNING",
    "WINDOW",
    "LOOP",
];

/// Words after the name of a relation that are no alias.
pub(super) const NO_ALIAS: [&str; 30] = [
    "CROSS",
    "DEFAULT",
    "DO",
    "END",
    "FETCH",
    "FOR",
    "FORCE",
    "FROM",
    "FULL",
    "IGNORE",
    "INDEXED",
    "INNER",
    "JOIN",
    "LEFT",
    "NATURAL",
    "NOT",
    "OFFSET",
    "ON",
    "OVERRIDING",
    "PARTITION",
    "RIGHT",
    "STRAIGHT_JOIN",
    "TABLESAMPLE",
    "THEN",
    "USE",
    "USING",
    "WHEN",
    "BEGIN",
    "AS",
    "OUTER",
];
