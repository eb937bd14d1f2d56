using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ronghe.NativeHost.Servers;
using Ronghe.ServiceDefaults.Callers;
using Ronghe.ServiceDefaults.Databases;
using Ronghe.ServiceDefaults.Problems;
using Ronghe.Testing;
using Xunit;

namespace Ronghe.ServiceDefaults.Tests.Requests;

public sealed record WriteNoteRequest([Required] string? Text, string? UnitPath);

/// <summary>A small service on the real defaults, its own PostgreSQL and tokens signed by a key set that it serves itself.</summary>
public sealed class NotesService : IAsyncLifetime
{
    private const string Issuer = "https://issuer.test/";
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("ronghe-notes-").FullName;
    private WebApplication app = null!;

    internal PostgresServer Postgres { get; private set; } = null!;

    internal IServiceProvider Services => app.Services;

    internal RevocationSource Revocations { get; } = new();

    /// <summary>Set by a test to let a running request wait inside its slice.</summary>
    internal TaskCompletionSource? Hold { get; set; }

    internal int SlicesRun;

    internal Uri Address => new(app.Urls.First());

    public async ValueTask InitializeAsync()
    {
        // Durable: a test kills it, and without that the last commits, such as the role's password, would be lost with it.
        Postgres = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
        await Postgres.CreateDatabaseAsync("notesdb");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error); // what a 500 hides from its caller
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:notesdb"] = Postgres.ConnectionString("notesdb");
        builder.Configuration["Identity:Issuer"] = Issuer;
        builder.AddServiceDefaults("notes");
        builder.AddServiceDatabase<NotesDb>("notesdb");
        app = builder.Build();
        app.MapServiceDefaults();
        app.MapGet("/keys", KeySet).AllowAnonymous();
        Revocations.Map(app);
        MapNotes(app.MapGroup("/notes").WithUnitOfWork<NotesDb>().RequireScope("notes"));
        await app.StartAsync();
        app.Configuration["Identity:Keys"] = new Uri(Address, "/keys").ToString();
        app.Configuration["Identity:Revocations"] = Address.ToString();
        await app.Services.GetRequiredService<ServiceDatabase<NotesDb>>().WaitUntilReady(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await Postgres.DisposeAsync();
        key.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    internal HttpClient Client(string units = "G/B01/", string scope = "notes", string? subject = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(units, scope, subject));
        return client;
    }

    internal string Token(string units = "G/B01/", string scope = "notes", string? subject = null, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = CallerExtensions.Audience,
            TokenType = "at+jwt",
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            Subject = new ClaimsIdentity([
                new("sub", subject ?? Guid.CreateVersion7().ToString()), new("kind", "person"), new("unit", units), new("scope", scope),
                new("role", $"Staff@{units}"), new("jti", Guid.CreateVersion7().ToString())]),
            SigningCredentials = new SigningCredentials(SecurityKey(), SecurityAlgorithms.EcdsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    internal async Task<T> Owner<T>(string sql)
    {
        await using var command = Services.GetRequiredService<ServiceDatabase<NotesDb>>().Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private ECDsaSecurityKey SecurityKey() => new(key) { KeyId = "test" };

    private JsonHttpResult<object> KeySet()
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(SecurityKey());
        return TypedResults.Json<object>(new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = jwk.Kid, use = "sig", alg = "ES256" } } });
    }

    private void MapNotes(Microsoft.AspNetCore.Routing.RouteGroupBuilder notes)
    {
        notes.MapGet("/", async (NotesDb db, CancellationToken ct) => await db.Notes.Select(note => note.Text).ToListAsync(ct));
        notes.MapPost("/", Write);
        notes.MapPost("/broken", string (NotesDb db) => throw new InvalidOperationException("secret detail"));
        notes.MapPost("/half", async Task<ProblemHttpResult> (NotesDb db, CancellationToken ct) =>
        {
            db.Notes.Add(new Note { Id = Guid.CreateVersion7(), UnitPath = "G/B01/", Text = "half done" });
            await db.SaveChangesAsync(ct);
            return new Refusal("no", "不行", "No").ToProblem();
        });
    }

    private async Task<Created<string>> Write(WriteNoteRequest request, NotesDb db, Caller caller, CancellationToken ct)
    {
        Interlocked.Increment(ref SlicesRun);
        if (Hold is { } hold) await hold.Task;
        db.Notes.Add(new Note { Id = Guid.CreateVersion7(), UnitPath = request.UnitPath ?? caller.UnitPath, Text = request.Text! });
        await db.SaveAndPublishAsync(ct, new Noted(request.Text!));
        return TypedResults.Created("/notes/1", request.Text!);
    }
}

/// <summary>An event, only to see that it is stored with its change.</summary>
public sealed record Noted(string Text);

[CollectionDefinition(nameof(NotesService))]
public sealed class OneNotesService : ICollectionFixture<NotesService>;
