namespace Ronghe.Platform.Tests;

/// <summary>Places in the checkout that the tests were built from.</summary>
internal static class Checkout
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The build output of a project, in the configuration that the tests were built in.</summary>
    internal static string OutputOf(string project) =>
        Path.Combine(Root, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Platform.sln is not above the test's folder.");
    }
}
