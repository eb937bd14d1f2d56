using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Meetings;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Minutes;

/// <param name="Names">Names of members as the caller may know them; who has none here is named by post.</param>
public sealed record WriteMinutesRequest([Required, MaxLength(200)] Dictionary<Guid, string>? Names);

internal static class GetMinutes
{
    internal static async Task<Results<FileContentHttpResult, NotFound>> Word(
        Guid id, Caller caller, PowerItemsDb db, DecisionBodies bodies, PostNames posts, CancellationToken ct) =>
        await Lines(id, caller, db, bodies, new MinutesDocument(posts, new Dictionary<Guid, string>()), ct) is { } lines ? File(lines) : TypedResults.NotFound();

    /// <summary>The same with names: they come from the caller, because this service keeps none.</summary>
    internal static async Task<Results<FileContentHttpResult, NotFound>> WordWithNames(
        Guid id, WriteMinutesRequest request, Caller caller, PowerItemsDb db, DecisionBodies bodies, PostNames posts, CancellationToken ct) =>
        await Lines(id, caller, db, bodies, new MinutesDocument(posts, request.Names!), ct) is { } lines ? File(lines) : TypedResults.NotFound();

    internal static async Task<Results<ContentHttpResult, NotFound>> Print(
        Guid id, Caller caller, PowerItemsDb db, DecisionBodies bodies, PostNames posts, CancellationToken ct) =>
        await Lines(id, caller, db, bodies, new MinutesDocument(posts, new Dictionary<Guid, string>()), ct) is { } lines
            ? TypedResults.Content(PrintMinutes.Of(lines), "text/html; charset=utf-8") : TypedResults.NotFound();

    private static FileContentHttpResult File(IReadOnlyList<MinutesLine> lines) =>
        TypedResults.File(WordMinutes.Of(lines), WordMinutes.ContentType, "会议纪要.docx");

    private static async Task<IReadOnlyList<MinutesLine>?> Lines(
        Guid id, Caller caller, PowerItemsDb db, DecisionBodies bodies, MinutesDocument document, CancellationToken ct)
    {
        if (await GetMeeting.Show(id, caller, db, bodies, ct) is not { } meeting) return null;
        var unit = await db.Set<UnitCopy>().AsNoTracking().FirstOrDefaultAsync(copy => copy.Path == meeting.UnitPath, ct);
        return document.Of(meeting, unit?.Name ?? meeting.UnitPath);
    }
}

internal static class MinutesEndpoints
{
    internal static RouteGroupBuilder MapMinutes(this RouteGroupBuilder group)
    {
        var minutes = group.MapGroup("/meetings/{id:guid}/minutes").WithTags("Minutes");
        minutes.MapGet("", GetMinutes.Word).WithName("GetMinutes");
        minutes.MapPost("", GetMinutes.WordWithNames).WithName("WriteMinutes");
        minutes.MapGet("/print", GetMinutes.Print).WithName("PrintMinutes");
        return group;
    }
}
