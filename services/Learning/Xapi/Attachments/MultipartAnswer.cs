using System.Security.Cryptography;
using System.Text;

namespace Ronghe.Learning.Xapi.Attachments;

/// <summary>Statements with their attachments as multipart/mixed (Communication 1.5.2).</summary>
internal static class MultipartAnswer
{
    internal static async Task<IResult> Of(LearningDb db, string json, IEnumerable<string> hashes, CancellationToken ct)
    {
        var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var body = new MemoryStream();
        Part(body, boundary, "Content-Type: application/json\r\n", Encoding.UTF8.GetBytes(json));
        await using var command = StatementSql.Command(db, "SELECT sha2, content_type, bytes FROM xapi_attachments WHERE sha2 = ANY ($1)");
        command.Parameters.Add(new() { Value = hashes.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var headers = $"Content-Type: {reader.GetString(1)}\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {reader.GetString(0)}\r\n";
            Part(body, boundary, headers, reader.GetFieldValue<byte[]>(2));
        }

        body.Write(Encoding.ASCII.GetBytes($"--{boundary}--\r\n"));
        return Results.Bytes(body.ToArray(), $"multipart/mixed; boundary={boundary}");
    }

    private static void Part(MemoryStream body, string boundary, string headers, byte[] content)
    {
        body.Write(Encoding.ASCII.GetBytes($"--{boundary}\r\n{headers}\r\n"));
        body.Write(content);
        body.Write("\r\n"u8);
    }
}
