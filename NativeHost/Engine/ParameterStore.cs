using System.Text.Json;

namespace Ronghe.NativeHost.Engine;

/// <summary>Generated parameters, kept between runs in a file that only its owner reads.</summary>
internal sealed class ParameterStore(string data)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly Lock OneAtATime = new();
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private string File => Path.Combine(data, "parameters.json");

    internal string GetOrAdd(string name, Func<string> make)
    {
        lock (OneAtATime)
        {
            var values = Read();
            if (values.TryGetValue(name, out var kept)) return kept;
            values[name] = make();
            Write(values);
            return values[name];
        }
    }

    private SortedDictionary<string, string> Read() => System.IO.File.Exists(File)
        ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(System.IO.File.ReadAllText(File))!
        : new(StringComparer.Ordinal);

    // Written aside and renamed: a host that dies in between leaves the old file whole.
    private void Write(SortedDictionary<string, string> values)
    {
        Directory.CreateDirectory(data);
        var aside = $"{File}.new";
        System.IO.File.Delete(aside);
        using (var stream = new FileStream(aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            JsonSerializer.Serialize(stream, values, Indented);
        System.IO.File.Move(aside, File, overwrite: true);
    }
}
