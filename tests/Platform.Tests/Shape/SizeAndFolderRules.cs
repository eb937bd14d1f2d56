namespace Ronghe.Platform.Tests.Shape;

/// <summary>Sizes and names of files and folders. Each rule returns what breaks it.</summary>
internal static class SizeAndFolderRules
{
    private static readonly string[] EmptyNouns =
        ["Controllers", "Handlers", "Models", "Dtos", "Services", "Helpers", "Common", "Utils", "Extensions", "Interfaces"];

    internal static IEnumerable<string> TooLong(IEnumerable<SourceFile> files) =>
        from file in files
        where !IsMigration(file)
        let limit = file.Path.StartsWith("services/", StringComparison.Ordinal) && file.Path.EndsWith("/Program.cs", StringComparison.Ordinal) ? 50 : 300
        where file.Lines > limit
        select $"{file.Path} has {file.Lines} lines, {limit} is the limit";

    internal static IEnumerable<string> CrowdedFolders(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("services/", StringComparison.Ordinal) && !IsMigration(file)
        group file by Path.GetDirectoryName(file.Path)! into folder
        where folder.Count() > 12
        select $"{folder.Key} holds {folder.Count()} files: it is two nouns";

    internal static IEnumerable<string> EmptyNames(IEnumerable<SourceFile> files) =>
        from file in files
        from segment in file.Path.Split('/')[..^1].Skip(1)
        where EmptyNouns.Contains(segment, StringComparer.OrdinalIgnoreCase)
        select $"{file.Path}: a folder named {segment} says nothing";

    private static bool IsMigration(SourceFile file) => file.Path.Contains("/Migrations/", StringComparison.Ordinal);
}
