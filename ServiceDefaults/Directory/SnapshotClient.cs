using System.Runtime.CompilerServices;
using System.Text.Json;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.ServiceDefaults.Directory;

/// <summary>Reads Identity's directory snapshot as the client <c>platform</c>.</summary>
internal sealed class SnapshotClient(IHttpClientFactory clients, PlatformToken token)
{
    internal const string Name = "directory-snapshot";

    /// <summary>The lines of one snapshot, up to and with its end; throws when it was cut off.</summary>
    internal async IAsyncEnumerable<SnapshotLine> Read([EnumeratorCancellation] CancellationToken ct)
    {
        using var client = clients.CreateClient(Name);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/internal/directory/snapshot");
        request.Headers.Authorization = await token.Get(client, ct);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct) is { } text)
        {
            var line = JsonSerializer.Deserialize<SnapshotLine>(text, ServiceDb.Json)!;
            yield return line;
            if (line.End is not null) yield break;
        }

        throw new HttpRequestException("The directory snapshot was cut off.");
    }
}
