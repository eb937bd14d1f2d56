using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ronghe.Learning.Xapi.Attachments;

/// <summary>Signed Statements (Data 2.6): a JWS over the Statement, with RSA and SHA-2; with a certificate in it, verified against that.</summary>
internal static class StatementSignatures
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512"];

    internal static async Task Check(JsonElement root, List<StatementDraft> drafts, List<StoredAttachment> attachments)
    {
        JsonElement[] statements = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        foreach (var (draft, statement) in drafts.Zip(statements))
        {
            foreach (var signature in draft.Attachments.Where(one => one.UsageType == AttachmentDraft.Signature))
            {
                var bytes = attachments.Find(one => one.Sha2 == signature.Sha2)?.Bytes;
                if (bytes is not null) await Check(signature, Encoding.ASCII.GetString(bytes), statement);
            }
        }
    }

    private static async Task Check(AttachmentDraft signature, string jws, JsonElement statement)
    {
        MalformedException Wrong(string chinese, string english) => new(signature.At, chinese, english);
        if (signature.ContentType != "application/octet-stream") throw Wrong("签名附件的 contentType 应为 application/octet-stream。", "A signature's contentType must be application/octet-stream.");
        JsonWebToken token;
        JsonObject? signed;
        try
        {
            token = new JsonWebToken(jws);
            signed = JsonNode.Parse(Base64UrlEncoder.Decode(token.EncodedPayload)) as JsonObject;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or JsonException or SecurityTokenMalformedException)
        {
            throw Wrong("不是有效的 JWS。", "Not a valid JWS.");
        }

        if (!Algorithms.Contains(token.Alg)) throw Wrong("签名算法应为 RS256、RS384 或 RS512。", "The algorithm must be RS256, RS384 or RS512.");
        if (signed is null || !StatementEquality.SameButAttachments(signed, JsonNode.Parse(statement.GetRawText())!.AsObject()))
            throw Wrong("签名的内容与陈述不符。", "The signed payload is not this Statement.");
        if (token.TryGetHeaderValue<JsonElement>("x5c", out var chain) && !await Verifies(token, chain))
            throw Wrong("签名与其证书不符。", "The signature does not verify with its certificate.");
    }

    private static async Task<bool> Verifies(JsonWebToken token, JsonElement chain)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(chain[0].GetString()!));
            var result = await new JsonWebTokenHandler().ValidateTokenAsync(token.EncodedToken, new TokenValidationParameters
            {
                IssuerSigningKey = new X509SecurityKey(certificate),
                ValidAlgorithms = Algorithms,
                ValidateIssuer = false,
                ValidateAudience = false,
                ValidateLifetime = false,
                RequireExpirationTime = false,
            });
            return result.IsValid;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
