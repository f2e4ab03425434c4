//! The tables, in diesel's words. Change them here, and `cargo migrate revision --autogenerate` writes the revision.

diesel::table! {
    entries (id) {
        id -> Integer,
        feed_id -> Integer,
        title -> Text,
        url -> Text,
        seen -> Bool,
    }
}

diesel::table! {
    feeds (id) {
        id -> Integer,
        url -> Text,
        title -> Nullable<Text>,
    }
}

diesel::joinable!(entries -> feeds (feed_id));
diesel::allow_tables_to_appear_in_same_query!(entries, feeds);
