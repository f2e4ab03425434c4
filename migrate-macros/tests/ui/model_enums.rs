use migrate_runtime::ModelEnum;

#[derive(ModelEnum)]
enum Nothing {}

#[derive(ModelEnum)]
#[model(rename_all = "Snake", nam = "shape")]
enum Shape {
    Circle(f64),
    #[model(rename = "square")]
    Box,
    Square,
}

#[derive(ModelEnum)]
struct State;

fn main() {}
