//! Each revision can be applied, and its way back leads back.

migrate_analysis::verify::tests!(diesel_schema_migrations::MIGRATIONS, ["sqlite"]);
