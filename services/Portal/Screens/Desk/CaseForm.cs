using System.Globalization;
using Ronghe.Portal.Calls;

namespace Ronghe.Portal.Screens.Desk;

/// <summary>What was typed into a new case's form, field by field, so that nothing is lost when it comes back with errors.</summary>
internal sealed class CaseForm(IFormCollection? posted)
{
    /// <summary>One form acts once, however often it is sent.</summary>
    public string Key { get; } = posted?["key"].ToString() is { Length: > 0 } key ? key : Guid.CreateVersion7().ToString();

    public string? Title => Text("title");

    public string? UnitCode => Text("unit");

    public Guid? Programme => Guid.TryParse(Text("programme"), out var id) ? id : null;

    public string? Value(FormField field) => Text("f." + field.Name);

    public string? Material(RequiredMaterial material) => Text("m." + material.Key);

    public OpenCase ToRequest(PowerItem item, IEnumerable<Programme> programmes) => new(
        item.Code,
        Title ?? "",
        UnitCode,
        item.Form.Select(field => (field.Name, Value: Typed(field))).Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Name, entry => entry.Value),
        programmes.FirstOrDefault(programme => programme.ProgrammeId == Programme) is { } about
            ? new CaseAbout(item.About!, about.ProgrammeId, about.Digest)
            : null,
        [.. (item.Materials ?? []).Where(material => Material(material) is not null)
            .Select(material => new CaseMaterial(material.Key, Material(material)!))]);

    private string? Text(string name) => posted?[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    // A number that cannot be read goes out as it was typed: the service names what is wrong with it.
    private object? Typed(FormField field) => field.Type switch
    {
        "Boolean" => Value(field) is "true",
        "Money" or "Integer" or "Decimal" when decimal.TryParse(Value(field), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
        _ => Value(field),
    };
}
