using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Ronghe.Portal.Calls;

internal sealed class PowerItemsCalls(HttpClient http) : ServiceCalls(http)
{
    private const string Root = "http://power-items/api/v1/power-items";

    public Task<Answer<PowerItemList>> Items(string? domain, CancellationToken ct) =>
        Get<PowerItemList>(domain is null ? $"{Root}/items" : $"{Root}/items?domain={Uri.EscapeDataString(domain)}", ct);

    public Task<Answer<PowerItemVersion>> Item(string code, CancellationToken ct) => Get<PowerItemVersion>($"{Root}/items/{Uri.EscapeDataString(code)}", ct);

    public Task<Answer<PowerTaskList>> Tasks(CancellationToken ct) => Get<PowerTaskList>($"{Root}/tasks?size=100", ct);

    /// <param name="unit">Path of a unit: its cases and those of all below it.</param>
    public Task<Answer<PowerCasePage>> Cases(string? state, string? unit, int page, CancellationToken ct) => Get<PowerCasePage>(
        QueryHelpers.AddQueryString($"{Root}/cases", new Dictionary<string, string?>
        {
            ["state"] = state,
            ["unit"] = unit,
            ["page"] = page.ToString(CultureInfo.InvariantCulture),
        }), ct);

    public Task<Answer<PowerCase>> Case(Guid id, CancellationToken ct) => Get<PowerCase>($"{Root}/cases/{id}", ct);

    public Task<Answer<CaseMoved>> Open(OpenCase request, string key, CancellationToken ct) => Post<CaseMoved>($"{Root}/cases", request, key, ct);

    public Task<Answer<CaseMoved>> Decide(Guid caseId, Guid stepId, DecideStep request, string key, CancellationToken ct) =>
        Post<CaseMoved>($"{Root}/cases/{caseId}/steps/{stepId}/decision", request, key, ct);
}
