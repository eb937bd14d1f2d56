using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.PowerItems.Catalogues.Uploads;

/// <param name="Created">Drafts, or versions with the day they come into force.</param>
/// <param name="Unchanged">Codes whose last version says the same already.</param>
public sealed record ImportCatalogueResponse(IReadOnlyList<ImportedVersion> Created, IReadOnlyList<string> Unchanged);

public sealed record ImportedVersion(string Code, int Version);

internal static class ImportCatalogue
{
    private const long Largest = 20 * 1024 * 1024;

    /// <summary>
    /// A catalogue as JSON (<c>{ "items": [ … ] }</c>) or as a workbook becomes drafts, one for each item that differs from its last
    /// version. Every fault is reported with its place, and with one fault nothing is imported.
    /// </summary>
    internal static async Task<Results<Ok<ImportCatalogueResponse>, ProblemHttpResult>> Handle(
        HttpRequest http, Caller caller, PowerItemsDb db, Catalogue seeds, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body, ct);
        if (body.Length is 0 or > Largest) return ProblemTypes.Invalid(("body", "请上传 JSON 或 Excel 清单，最大 20 MB。", "Send a catalogue as JSON or Excel, of 20 MB at most."));

        var (items, faults) = Read(body, seeds);
        if (faults.Count > 0)
            return new Refusal("catalogue-faulty", $"清单有 {faults.Count} 处错误，未导入任何内容。", $"The catalogue has {faults.Count} faults; nothing was imported.", 400)
            {
                Details = new Dictionary<string, object?>
                {
                    ["faults"] = faults,
                    ["errors"] = faults.GroupBy(fault => fault.Place).ToDictionary(group => group.Key, group => group.Select(fault => fault.What).ToArray()),
                },
            }.ToProblem();
        if (!caller.IsGroupManager()) return ItemRefusals.NotGroupManager.ToProblem();

        var (created, unchanged) = (new List<ImportedVersion>(), new List<string>());
        var last = (await db.Items.ToListAsync(ct)).GroupBy(item => item.Code).ToDictionary(group => group.Key, group => group.MaxBy(item => item.Number)!);
        foreach (var item in items)
        {
            var before = last.GetValueOrDefault(item.Code);
            if (before is not null && ItemDiff.Of(before.Definition, item).Count == 0)
            {
                unchanged.Add(item.Code);
                continue;
            }

            // A draft that nobody has published yet is replaced: there is one at most.
            if (before?.InForceFrom is null && before is not null) db.Remove(before);
            var number = before is null ? 1 : before.InForceFrom is null ? before.Number : before.Number + 1;
            if (before?.InForceFrom is null) await db.SaveChangesAsync(ct);
            db.Add(ItemVersion.Draft(item, item.Code.Split('-')[0], number));
            created.Add(new ImportedVersion(item.Code, number));
        }

        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new ImportCatalogueResponse(created, unchanged));
    }

    private static (IReadOnlyList<PowerItem> Items, IReadOnlyList<ImportFault> Faults) Read(MemoryStream body, Catalogue seeds)
    {
        ExcelCatalogue? workbook = null;
        JsonElement document;
        try
        {
            // A workbook is a zip: PK.
            var isWorkbook = body.GetBuffer() is [0x50, 0x4B, ..];
            body.Position = 0;
            if (isWorkbook) workbook = ExcelCatalogue.Read(body);
            document = workbook is null ? JsonDocument.Parse(body).RootElement : JsonSerializer.SerializeToElement(workbook.Document);
        }
        catch (JsonException broken)
        {
            return ([], [new ImportFault($"{broken.LineNumber + 1}:{broken.BytePositionInLine + 1}", "is no JSON")]);
        }
        catch (InvalidDataException broken)
        {
            return ([], [new ImportFault("(workbook)", broken.Message)]);
        }

        List<ImportFault> faults = [.. workbook?.Faults ?? []];
        faults.AddRange(JsonFaults.Of(document, typeof(ImportedCatalogue), "").Select(fault => fault.Place.Length == 0 ? fault with { Place = "(document)" } : fault).Select(fault => Placed(fault, workbook)));
        if (faults.Count > 0) return ([], faults);
        var items = document.Deserialize<ImportedCatalogue>(JsonFaults.Options)!.Items;
        faults.AddRange(CatalogueRules.AllFaults(items, seeds.Posts, seeds.Domains).Select(fault => Placed(new ImportFault(fault.Field, fault.What), workbook)));
        return (items, faults);
    }

    private static ImportFault Placed(ImportFault fault, ExcelCatalogue? workbook) => workbook is null ? fault : fault with { Place = workbook.PlaceOf(fault.Place) };
}

internal sealed record ImportedCatalogue(IReadOnlyList<PowerItem> Items);
