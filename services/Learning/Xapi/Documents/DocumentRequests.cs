using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Xapi.Documents;

/// <summary>GET, PUT, POST and DELETE of one document resource, with HTTP's preconditions (Communication 2.2, 3.1).</summary>
internal sealed class DocumentRequests(DocumentResource resource)
{
    internal async Task<IResult> Get(HttpContext http, Caller caller, UnitOfWorkFactory<LearningDb> work, IConfiguration configuration)
    {
        var key = DocumentKey.Of(http, caller, resource);
        if (Refused(key, caller, configuration, writes: false) is { } refusal) return refusal.ToProblem();
        await using var unit = await work.BeginAsync(UnitScope.Of(caller), http.RequestAborted);
        if (key.DocumentId is null)
        {
            var ids = await Matching(unit.Db, key).Where(one => key.Since == null || one.UpdatedAt > key.Since).OrderBy(one => one.DocumentId)
                .Select(one => one.DocumentId).ToListAsync(http.RequestAborted);
            return Results.Json(ids);
        }

        if (await Matching(unit.Db, key).AsNoTracking().FirstOrDefaultAsync(http.RequestAborted) is not { } document) return Results.NotFound();
        http.Response.Headers.ETag = document.ETag;
        http.Response.GetTypedHeaders().LastModified = document.UpdatedAt;
        return Results.Bytes(document.Content, document.ContentType);
    }

    internal Task<IResult> Put(HttpContext http, Caller caller, UnitOfWorkFactory<LearningDb> work, IConfiguration configuration, TimeProvider clock) =>
        Change(http, caller, work, configuration, async (db, key, existing, ct) =>
        {
            if (existing is not null && resource.NeedsPrecondition(XapiFilter.VersionOf(http)) && !HasPrecondition(http)) return XapiRefusals.NeedsPrecondition;
            var (content, type) = await ReadBody(http, ct);
            Write(db, key, existing, content, type, clock);
            return null;
        });

    internal Task<IResult> Post(HttpContext http, Caller caller, UnitOfWorkFactory<LearningDb> work, IConfiguration configuration, TimeProvider clock) =>
        Change(http, caller, work, configuration, async (db, key, existing, ct) =>
        {
            var (content, type) = await ReadBody(http, ct);
            Write(db, key, existing, existing is null ? content : Merge(existing, content, type), type, clock);
            return null;
        });

    internal async Task<IResult> Delete(HttpContext http, Caller caller, UnitOfWorkFactory<LearningDb> work, IConfiguration configuration)
    {
        var all = DocumentKey.Of(http, caller, resource);
        if (resource.Kind == "state" && all.DocumentId is null)
        {
            if (Refused(all, caller, configuration, writes: true) is { } refusal) return refusal.ToProblem();
            await using var unit = await work.BeginAsync(UnitScope.Of(caller), http.RequestAborted);
            await Matching(unit.Db, all).ExecuteDeleteAsync(http.RequestAborted);
            await unit.CommitAsync(http.RequestAborted);
            return Results.NoContent();
        }

        return await Change(http, caller, work, configuration, (db, _, existing, _) =>
        {
            if (existing is not null) db.Remove(existing);
            return Task.FromResult<Refusal?>(null);
        });
    }

    private async Task<IResult> Change(
        HttpContext http, Caller caller, UnitOfWorkFactory<LearningDb> work, IConfiguration configuration,
        Func<LearningDb, DocumentKey, XapiDocument?, CancellationToken, Task<Refusal?>> change)
    {
        var ct = http.RequestAborted;
        var key = DocumentKey.Of(http, caller, resource).WithId(resource.IdParameter);
        if (Refused(key, caller, configuration, writes: true) is { } refused) return refused.ToProblem();
        await using var unit = await work.BeginAsync(UnitScope.Of(caller), ct);
        await unit.Db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({key.Lock})", ct);
        var existing = await Matching(unit.Db, key).FirstOrDefaultAsync(ct);
        if (!PreconditionHolds(http, existing)) return XapiRefusals.PreconditionFailed.ToProblem();
        if (await change(unit.Db, key, existing, ct) is { } refusal) return refusal.ToProblem();
        await unit.Db.SaveChangesAsync(ct);
        await unit.CommitAsync(ct);
        return Results.NoContent();
    }

    // With an id, no registration means the document without one; without an id, the documents of all registrations.
    private static IQueryable<XapiDocument> Matching(LearningDb db, DocumentKey key)
    {
        var documents = db.XapiDocuments.Where(one =>
            one.UnitPath == key.UnitPath && one.Kind == key.Kind && one.Agent == key.Agent && one.Activity == key.Activity);
        if (key.DocumentId is not null) return documents.Where(one => one.DocumentId == key.DocumentId && one.Registration == (key.Registration ?? ""));
        return key.Registration is null ? documents : documents.Where(one => one.Registration == key.Registration);
    }

    private static void Write(LearningDb db, DocumentKey key, XapiDocument? existing, byte[] content, string type, TimeProvider clock)
    {
        var document = existing ?? db.Add(key.NewDocument()).Entity;
        document.Write(content, type, clock.GetUtcNow());
    }

    private Refusal? Refused(DocumentKey key, Caller caller, IConfiguration configuration, bool writes)
    {
        if (caller.IsPerson) return resource.HasAgent ? key.Agent == Authority.Of(caller, configuration).Identifier ? null : XapiRefusals.OnlyOneself : writes ? XapiRefusals.MayNotWrite : null;
        if (!caller.Scopes.Contains(BasicKeys.Name)) return null;
        return writes && !caller.Scopes.Contains("xapi-write") ? XapiRefusals.MayNotWrite : null;
    }

    private static bool HasPrecondition(HttpContext http) => http.Request.Headers.IfMatch.Count > 0 || http.Request.Headers.IfNoneMatch.Count > 0;

    private static bool PreconditionHolds(HttpContext http, XapiDocument? existing)
    {
        var tags = (http.Request.Headers.IfMatch.ToString(), http.Request.Headers.IfNoneMatch.ToString());
        if (tags.Item1.Length > 0 && (existing is null || !Names(tags.Item1, existing.ETag))) return false;
        return tags.Item2.Length == 0 || existing is null || !Names(tags.Item2, existing.ETag);
    }

    private static bool Names(string header, string tag) =>
        header.Split(',', StringSplitOptions.TrimEntries).Any(one => one == "*" || (one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one) == tag);

    private static byte[] Merge(XapiDocument existing, byte[] content, string type)
    {
        if (!existing.IsJson || !IsJson(type)) throw new MalformedException("Content-Type", "只有 JSON 文档可以合并，请改用 PUT。", "Only JSON documents can be merged; use PUT.");
        if (JsonNode.Parse(existing.Content) is not JsonObject old || JsonNode.Parse(content) is not JsonObject news)
            throw new MalformedException("body", "只有 JSON 对象可以合并，请改用 PUT。", "Only JSON objects can be merged; use PUT.");
        foreach (var (name, value) in news) old[name] = value?.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(old);
    }

    private static async Task<(byte[] Content, string Type)> ReadBody(HttpContext http, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, ct);
        if (bytes.Length > XapiDocument.MostBytes) throw new MalformedException("body", "文档最大 1 MB。", "A document has 1 MB at the most.");
        var type = http.Request.ContentType is { Length: > 0 } given ? given : "application/octet-stream";
        if (!DataTypes.IsMediaType(type)) throw new MalformedException("Content-Type", "不是有效的媒体类型。", "Not a media type.");
        if (IsJson(type)) using (JsonDocument.Parse(bytes.ToArray())) { }
        return (bytes.ToArray(), type);
    }

    private static bool IsJson(string type) => type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);
}
