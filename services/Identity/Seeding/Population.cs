using System.Globalization;
using Ronghe.Identity.Accounts;
using Ronghe.Identity.Branches;
using Ronghe.Identity.People;
using Ronghe.Identity.Units;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Seeds;

namespace Ronghe.Identity.Seeding;

/// <summary>The people of the demo group: the same seed and number make the same people on every machine.</summary>
internal sealed record Population(
    IReadOnlyList<Person> People, IReadOnlyList<Appointment> Appointments, IReadOnlyList<Grant> Grants, IReadOnlyList<Account> Accounts)
{
    private static readonly string[] PartyRoles = [RoleNames.Leader, RoleNames.PartyWorker, RoleNames.DisciplineInspector];

    internal static Population Make(GroupSeed seed, IReadOnlyList<Unit> units, IReadOnlyList<Branch> branches, int count, string passwordHash)
    {
        var workforce = new Workforce(seed);
        var sizes = workforce.Sizes(units, count);
        var maker = new PersonMaker(seed.People, units, branches);
        var leads = seed.Posts.Where(post => post.Roles.Intersect(PartyRoles).Any()).Select(post => post.Code).ToHashSet();
        var people = new List<Person>(count);
        var appointments = new List<Appointment>();
        for (var index = 0; index < units.Count; index++)
        {
            foreach (var posts in workforce.Assign(units[index], sizes[index]))
            {
                var person = maker.Make(units[index], mustBePartyMember: posts.Any(leads.Contains));
                people.Add(person);
                appointments.AddRange(posts.Select(post => new Appointment { PersonId = person.Id, PostCode = post, UnitId = units[index].Id }));
            }
        }

        return WithAccounts(seed, units, people, appointments, passwordHash);
    }

    private static Population WithAccounts(
        GroupSeed seed, IReadOnlyList<Unit> units, List<Person> people, List<Appointment> appointments, string passwordHash)
    {
        var byCode = units.ToDictionary(unit => unit.Code);
        var byUnit = people.ToLookup(person => person.UnitId);
        var byPerson = appointments.ToLookup(held => held.PersonId, held => held.PostCode);
        var names = new Dictionary<Guid, string>();
        var grants = new List<Grant>();
        for (var i = 0; i < seed.Accounts.Length; i++)
        {
            var account = seed.Accounts[i];
            if (!byCode.TryGetValue(account.Unit, out var unit)) throw SeedFile.Wrong(seed.AccountsFile, $"[{i}].unit", $"there is no unit {account.Unit}");
            var person = byUnit[unit.Id].FirstOrDefault(person => !names.ContainsKey(person.Id)
                    && (account.Post is null ? !byPerson[person.Id].Any() : byPerson[person.Id].Contains(account.Post)))
                ?? throw SeedFile.Wrong(seed.AccountsFile, $"[{i}].post", $"nobody at {account.Unit} {(account.Post is null ? "is without a post" : "holds " + account.Post)}");
            names[person.Id] = account.UserName;
            grants.AddRange(account.Grants.Select(grant => new Grant { PersonId = person.Id, Role = grant.Role, UnitId = byCode[grant.Unit].Id }));
        }

        return new(people, appointments, grants,
            [.. people.Select(person => new Account { PersonId = person.Id, UserName = names.GetValueOrDefault(person.Id, person.Number), PasswordHash = passwordHash })]);
    }

    private sealed class PersonMaker(PeopleSeed seed, IReadOnlyList<Unit> units, IReadOnlyList<Branch> branches)
    {
        private readonly Random random = new(seed.Seed);
        private readonly string[] surnames = [.. seed.Surnames.SelectMany(surname => Enumerable.Repeat(surname.Name, surname.Weight))];
        private readonly Dictionary<Guid, Guid> branchOf = Seats(units, branches);
        private int number = 100_000;

        internal Person Make(Unit unit, bool mustBePartyMember)
        {
            var code = (++number).ToString(CultureInfo.InvariantCulture);
            var name = surnames[random.Next(surnames.Length)] + seed.Given[random.Next(seed.Given.Length)];
            var member = random.NextDouble() < seed.PartyShare[UnitKinds.LevelOf(unit.Kind)] || mustBePartyMember;
            var union = random.NextDouble() < seed.UnionShare;
            var joined = seed.JoinedFrom.AddDays(random.Next(seed.JoinedTo.DayNumber - seed.JoinedFrom.DayNumber));
            var birthday = new DateOnly(2000, 1, 1).AddDays(random.Next(366));
            return new()
            {
                Id = SeedIds.Of("person", code), Number = code, Name = name, UnitId = unit.Id, UnitPath = unit.Path, PartyMember = member,
                BranchId = member ? branchOf[unit.Id] : null, UnionMember = union, JoinedOn = joined, BirthMonth = birthday.Month, BirthDay = birthday.Day,
            };
        }

        private static Dictionary<Guid, Guid> Seats(IReadOnlyList<Unit> units, IReadOnlyList<Branch> branches)
        {
            var seated = branches.ToDictionary(branch => branch.UnitId, branch => branch.Id);
            return units.ToDictionary(unit => unit.Id, unit => seated.TryGetValue(unit.Id, out var own) ? own : seated[unit.ParentId!.Value]);
        }
    }
}
