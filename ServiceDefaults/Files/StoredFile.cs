using Ronghe.ServiceDefaults.Problems;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>A file that was accepted. The owner keeps it in a row of its own; who may read it is the owner's rule.</summary>
/// <param name="Key">Where the storage keeps the bytes.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ContentType">Told from the bytes.</param>
public sealed record StoredFile(string Key, string Sha256, long Length, string ContentType);

/// <summary>What is accepted.</summary>
/// <param name="MostBytes">One byte more stops the upload at once.</param>
/// <param name="ContentTypes">Types allowed, as <see cref="FileType"/> tells them; empty for all.</param>
public sealed record FileLimits(long MostBytes, IReadOnlyList<string> ContentTypes);

/// <summary>Either the file or why it was refused; refused files leave nothing behind.</summary>
public sealed record FileIntake(StoredFile? File, Refusal? Refusal);
