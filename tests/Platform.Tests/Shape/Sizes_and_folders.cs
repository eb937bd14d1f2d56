using Xunit;

namespace Ronghe.Platform.Tests.Shape;

public sealed class Sizes_and_folders
{
    [Fact]
    public void No_file_is_too_long() => Assert.Empty(SizeAndFolderRules.TooLong(SourceFiles.All()));

    [Fact]
    public void No_folder_of_a_service_is_crowded() => Assert.Empty(SizeAndFolderRules.CrowdedFolders(SourceFiles.All()));

    [Fact]
    public void No_folder_has_an_empty_name() => Assert.Empty(SizeAndFolderRules.EmptyNames(SourceFiles.All()));

    [Fact]
    public void The_checkout_is_really_read() => Assert.Contains(SourceFiles.All(), file => file.Path == "Contracts/Subscriptions.cs");

    [Fact]
    public void Bad_examples_are_rejected()
    {
        Assert.Single(SizeAndFolderRules.TooLong([new("services/Welfare/Programmes/Programme.cs", 301)]));
        Assert.Single(SizeAndFolderRules.TooLong([new("services/Welfare/Program.cs", 51)]));
        Assert.Empty(SizeAndFolderRules.TooLong([new("services/Welfare/Migrations/20261123_Initial.cs", 900)]));
        Assert.Single(SizeAndFolderRules.CrowdedFolders(Enumerable.Range(0, 13).Select(n => new SourceFile($"services/Welfare/Programmes/F{n}.cs", 1))));
        Assert.Single(SizeAndFolderRules.EmptyNames([new("services/Welfare/Helpers/X.cs", 1)]));
    }
}
