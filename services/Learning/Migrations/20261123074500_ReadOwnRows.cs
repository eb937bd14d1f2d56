using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ronghe.Learning.Migrations;

/// <summary>Everybody may read what is about themselves, also after they moved to another unit.</summary>
[DbContext(typeof(LearningDb))]
[Migration("20261123074500_ReadOwnRows")]
public sealed class ReadOwnRows : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "CREATE POLICY own_rows ON completions FOR SELECT USING (person_id::text = current_setting('app.subject', true))");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP POLICY own_rows ON completions");
}
