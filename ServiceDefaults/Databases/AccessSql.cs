using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Ronghe.ServiceDefaults.Databases;

/// <summary>Role, grants and row policies, written from the model so that none can be forgotten. Safe to run again.</summary>
internal static class AccessSql
{
    internal static string For(IModel model, string role, string password)
    {
        var sql = new StringBuilder($"""
            DO $do$ BEGIN
              IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE "{role}"; END IF;
            END $do$;
            ALTER ROLE "{role}" LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '{password}';
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO "{role}";
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}";
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}";
            REVOKE ALL ON TABLE "__EFMigrationsHistory" FROM "{role}";

            """);
        foreach (var entity in model.GetEntityTypes().Where(entity => entity.GetTableName() is not null))
        {
            var table = $"\"{entity.GetTableName()}\"";
            if (entity.ClrType.GetCustomAttribute<AppendOnlyAttribute>() is not null)
            {
                sql.AppendLine(CultureInfo.InvariantCulture, $"REVOKE UPDATE, DELETE, TRUNCATE ON TABLE {table} FROM \"{role}\";");
            }

            if (entity.ClrType.IsAssignableTo(typeof(IUnitScoped))) AppendPolicy(sql, entity, table);
        }

        return sql.ToString();
    }

    private static void AppendPolicy(StringBuilder sql, IEntityType entity, string table)
    {
        var column = entity.FindProperty(nameof(IUnitScoped.UnitPath))!.GetColumnName();
        sql.AppendLine(CultureInfo.InvariantCulture, $"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            DROP POLICY IF EXISTS unit_scope ON {table};
            CREATE POLICY unit_scope ON {table} USING ("{column}" ^@ ANY (nullif(current_setting('app.units', true), '')::text[]));
            """);
    }
}
