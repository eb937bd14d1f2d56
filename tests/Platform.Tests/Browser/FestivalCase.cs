using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ronghe.Platform.Tests.Journeys;
using Xunit;

namespace Ronghe.Platform.Tests.Browser;

/// <summary>A UNI-02 case that the demo subsidiary opens; its first step waits for a union officer of bureau B01.</summary>
internal static class FestivalCase
{
    internal const string FirstDecider = "b01-union-officer";

    internal static async Task<Guid> Open(Journeys.Platform platform, string title, CancellationToken ct)
    {
        using var subsidiary = platform.Client(await platform.SignIn.Subsidiary());
        using var answer = await subsidiary.PostAsJsonAsync("api/v1/power-items/cases", new
        {
            itemCode = "UNI-02",
            title,
            form = new { amount = 90000, headcount = 300, festival = "SpringFestival" },
            materials = new[] { new { key = "plan", name = "慰问品发放方案.docx" } },
        }, ct);
        var body = await answer.Content.ReadAsStringAsync(ct);
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!["caseId"]!.GetValue<Guid>();
    }
}
