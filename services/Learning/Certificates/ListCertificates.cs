using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Callers;

namespace Ronghe.Learning.Certificates;

public sealed record CertificateResponse(string Number, string Title, DateTimeOffset IssuedAt, bool Revoked);

public sealed record ListCertificatesResponse(IReadOnlyList<CertificateResponse> Certificates);

/// <summary>The caller's own.</summary>
internal static class ListCertificates
{
    internal static async Task<Ok<ListCertificatesResponse>> Handle(Caller caller, LearningDb db, CancellationToken ct)
    {
        var rows = await db.Certificates.AsNoTracking().Where(row => row.PersonId == caller.PersonId).OrderByDescending(row => row.IssuedAt).ToListAsync(ct);
        return TypedResults.Ok(new ListCertificatesResponse([.. rows.Select(row => new CertificateResponse(
            row.Number, ReadLesson.InReadersLanguage(row.Title, row.TitleEn), row.IssuedAt, row.RevokedAt is not null))]));
    }
}
