using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.Learning.Certificates;

/// <param name="IdToken">The holder's OpenID Connect identity token: the name on the paper is the one that Identity signed.</param>
public sealed record DrawCertificateRequest([Required, StringLength(8000)] string? IdToken);

/// <summary>Draws the holder's certificate as a PDF. Names belong to Identity and are kept nowhere here.</summary>
internal static class DrawCertificate
{
    internal static async Task<Results<FileContentHttpResult, NotFound, ProblemHttpResult>> Handle(
        string number, DrawCertificateRequest request, HttpRequest http, Caller caller, LearningDb db, IOptionsMonitor<JwtBearerOptions> tokens, CancellationToken ct)
    {
        if (await db.Certificates.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number && row.PersonId == caller.PersonId, ct) is not { } certificate) return TypedResults.NotFound();
        if (certificate.RevokedAt is not null) return Revoked.ToProblem();
        if (await NameOf(request.IdToken!, caller, tokens.Get(JwtBearerDefaults.AuthenticationScheme), ct) is not { Length: > 0 } name) return NotSigned.ToProblem();

        var check = $"{http.Scheme}://{http.Host}/certificates/{certificate.Number}";
        return TypedResults.File(CertificateDrawing.Draw(certificate, name, check), "application/pdf", $"{certificate.Number}.pdf");
    }

    // Same issuer and keys as access tokens, the audience is the portal: any audience is fine, since the subject must be the caller.
    private static async Task<string?> NameOf(string idToken, Caller caller, JwtBearerOptions options, CancellationToken ct)
    {
        var keys = await options.ConfigurationManager!.GetConfigurationAsync(ct);
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            IssuerValidator = options.TokenValidationParameters.IssuerValidator,
            IssuerSigningKeys = keys.SigningKeys,
            ValidAlgorithms = ["ES256"],
            ValidTypes = ["JWT"],
            ValidateAudience = false,
            ValidateLifetime = false, // who signed in this morning still has the same name
        });
        if (!result.IsValid || !result.Claims.TryGetValue("sub", out var subject) || (string)subject != caller.Subject) return null;
        return result.Claims.TryGetValue("name", out var name) ? (string)name : null;
    }

    private static readonly Refusal Revoked = new("certificate-revoked", "证书已撤销。", "The certificate was revoked.", StatusCodes.Status410Gone);

    private static readonly Refusal NotSigned = new(
        "identity-not-proved", "身份令牌无效，请重新登录后再下载。", "The identity token does not prove who you are. Sign in again.", StatusCodes.Status403Forbidden);
}
