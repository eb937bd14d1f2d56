using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.Identity.Migrations
{
    /// <inheritdoc />
    public partial class ClientsAndImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "people_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    file_hash = table.Column<string>(type: "text", nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    joins = table.Column<int>(type: "integer", nullable: false),
                    moves = table.Column<int>(type: "integer", nullable: false),
                    leaves = table.Column<int>(type: "integer", nullable: false),
                    changes = table.Column<int>(type: "integer", nullable: false),
                    same = table.Column<int>(type: "integer", nullable: false),
                    bad = table.Column<int>(type: "integer", nullable: false),
                    plan_hash = table.Column<string>(type: "text", nullable: true),
                    good_only = table.Column<bool>(type: "boolean", nullable: false),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "registered_clients",
                columns: table => new
                {
                    client_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    owner_path = table.Column<string>(type: "text", nullable: false),
                    sandbox = table.Column<bool>(type: "boolean", nullable: false),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    registered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registered_clients", x => x.client_id);
                    table.CheckConstraint("client_sandbox", "sandbox = (unit_path ^@ 'SBX/')");
                });

            migrationBuilder.CreateTable(
                name: "import_rows",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    act = table.Column<string>(type: "text", nullable: false),
                    person_version = table.Column<long>(type: "bigint", nullable: false),
                    cells = table.Column<string>(type: "text", nullable: false),
                    notes = table.Column<string>(type: "text", nullable: false),
                    activation = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_rows", x => new { x.import_id, x.line });
                    table.ForeignKey(
                        name: "fk_import_rows_people_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "people_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "client_keys",
                columns: table => new
                {
                    key_id = table.Column<string>(type: "text", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false),
                    jwk = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_keys", x => x.key_id);
                    table.ForeignKey(
                        name: "fk_client_keys_registered_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "registered_clients",
                        principalColumn: "client_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_client_keys_client_id",
                table: "client_keys",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_import_rows_import_id_act_line",
                table: "import_rows",
                columns: new[] { "import_id", "act", "line" });

            migrationBuilder.CreateIndex(
                name: "ix_people_imports_state",
                table: "people_imports",
                column: "state",
                filter: "state IN ('Reading', 'Applying')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "client_keys");

            migrationBuilder.DropTable(
                name: "import_rows");

            migrationBuilder.DropTable(
                name: "registered_clients");

            migrationBuilder.DropTable(
                name: "people_imports");
        }
    }
}
