using Microsoft.AspNetCore.Http;

namespace Ronghe.ServiceDefaults.Idempotency;

/// <summary>An answer as bytes, written once its effect is committed.</summary>
internal sealed record CapturedAnswer(int Status, string? ContentType, string? Location, byte[] Body) : IResult, IStatusCodeHttpResult
{
    int? IStatusCodeHttpResult.StatusCode => Status;

    /// <summary>Runs a slice's result against a buffer in place of the response.</summary>
    internal static async Task<CapturedAnswer> Of(HttpContext http, object? result)
    {
        var response = http.Response;
        var original = response.Body;
        using var buffer = new MemoryStream();
        response.Body = buffer;
        try
        {
            var executable = result as IResult ?? TypedResults.Ok(result);
            await executable.ExecuteAsync(http);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
            return new(response.StatusCode, response.ContentType, response.Headers.Location.ToString() is { Length: > 0 } location ? location : null, buffer.ToArray());
        }
        finally
        {
            response.Body = original;
        }
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (ContentType is not null) response.ContentType = ContentType;
        if (Location is not null) response.Headers.Location = Location;
        response.ContentLength = Body.Length;
        return response.Body.WriteAsync(Body, CancellationToken.None).AsTask();
    }
}
