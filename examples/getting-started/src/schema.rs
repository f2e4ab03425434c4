//! The tables as they are after the last revision, as `diesel print-schema` would write them.

diesel::table! {
    comments (id) {
        id -> BigInt,
        post_id -> BigInt,
        author -> Text,
        body -> Text,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        author_id -> BigInt,
        title -> Text,
        body -> Text,
        created_at -> Timestamp,
        published_at -> Nullable<Timestamp>,
        views -> Integer,
        slug -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        email -> Text,
        display_name -> Text,
        is_admin -> Bool,
        created_at -> Timestamp,
        role -> Text,
    }
}

diesel::joinable!(comments -> posts (post_id));
diesel::joinable!(posts -> users (author_id));
diesel::allow_tables_to_appear_in_same_query!(comments, posts, users);
