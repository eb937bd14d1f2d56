using System.Globalization;
using System.Net;
using System.Text;
using Ronghe.Webhooks.Targets;

namespace Ronghe.Webhooks.Deliveries;

/// <summary>A delivery that is due, with what is needed to send it.</summary>
internal sealed record DueDelivery(Guid Id, Guid SubscriptionId, string Body, int Attempts, string Target, byte[] Secret, byte[]? PreviousSecret);

/// <summary>How an attempt ended.</summary>
/// <param name="Fault">Null when the receiver took it.</param>
/// <param name="Gone">The receiver wants nothing more, ever (410).</param>
internal sealed record Attempt(int? Status, string? Fault, TimeSpan? RetryAfter = null, bool Gone = false);

/// <summary>Sends one delivery, once. Only 2xx within 15 seconds counts; a redirect is not followed and is a failure.</summary>
internal sealed class Sender(HttpMessageInvoker targets, Subscribing.SecretSeal seal, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    internal async Task<Attempt> Send(DueDelivery due, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        using var request = Request(due);
        try
        {
            using var answer = await targets.SendAsync(request, limit.Token);
            var status = (int)answer.StatusCode;
            return status is >= 200 and < 300
                ? new(status, null)
                : new(status, "status", RetryAfter(answer), answer.StatusCode == HttpStatusCode.Gone);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, "timeout");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TargetRefusedException)
        {
            return new(null, failure is TargetRefusedException || failure.InnerException is TargetRefusedException ? "target-refused" : "unreachable");
        }
    }

    private HttpRequestMessage Request(DueDelivery due)
    {
        var now = clock.GetUtcNow();
        byte[]?[] sealedSecrets = [due.Secret, due.PreviousSecret];
        var secrets = sealedSecrets.OfType<byte[]>().Select(box => seal.Open(due.SubscriptionId, box));
        var request = new HttpRequestMessage(HttpMethod.Post, due.Target) { Content = new StringContent(due.Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", due.Id.ToString());
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", Signature.Of(due.Id, now, due.Body, secrets));
        request.Headers.UserAgent.ParseAdd("Ronghe-Webhooks/1");
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is { } wish ? wish.Delta ?? wish.Date - clock.GetUtcNow() : null;
}
