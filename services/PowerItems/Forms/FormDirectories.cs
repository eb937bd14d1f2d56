using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ronghe.PowerItems.Database;
using Ronghe.PowerItems.Items;
using Ronghe.ServiceDefaults.Directory;

namespace Ronghe.PowerItems.Forms;

internal static class FormDirectories
{
    /// <summary>Looks up the units and people that the form names; asks nothing when it names none.</summary>
    internal static async Task<FormDirectory> Load(
        IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> values, PowerItemsDb db, CancellationToken ct)
    {
        var codes = Named(fields, values, FieldType.Unit).ToArray();
        var people = Named(fields, values, FieldType.Person).Where(text => Guid.TryParse(text, out _)).Select(Guid.Parse).ToArray();
        if (codes.Length + people.Length == 0) return FormDirectory.Empty;

        var units = await db.Set<UnitCopy>().Where(unit => unit.Active && codes.Contains(unit.Code)).Select(unit => unit.Code).ToListAsync(ct);
        var known = await db.Set<PersonCopy>().Where(person => person.Active && people.Contains(person.Id)).Select(person => person.Id).ToListAsync(ct);
        return new FormDirectory(units.ToHashSet(), known.ToHashSet());
    }

    private static IEnumerable<string> Named(IReadOnlyList<FormField> fields, IReadOnlyDictionary<string, JsonElement> values, FieldType type) =>
        fields.Where(field => field.Type == type)
            .Select(field => values.GetValueOrDefault(field.Name))
            .Where(value => value.ValueKind == JsonValueKind.String)
            .Select(value => value.GetString()!);
}
