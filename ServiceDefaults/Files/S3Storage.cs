using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>
/// Keeps files in a bucket of an S3-compatible store. A stream of unknown length goes up in parts of 8 MiB, so that memory stays
/// small; a stream that breaks leaves no object and no parts.
/// </summary>
internal sealed class S3Storage(IAmazonS3 client, string bucket) : IFileStorage
{
    internal const int PartSize = 8 << 20;

    public async Task WriteAsync(string key, Stream content, CancellationToken ct)
    {
        using var part = new MemoryStream();
        var whole = !await Fill(part, content, ct);
        if (whole)
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = part, AutoCloseStream = false, UseChunkEncoding = false }, ct);
            return;
        }

        var upload = (await client.InitiateMultipartUploadAsync(bucket, key, ct)).UploadId;
        try
        {
            await WriteParts(key, upload, part, content, ct);
        }
        catch
        {
            await client.AbortMultipartUploadAsync(bucket, key, upload, CancellationToken.None);
            throw;
        }
    }

    public async Task<Stream> ReadAsync(string key, long offset, CancellationToken ct)
    {
        try
        {
            var answer = await client.GetObjectAsync(
                new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = offset > 0 ? new ByteRange($"bytes={offset}-") : null }, ct);
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            throw new FileNotFoundException("Nothing is stored under this key.", key, missing);
        }
    }

    public Task DeleteAsync(string key, CancellationToken ct) => client.DeleteObjectAsync(bucket, key, ct);

    /// <summary>A client for a store that speaks S3: path-style addresses and no checksums beyond the signature's own.</summary>
    internal static AmazonS3Client Connect(string address, string region, string accessKey, string secretKey) => new(
        new BasicAWSCredentials(accessKey, secretKey),
        new AmazonS3Config
        {
            ServiceURL = address,
            AuthenticationRegion = region,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    private async Task WriteParts(string key, string upload, MemoryStream part, Stream content, CancellationToken ct)
    {
        var parts = new List<PartETag>();
        for (var more = true; part.Length > 0;)
        {
            var sent = await client.UploadPartAsync(
                new UploadPartRequest { BucketName = bucket, Key = key, UploadId = upload, PartNumber = parts.Count + 1, InputStream = part, PartSize = part.Length, UseChunkEncoding = false }, ct);
            parts.Add(new PartETag(parts.Count + 1, sent.ETag));
            if (!more) break;
            more = await Fill(part, content, ct);
        }

        await client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts }, ct);
    }

    // Answers whether the part is full, in which case more may follow.
    private static async Task<bool> Fill(MemoryStream part, Stream content, CancellationToken ct)
    {
        part.SetLength(PartSize);
        var filled = await content.ReadAtLeastAsync(part.GetBuffer().AsMemory(0, PartSize), PartSize, throwOnEndOfStream: false, ct);
        part.SetLength(filled);
        part.Position = 0;
        return filled == PartSize;
    }
}
