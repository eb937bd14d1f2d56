using System.Xml.Linq;

namespace Ronghe.Platform.Tests.Shape;

/// <summary>Who may reference whom.</summary>
internal static class ReferenceRules
{
    private static readonly string[] ServiceMayReference = ["Contracts", "ServiceDefaults"];

    internal static IEnumerable<string> Broken(string path, string projectXml)
    {
        var references = XDocument.Parse(projectXml).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))).ToList();
        IReadOnlyList<string>? allowed = path switch
        {
            _ when path.StartsWith("services/", StringComparison.Ordinal) => ServiceMayReference,
            "Contracts/Contracts.csproj" => [],
            "ServiceDefaults/ServiceDefaults.csproj" => ["Contracts"],
            _ => null,
        };
        if (allowed is null) yield break;
        foreach (var reference in references.Except(allowed)) yield return $"{path} references {reference}";
        if (path == "Contracts/Contracts.csproj" && projectXml.Contains("PackageReference", StringComparison.Ordinal)) yield return $"{path} references a package";
    }
}
