using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ronghe.Welfare.Programmes;

/// <summary>What the deciders of the power case are asked to agree to.</summary>
internal sealed record ProgrammeContent(
    Guid ProgrammeId,
    string UnitPath,
    string Kind,
    string Title,
    string Description,
    decimal AmountPerPerson,
    int Headcount,
    string? PlanDigest = null)
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal decimal Budget => AmountPerPerson * Headcount;

    /// <summary>Lower-case hex SHA-256 over UTF-8 JSON: these names in this order, no white space, money with two decimals, text in NFC. A programme with a plan adds the SHA-256 of the plan.</summary>
    internal string ComputeDigest()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Canonical))
        {
            json.WriteStartObject();
            json.WriteString("about", Programme.AboutKind);
            json.WriteString("programmeId", ProgrammeId);
            json.WriteString("unitPath", UnitPath);
            json.WriteString("kind", Kind);
            json.WriteString("title", Title.Normalize(NormalizationForm.FormC));
            json.WriteString("description", Description.Normalize(NormalizationForm.FormC));
            json.WriteString("amountPerPerson", Money(AmountPerPerson));
            json.WriteNumber("headcount", Headcount);
            json.WriteString("budget", Money(Budget));
            if (PlanDigest is not null) json.WriteString("plan", PlanDigest);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }

    private static string Money(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
