using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Polly;

namespace Ronghe.Portal.Calls;

/// <summary>One service, called with the signed-in person's own token.</summary>
internal abstract class ServiceCalls(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    protected Task<Answer<T>> Get<T>(string path, CancellationToken ct) where T : class =>
        Send<T>(() => new HttpRequestMessage(HttpMethod.Get, path), ct);

    /// <param name="key">The form's own key: sending the same form twice acts once.</param>
    protected Task<Answer<T>> Post<T>(string path, object body, string key, CancellationToken ct) where T : class =>
        Send<T>(() => new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body, options: Json),
            Headers = { { "Idempotency-Key", key } },
        }, ct);

    private async Task<Answer<T>> Send<T>(Func<HttpRequestMessage> make, CancellationToken ct) where T : class
    {
        using var request = make();
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(CultureInfo.CurrentUICulture.Name));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode) return await ProblemReader.Read(answer, ct);
            return (await answer.Content.ReadFromJsonAsync<T>(Json, ct))!;
        }
        catch (SessionEndedException)
        {
            return Trouble.SessionEnded;
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Trouble.Unreachable;
        }
    }
}
