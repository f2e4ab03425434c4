//! A view's query: what the server rewrites of it, as far as that can be followed.
//!
//! The server keeps no text of a view but its own: every name qualified, `AS` before every alias,
//! `*` written out, parentheses around joins, functions under other names
//! (<https://mariadb.com/kb/en/show-create-view/>). What is not followed: `RIGHT JOIN` turned round,
//! `NATURAL JOIN` and `USING` written out, and the columns of a view or a query inside.

mod block;
mod item;
mod json_table;

use migrate_core::schema::{Objects, QualifiedName, Table};

use super::words::{Kind, Word, closing, join, words};

/// The words after which a table or a list has ended.
const CLAUSES: [&str; 22] = [
    "WHERE",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "JOIN",
    "LEFT",
    "RIGHT",
    "INNER",
    "CROSS",
    "NATURAL",
    "STRAIGHT_JOIN",
    "ON",
    "USING",
    "WINDOW",
    "FOR",
    "WITH",
    "PROCEDURE",
    "INTO",
];

fn is_clause(word: &Word) -> bool {
    CLAUSES.iter().any(|clause| word.is(clause))
}

/// The query in one form for how it is declared and what the server makes of it.
pub(super) fn normalize(query: &str, tables: &Objects<QualifiedName, Table>) -> String {
    let query = query.trim().trim_end_matches(';').trim_end();
    let Some(words) = words(query) else { return query.to_owned() };
    let mut words: Vec<_> = words.into_iter().map(lower).collect();
    drop_join_words(&mut words);
    drop_join_parentheses(&mut words);
    drop_databases(&mut words);
    block::resolve(&mut words, tables);
    json_table::collapse(&mut words);
    drop_own_aliases(&mut words);
    drop_noise(&mut words);
    let words = item::expressions(&words).into_iter().map(Word::unquoted);
    join(&words.collect::<Vec<_>>())
}

/// Names in a view say nothing by their case or their quotes.
fn lower(word: Word) -> Word {
    match word.kind {
        Kind::Bare | Kind::Quoted => Word { text: word.text.to_lowercase(), ..word },
        Kind::Symbol if word.text == "!=" => Word { text: "<>".to_owned(), ..word },
        Kind::String | Kind::Number | Kind::Symbol => word,
    }
}

fn bare(text: &str) -> Word {
    Word { kind: Kind::Bare, text: text.to_owned() }
}

/// Words of a join that may stand or not.
fn drop_join_words(words: &mut Vec<Word>) {
    words.retain(|word| !["INNER", "CROSS", "OUTER"].iter().any(|noise| word.is(noise)));
}

/// Joins are read from the left, with or without parentheses: `FROM ((a JOIN b) JOIN c)`.
fn drop_join_parentheses(words: &mut Vec<Word>) {
    let mut at = 0;
    while at + 1 < words.len() {
        let opens = words[at].is("FROM") && words[at + 1].is_mark("(");
        let inside = words.get(at + 2).is_some_and(|word| !word.is("SELECT"));
        match closing(words, at + 1).filter(|_| opens && inside) {
            Some(close) => {
                words.remove(close);
                words.remove(at + 1);
            }
            None => at += 1,
        }
    }
}

/// A column's table has a name of its own in the query: `d.t.a` is `t.a`.
fn drop_databases(words: &mut Vec<Word>) {
    let is_path = |words: &[Word]| {
        words
            .iter()
            .enumerate()
            .all(|(at, word)| if at % 2 == 0 { word.name().is_some() } else { word.is_mark(".") })
    };
    while let Some(at) = words.windows(5).position(is_path) {
        words.drain(at..at + 2);
    }
}

/// `t.a AS a` is `t.a`.
fn drop_own_aliases(words: &mut Vec<Word>) {
    let mut at = 1;
    while at + 1 < words.len() {
        let same = words[at].is("AS")
            && words[at - 1].name().is_some()
            && words[at - 1].name() == words[at + 1].name();
        if same {
            words.drain(at..=at + 1);
        } else {
            at += 1;
        }
    }
}

/// Words that say what is so without them, and forms that the servers write otherwise.
fn drop_noise(words: &mut Vec<Word>) {
    words.retain(|word| !word.is("ASC"));
    // `_utf8mb4'x'`.
    let introduces = |pair: &[Word]| {
        pair[0].kind == Kind::Bare && pair[0].text.starts_with('_') && pair[1].kind == Kind::String
    };
    while let Some(at) = words.windows(2).position(introduces) {
        words.remove(at);
    }
    let separates = |pair: &[Word]| pair[0].is("SEPARATOR") && pair[1].text == ",";
    while let Some(at) = words.windows(2).position(separates) {
        words.drain(at..=at + 1);
    }
    for at in 2..words.len() {
        let starred = words[at].is_mark("*") && words[at - 1].is_mark("(");
        if starred && words[at - 2].is("COUNT") {
            words[at] = Word { kind: Kind::Number, text: "0".to_owned() };
        }
    }
    drop_limit_of_exists(words);
    // `LIMIT 5 OFFSET 2` is `LIMIT 2, 5`.
    for at in 2..words.len().saturating_sub(1) {
        if words[at].is("OFFSET") && words[at - 2].is("LIMIT") {
            words.swap(at - 1, at + 1);
            words[at] = Word { kind: Kind::Symbol, text: ",".to_owned() };
        }
    }
    let check = words.len().checked_sub(3).filter(|at| words[*at].is("WITH"));
    if let Some(at) = check.filter(|at| words[at + 1].is("CHECK") && words[at + 2].is("OPTION")) {
        words.insert(at + 1, bare("cascaded"));
    }
}

/// MariaDB adds `LIMIT 1` to what only has to exist.
fn drop_limit_of_exists(words: &mut Vec<Word>) {
    let mut at = 0;
    while at + 1 < words.len() {
        let close = closing(words, at + 1).filter(|_| words[at].is("EXISTS"));
        if let Some(close) =
            close.filter(|close| words[close - 2].is("LIMIT") && words[close - 1].text == "1")
        {
            words.drain(close - 2..close);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use migrate_core::schema::{Column, ColumnType};

    fn tables() -> Objects<QualifiedName, Table> {
        let table = |name: &str, columns: &[&str]| {
            let mut table = Table::new(name);
            let integer = |name: &&str| Column::new(*name, ColumnType::Integer);
            table.columns = columns.iter().map(integer).collect();
            (table.name.clone(), table)
        };
        let users = table("users", &["id", "Name", "age"]);
        Objects::from([users, table("posts", &["id", "user_id", "tag"])])
    }

    #[test]
    fn follows_what_mariadb_makes_of_a_query() {
        for (declared, stored) in [
            (
                "SELECT id, Name FROM users WHERE age >= 18;",
                "select `users`.`id` AS `id`,`users`.`Name` AS `Name` from `users` \
                 where `users`.`age` >= 18",
            ),
            (
                "SELECT p.id, count(*) AS n FROM posts p JOIN users AS u ON u.id = p.user_id \
                 LEFT OUTER JOIN tags t ON (t.id = p.tag) GROUP BY p.id ORDER BY p.id ASC",
                "select `p`.`id` AS `id`,count(0) AS `n` from ((`posts` `p` join `users` `u` \
                 on(`u`.`id` = `p`.`user_id`)) left join `tags` `t` on(`t`.`id` = `p`.`tag`)) \
                 group by `p`.`id` order by `p`.`id`",
            ),
            (
                "SELECT u.id FROM other.users u WHERE u.a != 1 LIMIT 3 WITH CHECK OPTION",
                "select `u`.`id` AS `id` from `other`.`users` `u` where `u`.`a` <> 1 limit 3 \
                 with cascaded check option",
            ),
            (
                "SELECT a, b FROM other.t",
                "select `other`.`t`.`a` AS `a`,`other`.`t`.`b` AS `b` from `other`.`t`",
            ),
            (
                "SELECT * FROM users",
                "select `users`.`id` AS `id`,`users`.`Name` AS `Name`,`users`.`age` AS `age` \
                 from `users`",
            ),
            (
                "SELECT name, p.* FROM users, posts AS p WHERE user_id = users.id",
                "select `users`.`Name` AS `name`,`p`.`id` AS `id`,`p`.`user_id` AS `user_id`,\
                 `p`.`tag` AS `tag` from `users` join `posts` `p` \
                 where `p`.`user_id` = `users`.`id`",
            ),
            (
                "SELECT id FROM users UNION SELECT id FROM posts",
                "select `users`.`id` AS `id` from `users` union \
                 select `posts`.`id` AS `id` from `posts`",
            ),
            (
                "SELECT u.id FROM users u WHERE EXISTS (SELECT 1 FROM posts p WHERE p.id = u.id)",
                "select `u`.`id` AS `id` from `users` `u` where exists(select 1 from `posts` `p` \
                 where `p`.`id` = `u`.`id` limit 1)",
            ),
            (
                "SELECT x.id, age * 2 FROM (SELECT id, age FROM users LIMIT 5 OFFSET 2) AS x",
                "select `x`.`id` AS `id`,`x`.`age` * 2 AS `age * 2` from (select `users`.`id` AS \
                 `id`,`users`.`age` AS `age` from `users` limit 2,5) `x`",
            ),
            (
                "SELECT id, a, n FROM users, JSON_TABLE(name, '$.rows[*]' COLUMNS (a INT PATH '$.a', b BOOLEAN \
                 PATH '$.b' DEFAULT '1' ON EMPTY NULL ON ERROR, n FOR ORDINALITY, NESTED '$.k' COLUMNS (c \
                 NUMERIC(5, 2) PATH '$.c', d integer EXISTS PATH '$.d'))) AS j WHERE age > 1",
                "select `users`.`id` AS `id`,`j`.`a` AS `a`,`j`.`n` AS `n` from (`users` join \
                 JSON_TABLE(`users`.`Name`, '$.rows[*]' COLUMNS (`a` int(11) PATH '$.a', `b` tinyint(1) PATH \
                 '$.b' DEFAULT '1' ON EMPTY NULL ON ERROR, `n` FOR ORDINALITY, NESTED PATH '$.k' COLUMNS (`c` \
                 decimal(5,2) PATH '$.c', `d` int(11) EXISTS PATH '$.d'))) `j`) where `users`.`age` > 1",
            ),
            (
                "SELECT x FROM JSON_TABLE('[1,2]', '$[*]' COLUMNS (x INT PATH '$')) j",
                "select `j`.`x` AS `x` from JSON_TABLE('[1,2]', '$[*]' COLUMNS (`x` int(11) PATH '$')) `j`",
            ),
            (
                "SELECT u.id, j.a FROM users u LEFT JOIN JSON_TABLE(u.name, '$' COLUMNS (a JSON PATH '$.a' ERROR \
                 ON EMPTY)) j ON TRUE",
                "select `u`.`id` AS `id`,`j`.`a` AS `a` from (`users` `u` left join JSON_TABLE(`u`.`Name`, '$' \
                 COLUMNS (`a`  JSON  PATH '$.a' ERROR ON EMPTY)) `j` on(1))",
            ),
            (
                "SELECT CAST(age AS CHAR(3)) AS a, group_concat(name) g FROM users WHERE age",
                "select cast(`users`.`age` as char(3)) AS `a`,\
                 group_concat(`users`.`Name` separator ',') AS `g` from `users` \
                 where `users`.`age` <> 0",
            ),
        ] {
            let form = |query| normalize(query, &tables());
            assert_eq!(form(declared), form(stored), "{declared}");
        }
    }

    #[test]
    fn other_queries_stay_others() {
        let form = |query| normalize(query, &tables());
        for (one, other) in [
            ("SELECT id FROM users", "SELECT age FROM users"),
            ("SELECT users.id FROM users, posts", "SELECT posts.id FROM users, posts"),
            ("SELECT id FROM users", "SELECT id AS other FROM users"),
            ("SELECT id FROM users WHERE age > 1", "SELECT id FROM users WHERE age > 2"),
            (
                "SELECT x FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$')) j",
                "SELECT x FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x BIGINT PATH '$')) j",
            ),
            (
                "SELECT x FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$' NULL ON EMPTY)) j",
                "SELECT x FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$' ERROR ON EMPTY)) j",
            ),
            (
                "SELECT u.id FROM users u, posts p, JSON_TABLE(u.name, '$' COLUMNS (x INT PATH '$')) j",
                "SELECT u.id FROM users u, posts p, JSON_TABLE(p.tag, '$' COLUMNS (x INT PATH '$')) j",
            ),
            (
                "SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM posts p WHERE p.id = u.id)",
                "SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM posts p WHERE p.id = p.id)",
            ),
        ] {
            assert_ne!(form(one), form(other), "{one}");
        }
    }
}
