using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ronghe.Welfare.Migrations;

/// <summary>What the deciders of a case are shown cannot be changed afterwards, and what was decided stays decided.</summary>
[DbContext(typeof(WelfareDb))]
[Migration("20261123074500_FreezeContent")]
public sealed class FreezeContent : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE FUNCTION keep_programme() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN
          IF (NEW.id, NEW.unit_path, NEW.kind, NEW.title, NEW.description, NEW.amount_per_person, NEW.headcount, NEW.budget,
              NEW.digest, NEW.created_by, NEW.created_at)
             IS DISTINCT FROM
             (OLD.id, OLD.unit_path, OLD.kind, OLD.title, OLD.description, OLD.amount_per_person, OLD.headcount, OLD.budget,
              OLD.digest, OLD.created_by, OLD.created_at)
             OR OLD.state <> 'AwaitingAuthority'
          THEN RAISE EXCEPTION 'programme % cannot be changed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $f$;
        CREATE TRIGGER keep_programme BEFORE UPDATE ON programmes FOR EACH ROW EXECUTE FUNCTION keep_programme();
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP TRIGGER keep_programme ON programmes;
        DROP FUNCTION keep_programme();
        """);
}
