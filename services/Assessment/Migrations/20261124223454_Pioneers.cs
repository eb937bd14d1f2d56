using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.Assessment.Migrations
{
    /// <inheritdoc />
    public partial class Pioneers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "outcome_places",
                columns: table => new
                {
                    outcome_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    latitude = table.Column<decimal>(type: "numeric(6,2)", precision: 6, scale: 2, nullable: false),
                    longitude = table.Column<decimal>(type: "numeric(6,2)", precision: 6, scale: 2, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outcome_places", x => x.outcome_id);
                    table.CheckConstraint("place_coarse", "latitude = round(latitude, 2) AND longitude = round(longitude, 2)");
                });

            migrationBuilder.CreateTable(
                name: "pioneer_outcomes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    terrain = table.Column<string>(type: "text", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    weight = table.Column<decimal>(type: "numeric(9,4)", precision: 9, scale: 4, nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    confirmed_by = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pioneer_outcomes", x => x.id);
                    table.CheckConstraint("outcome_other_person", "confirmed_by IS NULL OR confirmed_by <> person_id::text");
                });

            migrationBuilder.CreateTable(
                name: "pioneer_posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    duties = table.Column<string>(type: "text", nullable: false),
                    season = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    deciding_unit = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    matter = table.Column<string>(type: "text", nullable: true),
                    digest = table.Column<string>(type: "text", nullable: true),
                    authority_case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    review_due = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pioneer_posts", x => x.id);
                    table.CheckConstraint("pioneer_authority", "state = 'Proposed' OR authority_case_id IS NOT NULL");
                });

            migrationBuilder.CreateTable(
                name: "place_consents",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_place_consents", x => x.person_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outcome_places_expires_at",
                table: "outcome_places",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_outcome_places_person_id",
                table: "outcome_places",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_pioneer_outcomes_post_id",
                table: "pioneer_outcomes",
                column: "post_id");

            migrationBuilder.CreateIndex(
                name: "ix_pioneer_posts_person_id",
                table: "pioneer_posts",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outcome_places");

            migrationBuilder.DropTable(
                name: "pioneer_outcomes");

            migrationBuilder.DropTable(
                name: "pioneer_posts");

            migrationBuilder.DropTable(
                name: "place_consents");
        }
    }
}
