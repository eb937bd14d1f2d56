using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ronghe.PowerItems.Database.Migrations
{
    /// <summary>
    /// Acts become leaves. Those from before keep an empty hash and are in no tree: nobody got a receipt for them. The words of
    /// opinions move to a table from which they can be erased. <c>tx</c> is read by the sequencer alone, so that EF need not know it.
    /// </summary>
    public partial class Ledger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "last_leaf",
                table: "power_cases",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "salt",
                table: "power_cases",
                type: "bytea",
                nullable: true);

            migrationBuilder.RenameColumn(name: "opinion", table: "case_acts", newName: "words");

            migrationBuilder.AddColumn<byte[]>(name: "opinion", table: "case_acts", type: "bytea", nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "attached",
                table: "case_acts",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "facts",
                table: "case_acts",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<string>(
                name: "item_code",
                table: "case_acts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "item_version",
                table: "case_acts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "leaf_hash",
                table: "case_acts",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "previous",
                table: "case_acts",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "seen",
                table: "case_acts",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "act_inputs",
                columns: table => new
                {
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    opinion = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_act_inputs", x => x.act_id);
                    table.ForeignKey(
                        name: "fk_act_inputs_case_acts_act_id",
                        column: x => x.act_id,
                        principalTable: "case_acts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "input_erasures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: true),
                    unit_path = table.Column<string>(type: "text", nullable: false),
                    erased_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_input_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    index = table.Column<long>(type: "bigint", nullable: false),
                    act_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => x.index);
                });

            migrationBuilder.CreateTable(
                name: "ledger_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    algorithm = table.Column<string>(type: "text", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    endorsed_by = table.Column<string>(type: "text", nullable: true),
                    endorsement = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_tiles",
                columns: table => new
                {
                    level = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    hashes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_tiles", x => new { x.level, x.number });
                });

            migrationBuilder.CreateTable(
                name: "witnesses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    algorithm = table.Column<string>(type: "text", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    registered_by = table.Column<string>(type: "text", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_witnesses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_heads",
                columns: table => new
                {
                    size = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    horizon = table.Column<ulong>(type: "xid8", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_heads", x => x.size);
                    table.ForeignKey(
                        name: "fk_ledger_heads_ledger_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "ledger_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cosignatures",
                columns: table => new
                {
                    size = table.Column<long>(type: "bigint", nullable: false),
                    witness_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cosignatures", x => new { x.size, x.witness_id });
                    table.ForeignKey(
                        name: "fk_cosignatures_ledger_heads_size",
                        column: x => x.size,
                        principalTable: "ledger_heads",
                        principalColumn: "size",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cosignatures_witnesses_witness_id",
                        column: x => x.witness_id,
                        principalTable: "witnesses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cosignatures_witness_id",
                table: "cosignatures",
                column: "witness_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_act_id",
                table: "ledger_entries",
                column: "act_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_heads_key_id",
                table: "ledger_heads",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_keys_number",
                table: "ledger_keys",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_witnesses_key_id",
                table: "witnesses",
                column: "key_id",
                unique: true);

            migrationBuilder.Sql("""
                INSERT INTO act_inputs (act_id, unit_path, salt, opinion)
                  SELECT id, unit_path, uuid_send(gen_random_uuid()), words FROM case_acts WHERE words IS NOT NULL;
                ALTER TABLE case_acts DROP COLUMN words;
                UPDATE case_acts a SET item_code = c.item_code, item_version = c.item_version FROM power_cases c WHERE c.id = a.case_id;
                ALTER TABLE case_acts
                  ADD CONSTRAINT ck_case_acts_leaf CHECK (octet_length(leaf_hash) = 32 AND octet_length(seen) = 32) NOT VALID,
                  ADD COLUMN tx xid8 NOT NULL DEFAULT pg_current_xact_id();
                CREATE INDEX ix_case_acts_tx ON case_acts (tx);
                CREATE POLICY participant_reads ON act_inputs FOR SELECT
                  USING (EXISTS (SELECT FROM case_acts a WHERE a.id = act_id));
                CREATE POLICY participant_acts ON act_inputs FOR INSERT
                  WITH CHECK (EXISTS (SELECT FROM case_acts a WHERE a.id = act_id));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE case_acts DROP COLUMN tx, DROP CONSTRAINT ck_case_acts_leaf;");

            migrationBuilder.DropTable(
                name: "act_inputs");

            migrationBuilder.DropTable(
                name: "cosignatures");

            migrationBuilder.DropTable(
                name: "input_erasures");

            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.DropTable(
                name: "ledger_tiles");

            migrationBuilder.DropTable(
                name: "ledger_heads");

            migrationBuilder.DropTable(
                name: "witnesses");

            migrationBuilder.DropTable(
                name: "ledger_keys");

            migrationBuilder.DropColumn(
                name: "last_leaf",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "salt",
                table: "power_cases");

            migrationBuilder.DropColumn(
                name: "attached",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "facts",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "item_code",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "item_version",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "leaf_hash",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "previous",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "seen",
                table: "case_acts");

            migrationBuilder.DropColumn(name: "opinion", table: "case_acts");

            migrationBuilder.AddColumn<string>(name: "opinion", table: "case_acts", type: "character varying(4000)", maxLength: 4000, nullable: true);
        }
    }
}
