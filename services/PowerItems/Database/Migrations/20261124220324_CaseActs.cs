using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.PowerItems.Database.Migrations
{
    /// <inheritdoc />
    public partial class CaseActs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "acted",
                table: "power_cases",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "alert",
                table: "power_cases",
                type: "text",
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<Guid[]>(
                name: "copies",
                table: "power_cases",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            migrationBuilder.AddColumn<string>(
                name: "files",
                table: "power_cases",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "last",
                table: "power_cases",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_alert_at",
                table: "power_cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "readers",
                table: "power_cases",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            migrationBuilder.AddColumn<long>(
                name: "stands_since",
                table: "power_cases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "urged_at",
                table: "power_cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "effect",
                table: "case_acts",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.CreateTable(
                name: "authority_proxies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    given_by = table.Column<Guid>(type: "uuid", nullable: false),
                    given_to = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authority_proxies", x => x.id);
                    table.CheckConstraint("ck_authority_proxies", "given_by <> given_to AND \"from\" < until");
                });

            migrationBuilder.CreateTable(
                name: "case_sums",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    item_code = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_sums", x => new { x.case_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "meetings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    materials_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    convened_by = table.Column<Guid>(type: "uuid", nullable: false),
                    members = table.Column<string>(type: "jsonb", nullable: false),
                    participants = table.Column<string[]>(type: "text[]", nullable: false),
                    topics = table.Column<string>(type: "jsonb", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    present = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_meetings", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_power_cases_next_alert_at",
                table: "power_cases",
                column: "next_alert_at",
                filter: "next_alert_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_authority_proxies_given_by",
                table: "authority_proxies",
                column: "given_by");

            migrationBuilder.CreateIndex(
                name: "ix_authority_proxies_given_to",
                table: "authority_proxies",
                column: "given_to");

            migrationBuilder.CreateIndex(
                name: "ix_authority_proxies_until",
                table: "authority_proxies",
                column: "until",
                filter: "revoked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_case_sums_item_code_key_value_opened_at",
                table: "case_sums",
                columns: new[] { "item_code", "key", "value", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_meetings_unit_path_body_year_number",
                table: "meetings",
                columns: new[] { "unit_path", "body", "year", "number" },
                unique: true);

            // Members of a body read its meetings wherever they work. Who has a proxy has one at a time.
            migrationBuilder.Sql("""
                UPDATE power_cases SET stands_since = version, next_alert_at = CASE WHEN state = 'Running' THEN due_at END;
                CREATE EXTENSION IF NOT EXISTS btree_gist;
                ALTER TABLE authority_proxies ADD CONSTRAINT ex_authority_proxies_one_at_a_time
                  EXCLUDE USING gist (given_by WITH =, tstzrange("from", until) WITH &&) WHERE (revoked_at IS NULL);
                CREATE POLICY participant_reads ON meetings FOR SELECT
                  USING (participants @> ARRAY[current_setting('app.subject', true)]);
                CREATE POLICY participant_acts ON meetings FOR UPDATE
                  USING (participants @> ARRAY[current_setting('app.subject', true)]);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "authority_proxies");

            migrationBuilder.DropTable(
                name: "case_sums");

            migrationBuilder.DropTable(
                name: "meetings");

            migrationBuilder.DropIndex(
                name: "ix_power_cases_next_alert_at",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "acted",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "alert",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "copies",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "files",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "last",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "next_alert_at",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "readers",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "stands_since",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "urged_at",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "effect",
                table: "case_acts");
        }
    }
}
