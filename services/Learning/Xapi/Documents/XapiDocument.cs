using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ronghe.ServiceDefaults.Databases;

namespace Ronghe.Learning.Xapi.Documents;

/// <summary>A document of the State, Activity Profile or Agent Profile Resource (Communication 2.2).</summary>
internal sealed class XapiDocument : IUnitScoped
{
    /// <summary>Largest document: 1 MB.</summary>
    internal const int MostBytes = 1024 * 1024;

    /// <summary>The unit of the system or person that works with it; others have documents of their own under the same id.</summary>
    public required string UnitPath { get; init; }

    /// <summary><c>state</c>, <c>activity</c> or <c>agent</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Identifier of the agent; empty for an activity's profile.</summary>
    public required string Agent { get; init; }

    /// <summary>IRI of the activity; empty for an agent's profile.</summary>
    public required string Activity { get; init; }

    /// <summary>Registration; empty without one.</summary>
    public required string Registration { get; init; }

    public required string DocumentId { get; init; }

    public byte[] Content { get; private set; } = [];

    public string ContentType { get; private set; } = "";

    public DateTimeOffset UpdatedAt { get; private set; }

    internal string ETag => EntityTag(Content);

    internal bool IsJson => ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    internal void Write(byte[] content, string contentType, DateTimeOffset at) => (Content, ContentType, UpdatedAt) = (content, contentType, at);

    internal static void Configure(EntityTypeBuilder<XapiDocument> entity) => entity.ToTable("xapi_documents")
        .HasKey(document => new { document.UnitPath, document.Kind, document.Agent, document.Activity, document.Registration, document.DocumentId });

    [SuppressMessage("Security", "CA5350", Justification = "xAPI 1.0.3 Communication 3.1 names SHA-1; it tells versions apart and protects nothing.")]
    private static string EntityTag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA1.HashData(content))}\"";
}
