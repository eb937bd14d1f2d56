using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Ronghe.Welfare.Migrations;

/// <summary>
/// The rules of double entry, held by the database for every insert of postings whoever makes it: an entry sums to zero, is posted
/// at once, a reversal is the exact counter-entry, and balances are moved here and nowhere else. A submitted programme keeps its content.
/// </summary>
[DbContext(typeof(WelfareDb))]
[Migration("20261124220300_KeepTheBooks")]
public sealed class KeepTheBooks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE FUNCTION ledger_lock(wanted uuid[]) RETURNS TABLE (id uuid, balance numeric) LANGUAGE sql SECURITY DEFINER SET search_path = public AS
        $f$ SELECT a.id, a.balance FROM ledger_accounts a WHERE a.id = ANY(wanted) ORDER BY a.id FOR UPDATE $f$;

        CREATE FUNCTION ledger_account_starts_empty() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN
          IF NEW.balance <> 0 THEN RAISE EXCEPTION 'account % must start empty', NEW.id USING ERRCODE = 'integrity_constraint_violation'; END IF;
          RETURN NEW;
        END $f$;
        CREATE TRIGGER ledger_account_starts_empty BEFORE INSERT ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION ledger_account_starts_empty();

        CREATE FUNCTION ledger_post() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $f$
        DECLARE accounts int; moved int;
        BEGIN
          IF EXISTS (SELECT FROM fresh GROUP BY entry_id HAVING sum(amount) <> 0 OR count(*) < 2) THEN
            RAISE EXCEPTION 'an entry does not sum to zero' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_double_entry';
          END IF;
          IF EXISTS (SELECT FROM fresh f LEFT JOIN ledger_entries e ON e.id = f.entry_id WHERE e.id IS NULL) THEN
            RAISE EXCEPTION 'a posting without its entry' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_posting_entry';
          END IF;
          IF (SELECT count(*) FROM ledger_postings p WHERE p.entry_id IN (SELECT entry_id FROM fresh)) <> (SELECT count(*) FROM fresh) THEN
            RAISE EXCEPTION 'an entry is posted once' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_posted_once';
          END IF;
          IF EXISTS (SELECT FROM fresh f JOIN ledger_entries e ON e.id = f.entry_id WHERE e.reverses IS NOT NULL AND NOT EXISTS (
              SELECT FROM ledger_postings p WHERE p.entry_id = e.reverses AND p.account_id = f.account_id AND p.amount = -f.amount)) THEN
            RAISE EXCEPTION 'a reversal is the exact counter-entry' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_counter_entry';
          END IF;
          PERFORM FROM ledger_accounts WHERE id IN (SELECT account_id FROM fresh) ORDER BY id FOR UPDATE;
          UPDATE ledger_accounts a SET balance = a.balance + d.amount
          FROM (SELECT account_id, sum(amount) AS amount FROM fresh GROUP BY account_id) d WHERE a.id = d.account_id;
          GET DIAGNOSTICS moved = ROW_COUNT;
          SELECT count(DISTINCT account_id) INTO accounts FROM fresh;
          IF moved <> accounts THEN
            RAISE EXCEPTION 'a posting without its account' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_posting_account';
          END IF;
          RETURN NULL;
        END $f$;
        CREATE TRIGGER ledger_post AFTER INSERT ON ledger_postings REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_post();

        CREATE FUNCTION ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN RAISE EXCEPTION 'the ledger is only added to' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_append_only'; END $f$;
        CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON ledger_postings FOR EACH STATEMENT EXECUTE FUNCTION ledger_stays();
        CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger_stays();

        CREATE OR REPLACE FUNCTION keep_programme() RETURNS trigger LANGUAGE plpgsql AS $f$
        BEGIN
          IF (NEW.id, NEW.unit_path, NEW.kind, NEW.title, NEW.description, NEW.amount_per_person, NEW.occasion, NEW.plan::text, NEW.created_by, NEW.created_at)
             IS DISTINCT FROM
             (OLD.id, OLD.unit_path, OLD.kind, OLD.title, OLD.description, OLD.amount_per_person, OLD.occasion, OLD.plan::text, OLD.created_by, OLD.created_at)
             OR (OLD.state <> 'Draft' AND (NEW.headcount, NEW.budget, NEW.digest) IS DISTINCT FROM (OLD.headcount, OLD.budget, OLD.digest))
             OR (OLD.state NOT IN ('Draft', 'AwaitingAuthority')
                 AND (NEW.authority_case_id, NEW.authority_digest, NEW.reason, NEW.decided_at)
                     IS DISTINCT FROM (OLD.authority_case_id, OLD.authority_digest, OLD.reason, OLD.decided_at))
             OR NOT ((OLD.state, NEW.state) IN (('Draft', 'AwaitingAuthority'), ('AwaitingAuthority', 'Published'), ('AwaitingAuthority', 'Refused'),
                 ('Published', 'Running'), ('Running', 'Settled'), ('Settled', 'MadePublic')) OR (OLD.state = 'AwaitingAuthority' AND NEW.state = OLD.state))
          THEN RAISE EXCEPTION 'programme % cannot be changed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $f$;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP TRIGGER ledger_stays ON ledger_entries;
        DROP TRIGGER ledger_stays ON ledger_postings;
        DROP TRIGGER ledger_post ON ledger_postings;
        DROP TRIGGER ledger_account_starts_empty ON ledger_accounts;
        DROP FUNCTION ledger_stays, ledger_post, ledger_account_starts_empty;
        DROP FUNCTION ledger_lock(uuid[]);
        """);
}
