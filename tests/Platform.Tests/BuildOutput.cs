using Ronghe.Testing;

namespace Ronghe.Platform.Tests;

internal static class BuildOutput
{
    /// <summary>The build output of a project, in the configuration that the tests were built in.</summary>
    internal static string Of(string project) =>
        Path.Combine(Checkout.Root, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name);
}
