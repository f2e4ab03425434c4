//! What stops, and what is said to it.
