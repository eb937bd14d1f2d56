using System.Text.Json;
using Npgsql;
using Microsoft.EntityFrameworkCore;
using Ronghe.Assessment.Facts;
using Ronghe.Assessment.Series;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Assessment.Evidence;

/// <summary>Adds pieces of evidence and the facts that indicators read from them, a whole batch at once; what is already there stays as it was.</summary>
internal static class EvidenceRecord
{
    private const string Sql = """
        INSERT INTO evidence (id, source, subject_kind, subject_id, subject_version, unit_path, person_id, case_id, programme_id,
            completion_id, occurred_at, recorded_at, figures)
        SELECT * FROM unnest(@ids, @sources, @kinds, @subjects, @versions, @units, @persons, @cases, @programmes,
            @completions, @occurred, @recorded, @figures::jsonb[])
        ON CONFLICT (source, subject_id, subject_version) DO NOTHING
        """;

    internal static async Task Add(IReadOnlyList<EvidenceItem> items, SeriesCatalogue series, AssessmentDb db, CancellationToken ct)
    {
        await Insert(items, db, ct);
        await FactLedger.Add([.. items.SelectMany(item => EventFacts.Of(item, series))], db, ct);
    }

    private static Task<int> Insert(IReadOnlyList<EvidenceItem> items, AssessmentDb db, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        Sql,
        [
            Column("ids", items, item => item.Id),
            Column("sources", items, item => item.Source),
            Column("kinds", items, item => item.SubjectKind),
            Column("subjects", items, item => item.SubjectId),
            Column("versions", items, item => item.SubjectVersion),
            Column("units", items, item => item.UnitPath),
            Column("persons", items, item => item.PersonId),
            Column("cases", items, item => item.CaseId),
            Column("programmes", items, item => item.ProgrammeId),
            Column("completions", items, item => item.CompletionId),
            Column("occurred", items, item => item.OccurredAt.ToUniversalTime()),
            Column("recorded", items, item => item.RecordedAt.ToUniversalTime()),
            Column("figures", items, item => item.Figures),
        ],
        ct);

    internal static string Figures(object figures) => JsonSerializer.Serialize(figures, ServiceDb.Json);

    private static NpgsqlParameter Column<T>(string name, IReadOnlyList<EvidenceItem> items, Func<EvidenceItem, T> value) =>
        new(name, items.Select(value).ToArray());
}
