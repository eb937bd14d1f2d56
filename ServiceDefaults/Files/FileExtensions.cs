using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Ronghe.ServiceDefaults.Files;

/// <summary>Gives a service a place for files.</summary>
public static class FileExtensions
{
    /// <summary>
    /// Registers <see cref="FileStore"/>, <see cref="IFileStorage"/> and <see cref="SignedLinks"/>. Files lie in <c>Files:Folder</c>, by
    /// default a folder of the service's user; with <c>Files:S3:Address</c> in the bucket <c>Files:S3:Bucket</c> of that store
    /// (<c>Files:S3:Region</c>, <c>AccessKey</c>, <c>SecretKey</c>).
    /// </summary>
    public static IHostApplicationBuilder AddFiles(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SignedLinks>();
        builder.Services.AddSingleton<FileStore>();
        builder.Services.AddSingleton(_ => Choose(builder.Configuration, builder.Environment.ApplicationName));
        return builder;
    }

    private static IFileStorage Choose(IConfiguration configuration, string application)
    {
        var s3 = configuration.GetSection("Files:S3");
        if (s3["Address"] is not { Length: > 0 } address) return new FolderStorage(configuration["Files:Folder"] ?? DefaultFolder(application));
        return new S3Storage(S3Storage.Connect(address, s3["Region"] ?? "us-east-1", Demand(s3, "AccessKey"), Demand(s3, "SecretKey")), Demand(s3, "Bucket"));
    }

    private static string Demand(IConfigurationSection section, string name) => section[name] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{section.Path}:{name} is not set.");

    private static string DefaultFolder(string application) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "ronghe", "files", application);
}
