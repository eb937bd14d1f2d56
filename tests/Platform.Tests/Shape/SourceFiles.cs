using Ronghe.Testing;

namespace Ronghe.Platform.Tests.Shape;

/// <summary>A source file as the shape rules see it.</summary>
/// <param name="Path">Relative to the checkout, with forward slashes.</param>
/// <param name="Lines">Number of lines.</param>
public sealed record SourceFile(string Path, int Lines);

internal static class SourceFiles
{
    private static readonly string[] Left = ["artifacts", "bin", "obj", "node_modules", ".git", ".run", "wwwroot"];

    internal static List<SourceFile> All() =>
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Checkout.Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(Left.Contains))
            .Select(path => new SourceFile(path, File.ReadLines(Path.Combine(Checkout.Root, path)).Count())),
    ];
}
