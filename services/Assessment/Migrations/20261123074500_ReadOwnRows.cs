using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ronghe.Assessment.Migrations;

/// <summary>Everybody may read what is about themselves, also after they moved to another unit.</summary>
[DbContext(typeof(AssessmentDb))]
[Migration("20261123074500_ReadOwnRows")]
public sealed class ReadOwnRows : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "CREATE POLICY own_rows ON evidence FOR SELECT USING (person_id::text = current_setting('app.subject', true))");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP POLICY own_rows ON evidence");
}
