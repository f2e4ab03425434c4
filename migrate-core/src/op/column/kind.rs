//! What values a column takes: the marker that fits defaults to types.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}
    )*};
}

kinds! {
    /// Whole numbers.
    Integer,
    /// Text.
    Text,
    /// Truth values.
    Boolean,
    /// Floating point numbers.
    Float,
    /// Exact numbers.
    Numeric,
    /// Bytes.
    Binary,
    /// Days.
    Date,
    /// Times of day.
    Time,
    /// Timestamps with and without a time zone.
    Timestamp,
    /// Spans of time.
    Interval,
    /// UUIDs.
    Uuid,
    /// JSON.
    Json,
    /// Lists.
    Array,
    /// Values of an enum type.
    Enumeration,
    /// Whatever the database's own type takes.
    Custom,
}
