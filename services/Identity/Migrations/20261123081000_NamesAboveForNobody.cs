using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.Identity.Migrations
{
    /// <summary>
    /// On a connection that has served somebody before, app.units is an empty text and not null: whoever asks there without units
    /// is to see nobody, not an error.
    /// </summary>
    [DbContext(typeof(IdentityDb))]
    [Migration("20261123081000_NamesAboveForNobody")]
    public partial class NamesAboveForNobody : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                ALTER POLICY names_above ON people USING (EXISTS (
                  SELECT FROM unnest(nullif(current_setting('app.units', true), '')::text[]) AS reader(path) WHERE reader.path ^@ unit_path));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                ALTER POLICY names_above ON people USING (EXISTS (
                  SELECT FROM unnest(current_setting('app.units', true)::text[]) AS reader(path) WHERE reader.path ^@ unit_path));
                """);
        }
    }
}
