using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ronghe.Identity.People;

namespace Ronghe.Identity.Personnel;

/// <summary>A row with what it would do; typed when it is good.</summary>
internal sealed record PlannedRow(ImportRow Row, AskedPerson? Asked, Person? Known);

/// <summary>What one cell would change, for a person to read before anything happens.</summary>
internal sealed record CellChange(string Column, string From, string To);

/// <summary>Compares a file with the directory, row by row, and binds the outcome in a hash.</summary>
internal sealed class ImportPlan(Guid importId, DirectoryView view, IReadOnlyList<string> units) : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Dictionary<string, int> lines = new(StringComparer.OrdinalIgnoreCase);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Hash over all rows planned so far.</summary>
    internal string Hash => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose() => hash.Dispose();

    internal PlannedRow Add(FileRow row)
    {
        var problems = new List<CellProblem>();
        var asked = RowReader.Read(row, problems);
        if (asked is not null)
        {
            if (!lines.TryAdd(asked.Number, row.Line)) problems.Add(new("number", $"与第 {lines[asked.Number]} 行的工号重复。", $"The same number as in line {lines[asked.Number]}."));
            view.Check(asked, units, problems);
        }

        var planned = problems.Count > 0 ? Bad(row, problems) : Good(row, asked!);
        hash.AppendData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new object[] { planned.Row.Line, planned.Row.Number, planned.Row.Act, planned.Row.PersonVersion, planned.Row.Cells }, Plain) + "\n"));
        return planned;
    }

    /// <summary>The row as it was stored, to be compared anew.</summary>
    internal static FileRow Again(ImportRow row) => new(row.Line, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Cells, Plain)!);

    private PlannedRow Bad(FileRow row, List<CellProblem> problems) =>
        new(Make(row, row.Cells.GetValueOrDefault("number", ""), ImportActs.Bad, 0, problems), null, null);

    private PlannedRow Good(FileRow row, AskedPerson asked)
    {
        var known = view.People.GetValueOrDefault(asked.Number);
        if (known is null) return new(Make(row, asked.Number, ImportActs.Join, 0, Array.Empty<CellChange>()), asked, null);
        if (asked.Left)
        {
            var act = known.LeftAt is null ? ImportActs.Leave : ImportActs.Same;
            return new(Make(row, asked.Number, act, known.Version, Array.Empty<CellChange>()), asked, known);
        }

        var changes = Changes(asked, known);
        var what = changes.Count == 0 ? ImportActs.Same : changes.Exists(change => change.Column is "unitCode" or "posts") ? ImportActs.Move : ImportActs.Change;
        return new(Make(row, asked.Number, what, known.Version, changes), asked, known);
    }

    private List<CellChange> Changes(AskedPerson asked, Person known)
    {
        var changes = new List<CellChange>();
        Compare("name", known.Name, asked.Name);
        Compare("unitCode", known.UnitPath.TrimEnd('/').Split('/')[^1], asked.UnitCode);
        Compare("partyMember", YesNo(known.PartyMember), YesNo(asked.PartyMember));
        var branch = asked.BranchCode is { } code ? view.Branches[code] : asked.PartyMember ? known.BranchId : null;
        Compare("branchCode", known.BranchId?.ToString() ?? "", branch?.ToString() ?? "");
        Compare("unionMember", YesNo(known.UnionMember), YesNo(asked.UnionMember));
        Compare("posts", Posts(view.Held[known.Id].Select(held => (held.Post, held.UnitId))), Posts(asked.Posts.Select(post => (post.Post, view.Units[post.UnitCode].Id))));
        return changes;

        void Compare(string column, string from, string to)
        {
            if (from != to) changes.Add(new(column, from, to));
        }

        string Posts(IEnumerable<(string Post, Guid UnitId)> posts) => string.Join(';', posts
            .Select(post => $"{post.Post}@{view.Units.Values.First(unit => unit.Id == post.UnitId).Code}").Distinct().Order(StringComparer.Ordinal));
    }

    private static string YesNo(bool value) => value ? "是" : "否";

    private ImportRow Make(FileRow row, string number, string act, long version, object notes) => new()
    {
        ImportId = importId, Line = row.Line, Number = number.Length > 50 ? number[..50] : number, Act = act, PersonVersion = version,
        Cells = JsonSerializer.Serialize(row.Cells, Plain), Notes = JsonSerializer.Serialize(notes, notes.GetType(), Plain),
    };
}
