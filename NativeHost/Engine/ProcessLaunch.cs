using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Ronghe.NativeHost.Model;
using Ronghe.NativeHost.Processes;

namespace Ronghe.NativeHost.Engine;

/// <summary>The command and the environment of one process, the same variables that Aspire's orchestrator sets.</summary>
internal static class ProcessLaunch
{
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", "DOTNET_STARTUP_HOOKS", "H2_PORT"];

    // dotnet/shared/Microsoft.NETCore.App/10.0.x/ is where this process runs from.
    private static readonly string Dotnet = Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory());

    internal static async Task<Launch> OfAsync(IResource resource, int replica, PlatformHost host, string name, CancellationToken ct)
    {
        var environment = NotInherited.ToDictionary(variable => variable, _ => (string?)null);
        foreach (var (variable, value) in host.Marker) environment[variable] = value;
        foreach (var (variable, value) in Listening(resource, replica)) environment[variable] = value;
        if (resource is ProjectResource || resource.Find<OtlpExporter>() is not null)
            foreach (var (variable, value) in Telemetry(resource, host)) environment[variable] = value;
        foreach (var (variable, value) in await SaidAsync(resource, ct)) environment[variable] = value;

        var (file, first, folder) = Command(resource);
        var arguments = resource.All<Arguments>().SelectMany(arguments => arguments.Values).Select(value => value.ToString()!);
        return new Launch(file, [.. first, .. arguments], folder, host.LogOf(name)) { Environment = environment };
    }

    private static (string File, string[] First, string Folder) Command(IResource resource)
    {
        if (resource is ExecutableResource executable) return (executable.Command, [], executable.WorkingDirectory);

        var project = resource.Find<ProjectFile>()!.Path;
        if (!File.Exists(project)) throw new UsageException($"{resource.Name}: there is no project {project}.");
        return (Dotnet, [Built(resource.Name, project)], Path.GetDirectoryName(project)!);
    }

    // artifacts/bin/<project>/<configuration>/<project>.dll, beside the AppHost's own output.
    private static string Built(string name, string project)
    {
        var title = Path.GetFileNameWithoutExtension(project);
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var assembly = Path.GetFullPath(Path.Combine(own, "..", "..", title, Path.GetFileName(own), $"{title}.dll"));
        return File.Exists(assembly) ? assembly : throw new UsageException($"{name} is not built ({assembly} is missing): dotnet build Platform.sln");
    }

    private static Dictionary<string, string> Listening(IResource resource, int replica)
    {
        var variables = new Dictionary<string, string>();
        var urls = resource.All<Endpoint>().Where(endpoint => endpoint.Environment is null).Select(endpoint => endpoint.Url(replica)).ToList();
        if (urls.Count > 0) variables["ASPNETCORE_URLS"] = string.Join(';', urls);
        foreach (var endpoint in resource.All<Endpoint>().Where(endpoint => endpoint.Environment is not null))
            variables[endpoint.Environment!] = endpoint.Ports[replica].ToString(CultureInfo.InvariantCulture);
        return variables;
    }

    private static Dictionary<string, string> Telemetry(IResource resource, PlatformHost host) => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = host.EnvironmentName,
        ["DOTNET_ENVIRONMENT"] = host.EnvironmentName,
        ["LOGGING__CONSOLE__FORMATTERNAME"] = "simple",
        ["LOGGING__CONSOLE__FORMATTEROPTIONS__TIMESTAMPFORMAT"] = "yyyy-MM-ddTHH:mm:ss.fffzzz ",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = host.Otlp.Endpoint,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = host.Otlp.Protocol,
        ["OTEL_EXPORTER_OTLP_HEADERS"] = host.Otlp.Headers,
        ["OTEL_SERVICE_NAME"] = resource.Name,
        ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "5000",
        ["OTEL_TRACES_SAMPLER"] = "always_on",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
    };

    private static async Task<Dictionary<string, string>> SaidAsync(IResource resource, CancellationToken ct)
    {
        var context = new EnvironmentCallbackContext();
        foreach (var said in resource.All<EnvironmentCallback>()) await said.Callback(context);
        var known = new Dictionary<string, string>();
        foreach (var (variable, value) in context.EnvironmentVariables)
            known[variable] = value is IValueProvider later ? await later.GetValueAsync(ct) ?? "" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return known;
    }
}
