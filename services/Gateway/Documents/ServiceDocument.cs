using System.Text.Json.Nodes;

namespace Ronghe.Gateway.Documents;

/// <summary>One service's part of the platform's API document.</summary>
/// <param name="Service">Cluster name.</param>
/// <param name="Title">How the part is headed.</param>
/// <param name="Scopes">Path prefix of each route to it, with the scope that the route demands.</param>
/// <param name="Document">The service's own document as last fetched; null when it never answered.</param>
/// <param name="Fresh">False when the last fetch failed.</param>
internal sealed record ServiceDocument(
    string Service,
    string Title,
    IReadOnlyDictionary<string, string> Scopes,
    JsonObject? Document,
    bool Fresh)
{
    internal string? ScopeOf(string path) => Scopes
        .Where(scope => path.StartsWith(scope.Key, StringComparison.OrdinalIgnoreCase) || path == scope.Key.TrimEnd('/'))
        .OrderByDescending(scope => scope.Key.Length)
        .Select(scope => scope.Value)
        .FirstOrDefault();
}
