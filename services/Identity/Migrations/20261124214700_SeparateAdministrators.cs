using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.Identity.Migrations
{
    /// <summary>
    /// Nobody holds two of the three administrators' roles, by grant, by post, or by what a post comes to mean; and what the audit
    /// trail says stays, even for the owner of the tables.
    /// </summary>
    [DbContext(typeof(IdentityDb))]
    [Migration("20261124214700_SeparateAdministrators")]
    public partial class SeparateAdministrators : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // One at a time for each person: two grants of two roles, each alone in its transaction, would not see each other.
            migrationBuilder.Sql("""
                CREATE FUNCTION keep_administrators_apart(people uuid[]) RETURNS void LANGUAGE plpgsql AS $$
                DECLARE offender uuid;
                BEGIN
                  PERFORM pg_advisory_xact_lock(hashtextextended(id::text, 33)) FROM (SELECT DISTINCT unnest(people) AS id ORDER BY 1) each_one;
                  SELECT held.person_id INTO offender
                  FROM (SELECT a.person_id, role FROM appointments a JOIN posts p ON p.code = a.post_code CROSS JOIN unnest(p.roles) role WHERE a.person_id = ANY (people)
                        UNION SELECT g.person_id, g.role FROM grants g WHERE g.person_id = ANY (people)) held
                  WHERE held.role IN ('SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator')
                  GROUP BY held.person_id HAVING count(DISTINCT held.role) > 1 LIMIT 1;
                  IF offender IS NOT NULL THEN
                    RAISE EXCEPTION 'One person would be two of the three administrators: %', offender
                      USING ERRCODE = 'check_violation', CONSTRAINT = 'three_administrators';
                  END IF;
                END $$;

                CREATE FUNCTION administrators_by_grant() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM keep_administrators_apart(people) FROM (
                    SELECT array_agg(person_id) AS people FROM changed WHERE role IN ('SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator')) c
                  WHERE people IS NOT NULL;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER three_administrators_new AFTER INSERT ON grants
                  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION administrators_by_grant();
                CREATE TRIGGER three_administrators_changed AFTER UPDATE ON grants
                  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION administrators_by_grant();

                CREATE FUNCTION administrators_by_post() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM keep_administrators_apart(people) FROM (
                    SELECT array_agg(c.person_id) AS people FROM changed c JOIN posts p ON p.code = c.post_code
                    WHERE p.roles && ARRAY['SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator']) c
                  WHERE people IS NOT NULL;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER three_administrators_new AFTER INSERT ON appointments
                  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION administrators_by_post();
                CREATE TRIGGER three_administrators_changed AFTER UPDATE ON appointments
                  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION administrators_by_post();

                CREATE FUNCTION administrators_by_meaning() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  PERFORM keep_administrators_apart(people) FROM (
                    SELECT array_agg(a.person_id) AS people FROM changed c JOIN appointments a ON a.post_code = c.code
                    WHERE c.roles && ARRAY['SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator']) c
                  WHERE people IS NOT NULL;
                  RETURN NULL;
                END $$;
                CREATE TRIGGER three_administrators_changed AFTER UPDATE ON posts
                  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION administrators_by_meaning();

                CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  RAISE EXCEPTION 'The audit trail is neither changed nor deleted.' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
                CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP FUNCTION audit_stays() CASCADE;
            DROP FUNCTION administrators_by_meaning() CASCADE;
            DROP FUNCTION administrators_by_post() CASCADE;
            DROP FUNCTION administrators_by_grant() CASCADE;
            DROP FUNCTION keep_administrators_apart(uuid[]) CASCADE;
            """);
    }
}
