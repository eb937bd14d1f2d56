namespace Ronghe.Testing;

/// <summary>The checkout that the tests run in.</summary>
public static class Checkout
{
    /// <summary>The folder of Platform.sln.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "Platform.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))
            ?? throw new DirectoryNotFoundException("The tests do not run inside the checkout."));
}
