using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ronghe.Learning.Migrations;

/// <summary>
/// Whatever changes a person's facts queues them for their audiences, in the same transaction; and everybody may read what is about
/// themselves, also after they moved.
/// </summary>
[DbContext(typeof(LearningDb))]
[Migration("20261124223600_FollowMovers")]
public sealed class FollowMovers : Migration
{
    private static readonly string[] Personal = ["exam_attempts", "credits", "watch_progress"];

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE FUNCTION queue_retarget() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO retarget_queue (person_id) SELECT id FROM changed ORDER BY id ON CONFLICT DO NOTHING;
              RETURN NULL;
            END $$;
            CREATE TRIGGER retarget_after_insert AFTER INSERT ON directory_people REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_retarget();
            CREATE TRIGGER retarget_after_update AFTER UPDATE ON directory_people REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_retarget();
            """);
        foreach (var table in Personal) migrationBuilder.Sql($"CREATE POLICY own_rows ON {table} FOR SELECT USING (person_id::text = current_setting('app.subject', true))");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Personal) migrationBuilder.Sql($"DROP POLICY own_rows ON {table}");
        migrationBuilder.Sql("DROP TRIGGER retarget_after_insert ON directory_people; DROP TRIGGER retarget_after_update ON directory_people; DROP FUNCTION queue_retarget()");
    }
}
