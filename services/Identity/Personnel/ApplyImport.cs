using Microsoft.EntityFrameworkCore;
using Ronghe.Contracts.Identity;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Credentials;
using Ronghe.Identity.People;
using Ronghe.Identity.Sessions;
using Ronghe.Identity.Units;

namespace Ronghe.Identity.Personnel;

/// <summary>
/// Does what the diff says, in one transaction: all of it, or nothing. The diff is made anew first: when the directory changed
/// since somebody looked at it, it is another one, and nothing happens.
/// </summary>
internal sealed class ApplyImport(ImportProgress progress, ActivationCodes codes)
{
    private const int Chunk = 500;

    /// <returns>Null when it was applied; otherwise why not.</returns>
    internal async Task<string?> Run(IdentityDb db, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        var import = await db.PeopleImports.AsNoTracking().SingleAsync(import => import.Id == id, ct);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5)); // a second import waits for the first here
        await UnitMoves.LockTree(db, ct);
        var rows = await db.ImportRows.AsNoTracking().Where(row => row.ImportId == id).OrderBy(row => row.Line).ToListAsync(ct);
        var view = await DirectoryView.Read(db, ct);
        using var plan = new ImportPlan(id, view, import.Units);
        var planned = rows.Select(row => plan.Add(ImportPlan.Again(row))).ToList();
        if (plan.Hash != import.PlanHash) return "directory-changed";

        var done = 0;
        try
        {
            foreach (var chunk in planned.Where(row => row.Row.Act is not (ImportActs.Bad or ImportActs.Same)).Chunk(Chunk))
            {
                await Apply(db, view, chunk, now, ct);
                await progress.Say(id, done += chunk.Length, ct);
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return "directory-changed";
        }

        await db.PeopleImports.Where(i => i.Id == id).ExecuteUpdateAsync(i => i.SetProperty(x => x.State, ImportStates.Applied).SetProperty(x => x.AppliedAt, now), ct);
        return null;
    }

    private async Task Apply(IdentityDb db, DirectoryView view, PlannedRow[] rows, DateTimeOffset now, CancellationToken ct)
    {
        var events = new List<object>(rows.Length);
        var appointments = new List<Appointment>();
        var joined = new List<(int Line, byte[] Sealed)>();
        foreach (var row in rows)
        {
            if (row.Row.Act == ImportActs.Join) events.Add(Join(db, view, row.Asked!, now, appointments, code => joined.Add((row.Row.Line, code))));
            else if (row.Row.Act == ImportActs.Leave) events.Add(Leave(db, row.Known!, now));
            else events.Add(Move(db, view, row.Asked!, row.Known!, now, row.Row.Act == ImportActs.Move ? appointments : []));
        }

        var left = rows.Where(row => row.Row.Act == ImportActs.Leave).Select(row => row.Known!.Id).ToArray();
        var moved = rows.Where(row => row.Row.Act is ImportActs.Move).Select(row => row.Known!.Id).ToArray();
        await db.SaveChangesAsync(ct);
        if (left.Length > 0) await Departure.Close(db, left, now, ct);
        if (moved.Length > 0)
        {
            await db.Appointments.Where(held => moved.Contains(held.PersonId)).ExecuteDeleteAsync(ct);
            await SessionEnds.EndAll(db, moved, now, ct);
        }

        db.AddRange(appointments);
        await db.SaveAndPublishAsync(events, ct);
        if (joined.Count > 0) await Keep(db, rows[0].Row.ImportId, joined, ct);
        db.ChangeTracker.Clear();
    }

    private PersonJoined Join(IdentityDb db, DirectoryView view, AskedPerson asked, DateTimeOffset now, List<Appointment> appointments, Action<byte[]> keep)
    {
        var unit = view.Units[asked.UnitCode];
        var person = new Person
        {
            Id = Guid.CreateVersion7(now), Number = asked.Number, Name = asked.Name, UnitId = unit.Id, UnitPath = unit.Path, PartyMember = asked.PartyMember,
            BranchId = asked.BranchCode is { } branch ? view.Branches[branch] : null, UnionMember = asked.UnionMember, JoinedOn = asked.JoinedOn,
            BirthMonth = asked.BirthMonth, BirthDay = asked.BirthDay,
        };
        var (hash, code) = codes.Make();
        keep(code);
        db.AddRange(person, new Account { PersonId = person.Id, UserName = asked.Number.ToLowerInvariant(), CreatedAt = now, PasswordHash = hash });
        return new(person.Id, person.Version, person.ToFacts(Posts(view, person.Id, asked, appointments)), now);
    }

    private static PersonLeft Leave(IdentityDb db, Person known, DateTimeOffset now)
    {
        db.Attach(known);
        if (known.Leave(known.Version, now) is { } refusal) throw new InvalidOperationException(refusal.English);
        return new(known.Id, known.Version, now);
    }

    private static PersonMoved Move(IdentityDb db, DirectoryView view, AskedPerson asked, Person known, DateTimeOffset now, List<Appointment> appointments)
    {
        db.Attach(known);
        var branch = asked.BranchCode is { } code ? view.Branches[code] : known.BranchId;
        if (known.Move(known.Version, view.Units[asked.UnitCode], asked.PartyMember, branch, asked.UnionMember) is { } refusal) throw new InvalidOperationException(refusal.English);
        known.Name = asked.Name;
        return new(known.Id, known.Version, known.ToFacts(Posts(view, known.Id, asked, appointments)), now);
    }

    private static List<PostHolding> Posts(DirectoryView view, Guid personId, AskedPerson asked, List<Appointment> appointments)
    {
        var seats = asked.Posts.Distinct().Select(post => (post.Post, Unit: view.Units[post.UnitCode])).ToList();
        appointments.AddRange(seats.Select(seat => new Appointment { PersonId = personId, PostCode = seat.Post, UnitId = seat.Unit.Id }));
        return [.. seats.Select(seat => new PostHolding(seat.Post, seat.Unit.Path)).OrderBy(post => post.UnitPath, StringComparer.Ordinal).ThenBy(post => post.Post, StringComparer.Ordinal)];
    }

    private static Task<int> Keep(IdentityDb db, Guid importId, List<(int Line, byte[] Sealed)> joined, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        UPDATE import_rows r SET activation = j.code FROM unnest({joined.Select(each => each.Line).ToArray()}, {joined.Select(each => each.Sealed).ToArray()}) AS j(line, code)
        WHERE r.import_id = {importId} AND r.line = j.line
        """, ct);
}
