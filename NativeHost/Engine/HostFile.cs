using System.Text.Json;

namespace Ronghe.NativeHost.Engine;

/// <summary>Where the running host can be reached: <c>host.json</c> in its data folder. Gateway is null until it has an address.</summary>
public sealed record HostFile(int Pid, string Api, string? Otlp, string? Gateway, bool Ready)
{
    private static string At(string data) => Path.Combine(data, "host.json");

    /// <summary>The running host of the folder; null when there is no file.</summary>
    public static HostFile? Read(string data)
    {
        try { return JsonSerializer.Deserialize<HostFile>(File.ReadAllText(At(data)), JsonSerializerOptions.Web); }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    internal void Write(string data)
    {
        var aside = $"{At(data)}.new";
        File.WriteAllText(aside, JsonSerializer.Serialize(this, JsonSerializerOptions.Web));
        File.Move(aside, At(data), overwrite: true);
    }

    internal static void Delete(string data) => File.Delete(At(data));

    internal static string Describe(string data) => Read(data) is { } host ? $" (process {host.Pid}, {host.Api})" : "";
}
