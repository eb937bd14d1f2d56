using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.PowerItems.Database.Migrations
{
    /// <summary>
    /// Beside the policy by unit: whoever opened a case or was ever assigned to one of its steps may read it and act on it,
    /// wherever they work now. Nobody gets to open a case outside their units this way.
    /// </summary>
    public partial class Participants : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE POLICY participant_reads ON power_cases FOR SELECT
                  USING (participants @> ARRAY[current_setting('app.subject', true)]);
                CREATE POLICY participant_acts ON power_cases FOR UPDATE
                  USING (participants @> ARRAY[current_setting('app.subject', true)]);
                CREATE POLICY participant_reads ON case_acts FOR SELECT
                  USING (EXISTS (SELECT FROM power_cases c WHERE c.id = case_id));
                CREATE POLICY participant_acts ON case_acts FOR INSERT
                  WITH CHECK (EXISTS (SELECT FROM power_cases c WHERE c.id = case_id));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP POLICY participant_reads ON power_cases;
                DROP POLICY participant_acts ON power_cases;
                DROP POLICY participant_reads ON case_acts;
                DROP POLICY participant_acts ON case_acts;
                """);
        }
    }
}
