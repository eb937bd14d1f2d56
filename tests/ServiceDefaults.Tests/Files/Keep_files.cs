using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ronghe.ServiceDefaults.Files;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Files;

/// <summary>The same rules on both storages.</summary>
public abstract class Keep_files : IAsyncLifetime
{
    private static readonly FileLimits Anything = new(64 << 20, []);
    private WebApplication app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FileStore Store => app.Services.GetRequiredService<FileStore>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        foreach (var (name, value) in await Settings()) builder.Configuration[name] = value;
        builder.AddFiles();
        app = builder.Build();
        app.MapGet("/file", (HttpContext http, string key, string sha, long length, string type, FileStore store) =>
            store.Serve(http, new StoredFile(key, sha, length, type), "讲义.pdf"));
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await app.DisposeAsync();
        await Release();
    }

    [Fact]
    public async Task What_was_stored_comes_back_with_its_hash_and_its_type()
    {
        var bytes = Sample(20 << 20); // more than two parts
        var file = (await Store.AcceptAsync(new Trickle(bytes), Anything, Ct)).File!;
        Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), "application/pdf"), (file.Length, file.Sha256, file.ContentType));
        Assert.Equal(1, await KeptFiles());
        using var copy = new MemoryStream();
        await using (var stored = Store.Open(file)) await stored.CopyToAsync(copy, Ct);
        Assert.Equal(bytes, copy.ToArray());

        await Store.DeleteAsync(file, Ct);
        Assert.Equal(0, await KeptFiles());
        await Assert.ThrowsAsync<FileNotFoundException>(async () =>
        {
            await using var gone = Store.Open(file);
            await gone.CopyToAsync(copy, Ct);
        });
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(12 << 20)]
    public async Task Too_large_stops_early_and_leaves_nothing(int most)
    {
        var endless = new Trickle(Sample(1 << 16), endless: true);
        var intake = await Store.AcceptAsync(endless, new(most, []), Ct);
        Assert.Equal("file-too-large", intake.Refusal!.Type);
        Assert.InRange(endless.Given, most, most + (9 << 20));
        Assert.Equal(0, await KeptFiles());
    }

    [Fact]
    public async Task A_broken_upload_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.AcceptAsync(new Trickle(Sample(1 << 16), endless: true, breaksAfter: 10 << 20), Anything, Ct));
        Assert.Equal(0, await KeptFiles());
    }

    [Fact]
    public async Task A_page_is_not_accepted_as_a_picture_whatever_its_name()
    {
        var intake = await Store.AcceptAsync(new MemoryStream("<html><script>alert(1)</script>"u8.ToArray()), new(1000, FileType.Pictures), Ct);
        Assert.Equal("file-type-not-allowed", intake.Refusal!.Type);
        Assert.Equal(0, await KeptFiles());
        Assert.Equal("file-empty", (await Store.AcceptAsync(new MemoryStream(), Anything, Ct)).Refusal!.Type);
    }

    [Fact]
    public async Task Ranges_and_conditions_are_answered()
    {
        var bytes = Sample(300_000);
        var file = (await Store.AcceptAsync(new MemoryStream(bytes), Anything, Ct)).File!;
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var address = $"/file?key={file.Key}&sha={file.Sha256}&length={file.Length}&type={file.ContentType}";

        var part = await Get(client, address, request => request.Headers.Range = new RangeHeaderValue(250_000, 250_009));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[250_000..250_010], await part.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("nosniff", part.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("讲义.pdf", part.Content.Headers.ContentDisposition!.FileNameStar);

        var tail = await Get(client, address, request => request.Headers.Range = new RangeHeaderValue(null, 5));
        Assert.Equal(bytes[^5..], await tail.Content.ReadAsByteArrayAsync(Ct));
        var beyond = await Get(client, address, request => request.Headers.Range = new RangeHeaderValue(300_000, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        var same = await Get(client, address, request => request.Headers.IfNoneMatch.Add(part.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        var changed = await Get(client, address, request =>
        {
            request.Headers.Range = new RangeHeaderValue(0, 9);
            request.Headers.IfRange = new RangeConditionHeaderValue("\"another\"");
        });
        Assert.Equal((HttpStatusCode.OK, bytes.Length), (changed.StatusCode, (await changed.Content.ReadAsByteArrayAsync(Ct)).Length));
    }

    protected abstract Task<Dictionary<string, string?>> Settings();

    protected abstract Task<int> KeptFiles();

    protected abstract Task Release();

    private static Task<HttpResponseMessage> Get(HttpClient client, string address, Action<HttpRequestMessage> prepare)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        prepare(request);
        return client.SendAsync(request, Ct);
    }

    private static byte[] Sample(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        Encoding.ASCII.GetBytes("%PDF-1.7\n").CopyTo(bytes, 0);
        return bytes;
    }

    // Gives a few bytes at a time, as a slow line does.
    private sealed class Trickle(byte[] bytes, bool endless = false, long breaksAfter = long.MaxValue) : MemoryStream(bytes)
    {
        internal long Given { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Given > breaksAfter) throw new IOException("The line broke.");
            if (endless && Position == Length) Position = 0;
            var read = await base.ReadAsync(buffer[..Math.Min(buffer.Length, 7001)], cancellationToken);
            Given += read;
            return read;
        }
    }
}

public sealed class Keep_files_in_a_folder : Keep_files
{
    private readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("ronghe-files-");

    [Fact]
    public async Task A_key_cannot_leave_the_folder() => await Assert.ThrowsAsync<ArgumentException>(() =>
        new FolderStorage(folder.FullName).WriteAsync("../../etc/passwd", new MemoryStream(), CancellationToken.None));

    protected override Task<Dictionary<string, string?>> Settings() =>
        Task.FromResult(new Dictionary<string, string?> { ["Files:Folder"] = folder.FullName, ["Platform:Secret"] = "secret" });

    protected override Task<int> KeptFiles() => Task.FromResult(folder.GetFiles("*", SearchOption.AllDirectories).Length);

    protected override Task Release()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class Keep_files_in_an_object_store : Keep_files
{
    private StrictS3 store = null!;

    [Fact]
    public async Task A_wrong_secret_is_refused_by_the_store()
    {
        using var client = S3Storage.Connect(store.Address, "us-east-1", StrictS3.AccessKey, "guessed");
        await Assert.ThrowsAsync<Amazon.S3.AmazonS3Exception>(() => new S3Storage(client, "files").WriteAsync("a", new MemoryStream([1]), CancellationToken.None));
        Assert.Equal((1, 0), (store.Refused, await KeptFiles()));
    }

    protected override async Task<Dictionary<string, string?>> Settings()
    {
        store = await StrictS3.StartAsync();
        return new()
        {
            ["Files:S3:Address"] = store.Address,
            ["Files:S3:Bucket"] = "files",
            ["Files:S3:AccessKey"] = StrictS3.AccessKey,
            ["Files:S3:SecretKey"] = StrictS3.SecretKey,
            ["Platform:Secret"] = "secret",
        };
    }

    protected override Task<int> KeptFiles() => Task.FromResult(store.Objects.Count + store.OpenUploads);

    protected override Task Release() => store.DisposeAsync().AsTask();
}
