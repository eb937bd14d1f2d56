using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.PowerItems.Database.Migrations
{
    /// <summary>Items have drafts and days of coming into force, one version of a code at any time; statutes and their articles; exports.</summary>
    public partial class Catalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_item_versions_in_force",
                table: "item_versions");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "in_force_from",
                table: "item_versions",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.CreateTable(
                name: "basis_reviews",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    law = table.Column<string>(type: "text", nullable: false),
                    from_version = table.Column<DateOnly>(type: "date", nullable: false),
                    to_version = table.Column<DateOnly>(type: "date", nullable: false),
                    item_code = table.Column<string>(type: "text", nullable: false),
                    item_version = table.Column<int>(type: "integer", nullable: false),
                    articles = table.Column<string[]>(type: "text[]", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<string>(type: "text", nullable: true),
                    conclusion = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_basis_reviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "laws",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<DateOnly>(type: "date", nullable: false),
                    in_force_from = table.Column<DateOnly>(type: "date", nullable: false),
                    in_force_to = table.Column<DateOnly>(type: "date", nullable: true),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_laws", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_exports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    filter = table.Column<string>(type: "text", nullable: false),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_exports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_flags",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    review_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_flags", x => new { x.case_id, x.review_id });
                    table.ForeignKey(
                        name: "fk_case_flags_basis_reviews_review_id",
                        column: x => x.review_id,
                        principalTable: "basis_reviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "law_articles",
                columns: table => new
                {
                    law_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    chapter = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_law_articles", x => new { x.law_id, x.number });
                    table.ForeignKey(
                        name: "fk_law_articles_laws_law_id",
                        column: x => x.law_id,
                        principalTable: "laws",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ux_item_versions_in_force",
                table: "item_versions",
                column: "code",
                unique: true,
                filter: "in_force_from IS NOT NULL AND in_force_to IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_basis_reviews_law_to_version_item_code",
                table: "basis_reviews",
                columns: new[] { "law", "to_version", "item_code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_flags_review_id",
                table: "case_flags",
                column: "review_id");

            migrationBuilder.CreateIndex(
                name: "ix_laws_name_version",
                table: "laws",
                columns: new[] { "name", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_laws_latest",
                table: "laws",
                column: "name",
                unique: true,
                filter: "in_force_to IS NULL");

            migrationBuilder.Sql("""
                CREATE EXTENSION IF NOT EXISTS btree_gist;
                ALTER TABLE item_versions ADD CONSTRAINT ex_item_versions_one_in_force
                  EXCLUDE USING gist (code WITH =, tstzrange(in_force_from, in_force_to) WITH &&) WHERE (in_force_from IS NOT NULL);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE item_versions DROP CONSTRAINT ex_item_versions_one_in_force;");

            migrationBuilder.DropTable(
                name: "case_flags");

            migrationBuilder.DropTable(
                name: "law_articles");

            migrationBuilder.DropTable(
                name: "supervision_exports");

            migrationBuilder.DropTable(
                name: "basis_reviews");

            migrationBuilder.DropTable(
                name: "laws");

            migrationBuilder.DropIndex(
                name: "ux_item_versions_in_force",
                table: "item_versions");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "in_force_from",
                table: "item_versions",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ux_item_versions_in_force",
                table: "item_versions",
                column: "code",
                unique: true,
                filter: "in_force_to IS NULL");
        }
    }
}
