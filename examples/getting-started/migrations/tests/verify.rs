//! Each revision can be applied, and its way back leads back.

migrate_analysis::verify::tests!(getting_started_migrations::MIGRATIONS, ["sqlite"]);
