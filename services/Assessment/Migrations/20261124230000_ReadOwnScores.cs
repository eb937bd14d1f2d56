using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ronghe.Assessment.Migrations;

/// <summary>Everybody may read their own scores and facts, wherever they work now; of others the distribution alone.</summary>
[DbContext(typeof(AssessmentDb))]
[Migration("20261124230000_ReadOwnScores")]
public sealed class ReadOwnScores : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE POLICY own_rows ON score_versions FOR SELECT USING (person_id::text = current_setting('app.subject', true));
        CREATE POLICY own_rows ON facts FOR SELECT USING (person_id::text = current_setting('app.subject', true));
        CREATE POLICY own_rows ON appeals FOR SELECT USING (filed_by = current_setting('app.subject', true));
        CREATE FUNCTION score_distribution(cycle uuid) RETURNS TABLE (number int, subjects int)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $f$
          SELECT least(9, floor(total / 10))::int, count(*)::int
          FROM (SELECT DISTINCT ON (subject) total FROM score_versions WHERE cycle_id = cycle ORDER BY subject, score_versions.number DESC) newest
          WHERE total IS NOT NULL GROUP BY 1
        $f$;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP FUNCTION score_distribution(uuid);
        DROP POLICY own_rows ON appeals;
        DROP POLICY own_rows ON facts;
        DROP POLICY own_rows ON score_versions;
        """);
}
