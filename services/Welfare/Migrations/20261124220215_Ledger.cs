using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.Welfare.Migrations
{
    /// <inheritdoc />
    public partial class Ledger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "programme_authority",
                table: "programmes");

            migrationBuilder.DropCheckConstraint(
                name: "programme_state",
                table: "programmes");

            migrationBuilder.AddColumn<string>(
                name: "occasion",
                table: "programmes",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "plan",
                table: "programmes",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "occasion",
                table: "cap_uses",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "budget_transfers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    from_line = table.Column<string>(type: "text", nullable: false),
                    to_line = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    refused = table.Column<string>(type: "text", nullable: true),
                    authority_case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budget_transfers", x => x.id);
                    table.CheckConstraint("transfer_amount", "amount > 0 AND from_line <> to_line");
                    table.CheckConstraint("transfer_authority", "state <> 'Made' OR authority_case_id IS NOT NULL");
                    table.CheckConstraint("transfer_state", "state IN ('AwaitingAuthority', 'Made', 'Refused') AND (state = 'Refused') = (refused IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "cap_totals",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cap_code = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    most = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cap_totals", x => new { x.person_id, x.cap_code, x.year });
                    table.CheckConstraint("never_over_the_cap", "amount >= 0 AND amount <= most");
                });

            migrationBuilder.CreateTable(
                name: "caps",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    amount_per_person_per_year = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    province = table.Column<string>(type: "text", nullable: false),
                    occasion = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_caps", x => new { x.code, x.version });
                    table.CheckConstraint("cap_amount", "amount_per_person_per_year > 0");
                });

            migrationBuilder.CreateTable(
                name: "claim_gates",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    window_slots = table.Column<int>(type: "integer", nullable: false),
                    window_minutes = table.Column<int>(type: "integer", nullable: false),
                    cap_code = table.Column<string>(type: "text", nullable: true),
                    cap_most = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: true),
                    committed_account = table.Column<Guid>(type: "uuid", nullable: false),
                    paid_account = table.Column<Guid>(type: "uuid", nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_gates", x => x.programme_id);
                });

            migrationBuilder.CreateTable(
                name: "claims",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    gift = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    how = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: true),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    picked_up_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claims", x => x.id);
                    table.CheckConstraint("claim_amount", "amount > 0");
                    table.CheckConstraint("claim_state", "state IN ('Held', 'PickedUp', 'Returned')");
                });

            migrationBuilder.CreateTable(
                name: "declarations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    happened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    declared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_declarations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dry_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    rule_code = table.Column<string>(type: "text", nullable: false),
                    rule_version = table.Column<int>(type: "integer", nullable: false),
                    entitled = table.Column<int>(type: "integer", nullable: false),
                    cost = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dry_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "entitlement_rules",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    clauses = table.Column<string>(type: "jsonb", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entitlement_rules", x => new { x.code, x.version });
                });

            migrationBuilder.CreateTable(
                name: "entitlements",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    slot = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_entitlements", x => new { x.programme_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "gift_stocks",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gift = table.Column<string>(type: "text", nullable: false),
                    stock = table.Column<int>(type: "integer", nullable: true),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gift_stocks", x => new { x.programme_id, x.gift });
                    table.CheckConstraint("never_more_than_there_is", "taken >= 0 AND (stock IS NULL OR taken <= stock)");
                });

            migrationBuilder.CreateTable(
                name: "hardship_grades",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    grade = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hardship_grades", x => x.person_id);
                    table.CheckConstraint("hardship_grade", "grade IN ('Special', 'Grave', 'General')");
                });

            migrationBuilder.CreateTable(
                name: "issue_jobs",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: false),
                    issued = table.Column<int>(type: "integer", nullable: false),
                    skipped = table.Column<int>(type: "integer", nullable: false),
                    cursor = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issue_jobs", x => x.programme_id);
                    table.CheckConstraint("issue_progress", "issued >= 0 AND skipped >= 0 AND issued + skipped <= total");
                });

            migrationBuilder.CreateTable(
                name: "issue_skips",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_issue_skips", x => new { x.programme_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "ledger_accounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    programme_id = table.Column<Guid>(type: "uuid", nullable: true),
                    balance = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_accounts", x => x.id);
                    table.CheckConstraint("ledger_account_kind", "kind IN ('Funding', 'Available', 'Committed', 'Paid', 'Settled')");
                    table.CheckConstraint("ledger_account_programme", "(kind IN ('Committed', 'Paid', 'Settled')) = (programme_id IS NOT NULL)");
                    table.CheckConstraint("ledger_never_negative", "kind = 'Funding' OR balance >= 0");
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    cause_kind = table.Column<string>(type: "text", nullable: false),
                    cause_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reverses = table.Column<Guid>(type: "uuid", nullable: true),
                    posted_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => x.id);
                    table.CheckConstraint("ledger_entry_cause", "cause_kind IN ('Programme', 'Claim', 'Case', 'Event')");
                    table.CheckConstraint("ledger_entry_kind", "kind IN ('Budget', 'Commit', 'Pay', 'Settle', 'Release', 'Transfer', 'CarryOver', 'Reverse')");
                    table.CheckConstraint("ledger_entry_reverse", "(kind = 'Reverse') = (reverses IS NOT NULL)");
                });

            migrationBuilder.CreateTable(
                name: "ledger_postings",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_postings", x => new { x.entry_id, x.account_id });
                    table.CheckConstraint("ledger_posting_amount", "amount <> 0");
                });

            migrationBuilder.CreateTable(
                name: "union_budgets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    payroll = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    contribution = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    retained = table.Column<decimal>(type: "numeric(5,4)", precision: 5, scale: 4, nullable: false),
                    closed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_union_budgets", x => x.id);
                    table.CheckConstraint("budget_contribution", "payroll >= 0 AND contribution = round(payroll * 0.02, 2) AND retained > 0 AND retained <= 1");
                });

            migrationBuilder.CreateTable(
                name: "waiting_list",
                columns: table => new
                {
                    programme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gift = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_waiting_list", x => new { x.programme_id, x.person_id });
                });

            migrationBuilder.AddCheckConstraint(
                name: "programme_authority",
                table: "programmes",
                sql: "state IN ('Draft', 'AwaitingAuthority', 'Refused') OR (authority_case_id IS NOT NULL AND authority_digest IS NOT NULL AND authority_digest = digest)");

            migrationBuilder.AddCheckConstraint(
                name: "programme_state",
                table: "programmes",
                sql: "state IN ('Draft', 'AwaitingAuthority', 'Published', 'Running', 'Settled', 'MadePublic', 'Refused')");

            migrationBuilder.CreateIndex(
                name: "ix_budget_transfers_authority_case_id",
                table: "budget_transfers",
                column: "authority_case_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_claims_person_id_year",
                table: "claims",
                columns: new[] { "person_id", "year" });

            migrationBuilder.CreateIndex(
                name: "one_claim_a_person",
                table: "claims",
                columns: new[] { "programme_id", "person_id" },
                unique: true,
                filter: "state <> 'Returned'");

            migrationBuilder.CreateIndex(
                name: "ix_declarations_person_id_kind_happened_on",
                table: "declarations",
                columns: new[] { "person_id", "kind", "happened_on" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_dry_runs_programme_id_at",
                table: "dry_runs",
                columns: new[] { "programme_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_issue_jobs_finished_at",
                table: "issue_jobs",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_accounts_programme_id",
                table: "ledger_accounts",
                column: "programme_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_accounts_unit_path_year",
                table: "ledger_accounts",
                columns: new[] { "unit_path", "year" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_cause_kind_cause_id",
                table: "ledger_entries",
                columns: new[] { "cause_kind", "cause_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_reverses",
                table: "ledger_entries",
                column: "reverses",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_unit_path_at",
                table: "ledger_entries",
                columns: new[] { "unit_path", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_postings_account_id",
                table: "ledger_postings",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_union_budgets_unit_path_year",
                table: "union_budgets",
                columns: new[] { "unit_path", "year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_waiting_list_programme_id_gift_since",
                table: "waiting_list",
                columns: new[] { "programme_id", "gift", "since" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "budget_transfers");

            migrationBuilder.DropTable(
                name: "cap_totals");

            migrationBuilder.DropTable(
                name: "caps");

            migrationBuilder.DropTable(
                name: "claim_gates");

            migrationBuilder.DropTable(
                name: "claims");

            migrationBuilder.DropTable(
                name: "declarations");

            migrationBuilder.DropTable(
                name: "dry_runs");

            migrationBuilder.DropTable(
                name: "entitlement_rules");

            migrationBuilder.DropTable(
                name: "entitlements");

            migrationBuilder.DropTable(
                name: "gift_stocks");

            migrationBuilder.DropTable(
                name: "hardship_grades");

            migrationBuilder.DropTable(
                name: "issue_jobs");

            migrationBuilder.DropTable(
                name: "issue_skips");

            migrationBuilder.DropTable(
                name: "ledger_accounts");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "ledger_postings");

            migrationBuilder.DropTable(
                name: "union_budgets");

            migrationBuilder.DropTable(
                name: "waiting_list");

            migrationBuilder.DropCheckConstraint(
                name: "programme_authority",
                table: "programmes");

            migrationBuilder.DropCheckConstraint(
                name: "programme_state",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "occasion",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "plan",
                table: "programmes");

            migrationBuilder.DropColumn(
                name: "occasion",
                table: "cap_uses");

            migrationBuilder.AddCheckConstraint(
                name: "programme_authority",
                table: "programmes",
                sql: "state <> 'Published' OR (authority_case_id IS NOT NULL AND authority_digest IS NOT NULL AND authority_digest = digest)");

            migrationBuilder.AddCheckConstraint(
                name: "programme_state",
                table: "programmes",
                sql: "state IN ('AwaitingAuthority', 'Published', 'Refused')");
        }
    }
}
