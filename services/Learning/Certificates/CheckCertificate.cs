using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.Learning.Lessons;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.Learning.Certificates;

/// <summary>What anybody who holds a certificate's number may know.</summary>
/// <param name="State">Valid or Revoked.</param>
public sealed record CheckCertificateResponse(string Number, string State, string Title, string Unit, DateOnly IssuedOn);

/// <summary>Public: a number proves nothing but itself, and numbers cannot be guessed.</summary>
internal static class CheckCertificate
{
    internal static async Task<Results<Ok<CheckCertificateResponse>, NotFound>> Handle(string number, LearningDb db, CancellationToken ct) =>
        await Find(number, db, ct) is { } found ? TypedResults.Ok(found) : TypedResults.NotFound();

    /// <summary>The same as a page without script, for whoever scans the code on the paper.</summary>
    internal static async Task<ContentHttpResult> Page(string number, LearningDb db, CancellationToken ct)
    {
        var found = await Find(number, db, ct);
        var (state, rows) = found switch
        {
            null => (Say("没有这个编号的证书。", "There is no certificate of this number."), ""),
            { State: "Revoked" } => (Say("这张证书已撤销。", "This certificate was revoked."), Rows(found)),
            _ => (Say("证书有效。", "This certificate is valid."), Rows(found)),
        };
        return TypedResults.Content($"""
            <!doctype html><html lang="{Say("zh-CN", "en")}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{Say("证书查验", "Certificate check")}</title><h1>{Say("证书查验", "Certificate check")}</h1><p><strong>{state}</strong></p><dl>{rows}</dl></html>
            """, "text/html; charset=utf-8", statusCode: found is null ? 404 : 200);
    }

    private static string Rows(CheckCertificateResponse found) =>
        Row(Say("编号", "Number"), found.Number) + Row(Say("考试", "Exam"), found.Title) + Row(Say("单位", "Unit"), found.Unit)
        + Row(Say("颁发日期", "Issued"), found.IssuedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    private static string Row(string name, string value) => $"<dt>{name}</dt><dd>{WebUtility.HtmlEncode(value)}</dd>";

    private static string Say(string chinese, string english) => ReadLesson.InReadersLanguage(chinese, english);

    private static async Task<CheckCertificateResponse?> Find(string number, LearningDb db, CancellationToken ct)
    {
        var written = number.ToUpperInvariant();
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(row => row.Number == written, ct) is not { } row) return null;
        var unit = await db.Set<UnitCopy>().AsNoTracking().Where(unit => unit.Path == row.UnitPath).FirstOrDefaultAsync(ct);
        return new(row.Number, row.RevokedAt is null ? "Valid" : "Revoked", Say(row.Title, row.TitleEn), unit is null ? "" : Say(unit.Name, unit.NameEn),
            DateOnly.FromDateTime(row.IssuedAt.ToOffset(TimeSpan.FromHours(8)).Date));
    }
}
