using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Posts;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Identity.Seeding;

/// <summary>Fills an empty directory with the demo group. Runs under the start-up lock, in one transaction.</summary>
internal static class DirectorySeeding
{
    internal static async Task Fill(IServiceProvider services, IdentityDb db, CancellationToken ct)
    {
        if (await db.Units.AnyAsync(ct)) return;
        var seed = services.GetRequiredService<GroupSeed>();
        var configuration = services.GetRequiredService<IConfiguration>();
        var password = configuration["Seed:DemoPassword"] ?? throw new SeedException("Seed__DemoPassword", 0, "(setting)", "is not set");

        var units = UnitTree.Units(seed.Units);
        var branches = UnitTree.Branches(units);
        var hash = services.GetRequiredService<Passwords>().Hash(password);
        var population = Population.Make(seed, units, branches, configuration.GetValue("Seed:People", 1200), hash);

        db.AddRange(units);
        db.AddRange(branches);
        db.AddRange(Posts(seed));
        await db.SaveChangesAsync(ct);
        await Copy(db, population, ct);
        db.AddRange(population.Grants);
        await db.SaveChangesAsync(ct);
    }

    private static IEnumerable<Post> Posts(GroupSeed seed)
    {
        var workforce = new Workforce(seed);
        return seed.Posts.Select(post => new Post
        {
            Code = post.Code, Name = post.Name, NameEn = post.NameEn, Levels = post.Levels, Roles = post.Roles, Excludes = [.. workforce.ExcludedBy(post.Code)],
        });
    }

    private static async Task Copy(IdentityDb db, Population population, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        // COPY refuses tables with row-level security: people go through a table of this transaction.
        await db.Database.ExecuteSqlRawAsync("CREATE TEMP TABLE new_people (LIKE people) ON COMMIT DROP", ct);
        await Rows(connection, "new_people (id, number, name, unit_id, unit_path, party_member, branch_id, union_member, joined_on, birth_month, birth_day, version)",
            population.People, p => [p.Id, p.Number, p.Name, p.UnitId, p.UnitPath, p.PartyMember, p.BranchId, p.UnionMember, p.JoinedOn, p.BirthMonth, p.BirthDay, p.Version], ct);
        await db.Database.ExecuteSqlRawAsync("INSERT INTO people SELECT * FROM new_people", ct);
        await Rows(connection, "appointments (person_id, post_code, unit_id)",
            population.Appointments, held => [held.PersonId, held.PostCode, held.UnitId], ct);
        await Rows(connection, "accounts (person_id, user_name, password_hash, password_origin, failures)",
            population.Accounts, account => [account.PersonId, account.UserName, account.PasswordHash, PasswordOrigins.Seed, account.Failures], ct);
        db.Database.SetCommandTimeout(null);
    }

    private static async Task Rows<T>(NpgsqlConnection connection, string into, IEnumerable<T> rows, Func<T, object?[]> values, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {into} FROM STDIN (FORMAT binary)", ct);
        writer.Timeout = TimeSpan.FromMinutes(5);
        foreach (var row in rows) await writer.WriteRowAsync(ct, values(row)!);
        await writer.CompleteAsync(ct);
    }
}
