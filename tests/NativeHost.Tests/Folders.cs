namespace Ronghe.NativeHost.Tests;

/// <summary>A folder below the build output that every account can reach, removed with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("ronghe-tests-").FullName;

    internal TestFolder() => File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);

    public void Dispose()
    {
        try { Directory.Delete(Path, recursive: true); }
        catch (DirectoryNotFoundException) { }
    }
}
