//! Each revision can be applied, and its way back leads back.

migrate_analysis::verify::tests!(postgres_migrations::MIGRATIONS, ["postgres"]);
