use migrate_runtime::Model;

#[derive(Model)]
#[model(table)]
struct User {
    #[model = "id"]
    id: i64,
    #[model("email")]
    email: String,
    #[model(not_null)]
    name: Option<String>,
    #[model(index = "ix_mail")]
    mail: String,
    #[model(varchar(80), text)]
    notes: String,
    #[model(was = old)]
    nickname: String,
    price: Decimal,
    #[diesel(embed)]
    address: Address,
}

fn main() {}
