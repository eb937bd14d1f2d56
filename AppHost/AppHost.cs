var builder = DistributedApplication.CreateBuilder(args);

var seeds = Path.GetFullPath("../seeds", builder.AppHostDirectory);
var data = builder.Configuration["DataFolder"] ?? Path.GetFullPath("../.run", builder.AppHostDirectory);

var platformSecret = builder.AddParameter("platform-secret", Generated(length: 40), secret: true, persist: true);
var portalSecret = builder.AddParameter("portal-client-secret", Generated(length: 40), secret: true, persist: true);
var demoPassword = builder.AddParameter("demo-password", Generated(length: 12), secret: true, persist: true);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume();
var cache = builder.AddRedis("cache");

var gateway = builder.AddProject("gateway", "../services/Gateway/Gateway.csproj")
    .WithHttpEndpoint(port: 8080, name: "http")
    .WithExternalHttpEndpoints();

var identityDb = postgres.AddDatabase("identitydb");
var identity = builder.AddProject("identity", "../services/Identity/Identity.csproj")
    .WithServiceEndpoints()
    .WithReference(identityDb).WaitFor(identityDb)
    .WithReference(messaging).WaitFor(messaging)
    .WithReference(cache).WaitFor(cache)
    .WithEnvironment("Identity__Issuer", gateway.GetEndpoint("http"))
    .WithEnvironment("Platform__Secret", platformSecret)
    .WithEnvironment("Portal__ClientSecret", portalSecret)
    .WithEnvironment("Seed__Folder", seeds)
    .WithEnvironment("Seed__People", builder.Configuration["Seed:People"] ?? "1200")
    .WithEnvironment("Seed__DemoPassword", demoPassword)
    .WithEnvironment("Seed__KeyFolder", Path.Combine(data, "demo"));

var learning = AddWorkflow("learning", "Learning");
var assessment = AddWorkflow("assessment", "Assessment").WithEnvironment("Seed__DemoFigures", "true");
var welfare = AddWorkflow("welfare", "Welfare");
var powerItems = AddWorkflow("power-items", "PowerItems")
    .WithEnvironment("Ledger__KeyFolder", Path.Combine(data, "ledger"));
var situation = AddWorkflow("situation", "Situation");
var webhooks = AddWorkflow("webhooks", "Webhooks");

var portalDb = postgres.AddDatabase("portaldb");
var portal = builder.AddProject("portal", "../services/Portal/Portal.csproj")
    .WithServiceEndpoints()
    .WithReference(portalDb).WaitFor(portalDb)
    .WithReference(cache).WaitFor(cache)
    .WithReference(identity).WaitForStart(identity)
    .WithReference(learning)
    .WithReference(welfare)
    .WithReference(powerItems)
    .WithReference(situation)
    .WithEnvironment("Identity__Issuer", gateway.GetEndpoint("http"))
    .WithEnvironment("Platform__Secret", platformSecret)
    .WithEnvironment("Portal__ClientSecret", portalSecret);

gateway
    .WithReference(cache).WaitFor(cache)
    .WithReference(identity).WaitForStart(identity)
    .WithReference(learning)
    .WithReference(assessment)
    .WithReference(welfare)
    .WithReference(powerItems)
    .WithReference(situation)
    .WithReference(webhooks)
    .WithReference(portal)
    .WithEnvironment("Identity__Issuer", gateway.GetEndpoint("http"))
    .WithEnvironment("Platform__Secret", platformSecret)
    .WithEnvironment("Gateway__Https__Folder", Path.Combine(data, "tls"))
    .WithHttpHealthCheck("/health");

builder.Build().Run();

// The four workflows and the wall stand on the same ground: a database of their own, the bus, the cache, Identity. They come up
// beside Identity and ask it until it answers: waiting for it would leave a core idle at every start.
IResourceBuilder<ProjectResource> AddWorkflow(string name, string project)
{
    var database = postgres.AddDatabase($"{name.Replace("-", "", StringComparison.Ordinal)}db");
    return builder.AddProject(name, $"../services/{project}/{project}.csproj")
        .WithServiceEndpoints()
        .WithReference(database).WaitFor(database)
        .WithReference(messaging).WaitFor(messaging)
        .WithReference(cache).WaitFor(cache)
        .WithReference(identity).WaitForStart(identity)
        .WithEnvironment("Identity__Issuer", gateway.GetEndpoint("http"))
        .WithEnvironment("Platform__Secret", platformSecret)
        .WithEnvironment("Files__Folder", Path.Combine(data, "files", name))
        .WithEnvironment("Seed__Folder", seeds);
}

static GenerateParameterDefault Generated(int length) => new() { MinLength = length, MinUpper = 1, MinLower = 1, MinNumeric = 1, Special = false };

internal static class ServiceEndpoints
{
    /// <summary>HTTP/1.1 for health and tools, cleartext HTTP/2 for what the gateway sends: one endpoint cannot speak both.</summary>
    internal static IResourceBuilder<ProjectResource> WithServiceEndpoints(this IResourceBuilder<ProjectResource> service) => service
        .WithHttpEndpoint(name: "http")
        .WithHttpEndpoint(name: "h2", env: "H2_PORT")
        .WithHttpHealthCheck("/health", endpointName: "http");
}
